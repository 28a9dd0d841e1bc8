"""From generated RGB to the delivered picture: size, aspect and colour in one cheap pass.

One swscale call enlarges and converts to BT.709; the aspect is met by cropping, never stretching.
"""

from __future__ import annotations

from math import ceil

import av
import cv2
import numpy as np
from av.video.reformatter import (
    ColorPrimaries,
    ColorRange,
    Colorspace,
    ColorTrc,
    Interpolation,
    VideoReformatter,
)
from numpy.typing import NDArray

_SHARPEN_AMOUNT = 0.4
_SHARPEN_RADIUS = 0.4
"""In pixels of the generated frame: restores the edge that enlarging has softened."""


class Upscaler:
    """Turns RGB frames of one size into yuv420p frames of another.

    Args:
        native: width and height of the frames given.
        delivered: width and height wanted, both even; the overhang is cropped evenly.
    """

    def __init__(self, native: tuple[int, int], delivered: tuple[int, int]) -> None:
        self._width, self._height = delivered
        self._scale = max(delivered[0] / native[0], delivered[1] / native[1])
        # Even, so that the crop falls on whole chroma samples.
        self._covering = tuple(2 * ceil(round(side * self._scale, 3) / 2) for side in native)
        self._reformatter = VideoReformatter()

    def deliver(self, rgb: NDArray[np.uint8]) -> av.VideoFrame:
        """Give the delivered frame of one (height, width, 3) RGB picture, tagged BT.709."""
        # Without a destination colour space PyAV converts by BT.601 and says nothing.
        covering = self._reformatter.reformat(
            av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24"),
            width=self._covering[0],
            height=self._covering[1],
            format="yuv420p",
            interpolation=Interpolation.LANCZOS | Interpolation.ACCURATE_RND,
            src_color_range=ColorRange.JPEG,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            dst_color_trc=ColorTrc.BT709,
            dst_color_primaries=ColorPrimaries.BT709,
        )
        if self._scale == 1 and self._covering == (self._width, self._height):
            return covering
        return self._cropped(covering)

    def _cropped(self, covering: av.VideoFrame) -> av.VideoFrame:
        delivered = av.VideoFrame(self._width, self._height, "yuv420p")
        delivered.colorspace = Colorspace.ITU709
        delivered.color_range = ColorRange.MPEG
        delivered.color_trc = ColorTrc.BT709
        delivered.color_primaries = ColorPrimaries.BT709
        left = (self._covering[0] - self._width) // 4
        top = (self._covering[1] - self._height) // 4
        for index, step in ((0, 2), (1, 1), (2, 1)):
            target = _samples(delivered, index)
            height, width = target.shape
            source = _samples(covering, index)[
                top * step : top * step + height, left * step : left * step + width
            ]
            if index == 0 and self._scale > 1:
                self._sharpen(source, target)
            else:
                target[:] = source
        return delivered

    def _sharpen(self, source: NDArray[np.uint8], target: NDArray[np.uint8]) -> None:
        """Write the unsharp mask of brightness alone: colour edges would fringe."""
        soft = cv2.GaussianBlur(source, (0, 0), _SHARPEN_RADIUS * self._scale)
        cv2.addWeighted(source, 1 + _SHARPEN_AMOUNT, soft, -_SHARPEN_AMOUNT, 0, dst=target)


def _samples(frame: av.VideoFrame, plane: int) -> NDArray[np.uint8]:
    """Give one plane's samples, (height, width), writable and shared with the frame."""
    memory = frame.planes[plane]
    rows = np.frombuffer(memory, np.uint8).reshape(-1, memory.line_size)
    return rows[: memory.height, : memory.width]
