"""What the form of Compare asks: a request, and the values that are tried of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from seedance_studio.domain.comparison import Axes
from seedance_studio.domain.request import MAX_SEED, GenerationRequest, StyleUse
from seedance_studio.errors import RequestError, StudioError, Text
from seedance_studio.ui.strings import STRINGS

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

T = TypeVar("T")

AXES = ("seeds", "styles", "weights", "steps", "guidance", "enhance", "prompts", "engines")
PRESETS = {
    "seeds": "1, 2, 3, 4",
    "weights": "0, 0.5, 1, 1.5",
    "steps": "4, 8, 16, 32",
    "guidance": "1, 2.5, 4, 6",
}
"""What an axis that takes numbers starts with."""


def preset(studio: Studio, axis: str, base: str) -> str:
    """The values that an axis starts with; seeds go on from those of the clip started from."""
    if axis != "seeds" or not base:
        return PRESETS.get(axis, "")
    try:
        recipe = studio.clip(base).generation
    except StudioError:
        return PRESETS[axis]
    first = recipe.plan.seed if recipe else 1
    return ", ".join(str((first + step) % (MAX_SEED + 1)) for step in range(4))


def is_asked(values: Mapping[str, Any]) -> bool:
    """Whether there is anything to judge yet."""
    texts = (values["base"], values["prompts"] if values["axis"] == "prompts" else values["prompt"])
    return any((text or "").strip() for text in texts)


def asked(studio: Studio, values: Mapping[str, Any]) -> tuple[GenerationRequest, Axes]:
    """The request that all variants have in common, and in what they differ.

    Raises:
        ClipNotFound: the clip started from was deleted.
        RequestError: a field cannot be read.
    """
    request = _base(studio, values)
    axis = values["axis"]
    if axis == "prompts":
        lines = [line.strip() for line in (values["prompts"] or "").splitlines()]
        prompts = tuple(line for line in lines if line)
        return replace(request, prompt=prompts[0] if prompts else ""), Axes(prompts=prompts)
    if axis == "styles":
        mixes = [(StyleUse(id=one),) for one in values["styles"] or []]
        return replace(request, styles=()), Axes(styles=((), *mixes))
    if axis == "weights":
        return request, Axes(styles=_weighed(values))
    return request, {
        "seeds": lambda: Axes(seeds=_numbers(values, "seed", int)),
        "steps": lambda: Axes(steps=_numbers(values, "num_inference_steps", int)),
        "guidance": lambda: Axes(guidance_scales=_numbers(values, "guidance_scale", float)),
        "enhance": lambda: Axes(enhance=(False, True)),
        "engines": lambda: Axes(engines=tuple(values["engines"] or ())),
    }[axis]()


def _base(studio: Studio, values: Mapping[str, Any]) -> GenerationRequest:
    if not values["base"]:
        return GenerationRequest(
            prompt=values["prompt"] or "",
            seconds=float(values["seconds"]),
            engine=next(iter(studio.engines())),
            language=values["language"],
        )
    recipe = studio.clip(values["base"]).generation
    if recipe is None:
        words = Text("that clip was not generated here", "该片段不是在这里生成的")
        raise RequestError({"base": words})
    return replace(recipe.request, seed=recipe.plan.seed, language=values["language"])


def _weighed(values: Mapping[str, Any]) -> tuple[tuple[StyleUse, ...], ...]:
    chosen = values["styles"] or []
    if len(chosen) != 1:
        raise RequestError({"styles": STRINGS["compare_one_style"]})
    weights = _numbers(values, "styles", float)
    return tuple((StyleUse(id=chosen[0], weight=one),) if one else () for one in weights)


def _numbers(values: Mapping[str, Any], field: str, kind: Callable[[str], T]) -> tuple[T, ...]:
    text = (values["values"] or "").replace("，", ",").replace("、", ",")
    try:
        return tuple(kind(part) for part in text.split(",") if part.strip())
    except ValueError as error:
        words = Text(f"'{text}' is not a list of numbers", f"“{text}”不是数字列表")
        raise RequestError({field: words}) from error
