"""Importing Gradio in half the time.

At every import Gradio reads and parses the source of each of its components, three times over, to
keep a typing file beside it: three of the six seconds that the import takes. Nobody here reads
those files; Gradio goes without where it cannot find the source of a class.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def without_typing_files() -> Iterator[None]:
    """Let classes of Gradio seem to have no source, for as long as they are being defined."""
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
