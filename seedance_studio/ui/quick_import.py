"""Importing Gradio in less than half the time.

At every import Gradio reads and parses the source of each of its components, three times over, to
keep a typing file beside it; it loads an MCP library for a server that ours is not, and pandas for
tables that this page does not have. That is more than half of what the import takes.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


@contextmanager
def only_what_is_used() -> Iterator[None]:
    """Import Gradio in this block; what it would load for others is left out or put off."""
    with _without_typing_files(), _without("mcp"), _put_off("pandas"):
        yield


@contextmanager
def _without_typing_files() -> Iterator[None]:
    """Let classes of Gradio seem to have no source; it does without where it finds none."""
    find = inspect.getfile

    def find_others(item: Any) -> str:
        if str(getattr(item, "__module__", "")).startswith("gradio."):
            raise OSError("no typing file is wanted")
        return find(item)

    inspect.getfile = find_others  # type: ignore[assignment]  # its argument has another name
    try:
        yield
    finally:
        inspect.getfile = find


@contextmanager
def _without(name: str) -> Iterator[None]:
    """Let a library seem not to be installed, which Gradio is made for."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # as the import system's documents say
    try:
        yield
    finally:
        sys.modules.pop(name, None)


class _Later(ModuleType):
    """Stands for a library until something of it is used."""

    def __getattr__(self, attribute: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), attribute)


@contextmanager
def _put_off(name: str) -> Iterator[None]:
    """Let modules that are imported now load a library when they first use it."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = _Later(name)
    try:
        yield
    finally:
        if isinstance(sys.modules.get(name), _Later):
            del sys.modules[name]
