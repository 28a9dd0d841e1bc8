"""Draws scenes as moving pictures, on a CPU or a GPU alike.

Backdrops are painted once per setting, time and size, and kept; a frame only shifts, scales and
lays them over each other. Everything that a scene's words leave open comes from its seed.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import torch
from torch import Tensor

from seedance_studio.seedling.world import (
    backdrops_beyond,
    backdrops_built,
    backdrops_green,
    backdrops_indoors,
    backdrops_land,
    backdrops_village,
    effects,
    sprites,
)
from seedance_studio.seedling.world.atlas import Atlas
from seedance_studio.seedling.world.company import Part, parts_of
from seedance_studio.seedling.world.light import AIRS, LIGHTS, Light, overcast_colour
from seedance_studio.seedling.world.motion import pose
from seedance_studio.seedling.world.paint import Frame, Layer
from seedance_studio.seedling.world.scene import SHELTERED_SETTINGS, WATER_SETTINGS, Scene
from seedance_studio.seedling.world.sky import paint_clouds, paint_sky, sky_margin
from seedance_studio.seedling.world.view import (
    PIVOT,
    View,
    across_water,
    draw_layer,
    draw_sky,
    make_view,
)
from seedance_studio.seedling.world.vocabulary import SUBJECTS

_BACKDROPS: dict[str, Callable[[Frame, Light], list[Layer]]] = {
    "beach": backdrops_land.beach,
    "ocean": backdrops_beyond.ocean,
    "forest": backdrops_land.forest,
    "mountains": backdrops_land.mountains,
    "city": backdrops_built.city,
    "desert": backdrops_land.desert,
    "snow": backdrops_land.snow,
    "meadow": backdrops_land.meadow,
    "space": backdrops_beyond.space,
    "underwater": backdrops_beyond.underwater,
    "road": backdrops_built.road,
    "room": backdrops_built.room,
    "lake": backdrops_green.lake,
    "garden": backdrops_green.garden,
    "village": backdrops_village.village,
    "bamboo": backdrops_green.bamboo,
    "stage": backdrops_indoors.stage,
    "kitchen": backdrops_indoors.kitchen,
    "moon": backdrops_beyond.moon,
    "fairground": backdrops_village.fairground,
}
_WATER_ROWS = {"beach": (0.488, 0.72), "ocean": (0.462, 1.0)}
_OWN_SKIES = frozenset({"space", "underwater", "moon"})
_INDOORS = frozenset({"room", "kitchen", "stage"})
"""Where lamps light the subject when it is dark outside."""
_CLOUD_DRIFT = 0.012
_VIGNETTE = 0.20
_HELD_UP = frozenset({"fly", "swim", "float", "rise"})
_LARGE = frozenset(
    [
        "elephant", "giraffe", "dinosaur", "whale", "tree", "pine_tree", "house", "castle",
        "pagoda", "palm_tree", "christmas_tree", "torii", "fountain", "truck", "bullet_train",
        "racing_car", "canoe", "speedboat",
    ]
)  # fmt: skip
_SMALL = frozenset(
    [
        "bee", "butterfly", "football", "turtle", "mouse", "chick", "frog", "crab", "mushroom",
        "basketball", "apple", "watermelon", "pumpkin", "mooncake", "dumpling", "hamburger",
        "teapot", "candle", "red_envelope", "ghost", "heart",
    ]
)  # fmt: skip

_Kept = TypeVar("_Kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """Finished pictures."""

    frames: Tensor
    """(batch, num_frames, 3, height, width) float32, 0..1."""
    subject_mask: Tensor
    """(batch, num_frames, 1, height, width) float32, 1 where a subject covers the backdrop."""


class _Shelf(Generic[_Kept]):
    """Keeps the things used last, so that memory stays bounded."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._things: OrderedDict[tuple[object, ...], _Kept] = OrderedDict()

    def get(self, key: tuple[object, ...], make: Callable[[], _Kept]) -> _Kept:
        if key not in self._things:
            self._things[key] = make()
            if len(self._things) > self._capacity:
                self._things.popitem(last=False)
        self._things.move_to_end(key)
        return self._things[key]


class Renderer:
    """Draws any scene at any size that is a multiple of 32.

    Args:
        atlas: the subjects' pictures.
        device: where pictures are drawn; every device draws the same.
    """

    def __init__(self, atlas: Atlas, device: torch.device) -> None:
        self._atlas = atlas
        self._device = device
        self._layers: _Shelf[list[Layer]] = _Shelf(128)
        self._clouds: _Shelf[Layer] = _Shelf(24)
        self._skies: _Shelf[Tensor] = _Shelf(64)
        self._sprites: _Shelf[Tensor] = _Shelf(256)
        self._particles: _Shelf[list[effects.Particles]] = _Shelf(64)
        self._vignettes: _Shelf[Tensor] = _Shelf(8)

    def render(
        self, scenes: Sequence[Scene], num_frames: int, fps: float, height: int, width: int
    ) -> Rendered:
        """Draws whole clips, all of the same length."""
        times_s = torch.arange(num_frames, dtype=torch.float32) / fps
        return self.render_frames_at(scenes, times_s.expand(len(scenes), -1), height, width)

    @torch.no_grad()
    def render_frames_at(
        self, scenes: Sequence[Scene], times_s: Tensor, height: int, width: int
    ) -> Rendered:
        """Draws the frames that clips have at given seconds.

        Args:
            scenes: one per clip.
            times_s: (batch, num_frames) seconds since each clip's start.
            height: in pixels.
            width: in pixels.
        """
        frame = Frame(height=height, width=width)
        times_s = times_s.detach().float().cpu()
        batch, num_frames = times_s.shape
        frames = torch.empty(batch, num_frames, 3, height, width, device=self._device)
        masks = torch.zeros(batch, num_frames, 1, height, width, device=self._device)
        for index, scene in enumerate(scenes):
            view = make_view(scene, frame, times_s[index])
            frames[index] = self._draw(scene, view, masks[index])
        return Rendered(frames=frames, subject_mask=masks)

    def _draw(self, scene: Scene, view: View, mask: Tensor) -> Tensor:
        """Draws one clip from back to front: (num_frames, 3, height, width)."""
        light, air = LIGHTS[scene.time], AIRS[scene.weather]
        layers = self._backdrop(scene, view.frame)
        behind = [layer for layer in layers if not layer.in_front]
        if not _stands_ashore(scene):
            behind = [layer for layer in behind if not layer.is_shore]
        begins = view.chance.beginnings
        frames = self._draw_sky(scene, view)
        veil_colour = torch.tensor(overcast_colour(light), device=self._device).reshape(3, 1, 1)
        for depth in range(3):
            for index, layer in enumerate(behind):
                if layer.veil == depth:
                    draw_layer(frames, layer, view, begins[index])
            if depth == 0:
                self._draw_water(scene.setting, frames, view, light)
            if air.veil[depth]:
                frames.lerp_(veil_colour.expand_as(frames), air.veil[depth])
        self._draw_ground_effects(scene.setting, frames, view, light)
        self._draw_subjects(scene, frames, mask, view)
        for index, layer in enumerate(layers):
            if layer.in_front:
                draw_layer(frames, layer, view, begins[index])
        for particles in self._drifting(scene, view.frame):
            effects.draw_particles(frames, particles, view.times_s, scene.seed)
        return self._finish(frames, scene.weather, view.frame)

    def _draw_sky(self, scene: Scene, view: View) -> Tensor:
        frame, time = view.frame, scene.time
        own = scene.setting if scene.setting in _OWN_SKIES else "open"
        sky = self._skies.get(
            (own, time, scene.weather, frame),
            lambda: paint_sky(frame, own, time, scene.weather).to(self._device),
        )
        frames = draw_sky(sky, sky_margin(frame), view, len(view.times_s))
        if scene.setting not in SHELTERED_SETTINGS and scene.weather != "fog":
            is_overcast = scene.weather != "clear"
            clouds = self._clouds.get(
                (time, is_overcast, frame),
                lambda: self._moved(paint_clouds(frame, time, is_overcast=is_overcast)),
            )
            draw_layer(frames, clouds, view, view.chance.beginnings[7], drift=_CLOUD_DRIFT)
        return frames

    def _draw_water(self, setting: str, frames: Tensor, view: View, light: Light) -> None:
        if setting == "lake":
            shore = view.row(backdrops_green.LAKE_SHORE, 0.12)
            across = across_water(view, 0.35, self._device)
            effects.draw_mirror(frames, shore, across, view.times_s, light)
        if setting not in _WATER_ROWS:
            return
        first, last = _WATER_ROWS[setting]
        effects.draw_water(
            frames,
            view.row(first, 0.12),
            view.row(last, 0.8),
            across_water(view, 0.35, self._device),
            view.times_s,
            light,
        )

    def _draw_ground_effects(self, setting: str, frames: Tensor, view: View, light: Light) -> None:
        if setting == "beach":
            across = across_water(view, 0.55, self._device)
            effects.draw_foam(frames, view.row(0.672, 0.6), across, view.times_s, light)
        elif setting == "underwater":
            across = across_water(view, 0.9, self._device)
            floor = float(view.row(0.79, 0.7).min())
            effects.draw_caustics(frames, floor, across, view.times_s)

    def _draw_subjects(self, scene: Scene, frames: Tensor, mask: Tensor, view: View) -> None:
        light, air = LIGHTS[scene.time], AIRS[scene.weather]
        if scene.setting in _INDOORS:
            light = backdrops_built.indoors(light)
        looks_right = view.chance.looks_right
        for part in parts_of(scene, view, _share):
            one = part.scene
            sprite = self._sprite(one, light, looks_right=looks_right)
            turn = (view.chance.phase + part.turn) % 1.0
            posed = pose(one.action, one.subject, view.times_s, turn)
            if scene.camera == "orbit":
                posed = replace(posed, wide=posed.wide * (1 - 0.16 * view.path.orbit.abs()))
            place = _place(part, view, looks_right=looks_right)
            if place.waterline is not None:
                on_device = view.times_s.to(self._device)
                sprites.draw_reflection(frames, sprite, place, posed, on_device)
            elif scene.setting not in ("space", *WATER_SETTINGS) or _stands_ashore(one):
                shaded = replace(place, y=_ground_rows(part, view))
                sprites.draw_shadow(frames, shaded, posed, light, air.shadow)
            sprites.draw_subject(frames, mask, sprite, place, posed)

    def _sprite(self, scene: Scene, light: Light, *, looks_right: bool) -> Tensor:
        def make() -> Tensor:
            index = list(SUBJECTS).index(scene.subject)
            sprite = self._atlas.sprites[index].to(self._device).float() / 255
            if int(self._atlas.facing[index]) < 0:
                sprite = sprite.flip(-1)
            sprite = sprites.repaint(sprite, scene.subject, scene.colour)
            side = (1.0 if light.sun[0] > 0.5 else -1.0) * (1.0 if looks_right else -1.0)
            return sprites.padded(sprites.lit(sprite, light, scene.subject, side))

        key = (scene.subject, scene.colour, scene.time, scene.setting in _INDOORS, looks_right)
        return self._sprites.get(key, make)

    def _backdrop(self, scene: Scene, frame: Frame) -> list[Layer]:
        paint = _BACKDROPS[scene.setting]
        return self._layers.get(
            (scene.setting, scene.time, frame),
            lambda: [self._moved(layer) for layer in paint(frame, LIGHTS[scene.time])],
        )

    def _moved(self, layer: Layer) -> Layer:
        return replace(layer, rgba=layer.rgba.to(self._device))

    def _drifting(self, scene: Scene, frame: Frame) -> list[effects.Particles]:
        light, falling = LIGHTS[scene.time], AIRS[scene.weather].falling

        def make() -> list[effects.Particles]:
            ambient = effects.ambient_particles(frame, scene.setting, light)
            found = [ambient] if ambient and not falling else []
            if falling and scene.setting not in SHELTERED_SETTINGS:
                found += effects.weather_particles(frame, falling, light)
            return [replace(one, tile=one.tile.to(self._device)) for one in found]

        return self._particles.get((scene.setting, scene.time, falling, frame), make)

    def _finish(self, frames: Tensor, weather: str, frame: Frame) -> Tensor:
        gain = torch.tensor(AIRS[weather].gain).reshape(3, 1, 1)
        shade = self._vignettes.get(
            (weather, frame), lambda: (_vignette(frame) * gain).to(self._device)
        )
        return frames.mul_(shade).clamp_(0, 1)


def _share(subject: str) -> float:
    """Gives the height of a subject alone, in frame units."""
    return 0.62 if subject in _LARGE else 0.50 if subject in _SMALL else 0.57


def _place(part: Part, view: View, *, looks_right: bool) -> sprites.Placement:
    """Puts a subject on its mark, camera moves included."""
    frame, scene = view.frame, part.scene
    near = view.path.zoom
    height = near * frame.unit * _share(scene.subject) * view.chance.size * part.size
    home = PIVOT[0] + view.chance.offset + part.beside + view.travel
    x = ((home - view.path.pan - PIVOT[0]) * near + PIVOT[0]) * frame.width
    return sprites.Placement(
        x=x,
        y=view.row(_foot(scene) + part.lower, 1.0),
        height=height,
        looks_right=looks_right,
        waterline=_waterline(scene),
    )


def _is_afloat(scene: Scene) -> bool:
    """Tells whether the subject is in the water; a lake has a shore for those who walk."""
    if scene.setting not in WATER_SETTINGS or scene.action in ("fly", "rise"):
        return False
    kind = SUBJECTS[scene.subject].kind
    is_at_home = kind == "fish" or (kind != "thing" and scene.action in ("swim", "sail", "float"))
    return scene.setting == "ocean" or is_at_home


def _stands_ashore(scene: Scene) -> bool:
    on_foot = scene.count > 0 and scene.action not in _HELD_UP
    return scene.setting == "lake" and on_foot and not _is_afloat(scene)


def _foot(scene: Scene) -> float:
    """Gives the height of the foot line, in heights down the frame."""
    if _is_afloat(scene):
        return 0.84
    if scene.action in _HELD_UP:
        return {"fly": 0.68, "rise": 0.74, "swim": 0.74, "float": 0.70}[scene.action]
    return 0.83


def _ground_rows(part: Part, view: View) -> Tensor:
    ground = 0.85 if part.scene.action in _HELD_UP else _foot(part.scene) - 0.005
    return view.row(ground + part.lower, 1.0)


def _waterline(scene: Scene) -> float | None:
    if not _is_afloat(scene):
        return None
    return 0.20 if scene.action == "swim" else 0.06


def _vignette(frame: Frame) -> Tensor:
    """Darkens the corners a little: (1, height, width)."""
    across = torch.linspace(-1, 1, frame.width)[None, :]
    down = torch.linspace(-1, 1, frame.height)[:, None]
    return (1 - _VIGNETTE * ((across**2 + down**2) / 2) ** 1.5)[None]
