"""The AIGC metadata field: China's implicit label for generated media (GB 45438-2025, Annex E)."""

from __future__ import annotations

import json
import re

AIGC_KEY = "AIGC"
PRODUCER = "SeedanceStudio"
"""Who made it, as long as a host has no registered provider code."""

_GENERATED = "1"
_FIELDS = (
    "Label",
    "ContentProducer",
    "ProduceID",
    "ReservedCode1",
    "ContentPropagator",
    "PropagateID",
    "ReservedCode2",
)
_ALLOWED = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]*")
"""Neither space nor quote nor backslash, and ASCII only."""


def make_aigc(clip_id: str, producer: str = PRODUCER) -> str:
    """Give the field's JSON for a clip published by the studio that made it.

    Raises:
        ValueError: the id or the producer holds a character that the standard does not allow.
    """
    for value in (clip_id, producer):
        if not _ALLOWED.fullmatch(value):
            raise ValueError(f"{value!r} cannot stand in an AIGC field")
    # At the first publication the propagator is the producer.
    values = (_GENERATED, producer, clip_id, "", producer, clip_id, "")
    return json.dumps(dict(zip(_FIELDS, values, strict=True)), separators=(",", ":"))


def parse_aigc(text: str) -> dict[str, str] | None:
    """Read the field, bare or wrapped in {"AIGC": ...}; None when it is not one.

    Other producers leave reserved fields out, so only `Label` must be there.
    """
    try:
        field = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(field, dict) and isinstance(field.get(AIGC_KEY), dict):
        field = field[AIGC_KEY]
    if not isinstance(field, dict) or field.get("Label") not in ("1", "2", "3"):
        return None
    if not all(isinstance(value, str) for value in field.values()):
        return None
    return field
