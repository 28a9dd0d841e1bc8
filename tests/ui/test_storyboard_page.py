"""The page Storyboard without its browser: drafted, promoted, redone, joined, brought back."""

from dataclasses import replace

import gradio as gr
import pytest

from seedance_studio.domain.reference import Reference
from seedance_studio.domain.sound import SoundWish
from seedance_studio.domain.storyboard import BoardShot, Look, StoryboardRequest
from seedance_studio.settings import Limits
from seedance_studio.studio import open_studio
from seedance_studio.ui.language import Labels
from seedance_studio.ui.pages.storyboard import Memory, StoryboardPage
from seedance_studio.visitor import visiting
from tests.uploads import picture, sound


class Click:
    """What the browser says of a click."""

    def __init__(self, clip="", key="click-1"):
        self.clip, self.key = clip, key


@pytest.fixture
def page(studio):
    with gr.Blocks(), gr.Tab():
        return StoryboardPage(studio, Labels(), gr.Radio(["en", "zh"]), Memory())


def card(name, prompt, **changes):
    plain = {"seconds": 1, "goes_on": False, "fade_s": 0, "pictures": []}
    return {"id": name, "prompt": prompt, **(plain | changes)}


def form(*cards, **changes):
    """The values of the form, in the order of its fields."""
    values = {
        "shots": {"shots": list(cards)},
        "title": "",
        "engine": "fake",
        "aspect": "16:9",
        "styles": [],
        "quality": "balanced",
        "size": "native",
        "fps": "native",
        "sound": "off",
        "mood": "auto",
        "genre": "auto",
        **dict.fromkeys(("ambience_volume", "effects_volume", "music_volume"), 1),
        "music": None,
        "seed": 0,
    }
    return tuple((values | changes).values())


def settle(page, studio, board_id):
    """Wait as the page does, by looking; gives the last look."""
    while True:
        seen = studio.storyboards.look(board_id)
        if not seen.is_active:
            return page.look(board_id, {})
        for job in studio.jobs(is_active=True):
            studio.wait(job.id, 60)


def test_shots_are_drafted_promoted_redone_and_joined(page, studio):
    cards = card("a", "a red ball"), card("b", "a blue ball", fade_s=0.5, goes_on=True)
    told = page.preview("", {}, "en", *form(*cards))
    assert "2 shots, 1.5 s" in told[page.estimate]

    done = page.draft_shots("", {}, "en", *form(*cards))
    board_id = done[page.board]
    shown = settle(page, studio, board_id)
    assert shown[page.strip].count("<video") == 2
    assert shown[page.strip].count("board_make") == 2
    assert "board_join" in shown[page.join]

    page.make_shot(Click("b"), board_id, {}, "en", *form(*cards))
    shown = settle(page, studio, board_id)
    assert shown[page.strip].count("board_make") == 1
    page.redo_shot(Click("a"), board_id, {}, "en", *form(*cards))
    shown = settle(page, studio, board_id)
    assert shown[page.strip].count("is-old") == 1  # the second goes on from what is gone

    page.join_shots(Click(), board_id, {}, "en", *form(*cards, title="A day"))
    shown = settle(page, studio, board_id)
    assert "card-result" in shown[page.film]
    assert "A day" in shown[page.film]
    assert len(studio.storyboards.recent(9)) == 1


def test_what_does_not_change_is_not_drawn_anew(page, studio):
    board_id = page.draft_shots("", {}, "en", *form(card("a", "a red ball")))[page.board]
    shown = settle(page, studio, board_id)

    again = page.look(board_id, shown[page.shown])

    assert all(again[part] == gr.skip() for part in (page.strip, page.film, page.recent))


def test_what_is_wrong_is_said_on_the_shot(page, studio):
    cards = card("a", ""), card("b", "a dog", seconds=99)
    told = page.preview("", {}, "zh", *form(*cards, aspect="5:4"))

    notes = told[page.fields["shots"]].props["notes"]
    assert set(notes) == {"1", "2"}
    assert "99" in notes["2"][0]["zh"]
    assert "5:4" in told[page.problems]
    clicked = page.make_shots("", {}, "zh", *form(*cards))
    assert set(clicked[page.fields["shots"]].props["notes"]) == {"1", "2"}
    assert studio.storyboards.recent(9) == []
    blank = page.preview("", {}, "zh", *form(card("a", "")))
    assert (blank[page.estimate], blank[page.problems]) == ("", "")


@pytest.mark.parametrize(
    "shots",
    [
        {"shots": [{"id": "a"}]},
        {"shots": "all"},
        {
            "shots": [
                card(
                    "a",
                    "x",
                    pictures=[{"name": "Image1", "file": "/etc/passwd", "role": "identity"}],
                )
            ]
        },
    ],
)
def test_what_is_no_list_of_the_page_is_refused(page, shots):
    with pytest.raises(gr.Error, match="cannot be read"):
        page.preview("", {}, "en", *form(shots=shots))


def test_a_board_comes_back_and_what_the_form_does_not_show_stays(page, studio, tmp_path):
    cat = Reference(
        name="Image1", file=str(picture(tmp_path / "cat.png")), role="identity", strength=0.5
    )
    tune = Reference(name="Audio1", file=str(sound(tmp_path / "a.wav", seconds=2)), role="music")
    look = Look(engine="fake", size="native", negative_prompt="rain")
    request = StoryboardRequest(
        title="Cats",
        shots=(BoardShot(id="a", prompt="a cat", seconds=1.0, references=(cat,)),),
        look=look,
        sound=SoundWish(mood="warm"),
        music=tune,
        seed=3,
    )
    board = studio.storyboards.keep(request)

    opened = page.open("en", Click(board.id))
    values = tuple(opened[field] for field in page.fields.values())
    assert opened[page.fields["title"]] == "Cats"
    assert opened[page.fields["music"]].endswith(".wav")
    page.draft_shots(opened[page.board], {}, "en", *values)

    again = studio.storyboards.storyboard(board.id)
    assert replace(again.request, language="en") == board.request
    settle(page, studio, opened[page.board])
    assert page.restore("", {"old": 1})[page.strip] == page.look("", {})[page.strip]
    page.delete("en", Click(board.id))
    assert studio.storyboards.recent(9) == []
    assert page.look(opened[page.board], {})[page.join] == ""


def test_what_the_host_refuses_is_said_beside_what_was_accepted(settings):
    limited = replace(settings, limits=Limits(jobs_per_day=1))
    with open_studio(limited) as studio, visiting("one"):
        with gr.Blocks(), gr.Tab():
            page = StoryboardPage(studio, Labels(), gr.Radio(["en", "zh"]), Memory())
        cards = card("a", "a red ball"), card("b", "a blue ball")
        done = page.draft_shots("", {}, "en", *form(*cards))
        assert "quota" in done[page.problems]
        shown = settle(page, studio, done[page.board])
        assert shown[page.strip].count("<video") == 1
        assert "quota" in shown[page.strip]
