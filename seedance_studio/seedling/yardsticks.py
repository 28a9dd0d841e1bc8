"""What can be measured in a clip without a trained judge: the camera's move, motion, flicker.

Clips are (frames, height, width, 3) uint8 RGB.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import cv2
import numpy as np

from seedance_studio.seedling.controls import Clip, camera_path, dense_flow
from seedance_studio.seedling.world.scene import EVERYTHING, Known, Scene, sample_scene
from seedance_studio.seedling.world.vocabulary import SUBJECTS

MEASURABLE_CAMERAS = (
    "static",
    "push_in",
    "pull_out",
    "pan_left",
    "pan_right",
    "tilt_up",
    "tilt_down",
)
"""Moves that the background's flow tells apart; an orbit or a tracking shot looks like a pan."""

_LEAST_ZOOM, _LEAST_PAN, _LEAST_TILT = 0.07, 0.09, 0.08
"""What a move must reach in a whole clip to be one: log magnification, and half longer sides. Half
of what the world's own moves reach."""
_STEADY_SETTINGS = frozenset(
    {
        *("beach", "forest", "mountains", "city", "desert", "snow", "meadow", "road"),
        *("garden", "village", "bamboo", "kitchen", "fairground"),
    }
)
"""Where the ground stays where it is. Waves, drifting stars and bubbles are no camera's move."""


@dataclass(frozen=True, kw_only=True)
class Motion:
    """How much a clip moves, and how evenly."""

    amount: float
    """Mean motion of a pixel between two frames, in thousandths of the longer side."""
    flicker: float
    """Mean change of brightness that the motion does not explain, of 255, between two frames."""


def name_camera(clip: Clip) -> str:
    """Name the camera's move, one of MEASURABLE_CAMERAS, by the background's flow."""
    path = camera_path(clip)
    zoom = float(np.log(np.hypot(path[:, 0, 0], path[:, 1, 0])).sum())
    right, down = (float(path[:, axis, 2].sum()) for axis in (0, 1))
    # The picture's content goes the other way than the camera.
    reach = {
        "push_in": zoom / _LEAST_ZOOM,
        "pull_out": -zoom / _LEAST_ZOOM,
        "pan_left": right / _LEAST_PAN,
        "pan_right": -right / _LEAST_PAN,
        "tilt_up": down / _LEAST_TILT,
        "tilt_down": -down / _LEAST_TILT,
    }
    move = max(reach, key=lambda name: reach[name])
    return move if reach[move] >= 1 else "static"


def camera_scenes(count: int, seed: int, known: Known = EVERYTHING) -> list[Scene]:
    """Scenes for that yardstick: each move in turn, something that stands, on firm ground."""
    rng = random.Random(seed)
    scenes: list[Scene] = []
    while len(scenes) < count:
        scene = sample_scene(rng, known)
        can_stand = "stand" in SUBJECTS[scene.subject].actions
        is_alone = scene.count == 1 and scene.companion is None
        if scene.setting in _STEADY_SETTINGS and is_alone and can_stand:
            camera = MEASURABLE_CAMERAS[len(scenes) % len(MEASURABLE_CAMERAS)]
            scenes.append(replace(scene, action="stand", weather="clear", camera=camera))
    return scenes


def measure_motion(clip: Clip) -> Motion:
    """Measure how much a clip moves, and what flickers: each frame beside the one before, moved."""
    flow = dense_flow(clip)
    height, width = clip.shape[1:3]
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    luma = [cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY).astype(np.float32) for frame in clip]
    unexplained = []
    for before, after, field in zip(luma, luma[1:], flow, strict=False):
        moved = cv2.remap(after, columns + field[..., 0], rows + field[..., 1], cv2.INTER_LINEAR)
        unexplained.append(np.abs(moved - before).mean())
    return Motion(
        amount=float(np.linalg.norm(flow, axis=-1).mean() / max(height, width) * 1_000),
        flicker=float(np.mean(unexplained)),
    )
