"""Instruments: a pitch and a length in, a mono signal out. Pitches are MIDI numbers, 60 is C4."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from seedance_studio.sound.signals import (
    RATE,
    Colour,
    Random,
    Signal,
    coloured,
    decay,
    glide,
    noise,
    seconds,
    swell,
    times,
)

Instrument = Callable[[Random, float, float], Signal]
"""From a random generator, a pitch and a length in seconds to a mono signal of peak about 1."""


def hertz_of(pitch: float) -> float:
    """Give the frequency of a pitch."""
    return float(440.0 * 2 ** ((pitch - 69) / 12))


# Strings, plucked ------------------------------------------------------------------------------


def _pluck(
    random: Random,
    pitch: float,
    length_s: float,
    *,
    softness: float,
    half_life_s: float,
    pick: float,
) -> Signal:
    """A string after Karplus and Strong: noise that goes round and is smoothed on every turn.

    A turn is computed at once from the turn before it. The string is as long as whole samples
    allow; reading it a little faster or slower tunes it.

    Args:
        random: draws the pluck.
        pitch: of the string.
        length_s: of the sound.
        softness: how much each turn smooths, up to 0.5; more is darker.
        half_life_s: of the fundamental.
        pick: where along the string it is plucked, 0 to 0.5.
    """
    hertz = hertz_of(pitch)
    period = max(8, int(RATE / hertz - softness))
    length = seconds(length_s)
    num_turns = int(length * 1.05) // period + 2
    turns = np.empty((num_turns, period), np.float32)
    pulled = noise(random, period + 1, ((hertz, 0), (5 * hertz, -4), (20 * hertz, -22)), channels=1)
    pulled -= np.roll(pulled, max(1, int(pick * period)))
    turns[0] = pulled[1:] - pulled[1:].mean()
    loss = np.float32(0.5 ** (period / RATE / half_life_s))
    here, before = np.float32(loss * (1 - softness)), np.float32(loss * softness)
    last = np.float32(0)
    for turn in range(1, num_turns):
        old, new = turns[turn - 1], turns[turn]
        np.multiply(old, here, out=new)
        new[1:] += before * old[:-1]
        new[0] += before * last
        last = old[-1]
    string = turns.ravel()
    rate = hertz * (period + softness) / RATE
    at = np.arange(length, dtype=np.float64) * rate
    tuned = np.interp(at, np.arange(len(string)), string).astype(np.float32)
    return tuned / np.float32(np.abs(tuned).max() + 1e-9)


def _bodied(string: Signal, colour: Colour) -> Signal:
    """A string over a body, which sounds some tones more than others."""
    length_s = len(string) / RATE
    return coloured(string, colour) * swell(len(string), 0.0015, 0.3 * length_s)


def guzheng(random: Random, pitch: float, length_s: float) -> Signal:
    """A bright string over a wooden body."""
    string = _pluck(random, pitch, max(length_s, 1.4), softness=0.22, half_life_s=0.55, pick=0.12)
    return _bodied(string, ((120, -2), (260, 2), (900, 0), (3200, 1), (9000, -5)))


def guitar(random: Random, pitch: float, length_s: float) -> Signal:
    """A nylon string over a warm body."""
    string = _pluck(random, pitch, max(length_s, 1.2), softness=0.42, half_life_s=0.5, pick=0.24)
    return _bodied(string, ((80, 0), (110, 4), (220, 2), (500, 0), (2000, -3), (6000, -14)))


def pizzicato(random: Random, pitch: float, length_s: float) -> Signal:
    """A bowed instrument's string, plucked: short and round."""
    string = _pluck(random, pitch, max(0.5, length_s), softness=0.5, half_life_s=0.09, pick=0.3)
    return _bodied(string, ((120, 0), (300, 3), (900, 0), (3000, -10)))


# Struck ----------------------------------------------------------------------------------------


def _partials(
    pitch: float, length_s: float, partials: tuple[tuple[float, float, float], ...]
) -> Signal:
    """Sines of (ratio to the pitch, level, half-life in seconds)."""
    length = seconds(length_s)
    at, hertz = times(length), hertz_of(pitch)
    sounded = np.zeros(length, np.float32)
    for ratio, level, half_life_s in partials:
        if hertz * ratio < 0.4 * RATE:
            wave = np.sin(np.float32(2 * np.pi * hertz * ratio) * at)
            sounded += np.float32(level) * wave * np.exp2(-at / np.float32(half_life_s))
    return sounded * swell(length, 0.002, 0.3 * length_s)


def piano(random: Random, pitch: float, length_s: float) -> Signal:
    """A felt piano: few soft partials, a little stretched, and the touch of the hammer."""
    ring_s = 1.1 * 2 ** ((60 - pitch) / 24)
    partials = tuple(
        (
            part * (1 + 0.0004 * part**2) ** 0.5,
            float(np.exp(-0.62 * (part - 1))) * (1.0 if part != 7 else 0.3),
            ring_s / (1 + 0.35 * (part - 1)),
        )
        for part in range(1, 9)
    )
    sounded = _partials(pitch, max(length_s, 0.8), partials) * np.float32(0.6)
    touch = seconds(0.04)
    hammer = noise(random, touch, ((180, 0), (500, -4), (1500, -14)), channels=1)
    sounded[:touch] += 0.05 * hammer * decay(touch, 0.008)
    return sounded


def marimba(random: Random, pitch: float, length_s: float) -> Signal:
    """A bar of rosewood over its tube."""
    del random, length_s
    ring_s = 0.22 * 2 ** ((60 - pitch) / 18)
    return _partials(pitch, 0.9, ((1, 0.9, ring_s), (3.93, 0.22, 0.035), (9.2, 0.06, 0.012)))


def celesta(random: Random, pitch: float, length_s: float) -> Signal:
    """Small steel bars."""
    del random
    length_s = max(1.6, length_s)
    return _partials(pitch, length_s, ((1, 0.7, 0.5), (2.0, 0.1, 0.3), (4.08, 0.14, 0.12)))


def electric_piano(random: Random, pitch: float, length_s: float) -> Signal:
    """A tine: a sine bent by another, the more so the newer the note is."""
    del random
    length = seconds(length_s + 0.35)
    at = times(length)
    turn = np.float32(2 * np.pi * hertz_of(pitch)) * at
    bend = 0.9 * np.exp2(-at / 0.25) + 0.12
    tine = 0.06 * np.sin(7 * turn) * np.exp2(-at / 0.05)
    tone = np.sin(turn + bend * np.sin(turn)) + tine
    held = np.exp2(-at / 0.9) * swell(length, 0.004, 0.35)
    trembling = 1 - 0.12 * (1 + np.sin(np.float32(2 * np.pi * 4.6) * at))
    sounded: Signal = (0.8 * tone * held * trembling).astype(np.float32)
    return sounded


# Sustained -------------------------------------------------------------------------------------


def _table(levels: Signal) -> Signal:
    """One turn of a wave from the levels of its harmonics."""
    turn = np.arange(2048) / 2048
    parts = np.arange(1, len(levels) + 1)
    waves = levels[:, None] * np.sin(2 * np.pi * parts[:, None] * turn)
    table: Signal = waves.sum(0).astype(np.float32)
    return table


def _turned(table: Signal, hertz: float, length: int, start: float) -> Signal:
    # A whole number of 2^32 is a turn: it wraps by itself.
    step = np.uint32(round(hertz / RATE * 2**32))
    phase = np.arange(length, dtype=np.uint32) * step + np.uint32(start * (2**32 - 1))
    wave: Signal = table[phase >> np.uint32(21)]
    return wave


_STRINGS = _table(1 / np.arange(1, 13) ** 1.55)
_SAW = _table(1 / np.arange(1, 21) ** 1.1)
_ROUND = _table(np.array([1.0, 0.28, 0.10, 0.03]))
_REED = _table(np.array([1.0, 0.42, 0.22, 0.10, 0.04]))


def strings(random: Random, pitch: float, length_s: float) -> Signal:
    """A section: several players, none quite in tune with another."""
    length = seconds(length_s + 0.9)
    hertz = hertz_of(pitch)
    section = sum(
        _turned(_STRINGS, hertz * detune, length, random.random())
        for detune in (0.9968, 0.9989, 1.0013, 1.0034)
    )
    bowed = np.asarray(section, np.float32) * swell(length, min(0.7, 0.4 * length_s), 0.9)
    return bowed * np.float32(0.3)


def synth_pad(random: Random, pitch: float, length_s: float) -> Signal:
    """Wide, soft, slowly beating."""
    length = seconds(length_s + 0.7)
    hertz = hertz_of(pitch)
    voices = sum(
        _turned(_ROUND, hertz * detune, length, random.random())
        for detune in (0.9955, 1.0, 1.0045, 2.003)
    )
    return np.asarray(voices, np.float32) * swell(length, min(0.5, 0.4 * length_s), 0.7) * 0.3


def synth_pluck(random: Random, pitch: float, length_s: float) -> Signal:
    """A saw whose filter closes at once."""
    length = seconds(max(0.35, length_s))
    hertz, start = hertz_of(pitch), random.random()
    open_filter: Signal = np.exp2(-times(length) / np.float32(0.05))
    bright = _turned(_SAW, hertz, length, start) * (0.55 * open_filter)
    tone = bright + _turned(_ROUND, hertz, length, start) * (1 - 0.5 * open_filter)
    return tone * decay(length, 0.12, 0.004) * np.float32(0.7)


def bass(random: Random, pitch: float, length_s: float) -> Signal:
    """A round bass."""
    del random
    length = seconds(length_s)
    tone = _turned(_ROUND, hertz_of(pitch), length, 0.0)
    fading: Signal = np.exp2(-times(length) / np.float32(0.9))
    return tone * fading * swell(length, 0.012, min(0.12, 0.4 * length_s))


def flute(random: Random, pitch: float, length_s: float) -> Signal:
    """A bamboo flute: breath before the tone, vibrato once it stands."""
    length = seconds(length_s + 0.15)
    at, hertz = times(length), hertz_of(pitch)
    depth = 0.006 * np.clip((at - 0.25) / 0.5, 0, 1)
    phase = np.cumsum(hertz * (1 + depth * np.sin(2 * np.pi * 4.9 * at)), dtype=np.float64)
    tone = _REED[(phase * (len(_REED) / RATE)).astype(np.int64) % len(_REED)]
    breath = noise(random, length, ((hertz, -2), (2 * hertz, 0), (6 * hertz, -8)), channels=1)
    blown: Signal = tone + 0.05 * breath * (1 + 2 * np.exp2(-at / 0.06))
    return blown * swell(length, 0.09, 0.2) * np.float32(0.6)


# Drums: the pitch is of no account ---------------------------------------------------------------


def kick(random: Random, pitch: float, length_s: float) -> Signal:
    """A soft bass drum."""
    del random, pitch, length_s
    at = times(seconds(0.32))
    return glide(48 + 90 * np.exp(-at / 0.022)) * decay(len(at), 0.07, 0.003)


def taiko(random: Random, pitch: float, length_s: float) -> Signal:
    """A great drum."""
    del pitch, length_s
    at = times(seconds(1.3))
    skin = glide(58 + 34 * np.exp(-at / 0.05)) * decay(len(at), 0.2, 0.003)
    hit = noise(random, len(at), ((120, 0), (400, -5), (1500, -14)), channels=1)
    return skin + 0.22 * hit * decay(len(at), 0.03)


def snare(random: Random, pitch: float, length_s: float) -> Signal:
    """A snare under a brush."""
    del pitch, length_s
    length = seconds(0.24)
    wires = noise(random, length, ((900, -5), (2400, 0), (7000, -5)), channels=1)
    skin = glide(np.full(length, 190, np.float32)) * decay(length, 0.03)
    return 0.3 * wires * decay(length, 0.045, 0.004) + 0.35 * skin


def hat(random: Random, pitch: float, length_s: float) -> Signal:
    """A closed hi-hat."""
    del pitch, length_s
    length = seconds(0.07)
    return (
        0.3
        * noise(random, length, ((6000, -4), (9500, 0), (14000, -6)), channels=1)
        * decay(length, 0.011, 0.002)
    )


def shaker(random: Random, pitch: float, length_s: float) -> Signal:
    """Seeds in a gourd."""
    del pitch, length_s
    length = seconds(0.11)
    seeds = noise(random, length, ((3500, -4), (6500, 0), (11000, -6)), channels=1)
    return 0.3 * seeds * swell(length, 0.045, 0.06)


def woodblock(random: Random, pitch: float, length_s: float) -> Signal:
    """A small hollow block."""
    del random, length_s
    return _partials(pitch, 0.16, ((1, 0.7, 0.016), (2.4, 0.25, 0.009)))


def cymbal_swell(random: Random, pitch: float, length_s: float) -> Signal:
    """A cymbal under soft mallets that grows until its end, and is let ring."""
    del pitch
    length = seconds(length_s + 1.6)
    at = times(length)
    growing: Signal = np.clip(at / np.float32(length_s), 0, 1) ** 3
    ringing: Signal = np.exp2(-np.clip(at - np.float32(length_s), 0, None) / 0.35)
    metal = noise(random, length, ((2500, -6), (5500, 0), (11000, -5)), channels=1)
    return 0.3 * metal * growing * ringing * swell(length, 0.05, 0.5)
