"""Make the shipped brand styles: train their adapters and measure what they do.

    python -m seedance_studio.make_styles --all --minutes-each 3
    python -m seedance_studio.film_styles

Each step goes on where it was cut off; adapters that were trained as long on these very weights of
Seedling are not trained again. A minute is one of all processor cores free, so that a busy machine
takes longer but makes the same style.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from seedance_studio.runtime.adapters import share_layers
from seedance_studio.runtime.lora_training import (
    Learned,
    LoraSettings,
    LoraTraining,
    PictureLessons,
)
from seedance_studio.seedling import manifest
from seedance_studio.seedling.known import read_known
from seedance_studio.seedling.looks import LOOKS
from seedance_studio.seedling.text import encode_captions
from seedance_studio.seedling.training.look_bank import (
    NUM_SCENES,
    Drawn,
    captions_of,
    open_bank,
    paint_bank,
)
from seedance_studio.seedling.training.look_measures import measure_styles, open_judge, write_table
from seedance_studio.seedling.transformer import base_view
from seedance_studio.seedling.weights import Parts, read_parts
from seedance_studio.styles.gallery import ADAPTER, CARD, SHIPPED

log = logging.getLogger(__name__)

STEPS = ("train", "measure")
BANK_SEED = 20_261_126
TABLE = Path("docs/styles.md")
_REPORT_EVERY = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What all styles are made with."""

    parts: Parts
    bank: list[Drawn]
    folder: Path
    """Of checkpoints, for these very weights."""
    seconds: float


def train(workshop: Workshop, style_id: str) -> Path:
    """Train one style's adapter into its folder, and give the file."""
    parts, transformer = workshop.parts, workshop.parts.transformer
    view, on_gpu = base_view(transformer), transformer.device.type == "cuda"
    training = LoraTraining(
        transformer,
        view,
        parts.scheduler.config.prediction_type,
        LoraSettings(batch_size=48 if on_gpu else 12),
        workshop.folder / f"{style_id}.pt",
        clock=time.monotonic if on_gpu else lambda: time.process_time() / (os.cpu_count() or 1),
    )
    share_layers(transformer, view)
    try:
        training.train(_lessons(workshop, style_id), workshop.seconds, _reporter(style_id))
        path = SHIPPED / style_id / ADAPTER
        training.export(path)
    finally:
        training.close()
    return path


def _lessons(workshop: Workshop, style_id: str) -> PictureLessons:
    parts, rng = workshop.parts, random.Random(BANK_SEED)
    return PictureLessons(
        list(paint_bank(workshop.bank, LOOKS[style_id], parts.vae)),
        [captions_of(one.scene, rng) for one in workshop.bank],
        lambda captions: encode_captions(
            captions, parts.tokenizer, parts.text_encoder, parts.text_encoder.device
        ),
    )


def _reporter(style_id: str) -> Callable[[Learned], None]:
    def report(learned: Learned) -> None:
        if learned.steps % _REPORT_EVERY == 0:
            log.info(
                "%s step %d  %.0f s  loss %.4f",
                style_id, learned.steps, learned.spent_s, learned.loss,
            )  # fmt: skip

    return report


def open_workshop(options: argparse.Namespace) -> Workshop:
    """Load the model and draw the pictures, or take those that are drawn already."""
    folder = options.run / (options.weights.name if options.weights else manifest.revision())
    folder.mkdir(parents=True, exist_ok=True)
    weights = options.weights or manifest.WEIGHTS
    parts, known = read_parts(weights), read_known(weights)
    for part in (parts.transformer, parts.text_encoder, parts.vae):
        part.to(options.device)
    return Workshop(
        parts=parts,
        bank=open_bank(options.run / "bank.pt", options.atlas, known, BANK_SEED, options.scenes),
        folder=folder,
        seconds=options.minutes_each * 60,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Make some styles, or all."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    options = _parser().parse_args(arguments)
    shipped = sorted(path.parent.name for path in SHIPPED.glob(f"*/{CARD}"))
    style_ids = shipped if options.all else options.styles
    if "train" in options.steps:
        workshop = open_workshop(options)
        for style_id in style_ids:
            log.info("%s: %s", style_id, train(workshop, style_id))
    if "measure" in options.steps:
        adapters = {style_id: SHIPPED / style_id / ADAPTER for style_id in style_ids}
        judge = open_judge(options.run, options.atlas, options.judge_minutes)
        write_table(measure_styles(judge, options.atlas, adapters), TABLE)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("styles", nargs="*", metavar="ID", help="which; none with --all")
    parser.add_argument("--all", action="store_true", help="every shipped style")
    parser.add_argument("--minutes-each", type=float, default=3.0)
    parser.add_argument(
        "--steps", nargs="+", choices=STEPS, default=STEPS, help="what is done, in this order"
    )
    parser.add_argument(
        "--judge-minutes", type=float, default=8.0, help="training of what names styled pictures"
    )
    parser.add_argument("--device", default="cpu", help="cpu or cuda, for training")
    parser.add_argument(
        "--weights", type=Path, help="a training run's folder in place of Seedling's"
    )
    parser.add_argument(
        "--scenes", type=int, default=NUM_SCENES, help="that are drawn to learn from"
    )
    parser.add_argument("--run", type=Path, default=Path("runs/styles"))
    parser.add_argument("--atlas", type=Path, default=Path("data/atlas.safetensors"))
    return parser


if __name__ == "__main__":
    main()
