"""Drawn pictures that the shipped brand styles are learned on, each with captions.

One bank serves all looks: the world is drawn once, and painted over in each look.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from seedance_studio.seedling.looks import Look
from seedance_studio.seedling.text import LANGUAGES, draw_caption
from seedance_studio.seedling.vae import SeedlingVAE
from seedance_studio.seedling.world.atlas import load_atlas
from seedance_studio.seedling.world.captions import canonical_caption
from seedance_studio.seedling.world.renderer import Renderer
from seedance_studio.seedling.world.scene import Known, Scene, sample_scene

log = logging.getLogger(__name__)

NUM_SCENES = 80
_SCENES_PER_CLIP = 10
FPS = 8.0
CLIP_S = 5.0
CLIP_FRAMES = 9
PICTURES_PER_SCENE = 3
_SIZES = ((288, 160), (288, 160), (288, 160), (224, 224), (160, 288))
_FREE_CAPTIONS = 3


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A few frames of one scene."""

    scene: Scene
    frames: Tensor
    """(frames, 3, height, width) uint8: one for a picture, CLIP_FRAMES for a clip."""
    subject: Tensor
    """(frames, 1, height, width) uint8: 255 where the subject covers the backdrop."""


def open_bank(
    path: Path, atlas: Path, known: Known, seed: int, num_scenes: int = NUM_SCENES
) -> list[Drawn]:
    """Give the bank that is kept in a file, drawn when it is not there."""
    if not path.exists():
        log.info("drawing the world")
        part = path.with_suffix(".part")
        torch.save(draw_bank(atlas, known, num_scenes, num_scenes // _SCENES_PER_CLIP, seed), part)
        part.replace(path)
    bank: list[Drawn] = torch.load(path, weights_only=False)  # our own file, of this machine
    return bank


def draw_bank(atlas: Path, known: Known, num_scenes: int, num_clips: int, seed: int) -> list[Drawn]:
    """Draw PICTURES_PER_SCENE pictures of each of `num_scenes` scenes, and some short clips."""
    renderer, rng = Renderer(load_atlas(atlas), torch.device("cpu")), random.Random(seed)
    bank: list[Drawn] = []
    for index in range(num_scenes + num_clips):
        is_clip = index >= num_scenes
        width, height = rng.choice(_SIZES)
        scene = sample_scene(rng, known)
        times = _clip_times(rng) if is_clip else _picture_times(rng)
        drawn = renderer.render_frames_at([scene], times[None], height, width)
        frames, subject = _bytes(drawn.frames[0]), _bytes(drawn.subject_mask[0])
        step = len(frames) if is_clip else 1
        for first in range(0, len(frames), step):
            part = slice(first, first + step)
            bank.append(Drawn(scene=scene, frames=frames[part], subject=subject[part]))
    return bank


def paint_bank(bank: list[Drawn], look: Look, vae: SeedlingVAE) -> Iterator[Tensor]:
    """Give the normalised latents (z, frames, h, w) of each entry in a look."""
    with torch.inference_mode():
        for one in bank:
            painted = look(
                one.frames.to(vae.device).float() / 255, one.subject.to(vae.device).float() / 255
            )
            latents = vae.latents_of(painted.mul(2).sub(1).transpose(0, 1)[None])
            yield vae.normalise(latents)[0].bfloat16()


def captions_of(scene: Scene, rng: random.Random) -> list[str]:
    """Give the canonical captions of a scene in both languages, and some that people would use."""
    canonical = [canonical_caption(scene, language) for language in LANGUAGES]
    return [*canonical, *(draw_caption(scene, rng) for _ in range(_FREE_CAPTIONS))]


def _picture_times(rng: random.Random) -> Tensor:
    return torch.tensor([rng.uniform(0.0, CLIP_S) for _ in range(PICTURES_PER_SCENE)])


def _clip_times(rng: random.Random) -> Tensor:
    start = rng.uniform(0.0, CLIP_S - (CLIP_FRAMES - 1) / FPS)
    return start + torch.arange(CLIP_FRAMES) / FPS


def _bytes(shares: Tensor) -> Tensor:
    return (shares * 255).round().to(torch.uint8)
