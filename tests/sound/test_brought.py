import numpy as np
import pytest

from seedance_studio.domain.sound import SoundBrief, SoundWish
from seedance_studio.domain.sound_plan import plan_sound
from seedance_studio.sound import RATE, Given, score
from seedance_studio.sound.brought import ducked, fit_music
from seedance_studio.sound.harmony import beat_grid
from seedance_studio.sound.loudness import measure_loudness

SECONDS = 6.0


def tone(seconds, hertz=440.0):
    wave = 0.3 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)
    return np.stack([wave, wave], axis=1).astype(np.float32)


def plan(**wish):
    brief = SoundBrief(setting="beach")
    return plan_sound(SoundWish(**wish), brief, duration_s=SECONDS, seed=1)


def rms(samples, start_s, end_s):
    return float(np.sqrt(np.mean(samples[round(start_s * RATE) : round(end_s * RATE)] ** 2)))


def test_short_music_comes_round_without_a_gap():
    fitted = fit_music(tone(1.5), round(SECONDS * RATE))
    assert len(fitted) == SECONDS * RATE
    levels = [rms(fitted, start, start + 0.1) for start in np.arange(0.2, 4.0, 0.1)]
    assert min(levels) > 0.5 * max(levels)
    assert np.abs(fitted[-24:]).max() < 0.01


def test_long_music_is_cut_and_faded():
    fitted = fit_music(tone(20), round(SECONDS * RATE))
    assert rms(fitted, 5.8, 6.0) < 0.3 * rms(fitted, 2, 3) < rms(fitted, 3, 4)


def test_music_makes_way_for_what_is_louder_in_front_and_comes_back():
    front = np.zeros((round(SECONDS * RATE), 2), np.float32)
    front[2 * RATE : 4 * RATE] = 0.2
    made_way = ducked(tone(SECONDS), front)
    assert rms(made_way, 2.8, 3.2) < 0.65 * rms(made_way, 0.2, 1.0)
    assert rms(made_way, 5.0, 5.8) == pytest.approx(rms(made_way, 0.2, 1.0), rel=0.01)


def test_brought_music_is_heard_over_the_ambience():
    brought = score(plan(), SECONDS, Given(music=tone(3.0)))
    spectrum = np.abs(np.fft.rfft(brought.samples[RATE : 2 * RATE].mean(axis=1)))
    assert np.argmax(spectrum) == 440
    assert set(brought.layers) == {"ambience", "effects", "music"}
    assert measure_loudness(brought.samples)[0] == pytest.approx(-16, abs=0.5)


def test_a_kept_sound_stays_where_it_was():
    own = tone(SECONDS)
    own[: 2 * RATE] = 0
    kept = score(plan(), SECONDS, Given(own=own)).layers["music"]
    assert rms(kept, 0, 1.9) < 0.001 < rms(kept, 2.1, 3)


def test_music_follows_the_beats_that_are_given():
    beats = tuple(0.31 + 0.55 * beat + 0.02 * (beat % 2) for beat in range(10))
    grid = beat_grid(plan(), SECONDS, beats)
    assert set(grid) <= {round(beat, 9) for beat in beats} | set(beats)
    assert len(grid) % 2 == 1
    music = score(plan(genre="toybox", music_volume=1), SECONDS, Given(beats_s=beats))
    loud = np.abs(music.layers["music"]).max(axis=1)
    assert loud[: round(0.28 * RATE)].max() < 0.1 * loud[:RATE].max()


@pytest.mark.parametrize("beat_s", [0.2, 0.3, 0.6, 1.4])
def test_very_fast_and_very_slow_rhythms_are_counted_sensibly(beat_s):
    grid = beat_grid(plan(), SECONDS, tuple(np.arange(0.1, SECONDS, beat_s)))
    assert 0.35 < np.median(np.diff(grid)) < 1.1
    assert grid[-1] <= SECONDS


def test_a_sound_without_a_pulse_leaves_the_tempo_as_planned():
    found = plan()
    assert beat_grid(found, SECONDS, (1.0, 2.0))[1] == pytest.approx(60 / found.tempo_bpm)
