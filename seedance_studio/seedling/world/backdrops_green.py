"""Green backdrops: lake, garden, bamboo grove."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from seedance_studio.seedling.world.backdrops_land import (
    FAR,
    FRONT,
    GROUND,
    MIDDLE,
    conifers,
    round_trees,
)
from seedance_studio.seedling.world.light import Colour, Light, mix
from seedance_studio.seedling.world.paint import Brush, Frame, Layer, Painter

LAKE_SHORE = 0.535
"""Row of the far shore, in heights; the water begins there."""
_PINKS: tuple[tuple[Colour, Colour], ...] = (
    ((0.86, 0.44, 0.60), (0.74, 0.34, 0.52)),
    ((0.98, 0.64, 0.76), (0.94, 0.56, 0.70)),
    ((1.0, 0.84, 0.90), (1.0, 0.78, 0.86)),
)
"""From a blossoming crown's shade to its light."""


def lake(frame: Frame, light: Light) -> list[Layer]:
    """Wooded hills behind a quiet lake with reeds and water lilies, and a grassy near shore."""
    far = Painter(frame, light, haze=0.45)
    line = far.ridge(0.33, 0.10, (1, 2, 3), seed=101)
    far.fill(far.below(line), ((0.28, 0.44, 0.58), (0.38, 0.58, 0.56)), (0.24, LAKE_SHORE))
    wood = Painter(frame, light, haze=0.12)
    hill = wood.ridge(0.445, 0.045, (1, 2, 5), seed=102)
    wood.fill(wood.below(hill, 3), ((0.24, 0.46, 0.32), (0.16, 0.38, 0.24)), (0.40, LAKE_SHORE))
    firs = wood.shapes(lambda brush: conifers(brush, wood, 0.52, 0.17, 103))
    wood.fill(firs, ((0.14, 0.36, 0.26), (0.08, 0.26, 0.20)), (0.38, LAKE_SHORE))
    crowns = wood.shapes(lambda brush: round_trees(brush, wood, 0.525, 0.12, 104))
    wood.fill(crowns, ((0.46, 0.62, 0.24), (0.22, 0.44, 0.18)), (0.44, LAKE_SHORE))
    golden = wood.shapes(lambda brush: _lone_crowns(brush, wood))
    wood.fill(golden, ((0.96, 0.72, 0.30), (0.82, 0.48, 0.20)), (0.42, LAKE_SHORE))
    wood.fill(wood.below(0.519, 2), ((0.74, 0.74, 0.40), (0.56, 0.60, 0.30)), (0.51, 0.54))
    clumps = Painter(frame, light, haze=0.05)
    _reeds(clumps, ((0.07, 0.64, 0.20), (0.42, 0.625, 0.15), (0.74, 0.645, 0.22)), 6)
    lilies = Painter(frame, light)
    _lilies(lilies)
    bank = Painter(frame, light)
    edge = bank.ridge(0.765, 0.010, (2, 3, 5), seed=106)
    bank.fill(bank.below(edge - 0.014, 2), ((0.86, 0.78, 0.56), (0.76, 0.66, 0.44)), (0.75, 0.80))
    bank.fill(bank.below(edge + 0.012, 3), ((0.56, 0.74, 0.32), (0.28, 0.52, 0.18)), (0.76, 1.0))
    front = Painter(frame, light)
    _reeds(front, [(across, 1.06, 0.25) for across in (0.03, 0.20, 0.46, 0.63, 0.86)], 9)
    return [
        far.layer((0.08, 0.08), veil=0),
        wood.layer(FAR, veil=0),
        clumps.layer((0.5, 0.5), sway=0.012, veil=1),
        lilies.layer((0.7, 1.15)),
        bank.layer((0.85, 1.15), is_shore=True),
        front.layer(FRONT, sway=0.03, in_front=True),
    ]


def _lone_crowns(brush: Brush, painter: Painter) -> None:
    frame, unit = painter.frame, painter.unit
    for across, size in ((0.10, 0.055), (0.31, 0.04), (0.52, 0.06), (0.58, 0.04), (0.87, 0.05)):
        x, y = across * frame.period, 0.522 * frame.height - 0.9 * size * unit
        brush.ellipse(x, y, size * unit, size * unit)
        brush.ellipse(x + 0.5 * size * unit, y + 0.3 * size * unit, 0.7 * size * unit, size * unit)


def _reeds(painter: Painter, clumps: Sequence[tuple[float, float, float]], blades: int) -> None:
    """Paints clumps of reed with brown heads: where across, foot in heights, size in units."""
    frame, unit = painter.frame, painter.unit

    def draw(brush: Brush, *, heads: bool) -> None:
        rng = random.Random(blades)
        for across, foot, size in clumps:
            for blade in range(blades):
                lean = 2 * (blade + rng.uniform(0.1, 0.9)) / blades - 1
                tall = size * unit * rng.uniform(0.6, 1.0)
                x, y = across * frame.period + lean * 0.28 * size * unit, foot * frame.height
                tip, half = x + lean * 0.22 * tall, (0.006 + 0.03 * size) * unit
                # Below the frame the stalks go on, for a camera that tilts down.
                low = 1.2 * frame.height if foot > 1 else y
                if not heads:
                    blade_side = ((x - half, low), (x - half, y), (tip, y - tall))
                    brush.polygon((*blade_side, (x + half, y), (x + half, low)))
                elif blade % 3 == 1:
                    brush.ellipse(tip, y - 0.94 * tall, 1.15 * half, 0.13 * tall)

    stalks = painter.shapes(partial(draw, heads=False))
    foot = clumps[0][1]
    painter.fill(stalks, ((0.56, 0.70, 0.26), (0.18, 0.40, 0.16)), (foot - 0.2, foot))
    painter.fill(painter.shapes(partial(draw, heads=True)), ((0.52, 0.32, 0.16),) * 2)


def _lilies(painter: Painter) -> None:
    """Paints flat leaves on the water, some with a pink flower."""
    frame, unit = painter.frame, painter.unit
    rng = random.Random(105)
    leaves = []
    for cluster in (0.03, 0.29, 0.55, 0.79):
        for _ in range(4):
            down = rng.choice((0.70, 0.72, 0.90, 0.93))
            size = (0.035 + 0.14 * (down - 0.70)) * unit * rng.uniform(0.8, 1.1)
            leaves.append(((cluster + rng.uniform(-0.06, 0.06)) * frame.period, down, size))

    def pads(brush: Brush) -> None:
        for x, down, size in leaves:
            brush.ellipse(x, down * frame.height, size, 0.36 * size)

    def flowers(brush: Brush) -> None:
        for x, down, size in leaves[::3]:
            for lean in (-0.5, 0.0, 0.5):
                brush.ellipse(
                    x + lean * 0.4 * size, down * frame.height - 0.24 * size, 0.2 * size, 0.3 * size
                )

    painter.fill(painter.shapes(pads), ((0.42, 0.68, 0.34), (0.22, 0.52, 0.28)), (0.7, 0.95))
    painter.fill(painter.shapes(flowers), ((1.0, 0.72, 0.84), (1.0, 0.84, 0.90)))


def garden(frame: Frame, light: Light) -> list[Layer]:
    """Cherry trees in pink blossom over a lawn with flower beds and a winding path."""
    far = Painter(frame, light, haze=0.32)
    line = far.ridge(0.54, 0.02, (2, 3), seed=111)
    far.fill(far.below(line), ((0.46, 0.70, 0.42), (0.52, 0.76, 0.42)), (0.5, 0.66))
    distant = [(0.06, 0.11), (0.22, 0.09), (0.38, 0.12), (0.55, 0.10), (0.71, 0.12), (0.88, 0.09)]
    _blossoms(far, distant, 0.43, 0.09, 112)
    far.fill(far.below(0.60, 3), ((0.34, 0.60, 0.30), (0.28, 0.54, 0.26)), (0.6, 0.66))
    trees = Painter(frame, light)
    spots = [(0.09, 0.34), (0.36, 0.30), (0.60, 0.35), (0.86, 0.31)]
    trunks = trees.shapes(lambda brush: _cherry_trunks(brush, trees, spots))
    trees.fill(trunks, ((0.44, 0.28, 0.26), (0.34, 0.22, 0.20)), (0.3, 0.7))
    _blossoms(trees, spots, 0.19, 0.17, 113)
    ground = Painter(frame, light)
    edge = ground.ridge(0.665, 0.006, (1, 2), seed=114)
    ground.fill(ground.below(edge), ((0.48, 0.78, 0.32), (0.30, 0.62, 0.22)), (0.66, 1.0))
    bend = ground.ridge(0.0, 0.012, (1, 2), seed=115)
    path = ground.below(0.785 + bend, 2) * (1 - ground.below(0.895 + bend, 2))
    ground.fill(path, ((0.97, 0.90, 0.76), (0.90, 0.80, 0.64)), (0.78, 0.9))
    rims = ground.below(0.785 + bend, 2) * (1 - ground.below(0.797 + bend, 2))
    ground.fill(rims, ((0.74, 0.66, 0.56),) * 2)
    _beds(ground)
    front = Painter(frame, light)
    _tulips(front)
    return [
        far.layer(FAR, veil=0),
        trees.layer((0.5, 0.5), veil=1),
        ground.layer(GROUND),
        front.layer(FRONT, sway=0.02, in_front=True),
    ]


def _blossoms(
    painter: Painter, spots: list[tuple[float, float]], down: float, tall: float, seed: int
) -> None:
    """Paints clouds of blossom: spots are places across and radii in units, `tall` in heights."""
    frame, unit = painter.frame, painter.unit

    def draw(brush: Brush, *, size: float, lift: float) -> None:
        rng = random.Random(seed)
        for across, radius in spots:
            for turn in range(13):
                angle, out = turn * 2.4, math.sqrt(turn / 13)
                x = across * frame.period + math.cos(angle) * out * radius * unit
                y = (down + math.sin(angle) * out * tall - lift * tall) * frame.height
                puff = radius * unit * rng.uniform(0.30, 0.44) * size
                brush.ellipse(x - lift * puff, y, puff, 0.9 * puff)

    for share, (size, lift) in zip(_PINKS, ((1.0, 0.0), (0.86, 0.16), (0.46, 0.38)), strict=True):
        puffs = painter.shapes(partial(draw, size=size, lift=lift), blur=0.006 * unit)
        painter.fill(puffs, share, (down - tall, down + tall))


def _cherry_trunks(brush: Brush, painter: Painter, spots: list[tuple[float, float]]) -> None:
    frame, unit = painter.frame, painter.unit
    for across, radius in spots:
        x, foot, fork = across * frame.period, 0.70 * frame.height, 0.46 * frame.height
        top, half = 0.22 * frame.height, 0.10 * radius * unit
        brush.polygon(
            ((x - 1.5 * half, foot), (x - half, fork), (x + half, fork), (x + 2 * half, foot))
        )
        for lean in (-0.6, 0.1, 0.65):
            tip = x + lean * radius * unit
            brush.polygon(((x - half, fork + half), (tip, top), (x + half, fork + half)))


def _beds(painter: Painter) -> None:
    """Paints beds of flowers along both sides of the path."""
    frame, unit = painter.frame, painter.unit
    bed = painter.below(0.685, 2) * (1 - painter.below(0.735, 2))
    painter.fill(bed, ((0.20, 0.48, 0.22), (0.16, 0.40, 0.18)), (0.68, 0.74))
    inks = ((0.94, 0.26, 0.34), (1.0, 0.82, 0.28), (0.66, 0.44, 0.90), (1.0, 0.98, 0.96))

    def draw(brush: Brush, *, which: int) -> None:
        rng = random.Random(116 + which)
        for block in range(16):
            if block % 4 != which:
                continue
            for _ in range(9):
                x = (block + rng.uniform(0.0, 1.0)) / 16 * frame.period
                y = rng.uniform(0.688, 0.73) * frame.height
                brush.ellipse(x, y, 0.017 * unit, 0.015 * unit)

    for which, ink in enumerate(inks):
        painter.fill(painter.shapes(partial(draw, which=which)), (ink, ink))


def _tulips(painter: Painter) -> None:
    """Paints leaves and blooms along the lower edge."""
    frame, unit = painter.frame, painter.unit
    rng = random.Random(117)
    count = 26
    plants = [
        ((index + rng.uniform(0.2, 0.8)) / count * frame.period, rng.uniform(0.06, 0.11) * unit)
        for index in range(count)
    ]

    def leaves(brush: Brush) -> None:
        for x, tall in plants:
            for lean in (-0.5, 0.0, 0.5):
                foot, half = 1.2 * frame.height, 0.012 * unit
                brush.polygon(
                    ((x - half, foot), (x + lean * tall, frame.height - tall), (x + half, foot))
                )

    def blooms(brush: Brush, *, which: int) -> None:
        for x, tall in plants[which::3]:
            y = frame.height - 1.12 * tall
            brush.ellipse(x, y, 0.020 * unit, 0.028 * unit)

    painter.fill(painter.shapes(leaves), ((0.34, 0.66, 0.30), (0.14, 0.42, 0.18)), (0.88, 1.02))
    for which, ink in enumerate(((0.96, 0.34, 0.50), (1.0, 0.86, 0.36), (1.0, 0.96, 0.98))):
        painter.fill(
            painter.shapes(partial(blooms, which=which)), (ink, mix(ink, (0.6, 0.1, 0.3), 0.2))
        )


def bamboo(frame: Frame, light: Light) -> list[Layer]:
    """Jointed green stems near and far, shafts of light, a floor of fallen leaves."""
    far = Painter(frame, light, haze=0.22)
    far.fill(far.below(-0.3), ((0.50, 0.78, 0.40), (0.86, 0.96, 0.62)), (0.0, 0.66))
    distant = _plan_stems(far, 24, 0.68, 121)
    pale = far.shapes(partial(_stems, stems=distant, wide=0.030))
    far.fill(pale, ((0.40, 0.70, 0.36), (0.52, 0.76, 0.42)), (0.0, 0.66))
    shafts = far.shapes(lambda brush: _beams(brush, far), blur=0.02 * far.unit)
    far.shine(shafts, light.sun_colour, 0.12 + 0.45 * light.glow * (not light.is_moon))
    middle = Painter(frame, light, haze=0.06)
    _bamboo_row(middle, 13, 0.050, 0.685, 122, ((0.28, 0.62, 0.26), (0.34, 0.66, 0.30)))
    floor = Painter(frame, light)
    line = floor.ridge(0.66, 0.010, (2, 5), seed=123)
    floor.fill(floor.below(line, 2), ((0.66, 0.66, 0.30), (0.42, 0.42, 0.18)), (0.66, 1.0))
    path = floor.below(0.775, 6) * (1 - floor.below(0.90, 6))
    floor.fill(path * 0.8, ((0.80, 0.74, 0.54), (0.70, 0.62, 0.44)), (0.77, 0.9))
    for ink, seed in (((0.86, 0.80, 0.40), 124), ((0.36, 0.52, 0.18), 125)):
        litter = floor.shapes(partial(_litter, painter=floor, seed=seed))
        floor.fill(litter, (ink, ink))
    near = Painter(frame, light)
    _bamboo_row(near, 5, 0.085, 0.725, 126, ((0.20, 0.54, 0.20), (0.30, 0.62, 0.24)))
    front = Painter(frame, light)
    hanging = front.shapes(lambda brush: _hanging_leaves(brush, front))
    front.fill(hanging, ((0.10, 0.34, 0.12), (0.26, 0.56, 0.20)), (-0.05, 0.2))
    return [
        far.layer((0.10, 0.10), veil=0),
        middle.layer(MIDDLE, veil=1),
        floor.layer(GROUND),
        near.layer((0.72, 0.72)),
        front.layer((0.95, 0.95), in_front=True),
    ]


def _bamboo_row(
    painter: Painter,
    count: int,
    wide: float,
    foot: float,
    seed: int,
    own: tuple[Colour, Colour],
) -> None:
    """Paints stems round in the light, with joints and twigs of narrow leaves."""
    stems = _plan_stems(painter, count, foot, seed)
    painter.fill(painter.shapes(partial(_stems, stems=stems, wide=wide)), own, (0.0, 0.7))
    shade = painter.shapes(partial(_stems, stems=stems, wide=0.4 * wide, beside=0.32 * wide), 1)
    painter.fill(shade * 0.55, (mix(own[0], (0.0, 0.16, 0.10), 0.6),) * 2)
    shine = painter.shapes(partial(_stems, stems=stems, wide=0.26 * wide, beside=-0.24 * wide), 1)
    painter.fill(shine * 0.8, (mix(own[0], (0.95, 1.0, 0.60), 0.6),) * 2)
    joints = painter.shapes(partial(_joints, stems=stems, wide=wide))
    painter.fill(joints, ((0.84, 0.92, 0.60),) * 2)
    twigs = painter.shapes(lambda brush: _twigs(brush, painter, count, wide, seed))
    painter.fill(twigs, (mix(own[0], (0.0, 0.2, 0.05), 0.35), mix(own[1], (0.9, 1, 0.4), 0.2)))


@dataclass(frozen=True, slots=True)
class _Stem:
    """One upright stem; all but `first` in pixels."""

    x: float
    lean: float
    low: float
    top: float
    size: float
    """Its unit length."""
    first: float
    """Where its first joint is, 0..1 of a step."""


def _plan_stems(painter: Painter, count: int, foot: float, seed: int) -> list[_Stem]:
    rng = random.Random(seed)
    frame, unit = painter.frame, painter.unit
    return [
        _Stem(
            x=(index + rng.uniform(0.2, 0.8)) / count * frame.period,
            lean=rng.uniform(-0.04, 0.04) * unit,
            low=foot * frame.height - rng.uniform(0, 0.02) * unit,
            top=-0.22 * frame.height,
            size=rng.uniform(0.7, 1.0) * unit,
            first=rng.uniform(0, 1),
        )
        for index in range(count)
    ]


def _stems(brush: Brush, stems: list[_Stem], wide: float, beside: float = 0.0) -> None:
    """Draws stems `wide` units thick, or a stripe `beside` their middle."""
    for stem in stems:
        half, x = wide * stem.size / 2, stem.x + beside * stem.size
        tip = x + stem.lean
        upper = ((tip - half, stem.top), (tip + half, stem.top))
        brush.polygon((*upper, (x + half, stem.low), (x - half, stem.low)))


def _joints(brush: Brush, stems: list[_Stem], wide: float) -> None:
    for stem in stems:
        half, tall = wide * stem.size / 2, (0.004 + 0.14 * wide) * stem.size
        step = (3.8 * wide + 0.06) * stem.size
        for level in range(1 + int((stem.low - stem.top) / step)):
            y = stem.low - (level + stem.first) * step
            middle = stem.x + stem.lean * (stem.low - y) / (stem.low - stem.top)
            brush.box(middle - 1.18 * half, y, 2.36 * half, tall)


def _twigs(brush: Brush, painter: Painter, count: int, wide: float, seed: int) -> None:
    rng = random.Random(seed + 50)
    frame, unit = painter.frame, painter.unit
    for index in range(count):
        x, y = (index + rng.uniform(0, 1)) / count * frame.period, rng.uniform(-0.05, 0.36)
        _spray(brush, x, y * frame.height, (0.08 + 1.3 * wide) * unit, rng.choice((-1, 1)))


def _spray(brush: Brush, x: float, y: float, size: float, side: int) -> None:
    """Draws a fan of narrow drooping leaves."""
    for angle in (-0.35, 0.1, 0.5, 0.9, 1.35):
        dx, dy = side * math.cos(angle) * size, math.sin(angle) * size
        thick = 0.11 * size
        middle_x, middle_y = x + 0.4 * dx, y + 0.4 * dy
        upper, lower = (middle_x + thick, middle_y - thick), (middle_x - thick, middle_y + thick)
        brush.polygon(((x, y), upper, (x + dx, y + dy), lower))


def _beams(brush: Brush, painter: Painter) -> None:
    frame, unit = painter.frame, painter.unit
    for across, wide in ((0.05, 0.12), (0.22, 0.20), (0.45, 0.13), (0.66, 0.22), (0.86, 0.14)):
        x, half, lean = across * frame.period, wide * unit / 2, 0.36 * unit
        top, low = -0.2 * frame.height, 0.68 * frame.height
        brush.polygon(
            ((x - half, top), (x + half, top), (x + half - lean, low), (x - half - lean, low)), 0.8
        )


def _litter(brush: Brush, painter: Painter, seed: int) -> None:
    rng = random.Random(seed)
    frame, unit = painter.frame, painter.unit
    for index in range(22):
        x, down = (index + rng.random()) / 22 * frame.period, rng.uniform(0.70, 0.97)
        size = (0.012 + 0.05 * (down - 0.68)) * unit
        brush.ellipse(x, down * frame.height, 1.4 * size, 0.45 * size)


def _hanging_leaves(brush: Brush, painter: Painter) -> None:
    rng = random.Random(127)
    frame, unit = painter.frame, painter.unit
    for index in range(9):
        x = (index + rng.uniform(0.2, 0.8)) / 9 * frame.period
        for side in (-1, 1):
            y = rng.uniform(-0.08, -0.01) * frame.height
            _spray(brush, x, y, 0.22 * unit * rng.uniform(0.8, 1.1), side)
