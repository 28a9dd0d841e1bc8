"""A picture laid over others: letters or a logo, drawn at the delivered size, where it is sharp."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from seedance_studio.media.planes import depth, plane

Rgba = NDArray[np.uint8]

_FADE_S = 0.25
# What red, green and blue give of brightness and of the two colour differences: BT.709, 8 bits,
# limited range.
_TO_YUV = np.array(
    [[46.559, 156.629, 15.812], [-25.664, -86.336, 112.0], [112.0, -101.730, -10.270]], np.float32
)
_ZERO = (16, 128, 128)


class Overlay:
    """Draws one picture in its place while it is to be seen.

    Args:
        rgba: (height, width, 4), its sides even, not larger than the pictures it is drawn on.
        left: even, from the left edge.
        top: even, from the upper edge.
        start_s: when it begins to appear.
        end_s: when it is gone; None for a picture that is seen throughout.
    """

    def __init__(
        self, rgba: Rgba, left: int, top: int, start_s: float = 0.0, end_s: float | None = None
    ) -> None:
        self._left, self._top = left, top
        self._start_s, self._end_s = start_s, end_s
        self._cover = rgba[..., 3].astype(np.float32) / 255
        yuv = rgba[..., :3].astype(np.float32) / 255 @ _TO_YUV.T + np.array(_ZERO, np.float32)
        self._light = [yuv[..., index] * self._cover for index in range(3)]

    def opacity(self, time_s: float) -> float:
        """Give how much of it is seen at an instant, 0 to 1."""
        if self._end_s is None:
            return 1.0
        fade_s = min(_FADE_S, (self._end_s - self._start_s) / 2)
        inside = min(time_s - self._start_s, self._end_s - time_s)
        return min(max(inside / fade_s, 0.0), 1.0)

    def draw(self, frame: av.VideoFrame, time_s: float) -> None:
        """Draw it on one picture, planar YUV, in place."""
        opacity = self.opacity(time_s)
        if opacity == 0:
            return
        scale = 2.0 ** (depth(frame) - 8)
        for index in range(3):
            samples = plane(frame, index)
            down, across = frame.height // samples.shape[0], frame.width // samples.shape[1]
            cover, light = self._cover, self._light[index]
            if down > 1 or across > 1:
                size = (cover.shape[1] // across, cover.shape[0] // down)
                cover, light = (
                    cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in (cover, light)
                )
            top, left = self._top // down, self._left // across
            part = samples[top : top + cover.shape[0], left : left + cover.shape[1]]
            part[:] = np.rint(part * (1 - opacity * cover) + opacity * scale * light)


def draw_overlays(
    frames: Iterable[av.VideoFrame], overlays: Sequence[Overlay]
) -> Iterator[av.VideoFrame]:
    """Give the frames with all that is over them at their instants."""
    for frame in frames:
        for overlay in overlays:
            overlay.draw(frame, frame.time)
        yield frame
