"""Every number is fixed once, in `make_plan`, and every change is reported."""

import dataclasses

import pytest

from seedance_studio.domain.plan import check_request, make_plan
from seedance_studio.domain.prompt import PreparedPrompt, PromptWord
from seedance_studio.domain.request import MAX_PROMPT_CHARACTERS, MAX_SEED, GenerationRequest
from seedance_studio.errors import RequestError, Text
from tests.fakes import CARD

CARDS = {"fake": CARD}


def request(**changes):
    return GenerationRequest(**({"prompt": "a dog", "engine": "fake"} | changes))


def plan(words=(), **changes):
    prompt = PreparedPrompt(
        original="a dog", words=words, language="en", engine_prompt="a dog", is_enhanced=False
    )
    return make_plan(request(**changes), CARD, prompt, seed=1, device="cpu", dtype="float32")


def refused(**changes):
    with pytest.raises(RequestError) as error:
        check_request(request(**changes), CARDS, known_styles=())
    return set(error.value.problems)


@pytest.mark.parametrize("seconds", [1, 1.3, 2, 5, 7.77, 15])
@pytest.mark.parametrize("fps", ["native", "24"])
def test_frames_lie_on_the_engine_s_grid_and_the_clip_is_as_long_as_asked(seconds, fps):
    made = plan(seconds=seconds, fps=fps)
    assert made.native.num_frames % CARD.frame_step == 1
    assert abs(made.native.num_frames - 1 - seconds * CARD.fps) <= CARD.frame_step / 2
    rate = made.delivered.fps
    assert abs(made.delivered.num_frames - seconds * rate) <= 0.5


@pytest.mark.parametrize("aspect", list(CARD.sizes))
@pytest.mark.parametrize("size", ["native", "720p"])
def test_the_size_is_the_card_s(aspect, size):
    made, native = plan(aspect=aspect, size=size), CARD.sizes[aspect]
    assert (made.native.width, made.native.height) == (native.width, native.height)
    expected = native.delivered_720p if size == "720p" else (native.width, native.height)
    assert (made.delivered.width, made.delivered.height) == expected


def test_defaults_come_from_the_card_and_wishes_are_kept():
    assert plan().num_inference_steps == CARD.default_steps
    assert plan().guidance_scale == CARD.default_guidance_scale
    asked = plan(num_inference_steps=9, guidance_scale=2.5)
    assert (asked.num_inference_steps, asked.guidance_scale) == (9, 2.5)


def test_everything_that_is_not_done_as_asked_is_reported():
    words = (
        PromptWord(text="狗", status="understood", meaning=Text("dog", "狗"), group="subject"),
        PromptWord(text="puppy", status="mapped", meaning=Text("dog", "狗"), group="subject"),
        PromptWord(text="quasar", status="unknown", meaning=None, group=None),
    )
    report = {item.item: item.status for item in plan(words=words).report}
    assert report == {
        "狗": "honoured",
        "puppy": "adapted",
        "quasar": "ignored",
        "size": "adapted",
        "fps": "adapted",
    }
    assert plan(size="native", fps="native").report == ()


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("prompt", ""),
        ("prompt", "?!"),
        ("prompt", "x" * (MAX_PROMPT_CHARACTERS + 1)),
        ("negative_prompt", "x" * (MAX_PROMPT_CHARACTERS + 1)),
        ("seed", -1),
        ("seed", MAX_SEED + 1),
        ("size", "65535"),
        ("fps", "0"),
        ("mode", "image"),
        ("aspect", "5:1"),
        ("seconds", 0),
        ("seconds", 600),
        ("seconds", float("nan")),
        ("num_inference_steps", 0),
        ("num_inference_steps", 10_000),
        ("guidance_scale", 0.5),
        ("guidance_scale", float("inf")),
        ("engine", "nobody"),
    ],
)
def test_a_bad_value_is_refused_under_its_name(field, bad):
    assert refused(**{field: bad}) == {field}


def test_limits_themselves_are_allowed():
    for seconds in (CARD.min_seconds, CARD.max_seconds):
        edge = request(seconds=seconds, seed=MAX_SEED, prompt="x" * MAX_PROMPT_CHARACTERS)
        assert check_request(edge, CARDS, known_styles=()) is CARD


def test_an_unknown_engine_does_not_hide_the_other_problems():
    assert refused(engine="nobody", aspect="5:1", seconds=0) == {"engine", "aspect", "seconds"}


def test_numbers_are_shown_in_full():
    with pytest.raises(RequestError) as error:
        check_request(request(seed=-1), CARDS, known_styles=())
    assert str(MAX_SEED) in error.value.problems["seed"].en


def test_a_plan_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        plan().seed = 2
