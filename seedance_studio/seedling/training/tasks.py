"""What clips are learned from beside their captions: every task that the studio offers.

Conditions are made by `seedling.conditions`, as in use; here chance decides which.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from seedance_studio.seedling.conditions import (
    Conditions,
    draw_control,
    fit_reference,
    follow,
    keep_frames,
    repaint,
    with_references,
    words_alone,
)
from seedance_studio.seedling.world.renderer import Renderer
from seedance_studio.seedling.world.scene import Scene
from seedance_studio.seedling.world.vocabulary import SETTINGS, TIMES

_UNSAID_SHARE = 0.5
"""How often the words leave out what a reference shows, so that it must be looked at."""
_LATEST_S = 5.0


@dataclass(frozen=True, kw_only=True)
class Material:
    """Clips that were drawn, and what else a task may look at."""

    scenes: Sequence[Scene]
    clips: Tensor
    """(batch, 3, 1 + 4k, height, width) in [-1, 1]."""
    renderer: Renderer
    rng: random.Random


@dataclass(frozen=True, kw_only=True)
class Task:
    """What a batch of clips is learned from."""

    conditions: Conditions | None
    """None for words alone."""
    unsaid: list[frozenset[str]]
    """For each clip, what its caption must leave out: subject, setting."""


def draw_task(material: Material) -> Task:
    """One task, drawn by its share, for all clips of a batch."""
    shares, makers = zip(*_TASKS.values(), strict=True)
    make: Callable[[Material], Task] = material.rng.choices(makers, weights=shares)[0]
    return make(material)


def _with_all_words(
    condition: Callable[[Material], Conditions | None],
) -> Callable[[Material], Task]:
    """A task whose captions leave nothing out."""

    def make(material: Material) -> Task:
        return Task(conditions=condition(material), unsaid=[frozenset()] * len(material.scenes))

    return make


def _nothing(_: Material) -> None:
    return None


def _first_frame(material: Material) -> Conditions:
    return keep_frames(material.clips, [0])


def _first_and_last(material: Material) -> Conditions:
    return keep_frames(material.clips, [0, -1])


def _keyframes(material: Material) -> Conditions:
    count = material.rng.randint(2, 4)
    return keep_frames(material.clips, material.rng.sample(range(material.clips.shape[2]), count))


def _continue(material: Material) -> Conditions:
    num_chunks = (material.clips.shape[2] - 1) // 4
    given = material.rng.randint(1, max(1, num_chunks // 2))
    return keep_frames(material.clips, range(1 + 4 * given))


def _repaint(material: Material) -> Conditions:
    """Hide a rectangle of a third to two thirds of each side."""
    height, width = material.clips.shape[-2:]
    tall, wide = (int(side * material.rng.uniform(0.33, 0.67)) for side in (height, width))
    top, left = material.rng.randint(0, height - tall), material.rng.randint(0, width - wide)
    mask = torch.zeros(1, 1, 1, height, width, device=material.clips.device)
    mask[..., top : top + tall, left : left + wide] = 1
    return repaint(material.clips, mask)


def _reframe(material: Material) -> Conditions:
    """Hide what lies outside an upright or a lying band through the middle."""
    height, width = material.clips.shape[-2:]
    share = material.rng.uniform(0.4, 0.8)
    mask = torch.ones(1, 1, 1, height, width, device=material.clips.device)
    if material.rng.random() < 0.5:
        edge = int(width * (1 - share) / 2)
        mask[..., edge : width - edge] = 0
    else:
        edge = int(height * (1 - share) / 2)
        mask[..., edge : height - edge, :] = 0
    return repaint(material.clips, mask)


def _structure(material: Material) -> Conditions:
    return follow(draw_control(material.rng.choice(("edges", "grey", "depth")), material.clips))


def _motion(material: Material) -> Conditions:
    return follow(draw_control("motion", material.clips))


def _camera(material: Material) -> Conditions:
    return follow(draw_control("camera", material.clips))


def _references(material: Material) -> Task:
    """Show who, or where, or both, each from another clip; captions leave some of it out."""
    rng = material.rng
    batch, _, num_frames, height, width = material.clips.shape
    shown = rng.choice((("subject",), ("setting",), ("subject", "setting")))
    pictures = [
        torch.stack([_PICTURES[part](material, scene, height, width) for part in shown])
        for scene in material.scenes
    ]
    nothing = words_alone(batch, num_frames, height, width)
    return Task(
        conditions=with_references(nothing, torch.stack(pictures)),
        unsaid=[
            frozenset(part for part in shown if rng.random() < _UNSAID_SHARE)
            for _ in material.scenes
        ],
    )


def _who(material: Material, scene: Scene, height: int, width: int) -> Tensor:
    """The subject alone, cut out on white, from another place and time."""
    rng = material.rng
    other = replace(
        scene,
        count=1,
        setting=rng.choice(list(SETTINGS)),
        time=rng.choice(list(TIMES)),
        weather="clear",
        camera="static",
        seed=rng.getrandbits(31),
    )
    instant = torch.tensor([[rng.uniform(0.0, _LATEST_S)]])
    drawn = material.renderer.render_frames_at([other], instant, height, width)
    picture, mask = drawn.frames[0, 0], drawn.subject_mask[0, 0]
    rows, columns = (torch.nonzero(mask[0].amax(axis) > 0.5)[:, 0] for axis in (1, 0))
    if len(rows) == 0:
        return torch.ones_like(picture)
    alone = (picture * mask + (1 - mask)) * 2 - 1
    box = alone[:, int(rows[0]) : int(rows[-1]) + 1, int(columns[0]) : int(columns[-1]) + 1]
    return fit_reference(box, height, width)


def _where(material: Material, scene: Scene, height: int, width: int) -> Tensor:
    """The place with nobody in it, at another moment."""
    empty = replace(scene, count=0, camera="static", seed=material.rng.getrandbits(31))
    instant = torch.tensor([[material.rng.uniform(0.0, _LATEST_S)]])
    drawn = material.renderer.render_frames_at([empty], instant, height, width)
    return drawn.frames[0, 0] * 2 - 1


_PICTURES = {"subject": _who, "setting": _where}
_TASKS: dict[str, tuple[float, Callable[[Material], Task]]] = {
    "words": (50, _with_all_words(_nothing)),
    "first_frame": (13, _with_all_words(_first_frame)),
    "first_and_last": (4, _with_all_words(_first_and_last)),
    "keyframes": (3, _with_all_words(_keyframes)),
    "continue": (7, _with_all_words(_continue)),
    "repaint": (4, _with_all_words(_repaint)),
    "reframe": (3, _with_all_words(_reframe)),
    "structure": (5, _with_all_words(_structure)),
    "motion": (2, _with_all_words(_motion)),
    "camera": (3, _with_all_words(_camera)),
    "references": (6, _references),
}
"""Each task's share and how it is made. Words alone are what most people begin with; pictures
that are given are easily learned."""
