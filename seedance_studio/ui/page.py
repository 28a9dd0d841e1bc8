"""The whole page: header, one tab for each mode, the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.domain.job import TERMINAL
from seedance_studio.errors import Language
from seedance_studio.ui import modes
from seedance_studio.ui.events import PRIVATE, QUIET, plain_html
from seedance_studio.ui.language import FIRST, Labels
from seedance_studio.ui.markup import said
from seedance_studio.ui.mode import Mode, find_modes
from seedance_studio.ui.pages.library import Library
from seedance_studio.ui.workspace import Workspace, told_to_user

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

FOLDER = Path(__file__).parent
MARK = FOLDER / "mark.svg"


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
        language, badge = _header(studio, labels)
        with gr.Tabs(elem_id="tabs") as tabs:
            workspaces = {
                mode.id: _mode_tab(mode, studio, labels, language) for mode in find_modes(modes)
            }
            with gr.Tab(id="library", elem_id="tab-library") as library_tab:
                library = Library(studio, language)
            labels.add(library_tab, label="library")
        for workspace in workspaces.values():
            workspace.wire(page)
            gr.on(
                [workspace.focus.change, workspace.stop.click],
                lambda: engine_badge(studio),
                None,
                badge,
                **QUIET,
            )
        library.wire(library_tab)
        _wire_recipes(library, workspaces, tabs)
        labels.wire(language)
        page.load(None, None, language, js="() => studioPage.language()", **PRIVATE)
    return page


def _header(studio: Studio, labels: Labels) -> tuple[gr.Radio, gr.HTML]:
    with gr.Row(elem_id="header"):
        plain_html(
            f'<div class="brand">{MARK.read_text("utf-8")}<h1>Seedance Studio</h1>'
            f'<p class="sr">{said("tagline")}</p></div>',
            elem_id="brand",
        )
        badge = plain_html(lambda: engine_badge(studio), elem_id="badge")
        language = gr.Radio(
            [("中文", "zh"), ("English", "en")],
            value=FIRST,
            container=False,
            show_label=False,
            label="Language / 语言",
            elem_id="language",
            elem_classes="pills",
        )
        theme = gr.Button(elem_id="theme-switch", size="sm")
        labels.add(theme, value="switch_theme")
        theme.click(None, None, None, js="() => studioPage.switchTheme()", **PRIVATE)
    return language, badge


def engine_badge(studio: Studio) -> str:
    """Which model, on what, doing what."""
    active = [job for job in studio.jobs() if not isinstance(job.state, TERMINAL)]
    card = next(iter(studio.engines().values()))
    state = said("idle")
    if active:
        waiting = len(active) - 1
        state = said("busy_queue", waiting=waiting) if waiting else said("busy")
    look = "is-busy" if active else "is-idle"
    return f'<p class="badge {look}" role="status"><b>{card.title.en}</b><span>{state}</span></p>'


def _mode_tab(mode: Mode, studio: Studio, labels: Labels, language: gr.Radio) -> Workspace:
    with gr.Tab(id=mode.id, elem_id=f"tab-{mode.id}") as tab:
        workspace = Workspace(mode, studio, labels, language)
    labels.add(tab, label=mode.title)
    return workspace


def _wire_recipes(library: Library, workspaces: dict[str, Workspace], tabs: gr.Tabs) -> None:
    """Let the library fill the form of the mode that made the clip."""

    def load_recipe(language: Language, event: gr.EventData) -> dict[Any, Any]:
        with told_to_user(language):
            clip = library.studio.clip(event.clip)
        workspace = workspaces[clip.recipe.request.mode]
        selected = gr.Tabs(selected=workspace.mode.id)
        return {tabs: selected, **workspace.load_recipe(clip, language)}

    outputs = [output for workspace in workspaces.values() for output in workspace.form_outputs]
    library.detail.load_recipe(load_recipe, library.language, [tabs, *outputs], **QUIET)
