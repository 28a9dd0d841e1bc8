"""The page Montage without its browser: films added, ordered, trimmed, joined."""

import gradio as gr
import pytest

from seedance_studio.domain.job import Succeeded
from seedance_studio.ui.language import Labels
from seedance_studio.ui.pages.montage import MontagePage
from tests.uploads import film

DELIVERY = ("native", "24", "draft", "h264")
SOUND = ("off", "auto", "auto", 1, 1, 1, None, 0)


@pytest.fixture
def page(studio):
    with gr.Blocks(), gr.Tab() as tab:
        return MontagePage(studio, Labels(), gr.Radio(["en", "zh"]), tab)


def values(title="", logo=None):
    return (title, None, logo, "top_left", "crop", *DELIVERY, *SOUND)


def test_films_are_added_ordered_trimmed_and_joined(page, studio, tmp_path):
    uploads = [str(film(tmp_path / name, num_frames=8)) for name in ("sea.mp4", "city.mp4")]

    _, films, table = page.add_files(uploads, [], [], "en")
    assert [row[:3] for row in table] == [[1, "1 · sea", 0], [2, "2 · city", 0]]
    table[0][0], table[1][0] = 2, 1
    table[1][2:5] = [0.25, 0.75, ""]
    table[0][4] = "0.25"
    plan, estimate = page.show_plan(films, table, "en", *values("A day"))
    assert "24 fps" in plan
    assert estimate

    job_id = page.submit("click-1", films, table, "en", *values("A day"))[page.job]
    assert page.submit("click-1", films, table, "en", *values("A day"))[page.job] == job_id
    state = studio.wait(job_id, 60).state
    assert isinstance(state, Succeeded), state
    clip = studio.clip(state.clip_id)
    assert clip.title == "A day"
    assert [shot.facts.num_frames for shot in clip.recipe.plan.shots] == [8, 8]
    assert clip.delivered.num_frames == 12 + 24 - 6
    assert clip.recipe.plan.captions[0].text == "A day"
    assert "card-result" in page.look(job_id)[page.stage]


def test_a_clip_of_the_library_is_added_and_a_row_without_a_place_is_left_out(page, studio, ask):
    made = studio.wait(studio.submit(ask()), 30).state.clip_id

    _, films, table = page.add_clip(made, [], [], "zh")
    _, films, table = page.add_clip(made, films, table, "zh")
    table[0][0] = None
    request = page._request(films, table, "zh", values())

    assert [shot.clip_id for shot in request.shots] == [made]
    assert page.show_plan([], [], "zh", *values()) == ("", "")


def test_what_is_wrong_is_said_in_the_user_s_language(page, tmp_path):
    with pytest.raises(gr.Error, match="请先添加影片"):
        page.submit("click-1", [], [], "zh", *values())
    words = tmp_path / "words.mp4"
    words.write_text("no film")
    with pytest.raises(gr.Error, match="视频"):
        page.add_files([str(words)], [], [], "zh")
    _, films, table = page.add_files([str(film(tmp_path / "a.mp4", num_frames=4))], [], [], "zh")
    table[0][2] = "soon"
    with pytest.raises(gr.Error, match="不是数字"):
        page.submit("click-2", films, table, "zh", *values())
