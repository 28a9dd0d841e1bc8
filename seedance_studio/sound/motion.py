"""What moves in a picture, and when: enough to put sounds in step with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_SHORT_SIDE = 36
_CLEAR = 0.25
"""Share of the movement that must go along with a rhythm before the rhythm is believed."""
_CUT_RATIO = 6.0
_CUT_LEVEL = 18.0
"""Mean change of a pixel, of 255, from which a change may be a cut."""


@dataclass(frozen=True, slots=True)
class Motion:
    """How much a clip changes from frame to frame."""

    fps: float
    change: NDArray[np.float32]
    """(num_frames - 1,) mean change of a pixel, of 255."""

    def cuts_s(self) -> tuple[float, ...]:
        """Give the seconds at which the picture changes all at once."""
        usual = float(np.median(self.change)) if len(self.change) else 0.0
        least = max(_CUT_LEVEL, _CUT_RATIO * usual)
        return tuple(float(at + 1) / self.fps for at in np.flatnonzero(self.change > least))

    def first_peak_s(self, hertz: float) -> float | None:
        """Give when a rhythm of this frequency first peaks, or None if there is no such rhythm."""
        if len(self.change) < 2 * self.fps / hertz or hertz >= self.fps / 2:
            return None
        even = self.change - self.change.mean()
        at = (np.arange(len(even)) + 0.5) / self.fps
        wave = np.exp(-2j * np.pi * hertz * at)
        amount = 2 * abs(np.vdot(wave, even)) ** 2 / len(even)
        if amount < _CLEAR * float(np.sum(even**2)) or amount == 0:
            return None
        angle = float(np.angle(np.sum(even * wave)))
        return (-angle / (2 * np.pi * hertz)) % (1 / hertz)


def measure_motion(frames: Iterable[NDArray[np.uint8]], fps: float) -> Motion:
    """Measure frames (height, width, 3) of one size; they are taken one at a time."""
    change: list[float] = []
    before: NDArray[np.float32] | None = None
    for frame in frames:
        step = max(1, min(frame.shape[:2]) // _SHORT_SIDE)
        small = frame[::step, ::step, 1].astype(np.float32)
        if before is not None:
            change.append(float(np.abs(small - before).mean()))
        before = small
    return Motion(fps=fps, change=np.array(change, np.float32))
