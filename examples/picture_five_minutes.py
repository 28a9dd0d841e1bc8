"""Walk through the guide's "Five minutes" in a real browser, on Seedling, and picture each step.

Run from the folder of the repository:

    python -m examples.picture_five_minutes

It needs what the browser tests need: Playwright and Chromium.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from examples.picture_the_guide import LOCALES, open_chromium, open_page, save
from seedance_studio.settings import Settings
from seedance_studio.studio import open_studio
from seedance_studio.ui import serve

PROMPTS = {"en": "a red fire engine drives through the city", "zh": "一辆红色的消防车驶过城市"}
STYLE = "watercolour"
PHONE = {"width": 390, "height": 560}
MOST = 800
"""Pixels a picture is wide."""
_PLAYS = """(count) => [...document.querySelectorAll("video")]
  .filter((video) => video.offsetParent && video.readyState === 4).length >= count"""


def main() -> None:
    """Make a clip, restyle it, compare the two and send a link, in both languages."""
    for language in LOCALES:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            settings = replace(Settings.from_environment(), data_dir=Path(folder), port=0)
            with open_studio(settings) as studio, sync_playwright() as driver:
                url = serve(studio, settings, block=False)
                _walk(open_chromium(driver), url, language)


def _walk(browser: Browser, url: str, language: str) -> None:
    page = open_page(browser, url, language)
    page.fill("#text-prompt textarea", PROMPTS[language])
    page.wait_for_selector("#text-plan .plan")
    save(page, f"five-1-words-{language}", MOST)
    plain = _generate(page)
    save(page, f"five-2-clip-{language}", MOST)
    page.click("#text-stage [data-act=send_compare]")
    page.wait_for_selector("#compare-clips", state="visible")
    _choose_style(page, language)
    _generate(page, instead_of=plain)
    save(page, f"five-4-restyled-{language}", MOST)
    page.click("#text-stage [data-act=share_clip]")
    page.wait_for_selector("#text-stage [data-copy].is-done")
    link = page.evaluate("navigator.clipboard.readText()")
    _compare(page, language)
    _open_as_friend(page, link, language)
    browser.close()


def _generate(page: Page, instead_of: str = "") -> str:
    page.click("#text-generate")
    page.wait_for_selector(f"#text-stage .card-result:not([data-clip-id='{instead_of}'])")
    page.wait_for_function(_PLAYS, arg=1)
    return page.get_attribute("#text-stage .card-result", "data-clip-id") or ""


def _choose_style(page: Page, language: str) -> None:
    page.click("#tab-styles-button")
    page.click(f"#styles-list .style-picture[data-clip='{STYLE}']")
    page.wait_for_selector(".style-detail [data-act='use_style']")
    save(page, f"five-3-style-{language}", MOST)
    page.click(".style-detail [data-act='use_style']")
    page.wait_for_selector("#tab-text .style-chip")
    page.wait_for_timeout(1000)  # the plan is drawn anew with the style


def _compare(page: Page, language: str) -> None:
    page.click("#text-stage [data-act=send_compare]")
    page.wait_for_function("document.querySelectorAll('#compare-clips .token').length === 2")
    page.click("#compare-start")
    page.wait_for_function(_PLAYS, arg=2)
    save(page, f"five-5-compare-{language}", MOST)


def _open_as_friend(page: Page, link: str, language: str) -> None:
    page.goto(link)
    page.set_viewport_size(PHONE)
    page.wait_for_function(_PLAYS, arg=1)
    save(page, f"five-6-link-{language}", MOST)


if __name__ == "__main__":
    main()
