"""What a reference shows, read from its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from seedance_studio.domain.reference import PlannedReference
from seedance_studio.domain.stretches import LEAD_FRAMES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One reference in frames of the size and rate of the clip to be made."""

    reference: PlannedReference
    pictures: NDArray[np.uint8]
    """(frames, height, width, 3), RGB: 1 for a picture, as many as the clip has for a video, only
    the last few for one that is continued."""
    unknown: NDArray[np.bool_] | None
    """(height, width): where the model is to paint; None when the pictures are given whole."""


def continued(clip: NDArray[np.uint8]) -> Material:
    """Give the end of a clip that was just made, (frames, height, width, 3), to go on from."""
    pictures = clip[-LEAD_FRAMES:]
    reference = PlannedReference(
        name="",
        kind="video",
        role="extend",
        strength=1.0,
        stored="",
        sha256="",
        width=pictures.shape[2],
        height=pictures.shape[1],
    )
    return Material(reference=reference, pictures=pictures, unknown=None)
