"""Switching the language of the page at once, without the server.

Gradio's own I18n follows the browser only and cannot be switched by a control of ours. So each
component registers its strings here, the whole table travels with the page once, and the switch
applies it in the browser. Cards carry both languages and are switched by CSS (see `cards`).
"""

from __future__ import annotations

import json
from typing import Any

import gradio as gr

from seedance_studio.errors import Language, Text
from seedance_studio.ui.events import PRIVATE
from seedance_studio.ui.strings import STRINGS

LANGUAGES: tuple[Language, ...] = ("zh", "en")
FIRST: Language = "en"
"""What the page is built in, before the browser says which language it wants."""


class Labels:
    """Which component shows which strings."""

    def __init__(self) -> None:
        self._keys: list[tuple[gr.components.Component, dict[str, Any]]] = []

    def add(self, component: Any, **keys: Any) -> Any:
        """Register a component and put the first language on it.

        Args:
            component: any Gradio component or tab.
            keys: string keys by property; `choices` takes [(string key or
                Text, value), ...].
        """
        for name, value in _spoken(keys, FIRST).items():
            setattr(component, name, value)
        self._keys.append((component, keys))
        return component

    def wire(self, switch: gr.Radio) -> None:
        """Let the switch change every registered component in the browser."""
        table = {
            language: [{"__type__": "update", **_spoken(keys, language)} for _, keys in self._keys]
            for language in LANGUAGES
        }
        script = (
            f"(language) => studioPage.speak(language, {json.dumps(table, ensure_ascii=False)})"
        )
        components = [component for component, _ in self._keys]
        switch.change(None, switch, components, js=script, **PRIVATE)


def spoken_choices(
    choices: list[tuple[str | Text, str]], language: Language
) -> list[tuple[str, str]]:
    """Choices in one language."""
    return [(_word(key, language), value) for key, value in choices]


def _spoken(keys: dict[str, Any], language: Language) -> dict[str, Any]:
    return {
        name: spoken_choices(entry, language) if name == "choices" else _word(entry, language)
        for name, entry in keys.items()
    }


def _word(key: str | Text, language: Language) -> str:
    text = key if isinstance(key, Text) else STRINGS[key]
    return text.in_language(language)
