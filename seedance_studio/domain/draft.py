"""A quick look at a take, and the take itself: the same seed, shape and length at two prices."""

from __future__ import annotations

from dataclasses import replace

from seedance_studio.domain.delivery import ReportItem
from seedance_studio.domain.engine import EngineCard
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.domain.sound import SoundWish
from seedance_studio.errors import Text


def as_draft(request: GenerationRequest, card: EngineCard) -> GenerationRequest:
    """Give a request in the form in which it is quick; one that is no draft as it is.

    What the noise is drawn for stays: seed, size and number of generated frames.
    """
    if not request.is_draft:
        return request
    steps = request.num_inference_steps or card.steps_of(request.quality or "balanced")
    return replace(
        request,
        num_inference_steps=min(steps, card.steps_of("fast")),
        size="native",
        fps="native",
        finish_preset="draft",
        codec="h264",
        sound=SoundWish(source="off"),
    )


def draft_report(request: GenerationRequest) -> tuple[ReportItem, ...]:
    """Say what a draft leaves out."""
    if not request.is_draft:
        return ()
    note = Text(
        "few steps, as small as it was generated, silent; the full clip has the same seed",
        "步数少、原生尺寸、无声；正式视频使用同一种子",
    )
    return (ReportItem(item="draft", status="adapted", note=note),)
