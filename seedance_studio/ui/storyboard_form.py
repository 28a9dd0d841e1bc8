"""The form of a storyboard: its shots, the look of all, the sound of the film."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.domain.delivery import DELIVERED_FPS, SIZES
from seedance_studio.domain.reference import is_stored_name
from seedance_studio.domain.request import QUALITIES, StyleUse
from seedance_studio.domain.storyboard import Look, StoryboardRequest
from seedance_studio.errors import Language, Text
from seedance_studio.ui.engine_cards import menu_title
from seedance_studio.ui.events import Updates
from seedance_studio.ui.film_fields import music_of, sound_fields
from seedance_studio.ui.language import FIRST, Labels, spoken_choices
from seedance_studio.ui.shots import cards_of, read_shots, shot_cards, with_old_files
from seedance_studio.ui.sound_fields import sound_values, sound_wish

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

Choices = list[tuple[str | Text, str]]
_LOOK = ("engine", "aspect", "size", "fps", "quality")


class StoryboardForm:
    """The widgets that say what is asked; `fields` has them by name.

    Args:
        studio: whose engines and files are offered.
        labels: collects the strings of stock components.
    """

    def __init__(self, studio: Studio, labels: Labels) -> None:
        self.studio = studio
        self.fields: dict[str, Any] = {"shots": shot_cards(studio, "storyboard-shots")}
        self._look(labels)
        self.fields |= sound_fields(labels, studio, "storyboard", "auto")

    def _look(self, labels: Labels) -> None:
        box = gr.Textbox(max_lines=2, elem_id="storyboard-title")
        self._add(
            labels, "title", box, label="storyboard_name", placeholder="storyboard_name_placeholder"
        )
        engines = self.studio.engines()
        titles: Choices = [
            (menu_title(one), one.card.id) for one in self.studio.provisioning.standings()
        ]
        first = next(iter(engines.values()))
        menu = gr.Dropdown(
            spoken_choices(titles, FIRST),
            value=first.id,
            visible=len(engines) > 1,
            elem_id="storyboard-engine",
        )
        self._add(labels, "engine", menu, label="engine", choices=titles)
        aspects = dict.fromkeys(name for card in engines.values() for name in card.sizes)
        shapes: Choices = [(Text(name, name), name) for name in aspects]
        self._pills(labels, "aspect", shapes, shapes[0][1])
        styles = gr.Dropdown([], value=[], multiselect=True, elem_id="storyboard-styles")
        self._add(labels, "styles", styles, label="storyboard_styles")
        offered: Choices = [(f"quality_{name}", name) for name in QUALITIES]
        self._pills(labels, "quality", offered, "balanced")
        self._pills(labels, "size", [(f"size_{name}", name) for name in SIZES], "720p")
        self._pills(labels, "fps", [(f"fps_{name}", name) for name in DELIVERED_FPS], "24")

    def _pills(self, labels: Labels, name: str, choices: Choices, value: str) -> None:
        pills = gr.Radio(
            spoken_choices(choices, FIRST),
            value=value,
            elem_id=f"storyboard-{name}",
            elem_classes="pills shapes" if name == "aspect" else "pills",
        )
        self._add(labels, name, pills, label=name, choices=choices)

    def _add(self, labels: Labels, name: str, component: Any, **keys: Any) -> None:
        self.fields[name] = labels.add(component, **keys)

    def asked(
        self, values: Mapping[str, Any], language: Language, old: StoryboardRequest | None
    ) -> StoryboardRequest:
        """Give what is asked; what the form does not show stays as it is in the old request.

        Raises:
            RequestError: under `shots`: the browser sent something else.
        """
        look = Look() if old is None else old.look
        weights = {one.id: one.weight for one in look.styles}
        shots = {} if old is None else {shot.id: shot for shot in old.shots}
        return StoryboardRequest(
            title=(values["title"] or "").strip(),
            shots=tuple(with_old_files(shot, shots) for shot in read_shots(values["shots"])),
            look=replace(
                look,
                styles=tuple(
                    StyleUse(id=one, weight=weights.get(one, 1.0)) for one in values["styles"] or ()
                ),
                **{name: values[name] for name in _LOOK},
            ),
            sound=sound_wish(values),
            music=music_of(values),
            seed=int(values["seed"]),
            language=language,
        )

    def values_of(self, asked: StoryboardRequest) -> dict[str, Any]:
        """Give what the form holds for a board."""
        look = asked.look
        values = {
            **{name: getattr(look, name) for name in _LOOK},
            **sound_values(asked.sound),
            "shots": cards_of(asked.shots),
            "title": asked.title,
            "styles": [one.id for one in look.styles],
            "music": asked.music.file if asked.music else None,
            "seed": asked.seed,
        }
        return {name: values[name] for name in self.fields}

    def kept(self, values: Mapping[str, Any], old: StoryboardRequest | None) -> dict[str, Any]:
        """Give values as a browser keeps them; of music, the name under which it was stored."""
        name = Path(values["music"] or "").name
        if name and not is_stored_name(name):
            name = old.music.file if old is not None and old.music is not None else ""
        return {**values, "music": name or None}

    def filled(self, values: Mapping[str, Any]) -> Updates:
        """Fill the form with values that a browser kept; not with those of another form."""
        if set(values) != set(self.fields):
            return {}
        music = values["music"] or ""
        file = self.studio.inputs_dir / music if is_stored_name(music) else None
        shown = str(file) if file is not None and file.is_file() else None
        return {self.fields[name]: value for name, value in {**values, "music": shown}.items()}
