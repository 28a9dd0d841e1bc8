"""Does somebody speak or sing in a sound? Noticed, never recognised: nothing of a voice is kept.

Silero VAD (Silero Team, version 6.2), its 16 kHz model, run by NumPy alone: a forward pass is a
spectrum, four short convolutions and a recurrent cell. It gives the scores of the model's own
runtime to six digits. The weights are those of the package, stored as safetensors.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from seedance_studio.domain.reference import MediaFacts
from seedance_studio.media.recordings import SAMPLE_RATE, read_sound

DETECTOR = "silero-vad-6.2"
MIN_SCORE = 0.5
MIN_VOICE_S = 0.25
"""Shorter ones are mostly clicks and plucked strings."""
PIECE_S, MAX_PIECES = 10, 12
"""A sound is listened to in pieces; of a long one, in as many as these, evenly spread."""
_RATE = 16_000
_WINDOW, _CONTEXT, _MIRRORED = 512, 64, 64
"""Samples that one score is for, that are seen before it, and that are mirrored behind it."""
_SPECTRUM, _HOP = 256, 128
_WEIGHTS = Path(__file__).with_name("silero_vad_16k.safetensors")

Array = NDArray[np.float32]


def has_voice(path: Path, facts: MediaFacts) -> bool:
    """Tell whether a voice is heard in a sound, or in a video's sound.

    Args:
        path: of a file that was examined.
        facts: what was found in it.

    Raises:
        RequestError: under `file`: it cannot be read.
    """
    if not facts.has_sound:
        return False
    return is_voiced(read_sound(path, channels=1)[:, 0])


def is_voiced(samples: Array) -> bool:
    """Tell whether a voice is heard in a mono sound at SAMPLE_RATE."""
    step = SAMPLE_RATE // _RATE
    # The mean of each three samples is filter enough: what folds back is above any voice.
    num = len(samples) // step
    mono = samples[: num * step].reshape(num, step).mean(1)
    pieces = [mono[start : start + PIECE_S * _RATE] for start in range(0, num, PIECE_S * _RATE)]
    every = -(-len(pieces) // MAX_PIECES) if pieces else 1
    left = round(MIN_VOICE_S * _RATE / _WINDOW)
    for piece in pieces[::every]:
        left -= int((_scores(piece) >= MIN_SCORE).sum())
        if left <= 0:
            return True
    return False


def _scores(samples: Array) -> Array:
    """Give how likely a voice is, 0 to 1, for each window of a sound at 16 kHz."""
    num_windows = -(-len(samples) // _WINDOW)
    padded = np.zeros(_CONTEXT + num_windows * _WINDOW, np.float32)
    padded[_CONTEXT : _CONTEXT + len(samples)] = samples
    starts = np.arange(num_windows)[:, None] * _WINDOW
    windows = padded[starts + np.arange(_CONTEXT + _WINDOW)]
    windows = np.pad(windows, ((0, 0), (0, _MIRRORED)), mode="reflect")
    return _recurrent(_features(windows))


def _features(windows: Array) -> Array:
    """Give (num_windows, 128): what each window sounds like."""
    weights = _weights()
    num_hops = (windows.shape[1] - _SPECTRUM) // _HOP + 1
    places = np.arange(num_hops)[:, None] * _HOP + np.arange(_SPECTRUM)
    real, imaginary = np.split(windows[:, places] @ weights["stft_conv.weight"][:, 0].T, 2, axis=2)
    values = np.hypot(real, imaginary)
    for number, stride in ((1, 1), (2, 2), (3, 2), (4, 1)):
        kernel, bias = weights[f"conv{number}.weight"], weights[f"conv{number}.bias"]
        padded = np.pad(values, ((0, 0), (1, 1), (0, 0)))
        starts = range(0, padded.shape[1] - 2, stride)
        seen = np.stack([padded[:, start : start + 3] for start in starts], axis=1)
        values = np.maximum(np.einsum("nhki,oik->nho", seen, kernel, optimize=True) + bias, 0)
    features: Array = values[:, 0]
    return features


def _recurrent(features: Array) -> Array:
    """Give the scores, each from its window and from what was heard before."""
    weights = _weights()
    from_input = features @ weights["lstm_cell.weight_ih"].T + weights["lstm_cell.bias_ih"]
    from_input += weights["lstm_cell.bias_hh"]
    hidden, cell = np.zeros((2, features.shape[1]), np.float32)
    said = np.empty_like(features)
    for index, given in enumerate(from_input):
        gates = given + weights["lstm_cell.weight_hh"] @ hidden
        taken, kept, new, shown = np.split(gates, 4)
        cell = _sigmoid(kept) * cell + _sigmoid(taken) * np.tanh(new)
        hidden = _sigmoid(shown) * np.tanh(cell)
        said[index] = hidden
    heard = np.maximum(said, 0) @ weights["final_conv.weight"][0] + weights["final_conv.bias"]
    return _sigmoid(heard[:, 0])


def _sigmoid(values: Array) -> Array:
    return np.reciprocal(np.exp(-values) + np.float32(1))


@cache
def _weights() -> dict[str, Array]:
    """Read our own safetensors file: the length of its header, the header, then all numbers."""
    content = _WEIGHTS.read_bytes()
    end = 8 + int.from_bytes(content[:8], "little")
    weights = {}
    for name, entry in json.loads(content[8:end]).items():
        first, last = entry["data_offsets"]
        values = np.frombuffer(content[end + first : end + last], np.float32)
        weights[name] = values.reshape(entry["shape"])
    return weights
