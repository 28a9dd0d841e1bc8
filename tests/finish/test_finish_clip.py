"""What leaves the studio is the file that was planned, whole and marked, or no file at all."""

import dataclasses
import os
import resource
import subprocess
import sys

import av
import numpy as np
import pytest

from seedance_studio.domain.delivery import VideoShape
from seedance_studio.errors import JobCancelled, StorageUnwritable
from seedance_studio.finish import finish_clip
from seedance_studio.media.probe import probe, read_frames
from seedance_studio.provenance import verify_file
from tests.clips import ignore_step, moving_frames, psnr
from tests.marks import UNMARKED, marks_of
from tests.recipes import make_recipe

CLIP_ID = "20261122-081030-1f47c3a"


def finish(path, frames=None, recipe=None, on_step=ignore_step, marks=UNMARKED):
    recipe = recipe or make_recipe()
    frames = moving_frames(8, recipe.plan.native.num_frames) if frames is None else frames
    return finish_clip(frames, recipe, path, on_step, marks)


def flat(rgb):
    return np.full((9, 160, 288, 3), rgb, np.uint8)


def test_the_file_is_what_was_planned(tmp_path):
    path = tmp_path / "clip.mp4"

    delivered = finish(path)

    assert (delivered.width, delivered.height) == (1280, 720)
    assert (delivered.fps, delivered.num_frames) == (24, 24)
    assert delivered.duration_s == pytest.approx(1.0, abs=1e-6)
    assert (delivered.video_codec, delivered.audio_codec) == ("h264", None)
    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        frames = list(container.decode(video=0))
    assert (context.profile, context.pix_fmt) == ("High", "yuv420p")
    assert [round(frame.time * 24, 3) for frame in frames] == list(range(24))


def test_a_page_can_play_it_before_it_is_all_there(tmp_path):
    path = tmp_path / "clip.mp4"
    finish(path)

    content = path.read_bytes()

    assert 0 < content.index(b"moov") < content.index(b"mdat")


def test_native_delivery_changes_neither_size_nor_rate(tmp_path):
    recipe = make_recipe(size="native", fps="native")
    frames = moving_frames(8, 9)

    delivered = finish(tmp_path / "clip.mp4", frames, recipe)

    assert (delivered.width, delivered.height, delivered.fps) == (288, 160, 8)
    read = list(read_frames(tmp_path / "clip.mp4"))
    assert len(read) == delivered.num_frames == 8
    assert min(psnr(a, b) for a, b in zip(read, frames, strict=False)) > 30


@pytest.mark.parametrize(
    "rgb", [(255, 0, 0), (0, 255, 0), (0, 0, 255), (128, 128, 128), (0, 0, 0), (255, 255, 255)]
)
def test_colours_survive(tmp_path, rgb):
    path = tmp_path / "clip.mp4"

    finish(path, flat(rgb))

    picture = next(read_frames(path))
    assert np.abs(picture.astype(int) - rgb).max() <= 4
    found = probe(path)
    assert found.color_space == 1
    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        tags = (context.color_primaries, context.color_trc, context.color_range)
    assert tags == (1, 1, 1)


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (640, 640), (720, 1280)])
def test_the_aspect_is_met_by_cropping_not_stretching(tmp_path, width, height):
    rows, columns = np.mgrid[0:160, 0:288]
    disc = np.hypot(columns - 143.5, rows - 79.5) < 30
    frames = np.stack([np.where(disc[..., None], 255, 0).astype(np.uint8).repeat(3, 2)] * 9)
    recipe = make_recipe()
    shape = VideoShape(width=width, height=height, fps=24, num_frames=24)
    plan = dataclasses.replace(recipe.plan, delivered=shape)

    finish(tmp_path / "clip.mp4", frames, dataclasses.replace(recipe, plan=plan))

    bright = next(read_frames(tmp_path / "clip.mp4"))[..., 1] > 127
    across, down = bright.any(axis=0).sum(), bright.any(axis=1).sum()
    assert across == pytest.approx(down, rel=0.02)
    assert np.argwhere(bright).mean(axis=0) == pytest.approx([height / 2, width / 2], abs=1.5)


def test_marks_are_in_the_file(tmp_path):
    path = tmp_path / "clip.mp4"
    recipe = make_recipe(prompt='金毛犬在海边 "奔跑" \\ = ; # \n 🐕')

    finish(path, recipe=recipe, marks=marks_of(recipe, CLIP_ID, tmp_path))

    found = verify_file(path)
    assert found.is_generated
    assert found.recipe == recipe
    assert found.aigc is not None
    assert found.aigc["ProduceID"] == CLIP_ID
    assert found.clip_id == CLIP_ID


def test_progress_is_told_from_start_to_end(tmp_path):
    steps = []

    finish(tmp_path / "clip.mp4", on_step=steps.append)

    assert {step.stage for step in steps} == {"finishing"}
    told = [step.step for step in steps]
    assert told == sorted(told)
    assert (told[0], told[-1], steps[-1].num_steps) == (0, 24, 24)


def test_a_cancel_leaves_nothing(tmp_path):
    def cancel(step):
        if step.step > 0:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        finish(tmp_path / "clip.mp4", on_step=cancel)

    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_said_to_be_unwritable(tmp_path):
    with pytest.raises(StorageUnwritable) as caught:
        finish(tmp_path / "nowhere" / "clip.mp4")

    assert caught.value.hint.zh


@pytest.mark.parametrize("room", ["nothing", "half", "all but a byte"])
def test_a_full_disk_is_said_and_leaves_nothing(tmp_path, room):
    """A limit on file size stands in for a full disk: the same writes fail."""
    finish(tmp_path / "clip.mp4")
    size = (tmp_path / "clip.mp4").stat().st_size
    (tmp_path / "clip.mp4").unlink()
    limit = {"nothing": 0, "half": size // 2, "all but a byte": size - 1}[room]
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from seedance_studio.errors import StorageUnwritable\n"
        "from tests.finish.test_finish_clip import finish\n"
        "try:\n"
        "    finish(Path(sys.argv[1]))\n"
        "except StorageUnwritable:\n"
        "    sys.exit(44)\n"
    )

    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "clip.mp4")],
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )

    assert run.returncode == 44
    assert list(tmp_path.iterdir()) == []
