"""Variants of one request, and what differs between clips."""

import pytest

from seedance_studio.domain.comparison import (
    SWEEPS,
    Axes,
    make_labels,
    request_facts,
    vary,
    what_differs,
)
from seedance_studio.domain.finishing import FilmFacts
from seedance_studio.domain.request import MAX_SEED, GenerationRequest, StyleUse
from seedance_studio.domain.side_by_side import (
    MAX_HEIGHT,
    MAX_WIDTH,
    Part,
    SideBySideRequest,
    make_side_by_side_plan,
)
from seedance_studio.errors import RequestError, Text

INK = StyleUse(id="inkwash", weight=1.0)
REQUEST = GenerationRequest(prompt="a red fox", styles=(INK,))


def labels(variants, styles=None):
    facts = [request_facts(one, styles or {}) for one in variants]
    return make_labels(facts, [one.prompt for one in variants])


def test_every_combination_is_tried_on_one_seed():
    variants = vary(REQUEST, Axes(styles=((), (INK,)), steps=(4, 8)), seed=5)

    assert [(one.styles, one.num_inference_steps) for one in variants] == [
        ((), 4), ((), 8), ((INK,), 4), ((INK,), 8),
    ]  # fmt: skip
    assert {one.seed for one in variants} == {5}


def test_many_seeds_read_one_text():
    variants = vary(REQUEST, Axes(seeds=(3, 4)), seed=9)

    assert [one.seed for one in variants] == [3, 4]
    assert {one.enhance_seed for one in variants} == {3}


@pytest.mark.parametrize("seeds", [(), (1,), tuple(range(7)), (1, 2, 1)])
def test_too_few_too_many_and_twice_the_same_are_refused(seeds):
    with pytest.raises(RequestError) as error:
        vary(REQUEST, Axes(seeds=seeds), seed=0)

    assert set(error.value.problems) == {"variants"}


@pytest.mark.parametrize("name", SWEEPS)
def test_every_preset_gives_variants_that_can_be_told_apart(name):
    variants = vary(REQUEST, SWEEPS[name](REQUEST, MAX_SEED), seed=MAX_SEED)

    said = labels(variants)
    assert len({label.en for label in said}) == len({label.zh for label in said}) == len(variants)


def test_a_sweep_of_weights_needs_a_style():
    with pytest.raises(RequestError) as error:
        SWEEPS["weights"](GenerationRequest(prompt="a fox"), 1)

    assert "styles" in error.value.problems


def test_a_label_says_only_what_differs():
    variants = vary(REQUEST, Axes(styles=((), (INK,)), seeds=(7,)), seed=1)

    said = labels(variants, {"inkwash": Text("Ink wash", "水墨")})

    assert [label.zh for label in said] == ["无风格", "水墨 1"]


def test_clips_that_only_their_prompts_tell_apart_are_called_by_them():
    long = "a red fox runs along a frozen river under a pale winter sun at noon"
    variants = vary(REQUEST, Axes(prompts=(long, f"{long}, in snow")), seed=1)

    first, second = labels(variants)

    assert first.en != second.en
    assert len(first.en) < 70


def test_only_differences_are_shown_and_the_unknown_is_none():
    facts = [request_facts(one, {}) for one in vary(REQUEST, Axes(steps=(4, 8)), seed=1)]

    found = what_differs([*facts, None])

    assert [one.field for one in found] == ["num_inference_steps"]
    assert found[0].values[2] is None


def film(width=1280, height=720, fps=24, seconds=5.0, *, has_sound=False):
    return FilmFacts(
        width=width, height=height, fps=fps, num_frames=round(seconds * fps), duration_s=seconds,
        has_sound=has_sound, video_codec="h264", bits=8, is_variable=False, has_alpha=False,
    )  # fmt: skip


def planned(*films):
    parts = tuple(Part(film=f"/{n}.mp4", caption=Text("a", "甲")) for n in range(len(films)))
    return make_side_by_side_plan(SideBySideRequest(parts=parts, title="t"), films)


@pytest.mark.parametrize("number", range(2, 7))
@pytest.mark.parametrize("size", [(1280, 720), (160, 288), (3840, 2160), (224, 224)])
def test_pictures_stand_beside_one_another_within_the_screen(number, size):
    plan = planned(*[film(*size)] * number)

    assert plan.native.width <= MAX_WIDTH
    assert plan.native.height <= MAX_HEIGHT
    boxes = [(one.left, one.top, one.left + one.width, one.caption_top) for one in plan.places]
    for box in boxes:
        assert 0 <= box[0] < box[2] <= plan.native.width
        assert plan.head <= box[1] < box[3] < plan.native.height
    for one in range(number):
        for other in range(one):
            a, b = boxes[one], boxes[other]
            assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]


def test_the_longest_and_the_fastest_film_say_length_and_rate():
    plan = planned(film(fps=8, seconds=2), film(fps=24, seconds=5, has_sound=True))

    assert (plan.native.fps, plan.native.num_frames, plan.heard) == (24, 120, 1)
    assert {item.item for item in plan.report} == {"seconds", "fps", "sound"}
