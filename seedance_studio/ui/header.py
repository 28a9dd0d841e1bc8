"""The top of the page: the name, the model and what it does, language, light or dark."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from seedance_studio.domain.engine import EngineCard
from seedance_studio.ui.events import PRIVATE, plain_html
from seedance_studio.ui.language import FIRST, Labels
from seedance_studio.ui.markup import both, said
from seedance_studio.ui.tour import tour_steps

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

MARK = Path(__file__).parent / "mark.svg"


class Header:
    """The widgets that all tabs share.

    Args:
        studio: whose engines the badge names.
        labels: collects the strings of stock components.
    """

    def __init__(self, studio: Studio, labels: Labels) -> None:
        with gr.Row(elem_id="header"):
            plain_html(
                f'<div class="brand">{MARK.read_text("utf-8")}<h1>Seedance Studio</h1>'
                f'<p class="sr">{said("tagline")}</p></div>',
                elem_id="brand",
            )
            self.badge = plain_html(engine_badge(studio.engines(), 0), elem_id="badge")
            self.language = gr.Radio(
                [("中文", "zh"), ("English", "en")],
                value=FIRST,
                container=False,
                show_label=False,
                label="Language / 语言",
                elem_id="language",
                elem_classes="pills",
            )
            self.tour = gr.Button(elem_id="tour-button", size="sm")
            labels.add(self.tour, value="tour_open")
            self.theme = gr.Button(elem_id="theme-switch", size="sm")
            labels.add(self.theme, value="switch_theme")
            plain_html(tour_steps(), elem_id="tour")

    def wire(self, page: gr.Blocks) -> None:
        """Set the language that the browser wants, and switch between light and dark."""
        page.load(None, None, self.language, js="() => studioPage.language()", **PRIVATE)
        self.tour.click(None, None, None, js="() => studioTour.start()", **PRIVATE)
        self.theme.click(None, None, None, js="() => studioPage.switchTheme()", **PRIVATE)


def engine_badge(engines: Mapping[str, EngineCard], num_active: int) -> str:
    """Which model, and what it does.

    Args:
        engines: all cards by id, the default first.
        num_active: jobs that have not ended.
    """
    card = next(iter(engines.values()))
    state = said("idle")
    if num_active:
        waiting = num_active - 1
        state = said("busy_queue", waiting=waiting) if waiting else said("busy")
    look = "is-busy" if num_active else "is-idle"
    return (
        f'<p class="badge {look}"><b>{both(card.title)}</b><span role="status">{state}</span></p>'
    )
