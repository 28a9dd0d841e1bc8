"""What a control clip is: pictures that say how a clip is built or moves, and no more.

Each control takes and gives (frames, height, width, 3) uint8 RGB, as many frames as it was given.
The same functions draw the controls of the training data and of a user's own clip.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Clip = NDArray[np.uint8]
"""(frames, height, width, 3), RGB."""
Flow = NDArray[np.float32]
"""(frames - 1, height, width, 2): where each pixel goes until the next frame, right and down."""
CameraPath = NDArray[np.float32]
"""(frames - 1, 2, 3): the similarity that carries each frame's background to the next one's.

In a frame of any size: the origin is its centre, one unit is half its longer side.
"""

_FULL_SCALE = 0.05
"""A motion of this share of the longer side per frame has the full colour. Fixed, so that fast
looks faster than slow; the usual scaling by each frame's own fastest pixel would hide it."""
_GRID_STEP = 8
_INLIER_PIXELS = 1.0
"""How far from the camera's similarity a background pixel may move."""
_LEAST_POINTS = 24
_PROBES = np.stack(np.meshgrid(np.linspace(-0.9, 0.9, 7), np.linspace(-0.5, 0.5, 5)), -1).reshape(
    -1, 2
)
"""Places at which two camera moves are compared."""


def edges(clip: Clip) -> Clip:
    """White outlines on black: the gradient's size, which unlike thin lines survives encoding."""
    grey = _luma(clip)
    strength = np.empty(grey.shape, np.float32)
    for index, picture in enumerate(grey):
        smooth = cv2.GaussianBlur(picture, (0, 0), 1.0)
        across = cv2.Scharr(smooth, cv2.CV_32F, 1, 0)
        down = cv2.Scharr(smooth, cv2.CV_32F, 0, 1)
        strength[index] = cv2.magnitude(across, down)
    # One scale for the whole clip, or it would flicker; its strongest hundredth is full white.
    strength /= max(float(np.percentile(strength[::4], 99)), 1.0)
    return _as_rgb(strength)


def grey(clip: Clip) -> Clip:
    """Brightness without colour."""
    return np.repeat(_luma(clip)[..., None], 3, axis=-1)


def depth_like(clip: Clip) -> Clip:
    """Near is bright, far is dark, guessed from the layout alone; no measured depth.

    What lies lower in the picture is taken to be nearer, and so is what differs in colour from
    the rest of its row, as a figure in front of a landscape does.
    """
    frames, height, width, _ = clip.shape
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    depth = np.empty((frames, height, width), np.float32)
    for index, picture in enumerate(clip):
        lab = cv2.cvtColor(cv2.GaussianBlur(picture, (0, 0), 2.0), cv2.COLOR_RGB2LAB)
        apart = lab.astype(np.float32)
        apart -= np.median(apart, axis=1, keepdims=True)
        distinct = np.minimum(np.linalg.norm(apart, axis=2) / 64, 1)
        depth[index] = 0.5 * rows + 0.5 * cv2.GaussianBlur(distinct, (0, 0), 3.0)
    return _as_rgb(depth)


def motion(clip: Clip) -> Clip:
    """Every pixel's motion, as the usual colour wheel."""
    return flow_pictures(dense_flow(clip))


def camera(clip: Clip) -> Clip:
    """The camera's move alone, as the same colour wheel: nothing of what the clip shows."""
    height, width = clip.shape[1:3]
    return camera_pictures(camera_path(clip), height, width)


CONTROLS: dict[str, Callable[[Clip], Clip]] = {
    "edges": edges,
    "grey": grey,
    "depth": depth_like,
    "motion": motion,
    "camera": camera,
}


def dense_flow(clip: Clip) -> Flow:
    """Measure the motion between neighbouring frames by DIS (Kroeger et al. 2016)."""
    dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    luma = _luma(clip)
    flow = np.zeros((len(clip) - 1, *clip.shape[1:3], 2), np.float32)
    for index in range(len(flow)):
        flow[index] = dis.calc(luma[index], luma[index + 1], None)
    return flow


def flow_pictures(flow: Flow) -> Clip:
    """Draw motion: hue is its direction, saturation its speed, white is still.

    Frame t shows the motion from frame t - 1; frame 0, which has none, repeats frame 1.

    Returns:
        One frame more than `flow` has.
    """
    height, width = flow.shape[1:3]
    pictures = np.full((len(flow) + 1, height, width, 3), 255, np.uint8)
    for index, field in enumerate(flow):
        speed, degrees = cv2.cartToPolar(field[..., 0], field[..., 1], angleInDegrees=True)
        saturation = np.minimum(speed / (_FULL_SCALE * max(height, width)), 1)
        hsv = cv2.merge([degrees, saturation, np.ones_like(saturation)])
        pictures[index + 1] = np.rint(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB) * 255)
    if len(flow):
        pictures[0] = pictures[1]
    return pictures


def camera_path(clip: Clip) -> CameraPath:
    """Estimate the camera's move from a clip: pan, tilt, zoom and roll between its frames.

    A similarity is fitted to the flow of textured places by RANSAC, so that a subject which moves
    on its own is outvoted by its background. Where nothing can be followed, as across a cut, the
    camera is taken to stand still.
    """
    luma = _luma(clip)
    height, width = clip.shape[1:3]
    points = _grid(height, width)
    columns, rows = points.T.astype(int)
    path = np.tile(np.eye(2, 3, dtype=np.float32), (len(clip) - 1, 1, 1))
    for index, field in enumerate(dense_flow(clip)):
        texture = cv2.morphologyEx(luma[index], cv2.MORPH_GRADIENT, np.ones((5, 5), np.uint8))
        textured = texture[rows, columns] > 8
        chosen = textured if textured.sum() >= _LEAST_POINTS else np.ones_like(textured)
        source = points[chosen]
        target = source + field[rows[chosen], columns[chosen]]
        fitted, inliers = cv2.estimateAffinePartial2D(
            source, target, method=cv2.RANSAC, ransacReprojThreshold=_INLIER_PIXELS
        )
        if fitted is not None and inliers.mean() > 0.3:
            path[index] = _to_units(fitted, height, width)
    return path


def camera_flow(path: CameraPath, height: int, width: int) -> Flow:
    """Give the motion that a camera move causes in frames of any size."""
    half = max(height, width) / 2
    down, right = np.mgrid[0:height, 0:width].astype(np.float32)
    places = np.stack([(right - width / 2 + 0.5) / half, (down - height / 2 + 0.5) / half], -1)
    return np.stack([_moved(step, places) * np.float32(half) for step in path])


def camera_pictures(path: CameraPath, height: int, width: int) -> Clip:
    """Draw a camera move for frames of any size, as `camera` does."""
    return flow_pictures(camera_flow(path, height, width))


def camera_correlation(first: Clip, second: Clip) -> float:
    """Compare the camera moves of two clips, whatever they show.

    Returns:
        The cosine between the two moves' flow, each clip stretched to the same length: 1 for the
        same move at any speed, -1 for the opposite one, 0 for unrelated ones or a still camera.
    """
    moves = [_sampled(camera_path(clip)) for clip in (first, second)]
    sizes = [float(np.linalg.norm(move)) for move in moves]
    if min(sizes) == 0:
        return 0.0
    return float((moves[0] * moves[1]).sum() / (sizes[0] * sizes[1]))


def _sampled(path: CameraPath, instants: int = 24) -> NDArray[np.float64]:
    """(instants, probes, 2): the motion at a few places and times."""
    moved = np.stack([_moved(step, _PROBES) for step in path])
    wanted = np.linspace(0, len(path) - 1, instants)
    flat = moved.reshape(len(path), -1)
    columns = [np.interp(wanted, np.arange(len(path)), column) for column in flat.T]
    return np.stack(columns, -1)


def _moved(step: NDArray[np.float32], places: NDArray[np.floating]) -> NDArray[np.float32]:
    there: NDArray[np.float32] = places @ step[:, :2].T + step[:, 2] - places
    return there.astype(np.float32)


def _to_units(similarity: NDArray[np.float64], height: int, width: int) -> NDArray[np.float64]:
    """From pixels, origin in the corner, to half longer sides, origin in the centre."""
    centre = np.array([width / 2 - 0.5, height / 2 - 0.5])
    linear = similarity[:, :2]
    shift = (similarity[:, 2] + linear @ centre - centre) / (max(height, width) / 2)
    return np.column_stack([linear, shift])


def _grid(height: int, width: int) -> NDArray[np.float32]:
    columns = np.arange(_GRID_STEP // 2, width, _GRID_STEP)
    rows = np.arange(_GRID_STEP // 2, height, _GRID_STEP)
    return np.stack(np.meshgrid(columns, rows), -1).reshape(-1, 2).astype(np.float32)


def _luma(clip: Clip) -> NDArray[np.uint8]:
    frames, height, width, _ = clip.shape
    tall = np.ascontiguousarray(clip).reshape(frames * height, width, 3)
    luma: NDArray[np.uint8] = cv2.cvtColor(tall, cv2.COLOR_RGB2GRAY)
    return luma.reshape(frames, height, width)


def _as_rgb(brightness: NDArray[np.float32]) -> Clip:
    """(frames, height, width) from 0 to 1 to three equal channels."""
    levels = np.rint(np.clip(brightness, 0, 1) * 255).astype(np.uint8)
    return np.repeat(levels[..., None], 3, axis=-1)
