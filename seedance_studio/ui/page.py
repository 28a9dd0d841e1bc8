"""The whole page: header, one tab for each mode, the library, Finish, Montage, and Check a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import gradio as gr

from seedance_studio.domain.clip import Recipe
from seedance_studio.domain.job import Job, Paused
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.request import MODES
from seedance_studio.domain.request import Mode as ModeId
from seedance_studio.errors import EngineUnavailable, JobNotFound, Language
from seedance_studio.ui import modes
from seedance_studio.ui.cards import mode_missing_card
from seedance_studio.ui.endpoints import add_endpoints
from seedance_studio.ui.events import QUIET, Updates, plain_html, told_to_user
from seedance_studio.ui.header import Header
from seedance_studio.ui.language import Labels
from seedance_studio.ui.mode import Mode, find_modes
from seedance_studio.ui.pages.check import CheckPage
from seedance_studio.ui.pages.compare import ComparePage
from seedance_studio.ui.pages.finish import FinishPage
from seedance_studio.ui.pages.jobs import MyJobs
from seedance_studio.ui.pages.library import Library
from seedance_studio.ui.pages.models import ModelsPage
from seedance_studio.ui.pages.montage import MontagePage
from seedance_studio.ui.pages.storyboard import Memory as BoardMemory
from seedance_studio.ui.pages.storyboard import StoryboardPage
from seedance_studio.ui.pages.styles import StylesPage
from seedance_studio.ui.sends import SENDS, wire_sends
from seedance_studio.ui.sharing import wire_shares
from seedance_studio.ui.sketch import wire_uses
from seedance_studio.ui.strings import STRINGS
from seedance_studio.ui.workspace import Memory, Workspace

if TYPE_CHECKING:
    from seedance_studio.api.calls import Programs
    from seedance_studio.studio import Studio

PageT = TypeVar("PageT")


def build_page(studio: Studio, programs: Programs | None = None) -> gr.Blocks:
    """The page over one studio; it is served with `serve`, which adds its look.

    Args:
        studio: an open studio.
        programs: calls that gradio_client is to find on the page.
    """
    labels = Labels()
    with gr.Blocks(
        title="Seedance Studio",
        fill_width=True,
        analytics_enabled=False,
        # Uploads and other copies that Gradio keeps for itself; the library is not among them.
        delete_cache=(3600, 86400),
    ) as page:
        header = Header(studio, labels)
        linked = gr.Textbox("", visible=False)
        found = [(mode, Memory(mode)) for mode in find_modes(modes)]
        memory = BoardMemory()
        # A rail, or a row that scrolls on a phone (nav.css): no tab hides in a menu.
        with gr.Tabs(elem_id="tabs", overflow_behavior="wrap") as tabs:
            tabbed = [_mode_tab(mode, studio, labels, header, memory) for mode, memory in found]
            workspaces = {workspace.mode.id: workspace for workspace in tabbed if workspace}
            wide, plain = (studio, labels, header.language), (studio, header.language)
            board_tab, board = _page_tab(
                "storyboard", labels, lambda: StoryboardPage(*wide, memory)
            )
            styles_tab, styles = _page_tab("styles", labels, lambda: StylesPage(*wide))
            compare_tab, compare = _page_tab("compare", labels, lambda: ComparePage(*wide))
            finish, montage = _film_tabs(*wide)
            library_tab, library = _page_tab("library", labels, lambda: Library(*wide))
            jobs_tab, my_jobs = _page_tab("jobs", labels, lambda: MyJobs(*plain), "my_jobs")
            models_tab, models = _page_tab("models", labels, lambda: ModelsPage(*wide))
            check_tab, check = _page_tab("check", labels, lambda: CheckPage(*wide))
        for workspace in workspaces.values():
            workspace.wire(page)
        my_jobs.wire(jobs_tab)
        library.wire(library_tab)
        styles.wire(page, styles_tab, list(workspaces.values()), tabs)
        finish.wire(page)
        montage.wire(page)
        board.wire(page, board_tab)
        compare.wire(page, compare_tab)
        models.wire(models_tab)
        check.wire(check_tab)
        stages = [finish.stage, montage.stage, compare.film, board.film]
        stages += [workspace.stage for workspace in workspaces.values()]
        _wire_cards(studio, library.detail, stages, workspaces, tabs, header.language)
        _wire_edits(studio, my_jobs, workspaces, tabs)
        _wire_link(page, studio, linked, tabs)
        for sender in (finish, compare):
            sender.wire_sends([library.detail, *stages], tabs)
        labels.wire(header.language)
        header.wire(page)
        if programs is not None:
            add_endpoints(programs)
    return page


def _film_tabs(
    studio: Studio, labels: Labels, language: gr.Radio
) -> tuple[FinishPage, MontagePage]:
    """The tabs for films that are there already."""
    with gr.Tab(id="finish", elem_id="tab-finish") as finish_tab:
        finish = FinishPage(studio, labels, language, finish_tab)
    labels.add(finish_tab, label="finish")
    with gr.Tab(id="montage", elem_id="tab-montage") as montage_tab:
        montage = MontagePage(studio, labels, language, montage_tab)
    labels.add(montage_tab, label="montage")
    return finish, montage


def _mode_tab(
    mode: Mode, studio: Studio, labels: Labels, header: Header, memory: Memory
) -> Workspace | None:
    """One tab; without a workspace where no engine of the studio plays the mode."""
    workspace = None
    with gr.Tab(id=mode.id, elem_id=f"tab-{mode.id}") as tab:
        if any(mode.id in card.modes for card in studio.engines().values()):
            workspace = Workspace(mode, studio, labels, header, memory)
        else:
            plain_html(mode_missing_card(mode.title, studio.engines()))
    labels.add(tab, label=mode.title)
    return workspace


def _page_tab(
    tab_id: str, labels: Labels, draw: Callable[[], PageT], title: str | None = None
) -> tuple[gr.Tab, PageT]:
    """One tab that is no mode, and what is drawn in it; `title` is a string key."""
    with gr.Tab(id=tab_id, elem_id=f"tab-{tab_id}") as tab:
        page = draw()
    labels.add(tab, label=title or tab_id)
    return tab, page


def _wire_cards(
    studio: Studio,
    detail: gr.HTML,
    stages: list[gr.HTML],
    workspaces: dict[ModeId, Workspace],
    tabs: gr.Tabs,
    language: gr.Radio,
) -> None:
    """Connect what every card that shows a clip offers: the library's, and those on stages."""
    shown = [detail, *stages]
    _wire_recipes(studio, shown, workspaces, tabs, language)
    _wire_boards(studio, shown, workspaces, tabs, language)
    _wire_promotion(studio, detail, workspaces, tabs, language)
    wire_shares(stages, studio, language)


def _wire_recipes(
    studio: Studio,
    sources: list[gr.HTML],
    workspaces: dict[ModeId, Workspace],
    tabs: gr.Tabs,
    language: gr.Radio,
) -> None:
    """Let every card that shows a clip fill the form of the mode that made it."""

    def load_recipe(language: Language, event: gr.EventData) -> Updates:
        with told_to_user(language):
            recipe = studio.clip(event.clip).generation
            workspace = _workspace_for(recipe, workspaces)
        assert recipe is not None
        gr.Info(STRINGS["recipe_loaded"].in_language(language), title="", duration=3)
        selected = gr.Tabs(selected=workspace.mode.id)
        return {tabs: selected, **workspace.composer.load_recipe(recipe)}

    outputs = [
        output for workspace in workspaces.values() for output in workspace.composer.recipe_outputs
    ]
    for source in sources:
        source.load_recipe(load_recipe, language, [tabs, *outputs], **QUIET)


def _wire_boards(
    studio: Studio,
    sources: list[gr.HTML],
    workspaces: dict[ModeId, Workspace],
    tabs: gr.Tabs,
    language: gr.Radio,
) -> None:
    """Let every card that shows a clip send it to the reference boards, and every sketch too."""
    boards = {
        mode: workspaces[mode].composer.form.boards[0]
        for mode in MODES
        if mode in SENDS and mode in workspaces
    }
    wire_sends(sources, boards, tabs, studio, language)
    wire_uses(workspaces, tabs)


def _wire_promotion(
    studio: Studio,
    source: gr.HTML,
    workspaces: dict[ModeId, Workspace],
    tabs: gr.Tabs,
    language: gr.Radio,
) -> None:
    """Let a draft of the library be made at full quality, in the tab that made it."""

    def promote(language: Language, event: gr.EventData) -> Updates:
        with told_to_user(language):
            workspace = _workspace_for(studio.clip(event.clip).generation, workspaces)
        selected = gr.Tabs(selected=workspace.mode.id)
        return {tabs: selected, **workspace.promote(language, event)}

    outputs = [output for workspace in workspaces.values() for output in workspace.focused_view]
    source.promote(promote, language, [tabs, *dict.fromkeys(outputs)], **QUIET)


def _wire_edits(
    studio: Studio, my_jobs: MyJobs, workspaces: dict[ModeId, Workspace], tabs: gr.Tabs
) -> None:
    """Let a waiting job be changed in its mode's form; Generate puts the new one in its place."""

    def edit(language: Language, event: gr.EventData) -> Updates:
        with told_to_user(language):
            job = studio.job(event.clip)
            workspace = _workspace_for(job, workspaces)
            if not isinstance(job.state, Paused):
                studio.pause(job.id)
        gr.Info(STRINGS["job_editing"].in_language(language), title="", duration=6)
        return {
            tabs: gr.Tabs(selected=workspace.mode.id),
            workspace.editing: job.id,
            **workspace.composer.load_recipe(job),
        }

    outputs = [
        output
        for workspace in workspaces.values()
        for output in (workspace.editing, *workspace.composer.recipe_outputs)
    ]
    my_jobs.list.job_edit(edit, my_jobs.language, [tabs, *outputs], **QUIET)


def _wire_link(page: gr.Blocks, studio: Studio, linked: gr.Textbox, tabs: gr.Tabs) -> None:
    """Turn to the tab of the job that the address names; the tab itself shows the job."""

    def turn(job_id: str) -> gr.Tabs:
        try:
            plan = studio.job(job_id).plan if job_id else None
        except JobNotFound:
            plan = None
        return gr.Tabs(selected=plan.mode) if isinstance(plan, GenerationPlan) else gr.Tabs()

    page.load(turn, linked, tabs, js="() => studioPage.linkedJob()", **QUIET)


def _workspace_for(made: Recipe | Job | None, workspaces: dict[ModeId, Workspace]) -> Workspace:
    """The tab that made a clip; raises EngineUnavailable when no engine plays its mode now."""
    mode = made.plan.mode if made and isinstance(made.plan, GenerationPlan) else None
    if mode not in workspaces:
        raise EngineUnavailable(STRINGS["mode_missing_title"], STRINGS["mode_missing_hint"])
    return workspaces[mode]
