"""Backdrops off the land or built by people: ocean, city, road, room, space, underwater."""

import math
import random
from dataclasses import replace

from torch import Tensor

from seedance_studio.seedling.world.backdrops_land import FAR, FRONT, MIDDLE, round_trees
from seedance_studio.seedling.world.light import Colour, Light, mix, times
from seedance_studio.seedling.world.paint import Brush, Frame, Layer, Painter

_WARM: Colour = (1.0, 0.82, 0.46)
_WHITE: Colour = (1.0, 1.0, 1.0)


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


def city(frame: Frame, light: Light) -> list[Layer]:
    """A skyline, a row of houses with windows, a pavement with street lamps, a street."""
    far = Painter(frame, light, haze=0.45)
    towers = _blocks(frame, 13, (0.30, 0.58), seed=61)
    far.fill(_boxes(far, towers, 0.68), ((0.44, 0.52, 0.66), (0.50, 0.58, 0.70)), (0.1, 0.65))
    _windows(far, towers, 0.68, 0.45)
    middle = Painter(frame, light, haze=0.06)
    houses = _blocks(frame, 9, (0.18, 0.40), seed=62)
    for paint, own in enumerate(((0.68, 0.44, 0.40), (0.52, 0.56, 0.62), (0.78, 0.66, 0.52))):
        some = houses[paint::3]
        middle.fill(_boxes(middle, some, 0.72), (own, mix(own, (0, 0, 0), 0.2)), (0.3, 0.72))
    _windows(middle, houses, 0.72, 1.0)
    street = Painter(frame, light)
    street.fill(street.below(0.70), ((0.72, 0.70, 0.70), (0.62, 0.60, 0.62)), (0.70, 0.78))
    street.fill(street.below(0.755), ((0.86, 0.84, 0.82),) * 2)
    street.fill(street.below(0.768), ((0.34, 0.35, 0.40), (0.24, 0.25, 0.30)), (0.77, 1.0))
    street.fill(
        street.shapes(lambda brush: dashes(brush, frame, 8, 0.93, 0.014)),
        ((0.95, 0.94, 0.88),) * 2,
    )
    lamps = Painter(frame, light)
    _street_lamps(lamps)
    return [
        far.layer((0.15, 0.15), veil=0),
        middle.layer((0.45, 0.45), veil=1),
        street.layer((0.6, 1.15)),
        lamps.layer((0.66, 0.66), veil=1),
    ]


def _blocks(
    frame: Frame, count: int, heights: tuple[float, float], seed: int
) -> list[tuple[float, float, float]]:
    """Plans a row of buildings: x and width in pixels, height in frame heights."""
    rng = random.Random(seed)
    step = frame.period / count
    return [
        (index * step, step * rng.uniform(0.86, 1.04), rng.uniform(*heights))
        for index in range(count)
    ]


def _boxes(painter: Painter, blocks: list[tuple[float, float, float]], foot: float) -> Tensor:
    high = painter.frame.height

    def draw(brush: Brush) -> None:
        for x, width, tall in blocks:
            brush.box(x, (foot - tall) * high, width, tall * high)

    return painter.shapes(draw)


def _windows(
    painter: Painter, blocks: list[tuple[float, float, float]], foot: float, strength: float
) -> None:
    """Rows of panes; at night most of them shine."""
    rng = random.Random(len(blocks))
    high, unit = painter.frame.height, painter.unit
    dark: list[tuple[float, float, float, float]] = []
    lit: list[tuple[float, float, float, float]] = []
    for x, width, tall in blocks:
        across = max(2, round(width / (0.13 * unit)))
        down = max(2, int(tall * high / (0.12 * unit)))
        for column in range(across):
            for row in range(down):
                left = x + (column + 0.28) * width / across
                top = (foot - tall) * high + (row + 0.35) * 0.12 * unit
                pane = (left, top, 0.44 * width / across, 0.06 * unit)
                (lit if rng.random() < 0.65 else dark).append(pane)
    glass = mix((0.36, 0.46, 0.58), (0.70, 0.84, 0.96), 0.5)
    panes = painter.shapes(lambda brush: [brush.box(*pane) for pane in dark + lit])
    painter.fill(panes * strength, (glass, glass))
    if painter.light.lamps > 0.1:
        shining = painter.shapes(lambda brush: [brush.box(*pane) for pane in lit])
        power = strength * painter.light.lamps
        painter.fill(shining * power, (_WARM, (1.0, 0.72, 0.36)), (0.1, 0.7), glows=True)


def _street_lamps(painter: Painter) -> None:
    frame, unit = painter.frame, painter.unit
    spots = [across * frame.period for across in (0.12, 0.45, 0.79)]
    foot, tall = 0.745 * frame.height, 0.50 * unit

    def posts(brush: Brush) -> None:
        for x in spots:
            brush.box(x - 0.009 * unit, foot - tall, 0.018 * unit, tall)
            brush.box(x - 0.02 * unit, foot - tall, 0.10 * unit, 0.016 * unit)

    def heads(brush: Brush) -> None:
        for x in spots:
            brush.ellipse(x + 0.075 * unit, foot - tall + 0.02 * unit, 0.03 * unit, 0.022 * unit)

    def halos(brush: Brush) -> None:
        for x in spots:
            brush.ellipse(x + 0.075 * unit, foot - tall + 0.03 * unit, 0.09 * unit, 0.09 * unit)

    painter.fill(painter.shapes(posts), ((0.20, 0.22, 0.26),) * 2)
    shine = painter.light.lamps
    painter.fill(painter.shapes(heads), ((0.95, 0.93, 0.85),) * 2, glows=shine > 0.3)
    if shine > 0.3:
        halo = painter.shapes(halos, blur=0.045 * unit)
        painter.glow(halo, _WARM, 0.75 * shine)


def dashes(brush: Brush, frame: Frame, count: int, down: float, thick: float) -> None:
    """Draws the broken line in the middle of a street."""
    step = frame.period / count
    for index in range(count):
        brush.box(index * step, (down - thick / 2) * frame.height, 0.5 * step, thick * frame.height)


def road(frame: Frame, light: Light) -> list[Layer]:
    """Fields and hills, a fence, and an empty road right through."""
    far = Painter(frame, light, haze=0.36)
    line = far.ridge(0.50, 0.06, (2, 3), seed=71)
    far.fill(far.below(line), ((0.44, 0.60, 0.48), (0.54, 0.68, 0.44)), (0.42, 0.6))
    middle = Painter(frame, light, haze=0.10)
    field = middle.ridge(0.565, 0.015, (1, 2), seed=72)
    middle.fill(middle.below(field), ((0.88, 0.78, 0.36), (0.80, 0.74, 0.34)), (0.56, 0.68))
    crowns = middle.shapes(lambda brush: round_trees(brush, middle, 0.585, 0.13, 73))
    middle.fill(crowns * 0.95, ((0.30, 0.52, 0.28), (0.18, 0.40, 0.22)), (0.46, 0.6))
    ground = Painter(frame, light)
    ground.fill(ground.below(0.66, 2), ((0.44, 0.62, 0.24), (0.36, 0.54, 0.20)), (0.66, 0.74))
    ground.fill(ground.below(0.718, 2), ((0.46, 0.47, 0.52), (0.34, 0.35, 0.41)), (0.72, 1.0))
    ground.fill(ground.below(0.728) * (1 - ground.below(0.738)), ((0.96, 0.95, 0.90),) * 2)
    marks = ground.shapes(lambda brush: dashes(brush, frame, 7, 0.885, 0.020))
    ground.fill(marks, ((1.0, 0.88, 0.42),) * 2)
    fence = Painter(frame, light)
    fence.fill(
        fence.shapes(lambda brush: _fence(brush, fence)),
        ((0.97, 0.96, 0.93), (0.82, 0.80, 0.78)),
        (0.6, 0.72),
    )
    return [
        far.layer(FAR, veil=0),
        middle.layer(MIDDLE, veil=1),
        ground.layer((0.6, 1.15)),
        fence.layer((0.66, 0.66)),
    ]


def _fence(brush: Brush, painter: Painter) -> None:
    frame, unit = painter.frame, painter.unit
    count, foot, tall = 12, 0.705 * frame.height, 0.10 * unit
    for index in range(count):
        brush.box(index * frame.period / count, foot - tall, 0.022 * unit, tall)
    for level in (0.8, 0.4):
        brush.box(0, foot - level * tall, frame.period, 0.016 * unit)


def room(frame: Frame, light: Light) -> list[Layer]:
    """A warm wall with windows on the sky outside, pictures, a plant, a lamp, a wooden floor."""
    lit = _indoors(light)
    wall = Painter(frame, lit)
    wall.fill(wall.below(-0.2), ((0.76, 0.86, 0.82), (0.66, 0.78, 0.74)), (0.0, 0.7))
    for across in (0.10, 0.60):
        _window(wall, light, across)
    pictures = wall.shapes(lambda brush: _frames(brush, wall, 0.0))
    wall.fill(pictures, ((0.55, 0.36, 0.22),) * 2)
    inner = wall.shapes(lambda brush: _frames(brush, wall, 0.02))
    wall.fill(inner, ((0.50, 0.70, 0.72), (0.90, 0.72, 0.50)), (0.2, 0.4))
    wall.fill(wall.below(0.655), ((0.99, 0.97, 0.93),) * 2)
    floor = Painter(frame, lit)
    floor.fill(floor.below(0.69), ((0.74, 0.52, 0.34), (0.58, 0.37, 0.22)), (0.69, 1.0))
    for row in (0.735, 0.80, 0.89):
        band = floor.below(row) * (1 - floor.below(row + 0.006))
        floor.fill(band * 0.35, ((0.36, 0.22, 0.12),) * 2)
    rug = floor.below(0.775, 2) * (1 - floor.below(0.91, 2))
    floor.fill(rug, ((0.80, 0.36, 0.36), (0.68, 0.26, 0.30)), (0.78, 0.9))
    stripe = floor.below(0.79, 2) * (1 - floor.below(0.80, 2))
    floor.fill(stripe, ((0.98, 0.86, 0.66),) * 2)
    things = Painter(frame, lit)
    _furniture(things, light)
    return [
        wall.layer((0.55, 0.55), veil=0),
        floor.layer((0.55, 1.15)),
        things.layer((0.62, 0.62)),
    ]


def _indoors(light: Light) -> Light:
    """Softens the light: lamps are on when it is dark outside."""
    lamp_light = mix(light.tint, (1.0, 0.78, 0.52), 0.62 * light.lamps)
    return replace(light, tint=lamp_light, haze=lamp_light)


def _window(painter: Painter, outside: Light, across: float) -> None:
    frame, unit = painter.frame, painter.unit
    x, y, wide, tall = across * frame.period, 0.16 * frame.height, 0.56 * unit, 0.38 * frame.height
    edge = 0.022 * unit
    rim = painter.shapes(
        lambda brush: brush.box(x - edge, y - edge, wide + 2 * edge, tall + 2 * edge)
    )
    painter.fill(rim, (_WHITE, (0.92, 0.90, 0.88)))
    pane = painter.shapes(lambda brush: brush.box(x, y, wide, tall))
    painter.fill(pane, (outside.sky[0], outside.sky[1]), (0.16, 0.36), glows=True)
    painter.fill(
        pane * painter.below(0.34, 0.16 * frame.height),
        (outside.sky[2], outside.sky[2]),
        glows=True,
    )
    if outside.sun_radius:
        disc = painter.shapes(
            lambda brush: brush.ellipse(x + 0.68 * wide, y + 0.38 * tall, *[0.05 * unit] * 2)
        )
        painter.fill(disc * pane, (outside.sun_colour,) * 2, glows=True)
    bars = painter.shapes(
        lambda brush: (
            brush.box(x + wide / 2 - edge / 2, y, edge, tall),
            brush.box(x, y + tall / 2 - edge / 2, wide, edge),
        )
    )
    painter.fill(bars, (_WHITE, (0.92, 0.90, 0.88)))
    drapes = painter.shapes(
        lambda brush: (
            brush.box(x - 0.11 * unit, y - 0.05 * unit, 0.13 * unit, tall + 0.12 * unit),
            brush.box(x + wide - 0.02 * unit, y - 0.05 * unit, 0.13 * unit, tall + 0.12 * unit),
        )
    )
    painter.fill(drapes, ((0.93, 0.66, 0.50), (0.82, 0.50, 0.40)), (0.1, 0.55))


def _frames(brush: Brush, painter: Painter, inset: float) -> None:
    frame, unit = painter.frame, painter.unit
    for across, wide, tall in ((0.39, 0.20, 0.26), (0.88, 0.24, 0.18)):
        brush.box(
            across * frame.period + inset * unit,
            0.22 * frame.height + inset * unit,
            (wide - 2 * inset) * unit,
            (tall - 2 * inset) * unit,
        )


def _furniture(painter: Painter, outside: Light) -> None:
    """A potted plant and a standing lamp."""
    frame, unit = painter.frame, painter.unit
    foot = 0.735 * frame.height
    pot, lamp = 0.03 * frame.period, 0.52 * frame.period

    def leaves(brush: Brush) -> None:
        for lean in (-0.8, -0.4, 0.0, 0.4, 0.8):
            tip = (pot + lean * 0.22 * unit, foot - (0.46 - 0.14 * abs(lean)) * unit)
            base = foot - 0.12 * unit
            side = 0.03 * unit
            brush.polygon(((pot - side, base), tip, (pot + side, base)))
            brush.ellipse((tip[0] + pot) / 2, (tip[1] + base) / 2, 0.05 * unit, 0.07 * unit)

    painter.fill(painter.shapes(leaves), ((0.30, 0.60, 0.30), (0.16, 0.42, 0.22)), (0.4, 0.7))
    vase = painter.shapes(
        lambda brush: brush.box(pot - 0.06 * unit, foot - 0.13 * unit, 0.12 * unit, 0.13 * unit)
    )
    painter.fill(vase, ((0.86, 0.52, 0.36), (0.70, 0.38, 0.26)), (0.6, 0.74))
    pole = painter.shapes(
        lambda brush: brush.box(lamp - 0.008 * unit, foot - 0.5 * unit, 0.016 * unit, 0.5 * unit)
    )
    painter.fill(pole, ((0.30, 0.26, 0.24),) * 2)
    top = foot - 0.62 * unit
    shade = painter.shapes(
        lambda brush: brush.polygon(
            (
                (lamp - 0.05 * unit, top),
                (lamp + 0.05 * unit, top),
                (lamp + 0.10 * unit, top + 0.15 * unit),
                (lamp - 0.10 * unit, top + 0.15 * unit),
            )
        )
    )
    is_lit = outside.lamps > 0.3
    painter.fill(shade, ((1.0, 0.90, 0.64), (1.0, 0.80, 0.48)), (0.2, 0.4), glows=is_lit)
    if is_lit:
        halo = painter.shapes(
            lambda brush: brush.ellipse(lamp, top + 0.1 * unit, 0.24 * unit, 0.24 * unit),
            blur=0.10 * unit,
        )
        painter.glow(halo, _WARM, 0.45 * outside.lamps)


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
        coral = floor.shapes(lambda brush, seed=seed: _coral(brush, floor, seed))
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
