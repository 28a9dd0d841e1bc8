"""Weights that are older than the world: their prompts are read in terms of what they know."""

import random

import pytest

from seedance_studio.domain.request import GenerationRequest
from seedance_studio.prompts import prepare_prompt, to_scene, understand
from seedance_studio.seedling.known import Known, shipped_known
from seedance_studio.seedling.world.captions import free_caption
from seedance_studio.seedling.world.scene import sample_scene
from seedance_studio.seedling.world.vocabulary import SETTINGS, SUBJECTS
from seedance_studio.settings import Settings
from seedance_studio.studio import open_studio

OLDER = Known(subjects=tuple(SUBJECTS)[:59], settings=tuple(SETTINGS)[:12], companions=False)


def prepare(prompt, seed=0, known=OLDER):
    return prepare_prompt(prompt, enhance=True, seed=seed, has_world_vocabulary=True, known=known)


def meanings(prompt):
    return {
        word.text: (word.status, word.meaning.en if word.meaning else None)
        for word in understand(prompt, OLDER)
    }


@pytest.mark.parametrize(
    ("prompt", "text", "meaning"),
    [
        ("a cow", "cow", "horse"),
        ("一头奶牛", "奶牛", "horse"),
        ("🐄", "🐄", "horse"),
        ("two wolves", "wolves", "dog"),
        ("a hyena", "hyena", "dog"),
        ("a red truck", "truck", "car"),
        ("圣诞老人", "圣诞老人", "man"),
        ("by the lake", "lake", "ocean"),
        ("在花园里", "花园里", "meadow"),
        ("竹林中", "竹林", "forest"),
        ("in a kitchen", "kitchen", "room"),
        ("舞台上", "舞台上", "room"),
        ("on the moon", "on the moon", "space"),
        ("the village", "village", "city"),
    ],
)
def test_what_stands_in_for_a_word_is_said(prompt, text, meaning):
    assert meanings(prompt)[text] == ("mapped", meaning)


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ("a dog eats ice cream", "ice cream"),
        ("一只狗和一个红包", "红包"),
        ("a man plays the violin", "violin"),
        ("幽灵", "幽灵"),
        ("cupcakes", "cupcakes"),
    ],
)
def test_what_nothing_comes_near_to_is_not_known(prompt, text):
    assert meanings(prompt)[text] == ("unknown", None)


def test_these_alone_have_nothing_that_stands_in_for_them():
    unknown = {
        name
        for name, word in (SUBJECTS | SETTINGS).items()
        if any(one.status == "unknown" for one in understand(word.en[0], OLDER))
    }
    food = "cake ice_cream hamburger pizza apple watermelon mooncake dumpling noodles bubble_tea"
    others = "ghost fountain teapot guitar drum violin gift folding_fan red_envelope"
    assert unknown == {*food.split(), *others.split()}


def test_a_word_that_is_known_is_read_as_ever():
    for prompt in ("a fox in the forest", "三只企鹅在雪地里跳舞", "a blue car drives in the city"):
        assert understand(prompt, OLDER) == understand(prompt)


def test_no_word_of_the_world_is_read_as_one_that_is_not_known():
    words = {"subject": SUBJECTS, "setting": SETTINGS}
    for group, learned in (("subject", OLDER.subjects), ("setting", OLDER.settings)):
        known = {words[group][name].en[0] for name in learned}
        for word in words[group].values():
            for phrase in (*word.en, *word.zh):
                found = [one for one in understand(phrase, OLDER) if one.group == group]
                assert {one.meaning.en for one in found} <= known, phrase
                if word.id in learned:
                    assert "understood" in {one.status for one in found}, phrase


def test_chance_draws_known_words_alone():
    rng = random.Random(15)
    said = [free_caption(sample_scene(rng), rng, rng.choice(("en", "zh"))) for _ in range(300)]
    gaps = ["", "a panda", "a flower", "jumping", "dancing at night", "大海", "in the lake", "snow"]
    for prompt in (*said, *gaps * 8):
        scene = to_scene(prompt, seed=rng.randrange(1000), known=OLDER)
        assert scene.subject in OLDER.subjects, prompt
        assert scene.setting in OLDER.settings, prompt
        assert (scene.companion, scene.relation) == (None, None)


def test_preparing_twice_changes_nothing_more():
    for prompt in ("a cow in the garden", "一只狼在竹林里奔跑", "a dog chases a ball"):
        once = prepare(prompt)
        assert prepare(once.engine_prompt, seed=1).engine_prompt == once.engine_prompt


@pytest.mark.parametrize(
    ("prompt", "caption", "left_out"),
    [
        ("a dog chases a ball", "a dog, running, ", "football"),
        ("小狗追逐足球", "a dog, running, ", "football"),
        ("a cat and a cow", "a cat, ", "horse"),
        ("two cats and a dog", "two cats, ", "dog"),
        ("a boat passes a castle", "a sailing boat, sailing, ", "castle"),
    ],
)
def test_without_companions_there_is_one_kind_of_subject(prompt, caption, left_out):
    prepared = prepare(prompt)
    assert prepared.canonical.en.startswith(caption)
    [text] = prepared.left_out
    assert text.en == f"subject: {left_out} (a clip has one kind of subject)"
    assert text.zh.endswith("（一段视频只有一种主体）")


def test_what_is_known_is_heard():
    prepared = prepare_prompt(
        "a cow in the lake", enhance=False, seed=0, has_world_vocabulary=True, known=OLDER
    )
    assert (prepared.brief.subject, prepared.brief.setting) == ("horse", "ocean")
    panda = prepare_prompt("a panda", enhance=False, seed=0, has_world_vocabulary=True, known=OLDER)
    assert panda.brief.setting == "forest"


@pytest.mark.parametrize("prompt", ["a cow in the garden", "花园里的一头奶牛"])
def test_a_plan_for_seedling_says_what_its_weights_make_of_it(tmp_path, prompt):
    knows = shipped_known()
    assert "cow" not in knows.subjects, "the weights have learned more: choose another word"
    settings = Settings(data_dir=tmp_path, device="cpu")
    with open_studio(settings, is_resuming=False) as studio:
        plan = studio.plan(GenerationRequest(prompt=prompt, engine="seedling", seconds=1.0, seed=7))
    assert plan.prompt.canonical.en.startswith("a horse, walking, meadow, ")
    assert plan.prompt.canonical.zh.startswith("一匹马,行走,草地,")
    said = {(one.item, one.status, one.note.en, one.note.zh) for one in plan.report}
    cow, garden = ("cow", "garden") if prompt.isascii() else ("奶牛", "花园里")
    assert (cow, "adapted", "shown as horse", "以马呈现") in said
    assert (garden, "adapted", "shown as meadow", "以草地呈现") in said
