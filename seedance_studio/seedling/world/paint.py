"""Brushes for the layers of a backdrop: periodic shapes, soft edges, gradients.

A layer is a panorama that repeats across; scrolling it forever never shows a seam. Positions down
are in frame heights, positions across in panorama periods, sizes in the scene's unit length.
"""

import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFilter
from torch import Tensor

from seedance_studio.seedling.world.light import Colour, Light

_SUPERSAMPLING = 2
Box = tuple[float, float, float, float]
"""Left edge, upper edge, width and height, in pixels of the frame."""
_EMPTY_ROWS = 2
"""Transparent rows kept around a layer, so that clamped sampling outside it gives nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The size of the pictures and the lengths that follow from it, all in pixels."""

    height: int
    width: int

    @property
    def unit(self) -> float:
        """The length that subjects and scenery scale with."""
        return min(self.height, 0.6 * self.width)

    @property
    def period(self) -> int:
        """How far across a layer repeats."""
        return round(1.5 * self.width)

    @property
    def margin(self) -> int:
        """Rows painted above and below the frame, for camera moves."""
        return round(0.18 * self.height)

    @property
    def painted_width(self) -> int:
        """A period and what one view needs beyond it."""
        return self.period + round(1.25 * self.width)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One depth of a backdrop."""

    rgba: Tensor
    """(4, rows, painted_width), float16, premultiplied, 0..1."""
    top: int
    """Row of the frame where the layer's first row lies; may be negative."""
    parallax: tuple[float, float]
    """Share of the camera's travel that its first and its last row follow; the subject's is 1."""
    sway: float = 0.0
    """How far its top swings in the wind or current, in unit lengths."""
    veil: int = 2
    """Which of the weather's three veils hangs before it: 0 far, 1 middle, 2 near."""
    in_front: bool = False
    """Whether it is drawn over the subject."""
    is_shore: bool = False
    """Whether it is drawn only for a subject that stands on it beside the water."""


class Brush:
    """Draws antialiased shapes that wrap around the panorama; `mask` hands out what was drawn."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._scale = _SUPERSAMPLING
        rows = frame.height + 2 * frame.margin
        self._image = Image.new("L", (frame.period * self._scale, rows * self._scale))
        self._draw = ImageDraw.Draw(self._image)

    def polygon(self, points: Sequence[tuple[float, float]], ink: float = 1.0) -> None:
        """Fills a polygon; points in pixels of the frame."""
        for shifted in self._wrapped(points):
            self._draw.polygon(shifted, fill=round(255 * ink))

    def ellipse(self, x: float, y: float, rx: float, ry: float, ink: float = 1.0) -> None:
        """Fills an ellipse around (x, y), in pixels of the frame."""
        for (x0, y0), (x1, y1) in self._wrapped(((x - rx, y - ry), (x + rx, y + ry))):
            self._draw.ellipse((x0, y0, x1, y1), fill=round(255 * ink))

    def box(self, x: float, y: float, width: float, height: float, ink: float = 1.0) -> None:
        """Fills a box whose left upper corner is (x, y), in pixels of the frame."""
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self.polygon(corners, ink)

    def boxes(self, boxes: Iterable[Box]) -> None:
        """Fills several boxes."""
        for box in boxes:
            self.box(*box)

    def mask(self, blur: float = 0.0) -> Tensor:
        """Hands out what was drawn, softened by `blur` pixels.

        Returns: (rows, period), float32, 0..1.
        """
        image = self._image
        if blur > 0:
            image = image.filter(ImageFilter.GaussianBlur(blur * self._scale))
        small = image.resize(
            (image.width // self._scale, image.height // self._scale), Image.Resampling.BOX
        )
        return torch.from_numpy(np.asarray(small, dtype=np.float32) / 255.0)

    def _wrapped(self, points: Sequence[tuple[float, float]]) -> list[list[tuple[float, float]]]:
        period, margin, scale = self._frame.period, self._frame.margin, self._scale
        return [
            [((x + turn) * scale, (y + margin) * scale) for x, y in points]
            for turn in (-period, 0, period)
        ]


class Painter:
    """Paints one layer in a given light."""

    def __init__(self, frame: Frame, light: Light, haze: float = 0.0) -> None:
        self.frame = frame
        self.light = light
        self.unit = frame.unit
        self._haze = haze
        rows = frame.height + 2 * frame.margin
        self._rgb = torch.zeros(3, rows, frame.period)
        self._alpha = torch.zeros(1, rows, frame.period)
        self._down = (torch.arange(rows) + 0.5 - frame.margin) / frame.height

    def shapes(self, draw: Callable[[Brush], None], blur: float = 0.0) -> Tensor:
        """Gives the mask of what `draw` draws: (rows, period), 0..1."""
        brush = Brush(self.frame)
        draw(brush)
        return brush.mask(blur)

    def below(self, line: Tensor | float, softness: float = 1.0) -> Tensor:
        """Gives the mask of everything below a line.

        Args:
            line: where, in heights: one number or (period,).
            softness: pixels over which the edge fades in.
        """
        edge = torch.as_tensor(line).reshape(1, -1)
        inside = (self._down[:, None] - edge) * self.frame.height / softness + 0.5
        return inside.clamp(0, 1).expand(-1, self.frame.period)

    def ridge(self, base: float, swell: float, waves: Sequence[int], seed: int) -> Tensor:
        """Gives a smooth periodic skyline: (period,), in heights down.

        Args:
            base: its mean.
            swell: its largest swing, in heights.
            waves: how often each wave goes into one period; later waves are weaker.
            seed: draws where each wave begins.
        """
        rng = random.Random(seed)
        across = torch.arange(self.frame.period) / self.frame.period * 2 * math.pi
        line = torch.zeros(self.frame.period)
        for rank, wave in enumerate(waves):
            line += torch.sin(across * wave + rng.uniform(0, 2 * math.pi)) / (1 + 0.8 * rank)
        return base + swell * line / sum(1 / (1 + 0.8 * rank) for rank in range(len(waves)))

    def fill(
        self,
        mask: Tensor,
        colours: tuple[Colour, Colour],
        rows: tuple[float, float] = (0.0, 1.0),
        *,
        glows: bool = False,
    ) -> None:
        """Paints a mask with a gradient from the first row to the second.

        Args:
            mask: (rows, period), 0..1.
            colours: own colours above and below.
            rows: where those colours hold, in heights.
            glows: whether it shines by itself, untouched by light and haze.
        """
        share = ((self._down - rows[0]) / max(rows[1] - rows[0], 1e-3)).clamp(0, 1)[None, :, None]
        first, second = (torch.tensor(colour).reshape(3, 1, 1) for colour in colours)
        colour = first + (second - first) * share
        if not glows:
            colour = colour * torch.tensor(self.light.tint).reshape(3, 1, 1)
            haze = torch.tensor(self.light.haze).reshape(3, 1, 1)
            colour = colour + (haze - colour) * self._haze
        self._rgb = self._rgb * (1 - mask) + colour * mask
        self._alpha = self._alpha * (1 - mask) + mask

    def shine(self, mask: Tensor, colour: Colour, strength: float) -> None:
        """Adds light of that colour where the mask is; it stays within the layer's own edges."""
        light = torch.tensor(colour).reshape(3, 1, 1) * mask * strength
        self._rgb = self._rgb + light * self._alpha

    def glow(self, mask: Tensor, colour: Colour, strength: float) -> None:
        """Adds light that also lies over what is behind the layer."""
        light = torch.tensor(colour).reshape(3, 1, 1) * mask * strength
        self._rgb = self._rgb + light
        self._alpha = torch.maximum(self._alpha, 0.02 * (mask > 0.01).float())

    def layer(
        self,
        parallax: tuple[float, float],
        *,
        sway: float = 0.0,
        veil: int = 2,
        in_front: bool = False,
        is_shore: bool = False,
    ) -> Layer:
        """Hands out what was painted, cut to the rows that hold something."""
        rgba = torch.cat((self._rgb.clamp(0, 1), self._alpha.clamp(0, 1)))
        held = torch.nonzero(rgba[3].amax(dim=1) > 0.004).flatten()
        first = max(int(held[0]) - _EMPTY_ROWS, 0)
        last = min(int(held[-1]) + 1 + _EMPTY_ROWS, rgba.shape[1])
        rgba = rgba[:, first:last].repeat(1, 1, 2)[:, :, : self.frame.painted_width]
        return Layer(
            rgba=rgba.half(),
            top=first - self.frame.margin,
            parallax=parallax,
            sway=sway,
            veil=veil,
            in_front=in_front,
            is_shore=is_shore,
        )
