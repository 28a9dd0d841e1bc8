"""What must be loaded for a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Memory = Literal["full", "lean", "tiled", "offloaded"]
"""How much memory a run may take: as it comes; without previews; with the decoder in tiles; with
the model's parts on the device only while they work."""
Speed = Literal["exact", "fast"]
"""exact: every step is computed as the model says; fast: some steps are extrapolated from those
before, and attention may be computed in 8 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineKey:
    """What must be loaded for a plan; the only cache key in the program."""

    engine: str
    revision: str
    dtype: str
    device: str
    memory: Memory = "full"
    speed: Speed = "exact"
