"""Wan's engines: diffusers' real classes at tiny sizes, loaded and run by the engine itself."""

from dataclasses import replace

import numpy as np
import pytest

from seedance_studio.domain.engine import NativeSize
from seedance_studio.domain.plan import make_plan
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.engines import wan
from seedance_studio.errors import JobCancelled, WeightsMissing, WeightsUnreadable
from seedance_studio.prompts import prepare_prompt
from tests.engines.tiny import put_weights

CARDS = {card.id: card for card in wan.CARDS}
SMALL = {"16:9": NativeSize(width=64, height=32)}


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    for card in wan.CARDS:
        if card.weights.few_step_lora is None:
            put_weights(folder, card)
    return folder


@pytest.fixture(scope="module")
def engine(models):
    return wan.open_engine(models)


def plan_of(card_id, *references, prompt="a red ball", seed=3, steps=2, guidance=3.0, **changes):
    card = replace(CARDS[card_id], sizes=SMALL)
    request = GenerationRequest(
        prompt=prompt,
        engine=card_id,
        seconds=1.0,
        seed=seed,
        num_inference_steps=steps,
        guidance_scale=guidance,
        aspect="16:9",
    )
    prepared = prepare_prompt(prompt, enhance=False, seed=seed, has_world_vocabulary=False)
    plan = make_plan(request, card, prepared, seed=seed, device="cpu", dtype="float32")
    return replace(plan, references=references, **changes)


def run(engine, plan, inputs=None, on_step=lambda _: None):
    return engine.generate(plan, inputs, on_step)


@pytest.mark.parametrize("card_id", ["wan-vace-1.3b", "wan-vace-fun-a14b", "wan-ti2v-5b"])
def test_words_make_the_planned_frames_and_a_seed_means_the_same(engine, card_id):
    told = []
    plan = plan_of(card_id)
    made = run(engine, plan, on_step=told.append)
    native = plan.native
    assert made.frames.shape == (native.num_frames, native.height, native.width, 3)
    assert [one.step for one in told if one.stage == "denoising"] == [1, 2]
    assert np.array_equal(made.frames, run(engine, plan).frames)
    assert not np.array_equal(made.frames, run(engine, plan_of(card_id, seed=4)).frames)


def test_after_a_cancel_the_next_clip_is_unchanged(engine):
    plan = plan_of("wan-vace-1.3b", steps=4)
    wanted = run(engine, plan).frames

    def stop(progress):
        if progress.stage == "denoising" and progress.step == 2:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        run(engine, plan, on_step=stop)
    assert np.array_equal(run(engine, plan).frames, wanted)


def test_the_same_words_are_encoded_once(engine):
    plan = plan_of("wan-vace-1.3b", prompt="a cat on the hill")
    first, again = run(engine, plan), run(engine, replace(plan, seed=9))
    assert again.timings_s["encode_prompt"] < first.timings_s["encode_prompt"] / 3


def test_the_bare_pipeline_runs_the_same_plan(engine):
    engine.generate_bare(plan_of("wan-vace-1.3b"), None)
    engine.generate_bare(plan_of("wan-ti2v-5b"), None)


@pytest.mark.parametrize("memory", ["lean", "tiled", "offloaded"])
def test_less_memory_gives_the_same_clip(engine, memory):
    plan = plan_of("wan-vace-1.3b")
    key = replace(plan.pipeline_key, memory=memory)
    lean = run(engine, replace(plan, pipeline_key=key)).frames
    assert np.abs(lean.astype(int) - run(engine, plan).frames).max() <= 1


def test_extrapolated_steps_change_the_clip_a_little_and_the_exact_one_not_at_all(engine):
    plan = plan_of("wan-vace-1.3b", steps=16)
    exact = run(engine, plan).frames
    key = replace(plan.pipeline_key, speed="fast")
    fast = run(engine, replace(plan, pipeline_key=key)).frames
    assert not np.array_equal(exact, fast)
    assert np.abs(exact.astype(int) - fast).mean() < 4
    assert np.array_equal(run(engine, plan).frames, exact)


def test_broken_weights_are_said_to_be_so(tmp_path):
    folder = put_weights(tmp_path, CARDS["wan-vace-1.3b"]) / "transformer"
    weights = next(folder.glob("*.safetensors"))
    weights.write_bytes(bytes(weights.stat().st_size))
    with pytest.raises(WeightsUnreadable) as caught:
        wan.open_engine(tmp_path).load(plan_of("wan-vace-1.3b").pipeline_key)
    assert "models check" in caught.value.hint.en


def test_weights_that_are_not_here_are_not_looked_for_elsewhere(tmp_path):
    with pytest.raises(WeightsMissing) as caught:
        wan.open_engine(tmp_path).load(plan_of("wan-vace-1.3b").pipeline_key)
    assert "models get wan-vace-1.3b" in caught.value.hint.en
