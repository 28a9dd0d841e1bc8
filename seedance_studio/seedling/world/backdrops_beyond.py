"""Backdrops beyond the land: ocean, space, the moon, underwater."""

import math
import random
from dataclasses import replace
from functools import partial

from seedance_studio.seedling.world.backdrops_land import FAR, FRONT
from seedance_studio.seedling.world.light import Colour, Light, mix, times
from seedance_studio.seedling.world.paint import Brush, Frame, Layer, Painter


def ocean(frame: Frame, light: Light) -> list[Layer]:
    """Nothing but sea to the horizon, an island far off and swell in front."""
    far = Painter(frame, light, haze=0.55)
    line = far.ridge(0.455, 0.05, (1, 3, 4), seed=51)
    far.fill(far.below(line) * (1 - far.below(0.475)), ((0.34, 0.50, 0.52),) * 2)
    swell = Painter(frame, light)
    crest = swell.ridge(0.945, 0.018, (4, 6), seed=52)
    near, shallow = light.water[1], mix(light.water[1], light.water[0], 0.4)
    swell.fill(swell.below(crest, 2) * 0.85, (shallow, near), (0.94, 1.0), glows=True)
    foam = swell.below(crest, 2) * (1 - swell.below(crest + 0.015, 3))
    swell.fill(foam * 0.35, (light.glint, light.glint), glows=True)
    return [far.layer(FAR, veil=0), swell.layer(FRONT, sway=0.02, in_front=True)]


def space(frame: Frame, light: Light) -> list[Layer]:
    """Planets and stars over the grey craters of a moon."""
    planets = Painter(frame, _unlit(light))
    _planet(planets, 0.16, 0.27, 0.17, ((0.30, 0.62, 0.96), (0.10, 0.26, 0.66)))
    _planet(planets, 0.56, 0.20, 0.085, ((0.98, 0.72, 0.42), (0.72, 0.34, 0.30)))
    _planet(planets, 0.84, 0.36, 0.055, ((0.80, 0.60, 0.92), (0.42, 0.28, 0.62)))
    ground = Painter(frame, _unlit(light))
    edge = ground.ridge(0.80, 0.022, (1, 2, 3), seed=81)
    ground.fill(ground.below(edge), ((0.66, 0.66, 0.72), (0.34, 0.34, 0.42)), (0.78, 1.0))
    craters = ground.shapes(lambda brush: _craters(brush, ground, 0.0))
    ground.fill(craters, ((0.40, 0.40, 0.48), (0.30, 0.30, 0.38)), (0.8, 1.0))
    bowls = ground.shapes(lambda brush: _craters(brush, ground, 0.006), blur=0.6)
    ground.fill(bowls * 0.6, ((0.56, 0.56, 0.62),) * 2)
    return [planets.layer((0.10, 0.10), veil=0), ground.layer((0.8, 1.1))]


def _unlit(light: Light) -> Light:
    """Space has its own light; the time of day only lends it a hue."""
    return replace(light, tint=mix((1.0, 1.0, 1.0), light.tint, 0.6))


def _planet(
    painter: Painter, across: float, down: float, radius: float, own: tuple[Colour, Colour]
) -> None:
    frame, unit = painter.frame, painter.unit
    x, y, size = across * frame.period, down * frame.height, radius * unit
    halo = painter.shapes(
        lambda brush: brush.ellipse(x, y, size * 1.15, size * 1.15), blur=0.16 * size
    )
    painter.glow(halo, own[0], 0.5)
    disc = painter.shapes(lambda brush: brush.ellipse(x, y, size, size))
    painter.fill(disc, own, (down - radius, down + radius))
    night = disc * (
        1
        - painter.shapes(
            lambda brush: brush.ellipse(x - 0.28 * size, y - 0.28 * size, size, size),
            blur=0.14 * size,
        )
    )
    painter.fill(night * 0.8, ((0.03, 0.04, 0.12),) * 2)
    if own[0][0] > 0.9:
        ring = painter.shapes(lambda brush: brush.ellipse(x, y, size * 1.9, size * 0.42))
        hole = painter.shapes(lambda brush: brush.ellipse(x, y, size * 1.5, size * 0.28))
        front = painter.below(down) * disc
        painter.fill(ring * (1 - hole) * (1 - disc + front), ((0.98, 0.88, 0.70),) * 2)


def _craters(brush: Brush, painter: Painter, lower: float) -> None:
    frame, unit = painter.frame, painter.unit
    spots = ((0.05, 0.86), (0.20, 0.94), (0.36, 0.855), (0.55, 0.92), (0.70, 0.86), (0.88, 0.93))
    for across, down in spots:
        size = (0.03 + 0.5 * (down - 0.82)) * unit
        brush.ellipse(
            across * frame.period, (down + lower) * frame.height, size, size * (0.34 - 7 * lower)
        )


def moon(frame: Frame, light: Light) -> list[Layer]:
    """Grey hills and craters under a black sky, a lander that shines like gold."""
    own = replace(light, tint=mix((0.95, 0.95, 0.95), light.tint, 0.68), haze=(0.02, 0.02, 0.04))
    side = 1.0 if light.sun[0] > 0.5 else -1.0
    far = Painter(frame, own, haze=0.30)
    line = far.ridge(0.535, 0.05, (2, 3, 5, 7), seed=151)
    far.fill(far.below(line), ((0.80, 0.80, 0.82), (0.52, 0.52, 0.56)), (0.48, 0.66))
    lee = far.below(line) * (1 - far.below(line.roll(round(side * 0.05 * far.unit)) + 0.012, 6))
    far.fill(lee * 0.6, ((0.22, 0.22, 0.28),) * 2)
    ground = Painter(frame, own)
    edge = ground.ridge(0.615, 0.016, (1, 2, 3), seed=152)
    ground.fill(ground.below(edge), ((0.90, 0.90, 0.90), (0.58, 0.58, 0.61)), (0.61, 1.0))
    _moon_craters(ground, side)
    lander = Painter(frame, own)
    for across, size in ((0.12, 0.30), (0.60, 0.24)):
        _lander(lander, across, size)
    return [far.layer((0.10, 0.10), veil=0), ground.layer((0.45, 1.15)), lander.layer((0.6, 0.6))]


def _moon_craters(painter: Painter, side: float) -> None:
    """Paints bowls with a bright rim; the wall on the sunny side lies in shadow."""
    frame, unit = painter.frame, painter.unit
    rng = random.Random(153)
    spots = [
        (
            (index + rng.uniform(0.1, 0.9)) / 15 * frame.period,
            rng.choice((0.66, 0.70, 0.77, 0.9, 0.95)),
        )
        for index in range(15)
    ]

    def bowls(brush: Brush, *, grow: float, aside: float, lower: float) -> None:
        sizes = random.Random(154)
        for x, down in spots:
            size = grow * (0.03 + 0.28 * (down - 0.64)) * unit * sizes.uniform(0.8, 1.4)
            y = down * frame.height + lower * size
            brush.ellipse(x + aside * side * size, y, size, 0.34 * size)

    rims = painter.shapes(partial(bowls, grow=1.16, aside=0.0, lower=-0.02), blur=0.5)
    painter.fill(rims * 0.8, ((0.98, 0.98, 0.98), (0.74, 0.74, 0.76)), (0.62, 1.0))
    dark = painter.shapes(partial(bowls, grow=1.0, aside=0.0, lower=0.0))
    painter.fill(dark, ((0.34, 0.34, 0.38), (0.26, 0.26, 0.30)), (0.62, 1.0))
    light = painter.shapes(partial(bowls, grow=0.84, aside=-0.18, lower=0.05), blur=0.8)
    painter.fill(light * 0.8, ((0.72, 0.72, 0.74), (0.54, 0.54, 0.57)), (0.62, 1.0))


def _lander(painter: Painter, across: float, size: float) -> None:
    """Paints a small lander on four legs and a flag beside it."""
    frame, unit = painter.frame, size * painter.unit
    x, foot = across * frame.period, 0.69 * frame.height

    def legs(brush: Brush) -> None:
        for side in (-1, 1):
            for reach in (0.30, 0.50):
                tip = x + side * reach * unit
                top, thick = x + side * 0.18 * unit, 0.022 * unit
                knee = foot - 0.36 * unit
                upper = ((top - thick, knee), (top + thick, knee))
                brush.polygon((*upper, (tip + thick, foot), (tip - thick, foot)))
                brush.ellipse(tip, foot, 0.06 * unit, 0.022 * unit)

    def cabin(brush: Brush) -> None:
        y = foot - 0.60 * unit
        left, right = x - 0.14 * unit, x + 0.14 * unit
        top = y - 0.28 * unit
        brush.polygon(((x - 0.24 * unit, y), (left, top), (right, top), (x + 0.24 * unit, y)))
        brush.ellipse(x, top, 0.12 * unit, 0.07 * unit)

    def stage(brush: Brush) -> None:
        brush.box(x - 0.30 * unit, foot - 0.60 * unit, 0.60 * unit, 0.30 * unit)

    def pane(brush: Brush) -> None:
        brush.ellipse(x, foot - 0.73 * unit, 0.07 * unit, 0.06 * unit)

    painter.fill(painter.shapes(legs), ((0.72, 0.62, 0.40),) * 2)
    painter.fill(painter.shapes(cabin), ((0.98, 0.98, 1.0), (0.70, 0.72, 0.78)), (0.45, 0.6))
    painter.fill(painter.shapes(stage), ((1.0, 0.82, 0.36), (0.78, 0.52, 0.16)), (0.55, 0.68))
    painter.fill(painter.shapes(pane), ((0.16, 0.20, 0.32),) * 2)


def underwater(frame: Frame, light: Light) -> list[Layer]:
    """Blue depths, rocks, corals and swaying weed over a sandy floor."""
    deep = replace(light, haze=times(light.tint, (0.10, 0.50, 0.68)))
    far = Painter(frame, deep, haze=0.55)
    line = far.ridge(0.60, 0.10, (2, 3, 5), seed=91)
    far.fill(far.below(line, 3), ((0.12, 0.40, 0.54), (0.14, 0.46, 0.56)), (0.45, 0.8))
    weed = Painter(frame, deep, haze=0.15)
    weed.fill(
        weed.shapes(lambda brush: _weed(brush, weed, 14, 0.80, 0.34, 92)),
        ((0.24, 0.66, 0.36), (0.08, 0.40, 0.30)),
        (0.45, 0.8),
    )
    floor = Painter(frame, deep, haze=0.12)
    edge = floor.ridge(0.775, 0.02, (1, 2, 3), seed=93)
    floor.fill(floor.below(edge, 2), ((0.86, 0.80, 0.58), (0.60, 0.62, 0.50)), (0.78, 1.0))
    for ink, seed in (((0.98, 0.42, 0.42), 94), ((0.98, 0.62, 0.28), 95), ((0.86, 0.42, 0.78), 96)):
        coral = floor.shapes(partial(_coral, painter=floor, seed=seed))
        floor.fill(coral, (ink, mix(ink, (0.2, 0.1, 0.3), 0.35)), (0.68, 0.84))
    front = Painter(frame, deep)
    front.fill(
        front.shapes(lambda brush: _weed(brush, front, 7, 1.15, 0.36, 97)),
        ((0.10, 0.46, 0.34), (0.02, 0.20, 0.22)),
        (0.85, 1.0),
    )
    return [
        far.layer(FAR, veil=0),
        weed.layer((0.5, 0.5), sway=0.05, veil=1),
        floor.layer((0.6, 1.15)),
        front.layer(FRONT, sway=0.06, in_front=True),
    ]


def _weed(brush: Brush, painter: Painter, count: int, foot: float, size: float, seed: int) -> None:
    rng = random.Random(seed)
    frame, unit = painter.frame, painter.unit
    for index in range(count):
        x = (index + rng.uniform(0.2, 0.8)) / count * frame.period
        tall, bend = size * unit * rng.uniform(0.6, 1.0), rng.uniform(-0.05, 0.05) * unit
        left, right = [], []
        for step in range(10):
            share = step / 9
            middle = x + bend * math.sin(share * 5)
            half = 0.022 * unit * (1 - share) ** 0.6
            y = foot * frame.height - tall * share
            left.append((middle - half, y))
            right.append((middle + half, y))
        brush.polygon(left + right[::-1])


def _coral(brush: Brush, painter: Painter, seed: int) -> None:
    rng = random.Random(seed)
    frame, unit = painter.frame, painter.unit
    for index in range(3):
        x = (index + rng.uniform(0.1, 0.9)) / 3 * frame.period
        foot, size = 0.815 * frame.height, unit * rng.uniform(0.08, 0.12)
        for lean in (-0.9, -0.45, 0.0, 0.45, 0.9):
            tip = (x + lean * size, foot - size * (1.15 - 0.4 * abs(lean)))
            brush.polygon(((x - 0.2 * size, foot), tip, (x + 0.2 * size, foot)))
            brush.ellipse(*tip, 0.2 * size, 0.2 * size)
