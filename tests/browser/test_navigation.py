"""Finding one's way: tabs in the address, the back button, arrows and numbers."""

import pytest

from tests.browser.conftest import READY

pytestmark = pytest.mark.browser

OPEN = "document.querySelector('#tabs [aria-selected=true]').dataset.tabId"


def wait_for_tab(page, name):
    page.wait_for_function(f"name => {OPEN} === name", arg=name)


def test_reload_and_back_keep_the_tab(visit):
    page = visit()
    page.click("#tab-library-button")
    wait_for_tab(page, "library")
    page.click("#tab-check-button")
    wait_for_tab(page, "check")
    assert page.url.endswith("#check")
    page.reload()
    page.wait_for_function(READY.split(" && ")[0])
    page.wait_for_selector("#check-file")
    page.go_back()
    wait_for_tab(page, "library")
    page.go_back()
    wait_for_tab(page, "text")
    page.go_forward()
    wait_for_tab(page, "library")


def test_keys_move_between_tabs_but_not_while_typing(visit):
    page = visit()
    page.focus("#text-prompt textarea")
    page.keyboard.type("2 cats")
    assert page.evaluate(OPEN) == "text"
    page.focus("#tab-text-button")
    page.keyboard.press("ArrowDown")
    wait_for_tab(page, "image")
    page.keyboard.press("1")
    wait_for_tab(page, "text")
