"""Backdrops that people built: city, road, room."""

import random
from dataclasses import replace

from torch import Tensor

from seedance_studio.seedling.world.backdrops_land import FAR, MIDDLE, round_trees
from seedance_studio.seedling.world.light import Colour, Light, mix
from seedance_studio.seedling.world.paint import Box, Brush, Frame, Layer, Painter

_WARM: Colour = (1.0, 0.82, 0.46)
_WHITE: Colour = (1.0, 1.0, 1.0)


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
    dark: list[Box] = []
    lit: list[Box] = []
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
    panes = painter.shapes(lambda brush: brush.boxes(dark + lit))
    painter.fill(panes * strength, (glass, glass))
    if painter.light.lamps > 0.1:
        shining = painter.shapes(lambda brush: brush.boxes(lit))
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
    lit = indoors(light)
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


def indoors(light: Light) -> Light:
    """Softens the light: lamps are on when it is dark outside."""
    lamp_light = mix(light.tint, (1.0, 0.78, 0.52), 0.62 * light.lamps)
    return replace(light, tint=lamp_light, haze=lamp_light)


def window_pane(painter: Painter, outside: Light, box: Box) -> None:
    """Paints a window with white bars and the sky of that time of day behind it."""
    frame, unit = painter.frame, painter.unit
    x, y, wide, tall = box
    top, edge = y / frame.height, 0.022 * unit
    rim = painter.shapes(
        lambda brush: brush.box(x - edge, y - edge, wide + 2 * edge, tall + 2 * edge)
    )
    painter.fill(rim, (_WHITE, (0.92, 0.90, 0.88)))
    pane = painter.shapes(lambda brush: brush.box(x, y, wide, tall))
    painter.fill(pane, (outside.sky[0], outside.sky[1]), (top, top + 0.2), glows=True)
    painter.fill(
        pane * painter.below(top + 0.18, 0.16 * frame.height),
        (outside.sky[2], outside.sky[2]),
        glows=True,
    )
    if outside.sun_radius:
        disc = painter.shapes(
            lambda brush: brush.ellipse(x + 0.68 * wide, y + 0.38 * tall, *[0.05 * unit] * 2)
        )
        painter.fill(disc * pane, (outside.sun_colour,) * 2, glows=True)
    bars = painter.shapes(
        lambda brush: brush.boxes(
            (
                (x + wide / 2 - edge / 2, y, edge, tall),
                (x, y + tall / 2 - edge / 2, wide, edge),
            )
        )
    )
    painter.fill(bars, (_WHITE, (0.92, 0.90, 0.88)))


def _window(painter: Painter, outside: Light, across: float) -> None:
    frame, unit = painter.frame, painter.unit
    x, y, wide, tall = across * frame.period, 0.16 * frame.height, 0.56 * unit, 0.38 * frame.height
    window_pane(painter, outside, (x, y, wide, tall))
    drapes = painter.shapes(
        lambda brush: brush.boxes(
            (left, y - 0.05 * unit, 0.13 * unit, tall + 0.12 * unit)
            for left in (x - 0.11 * unit, x + wide - 0.02 * unit)
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
