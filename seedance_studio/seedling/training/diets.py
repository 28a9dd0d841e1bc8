"""What each kind of training step is fed with, on two cores and beside a large GPU."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from seedance_studio.seedling.known import read_known
from seedance_studio.seedling.training.pool import Pool
from seedance_studio.seedling.training.stream import Batch, StreamSpec, open_stream

WIDE, SQUARE, TALL = (288, 160), (224, 224), (160, 288)


@dataclass(frozen=True, kw_only=True)
class Diet:
    """What one kind of step is fed with."""

    lengths: tuple[int, ...]
    """Choices of how many frames a clip has; 1 for single pictures."""
    batch_frames: int
    """Latent frames in a batch: 11 for each clip of 5 s, 1 for each picture."""
    drawn_at_once: int
    """Samples that a drawing process makes at a time."""
    pool_size: int
    uses: float
    """How often a drawn sample is learned from before another is asked for."""
    shift: float
    workers: int = 1
    gpu_workers: int = 0
    begins_at: float = 0.0
    """The share of the training that goes by without it."""


PICTURES = Diet(
    lengths=(1,), batch_frames=96, drawn_at_once=64, pool_size=24_000, uses=3.0, shift=1.5
)
"""Ten times cheaper than clips, and where subjects and light are learned."""
CLIPS = Diet(lengths=(41,), batch_frames=88, drawn_at_once=8, pool_size=2_000, uses=5.0, shift=3.0)
"""Five seconds each, half of them with pictures, a control clip or references given."""
GPU_PICTURES = Diet(
    lengths=(1,), batch_frames=2_048, drawn_at_once=96, pool_size=400_000, uses=12.0, shift=1.5,
    workers=5, gpu_workers=1,
)  # fmt: skip
GPU_CLIPS = Diet(
    lengths=(41,) * 9 + (9, 25, 81, 121), batch_frames=2_112, drawn_at_once=8, pool_size=18_000,
    uses=25.0, shift=3.0, workers=9, gpu_workers=3, begins_at=0.2,
)  # fmt: skip
"""For one large GPU with sixteen cores beside it; clips of every length from 1 to 15 s."""


@dataclass(frozen=True, kw_only=True)
class Meal:
    """A diet that is being served."""

    diet: Diet
    pool: Pool
    batches: Iterator[Batch]
    """Without end, on the training's device."""
    absorb: Callable[[], None]
    """Puts what is drawn aside, before the first batch is taken."""


@contextmanager
def serve(diet: Diet, run: Path, atlas: Path, device: torch.device) -> Iterator[Meal]:
    """Latents with their captions; the processes that draw them end with the block.

    Args:
        diet: what is drawn.
        run: the folder of a run, with its autoencoder and tokenizer.
        atlas: the subjects' pictures.
        device: where the training runs.
    """
    spec = StreamSpec(
        atlas=atlas,
        vae=run / "vae",
        tokenizer=run / "tokenizer",
        known=read_known(run),
        lengths=diet.lengths,
        batch_size=diet.drawn_at_once,
        sizes=(WIDE, WIDE, WIDE, WIDE, SQUARE, TALL),
        seed=time.time_ns() % 2**31,
        workers=diet.workers,
        gpu_workers=diet.gpu_workers,
    )
    pool = Pool(diet.pool_size, diet.uses, device)
    with open_stream(spec, device) as stream:
        rng = random.Random(spec.seed)
        yield Meal(
            diet=diet,
            pool=pool,
            batches=pool.draws(stream, diet.batch_frames, rng),
            absorb=partial(pool.absorb, stream, rng),
        )
