"""Every screen: both languages, both themes, desk and phone; read by axe-core, small to load."""

from importlib.resources import files

import pytest

from tests.browser.conftest import READY, Server
from tests.browser.steps import generate, open_clip
from tests.browser.test_languages import assert_speaks
from tests.browser.test_look import OVERFLOW

pytestmark = pytest.mark.browser

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
FOUND = """async () => {
  const run = await axe.run(document, {resultTypes: ["violations"]});
  return run.violations.filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}"""
STOCK = ("aria-prohibited-attr", "label-content-name-mismatch")
"""What Gradio's own components do, on upload boxes: ours to live with."""
TRANSFERRED = """() => performance.getEntriesByType("resource")
  .concat(performance.getEntriesByType("navigation"))
  .reduce((sum, entry) => sum + entry.transferSize, 0)"""
MAX_FIRST_VIEW = 1_500_000


def tabs(page):
    return page.eval_on_selector_all("#tabs [role=tab]", "all => all.map(t => t.dataset.tabId)")


def assert_accessible(page):
    page.evaluate(AXE)
    assert [one for one in page.evaluate(FOUND) if not one.startswith(STOCK)] == []


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "dark", 1280), ("zh", "light", 1280), ("en", "light", 390), ("zh", "dark", 390)],
)
def test_every_screen_is_whole(visit, language, scheme, width):
    page = visit(language, width=width, color_scheme=scheme, reduced_motion="reduce")
    clip_id = generate(page, {"en": "a cat in the city", "zh": "城市里的一只猫"}[language])
    for name in tabs(page):
        page.click(f"#tab-{name}-button")
        page.wait_for_function(
            "name => document.getElementById(`tab-${name}`).innerText.trim()", arg=name
        )
        page.wait_for_timeout(200)
        assert page.evaluate(OVERFLOW) <= 0, name
        assert_speaks(page, language)
        assert_accessible(page)
    open_clip(page, clip_id)
    assert page.evaluate(OVERFLOW) <= 0
    assert_speaks(page, language)
    assert_accessible(page)


def test_the_first_view_is_small(visit):
    page = visit()
    page.wait_for_timeout(500)
    assert page.evaluate(TRANSFERRED) <= MAX_FIRST_VIEW


def test_nothing_is_lost_when_the_network_or_the_server_goes(chromium, server):
    # Not by `visit`: a page without a network says so in its console.
    context = chromium.new_context(locale="en-GB")
    context.set_default_timeout(90_000)
    page = context.new_page()
    page.goto(server.url)
    page.wait_for_function(READY)
    page.fill("#text-prompt textarea", "a boat before the storm")
    page.wait_for_selector(".plan")
    context.set_offline(True)
    page.fill("#text-prompt textarea", "a boat in the storm")
    page.wait_for_timeout(300)
    context.set_offline(False)
    page.fill("#text-prompt textarea", "a boat after the storm")
    page.wait_for_function(
        "Object.values(localStorage).some((kept) => kept.length > 40)"
        " && document.querySelector('#text-words')?.innerText.includes('storm')"
    )
    page.wait_for_timeout(800)
    server.stop()
    server.start()
    page.goto(server.url)
    page.wait_for_function(
        "document.querySelector('#text-prompt textarea')?.value === 'a boat after the storm'"
    )
    page.wait_for_selector(".plan")
    page.click("#text-generate")
    page.wait_for_selector(".card-result")
    context.close()


def test_two_tabs_of_one_browser_see_the_same(visit, server):
    page = visit()
    other = page.context.new_page()
    other.goto(server.url + "#library")
    clip_id = generate(page, "a hen seen from two tabs")
    other.wait_for_selector("#library-grid")
    other.click("#tab-text-button")
    open_clip(other, clip_id)


def test_an_example_is_seen_before_anything_is_run(visit):
    page = visit("zh")
    page.click(".example >> nth=0")
    page.wait_for_function(
        "document.querySelector('#text-prompt textarea').value.includes('金毛犬')"
    )
    page.wait_for_selector(".word.is-understood")
    page.wait_for_function("document.querySelector('.card-example video')?.currentTime > 0.1")
    page.click("[data-act=show_examples]")
    page.wait_for_selector(".examples")


def test_a_draft_becomes_the_clip_with_its_seed(visit):
    page = visit()
    page.fill("#text-prompt textarea", "a fox, quickly")
    page.wait_for_selector(".plan")
    page.click("#text-draft")
    page.wait_for_selector(".card-result [data-act=promote]")
    draft = page.get_attribute(".card-result", "data-clip-id")
    seed = page.inner_text(".card-result .facts span >> nth=0")
    assert "delivered 128×72" in page.inner_text(".card-result .shape")
    page.click("[data-act=promote]")
    page.wait_for_function(
        "id => (document.querySelector('.card-result')?.dataset.clipId ?? id) !== id", arg=draft
    )
    assert page.inner_text(".card-result .facts span >> nth=0") == seed
    assert "delivered 1280×720" in page.inner_text(".card-result .shape")
    open_clip(page, page.get_attribute(".card-result", "data-clip-id"))
    page.click(".diff summary")
    assert "128×72" in page.inner_text(".diff table")
    page.click(f".versions [data-clip='{draft}']")
    page.wait_for_selector(f".card-detail[data-clip-id='{draft}'] [data-act=promote]")


def test_quality_by_name_and_by_steps_agree(visit):
    page = visit()
    page.click("#text-quality label:has(input[value=fine])")
    page.click("#text-advanced > button")
    page.wait_for_function(
        "document.querySelector('#text-num_inference_steps input[type=number]')?.value === '8'"
    )
    page.fill("#text-num_inference_steps input[type=number]", "2")
    page.wait_for_selector("#text-quality input[value=fast]:checked", state="attached")


def test_a_preset_fills_the_form(visit):
    page = visit("zh")
    page.click("#text-presets label:has(input[value=phone])")
    page.wait_for_selector("#text-aspect input[value='9:16']:checked", state="attached")
    page.fill("#text-prompt textarea", "一只猫")
    page.wait_for_function(
        "document.querySelector('#text-plan .shape')?.innerText.includes('1080×1920')"
    )


def test_the_tour_is_offered_once_and_can_be_left(visit):
    page = visit("zh")
    page.click("[data-tour=start]:visible")
    page.wait_for_selector(".tour-step.is-shown")
    assert_accessible(page)
    page.keyboard.press("Enter")
    page.wait_for_selector("#tour .tour-step:nth-of-type(2).is-shown")
    page.keyboard.press("Escape")
    page.wait_for_selector(".tour-step.is-shown", state="detached")
    page.reload()
    page.wait_for_selector(".examples")
    page.wait_for_function("!document.querySelector('.tour-offer').offsetParent")
    page.click("#tour-button")
    page.wait_for_selector(".tour-step.is-shown")


def test_a_demo_shows_everything_and_makes_nothing(chromium, tmp_path):
    server = Server(tmp_path, DEMO="1")
    server.start()
    try:
        page = chromium.new_context(locale="en-GB").new_page()
        page.goto(server.url)
        page.wait_for_function(READY)
        page.fill("#text-prompt textarea", "a cat")
        page.wait_for_selector(".plan")
        assert page.is_visible(".demo-note")
        assert not page.is_visible("#text-generate")
        page.click(".example >> nth=0")
        page.wait_for_selector(".card-example")
    finally:
        server.stop()
