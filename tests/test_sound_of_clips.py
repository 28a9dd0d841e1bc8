"""The soundtrack of a clip, from the request to the file."""

from dataclasses import replace

import numpy as np
import pytest

from seedance_studio.domain.reference import Reference
from seedance_studio.domain.sound import SoundWish
from seedance_studio.errors import RequestError
from seedance_studio.media.codec import from_json, to_json
from seedance_studio.media.recordings import SAMPLE_RATE, read_sound
from seedance_studio.provenance import verify_file
from seedance_studio.sound.loudness import measure_loudness
from tests import uploads


def make(studio, request):
    job = studio.wait(studio.submit(request), 60)
    return studio.clip(job.state.clip_id), studio.clip_path(job.state.clip_id)


def test_a_clip_comes_with_the_sound_that_its_plan_promised(studio, ask):
    request = ask("a dog runs on the beach", seconds=2.0)
    plan = studio.plan(request)
    assert "waves" in plan.sound.ambience
    assert any("waves" in line.note.en for line in plan.report if line.item == "sound")
    clip, path = make(studio, request)
    assert clip.recipe.plan.sound == plan.sound
    assert clip.delivered.audio_codec == "aac"
    track = read_sound(path)
    # The last packet of the codec is filled up with silence.
    assert 0 <= len(track) / SAMPLE_RATE - clip.delivered.duration_s < 0.03
    loudness, true_peak_db = measure_loudness(track)
    assert loudness == pytest.approx(-16, abs=0.7)
    assert true_peak_db < -1
    assert verify_file(path).recipe.plan.sound == plan.sound


def test_a_clip_without_sound_has_no_track(studio, ask):
    request = ask("a dog runs on the beach", sound=SoundWish(source="off"))
    assert not [line for line in studio.plan(request).report if line.item == "sound"]
    clip, _ = make(studio, request)
    assert clip.delivered.audio_codec is None


def test_the_same_recipe_sounds_the_same(studio, ask):
    request = ask("a horse runs in the snow", sound=SoundWish(mood="epic"))
    first, second = (read_sound(make(studio, request)[1]) for _ in range(2))
    assert np.array_equal(first, second)


def test_a_request_from_before_there_was_sound_is_still_read(ask):
    request = ask("a dog")
    text = to_json(request)
    start = text.index('"sound":')
    older = text[:start] + text[text.index("}", start) + 2 :]
    assert from_json(type(request), older) == request


def test_what_cannot_be_played_is_named_with_all_else_that_is_wrong(studio, ask):
    with pytest.raises(RequestError) as refused:
        studio.plan(ask("", sound=SoundWish(source="loud", mood="angry", music_volume=9)))
    assert set(refused.value.problems) == {"prompt", "sound", "mood", "music_volume"}


def test_the_headless_door_takes_every_wish(headless):
    flags = ["--mood", "tense", "--genre", "lofi", "--ambience-volume", "0.5"]
    status, answer, _ = headless(
        "plan", "--engine", "fake", "--prompt", "a city", *flags, "--music-volume", "0", "--json"
    )
    assert status == 0
    sound = answer["sound"]
    assert (sound["mood"], sound["genre"]) == ("tense", "lofi")
    assert (sound["ambience_volume"], sound["music_volume"]) == (0.5, 0)
    status, answer, _ = headless(
        "plan", "--engine", "fake", "--prompt", "a city", "--music-volume", "loud", "--json"
    )
    assert status == 2
    assert set(answer["error"]["problems"]) == {"music_volume"}


@pytest.fixture
def brought(tmp_path):
    """A recording, a film with sound and one without, as references."""
    return {
        "Audio1": str(uploads.sound(tmp_path / "song.wav", seconds=3.0)),
        "Video1": str(uploads.film(tmp_path / "film.mp4", sound_s=3.0)),
        "Video2": str(uploads.film(tmp_path / "silent.mp4")),
    }


def test_brought_music_is_what_is_heard(studio, ask, brought):
    music = Reference(name="Audio1", file=brought["Audio1"], role="music", strength=0.5)
    request = ask("a city", seconds=2.0, references=(music,))
    plan = studio.plan(request)
    assert (plan.sound.music, plan.sound.music_volume) == ("Audio1", 0.5)
    assert "Audio1 as the music" in plan.report[-1].note.en
    clip, path = make(studio, request)
    assert clip.delivered.audio_codec == "aac"
    assert np.abs(read_sound(path)).max() > 0.05


def test_a_video_may_keep_its_own_sound(studio, ask, brought):
    film = Reference(name="Video1", file=brought["Video1"], role="edit")
    kept = ask("a city", references=(film,), sound=SoundWish(source="Video1"))
    plan = studio.plan(kept)
    assert plan.sound.own == "Video1"
    assert (plan.sound.ambience, plan.sound.effects) == ((), ())
    assert studio.plan(ask("a city", references=(film,))).sound.own is None
    assert studio.plan(replace(kept, sound=SoundWish(source="own"))).sound.own == "Video1"
    _, path = make(studio, kept)
    assert np.abs(read_sound(path)).max() > 0.05


def test_a_silent_video_is_told_of_and_scored(studio, ask, brought):
    film = Reference(name="Video2", file=brought["Video2"], role="edit")
    for wish in (SoundWish(source="Video2"), SoundWish(source="own")):
        line = studio.plan(ask("a city", references=(film,), sound=wish)).report[-1]
        assert (line.item, line.status) == ("sound", "adapted")


def test_music_that_is_not_heard_is_said_to_be_ignored(studio, ask, brought):
    music = Reference(name="Audio1", file=brought["Audio1"], role="music")
    request = ask("a city", references=(music,), sound=SoundWish(source="off"))
    ends = {line.item: line.status for line in studio.plan(request).report}
    assert ends["Audio1"] == "ignored"


def test_a_sound_that_was_not_brought_cannot_be_chosen(studio, ask):
    with pytest.raises(RequestError) as refused:
        studio.plan(ask("a city", sound=SoundWish(source="Audio3")))
    assert set(refused.value.problems) == {"sound"}


def test_a_file_given_as_the_sound_is_the_music(headless, brought):
    asked = ("plan", "--engine", "fake", "--prompt", "a city", "--json", "--sound")
    status, answer, _ = headless(*asked, brought["Audio1"])
    assert status == 0
    assert answer["sound"]["music"] == "Audio1"
    status, answer, _ = headless(*asked, "nowhere.mp3")
    assert status == 2
    assert [field.split(".")[1] for field in answer["error"]["problems"]] == ["Audio1"]
