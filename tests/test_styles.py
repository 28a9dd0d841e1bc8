"""Brand styles from the request to the plan and the run."""

import pytest

from seedance_studio.domain.request import StyleUse
from seedance_studio.errors import RequestError, StyleNotFound, Text
from tests.brand import write_style


@pytest.fixture
def look(settings):
    return write_style(settings.data_dir / "styles", "look")


def use(style_id="look", weight=1.0):
    return StyleUse(id=style_id, weight=weight)


def test_a_style_is_planned_and_reported(studio, ask, look):
    write_style(look.parent, "other", wording=Text("never said", "不会出现"))
    plan = studio.plan(ask(styles=(use(weight=0.8), use("other", -0.5))))
    assert [(one.id, one.weight) for one in plan.styles] == [("look", 0.8), ("other", -0.5)]
    notes = [item.note.en for item in plan.report if item.item == "style"]
    assert "weight 0.8" in notes[0]
    assert "plainlook" in notes[0]
    assert "away from" in notes[1]
    assert plan.prompt.engine_prompt.startswith("plainlook, ")
    assert plan.prompt.engine_prompt.endswith("in a plain look")


@pytest.mark.usefixtures("look")
def test_a_weight_of_zero_is_no_style(studio, ask):
    plan = studio.plan(ask(styles=(use(weight=0.0),)))
    assert plan.styles == ()
    assert [item.status for item in plan.report if item.item == "style"] == ["ignored"]


@pytest.mark.parametrize(
    ("styles", "words"),
    [
        ((use("nobody"),), "no style 'nobody'"),
        ((use(weight=9.0),), "is possible"),
        ((use(weight=float("nan")),), "is possible"),
        ((use(), use()), "named twice"),
        (tuple(use(f"s{number}") for number in range(5)), "5 styles"),
        ((use("for-wan"),), "Wan 14B"),
    ],
)
def test_bad_styles_are_refused(studio, ask, look, styles, words):
    write_style(look.parent, "for-wan", base="wan-14b", width=5120)
    with pytest.raises(RequestError) as refused:
        studio.plan(ask(styles=styles))
    assert set(refused.value.problems) == {"styles"}
    assert words in refused.value.problems["styles"].en
    if words == "Wan 14B":
        assert "Seedling" in refused.value.problems["styles"].en


def test_a_run_has_the_adapter_although_the_style_is_gone(studio, ask, look, settings):
    style = studio.styles()["look"]
    job = studio.submit(ask("slow red ball", styles=(use(),)))
    for path in look.iterdir():
        path.unlink()
    look.rmdir()
    studio.wait(job, 30)
    assert (settings.data_dir / "inputs" / style.adapter.stored).is_file()
    clip = studio.clips()[0]
    assert clip.recipe.plan.styles[0].stored == style.adapter.stored
    with pytest.raises(StyleNotFound):
        studio.style_file("look", "cover.jpg")


@pytest.mark.usefixtures("look")
def test_styles_have_a_flag_and_a_list(headless):
    status, answer, _ = headless("styles", "--json")
    assert status == 0
    assert answer["styles"][-1]["id"] == "look"
    flags = ("--prompt", "a red ball", "--engine", "fake", "--style", "look:-0.4")
    status, answer, _ = headless("plan", *flags, "--json")
    assert answer["styles"] == [{"id": "look", "weight": -0.4, "name": "Plain look"}]
    status, answer, _ = headless("plan", *flags, "--style", "nobody:x", "--json")
    assert status == 2
    assert "styles" in answer["error"]["problems"]
