"""Comparisons through the studio's doors: run, looked at, voted on, exported; whatever happens."""

import re
import subprocess
import sys

import numpy as np
import pytest

from seedance_studio.domain.comparison import Axes
from seedance_studio.domain.job import Failed, Succeeded
from seedance_studio.domain.side_by_side import Part, SideBySideRequest
from seedance_studio.errors import ClipNotFound, ComparisonNotFound, RequestError, Text
from seedance_studio.media.probe import read_frames
from seedance_studio.provenance import verify_file
from seedance_studio.studio import open_studio
from tests.clips import moving_frames, write_clip
from tests.conftest import ROOT, headless_environment

SEEDS = Axes(seeds=(1, 2, 3))


def run(studio, request, axes=SEEDS):
    """Start a comparison and wait for its clips; gives its id."""
    comparison = studio.comparing.start(request, axes)
    for entry in comparison.entries:
        assert isinstance(studio.wait(entry.job_id, 60).state, Succeeded)
    return comparison.id


def composed(studio, request):
    state = studio.wait(studio.side_by_side.submit(request), 60).state
    assert isinstance(state, Succeeded), state
    return studio.clip(state.clip_id)


def test_variants_are_what_single_runs_would_be(studio, ask):
    comparison_id = run(studio, ask())

    seen = studio.comparing.look(comparison_id)
    assert [one.clip.recipe.plan.seed for one in seen] == [1, 2, 3]
    assert [one.entry.label.zh for one in seen] == ["种子 1", "种子 2", "种子 3"]
    assert [one.field for one in studio.comparing.differences(seen)] == ["seed"]
    alone = studio.wait(studio.submit(ask(seed=1)), 60).state
    frames = [
        np.stack(list(read_frames(studio.clip_path(clip_id)))).astype(int)
        for clip_id in (alone.clip_id, seen[0].clip.id)
    ]
    assert np.abs(frames[0] - frames[1]).mean() < 2  # each carries its own invisible mark


def test_one_click_is_one_comparison(studio, ask):
    first = studio.comparing.start(ask(), SEEDS, "key")
    again = studio.comparing.start(ask(), SEEDS, "key")

    assert again == first
    assert len(studio.jobs()) == 3


def test_all_problems_of_all_variants_are_named_at_once(studio, ask):
    with pytest.raises(RequestError) as error:
        studio.comparing.start(ask(seconds=99.0), Axes(steps=(4, 999), engines=("fake",)))

    assert set(error.value.problems) == {"seconds", "num_inference_steps"}
    assert studio.jobs() == []
    assert studio.comparing.recent(9) == []


def test_clips_of_the_library_are_compared(studio, ask):
    made = [studio.wait(studio.submit(ask(prompt)), 60).state.clip_id for prompt in ("a", "b")]

    comparison = studio.comparing.of_clips(made)

    seen = studio.comparing.look(comparison.id)
    assert [one.clip.id for one in seen] == made
    assert [one.entry.label.en for one in seen] == ["a", "b"]
    for wrong in (made[:1], [made[0], made[0]]):
        with pytest.raises(RequestError):
            studio.comparing.of_clips(wrong)
    with pytest.raises(ClipNotFound):
        studio.comparing.of_clips([made[0], "20260101-nowhere"])


def test_votes_are_counted_and_only_for_what_is_there(studio, ask):
    comparison_id = run(studio, ask())
    for pane in (2, 0, 2):
        studio.comparing.vote(comparison_id, pane)

    with pytest.raises(RequestError):
        studio.comparing.vote(comparison_id, 3)
    with pytest.raises(ComparisonNotFound):
        studio.comparing.vote("0" * 32, 0)
    assert studio.comparing.tally(comparison_id) == (1, 0, 2)


def test_a_clip_that_fails_or_is_deleted_leaves_the_rest(studio, ask):
    axes = Axes(prompts=("one", "two", "three: broken"))
    comparison = studio.comparing.start(ask(), axes)
    for entry in comparison.entries:
        studio.wait(entry.job_id, 60)
    studio.delete_clip(studio.comparing.look(comparison.id)[0].clip.id)

    seen = studio.comparing.look(comparison.id)

    assert [one.clip is not None for one in seen] == [False, True, False]
    assert isinstance(seen[2].state, Failed)
    with pytest.raises(RequestError) as error:
        studio.comparing.side_by_side(comparison.id, "en")
    assert "variants" in error.value.problems


def test_a_job_taken_off_the_list_leaves_its_clip_in_the_comparison(studio, ask):
    comparison_id = run(studio, ask())
    for one in studio.comparing.look(comparison_id):
        studio.forget_job(one.entry.job_id)

    assert all(one.clip is not None for one in studio.comparing.look(comparison_id))
    assert studio.comparing.report(comparison_id, "en").is_file()


def test_a_cancel_ends_all_and_keeps_what_is_done(studio, ask):
    comparison = studio.comparing.start(ask(), Axes(prompts=("a", "b slow", "c slow")))
    studio.wait(comparison.entries[0].job_id, 60)

    studio.comparing.cancel(comparison.id)
    for entry in comparison.entries:
        studio.wait(entry.job_id, 20)

    seen = studio.comparing.look(comparison.id)
    assert [one.clip is not None for one in seen] == [True, False, False]
    assert not any(one.is_active for one in seen)


def test_the_film_shows_all_in_step_with_captions_and_carries_marks(studio, ask):
    comparison_id = run(studio, ask(size="native"))

    clip = composed(studio, studio.comparing.side_by_side(comparison_id, "zh"))

    path = studio.clip_path(clip.id)
    whole = list(read_frames(path))
    places = clip.recipe.plan.places
    assert len(places) == 3
    for entry, place in zip(studio.comparing.look(comparison_id), places, strict=True):
        parts = list(read_frames(studio.clip_path(entry.clip.id)))
        assert len(parts) == len(whole)
        # The label is drawn in the upper corner: the lower half is the clip's alone.
        half = place.height // 2
        for own, shown in zip(parts, whole, strict=True):
            picture = shown[place.top + half : place.caption_top, place.left :][:, : place.width]
            assert np.abs(picture.astype(int) - own[half:]).mean() < 8
        band = whole[0][place.caption_top :, place.left :][: place.caption_height, : place.width]
        assert band.max() > 180, "there is no caption"
    marks = verify_file(path)
    assert marks.is_generated
    assert marks.watermark is not None
    assert marks.aigc["ProduceID"] == clip.id
    assert len(marks.credentials.sources) == 3


def test_what_was_filmed_is_not_called_generated(studio, tmp_path):
    films = [
        write_clip(tmp_path / f"{n}.mp4", moving_frames(8, 6, width=160, height=96), 8)
        for n in range(2)
    ]
    parts = tuple(Part(film=str(film), caption=Text("film", "影片")) for film in films)
    clip = composed(studio, SideBySideRequest(parts=parts, title="two films"))

    assert not verify_file(studio.clip_path(clip.id)).is_generated
    assert clip.generation is None


def test_the_report_holds_everything_and_asks_for_nothing(studio, ask):
    comparison_id = run(studio, ask("a <script>alert(1)</script> ball"))
    studio.comparing.vote(comparison_id, 1)

    page = studio.comparing.report(comparison_id, "zh").read_text(encoding="utf-8")

    assert page.count('src="data:video/mp4;base64,') == 3
    assert not re.search(r'(?:src|href|url)\s*[=(]\s*["\']?(?:https?:|//|/)', page)
    assert "default-src 'none'" in page
    assert "<script>alert" not in page
    assert "种子 2" in page
    assert "seed 2" in page


def test_a_comparison_that_was_killed_is_whole_after_the_next_start(settings):
    script = (
        "import os\n"
        "from seedance_studio.settings import Settings\n"
        "from seedance_studio.studio import open_studio\n"
        "from seedance_studio.domain.comparison import Axes\n"
        "from seedance_studio.domain.request import GenerationRequest\n"
        "studio = open_studio(Settings.from_environment())\n"
        "submit, taken = studio.submit, []\n"
        "def dying(request, key=None):\n"
        "    taken.append(submit(request, key))\n"
        "    if len(taken) == 2: os.kill(os.getpid(), 9)\n"
        "    return taken[-1]\n"
        "studio.submit = dying\n"
        "request = GenerationRequest(prompt='a ball', engine='fake', seconds=1.0, size='native',\n"
        "    fps='native')\n"
        "studio.comparing.start(request, Axes(seeds=(1, 2, 3)))\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", script], env=headless_environment(settings), cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert killed.returncode == -9, killed.stderr

    with open_studio(settings) as studio:
        (comparison,) = studio.comparing.recent(9)
        for one in studio.comparing.look(comparison.id):
            assert isinstance(studio.wait(one.entry.job_id, 60).state, Succeeded)
        assert len(studio.jobs()) == 3
        assert [one.clip.recipe.plan.seed for one in studio.comparing.look(comparison.id)] == [
            1, 2, 3,
        ]  # fmt: skip


def test_a_forgotten_visitor_leaves_no_comparison(studio, ask):
    comparison_id = run(studio, ask())
    studio.comparing.report(comparison_id, "en")

    studio.forget_me()

    assert list(studio.comparing.folder.iterdir()) == []


def test_a_full_disk_leaves_no_half_comparison(studio, ask):
    comparison_id = run(studio, ask())
    folder = studio.comparing.folder / comparison_id
    (folder / "report.part").mkdir()
    before = sorted(folder.iterdir())

    with pytest.raises(Exception, match="cannot be stored"):
        studio.comparing.report(comparison_id, "en")

    assert sorted(folder.iterdir()) == before


def test_the_headless_door_compares_writes_film_and_page(headless, tmp_path):
    film, page = tmp_path / "cmp.mp4", tmp_path / "cmp.html"

    status, answer, _ = headless(
        "compare", "--prompt", "a red ball", "--engine", "fake", "--steps", "2,4", "--enhance",
        "on,off", "--seconds", "1", "--size", "native", "--fps", "native", "--seed", "5",
        "--out", str(film), "--report", str(page), "--json",
    )  # fmt: skip

    assert status == 0, answer
    assert len(answer["variants"]) == 4
    assert {one["seed"] for one in answer["variants"]} == {5}
    fields = {one["field"] for one in answer["differences"]}
    assert fields == {"enhance", "read", "num_inference_steps"}
    assert answer["out"]["marks"]["signature"] == "intact"
    assert verify_file(film).is_generated
    assert page.read_text(encoding="utf-8").count("data:video/mp4") == 4


def test_the_headless_door_compares_files(headless, tmp_path):
    films = [
        write_clip(tmp_path / f"{name}.mp4", moving_frames(8, 6, width=160, height=96), fps)
        for name, fps in (("before", 8), ("after", 24))
    ]
    out = tmp_path / "cmp.mp4"

    status, answer, _ = headless(
        "compare", *map(str, films), "--out", str(out), "--report", str(tmp_path / "r.html"),
        "--json",
    )  # fmt: skip

    assert status == 0, answer
    assert [one["field"] for one in answer["differences"]] == ["delivered"]
    assert not verify_file(out).is_generated


def test_the_headless_door_names_every_problem(headless, tmp_path):
    status, answer, _ = headless(
        "compare", "--engine", "fake", "--seeds", "1,x", "--steps", "0,4", "--seconds", "0",
        "--out", str(tmp_path / "a.avi"), "--report", "nowhere/r.html", "--json",
    )  # fmt: skip

    assert status == 2
    assert set(answer["error"]["problems"]) == {
        "seed", "num_inference_steps", "seconds", "prompt", "out", "report",
    }  # fmt: skip
