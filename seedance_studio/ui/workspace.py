"""A create tab: controls on the left, the stage on the right, and what happens between them.

Jobs belong to the studio's store. The page only remembers which job or clip it is looking at, so
closing the tab or restarting the server loses nothing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.domain.clip import Clip
from seedance_studio.domain.job import TERMINAL, Succeeded
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.prompt import PreparedPrompt
from seedance_studio.domain.request import MAX_SEED, GenerationRequest
from seedance_studio.errors import (
    ClipNotFound,
    JobNotFound,
    Language,
    RequestError,
    StudioError,
    Text,
)
from seedance_studio.ui import cards
from seedance_studio.ui.events import PRIVATE, QUIET, event_html, plain_html
from seedance_studio.ui.fields import Form, limits
from seedance_studio.ui.header import Header, engine_badge
from seedance_studio.ui.language import Labels
from seedance_studio.ui.mode import Mode
from seedance_studio.ui.strings import STRINGS
from seedance_studio.ui.tiles import recents_strip

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

POLL_SECONDS = 0.4
NUM_RECENTS = 8
Updates = dict[Any, Any]
Focus = dict[str, str]
"""What the stage looks at: {"kind": "job" or "clip", "id": ...}, or empty."""


@contextmanager
def told_to_user(language: Language) -> Iterator[None]:
    """Turn a studio error into a message on the page, in the user's language."""
    try:
        yield
    except StudioError as error:
        words = f"{error.message.in_language(language)} {error.hint.in_language(language)}"
        title = STRINGS["not_done"].in_language(language)
        raise gr.Error(words, title=title, duration=10, print_exception=False) from error


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
        self.draft = gr.BrowserState({}, storage_key=f"studio.draft.{mode.id}", secret="draft-1")
        self.timer = gr.Timer(POLL_SECONDS, active=False)
        self.request_key = gr.Textbox(visible=False)
        with gr.Row(elem_classes="workspace"):
            with gr.Column(elem_classes="controls", min_width=0):
                self.form = Form(mode.id, studio.engines(), labels)
                mode.build_fields(self.form)
                self.plan = plain_html(elem_id=f"{mode.id}-plan")
                with gr.Row(elem_classes="action-bar"):
                    self.estimate = plain_html(elem_classes="estimate")
                    self.generate = gr.Button(
                        variant="primary",
                        elem_id=f"{mode.id}-generate",
                        elem_classes="hotkey-generate",
                    )
                    self.stop = gr.Button(
                        visible=False, elem_id=f"{mode.id}-stop", elem_classes="hotkey-stop"
                    )
                labels.add(self.generate, value="generate")
                labels.add(self.stop, value="stop")
            with gr.Column(elem_classes="stage", min_width=0):
                self.stage = event_html(
                    *("example", "redo_same", "redo_new", "try_again", "load_recipe"),
                    value=cards.empty_card(),
                    elem_id=f"{mode.id}-stage",
                )
                self.recents = event_html("show_clip", "show_job", elem_id=f"{mode.id}-recents")

    @property
    def form_outputs(self) -> list[Any]:
        """What `load_recipe` fills."""
        form = self.form
        return [*form.fields.values(), *form.problems.values(), form.is_edited, form.undo]

    @property
    def _view(self) -> list[Any]:
        """What `look` fills."""
        return [self.stage, self.recents, self.stop, self.timer, self.badge]

    @property
    def _focused_view(self) -> list[Any]:
        """The same, and what it looks at. Never an output of the timer: an answer to an old tick
        would take the stage back from what was clicked since.
        """
        return [self.focus, *self._view]

    @property
    def _preview_outputs(self) -> list[Any]:
        form = self.form
        own = [form.words, form.enhanced, form.enhanced_panel]
        shown = [self.plan, self.estimate, self.draft]
        return [*own, *shown, *form.problems.values()]

    @property
    def _inputs(self) -> dict[str, Any]:
        form = self.form
        own = {"enhanced": form.enhanced, "is_edited": form.is_edited, "draft": self.draft}
        return {**form.fields, **own, "language": self.language}

    def wire(self, page: gr.Blocks) -> None:
        """Connect the widgets; `page` is the Blocks they are in."""
        form = self.form
        changes = [component.change for component in form.fields.values()]
        gr.on(
            [*changes, form.enhanced.input, form.is_edited.change],
            self.preview,
            inputs_kwargs=self._inputs,
            outputs=self._preview_outputs,
            trigger_mode="always_last",
            **QUIET,
        )
        edited_js = "() => [true, {__type__: 'update', visible: true}]"
        undo_js = "() => [false, {__type__: 'update', visible: false}]"
        marks = [form.is_edited, form.undo]
        form.enhanced.input(None, None, marks, js=edited_js, **PRIVATE)
        form.undo.click(None, None, marks, js=undo_js, **PRIVATE)
        if "engine" in form.fields:
            able = {name: form.fields[name] for name in limits(form.card)}
            form.fields["engine"].change(
                self.fit_engine, form.fields["engine"], list(able.values()), **QUIET
            )
        self.generate.click(
            self.submit,
            inputs_kwargs={"request_key": self.request_key, **self._inputs},
            outputs=[*self._focused_view, self.draft, *form.problems.values()],
            js="(_, ...rest) => studioPage.clicked(rest)",
            trigger_mode="once",
            **QUIET,
        ).then(self.preview, inputs_kwargs=self._inputs, outputs=self._preview_outputs, **QUIET)
        self.stop.click(self.cancel, [self.focus, self.language], self._view, **QUIET)
        self.timer.tick(self.look, self.focus, self._view, **QUIET)
        self._wire_stage()
        page.load(
            self.restore, [self.draft, self.focus], [*self._view, *form.fields.values()], **QUIET
        )

    def _wire_stage(self) -> None:
        seen = [self.language]
        self.stage.example(self.take_example, seen, self.form.fields["prompt"], **QUIET)
        self.stage.redo_same(self.redo_same, seen, self._focused_view, **QUIET)
        self.stage.redo_new(self.redo_new, seen, self._focused_view, **QUIET)
        self.stage.try_again(self.try_again, seen, self._focused_view, **QUIET)
        self.stage.load_recipe(self.load_recipe_clicked, seen, self.form_outputs, **QUIET)
        self.recents.show_clip(self.show_clip, None, self._focused_view, **QUIET)
        self.recents.show_job(self.show_job, None, self._focused_view, **QUIET)

    # ---- the form ----

    def preview(self, **values: Any) -> Updates:
        """Show what would run if Generate were pressed now."""
        form, draft = self.form, self._draft(values)
        is_blank = not (values["prompt"] or "").strip()
        plan, prepared, problems = self._understand({**values, "draft": draft})
        if is_blank:
            # An empty prompt is no mistake until Generate is pressed, and stays one after.
            problems.pop("prompt", None)
        updates: Updates = {
            form.words: cards.words_strip(prepared),
            form.enhanced_panel: gr.update(visible=bool(values["enhance"]) and not is_blank),
            self.plan: cards.plan_card(plan),
            self.estimate: cards.estimate_line(plan),
            self.draft: draft,
            **self._problem_lines(problems),
        }
        if is_blank:
            updates[form.problems["prompt"]] = gr.skip()
        if prepared is not None and not values["is_edited"]:
            updates[form.enhanced] = prepared.engine_prompt
        return updates

    def _understand(
        self, values: dict[str, Any]
    ) -> tuple[GenerationPlan | None, PreparedPrompt | None, dict[str, Text]]:
        """The plan when there can be one, else at least the words, and what is wrong."""
        with told_to_user(values["language"]):
            try:
                plan = self.studio.plan(self._request(values))
            except RequestError as error:
                return None, self._words(values), dict(error.problems)
            return plan, plan.prompt, {}

    def _words(self, values: dict[str, Any]) -> PreparedPrompt | None:
        """The words of a prompt whose request cannot be planned for another reason."""
        if not (values["prompt"] or "").strip():
            return None
        return self.studio.prepare(
            values["prompt"],
            enhance=bool(values["enhance"]),
            seed=values["draft"]["drawn_seed"],
            engine=values["engine"],
        )

    def _request(self, values: dict[str, Any]) -> GenerationRequest:
        """What is asked. A seed is drawn here and shown by its effects before it is used, so that
        the enhancer's text on the page is the text that runs.
        """
        request = self.mode.to_request(values)
        drawn = (values["draft"] or {}).get("drawn_seed")
        return request if request.seed is not None else replace(request, seed=drawn)

    def _draft(self, values: dict[str, Any]) -> dict[str, Any]:
        kept = {name: values[name] for name in self.form.fields}
        drawn = (values["draft"] or {}).get("drawn_seed")
        return {**kept, "drawn_seed": _draw_seed() if drawn is None else drawn}

    def _problem_lines(self, problems: dict[str, Text]) -> Updates:
        return {
            slot: cards.problem_line(problems.get(name))
            for name, slot in self.form.problems.items()
        }

    def fit_engine(self, engine: str) -> list[Any]:
        """Bring the limits of another engine into the form."""
        return list(limits(self.studio.engines()[engine]).values())

    def take_example(self, language: Language, event: gr.EventData) -> Any:
        """Put an example into the prompt."""
        example = cards.example_prompt(event.clip)
        return example.in_language(language) if example else gr.skip()

    def load_recipe_clicked(self, language: Language, event: gr.EventData) -> Updates:
        """Fill the form with the recipe of the clip on the stage."""
        with told_to_user(language):
            return self.load_recipe(self.studio.clip(event.clip), language)

    def load_recipe(self, clip: Clip, language: Language) -> Updates:
        """Fill the form with a clip's recipe."""
        gr.Info(STRINGS["recipe_loaded"].in_language(language), title="", duration=3)
        values = self.mode.from_recipe(clip.recipe)
        return {
            **{self.form.fields[name]: value for name, value in values.items()},
            **self._problem_lines({}),
            self.form.is_edited: False,
            self.form.undo: gr.update(visible=False),
        }

    def restore(self, draft: dict[str, Any], focus: Focus) -> Updates:
        """Bring back the form and the stage after a reload."""
        fields = self.form.fields
        kept = {fields[name]: value for name, value in (draft or {}).items() if name in fields}
        return {**self.look(focus), **kept}

    # ---- jobs ----

    def submit(self, request_key: str, **values: Any) -> Updates:
        """One click, one job."""
        draft = self._draft(values)
        try:
            request = self._request({**values, "draft": draft})
            job_id = self.studio.submit(request, request_key)
        except RequestError as error:
            return {**self._problem_lines(error.problems)}
        except StudioError as error:
            return {self.stage: cards.error_card(error), **self._problem_lines({})}
        return {
            **self._turn_to("job", job_id),
            **self._problem_lines({}),
            self.draft: {**draft, "drawn_seed": _draw_seed()},
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

    # ---- the stage ----

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
            self.stop: gr.update(visible=len(others) < len(active)),
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


def _draw_seed() -> int:
    return random.randint(0, MAX_SEED)
