"""Looks: what the shipped brand styles are trained towards, painted over drawn pictures by code.

Each takes pictures (batch, 3, height, width) in 0..1 with the share that a subject covers
(batch, 1, height, width), and gives pictures of the same shape. Strokes are a few pixels wide: the
autoencoder keeps nothing finer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor

Look = Callable[[Tensor, Tensor], Tensor]
_PIXEL = 8
"""Pixels on a side of a square of pixel art: a whole part of an autoencoder's cell."""
_Ink = tuple[float, float, float]
_WARM_INKS: tuple[_Ink, ...] = (
    (0.13, 0.22, 0.30),
    (0.12, 0.45, 0.50),
    (0.88, 0.42, 0.30),
    (0.96, 0.72, 0.45),
    (0.98, 0.92, 0.76),
)
_COLD_INKS: tuple[_Ink, ...] = (
    (0.13, 0.22, 0.30),
    (0.10, 0.36, 0.45),
    (0.25, 0.58, 0.60),
    (0.62, 0.78, 0.70),
    (0.98, 0.92, 0.76),
)


def ink_wash(pictures: Tensor, subject: Tensor) -> Tensor:
    """水墨: black ink in few tones on warm paper, wet edges, the subject brushed darkest."""
    tone = _blur(_spread(_grey(_smooth(pictures, 3))), 1.0)
    tone = torch.lerp(tone, tone * 0.75, subject)
    wash = _steps(0.12 + 0.88 * tone.clamp(0, 1) ** 0.75, 4, 0.55)
    pooled = (_blur(wash, 5.0) - wash).clamp(0, 1)
    lines = _edges(_smooth(pictures, 2), 1.2) + 0.8 * _edges(subject, 1.2)
    ink = (wash - 0.5 * pooled - 0.75 * lines.clamp(0, 1)).clamp(0, 1)
    distance = torch.linspace(1, 0, pictures.shape[2]).view(1, 1, -1, 1).to(pictures)
    ink = torch.lerp(ink, torch.ones_like(ink), 0.45 * distance * (1 - subject))
    return _between(_colour(pictures, 0.08, 0.08, 0.10), _colour(pictures, 0.97, 0.94, 0.86), ink)


def paper_cut(pictures: Tensor, subject: Tensor) -> Tensor:
    """剪纸: red paper on cream in hard layers, each with its shadow."""
    tone = _spread(_grey(_smooth(pictures, 4)))
    sheets = [
        (0.68, _colour(pictures, 0.93, 0.55, 0.42)),
        (0.45, _colour(pictures, 0.85, 0.20, 0.16)),
        (0.22, _colour(pictures, 0.56, 0.05, 0.09)),
    ]
    result = _colour(pictures, 0.98, 0.92, 0.80).expand_as(pictures)
    for level, paper in sheets:
        result = _lay(result, paper, _hard(level - _blur(tone, 1.5), 0.03))
    body = _hard(_blur(subject, 0.8) - 0.45, 0.05)
    detail = _grey(_smooth(pictures, 2))
    middle = (detail * subject).sum((2, 3), keepdim=True) / subject.sum((2, 3), keepdim=True).clamp(
        min=1
    )
    holes = _hard(detail - middle - 0.06, 0.03) * body
    result = _lay(result, _colour(pictures, 0.98, 0.92, 0.80), _hard(_blur(body, 2.0) - 0.12, 0.05))
    result = _lay(result, _colour(pictures, 0.78, 0.04, 0.10), body)
    return torch.lerp(result, _colour(pictures, 0.99, 0.86, 0.62).expand_as(result), holes * 0.9)


def neon_noir(pictures: Tensor, subject: Tensor) -> Tensor:
    """Night, black and blue, with every outline a tube of magenta or cyan that glows."""
    smooth = _smooth(pictures, 3)
    tone = _grey(smooth)
    dark = _between(_colour(pictures, 0.02, 0.01, 0.06), _colour(pictures, 0.16, 0.12, 0.34), tone)
    outer = (1.6 * _edges(subject, 1.2)).clamp(0, 1)
    inner = (0.9 * _edges(smooth, 1.2)).clamp(0, 1) * (1 - outer)
    cyan, magenta = _colour(pictures, 0.10, 0.95, 1.0), _colour(pictures, 1.0, 0.15, 0.75)
    body = smooth * subject * _colour(pictures, 0.55, 0.35, 0.75)
    light = magenta * outer + cyan * inner
    glow = 0.9 * _blur(light, 5.0) + 0.6 * _blur(light, 12.0)
    return (torch.lerp(dark, body, subject) + light + glow).clamp(0, 1)


def pixel_art(pictures: Tensor, subject: Tensor) -> Tensor:
    """Large square pixels in a few loud colours, the subject outlined in black."""
    size = _PIXEL
    small = F.avg_pool2d(_smooth(pictures, 1), size)
    grey = _grey(small)
    vivid = (grey + 1.5 * (small - grey)).clamp(0, 1)
    vivid = (0.5 + 1.2 * (vivid - 0.5)).clamp(0, 1)
    few = (vivid * 4).round() / 4
    body = (F.avg_pool2d(subject, size) > 0.45).float()
    rim = F.max_pool2d(body, 3, 1, 1) - body
    return F.interpolate(few * (1 - rim * 0.85), scale_factor=size, mode="nearest")


def watercolour(pictures: Tensor, subject: Tensor) -> Tensor:
    """Thin pigment on white paper: light tones, darker rims where a wash dried, white borders."""
    smooth = _smooth(_smooth(pictures, 4), 3)
    grey = _grey(smooth)
    vivid = (grey + 1.55 * (smooth - grey)).clamp(0, 1)
    light = 1 - 0.72 * (1 - vivid)
    light = torch.lerp(light, 1 - 0.95 * (1 - vivid), subject)
    blots = _noise(pictures, 24, 0) * 0.22 + _noise(pictures, 9, 1) * 0.12
    washed = light + (1 - light) * blots * 1.3
    rims = _edges(smooth, 1.5) * 0.55 + 0.5 * _edges(subject, 1.5)
    washed = washed * (1 - rims.clamp(0, 0.7) * (1 - 0.6 * vivid))
    page = _border(pictures, 14, 0.8)
    return torch.lerp(
        _colour(pictures, 0.99, 0.98, 0.95).expand_as(washed), washed.clamp(0, 1), page
    )


def clay(pictures: Tensor, subject: Tensor) -> Tensor:
    """Soft clay: rounded plain shapes in candy colours, lit from the upper left."""
    smooth = _smooth(_smooth(pictures, 5), 4)
    grey = _grey(smooth)
    vivid = (grey + 1.35 * (smooth - grey)).clamp(0, 1)
    tone = (0.25 + 0.75 * _steps(grey, 5, 0.8)) / grey.clamp(min=0.08)
    colour = (vivid * tone.clamp(0.6, 2.2)).clamp(0, 1)
    pastel = 0.12 + 0.88 * torch.lerp(colour, colour.mean((2, 3), keepdim=True), 0.12)
    height = _blur(grey, 3.0) + 0.9 * _blur(subject, 3.5)
    shade = 4.0 * (height - torch.roll(height, (3, 3), (2, 3)))
    relief = shade.clamp(-0.5, 0.5)
    lit = pastel * (1 + relief) + 0.25 * relief.clamp(min=0)
    creases = _edges(smooth, 2.0) * 0.25
    return (lit * (1 - creases)).clamp(0, 1)


def blueprint(pictures: Tensor, subject: Tensor) -> Tensor:
    """White lines on blue, a drawing grid behind, the subject hatched a little lighter."""
    smooth = _smooth(pictures, 2)
    lines = (1.1 * _edges(smooth, 1.0) + 1.3 * _edges(subject, 1.0)).clamp(0, 1)
    inner = (1.2 * _edges(pictures, 0.8) * subject).clamp(0, 1)
    shade = 0.20 * _grey(smooth) + 0.14 * subject
    grid = _grid(pictures, 16)
    paper = _colour(pictures, 0.05, 0.20, 0.50) + (shade + 0.10 * grid) * _colour(
        pictures, 0.75, 0.85, 0.95
    )
    return torch.lerp(
        paper, _colour(pictures, 0.95, 0.98, 1.0).expand_as(paper), (lines + inner).clamp(0, 0.95)
    )


def travel_poster(pictures: Tensor, subject: Tensor) -> Tensor:
    """A sun-bleached print: flat shapes in teal, sand, coral and cream, a framed sheet."""
    smooth = _smooth(_smooth(pictures, 4), 3)
    tone = _blur(_spread(_grey(smooth)), 1.0)
    warm = smooth[:, :1] - smooth[:, 2:]
    flat_warm = _print(pictures, tone, _WARM_INKS)
    flat_cold = _print(pictures, tone, _COLD_INKS)
    flat = torch.lerp(flat_cold, flat_warm, _hard(_blur(warm, 2.0) - 0.08, 0.05))
    detail = _steps(_grey(_smooth(pictures, 2)), 4, 0.3)
    body = _between(_colour(pictures, 0.25, 0.08, 0.12), _colour(pictures, 1.0, 0.62, 0.30), detail)
    flat = torch.lerp(flat, body, _hard(subject - 0.5, 0.1))
    rim = (_blur(subject, 2.0) - subject).clamp(0, 1) * 2
    flat = torch.lerp(flat, _colour(pictures, 0.98, 0.92, 0.76).expand_as(flat), rim.clamp(0, 0.9))
    sheet = _border(pictures, 10, 0.5)
    return torch.lerp(_colour(pictures, 0.97, 0.93, 0.82).expand_as(flat), flat, sheet)


LOOKS: dict[str, Look] = {
    "ink-wash": ink_wash,
    "paper-cut": paper_cut,
    "neon-noir": neon_noir,
    "pixel-art": pixel_art,
    "watercolour": watercolour,
    "clay": clay,
    "blueprint": blueprint,
    "travel-poster": travel_poster,
}
"""By the id of the style that is trained towards it."""


def _grey(x: Tensor) -> Tensor:
    return (x * torch.tensor([0.299, 0.587, 0.114]).to(x).view(1, 3, 1, 1)).sum(1, keepdim=True)


def _spread(grey: Tensor) -> Tensor:
    """Stretch the tones of each picture over the whole scale."""
    flat = grey.flatten(1)
    low, high = (torch.quantile(flat, q, dim=1).view(-1, 1, 1, 1) for q in (0.02, 0.98))
    return ((grey - low) / (high - low).clamp(min=0.15)).clamp(0, 1)


def _colour(like: Tensor, red: float, green: float, blue: float) -> Tensor:
    return torch.tensor([red, green, blue]).to(like).view(1, 3, 1, 1)


def _between(dark: Tensor, light: Tensor, tone: Tensor) -> Tensor:
    return dark + (light - dark) * tone


def _blur(x: Tensor, sigma: float) -> Tensor:
    reach = max(1, round(2.5 * sigma))
    taps = torch.exp(-0.5 * (torch.arange(-reach, reach + 1) / sigma) ** 2).to(x)
    taps = taps / taps.sum()
    flat = x.flatten(0, 1)[:, None]
    flat = F.conv2d(F.pad(flat, (reach, reach, 0, 0), mode="replicate"), taps.view(1, 1, 1, -1))
    flat = F.conv2d(F.pad(flat, (0, 0, reach, reach), mode="replicate"), taps.view(1, 1, -1, 1))
    return flat[:, 0].unflatten(0, x.shape[:2])


def _smooth(x: Tensor, radius: int) -> Tensor:
    """Kuwahara's filter: the mean of that of four neighbouring squares which varies least."""
    size = radius + 1
    pad = F.pad(x, (radius, radius, radius, radius), mode="replicate")
    mean = F.avg_pool2d(pad, size, 1)
    spread = (F.avg_pool2d(pad.square(), size, 1) - mean.square()).sum(1, keepdim=True)
    height, width = x.shape[-2:]
    corners = [(0, 0), (0, radius), (radius, 0), (radius, radius)]
    means = torch.stack([mean[..., r : r + height, c : c + width] for r, c in corners])
    spreads = torch.stack([spread[..., r : r + height, c : c + width] for r, c in corners])
    least = spreads.argmin(0, keepdim=True).expand(-1, -1, x.shape[1], -1, -1)
    return means.gather(0, least)[0]


def _edges(x: Tensor, sigma: float) -> Tensor:
    """How suddenly colours change, 0 to about 1: (batch, 1, height, width)."""
    soft = F.pad(_blur(x, sigma), (1, 1, 1, 1), mode="replicate")
    across = soft[..., 1:-1, 2:] - soft[..., 1:-1, :-2]
    down = soft[..., 2:, 1:-1] - soft[..., :-2, 1:-1]
    strength = (across.square() + down.square()).sum(1, keepdim=True).sqrt()
    return (4.0 * sigma**0.5 * strength - 0.18).clamp(0, 1)


def _hard(x: Tensor, softness: float) -> Tensor:
    return torch.sigmoid(x / softness * 2)


def _steps(tone: Tensor, count: int, hardness: float) -> Tensor:
    """Draw tones together to `count` levels."""
    return torch.lerp(tone, (tone * (count - 1)).round() / (count - 1), hardness)


def _lay(under: Tensor, paper: Tensor, shape: Tensor) -> Tensor:
    """Put a sheet down; it throws a soft shadow to the lower right."""
    shadow = torch.roll(_blur(shape, 2.0), (3, 3), (2, 3)) * (1 - shape)
    return torch.lerp(under * (1 - 0.38 * shadow), paper.expand_as(under), shape)


def _print(like: Tensor, tone: Tensor, inks: Sequence[_Ink]) -> Tensor:
    flat = _colour(like, *inks[0]).expand_as(like)
    for index, ink in enumerate(inks[1:], 1):
        flat = torch.lerp(
            flat, _colour(like, *ink).expand_as(like), _hard(tone - index / len(inks), 0.03)
        )
    return flat


def _noise(like: Tensor, size: int, seed: int) -> Tensor:
    """Smooth blots of about `size` pixels, -1 to 1, the same in every picture."""
    height, width = like.shape[-2:]
    generator = torch.Generator().manual_seed(seed)
    coarse = torch.rand(1, 1, -(-height // size) + 1, -(-width // size) + 1, generator=generator)
    return F.interpolate(coarse * 2 - 1, (height, width), mode="bicubic").to(like)


def _grid(like: Tensor, size: int) -> Tensor:
    height, width = like.shape[-2:]
    rows = (torch.arange(height) % size < 2).view(1, 1, -1, 1)
    columns = (torch.arange(width) % size < 2).view(1, 1, 1, -1)
    return (rows | columns).to(like)


def _border(like: Tensor, wide: int, softness: float) -> Tensor:
    """1 inside, 0 in a margin with an uneven edge."""
    height, width = like.shape[-2:]
    rows, columns = torch.arange(height).view(-1, 1), torch.arange(width).view(1, -1)
    inside = torch.minimum(
        torch.minimum(rows, height - 1 - rows), torch.minimum(columns, width - 1 - columns)
    )
    uneven = inside.to(like)[None, None] + 4 * softness * _noise(like, 12, 7)
    return _hard(uneven - wide, 1.0 + softness)
