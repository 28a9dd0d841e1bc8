"""Making a clip in the browser, as a visitor does."""

import pytest

from tests.browser.steps import PLAYS, generate, open_advanced, write

pytestmark = pytest.mark.browser

WORDS = {
    "en": ("a puppy and a zorblax run on the beach, slow", "zorblax", "Step", "native", "Download"),
    "zh": ("一只小狗在海边奔跑 zorblax slow", "zorblax", "步", "原生", "下载"),
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_prompt_becomes_a_clip_that_plays(visit, language):
    prompt, unknown, step, native, download = WORDS[language]
    page = visit(language)
    write(page, prompt)
    assert unknown in page.inner_text(".word.is-unknown >> nth=0")
    assert page.locator(".word.is-understood, .word.is-mapped").count() >= 2
    page.click("#text-generate")
    page.wait_for_function(
        "word => document.querySelector('.card-run .facts')?.innerText.includes(word)", arg=step
    )
    page.wait_for_selector(".card-run .preview img")
    page.wait_for_function(PLAYS)
    page.wait_for_function("document.querySelector('.card-result video').currentTime > 0.2")
    card = page.inner_text(".card-result")
    assert native in card
    assert "128×72" in card
    assert "1280×720" in card
    link = page.get_by_role("link", name=download)
    answer = page.request.get(page.url + link.get_attribute("href"))
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.body()[4:8] == b"ftyp"


def test_a_double_click_makes_one_clip(visit):
    page = visit()
    write(page, "a cat twice clicked")
    page.dblclick("#text-generate")
    page.wait_for_selector(".card-result")
    page.wait_for_selector(".badge.is-idle")
    assert page.locator(".recents .tile", has_text="twice clicked").count() == 1


def test_stop_cancels_the_run(visit):
    page = visit()
    open_advanced(page)
    page.fill("#text-num_inference_steps input[type=number]", "50")
    write(page, "a slow dog to be stopped")
    page.click("#text-generate")
    page.wait_for_function(
        "document.querySelector('.card-run .facts')?.innerText.includes('of 50')"
    )
    page.click("#text-stop")
    page.wait_for_selector(".card-message.is-calm", timeout=10_000)
    assert "Nothing was saved" in page.inner_text(".card-message")
    page.wait_for_selector("#text-stop", state="detached")
    assert page.locator(".recents .tile", has_text="to be stopped").count() == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Say what the clip should show"), ("zh", "请写出视频要展示的内容")],
)
def test_an_empty_prompt_is_refused_in_the_visitors_language(visit, language, words):
    page = visit(language)
    page.click("#text-generate")
    page.wait_for_selector("#text-prompt-problem p")
    assert page.inner_text("#text-prompt-problem p") == words
    write(page, "a cat")
    page.wait_for_selector("#text-prompt-problem p", state="detached")


@pytest.mark.parametrize("seed", ["abc", "1.5", "-3", "99999999999", "9" * 5000, "²"])
def test_an_impossible_seed_is_refused_at_its_field(visit, seed):
    page = visit()
    write(page, "a cat")
    open_advanced(page)
    page.fill("#text-seed input, #text-seed textarea", seed)
    page.wait_for_selector("#text-seed-problem p")
    page.click("#text-generate")
    page.wait_for_selector("#text-seed-problem p")
    assert page.locator(".card-run").count() == 0


@pytest.mark.parametrize(
    ("language", "cause", "way_out"),
    [
        ("en", "do not fit into memory", "Make a shorter clip"),
        ("zh", "内存放不下", "请缩短视频"),
    ],
)
def test_a_failure_says_why_and_what_to_do(visit, language, cause, way_out):
    page = visit(language)
    write(page, "oom 狗")
    page.click("#text-generate")
    page.wait_for_selector(".card-message.is-error")
    card = page.inner_text(".card-message")
    assert cause in card
    assert way_out in card


def test_a_reload_keeps_the_run_and_the_form(visit, server):
    page = visit()
    write(page, "a held horse before the reload")
    open_advanced(page)
    page.fill("#text-num_inference_steps input[type=number]", "20")
    page.wait_for_timeout(600)  # the draft is kept when the page has read it
    with server.holding():
        page.click("#text-generate")
        page.wait_for_selector(".card-run .preview img")
        page.reload()
        page.wait_for_selector(".card-run")
        assert page.input_value("#text-prompt textarea") == "a held horse before the reload"
    page.wait_for_selector(".card-result")
    assert "before the reload" in page.inner_text(".card-result h2")


def test_what_the_visitor_edits_is_what_the_model_reads(visit):
    page = visit()
    write(page, "a fox")
    page.wait_for_function("document.querySelector('#text-enhanced textarea')?.value")
    suggested = page.input_value("#text-enhanced textarea")
    assert suggested != "a fox"
    page.fill("#text-enhanced textarea", "a red fox in the snow")
    page.click("#text-undo")
    page.wait_for_function(
        "text => document.querySelector('#text-enhanced textarea').value === text", arg=suggested
    )
    page.fill("#text-enhanced textarea", "a red fox in the snow")
    page.click("#text-generate")
    page.wait_for_selector(".card-result")
    assert page.inner_text(".card-result h2") == "a red fox in the snow"


def test_what_is_shown_before_the_run_is_what_the_model_reads(visit, server):
    page = visit()
    write(page, "a held penguin")
    page.wait_for_function("document.querySelector('#text-enhanced textarea')?.value")
    shown = page.input_value("#text-enhanced textarea")
    with server.holding():
        page.click("#text-generate")
        page.wait_for_selector(".card-run .read")
        assert shown in page.inner_text(".card-run .read")


def test_a_prompt_is_never_markup(visit):
    page = visit()
    generate(page, "<img src=x onerror=window.owned=1> ${window.owned=1} {{x}} `cat`")
    assert "<img src=x" in page.inner_text(".card-result h2")
    assert page.evaluate("window.owned") is None


def test_redo_with_the_same_seed_makes_the_same_clip(visit):
    page = visit()
    first = generate(page, "a duck done twice")
    seed = page.inner_text(".card-result .facts span >> nth=0")
    page.click("[data-act=redo_same]")
    page.wait_for_function(
        "id => (document.querySelector('.card-result')?.dataset.clipId ?? id) !== id", arg=first
    )
    assert page.inner_text(".card-result .facts span >> nth=0") == seed


def test_a_second_run_waits_in_the_queue_and_both_arrive(visit, server):
    page = visit()
    with server.holding():
        write(page, "a held owl in the queue")
        page.click("#text-generate")
        page.wait_for_selector(".card-run .preview img")
        write(page, "a bee in the queue")
        page.click("#text-generate")
        page.wait_for_function("document.querySelector('.card-run')?.innerText.includes('Place 1')")
        assert "1 waiting" in page.inner_text("#badge")
        page.click(".tile.is-job")
        page.wait_for_function("document.querySelector('.card-run')?.innerText.includes('Step')")
    page.wait_for_selector(".card-result")
    assert "owl" in page.inner_text(".card-result h2")
    page.wait_for_selector(".badge.is-idle")
    assert page.locator(".recents .tile", has_text="in the queue").count() == 2
