"""How far a clip took over what it was made from, measured on the frames as they were generated."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from seedance_studio.domain.delivery import seen_size
from seedance_studio.domain.material import Material
from seedance_studio.domain.measured import Measure, Measured
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.reference import Role
from seedance_studio.media.fidelity import psnr_db
from seedance_studio.media.material import read_material
from seedance_studio.seedling import controls

Clip = NDArray[np.uint8]
"""(frames, height, width, 3), RGB."""
Values = dict[Measure, float]

_COLOUR_BINS = (6, 8, 8)
_LOOKED_AT = 5
_WIDE = 320
"""Pixels across at which two whole clips are compared: larger ones would take gigabytes."""


def measure(plan: GenerationPlan, frames: Clip, inputs: Path) -> tuple[Measured, ...]:
    """Measure a clip against its references, each by what its role promises.

    Args:
        plan: of the clip.
        frames: as generated, in the plan's native shape.
        inputs: folder of its files.
    """
    if not plan.references:
        return ()
    seen = seen_size(plan.native, plan.delivered)
    return tuple(
        Measured(item=one.reference.name, measure=name, value=round(value, 3))
        for one in read_material(plan.references, plan.native, seen, inputs)
        if one.reference.role in _MEASURES
        for name, value in _MEASURES[one.reference.role](one, frames).items()
    )


def _frame(shown: Material, frames: Clip) -> Values:
    made = frames[4 * (shown.reference.latent_index or 0)]
    is_given = None if shown.unknown is None else ~shown.unknown
    return {"psnr_db": psnr_db(shown.pictures[0], made, is_given)}


def _edit(shown: Material, frames: Clip) -> Values:
    if shown.unknown is None:
        return {"structure_correlation": _edges_correlation(shown.pictures, frames)}
    return {"psnr_db": psnr_db(shown.pictures, frames, ~shown.unknown)}


def _structure(shown: Material, frames: Clip) -> Values:
    return {"structure_correlation": _edges_correlation(shown.pictures, frames)}


def _camera(shown: Material, frames: Clip) -> Values:
    return {"camera_correlation": controls.camera_correlation(shown.pictures, frames)}


def _motion(shown: Material, frames: Clip) -> Values:
    flows = [controls.dense_flow(_small(clip)).ravel() for clip in (shown.pictures, frames)]
    sizes = [float(np.linalg.norm(flow)) for flow in flows]
    if min(sizes) == 0:
        return {"motion_correlation": 0.0}
    return {"motion_correlation": float(flows[0] @ flows[1]) / (sizes[0] * sizes[1])}


def _colours(shown: Material, frames: Clip) -> Values:
    chosen = frames[np.linspace(0, len(frames) - 1, _LOOKED_AT).astype(int)]
    own, made = _histogram(shown.pictures), _histogram(chosen)
    return {"colour_correlation": cv2.compareHist(own, made, cv2.HISTCMP_CORREL)}


def _seam(shown: Material, frames: Clip) -> Values:
    """The first frame is the source's last picture, so the seam lies between it and the next."""
    before, after = shown.pictures, frames[1:]
    colours = [_lab(picture).mean(axis=(0, 1)) for picture in (before[-1], after[0])]
    values: Values = {
        "seam_colour": float(np.linalg.norm(colours[0] - colours[1])),
        "seam_sharpness": _sharpness(after[:4]) / max(_sharpness(before[-4:]), 1e-6),
    }
    if len(before) > 1:
        across = controls.dense_flow(np.stack([before[-2], before[-1], after[0]]))
        jump = np.linalg.norm(across[1] - across[0], axis=-1).mean()
        values["seam_motion"] = 100 * float(jump) / frames.shape[2]
    return values


_MEASURES: dict[Role, Callable[[Material, Clip], Values]] = {
    "first_frame": _frame,
    "last_frame": _frame,
    "keyframe": _frame,
    "setting": _colours,
    "style": _colours,
    "camera": _camera,
    "motion": _motion,
    "structure": _structure,
    "edit": _edit,
    "extend": _seam,
}


def _edges_correlation(source: Clip, frames: Clip) -> float:
    small = (_small(clip) for clip in (source, frames))
    own, made = (controls.edges(clip)[..., 0].ravel().astype(float) for clip in small)
    own, made = own - own.mean(), made - made.mean()
    sizes = float(np.linalg.norm(own) * np.linalg.norm(made))
    return float(own @ made) / sizes if sizes else 0.0


def _small(clip: Clip) -> Clip:
    height, width = clip.shape[1:3]
    if width <= _WIDE:
        return clip
    size = (_WIDE, round(height * _WIDE / width))
    return np.stack([cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in clip])


def _histogram(clip: Clip) -> NDArray[np.float32]:
    """The colours of a clip, smoothed so that near ones count as near."""
    tall = clip.reshape(-1, clip.shape[2], 3)
    lab = cv2.cvtColor(cv2.GaussianBlur(tall, (0, 0), 2.0), cv2.COLOR_RGB2LAB)
    counted = cv2.calcHist([lab], [0, 1, 2], None, list(_COLOUR_BINS), [0, 256, 64, 192, 64, 192])
    return np.asarray(counted, np.float32)


def _lab(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    lab: NDArray[np.float32] = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return lab


def _sharpness(clip: Clip) -> float:
    greys = (cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in clip)
    return float(np.mean([cv2.Laplacian(grey, cv2.CV_32F).var() for grey in greys]))
