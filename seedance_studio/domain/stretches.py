"""A clip that is longer than one run of its model: stretches that go on from one another."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from seedance_studio.domain.delivery import ReportItem, VideoShape
from seedance_studio.domain.engine import EngineCard
from seedance_studio.domain.reference import FRAME_ROLES, PlannedReference
from seedance_studio.domain.request import MAX_SEED
from seedance_studio.errors import Text

if TYPE_CHECKING:
    from seedance_studio.domain.plan import GenerationPlan

LEAD_FRAMES = 9
"""How many pictures of a clip's end are given to continue it: its motion, not only its look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The part of a clip that is made in one run."""

    first: int
    """The frame of the clip that it begins with; beyond the first stretch, the last frame of the
    one before."""
    num_frames: int
    """The first one included."""
    latents: tuple[int, int]
    """The latent frames that its first and its last frame fall into, counted from the clip's."""


def stretches_of(card: EngineCard, num_frames: int) -> tuple[Stretch, ...]:
    """Divide a clip into as few runs as possible.

    The first is a whole one, so that a longer clip begins as the shorter one of the same seed; the
    rest is divided evenly.

    Args:
        card: the engine's.
        num_frames: of the clip, a whole number of the card's steps and one more.
    """
    step, longest = card.frame_step, _longest_run(card)
    ends = [0, min(num_frames, longest) - 1]
    left = (num_frames - 1 - ends[1]) // step
    count = math.ceil(left / ((longest - LEAD_FRAMES) // step)) if left else 0
    ends += [ends[1] + step * (left * place // count) for place in range(1, count + 1)]
    return tuple(
        Stretch(first=first, num_frames=last - first + 1, latents=(first // step, last // step))
        for first, last in pairwise(ends)
    )


def runs_of(card: EngineCard, shape: VideoShape) -> tuple[VideoShape, ...]:
    """Give what the model computes at once, run by run, pictures that it goes on from included."""
    return tuple(
        replace(shape, num_frames=one.num_frames + (LEAD_FRAMES - 1 if one.first else 0))
        for one in stretches_of(card, shape.num_frames)
    )


def part_of(plan: GenerationPlan, stretch: Stretch) -> GenerationPlan:
    """Give what one stretch of a plan is to run: its length, and the references seen in it.

    Args:
        plan: of the whole clip.
        stretch: one of its.
    """
    kept = (_within(one, stretch, plan.native.fps) for one in plan.references)
    return replace(
        plan,
        # Another one for each, lest the same noise draws the same clouds again.
        seed=(plan.seed + stretch.first) % (MAX_SEED + 1),
        native=replace(plan.native, num_frames=stretch.num_frames),
        references=tuple(one for one in kept if one is not None),
    )


def stretches_report(card: EngineCard, num_frames: int) -> list[ReportItem]:
    """Say that a clip is made in several runs; nothing of one that is not."""
    count = len(stretches_of(card, num_frames))
    if count == 1:
        return []
    note = Text(
        f"made in {count} stretches of at most {card.run_seconds:g} s, each going on from the last "
        "pictures of the one before; colours and shapes may drift",
        f"分 {count} 段生成，每段至多 {card.run_seconds:g} 秒，从前一段的最后几帧续接；"
        "色彩与形状可能逐渐走样",
    )
    return [ReportItem(item="stretches", status="adapted", note=note)]


def _longest_run(card: EngineCard) -> int:
    seconds = card.max_seconds if card.run_seconds is None else card.run_seconds
    return round(seconds * card.fps / card.frame_step) * card.frame_step + 1


def _within(one: PlannedReference, stretch: Stretch, fps: float) -> PlannedReference | None:
    """Give a reference as a stretch sees it; None where it is not in it."""
    if one.role == "extend":
        return None if stretch.first else one
    if one.role in FRAME_ROLES and one.latent_index is not None:
        first, last = stretch.latents
        # What a later stretch begins with is there already.
        is_in = first <= one.latent_index <= last and (one.latent_index != first or first == 0)
        return replace(one, latent_index=one.latent_index - first) if is_in else None
    if one.kind == "video" and one.role != "style":
        # Past its part, its last picture stands still.
        return replace(one, start_s=min((one.start_s or 0.0) + stretch.first / fps, one.last_s))
    return one
