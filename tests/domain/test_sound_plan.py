import pytest

from seedance_studio.domain.sound import SoundWish, sound_problems
from seedance_studio.domain.sound_plan import describe_sound, plan_sound
from seedance_studio.prompts import prepare_prompt


def plan(prompt, *, is_world=True, seconds=5.0, seed=1, **wish):
    prepared = prepare_prompt(prompt, enhance=True, seed=seed, has_world_vocabulary=is_world)
    return plan_sound(SoundWish(**wish), prepared.brief, duration_s=seconds, seed=seed)


@pytest.mark.parametrize(
    ("prompt", "ambience", "effects"),
    [
        ("a dog runs on the beach, static shot", ("waves", "breeze"), ("steps",)),
        ("夜晚，城市下雨，一辆汽车驶过，固定镜头", ("rain", "traffic"), ("engine",)),
        ("a deer stands in the forest at night, static", ("leaves", "crickets"), ()),
        ("a deer stands in the forest in the morning, static", ("leaves", "birds"), ()),
        ("篝火旁，一只狐狸站在森林里，白天，固定镜头", ("fire", "leaves", "birds"), ()),
        ("a fish swims under water, static shot", ("underwater",), ("bubbles",)),
        ("a rocket rises in space, static shot", ("space_hum",), ("rocket",)),
        ("a boat sails on the ocean, push in", ("swell", "wind"), ("lapping", "whoosh")),
    ],
)
def test_a_scene_has_its_sounds(prompt, ambience, effects):
    found = plan(prompt)
    assert (found.ambience, found.effects) == (ambience, effects)


def test_what_is_not_wanted_is_not_heard():
    assert "thunder" not in plan("a boat on the ocean without thunder").ambience


@pytest.mark.parametrize(
    ("prompt", "mood", "genre"),
    [
        ("a puppy jumps on the meadow", "playful", "toybox"),
        ("a pagoda in the mountains", "epic", "guzheng"),
        ("古风，一位女子站在花园里，宁静", "calm", "guzheng"),
        ("a castle in a thunderstorm", "tense", "suspense"),
        ("a ufo flies through space", "dreamy", "electronic"),
        ("a scary house at night", "tense", "suspense"),
    ],
)
def test_the_music_fits_the_scene(prompt, mood, genre):
    found = plan(prompt)
    assert (found.mood, found.genre) == (mood, genre)


def test_what_is_chosen_wins_over_what_the_prompt_says():
    found = plan("a scary house at night", mood="playful", genre="lofi")
    assert (found.mood, found.genre) == ("playful", "lofi")


def test_an_engine_without_a_world_is_scored_by_what_was_said():
    found = plan("a typewriter", is_world=False)
    assert found.ambience == ()
    assert found.effects == ()


@pytest.mark.parametrize("seconds", [1, 2.5, 4, 5, 9, 15, 60])
def test_whole_beats_lead_to_the_last_chord(seconds):
    found = plan("a dog runs on the beach", seconds=seconds)
    last_chord_s = found.num_beats * 60 / found.tempo_bpm
    assert 0.7 * seconds < last_chord_s < seconds
    assert found.num_beats % 2 == 0


def test_off_and_three_muted_layers_are_silence():
    assert plan("a dog", source="off") is None
    assert plan("a dog", ambience_volume=0, effects_volume=0, music_volume=0) is None


def test_the_description_names_what_is_heard_and_nothing_that_is_muted():
    words = describe_sound(plan("a dog runs on the beach", ambience_volume=0))
    assert "steps" in words.en
    assert "waves" not in words.en
    assert "海浪" not in words.zh
    assert "bpm" in words.en


def test_every_problem_of_a_wish_is_named():
    wish = SoundWish(source="loud", mood="angry", genre="polka", music_volume=3, effects_volume=-1)
    assert set(sound_problems(wish)) == {
        "sound", "mood", "genre", "music_volume", "effects_volume",
    }  # fmt: skip
