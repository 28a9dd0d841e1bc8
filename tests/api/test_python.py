"""The few functions that a script needs."""

import pytest

from seedance_studio.api import (
    FinishRequest,
    JobCancelled,
    JobFailed,
    Reference,
    RequestError,
    finish,
    generate,
    open_studio,
    plan,
)
from tests import uploads


@pytest.fixture
def script(settings, monkeypatch):
    monkeypatch.setenv("SEEDANCE_ENGINES", settings.engines)
    monkeypatch.setenv("SEEDANCE_DEVICE", "cpu")
    with open_studio(settings.data_dir) as studio:
        yield studio


def test_a_script_plans_and_makes_a_clip_and_is_told_how_it_goes(script, ask, tmp_path):
    picture = uploads.picture(tmp_path / "a.png")
    request = ask("slow", references=(Reference(name="Image1", file=str(picture)),))
    assert plan(script, request).mode == "image"
    seen = []
    made = generate(script, request, on_progress=seen.append)
    assert made.path.read_bytes()[4:8] == b"ftyp"
    assert made.clip.recipe.plan.seed == 7
    assert "Running" in {type(state).__name__ for state in seen}
    film = FinishRequest(film=str(made.path), title="larger", size="720p")
    assert finish(script, film).clip.delivered.height == 720


def test_what_goes_wrong_is_raised_with_its_code(script, ask):
    with pytest.raises(RequestError) as refused:
        generate(script, ask(seconds=99))
    assert set(refused.value.problems) == {"seconds"}
    with pytest.raises(JobFailed) as failed:
        generate(script, ask("broken"))
    assert (failed.value.code, bool(failed.value.hint.zh)) == ("generation_failed", True)


def test_a_script_that_is_interrupted_lets_the_engine_go(script, ask):
    def interrupt(_state):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate(script, ask("hang"), on_progress=interrupt)
    assert script.num_active() == 0
    with pytest.raises(JobCancelled):
        generate(script, ask("hang"), on_progress=lambda _: script.cancel(script.jobs()[0].id))
