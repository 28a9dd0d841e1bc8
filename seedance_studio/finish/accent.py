"""A clip that goes with a rhythm: its motion is fastest on each beat, and its cuts fall on beats.

For motion only the times at which frames are shown change; the frames, their order and the clip's
length do not, and on every beat the clip is exactly where it would have been. Cuts are those of an
editor with a single take: closer, and back again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Generator, Iterator, Sequence
from fractions import Fraction

import cv2
import numpy as np
from numpy.typing import NDArray

from seedance_studio.media.film import TimedFrame

_LEAST_S = 0.4
"""Beats nearer to each other than this are felt as one pulse."""
_SWING = 0.75
"""On the beat the motion is this share faster than it was made, between beats as much slower."""
_STEP_S = 0.005
_BEATS_A_SHOT = 4
_LEAST_SHOT_S = 0.8
_CLOSER = 1.25
_CUTS_FROM = 0.5
"""Rhythms of less strength are felt in the motion alone."""


def accent(
    frames: Iterator[TimedFrame], beats_s: Sequence[float], strength: float
) -> Iterator[TimedFrame]:
    """Retime frames so that their motion is fastest on the beats.

    Args:
        frames: in order of time.
        beats_s: seconds from the clip's start, rising.
        strength: 0 leaves the frames as they are, 1 is the most.
    """
    felt = _felt(beats_s)
    if len(felt) < 2 or strength == 0:
        yield from frames
        return
    shown = np.arange(felt[0], felt[-1] + _STEP_S, _STEP_S)
    made = _made_at(shown, np.array(felt), _SWING * strength)
    for at, rgb in frames:
        if felt[0] < at < felt[-1]:
            seconds = float(np.interp(float(at), made, shown))
            yield TimedFrame(Fraction(seconds).limit_denominator(48_000), rgb)
        else:
            yield TimedFrame(at, rgb)


def cut_on_beats(
    frames: Iterator[NDArray[np.uint8]], fps: float, beats_s: Sequence[float], strength: float
) -> Generator[NDArray[np.uint8], None, None]:
    """Cut to a closer framing and back, on every fourth beat.

    Args:
        frames: (height, width, 3), as they will be delivered.
        fps: their rate.
        beats_s: seconds from the clip's start, rising.
        strength: of the rhythm; up to 0.5 nothing is cut.
    """
    cuts = cut_times(beats_s) if strength > _CUTS_FROM else []
    for index, rgb in enumerate(frames):
        # Half a frame early, so that rounding puts no cut behind its beat.
        num_past = bisect_right(cuts, (index + 0.5) / fps)
        yield _closer(rgb) if num_past % 2 else rgb


def cut_times(beats_s: Sequence[float]) -> list[float]:
    """Give the seconds at which a rhythm is cut."""
    return [beat for beat in _felt(beats_s) if beat >= _LEAST_SHOT_S][::_BEATS_A_SHOT]


def _closer(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = rgb.shape[:2]
    inner = round(height / _CLOSER), round(width / _CLOSER)
    top, left = (height - inner[0]) // 2, (width - inner[1]) // 2
    part = rgb[top : top + inner[0], left : left + inner[1]]
    closer: NDArray[np.uint8] = cv2.resize(part, (width, height), interpolation=cv2.INTER_CUBIC)
    return closer


def _felt(beats_s: Sequence[float]) -> list[float]:
    felt: list[float] = []
    for beat in beats_s:
        if not felt or beat - felt[-1] >= _LEAST_S:
            felt.append(beat)
    return felt


def _made_at(
    shown: NDArray[np.float64], beats: NDArray[np.float64], swing: float
) -> NDArray[np.float64]:
    """Which instant of the clip as made is shown at each of these instants; it never runs back."""
    last = np.clip(np.searchsorted(beats, shown, side="right") - 1, 0, len(beats) - 2)
    length = beats[last + 1] - beats[last]
    phase = (shown - beats[last]) / length
    made: NDArray[np.float64] = shown + length * swing * np.sin(2 * np.pi * phase) / (2 * np.pi)
    return made
