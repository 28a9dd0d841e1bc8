"""The visible label: a small plate in the top right corner that says that a model made the clip."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import ceil
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from seedance_studio.media.planes import depth, plane

Mask = NDArray[np.float32]

_FONT = Path(__file__).parent / "fonts" / "NotoSansCJKsc-Bold-label.otf"
_HAN_SHARE = 0.88
"""Height of this font's Chinese characters as a part of its size."""
_MIN_SHARE = 0.05
"""Of the picture's shorter side: what GB 45438-2025 asks of the height of a label's text."""
_MIN_SIZE = 13
"""Below this Chinese cannot be read, however small the picture is."""
_PLATE, _INK = 0.55, 0.92
"""Opacity of the dark plate and of the white letters on it."""
_BLACK, _WHITE, _GREY = 16, 235, 128
"""Levels of 8-bit video."""
FADE_S = 0.4


class Label:
    """Draws the label on pictures of one size.

    Args:
        words: the text, in parts that may stand on lines of their own in a narrow picture.
        width: of the pictures.
        height: of the pictures.
        seconds: how long it is fully seen; after that it fades. None is to the end.
    """

    def __init__(
        self, words: Sequence[str], width: int, height: int, seconds: float | None
    ) -> None:
        self._seconds = seconds
        plate, ink = _drawn(_fitting(words, width, height), width, height)
        margin = 2 * ceil(min(width, height) * 0.02)
        self._top, self._left = margin, max(width - margin - plate.shape[1], 0) // 2 * 2
        self._ink = ink * _INK
        self._cover = 1 - (1 - plate * _PLATE) * (1 - self._ink)
        # What the plate and the ink add to brightness, at full opacity.
        self._light = self._ink * _WHITE + (self._cover - self._ink) * _BLACK

    def opacity(self, time_s: float) -> float:
        """Give how much of it is seen at an instant, 0 to 1."""
        if self._seconds is None:
            return 1.0
        return min(max(1 - (time_s - self._seconds) / FADE_S, 0.0), 1.0)

    def draw(self, frame: av.VideoFrame, time_s: float) -> None:
        """Draw it on one picture, in place."""
        opacity = self.opacity(time_s)
        if opacity == 0:
            return
        scale = 2.0 ** (depth(frame) - 8)
        for index in range(3):
            samples = plane(frame, index)
            down, across = frame.height // samples.shape[0], frame.width // samples.shape[1]
            cover, light = self._cover, self._light
            if index:
                size = (cover.shape[1] // across, cover.shape[0] // down)
                cover = cv2.resize(cover, size, interpolation=cv2.INTER_AREA)
                light = cover * _GREY
            top, left = self._top // down, self._left // across
            part = samples[top : top + cover.shape[0], left : left + cover.shape[1]]
            seen, added = (
                cover[: part.shape[0], : part.shape[1]],
                light[: part.shape[0], : part.shape[1]],
            )
            part[:] = np.rint(part * (1 - opacity * seen) + opacity * scale * added)


def _fitting(words: Sequence[str], width: int, height: int) -> tuple[str, int]:
    """Give the text, broken in lines where it must be, and the size of its letters."""
    size = max(ceil(min(width, height) * _MIN_SHARE / _HAN_SHARE), _MIN_SIZE)
    for text in ("  ".join(words), "\n".join(words)):
        if _extent(text, size)[0] <= 0.92 * width:
            return text, size
    return text, max(int(size * 0.92 * width / _extent(text, size)[0]), 5)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size)


def _extent(text: str, size: int) -> tuple[int, int]:
    """Give width and height of the plate that a text needs, both even."""
    canvas = ImageDraw.Draw(Image.new("L", (1, 1)))
    left, top, right, bottom = canvas.multiline_textbbox(
        (0, 0), text, _font(size), spacing=size * 0.25
    )
    return 2 * ceil((right - left + size) / 2), 2 * ceil((bottom - top + size * 0.7) / 2)


def _drawn(text_and_size: tuple[str, int], width: int, height: int) -> tuple[Mask, Mask]:
    """Give the plate and the letters on it, each (height, width), 0 to 1."""
    text, size = text_and_size
    extent = _extent(text, size)
    plate, ink = (Image.new("L", extent) for _ in range(2))
    box = (0, 0, extent[0] - 1, extent[1] - 1)
    ImageDraw.Draw(plate).rounded_rectangle(box, radius=size * 0.35, fill=255)
    ImageDraw.Draw(ink).multiline_text(
        (extent[0] / 2, extent[1] / 2),
        text,
        255,
        _font(size),
        anchor="mm",
        align="center",
        spacing=size * 0.25,
    )
    first, second = (_mask(image)[:height, :width] for image in (plate, ink))
    return first, second


def _mask(image: Image.Image) -> Mask:
    return (np.asarray(image) / 255).astype(np.float32)
