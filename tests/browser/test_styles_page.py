"""The gallery of brand styles: one is made and used, and one for another model is refused."""

import numpy as np
import pytest
from PIL import Image

from tests.brand import write_adapter, write_style
from tests.browser.steps import PLAYS, choose_language, write

pytestmark = pytest.mark.browser


@pytest.fixture
def gallery(visit, server):
    """Open the gallery; two styles were copied into the data folder."""
    styles = server.data_dir / "styles"
    if not styles.exists():
        write_style(styles, "blue-note", palette=("#102040", "#f0c040"))
        write_style(styles, "red-line", trigger_words=("redline",))

    def open_gallery(**wishes):
        page = visit(**wishes)
        page.click("#tab-styles-button")
        page.wait_for_selector("#styles-list .style-card")
        return page

    return open_gallery


def five_pictures(folder):
    for index in range(5):
        tones = np.random.default_rng(index).integers(0, 256, (8, 12, 3), dtype=np.uint8)
        Image.fromarray(tones).resize((192, 128)).save(folder / f"{index}.png")
    return sorted(folder.glob("*.png"))


def test_a_style_is_made_used_and_taken_along(gallery, tmp_path):
    page = gallery()
    page.set_input_files("#styles-pictures input[type=file]", five_pictures(tmp_path))
    page.fill("#styles-name textarea, #styles-name input", "Acme spring")
    page.wait_for_function(
        "() => document.querySelectorAll('#styles-pictures .file, #styles-pictures tr').length >= 5"
    )
    page.click("#styles-train")
    page.wait_for_selector("#styles-list [data-clip='acme-spring']")
    page.wait_for_selector("#styles-list .style-card:has([data-clip='acme-spring']) video")

    page.click("#styles-list .style-picture[data-clip='acme-spring']")
    page.wait_for_selector(".style-detail video")
    page.click(".style-detail [data-act='export_style']")
    with page.expect_download() as download:
        page.click(".style-detail a[download]")
    assert download.value.suggested_filename == "acme-spring.style.zip"

    page.click(".style-detail [data-act='use_style']")
    page.wait_for_selector("#tab-text .style-chip:has-text('Acme spring')")
    page.fill("#tab-text .style-chip input[type=range]", "0.5")
    write(page, "a red ball on a hill")
    page.wait_for_selector("#text-plan :text('Acme spring, weight 0.5')")
    page.click("#text-generate")
    page.wait_for_selector(".card-result")
    page.wait_for_function(PLAYS)
    page.click("#tab-text .chip-remove")
    page.wait_for_function(
        "() => !document.querySelector('#text-plan')?.innerText.includes('Acme')"
    )


def test_search_leaves_out_what_does_not_fit(gallery):
    page = gallery()
    page.fill("#styles-search textarea, #styles-search input", "redline")
    page.wait_for_selector(".style-card:has([data-clip='blue-note'])", state="hidden")
    assert page.is_visible(".style-card:has([data-clip='red-line'])")
    page.fill("#styles-search textarea, #styles-search input", "no such look")
    page.wait_for_selector(".style-nothing", state="visible")


def test_a_style_for_another_model_is_refused_by_name(gallery, tmp_path):
    page = gallery()
    file = write_adapter(tmp_path / "wan.safetensors", width=5120)
    page.set_input_files("#styles-import input[type=file]", file)
    page.wait_for_selector("#styles-refused [role=alert]")
    words = page.inner_text("#styles-refused")
    assert "Wan 14B" in words
    assert "Seedling" in words
    choose_language(page, "zh")
    assert "适用于" in page.inner_text("#styles-refused")
