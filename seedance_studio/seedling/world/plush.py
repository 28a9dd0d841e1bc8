"""Bodies for subjects of which the emoji set has only the head.

A head on a floating neck looks wrong on a meadow. These bodies are soft toys: a few shaded
ellipses under and around the head, seen from the front. Busts get a round lap and feet, so that
they end below like a doll and not like a photograph; the unicorn stands on four legs, and the
bullet train draws a carriage behind it.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from seedance_studio.seedling.world.light import Colour, mix

_SIDE = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """Colours of a body and how much room the head takes."""

    fur: Colour
    belly: Colour
    limbs: Colour
    head_share: float = 0.62
    """Width of the head, of the whole picture."""
    tail: Colour | None = None


_BODIES: dict[str, _Body] = {
    "lion": _Body(
        fur=(0.96, 0.66, 0.24),
        belly=(1.0, 0.84, 0.56),
        limbs=(0.93, 0.60, 0.22),
        head_share=0.66,
        tail=(0.52, 0.33, 0.24),
    ),
    "panda": _Body(fur=(0.93, 0.91, 0.98), belly=(1.0, 0.99, 1.0), limbs=(0.26, 0.20, 0.36)),
    "fox": _Body(
        fur=(0.97, 0.50, 0.16),
        belly=(1.0, 0.92, 0.84),
        limbs=(0.34, 0.20, 0.22),
        tail=(0.99, 0.56, 0.20),
    ),
    "bear": _Body(fur=(0.55, 0.36, 0.28), belly=(0.80, 0.60, 0.46), limbs=(0.47, 0.30, 0.24)),
    "robot": _Body(
        fur=(0.92, 0.18, 0.28),
        belly=(0.90, 0.89, 0.97),
        limbs=(0.80, 0.12, 0.24),
        head_share=0.56,
    ),
    "astronaut": _Body(
        fur=(0.90, 0.89, 0.97),
        belly=(0.90, 0.89, 0.97),
        limbs=(0.80, 0.79, 0.90),
        head_share=0.64,
    ),
    "wolf": _Body(
        fur=(0.60, 0.60, 0.66),
        belly=(0.90, 0.89, 0.94),
        limbs=(0.46, 0.46, 0.53),
        tail=(0.52, 0.52, 0.59),
        head_share=0.58,
    ),
    "koala": _Body(
        fur=(0.66, 0.65, 0.72), belly=(0.92, 0.91, 0.96), limbs=(0.56, 0.55, 0.63), head_share=0.64
    ),
    "frog": _Body(fur=(0.22, 0.75, 0.55), belly=(1.0, 0.84, 0.42), limbs=(0.16, 0.66, 0.48)),
    "santa": _Body(
        fur=(0.90, 0.16, 0.22), belly=(0.84, 0.10, 0.18), limbs=(0.86, 0.13, 0.20), head_share=0.60
    ),
    "alien": _Body(
        fur=(0.42, 0.80, 0.30), belly=(0.66, 0.93, 0.46), limbs=(0.34, 0.70, 0.26), head_share=0.58
    ),
}


_FEET: dict[str, Colour] = {
    "superhero": (0.92, 0.16, 0.36),
    "wizard": (0.45, 0.28, 0.24),
    "ninja": (0.22, 0.18, 0.32),
    "princess": (0.98, 0.62, 0.72),
}
"""Of the busts; their laps take the colour of what they wear."""
_UNICORN_COAT: Colour = (0.80, 0.72, 0.99)
_CARRIAGE_WINDOW = (30, 150, 250)
_UNICORN_MANE: Colour = (0.92, 0.58, 0.96)


def with_body(subject: str, head: Image.Image) -> Image.Image:
    """Sets a head on its body.

    Args:
        subject: a subject id; any that is drawn whole already comes back as it is.
        head: RGBA, cut to its own edges.
    """
    if subject in _FEET:
        return _on_lap(head, _FEET[subject])
    if subject == "unicorn":
        return _unicorn(head)
    if subject == "bullet_train":
        return _with_carriage(head)
    body = _BODIES.get(subject)
    if body is None:
        return head
    canvas = Image.new("RGBA", (_SIDE, _SIDE))
    if body.tail:
        _part(canvas, (0.68, 0.52, 0.94, 0.88), body.tail)
    for left in (0.29, 0.52):
        _part(canvas, (left, 0.80, left + 0.19, 1.0), body.limbs)
    for left in (0.19, 0.66):
        _part(canvas, (left, 0.57, left + 0.15, 0.84), body.limbs)
    _part(canvas, (0.27, 0.48, 0.73, 0.96), body.fur)
    _part(canvas, (0.36, 0.60, 0.64, 0.92), body.belly)
    fitted = _wide(head, body.head_share)
    canvas.alpha_composite(fitted, ((_SIDE - fitted.width) // 2, 0))
    return canvas


def _wide(picture: Image.Image, share: float) -> Image.Image:
    """Scales to a share of the canvas's width."""
    wide = round(share * _SIDE)
    tall = round(picture.height * wide / picture.width)
    return picture.resize((wide, tall), Image.Resampling.LANCZOS)


def _on_lap(bust: Image.Image, feet: Colour) -> Image.Image:
    """Rounds off a bust whose picture ends in a straight cut."""
    canvas = Image.new("RGBA", (_SIDE, _SIDE))
    cut = round(0.78 * _SIDE)
    fitted = bust.resize((round(bust.width * cut / bust.height), cut), Image.Resampling.LANCZOS)
    # The lap is as wide as the cut, so that the bust's sides run on into it.
    row = np.asarray(fitted)[-12]
    covered = np.flatnonzero(row[:, 3] > 128)
    offset = (_SIDE - fitted.width) // 2
    left, right = (offset + int(covered[0])) / _SIDE, (offset + int(covered[-1]) + 1) / _SIDE
    middle, top = (left + right) / 2, 2 * 0.72 - 0.96
    red, green, blue = np.median(row[covered, :3], axis=0) / 255
    for foot in (middle - 0.21, middle + 0.03):
        _part(canvas, (foot, 0.87, foot + 0.18, 1.0), feet)
    _part(canvas, (left, top, right, 0.96), (float(red), float(green), float(blue)))
    canvas.alpha_composite(_fading(fitted, 0.20), (offset, 0))
    return canvas


def _fading(picture: Image.Image, share: float) -> Image.Image:
    """Lets the lowest share of a picture run out to nothing."""
    pixels = np.array(picture)
    left = (np.arange(picture.height)[::-1] / (share * picture.height)).clip(0, 1)
    pixels[:, :, 3] = (pixels[:, :, 3] * left[:, None]).astype(np.uint8)
    return Image.fromarray(pixels)


def _unicorn(head: Image.Image) -> Image.Image:
    """Sets the head, which looks to the left, on a body with four legs."""
    canvas = Image.new("RGBA", (_SIDE, _SIDE))
    far = mix(_UNICORN_COAT, (0.4, 0.2, 0.6), 0.22)
    _part(canvas, (0.78, 0.44, 0.97, 0.86), _UNICORN_MANE)
    for left in (0.38, 0.63):
        _part(canvas, (left, 0.60, left + 0.13, 0.97), far)
    for left in (0.26, 0.72):
        _part(canvas, (left, 0.60, left + 0.14, 1.0), _UNICORN_COAT)
    _part(canvas, (0.22, 0.42, 0.88, 0.80), _UNICORN_COAT)
    canvas.alpha_composite(_fading(_wide(head, 0.62), 0.22), (0, 0))
    return canvas


def _with_carriage(front: Image.Image) -> Image.Image:
    """Lengthens a train that is cut off at its right edge, with windows in the new part."""
    wide, tall = front.size
    whole = Image.new("RGBA", (round(1.9 * wide), tall))
    whole.paste(front, (0, 0))
    end = front.crop((wide - 5, 0, wide - 4, tall)).resize((whole.width - wide + 4, tall))
    whole.paste(end, (wide - 4, 0))
    draw = ImageDraw.Draw(whole)
    pitch = 0.27 * wide
    for index in range(3):
        left = 1.06 * wide + index * pitch
        box = (left, 0.22 * tall, left + 0.74 * pitch, 0.44 * tall)
        draw.rounded_rectangle(box, radius=0.04 * tall, fill=_CARRIAGE_WINDOW)
    return whole


def _part(canvas: Image.Image, box: tuple[float, float, float, float], colour: Colour) -> None:
    """Draws one rounded part, lit from the upper left."""
    corners = tuple(round(edge * _SIDE) for edge in box)
    mask = Image.new("L", canvas.size)
    ImageDraw.Draw(mask).ellipse(corners, fill=255)
    bright = Image.new("L", canvas.size)
    width, height = corners[2] - corners[0], corners[3] - corners[1]
    ImageDraw.Draw(bright).ellipse(
        (
            corners[0] + 0.02 * width,
            corners[1] + 0.02 * height,
            corners[0] + 0.72 * width,
            corners[1] + 0.66 * height,
        ),
        fill=255,
    )
    bright = bright.filter(ImageFilter.GaussianBlur(0.16 * min(width, height)))
    share = np.asarray(bright, dtype=np.float32)[:, :, None] / 255.0
    dark, light = mix(colour, (0.25, 0.10, 0.35), 0.22), mix(colour, (1.0, 1.0, 1.0), 0.12)
    rgb = np.asarray(dark) + (np.asarray(light) - np.asarray(dark)) * share
    shaded = Image.fromarray((rgb.clip(0, 1) * 255).astype(np.uint8)).convert("RGBA")
    shaded.putalpha(mask.filter(ImageFilter.GaussianBlur(1)))
    canvas.alpha_composite(shaded)
