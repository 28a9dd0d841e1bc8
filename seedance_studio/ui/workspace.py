"""A create tab: the composer on the left, the stage on the right, and jobs between them.

Jobs belong to the studio's store. The page only remembers which job or clip it is looking at, so
closing the tab or restarting the server loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.domain.clip import Recipe
from seedance_studio.domain.job import Succeeded
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.domain.request import Mode as ModeId
from seedance_studio.errors import ClipNotFound, JobNotFound, Language, RequestError, Text
from seedance_studio.ui import cards
from seedance_studio.ui.composer import Composer, Draft
from seedance_studio.ui.events import PRIVATE, QUIET, Updates, event_html, told_to_user
from seedance_studio.ui.examples import EXAMPLES
from seedance_studio.ui.gallery import empty_card, example_card
from seedance_studio.ui.header import Header, engine_badge
from seedance_studio.ui.language import Labels
from seedance_studio.ui.mode import Mode
from seedance_studio.ui.sends import SENDS, sends
from seedance_studio.ui.sharing import SHARE
from seedance_studio.ui.sketch import SKETCH_EVENTS, sketch_card, wire_sketch
from seedance_studio.ui.tiles import recents_strip

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

POLL_SECONDS = 0.4
NUM_RECENTS = 8
Focus = dict[str, str]
"""What the stage looks at: {"kind": "job" or "clip", "id": ...}, or empty; see also `focus_on`."""


class Memory:
    """What the browser remembers of one tab.

    Made outside the tabs: what is in a tab is only read when the tab is opened, too late for a
    reload to bring it back.
    """

    def __init__(self, mode: Mode) -> None:
        self.draft = gr.BrowserState({}, storage_key=f"studio.draft.{mode.id}", secret="draft-3")
        self.focus = gr.BrowserState({}, storage_key=f"studio.focus.{mode.id}", secret="focus-1")


class Workspace:
    """One mode's create tab.

    Args:
        mode: the input mode.
        studio: where requests go.
        labels: collects the strings of stock components.
        header: the language switch and the badge, shared by all tabs.
        memory: what the browser remembers.
    """

    def __init__(
        self, mode: Mode, studio: Studio, labels: Labels, header: Header, memory: Memory
    ) -> None:
        self.mode = mode
        self.studio = studio
        self.language = header.language
        self.badge = header.badge
        self.focus = memory.focus
        self.timer = gr.Timer(POLL_SECONDS, active=False)
        self.request_key = gr.Textbox(visible=False)
        self.editing = gr.Textbox("", visible=False)
        """The waiting job whose place the next one takes."""
        self.linked = gr.Textbox("", visible=False)
        """The job that the page's address names."""
        with gr.Row(elem_classes="workspace"):
            self.composer = Composer(mode, studio, labels, header.language, memory.draft)
            with gr.Column(elem_classes="stage", min_width=0):
                self.stage = event_html(
                    *("example", "redo_same", "redo_new", "try_again", "load_recipe", "promote"),
                    "show_examples",
                    SHARE,
                    *SENDS.values(),
                    *SKETCH_EVENTS,
                    value=empty_card(mode.id),
                    elem_id=f"{mode.id}-stage",
                )
                self.recents = event_html("show_clip", "show_job", elem_id=f"{mode.id}-recents")

    @property
    def _view(self) -> list[Any]:
        """What `look` fills."""
        return [self.stage, self.recents, self.composer.stop, self.timer, self.badge]

    @property
    def focused_view(self) -> list[Any]:
        """The same, and what it looks at. Never an output of the timer: an answer to an old tick
        would take the stage back from what was clicked since.
        """
        return [self.focus, *self._view]

    def wire(self, page: gr.Blocks) -> None:
        """Connect the widgets; `page` is the Blocks they are in."""
        composer = self.composer
        composer.wire()
        wire_sketch(self)
        self._wire_submit(composer.generate, self.submit)
        self._wire_submit(composer.draft_button, self.submit_draft)
        composer.stop.click(self.cancel, [self.focus, self.language], self._view, **QUIET)
        self.timer.tick(self.look, self.focus, self._view, **QUIET)
        self._wire_stage()
        restored = page.load(
            self.restore,
            [composer.draft, self.focus, self.linked],
            [*self.focused_view, *composer.recipe_outputs],
            js="(draft, focus) => [draft, focus, studioPage.linkedJob()]",
            **QUIET,
        )
        prompt = composer.form.fields["prompt"]
        newest = f"() => studioTyped.newest('{self.mode.id}')"
        restored.then(None, None, prompt, js=newest, **PRIVATE)

    def _wire_stage(self) -> None:
        seen, form = [self.language], self.composer.form
        filled = [form.fields["prompt"], *form.boards]
        self.stage.example(self.composer.take_example, seen, filled, **QUIET)
        self.stage.example(self.show_example, None, self.focused_view, **QUIET)
        self.stage.show_examples(lambda: self._turn_to("", ""), None, self.focused_view, **QUIET)
        self.stage.promote(self.promote, seen, self.focused_view, **QUIET)
        self.stage.redo_same(self.redo_same, seen, self.focused_view, **QUIET)
        self.stage.redo_new(self.redo_new, seen, self.focused_view, **QUIET)
        self.stage.try_again(self.try_again, seen, self.focused_view, **QUIET)
        self.recents.show_clip(self.show_clip, None, self.focused_view, **QUIET)
        self.recents.show_job(self.show_job, None, self.focused_view, **QUIET)

    def _wire_submit(self, pressed: gr.Button, submit: Callable[..., Updates]) -> None:
        composer = self.composer
        submitted = pressed.click(
            submit,
            inputs_kwargs={
                "request_key": self.request_key,
                "editing": self.editing,
                **composer.inputs,
            },
            outputs=[
                *self.focused_view,
                self.editing,
                composer.draft,
                *composer.form.problems.values(),
            ],
            js="(_, ...rest) => studioPage.clicked(rest)",
            trigger_mode="once",
            **QUIET,
        )
        previewed = submitted.then(
            composer.preview, inputs_kwargs=composer.inputs, outputs=composer.outputs, **QUIET
        )
        composer.apply_suggestion(previewed)

    def restore(self, draft: Draft, focus: Focus, linked: str) -> Updates:
        """Bring back the form and the stage after a reload, or show the job of a link."""
        focus = {"kind": "job", "id": linked} if self._is_ours(linked) else focus
        return {self.focus: focus, **self.look(focus), **self.composer.restore(draft)}

    def _is_ours(self, job_id: str) -> bool:
        try:
            plan = self.studio.job(job_id).plan if job_id else None
        except JobNotFound:
            return False
        return isinstance(plan, GenerationPlan) and plan.mode == self.mode.id

    def submit(self, request_key: str, editing: str, **values: Any) -> Updates:
        """One click, one job; in the place of the one that is edited, if any."""
        return self._submit(request_key, editing, values, is_draft=False)

    def submit_draft(self, request_key: str, editing: str, **values: Any) -> Updates:
        """The same for a quick look."""
        return self._submit(request_key, editing, values, is_draft=True)

    def _submit(
        self, request_key: str, editing: str, values: dict[str, Any], *, is_draft: bool
    ) -> Updates:
        composer = self.composer
        with told_to_user(values["language"]):
            try:
                request, next_draft = composer.request(values)
                request = replace(request, is_draft=is_draft)
                if editing:
                    job_id = self.studio.replace(editing, request, request_key)
                else:
                    job_id = self.studio.submit(request, request_key)
            except RequestError as error:
                return composer.problem_lines(error.problems)
        return {
            **self._turn_to("job", job_id),
            **composer.problem_lines({}),
            composer.draft: next_draft,
            self.editing: "",
        }

    def cancel(self, focus: Focus, language: Language) -> Updates:
        """Stop the job on the stage."""
        with told_to_user(language):
            if focus and focus["kind"] == "job":
                self.studio.cancel(focus["id"])
        return self.look(focus)

    def promote(self, language: Language, event: gr.EventData) -> Updates:
        """Make a draft's full clip, with the same seed."""
        with told_to_user(language):
            return self._resubmit(self.studio.clip(event.clip).promoted(), event)

    def redo_same(self, language: Language, event: gr.EventData) -> Updates:
        """Run a clip's recipe again with its seed."""
        with told_to_user(language):
            recipe = self._recipe(event.clip)
            return self._resubmit(replace(recipe.request, seed=recipe.plan.seed), event)

    def redo_new(self, language: Language, event: gr.EventData) -> Updates:
        """Run a clip's recipe again with another seed."""
        with told_to_user(language):
            recipe = self._recipe(event.clip)
            return self._resubmit(replace(recipe.request, seed=None), event)

    def try_again(self, language: Language, event: gr.EventData) -> Updates:
        """Run a job's request again."""
        with told_to_user(language):
            return self._turn_to("job", self.studio.submit_again(event.clip, event.key))

    def _recipe(self, clip_id: str) -> Recipe:
        recipe = self.studio.clip(clip_id).generation
        if recipe is None:
            raise RequestError(
                {"clip": Text("it was not generated here", "该片段不是在这里生成的")}
            )
        return recipe

    def _resubmit(self, request: GenerationRequest, event: gr.EventData) -> Updates:
        return self._turn_to("job", self.studio.submit(request, event.key))

    def show_example(self, event: gr.EventData) -> Updates:
        """Put a finished example on the stage; the composer takes its recipe."""
        return self._turn_to("example", event.clip)

    def show_clip(self, event: gr.EventData) -> Updates:
        """Put a finished clip on the stage."""
        return self._turn_to("clip", event.clip)

    def show_job(self, event: gr.EventData) -> Updates:
        """Put a job on the stage."""
        return self._turn_to("job", event.clip)

    def _turn_to(self, kind: str, item_id: str) -> Updates:
        focus = {"kind": kind, "id": item_id}
        return {self.focus: focus, **self.look(focus)}

    def look(self, focus: Focus) -> Updates:
        """Everything that the right side shows now."""
        active = self.studio.jobs(is_active=True)
        watched = (focus or {}).get("id")
        others = [job for job in active if job.id != watched]
        clips = self.studio.clips(NUM_RECENTS, 0)
        pictures = [(clip, self.studio.poster_path(clip.id)) for clip in clips]
        return {
            self.stage: self._stage(focus or {}),
            self.recents: recents_strip(others, pictures),
            self.composer.stop: gr.update(visible=len(others) < len(active)),
            self.timer: gr.Timer(active=bool(active)),
            self.badge: engine_badge(self.studio.engines(), self.studio.num_active()),
        }

    def _stage(self, focus: Focus) -> str:
        try:
            if focus.get("kind") == "job":
                job = self.studio.job(focus["id"])
                if isinstance(job.state, Succeeded):
                    return self._result(job.state.clip_id)
                return cards.job_card(job)
            if focus.get("kind") == "example":
                return example_card(self.mode.id, _place(focus["id"], self.mode.id))
            if focus.get("kind") == "clip":
                return self._result(focus["id"])
            if focus.get("kind") == "sketch":
                is_taken = "video" in sends(self.studio)
                drawn = sketch_card(focus, self.studio, is_taken=is_taken)
                return drawn or empty_card(self.mode.id)
        except (ClipNotFound, JobNotFound):
            # Deleted since, or remembered from another data folder.
            return empty_card(self.mode.id)
        return empty_card(self.mode.id)

    def _result(self, clip_id: str) -> str:
        studio = self.studio
        return cards.result_card(
            studio.clip(clip_id),
            studio.clip_path(clip_id),
            studio.poster_path(clip_id),
            sends(studio),
        )


def _place(text: str, mode: ModeId) -> int:
    """Which example; the first, where the browser remembers one that is gone."""
    return int(text) if text.isdecimal() and int(text) < len(EXAMPLES[mode]) else 0
