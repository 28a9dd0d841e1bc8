"""What the shipped brand styles do: how far they move pictures, and what stays to be recognised."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from seedance_studio.seedling.evaluate import held_out_scenes
from seedance_studio.seedling.judge import Judge, truths
from seedance_studio.seedling.known import shipped_known
from seedance_studio.seedling.looks import LOOKS
from seedance_studio.seedling.sample import sample_clips
from seedance_studio.seedling.text import LANGUAGES
from seedance_studio.seedling.training.judge_stage import held_out_accuracy, train_judge
from seedance_studio.seedling.weights import Parts, load_parts
from seedance_studio.seedling.world.captions import canonical_caption
from seedance_studio.seedling.world.scene import Scene

log = logging.getLogger(__name__)

PLAIN = "plain"
"""No look: pictures as they are drawn."""
NUM_SCENES = 24
NUM_FRAMES = 9
_STEPS = 12
_NUM_PAINTED = 96
_ASKED = ("subject", "setting")
_BEGIN, _END = "<!-- measured:begin -->", "<!-- measured:end -->"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One style, or the base."""

    moved: float
    """Mean difference from the base's pictures of the same seeds, in levels of 255."""
    named: Mapping[str, float]
    """Share of clips whose subject and setting the judge names right."""
    nameable: Mapping[str, float]
    """The same of drawn pictures that were painted in the look: the most that it can mean."""


def open_judge(folder: Path, atlas: Path, minutes: float) -> Judge:
    """Give the judge that has seen all looks, trained when it is not there.

    One that knows pictures as they are drawn alone would ask of a look to change little.

    Args:
        folder: where it is kept.
        atlas: the subjects' pictures.
        minutes: of its training.
    """
    if not (folder / "judge").exists():
        looks = (PLAIN, *LOOKS)
        train_judge(folder, atlas, minutes, torch.device("cpu"), known=shipped_known(), looks=looks)
    judge: Judge = Judge.from_pretrained(folder / "judge").float().eval()
    return judge


def measure_styles(judge: Judge, atlas: Path, adapters: Mapping[str, Path]) -> dict[str, Measured]:
    """Draw short clips of held-out scenes with each adapter; the base comes first, as `base`."""
    parts = load_parts()
    scenes = held_out_scenes(shipped_known())[:NUM_SCENES]
    base = _draw(parts, scenes)

    def measured(look: str, drawn: Tensor) -> Measured:
        return Measured(
            moved=float((drawn - base).abs().mean()) * 127.5,
            named=_named(judge, drawn, scenes),
            nameable=held_out_accuracy(
                judge, atlas, torch.device("cpu"), _NUM_PAINTED,
                known=shipped_known(), looks=(look,),
            ),
        )  # fmt: skip

    found = {"base": measured(PLAIN, base)}
    for style_id, path in adapters.items():
        with _wearing(parts, path):
            found[style_id] = measured(style_id, _draw(parts, scenes))
        log.info("%s: %s", style_id, found[style_id])
    return found


def write_table(measured: Mapping[str, Measured], page: Path) -> None:
    """Put the table between the marks of a page."""
    rows = [
        f"| {name} | {one.moved:.0f} | "
        + " | ".join(f"{one.named[asked]:.0%} of {one.nameable[asked]:.0%}" for asked in _ASKED)
        + " |"
        for name, one in measured.items()
    ]
    table = "\n".join(
        [
            _BEGIN,
            f"{NUM_SCENES} held-out scenes, one clip of {NUM_FRAMES} frames each, {_STEPS} steps; "
            f"behind each score the judge's own on {_NUM_PAINTED} drawn pictures in that look.",
            "",
            "| style | moved, of 255 | subject named | setting named |",
            "|---|---|---|---|",
            *rows,
            _END,
        ]
    )
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(_BEGIN)
    page.write_text(before + table + rest.split(_END)[1], encoding="utf-8")


@contextmanager
def _wearing(parts: Parts, adapter: Path) -> Iterator[None]:
    parts.transformer.load_lora_adapter(
        load_file(adapter), prefix="transformer", adapter_name="measured"
    )
    try:
        yield
    finally:
        parts.transformer.delete_adapters("measured")


def _draw(parts: Parts, scenes: Sequence[Scene]) -> Tensor:
    """Give (scenes, 3, frames, height, width) in [-1, 1]."""
    captions = [
        canonical_caption(scene, LANGUAGES[index % 2]) for index, scene in enumerate(scenes)
    ]
    clips = sample_clips(parts, captions, num_frames=NUM_FRAMES, num_inference_steps=_STEPS)
    return torch.stack(list(clips))


@torch.inference_mode()
def _named(judge: Judge, clips: Tensor, scenes: Sequence[Scene]) -> dict[str, float]:
    right = truths(list(scenes))
    logits = [judge(clip[:, ::4].transpose(0, 1)) for clip in clips]
    return {
        name: sum(
            int(one[name].softmax(1).mean(0).argmax()) == int(answer)
            for one, answer in zip(logits, right[name], strict=True)
        )
        / len(scenes)
        for name in _ASKED
    }
