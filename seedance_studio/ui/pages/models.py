"""Models: what can make clips here, what it takes and allows, and fetching its weights."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from seedance_studio.errors import Language
from seedance_studio.ui.engine_cards import engine_card
from seedance_studio.ui.events import QUIET, event_html, plain_html, told_to_user
from seedance_studio.ui.language import Labels
from seedance_studio.ui.markup import said
from seedance_studio.ui.strings import STRINGS

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

POLL_SECONDS = 1.0


class ModelsPage:
    """The page's widgets and what they do.

    Args:
        studio: whose engines are shown.
        labels: collects the strings of stock components.
        language: the language switch.
    """

    def __init__(self, studio: Studio, labels: Labels, language: gr.Radio) -> None:
        self.studio = studio
        self.language = language
        door = studio.provisioning
        device = door.device
        words = said("models_device", name=device.name, gb=f"{device.memory_gb:g}")
        with gr.Column(elem_classes="models-page"):
            plain_html(
                f'<header class="models-intro"><h2>{said("models_title")}</h2>'
                f'<p>{said("models_hint")}</p><p class="machine">{words}</p></header>'
            )
            self.disk = gr.Textbox(visible=door.is_host, elem_id="models-disk", max_lines=1)
            labels.add(self.disk, label="model_disk_choice", placeholder="model_disk_usual")
            self.list = event_html("model_get", "model_stop", "model_remove", elem_id="models-list")
        self.timer = gr.Timer(POLL_SECONDS, active=False)

    def wire(self, tab: gr.Tab) -> None:
        """Connect the widgets; the list is made anew while something is fetched."""
        view = [self.list, self.timer]
        tab.select(self.look, None, view, **QUIET)
        self.timer.tick(self.look, None, view, **QUIET)
        self.list.model_get(self.get, [self.language, self.disk], view, **QUIET)
        self.list.model_stop(self.stop, self.language, view, **QUIET)
        self.list.model_remove(self.remove, self.language, view, **QUIET)

    def look(self) -> tuple[str, gr.Timer]:
        """The engines as they are now, and whether to look again."""
        door = self.studio.provisioning
        standings = [*door.standings(), *door.composers()]
        is_busy = any(one.download is not None and one.download.is_running for one in standings)
        cards = "".join(engine_card(one, is_host=door.is_host) for one in standings)
        return f'<div class="engine-cards">{cards}</div>', gr.Timer(active=is_busy)

    def get(self, language: Language, disk: str, event: gr.EventData) -> tuple[str, gr.Timer]:
        """Begin to fetch. The button has said what the licence asks."""
        chosen = Path(disk.strip()).expanduser() if disk.strip() else None
        with told_to_user(language):
            self.studio.provisioning.fetch(event.clip, disk=chosen, accepts_terms=True)
        return self.look()

    def stop(self, language: Language, event: gr.EventData) -> tuple[str, gr.Timer]:
        """Stop fetching; what is here is kept."""
        with told_to_user(language):
            self.studio.provisioning.stop(event.clip)
        return self.look()

    def remove(self, language: Language, event: gr.EventData) -> tuple[str, gr.Timer]:
        """Delete an engine's files."""
        with told_to_user(language):
            self.studio.provisioning.remove(event.clip)
        gr.Info(STRINGS["model_removed"].in_language(language), title="", duration=3)
        return self.look()
