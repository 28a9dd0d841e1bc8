"""Clips side by side: the variants of one request, and what differs between clips."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from seedance_studio.domain.clip import Delivered, Recipe
from seedance_studio.domain.request import MAX_SEED, GenerationRequest, StyleUse
from seedance_studio.errors import RequestError, Text

MIN_PANES, MAX_PANES = 2, 6
SHORT = 60
"""Characters of a value that still fit a caption."""

FIELDS: dict[str, Text] = {
    "prompt": Text("Prompt", "提示词"),
    "read": Text("Read by the model", "模型读到的内容"),
    "enhance": Text("Filling in", "自动补全"),
    "negative_prompt": Text("Negative prompt", "反向提示词"),
    "engine": Text("Model", "模型"),
    "styles": Text("Style", "风格"),
    "num_inference_steps": Text("Steps", "步数"),
    "guidance_scale": Text("Guidance scale", "引导强度"),
    "seed": Text("Seed", "种子"),
    "references": Text("References", "参考素材"),
    "strength": Text("Edit strength", "编辑强度"),
    "seconds": Text("Length", "时长"),
    "native": Text("Native", "原生"),
    "delivered": Text("Delivered", "成片"),
    "finish": Text("Finishing", "成片处理"),
}
"""What clips are compared by, in the order shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """Values to try, by what they vary; where there is none, the request's own holds."""

    prompts: tuple[str, ...] = ()
    enhance: tuple[bool, ...] = ()
    engines: tuple[str, ...] = ()
    styles: tuple[tuple[StyleUse, ...], ...] = ()
    """Each a mix of styles; an empty one is no style."""
    steps: tuple[int, ...] = ()
    guidance_scales: tuple[float, ...] = ()
    seeds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One of the clips of a comparison."""

    label: Text
    request: GenerationRequest | None = None
    """What makes it; None of a clip that was there before."""
    clip_id: str | None = None
    """Of the clip, once it is there."""
    job_id: str | None = None
    """Of the job that makes it; None until it was accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two to six clips that are looked at together."""

    schema: int = 1
    id: str
    title: str
    created_at: str
    """UTC, ISO 8601."""
    owner: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing in which clips are not all the same."""

    field: str
    """Key of FIELDS."""
    values: tuple[Text | None, ...]
    """One a clip, in order; None where it is not known."""


def vary(request: GenerationRequest, axes: Axes, seed: int) -> tuple[GenerationRequest, ...]:
    """Give every combination of the values to try.

    Args:
        request: what they have in common.
        axes: in what they differ.
        seed: for all of them where neither says one: a comparison by chance would compare chance.

    Raises:
        RequestError: under `variants`: there are too few, too many, or two of the same.
    """
    own = replace(request, seed=seed) if request.seed is None else request
    if axes.seeds and own.enhance_seed is None:
        # Seeds are tried on one text; else each would read another.
        own = replace(own, enhance_seed=axes.seeds[0])
    tried: dict[str, tuple[Any, ...]] = {
        "prompt": axes.prompts,
        "enhance": axes.enhance,
        "engine": axes.engines,
        "styles": axes.styles,
        "num_inference_steps": axes.steps,
        "guidance_scale": axes.guidance_scales,
        "seed": axes.seeds,
    }
    varied = {field: values for field, values in tried.items() if values}
    combinations = itertools.product(*varied.values())
    found = tuple(replace(own, **dict(zip(varied, values, strict=True))) for values in combinations)
    check_number(len(found))
    if len(set(found)) < len(found):
        same = Text("two of the variants are the same", "有两个变体完全相同")
        raise RequestError({"variants": same})
    return found


def check_number(number: int) -> None:
    """Raise RequestError under `variants` unless so many clips can be compared."""
    if not MIN_PANES <= number <= MAX_PANES:
        words = Text(
            f"{number} to compare; {MIN_PANES} to {MAX_PANES} are possible",
            f"共 {number} 个，可对比 {MIN_PANES} 到 {MAX_PANES} 个",
        )
        raise RequestError({"variants": words})


def _seed_grid(request: GenerationRequest, seed: int) -> Axes:
    del request
    return Axes(seeds=tuple((seed + step) % (MAX_SEED + 1) for step in range(4)))


def _weight_sweep(request: GenerationRequest, seed: int) -> Axes:
    del seed
    if not request.styles:
        raise RequestError({"styles": Text("choose a style to sweep", "请先选择要测试的风格")})
    first, *others = request.styles
    weights = (0.5, 1.0, 1.5)
    mixes = [(replace(first, weight=weight), *others) for weight in weights]
    return Axes(styles=(tuple(others), *mixes))


def _step_sweep(request: GenerationRequest, seed: int) -> Axes:
    del request, seed
    return Axes(steps=(4, 8, 16, 32))


def _guidance_sweep(request: GenerationRequest, seed: int) -> Axes:
    del request, seed
    return Axes(guidance_scales=(1.0, 2.5, 4.0, 6.0))


def _plain_and_enhanced(request: GenerationRequest, seed: int) -> Axes:
    del request, seed
    return Axes(enhance=(False, True))


SWEEPS: dict[str, Callable[[GenerationRequest, int], Axes]] = {
    "seeds": _seed_grid,
    "weights": _weight_sweep,
    "steps": _step_sweep,
    "guidance": _guidance_sweep,
    "enhance": _plain_and_enhanced,
}
"""Presets: from a request and the seed it would have to what is tried."""


def request_facts(request: GenerationRequest, styles: Mapping[str, Text]) -> dict[str, Text]:
    """Give what a request says of the things that it can be varied in, by key of FIELDS."""
    facts = {
        "prompt": _same(request.prompt),
        "enhance": _enhance_text(is_enhanced=request.enhance),
        "engine": _same(request.engine),
        "styles": _styles_text(request.styles, styles),
    }
    if request.num_inference_steps is not None:
        facts["num_inference_steps"] = _steps_text(request.num_inference_steps)
    if request.guidance_scale is not None:
        facts["guidance_scale"] = _guidance_text(request.guidance_scale)
    if request.seed is not None:
        facts["seed"] = _seed_text(request.seed)
    return facts


def film_facts(
    file: Delivered, preset: str | None, made: Recipe | None, styles: Mapping[str, Text]
) -> dict[str, Text]:
    """Give all that is known of how a film was made, by key of FIELDS.

    Args:
        file: what it is.
        preset: the care that its finishing took, where that is known.
        made: how its pictures were generated, where that is known.
        styles: titles of styles, by id.
    """
    facts = {
        "delivered": _same(f"{file.width}×{file.height}, {file.fps:.5g} fps"),
        "finish": _same(f"{preset or '–'} · {file.video_codec}"),
    }
    if made is None:
        return facts
    request, run = made.request, made.plan
    native = run.native
    facts |= {
        **request_facts(request, styles),
        "read": _same(run.prompt.engine_prompt),
        "negative_prompt": _same(run.negative_prompt or "–"),
        "engine": _same(f"{run.pipeline_key.engine} · {run.pipeline_key.revision}"),
        "styles": _styles_text(
            [StyleUse(id=one.id, weight=one.weight) for one in run.styles],
            {one.id: one.name for one in run.styles},
        ),
        "num_inference_steps": _steps_text(run.num_inference_steps),
        "guidance_scale": _guidance_text(run.guidance_scale),
        "seed": _seed_text(run.seed),
        "references": _same(
            " ".join(f"@{one.name} {one.role} {one.sha256[:6]}" for one in run.references) or "–"
        ),
        "seconds": Text(f"{native.duration_s:.3g} s", f"{native.duration_s:.3g} 秒"),
        "native": _same(f"{native.width}×{native.height}, {native.fps:.5g} fps"),
    }
    if run.strength is not None:
        facts["strength"] = _same(f"{run.strength:g}")
    return facts


def what_differs(facts: Sequence[Mapping[str, Text] | None]) -> tuple[Difference, ...]:
    """Give only that in which the clips are not all the same.

    Args:
        facts: of each clip; None of one that is not there yet, which differs in nothing.
    """
    differences = []
    for field in FIELDS:
        values = tuple(None if one is None else one.get(field) for one in facts)
        known = {value for value, one in zip(values, facts, strict=True) if one is not None}
        if len(known) > 1:
            differences.append(Difference(field=field, values=values))
    return tuple(differences)


def make_labels(facts: Sequence[Mapping[str, Text]], titles: Sequence[str]) -> list[Text]:
    """Give each clip the words that tell it from the others.

    Args:
        facts: of each clip.
        titles: of each clip, for those that no short difference tells apart.
    """
    differences = what_differs(facts)
    shown = [one for one in differences if all(_is_short(value) for value in one.values)]
    labels = [_joined([one.values[pane] for one in shown[:3]]) for pane in range(len(facts))]
    if len({(label.en, label.zh) for label in labels}) == len(labels):
        return labels
    cut = [_cut(title) for title in titles]
    if len(set(cut)) == len(cut):
        return [_same(title) for title in cut]
    return [
        Text(f"{label.en or title} ({number})", f"{label.zh or title}（{number}）")
        for number, (label, title) in enumerate(zip(labels, cut, strict=True), 1)
    ]


def _is_short(value: Text | None) -> bool:
    return value is not None and max(len(value.en), len(value.zh)) <= SHORT


def _joined(values: Sequence[Text | None]) -> Text:
    known = [value for value in values if value is not None]
    return Text(" · ".join(value.en for value in known), " · ".join(value.zh for value in known))


def _cut(title: str) -> str:
    return title if len(title) <= SHORT else f"{title[: SHORT - 1]}…"


def _same(words: str) -> Text:
    return Text(words, words)


def _enhance_text(*, is_enhanced: bool) -> Text:
    return Text("filled in", "自动补全") if is_enhanced else Text("as written", "按原样")


def _steps_text(steps: int) -> Text:
    return Text(f"{steps} steps", f"{steps} 步")


def _guidance_text(scale: float) -> Text:
    return Text(f"guidance {scale:g}", f"引导 {scale:g}")


def _seed_text(seed: int) -> Text:
    return Text(f"seed {seed}", f"种子 {seed}")


def _styles_text(uses: Sequence[StyleUse], names: Mapping[str, Text]) -> Text:
    if not uses:
        return Text("no style", "无风格")
    titles = [names.get(use.id, _same(use.id)) for use in uses]
    en, zh = (
        " + ".join(f"{words} {use.weight:g}" for words, use in zip(said, uses, strict=True))
        for said in ([title.en for title in titles], [title.zh for title in titles])
    )
    return Text(en, zh)
