"""Words and a logo as overlays: set in the bundled font, broken into lines, kept off the edges.

The font is a subset of Noto Sans CJK SC Bold (SIL Open Font License 1.1) with Latin, Greek and
Cyrillic, all of GB 2312, and the common half of Big5.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from seedance_studio.domain.delivery import VideoShape
from seedance_studio.domain.montage import Caption, CaptionStyle, Logo
from seedance_studio.errors import RequestError, Text
from seedance_studio.finish.overlay import Overlay, Rgba

_FONT = Path(__file__).parent / "fonts" / "NotoSansCJKsc-Bold-gb2312-big5.otf"
_SHARE = {"title": 0.092, "subtitle": 0.05}
"""Size of the letters, of the picture's shorter side."""
_LEAST_SIZE = 11
_WIDEST = {"title": 0.8, "subtitle": 0.84}
"""Of the picture's width."""
_FOOT = 0.07
"""Below subtitles, of the picture's height."""
_MARGIN = 0.035
"""Around a logo, of the picture's shorter side."""
_OUTLINE, _SHADOW = 0.05, 0.16
"""Around letters, of their size: they must be read on white too."""
_LEADING = 0.3
_INK, _DARK = (255, 255, 255, 255), (0, 0, 0, 255)
# A word of letters, or one sign of a script that needs no spaces with the marks that cling to it.
_PIECE = re.compile(
    r"[（《“‘「『【]*[\u2e80-\u9fff\uff00-\uffef][，。！？、；：）》”’」』】…—]*|\S+?(?=[\s\u2e80-\u9fff]|$)|\s+"
)


def missing_signs(text: str) -> str:
    """Give the signs of a text that the font does not have, each once."""
    nothing = bytes(_font(32).getmask("\uffff"))
    return "".join(
        dict.fromkeys(
            sign
            for sign in text
            if not sign.isspace() and bytes(_font(32).getmask(sign)) == nothing
        )
    )


def caption_overlays(captions: Sequence[Caption], shape: VideoShape) -> list[Overlay]:
    """Give the captions of a montage, each with its end, for pictures of this shape."""
    overlays: list[Overlay] = []
    feet: list[tuple[Caption, float]] = []
    for caption in captions:
        style: CaptionStyle = "title" if caption.style == "title" else "subtitle"
        end_s = caption.end_s or float("inf")
        rgba = _written(caption.text, style, shape.width, shape.height)
        height, width = rgba.shape[:2]
        top = (shape.height - height) / 2
        if style == "subtitle":
            # One that is read at the same time as others stands above them.
            below = [foot for other, foot in feet if _overlap(caption, other)]
            top = min(below, default=shape.height * (1 - _FOOT)) - height
            feet.append((caption, top))
        left = _even((shape.width - width) / 2)
        overlays.append(Overlay(rgba, left, _even(max(0, top)), caption.start_s, end_s))
    return overlays


def _overlap(first: Caption, second: Caption) -> bool:
    ends = [one.end_s or float("inf") for one in (first, second)]
    return first.start_s < ends[1] and second.start_s < ends[0]


def logo_overlay(logo: Logo, path: Path, shape: VideoShape) -> Overlay:
    """Give a logo in its corner.

    Args:
        logo: where, how large and how strong.
        path: of the picture; examined before.
        shape: of the pictures that it is drawn on.

    Raises:
        RequestError: under `logo`: the picture cannot be read.
    """
    try:
        with Image.open(path) as opened:
            picture = opened.convert("RGBA")
    except (OSError, ValueError) as error:
        unreadable = Text("the logo cannot be read", "无法读取角标图片")
        raise RequestError({"logo": unreadable}) from error
    width = max(2, _even(shape.width * logo.width))
    height = max(2, _even(width * picture.height / picture.width))
    if height > shape.height / 3:  # a tall one
        height = _even(shape.height / 3)
        width = max(2, _even(height * picture.width / picture.height))
    rgba = np.array(picture.resize((width, height), Image.Resampling.LANCZOS))
    rgba[..., 3] = np.rint(rgba[..., 3] * logo.opacity)
    margin = min(shape.width, shape.height) * _MARGIN
    top = margin if logo.corner == "top_left" else shape.height - margin - height
    left = shape.width - margin - width if logo.corner == "bottom_right" else margin
    return Overlay(rgba, _even(left), _even(top))


def _written(text: str, style: CaptionStyle, width: int, height: int) -> Rgba:
    """Give a text as letters with an outline and a soft shadow, on nothing."""
    widest = _WIDEST[style] * width
    size = max(_LEAST_SIZE, round(min(width, height) * _SHARE[style]))
    lines = broken(text, size, widest)
    while size > _LEAST_SIZE and len(lines) * size * (1 + _LEADING) > 0.8 * height:
        size = max(_LEAST_SIZE, round(size * 0.85))
        lines = broken(text, size, widest)
    font, outline = _font(size), max(1, round(size * _OUTLINE))
    edge = outline + round(2 * size * _SHADOW)
    step = size * (1 + _LEADING)
    across = max(font.getlength(line) for line in lines)
    box = (
        min(_even(across + 2 * edge) + 2, width // 2 * 2),
        min(_even(step * len(lines) + 2 * edge) + 2, height // 2 * 2),
    )
    letters, shadow = (Image.new("RGBA", box, (0, 0, 0, 0)) for _ in range(2))
    for number, line in enumerate(lines):
        at = (box[0] / 2, edge + step * (number + 0.5))
        for canvas, ink in ((shadow, _DARK), (letters, _INK)):
            ImageDraw.Draw(canvas).text(
                at, line, ink, font, anchor="mm", stroke_width=outline, stroke_fill=_DARK
            )
    soft = shadow.filter(ImageFilter.GaussianBlur(size * _SHADOW / 2))
    return np.array(Image.alpha_composite(soft, letters))


def broken(text: str, size: int, widest: float) -> list[str]:
    """Break a text into as few lines as fit, of about one length; its own breaks are kept.

    Args:
        text: one or more lines.
        size: of the letters, in pixels.
        widest: of a line, in pixels.
    """
    lines: list[str] = []
    for paragraph in text.strip().splitlines():
        fitting = _filled(paragraph, size, widest)
        narrower = widest
        while len(fitting) > 1 and narrower > widest / 2:
            narrower -= size / 2
            attempt = _filled(paragraph, size, narrower)
            if len(attempt) > len(fitting):
                break
            fitting = attempt
        lines += fitting
    return lines


def _filled(paragraph: str, size: int, widest: float) -> list[str]:
    lines, line = [], ""
    pieces = _PIECE.findall(paragraph)
    if any(_font(size).getlength(piece.strip()) > widest for piece in pieces):
        pieces = list(paragraph)  # an address, or no words at all
    for piece in pieces:
        if line and _font(size).getlength((line + piece).rstrip()) > widest:
            lines.append(line.strip())
            line = ""
        line += piece
    return [*lines, line.strip()]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size)


def _even(length: float) -> int:
    return 2 * int(length // 2)
