"""How the recipes of two clips differ, as a table."""

from __future__ import annotations

from html import escape

from seedance_studio.domain.clip import Clip, Recipe
from seedance_studio.domain.delivery import VideoShape
from seedance_studio.ui.markup import said


def diff_table(this: Clip, other: Clip) -> str:
    """Every line of the recipes that is not the same; the title of the other names it."""
    mine, theirs = _lines(this), _lines(other)
    rows = "".join(
        f'<tr><th scope="row">{said(name)}</th><td>{escape(mine.get(name, "–"))}</td>'
        f"<td>{escape(theirs.get(name, '–'))}</td></tr>"
        for name in dict.fromkeys((*mine, *theirs))
        if mine.get(name) != theirs.get(name)
    )
    if not rows:
        return ""
    head = f'<tr><td></td><th scope="col">{said("differs_this")}</th>'
    kind = said(f"version_{_stage(other)}")
    return (
        f'<details class="diff"><summary>{said("differs")}: {kind}</summary>'
        f'<table>{head}<th scope="col">{kind}</th></tr>{rows}</table></details>'
    )


def _stage(clip: Clip) -> str:
    if not isinstance(clip.recipe, Recipe):
        return "finished"
    return "draft" if clip.recipe.request.is_draft else "final"


def _lines(clip: Clip) -> dict[str, str]:
    """What a recipe says, by string key of its name."""
    recipe, generation = clip.recipe, clip.generation
    lines = {
        "size": _shape(recipe.plan.delivered),
        "recipe_file": " ".join(
            codec for codec in (clip.delivered.video_codec, clip.delivered.audio_codec) if codec
        ),
    }
    if generation is not None:
        request, plan = generation.request, generation.plan
        lines |= {
            "prompt": request.prompt,
            "negative_prompt": plan.negative_prompt,
            "recipe_read": plan.prompt.engine_prompt,
            "seed": str(plan.seed),
            "num_inference_steps": str(plan.num_inference_steps),
            "guidance_scale": f"{plan.guidance_scale:g}",
            "recipe_model": f"{plan.pipeline_key.engine} · {plan.pipeline_key.revision}",
            "references": " ".join(f"@{one.name} {one.role}" for one in plan.references),
        }
    return {name: text for name, text in lines.items() if text}


def _shape(shape: VideoShape) -> str:
    return f"{shape.width}×{shape.height} · {shape.fps:.5g} fps"
