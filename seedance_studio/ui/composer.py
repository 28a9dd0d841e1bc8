"""The left side of a create tab: the form, how it was understood, and what would run."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.domain.clip import Clip
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.prompt import PreparedPrompt
from seedance_studio.domain.request import MAX_SEED, GenerationRequest
from seedance_studio.errors import Language, RequestError, Text
from seedance_studio.ui import cards
from seedance_studio.ui.events import PRIVATE, QUIET, Updates, plain_html, told_to_user
from seedance_studio.ui.fields import Form, limits
from seedance_studio.ui.language import Labels
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
    """

    def __init__(self, mode: Mode, studio: Studio, labels: Labels, language: gr.Radio) -> None:
        self.mode = mode
        self.studio = studio
        self.language = language
        self.draft = gr.BrowserState({}, storage_key=f"studio.draft.{mode.id}", secret="draft-3")
        with gr.Column(elem_classes="controls", min_width=0):
            self.form = Form(mode.id, studio.engines(), labels)
            mode.build_fields(self.form)
            # What the enhancer wrote last, and what of it stands in the box. The text becomes the
            # user's as soon as the box says something else.
            self.suggested = gr.Textbox("", visible=False)
            self.applied = gr.Textbox("", visible=False)
            self.plan = plain_html(elem_id=f"{mode.id}-plan")
            with gr.Row(elem_classes="action-bar"):
                self.estimate = plain_html(elem_classes="estimate")
                self.generate = gr.Button(
                    variant="primary", elem_id=f"{mode.id}-generate", elem_classes="hotkey-generate"
                )
                self.stop = gr.Button(
                    visible=False, elem_id=f"{mode.id}-stop", elem_classes="hotkey-stop"
                )
        labels.add(self.generate, value="generate")
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
        own = [form.words, self.suggested, form.enhanced_panel, form.undo]
        return [*own, self.plan, self.estimate, self.draft, *form.problems.values()]

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
        self.apply_suggestion(
            gr.on(
                [component.change for component in (*fields.values(), self.form.enhanced)],
                self.preview,
                inputs_kwargs=self.inputs,
                outputs=self.outputs,
                trigger_mode="always_last",
                **QUIET,
            )
        )
        box = [self.form.enhanced, self.applied]
        self.form.undo.click(
            None, self.suggested, box, js="(suggested) => [suggested, suggested]", **PRIVATE
        )
        if "engine" in fields:
            able = [fields[name] for name in limits(self.form.card)]
            fields["engine"].change(self.fit_engine, fields["engine"], able, **QUIET)

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
        plan, prepared, problems = self._understand({**values, "draft": draft})
        if is_blank and not is_edited:
            # An empty prompt is no mistake until Generate is pressed, and stays one after.
            problems.pop("prompt", None)
        updates: Updates = {
            form.words: cards.words_strip(prepared),
            form.enhanced_panel: gr.update(
                visible=bool(values["enhance"]) and (is_edited or not is_blank)
            ),
            form.undo: gr.update(visible=is_edited),
            self.plan: cards.plan_card(plan),
            self.estimate: cards.estimate_line(plan),
            **self.problem_lines(problems),
        }
        if is_blank:
            updates[form.problems["prompt"]] = gr.skip()
        if prepared is not None and values["enhance"] and not is_edited:
            updates[self.suggested] = prepared.engine_prompt
        return {**updates, self.draft: draft}

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

    def load_recipe(self, clip: Clip, language: Language) -> Updates:
        """Fill the form with a clip's recipe."""
        gr.Info(STRINGS["recipe_loaded"].in_language(language), title="", duration=3)
        values = self.mode.from_recipe(clip.recipe)
        return {
            **{self.form.fields[name]: value for name, value in values.items()},
            **self.problem_lines({}),
            self.form.enhanced: "",
            self.applied: "",
            self.draft: {},
        }

    def take_example(self, language: Language, event: gr.EventData) -> Any:
        """Put an example into the prompt."""
        example = cards.example_prompt(event.clip)
        return example.in_language(language) if example else gr.skip()

    def fit_engine(self, engine: str) -> list[Any]:
        """Bring the limits of another engine into the form."""
        return list(limits(self.studio.engines()[engine]).values())

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
