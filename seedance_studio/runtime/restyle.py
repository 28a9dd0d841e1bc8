"""Paint one picture in the colours and strokes of others: what a style is learned from.

Colours first, then strokes, each by sliced optimal transport: along random directions the values of
the picture are put in the order and the places of the style's (Pitié et al. 2007 for colours;
Elnekave and Weiss 2022 for patches). What is shown stays where it is.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor

_COLOUR_ROUNDS = 10
_STROKE_ROUNDS = 12
_DIRECTIONS = 48
_PATCH = 7
_QUANTILES = 512


def restyle(picture: Tensor, style: Tensor, generator: torch.Generator) -> Tensor:
    """Give a picture in another's look.

    Args:
        picture: (3, height, width) in [-1, 1]; both sides even.
        style: the same of any size of at least 2 * _PATCH.
        generator: of the directions.
    """
    coloured = _move_colours(picture, style, generator)
    half = F.avg_pool2d(coloured[None], 2)
    stroked = _move_patches(half, F.avg_pool2d(style[None], 2), generator)
    change = F.interpolate(stroked - half, picture.shape[-2:], mode="bilinear")[0]
    return (coloured + change).clamp(-1, 1)


def _move_colours(picture: Tensor, style: Tensor, generator: torch.Generator) -> Tensor:
    pixels, wanted = picture.flatten(1), style.flatten(1)
    for _ in range(_COLOUR_ROUNDS):
        axes, _ = torch.linalg.qr(torch.randn(3, 3, generator=generator))
        pixels = axes @ _in_places_of(axes.T @ pixels, axes.T @ wanted)
    return pixels.view_as(picture)


def _move_patches(picture: Tensor, style: Tensor, generator: torch.Generator) -> Tensor:
    numbers = 3 * _PATCH * _PATCH
    reach = _PATCH // 2
    for _ in range(_STROKE_ROUNDS):
        directions = torch.randn(_DIRECTIONS, numbers, generator=generator)
        directions = F.normalize(directions, dim=1).view(-1, 3, _PATCH, _PATCH)
        seen = F.conv2d(F.pad(picture, [reach] * 4, mode="reflect"), directions)
        wanted = F.conv2d(style, directions)[0].flatten(1)
        moved = _in_places_of(seen[0].flatten(1), wanted).view_as(seen)
        # Each pixel lies in _PATCH² patches, each of which is seen along a few directions only.
        step = F.conv_transpose2d(moved - seen, directions, padding=reach)
        picture = picture + step * numbers / (_DIRECTIONS * _PATCH * _PATCH)
    return picture


def _in_places_of(values: Tensor, wanted: Tensor) -> Tensor:
    """Give each row (rows, n) the values of that row of `wanted` (rows, m), in its own order."""
    shares = torch.linspace(0, 1, _QUANTILES)
    order = values.argsort(1)
    ranks = torch.empty_like(values).scatter_(
        1, order, torch.linspace(0, _QUANTILES - 1, values.shape[1]).expand_as(values)
    )
    places = wanted.sort(1).values[:, (shares * (wanted.shape[1] - 1)).long()]
    low = ranks.floor().long().clamp(max=_QUANTILES - 2)
    part = ranks - low
    return places.gather(1, low) * (1 - part) + places.gather(1, low + 1) * part
