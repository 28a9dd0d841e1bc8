"""Take the pictures of docs/guide with the gallery's clips, in a real browser.

Run from the folder of the repository, after `python -m examples.make_gallery`:

    python -m examples.picture_the_guide

It needs what the browser tests need: Playwright and Chromium.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from seedance_studio.domain.clip import Clip, Delivered, Recipe
from seedance_studio.domain.storyboard import BoardShot, StoryboardRequest, Take, shot_request
from seedance_studio.library import Library, Storyboards
from seedance_studio.media.codec import from_json
from seedance_studio.settings import Settings
from seedance_studio.studio import Studio, open_studio
from seedance_studio.ui import serve
from seedance_studio.ui.examples import EXAMPLES

PICTURES = Path(__file__).parents[1] / "docs" / "guide" / "images"
SIZE = (1280, 820)
LOCALES = {"en": "en-GB", "zh": "zh-CN"}
_MANY = 100
_BEST = {"text": 5, "image": 0, "video": 0, "mixed": 0}
"""Which example of each mode is shown."""


def main() -> None:
    """Fill a library with the gallery, serve it, and look at it in both languages."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        settings = replace(Settings.from_environment(), data_dir=Path(folder), port=0)
        with open_studio(settings) as studio:
            _fill(studio)
            _fill_board(studio, Storyboards(settings.data_dir / "storyboards"))
            url = serve(studio, settings, block=False)
            with sync_playwright() as driver:
                browser = open_chromium(driver)
                for language in LOCALES:
                    _picture(browser, url, language)


def _fill(studio: Studio) -> None:
    library = Library(studio.library_dir)
    examples = [example for group in EXAMPLES.values() for example in group]
    for place, example in enumerate(examples):
        recipe = from_json(Recipe, example.recipe.read_bytes())
        shape, clip_id = recipe.plan.delivered, f"20260101-0000{place:02d}-{place:019x}"
        library.part(clip_id).write_bytes(example.clip.read_bytes())
        delivered = Delivered(
            width=shape.width,
            height=shape.height,
            fps=shape.fps,
            num_frames=shape.num_frames,
            duration_s=shape.duration_s,
            video_codec="h264",
            audio_codec=None,
        )
        clip = Clip(
            id=clip_id,
            title=recipe.request.prompt,
            recipe=recipe,
            delivered=delivered,
            timings_s={},
            peak_rss_mb=0,
            sha256="",
        )
        library.publish(clip)
        if place % 3 == 0:
            studio.shelves.write(clip_id, is_starred=True, folder="Spring", note="first pick")


def _fill_board(studio: Studio, store: Storyboards) -> None:
    """Make a storyboard of the first clips of the library, as if they had been its shots."""
    clips = [clip for clip in reversed(studio.clips(_MANY)) if clip.recipe.plan.mode == "text"]
    recipes = [clip.recipe for clip in clips[:3] if isinstance(clip.recipe, Recipe)]
    shots = tuple(
        BoardShot(
            prompt=recipe.request.prompt,
            seconds=recipe.request.seconds,
            seed=recipe.plan.seed,
            fade_s=0.5 if number == 2 else 0.0,
        )
        for number, recipe in enumerate(recipes)
    )
    board = studio.storyboards.keep(StoryboardRequest(shots=shots))
    takes = tuple(
        Take(
            shot_id=shot.id,
            key=shot.id,
            request=shot_request(board.request, shot),
            goes_on=False,
            clip_id=clip.id,
        )
        for shot, clip in zip(board.request.shots, clips, strict=False)
    )
    store.save(replace(board, takes=takes))


def open_chromium(driver: Playwright) -> Browser:
    """The browser that is installed."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    return driver.chromium.launch(executable_path=path, args=["--no-sandbox"])


def open_page(browser: Browser, url: str, language: str) -> Page:
    """The studio as a visitor finds it who has seen the tour."""
    context = browser.new_context(
        locale=LOCALES[language],
        viewport={"width": SIZE[0], "height": SIZE[1]},
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(240_000)
    context.add_init_script("localStorage.setItem('studio.tour', 'seen')")
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector("#text-stage .example")
    return page


def save(page: Page, name: str, most: int = SIZE[0]) -> None:
    """Take a picture of what the visitor sees now, `most` pixels wide."""
    page.wait_for_timeout(1500)  # pictures and the word strip arrive
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.thumbnail((most, most))
    picture.save(PICTURES / f"{name}.jpg", quality=82, optimize=True)
    sys.stdout.write(f"{name}\n")


def _picture(browser: Browser, url: str, language: str) -> None:
    page = open_page(browser, url, language)
    save(page, f"page-{language}")
    for mode, place in _BEST.items():
        page.click(f"#tab-{mode}-button")
        page.click(f"#{mode}-stage .example >> nth={place}")
        page.wait_for_selector(f"#{mode}-stage .card-example")
        page.wait_for_selector(f"#{mode}-plan .plan")
        save(page, f"{mode}-{language}")
    page.click("#tab-storyboard-button")
    page.click("[data-act=show_board]")
    page.wait_for_selector("#storyboard-strip video")
    save(page, f"storyboard-{language}")
    page.click("#tab-library-button")
    page.wait_for_selector("#library-grid .tile")
    save(page, f"library-{language}")
    page.click("#library-grid .tile >> nth=0")
    page.wait_for_selector(".card-detail")
    save(page, f"clip-{language}")
    page.context.close()


if __name__ == "__main__":
    main()
