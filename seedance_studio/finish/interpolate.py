"""Frames in between, by motion: what was generated at a few frames a second plays smoothly.

Per pair of source frames: DIS optical flow both ways on a small grey copy, from it the flow at the
instant wanted (the approximation of Super SloMo, Jiang et al. 2018), both frames warped there and
blended. Where two frames do not show the same scene, the first is held instead.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from fractions import Fraction
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from seedance_studio.domain.delivery import Rate, exact_rate
from seedance_studio.media.film import TimedFrame

Frame = NDArray[np.uint8]
Field = NDArray[np.float32]

_FLOW_WIDTH = 384
"""Flow is found on a copy at most this wide. 512 costs half as much again and gains nothing on
Seedling's 288 pixels, 0.1 dB on films of 640.
"""
_LONGEST_GAP_S = Fraction(1, 2)
"""Over a longer gap no motion can be followed: the first frame is held."""
_CUT_RESIDUAL = 20.0
"""Mean difference of 0 to 255 that is left after warping across a cut; good pairs leave 1 to 7."""
_CUT_CORRELATION = 0.6
"""A flash or a fade leaves a residual too, but the picture still correlates: it is no cut."""


def timed(frames: Iterable[Frame], fps: Rate) -> Iterator[TimedFrame]:
    """Give frames of a constant rate their instants."""
    rate = exact_rate(fps)
    for index, rgb in enumerate(frames):
        yield TimedFrame(index / rate, rgb)


def needed_from(frames: Iterator[TimedFrame], at: Fraction) -> Iterator[TimedFrame]:
    """Leave out the frames that are over by an instant; one is left that is seen then."""
    over: TimedFrame | None = None
    for frame in frames:
        if frame.at <= at:
            over = frame
            continue
        if over is not None:
            yield over
            over = None
        yield frame
    if over is not None:
        yield over


def interpolate(
    frames: Iterator[TimedFrame], fps: Rate, num_frames: int, first_frame: int = 0
) -> Generator[Frame, None, None]:
    """Give frames up to `num_frames`, frame k showing the instant k / fps.

    Args:
        frames: in order of time, at any distances; read as they are needed.
        fps: delivered frames a second.
        num_frames: of the whole; past the end of the source its last frame is held.
        first_frame: those before it are not given.

    Returns:
        Lazily, (height, width, 3) each; source frames are given as they are, not copied.
    """
    # In fractions, so that no rounding ever shifts a frame.
    rate = exact_rate(fps)
    frames = iter(frames)
    first, second = next(frames), next(frames, None)
    pair: _Pair | None = None
    for k in range(first_frame, num_frames):
        at = k / rate
        while second is not None and second.at <= at:
            first, second, pair = second, next(frames, None), None
        if second is None or at <= first.at or second.at - first.at > _LONGEST_GAP_S:
            yield first.rgb
            continue
        if pair is None:
            pair = _Pair(first.rgb, second.rgb)
        yield pair.at(float((at - first.at) / (second.at - first.at)))


class _Pair:
    """Two neighbouring frames and the motion between them, kept at the size it was found."""

    def __init__(self, first: Frame, second: Frame) -> None:
        self._first = first
        self._second = second
        small = [_small(frame) for frame in (first, second)]
        greys = [cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in small]
        dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        self._forward = dis.calc(greys[0], greys[1], None)
        self._backward = dis.calc(greys[1], greys[0], None)
        self._is_cut = _is_cut(small[0], _warp(small[1], self._forward))

    def at(self, t: float) -> Frame:
        """Give the picture at `t`, 0 the first frame and 1 the second."""
        if self._is_cut:
            return self._first
        to_first = cv2.addWeighted(self._backward, t * t, self._forward, -(1 - t) * t, 0)
        to_second = cv2.addWeighted(self._forward, (1 - t) ** 2, self._backward, -t * (1 - t), 0)
        blended: Frame = cv2.addWeighted(
            _warp(self._first, to_first), 1 - t, _warp(self._second, to_second), t, 0
        )
        return blended


def _small(frame: Frame) -> Frame:
    height, width = frame.shape[:2]
    scale = min(1.0, _FLOW_WIDTH / width)
    size = (round(width * scale), round(height * scale))
    small: Frame = cv2.resize(frame, size, interpolation=cv2.INTER_AREA) if scale < 1 else frame
    return small


def _is_cut(first: Frame, warped: Frame) -> bool:
    """Tell whether `warped`, the second frame moved onto the first, shows something else."""
    a, b = (cv2.resize(frame, (72, 40), interpolation=cv2.INTER_AREA) for frame in (first, warped))
    if cv2.norm(a, b, cv2.NORM_L1) / a.size < _CUT_RESIDUAL:
        return False
    a, b = (small - small.mean(axis=(0, 1)) for small in (a, b))
    spread = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) < _CUT_CORRELATION * spread or spread == 0


def _warp(frame: Frame, flow: Field) -> Frame:
    """Give the frame with each pixel fetched from where `flow`, of any size, points."""
    height, width = frame.shape[:2]
    rows, columns = flow.shape[:2]
    if (rows, columns) != (height, width):
        stretch = np.array([width / columns, height / rows], dtype=np.float32)
        flow = cv2.resize(flow * stretch, (width, height))
    where = cv2.add(flow, _pixel_grid(height, width))
    warped: Frame = cv2.remap(frame, where, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return warped


@lru_cache(maxsize=4)
def _pixel_grid(height: int, width: int) -> Field:
    """Give each pixel's own place, (height, width, 2); not to be written to."""
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    return np.dstack([columns, rows])
