"""Check a file: what any video says of its own making, and the clips that wait for their marks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from seedance_studio.errors import Language, RequestError
from seedance_studio.ui.events import QUIET, event_html, plain_html, told_to_user
from seedance_studio.ui.language import Labels
from seedance_studio.ui.markup import said
from seedance_studio.ui.strings import STRINGS
from seedance_studio.ui.verdicts import (
    checking_card,
    intro_card,
    refusal_card,
    verdict_card,
    withheld_list,
)

if TYPE_CHECKING:
    from seedance_studio.studio import Studio


class CheckPage:
    """The page's widgets and what they do.

    Args:
        studio: which reads the marks.
        labels: collects the strings of stock components.
        language: the language switch.
    """

    def __init__(self, studio: Studio, labels: Labels, language: gr.Radio) -> None:
        self.studio = studio
        self.language = language
        with gr.Column(elem_classes="check-page"):
            self.withheld = event_html("sign_again", elem_id="withheld")
            plain_html(intro_card())
            with gr.Column(elem_classes="check-drop"):
                self.file = gr.File(type="filepath", elem_id="check-file", height=150)
                # Gradio's own words follow the browser and not the switch; these lie over them.
                plain_html(f'<p class="drop-words">{said("check_drop")}</p>')
            self.verdict = plain_html(elem_id="verdict")
        labels.add(self.file, label="check_file")

    def wire(self, tab: gr.Tab) -> None:
        """Connect the widgets; withheld clips are looked for whenever the tab is opened."""
        tab.select(self.list_withheld, None, self.withheld, **QUIET)
        self.withheld.sign_again(self.sign_again, self.language, self.withheld, **QUIET)
        self.file.upload(checking_card, None, self.verdict, **QUIET).then(
            self.check, self.file, [self.verdict, self.file], **QUIET
        )

    def check(self, upload: str) -> tuple[str, None]:
        """Read an uploaded file's marks, then delete it."""
        path = Path(upload)
        try:
            return verdict_card(path.name, self.studio.verify(path)), None
        except RequestError as error:
            return refusal_card(path.name, error), None
        finally:
            path.unlink(missing_ok=True)

    def list_withheld(self) -> str:
        """The clips that are finished but lack a mark."""
        return withheld_list(self.studio.withheld())

    def sign_again(self, language: Language, event: gr.EventData) -> str:
        """Mark a withheld clip again and publish it."""
        with told_to_user(language):
            self.studio.sign_withheld(event.clip)
        gr.Info(STRINGS["signed"].in_language(language), title="", duration=4)
        return self.list_withheld()
