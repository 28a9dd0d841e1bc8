"""Sounds of what runs on its own: engines, wheels, rotors, hulls, a bee."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from seedance_studio.domain.sound import SoundBrief
from seedance_studio.sound.signals import (
    RATE,
    Random,
    Signal,
    Stage,
    decay,
    drift,
    glide,
    noise,
    pan,
    seconds,
    swell,
    times,
)

_IDLE = 0.6
"""How fast an engine turns while its vehicle stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Motor:
    """How an engine sounds at its cruising speed."""

    hertz: float
    """Of one firing."""
    roll_off: float
    """How fast its harmonics fall: 1 is rough, 2 is smooth."""


_MOTORS = {
    "bus": _Motor(hertz=34, roll_off=1.5),
    "fire_engine": _Motor(hertz=36, roll_off=1.4),
    "tractor": _Motor(hertz=21, roll_off=1.15),
    "motorcycle": _Motor(hertz=58, roll_off=1.2),
}
_CAR = _Motor(hertz=48, roll_off=1.6)


def _engine(stage: Stage, brief: SoundBrief, random: Random) -> None:
    """Firings at the speed of the vehicle, which gathers way, and the tyres under it."""
    motor = _MOTORS.get(brief.subject or "", _CAR)
    is_idle = brief.action == "stand"
    length = len(stage)
    wander = drift(random, length, 0.35, 0.97, 1.05)
    gathering = 1 - 0.16 * np.exp(-times(length) / 1.2)
    hertz = motor.hertz * (_IDLE if is_idle else 1) * wander * (1 if is_idle else gathering)
    stage.put(_turned(_cycle(random, motor.roll_off), hertz), gain=0.06, wet=0.08)
    if not is_idle:
        tyres = noise(random, length, ((180, -3), (500, 0), (1300, -8)))
        stage.put(tyres, gain=0.018)


def _cycle(random: Random, roll_off: float) -> Signal:
    """One turn of an engine as a table: each cylinder a little unlike the others."""
    turn = np.arange(4096) / 4096
    parts = np.arange(1, 25)
    levels = random.uniform(0.5, 1.0, len(parts)) / parts**roll_off
    levels[::2] *= 0.6
    phases = random.uniform(0, 2 * np.pi, len(parts))
    cycle = (levels[:, None] * np.sin(2 * np.pi * parts[:, None] * turn + phases[:, None])).sum(0)
    table: Signal = (cycle / np.sqrt(np.mean(cycle**2))).astype(np.float32)
    return table


def _turned(cycle: Signal, hertz: Signal) -> Signal:
    phase = np.cumsum(hertz, dtype=np.float64) * (len(cycle) / RATE)
    return cycle[phase.astype(np.int64) % len(cycle)]


def _wheels(stage: Stage, brief: SoundBrief, random: Random) -> None:
    """A bicycle: thin tyres, and the ticking of the hub."""
    tyres = noise(random, len(stage), ((700, -4), (1800, 0), (4500, -8)))
    stage.put(tyres, gain=0.01 if brief.action == "stand" else 0.018)
    tick = glide(np.full(seconds(0.012), 3100, np.float32)) * decay(seconds(0.012), 0.002, 0.0005)
    for moment_s in np.arange(0.1, len(stage) / RATE, 0.085):
        stage.put(tick, moment_s + random.normal(0, 0.002), gain=0.02, position=0.1, wet=0.1)


def _rails(stage: Stage, brief: SoundBrief, random: Random) -> None:
    """Joints of the rails in pairs, the roll between them, and steam in time with the wheels."""
    del brief
    roll = noise(random, len(stage), ((55, -2), (140, 0), (420, -8), (1200, -18)))
    stage.put(roll, gain=0.05)
    puff_length = seconds(0.26)
    for beat, moment_s in enumerate(np.arange(0.1, len(stage) / RATE, 0.31)):
        puff = noise(random, puff_length, ((220, -3), (600, 0), (2400, -8)), channels=1)
        accent = 1.0 if beat % 4 == 0 else 0.65
        stage.put(puff * decay(puff_length, 0.06, 0.03), moment_s, gain=0.05 * accent, wet=0.25)
    length = seconds(0.09)
    knock = noise(random, length, ((160, 0), (420, -2), (1300, -8)), channels=1)
    knock *= decay(length, 0.016, 0.002)
    for moment_s in np.arange(0.3, len(stage) / RATE, 1.24):
        for late_s in (0.0, 0.15, 0.42, 0.57):
            stage.put(knock, moment_s + late_s, gain=0.06, position=-0.2, wet=0.15)


def _rotor(stage: Stage, brief: SoundBrief, random: Random) -> None:
    """Blades that chop the air, and the turbine above them."""
    del brief
    at = times(len(stage))
    chop = np.maximum(0, np.sin(2 * np.pi * 10.5 * at)) ** 3
    air = noise(random, len(stage), ((60, 0), (140, -1), (420, -8)))
    stage.put(air * (0.25 + chop)[:, None].astype(np.float32), gain=0.09)
    whine = np.sin(2 * np.pi * ((420 * at) % 1)) + 0.4 * np.sin(2 * np.pi * ((842 * at) % 1))
    whine = whine.astype(np.float32) * drift(random, len(stage), 0.5, 0.5, 1.0)
    stage.put(whine, gain=0.006, wet=0.5)


def _jet(stage: Stage, brief: SoundBrief, random: Random) -> None:
    """A roar that passes slowly from one side to the other."""
    del brief
    way = np.linspace(-0.5, 0.5, len(stage), dtype=np.float32)
    near = swell(len(stage), 0.45 * len(stage) / RATE, 0.45 * len(stage) / RATE)
    roar = noise(random, len(stage), ((70, -2), (200, 0), (650, -5), (2200, -15)), channels=1)
    stage.put(pan(roar * (0.45 + 0.55 * near), way), gain=0.085, wet=0.2)
    hiss = noise(random, len(stage), ((1800, -4), (3200, 0), (5500, -6)), channels=1)
    stage.put(pan(hiss * near**2, way), gain=0.008, wet=0.2)


def _rocket(stage: Stage, brief: SoundBrief, random: Random) -> None:
    """A deep roar that tears; in flight it has settled."""
    is_launch = brief.action == "rise"
    tearing = 0.6 + 0.4 * np.abs(noise(random, len(stage), ((9, 0), (35, 0)), channels=1))
    level = tearing * (swell(len(stage), 1.2, 0.5) if is_launch else np.float32(0.7))
    roar = noise(random, len(stage), ((30, -1), (75, 0), (240, -5), (1200, -14)))
    stage.put(roar * level[:, None], gain=0.12, wet=0.25)


def _hover(stage: Stage, brief: SoundBrief, random: Random) -> None:
    """Tones that waver against each other."""
    del brief
    at = times(len(stage))
    for hertz, side in ((110.0, -0.5), (165.0, 0.5), (221.0, 0.0), (331.0, 0.2)):
        waver = hertz * (1 + 0.012 * np.sin(2 * np.pi * random.uniform(0.9, 2.1) * at))
        level = drift(random, len(stage), 0.8, 0.3, 1.0)
        tone = glide(waver.astype(np.float32)) * level
        stage.put(tone, gain=0.02, position=side, wet=0.8)


def _lapping(stage: Stage, brief: SoundBrief, random: Random) -> None:
    """Small waves against a hull; a ship's engine hums far below."""
    for moment_s in np.arange(0.3, len(stage) / RATE, 0.85):
        length = seconds(random.uniform(0.4, 0.7))
        slap = noise(random, length, ((180, -2), (420, 0), (1300, -8)), channels=1)
        slap *= swell(length, 0.12, 0.4)
        late_s = random.uniform(-0.2, 0.2)
        place, gain = random.uniform(-0.6, 0.6), 0.045 * random.uniform(0.5, 1.0)
        stage.put(slap, moment_s + late_s, gain=gain, position=place, wet=0.15)
    if brief.subject == "ship":
        hertz = 31 * drift(random, len(stage), 0.2, 0.98, 1.02)
        stage.put(_turned(_cycle(random, 1.9), hertz), gain=0.03)


def _buzz(stage: Stage, brief: SoundBrief, random: Random) -> None:
    """A bee that comes nearer and goes away."""
    del brief
    length = len(stage)
    hertz = 205 * drift(random, length, 1.4, 0.93, 1.08)
    near = drift(random, length, 0.5, 0.15, 1.0)
    way = drift(random, length, 0.4, -0.8, 0.8)
    stage.put(pan(_turned(_cycle(random, 1.3), hertz) * near, way), gain=0.014, wet=0.15)


MACHINES: dict[str, Callable[[Stage, SoundBrief, Random], None]] = {
    "engine": _engine,
    "wheels": _wheels,
    "rails": _rails,
    "rotor": _rotor,
    "jet": _jet,
    "rocket": _rocket,
    "hover": _hover,
    "lapping": _lapping,
    "buzz": _buzz,
}
