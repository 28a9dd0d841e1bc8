"""Presets: shape, length, size and rate at one click, for where a clip will be seen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.domain.engine import EngineCard
from seedance_studio.ui.events import PRIVATE
from seedance_studio.ui.language import Labels

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIELDS = ("aspect", "seconds", "size", "fps")
PRESETS: dict[str, tuple[str, float, str, str]] = {
    "wide": ("16:9", 5, "720p", "24"),
    "phone": ("9:16", 5, "1080p", "30"),
    "square": ("1:1", 5, "1080p", "30"),
    "master": ("16:9", 5, "4k", "60"),
}
"""Values of _FIELDS."""


def preset_pills(labels: Labels, cards: Iterable[EngineCard], elem_id: str) -> gr.Radio:
    """The presets that every one of these engines can follow; none is chosen to begin with."""
    able = [
        (f"preset_{name}", name)
        for name, (aspect, seconds, _, _) in PRESETS.items()
        if all(aspect in card.sizes and seconds <= card.max_seconds for card in cards)
    ]
    pills = gr.Radio(able, value=None, elem_id=elem_id, elem_classes="pills presets")
    labels.add(pills, label="presets", choices=able)
    return pills


def wire_presets(pills: gr.Radio, fields: dict[str, Any]) -> None:
    """Let a click fill the fields, in the browser; the pill itself does not stay pressed."""
    table = json.dumps(PRESETS)
    filled = [fields[name] for name in _FIELDS]
    script = f"(name) => [null, ...({table})[name]]"
    pills.input(None, pills, [pills, *filled], js=script, **PRIVATE)
