"""Frames in between, by motion: what was generated at a few frames a second plays smoothly.

Per pair of source frames: DIS optical flow both ways on a small grey copy, from it the flow at the
instant wanted (the approximation of Super SloMo, Jiang et al. 2018), both frames warped there and
blended. Where two frames do not show the same scene, the first is held instead.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint8]
Field = NDArray[np.float32]

_FLOW_WIDTH = 512
"""Flow is found on a copy at most this wide; finer gains little and costs much."""
_CUT_RESIDUAL = 20.0
"""Mean difference of 0 to 255 that is left after warping across a cut; good pairs leave 1 to 7."""
_CUT_CORRELATION = 0.6
"""A flash or a fade leaves a residual too, but the picture still correlates: it is no cut."""


def interpolate(frames: Frame, fps_in: int, fps_out: int, num_frames: int) -> Iterator[Frame]:
    """Give `num_frames` frames, frame k showing the instant k / fps_out.

    Args:
        frames: (num_frames_in, height, width, 3), RGB; frame i shows the instant i / fps_in.
        fps_in: source frames a second.
        fps_out: delivered frames a second.
        num_frames: how many to give; past the end of the source its last frame is held.

    Returns:
        Lazily, (height, width, 3) each; source frames are given as they are, not copied.
    """
    last = len(frames) - 1
    pair: _Pair | None = None
    for k in range(num_frames):
        # In whole numbers, so that no rounding ever shifts a frame.
        index, remainder = divmod(k * fps_in, fps_out)
        if index >= last or remainder == 0:
            yield frames[min(index, last)]
            continue
        if pair is None or pair.index != index:
            pair = _Pair(index, frames[index], frames[index + 1])
        yield pair.at(remainder / fps_out)


class _Pair:
    """Two neighbouring frames and the motion between them."""

    def __init__(self, index: int, first: Frame, second: Frame) -> None:
        self.index = index
        self._first = first
        self._second = second
        self._grid = _pixel_grid(*first.shape[:2])
        self._forward, self._backward = _flows(first, second)
        self._is_cut = _is_cut(first, _warp(second, self._grid + self._forward))

    def at(self, t: float) -> Frame:
        """Give the picture at `t`, 0 the first frame and 1 the second."""
        if self._is_cut:
            return self._first
        to_first = t * t * self._backward - (1 - t) * t * self._forward
        to_second = (1 - t) ** 2 * self._forward - t * (1 - t) * self._backward
        blended: Frame = cv2.addWeighted(
            _warp(self._first, self._grid + to_first),
            1 - t,
            _warp(self._second, self._grid + to_second),
            t,
            0,
        )
        return blended


def _flows(first: Frame, second: Frame) -> tuple[Field, Field]:
    """Give the motion first to second and second to first, (height, width, 2) in pixels."""
    height, width = first.shape[:2]
    scale = min(1.0, _FLOW_WIDTH / width)
    small = (round(width * scale), round(height * scale))
    greys = [cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in (first, second)]
    if scale < 1:
        greys = [cv2.resize(grey, small, interpolation=cv2.INTER_AREA) for grey in greys]
    dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    flows = [dis.calc(greys[0], greys[1], None), dis.calc(greys[1], greys[0], None)]
    if scale < 1:
        stretch = np.array([width / small[0], height / small[1]], dtype=np.float32)
        flows = [cv2.resize(flow, (width, height)) * stretch for flow in flows]
    return flows[0], flows[1]


def _is_cut(first: Frame, warped: Frame) -> bool:
    """Tell whether `warped`, the second frame moved onto the first, shows something else."""
    a, b = (cv2.resize(frame, (72, 40), interpolation=cv2.INTER_AREA) for frame in (first, warped))
    if cv2.norm(a, b, cv2.NORM_L1) / a.size < _CUT_RESIDUAL:
        return False
    a, b = (small - small.mean(axis=(0, 1)) for small in (a, b))
    spread = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) < _CUT_CORRELATION * spread or spread == 0


def _pixel_grid(height: int, width: int) -> Field:
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    return np.dstack([columns, rows])


def _warp(frame: Frame, where: Field) -> Frame:
    warped: Frame = cv2.remap(frame, where, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return warped
