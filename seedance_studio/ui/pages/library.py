"""The library: every finished clip, its recipe and its report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.domain.clip import Clip
from seedance_studio.errors import Language
from seedance_studio.ui.events import QUIET, event_html, told_to_user
from seedance_studio.ui.strings import STRINGS
from seedance_studio.ui.tiles import clip_detail, library_grid

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

CLIPS_PER_PAGE = 12


class Library:
    """The page's widgets and what they do.

    Args:
        studio: whose clips are shown.
        language: the language switch.
    """

    def __init__(self, studio: Studio, language: gr.Radio) -> None:
        self.studio = studio
        self.language = language
        self.page_number = gr.State(0)
        self.detail = event_html(
            "load_recipe", "delete_clip", "close_clip", elem_id="library-detail"
        )
        self.grid = event_html("show_clip", "show_page", elem_id="library-grid")

    def wire(self, tab: gr.Tab) -> None:
        """Connect the widgets; the grid is made anew whenever the tab is opened."""
        tab.select(self.show_page, self.page_number, self.grid, **QUIET)
        self.grid.show_page(self.turn_page, None, [self.grid, self.page_number], **QUIET)
        self.grid.show_clip(self.show_clip, self.language, self.detail, **QUIET)
        self.detail.close_clip(lambda: "", None, self.detail, **QUIET)
        self.detail.delete_clip(
            self.delete_clip, [self.page_number, self.language], [self.detail, self.grid], **QUIET
        )

    def show_page(self, page: int) -> str:
        """One page of posters, newest first."""
        clips = self.studio.clips(CLIPS_PER_PAGE + 1, page * CLIPS_PER_PAGE)
        shown = [self._with_poster(clip) for clip in clips[:CLIPS_PER_PAGE]]
        return library_grid(shown, page, has_older=len(clips) > CLIPS_PER_PAGE)

    def turn_page(self, event: gr.EventData) -> tuple[str, int]:
        """Go to the page that the button names."""
        page = max(0, int(event.clip))
        return self.show_page(page), page

    def show_clip(self, language: Language, event: gr.EventData) -> str:
        """Open one clip above the grid."""
        with told_to_user(language):
            clip = self.studio.clip(event.clip)
            path, poster = self.studio.clip_path(clip.id), self.studio.poster_path(clip.id)
            return clip_detail(clip, path, poster)

    def delete_clip(self, page: int, language: Language, event: gr.EventData) -> tuple[Any, ...]:
        """Delete the clip that is open. The page has asked before."""
        with told_to_user(language):
            self.studio.delete_clip(event.clip)
        gr.Info(STRINGS["deleted"].in_language(language), title="", duration=3)
        return "", self.show_page(page)

    def _with_poster(self, clip: Clip) -> tuple[Clip, Path]:
        return clip, self.studio.poster_path(clip.id)
