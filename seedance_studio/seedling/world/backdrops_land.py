"""Backdrops on land: beach, forest, mountains, desert, snow, meadow.

Each function paints one canonical composition from far to near; the renderer varies it by seed
only through where on the panorama the clip begins.
"""

import math
import random
from dataclasses import replace
from functools import partial

import torch
from torch import Tensor

from seedance_studio.seedling.world.light import Light, mix
from seedance_studio.seedling.world.paint import Brush, Frame, Layer, Painter

FAR, MIDDLE, GROUND, FRONT = (0.12, 0.12), (0.40, 0.40), (0.55, 1.15), (1.3, 1.3)
"""Parallax of the first and last row of a layer at that depth."""


def beach(frame: Frame, light: Light) -> list[Layer]:
    """A calm sea behind bright sand, headlands far off, palms close by."""
    far = Painter(frame, light, haze=0.55)
    line = far.ridge(0.475, 0.035, (2, 3, 5), seed=4)
    far.fill(far.below(line) * (1 - far.below(0.50)), ((0.30, 0.50, 0.45),) * 2)
    sand = Painter(frame, light)
    shore = sand.ridge(0.665, 0.008, (1, 2), seed=1)
    wet, dry = (0.72, 0.60, 0.44), (0.98, 0.86, 0.62)
    sand.fill(sand.below(shore, 3), (wet, mix(wet, dry, 0.6)), (0.65, 0.72))
    sand.fill(sand.below(shore + 0.045, 8), (dry, (0.93, 0.77, 0.52)), (0.70, 1.0))
    palms = Painter(frame, light)
    _palms(palms)
    return [
        far.layer(FAR, veil=0),
        sand.layer((0.55, 1.15)),
        palms.layer((0.72, 0.72), sway=0.02, veil=1),
    ]


def _palms(painter: Painter) -> None:
    unit, frame = painter.unit, painter.frame
    bases = [(0.06, 1.0), (0.40, 0.8), (0.73, 0.92)]

    def trunks(brush: Brush) -> None:
        for across, size in bases:
            x, y = across * frame.period, 0.715 * frame.height
            tall = 0.62 * unit * size
            points = [(x - 0.018 * unit, y), (x + 0.018 * unit, y)]
            points += [(x + 0.10 * tall + 0.010 * unit, y - tall)]
            brush.polygon([*points, (x + 0.10 * tall - 0.010 * unit, y - tall)])

    def leaves(brush: Brush) -> None:
        for across, size in bases:
            tall = 0.62 * unit * size
            x, y = across * frame.period + 0.10 * tall, 0.715 * frame.height - tall
            for angle in (-3.05, -2.6, -2.1, -1.57, -1.05, -0.55, -0.1):
                _leaf(brush, x, y, angle, 0.28 * unit * size)

    painter.fill(painter.shapes(trunks), ((0.50, 0.36, 0.24), (0.62, 0.46, 0.30)), (0.3, 0.7))
    painter.fill(painter.shapes(leaves), ((0.22, 0.55, 0.22), (0.12, 0.38, 0.18)), (0.05, 0.4))


def _leaf(brush: Brush, x: float, y: float, angle: float, length: float) -> None:
    """A drooping palm leaf."""
    upper, lower = [], []
    for step in range(9):
        share = step / 8
        px = x + math.cos(angle) * length * share
        py = y + math.sin(angle) * length * share * 0.85 + 0.50 * length * share * share
        thick = 0.11 * length * math.sin(math.pi * min(share * 0.9 + 0.1, 1.0))
        upper.append((px, py - thick))
        lower.append((px, py + thick))
    brush.polygon(upper + lower[::-1])


def round_trees(brush: Brush, painter: Painter, ground: float, size: float, seed: int) -> None:
    """Draws a loose row of round crowns standing on a line."""
    rng = random.Random(seed)
    unit, frame = painter.unit, painter.frame
    count = max(3, round(frame.period / (size * unit * 1.6)))
    for index in range(count):
        x = (index + rng.uniform(0.2, 0.8)) / count * frame.period
        radius = size * unit * rng.uniform(0.7, 1.0) * 0.5
        y = ground * frame.height - radius * 0.8
        for dx, dy, share in ((0, 0, 1.0), (-0.7, 0.25, 0.7), (0.7, 0.3, 0.65), (0.1, -0.6, 0.7)):
            brush.ellipse(x + dx * radius, y + dy * radius, radius * share, radius * share)


def conifers(brush: Brush, painter: Painter, ground: float, size: float, seed: int) -> None:
    """Draws a row of three-tiered firs standing on a line."""
    rng = random.Random(seed)
    unit, frame = painter.unit, painter.frame
    count = max(4, round(frame.period / (size * unit * 0.62)))
    for index in range(count):
        x = (index + rng.uniform(0.25, 0.75)) / count * frame.period
        tall = size * unit * rng.uniform(0.65, 1.0)
        y = ground * frame.height
        for low, high, wide in ((0.0, 0.55, 0.26), (0.28, 0.78, 0.20), (0.55, 1.0, 0.14)):
            left, right = x - wide * tall, x + wide * tall
            brush.polygon(((left, y - low * tall), (x, y - high * tall), (right, y - low * tall)))


def forest(frame: Frame, light: Light) -> list[Layer]:
    """Tall trunks under a green roof, a mossy floor, shafts of light."""
    far = Painter(frame, light, haze=0.38)
    far.fill(far.below(0.0), ((0.42, 0.66, 0.46), (0.62, 0.80, 0.50)), (0.1, 0.66))
    crowns = far.shapes(lambda brush: round_trees(brush, far, 0.60, 0.55, 11), blur=1)
    far.fill(crowns, ((0.30, 0.56, 0.34), (0.40, 0.62, 0.38)), (0.3, 0.65))
    shafts = far.shapes(lambda brush: _shafts(brush, far), blur=0.02 * far.unit)
    far.shine(shafts, light.sun_colour, 0.10 + 0.5 * light.glow * (not light.is_moon))
    middle = Painter(frame, light, haze=0.10)
    trunks = middle.shapes(lambda brush: _trunks(brush, middle, 9, 0.075, 0.72, 3))
    middle.fill(trunks, ((0.26, 0.24, 0.16), (0.38, 0.30, 0.20)), (0.0, 0.7))
    lit = middle.shapes(lambda brush: _trunks(brush, middle, 9, 0.025, 0.72, 3), blur=1)
    middle.fill(lit * 0.5, ((0.50, 0.42, 0.26),) * 2)
    roof = middle.ridge(0.17, 0.07, (5, 8, 13), seed=2)
    middle.fill(1 - middle.below(roof, 2), ((0.08, 0.26, 0.12), (0.18, 0.46, 0.20)), (0.0, 0.22))
    floor = Painter(frame, light)
    line = floor.ridge(0.655, 0.012, (2, 5), seed=6)
    floor.fill(floor.below(line), ((0.36, 0.52, 0.20), (0.16, 0.30, 0.12)), (0.66, 1.0))
    path = floor.below(0.77, 10) * (1 - floor.below(0.90, 10))
    floor.fill(path * 0.75, ((0.52, 0.42, 0.26), (0.46, 0.36, 0.22)), (0.76, 0.9))
    ferns = Painter(frame, light)
    bushes = ferns.shapes(lambda brush: tufts(brush, ferns, 22, 0.16, 8))
    ferns.fill(bushes, ((0.14, 0.40, 0.14), (0.05, 0.18, 0.08)), (0.86, 1.02))
    return [
        far.layer((0.10, 0.10), veil=0),
        middle.layer((0.45, 0.45), veil=1),
        floor.layer(GROUND),
        ferns.layer(FRONT, sway=0.02, in_front=True),
    ]


def _shafts(brush: Brush, painter: Painter) -> None:
    """Draws slanting beams that come through the roof of leaves."""
    frame, unit = painter.frame, painter.unit
    for across, wide in ((0.08, 0.10), (0.27, 0.16), (0.52, 0.09), (0.70, 0.17), (0.90, 0.10)):
        x, half, lean = across * frame.period, wide * unit / 2, 0.42 * unit
        top, foot = -0.2 * frame.height, 0.68 * frame.height
        brush.polygon(
            ((x - half, top), (x + half, top), (x + half - lean, foot), (x - half - lean, foot)),
            0.8,
        )


def _trunks(
    brush: Brush, painter: Painter, count: int, wide: float, foot: float, seed: int
) -> None:
    rng = random.Random(seed)
    frame, unit = painter.frame, painter.unit
    for index in range(count):
        x = (index + rng.uniform(0.15, 0.85)) / count * frame.period
        half = wide * unit * rng.uniform(0.35, 0.6)
        top, bottom = -0.2 * frame.height, foot * frame.height - rng.uniform(0, 0.04) * unit
        brush.polygon(
            (
                (x - half * 0.8, top),
                (x + half * 0.8, top),
                (x + half, bottom - 0.05 * unit),
                (x + half * 1.7, bottom),
                (x - half * 1.7, bottom),
                (x - half, bottom - 0.05 * unit),
            )
        )


def tufts(brush: Brush, painter: Painter, count: int, size: float, seed: int) -> None:
    """Draws tufts of blades along the lower edge of the frame."""
    rng = random.Random(seed)
    frame, unit = painter.frame, painter.unit
    for index in range(count):
        x = (index + rng.uniform(0.2, 0.8)) / count * frame.period
        for lean in (-0.7, -0.35, 0.0, 0.35, 0.7):
            tall = size * unit * rng.uniform(0.5, 1.0)
            foot = 1.2 * frame.height
            tip = (x + lean * tall * 0.9, frame.height * 1.01 - tall * (1 - 0.4 * abs(lean)))
            half = 0.016 * unit
            brush.polygon(((x - half, foot), (x - half, frame.height), tip, (x + half, foot)))


def mountains(frame: Frame, light: Light) -> list[Layer]:
    """Snow-capped peaks over blue hills and an alpine meadow."""
    far = Painter(frame, light, haze=0.28)
    line, shaded = _peaks(far)
    rock = far.below(line)
    far.fill(rock, ((0.50, 0.56, 0.70), (0.40, 0.54, 0.62)), (0.15, 0.6))
    cap = far.ridge(0.325, 0.035, (9, 14, 19), seed=5)
    far.fill(rock * (1 - far.below(cap, 2)), ((0.99, 1.0, 1.0), (0.90, 0.94, 1.0)), (0.1, 0.34))
    far.fill(rock * shaded.reshape(1, -1) * 0.26, ((0.22, 0.28, 0.50),) * 2)
    middle = Painter(frame, light, haze=0.16)
    hill = middle.ridge(0.56, 0.045, (2, 3, 5), seed=8)
    middle.fill(middle.below(hill), ((0.24, 0.45, 0.40), (0.30, 0.50, 0.34)), (0.5, 0.7))
    firs = middle.shapes(lambda brush: conifers(brush, middle, 0.645, 0.15, 5))
    middle.fill(firs, ((0.14, 0.36, 0.28), (0.10, 0.28, 0.22)), (0.52, 0.65))
    ground = Painter(frame, light)
    edge = ground.ridge(0.645, 0.015, (1, 3), seed=9)
    ground.fill(ground.below(edge), ((0.50, 0.66, 0.32), (0.30, 0.50, 0.22)), (0.65, 1.0))
    rocks = ground.shapes(lambda brush: stones(brush, ground, 7, 0.05, 4))
    ground.fill(rocks, ((0.70, 0.70, 0.72), (0.44, 0.44, 0.50)), (0.68, 0.76))
    return [far.layer((0.08, 0.08), veil=0), middle.layer(MIDDLE, veil=1), ground.layer(GROUND)]


def _peaks(painter: Painter) -> tuple[Tensor, Tensor]:
    """Plans pointed peaks: their skyline in heights and where it faces away from the light."""
    across = torch.arange(painter.frame.period) / painter.frame.period
    line = torch.full_like(across, 0.60)
    shaded = torch.zeros_like(across)
    peaks = ((0.07, 0.30), (0.22, 0.15), (0.37, 0.27), (0.53, 0.19), (0.70, 0.29), (0.86, 0.13))
    for centre, top in peaks:
        beside = (across - centre + 0.5) % 1.0 - 0.5
        steepness = torch.where(beside > 0, 2.9, 2.3)
        flank = top + beside.abs() * steepness + 0.006 * torch.sin(beside * 90)
        shaded = torch.where(flank < line, (beside > 0).float(), shaded)
        line = torch.minimum(line, flank)
    return line, shaded


def stones(brush: Brush, painter: Painter, count: int, size: float, seed: int) -> None:
    """Draws flat stones between the middle ground and the subject."""
    rng = random.Random(seed)
    frame, unit = painter.frame, painter.unit
    for index in range(count):
        x = (index + rng.uniform(0.2, 0.8)) / count * frame.period
        y, radius = rng.uniform(0.70, 0.74) * frame.height, size * unit * rng.uniform(0.5, 1.0)
        brush.ellipse(x, y, radius, radius * 0.5)


def desert(frame: Frame, light: Light) -> list[Layer]:
    """Dunes with a lit and a shaded side, cacti, rippled sand."""
    far = Painter(frame, light, haze=0.35)
    line = far.ridge(0.50, 0.05, (1, 2, 3), seed=21)
    far.fill(far.below(line), ((0.93, 0.70, 0.44), (0.96, 0.78, 0.52)), (0.45, 0.7))
    middle = Painter(frame, light, haze=0.08)
    crest = middle.ridge(0.575, 0.06, (2, 3), seed=22)
    dune = middle.below(crest)
    middle.fill(dune, ((0.96, 0.74, 0.42), (0.94, 0.74, 0.46)), (0.5, 0.7))
    lee = middle.below(crest) * (1 - middle.below(crest + 0.03 + 0.9 * (crest - 0.52).clamp(0), 6))
    middle.fill(lee * 0.55, ((0.70, 0.44, 0.28), (0.80, 0.56, 0.34)), (0.5, 0.7))
    ground = Painter(frame, light)
    edge = ground.ridge(0.66, 0.012, (1, 2), seed=23)
    ground.fill(ground.below(edge), ((0.95, 0.74, 0.42), (0.84, 0.58, 0.30)), (0.65, 1.0))
    for row, depth in ((0.72, 0.010), (0.86, 0.016), (0.95, 0.02)):
        ripple = ground.ridge(row, 0.008, (3, 4), seed=round(row * 100))
        band = ground.below(ripple, 2) * (1 - ground.below(ripple + depth, 3))
        ground.fill(band * 0.22, ((0.62, 0.38, 0.20),) * 2)
    plants = Painter(frame, light)
    plants.fill(
        plants.shapes(lambda brush: _cacti(brush, plants)),
        ((0.28, 0.56, 0.30), (0.16, 0.40, 0.22)),
        (0.4, 0.72),
    )
    return [
        far.layer(FAR, veil=0),
        middle.layer(MIDDLE, veil=1),
        ground.layer(GROUND),
        plants.layer((0.74, 0.74)),
    ]


def _cacti(brush: Brush, painter: Painter) -> None:
    frame, unit = painter.frame, painter.unit
    for across, size in ((0.10, 0.30), (0.44, 0.22), (0.76, 0.27)):
        x, y, tall = across * frame.period, 0.725 * frame.height, size * unit
        wide = 0.11 * tall
        brush.box(x - wide, y - tall + wide, 2 * wide, tall - wide)
        brush.ellipse(x, y - tall + wide, wide, wide)
        for side, low, high in ((-1, 0.35, 0.68), (1, 0.48, 0.84)):
            arm = x + side * 0.34 * tall
            brush.box(min(x, arm), y - low * tall - 0.08 * tall, 0.34 * tall, 0.16 * tall)
            brush.ellipse(arm, y - low * tall, 0.08 * tall, 0.08 * tall)
            brush.box(arm - 0.08 * tall, y - high * tall, 0.16 * tall, (high - low) * tall)
            brush.ellipse(arm, y - high * tall, 0.08 * tall, 0.08 * tall)


def snow(frame: Frame, light: Light) -> list[Layer]:
    """White hills, snowy firs and blue shadows."""
    # Snow throws so much light about that it keeps its paleness at every time of day.
    light = replace(light, tint=mix(light.tint, (0.95, 0.90, 1.0), 0.32))
    far = Painter(frame, light, haze=0.30)
    line = far.ridge(0.47, 0.07, (2, 3, 5), seed=31)
    far.fill(far.below(line), ((0.90, 0.95, 1.0), (0.74, 0.84, 0.96)), (0.4, 0.65))
    middle = Painter(frame, light, haze=0.06)
    firs = middle.shapes(lambda brush: conifers(brush, middle, 0.655, 0.34, 15))
    middle.fill(firs, ((0.30, 0.48, 0.50), (0.16, 0.34, 0.38)), (0.35, 0.66))
    flakes = (firs - firs.roll((4, 1), (0, 1))).clamp(0, 1)
    middle.fill(flakes, ((0.97, 0.99, 1.0),) * 2)
    ground = Painter(frame, light)
    edge = ground.ridge(0.64, 0.02, (1, 2, 3), seed=33)
    ground.fill(ground.below(edge), ((0.97, 0.98, 1.0), (0.84, 0.90, 0.99)), (0.65, 1.0))
    for row in (0.74, 0.90):
        drift = ground.ridge(row, 0.012, (2, 3), seed=round(row * 50))
        band = ground.below(drift, 2) * (1 - ground.below(drift + 0.04, 9))
        ground.fill(band * 0.5, ((0.66, 0.78, 0.96),) * 2)
    return [far.layer(FAR, veil=0), middle.layer(MIDDLE, veil=1), ground.layer(GROUND)]


def meadow(frame: Frame, light: Light) -> list[Layer]:
    """Rolling green hills with round trees, grass and flowers."""
    far = Painter(frame, light, haze=0.34)
    line = far.ridge(0.50, 0.055, (1, 2, 3), seed=41)
    far.fill(far.below(line), ((0.40, 0.66, 0.42), (0.52, 0.74, 0.40)), (0.45, 0.65))
    middle = Painter(frame, light, haze=0.08)
    crowns = middle.shapes(lambda brush: round_trees(brush, middle, 0.61, 0.16, 42))
    middle.fill(crowns, ((0.30, 0.60, 0.24), (0.14, 0.40, 0.18)), (0.48, 0.62))
    hill = middle.ridge(0.60, 0.02, (1, 3), seed=43)
    middle.fill(middle.below(hill), ((0.46, 0.72, 0.30), (0.44, 0.70, 0.28)), (0.6, 0.7))
    ground = Painter(frame, light)
    edge = ground.ridge(0.665, 0.010, (1, 2), seed=44)
    ground.fill(ground.below(edge), ((0.46, 0.74, 0.26), (0.26, 0.54, 0.16)), (0.66, 1.0))
    for ink, seed in (((1.0, 0.86, 0.30), 1), ((0.98, 0.98, 0.96), 2), ((0.96, 0.46, 0.62), 3)):
        dots = ground.shapes(partial(_flowers, painter=ground, seed=seed))
        ground.fill(dots, (ink, ink))
    blades = Painter(frame, light)
    grass = blades.shapes(lambda brush: tufts(brush, blades, 40, 0.13, 45))
    blades.fill(grass, ((0.34, 0.66, 0.20), (0.12, 0.36, 0.10)), (0.88, 1.02))
    return [
        far.layer(FAR, veil=0),
        middle.layer(MIDDLE, veil=1),
        ground.layer(GROUND),
        blades.layer(FRONT, sway=0.03, in_front=True),
    ]


def _flowers(brush: Brush, painter: Painter, seed: int) -> None:
    rng = random.Random(seed)
    frame, unit = painter.frame, painter.unit
    for index in range(9):
        x = (index + rng.uniform(0.1, 0.9)) / 9 * frame.period
        down = rng.choice((0.71, 0.745, 0.86, 0.90))
        size = (0.008 + 0.05 * (down - 0.68)) * unit * 1.4
        brush.ellipse(x, down * frame.height, size, size * 0.8)
