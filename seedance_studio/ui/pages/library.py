"""The library: every finished clip found again, with recipe, relatives and notes; and the bin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.domain.shelf import KEPT_DAYS, STAGES, Query
from seedance_studio.errors import Language
from seedance_studio.ui.clip_detail import Detail, clip_detail
from seedance_studio.ui.events import PRIVATE, QUIET, Updates, event_html, told_to_user
from seedance_studio.ui.language import Labels
from seedance_studio.ui.markup import button
from seedance_studio.ui.sends import SENDS, sends
from seedance_studio.ui.sharing import SHARE
from seedance_studio.ui.strings import STRINGS, say
from seedance_studio.ui.tiles import bin_grid, library_grid

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

CLIPS_PER_PAGE = 24
Asked = tuple[Query, int]
"""What to find, and which page of it, from 0."""
_KINDS = [("stage_all", ""), *((f"stage_{stage}", stage) for stage in STAGES)]
_SAVE = (
    "() => setTimeout(() => document.querySelector('#library-file a, #library-file').click(), 300)"
)


class Library:
    """The page's widgets and what they do.

    Args:
        studio: whose clips are shown.
        labels: collects the strings of stock components.
        language: the language switch.
    """

    def __init__(self, studio: Studio, labels: Labels, language: gr.Radio) -> None:
        self.studio = studio
        self.language = language
        self.asked = gr.State((Query(), 0))
        """What the grid shows: a query and a page."""
        with gr.Row(elem_id="library-bar"):
            self.words = gr.Textbox(max_lines=1, elem_id="library-words", type="text")
            self.stage = gr.Radio(value="", elem_id="library-stage", elem_classes="pills")
            self.folder = gr.Dropdown([("", "")], value="", elem_id="library-folder")
            self.starred = gr.Checkbox(elem_id="library-starred", elem_classes="switch")
        labels.add(self.words, label="library_search", placeholder="library_search_hint")
        labels.add(self.stage, label="library_stage", choices=list(_KINDS))
        labels.add(self.folder, label="library_folder")
        labels.add(self.starred, label="library_starred")
        with gr.Row(elem_id="library-tools"):
            self.tools = event_html(
                *("export_project", "show_bin"),
                value=button("library_export", "export_project")
                + button("library_bin", "show_bin"),
                elem_classes="actions",
            )
            self.upload = gr.UploadButton(size="sm", elem_id="library-import", file_types=[".zip"])
            self.file = gr.DownloadButton(elem_id="library-file", elem_classes="sr", size="sm")
        labels.add(self.upload, label="library_import")
        labels.add(self.file, label="library_export")
        self.detail = event_html(
            *("load_recipe", "delete_clip", "close_clip", "promote", "show_clip", "star", "unstar"),
            *("write_folder", "write_note", "unshare_clip", SHARE, *SENDS.values()),
            elem_id="library-detail",
        )
        self.grid = event_html(
            *("show_clip", "show_page", "show_library", "restore_clip", "empty_bin"),
            elem_id="library-grid",
        )

    def wire(self, tab: gr.Tab) -> None:
        """Connect the widgets; the grid is made anew whenever the tab is opened."""
        query = [self.words, self.stage, self.folder, self.starred]
        view = [self.grid, self.asked, self.folder]
        tab.select(self.show, self.asked, view, **QUIET)
        for field in query:
            field.change(self.search, query, view, trigger_mode="always_last", **QUIET)
        self.grid.show_page(self.turn_page, self.asked, view, **QUIET)
        self.grid.show_library(self.show, self.asked, view, **QUIET)
        self.grid.restore_clip(self.restore_clip, self.language, self.grid, **QUIET)
        self.grid.empty_bin(self.empty_bin, self.language, self.grid, **QUIET)
        self.tools.show_bin(self.show_bin, None, [self.grid, self.detail], **QUIET)
        for source in (self.grid, self.detail):
            source.show_clip(self.show_clip, self.language, self.detail, **QUIET)
        self.detail.close_clip(lambda: "", None, self.detail, **QUIET)
        asked = [self.asked, self.language]
        for name in ("star", "unstar", "write_folder", "write_note", SHARE, "unshare_clip"):
            getattr(self.detail, name)(self._writer(name), asked, [self.detail, *view], **QUIET)
        self.detail.delete_clip(self.delete_clip, asked, [self.detail, *view], **QUIET)
        self.upload.upload(self.take_in, [self.upload, *asked], view, **QUIET)
        exported = self.tools.export_project(self.export, asked, self.file, **QUIET)
        exported.success(None, None, None, js=_SAVE, **PRIVATE)

    def search(self, words: str, stage: str, folder: str, is_starred: bool) -> Updates:
        """The first page of what the bar asks for."""
        kinds = {one: one for one in STAGES}
        query = Query(
            words=words or "",
            stage=kinds.get(stage),  # type: ignore[call-overload]
            folder=folder or "",
            is_starred=bool(is_starred),
        )
        return self.show((query, 0))

    def show(self, asked: Asked) -> Updates:
        """One page of posters, newest first."""
        query, page = asked
        found = self.studio.shelves.find(query, CLIPS_PER_PAGE, page * CLIPS_PER_PAGE)
        if page and not found.clips:
            return self.show((query, 0))
        posters = {one.clip.id: self.studio.poster_path(one.clip.id) for one in found.clips}
        is_narrowed = query != Query()
        return {
            self.grid: library_grid(found, posters, page, CLIPS_PER_PAGE, is_narrowed=is_narrowed),
            self.asked: (query, page),
            self.folder: gr.update(choices=[("–", ""), *((name, name) for name in found.folders)]),
        }

    def turn_page(self, asked: Asked, event: gr.EventData) -> Updates:
        """Go to the page that the button names."""
        return self.show((asked[0], max(0, int(event.clip))))

    def show_clip(self, language: Language, event: gr.EventData) -> str:
        """Open one clip above the grid."""
        with told_to_user(language):
            return self._detail(event.clip)

    def _detail(self, clip_id: str) -> str:
        studio, shelves = self.studio, self.studio.shelves
        clip, relatives = studio.clip(clip_id), shelves.relatives(clip_id)
        others = [one for _, one in relatives.versions]
        shown = [clip, *others, *relatives.sources, *relatives.uses]
        return clip_detail(
            Detail(
                clip=clip,
                path=studio.clip_path(clip_id),
                posters={one.id: studio.poster_path(one.id) for one in shown},
                shelf=shelves.shelf(clip_id),
                folders=shelves.find(Query(), 0).folders,
                relatives=relatives,
                sends=sends(studio),
            )
        )

    def _writer(self, name: str) -> Any:
        """What keeps one part of what is written on a clip."""

        def write(asked: Asked, language: Language, event: gr.EventData) -> Updates:
            shelves = self.studio.shelves
            with told_to_user(language):
                if name in ("star", "unstar"):
                    shelves.write(event.clip, is_starred=name == "star")
                elif name in (SHARE, "unshare_clip"):
                    shelves.write(event.clip, is_shared=name == SHARE)
                else:
                    shelves.write(event.clip, **{name.removeprefix("write_"): event.value})
                return {self.detail: self._detail(event.clip), **self.show(asked)}

        return write

    def delete_clip(self, asked: Asked, language: Language, event: gr.EventData) -> Updates:
        """Put the clip that is open into the bin."""
        with told_to_user(language):
            self.studio.shelves.bin(event.clip)
        gr.Info(STRINGS["deleted"].in_language(language), title="", duration=3)
        return {self.detail: "", **self.show(asked)}

    def show_bin(self) -> tuple[str, str]:
        """The deleted clips, in place of the library."""
        return self._bin(), ""

    def restore_clip(self, language: Language, event: gr.EventData) -> str:
        """Put a clip back."""
        with told_to_user(language):
            self.studio.shelves.restore(event.clip)
        gr.Info(STRINGS["restored"].in_language(language), title="", duration=3)
        return self._bin()

    def empty_bin(self, language: Language) -> str:
        """Delete for good what is in the bin. The page has asked before."""
        with told_to_user(language):
            self.studio.shelves.empty_bin()
        return self._bin()

    def _bin(self) -> str:
        shelves = self.studio.shelves
        return bin_grid(
            [(clip, shelves.binned_poster(clip.id)) for clip in shelves.binned()], KEPT_DAYS
        )

    def export(self, asked: Asked, language: Language) -> str:
        """Write what is shown into a project file."""
        with told_to_user(language):
            target, total = self.studio.shelves.offer(asked[0])
        words = say("library_exported", total=total).in_language(language)
        gr.Info(words, title="", duration=4)
        return str(target)

    def take_in(self, file: str, asked: Asked, language: Language) -> Updates:
        """Take in the clips of a project file."""
        with told_to_user(language):
            taken = self.studio.shelves.import_project(Path(file))
        words = say("library_imported", new=len(taken.new), known=len(taken.known))
        gr.Info(words.in_language(language), title="", duration=5)
        return self.show(asked)
