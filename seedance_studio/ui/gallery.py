"""Finished clips to begin with: what an empty tab shows, and one of them on the stage."""

from __future__ import annotations

from html import escape

from seedance_studio.domain.request import Mode
from seedance_studio.ui.examples import EXAMPLES, EXAMPLES_DIR, Example
from seedance_studio.ui.markup import both, file_url, said
from seedance_studio.ui.tour import tour_offer


def empty_card(mode: Mode) -> str:
    """The stage of one tab before the first run."""
    tiles = "".join(_tile(place, example) for place, example in enumerate(EXAMPLES[mode]))
    return (
        f'<section class="card card-empty card-gallery">{tour_offer()}'
        f"<h2>{said(f'empty_title_{mode}')}</h2>"
        f"<p>{said('empty_hint')}</p>"
        f'<ul class="examples">{tiles}</ul></section>'
    )


def _tile(place: int, example: Example) -> str:
    return (
        f'<li><button type="button" class="example" data-act="example" data-clip="{place}">'
        f"{_moving(example)}{_given(example)}"
        f'<span class="example-words">{both(example.prompt)}</span></button></li>'
    )


def _moving(example: Example) -> str:
    """Its clip, which plays while it is pointed at; before that only the picture is fetched."""
    if not example.clip.is_file():
        return '<span class="frame-art" aria-hidden="true"></span>'
    return (
        f'<video class="example-clip" muted loop playsinline preload="none" tabindex="-1" '
        f'aria-hidden="true" poster="{escape(file_url(example.poster))}" '
        f'src="{escape(file_url(example.clip))}"></video>'
    )


def _given(example: Example) -> str:
    """The pictures that the clip was made from."""
    pictures = [name for name, _ in example.files if name.endswith(".jpg")]
    shown = "".join(
        f'<img alt="" src="{escape(file_url(EXAMPLES_DIR / name))}">' for name in pictures
    )
    return f'<span class="example-given">{shown}</span>' if shown else ""


def example_card(mode: Mode, place: int) -> str:
    """One finished example on the stage; its prompt and files are in the form."""
    example = EXAMPLES[mode][place]
    if not example.clip.is_file():
        return empty_card(mode)
    return (
        f'<section class="card card-example"><video class="player" controls playsinline loop '
        f'autoplay muted preload="auto" style="aspect-ratio:16/9;--ratio:1.8" '
        f'aria-label="{escape(example.prompt.en)}" poster="{escape(file_url(example.poster))}" '
        f'src="{escape(file_url(example.clip))}"></video><div class="result-text">'
        f"<h2>{both(example.prompt)}</h2><p>{said('example_hint')}</p>"
        f'<div class="actions"><a class="act" download="{example.name}.json" '
        f'href="{escape(file_url(example.recipe))}">{said("example_recipe")}</a>'
        f'<button type="button" class="act" data-act="show_examples">{said("example_back")}'
        f"</button></div></div></section>"
    )
