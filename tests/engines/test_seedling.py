"""The real engine on the shipped weights, at few steps."""

from pathlib import Path

import numpy as np
import pytest
from diffusers import WanTransformer3DModel
from torch.nn.modules.module import register_module_forward_hook

from seedance_studio.domain.plan import make_plan
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.engines import seedling
from seedance_studio.errors import JobCancelled, WeightsUnreadable
from seedance_studio.prompts import prepare_prompt
from seedance_studio.seedling import manifest
from seedance_studio.seedling.known import shipped_known

NO_INPUTS = Path()


@pytest.fixture(scope="module")
def engine():
    return seedling.open_engine()


def plan_of(prompt, seed=3, steps=6, **changes):
    request = GenerationRequest(
        prompt=prompt, seconds=1.0, seed=seed, num_inference_steps=steps, **changes
    )
    prepared = prepare_prompt(
        prompt, enhance=True, seed=seed, has_world_vocabulary=True, known=shipped_known()
    )
    return make_plan(request, seedling.CARD, prepared, seed=seed, device="cpu", dtype="float32")


def frames_of(engine, prompt, **changes):
    return engine.generate(plan_of(prompt, **changes), NO_INPUTS, lambda _: None).frames


@pytest.mark.parametrize("aspect", list(seedling.CARD.sizes))
def test_frames_are_as_planned(engine, aspect):
    plan = plan_of("a dog runs on the beach", steps=2, aspect=aspect)
    made = engine.generate(plan, NO_INPUTS, lambda _: None)
    native = plan.native
    assert made.frames.shape == (native.num_frames, native.height, native.width, 3)
    assert made.frames.dtype == np.uint8
    assert set(made.timings_s) == {"load", "encode_prompt", "condition", "denoise", "decode"}


def test_a_seed_means_the_same_clip(engine):
    first = frames_of(engine, "a red car in the city")
    assert np.array_equal(first, frames_of(engine, "a red car in the city"))
    assert not np.array_equal(first, frames_of(engine, "a red car in the city", seed=4))


def test_it_is_guided_while_the_noise_is_high_and_alike_without_the_studio(engine):
    passes = []

    def count(module, _given, _made):
        if isinstance(module, WanTransformer3DModel):
            passes[-1] += 1

    plan = plan_of("a red car in the city", steps=6)
    with register_module_forward_hook(count):
        for run in (
            lambda: frames_of(engine, "a red car in the city"),
            lambda: engine.generate_bare(plan, NO_INPUTS),
        ):
            passes.append(0)
            run()
    assert passes[0] == passes[1]
    assert 6 < passes[0] < 12, "some of six steps with guidance, which costs two passes"


def test_the_picture_follows_the_words_in_both_languages(engine):
    def mean_colour(prompt):
        return frames_of(engine, prompt, steps=10).mean((0, 1, 2))

    night, day = mean_colour("a dog on a snowfield at night"), mean_colour("白天，雪地里的一只狗")
    assert day.mean() > night.mean() + 40
    meadow, desert = (
        mean_colour("草地上的一只猫，白天"),
        mean_colour("a cat in the desert at sunset"),
    )
    assert meadow[1] > meadow[0], "a meadow by day is green"
    assert desert[0] > desert[2] + 40, "a desert at sunset is orange"


def test_each_step_is_told_with_a_preview_in_the_end(engine):
    told = []
    engine.generate(plan_of("a whale in the ocean", steps=8, aspect="1:1"), NO_INPUTS, told.append)
    steps = [progress.step for progress in told if progress.stage == "denoising"]
    assert steps == list(range(1, 9))
    assert {progress.stage for progress in told} >= {"encoding", "denoising", "decoding"}


def test_after_a_cancel_the_next_clip_is_unchanged(engine):
    wanted = frames_of(engine, "a fox in the forest")

    def stop(progress):
        if progress.stage == "denoising" and progress.step == 3:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        engine.generate(plan_of("a boat on the ocean"), NO_INPUTS, stop)
    assert np.array_equal(frames_of(engine, "a fox in the forest"), wanted)


def test_damaged_weights_are_said_to_be_so(monkeypatch, tmp_path):
    monkeypatch.setattr(manifest, "WEIGHTS", tmp_path)
    with pytest.raises(WeightsUnreadable) as caught:
        seedling.open_engine().load(plan_of("a dog").pipeline_key)
    assert "manifest.json" in caught.value.message.en
    assert "manifest.json" in caught.value.message.zh
