"""A run on a lent GPU: the real decorator, which off a Space runs the function as it is."""

import contextvars
from dataclasses import replace

import gradio as gr
import numpy as np
import pytest

from seedance_studio.domain.plan import make_plan
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.errors import EngineUnavailable, JobCancelled, OutOfMemory, QuotaReached
from seedance_studio.jobs.lent_engine import LentEngine, _duration_s
from seedance_studio.prompts import prepare_prompt
from tests import fakes

visitor = contextvars.ContextVar("visitor", default="nobody")


@pytest.fixture
def lent(tmp_path):
    return LentEngine({"fake": "tests.fakes"}, tmp_path, tmp_path)


def plan_of(prompt):
    request = GenerationRequest(prompt=prompt, engine="fake", seconds=1.0)
    words = prepare_prompt(prompt, enhance=False, seed=1, has_world_vocabulary=False)
    return make_plan(request, fakes.CARD, words, seed=1, device="cpu", dtype="float32")


def run(lent, tmp_path, prompt="a red ball", on_step=lambda _: None, check=lambda: None):
    made = lent.called_for("clip").generate(
        plan_of(prompt), tmp_path / "frames.npy", on_step, check
    )
    return made, np.load(tmp_path / "frames.npy")


def test_each_step_is_told_and_the_frames_are_as_planned(lent, tmp_path):
    told = []
    made, frames = run(lent, tmp_path, on_step=told.append)
    assert [one.step for one in told if one.stage == "denoising"] == [1, 2, 3, 4]
    assert frames.shape == (9, 72, 128, 3)
    assert made.timings_s["total"] > 0


def test_the_run_is_charged_to_who_clicked(lent, tmp_path):
    visitor.set("mei")
    lent.remember_caller("clip")
    visitor.set("someone else")
    seen = []
    run(lent, tmp_path, on_step=lambda _: seen.append(visitor.get()))
    assert set(seen) == {"mei"}


def test_a_cancel_ends_the_run_and_the_next_is_well(lent, tmp_path):
    def stop():
        raise JobCancelled

    with pytest.raises(JobCancelled):
        run(lent, tmp_path, prompt="a slow ball", check=stop)
    assert run(lent, tmp_path)[1].shape == (9, 72, 128, 3)


def test_a_failure_reaches_the_user_in_our_words(lent, tmp_path):
    with pytest.raises(OutOfMemory):
        run(lent, tmp_path, prompt="oom")


@pytest.mark.parametrize(
    ("title", "kind", "words"),
    [
        ("ZeroGPU quota exceeded", QuotaReached, "used up"),
        ("ZeroGPU pending credits exceeded", QuotaReached, "used up"),
        ("ZeroGPU illegal duration", QuotaReached, "longer than"),
        ("ZeroGPU queue timeout", EngineUnavailable, "No GPU could be had"),
    ],
)
def test_what_the_lender_refuses_comes_with_an_offer(lent, tmp_path, title, kind, words):
    def refuse(*_):
        raise gr.Error("no", title=title)
        yield

    lent._run = refuse
    with pytest.raises(kind, match=words) as caught:
        run(lent, tmp_path)
    assert "Seedling" in caught.value.hint.en
    assert "Seedling" in caught.value.hint.zh


def test_the_time_asked_for_follows_the_estimate():
    plan = plan_of("a ball")
    short, long = (_duration_s(replace(plan, estimate_s=s)) for s in (10.0, 40.0))
    assert 10 < short < long < 90
