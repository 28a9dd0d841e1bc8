"""A subject cut out of its picture."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

_WHITE = 244
"""What is brighter than this in all channels is the white that a picture was fitted onto."""
_PLAIN = 14.0
"""A rim that varies no more than this, 0 to 255, is a plain ground."""
_APART = 24.0
"""How far a colour must be from a plain ground to belong to the subject."""
_RIM_SHARE = 0.06
_ROUNDS = 4
_REACH = 0.4
"""How far from the middle a subject is looked for, in sides of the picture."""
_LEAST_SHARE = 0.01
"""A cut that keeps less than this of the picture has found nothing."""


def cut_out(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Give the subject of a picture with its own opacity, cropped to it.

    On a plain ground it is what differs from the ground. Elsewhere it is what GrabCut (Rother et
    al. 2004) takes for the foreground, beginning with what differs from the rest of its row about
    the middle. Where nothing stands out the whole picture is the subject.

    Args:
        rgb: (height, width, 3), the picture on white.

    Returns:
        (height, width, 4) RGBA, not premultiplied.
    """
    picture = _within(rgb, np.asarray((rgb < _WHITE).any(axis=2)))
    mask = _difference(picture)
    if mask is None:
        mask = _grab(picture)
    if not _LEAST_SHARE < mask.mean() < 1 - _LEAST_SHARE:
        mask = np.ones(picture.shape[:2], np.bool_)
    alpha = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.7) * mask
    rgba = np.dstack([picture, np.rint(alpha * 255).astype(np.uint8)])
    return _within(rgba, mask)


def _within(picture: NDArray[np.uint8], chosen: NDArray[np.bool_]) -> NDArray[np.uint8]:
    rows, columns = np.flatnonzero(chosen.any(axis=1)), np.flatnonzero(chosen.any(axis=0))
    if not len(rows):
        return picture
    return picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _difference(picture: NDArray[np.uint8]) -> NDArray[np.bool_] | None:
    """Tell the subject from a plain ground; None where there is no such ground.

    A picture that was cropped to its subject touches its own rim, so the corners speak for it.
    """
    height, width = picture.shape[:2]
    size = max(1, round(min(height, width) * _RIM_SHARE))
    ends = (slice(0, size), slice(-size, None))
    corners = np.concatenate(
        [picture[rows, columns].reshape(-1, 3) for rows in ends for columns in ends]
    ).astype(np.float32)
    ground = np.median(corners, axis=0)
    if np.abs(corners - ground).mean(axis=0).max() > _PLAIN:
        return None
    apart = np.abs(picture.astype(np.float32) - ground).max(axis=2) > _APART
    closed = cv2.morphologyEx(apart.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    return _filled(closed)


def _filled(mask: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Fill what the subject encloses: a white belly on a white ground is its own."""
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = np.zeros_like(mask)
    cv2.drawContours(filled, outlines, -1, 1, cv2.FILLED)
    return filled.astype(np.bool_)


def _grab(picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
    height, width = picture.shape[:2]
    rim = max(2, round(min(height, width) * _RIM_SHARE))
    if min(height, width) <= 4 * rim:
        return np.ones((height, width), np.bool_)
    state = np.where(_stands_out(picture), cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    state[:rim], state[-rim:], state[:, :rim], state[:, -rim:] = (cv2.GC_BGD,) * 4
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(0)  # its clusters begin by chance
    bgr = np.ascontiguousarray(picture[..., ::-1])
    cv2.grabCut(bgr, state, None, *models, _ROUNDS, cv2.GC_INIT_WITH_MASK)
    subject = np.isin(state, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    return _largest(subject)


def _stands_out(picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Tell what differs from the rest of its row, as a figure in front of a landscape does."""
    height, width = picture.shape[:2]
    lab = cv2.cvtColor(cv2.GaussianBlur(picture, (0, 0), 1.5), cv2.COLOR_RGB2LAB)
    apart = np.abs(lab.astype(np.float32) - np.median(lab, axis=1, keepdims=True)).max(axis=2)
    down, right = np.mgrid[0:height, 0:width]
    from_middle = np.hypot(right / width - 0.5, down / height - 0.5)
    return np.asarray((apart > _APART) & (from_middle < _REACH))


def _largest(mask: NDArray[np.uint8]) -> NDArray[np.bool_]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    if count < 2:
        return mask.astype(np.bool_)
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    return np.asarray(labels == largest)
