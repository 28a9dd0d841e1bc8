"""Which of the world's words a set of weights has learned: they may be older than the world."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

from seedance_studio.seedling.manifest import WEIGHTS
from seedance_studio.seedling.world.scene import EVERYTHING, Known

__all__ = ["EVERYTHING", "FILE", "Known", "read_known", "shipped_known", "write_known"]

FILE = "known.json"


def read_known(folder: Path) -> Known:
    """What a folder of weights knows; everything where it says nothing, as a new run does."""
    path = folder / FILE
    if not path.exists():
        return EVERYTHING
    found = json.loads(path.read_text(encoding="utf-8"))
    return Known(
        subjects=tuple(found["subjects"]),
        settings=tuple(found["settings"]),
        companions=found["companions"],
    )


@cache
def shipped_known() -> Known:
    """What the shipped weights know, read once.

    Everything where the file is damaged: a studio with damaged weights still plans, and what is
    wrong is said when they are loaded.
    """
    try:
        return read_known(WEIGHTS)
    except (OSError, ValueError, KeyError):
        return EVERYTHING


def write_known(known: Known, folder: Path) -> None:
    """Say it beside a set of weights."""
    text = json.dumps(asdict(known), indent=1)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")
