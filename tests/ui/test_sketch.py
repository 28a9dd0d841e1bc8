"""Previz on the page without its browser: the button, the card, and who takes the sketch."""

from types import SimpleNamespace

import gradio as gr
import pytest

from seedance_studio.ui import modes
from seedance_studio.ui.header import Header
from seedance_studio.ui.language import Labels
from seedance_studio.ui.mode import find_modes
from seedance_studio.ui.sketch import draw, fitted, take
from seedance_studio.ui.workspace import Memory, Workspace

PROMPT = "a red car drives through the desert"


@pytest.fixture
def workspace(studio):
    mode = next(mode for mode in find_modes(modes) if mode.id == "text")
    with gr.Blocks():
        labels = Labels()
        return Workspace(mode, studio, labels, Header(studio, labels), Memory(mode))


def values(workspace, **changes):
    fields = {name: part.value for name, part in workspace.composer.form.fields.items()}
    own = {"enhanced": "", "applied": "", "draft": {}, "language": "en", "seconds": 1}
    return fields | own | {"prompt": PROMPT} | changes


def test_the_sketch_stands_on_the_stage_and_says_that_it_is_drawn(workspace, studio):
    shown = draw(workspace, values(workspace))
    focus, stage = shown[workspace.focus], shown[workspace.stage]
    for words in (
        "Drawn, not generated",
        "由程序绘制，并非生成",
        "a red car, driving",
        "一辆红色汽车",
    ):
        assert words in stage
    assert (studio.inputs_dir / focus["id"]).is_file()
    assert focus["id"] in stage
    assert studio.clips(10, 0) == [], "a sketch is no clip"
    assert workspace.look(focus)[workspace.stage] == stage, "it is there after a reload"

    (studio.inputs_dir / focus["id"]).unlink()
    assert "card-empty" in workspace.look(focus)[workspace.stage]


def test_words_that_are_not_drawn_are_named(workspace):
    shown = draw(workspace, values(workspace, prompt=f"{PROMPT} <b>xylophone</b>"))
    assert "Not known, so not drawn: " in shown[workspace.stage]
    assert "xylophone" in shown[workspace.stage]
    assert "<b>" not in shown[workspace.stage]


def test_a_name_from_the_browser_opens_no_other_file(workspace):
    focus = {"kind": "sketch", "id": "../jobs.sqlite"}
    assert "card-empty" in workspace.look(focus)[workspace.stage]


def test_what_cannot_be_drawn_is_said_under_its_field(workspace):
    shown = draw(workspace, values(workspace, prompt=" ", seed="x"))
    assert "whole number" in shown[workspace.composer.form.problems["seed"]]
    shown = draw(workspace, values(workspace, prompt=" "))
    assert workspace.stage not in shown
    assert "say what" in shown[workspace.composer.form.problems["prompt"]].lower()


@pytest.mark.parametrize("use", ["structure", "camera"])
def test_it_is_taken_to_the_tab_for_videos(workspace, studio, use):
    stored = draw(workspace, values(workspace))[workspace.focus]["id"]
    tabs, board = take(use, studio, "en", SimpleNamespace(clip=stored, key="click-1"))
    assert tabs.selected == "video"
    [card] = board.props["incoming"]["files"]
    assert (card["file"]["file"], card["use"]) == (stored, use)
    assert fitted(60, "fake", studio) == studio.engines()["fake"].max_seconds


def test_only_kept_files_are_taken(studio):
    with pytest.raises(gr.Error):
        take("structure", studio, "en", SimpleNamespace(clip="../jobs.sqlite", key="click-1"))
