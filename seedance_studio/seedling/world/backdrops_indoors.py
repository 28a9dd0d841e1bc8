"""Backdrops under a roof, where no weather comes: theatre stage, kitchen."""

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import torch

from seedance_studio.seedling.world.backdrops_built import indoors, window_pane
from seedance_studio.seedling.world.light import Colour, Light, mix
from seedance_studio.seedling.world.paint import Brush, Frame, Layer, Painter

_GOLD: Colour = (0.98, 0.78, 0.34)
_WARM: Colour = (1.0, 0.82, 0.46)


def stage(frame: Frame, light: Light) -> list[Layer]:
    """Red curtains in folds, beams of coloured light, a wooden floor with footlights."""
    beam = _full(light.haze)
    lit = replace(light, tint=mix(mix((0.95, 0.88, 0.84), beam, 0.35), light.tint, 0.55))
    cloth = Painter(frame, lit)
    cloth.fill(cloth.below(-0.3), ((0.62, 0.07, 0.13), (0.78, 0.12, 0.18)), (0.0, 0.7))
    cloth.fill(cloth.below(-0.3) * _folds(frame, 14, 0.0) * 0.75, ((0.26, 0.02, 0.07),) * 2)
    cloth.fill(cloth.below(-0.3) * _folds(frame, 14, 2.6) * 0.35, ((0.98, 0.36, 0.34),) * 2)
    hem = cloth.below(0.655) * (1 - cloth.below(0.678))
    cloth.fill(hem, (_GOLD, mix(_GOLD, (0.4, 0.2, 0.0), 0.4)), (0.65, 0.68))
    floor = Painter(frame, lit)
    floor.fill(floor.below(0.685), ((0.72, 0.46, 0.26), (0.50, 0.29, 0.15)), (0.69, 1.0))
    for row in (0.715, 0.755, 0.81, 0.88):
        floor.fill((floor.below(row) - floor.below(row + 0.005)) * 0.5, ((0.26, 0.13, 0.06),) * 2)
    beams = Painter(frame, lit)
    _spotlights(beams, beam)
    valance = Painter(frame, lit)
    _valance(valance)
    front = Painter(frame, lit)
    _footlights(front)
    return [
        cloth.layer((0.5, 0.5), veil=0),
        floor.layer((0.55, 1.15)),
        beams.layer((0.6, 1.0)),
        valance.layer((0.8, 0.8)),
        front.layer((1.2, 1.2), in_front=True),
    ]


def _full(colour: Colour) -> Colour:
    """Gives the same hue as bright as it goes."""
    largest = max(colour)
    return colour[0] / largest, colour[1] / largest, colour[2] / largest


def _folds(frame: Frame, count: int, turn: float) -> torch.Tensor:
    """Where the cloth turns away: (1, period), 0..1."""
    across = torch.arange(frame.period) / frame.period * (2 * math.pi)
    wave = torch.sin(count * across + turn + 0.5 * torch.sin(5 * across))
    return (0.5 + 0.5 * wave)[None] ** 1.6


def _spotlights(painter: Painter, colour: Colour) -> None:
    frame, unit = painter.frame, painter.unit
    spots = ((0.04, 0.10), (0.20, -0.08), (0.37, 0.10), (0.54, -0.06), (0.70, 0.08), (0.88, -0.10))

    def cones(brush: Brush) -> None:
        for across, lean in spots:
            top, foot = across * frame.period, (across + lean) * frame.period
            low, wide = 0.83 * frame.height, 0.24 * unit
            high = -0.1 * frame.height
            brush.polygon(
                (
                    (top - 0.03 * unit, high),
                    (top + 0.03 * unit, high),
                    (foot + wide, low),
                    (foot - wide, low),
                )
            )

    def pools(brush: Brush) -> None:
        for across, lean in spots:
            x = (across + lean) * frame.period
            brush.ellipse(x, 0.83 * frame.height, 0.27 * unit, 0.065 * frame.height)

    fade = 1.0 - 0.55 * painter.below(0.40, 0.5 * frame.height)
    painter.glow(painter.shapes(cones, blur=0.012 * unit) * fade, mix(colour, (1, 1, 1), 0.3), 0.34)
    painter.glow(painter.shapes(pools, blur=0.02 * unit), mix(colour, _WARM, 0.3), 0.42)


def _valance(painter: Painter) -> None:
    """Paints the scalloped cloth above, with a golden fringe."""
    frame = painter.frame
    across = torch.arange(frame.period) / frame.period
    line = 0.07 + 0.075 * torch.sin(across * math.pi * 8).abs()
    fringe = 1 - painter.below(line + 0.028, 2)
    painter.fill(fringe, (_GOLD, mix(_GOLD, (0.5, 0.25, 0.0), 0.3)), (0.05, 0.18))
    cloth = 1 - painter.below(line, 2)
    painter.fill(cloth, ((0.44, 0.03, 0.10), (0.70, 0.08, 0.16)), (-0.1, 0.16))
    painter.fill(cloth * _folds(frame, 40, 1.0) * 0.5, ((0.28, 0.02, 0.06),) * 2)


def _footlights(painter: Painter) -> None:
    frame, unit = painter.frame, painter.unit
    count = 11
    spots = [(index + 0.5) / count * frame.period for index in range(count)]
    edge = painter.below(0.965, 2)
    painter.fill(edge, ((0.34, 0.17, 0.09), (0.16, 0.07, 0.05)), (0.96, 1.05))

    def shells(brush: Brush) -> None:
        for x in spots:
            brush.ellipse(x, 0.972 * frame.height, 0.045 * unit, 0.034 * unit)

    def halos(brush: Brush) -> None:
        for x in spots:
            brush.ellipse(x, 0.95 * frame.height, 0.07 * unit, 0.05 * unit)

    painter.glow(painter.shapes(halos, blur=0.03 * unit), _WARM, 0.55)
    painter.fill(painter.shapes(shells), ((1.0, 0.94, 0.72), _GOLD), (0.94, 0.99), glows=True)


def kitchen(frame: Frame, light: Light) -> list[Layer]:
    """White tiles below a yellow wall with shelves, a window, a table under checked cloth."""
    lit = indoors(light)
    wall = Painter(frame, lit)
    wall.fill(wall.below(-0.3), ((1.0, 0.86, 0.48), (0.98, 0.82, 0.44)), (0.0, 0.45))
    _tiles(wall)
    for across in (0.04, 0.54):
        unit, high = frame.unit, frame.height
        box = (across * frame.period, 0.11 * high, 0.42 * unit, 0.32 * high)
        window_pane(wall, light, box)
        x, y, wide, tall = box
        sill = partial(
            _slab, x=x - 0.05 * unit, y=y + tall, wide=wide + 0.1 * unit, tall=0.025 * unit
        )
        wall.fill(wall.shapes(sill), ((0.98, 0.97, 0.94), (0.84, 0.82, 0.80)))
        _pots(wall, x, y + tall, wide)
    for across in (0.29, 0.79):
        _shelves(wall, across)
    table = Painter(frame, lit)
    _checked_cloth(table)
    things = Painter(frame, lit)
    _kettle(things, 0.20)
    _bowl(things, 0.52)
    _jug(things, 0.83)
    return [
        wall.layer((0.55, 0.55), veil=0),
        table.layer((0.55, 1.15)),
        things.layer((0.62, 0.62)),
    ]


def _slab(brush: Brush, x: float, y: float, wide: float, tall: float) -> None:
    brush.box(x, y, wide, tall)


def _tiles(painter: Painter) -> None:
    """Paints white and pale blue tiles with joints from the middle of the wall down."""
    frame, unit = painter.frame, painter.unit
    painter.fill(painter.below(0.475), ((0.98, 0.99, 0.99), (0.90, 0.94, 0.95)), (0.47, 0.7))
    columns = 2 * round(frame.period / (0.26 * unit))
    step, rows = frame.period / columns, 4
    tall = (0.70 - 0.475) * frame.height / rows

    def blue(brush: Brush) -> None:
        for row in range(rows):
            for column in range((3 * row) % 5, columns, 5):
                brush.box(column * step, 0.475 * frame.height + row * tall, step, tall)

    def joints(brush: Brush) -> None:
        for row in range(rows):
            brush.box(0, 0.475 * frame.height + row * tall, frame.period, 0.007 * unit)
        for column in range(columns):
            brush.box(column * step, 0.475 * frame.height, 0.007 * unit, rows * tall)

    painter.fill(painter.shapes(blue), ((0.62, 0.82, 0.92), (0.56, 0.78, 0.88)), (0.47, 0.7))
    painter.fill(painter.shapes(joints) * 0.6, ((0.72, 0.78, 0.80),) * 2)
    rail = painter.below(0.462) * (1 - painter.below(0.482))
    painter.fill(rail, ((0.28, 0.54, 0.70),) * 2)


def _pots(painter: Painter, x: float, foot: float, wide: float) -> None:
    """Paints herbs on a window sill."""
    unit = painter.unit
    spots = [x + share * wide for share in (0.18, 0.80)]

    def leaves(brush: Brush) -> None:
        for spot in spots:
            for dx, dy in ((0, 0.10), (-0.03, 0.085), (0.03, 0.085), (0, 0.075)):
                brush.ellipse(spot + dx * unit, foot - dy * unit, 0.03 * unit, 0.03 * unit)

    def pots(brush: Brush) -> None:
        for spot in spots:
            brush.box(spot - 0.03 * unit, foot - 0.06 * unit, 0.06 * unit, 0.06 * unit)

    painter.fill(painter.shapes(leaves), ((0.38, 0.70, 0.32), (0.24, 0.54, 0.26)))
    painter.fill(painter.shapes(pots), ((0.88, 0.48, 0.32),) * 2)


def _shelves(painter: Painter, across: float) -> None:
    """Paints two boards with jars, plates and cups."""
    frame, unit = painter.frame, painter.unit
    left, wide = across * frame.period, 0.50 * unit
    boards = [0.235 * frame.height, 0.405 * frame.height]
    rng = random.Random(round(across * 100))
    inks: Sequence[Colour] = ((0.90, 0.32, 0.28), (0.98, 0.98, 0.96), (0.26, 0.60, 0.66))

    def things(brush: Brush, *, which: int) -> None:
        for board in boards:
            for place in range(6):
                tall, half = rng.uniform(0.05, 0.10) * unit, rng.uniform(0.022, 0.034) * unit
                x = left + (place + 0.5) / 6 * wide
                if (place + round(board)) % 3 == which:
                    brush.box(x - half, board - tall, 2 * half, tall)
                    brush.ellipse(x, board - tall, half, 0.4 * half)

    for which, ink in enumerate(inks):
        jars = painter.shapes(partial(things, which=which))
        painter.fill(jars, (ink, mix(ink, (0.2, 0.1, 0.1), 0.15)), (0.15, 0.42))

    def planks(brush: Brush) -> None:
        for board in boards:
            brush.box(left - 0.03 * unit, board, wide + 0.06 * unit, 0.024 * unit)

    painter.fill(painter.shapes(planks), ((0.66, 0.42, 0.24),) * 2)


def _checked_cloth(painter: Painter) -> None:
    frame = painter.frame
    painter.fill(painter.below(0.695), ((0.99, 0.98, 0.96), (0.96, 0.95, 0.94)), (0.7, 1.0))
    blue: Colour = (0.26, 0.48, 0.82)
    columns = 10
    step = frame.period / columns
    stripes = painter.shapes(
        lambda brush: brush.boxes(
            (column * step, 0, step / 2, 2 * frame.height) for column in range(columns)
        )
    )
    inside = painter.below(0.718)
    painter.fill(stripes * inside * 0.5, (blue, blue))
    for top, low in ((0.735, 0.765), (0.80, 0.84), (0.885, 0.94), (1.0, 1.07)):
        painter.fill((painter.below(top) - painter.below(low)) * 0.5, (blue, blue))
    edge = painter.below(0.695) * (1 - painter.below(0.718))
    painter.fill(edge, ((0.72, 0.46, 0.26), (0.60, 0.36, 0.20)), (0.69, 0.72))


def _kettle(painter: Painter, across: float) -> None:
    frame, unit = painter.frame, painter.unit
    x, foot = across * frame.period, 0.745 * frame.height

    def body(brush: Brush) -> None:
        brush.ellipse(x, foot - 0.075 * unit, 0.095 * unit, 0.078 * unit)
        brush.polygon(
            (
                (x + 0.05 * unit, foot - 0.06 * unit),
                (x + 0.15 * unit, foot - 0.15 * unit),
                (x + 0.17 * unit, foot - 0.13 * unit),
                (x + 0.08 * unit, foot - 0.02 * unit),
            )
        )
        brush.ellipse(x, foot - 0.165 * unit, 0.022 * unit, 0.022 * unit)

    def handle(brush: Brush) -> None:
        brush.ellipse(x, foot - 0.15 * unit, 0.085 * unit, 0.085 * unit)

    def hole(brush: Brush) -> None:
        brush.ellipse(x, foot - 0.145 * unit, 0.065 * unit, 0.065 * unit)

    ring = (painter.shapes(handle) - painter.shapes(hole)).clamp(0, 1)
    painter.fill(ring, ((0.30, 0.22, 0.20),) * 2)
    painter.fill(painter.shapes(body), ((0.94, 0.38, 0.34), (0.72, 0.20, 0.22)), (0.6, 0.75))


def _bowl(painter: Painter, across: float) -> None:
    """Paints a bowl of fruit."""
    frame, unit = painter.frame, painter.unit
    x, foot = across * frame.period, 0.745 * frame.height
    fruits: Sequence[tuple[float, float, Colour]] = (
        (-0.06, 0.12, (0.98, 0.62, 0.18)),
        (0.055, 0.12, (0.60, 0.80, 0.26)),
        (0.0, 0.145, (0.92, 0.24, 0.22)),
    )
    for dx, dy, ink in fruits:
        fruit = painter.shapes(
            lambda brush, dx=dx, dy=dy: brush.ellipse(  # type: ignore[misc]
                x + dx * unit, foot - dy * unit, 0.05 * unit, 0.05 * unit
            )
        )
        painter.fill(fruit, (ink, mix(ink, (0.3, 0.1, 0.0), 0.2)), (0.55, 0.7))
    bowl = painter.shapes(
        lambda brush: brush.ellipse(x, foot - 0.09 * unit, 0.13 * unit, 0.09 * unit)
    ) * painter.below((foot - 0.09 * unit) / frame.height)
    painter.fill(bowl, ((0.98, 0.98, 0.96), (0.72, 0.80, 0.86)), (0.65, 0.75))


def _jug(painter: Painter, across: float) -> None:
    """Paints a jug with flowers."""
    frame, unit = painter.frame, painter.unit
    x, foot = across * frame.period, 0.745 * frame.height
    blooms = ((-0.08, 0.27), (0.0, 0.31), (0.08, 0.26), (-0.03, 0.25), (0.04, 0.28))

    def stalks(brush: Brush) -> None:
        for dx, dy in blooms:
            tip, half = (x + dx * unit, foot - dy * unit), 0.012 * unit
            brush.polygon(((x - half, foot - 0.1 * unit), tip, (x + half, foot - 0.1 * unit)))

    def heads(brush: Brush) -> None:
        for dx, dy in blooms:
            brush.ellipse(x + dx * unit, foot - dy * unit, 0.036 * unit, 0.034 * unit)

    painter.fill(painter.shapes(stalks), ((0.30, 0.58, 0.28),) * 2)
    painter.fill(painter.shapes(heads), ((1.0, 0.62, 0.70), (0.96, 0.44, 0.56)), (0.4, 0.6))
    jug = painter.shapes(
        lambda brush: brush.ellipse(x, foot - 0.075 * unit, 0.062 * unit, 0.085 * unit)
    )
    painter.fill(jug, ((0.34, 0.64, 0.70), (0.22, 0.48, 0.56)), (0.62, 0.75))
