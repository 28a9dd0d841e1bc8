"""The library shows whole clips, newest first, today and after a restart."""

import dataclasses
import os
import shutil
import subprocess
import sys
import time

import cv2
import pytest

from seedance_studio.domain.clip import Clip, Delivered
from seedance_studio.errors import ClipNotFound, RequestError, StorageError, StorageUnwritable
from seedance_studio.finish import finish_clip
from seedance_studio.library import Library, new_clip_id
from seedance_studio.provenance import verify_file
from tests.clips import ignore_step, moving_frames
from tests.marks import marks_of
from tests.media.test_probe import write_video
from tests.recipes import make_recipe


def make_clip(clip_id, *, prompt="a dog runs on a beach"):
    return Clip(
        id=clip_id,
        title=prompt,
        recipe=make_recipe(prompt=prompt),
        delivered=Delivered(
            width=64,
            height=48,
            fps=10,
            num_frames=20,
            duration_s=2.0,
            video_codec="h264",
            audio_codec=None,
        ),
        timings_s={"denoise": 1.5, "total": 3.0},
        peak_rss_mb=512.5,
        sha256="",
    )


@pytest.fixture(scope="module")
def video(tmp_path_factory):
    return write_video(tmp_path_factory.mktemp("video") / "clip.mp4").read_bytes()


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path / "library")


def publish(library, clip_id, video, **made):
    library.part(clip_id).write_bytes(video)
    return library.publish(make_clip(clip_id, **made))


def visible(library):
    return [clip.id for clip in library.clips(1000)]


def test_a_published_clip_is_there_after_a_restart(library, tmp_path, video):
    clip = publish(library, "20261122-081030-1f47c3a", video, prompt="金毛犬在海边")

    again = Library(tmp_path / "library")

    assert again.clips(10) == [clip]
    assert again.clip(clip.id).recipe == make_recipe(prompt="金毛犬在海边")
    assert again.path(clip.id).read_bytes() == video
    assert cv2.imread(str(again.poster(clip.id))).shape == (48, 64, 3)
    assert len(clip.sha256) == 64


def test_publishing_twice_gives_one_clip(library, video):
    first = publish(library, "clip-1", video)
    second = publish(library, "clip-1", video, prompt="something else")

    assert second == first
    assert visible(library) == ["clip-1"]
    assert not list(library.path("clip-1").parent.parent.glob(".*"))


def test_newest_first_a_page_at_a_time(library, video):
    ids = [new_clip_id() for _ in range(5) if time.sleep(0.002) is None]
    for clip_id in (ids[2], ids[0], ids[4], ids[1], ids[3]):
        publish(library, clip_id, video)

    assert visible(library) == ids[::-1]
    assert [clip.id for clip in library.clips(2, 1)] == [ids[3], ids[2]]
    assert library.clips(2, 5) == []
    assert library.count() == 5


def test_a_clip_not_yet_published_is_nowhere(library, video):
    library.part("clip-1").write_bytes(video)

    assert library.clips(10) == []
    with pytest.raises(ClipNotFound):
        library.path("clip-1")


def test_discarding_leaves_nothing(library, tmp_path, video):
    library.part("clip-1").write_bytes(video)
    library.discard("clip-1")

    assert list((tmp_path / "library").iterdir()) == []


def test_a_part_starts_from_nothing(library, video):
    library.part("clip-1").write_bytes(video)

    assert not library.part("clip-1").exists()


def test_what_is_no_video_is_not_published(library):
    library.part("clip-1").write_bytes(b"not a video")

    with pytest.raises(RequestError):
        library.publish(make_clip("clip-1"))
    assert library.clips(10) == []


def test_deleting_removes_the_clip_and_its_files(library, tmp_path, video):
    publish(library, "clip-1", video)
    publish(library, "clip-2", video)

    library.delete("clip-1")

    assert visible(library) == ["clip-2"]
    assert [folder.name for folder in (tmp_path / "library").iterdir()] == ["clip-2"]
    with pytest.raises(ClipNotFound):
        library.delete("clip-1")


@pytest.mark.parametrize("clip_id", ["none", "../../etc", "..", "", ".part-clip-1", "a/b/c/d"])
def test_an_id_that_is_no_clip_is_refused(library, video, clip_id):
    publish(library, "clip-1", video)

    for ask in (library.clip, library.path, library.poster, library.delete):
        with pytest.raises(ClipNotFound):
            ask(clip_id)


@pytest.mark.parametrize("damage", ["cut", "missing"])
def test_a_damaged_clip_is_reported_and_the_others_are_shown(library, video, damage):
    publish(library, "clip-1", video)
    publish(library, "clip-2", video)
    sidecar = library.path("clip-1").parent / "recipe.json"
    if damage == "cut":
        sidecar.write_text(sidecar.read_text()[:100])
    else:
        sidecar.unlink()

    assert visible(library) == ["clip-2"]
    assert list(library.unreadable) == ["clip-1"]
    with pytest.raises(StorageError):
        library.clip("clip-1")
    library.delete("clip-1")
    assert library.count() == 1
    assert library.unreadable == {}


def test_cleaning_takes_old_leftovers_and_spares_running_work(library, tmp_path, video):
    publish(library, "clip-1", video)
    library.part("clip-2").write_bytes(video)
    running = library.part("clip-3")
    running.write_bytes(video)
    old = time.time() - 7200
    for path in (tmp_path / "library/.part-clip-2/clip.mp4", tmp_path / "library/.part-clip-2"):
        os.utime(path, (old, old))

    assert library.clean() == ["clip-2"]
    assert running.exists()
    assert visible(library) == ["clip-1"]
    assert library.clean(min_age_s=0) == ["clip-3"]


def test_a_deletion_cut_short_is_finished_at_the_next_start(library, tmp_path, video):
    publish(library, "clip-1", video)
    (tmp_path / "library/clip-1").rename(tmp_path / "library/.gone-clip-1")

    library.clean()

    assert list((tmp_path / "library").iterdir()) == []


def test_a_library_that_can_be_written_is(library, tmp_path):
    library.check_writable()

    assert list((tmp_path / "library").iterdir()) == []


def test_a_library_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    library = Library(tmp_path / "file" / "library")

    for attempt in (library.check_writable, lambda: library.part("clip-1")):
        with pytest.raises(StorageUnwritable) as caught:
            attempt()
        assert caught.value.hint.zh


def test_a_nearly_full_disk_is_said_before_work_starts(library, monkeypatch):
    usage = shutil.disk_usage("/")._replace(free=150_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)

    with pytest.raises(StorageUnwritable, match="150 MB"):
        library.check_writable()


def test_a_thousand_clips_open_at_once(library, tmp_path, video):
    publish(library, "clip-0000", video)
    for number in range(1, 1000):
        shutil.copytree(tmp_path / "library/clip-0000", tmp_path / f"library/clip-{number:04}")
        sidecar = tmp_path / f"library/clip-{number:04}/recipe.json"
        sidecar.write_text(sidecar.read_text().replace("clip-0000", f"clip-{number:04}"))

    page = library.clips(24)

    assert [clip.id for clip in page] == [f"clip-{number:04}" for number in range(999, 975, -1)]


def test_killed_in_the_middle_of_writing_nothing_is_visible(library, tmp_path):
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from seedance_studio.library import Library\n"
        "from tests.library.test_library import finish_and_publish\n"
        "def stall(step):\n"
        "    if step.step >= 1:\n"
        "        print('writing', flush=True)\n"
        "        time.sleep(60)\n"
        "finish_and_publish(Library(Path(sys.argv[1])), 'clip-1', stall)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "library")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout.readline() == b"writing\n"
        child.kill()
    assert (tmp_path / "library/.part-clip-1").exists()

    assert library.clips(10) == []
    clip = finish_and_publish(library, "clip-1", ignore_step)
    assert library.clips(10) == [clip]
    assert not (tmp_path / "library/.part-clip-1").exists()


def finish_and_publish(library, clip_id, on_step):
    """Do what a run does with its frames."""
    recipe = make_recipe()
    path = library.part(clip_id)
    marks = marks_of(recipe, clip_id, path.parent)
    delivered = finish_clip(moving_frames(8, 9), recipe, path, on_step, marks)
    clip = make_clip(clip_id)
    return library.publish(dataclasses.replace(clip, recipe=recipe, delivered=delivered))


def test_what_is_published_can_be_verified_and_made_again(library):
    clip = finish_and_publish(library, "clip-1", ignore_step)

    found = verify_file(library.path("clip-1"))

    assert found.recipe == clip.recipe == library.clip("clip-1").recipe
    assert found.delivered == clip.delivered
    assert found.aigc["ProduceID"] == "clip-1"
