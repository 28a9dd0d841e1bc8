"""One widget for each field of a request, with its strings and its place for a problem."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.domain.clip import Recipe
from seedance_studio.domain.delivery import CODECS, DELIVERED_FPS, FINISH_PRESETS, SIZES
from seedance_studio.domain.engine import EngineCard
from seedance_studio.domain.job import Job
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.request import (
    ADAPTIVE,
    QUALITIES,
    GenerationRequest,
    Mode,
)
from seedance_studio.errors import Language, RequestError, Text
from seedance_studio.ui import board
from seedance_studio.ui.camera import camera_palette
from seedance_studio.ui.cards import words_strip
from seedance_studio.ui.engine_cards import engine_line, menu_title
from seedance_studio.ui.events import PRIVATE, Updates, plain_html
from seedance_studio.ui.language import FIRST, Labels, spoken_choices
from seedance_studio.ui.presets import preset_pills, wire_presets
from seedance_studio.ui.sound_fields import (
    SOURCE_CHOICES,
    draw_composed,
    draw_source,
    sound_values,
    sound_wish,
)
from seedance_studio.ui.style_chips import read_styles, style_chips, style_values

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

_DEFAULTS = GenerationRequest(prompt="")

DELIVERY_CHOICES: dict[str, list[tuple[str, str]]] = {
    name: [(f"{name}_{value}", value) for value in values]
    for name, values in {
        "size": SIZES,
        "fps": DELIVERED_FPS,
        "finish_preset": FINISH_PRESETS,
        "codec": CODECS,
    }.items()
}
"""String key and value of each choice, by field."""


class Form:
    """The control column of one create tab while it is being drawn.

    Each method draws one field. `fields` maps request fields to components; `problems` maps them
    to the line under each that says what is wrong.
    """

    def __init__(self, mode_id: Mode, studio: Studio, labels: Labels) -> None:
        self.mode_id = mode_id
        self.studio = studio
        self.cards = studio.engines()
        self.labels = labels
        self.able = [card for card in self.cards.values() if mode_id in card.modes]
        self.card = self.able[0]
        self.fields: dict[str, Any] = {}
        self.problems: dict[str, gr.HTML] = {}
        self.boards: list[gr.HTML] = []
        self.sketch_button: gr.Button | None = None

    def prompt(self, *, lines: int = 5, placeholder: str = "prompt_placeholder") -> None:
        """The prompt, the words understood in it, and the enhancer's text."""
        box = gr.Textbox(lines=lines, max_lines=12, elem_id=self._id("prompt"))
        self._add("prompt", box, label="prompt", placeholder=placeholder)
        plain_html('<ul class="mention-strip"></ul>', elem_id=self._id("mentions"))
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

    def camera(self) -> None:
        """The camera moves, which write themselves into the prompt."""
        plain_html(camera_palette(self.mode_id), elem_id=self._id("camera"))
        prompt = self.fields["prompt"]
        tab = f"'{self.mode_id}'"
        script = f"(text) => {{ studioCamera.mark({tab}, text); studioMentions.refresh({tab}) }}"
        prompt.change(None, prompt, None, js=script, **PRIVATE)

    def styles(self) -> None:
        """The brand styles, as chips with a weight each; the gallery puts them in."""
        box = gr.Textbox("", elem_id=self._id("styles"), elem_classes="carried")
        plain_html(style_chips(self.mode_id))
        self._add("styles", box, label="styles")
        box.change(None, None, None, js=f"() => studioStyles.show('{self.mode_id}')", **PRIVATE)

    def references(self) -> None:
        """The reference board."""
        shown = board.reference_board(self.mode_id, self.studio, self._id("references"))
        self.boards.append(shown)
        self._add("references", shown)
        for name in ("mode", "strength"):
            self.problems[name] = plain_html(
                elem_classes="problem", elem_id=self._id(f"{name}-problem")
            )

    def settings(self) -> None:
        """All that is below the prompt, the same in every tab."""
        self.camera()
        self.styles()
        self.engine()
        self.presets = preset_pills(self.labels, tuple(self.able), self._id("presets"))
        self.aspect()
        self.seconds()
        self.quality()
        self.sound()
        with self.advanced():
            self.steps()
            self.guidance_scale()
            self.seed()
            self.negative_prompt()
            self.delivery()

    def sketch(self) -> None:
        """The button that has the prompt drawn at once; the plan comes below it."""
        shown = gr.Button(size="sm", elem_id=self._id("sketch"), elem_classes="sketch-button")
        self.sketch_button = self.labels.add(shown, value="sketch")

    def engine(self) -> None:
        """The model, shown when there is a choice or when it is not the studio's first."""
        standings = {one.card.id: one for one in self.studio.provisioning.standings()}
        choices: list[tuple[str | Text, str]] = [
            (menu_title(standings[card.id]), card.id) for card in self.able
        ]
        is_first = self.card is next(iter(self.cards.values()))
        menu = gr.Dropdown(
            spoken_choices(choices, FIRST),
            value=self.card.id,
            visible=len(self.able) > 1 or not is_first,
            elem_id=self._id("engine"),
        )
        self._add("engine", menu, label="engine", choices=choices)
        self.engine_line = plain_html(
            engine_line(standings[self.card.id]), visible=menu.visible, elem_id=self._id("about")
        )

    def aspect(self) -> None:
        """The shape of the picture; where there are references, also theirs."""
        choices = self._shapes(self.card)
        pills = gr.Radio(
            choices, value=choices[0][1], elem_id=self._id("aspect"), elem_classes="pills shapes"
        )
        self._add("aspect", pills, label="aspect", choices=choices)

    def _shapes(self, card: EngineCard) -> list[tuple[str | Text, str]]:
        shapes: list[tuple[str | Text, str]] = [(Text(name, name), name) for name in card.sizes]
        has_sources = self.mode_id != "text"
        return [("aspect_adaptive", ADAPTIVE), *shapes] if has_sources else shapes

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
            self.card.steps_of("balanced"),
            step=1,
            buttons=[],
            elem_id=self._id("num_inference_steps"),
        )
        self._add("num_inference_steps", slider, label="num_inference_steps")

    def quality(self) -> None:
        """Steps by name: a choice moves the slider, and the slider shows the choice it comes to."""
        choices = [(f"quality_{name}", name) for name in QUALITIES]
        self.quality_pills = gr.Radio(
            choices, value="balanced", elem_id=self._id("quality"), elem_classes="pills"
        )
        self.labels.add(self.quality_pills, label="quality", choices=choices)

    def wire_shortcuts(self) -> None:
        """Connect what sets fields in the browser: presets, and the names of qualities."""
        wire_presets(self.presets, self.fields)
        table = {card.id: {name: card.steps_of(name) for name in QUALITIES} for card in self.able}
        steps, engine = self.fields["num_inference_steps"], self.fields["engine"]
        both, steps_of = [self.quality_pills, engine], json.dumps(table)
        self.quality_pills.input(
            None, both, steps, js=f"(name, engine) => ({steps_of})[engine][name]", **PRIVATE
        )
        script = (
            f"(steps, engine) => Object.entries(({steps_of})[engine])"
            ".find(([, number]) => number === steps)?.[0] ?? null"
        )
        steps.change(None, [steps, engine], self.quality_pills, js=script, **PRIVATE)

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
        """Size, frame rate, care and codec of the finished file."""
        for name, choices in DELIVERY_CHOICES.items():
            pills = gr.Radio(
                choices,
                value=getattr(_DEFAULTS, name),
                elem_id=self._id(name),
                elem_classes="pills",
            )
            self._add(name, pills, label=name, choices=choices)

    def sound(self) -> None:
        """Whether and how the clip is scored."""
        accordion = gr.Accordion(
            open=False, elem_id=self._id("sound-group"), elem_classes="advanced"
        )
        has_videos = self.mode_id in ("video", "mixed")
        with self.labels.add(accordion, label="sound"):
            sources = [entry for entry in SOURCE_CHOICES if has_videos or entry[1] != "own"]
            draw_source(self._add, self.mode_id, sources, "auto")
            draw_composed(self._add, self.mode_id, self.studio.provisioning.offered_composers())

    def limits(self, engine: str, language: Language) -> dict[str, Any]:
        """Updates by field that make the form fit another engine."""
        card = self.cards[engine]
        shapes = spoken_choices(self._shapes(card), language)
        return {
            "aspect": gr.update(choices=shapes, value=shapes[0][1]),
            "seconds": gr.update(minimum=card.min_seconds, maximum=card.max_seconds),
            "num_inference_steps": gr.update(
                maximum=card.max_steps, value=card.steps_of("balanced")
            ),
            "guidance_scale": gr.update(
                maximum=card.max_guidance_scale, value=card.default_guidance_scale
            ),
        }

    def notes(
        self,
        values: Mapping[str, Any],
        plan: GenerationPlan | None,
        problems: Mapping[str, Text],
    ) -> Updates:
        """What is to be said on the cards of the reference board, where there is one."""
        if not self.boards:
            return {}
        card = self.cards.get(values["engine"], self.card)
        dials = [role for role, support in card.roles.items() if support.has_strength]
        names = board.card_names(values["references"])
        return {self.boards[0]: board.notes(names, plan, problems, dials)}

    def _id(self, name: str) -> str:
        return f"{self.mode_id}-{name}"

    def _add(self, name: str, component: Any, **keys: Any) -> None:
        self.fields[name] = self.labels.add(component, **keys)
        self.problems[name] = plain_html(
            elem_classes="problem", elem_id=self._id(f"{name}-problem")
        )


def make_request(values: Mapping[str, Any], mode: Mode) -> GenerationRequest:
    """A request from values by field name, plus `language`.

    Raises:
        RequestError: the seed is not a whole number, or the board is not one of the page's.
    """
    references, strength = board.references(values.get("references"))
    return GenerationRequest(
        prompt=values["prompt"] or "",
        enhance=bool(values["enhance"]),
        negative_prompt=values["negative_prompt"] or "",
        mode=mode,
        engine=values["engine"],
        references=references,
        strength=strength,
        styles=read_styles(values.get("styles")),
        seconds=float(values["seconds"]),
        aspect=values["aspect"],
        size=values["size"],
        fps=values["fps"],
        finish_preset=values["finish_preset"],
        codec=values["codec"],
        sound=sound_wish(values),
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


def board_recipe_values(recipe: Recipe | Job) -> dict[str, Any]:
    """The same as `recipe_values`, for a tab with a reference board."""
    return {**recipe_values(recipe), "references": board.from_recipe(recipe)}


def recipe_values(recipe: Recipe | Job) -> dict[str, Any]:
    """The values by field name that would make the recipe's clip again."""
    request, plan = recipe.request, recipe.plan
    # A film that is finished has no form of this kind.
    assert isinstance(request, GenerationRequest)
    assert isinstance(plan, GenerationPlan)
    return {
        "prompt": request.prompt,
        "enhance": request.enhance,
        "negative_prompt": request.negative_prompt,
        "styles": style_values(request, plan),
        "engine": request.engine,
        "seconds": request.seconds,
        "aspect": request.aspect,
        "size": request.size,
        "fps": request.fps,
        "finish_preset": request.finish_preset,
        "codec": request.codec,
        **sound_values(request.sound),
        "seed": str(plan.seed),
        "num_inference_steps": plan.num_inference_steps,
        "guidance_scale": plan.guidance_scale,
    }
