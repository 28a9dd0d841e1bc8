"""Sounds of what the subject does and of where the camera goes, each at its moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from seedance_studio.domain.sound import SoundBrief, SoundPlan
from seedance_studio.sound.machines import MACHINES
from seedance_studio.sound.motion import Motion
from seedance_studio.sound.signals import (
    RATE,
    Random,
    Signal,
    Stage,
    decay,
    glide,
    noise,
    pan,
    seconds,
    swell,
    times,
)

_SURFACES = {
    "beach": "sand",
    "desert": "sand",
    "forest": "grass",
    "meadow": "grass",
    "mountains": "gravel",
    "snow": "snow",
    "city": "stone",
    "road": "stone",
    "room": "wood",
    "garden": "gravel",
    "village": "stone",
    "bamboo": "grass",
    "stage": "wood",
    "kitchen": "wood",
    "fairground": "stone",
}
_HEAVY = frozenset(["elephant", "dinosaur", "bear", "robot"])
_HOOFED = frozenset(["horse", "deer", "giraffe", "cow", "sheep", "zebra", "unicorn"])
_SMALL = frozenset(
    ["cat", "rabbit", "duck", "penguin", "turtle", "fox", "owl", "rooster", "chick", "mouse"]
)

# What goes on in a second of each action, as the picture's own gaits have it.
_STEPS_HZ = {"walk": 2.0, "run": 3.4, "dance": 2.0}
_JUMPS_HZ, _STROKES_HZ, _WINGS_HZ, _TURNS_HZ, _SWAY_HZ = 0.9, 1.1, 1.6, 1.0, 0.45
_CAMERA_S = 3.6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """How a foot sounds on it."""

    colour: tuple[tuple[float, float], ...]
    length_s: float
    crunch: float
    """0 is an even brush, 1 breaks into grains."""
    thump_hertz: float
    thump: float


_GROUNDS = {
    "sand": _Ground(
        colour=((350, -3), (1100, 0), (3200, -9)), length_s=0.20, crunch=0.3,
        thump_hertz=62, thump=0.5,
    ),
    "grass": _Ground(
        colour=((700, -5), (2300, 0), (6000, -6)), length_s=0.16, crunch=0.6,
        thump_hertz=68, thump=0.6,
    ),
    "gravel": _Ground(
        colour=((900, -3), (2200, 0), (5500, -4)), length_s=0.16, crunch=1.0,
        thump_hertz=75, thump=0.5,
    ),
    "snow": _Ground(
        colour=((500, -3), (1500, 0), (4200, -5)), length_s=0.26, crunch=0.9,
        thump_hertz=58, thump=0.4,
    ),
    "stone": _Ground(
        colour=((800, 0), (1700, -2), (4200, -9)), length_s=0.05, crunch=0.0,
        thump_hertz=96, thump=0.9,
    ),
    "wood": _Ground(
        colour=((260, 0), (600, -3), (1700, -10)), length_s=0.08, crunch=0.0,
        thump_hertz=105, thump=1.2,
    ),
}  # fmt: skip


def play_effects(stage: Stage, plan: SoundPlan, random: Random, motion: Motion | None) -> None:
    """Put the sounds of the events on a stage, in step with the picture where it shows a rhythm."""
    for name in plan.effects:
        machine = MACHINES.get(name)
        if machine is not None:
            machine(stage, plan.brief, random)
        else:
            _EVENTS[name](stage, plan, random, motion)
    for cut_s in motion.cuts_s() if motion else ():
        _sweep(stage, random, cut_s - 0.45, 0.9, gain=0.05, way=(-0.5, 0.5))


def _moments(stage: Stage, hertz: float, random: Random, motion: Motion | None) -> list[float]:
    """The moments of a rhythm, where the picture's own is when it shows one."""
    found = motion.first_peak_s(hertz) if motion else None
    first_s = random.uniform(0.05, 1 / hertz) if found is None else found
    return list(np.arange(first_s, len(stage) / RATE, 1 / hertz))


def _ground(brief: SoundBrief) -> _Ground:
    surface = "snow" if brief.weather == "snow" else _SURFACES.get(brief.setting or "", "grass")
    return _GROUNDS[surface]


# On foot -------------------------------------------------------------------------------------


def _steps(stage: Stage, plan: SoundPlan, random: Random, motion: Motion | None) -> None:
    brief = plan.brief
    ground, subject = _ground(brief), brief.subject or ""
    weight = 1.6 if subject in _HEAVY else 0.5 if subject in _SMALL else 1.0
    hertz = _STEPS_HZ.get(brief.action or "", 2.0)
    hertz = hertz / 1.5 if subject in _HEAVY else hertz
    if brief.action == "dance":
        hertz = _dance_hertz(plan.tempo_bpm)
    feet = [_footfall(random, ground, weight, is_hoof=subject in _HOOFED) for _ in range(6)]
    # Four feet at a run come down two by two.
    is_galloping = brief.kind == "animal" and brief.action == "run"
    gain = (0.15 if brief.action == "run" else 0.12) * (0.7 + 0.3 * weight)
    for number, moment_s in enumerate(_moments(stage, hertz, random, motion)):
        side = -0.12 if number % 2 else 0.12
        for late_s, share in ((0.0, 1.0), (0.09, 0.6))[: 2 if is_galloping else 1]:
            stage.put(
                feet[random.integers(len(feet))],
                moment_s + late_s + random.normal(0, 0.006),
                gain=gain * share * random.uniform(0.75, 1.0),
                position=side,
                wet=0.25,
            )


def _dance_hertz(tempo_bpm: float) -> float:
    """One step on every beat of the music, or on every other one when it is fast."""
    return tempo_bpm / 60 if tempo_bpm < 150 else tempo_bpm / 120


def _footfall(random: Random, ground: _Ground, weight: float, *, is_hoof: bool) -> Signal:
    length = seconds(ground.length_s * random.uniform(0.85, 1.15) * weight**0.3)
    brush = noise(random, length, ground.colour, channels=1) * swell(
        length, 0.012, 0.8 * length / RATE
    )
    if ground.crunch:
        grains = np.abs(noise(random, length, ((25, 0), (90, 0)), channels=1)) ** 2
        brush *= 1 - ground.crunch + ground.crunch * np.minimum(grains, 3)
    thump_s = 0.12 * weight**0.5
    at = times(seconds(thump_s))
    fall = ground.thump_hertz / weight**0.5 * (1 + 0.8 * np.exp(-at / 0.015))
    thump = glide(fall.astype(np.float32)) * decay(len(at), thump_s / 5)
    foot = np.zeros(max(length, len(thump)), np.float32)
    foot[:length] += 0.32 * brush
    foot[: len(thump)] += ground.thump * weight * thump
    if is_hoof:
        clop = glide(np.full(seconds(0.07), random.uniform(520, 760), np.float32))
        foot[: len(clop)] += 0.5 * clop * decay(len(clop), 0.012)
    return foot


def _landings(stage: Stage, plan: SoundPlan, random: Random, motion: Motion | None) -> None:
    """Up with a breath of air, down with a thump."""
    ground = _ground(plan.brief)
    weight = 1.6 if plan.brief.subject in _HEAVY else 1.1
    air = noise(random, seconds(0.45), ((500, -3), (1100, 0), (3000, -8)), channels=1)
    air *= swell(len(air), 0.16, 0.26)
    for moment_s in _moments(stage, _JUMPS_HZ, random, motion):
        stage.put(_footfall(random, ground, weight, is_hoof=False), moment_s, gain=0.2, wet=0.3)
        stage.put(air, moment_s + 0.22, gain=0.022, wet=0.2)


# In water and air ----------------------------------------------------------------------------


def _splashes(stage: Stage, plan: SoundPlan, random: Random, motion: Motion | None) -> None:
    is_leaping = plan.brief.action == "jump"
    hertz = _JUMPS_HZ if is_leaping else _STROKES_HZ
    length_s, gain = (1.1, 0.12) if is_leaping else (0.6, 0.06)
    for number, moment_s in enumerate(_moments(stage, hertz, random, motion)):
        splash = _splash(random, length_s * random.uniform(0.85, 1.15))
        place = 0.15 if number % 2 else -0.15
        level = gain * random.uniform(0.75, 1.0)
        stage.put(splash, moment_s, gain=level, position=place, wet=0.3)


def _splash(random: Random, length_s: float) -> Signal:
    """A slap, a spray that falls back, and the bubbles under it."""
    length = seconds(length_s)
    slap = noise(random, length, ((250, -2), (600, 0), (1500, -7)), channels=1)
    spray = noise(random, length, ((1500, -6), (3500, 0), (8000, -6)), channels=1)
    splash = slap * decay(length, 0.07, 0.012) + 0.6 * spray * decay(length, 0.2, 0.06)
    for _ in range(6):
        bubble = seconds(random.uniform(0.03, 0.07))
        start = int(random.uniform(0.1, 0.7) * (length - bubble))
        ring = glide(np.linspace(1, 1.4, bubble, dtype=np.float32) * random.uniform(350, 900))
        splash[start : start + bubble] += 0.25 * ring * decay(bubble, bubble / RATE / 5)
    return splash


def _bubbles(stage: Stage, plan: SoundPlan, random: Random, motion: Motion | None) -> None:
    """A swish with each stroke, and bubbles after it."""
    del plan
    length = seconds(0.8)
    swish = noise(random, length, ((180, -2), (380, 0), (900, -10)), channels=1)
    swish *= swell(length, 0.3, 0.45)
    for moment_s in _moments(stage, _STROKES_HZ / 2, random, motion):
        side = random.uniform(-0.4, 0.4)
        stage.put(swish, moment_s, gain=0.04, position=side, wet=0.5)
        for _ in range(random.integers(2, 6)):
            size = seconds(random.uniform(0.04, 0.1))
            ring = glide(np.linspace(1, 1.5, size, dtype=np.float32) * random.uniform(280, 800))
            late_s = random.uniform(0.2, 0.9)
            bubble = ring * decay(size, size / RATE / 5, 0.004)
            stage.put(bubble, moment_s + late_s, gain=0.035, position=side, wet=0.8)


def _wings(stage: Stage, plan: SoundPlan, random: Random, motion: Motion | None) -> None:
    is_huge = plan.brief.subject == "dragon"
    colour = ((70, -2), (180, 0), (600, -9)) if is_huge else ((180, -4), (480, 0), (1400, -8))
    hertz = _WINGS_HZ * (2 if plan.brief.subject == "duck" else 1)
    length_s = 0.75 / hertz
    for moment_s in _moments(stage, hertz, random, motion):
        length = seconds(length_s * random.uniform(0.9, 1.1))
        beat = noise(random, length, colour, channels=1)
        beat *= swell(length, 0.4 * length_s, 0.5 * length_s) ** 2
        gain = (0.11 if is_huge else 0.06) * random.uniform(0.75, 1.0)
        stage.put(beat, moment_s - 0.3 * length_s, gain=gain, wet=0.25)


def _rustle(stage: Stage, plan: SoundPlan, random: Random, motion: Motion | None) -> None:
    del plan
    period_s = 1 / _SWAY_HZ
    for moment_s in _moments(stage, _SWAY_HZ, random, motion):
        length = seconds(period_s)
        leaves = noise(random, length, ((1600, -6), (3800, 0), (8000, -6)))
        flutter = np.abs(noise(random, length, ((6, 0), (16, 0)), channels=1))
        leaves *= (swell(length, 0.4 * period_s, 0.5 * period_s) ** 2 * flutter)[:, None]
        stage.put(leaves, moment_s - 0.5 * period_s, gain=0.02, wet=0.1)


def _whirl(stage: Stage, plan: SoundPlan, random: Random, motion: Motion | None) -> None:
    del plan
    for moment_s in _moments(stage, _TURNS_HZ, random, motion):
        _sweep(stage, random, moment_s - 0.4, 0.8, gain=0.03, way=(-0.7, 0.7))


def _rolling(stage: Stage, plan: SoundPlan, random: Random, motion: Motion | None) -> None:
    """A rumble that comes round with every turn."""
    del motion
    ground = _ground(plan.brief)
    turn = 0.65 + 0.35 * np.sin(2 * np.pi * 0.83 * times(len(stage)))
    rumble = noise(random, len(stage), ((70, -2), (170, 0), (420, -9)), channels=1)
    scrape = noise(random, len(stage), ground.colour, channels=1)
    rolled = (rumble + 0.2 * scrape) * turn.astype(np.float32)
    stage.put(rolled, gain=0.05, wet=0.1)


# The camera ----------------------------------------------------------------------------------


def _whoosh(stage: Stage, plan: SoundPlan, random: Random, motion: Motion | None) -> None:
    """Air that goes by as the camera moves: nearer with a push, to the side with a pan."""
    del motion
    way = {
        "pan_left": (0.7, -0.7),
        "pan_right": (-0.7, 0.7),
        "orbit": (-0.9, 0.9),
    }.get(plan.brief.camera or "", (0.0, 0.0))
    length_s = min(_CAMERA_S, 0.8 * len(stage) / RATE)
    is_leaving = plan.brief.camera == "pull_out"
    _sweep(stage, random, 0.1, length_s, gain=0.035, way=way, is_falling=is_leaving)


def _sweep(
    stage: Stage,
    random: Random,
    start_s: float,
    length_s: float,
    *,
    gain: float,
    way: tuple[float, float],
    is_falling: bool = False,
) -> None:
    """Noise that opens from dark to bright and closes again, on its way across."""
    length = seconds(length_s)
    share = np.linspace(0, 1, length, dtype=np.float32)
    swept = np.zeros(length, np.float32)
    for colour, peak in (
        (((120, -2), (260, 0), (520, -6)), 0.42),
        (((380, -3), (750, 0), (1500, -6)), 0.52),
        (((1100, -3), (2100, 0), (4200, -7)), 0.60),
    ):
        centre = 1 - peak if is_falling else peak
        band = noise(random, length, colour, channels=1)
        swept += band * np.exp(-(((share - centre) / 0.19) ** 2)) / len(colour)
    moved = pan(
        swept * swell(length, 0.2 * length_s, 0.2 * length_s), way[0] + (way[1] - way[0]) * share
    )
    stage.put(moved, start_s, gain=gain, wet=0.3)


_EVENTS: dict[str, Callable[[Stage, SoundPlan, Random, Motion | None], None]] = {
    "steps": _steps,
    "landings": _landings,
    "splashes": _splashes,
    "bubbles": _bubbles,
    "wings": _wings,
    "rustle": _rustle,
    "whirl": _whirl,
    "rolling": _rolling,
    "whoosh": _whoosh,
}
