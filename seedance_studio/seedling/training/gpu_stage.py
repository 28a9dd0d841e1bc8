"""One large GPU for some minutes: pictures, then clips of every length, then the fast adapter."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import torch

from seedance_studio.seedling.training.diets import GPU_CLIPS, GPU_PICTURES, Diet, serve
from seedance_studio.seedling.training.distil_stage import DistilConfig, Distillation
from seedance_studio.seedling.training.flow_stage import (
    FlowRun,
    channel_weight,
    flow_config,
    open_run,
)
from seedance_studio.seedling.weights import read_parts

log = logging.getLogger(__name__)

DISTILLED_SHARE = 0.25
"""Of the minutes."""


def train_on_gpu(
    run: Path, atlas: Path, minutes: float, device: torch.device,
    diets: tuple[Diet, ...] = (GPU_CLIPS, GPU_PICTURES),
) -> Path:  # fmt: skip
    """Train everything but the decoder and the judge; returns the folder of the weights.

    The drawing goes on from the first to the last minute: what the pool holds serves both parts.
    """
    learned = minutes * (1 - DISTILLED_SHARE)
    config = replace(flow_config("gpu", run, atlas, learned, learned), diets=diets, save_every_s=90)
    with ExitStack() as being_served:
        meals = [being_served.enter_context(serve(diet, run, atlas, device)) for diet in diets]
        flow = open_run(config, device)
        flow.train(meals)
        log.info("weights are in %s", flow.export())
        student = distil(flow, minutes * DISTILLED_SHARE)
        student.train(meals[0].batches)
        student.export()
    return run


def distil(flow: FlowRun, minutes: float) -> Distillation:
    """A distillation of what a run has exported."""
    run, device = flow.config.run, flow.device
    return Distillation(
        DistilConfig(run=run, minutes=minutes),
        read_parts(run),
        read_parts(run).transformer,
        channel_weight(run / "vae", device),
        device,
    )
