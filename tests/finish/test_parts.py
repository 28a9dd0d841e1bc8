"""A long film that is stopped goes on from its last whole part, and is the same film."""

import os
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import numpy as np
import pytest

from seedance_studio.domain.delivery import CODECS, SUFFIX
from seedance_studio.domain.montage import MontageRequest, Shot
from seedance_studio.domain.montage_plan import lay_out
from seedance_studio.errors import EncodeFailed, JobCancelled
from seedance_studio.finish import finish_film, timed
from seedance_studio.finish.interpolate import needed_from
from seedance_studio.finish.join import joined_pictures
from seedance_studio.finish.parts import FRAMES_EACH
from seedance_studio.media.film import examine_film
from seedance_studio.media.marks import Marks, unmarked
from seedance_studio.media.probe import read_frames
from tests.clips import ignore_step, moving_frames, write_clip
from tests.finish.test_delivery import delivery
from tests.marks import UNMARKED

SECONDS = 11


@pytest.fixture(scope="module")
def native():
    return moving_frames(8, 8 * SECONDS, width=64, height=36)


def asked(native, codec="h264"):
    return delivery(native, size=(96, 54), fps=60, seconds=SECONDS, preset="draft", codec=codec)


def stopping_after(frame):
    def on_step(progress):
        if progress.step >= frame:
            raise JobCancelled

    return on_step


def stop(native, path, kept, after, codec="h264"):
    plan = asked(native, codec)
    with pytest.raises(JobCancelled):
        finish_film(timed(native, 8), plan, path, stopping_after(after), UNMARKED, kept=kept)
    assert not path.exists(), "nothing half-written is left"


@pytest.mark.parametrize("codec", CODECS)
def test_it_is_the_film_that_was_never_stopped(tmp_path, native, codec):
    once, path = (tmp_path / f"{name}{SUFFIX[codec]}" for name in ("once", "again"))
    finish_film(
        timed(native, 8), asked(native, codec), once, ignore_step, UNMARKED, kept=tmp_path / "a"
    )
    stop(native, path, tmp_path / "b", FRAMES_EACH + 40, codec)

    steps, tone = [], [np.zeros((48_000 * SECONDS, 2), np.float32)]
    made = finish_film(
        timed(native, 8), asked(native, codec), path,
        lambda step: steps.append(step.step), UNMARKED, tone, kept=tmp_path / "b",
    )  # fmt: skip

    assert min(steps) == FRAMES_EACH, "what is there is not made again"
    assert (made.num_frames, made.duration_s, made.audio_codec) == (660, SECONDS, "aac")
    pairs = zip(read_frames(once), read_frames(path), strict=True)
    assert all(np.array_equal(one, other) for one, other in pairs)
    with av.open(str(path)) as container:
        times = sorted(frame.time for frame in container.decode(video=0))
    assert times == pytest.approx([k / 60 for k in range(660)], abs=1e-4)
    assert not (tmp_path / "b").exists(), "parts are not kept once the film is there"


def test_a_part_that_is_added_makes_the_folder_young(tmp_path, native):
    """By its age it is told whether anyone still works on it."""
    path, kept = tmp_path / "film.mp4", tmp_path / "kept"
    stop(native, path, kept, FRAMES_EACH + 40)
    os.utime(kept, (1, 1))

    stop(native, path, kept, 2 * FRAMES_EACH + 40)

    assert kept.stat().st_mtime > 1


def test_a_short_film_has_no_parts(tmp_path):
    short = moving_frames(8, 5, width=64, height=36)
    plan = delivery(short, size=(96, 54))

    with pytest.raises(JobCancelled):
        finish_film(
            timed(short, 8), plan, tmp_path / "f.mp4", stopping_after(1), UNMARKED,
            kept=tmp_path / "kept",
        )  # fmt: skip

    assert not (tmp_path / "kept").exists()


def test_parts_of_another_film_are_not_used(tmp_path, native):
    stop(native, tmp_path / "film.mp4", tmp_path / "kept", FRAMES_EACH + 40)

    steps = []
    finish_film(
        timed(native, 8), asked(native), tmp_path / "film.mp4",
        lambda step: steps.append(step.step), Marks(metadata={"comment": "new"}, draw=unmarked),
        kept=tmp_path / "kept",
    )  # fmt: skip

    assert min(steps) == 0


def test_when_a_part_cannot_be_written_none_is_kept(tmp_path, native):
    stop(native, tmp_path / "film.mp4", tmp_path / "kept", FRAMES_EACH + 40)
    (unfinished,) = (tmp_path / "kept").glob("*-unfinished")
    unfinished.unlink()
    unfinished.mkdir()  # stands where the next part is written

    with pytest.raises(EncodeFailed):
        finish_film(
            timed(native, 8), asked(native), tmp_path / "film.mp4", ignore_step, UNMARKED,
            kept=tmp_path / "kept",
        )  # fmt: skip

    assert not (tmp_path / "kept").exists()
    assert not (tmp_path / "film.mp4").exists()


def test_the_first_parts_are_those_of_the_first_try(tmp_path, native):
    stop(native, tmp_path / "film.mp4", tmp_path / "kept", 2 * FRAMES_EACH + 40)
    black = [np.zeros_like(frame) for frame in native]
    seen = int(2 * FRAMES_EACH / 60 * 8)
    mixed = [*black[:seen], *native[seen:]]

    finish_film(
        timed(mixed, 8), asked(native), tmp_path / "film.mp4", ignore_step, UNMARKED,
        kept=tmp_path / "kept",
    )  # fmt: skip

    first = next(islice(read_frames(tmp_path / "film.mp4"), 1))
    assert first.mean() > 5


def test_frames_that_are_over_are_not_even_enlarged(native):
    at = Fraction(301, 60)
    left = [frame.at for frame in needed_from(timed(native, 8), at)]
    assert left[0] <= at < left[1], "one is left that is seen then"
    assert left == [Fraction(k, 8) for k in range(40, 8 * SECONDS)]
    assert [frame.at for frame in needed_from(timed(native[:3], 8), at)] == [Fraction(2, 8)]


@pytest.mark.parametrize("first_frame", [0, 30, 47, 50, 59, 60, 97])
def test_a_montage_goes_on_from_any_frame(tmp_path, native, first_frame):
    """Two films of two and a half seconds, the second faded in over half a second."""
    for name, start in (("a", 0), ("b", 40)):
        write_clip(tmp_path / f"{name}.mp4", native[start : start + 20], fps=8)
    shots = (
        Shot(film=str(tmp_path / "a.mp4")),
        Shot(film=str(tmp_path / "b.mp4"), fade_s=0.5),
    )
    request = MontageRequest(shots=shots, title="m", size="native", fps="24")
    facts = [examine_film(Path(shot.film)) for shot in shots]
    laid_out = lay_out(request, facts, device="cpu")
    shape = laid_out[0].delivery.delivered

    whole = list(joined_pictures(laid_out, shape))
    rest = list(joined_pictures(laid_out, shape, first_frame))

    assert len(whole) == 108
    assert len(rest) == 108 - first_frame
    assert all(np.array_equal(*pair) for pair in zip(whole[first_frame:], rest, strict=True))
