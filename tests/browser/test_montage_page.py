"""Films are dropped on the page, put in order and trimmed in the list, joined, and play."""

import pytest

from tests.browser.steps import PLAYS
from tests.uploads import film

pytestmark = pytest.mark.browser


def test_films_are_joined_from_the_page(visit, tmp_path):
    films = [
        film(tmp_path / name, num_frames=8, size=(160, 96)) for name in ("sea.mp4", "town.mp4")
    ]
    page = visit()
    page.click("#tab-montage-button")
    page.wait_for_selector("#montage-file input[type=file]", state="attached")
    page.set_input_files("#montage-file input[type=file]", films)
    page.wait_for_selector("#montage-plan .plan")
    assert "2 · town" in page.inner_text("#montage-table")
    page.click("#montage-size label:has(input[value='native'])")
    page.fill("#montage-words textarea, #montage-words input", "一天 a day")
    page.wait_for_function(
        "() => document.querySelector('#montage-plan')?.innerText.includes('160')"
    )

    page.click("#montage-start")
    page.wait_for_selector("#montage-stage .card-result")
    page.wait_for_function(PLAYS)
    assert "一天 a day" in page.inner_text("#montage-stage .card-result")
    assert "160×96" in page.inner_text("#montage-stage .card-result")
