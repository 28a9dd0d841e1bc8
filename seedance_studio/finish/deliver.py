"""From RGB at the working size to the delivered picture, in one cheap pass of swscale."""

from __future__ import annotations

import av
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


class Deliverer:
    """Turns RGB pictures of any size into tagged frames of one size and pixel format.

    Args:
        width: delivered, even.
        height: delivered, even.
        pixel_format: in FFmpeg's words.
    """

    def __init__(self, width: int, height: int, pixel_format: str) -> None:
        self._width = width
        self._height = height
        self._pixel_format = pixel_format
        self._reformatter = VideoReformatter()

    def __call__(self, rgb: NDArray[np.uint8]) -> av.VideoFrame:
        """Give the delivered frame of one (height, width, 3) picture, in BT.709."""
        # Without a destination colour space PyAV converts by BT.601 and says nothing.
        return self._reformatter.reformat(
            av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24"),
            width=self._width,
            height=self._height,
            format=self._pixel_format,
            interpolation=Interpolation.LANCZOS | Interpolation.ACCURATE_RND,
            src_color_range=ColorRange.JPEG,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            dst_color_trc=ColorTrc.BT709,
            dst_color_primaries=ColorPrimaries.BT709,
        )
