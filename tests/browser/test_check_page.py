"""Any file can be dropped on the page and says in plain words what it is."""

import shutil

import pytest

from tests.browser.steps import choose_language, generate
from tests.media.test_probe import write_video

pytestmark = pytest.mark.browser


def open_check(page):
    page.click("#tab-check-button")
    page.wait_for_selector("#check-file input[type=file]", state="attached")


def drop(page, path):
    page.set_input_files("#check-file input[type=file]", path)


def status_of(page):
    rows = page.query_selector_all(".finding")
    return [
        next(
            look
            for look in ("found", "warning", "none")
            if f"is-{look}" in row.get_attribute("class")
        )
        for row in rows
    ]


def test_a_clip_of_the_studio_is_known_and_a_changed_one_is_noticed(visit, server, tmp_path):
    page = visit()
    clip_id = generate(page, "a lantern to be checked")
    clip = tmp_path / "lantern.mp4"
    shutil.copyfile(server.data_dir / "library" / clip_id / "clip.mp4", clip)
    open_check(page)
    drop(page, clip)
    page.wait_for_selector(".card-verdict")
    assert status_of(page) == ["found", "found", "found", "found"]
    assert page.inner_text(".card-verdict .file-name") == "lantern.mp4"
    assert "this installation" in page.inner_text(".findings")
    assert "a lantern to be checked" in page.inner_text(".card-verdict .recipe")
    choose_language(page, "zh")
    assert "由人工智能生成" in page.inner_text(".card-verdict h2")

    content = bytearray(clip.read_bytes())
    content[-300] ^= 1
    clip.write_bytes(content)
    drop(page, clip)
    page.wait_for_selector(".finding.is-warning")
    assert status_of(page)[0] == "warning"
    assert "被改动" in page.inner_text(".card-verdict h2")


def test_a_film_without_marks_and_a_file_that_is_no_film_are_told(visit, tmp_path):
    page = visit()
    open_check(page)
    drop(page, write_video(tmp_path / "holiday.mp4"))
    page.wait_for_selector(".card-verdict")
    assert status_of(page) == ["none"] * 4
    assert "does not prove" in page.inner_text(".card-verdict")
    (tmp_path / "letter.mp4").write_text("#EXTM3U\n/etc/passwd\n")
    drop(page, tmp_path / "letter.mp4")
    page.wait_for_selector("#verdict .card-message.is-error")
    assert "not a video that can be read" in page.inner_text("#verdict")
