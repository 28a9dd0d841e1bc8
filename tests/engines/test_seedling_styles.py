"""Brand styles on the real engine: they act, they mix, and they leave nothing behind."""

from dataclasses import replace
from hashlib import sha256

import numpy as np
import pytest
from PIL import Image

from seedance_studio.domain.plan import make_plan
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.domain.style import PlannedStyle, StyleCard
from seedance_studio.domain.style_training import TrainingPlan
from seedance_studio.engines import seedling
from seedance_studio.errors import JobCancelled, Text
from seedance_studio.prompts import prepare_prompt
from seedance_studio.runtime.adapters import Adapters
from seedance_studio.seedling.known import shipped_known
from seedance_studio.styles.adapter_file import read_adapter
from tests.brand import write_adapter


@pytest.fixture(scope="module")
def engine():
    return seedling.open_engine()


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    return tmp_path_factory.mktemp("inputs")


@pytest.fixture(scope="module")
def look(inputs):
    """Make a style whose adapter lies in `inputs`."""

    def make(seed, weight=1.0):
        path = write_adapter(inputs / "part.safetensors", seed=seed, rank=4, strength=0.15)
        stored = f"{sha256(path.read_bytes()).hexdigest()}.safetensors"
        path.replace(inputs / stored)
        return PlannedStyle(id=f"look-{seed}", weight=weight, stored=stored)

    return make


def plan_of(styles, prompt="a fox in the forest", **changes):
    request = GenerationRequest(prompt=prompt, seconds=1.0, num_inference_steps=2, **changes)
    prepared = prepare_prompt(
        prompt, enhance=True, seed=3, has_world_vocabulary=True, known=shipped_known()
    )
    plan = make_plan(request, seedling.CARD, prepared, seed=3, device="cpu", dtype="float32")
    return replace(plan, styles=tuple(styles))


def resident_of(engine):
    return engine._pipelines.acquire(plan_of([]).pipeline_key)


@pytest.fixture
def frames(engine, inputs):
    def make(*styles):
        return engine.generate(plan_of(styles), inputs, lambda _: None).frames.astype(int)

    return make


def test_a_style_acts_and_the_next_clip_is_exactly_the_base_again(frames, look, engine):
    before = frames()
    weights = resident_of(engine)._controlled.transformer.patch_embedding.weight
    styled = frames(look(1))
    assert np.abs(styled - before).mean() > 2
    assert np.array_equal(frames(), before), "nothing of the style is left"
    assert np.array_equal(frames(look(1)), styled), "and it comes back as it was"
    assert np.array_equal(frames(look(1, weight=0.0)), before)
    assert resident_of(engine)._controlled.transformer.patch_embedding.weight is weights


def test_styles_mix_and_turn_round(frames, look):
    one, two = frames(look(1)), frames(look(2))
    both = frames(look(1), look(2))
    turned = frames(look(1, weight=-1.0))
    half = frames(look(1, weight=0.5))
    assert all(not np.array_equal(a, b) for a in (one, two, turned, half) for b in (both, frames()))
    base = frames()
    assert np.abs(half - base).mean() < np.abs(one - base).mean()


def test_a_style_acts_beside_references_too(engine, look, inputs):
    resident = resident_of(engine)
    resident.adapters.use([look(1)], inputs)
    words, controlled = resident._words.transformer, resident._controlled.transformer
    assert words.blocks[0].attn1.to_q is controlled.blocks[0].attn1.to_q
    assert words.proj_out is controlled.proj_out
    assert words.blocks[0].attn1.to_q.active_adapters == [f"style_{look(1).stored[:16]}"]


def test_the_least_recently_used_adapters_are_unloaded(engine, look, inputs, frames):
    resident = resident_of(engine)
    base = frames()
    small = (inputs / look(1).stored).stat().st_size
    adapters = Adapters(resident._controlled, resident._words, memory_bytes=round(2.5 * small))
    for seed in (11, 12, 11, 13):
        adapters.use([look(seed)], inputs)
    assert adapters.loaded == tuple(f"style_{look(seed).stored[:16]}" for seed in (11, 13))
    adapters.use([], inputs)
    for name in adapters.loaded:
        resident._controlled.transformer.delete_adapters(name)
    assert np.array_equal(frames(), base)


@pytest.fixture
def training(inputs):
    """A plan to learn from five pictures of blue and orange stripes, for two seconds."""
    names = []
    for index in range(5):
        stripes = np.zeros((80, 144, 3), np.uint8)
        stripes[:, :] = (20, 40, 200)
        stripes[:, index * 6 :: 24] = (250, 140, 20)
        Image.fromarray(stripes).save(inputs / f"{index}.png")
        names.append(f"{index}.png")
    return TrainingPlan(
        pipeline_key=plan_of([]).pipeline_key,
        card=StyleCard(
            id="stripes", name=Text("Stripes", "条纹"), description=Text("", ""), base="seedling"
        ),
        kind="pictures",
        stored=tuple(names),
        seconds=2.0,
        width=288,
        height=160,
    )


def test_a_style_is_learned_and_a_run_that_was_cut_off_goes_on(
    engine, training, inputs, frames, tmp_path
):
    before = frames()
    told = []

    def stop_soon(progress):
        told.append(progress)
        if progress.stage == "training":
            raise JobCancelled

    with pytest.raises(JobCancelled):
        engine.learn_style(training, inputs, tmp_path, stop_soon)
    assert np.array_equal(frames(), before), "nothing half-learned acts"
    path = engine.learn_style(training, inputs, tmp_path, told.append)
    facts = read_adapter(path)
    assert (facts.base, facts.rank) == ("seedling", 12)
    assert facts.num_bytes < 1_500_000
    stages = [progress.stage for progress in told]
    assert {"preparing", "training"} == set(stages)
    assert any(progress.preview_jpeg for progress in told)
    again = []
    engine.learn_style(training, inputs, tmp_path, again.append)
    assert "training" not in {progress.stage for progress in again}, "it had ended already"
    stored = f"{facts.sha256}.safetensors"
    path.replace(inputs / stored)
    styled = frames(PlannedStyle(id="stripes", stored=stored))
    assert not np.array_equal(styled, before)
    assert np.array_equal(frames(), before)
