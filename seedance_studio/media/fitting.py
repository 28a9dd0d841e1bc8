"""A picture of one aspect in a frame of another."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from seedance_studio.domain.reference import Fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Where the whole picture lies in the frame, in the frame's pixels; may reach beyond it."""

    left: int
    top: int
    width: int
    height: int


def place(width: int, height: int, frame: tuple[int, int], fit: Fit) -> Box:
    """Give where a picture of this size goes in a frame of (width, height).

    "crop" covers the frame, "fit" and "extend" keep the whole picture inside it.
    """
    scales = frame[0] / width, frame[1] / height
    scale = max(scales) if fit == "crop" else min(scales)
    placed = round(width * scale), round(height * scale)
    return Box(
        left=(frame[0] - placed[0]) // 2,
        top=(frame[1] - placed[1]) // 2,
        width=placed[0],
        height=placed[1],
    )


def fit_picture(
    rgb: NDArray[np.uint8], frame: tuple[int, int], fit: Fit, fill: int = 0
) -> NDArray[np.uint8]:
    """Bring a (height, width, 3) picture into a frame of (width, height).

    Args:
        rgb: the picture.
        frame: width and height wanted.
        fit: see `place`.
        fill: grey level of what the picture leaves empty.
    """
    height, width = rgb.shape[:2]
    if (width, height) == frame:
        return rgb
    box = place(width, height, frame, fit)
    method = cv2.INTER_AREA if box.width < width else cv2.INTER_CUBIC
    scaled = cv2.resize(rgb, (box.width, box.height), interpolation=method)
    visible = scaled[
        max(0, -box.top) : max(0, -box.top) + frame[1],
        max(0, -box.left) : max(0, -box.left) + frame[0],
    ]
    if visible.shape[:2] == (frame[1], frame[0]):
        return np.ascontiguousarray(visible, np.uint8)
    filled = np.full((frame[1], frame[0], 3), fill, np.uint8)
    top, left = max(0, box.top), max(0, box.left)
    filled[top : top + visible.shape[0], left : left + visible.shape[1]] = visible
    return filled
