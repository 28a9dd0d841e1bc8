"""Taking a clip to a tab: its last frame to image mode, itself to video mode or as a reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.domain.request import MODES, Mode
from seedance_studio.errors import Language
from seedance_studio.ui import board
from seedance_studio.ui.events import QUIET, told_to_user
from seedance_studio.ui.strings import STRINGS

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

SENDS: dict[str, str] = {
    "image": "send_image",
    "video": "send_video",
    "mixed": "send_mixed",
    "finish": "send_finish",
    "compare": "send_compare",
}
"""The event that a card's button becomes, by the tab it goes to."""
_USES: dict[Mode, str | None] = {"image": "first_frame", "video": "edit", "mixed": None}


def sends(studio: Studio) -> tuple[str, ...]:
    """The tabs that take a clip; of the modes, those that some engine plays."""
    cards = studio.engines().values()
    return tuple(
        tab for tab in SENDS if tab not in MODES or any(tab in card.modes for card in cards)
    )


def wire_sends(
    sources: list[gr.HTML],
    boards: dict[Mode, gr.HTML],
    tabs: gr.Tabs,
    studio: Studio,
    language: gr.Radio,
) -> None:
    """Connect the buttons of every card that shows a clip.

    Args:
        sources: components whose buttons send.
        boards: the reference board of each tab.
        tabs: which is turned to the tab.
        studio: which has the clips.
        language: the language switch.
    """
    for source in sources:
        for mode, target in boards.items():
            getattr(source, SENDS[mode])(_sender(mode, studio), language, [tabs, target], **QUIET)


def _sender(mode: Mode, studio: Studio) -> Any:
    def send(language: Language, event: gr.EventData) -> tuple[gr.Tabs, gr.HTML]:
        with told_to_user(language):
            kept = board.keep_clip_for(mode, event.clip, studio)
            title = studio.clip(event.clip).title
        gr.Info(STRINGS["sent"].in_language(language), title="", duration=3)
        files = [(kept, title, _USES[mode])]
        return gr.Tabs(selected=mode), board.incoming(event.key, files, is_whole=False)

    return send
