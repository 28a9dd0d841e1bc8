"""Voices in sounds that are brought: heard, asked about like faces, and never kept."""

import json

import av
import numpy as np
import pytest

from seedance_studio.domain.reference import Reference
from seedance_studio.errors import ConsentNeeded
from seedance_studio.safety.voices import is_voiced
from tests.voices import RATE, speak


def write(path, samples):
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=RATE, layout="mono")
        for start in range(0, len(samples), 1024):
            block = samples[start : start + 1024][None]
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), "fltp", "mono")
            frame.sample_rate, frame.pts = RATE, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def music(seconds):
    """Chords of a plucked string, and a drum."""
    t = np.arange(round(seconds * RATE)) / RATE
    beat = t % 0.5
    tones = sum(np.sin(2 * np.pi * pitch * t) for pitch in (220.0, 277.2, 329.6))
    drum = np.random.default_rng(1).standard_normal(len(t)) * np.exp(-40 * beat)
    return (0.1 * tones * np.exp(-4 * beat) + 0.1 * drum).astype(np.float32)


@pytest.mark.parametrize("pitch_hz", [110.0, 210.0])
def test_a_voice_is_heard_also_over_music(pitch_hz):
    voice = speak(3.0, pitch_hz=pitch_hz)
    assert is_voiced(voice)
    assert is_voiced(voice + music(3.0) / 4)


def test_a_voice_is_heard_late_in_a_long_sound():
    long = music(60.0)
    long[45 * RATE : 48 * RATE] += speak(3.0)
    assert is_voiced(long)


@pytest.mark.parametrize("kind", ["music", "noise", "tone", "silence", "nothing"])
def test_what_is_no_voice_is_not_taken_for_one(kind):
    num = 4 * RATE
    sound = {
        "music": music(4.0),
        "noise": np.random.default_rng(2).standard_normal(num) / 10,
        "tone": np.sin(np.arange(num) / 20),
        "silence": np.zeros(num),
        "nothing": np.zeros(0),
    }[kind]
    assert not is_voiced(sound.astype(np.float32))


def test_a_voice_needs_an_answer_and_a_tune_none(studio, ask, tmp_path, settings):
    spoken = write(tmp_path / "speech.m4a", speak(2.0))
    played = write(tmp_path / "music.m4a", music(2.0))

    def with_sound(path):
        return ask("a city", references=(Reference(name="Audio1", file=str(path), role="music"),))

    studio.plan(with_sound(played))
    with pytest.raises(ConsentNeeded) as asked:
        studio.submit(with_sound(spoken))
    sha256 = asked.value.files["references.Audio1"]
    assert "voice" in asked.value.problems["references.Audio1"].en
    assert studio.jobs() == []
    studio.answer_for([sha256], "me", "en")
    studio.plan(with_sound(spoken))
    (line,) = (settings.data_dir / "consent.jsonl").read_text().splitlines()
    assert json.loads(line)["detector"] == "silero-vad-6.2"
