"""What moves by itself: water, foam, rain, snow, bubbles, petals, fireflies, dust."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  (everyone's name for it)
from PIL import Image, ImageDraw, ImageFilter
from torch import Tensor

from seedance_studio.seedling.world.light import Colour, Light
from seedance_studio.seedling.world.paint import Frame

_FIREFLIES = ("meadow", "forest", "bamboo", "garden", "lake")


@dataclass(frozen=True, slots=True, kw_only=True)
class Particles:
    """A tile of small lights or flakes that drifts across the picture."""

    tile: Tensor
    """(rows, columns) float32, 0..1; one period and one frame both ways."""
    colour: Colour
    strength: float
    velocity: tuple[float, float]
    """To the right and downwards, in heights a second."""
    wander: float
    """How far it swings sideways, in heights."""


def draw_water(
    frames: Tensor, horizon: Tensor, ground: Tensor, across: Tensor, times_s: Tensor, light: Light
) -> None:
    """Paints open water below the horizon, in place.

    Args:
        frames: (num_frames, 3, height, width).
        horizon: (num_frames,) row of the horizon, on the CPU like all that follow but one.
        ground: (num_frames,) row where the water is closest.
        across: (num_frames, width) position over the water in widths, on the frames' device.
        times_s: (num_frames,) seconds.
        light: of the time of day.
    """
    device = frames.device
    top = max(0, math.floor(float(horizon.min())))
    rows = torch.arange(top, frames.shape[2], device=device) + 0.5
    far, near = (edge.to(device)[:, None, None] for edge in (horizon, ground))
    depth = (rows[None, :, None] - far) / (near - far)
    inside = (depth * 40).clamp(0, 1)
    depth = depth.clamp(0, 1.3)
    first, second = (torch.tensor(c, device=device).reshape(1, 3, 1, 1) for c in light.water)
    colour = first + (second - first) * depth.sqrt()[:, None]
    clock = times_s.to(device)[:, None, None]
    lines = torch.log(depth + 0.10) * 9
    x = across[:, None, :]
    swell = torch.sin(2.4 * lines - 1.7 * clock + 0.9 * torch.sin(x * 11 + lines + 0.6 * clock))
    twinkle = torch.sin(x * 38 / (0.5 + depth) + 5 * lines + 1.3 * clock)
    glint = (twinkle * 0.55 + swell * 0.6 - 0.45).clamp(0, 1)
    width = frames.shape[3]
    view = (torch.arange(width, device=device) + 0.5) / width
    beam = torch.exp(-(((view - light.sun[0]) / (0.05 + 0.14 * depth)) ** 2))
    bright = glint * (0.16 + 0.95 * beam) + 0.055 * swell * inside + 0.14 * beam
    glow = torch.tensor(light.glint, device=device).reshape(1, 3, 1, 1)
    water = colour + (glow - colour) * bright[:, None].clamp(-0.12, 1)
    patch = frames[:, :, top:]
    patch.add_((water - patch) * inside[:, None])


def draw_mirror(
    frames: Tensor, horizon: Tensor, across: Tensor, times_s: Tensor, light: Light
) -> None:
    """Paints quiet water that mirrors what stands above the horizon, in place.

    Args:
        frames: (num_frames, 3, height, width), painted down to the horizon.
        horizon: (num_frames,) row of the far shore, on the CPU.
        across: (num_frames, width) position over the water in widths, on the frames' device.
        times_s: (num_frames,) seconds.
        light: of the time of day.
    """
    device, (num_frames, _, height, width) = frames.device, frames.shape
    top = max(0, math.floor(float(horizon.min())))
    rows = torch.arange(top, height, device=device) + 0.5
    shore = horizon.to(device)[:, None, None]
    below = (rows[None, :, None] - shore) / height
    inside = (below * (height / 2)).clamp(0, 1)
    depth = (below / 0.46).clamp(0, 1.2)
    clock = times_s.to(device)[:, None, None]
    x = across[:, None, :]
    lines = torch.log(depth + 0.08) * 8
    swell = torch.sin(2.0 * lines - 1.1 * clock + 0.8 * torch.sin(x * 9 + lines + 0.5 * clock))
    twinkle = torch.sin(x * 30 / (0.5 + depth) + 4 * lines + 0.9 * clock)
    grid = torch.empty(num_frames, len(rows), width, 2, device=device)
    columns = (torch.arange(width, device=device) + 0.5) / width
    grid[..., 0] = columns * 2 - 1 + (0.010 + 0.012 * depth) * swell
    source = shore - (0.85 * below - 0.010 * depth * twinkle) * height - 1
    grid[..., 1] = source * (2 / height) - 1
    mirrored = F.grid_sample(frames, grid, padding_mode="reflection", align_corners=False)
    first, second = (torch.tensor(c, device=device).reshape(1, 3, 1, 1) for c in light.water)
    own = first + (second - first) * depth.clamp(0, 1)[:, None]
    share = (0.80 - 0.34 * depth)[:, None].clamp(0, 1)
    water = (mirrored * 0.92 * share).add_(own * (1 - share))
    glint = (swell * 0.5 + twinkle * 0.6 - 0.55).clamp(0, 1) * (0.25 + 0.35 * depth)
    bright = 0.30 * glint + 0.035 * swell
    glow = torch.tensor(light.glint, device=device).reshape(1, 3, 1, 1)
    water = water + (glow - water) * bright[:, None]
    patch = frames[:, :, top:]
    patch.add_((water - patch) * inside[:, None])


def draw_foam(frames: Tensor, shore: Tensor, across: Tensor, times_s: Tensor, light: Light) -> None:
    """Lets a line of foam run up and down the beach, in place.

    Args:
        frames: (num_frames, 3, height, width).
        shore: (num_frames,) its mean row, on the CPU.
        across: (num_frames, width), in widths, on the frames' device.
        times_s: (num_frames,) seconds.
        light: of the time of day.
    """
    device, height = frames.device, frames.shape[2]
    middle = shore.to(device)[:, None]
    clock = times_s.to(device)[:, None]
    line = middle + height * (
        0.012 * torch.sin(1.1 * clock) + 0.006 * torch.sin(across * 9 + clock)
    )
    top = max(0, math.floor(float(shore.min()) - 0.05 * height))
    bottom = min(height, math.ceil(float(shore.max()) + 0.05 * height))
    if bottom <= top:
        return
    rows = torch.arange(top, bottom, device=device)[None, :, None] + 0.5
    away = (rows - line[:, None, :]) / (0.011 * height)
    cover = torch.exp(-away * away) * 0.85
    white = torch.tensor(light.tint, device=device).reshape(1, 3, 1, 1)
    patch = frames[:, :, top:bottom]
    patch.add_((white - patch) * cover[:, None])


def draw_caustics(frames: Tensor, floor: float, across: Tensor, times_s: Tensor) -> None:
    """Lets nets of light wander over the sea floor, in place.

    Args:
        frames: (num_frames, 3, height, width).
        floor: its upper row.
        across: (num_frames, width), in widths, on the frames' device.
        times_s: (num_frames,) seconds.
    """
    device, height = frames.device, frames.shape[2]
    top = round(floor)
    rows = torch.arange(top, height, device=device)[None, :, None] / height
    clock, x = times_s.to(device)[:, None, None], across[:, None, :]
    first = torch.sin(x * 24 + rows * 60 + clock)
    second = torch.sin(x * 19 - rows * 74 - 0.8 * clock)
    bright = 1 + 0.22 * (first + second - 0.6).clamp(0, 1)
    frames[:, :, top:] *= bright[:, None]


def draw_particles(frames: Tensor, particles: Particles, times_s: Tensor, seed: int) -> None:
    """Draws drifting particles over the frames, in place.

    Args:
        frames: (num_frames, 3, height, width).
        particles: on the frames' device.
        times_s: (num_frames,) seconds, on the CPU.
        seed: where in the tile the clip begins.
    """
    rows, columns = particles.tile.shape
    height, width = frames.shape[2], frames.shape[3]
    start_y, start_x = seed % rows, (seed // rows) % columns
    right, down = particles.velocity
    colour = torch.tensor(particles.colour, device=frames.device).reshape(3, 1, 1)
    for index, time_s in enumerate(times_s.tolist()):
        swing = particles.wander * math.sin(time_s * 1.3)
        y = round(start_y - down * time_s * height) % (rows - height)
        x = round(start_x - (right * time_s + swing) * height) % (columns - width)
        cover = particles.tile[y : y + height, x : x + width] * particles.strength
        frames[index].lerp_(colour.expand_as(frames[index]), cover.expand_as(frames[index]))


def weather_particles(frame: Frame, falling: str, light: Light) -> list[Particles]:
    """Gives the near and the far curtain of rain or snow."""
    pale = tuple(min(1.0, 0.35 + 0.75 * part) for part in light.tint)
    colour: Colour = (pale[0], pale[1], pale[2])
    if falling == "rain":
        return [
            _rain(frame, colour, count=55, length=0.14, strength=0.55, speed=1.7),
            _rain(frame, colour, count=70, length=0.09, strength=0.35, speed=1.2),
        ]
    return [
        _dots(frame, colour, 34, (0.012, 0.018), strength=0.95, velocity=(0.03, 0.20), wander=0.03),
        _dots(frame, colour, 80, (0.006, 0.010), strength=0.75, velocity=(0.02, 0.12), wander=0.02),
    ]


def ambient_particles(frame: Frame, setting: str, light: Light) -> Particles | None:
    """Gives what drifts in a setting's air at that time of day, if anything."""
    if setting == "underwater":
        bubble = (0.80, 0.97, 1.0)
        return _dots(
            frame, bubble, 20, (0.008, 0.02), strength=0.5, velocity=(0.0, -0.12), wander=0.02
        )
    if setting == "garden" and light.stars < 0.5:
        petal = (min(1.0, 1.1 * light.tint[0]), 0.80 * light.tint[1], 0.88 * light.tint[2])
        return _dots(
            frame, petal, 26, (0.009, 0.016), strength=0.9, velocity=(0.05, 0.09), wander=0.04
        )
    if setting == "stage":
        return _dots(
            frame, light.glint, 16, (0.008, 0.02), strength=0.28, velocity=(0.01, 0.01), wander=0.02
        )
    if setting in _FIREFLIES and light.stars > 0:
        firefly = (1.0, 0.95, 0.45)
        return _dots(
            frame, firefly, 24, (0.010, 0.014), strength=0.9, velocity=(0.01, -0.01), wander=0.05
        )
    if setting in ("meadow", "forest", "bamboo") and light.glow > 0.4:
        dust = light.glint
        return _dots(
            frame, dust, 12, (0.012, 0.03), strength=0.25, velocity=(0.03, -0.01), wander=0.03
        )
    return None


def _rain(
    frame: Frame, colour: Colour, *, count: int, length: float, strength: float, speed: float
) -> Particles:
    spots = _spots(count)
    period = _period(frame)

    def streak(draw: ImageDraw.ImageDraw, x: float, y: float, _: float) -> None:
        end = (x - 0.14 * length * frame.height, y + length * frame.height)
        draw.line((x, y, *end), fill=255, width=max(1, round(0.011 * frame.height)))

    return Particles(
        tile=_tile(frame, period, spots, streak, blur=0.7),
        colour=colour,
        strength=strength,
        velocity=(-0.14 * speed, speed),
        wander=0.0,
    )


def _dots(
    frame: Frame,
    colour: Colour,
    count: int,
    radii: tuple[float, float],
    *,
    strength: float,
    velocity: tuple[float, float],
    wander: float,
) -> Particles:
    smallest, largest = (radius * frame.height for radius in radii)

    def dot(draw: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
        radius = smallest + (largest - smallest) * size
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)

    tile = _tile(frame, _period(frame), _spots(count), dot, blur=smallest * 0.45)
    return Particles(tile=tile, colour=colour, strength=strength, velocity=velocity, wander=wander)


def _period(frame: Frame) -> tuple[int, int]:
    """Columns and rows after which particles repeat."""
    return round(1.3 * frame.width), round(1.5 * frame.height)


def _spots(count: int) -> list[tuple[float, float, float]]:
    """Places particles evenly but not regularly: across, down and size, 0..1 each."""
    rng = random.Random(count)
    golden = (math.sqrt(5) - 1) / 2
    return [
        ((index * golden + rng.uniform(0, 0.1)) % 1, (index + rng.random()) / count, rng.random())
        for index in range(count)
    ]


def _tile(
    frame: Frame,
    period: tuple[int, int],
    spots: list[tuple[float, float, float]],
    draw_one: Callable[[ImageDraw.ImageDraw, float, float, float], None],
    blur: float,
) -> Tensor:
    """Draws particles so that any view of the frame's size within one period is seamless."""
    columns, rows = period
    image = Image.new("L", (columns * 2, rows * 2))
    draw = ImageDraw.Draw(image)
    for across, down, size in spots:
        for x in (0, columns, 2 * columns):
            for y in (0, rows, 2 * rows):
                draw_one(draw, across * columns + x, (down - 1) * rows + y, size)
    image = image.filter(ImageFilter.GaussianBlur(blur))
    image = image.crop((0, 0, columns + frame.width, rows + frame.height))
    return torch.from_numpy(np.asarray(image, dtype=np.float32) / 255.0)
