import random

import pytest

from seedance_studio.prompts import prepare_prompt, to_scene
from seedance_studio.seedling.world.captions import canonical_caption, free_caption
from seedance_studio.seedling.world.scene import SHELTERED_SETTINGS, sample_scene
from seedance_studio.seedling.world.vocabulary import SUBJECTS


def prepare(prompt, *, enhance=True, seed=0, has_world_vocabulary=True):
    return prepare_prompt(
        prompt, enhance=enhance, seed=seed, has_world_vocabulary=has_world_vocabulary
    )


def parts(scene):
    return (
        scene.subject,
        scene.colour,
        scene.count,
        scene.setting,
        scene.time,
        scene.weather,
        scene.action,
        scene.camera,
        scene.companion,
        scene.relation,
    )


PAIRS = [
    ("一只金毛犬在海边奔跑，夕阳西下", "a golden retriever runs on the beach at sunset"),
    ("两只红色的热气球在山间升起，清晨", "two red hot-air balloons rise in the mountains at dawn"),
    ("雨中的城市，一辆出租车行驶，夜晚", "a taxi drives in the city at night in the rain"),
    ("火箭飞向太空，镜头拉远", "a rocket flies into space, zoom out"),
    ("大雾中，一艘帆船在海上航行", "a sailing boat sails at sea in the fog"),
    ("草地上三朵黄色的花随风摇曳", "three yellow flowers sway on the grass"),
    ("夜空下，一座城堡，环绕镜头", "a castle under the night sky, orbit shot"),
    ("机器人在房间里旋转", "a robot is spinning in a room"),
    ("一列火车穿过雪地，下着雪", "a train drives in a snowy field, it is snowing"),
    ("海豚跃出海面", "a dolphin leaps out of the ocean"),
]


@pytest.mark.parametrize(("zh", "en"), PAIRS, ids=[pair[1] for pair in PAIRS])
def test_translations_give_the_same_scene(zh, en):
    for seed in range(5):
        assert parts(to_scene(zh, seed=seed)) == parts(to_scene(en, seed=seed))
    assert prepare(zh).language == "zh"
    assert prepare(en).language == "en"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_canonical_caption_is_left_as_it_is(language):
    rng = random.Random(11)
    for _ in range(500):
        scene = sample_scene(rng)
        caption = canonical_caption(scene, language)
        prepared = prepare(caption, seed=rng.getrandbits(31))
        assert prepared.engine_prompt == caption
        assert prepared.added == prepared.left_out == ()
        assert parts(to_scene(caption, seed=0)) == parts(scene)
        assert {word.status for word in prepared.words} == {"understood"}


def test_free_captions_are_read_as_they_were_meant():
    rng = random.Random(12)
    for _ in range(500):
        scene = sample_scene(rng)
        caption = free_caption(scene, rng, rng.choice(("en", "zh")))
        read = to_scene(caption, seed=1)
        assert (read.subject, read.setting, read.count, read.companion, read.relation) == (
            scene.subject,
            scene.setting,
            scene.count,
            scene.companion,
            scene.relation,
        ), caption


@pytest.mark.parametrize("has_world_vocabulary", [True, False])
def test_preparing_twice_changes_nothing_more(has_world_vocabulary):
    rng = random.Random(13)
    for _ in range(200):
        prompt = free_caption(sample_scene(rng), rng, rng.choice(("en", "zh")))
        once = prepare(prompt, seed=7, has_world_vocabulary=has_world_vocabulary)
        twice = prepare(once.engine_prompt, seed=8, has_world_vocabulary=has_world_vocabulary)
        assert twice.engine_prompt == once.engine_prompt
        assert twice.added == ()


def test_the_seed_fills_gaps_and_never_changes_what_was_said():
    scenes = [to_scene("a blue car on a road at dusk, orbit shot", seed=s) for s in range(50)]
    assert {(s.subject, s.colour, s.setting, s.time, s.camera) for s in scenes} == {
        ("car", "blue", "road", "dusk", "orbit")
    }
    open_scenes = {parts(to_scene("a dog", seed=seed)) for seed in range(50)}
    assert len(open_scenes) > 5
    assert {scene[0] for scene in open_scenes} == {"dog"}


def test_equal_seeds_give_equal_prompts():
    assert prepare("mountains", seed=5) == prepare("mountains", seed=5)


def test_saying_one_part_leaves_the_others_as_the_seed_drew_them():
    plain = to_scene("a dog", seed=4)
    at_night = to_scene("a dog at night", seed=4)
    assert at_night.time == "night"
    assert (at_night.setting, at_night.camera) == (plain.setting, plain.camera)


def test_what_was_added_is_listed_in_both_languages():
    prepared = prepare("一只狗在草地上")
    added = {text.en.split(": ")[0]: text for text in prepared.added}
    assert set(added) == {"time", "weather", "action", "camera"}
    assert added["weather"].zh == "天气：晴"
    assert all(text.en.split(": ")[1] for text in prepared.added)


def test_without_enhancing_the_prompt_is_only_cleaned():
    prepared = prepare("  a dog\n on Mars ", enhance=False)
    assert prepared.engine_prompt == "a dog on Mars"
    assert prepared.original == "  a dog\n on Mars "
    assert not prepared.is_enhanced
    assert prepared.added == ()
    assert [word.status for word in prepared.words] == ["understood", "mapped"]


@pytest.mark.parametrize(
    ("prompt", "left_out"),
    [
        ("a fish underwater in the rain", "weather: rain"),
        ("a dog, a cat and a horse", "subject: horse"),
        ("two cats and a dog", "subject: dog"),
        ("a dog and three cats", "count: three"),
        ("a tree chasing a house", "relation: chasing"),
        ("a purple panda", "colour: purple"),
        ("a dog in the city and the desert", "setting: desert"),
    ],
)
def test_what_finds_no_place_is_said_with_the_reason(prompt, left_out):
    prepared = prepare(prompt)
    assert [text.en.split(" (")[0] for text in prepared.left_out] == [left_out]
    assert all("（" in text.zh for text in prepared.left_out)
    # A count is no word of its own in the clip: the word that it counts is shown.
    without_place = [word.meaning.en for word in prepared.words if word.is_left_out]
    assert without_place == ([] if "count" in left_out else [left_out.split(": ")[1]])


def test_sheltered_settings_have_no_weather():
    for setting in ("underwater", "in space", "in a room"):
        scene = to_scene(f"a robot {setting} in the rain", seed=0)
        assert scene.setting in SHELTERED_SETTINGS
        assert scene.weather == "clear"


def test_an_action_the_subject_cannot_play_becomes_a_near_one_and_says_so():
    prepared = prepare("a castle dancing")
    action = next(word for word in prepared.words if word.group == "action")
    scene = to_scene("a castle dancing", seed=0)
    assert scene.action in SUBJECTS["castle"].actions
    assert action.status == "mapped"
    assert action.meaning.en == "standing"


def test_the_setting_suits_the_action_and_the_weather():
    for seed in range(30):
        assert to_scene("a penguin swimming", seed=seed).setting in ("ocean", "underwater")
        assert to_scene("a robot in the rain", seed=seed).setting not in SHELTERED_SETTINGS
        assert to_scene("a fox while it is snowing", seed=seed).setting == "snow"


def test_negated_parts_are_not_filled_in_again():
    for seed in range(30):
        assert to_scene("a dog, not in the meadow, not at sunset", seed=seed).setting != "meadow"
        assert to_scene("一只狗，不要日落", seed=seed).time != "sunset"


@pytest.mark.parametrize("prompt", ["", "xyzzy quux", "阿巴阿巴", "!!!", "🎉🎉"])
def test_nothing_understood_still_gives_a_pleasant_scene(prompt):
    prepared = prepare(prompt, seed=2)
    assert prepared.engine_prompt
    assert {word.status for word in prepared.words} <= {"unknown"}
    assert {text.en.split(":")[0] for text in prepared.added} >= {"subject", "setting"}


def test_scenery_alone_gets_a_quiet_subject():
    for seed in range(20):
        scene = to_scene("mountains at dawn", seed=seed)
        assert SUBJECTS[scene.subject].kind == "thing"
        assert (scene.setting, scene.time) == ("mountains", "dawn")


def test_other_engines_get_light_camera_and_mood_in_the_prompts_language():
    english = prepare("a dinosaur eats ramen @Image1.", has_world_vocabulary=False)
    assert english.words == ()
    assert english.engine_prompt.startswith("a dinosaur eats ramen, ")
    assert [text.en.split(":")[0] for text in english.added] == ["light", "camera", "mood"]
    chinese = prepare("一只恐龙在吃拉面", has_world_vocabulary=False)
    assert chinese.engine_prompt.startswith("一只恐龙在吃拉面，")
    assert all(text.zh.split("：")[1] in chinese.engine_prompt for text in chinese.added)


def test_other_engines_keep_a_prompt_that_says_it_all():
    prompt = "cinematic close-up of a monk, candle light"
    prepared = prepare(prompt, has_world_vocabulary=False)
    assert prepared.engine_prompt == prompt
    assert prepared.added == ()
    assert prepare("", has_world_vocabulary=False).engine_prompt == ""


def test_a_word_inside_another_is_no_sign_of_light_or_camera():
    prepared = prepare("a little monk splits a pancake in Japan", has_world_vocabulary=False)
    assert len(prepared.added) == 3


def test_the_light_suits_the_time_that_was_said():
    at_night = prepare("a monk at midnight", has_world_vocabulary=False)
    assert "moonlight" in at_night.engine_prompt


ALPHABET = (
    *"abc XYZ 09,.;!?'’-@#\n\t",
    *"一只红色的狗没有雨在海边，。、",
    *"\ud83d\u200d\ufe0f\u202e\x00\u0301\u0130ß①ﬁ𠀀あ한",
    *"🐼🎉👨‍👩‍👧",
    "no ",
    "red ",
    "two ",
    "the camera ",
    "镜头",
    "缓缓",
)


@pytest.mark.parametrize("enhance", [True, False])
@pytest.mark.parametrize("has_world_vocabulary", [True, False])
def test_any_text_is_prepared(enhance, has_world_vocabulary):
    rng = random.Random(14)
    texts = ["".join(rng.choices(ALPHABET, k=rng.randrange(60))) for _ in range(150)]
    texts += ["🐼🎉" * 1000, "红" * 2000, "no " * 700, "@" * 2000, "\ud800" * 2000]
    for text in texts:
        prepared = prepare(text, enhance=enhance, has_world_vocabulary=has_world_vocabulary)
        prepared.engine_prompt.encode("utf-8")
        assert "\n" not in prepared.engine_prompt
        cleaned = prepare(text, enhance=False).engine_prompt
        assert all(word.text in cleaned for word in prepared.words)


def test_what_the_world_reads_is_there_in_both_languages():
    zh, en = PAIRS[3]
    for prompt in (zh, en):
        prepared = prepare(prompt)
        assert prepared.canonical.in_language(prepared.language) == prepared.engine_prompt
        assert prepared.canonical.en == "a rocket, flying, space, night, clear, pull out"
        assert prepared.canonical.zh == "一枚火箭,飞行,太空,夜晚,晴,拉远镜头"


@pytest.mark.parametrize("changes", [{"enhance": False}, {"has_world_vocabulary": False}])
def test_ones_own_words_are_not_translated(changes):
    assert prepare("a rocket flies into space", **changes).canonical is None


@pytest.mark.parametrize(
    ("prompt", "who"),
    [
        ("a dog chases a ball", ("dog", "chasing", "football")),
        ("a dog runs after a cat", ("dog", "chasing", "cat")),
        ("小狗追逐足球", ("dog", "chasing", "football")),
        ("追着球的小狗", ("dog", "chasing", "football")),
        ("a cat and a dog in the meadow", ("cat", "with", "dog")),
        ("a girl with a dog", ("woman", "with", "dog")),
        ("猫和狗在草地上", ("cat", "with", "dog")),
        ("一只猫跟一只狗一起奔跑", ("cat", "with", "dog")),
        ("拿着红气球的小男孩", ("man", "with", "balloon")),
        ("a boat passes a castle", ("sailing_boat", "passing", "castle")),
        ("a robot walking past a tree", ("robot", "passing", "tree")),
        ("一艘帆船驶过一座城堡", ("sailing_boat", "passing", "castle")),
        ("a car in front of a house", ("car", "passing", "house")),
        ("城堡前，一匹马在草地上奔跑", ("horse", "passing", "castle")),
        ("under a big tree, a cat is sleeping", ("cat", "with", "tree")),
        ("a house by the lake", ("house", None, None)),
        ("a panda. She is happy", ("panda", None, None)),
        ("骑自行车的女孩", ("woman", None, None)),
        ("a dog, no cats", ("dog", None, None)),
        ("two cats and a dog", ("cat", None, None)),
    ],
)
def test_two_subjects_and_their_relation(prompt, who):
    scene = to_scene(prompt, seed=0)
    assert (scene.subject, scene.relation, scene.companion) == who


def test_two_subjects_are_told_to_the_model_in_both_languages():
    prepared = prepare("a red car chases a cat on a road")
    assert prepared.canonical.en.startswith("a red car chasing a cat, driving, road, ")
    assert prepared.canonical.zh.startswith("一辆红色汽车追逐一只猫,行驶,公路,")
    assert prepared.left_out == ()
    words = {word.text: word.meaning.zh for word in prepared.words}
    assert words["chases"] == "追逐"


def test_a_relation_that_is_only_inferred_is_listed_as_added():
    added = {text.en: text.zh for text in prepare("a car in front of a house").added}
    assert added["relation: passing"] == "关系：经过"
