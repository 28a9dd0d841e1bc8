"""The subject: repainted, posed, lit, with its shadow and its reflection."""

import colorsys
import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812  (everyone's name for it)
from torch import Tensor

from seedance_studio.seedling.world.light import Colour, Light, mix
from seedance_studio.seedling.world.motion import Pose

_PAD = 4
"""Transparent pixels around a sprite, so that clamped sampling outside it gives nothing."""
_HUES = {"red": 0.995, "orange": 0.075, "yellow": 0.135, "green": 0.36, "blue": 0.60}
_HUES |= {"purple": 0.765, "pink": 0.91}
_HUE_REACH = 0.085
_MAIN_HUES = {"bus": 0.09, "robot": 0.98, "truck": 0.07}
"""Where the largest coloured area is not what a colour word means."""
_OWN_COLOUR = 0.45
"""How much of its own colour a subject keeps in any light: a tan dog in a sunset on sand has to be
seen."""
_SHINING = frozenset({"lantern", "ufo", "candle", "ghost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where a subject stands in each frame, in pixels; tensors are (num_frames,)."""

    x: Tensor
    """Middle of the foot."""
    y: Tensor
    """The foot, the pose's own rise left out."""
    height: Tensor
    """Of the sprite."""
    looks_right: bool
    waterline: float | None
    """Share of the height under water, or None on land and in the air."""


def repaint(sprite: Tensor, subject: str, colour: str | None) -> Tensor:
    """Turns a sprite's main hue into a colour and keeps its shading.

    Args:
        sprite: (4, size, size) float32, premultiplied, 0..1.
        subject: its id.
        colour: a colour id, or None to leave it.
    """
    if colour is None:
        return sprite
    alpha = sprite[3:].clamp(min=1e-4)
    hue, saturation, value = _to_hsv(sprite[:3] / alpha)
    weight = saturation * value.sqrt() * sprite[3] * (saturation > 0.18)
    main = _MAIN_HUES.get(subject, _main_hue(hue, weight))
    away = ((hue - main + 0.5) % 1.0 - 0.5).abs()
    chosen = ((_HUE_REACH - away) / 0.03 + 0.5).clamp(0, 1) * (saturation / 0.2).clamp(0, 1)
    typical = (value * weight * chosen).sum() / (weight * chosen).sum().clamp(min=1e-4)
    if colour in _HUES:
        target = 0.95 if colour in ("yellow", "pink", "orange") else 0.82
        bright = (value * (target / typical).clamp(1.0, 2.2)).clamp(0, 1)
        vivid = 0.50 if colour == "pink" else 0.82
        painted = _from_hsv(_HUES[colour], saturation * 0.25 + vivid * 0.75, bright)
    elif colour == "white":
        painted = (0.97 + 0.9 * (value - typical)).clamp(0.55, 1.0).expand(3, -1, -1)
    else:
        painted = (0.20 + 0.55 * (value - typical)).clamp(0.05, 0.6).expand(3, -1, -1)
    rgb = sprite[:3] + (painted * sprite[3:] - sprite[:3]) * chosen
    return torch.cat((rgb, sprite[3:]))


def padded(sprite: Tensor) -> Tensor:
    """Adds the transparent rim that drawing needs."""
    return F.pad(sprite, (_PAD, _PAD, _PAD, _PAD))


def lit(sprite: Tensor, light: Light, subject: str, sun_side: float) -> Tensor:
    """Puts a sprite into the light of its scene.

    Args:
        sprite: (4, size, size) float32, premultiplied.
        light: of the time of day.
        subject: its id; some shine by themselves.
        sun_side: where the light comes from in the sprite's own frame: -1 left, 1 right.
    """
    if subject in _SHINING and light.lamps > 0.3:
        return sprite
    size = sprite.shape[-1]
    across = torch.linspace(-1, 1, size, device=sprite.device)
    down = torch.linspace(0, 1, size, device=sprite.device)[:, None]
    tint = _channels(mix(light.tint, (1.0, 1.0, 1.0), _OWN_COLOUR), sprite)
    form = (1.06 - 0.20 * down) * (1 + 0.10 * sun_side * across)
    rim = _channels(light.rim, sprite) * (sun_side * across * 0.8 + 0.4 - 0.3 * down).clamp(0, 1)
    rgb = sprite[:3] * tint * form + rim * sprite[3:]
    return torch.cat((rgb.clamp(min=0).minimum(sprite[3:]), sprite[3:]))


def draw_shadow(
    frames: Tensor, placement: Placement, pose: Pose, light: Light, gain: float
) -> None:
    """Darkens the ground under a subject, in place.

    Args:
        frames: (num_frames, 3, height, width).
        placement: with the ground below the subject as its foot.
        pose: of the subject.
        light: of the time of day.
        gain: multiplies the light's shadow.
    """
    tall = placement.height
    centre_x = placement.x + (pose.across + light.shadow_lean * 0.30) * tall
    reach = tall * (0.36 + 0.22 * abs(light.shadow_lean))
    flat = tall * 0.055
    rows = _span(placement.y - 3 * flat, placement.y + 3 * flat, frames.shape[2])
    columns = _span(centre_x - 3 * reach, centre_x + 3 * reach, frames.shape[3])
    if rows.stop <= rows.start or columns.stop <= columns.start:
        return
    device = frames.device
    x = torch.arange(columns.start, columns.stop, device=device)[None, None, :]
    y = torch.arange(rows.start, rows.stop, device=device)[None, :, None]
    dx = (x - _frames(centre_x, device)) / _frames(reach, device)
    dy = (y - _frames(placement.y, device)) / _frames(flat, device)
    strength = light.shadow * gain * (1 - 1.2 * pose.up.abs()).clamp(0.25, 1.0)
    dark = torch.exp(-(dx * dx + dy * dy)) * _frames(strength, device)
    frames[:, :, rows, columns] *= (1 - dark)[:, None]


def draw_subject(
    frames: Tensor, mask: Tensor, sprite: Tensor, placement: Placement, pose: Pose
) -> None:
    """Draws a posed sprite over the frames and into the mask, in place.

    Args:
        frames: (num_frames, 3, height, width).
        mask: (num_frames, 1, height, width).
        sprite: (4, size, size), lit and padded, looking to the right.
        placement: where it stands.
        pose: how it stands.
    """
    reach = 0.5 * placement.height * (1.15 + pose.lean.abs())
    middle = placement.x + pose.across * placement.height
    foot = placement.y - pose.up * placement.height
    rows = _span(foot - 1.22 * placement.height, foot + 0.22 * placement.height, frames.shape[2])
    columns = _span(middle - 1.45 * reach, middle + 1.45 * reach, frames.shape[3])
    if rows.stop <= rows.start or columns.stop <= columns.start:
        return
    device = frames.device
    x = torch.arange(columns.start, columns.stop, device=device) + 0.5
    y = torch.arange(rows.start, rows.stop, device=device) + 0.5
    tall = _frames(placement.height, device)
    right = (x[None, None, :] - _frames(middle, device)) / tall
    up = (_frames(foot, device) - y[None, :, None]) / tall
    drawn = _posed(sprite, right, up, pose, looks_right=placement.looks_right)
    if placement.waterline is not None:
        wet = (
            (_frames(placement.y, device) - y[None, :, None]) / tall - placement.waterline
        ) / 0.03
        drawn = drawn * (wet.clamp(0, 1) * 0.82 + 0.18)[:, None]
    patch = frames[:, :, rows, columns]
    patch.mul_(1 - drawn[:, 3:]).add_(drawn[:, :3])
    kept = mask[:, :, rows, columns]
    torch.maximum(kept, drawn[:, 3:], out=kept)


def draw_reflection(
    frames: Tensor, sprite: Tensor, placement: Placement, pose: Pose, times_s: Tensor
) -> None:
    """Mirrors a subject in the water below it, in place.

    Args:
        frames: (num_frames, 3, height, width).
        sprite: as for `draw_subject`.
        placement: as for `draw_subject`.
        pose: as for `draw_subject`.
        times_s: (num_frames,) on the frames' device.
    """
    line = placement.y - (placement.waterline or 0.0) * placement.height
    reach = 0.7 * placement.height
    rows = _span(line, line + 0.75 * placement.height, frames.shape[2])
    columns = _span(placement.x - reach, placement.x + reach, frames.shape[3])
    if rows.stop <= rows.start or columns.stop <= columns.start:
        return
    device = frames.device
    x = torch.arange(columns.start, columns.stop, device=device) + 0.5
    y = torch.arange(rows.start, rows.stop, device=device) + 0.5
    tall = _frames(placement.height, device)
    below = (y[None, :, None] - _frames(line, device)) / tall
    ripple = 0.02 * torch.sin(below * 42 - times_s[:, None, None] * 4)
    right = (x[None, None, :] - _frames(placement.x, device)) / tall + ripple
    up = below * 1.25 + (placement.waterline or 0.0) - _frames(pose.up, device)
    drawn = _posed(sprite, right, up, pose, looks_right=placement.looks_right)
    drawn = drawn * (0.42 * (1 - below / 0.75).clamp(0, 1) * (below > 0))[:, None]
    patch = frames[:, :, rows, columns]
    patch.mul_(1 - drawn[:, 3:]).add_(drawn[:, :3] * 0.85)


def _posed(sprite: Tensor, right: Tensor, up: Tensor, pose: Pose, *, looks_right: bool) -> Tensor:
    """Samples a sprite in its pose.

    Args:
        sprite: (4, size, size), padded.
        right: (num_frames, 1, columns), subject heights from its middle.
        up: (num_frames, rows, 1), subject heights above its foot.
        pose: how it stands.
        looks_right: whether to leave it unmirrored.

    Returns: (num_frames, 4, rows, columns), premultiplied.
    """
    device = sprite.device
    facing = 1.0 if looks_right else -1.0
    u = (right - _frames(pose.lean, device) * facing * up) * facing
    cos, sin = (_frames(part, device) for part in (torch.cos(pose.angle), torch.sin(pose.angle)))
    centred = up - 0.5
    across = (u * cos - centred * sin) / _frames(pose.wide, device)
    height = (u * sin + centred * cos + 0.5) / _frames(pose.tall, device)
    if bool((pose.stride != 0).any()):
        leg = ((0.34 - height) / 0.34).clamp(0, 1)
        across = across - _frames(pose.stride, device) * leg * torch.tanh(across * 7)
    if pose.wave_size:
        swing = pose.wave_size * (0.5 - across).clamp(0.15, 1.0)
        height = height - swing * torch.sin(_frames(pose.wave, device) + across * 5)
    size = sprite.shape[-1]
    inner = (size - 2 * _PAD) / size
    grid = torch.stack((across * (2 * inner), (1 - 2 * height) * inner), dim=-1)
    texture = sprite[None].expand(grid.shape[0], -1, -1, -1)
    return F.grid_sample(texture, grid, padding_mode="border", align_corners=False)


def _frames(values: Tensor, device: torch.device) -> Tensor:
    """Lays (num_frames,) out against rows and columns."""
    return values.to(device)[:, None, None]


def _span(first: Tensor, last: Tensor, limit: int) -> slice:
    """Gives the whole pixels that an interval touches in any frame."""
    start = max(0, math.floor(float(first.min())))
    return slice(start, max(start, min(limit, math.ceil(float(last.max())) + 1)))


def _channels(colour: Colour, like: Tensor) -> Tensor:
    return torch.tensor(colour, device=like.device).reshape(3, 1, 1)


def _main_hue(hue: Tensor, weight: Tensor) -> float:
    """Finds the hue that most of the coloured area has."""
    bins = 36
    counts = torch.bincount(
        (hue * bins).long().clamp(0, bins - 1).flatten(), weight.flatten(), bins
    )
    smooth = counts + 0.7 * (counts.roll(1) + counts.roll(-1))
    return (int(smooth.argmax()) + 0.5) / bins


def _to_hsv(rgb: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    value, which = rgb.max(dim=0)
    spread = value - rgb.min(dim=0).values
    red, green, blue = rgb
    safe = spread.clamp(min=1e-5)
    choices = torch.stack(
        ((green - blue) / safe % 6, (blue - red) / safe + 2, (red - green) / safe + 4)
    )
    hue = choices.gather(0, which[None])[0] / 6
    return hue, spread / value.clamp(min=1e-5), value


def _from_hsv(hue: float, saturation: Tensor, value: Tensor) -> Tensor:
    pure = torch.tensor(colorsys.hsv_to_rgb(hue % 1.0, 1.0, 1.0), device=value.device)
    return value * (1 - saturation * (1 - pure.reshape(3, 1, 1)))
