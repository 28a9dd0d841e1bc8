"""Bodies for subjects of which the emoji set has only the head.

A head on a floating neck looks wrong on a meadow. These bodies are soft toys: a few shaded
ellipses under and around the head, seen from the front.
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
}


def with_body(subject: str, head: Image.Image) -> Image.Image:
    """Sets a head on its body.

    Args:
        subject: a subject id; any that is drawn whole already comes back as it is.
        head: RGBA, cut to its own edges.
    """
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
    wide = round(body.head_share * _SIDE)
    tall = round(head.height * wide / head.width)
    fitted = head.resize((wide, tall), Image.Resampling.LANCZOS)
    canvas.alpha_composite(fitted, ((_SIDE - wide) // 2, 0))
    return canvas


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
