"""What runs have cost on this machine, kept on disk, for the estimate of the next one."""

from __future__ import annotations

import json
import logging
import statistics
from pathlib import Path

from seedance_studio.domain.pipeline_key import PipelineKey

logger = logging.getLogger(__name__)

_KEPT = 9
"""Runs of each kind; their median is what the next is expected to take."""


class Costs:
    """How much longer runs took than their sizes alone would say, by engine, device and way.

    Args:
        path: of the JSON file; a missing or damaged one is an empty one.
        device_name: of the device that runs happen on here, since a data folder may be moved.
    """

    def __init__(self, path: Path, device_name: str) -> None:
        self._path = path
        self._device_name = device_name

    def learn(
        self, key: PipelineKey, expected_s: float, taken_s: float, *, is_controlled: bool = False
    ) -> None:
        """Remember a run.

        Args:
            key: how it ran.
            expected_s: what its sizes alone said.
            taken_s: what it took once loaded, finishing left out.
            is_controlled: whether it was given more than words, pictures to go on from included.
        """
        if expected_s <= 0 or taken_s <= 0:
            return
        known = self._read()
        name = self._name(key, is_controlled)
        known[name] = [*known.get(name, []), round(taken_s / expected_s, 4)][-_KEPT:]
        part = self._path.with_suffix(".part")
        try:
            part.write_text(json.dumps(known, indent=1), encoding="utf-8")
            part.replace(self._path)
        except OSError as error:
            # An estimate is not worth a clip.
            logger.warning("what the run cost could not be kept: %s", error)

    def factor(self, key: PipelineKey, *, is_controlled: bool = False) -> float | None:
        """Give how much longer such runs take than their sizes say; None before the first.

        A controlled one is expected to take what those with words alone do, until one has run.
        """
        known = self._read()
        found = known.get(self._name(key, is_controlled)) or known.get(self._name(key, False))
        return statistics.median(found) if found else None

    def _name(self, key: PipelineKey, is_controlled: bool) -> str:
        way = (key.engine, self._device_name, key.dtype, key.memory, key.speed)
        return "|".join((*way, "controlled") if is_controlled else way)

    def _read(self) -> dict[str, list[float]]:
        try:
            known = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}
