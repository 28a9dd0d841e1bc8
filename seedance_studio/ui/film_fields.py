"""What is asked of films that are there already: how they are delivered, how they sound."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.domain.reference import Reference
from seedance_studio.ui.fields import DELIVERY_CHOICES
from seedance_studio.ui.language import Labels
from seedance_studio.ui.sound_fields import SOURCE_CHOICES, draw_composed, draw_source

if TYPE_CHECKING:
    from seedance_studio.studio import Studio


def delivery_fields(labels: Labels, page: str, size: str) -> dict[str, Any]:
    """Draw size, rate, care and codec; `page` begins the ids, `size` is chosen at first."""
    defaults = {"size": size, "fps": "native", "finish_preset": "standard", "codec": "h264"}
    fields: dict[str, Any] = {}
    for name, offered in DELIVERY_CHOICES.items():
        pills = gr.Radio(
            offered, value=defaults[name], elem_id=f"{page}-{name}", elem_classes="pills"
        )
        fields[name] = labels.add(pills, label=name, choices=offered)
    return fields


def sound_fields(labels: Labels, studio: Studio, page: str, source: str) -> dict[str, Any]:
    """Draw what can be said of the sound of a film.

    Args:
        labels: collects the strings.
        studio: knows which models can make music here.
        page: begins the ids of the widgets.
        source: what is chosen at first, one of the sources.

    Returns: the widgets by name: those of a SoundWish, music (a file) and seed.
    """
    fields: dict[str, Any] = {}

    def add(name: str, component: Any, **keys: Any) -> None:
        fields[name] = labels.add(component, **keys)

    draw_source(add, page, SOURCE_CHOICES, source)
    accordion = gr.Accordion(open=False, elem_id=f"{page}-sound-group", elem_classes="advanced")
    with labels.add(accordion, label="sound_composed"):
        draw_composed(add, page, studio.provisioning.offered_composers())
        music = gr.File(type="filepath", file_types=["audio"], elem_id=f"{page}-music", height=96)
        add("music", music, label="film_music")
        seed = gr.Slider(0, 99, 0, step=1, buttons=[], elem_id=f"{page}-seed")
        add("seed", seed, label="film_take")
    return fields


def music_of(values: Mapping[str, Any]) -> Reference | None:
    """The sound file that was brought as the music, from values by name."""
    file = values["music"]
    return Reference(name="Audio1", file=str(Path(file)), role="music") if file else None
