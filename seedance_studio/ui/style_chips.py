"""The chosen brand styles of a form: a box that the browser fills, shown as chips by `styles.js`.

The box holds a JSON list of {id, weight, en, zh}, or nothing.
"""

from __future__ import annotations

import json
from typing import Any

from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.request import GenerationRequest, StyleUse
from seedance_studio.errors import RequestError, Text
from seedance_studio.ui.markup import said


def style_chips(mode_id: str) -> str:
    """Where `styles.js` shows the chosen styles of a tab."""
    return (
        f'<div class="moves-title" id="{mode_id}-styles-title">{said("styles")}</div>'
        f'<div class="style-chips" data-tab="{mode_id}" role="group" '
        f'aria-labelledby="{mode_id}-styles-title"></div>'
        f'<button type="button" class="act style-browse" data-styles-browse>'
        f"{said('styles_browse')}</button>"
    )


def read_styles(text: str | None) -> tuple[StyleUse, ...]:
    """What a form's box asks for. Raises RequestError: it is not one of the page's."""
    try:
        chosen = json.loads(text or "[]")
        return tuple(StyleUse(id=str(one["id"]), weight=float(one["weight"])) for one in chosen)
    except (ValueError, TypeError, KeyError) as error:
        raise RequestError(
            {"styles": Text("the styles of the form cannot be read", "无法读取表单中的风格")}
        ) from error


def style_values(request: GenerationRequest, plan: GenerationPlan) -> str:
    """What a form's box holds for the styles of a recipe."""
    names = {style.id: style.name for style in plan.styles}
    chosen = [
        {
            "id": one.id,
            "weight": one.weight,
            "en": names[one.id].en if one.id in names else one.id,
            "zh": names[one.id].zh if one.id in names else one.id,
        }
        for one in request.styles
    ]
    return json.dumps(chosen, ensure_ascii=False) if chosen else ""


def with_style(entry: dict[str, Any], text: str | None) -> str:
    """The styles of a form with one more, unless it is there already."""
    chosen: list[dict[str, Any]] = json.loads(text or "[]")
    if all(one["id"] != entry["id"] for one in chosen):
        chosen.append(entry)
    return json.dumps(chosen, ensure_ascii=False)
