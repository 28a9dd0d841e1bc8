"""Skies with sun, moon, stars and clouds, of deep water, of space and of the moon."""

import random

import torch
from torch import Tensor

from seedance_studio.seedling.world.light import (
    AIRS,
    LIGHTS,
    Colour,
    Light,
    mix,
    overcast_colour,
    times,
)
from seedance_studio.seedling.world.paint import Brush, Frame, Layer, Painter

_HORIZON = 0.62
"""Where the sky's gradient ends, in heights."""

_EARTH, _EARTH_RADIUS = (0.70, 0.27), 0.19
"""Where it hangs in the moon's sky, in widths and heights, and its size in units."""

_NEBULAE: dict[str, Colour] = {
    "dawn": (0.95, 0.50, 0.66),
    "day": (0.18, 0.56, 0.95),
    "sunset": (1.00, 0.46, 0.16),
    "dusk": (0.50, 0.26, 0.90),
    "night": (0.10, 0.36, 0.46),
}
"""Space has no time of day; the hue of its gas stands for it."""


def paint_sky(frame: Frame, setting: str, time: str, weather: str) -> Tensor:
    """Paints what is behind everything.

    Returns: (3, painted rows, painted columns) float16; it does not repeat, and has
        `frame.margin` rows and `sky_margin(frame)` columns around the view.
    """
    light = LIGHTS[time]
    across, down = _grid(frame)
    if setting == "underwater":
        return _depths(light, across, down).clamp(0, 1).half()
    if setting == "space":
        return _cosmos(frame, time, across, down).clamp(0, 1).half()
    if setting == "moon":
        return _airless(frame, light, across, down).clamp(0, 1).half()
    sky = _gradient(light.sky, down / _HORIZON)
    overcast = AIRS[weather].overcast
    sky = sky + _stars(frame, across.shape, seed=7, count=55) * light.stars * (1 - overcast)
    sky = _add_sun(sky, light, frame, across, down)
    grey = overcast_colour(light)
    cover = _gradient((mix(grey, (0, 0, 0), 0.10), grey, mix(grey, light.sky[2], 0.3)), down)
    return (sky + (cover - sky) * overcast).clamp(0, 1).half()


def sky_margin(frame: Frame) -> int:
    """Gives the columns painted on each side of the view."""
    return round(0.2 * frame.width)


def paint_clouds(frame: Frame, time: str, *, is_overcast: bool) -> Layer:
    """Paints a layer of soft clouds: a few fair ones, or a closed heavy deck."""
    light = LIGHTS[time]
    painter = Painter(frame, light)
    count, size, reach = (13, 0.22, 0.32) if is_overcast else (6, 0.13, 0.33)
    puffs = painter.shapes(
        lambda brush: _puffs(brush, painter, count, size, reach), blur=0.010 * frame.unit
    )
    lit, shade = light.cloud
    if is_overcast:
        grey = overcast_colour(light)
        lit, shade = mix(grey, (1, 1, 1), 0.12), mix(grey, (0, 0, 0), 0.16)
    under = puffs - 0.9 * puffs.roll(-round(0.045 * frame.unit), 0)
    painter.fill(puffs * 0.88, (lit, lit), glows=True)
    painter.fill(under.clamp(0, 1) * 0.6, (shade, shade), glows=True)
    return painter.layer((0.06, 0.06), veil=0)


def _grid(frame: Frame) -> tuple[Tensor, Tensor]:
    """Positions of the painted pixels in widths and heights of the view."""
    side, margin = sky_margin(frame), frame.margin
    across = (torch.arange(frame.width + 2 * side) + 0.5 - side) / frame.width
    down = (torch.arange(frame.height + 2 * margin) + 0.5 - margin) / frame.height
    return across[None, :].expand(len(down), -1), down[:, None].expand(-1, len(across))


def _gradient(colours: tuple[Colour, Colour, Colour], share: Tensor) -> Tensor:
    """Blends three colours along a field of shares 0..1: (3, rows, columns)."""
    top, middle, low = (torch.tensor(colour).reshape(3, 1, 1) for colour in colours)
    share = share.clamp(0, 1)[None]
    first, second = (share * 2).clamp(0, 1), (share * 2 - 1).clamp(0, 1)
    first, second = (part * part * (3 - 2 * part) for part in (first, second))
    return top + (middle - top) * first + (low - middle) * second


def _add_sun(sky: Tensor, light: Light, frame: Frame, across: Tensor, down: Tensor) -> Tensor:
    x, y = light.sun
    dx = (across - x) * frame.width / frame.unit
    dy = (down - y) * frame.height / frame.unit
    away = torch.sqrt(dx * dx + dy * dy)
    glow = torch.exp(-((away / 0.38) ** 1.2)) * light.glow + torch.exp(-away * 9) * light.glow * 0.6
    colour = torch.tensor(light.sun_colour).reshape(3, 1, 1)
    sky = sky + (colour - sky) * glow.clamp(0, 1)[None]
    edge = 1.5 / frame.unit
    disc = ((light.sun_radius - away) / edge + 0.5).clamp(0, 1)
    if light.is_moon:
        bite = light.sun_radius * (0.85 if light.stars < 0.5 else 0.0)
        shadow = torch.sqrt((dx - bite * 0.7) ** 2 + (dy + bite * 0.35) ** 2)
        if bite:
            disc = disc * ((shadow - light.sun_radius * 0.95) / edge + 0.5).clamp(0, 1)
        else:
            disc = disc * (1 - 0.12 * torch.exp(-(((dx - 0.02) ** 2 + dy * dy) / 0.0007)))
    return sky + (colour - sky) * disc[None]


def _stars(frame: Frame, shape: torch.Size, seed: int, count: int) -> Tensor:
    """A few soft stars of different brightness: (1, rows, columns), 0..1."""
    rng = random.Random(seed)
    rows, columns = shape
    field = torch.zeros(1, rows, columns)
    size = max(1, round(frame.unit / 80))
    for _ in range(count):
        y, x = rng.randrange(0, max(1, int(rows * 0.75) - 3)), rng.randrange(0, columns - 3)
        power = rng.uniform(0.25, 1.0) ** 1.5
        field[:, y : y + size, x : x + size] = power
        if power > 0.75:
            field[:, y - 1 : y + size + 1, x - 1 : x + size + 1].clamp_(min=power * 0.3)
    return field


def _depths(light: Light, across: Tensor, down: Tensor) -> Tensor:
    """Water lit from above, with slanting shafts of light."""
    colours: tuple[Colour, Colour, Colour] = (
        times(light.tint, (0.45, 0.92, 0.96)),
        times(light.tint, (0.08, 0.56, 0.80)),
        times(light.tint, (0.02, 0.28, 0.52)),
    )
    water = _gradient(colours, down)
    slant = across + 0.35 * down
    shafts = torch.sin(slant * 9.0) * 0.5 + torch.sin(slant * 21.0 + 1.3) * 0.5
    strength = shafts.clamp(0, 1) * (1 - down).clamp(0, 1) ** 1.5 * 0.34
    return water + strength[None] * torch.tensor(times(light.tint, (0.8, 1, 0.9))).reshape(3, 1, 1)


def _cosmos(frame: Frame, time: str, across: Tensor, down: Tensor) -> Tensor:
    """Stars and a glowing band of gas in the hue of the time of day."""
    base = _gradient(((0.01, 0.01, 0.05), (0.03, 0.02, 0.10), (0.06, 0.04, 0.16)), down)
    band = torch.exp(-(((down - 0.5 + 0.45 * (across - 0.5)) / 0.24) ** 2))
    cloud = 0.65 + 0.35 * torch.sin(across * 7 + 3 * torch.sin(down * 5)) * torch.cos(down * 6)
    glow = (band * cloud * 0.8)[None] * torch.tensor(_NEBULAE[time]).reshape(3, 1, 1)
    return base + glow + _stars(frame, across.shape, seed=9, count=80)


def _airless(frame: Frame, light: Light, across: Tensor, down: Tensor) -> Tensor:
    """A black sky full of stars with the Earth in it, lit from where the sun stands."""
    hue = torch.tensor(light.haze).reshape(3, 1, 1)
    sky = _gradient(((0.0, 0.0, 0.012), (0.006, 0.006, 0.024), (0.02, 0.02, 0.05)), down)
    sky = sky + hue * (0.16 * torch.exp(-(((down - 0.56) / 0.09) ** 2)))[None]
    sky = sky + _stars(frame, across.shape, seed=11, count=110)
    dx = (across - _EARTH[0]) * frame.width / frame.unit / _EARTH_RADIUS
    dy = (down - _EARTH[1]) * frame.height / frame.unit / _EARTH_RADIUS
    away = torch.sqrt(dx * dx + dy * dy)
    sky = sky + torch.tensor((0.20, 0.48, 1.0)).reshape(3, 1, 1) * (
        0.75 * torch.exp(-((away - 1).clamp(min=0) / 0.20))
    )
    land = torch.sin(3.1 * dx + 1.9 * torch.sin(2.6 * dy + 0.6)) * torch.cos(2.7 * dy - 1.2 * dx)
    cloud = torch.sin(1.2 * dx - 6.5 * dy + 1.3 * torch.sin(2.4 * dx + 2 * dy))
    cloud = cloud * (0.6 + 0.4 * torch.sin(4.6 * dx + 1.7 * dy + 0.8))
    earth = _blend((0.10, 0.38, 0.86), (0.26, 0.62, 0.34), ((land - 0.22) * 5).clamp(0, 1))
    white = torch.ones(3, 1, 1)
    earth = earth + (white - earth) * ((cloud - 0.35) * 2).clamp(0, 0.8)
    earth = earth + (white - earth) * ((dy.abs() - 0.78) * 6).clamp(0, 0.9)
    side = 1.0 if light.sun[0] > 0.5 else -1.0
    bright = (0.75 + side * 0.85 * dx - 0.30 * dy).clamp(0.06, 1.0)
    disc = ((1 - away) * _EARTH_RADIUS * frame.unit / 1.5 + 0.5).clamp(0, 1)
    return sky + (earth * bright - sky) * disc


def _blend(first: Colour, second: Colour, share: Tensor) -> Tensor:
    """Blends two colours along a field of shares 0..1: (3, rows, columns)."""
    start, end = (torch.tensor(colour).reshape(3, 1, 1) for colour in (first, second))
    return start + (end - start) * share


def _puffs(brush: Brush, painter: Painter, count: int, size: float, reach: float) -> None:
    rng = random.Random(count)
    frame, unit = painter.frame, painter.unit
    lumps = ((-1.0, 0.42), (-0.5, 0.66), (0.05, 0.86), (0.58, 0.62), (1.05, 0.38))
    for index in range(count):
        x = (index + rng.uniform(0.2, 0.8)) / count * frame.period
        y = rng.uniform(0.05, reach) * frame.height
        wide, mirrored = size * unit * rng.uniform(0.75, 1.25), rng.choice((-1, 1))
        for beside, share in lumps:
            radius = share * wide * 0.62
            centre = (x + mirrored * beside * wide, y - 0.55 * radius)
            brush.ellipse(*centre, radius * 1.1, radius * 0.85)
