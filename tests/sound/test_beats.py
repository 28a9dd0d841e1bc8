"""Beats of sounds whose tempo the test has set."""

import av
import numpy as np
import pytest

from seedance_studio.sound.beats import find_beats

RATE = 48_000


def write_clicks(path, beats_s, seconds):
    """Drum-like strokes on a quiet chord."""
    moments = np.arange(round(seconds * RATE)) / RATE
    wave = 0.05 * np.sin(2 * np.pi * 220 * moments)
    noise = np.random.default_rng(0).normal(size=2_400)
    stroke = noise * np.exp(-np.arange(2_400) / 400)
    for beat in beats_s:
        start = round(beat * RATE)
        piece = stroke[: len(wave) - start]
        wave[start : start + len(piece)] += 0.3 * piece
    samples = np.int16(np.clip(wave, -1, 1) * 32_767)[None]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples, "s16", "mono")
        frame.sample_rate = RATE
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("bpm", [80, 120])
def test_the_beats_are_where_the_strokes_are(tmp_path, bpm):
    strokes = np.arange(0.5, 9.5, 60 / bpm)
    found = find_beats(write_clicks(tmp_path / "drum.wav", strokes, 10.0))
    nearest = [min(abs(np.array(found) - stroke)) for stroke in strokes[1:-1]]
    assert np.median(nearest) < 0.04
    assert abs(np.median(np.diff(found)) - 60 / bpm) < 0.03


def test_a_part_of_a_sound_has_beats_from_its_own_start(tmp_path):
    path = write_clicks(tmp_path / "drum.wav", np.arange(0.25, 12, 0.5), 12.0)
    part = find_beats(path, start_s=4.0, end_s=10.0)
    assert 0 <= part[0] < 1
    assert part[-1] < 6
    phases = (np.array(part) - 0.25) % 0.5
    assert np.median(np.minimum(phases, 0.5 - phases)) < 0.04
