"""What one clip's camera sees of a backdrop's layers."""

import math
import random
from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812  (everyone's name for it)
from torch import Tensor

from seedance_studio.seedling.world.camera import CameraPath, camera_path
from seedance_studio.seedling.world.motion import SCROLL_SPEEDS
from seedance_studio.seedling.world.paint import Frame, Layer
from seedance_studio.seedling.world.scene import Scene

PIVOT = (0.5, 0.62)
"""The point that zooming leaves where it is, in widths and heights."""
_TRAVEL, _TRAVEL_PAST, _GAIN_PAST = 0.15, 0.34, 0.16
"""How far a subject travels through a picture in five seconds, in widths: a still one, a still one
past another, and a moving one past another, so that it clearly leaves that one behind."""
_ORBIT_REACH = 0.16
"""How far the farthest layer slides while the camera goes around, in widths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """What a scene's seed decides."""

    looks_right: bool
    offset: float
    """The subject's place beside the middle, in widths."""
    size: float
    """Factor on the subject's height."""
    beginnings: tuple[float, ...]
    """Where on its panorama each layer begins, in periods."""
    sky_shift: float
    """In widths."""
    phase: float
    """0..1, where in its cycle every motion begins."""


def chance_of(scene: Scene) -> Chance:
    """Draws everything the words leave open; the same on every machine."""
    rng = random.Random(scene.seed)
    return Chance(
        looks_right=rng.random() < 0.95,
        offset=rng.uniform(-0.012, 0.012),
        size=rng.uniform(0.98, 1.02),
        beginnings=tuple(rng.random() for _ in range(8)),
        sky_shift=rng.uniform(-0.05, 0.05),
        phase=rng.random(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The camera of one clip; all tensors are (num_frames,) on the CPU."""

    frame: Frame
    chance: Chance
    times_s: Tensor
    path: CameraPath
    scroll: Tensor
    """How far the subject has travelled through the world, in widths to the right."""
    travel: Tensor
    """How far the subject has moved through the picture instead, in widths."""

    def shift(self, parallax: float | Tensor) -> Tensor:
        """Gives how far a depth has moved to the left, in pixels."""
        pan = self.path.pan * (0.45 + 0.55 * parallax)
        orbit = self.path.orbit * _ORBIT_REACH * (1 - parallax)
        return (self.scroll * parallax + pan + orbit) * self.frame.width

    def zoom(self, parallax: float) -> Tensor:
        """Gives the magnification of a depth: far things grow less."""
        return 1 + (self.path.zoom - 1) * (0.35 + 0.65 * min(parallax, 1.2))

    def row(self, down: float, parallax: float) -> Tensor:
        """Gives the picture's row of a painted height at a depth: (num_frames,)."""
        tilt = self.path.tilt * (0.6 + 0.4 * parallax)
        return ((down - PIVOT[1] - tilt) * self.zoom(parallax) + PIVOT[1]) * self.frame.height


def make_view(scene: Scene, frame: Frame, times_s: Tensor) -> View:
    """Plans the camera and the journey of a scene.

    Args:
        scene: what is filmed.
        frame: its size.
        times_s: (num_frames,) seconds, on the CPU.
    """
    chance = chance_of(scene)
    direction = 1.0 if chance.looks_right else -1.0
    speed = SCROLL_SPEEDS.get(scene.action, 0.0) * direction
    path = camera_path(scene.camera, times_s, chance.phase)
    still = torch.zeros_like(times_s)
    passes = scene.relation == "passing"
    reach = 0.0
    if speed:
        is_static = scene.camera == "static"
        reach = (_TRAVEL_PAST if passes else _TRAVEL) if is_static else _GAIN_PAST * passes
    scroll = still if scene.camera == "static" else times_s * speed
    travel = direction * reach * (1.12 * torch.tanh(times_s / 3.6) - 0.5)
    if scene.camera == "tracking" and not speed:
        path = camera_path("orbit", times_s * 0.7, chance.phase)
    return View(
        frame=frame, chance=chance, times_s=times_s, path=path, scroll=scroll, travel=travel
    )


def draw_sky(sky: Tensor, side: int, view: View, num_frames: int) -> Tensor:
    """Opens the frames with a sky.

    Args:
        sky: (3, rows, columns).
        side: columns it has on each side beyond the view.
        view: the camera.
        num_frames: how many frames to open.

    Returns: (num_frames, 3, height, width) float32, freshly allocated.
    """
    frame, device = view.frame, sky.device
    moved = (view.shift(0.03) * 0.6 + view.chance.sky_shift * frame.width).clamp(-side, side)
    zoom, tilt = view.zoom(0.0), view.path.tilt * 0.6 * frame.height
    if _is_still(moved) and _is_still(zoom) and _is_still(tilt):
        moved, zoom, tilt = moved[:1], zoom[:1], tilt[:1]
    x, y = _pixels(frame, slice(0, frame.height), zoom, device)
    x = x + side + moved.to(device)[:, None]
    y = y + frame.margin + tilt.to(device)[:, None]
    drawn = _sample(sky.float(), x[:, None, :], y)
    return drawn.expand(num_frames, -1, -1, -1).clone()


def draw_layer(frames: Tensor, layer: Layer, view: View, begin: float, drift: float = 0.0) -> None:
    """Lays one layer over the frames, in place.

    Args:
        frames: (num_frames, 3, height, width).
        layer: on the frames' device.
        view: the camera.
        begin: where on the panorama the clip begins, in periods.
        drift: own travel to the right, in widths a second.
    """
    frame, device = view.frame, frames.device
    far, near = layer.parallax
    middle = (far + near) / 2
    zoom = view.zoom(middle)
    tilt = view.path.tilt * (0.6 + 0.4 * middle) * frame.height
    high = layer.rgba.shape[1]
    rows = _visible_rows(frame, layer.top, layer.top + high, zoom, tilt)
    if rows.stop <= rows.start:
        return
    x, y = _pixels(frame, rows, zoom, device)
    y = y + tilt.to(device)[:, None] - layer.top
    share = (y / high).clamp(0, 1)
    shift = _shift_by_row(view, far, near, share)
    shift = shift - (drift * frame.width * view.times_s).to(device)[:, None]
    wanted = x[:, None, :] + (shift % frame.period)[:, :, None]
    wanted = wanted + begin * frame.period
    wanted = wanted - torch.floor(wanted[:, :, :1] / frame.period) * frame.period
    if layer.sway:
        clock = view.times_s.to(device)[:, None, None]
        swing = torch.sin(1.9 * clock + x[:, None, :] * (5.0 / frame.unit))
        wanted = wanted + layer.sway * frame.unit * (1 - share)[:, :, None] * swing
    if not layer.sway and _is_still(view.times_s * drift) and _never_moves(view):
        wanted, y = wanted[:1], y[:1]
    drawn = _sample(layer.rgba.float(), wanted, y)
    patch = frames[:, :, rows]
    patch.mul_(1 - drawn[:, 3:]).add_(drawn[:, :3])


def across_water(view: View, parallax: float, device: torch.device) -> Tensor:
    """Gives where over the water each column looks: (num_frames, width), in widths."""
    columns = (torch.arange(view.frame.width, device=device) + 0.5) / view.frame.width
    return columns + (view.shift(parallax) / view.frame.width).to(device)[:, None]


def _shift_by_row(view: View, far: float, near: float, share: Tensor) -> Tensor:
    """Gives (num_frames, rows) pixels; nearer rows of a layer move faster."""
    first = view.shift(far).to(share.device)[:, None]
    if far == near:
        return first.expand(-1, share.shape[1])
    last = view.shift(near).to(share.device)[:, None]
    return first + (last - first) * share


def _pixels(frame: Frame, rows: slice, zoom: Tensor, device: torch.device) -> tuple[Tensor, Tensor]:
    """Gives the painted positions under each pixel: (num_frames, width) and (num_frames, rows)."""
    scale = zoom.to(device)[:, None]
    centre_x, centre_y = PIVOT[0] * frame.width, PIVOT[1] * frame.height
    x = torch.arange(frame.width, device=device) + 0.5
    y = torch.arange(rows.start, rows.stop, device=device) + 0.5
    return (x - centre_x) / scale + centre_x, (y - centre_y) / scale + centre_y


def _visible_rows(frame: Frame, top: int, bottom: int, zoom: Tensor, tilt: Tensor) -> slice:
    pivot = PIVOT[1] * frame.height
    first = float(((top - tilt - pivot) * zoom + pivot).min())
    last = float(((bottom - tilt - pivot) * zoom + pivot).max())
    start = min(max(0, math.floor(first)), frame.height)
    return slice(start, max(start, min(frame.height, math.ceil(last))))


def _sample(texture: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Samples a texture at pixel positions; outside, its edge goes on.

    Args:
        texture: (channels, rows, columns).
        x: (num_frames, rows or 1, width).
        y: (num_frames, rows).

    Returns: (num_frames, channels, rows, width).
    """
    _, high, wide = texture.shape
    num_frames, rows, width = x.shape[0], y.shape[1], x.shape[2]
    grid = torch.empty(num_frames, rows, width, 2, device=texture.device)
    grid[..., 0] = x * (2 / wide) - 1
    grid[..., 1] = (y * (2 / high) - 1)[:, :, None]
    whole = texture[None].expand(num_frames, -1, -1, -1)
    return F.grid_sample(whole, grid, padding_mode="border", align_corners=False)


def _is_still(values: Tensor) -> bool:
    return bool((values == values[0]).all())


def _never_moves(view: View) -> bool:
    path = view.path
    return all(
        _is_still(part) for part in (path.pan, path.tilt, path.zoom, path.orbit, view.scroll)
    )
