"""The page Finish without its browser: choose, see the plan, finish, look again after a reload."""

import gradio as gr
import pytest

from seedance_studio.domain.job import Succeeded
from seedance_studio.ui.language import Labels
from seedance_studio.ui.pages.finish import FinishPage
from tests.uploads import film

CHOICES = ("native", "24", "draft", "h264", "own", "auto", "auto", 1, 1, 1, None, 0, "")


@pytest.fixture
def finish_page(studio):
    with gr.Blocks(), gr.Tab() as tab:
        return FinishPage(studio, Labels(), gr.Radio(["en", "zh"]), tab)


def test_a_film_goes_from_the_drop_to_the_result(finish_page, studio, tmp_path):
    upload = film(tmp_path / "seaside.mp4", num_frames=4, size=(96, 54))

    chosen = finish_page.take_file(str(upload), "en")
    plan, estimate = finish_page.show_plan(chosen, "en", *CHOICES)
    assert "96×54" in plan
    assert estimate
    wipe = finish_page.show_wipe(chosen, "en", *CHOICES)
    assert wipe.count("data:image/jpeg") == 2

    job_id = finish_page.submit("click-1", chosen, "en", *CHOICES)[finish_page.job]
    assert finish_page.submit("click-1", chosen, "en", *CHOICES)[finish_page.job] == job_id
    assert isinstance(studio.wait(job_id, 60).state, Succeeded)
    assert "card-result" in finish_page.look(job_id)[finish_page.stage]
    assert "seaside" in finish_page.look(job_id)[finish_page.stage]


def test_nothing_is_planned_or_run_before_a_film_is_chosen(finish_page):
    assert finish_page.show_plan({}, "zh", *CHOICES) == ("", "")
    with pytest.raises(gr.Error, match="请先选择影片"):
        finish_page.submit("click-1", {}, "zh", *CHOICES)


def test_a_file_that_is_no_film_is_refused_in_the_user_s_language(finish_page, tmp_path):
    words = tmp_path / "words.mp4"
    words.write_text("no film")
    with pytest.raises(gr.Error, match="视频"):
        finish_page.take_file(str(words), "zh")
