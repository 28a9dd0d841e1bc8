"""Pictures, videos and sounds on the page: every tab that takes them, as a visitor uses it."""

import json

import pytest

from tests.browser.media import beat, film, picture
from tests.browser.steps import PLAYS, choose_language, open_clip

pytestmark = pytest.mark.browser

NAMES = "tab => [...document.querySelectorAll(`#${tab}-references .ref`)].map(n => n.dataset.name)"


def open_tab(page, tab):
    page.click(f"#tab-{tab}-button")
    page.wait_for_selector(f"#{tab}-references .ref-drop")


def bring(page, tab, *files):
    """Give files to the board and wait for their cards; gives all names on it."""
    before = len(names(page, tab))
    page.set_input_files(f"#{tab}-references input[type=file]", [str(file) for file in files])
    page.wait_for_function(
        "([tab, count]) => document.querySelectorAll(`#${tab}-references .ref`).length === count",
        arg=[tab, before + len(files)],
    )
    return names(page, tab)


def names(page, tab):
    return page.evaluate(NAMES, tab)


def say(page, tab, prompt):
    page.fill(f"#{tab}-prompt textarea", prompt)
    page.wait_for_selector(f"#{tab}-plan .plan")


def run(page, tab):
    """Press the button and wait for the clip, a small one; gives its id and its recipe."""
    page.fill(f"#{tab}-seconds input[type=number]", "2")
    page.click(f"#{tab}-advanced > button")
    page.click(f"#{tab}-size label:has(input[value=native])")
    page.click(f"#{tab}-fps label:has(input[value=native])")
    page.wait_for_timeout(600)  # the form is sent as it stands when the page has read it
    page.click(f"#{tab}-generate")
    card = page.wait_for_selector(f"#{tab}-stage .card-result")
    page.wait_for_function(PLAYS)
    recipe = json.loads(page.input_value(f"#{tab}-stage [data-recipe]"))
    return card.get_attribute("data-clip-id"), recipe


def cards_say(page, tab, words):
    page.wait_for_function(
        "([tab, words]) => document.querySelector(`#${tab}-references .refs`)"
        "?.innerText.includes(words)",
        arg=[tab, words],
    )


def test_a_picture_comes_alive_and_its_last_frame_goes_on(visit, tmp_path):
    page = visit("zh")
    open_tab(page, "image")
    bring(page, "image", picture(tmp_path / "start.png"), picture(tmp_path / "end.png"))
    assert page.input_value("[data-key=role-Image1]") == "first_frame"
    assert page.input_value("[data-key=role-Image2]") == "last_frame"
    page.click("#image-aspect label:has(input[value='16:9'])")
    page.wait_for_selector("[data-name=Image1] .ref-media.is-refit.fit-crop")
    page.click("[data-name=Image1] .ref-pills label:has(input[value=extend])")
    page.wait_for_selector("[data-name=Image1] .ref-media.is-refit.fit-extend")
    say(page, "image", "镜头推进")
    cards_say(page, "image", "会体现在视频中")
    _, recipe = run(page, "image")
    asked = recipe["request"]["references"]
    assert [(one["name"], one["role"], one["fit"]) for one in asked] == [
        ("Image1", "first_frame", "extend"),
        ("Image2", "last_frame", "crop"),
    ]
    assert recipe["plan"]["mode"] == "image"
    page.click("#image-stage [data-act=send_image]")
    page.wait_for_selector("[data-name=Image3]")
    assert page.input_value("[data-key=role-Image3]") == "first_frame"
    assert names(page, "image") == ["Image2", "Image3"]


def test_a_video_is_trimmed_painted_on_and_remade(visit, tmp_path):
    page = visit("en")
    open_tab(page, "video")
    bring(page, "video", film(tmp_path / "walk.mp4"))
    page.select_option("[data-key=role-Video1]", "region")
    page.click("[data-key=mask-Video1]")
    box = page.locator(".mask-canvas canvas").bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=3)
    page.mouse.up()
    page.click(".board-dialog .act-solid")
    page.wait_for_selector("#video-references .ref-mask")
    for dial, value in (("start", 1), ("amount", 0.3)):
        page.locator(f"[data-key={dial}-Video1]").evaluate(
            "(range, value) => { range.value = value;"
            " range.dispatchEvent(new Event('input', { bubbles: true })); }",
            value,
        )
    assert "1.0 to 3.0 s" in page.inner_text("#video-references .ref-trim")
    say(page, "video", "a snowy night in the forest")
    cards_say(page, "video", "it is seen in the clip")
    _, recipe = run(page, "video")
    (asked,) = recipe["request"]["references"]
    assert (asked["role"], asked["start_s"], bool(asked["mask"])) == ("edit", 1.0, True)
    assert recipe["plan"]["strength"] == 0.3


def test_names_stay_roles_are_said_and_a_recipe_brings_the_board_back(visit, tmp_path):
    page = visit("zh")
    open_tab(page, "mixed")
    first, second = picture(tmp_path / "one.png"), picture(tmp_path / "two.png", colour="navy")
    bring(page, "mixed", first, second, film(tmp_path / "move.mp4"), beat(tmp_path / "beat.wav"))
    page.click("[data-name=Image1] .ref-remove")
    assert bring(page, "mixed", first) == ["Image2", "Video1", "Audio1", "Image3"]
    page.focus("[data-key=grip-Image3]")
    page.keyboard.press("ArrowUp")
    assert names(page, "mixed") == ["Image2", "Video1", "Image3", "Audio1"]
    page.select_option("[data-key=role-Image3]", "style")
    page.select_option("[data-key=role-Audio1]", "music")
    page.select_option("[data-key=role-Image2]", "keyframe")
    page.focus("#mixed-prompt textarea")
    page.keyboard.type("@图片3 作为场景，一只狗奔跑，@im")
    page.wait_for_selector("#mixed-mention-list li")
    page.keyboard.press("Enter")
    page.keyboard.type("@Image7")
    page.wait_for_selector("#mixed-mentions .is-unknown")
    page.wait_for_selector("#mixed-prompt-problem p")
    say(page, "mixed", "@图片3 作为场景，一只狗奔跑，参考@视频1的运镜，@图片2")
    cards_say(page, "mixed", "提示词")
    page.wait_for_selector("[data-key=role-Image3].is-overruled")
    page.wait_for_selector("[data-name=Image2] .ref-status.is-ignored")
    clip_id, recipe = run(page, "mixed")
    roles = {one["name"]: one["role"] for one in recipe["plan"]["references"]}
    assert (roles["Image3"], roles["Video1"]) == ("setting", "camera")
    assert "Image2" not in roles

    other = visit("en")
    open_clip(other, clip_id)
    other.click(".card-detail [data-act=load_recipe]")
    other.wait_for_selector("[data-name=Audio1]")
    assert names(other, "mixed") == ["Image2", "Video1", "Image3", "Audio1"]
    assert other.input_value("[data-key=role-Audio1]") == "music"


def test_what_cannot_be_used_is_said_and_the_rest_stays(visit, tmp_path):
    page = visit("en")
    open_tab(page, "mixed")
    bring(page, "mixed", picture(tmp_path / "good.png"))
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture at all")
    page.set_input_files("#mixed-references input[type=file]", str(broken))
    page.wait_for_selector("#mixed-references .ref-messages p")
    assert "broken.png" in page.inner_text("#mixed-references .ref-messages")
    assert names(page, "mixed") == ["Image1"]
    choose_language(page, "zh")
    page.wait_for_function(
        "document.querySelector('[data-key=role-Image1]')?.innerText.includes('自动判断')"
    )
    page.reload()
    page.click("#tab-mixed-button")
    page.wait_for_selector("[data-name=Image1]")


def test_a_camera_move_writes_itself_into_the_prompt(visit):
    page = visit("zh")
    page.fill("#text-prompt textarea", "一只狗在海边奔跑")
    orbit, push = "#text-camera .move-orbit", "#text-camera .move-push_in"
    page.click(orbit)
    assert page.input_value("#text-prompt textarea") == "一只狗在海边奔跑，环绕镜头"
    page.wait_for_selector(f"{orbit}[aria-pressed=true]")
    page.click(push)
    assert page.input_value("#text-prompt textarea") == "一只狗在海边奔跑，镜头推进"
    page.click(push)
    assert page.input_value("#text-prompt textarea") == "一只狗在海边奔跑"


def test_nothing_overflows_on_a_phone_with_a_full_board(visit, tmp_path):
    page = visit("en", width=390)
    page.locator("button", has_text="Mixed references").last.evaluate("tab => tab.click()")
    page.wait_for_selector("#mixed-references .ref-drop")
    bring(page, "mixed", picture(tmp_path / "a.png"), film(tmp_path / "a.mp4"))
    page.select_option("[data-key=role-Video1]", "structure")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_every_spelling_of_a_name_is_known_as_it_is_typed(visit, tmp_path):
    page = visit("zh")
    open_tab(page, "mixed")
    bring(page, "mixed", picture(tmp_path / "one.png"))
    page.focus("#mixed-prompt textarea")
    page.keyboard.type("photo 1 与 ＠图片１ 同在 video 5，@照片9 除外，@照")
    page.wait_for_selector("#mixed-mention-list li")
    assert page.inner_text("#mixed-mention-list b") == "@Image1"
    shown = page.locator("#mixed-mentions .mention-strip li b").all_inner_texts()
    assert shown == ["@Image1", "@Image9"], "no video is given, so 'video 5' is plain words"
    assert page.locator("#mixed-mentions .is-unknown b").all_inner_texts() == ["@Image9"]
