"""Phone width, light and dark, and keys."""

import pytest

from tests.browser.steps import generate, open_clip, open_library, write

pytestmark = pytest.mark.browser

OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"
IN_VIEW = """tab => {
  const { left, right } = tab.getBoundingClientRect();
  return left >= 0 && right <= window.innerWidth;
}"""
BACKGROUND = "getComputedStyle(document.querySelector('gradio-app')).backgroundColor"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_overflows_on_a_phone(visit, language):
    page = visit(language, width=390)
    assert page.evaluate(OVERFLOW) <= 0
    clip_id = generate(page, "a whale " + "w" * 200)
    assert page.evaluate(OVERFLOW) <= 0
    open_library(page)
    assert page.evaluate(OVERFLOW) <= 0
    open_clip(page, clip_id)
    assert page.evaluate(OVERFLOW) <= 0


def test_every_tab_is_reached_on_a_phone(visit):
    page = visit(width=390, has_touch=True)
    tabs = page.locator("#tabs > .tab-wrapper button[role=tab]")
    tops = {tab.bounding_box()["y"] for tab in tabs.all()}
    assert len(tops) == 1
    for tab in tabs.all():
        tab.tap()
        page.wait_for_function("tab => tab.ariaSelected === 'true'", arg=tab.element_handle())
        page.wait_for_function(IN_VIEW, arg=tab.element_handle())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_are_switched_and_remembered(visit, scheme):
    page = visit(color_scheme=scheme)
    first = page.evaluate(BACKGROUND)
    page.click("#theme-switch")
    page.wait_for_function(f"colour => {BACKGROUND} !== colour", arg=first)
    page.reload()
    page.wait_for_function(f"colour => {BACKGROUND} !== colour", arg=first)


def test_control_enter_generates(visit):
    page = visit()
    write(page, "a bee by keyboard")
    page.press("#text-prompt textarea", "Control+Enter")
    page.wait_for_selector(".card-result")
    assert page.inner_text(".card-result h2") == "a bee by keyboard"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_generate_button_is_always_in_reach(visit, width):
    page = visit(width=width)
    write(page, "a bee")
    box = page.locator("#text-generate").bounding_box()
    assert box["y"] + box["height"] <= 844


def test_less_motion_is_respected(visit):
    page = visit(reduced_motion="reduce")
    generate(page, "a bee at rest")
    page.wait_for_function("document.querySelector('.card-result video').paused")
    assert page.evaluate("document.querySelector('.card-result video').currentTime") < 0.5
