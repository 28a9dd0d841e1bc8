"""The whole page: header, one tab for each mode, the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr

from seedance_studio.errors import Language
from seedance_studio.ui import modes
from seedance_studio.ui.events import QUIET, Updates, told_to_user
from seedance_studio.ui.header import Header
from seedance_studio.ui.language import Labels
from seedance_studio.ui.mode import Mode, find_modes
from seedance_studio.ui.pages.library import Library
from seedance_studio.ui.workspace import Workspace

if TYPE_CHECKING:
    from seedance_studio.studio import Studio


def build_page(studio: Studio) -> gr.Blocks:
    """The page over one studio; it is served with `serve`, which adds its look."""
    labels = Labels()
    with gr.Blocks(
        title="Seedance Studio",
        fill_width=True,
        analytics_enabled=False,
        # Uploads and other copies that Gradio keeps for itself; the library is not among them.
        delete_cache=(3600, 86400),
    ) as page:
        header = Header(studio, labels)
        with gr.Tabs(elem_id="tabs") as tabs:
            workspaces = {
                mode.id: _mode_tab(mode, studio, labels, header) for mode in find_modes(modes)
            }
            with gr.Tab(id="library", elem_id="tab-library") as library_tab:
                library = Library(studio, header.language)
            labels.add(library_tab, label="library")
        for workspace in workspaces.values():
            workspace.wire(page)
        library.wire(library_tab)
        _wire_recipes(library, workspaces, tabs)
        labels.wire(header.language)
        header.wire(page)
    return page


def _mode_tab(mode: Mode, studio: Studio, labels: Labels, header: Header) -> Workspace:
    with gr.Tab(id=mode.id, elem_id=f"tab-{mode.id}") as tab:
        workspace = Workspace(mode, studio, labels, header)
    labels.add(tab, label=mode.title)
    return workspace


def _wire_recipes(library: Library, workspaces: dict[str, Workspace], tabs: gr.Tabs) -> None:
    """Let the library fill the form of the mode that made the clip."""

    def load_recipe(language: Language, event: gr.EventData) -> Updates:
        with told_to_user(language):
            clip = library.studio.clip(event.clip)
        workspace = workspaces[clip.recipe.request.mode]
        selected = gr.Tabs(selected=workspace.mode.id)
        return {tabs: selected, **workspace.composer.load_recipe(clip, language)}

    outputs = [
        output for workspace in workspaces.values() for output in workspace.composer.recipe_outputs
    ]
    library.detail.load_recipe(load_recipe, library.language, [tabs, *outputs], **QUIET)
