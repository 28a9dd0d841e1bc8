"""How events of the page are wired: none is a public endpoint, none draws Gradio's own spinner."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import gradio as gr

from seedance_studio.errors import Language, StudioError
from seedance_studio.ui.strings import STRINGS

Updates = dict[Any, Any]
"""New values by component."""

PRIVATE: dict[str, Any] = {
    "api_visibility": "private",
    "show_progress": "hidden",
    # Hidden or not, Gradio writes the progress of every event into each component it may change,
    # and looks for each in the whole tree: of eleven seconds until the page answered, five.
    "show_progress_on": [],
}
QUIET: dict[str, Any] = {**PRIVATE, "queue": False}
"""For handlers that answer in milliseconds: they skip Gradio's queue, which is not ours."""


def event_html(*names: str, **properties: Any) -> gr.HTML:
    """An HTML component whose buttons reach Python.

    A click on an element with `data-act` becomes the event of that name, with `clip` (its
    `data-clip`) and `key` (new for each click, so that one click is one job).
    """
    script = f"studioPage.listen(element, trigger, {json.dumps(names)})"
    return gr.HTML(js_on_load=script, apply_default_css=False, **properties)


def plain_html(value: Any = "", **properties: Any) -> gr.HTML:
    """An HTML component that only shows, styled by `studio.css` alone."""
    return gr.HTML(value, js_on_load=None, apply_default_css=False, **properties)


@contextmanager
def told_to_user(language: Language) -> Iterator[None]:
    """Turn a studio error into a message on the page, in the user's language."""
    try:
        yield
    except StudioError as error:
        words = f"{error.message.in_language(language)} {error.hint.in_language(language)}"
        title = STRINGS["not_done"].in_language(language)
        raise gr.Error(words, title=title, duration=None, print_exception=False) from error
