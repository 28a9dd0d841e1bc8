"""A voice that is computed: no recording of anybody is needed to test a detector."""

import numpy as np

RATE = 48_000
VOWELS = np.array(
    [
        (730, 1090, 2440),
        (270, 2290, 3010),
        (300, 870, 2240),
        (530, 1840, 2480),
        (570, 840, 2410),
        (660, 1720, 2410),
    ]
)
"""Formants in Hz, after Peterson and Barney (1952)."""
WIDTHS, LOUDNESS = (90, 110, 170), (1.0, 0.6, 0.3)
SYLLABLE_S = 0.22


def speak(seconds, *, pitch_hz=120.0, seed=0):
    """Give (num_samples,) float32 of syllables that go from vowel to vowel, at RATE."""
    random = np.random.default_rng(seed)
    t = np.arange(round(seconds * RATE)) / RATE
    count = int(seconds / SYLLABLE_S) + 2
    moments = np.arange(count) * SYLLABLE_S
    said = VOWELS[random.integers(len(VOWELS), size=count)]
    formants = [np.interp(t, moments, said[:, number]) for number in range(3)]
    pitch = pitch_hz * np.interp(t, moments, random.uniform(0.9, 1.15, count))
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    voice = np.zeros(len(t))
    for harmonic in range(1, 40):
        heard = [
            loud / (1 + ((harmonic * pitch - formant) / width) ** 2)
            for formant, width, loud in zip(formants, WIDTHS, LOUDNESS, strict=True)
        ]
        voice += sum(heard) * np.sin(harmonic * phase) / harmonic**0.3
    opening = np.clip(1.6 * np.sin(np.pi * (t / SYLLABLE_S % 1)), 0, 1) ** 0.7
    return (0.25 * voice * opening / np.abs(voice).max()).astype(np.float32)
