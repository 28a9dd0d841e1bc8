"""Loudness by EBU R128 and true peak, as FFmpeg measures them, and a track brought to both."""

from __future__ import annotations

import math

import av
import numpy as np

from seedance_studio.sound.signals import RATE, Signal

TARGET_LUFS = -16.0
MAX_TRUE_PEAK_DB = -2.0
"""A lossy codec overshoots by some tenths of a decibel; the file is to stay under -1."""

_SILENCE_LUFS = -60.0
_BLOCK = 96
"""Samples that the limiter treats alike: 2 ms."""
_REACH = 24
"""Blocks the limiter looks ahead and lets go over: 48 ms, too slow to be heard as distortion."""
_ROUNDS = 3
_TOLERANCE_LU = 0.3
_MAX_GAIN_DB = 12.0
"""A quiet room with nothing else in it stays quiet."""


def measure_loudness(track: Signal) -> tuple[float, float]:
    """Give integrated loudness in LUFS and true peak in dB of a stereo track of 0.4 s or more.

    A track too short or too quiet to be measured has -70 LUFS.
    """
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        sample_rate=RATE, format="flt", layout="stereo", time_base=f"1/{RATE}"
    )
    meter = graph.add("ebur128", "metadata=1:peak=true")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    packed = np.ascontiguousarray(track, np.float32).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(packed, format="flt", layout="stereo")
    frame.sample_rate, frame.pts = RATE, 0
    graph.push(frame)
    graph.push(None)
    loudness, peak = -70.0, 0.0
    while True:
        try:
            metadata = graph.pull().metadata
        except (av.EOFError, av.BlockingIOError):
            break
        loudness = float(metadata.get("lavfi.r128.I", loudness))
        peak = float(metadata.get("lavfi.r128.true_peak", peak))
    return loudness, 20 * math.log10(max(peak, 1e-6))


def at_loudness(track: Signal, lufs: float, max_peak_db: float) -> Signal:
    """Give a track at a loudness, or quieter where its peaks would stand too high."""
    loudness, peak_db = measure_loudness(track)
    if loudness < _SILENCE_LUFS:
        return track
    return track * _amplitude(min(lufs - loudness, max_peak_db - peak_db))


def master(track: Signal) -> Signal:
    """Give a track at TARGET_LUFS whose true peak stays under MAX_TRUE_PEAK_DB."""
    loudness, peak_db = measure_loudness(track)
    if loudness < _SILENCE_LUFS:
        return track
    gain_db, mastered = 0.0, track
    for _ in range(_ROUNDS):
        gain_db = min(_MAX_GAIN_DB, gain_db + TARGET_LUFS - loudness)
        mastered = _limited(track * _amplitude(gain_db), _amplitude(MAX_TRUE_PEAK_DB))
        loudness, peak_db = measure_loudness(mastered)
        if abs(loudness - TARGET_LUFS) < _TOLERANCE_LU:
            break
    # Peaks between the samples, which the limiter does not see, stand a little higher.
    return mastered * _amplitude(min(0.0, MAX_TRUE_PEAK_DB - peak_db))


def _amplitude(decibels: float) -> np.float32:
    return np.float32(10 ** (decibels / 20))


def _limited(track: Signal, ceiling: np.float32) -> Signal:
    """Turn down ahead of each peak and up again after it, along smooth curves."""
    num_blocks = -(-len(track) // _BLOCK)
    peaks = np.zeros(num_blocks * _BLOCK, np.float32)
    peaks[: len(track)] = np.abs(track).max(axis=1)
    highest = peaks.reshape(num_blocks, _BLOCK).max(axis=1)
    if highest.max() <= ceiling:
        return track
    wanted = np.minimum(1, ceiling / np.maximum(highest, ceiling))
    padded = np.pad(wanted, 2 * _REACH, constant_values=1)
    lowest = np.lib.stride_tricks.sliding_window_view(padded, 2 * _REACH + 1).min(axis=1)
    # One block less than the window of the minimum, so that interpolation cannot reach over it.
    window = np.hanning(2 * _REACH + 1)[1:-1]
    smooth = np.convolve(lowest, window / window.sum(), "same")[_REACH:-_REACH]
    at = (np.arange(num_blocks) + 0.5) * _BLOCK
    gain = np.interp(np.arange(len(track)), at, smooth).astype(np.float32)
    return track * gain[:, None]
