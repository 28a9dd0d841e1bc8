"""How subjects move: gaits, wing beats, waves, as poses over time.

Everything is periodic, so a clip may last as long as it likes.
"""

import math
from dataclasses import dataclass, field

import torch
from torch import Tensor

from seedance_studio.seedling.world.vocabulary import SUBJECTS

SCROLL_SPEEDS: dict[str, float] = {
    "run": 0.075,
    "drive": 0.080,
    "walk": 0.038,
    "fly": 0.065,
    "swim": 0.045,
    "sail": 0.040,
    "roll": 0.060,
}
"""How fast the world passes a travelling subject, in widths a second."""

_RESTING_ANGLES = {"aeroplane": 0.50, "rocket": 0.35}
"""Drawn climbing at 45 degrees; this lays them flatter, in radians."""
_FLAPPING = frozenset({"eagle", "owl", "bee", "duck", "dragon", "swan", "parrot", "dove"})
_FLUTTERING = frozenset({"butterfly", "fairy"})
_LEGLESS = frozenset({"snake"})
"""Their walk is a wave through the body."""
_GLIDING = frozenset({"skier"})
"""Their run has no strides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """A subject's pose at each frame; every tensor is (num_frames,)."""

    across: Tensor
    """Offset to the right, in subject heights."""
    up: Tensor
    """Offset upwards, in subject heights."""
    wide: Tensor
    """Horizontal stretch, 1 is none."""
    tall: Tensor
    """Vertical stretch, 1 is none."""
    angle: Tensor
    """Turn forward, in radians."""
    lean: Tensor
    """Sideways offset of the top with the foot at rest, in subject heights."""
    stride: Tensor
    """How far the legs swing apart, in subject heights; left and right half go opposite ways."""
    wave: Tensor
    """Phase of the wave running through the body, in radians."""
    wave_size: float = field(default=0.0)
    """Swing of that wave, in subject heights."""


def pose(action: str, subject: str, times_s: Tensor, phase: float) -> Pose:
    """Gives the pose of a subject playing an action.

    Args:
        action: an action id.
        subject: a subject id.
        times_s: (num_frames,) seconds.
        phase: 0..1, where in its cycle it begins.
    """
    turn = 2 * math.pi * phase
    still = torch.zeros_like(times_s)
    parts: dict[str, Tensor] = {}
    size = 0.0
    kind = SUBJECTS[subject].kind
    if action in ("walk", "run", "drive"):
        parts, size = _travelling(action, subject, times_s, turn)
    elif action == "jump":
        parts = _jump(times_s, turn)
    elif action in ("fly", "swim", "float", "sail", "rise"):
        parts, size = _carried(action, subject, times_s, turn)
    elif action == "dance":
        beat = times_s * 2 * math.pi * 1.0 + turn
        parts = {
            "lean": 0.10 * torch.sin(beat),
            "up": 0.05 * torch.sin(beat * 2).abs(),
            "tall": 1 + 0.04 * torch.cos(beat * 2),
            "angle": 0.10 * torch.sin(beat),
        }
    elif action == "spin":
        parts = {"wide": _spin_width(torch.cos(times_s * 2 * math.pi * 0.5 + turn))}
    elif action == "sway":
        parts = {"lean": 0.08 * torch.sin(times_s * 2 * math.pi * 0.45 + turn)}
    elif action == "roll":
        parts = {"angle": times_s * 2.6}
    elif kind in ("animal", "person", "bird"):
        parts = {"tall": 1 + 0.012 * torch.sin(times_s * 2 * math.pi * 0.6 + turn)}
    ones = torch.ones_like(times_s)
    filled = {name: parts.get(name, still) for name in ("across", "up", "lean", "stride", "wave")}
    angle = parts.get("angle", still) + _resting_angle(subject, action)
    return Pose(
        **filled,
        angle=angle,
        wide=parts.get("wide", ones),
        tall=parts.get("tall", ones),
        wave_size=size,
    )


def _sin(times_s: Tensor, hertz: float, turn: float = 0.0) -> Tensor:
    return torch.sin(times_s * (2 * math.pi * hertz) + turn)


def _resting_angle(subject: str, action: str) -> float:
    if subject == "rocket" and action == "rise":
        return -math.pi / 4
    return _RESTING_ANGLES.get(subject, 0.0)


def _spin_width(turned: Tensor) -> Tensor:
    """Never quite edge-on: a sprite has no side."""
    return torch.where(turned >= 0, turned.clamp(min=0.12), turned.clamp(max=-0.12))


def _travelling(
    action: str, subject: str, times_s: Tensor, turn: float
) -> tuple[dict[str, Tensor], float]:
    """On the ground, by legs, wheels or the whole body."""
    if action == "drive" or (action == "run" and subject in _GLIDING):
        bumps = 0.008 * torch.sin(times_s * 9 + turn)
        return {"up": bumps, "angle": 0.012 * _sin(times_s, 1.1)}, 0.0
    if subject in _LEGLESS:
        return {"wave": times_s * (2 * math.pi * 0.9) + turn}, 0.03
    return _gait(times_s, turn, fast=action == "run"), 0.0


def _gait(times_s: Tensor, turn: float, *, fast: bool) -> dict[str, Tensor]:
    hertz, size = (1.7, 1.0) if fast else (1.0, 0.6)
    step = times_s * (2 * math.pi * hertz) + turn
    return {
        "up": size * 0.055 * torch.sin(step).abs(),
        "angle": size * 0.055 * torch.sin(step * 2 + 0.6),
        "tall": 1 + size * 0.025 * torch.cos(step * 2),
        "stride": size * 0.085 * torch.sin(step),
        "lean": torch.full_like(times_s, 0.05 if fast else 0.0),
    }


def _jump(times_s: Tensor, turn: float) -> dict[str, Tensor]:
    share = (times_s * 0.9 + turn / (2 * math.pi)) % 1.0
    air = ((share - 0.25) / 0.75).clamp(0, 1)
    crouch = torch.sin((share / 0.25).clamp(0, 1) * math.pi)
    return {
        "up": 0.36 * 4 * air * (1 - air),
        "tall": 1 - 0.14 * crouch + 0.06 * torch.sin(air * math.pi),
        "wide": 1 + 0.10 * crouch,
        "angle": -0.08 * torch.cos(air * math.pi) * (air > 0),
    }


def _carried(
    action: str, subject: str, times_s: Tensor, turn: float
) -> tuple[dict[str, Tensor], float]:
    """Held by air or water."""
    slow = _sin(times_s, 0.4, turn)
    parts = {"up": 0.05 * slow, "angle": 0.04 * _sin(times_s, 0.4, turn + 1.2)}
    size = 0.0
    if action == "fly":
        if subject in _FLUTTERING:
            deep = 0.28 if subject == "butterfly" else 0.10
            parts["wide"] = 1 - deep + deep * _sin(times_s, 1.8, turn)
        elif subject in _FLAPPING:
            parts["tall"] = 1 + 0.09 * _sin(times_s, 1.6, turn)
            parts["up"] = parts["up"] + 0.03 * _sin(times_s, 1.6, turn + 2.0)
    elif action == "swim":
        size = 0.035
        parts["wave"] = times_s * (2 * math.pi * 1.1) + turn
    elif action == "float":
        parts["up"] = 0.07 * slow
        parts["lean"] = 0.03 * _sin(times_s, 0.3, turn)
    elif action == "sail":
        parts = {"up": 0.025 * slow, "angle": 0.05 * _sin(times_s, 0.4, turn + 1.2)}
    elif action == "rise":
        height = 0.55 * (1 - torch.exp(-times_s / 4.0)) - 0.20
        parts = {"up": height, "lean": 0.03 * _sin(times_s, 0.4, turn)}
    return parts, size
