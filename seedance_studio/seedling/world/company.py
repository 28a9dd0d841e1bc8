"""Everyone in a picture: where equal subjects, or a subject and its companion, stand.

Each part is drawn as a scene of its own with one subject in it, moved and resized.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from torch import Tensor

from seedance_studio.seedling.world.motion import SCROLL_SPEEDS
from seedance_studio.seedling.world.scene import Scene, companion_action
from seedance_studio.seedling.world.view import View

_ABREAST: dict[int, tuple[float, ...]] = {0: (), 1: (0.0,), 2: (-0.17, 0.17), 3: (-0.25, 0.0, 0.25)}
_ABREAST_SIZE = {0: 1.0, 1: 1.0, 2: 0.80, 3: 0.62}
_PAIR_SHARE, _USUAL_SHARE, _CONTRAST = 0.47, 0.57, 3.2
"""Height of a usual subject in a pair and alone, and how much more sizes differ in a pair."""
_LEAST_TALLEST = 0.44
_ROOM = {"pan_left": 0.70, "pan_right": 0.70, "push_in": 0.78, "pull_out": 0.78, "handheld": 0.90}
_ROOM_USUAL, _ROOM_TRAVELLING = 0.94, 0.78
"""Widths a pair may take, so that no camera move cuts it off."""
_GAPS = {"with": -0.02, "chasing": 0.14}
"""Between the two, in mean heights."""
_BEHIND, _BEFORE = (-0.07, 0.92), (0.05, 1.06)
"""What is passed stands behind the subject's track, or before it when it is small: how much lower
in the frame, in heights, and its parallax."""
_MEETING_S = 2.4
"""When who passes is level with what is passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of those in the picture, as its own scene."""

    scene: Scene
    beside: Tensor | float
    """To the right of the clip's mark, in widths: (num_frames,) or the same in every frame."""
    size: float
    """Factor on the height that the subject has alone."""
    lower: float
    """How much farther down the frame it stands, in heights."""
    turn: float
    """Where in its cycle it begins, in cycles after the first."""


def parts_of(scene: Scene, view: View, share_of: Callable[[str], float]) -> tuple[Part, ...]:
    """Gives everyone in a scene, from back to front.

    Args:
        scene: what is shown.
        view: of its camera.
        share_of: gives the height of a subject alone, in frame units.
    """
    if scene.companion is None or scene.count != 1:
        return tuple(
            Part(
                scene=scene,
                beside=beside,
                size=_ABREAST_SIZE[scene.count],
                lower=0.0,
                turn=index * 0.37,
            )
            for index, beside in enumerate(_ABREAST[scene.count])
        )
    other = replace(
        scene,
        subject=scene.companion,
        colour=None,
        action=companion_action(scene),
        companion=None,
        relation=None,
    )
    own, others = share_of(scene.subject), share_of(other.subject)
    if scene.relation == "passing":
        return _passing(scene, other, view, own, others)
    return _together(scene, other, view, own, others)


def _together(
    scene: Scene, other: Scene, view: View, own: float, others: float
) -> tuple[Part, ...]:
    """Side by side; the companion is ahead."""
    first, second = _sizes(own, others)
    gap = _GAPS[scene.relation or "with"] * (first + second) / 2
    wide = (first + second + gap) * view.frame.unit / view.frame.width
    fits = min(1.0, _room(scene) / wide)
    ahead = fits * view.frame.unit / view.frame.width * (1.0 if view.chance.looks_right else -1.0)
    middle = (first + second + gap) / 2
    pair = (
        Part(
            scene=other,
            beside=(middle - second / 2) * ahead,
            size=fits * second / others,
            lower=-0.015 if others > own else 0.0,
            turn=0.37,
        ),
        Part(
            scene=scene,
            beside=(first / 2 - middle) * ahead,
            size=fits * first / own,
            lower=0.0,
            turn=0.0,
        ),
    )
    return pair if second >= first else pair[::-1]


def _passing(scene: Scene, other: Scene, view: View, own: float, others: float) -> tuple[Part, ...]:
    """The companion stands in the world and goes by with the ground."""
    first, second = _sizes(own, others)
    is_small = second < first
    lower, parallax = _BEFORE if is_small else _BEHIND
    direction = 1.0 if view.chance.looks_right else -1.0
    start = SCROLL_SPEEDS.get(scene.action, 0.0) * _MEETING_S * direction
    if scene.camera == "static":
        start = 0.0
    # The subject's mark moves with the camera and through the picture; what stands there does not.
    gone_by = view.shift(parallax) / view.frame.width - view.path.pan
    passed = Part(
        scene=other,
        beside=start * parallax - gone_by - view.travel,
        size=second / others,
        lower=lower,
        turn=0.37,
    )
    passer = Part(scene=scene, beside=0.0, size=first / own, lower=0.0, turn=0.0)
    return (passer, passed) if is_small else (passed, passer)


def _sizes(own: float, others: float) -> tuple[float, float]:
    """Heights of two in one picture, in frame units: each smaller than alone, and truer."""
    heights = [_PAIR_SHARE * (share / _USUAL_SHARE) ** _CONTRAST for share in (own, others)]
    larger = max(1.0, _LEAST_TALLEST / max(heights))
    first, second = (
        min(height * larger, 0.92 * share)
        for height, share in zip(heights, (own, others), strict=True)
    )
    return first, second


def _room(scene: Scene) -> float:
    if scene.camera == "static" and scene.action in SCROLL_SPEEDS:
        return _ROOM_TRAVELLING
    return _ROOM.get(scene.camera, _ROOM_USUAL)
