"""The judge's training: a classifier of drawn pictures, made robust to what generation does."""

from __future__ import annotations

import logging
import random
import time
from dataclasses import replace
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor

from seedance_studio.seedling.judge import ATTRIBUTES, Judge, truths
from seedance_studio.seedling.training.pool import Pool
from seedance_studio.seedling.training.stream import FPS, Producer, StreamSpec, open_stream
from seedance_studio.seedling.world.atlas import load_atlas
from seedance_studio.seedling.world.renderer import Renderer
from seedance_studio.seedling.world.scene import EVERYTHING, Known
from seedance_studio.seedling.yardsticks import camera_scenes, name_camera

log = logging.getLogger(__name__)

_HELD_OUT_SEED = 999_983
_NUM_HELD_OUT = 512
_NUM_CAMERA_CLIPS = 42
_BATCH, _GPU_BATCH = 48, 256


def train_judge(
    run: Path,
    atlas: Path,
    minutes: float,
    device: torch.device,
    *,
    known: Known = EVERYTHING,
    looks: tuple[str, ...] = (),
) -> Path:
    """Train from scratch for some minutes; returns the folder of the weights.

    Half of the pictures are softened, since generated ones are softer than drawn ones.

    Args:
        run: where the weights go, into `judge`.
        atlas: the subjects' pictures.
        minutes: of training.
        device: where.
        known: the part of the world that it is asked about.
        looks: as in `StreamSpec`.
    """
    on_gpu = device.type == "cuda"
    spec = _spec(atlas, int(time.time()), known, looks)
    if on_gpu:
        spec = replace(spec, workers=4)
    judge = Judge().to(device)
    optimiser = torch.optim.AdamW(judge.parameters(), 2e-3, weight_decay=1e-2)
    pool, rng = (
        Pool(60_000 if on_gpu else 8_000, 8.0 if on_gpu else 3.0, device),
        random.Random(spec.seed),
    )
    began, steps = time.monotonic(), 0
    with open_stream(spec, device) as stream:
        for batch in pool.draws(stream, _GPU_BATCH if on_gpu else _BATCH, rng):
            share = (time.monotonic() - began) / (minutes * 60)
            if share > 1:
                break
            for group in optimiser.param_groups:
                group["lr"] = 2e-3 * (1 - share) + 1e-5
            pictures = _soften(batch.video[:, :, 0].to(device))
            logits, answers = judge(pictures), truths(batch.scenes)
            loss = sum(F.cross_entropy(logits[k], answers[k].to(device)) for k in ATTRIBUTES)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[union-attr]
            optimiser.step()
            steps += 1
            if steps % 100 == 0:
                log.info("judge step %d  loss %.3f  drawn %d", steps, float(loss), pool.num_added)
    judge.eval()
    accuracy = held_out_accuracy(judge, atlas, device, _NUM_HELD_OUT, known=known, looks=looks)
    if not looks:
        accuracy["camera"] = _camera_accuracy(Renderer(load_atlas(atlas), device))
    log.info("judge on held-out pictures: %s", accuracy)
    judge.register_to_config(held_out_accuracy=accuracy)
    judge.half().save_pretrained(run / "judge")
    return run / "judge"


@torch.inference_mode()
def held_out_accuracy(
    judge: Judge,
    atlas: Path,
    device: torch.device,
    num_pictures: int,
    *,
    known: Known = EVERYTHING,
    looks: tuple[str, ...] = (),
) -> dict[str, float]:
    """Share of drawn pictures, never trained on, that the judge names right, by attribute."""
    producer = Producer(_spec(atlas, _HELD_OUT_SEED, known, looks), device)
    right = dict.fromkeys(ATTRIBUTES, 0)
    for _ in range(num_pictures // _BATCH):
        batch = producer.batch()
        logits = judge(batch.video[:, :, 0].float() / 127.5 - 1)
        for name, answer in truths(batch.scenes).items():
            right[name] += int((logits[name].argmax(1).cpu() == answer).sum())
    seen = num_pictures // _BATCH * _BATCH
    return {name: round(count / seen, 4) for name, count in right.items()}


def _camera_accuracy(renderer: Renderer) -> float:
    """Share of drawn clips whose camera move is named right by their flow."""
    scenes = camera_scenes(_NUM_CAMERA_CLIPS, _HELD_OUT_SEED)
    hits = 0
    for scene in scenes:
        frames = renderer.render([scene], num_frames=41, fps=FPS, height=160, width=288).frames[0]
        clip = (frames * 255).round().byte().permute(0, 2, 3, 1).cpu().numpy()
        hits += name_camera(clip) == scene.camera
    return round(hits / len(scenes), 4)


@torch.no_grad()
def _soften(pixels: Tensor) -> Tensor:
    """uint8 pictures to [-1, 1], the first half of the batch blurred, paled and made noisy."""
    pictures = pixels.float() / 127.5 - 1
    half = len(pictures) // 2
    size = pictures.shape[-2:]
    coarse = F.interpolate(
        pictures[:half], scale_factor=float(0.15 + 0.6 * torch.rand(())), mode="area"
    )
    soft = F.interpolate(coarse, size, mode="bilinear")
    soft = soft * (0.7 + 0.5 * torch.rand(half, 1, 1, 1).to(soft))
    soft = soft + 0.2 * torch.rand(half, 1, 1, 1).to(soft) * torch.randn_like(soft)
    return torch.cat([soft.clamp(-1, 1), pictures[half:]])


def _spec(atlas: Path, seed: int, known: Known, looks: tuple[str, ...]) -> StreamSpec:
    return StreamSpec(
        atlas=atlas,
        vae=None,
        lengths=(1,),
        batch_size=_BATCH,
        sizes=((288, 160),),
        seed=seed,
        known=known,
        looks=looks,
    )
