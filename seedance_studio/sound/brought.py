"""Sounds that came with the request, made to fit the clip: trimmed, looped, faded, ducked."""

from __future__ import annotations

import numpy as np

from seedance_studio.sound.signals import RATE, Signal, seconds, swell

_SEAM_S = 0.4
"""Where music comes round again, its end and its start are heard together this long."""
_FADE_IN_S, _FADE_OUT_S = 0.03, 1.6
_FADE_SHARE = 0.25
_EDGE_S = 0.01

_DUCK_DB = 5.0
"""How far music makes way at most."""
_DUCK_FROM = 0.03
"""Root mean square, over a window, from which sounds in front make it do so."""
_WINDOW_S = 0.05
_EASE_S = 0.35


def fit_music(music: Signal, num_samples: int) -> Signal:
    """Give music the length of the clip: cut, or played again and again, and faded at its ends."""
    seam = min(seconds(_SEAM_S), len(music) // 4)
    step = len(music) - seam
    fitted = np.zeros((num_samples, 2), np.float32)
    ways = np.sqrt(np.linspace(0, 1, seam, dtype=np.float32))[:, None]
    for start in range(0, num_samples, step):
        round_again = music.copy()
        if start:
            round_again[:seam] *= ways
        if start + step < num_samples:
            round_again[step:] *= ways[::-1]
        part = round_again[: num_samples - start]
        fitted[start : start + len(part)] += part
    fade_out_s = min(_FADE_OUT_S, _FADE_SHARE * num_samples / RATE)
    return fitted * swell(num_samples, _FADE_IN_S, fade_out_s)[:, None]


def fit_own(own: Signal, num_samples: int) -> Signal:
    """Give a video's own sound, which stays where it was, the length of the clip."""
    fitted = np.zeros((num_samples, 2), np.float32)
    own = own[:num_samples]
    fitted[: len(own)] = own * swell(len(own), _EDGE_S, _EDGE_S)[:, None]
    return fitted


def ducked(music: Signal, front: Signal) -> Signal:
    """Give music that makes way, slowly, where what stands in front of it is loud."""
    window = seconds(_WINDOW_S)
    num_windows = -(-len(front) // window)
    padded = np.zeros(num_windows * window, np.float32)
    padded[: len(front)] = (front**2).mean(axis=1)
    level = np.sqrt(padded.reshape(num_windows, window).mean(axis=1))
    wanted_db = -_DUCK_DB * np.clip(level / _DUCK_FROM - 1, 0, 1)
    ease = np.hanning(2 * round(_EASE_S / _WINDOW_S) + 3)
    eased_db = np.convolve(
        np.pad(wanted_db, len(ease) // 2, mode="edge"), ease / ease.sum(), "valid"
    )
    at = (np.arange(num_windows) + 0.5) * window
    gain_db = np.interp(np.arange(len(music)), at, eased_db)
    return music * (10 ** (gain_db / 20)).astype(np.float32)[:, None]
