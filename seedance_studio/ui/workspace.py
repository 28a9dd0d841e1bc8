"""A create tab: the composer on the left, the stage on the right, and jobs between them.

Jobs belong to the studio's store. The page only remembers which job or clip it is looking at, so
closing the tab or restarting the server loses nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.domain.job import TERMINAL, Succeeded
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.errors import ClipNotFound, JobNotFound, Language, RequestError
from seedance_studio.ui import cards
from seedance_studio.ui.composer import Composer, Draft
from seedance_studio.ui.events import QUIET, Updates, event_html, told_to_user
from seedance_studio.ui.header import Header, engine_badge
from seedance_studio.ui.language import Labels
from seedance_studio.ui.mode import Mode
from seedance_studio.ui.tiles import recents_strip

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

POLL_SECONDS = 0.4
NUM_RECENTS = 8
Focus = dict[str, str]
"""What the stage looks at: {"kind": "job" or "clip", "id": ...}, or empty."""


class Workspace:
    """One mode's create tab.

    Args:
        mode: the input mode.
        studio: where requests go.
        labels: collects the strings of stock components.
        header: the language switch and the badge, shared by all tabs.
    """

    def __init__(self, mode: Mode, studio: Studio, labels: Labels, header: Header) -> None:
        self.mode = mode
        self.studio = studio
        self.language = header.language
        self.badge = header.badge
        self.focus = gr.BrowserState({}, storage_key=f"studio.focus.{mode.id}", secret="focus-1")
        self.timer = gr.Timer(POLL_SECONDS, active=False)
        self.request_key = gr.Textbox(visible=False)
        with gr.Row(elem_classes="workspace"):
            self.composer = Composer(mode, studio, labels, header.language)
            with gr.Column(elem_classes="stage", min_width=0):
                self.stage = event_html(
                    *("example", "redo_same", "redo_new", "try_again", "load_recipe"),
                    value=cards.empty_card(),
                    elem_id=f"{mode.id}-stage",
                )
                self.recents = event_html("show_clip", "show_job", elem_id=f"{mode.id}-recents")

    @property
    def _view(self) -> list[Any]:
        """What `look` fills."""
        return [self.stage, self.recents, self.composer.stop, self.timer, self.badge]

    @property
    def _focused_view(self) -> list[Any]:
        """The same, and what it looks at. Never an output of the timer: an answer to an old tick
        would take the stage back from what was clicked since.
        """
        return [self.focus, *self._view]

    def wire(self, page: gr.Blocks) -> None:
        """Connect the widgets; `page` is the Blocks they are in."""
        composer = self.composer
        composer.wire()
        submitted = composer.generate.click(
            self.submit,
            inputs_kwargs={"request_key": self.request_key, **composer.inputs},
            outputs=[*self._focused_view, composer.draft, *composer.form.problems.values()],
            js="(_, ...rest) => studioPage.clicked(rest)",
            trigger_mode="once",
            **QUIET,
        )
        previewed = submitted.then(
            composer.preview, inputs_kwargs=composer.inputs, outputs=composer.outputs, **QUIET
        )
        composer.apply_suggestion(previewed)
        composer.stop.click(self.cancel, [self.focus, self.language], self._view, **QUIET)
        self.timer.tick(self.look, self.focus, self._view, **QUIET)
        self._wire_stage()
        page.load(
            self.restore,
            [composer.draft, self.focus],
            [*self._view, *composer.recipe_outputs],
            **QUIET,
        )

    def _wire_stage(self) -> None:
        seen, prompt = [self.language], self.composer.form.fields["prompt"]
        self.stage.example(self.composer.take_example, seen, prompt, **QUIET)
        self.stage.redo_same(self.redo_same, seen, self._focused_view, **QUIET)
        self.stage.redo_new(self.redo_new, seen, self._focused_view, **QUIET)
        self.stage.try_again(self.try_again, seen, self._focused_view, **QUIET)
        self.stage.load_recipe(self.load_recipe, seen, self.composer.recipe_outputs, **QUIET)
        self.recents.show_clip(self.show_clip, None, self._focused_view, **QUIET)
        self.recents.show_job(self.show_job, None, self._focused_view, **QUIET)

    def restore(self, draft: Draft, focus: Focus) -> Updates:
        """Bring back the form and the stage after a reload."""
        return {**self.look(focus), **self.composer.restore(draft)}

    def load_recipe(self, language: Language, event: gr.EventData) -> Updates:
        """Fill the form with the recipe of the clip on the stage."""
        with told_to_user(language):
            return self.composer.load_recipe(self.studio.clip(event.clip), language)

    def submit(self, request_key: str, **values: Any) -> Updates:
        """One click, one job."""
        composer = self.composer
        with told_to_user(values["language"]):
            try:
                request, next_draft = composer.request(values)
                job_id = self.studio.submit(request, request_key)
            except RequestError as error:
                return composer.problem_lines(error.problems)
        return {
            **self._turn_to("job", job_id),
            **composer.problem_lines({}),
            composer.draft: next_draft,
        }

    def cancel(self, focus: Focus, language: Language) -> Updates:
        """Stop the job on the stage."""
        with told_to_user(language):
            if focus and focus["kind"] == "job":
                self.studio.cancel(focus["id"])
        return self.look(focus)

    def redo_same(self, language: Language, event: gr.EventData) -> Updates:
        """Run a clip's recipe again with its seed."""
        with told_to_user(language):
            recipe = self.studio.clip(event.clip).recipe
            return self._resubmit(replace(recipe.request, seed=recipe.plan.seed), event)

    def redo_new(self, language: Language, event: gr.EventData) -> Updates:
        """Run a clip's recipe again with another seed."""
        with told_to_user(language):
            recipe = self.studio.clip(event.clip).recipe
            return self._resubmit(replace(recipe.request, seed=None), event)

    def try_again(self, language: Language, event: gr.EventData) -> Updates:
        """Run a job's request again."""
        with told_to_user(language):
            return self._resubmit(self.studio.job(event.clip).request, event)

    def _resubmit(self, request: GenerationRequest, event: gr.EventData) -> Updates:
        return self._turn_to("job", self.studio.submit(request, event.key))

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
        active = [job for job in self.studio.jobs() if not isinstance(job.state, TERMINAL)]
        watched = (focus or {}).get("id")
        others = [job for job in active if job.id != watched]
        clips = self.studio.clips(NUM_RECENTS, 0)
        pictures = [(clip, self.studio.poster_path(clip.id)) for clip in clips]
        return {
            self.stage: self._stage(focus or {}),
            self.recents: recents_strip(others, pictures),
            self.composer.stop: gr.update(visible=len(others) < len(active)),
            self.timer: gr.Timer(active=bool(active)),
            self.badge: engine_badge(self.studio.engines(), len(active)),
        }

    def _stage(self, focus: Focus) -> str:
        try:
            if focus.get("kind") == "job":
                job = self.studio.job(focus["id"])
                if isinstance(job.state, Succeeded):
                    return self._result(job.state.clip_id)
                return cards.job_card(job)
            if focus.get("kind") == "clip":
                return self._result(focus["id"])
        except (ClipNotFound, JobNotFound):
            # Deleted since, or remembered from another data folder.
            return cards.empty_card()
        return cards.empty_card()

    def _result(self, clip_id: str) -> str:
        studio = self.studio
        return cards.result_card(
            studio.clip(clip_id), studio.clip_path(clip_id), studio.poster_path(clip_id)
        )
