"""Motion that follows a rhythm."""

from fractions import Fraction

import numpy as np
import pytest

from seedance_studio.finish.accent import accent, cut_on_beats, cut_times
from seedance_studio.media.film import TimedFrame

FPS, FRAMES = 8, 41
BEATS = [0.5, 1.25, 2.0, 2.75, 3.5, 4.25]


def film():
    """Frames that tell their number."""
    for index in range(FRAMES):
        yield TimedFrame(Fraction(index, FPS), np.full((4, 4, 3), index, np.uint8))


def shown(strength, beats=BEATS):
    return [(float(at), int(rgb[0, 0, 0])) for at, rgb in accent(film(), beats, strength)]


def test_frames_keep_their_order_and_the_clip_its_length():
    times, numbers = zip(*shown(1.0), strict=True)
    assert list(numbers) == list(range(FRAMES))
    assert all(np.diff(times) > 0)
    assert times[0] == 0
    assert times[-1] == (FRAMES - 1) / FPS


def test_on_a_beat_the_clip_is_where_it_would_have_been():
    times, numbers = zip(*shown(1.0), strict=True)
    assert np.interp(BEATS, times, np.array(numbers) / FPS) == pytest.approx(BEATS, abs=0.03)


def test_motion_is_fastest_on_the_beats():
    times, numbers = zip(*shown(1.0), strict=True)
    progress = np.interp(np.arange(0, 5, 0.01), times, numbers)
    speed = np.gradient(progress)

    def mean_speed(instants):
        return np.mean([speed[round(instant * 100) - 5 :][:10].mean() for instant in instants])

    between = [beat + 0.375 for beat in BEATS[:-1]]
    assert mean_speed(BEATS[1:-1]) > 2 * mean_speed(between)


@pytest.mark.parametrize(("strength", "beats"), [(0.0, BEATS), (1.0, [2.0]), (1.0, [])])
def test_without_a_rhythm_nothing_changes(strength, beats):
    assert shown(strength, beats) == [(index / FPS, index) for index in range(FRAMES)]


def test_cuts_fall_on_every_fourth_beat_and_alternate():
    beats = [0.5 * n for n in range(1, 19)]
    assert cut_times(beats) == [1.0, 3.0, 5.0, 7.0, 9.0]
    ring = np.zeros((90, 160, 3), np.uint8)
    ring[:4] = ring[-4:] = 255
    frames = list(cut_on_beats(iter([ring] * 240), 24, beats, 1.0))
    is_close = np.array([frame[0].mean() < 128 for frame in frames])
    changes = np.flatnonzero(np.diff(is_close)) + 1
    assert list(changes) == [24, 72, 120, 168, 216], "the first frame of each shot is on its beat"
    assert {frame.shape for frame in frames} == {ring.shape}


def test_a_gentle_rhythm_cuts_nothing():
    frames = [np.full((9, 16, 3), n, np.uint8) for n in range(48)]
    kept = list(cut_on_beats(iter(frames), 24, BEATS, 0.5))
    assert all(a is b for a, b in zip(frames, kept, strict=True))
