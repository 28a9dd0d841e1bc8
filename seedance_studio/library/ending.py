"""The picture that a clip ends with, as generated, kept beside its video.

What goes on from a clip begins with it: the video's own last picture wears the visible label, which
would then be a part of the next clip, under a second one.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from seedance_studio.errors import storing
from seedance_studio.library.clips import LIBRARY

_NAME = "ending.png"


def keep_ending(video: Path, frame: NDArray[np.uint8]) -> None:
    """Store a clip's last frame, (height, width, 3), beside its video.

    Raises:
        StorageUnwritable: the disk is full.
    """
    with storing(LIBRARY):
        Image.fromarray(frame).save(video.with_name(_NAME))


def ending_of(video: Path) -> Path | None:
    """Give where the last frame is kept; None for films that were not generated here."""
    ending = video.with_name(_NAME)
    return ending if ending.exists() else None
