import numpy as np
import pytest

from seedance_studio.domain.sound import AMBIENCE, EFFECTS, GENRES, SoundBrief, SoundWish
from seedance_studio.domain.sound_plan import plan_sound
from seedance_studio.prompts import prepare_prompt
from seedance_studio.sound import RATE, Given, measure_motion, score
from seedance_studio.sound.loudness import measure_loudness

SECONDS = 5.0
BEACH, CITY = "a dog runs along the beach", "a woman walks in the city"


def plan(prompt, *, seed=1, seconds=SECONDS, **wish):
    prepared = prepare_prompt(prompt, enhance=True, seed=seed, has_world_vocabulary=True)
    found = plan_sound(SoundWish(**wish), prepared.brief, duration_s=seconds, seed=seed)
    assert found is not None
    return found


def power(samples):
    """Power by (0.1 s, band): under 200 Hz, above 2 kHz, all."""
    size = RATE // 10
    mono = samples.mean(axis=1)
    pieces = mono[: len(mono) // size * size].reshape(-1, size) * np.hanning(size)
    spectra = np.abs(np.fft.rfft(pieces)) ** 2
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    bands = (spectra[:, hertz < 200], spectra[:, hertz > 2000], spectra)
    return np.stack([band.sum(axis=1) for band in bands], axis=1)


def brightness(samples):
    low, high, _ = power(samples).sum(axis=0)
    return high / low


@pytest.mark.parametrize(
    "prompt",
    [BEACH, CITY, "an astronaut floats in space", "暴风雨中一艘帆船", "a cat stands in a room"],
)
def test_a_track_is_as_long_as_its_clip_and_as_loud_as_films_are(prompt):
    track = score(plan(prompt), SECONDS).samples
    loudness, true_peak_db = measure_loudness(track)
    assert track.shape == (SECONDS * RATE, 2)
    assert track.dtype == np.float32
    assert abs(loudness - -16) < 0.5
    assert true_peak_db < -1


def test_it_comes_from_silence_and_ends_in_silence():
    track = score(plan(BEACH), SECONDS).samples
    assert np.abs(track[:48]).max() < 0.01
    assert np.abs(track[-480:]).max() < 0.01


def test_equal_seeds_sound_equal_and_others_do_not():
    assert np.array_equal(score(plan(BEACH), SECONDS).samples, score(plan(BEACH), SECONDS).samples)
    other = score(plan(BEACH, seed=2), SECONDS).samples
    assert not np.allclose(score(plan(BEACH), SECONDS).samples, other, atol=0.01)


@pytest.mark.parametrize("seed", range(4))
def test_a_beach_can_be_told_from_a_city(seed):
    beach, city = score(plan(BEACH, seed=seed), SECONDS), score(plan(CITY, seed=seed), SECONDS)
    assert brightness(beach.samples) > 5 * brightness(city.samples)
    assert brightness(beach.layers["ambience"]) > 10 * brightness(city.layers["ambience"])
    # Waves break and run out: their hiss comes and goes.
    hiss_db = 10 * np.log10(power(beach.layers["ambience"])[5:-5, 1])
    assert hiss_db.max() - hiss_db.min() > 6


@pytest.mark.parametrize("name", AMBIENCE)
def test_every_ambience_is_heard_throughout(name):
    brief = SoundBrief(setting="meadow", cues=(name,))
    wish = SoundWish(music_volume=0, effects_volume=0)
    found = plan_sound(wish, brief, duration_s=SECONDS, seed=1)
    assert found.ambience[0] == name
    track = score(found, SECONDS).samples
    assert np.isfinite(track).all()
    assert (power(track)[5:-10, 2] > 0).all()


@pytest.mark.parametrize("genre", GENRES)
def test_every_genre_rises_and_ends_with_the_picture(genre):
    wish = {"genre": genre, "mood": "warm", "ambience_volume": 0, "effects_volume": 0}
    loud = power(score(plan(BEACH, seconds=10.0, **wish), 10.0).samples)[:, 2]
    assert loud[50:80].mean() > loud[5:25].mean()
    assert loud[-2:].mean() < 0.05 * loud.max()


@pytest.mark.parametrize("name", EFFECTS)
def test_every_effect_is_heard(name):
    briefs = {
        "steps": ("dog", "animal", "walk"), "landings": ("dog", "animal", "jump"),
        "splashes": ("duck", "bird", "swim"), "lapping": ("ship", "vehicle", "sail"),
        "engine": ("car", "vehicle", "drive"), "wheels": ("bicycle", "vehicle", "drive"),
        "rails": ("train", "vehicle", "drive"), "rotor": ("helicopter", "vehicle", "fly"),
        "jet": ("aeroplane", "vehicle", "fly"), "rocket": ("rocket", "vehicle", "rise"),
        "hover": ("ufo", "vehicle", "fly"), "wings": ("eagle", "bird", "fly"),
        "buzz": ("bee", "animal", "fly"), "rustle": ("tree", "thing", "sway"),
        "whirl": ("dancer", "person", "spin"), "rolling": ("football", "thing", "roll"),
        "bubbles": ("fish", "fish", "float"), "whoosh": ("house", "thing", "stand"),
    }  # fmt: skip
    subject, kind, action = briefs[name]
    setting = "underwater" if name == "bubbles" else "meadow"
    brief = SoundBrief(
        subject=subject, kind=kind, action=action, setting=setting,
        camera="push_in" if name == "whoosh" else "static",
    )  # fmt: skip
    found = plan_sound(SoundWish(), brief, duration_s=SECONDS, seed=1)
    assert found.effects == (name,)
    effects = score(found, SECONDS).layers["effects"]
    assert np.isfinite(effects).all()
    assert np.abs(effects).max() > 0.01


def test_a_muted_layer_is_silent_and_the_others_stay_as_they_were():
    all_on, no_music = score(plan(BEACH), SECONDS), score(plan(BEACH, music_volume=0), SECONDS)
    assert "music" not in no_music.layers
    assert np.array_equal(all_on.layers["effects"], no_music.layers["effects"])


def test_steps_fall_when_the_picture_steps():
    # A bright bar that jumps twice a second, first after 0.3 s.
    frames = np.zeros((40, 36, 64, 3), np.uint8)
    for index, frame in enumerate(frames):
        frame[:, (int((index / 8 - 0.3) // 0.5) % 2) * 30 + 5 :][:, :10] = 200
    motion = measure_motion(frames, 8)
    first_s = motion.first_peak_s(2.0)
    assert first_s == pytest.approx(0.3, abs=0.07)
    effects = score(
        plan("a man walks in a room, static shot"), SECONDS, Given(motion=motion)
    ).layers["effects"]
    loud = np.abs(effects).max(axis=1)
    onset = np.flatnonzero(loud[RATE // 10 :] > 0.3 * loud.max())[0] / RATE + 0.1
    assert onset == pytest.approx(first_s, abs=0.05)


def test_a_still_picture_has_no_rhythm():
    assert measure_motion(np.full((40, 36, 64, 3), 9, np.uint8), 8).first_peak_s(2.0) is None


def test_a_cut_is_seen():
    frames = np.zeros((24, 36, 64, 3), np.uint8)
    frames[12:] = 180
    assert measure_motion(frames, 12).cuts_s() == (1.0,)


@pytest.mark.parametrize("seconds", [1.0, 4.0, 60.0])
def test_any_length_has_music_to_its_end(seconds):
    track = score(plan(BEACH, seconds=seconds), seconds).samples
    assert len(track) == round(seconds * RATE)
    assert power(track)[-8:-4, 2].max() > 0
