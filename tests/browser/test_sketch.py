"""A prompt is sketched, seen to be drawn, and followed by a clip as its structure."""

import pytest

from tests.browser.steps import PLAYS, choose_language, write

pytestmark = pytest.mark.browser


def test_a_sketch_is_drawn_plays_and_becomes_the_structure_of_a_clip(visit):
    page = visit()
    page.click("#text-prompt textarea")
    write(page, "a red car drives through the desert")
    page.click("#text-sketch")
    page.wait_for_selector("#text-stage .card-sketch")
    page.wait_for_function(PLAYS)
    card = page.locator("#text-stage .card-sketch")
    assert "Drawn, not generated" in card.inner_text()
    assert "a red car, driving, desert" in card.inner_text()
    choose_language(page, "zh")
    assert "由程序绘制，并非生成" in card.inner_text()

    # The tab for videos has not been open yet: the sketch and its prompt are there all the same.
    card.locator("[data-act=sketch_structure]").click()
    page.wait_for_selector("#video-references .refs > li")
    page.wait_for_selector("#video-plan .plan")
    assert page.input_value("#video-prompt textarea") == "a red car drives through the desert"
    assert page.locator("#video-references .refs > li").count() == 1
    assert "保留结构" in page.inner_text("#video-references .refs > li")
    page.click("#video-generate")
    page.wait_for_selector("#video-stage .card-result")

    page.reload()
    page.click("#tab-text-button")
    page.wait_for_selector("#text-stage .card-sketch")
