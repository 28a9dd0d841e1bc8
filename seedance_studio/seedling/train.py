"""Train Seedling, one stage at a time; each goes on from its last checkpoint.

A new run starts from the shipped weights, or from nothing with `--fresh`.

    python -m seedance_studio.seedling.train --stage vae   --minutes 40
    python -m seedance_studio.seedling.train --stage image --minutes 60
    python -m seedance_studio.seedling.train --stage video --minutes 40
    python -m seedance_studio.seedling.train --stage judge --minutes 8

On one large GPU with some cores beside it, this does the work of image and video, and distils:

    python -m seedance_studio.seedling.train --stage gpu   --minutes 9

The sources of the world are fetched once (see world/sources.py). Weights land in `--run`; put the
ones worth keeping in place with `python -m seedance_studio.seedling.evaluate --promote`.
"""

from __future__ import annotations

import argparse
import logging
import resource
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import torch

from seedance_studio.seedling.manifest import WEIGHTS
from seedance_studio.seedling.training.flow_stage import flow_config, train_flow
from seedance_studio.seedling.training.gpu_stage import train_on_gpu
from seedance_studio.seedling.training.judge_stage import train_judge
from seedance_studio.seedling.training.vae_stage import train_vae, vae_config
from seedance_studio.seedling.world.atlas import build_atlas
from seedance_studio.seedling.world.sources import fetch_sources

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one stage for some minutes and say what it cost."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    options = _parser().parse_args(arguments)
    device = _device(options.device)
    if device.type == "cpu":
        torch.set_num_threads(options.threads)
    if not options.run.exists() and not options.fresh:
        shutil.copytree(WEIGHTS, options.run)
        log.info("a new run, from the shipped weights")
    atlas = _atlas(options.data)
    began = time.monotonic()
    folder = _train(options, atlas, device)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    log.info(
        "%s: %.1f min on %s, %.1f CPU-min of our own, peak %.0f MB; weights in %s",
        options.stage,
        (time.monotonic() - began) / 60,
        device,
        (usage.ru_utime + usage.ru_stime) / 60,
        usage.ru_maxrss / 1024,
        folder,
    )


def _train(options: argparse.Namespace, atlas: Path, device: torch.device) -> Path:
    run, minutes, total = options.run, options.minutes, options.total
    if options.stage == "vae":
        return train_vae(vae_config(run, atlas, minutes, total, device), device)
    if options.stage == "judge":
        return train_judge(run, atlas, minutes, device)
    if options.stage == "gpu":
        return train_on_gpu(run, atlas, minutes, device)
    return train_flow(flow_config(options.stage, run, atlas, minutes, total), device)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--stage", required=True, choices=("vae", "image", "video", "gpu", "judge"))
    parser.add_argument("--minutes", type=float, default=30.0, help="how long this call trains")
    parser.add_argument(
        "--total", type=float, default=60.0, help="minutes over which the learning rate falls"
    )
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")
    parser.add_argument("--run", type=Path, default=Path("runs/seedling"))
    parser.add_argument("--fresh", action="store_true", help="begin a new run from nothing")
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--threads", type=int, default=2, help="training threads on a CPU")
    return parser


def _device(name: str) -> torch.device:
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    return torch.device(name)


def _atlas(data: Path) -> Path:
    """The file of sprites, built from its sources when it is not there."""
    path = data / "atlas.safetensors"
    if not path.exists():
        build_atlas(fetch_sources(data)).save(path)
    return path


if __name__ == "__main__":
    main()
