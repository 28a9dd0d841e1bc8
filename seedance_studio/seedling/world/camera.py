"""Where the camera goes: smooth, modest moves that settle instead of running away."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

_MOVE_S = 5.0
"""A move shows its whole reach in this time; later it eases to rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraPath:
    """Where the camera is at each frame; every tensor is (num_frames,)."""

    pan: Tensor
    """Travel to the right, in widths."""
    tilt: Tensor
    """Travel downwards, in heights."""
    zoom: Tensor
    """Magnification; 1 is the canonical view."""
    orbit: Tensor
    """How far it has gone around the subject: -1..1."""


def camera_path(camera: str, times_s: Tensor, phase: float) -> CameraPath:
    """Gives the path of a camera word.

    Args:
        camera: a camera id.
        times_s: (num_frames,) seconds since the clip's start.
        phase: 0..1, varies the wobble of a hand.
    """
    still = torch.zeros_like(times_s)
    pan, tilt, zoom, orbit = still, still, still + 1, still
    share = _ease(times_s / _MOVE_S)
    if camera in ("pan_left", "pan_right"):
        pan = (share - 0.5) * (0.30 if camera == "pan_right" else -0.30)
    elif camera in ("tilt_up", "tilt_down"):
        tilt = (share - 0.5) * (0.22 if camera == "tilt_down" else -0.22)
    elif camera == "push_in":
        zoom = 1 + 0.25 * share
    elif camera == "pull_out":
        zoom = 1.24 - 0.24 * share
    elif camera == "orbit":
        orbit = torch.sin((share - 0.5) * 2.2)
    elif camera == "handheld":
        turn = 2 * math.pi * phase
        pan = 0.010 * torch.sin(times_s * 3.1 + turn) + 0.006 * torch.sin(times_s * 7.3 + turn)
        tilt = 0.014 * torch.sin(times_s * 3.9 + turn) + 0.008 * torch.sin(times_s * 6.1 - turn)
        zoom = 1.05 + 0.008 * torch.sin(times_s * 1.7 + turn)
    return CameraPath(pan=pan, tilt=tilt, zoom=zoom, orbit=orbit)


def _ease(share: Tensor) -> Tensor:
    """Grows evenly up to 1 and then comes to rest at 1.25."""
    return torch.where(share < 1, share, 1.25 - 0.25 * torch.exp(-(share - 1).clamp(min=0) / 0.25))
