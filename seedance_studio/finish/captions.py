"""Captions of films: a line or two of any words, Chinese or English, under a picture."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

_FONT = Path(__file__).parent / "fonts" / "NotoSansCJKsc-Regular-gb2312.otf"
_INK = (236, 238, 237)
_SIZES = ((0.46, 1), (0.34, 2))
"""Size of the letters as a part of the band, and how many lines of them it holds."""
_SMALLEST = 10
_CUT = "…"


def draw_caption(band: NDArray[np.uint8], words: str, *, is_left: bool = False) -> None:
    """Draw words in the middle of a band, in place; what does not fit is cut off with "…".

    One line is drawn large; what needs two is drawn smaller.

    Args:
        band: (height, width, 3) RGB.
        words: without line breaks.
        is_left: begin at the left instead.
    """
    height, width = band.shape[:2]
    lines, size = [""], 0
    for share, most in _SIZES:
        size = max(_SMALLEST, int(height * share))
        lines = _broken(words, size, width - size, most) or [""]
        if not lines[-1].endswith(_CUT):
            break
    image = Image.fromarray(band)
    ImageDraw.Draw(image).multiline_text(
        (size / 2 if is_left else width / 2, height / 2),
        "\n".join(lines),
        _INK,
        _font(size),
        anchor="lm" if is_left else "mm",
        align="left" if is_left else "center",
        spacing=size * 0.2,
    )
    band[:] = np.asarray(image)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size)


def _broken(words: str, size: int, width: int, most: int) -> list[str]:
    """Break words into lines; Latin words stay whole where they can."""
    font, rest = _font(size), " ".join(words.split())
    lines: list[str] = []
    while rest and len(lines) < most:
        end = _fitting(rest, font, width)
        if end < len(rest):
            space = rest.rfind(" ", 0, end + 1)
            end = space if space > end // 2 else end
        lines.append(rest[:end].strip())
        rest = rest[end:].strip()
    if rest and lines:
        last = lines[-1]
        while last and font.getlength(last + _CUT) > width:
            last = last[:-1]
        lines[-1] = last + _CUT
    return lines


def _fitting(text: str, font: ImageFont.FreeTypeFont, width: int) -> int:
    """Give how many characters fit, at least one."""
    end = len(text)
    while end > 1 and font.getlength(text[:end]) > width:
        end -= 1
    return end
