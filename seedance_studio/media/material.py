"""What the references of a plan show: their files read into frames of the clip's size and rate."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from seedance_studio.domain.delivery import VideoShape
from seedance_studio.domain.material import Material
from seedance_studio.domain.reference import Fit, PlannedReference
from seedance_studio.domain.stretches import LEAD_FRAMES
from seedance_studio.media.fitting import fit_picture, place
from seedance_studio.media.footage import read_video_frames
from seedance_studio.media.pictures import read_image

_WHITE = 255
Sample = TypeVar("Sample", np.uint8, np.bool_)


def read_material(
    references: tuple[PlannedReference, ...],
    shape: VideoShape,
    seen: tuple[int, int],
    inputs: Path,
) -> tuple[Material, ...]:
    """Read the pictures and videos of a plan; sounds are not looked at.

    Args:
        references: of the plan.
        shape: size, rate and length of the clip to be made.
        seen: width and height of its middle that is delivered; pictures are fitted into that, and
            their edge pixels fill the rest, so that nothing of them is cut off.
        inputs: folder of their files.

    Raises:
        RequestError: under `file`: one cannot be read after all.
    """
    return tuple(
        _read(reference, shape, seen, inputs)
        for reference in references
        if reference.kind != "audio"
    )


def _read(
    reference: PlannedReference, shape: VideoShape, seen: tuple[int, int], inputs: Path
) -> Material:
    path = inputs / reference.stored
    if reference.kind == "image":
        pictures = _fitted(read_image(path), reference, seen)[None]
    elif reference.role == "style":
        pictures = read_video_frames(path, _middle(reference), seen)
    else:
        times = _lead(reference, shape) if reference.role == "extend" else _whole(reference, shape)
        pictures = read_video_frames(path, times, seen, reference.fit)
    unknown = _unknown(reference, seen, inputs)
    return Material(
        reference=reference,
        pictures=_widened(pictures, shape),
        unknown=None if unknown is None else _widened(unknown[None], shape)[0],
    )


def _widened(pictures: NDArray[Sample], shape: VideoShape) -> NDArray[Sample]:
    """Fill up (frames, height, width, ...) to the clip's size with the pixels at its edge."""
    height, width = pictures.shape[1:3]
    top, left = (shape.height - height) // 2, (shape.width - width) // 2
    around = [(0, 0), (top, shape.height - height - top), (left, shape.width - width - left)]
    return np.pad(pictures, around + [(0, 0)] * (pictures.ndim - 3), mode="edge")


def _fitted(
    rgb: NDArray[np.uint8], reference: PlannedReference, frame: tuple[int, int]
) -> NDArray[np.uint8]:
    if reference.role == "identity":
        # Whole, on the white ground that VACE was trained with.
        return fit_picture(rgb, frame, "fit", fill=_WHITE)
    fit: Fit = "crop" if reference.role in ("setting", "style") else reference.fit
    return fit_picture(rgb, frame, fit)


def _whole(reference: PlannedReference, shape: VideoShape) -> list[float]:
    """Moments of the part used; its last picture stands still for the rest of the clip."""
    start, last = reference.start_s or 0.0, reference.last_s
    return [min(start + k / shape.fps, last) for k in range(shape.num_frames)]


def _middle(reference: PlannedReference) -> list[float]:
    start, end = reference.start_s or 0.0, reference.end_s or reference.duration_s or 0.0
    return [(start + end) / 2]


def _lead(reference: PlannedReference, shape: VideoShape) -> list[float]:
    """The last moments of the part used, 1 + 4m of them, the very last picture at the end."""
    start, last = reference.start_s or 0.0, reference.last_s
    whole_chunks = int((last - start) * shape.fps + 1e-6) // 4
    count = min(LEAD_FRAMES, 1 + 4 * whole_chunks)
    return [last - k / shape.fps for k in reversed(range(count))]


def _unknown(
    reference: PlannedReference, frame: tuple[int, int], inputs: Path
) -> NDArray[np.bool_] | None:
    if reference.mask is not None:
        # Drawn over the picture, so it goes the picture's way into the frame.
        mask = fit_picture(read_image(inputs / reference.mask), frame, reference.fit, fill=_WHITE)
        return np.asarray(mask[..., 0] > 127)
    if reference.fit != "extend" or reference.width is None or reference.height is None:
        return None
    box = place(reference.width, reference.height, frame, "extend")
    unknown = np.ones((frame[1], frame[0]), np.bool_)
    unknown[box.top : box.top + box.height, box.left : box.left + box.width] = False
    return unknown if unknown.any() else None
