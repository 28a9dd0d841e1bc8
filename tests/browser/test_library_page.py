"""The library in the browser: it outlives the server, and gives recipes back."""

import json
import time

import pytest

from seedance_studio.library.catalogue import SHELF
from tests.browser.steps import FORM, PLAYS, generate, open_advanced, open_clip

pytestmark = pytest.mark.browser


def test_clips_outlive_the_server(visit, server):
    page = visit()
    clip_id = generate(page, "a lantern before the restart")
    page.context.close()
    server.stop()
    server.start()
    page = visit()
    open_clip(page, clip_id)
    assert "before the restart" in page.inner_text(".card-detail h2")
    page.wait_for_function(PLAYS)


def test_a_recipe_fills_the_form(visit):
    page = visit("zh")
    open_advanced(page)
    page.fill("#text-seconds input[type=number]", "2")
    page.fill("#text-num_inference_steps input[type=number]", "6")
    page.fill("#text-guidance_scale input[type=number]", "2.5")
    page.fill("#text-seed input, #text-seed textarea", "1234")
    page.fill("#text-negative_prompt textarea", "雨")
    page.click("#text-aspect label:has(input[value='9:16'])")
    page.click("#text-size label:has(input[value=native])")
    page.wait_for_timeout(300)
    clip_id = generate(page, "一只熊猫在森林里行走")
    asked = page.evaluate(FORM)
    assert asked["seed"] == "1234"
    assert asked["aspect"] == "9:16"

    other = visit("en")
    open_advanced(other)
    assert other.evaluate(FORM) != asked
    open_clip(other, clip_id)
    assert "1234" in other.inner_text(".card-detail .recipe")
    other.click(".card-detail [data-act=load_recipe]")
    other.wait_for_selector("#text-prompt textarea", state="visible")
    other.wait_for_function(f"asked => JSON.stringify(({FORM})()) === asked", arg=as_json(asked))


def as_json(values):
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def test_a_deleted_clip_comes_back_from_the_bin(visit):
    page = visit()
    clip_id = generate(page, "a kite to be deleted")
    open_clip(page, clip_id)
    page.click("[data-act=delete_clip]")
    page.wait_for_selector(f"#library-grid [data-clip='{clip_id}']", state="detached")
    page.click("[data-act=show_bin]")
    page.click(f"[data-act=restore_clip][data-clip='{clip_id}']")
    page.wait_for_selector(f"[data-act=restore_clip][data-clip='{clip_id}']", state="detached")
    page.click("[data-act=show_library]")
    page.wait_for_selector(f"#library-grid [data-clip='{clip_id}']")


def wait_until_written(server, words):
    """The page says nothing of a note that is stored; a search must not come before it."""
    deadline = time.monotonic() + 60
    while not any(words in path.read_text() for path in server.data_dir.rglob(SHELF)):
        assert time.monotonic() < deadline, f"'{words}' is not on disk"
        time.sleep(0.1)


def test_clips_are_found_starred_sorted_and_taken_along(visit, server, tmp_path):
    page = visit()
    owl = generate(page, "an owl worth a star")
    generate(page, "a bee of no note")
    open_clip(page, owl)
    page.click("[data-act=star]")
    page.wait_for_selector("[data-act=unstar]")
    page.fill("[data-change=write_folder]", "Night")
    page.press("[data-change=write_folder]", "Tab")
    page.wait_for_selector("#library-grid .tile-star")
    page.fill("[data-change=write_note]", "for the launch")
    page.press("[data-change=write_note]", "Tab")
    wait_until_written(server, "for the launch")
    page.fill("#library-words input", "launch")
    page.wait_for_function("document.querySelectorAll('#library-grid .tile').length === 1")
    with page.expect_download() as saved:
        page.click("[data-act=export_project]")
    project = tmp_path / "owl.seedance.zip"
    saved.value.save_as(project)
    page.click("[data-act=delete_clip]")
    page.wait_for_selector("#library-grid .card-empty")
    page.set_input_files("#library-import + input, input[type=file][accept*=zip]", str(project))
    page.wait_for_selector(f"#library-grid [data-clip='{owl}']")


def test_the_recipe_is_copied_whole(visit):
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    generate(page, "a <b>bold</b> kite & its recipe")
    page.click("[data-copy]:has(+ [data-recipe])")
    page.wait_for_selector("[data-copy].is-done")
    recipe = json.loads(page.evaluate("navigator.clipboard.readText()"))
    assert recipe["request"]["prompt"] == "a <b>bold</b> kite & its recipe"
    assert f"seed {recipe['plan']['seed']}" in page.inner_text(".card-result")


def test_a_link_shows_one_clip_until_it_is_taken_back(visit):
    page = visit("zh")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    clip, other = generate(page, "a <b>bold</b> kite"), generate(page, "a quiet owl")
    open_clip(page, clip)
    page.click(".card-detail [data-act=share_clip]")
    page.wait_for_selector(".card-detail [data-act=unshare_clip]")
    link = page.evaluate("navigator.clipboard.readText()")

    friend = visit()
    friend.goto(link)
    friend.wait_for_function(PLAYS)
    assert friend.inner_text("h1") == "a <b>bold</b> kite"
    assert friend.request.get(link.replace(clip, other)).status == 404

    page.click(".card-detail [data-act=unshare_clip]")
    page.wait_for_selector(".card-detail [data-act=unshare_clip]", state="detached")
    assert [friend.request.get(link + part).status for part in ("", "/film", "/poster")] == [
        404
    ] * 3
