"""A film is dropped on the page, looked at before and after, finished, and plays."""

import pytest

from tests.browser.steps import PLAYS, choose_language
from tests.uploads import film

pytestmark = pytest.mark.browser


def test_a_film_is_finished_from_the_page(visit, tmp_path):
    source = film(tmp_path / "seaside.mp4", num_frames=8, size=(160, 90), sound_s=1.0)
    page = visit()
    page.click("#tab-finish-button")
    page.wait_for_selector("#finish-file input[type=file]", state="attached")
    page.set_input_files("#finish-file input[type=file]", source)
    page.wait_for_selector("#finish-plan .plan")
    page.click("#finish-size label:has(input[value='720p'])")
    page.wait_for_function(
        "() => document.querySelector('#finish-plan')?.innerText.includes('720')"
    )

    page.click("#finish-preview")
    page.wait_for_selector(".wipe img")
    page.focus(".wipe input")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.querySelector('.wipe').style.getPropertyValue('--cut')") == "51%"

    page.click("#finish-start")
    page.wait_for_selector("#finish-stage .card-result")
    page.wait_for_function(PLAYS)
    assert "1280×720" in page.inner_text("#finish-stage .card-result")
    choose_language(page, "zh")
    assert "成片" in page.inner_text("#finish-stage .card-result")

    page.reload()
    page.click("#tab-finish-button")
    page.wait_for_selector("#finish-stage .card-result")
