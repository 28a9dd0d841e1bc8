"""Music by a model: asked for by name, made once, mixed like the studio's own."""

import numpy as np
import pytest

from seedance_studio.domain.finishing import FinishRequest
from seedance_studio.domain.job import TERMINAL, Cancelled, Running, Succeeded
from seedance_studio.domain.montage import MontageRequest, Shot
from seedance_studio.domain.reference import Reference
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.domain.sound import SoundWish
from seedance_studio.errors import RequestError
from seedance_studio.media.recordings import read_sound
from seedance_studio.settings import Settings
from seedance_studio.studio import open_studio
from tests.engines import tiny_ace_step
from tests.engines.small import ace_step
from tests.uploads import film, sound

CARD = ace_step.CARDS[0]
ENGINES = "tests.engines.with_music"
MUSIC = SoundWish(composer=CARD.id, ambience_volume=0, effects_volume=0)


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    home = tmp_path_factory.mktemp("studio")
    tiny_ace_step.put_weights(home / "models", CARD)
    with open_studio(Settings(data_dir=home, device="cpu", engines=ENGINES)) as opened:
        yield opened


def asked(**changes):
    plain = {"prompt": "a square", "engine": "fake", "seconds": 1.0, "seed": 7, "sound": MUSIC}
    return GenerationRequest(**(plain | {"size": "native", "fps": "native"} | changes))


def made(studio, job_id):
    state = studio.wait(job_id, 120).state
    assert isinstance(state, Succeeded), state
    return studio.clip(state.clip_id)


def heard(studio, clip):
    return read_sound(studio.clip_path(clip.id))


def test_a_clip_has_the_music_of_the_model_and_says_so(studio):
    clip, again = (made(studio, studio.submit(asked())) for _ in range(2))

    plan = clip.recipe.plan
    assert (plan.sound.composer.engine, plan.sound.composer.revision) == (CARD.id, "tiny")
    said = {item.item: item for item in plan.report}
    assert CARD.id in said["sound"].note.en
    music, same = heard(studio, clip), heard(studio, again)
    assert np.abs(music).max() > 0.05
    assert np.array_equal(music, same), "one seed, one tune"
    own = made(studio, studio.submit(asked(sound=SoundWish(ambience_volume=0, effects_volume=0))))
    assert not np.allclose(music, heard(studio, own), atol=0.05)
    other = made(studio, studio.submit(asked(seed=8)))
    assert not np.allclose(music, heard(studio, other), atol=0.05)


def test_a_film_and_a_montage_are_scored_by_it(studio, tmp_path):
    source = film(tmp_path / "film.mp4", num_frames=16)
    finish = FinishRequest(film=str(source), title="f", size="native", fps="24", sound=MUSIC)
    shots = (Shot(film=str(source)), Shot(film=str(source)))
    joined = MontageRequest(shots=shots, title="m", size="native", fps="24", sound=MUSIC)

    for job_id in (studio.finishing.submit(finish), studio.montages.submit(joined)):
        clip = made(studio, job_id)
        assert clip.delivered.audio_codec == "aac"
        assert np.abs(heard(studio, clip)).max() > 0.05
        said = {item.item: item.note.zh for item in clip.recipe.plan.report}
        assert CARD.id in said["sound"]


def test_brought_music_needs_no_model(studio, tmp_path):
    brought = Reference(name="Audio1", file=str(sound(tmp_path / "a.wav")), role="music")
    plan = studio.plan(asked(references=(brought,)))
    assert plan.sound.music == "Audio1"
    assert plan.sound.composer is None
    assert {item.item: item.status for item in plan.report}["composer"] == "ignored"


def test_it_can_be_stopped(studio):
    job_id = studio.submit(asked(seed=99))
    while True:
        state = studio.job(job_id).state
        assert not isinstance(state, TERMINAL)
        if isinstance(state, Running) and state.progress and state.progress.stage == "composing":
            break
    studio.cancel(job_id)
    assert isinstance(studio.wait(job_id, 20).state, Cancelled)
    assert made(studio, studio.submit(asked(seed=100)))


def test_without_its_weights_it_is_not_offered(tmp_path):
    settings = Settings(data_dir=tmp_path, device="cpu", engines=ENGINES)
    with open_studio(settings, is_resuming=False) as studio:
        assert studio.provisioning.offered_composers() == []
        assert [one.card.id for one in studio.provisioning.composers()] == [CARD.id]
        with pytest.raises(RequestError) as caught:
            studio.plan(asked())
    assert set(caught.value.problems) == {"composer"}


def test_its_weights_are_managed_like_an_engines(studio):
    standing = studio.provisioning.standing(CARD.id)
    assert standing.is_ready
    assert standing.card.licence == "MIT"
    assert studio.provisioning.check(CARD.id).state == "ready"
