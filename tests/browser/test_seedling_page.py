"""The model in the box, from the page: prompt to a clip that plays."""

import pytest

from seedance_studio.seedling.manifest import WEIGHTS
from tests.browser.conftest import Server
from tests.browser.steps import PLAYS, generate, write

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not WEIGHTS.exists(), reason="Seedling has no weights yet"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("seedling"), "seedance_studio.engines")
    running.start()
    yield running
    running.stop()


def test_seedling_draws_a_clip_that_plays(visit):
    page = visit("zh")
    write(page, "一只金毛犬在海边奔跑，夕阳西下")
    page.click("#text-generate")
    page.wait_for_selector(".card-run .preview img", timeout=120_000)
    page.wait_for_selector(".card-result", timeout=120_000)
    page.wait_for_function(PLAYS)
    assert "1280×720" in page.inner_text(".card-result .shape")


@pytest.mark.parametrize(("tab", "card"), [("image", "Image1"), ("video", "Video1"), ("mixed", "")])
def test_the_first_example_of_each_tab_makes_a_clip(visit, tab, card):
    page = visit("en")
    page.click(f"#tab-{tab}-button")
    page.click(f"#{tab}-stage [data-act=example][data-clip='0']")
    page.wait_for_selector(f"#{tab}-references .ref")
    page.fill(f"#{tab}-seconds input[type=number]", "1")
    page.wait_for_selector(f"#{tab}-plan .plan")
    page.wait_for_timeout(600)  # the form is sent as it stands when the page has read it
    page.click(f"#{tab}-generate")
    page.wait_for_selector(f"#{tab}-stage .card-result", timeout=240_000)
    page.wait_for_function(PLAYS)
    assert card in page.inner_text(f"#{tab}-stage .card-result")


def test_a_newcomer_restyles_a_clip_compares_and_sends_a_link(visit):
    prompt = "一辆红色的消防车驶过城市"
    page = visit("zh")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    plain = generate(page, prompt)
    page.click("#text-stage [data-act=send_compare]")
    page.wait_for_selector("#compare-clips", state="visible")

    page.click("#tab-styles-button")
    page.click("#styles-list .style-picture[data-clip='watercolour']")
    page.click(".style-detail [data-act='use_style']")
    page.wait_for_selector("#tab-text .style-chip")
    page.wait_for_timeout(600)  # the plan is drawn anew with the style
    page.click("#text-generate")
    page.wait_for_selector(f".card-result:not([data-clip-id='{plain}'])")
    page.wait_for_function(PLAYS)
    page.click("#text-stage [data-act=share_clip]")
    page.wait_for_selector("#text-stage [data-copy].is-done")
    link = page.evaluate("navigator.clipboard.readText()")

    page.click("#text-stage [data-act=send_compare]")
    page.wait_for_function("document.querySelectorAll('#compare-clips .token').length === 2")
    page.click("#compare-start")
    page.wait_for_function(
        "[...document.querySelectorAll('[data-player] video')]"
        ".filter((video) => video.readyState === 4).length === 2"
    )
    assert page.locator(".compare-facts").inner_text()

    friend = visit("en")
    friend.goto(link)
    friend.wait_for_function(PLAYS)
    assert friend.inner_text("h1") == prompt
