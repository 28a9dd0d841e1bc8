"""What is asked of the sound: drawn the same in every form, and read from its values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import gradio as gr

from seedance_studio.domain.engine import ModelCard
from seedance_studio.domain.sound import (
    GENRES,
    IN_THE_BOX,
    LAYERS,
    MAX_VOLUME,
    MOODS,
    SOURCES,
    SoundWish,
)
from seedance_studio.errors import Text
from seedance_studio.ui.language import FIRST, spoken_choices

Choices = list[tuple[str | Text, str]]
"""String key or words, and value, of each choice."""
SOURCE_CHOICES: Choices = [(f"sound_{value}", value) for value in SOURCES]


class Add(Protocol):
    """Keeps a widget as a field of a form, with the strings it shows."""

    def __call__(self, name: str, component: Any, **keys: Any) -> None:
        """Keep one."""


def draw_source(add: Add, prefix: str, choices: Choices, value: str) -> None:
    """Draw where the sound comes from.

    Args:
        add: keeps the widget.
        prefix: begins its id.
        choices: those of SOURCE_CHOICES that make sense.
        value: what is chosen at first.
    """
    pills = gr.Radio(
        spoken_choices(choices, FIRST),
        value=value,
        elem_id=f"{prefix}-sound",
        elem_classes="pills",
    )
    add("sound", pills, label="soundtrack", choices=choices)


def draw_composed(add: Add, prefix: str, composers: Iterable[ModelCard]) -> None:
    """Draw what can be said of composed sound: mood, instruments, who plays, how loud.

    Args:
        add: keeps the widgets.
        prefix: begins their ids.
        composers: the models that can play here; the choice is drawn where there are any.
    """
    menus: dict[str, Choices] = {
        "mood": [(f"mood_{value}", value) for value in ("auto", *MOODS)],
        "genre": [(f"genre_{value}", value) for value in ("auto", *GENRES)],
    }
    models: Choices = [(card.title, card.id) for card in composers]
    if models:
        menus["composer"] = [("composer_box", IN_THE_BOX), *models]
    with gr.Row():
        for name, choices in menus.items():
            with gr.Column(min_width=120):
                menu = gr.Dropdown(
                    spoken_choices(choices, FIRST), value=choices[0][1], elem_id=f"{prefix}-{name}"
                )
                add(name, menu, label=name, choices=choices)
    for layer in LAYERS:
        name = f"{layer}_volume"
        slider = gr.Slider(0, MAX_VOLUME, 1, step=0.1, buttons=[], elem_id=f"{prefix}-{name}")
        add(name, slider, label=name)


def sound_wish(values: Mapping[str, Any]) -> SoundWish:
    """What was asked of the sound, from values by field name."""
    return SoundWish(
        source=values["sound"],
        mood=values["mood"],
        genre=values["genre"],
        composer=values.get("composer", IN_THE_BOX),
        ambience_volume=float(values["ambience_volume"]),
        effects_volume=float(values["effects_volume"]),
        music_volume=float(values["music_volume"]),
    )


def sound_values(wish: SoundWish) -> dict[str, Any]:
    """The values by field name that say a wish again."""
    return {
        "sound": wish.source,
        "mood": wish.mood,
        "genre": wish.genre,
        "composer": wish.composer,
        "ambience_volume": wish.ambience_volume,
        "effects_volume": wish.effects_volume,
        "music_volume": wish.music_volume,
    }
