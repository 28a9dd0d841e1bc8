"""The sounds of a place and its weather; each fills the whole stage, without a seam."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from seedance_studio.sound.signals import (
    RATE,
    Colour,
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

QUIETEST_LUFS = -40.0
_SECOND_GAIN = 0.6
"""Every sound after the main one is a little further away."""


def play_ambience(stage: Stage, names: Sequence[str], random: Random) -> None:
    """Put the sounds of a place on a stage, the main one first."""
    for rank, name in enumerate(names):
        _VOICES[name][1](stage, random, 1.0 if rank == 0 else _SECOND_GAIN)


def _bed(
    stage: Stage, random: Random, colour: Colour, level: float | Signal, wet: float = 0.0
) -> None:
    """Steady noise under a constant level or one that moves."""
    bed = noise(random, len(stage), colour)
    bed *= level[:, None] if isinstance(level, np.ndarray) else np.float32(level)
    stage.put(bed, wet=wet)


def _surges(num_samples: int, peaks_s: Sequence[float], rise_s: float, fall_s: float) -> Signal:
    """Rises to 1 along a cosine at each peak and dies away after it."""
    at = times(num_samples)
    level = np.zeros(num_samples, np.float32)
    for peak_s in peaks_s:
        before = np.clip((at - np.float32(peak_s - rise_s)) / np.float32(rise_s), 0, 1)
        after = np.exp(-np.clip(at - np.float32(peak_s), 0, None) / np.float32(fall_s))
        level += (0.5 - 0.5 * np.cos(np.float32(np.pi) * before)) ** 2 * after
    return np.minimum(level, 1.3)


def _spaced(random: Random, num_samples: int, first_s: float, apart_s: float) -> list[float]:
    """Points in time, about evenly apart, the last of them beyond the end."""
    points = [first_s * random.uniform(0.8, 1.2)]
    while points[-1] < num_samples / RATE:
        points.append(points[-1] + apart_s * random.uniform(0.75, 1.3))
    return points


def _scatter(
    stage: Stage, random: Random, grains: Sequence[Signal], per_s: float, gain: float
) -> None:
    """Single small sounds all over the stage; few are loud."""
    for _ in range(random.poisson(per_s * len(stage) / RATE)):
        stage.put(
            grains[int(random.integers(len(grains)))],
            random.uniform(-0.02, len(stage) / RATE),
            gain=gain * min(2.5, random.exponential()),
            position=random.uniform(-0.9, 0.9),
            wet=0.15,
        )


# Water ---------------------------------------------------------------------------------------


def _waves(stage: Stage, random: Random, gain: float) -> None:
    """Far surf, and waves that rise, break and run back with a hiss."""
    length = len(stage)
    peaks = _spaced(random, length, 1.6, 5.2)
    peaks = [peaks[0] - 5.0, *peaks]
    rumble = 0.022 + 0.06 * _surges(length, peaks, 1.8, 1.2)
    body = 0.012 + 0.13 * _surges(length, peaks, 1.5, 0.9)
    hiss = 0.010 + 0.10 * _surges(length, [peak + 0.45 for peak in peaks], 0.9, 1.4)
    _bed(stage, random, ((50, -2), (120, 0), (320, -5)), gain * rumble)
    _bed(stage, random, ((300, -1), (700, 0), (1600, -5)), gain * body)
    _bed(stage, random, ((1800, -5), (4200, 0), (9000, -6)), gain * hiss)


def _swell(stage: Stage, random: Random, gain: float) -> None:
    """Long low waves without a shore, and small ones that slap."""
    length = len(stage)
    low = drift(random, length, 0.16, 0.03, 0.11)
    middle = drift(random, length, 0.4, 0.008, 0.05)
    _bed(stage, random, ((45, 0), (110, -1), (300, -7)), gain * low)
    _bed(stage, random, ((350, 0), (900, -2), (2200, -8)), gain * middle)
    _scatter(stage, random, _drops(random, 240, 620), 5, 0.035 * gain)


def _stream(stage: Stage, random: Random, gain: float) -> None:
    level = drift(random, len(stage), 2.0, 0.035, 0.06)
    _bed(stage, random, ((350, -6), (1100, 0), (3000, -3), (7000, -10)), gain * level)
    _scatter(stage, random, _drops(random, 420, 1500), 45, 0.035 * gain)


def _drops(random: Random, low_hertz: float, high_hertz: float) -> list[Signal]:
    """Bubbles: a drop of water rings at one pitch that rises while it dies away."""
    drops: list[Signal] = []
    for _ in range(12):
        length = seconds(random.uniform(0.03, 0.09))
        pitch = random.uniform(low_hertz, high_hertz)
        rising = pitch * (1 + random.uniform(0.1, 0.5) * times(length) / (length / RATE))
        drops.append(glide(rising) * decay(length, length / RATE / 5, 0.003))
    return drops


def _underwater(stage: Stage, random: Random, gain: float) -> None:
    length = len(stage)
    _bed(
        stage, random, ((40, 0), (110, -1), (260, -9)), gain * drift(random, length, 0.3, 0.05, 0.1)
    )
    _bed(stage, random, ((280, 0), (420, -3)), gain * drift(random, length, 0.7, 0.004, 0.025), 0.5)
    drops = _drops(random, 300, 900)
    for start_s in _spaced(random, length, 0.8, 2.6):
        position = random.uniform(-0.6, 0.6)
        for _ in range(random.integers(3, 8)):
            stage.put(
                drops[random.integers(len(drops))],
                start_s + random.uniform(0, 0.6),
                gain=gain * random.uniform(0.02, 0.05),
                position=position,
                wet=0.8,
            )


def _rain(stage: Stage, random: Random, gain: float) -> None:
    level = drift(random, len(stage), 0.3, 0.05, 0.068)
    _bed(stage, random, ((500, -12), (1500, -5), (4500, 0), (11000, -5)), gain * level)
    _bed(stage, random, ((120, 0), (300, -2), (700, -6)), 0.02 * gain)
    _scatter(stage, random, _drops(random, 1200, 3200), 70, 0.03 * gain)


def _thunder(stage: Stage, random: Random, gain: float) -> None:
    """Rolls that come from afar: a burst, then echoes of it for seconds."""
    for start_s in _spaced(random, len(stage), 1.0, 8.0):
        length = seconds(random.uniform(4.0, 6.0))
        rumble = noise(random, length, ((28, 0), (70, 0), (170, -6), (480, -17)))
        echoes = np.zeros(length, np.float32)
        for echo_s in np.cumsum(random.uniform(0.15, 0.7, 9)):
            echo = _surges(length, [float(echo_s)], 0.12, 0.55)
            echoes += echo * np.float32(random.uniform(0.35, 1.0) * np.exp(-0.35 * echo_s))
        rumble *= (echoes * swell(length, 0.05, 1.5))[:, None]
        stage.put(rumble, start_s, gain=0.16 * gain, wet=0.3)


# Air -----------------------------------------------------------------------------------------


def _breeze(stage: Stage, random: Random, gain: float) -> None:
    level = drift(random, len(stage), 0.35, 0.012, 0.045)
    _bed(stage, random, ((110, -2), (260, 0), (700, -7), (1800, -17)), gain * level)


def _wind(stage: Stage, random: Random, gain: float) -> None:
    """Gusts, and a soft howl that rises with them."""
    length = len(stage)
    gusts = drift(random, length, 0.3, 0.15, 1.0) ** 2
    low = np.float32(0.1) * gusts + np.float32(0.02)
    _bed(stage, random, ((70, -2), (190, 0), (480, -8)), gain * low)
    _bed(stage, random, ((420, 0), (560, 0)), gain * 0.035 * gusts)
    _bed(stage, random, ((700, -2), (1000, 0), (1500, -8)), gain * 0.02 * gusts**2)


def _hush(stage: Stage, random: Random, gain: float) -> None:
    """Snow swallows what is far and leaves a soft, near air."""
    level = drift(random, len(stage), 0.2, 0.02, 0.036)
    _bed(stage, random, ((160, -4), (400, 0), (1200, -5), (4000, -16)), gain * level)
    _bed(stage, random, ((3500, 0), (7000, -3)), 0.004 * gain)


def _leaves(stage: Stage, random: Random, gain: float) -> None:
    """A breeze and the flutter that it makes of a thousand leaves."""
    gusts = drift(random, len(stage), 0.4, 0.2, 1.0) ** 2
    flutter = drift(random, len(stage), 14.0, 0.5, 1.0)
    _bed(stage, random, ((1400, -7), (3800, 0), (9000, -5)), gain * 0.032 * gusts * flutter)
    _bed(stage, random, ((130, -1), (300, 0), (800, -9)), gain * (0.012 + 0.03 * gusts))


def _fire(stage: Stage, random: Random, gain: float) -> None:
    """A low flicker, and crackles: most small, some that snap."""
    flicker = drift(random, len(stage), 5.0, 0.02, 0.06)
    _bed(stage, random, ((70, -3), (180, 0), (500, -7), (1200, -14)), gain * flicker)
    crackles = []
    for _ in range(12):
        length = seconds(random.uniform(0.006, 0.03))
        burst = noise(random, length, ((1200, -4), (3000, 0), (7000, -5)), channels=1)
        crackles.append(burst * decay(length, length / RATE / 6, 0.0006))
    _scatter(stage, random, crackles, 16, 0.07 * gain)


# Life ----------------------------------------------------------------------------------------


def _birds(stage: Stage, random: Random, gain: float) -> None:
    """A few singers, each with a phrase of its own and a place."""
    for _ in range(3):
        pitch = random.uniform(2300, 4300)
        steps = random.uniform(0.82, 1.28, random.integers(3, 6))
        syllable_s, is_trill = random.uniform(0.07, 0.14), random.random() < 0.4
        position, distance = random.uniform(-0.85, 0.85), random.uniform(0.25, 1.0)
        phrase = np.concatenate(
            [_syllable(random, pitch * step, syllable_s, is_trill=is_trill) for step in steps]
        )
        for start_s in _spaced(random, len(stage), random.uniform(0.3, 2.5), 3.4):
            stage.put(
                phrase,
                start_s,
                gain=0.03 * gain * distance * random.uniform(0.6, 1.0),
                position=position,
                wet=1.4 - distance,
            )


def _syllable(random: Random, pitch: float, length_s: float, *, is_trill: bool) -> Signal:
    length, gap = seconds(length_s), seconds(length_s * random.uniform(0.2, 0.6))
    share = times(length) / np.float32(length_s)
    hertz = pitch * (1 + random.uniform(-0.18, 0.22) * share)
    if is_trill:
        hertz = hertz * (1 + 0.06 * np.sin(2 * np.pi * 32 * times(length)))
    sung = glide(hertz.astype(np.float32)) * swell(length, 0.35 * length_s, 0.5 * length_s)
    return np.concatenate([sung, np.zeros(gap, np.float32)])


def _crickets(stage: Stage, random: Random, gain: float) -> None:
    """Three of them, each in its own rhythm: short rows of pulses."""
    at = times(len(stage))
    for _ in range(3):
        carrier = np.sin(2 * np.pi * ((random.uniform(3900, 4700) * at) % 1)).astype(np.float32)
        chirp = (at * np.float32(random.uniform(1.7, 2.5)) + np.float32(random.random())) % 1
        pulses = 0.5 - 0.5 * np.cos(np.float32(2 * np.pi * 9) * chirp)
        row = np.clip(1 - np.abs(chirp - 0.2) / 0.2, 0, 1) ** 0.5
        sung = carrier * pulses * row
        stage.put(
            pan(sung, random.uniform(-0.9, 0.9)),
            gain=0.012 * gain * random.uniform(0.4, 1.0),
            wet=0.3,
        )


# Built ---------------------------------------------------------------------------------------


def _traffic(stage: Stage, random: Random, gain: float) -> None:
    """The rumble of many streets, cars that pass on one of them, a horn far off."""
    level = drift(random, len(stage), 0.25, 0.05, 0.075)
    _bed(stage, random, ((45, -4), (90, 0), (200, -3), (450, -9)), gain * level)
    # What is left of a city on small speakers.
    _bed(stage, random, ((350, 0), (800, -3), (1600, -9), (3000, -20)), 0.026 * gain)
    _pass_cars(stage, random, 3.0, 0.085 * gain)
    for start_s in _spaced(random, len(stage), 2.6, 6.5):
        _honk(stage, random, start_s, 0.012 * gain)


def _passing_cars(stage: Stage, random: Random, gain: float) -> None:
    _bed(stage, random, ((60, 0), (160, -3), (500, -12)), 0.02 * gain)
    _pass_cars(stage, random, 4.2, 0.1 * gain)


def _pass_cars(stage: Stage, random: Random, apart_s: float, gain: float) -> None:
    """Tyres on the road, from one side to the other, brightest when near."""
    for start_s in _spaced(random, len(stage), 0.4, apart_s):
        length_s = random.uniform(2.4, 3.8)
        length = seconds(length_s)
        share = times(length) / np.float32(length_s)
        near = np.exp(-(((share - 0.5) / 0.17) ** 2))
        far = np.exp(-(((share - 0.5) / 0.26) ** 2))
        hull = noise(random, length, ((60, -2), (130, 0), (350, -6)), channels=1) * far
        tyres = noise(random, length, ((500, -1), (950, 0), (2200, -9)), channels=1) * near
        way = random.choice([-1, 1]) * 0.9 * np.tanh((share - 0.5) * 5)
        passing = pan((hull + 0.55 * tyres) * swell(length, 0.6, 0.6), way)
        stage.put(passing, start_s - 0.5, gain=gain * random.uniform(0.6, 1.0), wet=0.15)


def _honk(stage: Stage, random: Random, start_s: float, gain: float) -> None:
    pitch, position = random.uniform(330, 420), random.uniform(-0.8, 0.8)
    for beat in range(random.integers(1, 3)):
        length = seconds(random.uniform(0.16, 0.34))
        at = times(length)
        horn = sum(
            np.sin(2 * np.pi * pitch * tone * part * at) / part
            for tone in (1.0, 1.26)
            for part in (1, 2, 3)
        )
        sounded = np.asarray(horn, np.float32) * swell(length, 0.03, 0.09)
        stage.put(sounded, start_s + 0.42 * beat, gain=gain, position=position, wet=1.6)


def _room_tone(stage: Stage, random: Random, gain: float) -> None:
    _bed(stage, random, ((55, 0), (120, -3), (300, -12), (1500, -28)), 0.035 * gain)
    _bed(stage, random, ((900, -4), (2500, 0), (6000, -8)), 0.0025 * gain)


def _space_hum(stage: Stage, random: Random, gain: float) -> None:
    """A drone of fifths whose partials come and go, and a far, thin shimmer."""
    at = times(len(stage))
    for hertz, level in (
        (41.2, 0.04),
        (61.7, 0.04),
        (82.4, 0.035),
        (123.5, 0.025),
        (185.0, 0.014),
        (247.0, 0.008),
    ):
        for side in (-0.7, 0.7):
            slow = drift(random, len(stage), 0.2, 0.35, 1.0)
            tone = np.sin(2 * np.pi * ((hertz * random.uniform(0.997, 1.003) * at) % 1))
            stage.put(tone.astype(np.float32) * slow, gain=gain * level, position=side, wet=0.2)
    _bed(stage, random, ((45, 0), (90, -3), (220, -12)), gain * 0.03)
    _bed(
        stage,
        random,
        ((2600, -3), (3400, 0), (5200, -6)),
        gain * drift(random, len(stage), 0.25, 0.0, 0.006),
        0.8,
    )


_VOICES: dict[str, tuple[float, Callable[[Stage, Random, float], None]]] = {
    "waves": (-24.0, _waves),
    "swell": (-26.0, _swell),
    "stream": (-26.0, _stream),
    "underwater": (-26.0, _underwater),
    "rain": (-25.0, _rain),
    "thunder": (-23.0, _thunder),
    "breeze": (-33.0, _breeze),
    "wind": (-27.0, _wind),
    "hush": (-35.0, _hush),
    "leaves": (-30.0, _leaves),
    "birds": (-30.0, _birds),
    "crickets": (-31.0, _crickets),
    "traffic": (-25.0, _traffic),
    "passing_cars": (-27.0, _passing_cars),
    "fire": (-28.0, _fire),
    "room_tone": (-40.0, _room_tone),
    "space_hum": (-27.0, _space_hum),
}
"""How loud each stands under the music, in LUFS, and who plays it."""


def ambience_lufs(names: Sequence[str]) -> float:
    """Give how loud an ambience is as a whole: as loud as the loudest of its sounds."""
    return max((_VOICES[name][0] for name in names), default=QUIETEST_LUFS)
