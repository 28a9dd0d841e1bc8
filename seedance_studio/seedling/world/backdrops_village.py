"""Backdrops where people live and meet: village, fairground."""

import math
import random
from collections.abc import Sequence
from functools import partial

import torch

from seedance_studio.seedling.world.backdrops_land import FAR, FRONT, round_trees, tufts
from seedance_studio.seedling.world.light import Colour, Light, mix
from seedance_studio.seedling.world.paint import Brush, Frame, Layer, Painter

_WARM: Colour = (1.0, 0.80, 0.44)
_House = tuple[float, float, float, float]
"""Middle, half width, height of the walls and of the roof, in pixels."""


def village(frame: Frame, light: Light) -> list[Layer]:
    """White houses with steep red roofs along a lane, striped fields on the hills behind."""
    far = Painter(frame, light, haze=0.28)
    line = far.ridge(0.44, 0.05, (1, 2, 3), seed=131)
    hills = far.below(line)
    far.fill(hills, ((0.50, 0.70, 0.38), (0.56, 0.74, 0.38)), (0.4, 0.66))
    for step, ink in enumerate(((0.92, 0.82, 0.42), (0.36, 0.60, 0.32), (0.84, 0.76, 0.36))):
        lean = far.ridge(0.49 + 0.05 * step, 0.018, (1, 2), seed=132 + step)
        far.fill(hills * (far.below(lean) - far.below(lean + 0.022)).clamp(0, 1), (ink, ink))
    back = Painter(frame, light, haze=0.16)
    trees = back.shapes(lambda brush: round_trees(brush, back, 0.615, 0.15, 133))
    back.fill(trees, ((0.34, 0.58, 0.30), (0.20, 0.44, 0.22)), (0.48, 0.62))
    _houses(back, _row_of_houses(frame, 7, 0.78, 134), 0.635)
    _steeple(back, 0.20, 0.635)
    back.fill(back.below(0.625, 2), ((0.46, 0.66, 0.30), (0.40, 0.60, 0.26)), (0.62, 0.7))
    row = Painter(frame, light)
    bushes = row.shapes(lambda brush: round_trees(brush, row, 0.70, 0.11, 135))
    row.fill(bushes, ((0.36, 0.62, 0.28), (0.18, 0.42, 0.18)), (0.58, 0.71))
    _houses(row, _row_of_houses(frame, 5, 1.28, 136), 0.702)
    row.fill(row.below(0.692, 2), ((0.48, 0.68, 0.30), (0.40, 0.60, 0.24)), (0.69, 0.74))
    lane = Painter(frame, light)
    edge = lane.ridge(0.735, 0.006, (2, 3), seed=137)
    lane.fill(lane.below(0.712, 2), ((0.50, 0.70, 0.30), (0.42, 0.62, 0.24)), (0.71, 0.75))
    lane.fill(lane.below(edge, 3), ((0.88, 0.78, 0.62), (0.72, 0.60, 0.46)), (0.74, 1.0))
    cobbles = lane.shapes(lambda brush: _cobbles(brush, lane))
    lane.fill(cobbles * 0.55, ((0.66, 0.56, 0.46), (0.58, 0.48, 0.40)), (0.74, 1.0))
    front = Painter(frame, light)
    grass = front.shapes(lambda brush: tufts(brush, front, 24, 0.09, 138))
    front.fill(grass, ((0.36, 0.62, 0.24), (0.16, 0.38, 0.12)), (0.9, 1.02))
    return [
        far.layer(FAR, veil=0),
        back.layer((0.32, 0.32), veil=0),
        row.layer((0.52, 0.52), veil=1),
        lane.layer((0.58, 1.15)),
        front.layer(FRONT, sway=0.02, in_front=True),
    ]


def _row_of_houses(frame: Frame, count: int, size: float, seed: int) -> list[_House]:
    """Plans houses with gaps between them; their size grows with a tall frame, too."""
    rng = random.Random(seed)
    unit = size * (0.75 * frame.unit + 0.25 * min(frame.height, frame.width))
    houses = []
    for index in range(count):
        middle = (index + rng.uniform(0.42, 0.58)) / count * frame.period
        half = min(0.15 * unit * rng.uniform(0.85, 1.1), 0.40 * frame.period / count)
        houses.append(
            (middle, half, unit * rng.uniform(0.13, 0.17), unit * rng.uniform(0.15, 0.20))
        )
    return houses


def _houses(painter: Painter, houses: Sequence[_House], foot: float) -> None:
    """Paints walls, roofs, chimneys, doors, and windows that shine in the dark."""
    y = foot * painter.frame.height
    walls: tuple[Colour, ...] = ((0.99, 0.96, 0.88), (0.98, 0.88, 0.70), (0.90, 0.92, 0.94))
    for which, ink in enumerate(walls):
        some = houses[which::3]
        mask = painter.shapes(partial(_walls, houses=some, foot=y))
        painter.fill(mask, (ink, mix(ink, (0.4, 0.3, 0.3), 0.2)), (foot - 0.25, foot))
    chimneys = painter.shapes(partial(_chimneys, houses=houses, foot=y))
    painter.fill(chimneys, ((0.66, 0.36, 0.30),) * 2)
    roofs: tuple[Colour, ...] = ((0.90, 0.36, 0.22), (0.78, 0.26, 0.20))
    for which, ink in enumerate(roofs):
        mask = painter.shapes(partial(_roofs, houses=houses[which::2], foot=y, eaves=0.0))
        painter.fill(mask, (mix(ink, (1.0, 0.7, 0.4), 0.2), ink), (foot - 0.35, foot - 0.12))
    eaves = painter.shapes(partial(_roofs, houses=houses, foot=y, eaves=0.13))
    painter.fill(eaves * 0.6, ((0.50, 0.16, 0.14),) * 2)
    doors = painter.shapes(partial(_doors, houses=houses, foot=y))
    painter.fill(doors, ((0.36, 0.52, 0.56), (0.28, 0.42, 0.46)))
    panes = painter.shapes(partial(_panes, houses=houses, foot=y))
    painter.fill(panes, ((0.46, 0.58, 0.68),) * 2)
    if painter.light.lamps > 0.1:
        painter.fill(panes * painter.light.lamps, (_WARM, _WARM), glows=True)
        if painter.light.lamps > 0.5:
            halo = painter.shapes(partial(_panes, houses=houses, foot=y), blur=0.03 * painter.unit)
            painter.glow(halo, _WARM, 0.35 * painter.light.lamps)


def _walls(brush: Brush, houses: Sequence[_House], foot: float) -> None:
    for x, half, tall, _ in houses:
        brush.box(x - half, foot - tall - 1, 2 * half, tall + 1)


def _roofs(brush: Brush, houses: Sequence[_House], foot: float, eaves: float) -> None:
    """Draws the roofs, or with `eaves` only that share of them from below."""
    for x, half, tall, roof in houses:
        low, wide, ridge = foot - tall + 0.04 * roof, 1.22 * half, 0.46 * half
        if eaves:
            brush.box(x - wide, low - eaves * roof, 2 * wide, eaves * roof)
            continue
        high = foot - tall - roof
        brush.polygon(((x - wide, low), (x - ridge, high), (x + ridge, high), (x + wide, low)))


def _chimneys(brush: Brush, houses: Sequence[_House], foot: float) -> None:
    for x, half, tall, roof in houses:
        brush.box(x + 0.28 * half, foot - tall - 1.22 * roof, 0.22 * half, 0.6 * roof)


def _doors(brush: Brush, houses: Sequence[_House], foot: float) -> None:
    for x, half, tall, _ in houses:
        brush.box(x - 0.17 * half, foot - 0.66 * tall, 0.34 * half, 0.66 * tall)


def _panes(brush: Brush, houses: Sequence[_House], foot: float) -> None:
    for x, half, tall, _ in houses:
        for side in (-0.62, 0.62):
            brush.box(x + (side - 0.19) * half, foot - 0.74 * tall, 0.38 * half, 0.40 * tall)


def _steeple(painter: Painter, across: float, foot: float) -> None:
    """Paints a church tower above the roofs."""
    frame, unit = painter.frame, painter.unit
    x, y, half, tall = across * frame.period, foot * frame.height, 0.05 * unit, 0.26 * unit
    tower = painter.shapes(lambda brush: brush.box(x - half, y - tall, 2 * half, tall))
    painter.fill(tower, ((0.96, 0.94, 0.90), (0.86, 0.82, 0.80)), (foot - 0.3, foot))
    top = painter.shapes(
        lambda brush: brush.polygon(
            ((x - 1.25 * half, y - tall), (x, y - tall - 0.20 * unit), (x + 1.25 * half, y - tall))
        )
    )
    painter.fill(top, ((0.40, 0.50, 0.60), (0.32, 0.40, 0.50)))
    clock = painter.shapes(lambda brush: brush.ellipse(x, y - 0.8 * tall, 0.55 * half, 0.55 * half))
    painter.fill(clock, (_WARM, _WARM), glows=painter.light.lamps > 0.5)


def _cobbles(brush: Brush, painter: Painter) -> None:
    frame, unit = painter.frame, painter.unit
    for row, down in enumerate((0.765, 0.80, 0.845, 0.90, 0.96)):
        size = (0.022 + 0.13 * (down - 0.75)) * unit
        count = round(frame.period / (5.4 * size))
        for index in range(count):
            x = (index + 0.5 * (row % 2)) / count * frame.period
            brush.ellipse(x, down * frame.height, size, 0.36 * size)


def fairground(frame: Frame, light: Light) -> list[Layer]:
    """Ferris wheels over striped tents, and strings of lamps that shine in the dark."""
    far = Painter(frame, light, haze=0.18)
    for across, share in ((0.14, 1.0), (0.64, 0.86)):
        _wheel(far, across, share)
    trees = far.shapes(lambda brush: round_trees(brush, far, 0.64, 0.13, 141))
    far.fill(trees, ((0.40, 0.60, 0.44), (0.26, 0.48, 0.36)), (0.52, 0.66))
    far.fill(far.below(0.63), ((0.40, 0.58, 0.40),) * 2)
    tents = Painter(frame, light)
    inks: tuple[Colour, ...] = ((0.92, 0.22, 0.28), (0.20, 0.50, 0.86), (0.98, 0.70, 0.16))
    inks += ((0.60, 0.30, 0.78), (0.94, 0.36, 0.60))
    for index, ink in enumerate(inks):
        size = (1.0, 0.72, 0.92, 0.70, 0.84)[index]
        _tent(tents, (index + 0.5) / len(inks) * frame.period, size, ink)
    ground = Painter(frame, light)
    ground.fill(ground.below(0.69), ((0.94, 0.80, 0.66), (0.80, 0.60, 0.50)), (0.69, 1.0))
    _kerb(ground)
    for which, ink in enumerate(inks[:4]):
        dots = ground.shapes(partial(_confetti, painter=ground, seed=142 + which))
        ground.fill(dots, (ink, ink))
    lamps = Painter(frame, light)
    _strings_of_lamps(lamps)
    return [
        # The wheels are what tells the place: weather must not swallow them.
        far.layer((0.16, 0.16), veil=1),
        tents.layer((0.48, 0.48), veil=1),
        ground.layer((0.58, 1.15)),
        lamps.layer((0.70, 0.70)),
    ]


def _wheel(painter: Painter, across: float, share: float) -> None:
    """Paints a Ferris wheel with coloured cabins."""
    frame, unit = painter.frame, painter.unit
    radius = share * min(0.27 * frame.height, 0.27 * frame.width)
    x, foot = across * frame.period, 0.65 * frame.height
    y, thick = foot - 1.22 * radius, max(0.014 * unit, 1.2)
    turns = [index * math.pi / 6 for index in range(12)]

    def rim(brush: Brush, *, out: float) -> None:
        brush.ellipse(x, y, radius + out, radius + out)

    def bars(brush: Brush) -> None:
        for turn in turns[:6]:
            dx, dy = math.cos(turn), math.sin(turn)
            sx, sy = -dy * thick * 0.4, dx * thick * 0.4
            ends = ((1, 1), (1, -1), (-1, -1), (-1, 1))
            brush.polygon(
                [(x + a * dx * radius + b * sx, y + a * dy * radius + b * sy) for a, b in ends]
            )
        for side in (-1, 1):
            tip = x + side * 0.62 * radius
            brush.polygon(
                ((x - thick, y), (x + thick, y), (tip + thick, foot), (tip - thick, foot))
            )

    def hub(brush: Brush) -> None:
        brush.ellipse(x, y, 0.13 * radius, 0.13 * radius)

    outer, inner = (painter.shapes(partial(rim, out=out)) for out in (thick, -thick))
    ring = (outer - inner).clamp(0, 1)
    painter.fill(painter.shapes(bars), ((0.96, 0.96, 0.98), (0.88, 0.88, 0.94)))
    painter.fill(ring, ((0.98, 0.42, 0.50), (0.90, 0.30, 0.42)), (0.1, 0.6))
    painter.fill(painter.shapes(hub), ((1.0, 0.84, 0.36),) * 2)
    cabins: tuple[Colour, ...] = ((0.22, 0.60, 0.88), (1.0, 0.76, 0.20), (0.46, 0.76, 0.36))
    lamps = painter.light.lamps
    for which, ink in enumerate(cabins):
        places = [
            (x + math.cos(turn) * radius, y + math.sin(turn) * radius + 0.05 * radius)
            for turn in turns[which::3]
        ]
        mask = painter.shapes(partial(_balls, places=places, size=0.115 * radius))
        painter.fill(mask, (ink, ink), glows=lamps > 0.5)
    if lamps > 0.3:
        spots = [(x + math.cos(t) * radius, y + math.sin(t) * radius) for t in turns]
        spots += [(x + math.cos(t) * radius * 0.55, y + math.sin(t) * radius * 0.55) for t in turns]
        _shine(painter, spots, 0.05 * radius, lamps)


def _balls(brush: Brush, places: Sequence[tuple[float, float]], size: float) -> None:
    for x, y in places:
        brush.ellipse(x, y, size, size)


def _shine(
    painter: Painter, spots: Sequence[tuple[float, float]], size: float, strength: float
) -> None:
    """Lights small lamps with a soft halo."""
    bulbs = painter.shapes(partial(_balls, places=spots, size=size))
    painter.fill(bulbs * strength, ((1.0, 0.94, 0.70),) * 2, glows=True)
    halo = painter.shapes(partial(_balls, places=spots, size=2.6 * size), blur=1.4 * size)
    painter.glow(halo, _WARM, 0.5 * strength)


def _tent(painter: Painter, x: float, size: float, ink: Colour) -> None:
    """Paints a round tent with stripes from its tip to the ground and a pennant on top."""
    frame = painter.frame
    unit = size * painter.unit
    foot, eave, tip = 0.70 * frame.height, 0.20 * unit, 0.42 * unit
    half, wide, parts = 0.20 * unit, 0.25 * unit, 8

    def stripes(brush: Brush, *, odd: int) -> None:
        for part in range(odd, parts, 2 if odd else 1):
            left, right = (2 * edge / parts - 1 for edge in (part, part + 1))
            brush.polygon(
                (
                    (x + left * wide, foot - eave),
                    (x, foot - tip),
                    (x + right * wide, foot - eave),
                    (x + right * half, foot),
                    (x + left * half, foot),
                )
            )
            brush.ellipse(x + (left + right) / 2 * wide, foot - eave, wide / parts, 0.03 * unit)

    def door(brush: Brush) -> None:
        brush.polygon(((x - 0.05 * unit, foot), (x, foot - 0.17 * unit), (x + 0.05 * unit, foot)))

    def pennant(brush: Brush) -> None:
        y = foot - tip
        brush.box(x - 0.005 * unit, y - 0.09 * unit, 0.01 * unit, 0.1 * unit)
        brush.polygon(
            ((x, y - 0.09 * unit), (x + 0.10 * unit, y - 0.06 * unit), (x, y - 0.03 * unit))
        )

    white: Colour = (1.0, 0.98, 0.94)
    painter.fill(painter.shapes(partial(stripes, odd=0)), (white, (0.90, 0.86, 0.84)), (0.4, 0.7))
    coloured = painter.shapes(partial(stripes, odd=1))
    painter.fill(coloured, (ink, mix(ink, (0.2, 0.0, 0.1), 0.2)), (0.4, 0.7))
    painter.fill(painter.shapes(door), ((0.34, 0.16, 0.22),) * 2)
    if painter.light.lamps > 0.3:
        painter.fill(painter.shapes(door) * painter.light.lamps, (_WARM, _WARM), glows=True)
    painter.fill(painter.shapes(pennant), (ink, ink))


def _kerb(painter: Painter) -> None:
    """Paints a low fence of red and white boards before the tents."""
    frame = painter.frame
    band = painter.below(0.688) * (1 - painter.below(0.722))
    painter.fill(band, ((1.0, 0.98, 0.95), (0.88, 0.84, 0.84)), (0.69, 0.72))
    across = torch.arange(frame.period) / frame.period
    red = (torch.sin(across * (2 * math.pi * 20)) * 6).clamp(0, 1)[None]
    painter.fill(band * red, ((0.90, 0.24, 0.30), (0.76, 0.16, 0.24)), (0.69, 0.72))


def _confetti(brush: Brush, painter: Painter, seed: int) -> None:
    rng = random.Random(seed)
    frame, unit = painter.frame, painter.unit
    for index in range(9):
        x, down = (index + rng.random()) / 9 * frame.period, rng.uniform(0.75, 0.97)
        size = (0.008 + 0.03 * (down - 0.72)) * unit
        brush.ellipse(x, down * frame.height, 1.3 * size, 0.7 * size)


def _strings_of_lamps(painter: Painter) -> None:
    """Paints posts and, hung between them, coloured bulbs."""
    frame, unit = painter.frame, painter.unit
    posts, foot, top = 4, 0.735 * frame.height, 0.13 * frame.height
    step = frame.period / posts

    def poles(brush: Brush) -> None:
        for index in range(posts):
            brush.box(index * step - 0.009 * unit, top, 0.018 * unit, foot - top)
            brush.ellipse(index * step, top, 0.022 * unit, 0.022 * unit)

    def hang(share: float) -> float:
        return top + 0.02 * unit + 0.11 * frame.height * 4 * share * (1 - share)

    def wires(brush: Brush) -> None:
        for index in range(posts):
            for part in range(16):
                a, b = part / 16, (part + 1) / 16
                xa, xb, thick = (index + a) * step, (index + b) * step, 0.006 * unit
                ya, yb = hang(a), hang(b)
                brush.polygon(((xa, ya), (xb, yb), (xb, yb + thick), (xa, ya + thick)))

    painter.fill(painter.shapes(poles), ((0.98, 0.96, 0.92), (0.84, 0.80, 0.80)), (0.1, 0.7))
    painter.fill(painter.shapes(wires), ((0.30, 0.28, 0.34),) * 2)
    bulbs = [
        ((index + (part + 0.5) / 8) * step, hang((part + 0.5) / 8) + 0.02 * unit)
        for index in range(posts)
        for part in range(8)
    ]
    lamps = painter.light.lamps
    inks: tuple[Colour, ...] = ((1.0, 0.84, 0.36), (0.98, 0.40, 0.42), (0.40, 0.76, 0.96))
    for which, ink in enumerate(inks):
        mask = painter.shapes(partial(_balls, places=bulbs[which::3], size=0.021 * unit))
        painter.fill(mask, (mix(ink, (1, 1, 1), 0.35 * lamps),) * 2, glows=lamps > 0.3)
        if lamps > 0.3:
            halo = painter.shapes(
                partial(_balls, places=bulbs[which::3], size=0.05 * unit), blur=0.026 * unit
            )
            painter.glow(halo, ink, 0.6 * lamps)
