"""Sending a clip to somebody: a link that shows it, and it alone, until its owner takes it back."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import gradio as gr

from seedance_studio.domain.clip import Clip
from seedance_studio.errors import Language
from seedance_studio.ui.events import QUIET, told_to_user
from seedance_studio.ui.markup import said
from seedance_studio.ui.strings import STRINGS
from seedance_studio.ui.watch import PATH

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

SHARE = "share_clip"
"""The event of a card's button."""


def share_button(clip: Clip) -> str:
    """A button that copies the link in the browser, and lets the studio answer it."""
    return (
        f'<button type="button" class="act act-quiet" data-copy data-act="{SHARE}" '
        f'data-clip="{escape(clip.id)}"><span class="before">{said("copy_link")}</span>'
        f'<span class="after">{said("copied")}</span></button>'
        f"<textarea hidden readonly data-link>{escape(f'{PATH[1:]}/{clip.id}')}</textarea>"
    )


def wire_shares(sources: list[gr.HTML], studio: Studio, language: gr.Radio) -> None:
    """Connect the buttons of the cards that show a clip; the library's own are its own matter."""

    def share(language: Language, event: gr.EventData) -> None:
        with told_to_user(language):
            studio.shelves.write(event.clip, is_shared=True)
        gr.Info(STRINGS["shared"].in_language(language), title="", duration=6)

    for source in sources:
        getattr(source, SHARE)(share, language, None, **QUIET)
