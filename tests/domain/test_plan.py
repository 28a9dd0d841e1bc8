"""Every number is fixed once, in `make_plan`, and every change is reported."""

import dataclasses
from fractions import Fraction

import pytest

from seedance_studio.domain.delivery import SIZES, VideoShape, aspect_of, delivered_shape
from seedance_studio.domain.plan import check_request, make_plan
from seedance_studio.domain.prompt import PreparedPrompt, PromptWord
from seedance_studio.domain.request import MAX_PROMPT_CHARACTERS, MAX_SEED, GenerationRequest
from seedance_studio.domain.sound import SoundWish
from seedance_studio.errors import RequestError, Text
from tests.fakes import CARD

CARDS = {"fake": CARD}


def request(**changes):
    return GenerationRequest(**({"prompt": "a dog", "engine": "fake"} | changes))


def plan(words=(), card=CARD, **changes):
    prompt = PreparedPrompt(
        original="a dog", words=words, language="en", engine_prompt="a dog", is_enhanced=False
    )
    return make_plan(request(**changes), card, prompt, seed=1, device="cpu", dtype="float32")


def refused(**changes):
    with pytest.raises(RequestError) as error:
        check_request(request(**changes), CARDS, styles={})
    return set(error.value.problems)


@pytest.mark.parametrize("seconds", [1, 1.3, 2, 5, 7.77, 15])
@pytest.mark.parametrize("fps", ["native", "24", "60"])
def test_frames_lie_on_the_engine_s_grid_and_the_clip_is_as_long_as_asked(seconds, fps):
    made = plan(seconds=seconds, fps=fps)
    assert made.native.num_frames % CARD.frame_step == 1
    assert abs(made.native.num_frames - 1 - seconds * CARD.fps) <= CARD.frame_step / 2
    rate = made.delivered.fps
    assert abs(made.delivered.num_frames - seconds * rate) <= 0.5


@pytest.mark.parametrize("aspect", list(CARD.sizes))
@pytest.mark.parametrize("size", SIZES)
def test_the_shape_asked_for_is_met_exactly_and_never_undercut(aspect, size):
    made, native = plan(aspect=aspect, size=size), CARD.sizes[aspect]
    assert (made.native.width, made.native.height) == (native.width, native.height)
    width, height = made.delivered.width, made.delivered.height
    if size == "native":
        assert (width, height) == (native.width, native.height)
        return
    across, down = (int(side) for side in aspect.split(":"))
    assert width * down == height * across
    lines = {"720p": 720, "1080p": 1080, "1440p": 1440, "4k": 2160}[size]
    assert min(width, height) == lines
    assert width % 2 == height % 2 == 0


@pytest.mark.parametrize("size", ["1080p", "4k"])
@pytest.mark.parametrize("aspect", ["21:9", "4:3", "3:4"])
def test_aspects_that_do_not_divide_evenly_come_out_even_and_no_smaller(aspect, size):
    native = VideoShape(width=336, height=144, fps=8, num_frames=9)
    ratio = aspect_of(aspect, native)
    shape = delivered_shape(request(size=size), native, ratio, Fraction(1))
    assert shape.width % 2 == shape.height % 2 == 0
    assert min(shape.width, shape.height) == {"1080p": 1080, "4k": 2160}[size]
    assert abs(shape.width / shape.height - ratio) < 0.002


def test_a_machine_without_the_encoder_says_which_it_has():
    with pytest.raises(RequestError) as error:
        check_request(request(codec="av1"), CARDS, styles={}, codecs=("h264",))
    assert set(error.value.problems) == {"codec"}
    assert "h264" in error.value.problems["codec"].en


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
        PromptWord(
            text="cat",
            status="understood",
            meaning=Text("cat", "猫"),
            group="subject",
            is_left_out=True,
        ),
    )
    report = {item.item: item.status for item in plan(words=words).report}
    assert report == {
        "狗": "honoured",
        "puppy": "adapted",
        "quasar": "ignored",
        "cat": "ignored",
        "size": "adapted",
        "fps": "adapted",
        "sound": "honoured",
    }
    assert plan(size="native", fps="native", sound=SoundWish(source="off")).report == ()


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
        ("finish_preset", "superb"),
        ("codec", "mpeg1"),
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
        assert check_request(edge, CARDS, styles={}) is CARD


def test_an_unknown_engine_does_not_hide_the_other_problems():
    assert refused(engine="nobody", aspect="5:1", seconds=0) == {"engine", "aspect", "seconds"}


def test_numbers_are_shown_in_full():
    with pytest.raises(RequestError) as error:
        check_request(request(seed=-1), CARDS, styles={})
    assert str(MAX_SEED) in error.value.problems["seed"].en


def test_a_plan_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        plan().seed = 2


def test_words_that_are_hardly_followed_are_said_to_be_so():
    push_in, orbit = (
        PromptWord(text=text, status="understood", meaning=Text(text, zh), group="camera")
        for text, zh in (("push in", "推"), ("orbit shot", "环绕"))
    )
    loose = dataclasses.replace(CARD, loose_words={"orbit shot": Text("hardly moves", "几乎不动")})
    said = {item.item: item for item in plan((push_in, orbit), loose).report}
    assert said["orbit shot"].status == "adapted"
    assert said["orbit shot"].note == Text(
        "known as orbit shot; hardly moves", "识别为环绕；几乎不动"
    )
    assert said["push in"].status == "honoured"
    [without_place] = [
        item
        for item in plan((dataclasses.replace(orbit, is_left_out=True),), loose).report
        if item.item == "orbit shot"
    ]
    assert without_place.status == "ignored"
