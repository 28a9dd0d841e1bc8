"""The animatic: what references show, staged as a rough clip that the model then paints over.

A small model follows pictures and moves loosely, and forgets a first frame at the next. So all of
it is staged first, as film makers do: pictures at their moments and one turned into the next; the
place as it was given, or as the model has begun to see it; who is in it, cut out and posed;
everything moved as the camera moves. While the run is still noisy the latents are held to that
clip, and each cell is let go at the noise level down to which it is to follow: below it the model
paints. This is SDEdit (Meng et al. 2022) with a threshold for each cell (Levin and Fried 2025), on
a clip that was moved by hand as in CamTrol (Geng et al. 2024).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from numpy.typing import NDArray
from torch import Tensor

from seedance_studio.media.cutout import cut_out
from seedance_studio.runtime.latents import decode_latents, encode_pictures, to_pixels
from seedance_studio.seedling.controls import Flow
from seedance_studio.seedling.world.motion import Pose

Frame = NDArray[np.uint8]
Clip = NDArray[np.uint8]

_BEGINS_AT, _SEES_AT = 0.95, 0.75
"""Noise levels at which a clip is staged: from files at once, else when the model sees a place."""
_GROWN_UNTIL = 0.2
"""Down to which a clip is followed that grows from a picture: below it the model moves things."""
_SEEN_UNTIL = 0.1
"""What the model itself saw, and a measured move carries: it is soft, and hides a move soon."""
_SUBJECT_UNTIL = 0.12
_UNCOVERED_UNTIL = 0.25
"""What comes into view from outside is nothing but a mirror image; the model paints it anew."""
_HEIGHT_SHARE, _FOOT = 0.56, 0.84
"""How tall a subject stands and where its foot is, in heights of the frame, as Seedling's do."""
_SHADOW = 0.28
_HALF_A_CELL = 0.3
"""From this share on a cell counts as the subject's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Animatic:
    """What is staged."""

    moments: tuple[tuple[int, Clip], ...]
    """What is seen in the clip itself: the number of its first frame, and (frames, height, width,
    3), in order. One at frame 0 is what everything grows from."""
    place: Frame | None
    """(height, width, 3): where it is; None is what the model sees."""
    subject: Frame | None
    """Who is in it, (height, width, 3), whole on white."""
    flow: Flow | None
    """How it moves from each frame to the next; None where nothing is measured."""
    place_strength: float
    subject_strength: float

    @property
    def has_something(self) -> bool:
        """Whether there is anything to hold a model to."""
        parts = (self.place, self.subject, self.flow)
        return bool(self.moments) or any(part is not None for part in parts)


class Rehearsal:
    """The animatic of one run, staged when the model has begun to see the place.

    Args:
        vae: `SeedlingVAE` or one with its interface.
        animatic: what is staged.
        pose: how its subject moves.
        noise: the run's own, (1, z_dim, latent frames, h, w).
    """

    def __init__(self, vae: Any, animatic: Animatic, pose: Pose | None, noise: Tensor) -> None:  # noqa: ANN401
        self._vae = vae
        self._animatic = animatic
        self._pose = pose
        self._noise = noise
        self._staged: tuple[Tensor, Tensor] | None = None

    def hold(self, latents: Tensor, sigma: float, clean: Callable[[], Tensor]) -> Tensor:
        """Put the animatic in its cells as long as they follow it.

        Args:
            latents: the clip's, between two steps.
            sigma: their noise level.
            clean: gives the model's present idea of the clean clip.
        """
        needs_sight = not self._animatic.moments and self._animatic.place is None
        if sigma > (_SEES_AT if needs_sight else _BEGINS_AT):
            return latents
        if self._staged is None:
            self._staged = self._stage(clean)
        draft, until = self._staged
        return torch.where(sigma >= until, (1 - sigma) * draft + sigma * self._noise, latents)

    def _stage(self, clean: Callable[[], Tensor]) -> tuple[Tensor, Tensor]:
        """Give the clip's latents and, (1, 1, frames, h, w), until when each cell follows them."""
        staged = self._animatic
        num_frames = 4 * (self._noise.shape[2] - 1) + 1
        clip, until = self._scene(num_frames, clean)
        cast = np.zeros(clip.shape[:3], np.float32)
        if staged.subject is not None and not staged.moments:
            _enter(clip, cast, cut_out(staged.subject), self._pose)
        if staged.flow is not None:
            anchor, flow = self._anchor(num_frames), staged.flow
            if staged.moments:  # whose own frames stay: the move begins with the last of them
                flow = np.concatenate([np.zeros((anchor, *flow.shape[1:]), np.float32), flow])
            outside = _moved(np.zeros_like(cast), flow, anchor, beyond=1.0)
            clip, cast = _moved(clip, flow, anchor), _moved(cast, flow, anchor)
            until = np.maximum(until, _UNCOVERED_UNTIL * outside)
        spatial = clip.shape[1] // self._noise.shape[3]
        until, cast = _by_cell(until, spatial), _by_cell(cast, spatial)
        follows = 1 - (1 - _SUBJECT_UNTIL) * staged.subject_strength
        until = np.where(cast > _HALF_A_CELL, follows, until)
        device = self._noise.device
        held = torch.from_numpy(until.astype(np.float32))[None, None].to(device)
        return encode_pictures(self._vae, clip, device), held

    def _anchor(self, num_frames: int) -> int:
        """Give the frame that stays as it is: others are moved away from it.

        What was given is seen from its end, or the start, on. What the model saw is best in the
        middle of a move, which then shows as little as can be of what lies outside.
        """
        if self._animatic.moments:
            return len(self._animatic.moments[0][1]) - 1
        return num_frames // 2 if self._animatic.place is None else 0

    def _scene(
        self, num_frames: int, clean: Callable[[], Tensor]
    ) -> tuple[Clip, NDArray[np.float32]]:
        """Give the clip without its subject and its move, and until when each pixel follows it."""
        staged = self._animatic
        if staged.moments:
            clip, is_held = _morphed(staged.moments, num_frames)
            until = np.where(is_held, _GROWN_UNTIL, 1.0)
        else:
            level = 1 - staged.place_strength
            if staged.place is not None:
                clip = np.repeat(staged.place[None], num_frames, axis=0)
            else:
                clip = to_pixels(decode_latents(self._vae, clean()))
                # Where nobody gave the place or a move, only the subject is held.
                level = 1.0 if staged.flow is None else _SEEN_UNTIL
            until = np.full(num_frames, level)
        shape = (num_frames, *clip.shape[1:3])
        return clip, np.broadcast_to(until[:, None, None], shape).astype(np.float32)


def _morphed(
    moments: tuple[tuple[int, Clip], ...], num_frames: int
) -> tuple[Clip, NDArray[np.bool_]]:
    """Put pictures at their frames and turn each into the next; the last one stays.

    Returns:
        The clip, and (frames,): False before the first of them, where nothing is known.
    """
    clip = np.zeros((num_frames, *moments[0][1].shape[1:]), np.uint8)
    for (first, shown), following in zip(moments, (*moments[1:], None), strict=True):
        last = first + len(shown) - 1
        clip[first : last + 1] = shown
        if following is None:
            clip[last + 1 :] = shown[-1]
            continue
        between = range(last + 1, following[0])
        for index in between:
            share = (index - last) / (following[0] - last)
            clip[index] = _turned_into(shown[-1], following[1][0], share)
    return clip, np.arange(num_frames) >= moments[0][0]


def _turned_into(before: Frame, after: Frame, share: float) -> Frame:
    """Give what lies between two pictures: each on its way to the other, dissolved."""
    dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    one, other = (cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in (before, after))
    rows, columns = np.mgrid[0 : before.shape[0], 0 : before.shape[1]].astype(np.float32)
    here = np.dstack([columns, rows])
    there = dis.calc(one, other, np.zeros_like(here))
    back = dis.calc(other, one, np.zeros_like(here))
    parts = [
        cv2.remap(
            picture, here + flow * part, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
        )
        for picture, flow, part in ((before, back, share), (after, there, 1 - share))
    ]
    blended: Frame = cv2.addWeighted(parts[0], 1 - share, parts[1], share, 0)
    return blended


def _moved(
    frames: NDArray[Any], flow: Flow, anchor: int, beyond: float | None = None
) -> NDArray[Any]:
    """Move all away from the frame `anchor`, onward and back in time; see `carried`."""
    onward = carried(frames[anchor:], flow[anchor:], beyond)
    back = carried(frames[anchor::-1], -flow[:anchor][::-1], beyond)
    return np.concatenate([back[:0:-1], onward])


def carried(clip: NDArray[Any], flow: Flow, beyond: float | None = None) -> NDArray[Any]:
    """Move every frame of a still scene along a measured flow, summed up from the first frame.

    Args:
        clip: (frames, height, width, ...), each frame as it would be seen without the move.
        flow: of as many frames.
        beyond: what comes into view from outside; None is the mirror of what is there.
    """
    rows, columns = np.mgrid[0 : clip.shape[1], 0 : clip.shape[2]].astype(np.float32)
    here = np.dstack([columns, rows])
    last = np.array([clip.shape[2] - 1, clip.shape[1] - 1], np.float32)
    edge = cv2.BORDER_REFLECT_101 if beyond is None else cv2.BORDER_CONSTANT
    source = here.copy()
    moved = clip.copy()
    for index, step in enumerate(flow, start=1):
        before = here - step
        within = np.clip(before, 0, last)
        # Beyond the edge the way goes on as it went at the edge.
        source = cv2.remap(source, within, None, cv2.INTER_LINEAR) + (before - within)
        moved[index] = cv2.remap(
            clip[index], source, None, cv2.INTER_LINEAR, borderMode=edge, borderValue=beyond or 0.0
        )
    return moved


def _enter(clip: Clip, cast: NDArray[np.float32], subject: Frame, pose: Pose | None) -> None:
    """Put the subject into every frame of a still scene, on its feet, with a shadow, in place."""
    height, width = clip.shape[1:3]
    tall = _HEIGHT_SHARE * height
    scale = min(tall / subject.shape[0], 0.8 * width / subject.shape[1])
    sprite = subject.astype(np.float32)
    sprite[..., :3] *= sprite[..., 3:] / 255
    foot = np.array([width / 2, _FOOT * height])
    for index, frame in enumerate(clip):
        shadow = np.zeros((height, width), np.float32)
        axes = (0.36 * scale * subject.shape[1], 0.05 * tall)
        cv2.ellipse(shadow, (foot, tuple(2 * side for side in axes), 0.0), _SHADOW, -1)
        shade = 1 - cv2.GaussianBlur(shadow, (0, 0), 2.0)[..., None]
        where = _standing(subject.shape, scale, foot, _posed(pose, index), tall)
        drawn = cv2.warpAffine(sprite, where, (width, height), flags=cv2.INTER_AREA)
        alpha = drawn[..., 3:] / 255
        frame[:] = np.rint(frame * shade * (1 - alpha) + drawn[..., :3]).clip(0, 255)
        cast[index] = alpha[..., 0]


_STILL = (0.0, 0.0, 1.0, 1.0, 0.0, 0.0)


def _posed(pose: Pose | None, index: int) -> tuple[float, ...]:
    """Give across, up, wide, tall, angle and lean at a frame."""
    if pose is None:
        return _STILL
    parts = (pose.across, pose.up, pose.wide, pose.tall, pose.angle, pose.lean)
    return tuple(float(part[index]) for part in parts)


def _standing(
    shape: tuple[int, ...],
    scale: float,
    foot: NDArray[np.float64],
    pose: tuple[float, ...],
    tall: float,
) -> NDArray[np.float64]:
    """Give the affine map from a sprite to the frame: on its foot, stretched, leaned, turned."""
    across, up, wide, high, angle, lean = pose
    cos, sin = np.cos(angle), np.sin(angle)
    stretch = np.array([[wide, -lean], [0.0, high]]) * scale
    turn = np.array([[cos, -sin], [sin, cos]]) @ stretch
    origin = np.array([shape[1] / 2, shape[0]])
    target = foot + np.array([across, -up]) * tall
    return np.column_stack([turn, target - turn @ origin])


def _by_cell(values: NDArray[np.float32], spatial: int) -> NDArray[np.float32]:
    """(frames, height, width) to (latent frames, h, w), the mean of each cell."""
    # The first frame fills a latent frame of its own.
    chunks = np.concatenate([np.repeat(values[:1], 3, axis=0), values])
    cells = F.avg_pool3d(torch.from_numpy(chunks)[None, None], (4, spatial, spatial))
    filled: NDArray[np.float32] = cells[0, 0].numpy()
    return filled
