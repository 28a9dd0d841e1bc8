"""What the words of a plan say of movement, in numbers: the camera's path, the subject's pose."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch

from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.seedling.controls import Flow, camera_flow
from seedance_studio.seedling.world.camera import camera_path
from seedance_studio.seedling.world.motion import Pose, pose
from seedance_studio.seedling.world.vocabulary import ACTIONS, CAMERAS, SUBJECTS, Word

_PATHS = ("push_in", "pull_out", "pan_left", "pan_right", "tilt_up", "tilt_down", "handheld")
"""Moves of the whole picture; the others follow or circle a subject, which only a model can."""
_LEADING = ("camera", "motion", "extend")
"""What a clip that is given decides."""


def named_flow(plan: GenerationPlan) -> Flow | None:
    """Give the motion of the camera move to lay under a clip, as Seedling's world makes it.

    Returns:
        Of the plan's native frames; None where the words name no such move.
    """
    move = _named_move(plan)
    if move is None:
        return None
    native = plan.native
    path = camera_path(move, _times(plan), phase=0.0)
    zoom = path.zoom.numpy()
    size = (native.width, native.height)
    centre = np.stack([path.pan.numpy() * size[0], path.tilt.numpy() * size[1]], -1)
    steps = np.zeros((native.num_frames - 1, 2, 3), np.float32)
    steps[:, 0, 0] = steps[:, 1, 1] = zoom[1:] / zoom[:-1]
    steps[:, :, 2] = zoom[1:, None] * (centre[:-1] - centre[1:]) / (max(size) / 2)
    return camera_flow(steps, native.height, native.width)


def without_move(plan: GenerationPlan) -> str:
    """Give the words that the engine reads, with a still camera where the move is laid under.

    A model that has to guess how far a move has gone draws its subject in several places at once.
    """
    read, move = plan.prompt.engine_prompt, _named_move(plan)
    if move is None:
        return read
    for said, still in zip(_spellings(move), _spellings("static"), strict=True):
        read = read.replace(said[0], still[0])
    return read


def _named_move(plan: GenerationPlan) -> str | None:
    """Give the move that the engine reads and nothing else decides: no clip, no later picture."""
    if any(one.role in _LEADING or one.latent_index for one in plan.references):
        return None
    read = plan.prompt.engine_prompt
    return next(
        (move for move in _PATHS if any(words[0] in read for words in _spellings(move))), None
    )


def named_pose(plan: GenerationPlan) -> Pose | None:
    """Give how a subject moves that does what the prompt says; None where it says nothing."""
    action = _said(plan, "action", ACTIONS)
    if action is None:
        return None
    subject = _said(plan, "subject", SUBJECTS) or next(iter(SUBJECTS))
    return pose(action, subject, _times(plan), phase=plan.seed % 97 / 97)


def _spellings(move: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return CAMERAS[move].en, CAMERAS[move].zh


def _times(plan: GenerationPlan) -> torch.Tensor:
    return torch.arange(plan.native.num_frames, dtype=torch.float32) / plan.native.fps


def _said(plan: GenerationPlan, group: str, words: Mapping[str, Word]) -> str | None:
    """Give the id of the first word of a group that the prompt says."""
    for said in plan.prompt.words:
        if said.group == group and said.meaning is not None:
            return next((name for name, one in words.items() if one.en[0] == said.meaning.en), None)
    return None
