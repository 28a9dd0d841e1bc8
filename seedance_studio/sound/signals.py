"""The material of every sound: noise of a colour, slow drifts, envelopes, a stage to place them on.

Mono signals are (num_samples,), stereo ones (num_samples, 2), float32, RATE samples a second.
Noise is coloured in the frequency domain, so that no sample is ever computed in a Python loop.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

RATE = 48_000

_LOOP = 1 << 18
"""Samples after which noise comes round again: five seconds, too long to be noticed."""

Signal = NDArray[np.floating[Any]]
Random = np.random.Generator
Colour = Sequence[tuple[float, float]]
"""Points of a spectrum: (hertz, decibels)."""


def seconds(duration_s: float) -> int:
    """Give a length in samples, at least one."""
    return max(1, round(duration_s * RATE))


def times(num_samples: int) -> Signal:
    """Give the second of each sample, from 0."""
    return np.arange(num_samples, dtype=np.float32) / np.float32(RATE)


def noise(random: Random, num_samples: int, colour: Colour, *, channels: int = 2) -> Signal:
    """Give steady noise of a colour.

    Args:
        random: draws it.
        num_samples: its length.
        colour: its spectrum; straight lines over the logarithm of the
            frequency join them, and it falls off steeply outside.
        channels: 1 gives (num_samples,); 2 gives (num_samples, 2), the sides unlike each other.

    Returns: of root mean square 1.
    """
    size = min(_fft_size(num_samples), _LOOP)
    shape = _response(colour, size)
    turns = random.random((channels, len(shape)), dtype=np.float32) * np.float32(2 * np.pi)
    spectrum = np.empty(turns.shape, np.complex64)
    spectrum.real, spectrum.imag = shape * np.cos(turns), shape * np.sin(turns)
    drawn = np.fft.irfft(spectrum, size)
    drawn /= np.sqrt(np.mean(drawn**2)) + np.float32(1e-9)
    # What an inverse transform gives is periodic: it goes round without a seam.
    whole = np.tile(drawn, -(-num_samples // size))[:, :num_samples]
    return whole[0] if channels == 1 else whole.T


def coloured(signal: Signal, colour: Colour) -> Signal:
    """Give a mono signal with its spectrum multiplied by a colour, as in `noise`."""
    size = _fft_size(len(signal))
    shape = _response(colour, size)
    return np.fft.irfft(np.fft.rfft(signal, size) * shape, size)[: len(signal)].astype(np.float32)


def _response(colour: Colour, size: int) -> Signal:
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    hertz[0] = hertz[1]
    octaves = np.log2([point[0] for point in colour])
    decibels = [point[1] for point in colour]
    # Two octaves beyond its ends a colour has fallen by 36 dB.
    low, high = octaves[0] - 2, octaves[-1] + 2
    octaves = np.concatenate([[low - 4, low], octaves, [high, high + 4]])
    decibels = [
        decibels[0] - 120,
        decibels[0] - 36,
        *decibels,
        decibels[-1] - 36,
        decibels[-1] - 96,
    ]
    shape: Signal = (10 ** (np.interp(np.log2(hertz), octaves, decibels) / 20)).astype(np.float32)
    return shape


def _fft_size(num_samples: int) -> int:
    """The next length that FFTs are fast at: 2, 3 or 5 times a power of two."""
    power = 1 << max(0, (num_samples - 1).bit_length())
    return min(size for size in (power, power * 5 // 8, power * 3 // 4) if size >= num_samples)


def drift(random: Random, num_samples: int, hertz: float, low: float, high: float) -> Signal:
    """Give a smooth curve that wanders between two levels.

    Args:
        random: draws it.
        num_samples: its length.
        hertz: about how often it turns.
        low: its lowest level.
        high: its highest level.
    """
    num_points = max(4, int(num_samples / RATE * hertz * 2) + 4)
    points = random.uniform(0, 1, num_points)
    return (low + (high - low) * _smooth_through(points, num_samples)).astype(np.float32)


def _smooth_through(points: NDArray[np.float64], num_samples: int) -> NDArray[np.float64]:
    # Cosine interpolation: no overshoot, no corner.
    place = np.linspace(0, len(points) - 1.001, num_samples)
    index = place.astype(np.intp)
    share = 0.5 - 0.5 * np.cos(np.pi * (place - index))
    smooth: NDArray[np.float64] = points[index] * (1 - share) + points[index + 1] * share
    return smooth


def swell(num_samples: int, attack_s: float, release_s: float) -> Signal:
    """Give an envelope that rises and falls along cosines and is 1 between."""
    envelope = np.ones(num_samples, np.float32)
    attack = min(seconds(attack_s), num_samples)
    release = min(seconds(release_s), num_samples)
    envelope[:attack] *= _half_cosine(attack)
    envelope[num_samples - release :] *= _half_cosine(release)[::-1]
    return envelope


def _half_cosine(num_samples: int) -> Signal:
    share = np.arange(num_samples, dtype=np.float32) / num_samples
    return 0.5 - 0.5 * np.cos(np.float32(np.pi) * share)


def decay(num_samples: int, half_life_s: float, attack_s: float = 0.002) -> Signal:
    """Give an envelope that jumps up softly, halves every `half_life_s`, and ends at 0."""
    fading: Signal = np.exp2(-times(num_samples) / np.float32(half_life_s))
    return fading * swell(num_samples, attack_s, 0.25 * num_samples / RATE)


def glide(hertz: Signal) -> Signal:
    """Give a sine whose frequency follows a curve."""
    phase = np.cumsum(hertz, dtype=np.float64) / RATE
    return np.sin((2 * np.pi) * (phase % 1)).astype(np.float32)


def pan(mono: Signal, position: float | Signal) -> Signal:
    """Give a mono signal a place from -1, left, to 1, right, of equal power everywhere."""
    angle = (np.asarray(position, np.float32) + 1) * np.float32(np.pi / 4)
    return np.stack([mono * np.cos(angle), mono * np.sin(angle)], axis=1) * np.float32(2**0.5)


class Stage:
    """A stereo floor that sounds are put on, dry and into one reverberation.

    Args:
        num_samples: its length; what reaches beyond is cut off.
    """

    def __init__(self, num_samples: int) -> None:
        self.dry = np.zeros((num_samples, 2), np.float32)
        self.wet = np.zeros((num_samples, 2), np.float32)

    def __len__(self) -> int:
        return len(self.dry)

    def put(
        self,
        signal: Signal,
        at_s: float = 0.0,
        *,
        gain: float = 1.0,
        position: float = 0.0,
        wet: float = 0.0,
    ) -> None:
        """Add a sound.

        Args:
            signal: mono, which is given a position, or stereo, which is taken as it is.
            at_s: when it begins; a sound that begins before 0 comes in on its way.
            gain: its level.
            position: -1, left, to 1, right.
            wet: how much of it goes into the reverberation: 0 is none.
        """
        start = round(at_s * RATE)
        begun, start = max(0, -start), max(0, start)
        signal = signal[begun : begun + max(0, len(self) - start)]
        if len(signal) == 0:
            return
        stereo = (pan(signal, position) if signal.ndim == 1 else signal) * np.float32(gain)
        self.dry[start : start + len(stereo)] += stereo
        if wet:
            self.wet[start : start + len(stereo)] += stereo * np.float32(wet)

    def heard_in(self, room: Signal) -> Signal:
        """Give all of it with the reverberation of a room, a stereo impulse response."""
        if not self.wet.any():
            return self.dry
        size = _fft_size(len(self) + len(room))
        spectrum = np.fft.rfft(np.ascontiguousarray(self.wet.T), size)
        spectrum *= np.fft.rfft(np.ascontiguousarray(room.T), size)
        return self.dry + np.fft.irfft(spectrum, size)[:, : len(self)].T


def make_room(random: Random, length_s: float, *, brightness: float, delay_s: float) -> Signal:
    """Give the impulse response of a room: noise that dies away, its treble sooner.

    Args:
        random: draws it.
        length_s: until it is 60 dB down.
        brightness: 0 is muffled, 1 is bright.
        delay_s: before the first reflection.

    Returns: (num_samples, 2), of energy 1.
    """
    length = seconds(length_s)
    at = times(length)
    tail = np.zeros((length, 2), np.float32)
    treble_db = -18 + 15 * brightness
    for colour, share in (
        (((120, -6), (250, 0), (700, 0)), 1.0),
        (((900, 0), (2200, treble_db / 3)), 0.75),
        (((3000, treble_db / 2), (7000, treble_db)), 0.45),
    ):
        # 60 dB are a factor of 1000: 6.9 is its natural logarithm.
        fading = np.exp(-6.9 * at / np.float32(length_s * share))
        level = np.float32(10 ** (colour[-1][1] / 20))
        tail += noise(random, length, colour) * fading[:, None] * level
    tail *= swell(length, 0.012, 0.2 * length_s)[:, None]
    response = np.concatenate([np.zeros((seconds(delay_s), 2), np.float32), tail])
    return response / np.float32(np.sqrt(np.sum(response**2) / 2))
