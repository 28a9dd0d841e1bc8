"""Shots are typed, drafted, made in full and joined; the film plays; a reload brings all back."""

import pytest

from seedance_studio.ui.strings import STRINGS
from tests.browser.test_languages import assert_speaks
from tests.browser.test_look import OVERFLOW
from tests.browser.test_whole_page import assert_accessible

pytestmark = pytest.mark.browser

CLIPS = "number => document.querySelectorAll('#storyboard-strip video').length === number"
MADE = """number => document.querySelectorAll('#storyboard-strip video').length === 2
  && document.querySelectorAll('#storyboard-strip [data-act=board_make]').length === number
  && !document.querySelector('#storyboard-strip .is-active')"""
FILM = "document.querySelector('#storyboard-film video')"
PLAYS = f"{FILM}?.readyState === 4 && {FILM}.videoWidth > 0"


def open_storyboard(page):
    page.click("#tab-storyboard-button")
    page.wait_for_selector(".shot textarea")


def add_shot(page, prompt):
    page.click(".shot-add")
    page.fill(".shot:last-child textarea", prompt)


def ask_for_two(page, first, second):
    """Type two shots, the second fading in and going on from the first."""
    page.fill(".shot textarea", first)
    add_shot(page, second)
    page.fill(".shot >> nth=0 >> input[type=number]", "1")
    page.fill(".shot >> nth=1 >> input[type=number]", "1")
    page.select_option(".shot:last-child select", "0.5")
    page.check(".shot:last-child input[type=checkbox]")
    page.click("#storyboard-size label:has(input[value=native])")
    page.wait_for_function(
        "document.querySelector('.storyboard-page .estimate')?.innerText.includes('1.5')"
    )


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("en", 1280, "dark"), ("zh", 390, "light")]
)
def test_two_shots_become_a_film(visit, language, width, scheme):
    page = visit(language, width=width, color_scheme=scheme, reduced_motion="reduce")
    open_storyboard(page)
    words = {"en": ("a dog in the city", "a cat"), "zh": ("城市里的一只狗", "一只猫")}[language]
    ask_for_two(page, *words)

    page.click("#storyboard-draft")
    page.wait_for_function(MADE, arg=2)
    page.click("#storyboard-strip [data-act=board_make] >> nth=1")
    page.wait_for_function(MADE, arg=1)
    page.click("#storyboard-strip [data-act=board_redo] >> nth=0")
    page.wait_for_selector("#storyboard-strip .is-old")
    page.wait_for_function(MADE, arg=2)
    page.click("#storyboard-join [data-act=board_join]")
    page.wait_for_function(PLAYS)
    assert 1.4 <= page.evaluate(f"{FILM}.duration") <= 1.6
    assert page.evaluate(OVERFLOW) <= 0
    assert_speaks(page, language)
    assert_accessible(page)

    page.reload()
    open_storyboard(page)
    page.wait_for_function(f"{FILM} && document.querySelectorAll('.shot').length === 2")
    assert page.input_value(".shot:last-child textarea") == words[1]
    page.click("[data-act=board_new]")
    page.wait_for_function("document.querySelector('.shot textarea').value === ''")
    page.click("[data-act=show_board]")
    page.wait_for_function(CLIPS, arg=2)


def test_cards_are_moved_and_removed_by_keys_and_say_what_is_wrong(visit):
    page = visit()
    open_storyboard(page)
    page.fill(".shot textarea", "one")
    add_shot(page, "two")
    add_shot(page, "three")
    page.focus(".shot:last-child .is-up")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    texts = "[...document.querySelectorAll('.shot textarea')].map((one) => one.value).join()"
    page.wait_for_function(f"{texts} === 'three,one,two'")
    page.click(".shot >> nth=1 >> .is-remove")
    page.wait_for_function(f"{texts} === 'three,two'")

    page.fill(".shot >> nth=1 >> input[type=number]", "99")
    page.keyboard.press("Tab")
    page.wait_for_selector(".shot:last-child.is-wrong")
    assert "99" in page.inner_text(".shot:last-child .shot-problem")
    page.click("#language label:has(input[value=zh])")
    page.wait_for_function(
        "word => document.querySelector('.shot-head')?.innerText.includes(word)",
        arg=STRINGS["shot_number"].zh.format(number=1),
    )
    assert_speaks(page, "zh")
