"""What is asked of films that are there already: how they are delivered, how they sound."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gradio as gr

from seedance_studio.domain.reference import Reference
from seedance_studio.domain.sound import LAYERS, MAX_VOLUME
from seedance_studio.ui.fields import DELIVERY_CHOICES, SOUND_CHOICES
from seedance_studio.ui.language import Labels


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


def sound_fields(labels: Labels, page: str, source: str) -> dict[str, Any]:
    """Draw what can be said of the sound of a film.

    Args:
        labels: collects the strings.
        page: begins the ids of the widgets.
        source: what is chosen at first, one of the sources.

    Returns: the widgets by name: those of a SoundWish, music (a file) and seed.
    """
    fields: dict[str, Any] = {}
    sources = SOUND_CHOICES["sound"]
    pills = gr.Radio(sources, value=source, elem_id=f"{page}-sound", elem_classes="pills")
    fields["sound"] = labels.add(pills, label="soundtrack", choices=sources)
    accordion = gr.Accordion(open=False, elem_id=f"{page}-sound-group", elem_classes="advanced")
    with labels.add(accordion, label="sound_composed"):
        with gr.Row():
            for name in ("mood", "genre"):
                choices = SOUND_CHOICES[name]
                with gr.Column(min_width=120):
                    menu = gr.Dropdown(choices, value="auto", elem_id=f"{page}-{name}")
                    fields[name] = labels.add(menu, label=name, choices=choices)
        for layer in LAYERS:
            name = f"{layer}_volume"
            slider = gr.Slider(0, MAX_VOLUME, 1, step=0.1, buttons=[], elem_id=f"{page}-{name}")
            fields[name] = labels.add(slider, label=name)
        fields["music"] = labels.add(
            gr.File(type="filepath", file_types=["audio"], elem_id=f"{page}-music", height=96),
            label="film_music",
        )
        seed = gr.Slider(0, 99, 0, step=1, buttons=[], elem_id=f"{page}-seed")
        fields["seed"] = labels.add(seed, label="film_take")
    return fields


def music_of(values: Mapping[str, Any]) -> Reference | None:
    """The sound file that was brought as the music, from values by name."""
    file = values["music"]
    return Reference(name="Audio1", file=str(Path(file)), role="music") if file else None
