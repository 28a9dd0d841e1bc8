"""What a visitor does, in a visitor's words."""

from seedance_studio.ui.strings import STRINGS

PLAYS = """() => {
  const video = [...document.querySelectorAll("video")].find((node) => node.offsetParent);
  return video && video.readyState === 4 && video.videoWidth > 0;
}"""
FORM = """() => Object.fromEntries(
  ["prompt", "seconds", "num_inference_steps", "guidance_scale", "seed", "negative_prompt"]
    .map((name) => [name, document.querySelector(
      `#text-${name} textarea, #text-${name} input[type=number], #text-${name} input`).value])
    .concat(["aspect", "size", "fps"].map((name) => [name, document.querySelector(
      `#text-${name} input:checked`).value])))"""


def write(page, prompt):
    """Type a prompt and wait until the page has read it."""
    page.fill("#text-prompt textarea", prompt)
    page.wait_for_selector(".plan")


def generate(page, prompt):
    """Type a prompt, press the button, wait for the clip; gives the clip's id."""
    write(page, prompt)
    page.click("#text-generate")
    page.wait_for_selector(".card-run")
    page.wait_for_selector(".card-result")
    page.wait_for_function(PLAYS)
    return page.get_attribute(".card-result", "data-clip-id")


def open_advanced(page):
    page.click("#text-advanced > button")
    page.wait_for_selector("#text-seed input, #text-seed textarea")


def open_library(page):
    page.click("#tab-library-button")
    page.wait_for_selector("#library-grid .tile, #library-grid .card-empty")


def open_clip(page, clip_id):
    open_library(page)
    page.click(f"#library-grid [data-clip='{clip_id}']")
    page.wait_for_selector(f".card-detail[data-clip-id='{clip_id}']")


def choose_language(page, language):
    page.click(f"#language label:has(input[value={language}])")
    wait_for_language(page, language)


def wait_for_language(page, language):
    page.wait_for_function(
        "word => document.querySelector('#tab-library-button')?.innerText === word",
        arg=STRINGS["library"].in_language(language),
    )
