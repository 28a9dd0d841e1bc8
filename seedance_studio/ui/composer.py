"""The left side of a create tab: the form, how it was understood, and what would run."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.domain.clip import Recipe
from seedance_studio.domain.job import Job
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.prompt import PreparedPrompt
from seedance_studio.domain.request import MAX_SEED, GenerationRequest
from seedance_studio.errors import Language, RequestError, Text
from seedance_studio.ui import board, cards
from seedance_studio.ui.consent import consent_card
from seedance_studio.ui.engine_cards import engine_line
from seedance_studio.ui.events import (
    PRIVATE,
    QUIET,
    Updates,
    event_html,
    plain_html,
    told_to_user,
)
from seedance_studio.ui.examples import EXAMPLES, EXAMPLES_DIR
from seedance_studio.ui.fields import Form
from seedance_studio.ui.language import FIRST, Labels
from seedance_studio.ui.markup import said
from seedance_studio.ui.mode import Mode
from seedance_studio.ui.strings import STRINGS

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

Draft = dict[str, Any]
"""What the browser keeps of the form: fields, enhanced (the text as the user left it), applied
(what the page had put there) and drawn_seed (used when the seed field is empty).
"""

_APPLY = "(suggested, text, applied) => text === applied ? [suggested, suggested] : [text, applied]"


class Composer:
    """The control column of one mode.

    Args:
        mode: the input mode.
        studio: which plans requests.
        labels: collects the strings of stock components.
        language: the language switch.
        draft: where the browser keeps the form.
    """

    def __init__(
        self,
        mode: Mode,
        studio: Studio,
        labels: Labels,
        language: gr.Radio,
        draft: gr.BrowserState,
    ) -> None:
        self.mode = mode
        self.studio = studio
        self.language = language
        self.draft = draft
        with gr.Column(elem_classes="controls", min_width=0):
            self.form = Form(mode.id, studio, labels)
            mode.build_fields(self.form)
            # What the enhancer wrote last, and what of it stands in the box. The text becomes the
            # user's as soon as the box says something else.
            self.suggested = gr.Textbox("", visible=False)
            self.applied = gr.Textbox("", visible=False)
            self.plan = plain_html(elem_id=f"{mode.id}-plan")
            self.consent = event_html("consent", elem_id=f"{mode.id}-consent")
            with gr.Row(elem_classes="action-bar"):
                self.estimate = plain_html(elem_classes="estimate")
                plain_html(f"<p>{said('demo_note')}</p>", elem_classes="demo-note")
                self.generate = gr.Button(
                    variant="primary", elem_id=f"{mode.id}-generate", elem_classes="hotkey-generate"
                )
                self.draft_button = gr.Button(
                    elem_id=f"{mode.id}-draft", elem_classes="draft-button"
                )
                self.stop = gr.Button(
                    visible=False, elem_id=f"{mode.id}-stop", elem_classes="hotkey-stop"
                )
        labels.add(self.generate, value="generate")
        labels.add(self.draft_button, value="draft_button")
        labels.add(self.stop, value="stop")

    @property
    def inputs(self) -> dict[str, Any]:
        """What the handlers read, by name."""
        return {
            **self.form.fields,
            "enhanced": self.form.enhanced,
            "applied": self.applied,
            "draft": self.draft,
            "language": self.language,
        }

    @property
    def outputs(self) -> list[Any]:
        """What `preview` fills."""
        form = self.form
        own = [form.words, self.suggested, form.enhanced_panel, form.undo, *form.boards]
        return [*own, self.plan, self.consent, self.estimate, self.draft, *form.problems.values()]

    @property
    def recipe_outputs(self) -> list[Any]:
        """What `load_recipe` and `restore` fill."""
        form = self.form
        own = [form.enhanced, self.applied, self.draft]
        return [*form.fields.values(), *form.problems.values(), *own]

    def wire(self) -> None:
        """Connect the widgets."""
        fields = self.form.fields
        # Only `change` is told of every edit: `input` misses pasting, deleting and Chinese input.
        previewed = gr.on(
            [component.change for component in (*fields.values(), self.form.enhanced)],
            self.preview,
            inputs_kwargs=self.inputs,
            outputs=self.outputs,
            trigger_mode="always_last",
            **QUIET,
        )
        self.apply_suggestion(previewed)
        script = f"(draft) => studioTyped.kept('{self.mode.id}', draft?.fields?.prompt)"
        previewed.success(None, self.draft, None, js=script, **PRIVATE)
        answered = self.consent.consent(self.answer, self.language, self.consent, **QUIET)
        answered.then(self.preview, inputs_kwargs=self.inputs, outputs=self.outputs, **QUIET)
        box = [self.form.enhanced, self.applied]
        self.form.undo.click(
            None, self.suggested, box, js="(suggested) => [suggested, suggested]", **PRIVATE
        )
        self.form.wire_shortcuts()
        if "engine" in fields:
            chosen = [fields["engine"], self.language]
            able = [fields[name] for name in self.form.limits(self.form.card.id, FIRST)]
            able.append(self.form.engine_line)
            fields["engine"].change(self.fit_engine, chosen, able, **QUIET)

    def apply_suggestion(self, after: Any) -> None:
        """Put the enhancer's text into its box after an event, unless the user has changed it.

        Done in the browser, where a letter typed while the server was thinking is already known.
        """
        box = [self.form.enhanced, self.applied]
        after.then(None, [self.suggested, *box], box, js=_APPLY, **PRIVATE)

    def preview(self, **values: Any) -> Updates:
        """Show what would run if Generate were pressed now."""
        form, is_edited = self.form, _is_edited(values)
        draft = self._draft(values)
        is_blank = not (values["prompt"] or "").strip()
        plan, prepared, error = self._understand({**values, "draft": draft})
        problems = dict(error.problems) if error else {}
        names = board.card_names(values.get("references"))
        lines = self.problem_lines(problems)
        if not names:
            # What is still empty is no mistake until Generate is pressed, and stays one after.
            empty = ["mode", *(["prompt"] if is_blank and not is_edited else [])]
            lines |= {form.problems[name]: gr.skip() for name in empty if name in form.problems}
        updates: Updates = {
            form.words: cards.words_strip(prepared),
            form.enhanced_panel: gr.update(
                visible=bool(values["enhance"]) and (is_edited or not is_blank)
            ),
            form.undo: gr.update(visible=is_edited),
            self.plan: cards.plan_card(plan),
            self.estimate: cards.estimate_line(plan, self.studio.allowance().words),
            self.consent: consent_card(error),
            **lines,
            **form.notes(values, plan, problems),
        }
        if prepared is not None and values["enhance"] and not is_edited:
            updates[self.suggested] = prepared.engine_prompt
        return {**updates, self.draft: draft}

    def answer(self, language: Language, event: gr.EventData) -> str:
        """Put on record who is in the files that the form holds."""
        choice, files = event.clip.split(":")
        with told_to_user(language):
            self.studio.answer_for(files.split(","), choice, language)
        gr.Info(STRINGS["consent_recorded"].in_language(language), title="", duration=3)
        return ""

    def request(self, values: Mapping[str, Any]) -> tuple[GenerationRequest, Draft]:
        """What is asked, and the draft to go on with.

        The seed of an empty field is drawn before it is used, so that the enhancer's text on the
        page is the text that runs; the draft to go on with has the next one.

        Raises:
            RequestError: a field cannot be read.
        """
        draft = self._draft(values)
        return self._request({**values, "draft": draft}), {**draft, "drawn_seed": _draw_seed()}

    def problem_lines(self, problems: Mapping[str, Text]) -> Updates:
        """The line under each field: what is wrong with it, or nothing."""
        return {
            slot: cards.problem_line(problems.get(name))
            for name, slot in self.form.problems.items()
        }

    def restore(self, draft: Draft) -> Updates:
        """Fill the form as it was left."""
        fields = self.form.fields
        kept = (draft or {}).get("fields", {})
        if set(kept) != set(fields):
            return {}
        return {
            **{fields[name]: value for name, value in kept.items()},
            self.form.enhanced: draft["enhanced"],
            self.applied: draft["applied"],
        }

    def load_recipe(self, recipe: Recipe | Job) -> Updates:
        """Fill the form with what made a clip, or will make a job's."""
        values, fields = self.mode.from_recipe(recipe), self.form.fields
        return {
            **{fields[name]: value for name, value in values.items() if name in fields},
            **self.problem_lines({}),
            self.form.enhanced: "",
            self.applied: "",
            self.draft: {},
        }

    def take_example(self, language: Language, event: gr.EventData) -> Updates:
        """Put an example into the form."""
        example = EXAMPLES[self.mode.id][int(event.clip)]
        updates: Updates = {self.form.fields["prompt"]: example.prompt.in_language(language)}
        with told_to_user(language):
            files = [
                (self.studio.keep_input(EXAMPLES_DIR / name), name, use)
                for name, use in example.files
            ]
        for shown in self.form.boards:
            updates[shown] = board.incoming(event.key, files, is_whole=True)
        return updates

    def fit_engine(self, engine: str, language: Language) -> list[Any]:
        """Bring the limits of another engine into the form."""
        about = engine_line(self.studio.provisioning.standing(engine))
        return [*self.form.limits(engine, language).values(), about]

    def _understand(
        self, values: dict[str, Any]
    ) -> tuple[GenerationPlan | None, PreparedPrompt | None, RequestError | None]:
        """The plan when there can be one, else at least the words, and what is wrong."""
        with told_to_user(values["language"]):
            try:
                plan = self.studio.plan(self._request(values))
            except RequestError as error:
                return None, self._words(values), error
            return plan, plan.prompt, None

    def _words(self, values: dict[str, Any]) -> PreparedPrompt | None:
        """The words of a prompt whose request cannot be planned for another reason."""
        if not (values["prompt"] or "").strip():
            return None
        return self.studio.prepare(
            values["prompt"],
            enhance=bool(values["enhance"]),
            seed=values["draft"]["drawn_seed"],
            engine=values["engine"],
            names=board.card_names(values.get("references")),
        )

    def _request(self, values: dict[str, Any]) -> GenerationRequest:
        if _is_edited(values):
            # The user's own text is run as it stands.
            values = {**values, "prompt": values["enhanced"], "enhance": False}
        request = self.mode.to_request(values)
        drawn = values["draft"]["drawn_seed"]
        return request if request.seed is not None else replace(request, seed=drawn)

    def _draft(self, values: Mapping[str, Any]) -> Draft:
        old = values["draft"] or {}
        return {
            "fields": {name: values[name] for name in self.form.fields},
            "enhanced": values["enhanced"] or "",
            "applied": values["applied"] or "",
            "drawn_seed": old["drawn_seed"] if "drawn_seed" in old else _draw_seed(),
        }


def _is_edited(values: Mapping[str, Any]) -> bool:
    """Whether the user has changed what the enhancer wrote."""
    return bool(values["enhance"]) and (values["enhanced"] or "") != (values["applied"] or "")


def _draw_seed() -> int:
    return random.randint(0, MAX_SEED)
