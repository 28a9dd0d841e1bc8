"""From what a plan's references show to what a VACE transformer is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from seedance_studio.domain.delivery import VideoShape
from seedance_studio.domain.material import Material
from seedance_studio.domain.reference import FRAME_ROLES, LOOK_ROLES, Role, can_be_staged
from seedance_studio.runtime.animatic import Animatic
from seedance_studio.runtime.latents import as_video, encode_pictures
from seedance_studio.seedling import controls
from seedance_studio.seedling.conditions import (
    Conditions,
    encode_conditions,
    repaint,
    shuffle_cells,
    with_references,
)

_LAST_STEPS = 4
_ROLLS_ON = 12.0
"""Frames in which a camera that goes on slows down to a third."""
_STRUCTURES = {"edges": controls.edges, "grey": controls.grey, "depth": controls.depth_like}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """What one set of weights was trained to be shown, and what its autoencoder allows."""

    shuffles_looks: bool
    """A look is shown as squares in another order; else as the picture that it is."""
    holds_moments: bool
    """Last frames and keyframes are put back while the model works, as what is given from the
    start always is. Only where the autoencoder sees each latent frame alone: one that remembers the
    frames before would put back the grey that stood there."""
    stages: bool
    """Looks and moves are staged as a rough clip that is painted over; else the control branch
    alone is trusted with them, as a large model's can be."""
    guided_until: float = 0.0
    """Noise level below which steps are not guided; see `seedling.flow.guided_until`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """What is given beside the words, encoded."""

    control: Tensor | None
    """What `encode_conditions` gives; None when the control branch has nothing to say."""
    strengths: tuple[float, ...]
    """How strongly each latent frame of `control` acts."""
    num_references: int
    """Latent frames in front of the clip's own."""
    lead_frames: int
    """Frames of a continued clip before the one that the result begins with."""
    known: Tensor | None
    """Latents (1, z_dim, frames, h, w) of what is given, normalised."""
    is_known: Tensor | None
    """(1, 1, frames, h, w), True where a cell is given whole."""
    source: Tensor | None
    """Latents of a clip that is edited; the run starts from them, noised."""
    animatic: Animatic | None
    """What can be staged for the model to paint over."""


def guide(
    vae: Any,  # noqa: ANN401
    shown: Sequence[Material],
    shape: VideoShape,
    manner: Manner,
    device: torch.device,
    *,
    always_controls: bool = False,
) -> Guidance:
    """Encode what the references show.

    Args:
        vae: one with the interface of diffusers' `AutoencoderKLWan`.
        shown: the references, read in frames of the clip's size.
        shape: of the clip to be made.
        manner: of the weights that will see it.
        device: where the autoencoder works.
        always_controls: fill the control branch even when it has nothing to say, at strength 0,
            which gives what the model gives without that branch.
    """
    lead = _lead_frames(shown)
    frames = shape.num_frames + lead
    canvas = np.zeros((frames, shape.height, shape.width, 3), np.uint8)
    mask = np.ones((frames, shape.height, shape.width), np.bool_)
    for one in shown:
        _lay_down(one, canvas, mask, lead)
    # In the order of training: who, where, in which look.
    pictures = sorted(
        (one for one in shown if one.reference.role in LOOK_ROLES),
        key=lambda one: LOOK_ROLES.index(one.reference.role),
    )
    drawn, strength = _control(shown, canvas.shape, lead)
    source = next((one for one in shown if one.reference.role == "edit"), None)
    held, free = _held(shown, canvas, mask, lead, manner)
    cells = _whole_cells(~free, 2 ** len(vae.temperal_downsample))
    control, strengths = None, _strengths(shown, pictures, strength, len(cells), lead)
    with torch.inference_mode():
        if drawn is None and not pictures and mask.all():
            if always_controls:
                spatial = 2 ** len(vae.temperal_downsample)
                channels = 2 * vae.config.z_dim + spatial**2
                control = torch.zeros(1, channels, *cells.shape, device=device)
                strengths = (0.0,) * len(cells)
        else:
            conditions = _conditions(canvas, mask, drawn, pictures, manner)
            control = encode_conditions(vae, conditions.to(device))
        return Guidance(
            control=control,
            strengths=strengths,
            num_references=len(pictures),
            lead_frames=lead,
            known=encode_pictures(vae, held, device) if cells.any() else None,
            is_known=torch.from_numpy(cells)[None, None].to(device) if cells.any() else None,
            source=encode_pictures(vae, source.pictures, device) if source else None,
            animatic=_animatic(shown, shape.num_frames, lead) if manner.stages else None,
        )


def _lead_frames(shown: Iterable[Material]) -> int:
    return next((len(one.pictures) - 1 for one in shown if one.reference.role == "extend"), 0)


def _lay_down(one: Material, canvas: NDArray[np.uint8], mask: NDArray[np.bool_], lead: int) -> None:
    """Put what is itself to be seen into the clip, and cut it out of the mask."""
    role = one.reference.role
    if role in FRAME_ROLES:
        first = 4 * (one.reference.latent_index or 0) + lead
    elif role == "extend" or (role == "edit" and one.unknown is not None):
        first = 0
    else:
        return
    where = slice(first, first + len(one.pictures))
    canvas[where] = one.pictures
    mask[where] = False if one.unknown is None else one.unknown


def _held(
    shown: Iterable[Material],
    canvas: NDArray[np.uint8],
    mask: NDArray[np.bool_],
    lead: int,
    manner: Manner,
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Clip and mask with each picture held for the whole latent frame that it becomes.

    One pixel frame of four could not be put back between steps.
    """
    if not manner.holds_moments:
        return canvas, mask
    held, free = canvas.copy(), mask.copy()
    for one in shown:
        if one.reference.role in FRAME_ROLES and one.reference.latent_index:
            last = 4 * one.reference.latent_index + lead
            held[last - 3 : last] = canvas[last]
            free[last - 3 : last] = mask[last]
    return held, free


def _control(
    shown: Iterable[Material], clip: tuple[int, ...], lead: int
) -> tuple[NDArray[np.uint8] | None, float]:
    """Draw the control clip and say how strongly it acts.

    A structure already holds its clip's motion and camera, so it stands alone. The camera of one
    clip and the motion of another add up, each without the other's part.
    """
    by_role = {one.reference.role: one for one in shown}
    roles = [role for role in ("structure", "camera", "motion") if role in by_role]
    if not roles:
        return None, 1.0
    leading = by_role[roles[0]]
    if "structure" in by_role:
        drawn = _STRUCTURES[leading.reference.structure or "edges"](leading.pictures)
    elif "motion" in by_role:
        drawn = controls.flow_pictures(_joint_flow(by_role["motion"], by_role.get("camera")))
    else:
        drawn = controls.camera(leading.pictures)
    whole = np.repeat(drawn[:1], clip[0], axis=0)
    whole[lead:] = drawn
    return whole, leading.reference.strength


def _animatic(shown: Sequence[Material], num_frames: int, lead: int) -> Animatic | None:
    if not can_be_staged(one.reference for one in shown):
        return None
    by_role = {one.reference.role: one for one in reversed(shown)}
    place, subject = by_role.get("setting"), by_role.get("identity")
    mover = by_role.get("camera") or by_role.get("motion")
    strengths = [one.reference.strength for one in (place, mover) if one is not None]
    moments = [
        (0 if one.reference.role == "extend" else 4 * (one.reference.latent_index or 0) + lead, one)
        for one in shown
        if one.reference.role in (*FRAME_ROLES, "extend")
    ]
    return Animatic(
        moments=tuple(
            (first, one.pictures) for first, one in sorted(moments, key=lambda pair: pair[0])
        ),
        place=place.pictures[0] if place else None,
        subject=subject.pictures[0] if subject else None,
        flow=_measured_flow(by_role, num_frames),
        place_strength=max(strengths, default=1.0),
        subject_strength=subject.reference.strength if subject else 1.0,
    )


def _measured_flow(by_role: Mapping[Role, Material], num_frames: int) -> controls.Flow | None:
    motion, camera = by_role.get("motion"), by_role.get("camera")
    if motion is not None:
        return _joint_flow(motion, camera)
    if camera is None:
        return _onward_flow(by_role.get("extend"), num_frames)
    size = camera.pictures.shape[1:3]
    return controls.camera_flow(controls.camera_path(camera.pictures), *size)


def _onward_flow(continued: Material | None, num_frames: int) -> controls.Flow | None:
    """Give the camera move that a clip ends with, going on and coming to rest."""
    if continued is None or len(continued.pictures) < 2:
        return None
    path = controls.camera_path(continued.pictures)
    # The middle one of the last few steps: a single one may be an error of measurement.
    step = np.median(path[-_LAST_STEPS:], axis=0, keepdims=True)
    slower = np.exp(-np.arange(num_frames - 1, dtype=np.float32) / _ROLLS_ON)
    first = controls.camera_flow(step, *continued.pictures.shape[1:3])
    onward: controls.Flow = first * slower[:, None, None, None]
    return onward


def _joint_flow(motion: Material, camera: Material | None) -> controls.Flow:
    flow = controls.dense_flow(motion.pictures)
    if camera is None:
        return flow
    size = motion.pictures.shape[1:3]
    own = controls.camera_flow(controls.camera_path(motion.pictures), *size)
    other = controls.camera_flow(controls.camera_path(camera.pictures), *size)
    return flow - own + other


def _conditions(
    canvas: NDArray[np.uint8],
    mask: NDArray[np.bool_],
    control: NDArray[np.uint8] | None,
    pictures: Sequence[Material],
    manner: Manner,
) -> Conditions:
    conditions = repaint(
        as_video(canvas),
        torch.from_numpy(mask)[None, None].float(),
        None if control is None else as_video(control),
    )
    if not pictures:
        return conditions
    stills = [
        shuffle_cells(still) if one.reference.role == "style" and manner.shuffles_looks else still
        for one in pictures
        for still in [as_video(one.pictures)[0, :, 0]]
    ]
    return with_references(conditions, torch.stack(stills)[None])


def _strengths(
    shown: Iterable[Material],
    pictures: Sequence[Material],
    control_strength: float,
    latent_frames: int,
    lead: int,
) -> tuple[float, ...]:
    clip = [control_strength] * latent_frames
    for one in shown:
        if one.reference.role == "extend":
            clip[: lead // 4 + 1] = [one.reference.strength] * (lead // 4 + 1)
        elif one.reference.role in FRAME_ROLES:
            clip[(one.reference.latent_index or 0) + lead // 4] = one.reference.strength
    # VACE puts the last reference first.
    return tuple([one.reference.strength for one in reversed(pictures)] + clip)


def _whole_cells(known: NDArray[np.bool_], spatial: int) -> NDArray[np.bool_]:
    """(frames, height, width) to (latent frames, h, w): which cells are given in all their pixels.

    The first frame fills a latent frame of its own.
    """
    chunks = np.concatenate([np.repeat(known[:1], 3, axis=0), known])
    frames, height, width = chunks.shape
    blocks = chunks.reshape(frames // 4, 4, height // spatial, spatial, width // spatial, spatial)
    return np.asarray(blocks.all(axis=(1, 3, 5)))
