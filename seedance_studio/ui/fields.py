"""One widget for each field of a request, with its strings and its place for a problem."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr

from seedance_studio.domain.clip import Recipe
from seedance_studio.domain.engine import EngineCard
from seedance_studio.domain.request import DELIVERED_FPS, SIZES, GenerationRequest, Mode
from seedance_studio.errors import RequestError, Text
from seedance_studio.ui.cards import words_strip
from seedance_studio.ui.events import plain_html
from seedance_studio.ui.language import Labels

_DEFAULTS = GenerationRequest(prompt="")


class Form:
    """The control column of one create tab while it is being drawn.

    Each method draws one field. `fields` maps request fields to components; `problems` maps them
    to the line under each that says what is wrong.
    """

    def __init__(self, mode_id: str, cards: Mapping[str, EngineCard], labels: Labels) -> None:
        self.mode_id = mode_id
        self.cards = cards
        self.labels = labels
        self.card = next(card for card in cards.values() if mode_id in card.modes)
        self.fields: dict[str, Any] = {}
        self.problems: dict[str, gr.HTML] = {}

    def prompt(self) -> None:
        """The prompt, the words understood in it, and the enhancer's text."""
        box = gr.Textbox(lines=5, max_lines=12, elem_id=self._id("prompt"), autofocus=True)
        self._add("prompt", box, label="prompt", placeholder="prompt_placeholder")
        self.words = plain_html(
            words_strip(None), elem_id=self._id("words"), elem_classes="words-slot"
        )
        enhance = gr.Checkbox(
            value=_DEFAULTS.enhance, elem_id=self._id("enhance"), elem_classes="switch"
        )
        self._add("enhance", enhance, label="enhance")
        with gr.Column(visible=False, elem_classes="enhanced") as self.enhanced_panel:
            self.enhanced = gr.Textbox(lines=2, max_lines=8, elem_id=self._id("enhanced"))
            self.labels.add(self.enhanced, label="enhanced", info="enhanced_info")
            self.undo = gr.Button(visible=False, size="sm", elem_id=self._id("undo"))
            self.labels.add(self.undo, value="undo_edits")

    def engine(self) -> None:
        """The model, shown only when there is a choice."""
        able = [card for card in self.cards.values() if self.mode_id in card.modes]
        choices = [(card.title.en, card.id) for card in able]
        menu = gr.Dropdown(
            choices, value=self.card.id, visible=len(able) > 1, elem_id=self._id("engine")
        )
        self._add("engine", menu, label="engine")

    def aspect(self) -> None:
        """The shape of the picture."""
        shapes = list(self.card.sizes)
        pills = gr.Radio(
            shapes, value=shapes[0], elem_id=self._id("aspect"), elem_classes="pills shapes"
        )
        self._add("aspect", pills, label="aspect")

    def seconds(self) -> None:
        """How long the clip is."""
        low, high = self.card.min_seconds, self.card.max_seconds
        slider = gr.Slider(
            low, high, min(_DEFAULTS.seconds, high), step=1, buttons=[], elem_id=self._id("seconds")
        )
        self._add("seconds", slider, label="seconds")

    def advanced(self) -> gr.Accordion:
        """A closed group, to be used in a `with`."""
        accordion = gr.Accordion(open=False, elem_id=self._id("advanced"), elem_classes="advanced")
        return self.labels.add(accordion, label="advanced")

    def steps(self) -> None:
        """The quality."""
        slider = gr.Slider(
            1,
            self.card.max_steps,
            self.card.default_steps,
            step=1,
            buttons=[],
            elem_id=self._id("num_inference_steps"),
        )
        self._add("num_inference_steps", slider, label="num_inference_steps")

    def guidance_scale(self) -> None:
        """How closely the prompt is followed."""
        slider = gr.Slider(
            1,
            self.card.max_guidance_scale,
            self.card.default_guidance_scale,
            step=0.1,
            buttons=[],
            elem_id=self._id("guidance_scale"),
        )
        self._add("guidance_scale", slider, label="guidance_scale")

    def seed(self) -> None:
        """The seed, empty for a new one each time."""
        # Not gr.Number: it turns an empty field into 0 as soon as it is shown.
        box = gr.Textbox(max_lines=1, elem_id=self._id("seed"))
        self._add("seed", box, label="seed", placeholder="seed_placeholder")

    def negative_prompt(self) -> None:
        """What should not be seen."""
        box = gr.Textbox(lines=2, elem_id=self._id("negative_prompt"))
        self._add(
            "negative_prompt", box, label="negative_prompt", placeholder="negative_placeholder"
        )

    def delivery(self) -> None:
        """Size and frame rate of the finished file."""
        for name, values in (("size", SIZES), ("fps", DELIVERED_FPS)):
            choices = [(f"{name}_{value}", value) for value in values]
            pills = gr.Radio(
                choices,
                value=getattr(_DEFAULTS, name),
                elem_id=self._id(name),
                elem_classes="pills",
            )
            self._add(name, pills, label=name, choices=choices)

    def _id(self, name: str) -> str:
        return f"{self.mode_id}-{name}"

    def _add(self, name: str, component: Any, **keys: Any) -> None:
        self.fields[name] = self.labels.add(component, **keys)
        self.problems[name] = plain_html(
            elem_classes="problem", elem_id=self._id(f"{name}-problem")
        )


def limits(card: EngineCard) -> dict[str, Any]:
    """Updates by field that make a form fit another engine."""
    shapes = list(card.sizes)
    return {
        "aspect": gr.update(choices=[(shape, shape) for shape in shapes], value=shapes[0]),
        "seconds": gr.update(minimum=card.min_seconds, maximum=card.max_seconds),
        "num_inference_steps": gr.update(maximum=card.max_steps, value=card.default_steps),
        "guidance_scale": gr.update(
            maximum=card.max_guidance_scale, value=card.default_guidance_scale
        ),
    }


def make_request(values: Mapping[str, Any], mode: Mode) -> GenerationRequest:
    """A request from values by field name, plus `language`.

    Raises:
        RequestError: the seed is not a whole number.
    """
    return GenerationRequest(
        prompt=values["prompt"] or "",
        enhance=bool(values["enhance"]),
        negative_prompt=values["negative_prompt"] or "",
        mode=mode,
        engine=values["engine"],
        seconds=float(values["seconds"]),
        aspect=values["aspect"],
        size=values["size"],
        fps=values["fps"],
        seed=_seed(values["seed"]),
        num_inference_steps=int(values["num_inference_steps"]),
        guidance_scale=float(values["guidance_scale"]),
        language=values["language"],
    )


def _seed(words: str | None) -> int | None:
    words = (words or "").strip()
    if not words:
        return None
    # Digits of every script, but neither "²" nor a number too long to be converted.
    if not words.isdecimal() or len(words) > 20:
        raise RequestError({"seed": Text("the seed is a whole number", "种子须为整数")})
    return int(words)


def recipe_values(recipe: Recipe) -> dict[str, Any]:
    """The values by field name that would make the recipe's clip again."""
    request, plan = recipe.request, recipe.plan
    return {
        "prompt": request.prompt,
        "enhance": request.enhance,
        "negative_prompt": request.negative_prompt,
        "engine": request.engine,
        "seconds": request.seconds,
        "aspect": request.aspect,
        "size": request.size,
        "fps": request.fps,
        "seed": str(plan.seed),
        "num_inference_steps": plan.num_inference_steps,
        "guidance_scale": plan.guidance_scale,
    }
