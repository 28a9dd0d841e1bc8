"""Both languages, switched at once and remembered."""

import re

import pytest

from seedance_studio.ui.strings import STRINGS
from tests.browser.steps import (
    choose_language,
    generate,
    open_advanced,
    open_clip,
    wait_for_language,
)

pytestmark = pytest.mark.browser

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = {text.en for text in STRINGS.values() if text.en != text.zh and "{" not in text.en}
SPOKEN = """() => {
  const seen = [document.body.innerText];
  for (const node of document.querySelectorAll("textarea, input"))
    if (node.offsetParent) seen.push(node.placeholder || "");
  const own = [...document.querySelectorAll(".tile-title, .job-title, .in-both dd")]
    .map((node) => node.innerText);
  return own.reduce((words, one) => words.replaceAll(one, ""), seen.join("\\n"));
}"""


def spoken(page):
    """Every word a visitor sees, but titles of clips and jobs, what stands there in both languages,
    and the name that each language has for itself.
    """
    return page.evaluate(SPOKEN).replace("中文", "").replace("Language / 语言", "")


def assert_speaks(page, language):
    words = spoken(page)
    if language == "en":
        assert CHINESE.findall(words) == []
    else:
        lines = {line.strip() for line in words.splitlines()}
        assert lines & ENGLISH == set()


def test_the_switch_changes_every_word_without_a_reload(visit):
    page = visit("en")
    page.evaluate("window.isSamePage = true")
    clip_id = generate(page, "a cat in the city")
    open_advanced(page)
    for language in ("zh", "en", "zh"):
        choose_language(page, language)
        assert_speaks(page, language)
    open_clip(page, clip_id)
    assert_speaks(page, "zh")
    choose_language(page, "en")
    assert_speaks(page, "en")
    assert page.evaluate("window.isSamePage")


def test_the_choice_is_remembered(visit):
    page = visit("en")
    choose_language(page, "zh")
    page.reload()
    wait_for_language(page, "zh")
    assert_speaks(page, "zh")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_browser_language_is_the_first_choice(visit, language):
    page = visit(language)
    wait_for_language(page, language)
    assert_speaks(page, language)
