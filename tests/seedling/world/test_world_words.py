"""The world's words, its scenes and what is said about them. Nothing heavy is loaded here."""

import random
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest

from seedance_studio.seedling.world import vocabulary
from seedance_studio.seedling.world.captions import canonical_caption, free_caption, plural
from seedance_studio.seedling.world.scene import (
    SHELTERED_SETTINGS,
    Scene,
    companion_action,
    is_held_out,
    plausible_actions,
    sample_held_out_scene,
    sample_scene,
    settled_relation,
)

GROUPS = ("SUBJECTS", "SETTINGS", "TIMES", "WEATHERS", "ACTIONS", "CAMERAS", "COLOURS", "RELATIONS")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def drawn(count, seed=5):
    rng = random.Random(seed)
    return [sample_scene(rng) for _ in range(count)]


def red_car():
    return Scene(
        subject="car",
        colour="red",
        count=1,
        setting="city",
        time="night",
        weather="rain",
        action="drive",
        camera="tracking",
        seed=1,
    )


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_synonym_means_two_things(group, language):
    words = getattr(vocabulary, group).values()
    claimed = Counter(synonym for word in words for synonym in getattr(word, language))
    assert [synonym for synonym, times in claimed.items() if times > 1] == []


@pytest.mark.parametrize("group", GROUPS)
def test_every_word_is_named_in_both_languages(group):
    for name, word in getattr(vocabulary, group).items():
        assert word.id == name
        assert all(synonym == synonym.lower().strip() and synonym for synonym in word.en)
        assert all(CHINESE.search(synonym) for synonym in word.zh)


def test_the_world_is_large_enough():
    assert len(vocabulary.SUBJECTS) >= 124
    assert len(vocabulary.SETTINGS) == 20
    assert len(vocabulary.ACTIONS) >= 12


def test_subjects_only_name_words_that_exist():
    for subject in vocabulary.SUBJECTS.values():
        assert set(subject.actions) <= set(vocabulary.ACTIONS)
        assert set(subject.settings) <= set(vocabulary.SETTINGS)


def test_words_load_without_torch():
    code = (
        "import sys, seedance_studio.seedling.world.captions;"
        "sys.exit('torch' in sys.modules or 'numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_sampling_gives_every_word_its_turn():
    scenes = drawn(4000)
    for field, group in (
        ("subject", vocabulary.SUBJECTS),
        ("setting", vocabulary.SETTINGS),
        ("time", vocabulary.TIMES),
        ("weather", vocabulary.WEATHERS),
        ("action", vocabulary.ACTIONS),
        ("camera", vocabulary.CAMERAS),
        ("colour", {None: None, **vocabulary.COLOURS}),
    ):
        assert {getattr(scene, field) for scene in scenes} == set(group)


def test_most_scenes_are_plausible_and_some_are_not():
    scenes = drawn(4000)
    at_home = [scene.setting in vocabulary.SUBJECTS[scene.subject].settings for scene in scenes]
    assert 0.83 < sum(at_home) / len(at_home) < 0.95


def test_there_is_no_weather_indoors_in_space_or_under_water():
    for scene in drawn(2000):
        if scene.setting in SHELTERED_SETTINGS:
            assert scene.weather == "clear"


def test_only_colourable_subjects_are_painted():
    for scene in drawn(2000):
        assert scene.colour is None or vocabulary.SUBJECTS[scene.subject].colourable


def test_a_swimmer_walks_on_land():
    penguin = vocabulary.SUBJECTS["penguin"]
    assert "swim" not in plausible_actions(penguin, "snow")
    assert plausible_actions(penguin, "ocean")[0] == "swim"
    assert plausible_actions(penguin, "lake")[0] == "swim"


def test_on_the_moon_people_walk_jump_and_float():
    astronaut = vocabulary.SUBJECTS["astronaut"]
    assert plausible_actions(astronaut, "moon") == ("float", "walk", "stand")
    assert "run" not in plausible_actions(vocabulary.SUBJECTS["dog"], "moon")


def test_the_same_chance_draws_the_same_scenes():
    assert drawn(50, seed=9) == drawn(50, seed=9)


def test_canonical_captions_read_as_agreed():
    assert canonical_caption(red_car(), "en") == (
        "a red car, driving, city, night, rain, tracking shot"
    )
    assert canonical_caption(red_car(), "zh") == "一辆红色汽车,行驶,城市,夜晚,雨,跟拍镜头"


def test_canonical_captions_tell_scenes_apart():
    scenes = {
        tuple(getattr(s, field) for field in Scene.__dataclass_fields__ if field != "seed"): s
        for s in drawn(1500)
    }
    for language in ("en", "zh"):
        assert len({canonical_caption(s, language) for s in scenes.values()}) == len(scenes)


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("dog", "dogs"),
        ("fox", "foxes"),
        ("butterfly", "butterflies"),
        ("young woman", "young women"),
        ("deer", "deer"),
        ("goldfish", "goldfish"),
        ("bus", "buses"),
        ("fire engine", "fire engines"),
    ],
)
def test_plurals(noun, expected):
    assert plural(noun) == expected


@pytest.mark.parametrize("language", ["en", "zh"])
def test_free_captions_name_the_subject_and_stay_short(language):
    rng = random.Random(3)
    for scene in drawn(800):
        caption = free_caption(scene, rng, language)
        subject = vocabulary.SUBJECTS[scene.subject]
        names = subject.zh if language == "zh" else [*subject.en, *map(plural, subject.en)]
        assert any(name in caption for name in names)
        assert "," not in caption[-1]
        assert not set(caption) & set("，。、；：")
        assert len(caption.split()) <= 30
        assert len(CHINESE.findall(caption)) <= 40


def test_free_captions_vary_and_leave_things_out():
    rng = random.Random(4)
    captions = [free_caption(red_car(), rng, "en") for _ in range(300)]
    assert len(set(captions)) > 200
    rainy = sum("rain" in caption or "雨" in caption for caption in captions)
    assert 100 < rainy < 220
    assert any(CHINESE.search(caption) for caption in captions)


@pytest.mark.parametrize(
    ("companion", "relation", "en", "zh"),
    [
        ("bus", "with", "a red car and a bus, driving, ", "一辆红色汽车和一辆公交车,行驶,"),
        ("cat", "chasing", "a red car chasing a cat, driving, ", "一辆红色汽车追逐一只猫,行驶,"),
        ("house", "passing", "a red car passing a house, ", "一辆红色汽车经过一座房子,"),
    ],
)
def test_a_companion_is_named_after_its_relation(companion, relation, en, zh):
    scene = replace(red_car(), companion=companion, relation=relation)
    assert canonical_caption(scene, "en").startswith(en)
    assert canonical_caption(scene, "zh").startswith(zh)
    unsaid = frozenset({"subject"})
    assert canonical_caption(scene, "en", unsaid).startswith("driving, ")
    rng = random.Random(6)
    nouns = vocabulary.SUBJECTS[companion]
    for _ in range(60):
        caption = free_caption(scene, rng, "en")
        assert any(noun in caption for noun in nouns.en)


def test_one_scene_in_six_has_a_companion_that_can_play_its_part():
    scenes = [scene for scene in drawn(4000) if scene.count == 1]
    pairs = [scene for scene in scenes if scene.companion]
    assert 0.14 < len(pairs) / len(scenes) < 0.22
    assert {scene.relation for scene in pairs} == set(vocabulary.RELATIONS)
    for scene in pairs:
        companion = vocabulary.SUBJECTS[scene.companion]
        assert scene.companion != scene.subject
        assert companion_action(scene) in companion.actions
        settled = settled_relation(scene.relation, scene.action, scene.setting, companion)
        assert settled == scene.relation
    assert all(scene.companion is None for scene in drawn(2000) if scene.count != 1)


def test_held_out_pairs_are_seen_in_the_evaluation_only():
    assert not any(is_held_out(scene.subject, scene.setting) for scene in drawn(4000))
    rng = random.Random(7)
    for scene in (sample_held_out_scene(rng) for _ in range(300)):
        assert is_held_out(scene.subject, scene.setting)
        assert scene.count == 1
        assert scene.companion is None
    pairs = [(a, b) for a in vocabulary.SUBJECTS for b in vocabulary.SETTINGS]
    assert 1 / 24 < sum(is_held_out(*pair) for pair in pairs) / len(pairs) < 1 / 11
