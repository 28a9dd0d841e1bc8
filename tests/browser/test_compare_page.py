"""Compare in the browser: two clips in step, a wipe, a blind vote, a report that stands alone."""

import pytest

from seedance_studio.ui.strings import STRINGS
from tests.browser.steps import generate

pytestmark = pytest.mark.browser

TIMES = "[...document.querySelectorAll('[data-player] video')].map((video) => video.currentTime)"
READY = """(number) => {
  const videos = [...document.querySelectorAll("[data-player] video")];
  return videos.length === number && videos.every((one) => one.readyState === 4 && !one.seeking);
}"""
SETTLED = "[...document.querySelectorAll('[data-player] video')].every((video) => !video.seeking)"


def open_compare(page):
    page.click("#tab-compare-button")
    page.wait_for_selector("#compare-what", state="visible")


def compare_two(page):
    """Make two clips, send both to Compare, and compare them."""
    for prompt in ("a kite on the left", "a kite on the right"):
        page.click("#tab-text-button")
        generate(page, prompt)
        page.click("#text-stage [data-act=send_compare]")
        page.wait_for_selector("#compare-clips", state="visible")
    page.wait_for_function("document.querySelectorAll('#compare-clips .token').length === 2")
    page.click("#compare-start")
    page.wait_for_function(READY, arg=2)


def test_two_clips_are_compared_voted_on_and_reported(visit, chromium, tmp_path):
    page = visit()
    compare_two(page)
    assert "a kite on the right" in page.inner_text(".player-set figcaption >> nth=1")

    for _ in range(3):
        page.click("[data-do=next]")
    page.wait_for_function(SETTLED)
    first, second = page.evaluate(TIMES)
    assert first == second == pytest.approx(3.5 / 24, abs=0.002)
    assert "· 4/" in page.inner_text(".player-time")

    page.click("[data-do=view][data-view=wipe]")
    page.locator(".player-cut").fill("25")
    cut = page.evaluate(
        "getComputedStyle(document.querySelector('.is-second .player-frame')).clipPath"
    )
    assert "25%" in cut
    page.click("[data-do=view][data-view=difference]")
    blend = "getComputedStyle(document.querySelector('.is-second')).mixBlendMode"
    assert page.evaluate(blend) == "difference"

    page.click("[data-do=blind]")
    assert not page.is_visible(".player-label >> nth=0")
    assert not page.is_visible(".compare-facts")
    page.click(".player-pane[data-pane='1'] .player-choose")
    page.wait_for_selector(".compare-votes li")
    assert page.locator(".compare-votes b").all_inner_texts() == ["0", "1"]
    assert page.is_visible(".player-label >> nth=0")

    page.click("[data-act=compare_page]")
    page.wait_for_selector("#compare-actions a[download]")
    with page.expect_download() as download:
        page.click("#compare-actions a[download]")
    report = tmp_path / "report.html"
    download.value.save_as(report)
    check_report(chromium, report)


def check_report(chromium, path):
    """Open a report as its reader does, offline: it plays, speaks both languages, asks nobody."""
    context = chromium.new_context(offline=True)
    asked, wrongs = [], []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrongs.append(str(error)))
    page.on("console", lambda line: wrongs.append(line.text))
    page.goto(path.as_uri())
    page.wait_for_function(READY, arg=2)
    page.click("[data-do=next]")
    page.wait_for_function(f"({TIMES}).every((time) => time > 0)")
    assert page.is_visible("text=Votes")
    page.click("header button[value=zh]")
    assert page.is_visible("text=投票")
    assert not page.is_visible("text=Votes")
    second = page.inner_text(".report-votes li >> nth=1")
    assert "a kite on the right" in second
    assert second.split()[-1] == "1"
    context.close()
    assert wrongs == []
    assert {url.partition(":")[0] for url in asked} <= {"file", "data"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_variants_of_one_prompt_run_and_come_back_after_a_reload(visit, language):
    page = visit(language, width=390)
    open_compare(page)
    page.fill("#compare-prompt textarea", "a lantern")
    page.fill("#compare-values textarea, #compare-values input", "7, 8")
    said = STRINGS["compare_estimate"].in_language(language).partition("{time}")[0]
    said = said.format(number=2)
    page.wait_for_function(
        "said => document.querySelector('.compare-page .estimate')?.innerText.includes(said)",
        arg=said,
    )
    page.click("#compare-start")
    page.wait_for_function(READY, arg=2)
    page.reload()
    page.wait_for_selector("#compare-players [data-player]", state="visible")
    labels = page.locator(".player-label").all_inner_texts()
    assert labels == ([f"种子 {n}" for n in (7, 8)] if language == "zh" else ["seed 7", "seed 8"])
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_what_cannot_run_is_said_before_the_click(visit):
    page = visit()
    open_compare(page)
    page.fill("#compare-prompt textarea", "a lantern")
    page.fill("#compare-values textarea, #compare-values input", "7, x")

    page.wait_for_selector(".compare-page .estimate [role=alert]")
