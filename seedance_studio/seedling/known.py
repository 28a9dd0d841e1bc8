"""Which of the world's words a set of weights has learned: they may be older than the world."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from seedance_studio.seedling.manifest import WEIGHTS
from seedance_studio.seedling.world.vocabulary import SETTINGS, SUBJECTS

FILE = "known.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Words by id, in the vocabulary's order."""

    subjects: tuple[str, ...]
    settings: tuple[str, ...]
    companions: bool
    """Whether two different subjects can share a clip."""

    def save(self, folder: Path) -> None:
        """Write it beside a set of weights."""
        (folder / FILE).write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")


EVERYTHING = Known(subjects=tuple(SUBJECTS), settings=tuple(SETTINGS), companions=True)
"""What can be drawn, and what weights know that are trained from nothing."""


def read_known(folder: Path = WEIGHTS) -> Known:
    """What a folder of weights knows.

    Raises:
        FileNotFoundError: there is no such file; `manifest.check_weights` says so in better words.
    """
    found = json.loads((folder / FILE).read_text(encoding="utf-8"))
    return Known(
        subjects=tuple(found["subjects"]),
        settings=tuple(found["settings"]),
        companions=found["companions"],
    )
