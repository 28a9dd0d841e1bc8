"""The detail of a given picture, carried along the motion that was generated from it.

An engine makes a small clip from a large photograph. What the photograph has and the clip has lost
is moved with the clip's own motion (DIS optical flow) and added back, as far as each pixel can be
followed: it fades where the clip shows something else than the photograph did. At the instant of
the photograph itself the result is the photograph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from seedance_studio.media.film import TimedFrame

Frame = NDArray[np.uint8]
Field = NDArray[np.float32]

_FLOW_SCALE = 2
"""Flow is found on a copy this much larger than the generated frame: finer than its pixels."""
_TOLERANCE = 10.0
"""Difference of 0 to 255 between a frame and the moved picture at which half the trust is gone."""
_FADE_PIXELS = 2.0
"""In pixels of the generated frame: how softly trust ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A picture that was given for one frame of the clip."""

    frame: int
    """Which generated frame it is."""
    rgb: Frame
    """(height, width, 3), in the clip's aspect."""
    given: NDArray[np.bool_] | None = None
    """(height, width): False where the picture had nothing and the engine painted."""


class _Followed:
    """One anchor, and where each pixel of the frame at hand lies in it."""

    def __init__(self, anchor: Anchor, native: Frame) -> None:
        self.frame = anchor.frame
        self._native = native.astype(np.float32)
        self._grey = _grey(native)
        height, width = anchor.rgb.shape[:2]
        plain = cv2.resize(native, (width, height), interpolation=cv2.INTER_CUBIC)
        self._lost = anchor.rgb.astype(np.int16) - plain.astype(np.int16)
        if anchor.given is not None:
            self._lost[~anchor.given] = 0
        self._flow: Field | None = None

    def moved_to(self, frame: int, native: Frame) -> tuple[NDArray[np.float32], Field]:
        """Give the lost detail where the frame shows it, and the trust in it, from 0 to 1."""
        height, width = self._lost.shape[:2]
        if frame == self.frame:
            return self._lost.astype(np.float32), np.ones((height, width), np.float32)
        dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        # Found from the last frame's: over a whole clip the way is too long to find at once.
        before = None if self._flow is None else self._flow.copy()
        self._flow = dis.calc(_grey(native), self._grey, before)
        small = cv2.resize(self._flow, native.shape[1::-1], interpolation=cv2.INTER_AREA)
        trust = self._trust(small / _FLOW_SCALE, native)
        scale = np.float32(width / self._flow.shape[1])
        lost = _fetched(self._lost, cv2.resize(self._flow, (width, height)) * scale)
        return lost.astype(np.float32), cv2.resize(trust, (width, height))

    def _trust(self, flow: Field, native: Frame) -> Field:
        seen = _fetched(self._native, flow, cv2.BORDER_CONSTANT, -255).astype(np.float32)
        apart = np.abs(seen - native).max(axis=2)
        soft = cv2.GaussianBlur(apart, (0, 0), _FADE_PIXELS)
        trust: Field = np.exp2(-np.square(soft / _TOLERANCE))
        return trust


def carry_detail(
    large: Iterator[TimedFrame], native: Sequence[Frame], anchors: Sequence[Anchor]
) -> Iterator[TimedFrame]:
    """Give each frame the detail of the pictures it was made from.

    Args:
        large: the frames, enlarged.
        native: the same as generated, (height, width, 3) each, in the same aspect.
        anchors: at least one, all pictures of one size, in order of frames.

    Returns:
        Frames of the anchors' size.
    """
    followed = [_Followed(anchor, native[anchor.frame]) for anchor in anchors]
    height, width = anchors[0].rgb.shape[:2]
    for index, (at, rgb) in enumerate(large):
        enlarged = cv2.resize(rgb, (width, height), interpolation=cv2.INTER_CUBIC)
        shares = _shares(index, [one.frame for one in followed])
        yield TimedFrame(at, _with_detail(index, enlarged, native[index], followed, shares))


def _with_detail(
    index: int,
    enlarged: Frame,
    native: Frame,
    followed: Sequence[_Followed],
    shares: Sequence[float],
) -> Frame:
    height, width = enlarged.shape[:2]
    detail = np.zeros((height, width, 3), np.float32)
    trusted = np.zeros((height, width), np.float32)
    for one, share in zip(followed, shares, strict=True):
        if share:
            lost, trust = one.moved_to(index, native)
            trust *= share
            detail += lost * trust[..., None]
            trusted += trust
    # Where detail returns, the sharpening that stood in for it goes.
    plain = cv2.resize(native, (width, height), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    base = enlarged + (plain - enlarged) * trusted[..., None]
    finished: Frame = np.clip(base + detail + 0.5, 0, 255).astype(np.uint8)
    return finished


def _shares(index: int, frames: Sequence[int]) -> list[float]:
    """How much each anchor counts: the nearer of the two around a frame the more, 1 in all."""
    shares = [0.0] * len(frames)
    later = int(np.searchsorted(frames, index))
    if later == 0:
        shares[0] = 1.0
    elif later == len(frames):
        shares[-1] = 1.0
    else:
        before, after = frames[later - 1], frames[later]
        shares[later] = (index - before) / (after - before)
        shares[later - 1] = 1 - shares[later]
    return shares


def _grey(native: Frame) -> NDArray[np.uint8]:
    height, width = native.shape[:2]
    size = (width * _FLOW_SCALE, height * _FLOW_SCALE)
    large = cv2.resize(native, size, interpolation=cv2.INTER_CUBIC)
    grey: NDArray[np.uint8] = cv2.cvtColor(large, cv2.COLOR_RGB2GRAY)
    return grey


def _fetched(
    picture: NDArray[np.generic], flow: Field, border: int = cv2.BORDER_REPLICATE, value: int = 0
) -> NDArray[np.generic]:
    """Give the picture with each pixel fetched from where `flow`, of its size, points."""
    rows, columns = np.mgrid[0 : flow.shape[0], 0 : flow.shape[1]].astype(np.float32)
    where = flow + np.dstack([columns, rows])
    fetched: NDArray[np.generic] = cv2.remap(
        picture, where, None, cv2.INTER_LINEAR, borderMode=border, borderValue=(value,) * 3
    )
    return fetched
