"""Stage 1: the autoencoder. PCA first, then the networks learn what PCA leaves out."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor

from seedance_studio.seedling.training.checkpoint import Ema, load_checkpoint, save_checkpoint
from seedance_studio.seedling.training.stream import Batch, Stream, StreamSpec, open_stream
from seedance_studio.seedling.vae import CHUNK, PATCH, SeedlingVAE, to_chunks

log = logging.getLogger(__name__)

STD_POWER = 0.6
"""Latents are divided by std ** 0.6 rather than std: broad shapes then stand further above the
noise than fine detail does, and the transformer settles them first."""


@dataclass(frozen=True, kw_only=True)
class VaeConfig:
    """One run of this stage."""

    run: Path
    atlas: Path
    minutes: float
    num_frames: int = 9
    batch_size: int = 8
    learning_rate: float = 1.5e-3
    latent_noise: float = 0.12
    """Noise on the latents while the decoder learns, in units of what the transformer sees: the
    decoder must forgive small errors of a generated latent."""
    subject_weight: float = 2.0
    total_minutes: float = 40.0
    """The learning rate falls to zero over this much training, all runs together."""


def train_vae(config: VaeConfig, device: torch.device, workers: int) -> Path:
    """Train for some minutes from the last checkpoint; returns the folder of the weights."""
    spec = StreamSpec(
        atlas=config.atlas,
        vae=None,
        num_frames=config.num_frames,
        batch_size=config.batch_size,
        sizes=((288, 160),),
        seed=int(time.time()),
    )
    vae = SeedlingVAE().to(device)
    with open_stream(spec, device, workers) as stream:
        state = load_checkpoint(config.run / "vae.pt", device)
        if state is None:
            _start_from_pca(vae, [stream.wait() for _ in range(12)], device)
        return _train(vae, stream, config, device, state)


def _train(
    vae: SeedlingVAE,
    stream: Stream,
    config: VaeConfig,
    device: torch.device,
    state: dict[str, Any] | None,
) -> Path:
    optimiser = torch.optim.AdamW(
        vae.parameters(), config.learning_rate, betas=(0.9, 0.98), weight_decay=1e-3
    )
    ema, spent, steps = Ema(vae, 0.998), 0.0, 0
    if state is not None:
        vae.load_state_dict(state["vae"])
        optimiser.load_state_dict(state["optimiser"])
        ema.load_state_dict(state["ema"])
        spent, steps = state["spent_s"], state["steps"]
    began = last = time.monotonic()
    running = 0.0
    while (now := time.monotonic()) - began < config.minutes * 60:
        share = (spent + now - began) / (config.total_minutes * 60)
        rate = config.learning_rate * min(1.0, (steps + 1) / 100, max(0.02, 1.2 - 1.2 * share))
        for group in optimiser.param_groups:
            group["lr"] = rate
        batch = stream.wait()
        loss, mse = _loss(vae, batch, config, device)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(vae.parameters(), 1.0)
        optimiser.step()
        ema.update(vae)
        steps += 1
        running = mse if steps < 5 else 0.97 * running + 0.03 * mse
        if steps % 50 == 0:
            psnr = 10 * torch.log10(torch.tensor(4.0 / running))
            log.info(
                "step %d  psnr %.2f dB  lr %.1e  %.2f s/step",
                steps,
                psnr,
                rate,
                (time.monotonic() - last) / 50,
            )
            last = time.monotonic()
    spent += time.monotonic() - began
    save_checkpoint(
        config.run / "vae.pt",
        {
            "vae": vae.state_dict(),
            "optimiser": optimiser.state_dict(),
            "ema": ema.state_dict(),
            "spent_s": spent,
            "steps": steps,
        },
    )
    return _export(vae, ema, stream, config, device)


def _loss(
    vae: SeedlingVAE, batch: Batch, config: VaeConfig, device: torch.device
) -> tuple[Tensor, float]:
    video = batch.video.to(device).float() / 127.5 - 1
    with torch.autocast(device.type, torch.bfloat16):
        latents = vae.encode(video).latent_dist.mode()
    latents = latents.float()
    spread = latents.detach().std(dim=(0, 2, 3, 4), keepdim=True)
    scale = spread**STD_POWER * spread.pow(2 - 2 * STD_POWER).mean().sqrt()
    noisy = latents + config.latent_noise * scale * torch.randn_like(latents)
    with torch.autocast(device.type, torch.bfloat16):
        decoded = vae.decode_unclamped(noisy)
    error = decoded.float() - video
    weight = 1 + config.subject_weight * _pixel_weight(batch.subject.to(device), video)
    charbonnier = (error.square() + 1e-4).sqrt()
    edges = _edge_error(error)
    loss = (weight * charbonnier).mean() + 0.5 * edges
    # Keeps the learned latents near the size that PCA gave them.
    loss = loss + 1e-5 * latents.square().mean()
    return loss, float(error.detach().square().mean())


def _pixel_weight(subject: Tensor, video: Tensor) -> Tensor:
    """Cells (batch, chunks, h, w) spread over their pixels: (batch, 1, frames, height, width)."""
    cells = subject.repeat_interleave(CHUNK, dim=1)[:, CHUNK - 1 :]
    return F.interpolate(cells, size=video.shape[-2:], mode="nearest")[:, None]


def _edge_error(error: Tensor) -> Tensor:
    """Mean error of the differences between neighbours in x, y and time: keeps edges crisp."""
    across = (error[..., 1:] - error[..., :-1]).abs().mean()
    down = (error[..., 1:, :] - error[..., :-1, :]).abs().mean()
    onwards = (error[:, :, 1:] - error[:, :, :-1]).abs().mean()
    return across + down + 0.5 * onwards


@torch.no_grad()
def _start_from_pca(vae: SeedlingVAE, batches: list[Batch], device: torch.device) -> None:
    """Set the linear maps to the principal components of chunk patches."""
    rows = []
    for batch in batches:
        video = batch.video.to(device).float() / 127.5 - 1
        chunks = to_chunks(video).flatten(0, 1)
        rows.append(F.unfold(chunks, PATCH, stride=PATCH).transpose(1, 2).flatten(0, 1))
    patches = torch.cat(rows)
    mean = patches.mean(0)
    covariance = torch.cov((patches - mean).T)
    _, vectors = torch.linalg.eigh(covariance)
    z_dim = vae.config.z_dim
    basis = vectors[:, -z_dim:].flip(1).T
    kernel = basis.view(z_dim, 3 * CHUNK, PATCH, PATCH)
    vae.linear_encoder.weight.copy_(kernel)
    vae.linear_encoder.bias.copy_(-(basis @ mean))
    vae.linear_decoder.weight.copy_(kernel)
    # A transposed convolution has one bias a channel; the mean colour is all that it can carry,
    # and the networks learn the rest of the mean.
    vae.linear_decoder.bias.copy_(mean.view(3 * CHUNK, -1).mean(1))
    rebuilt = (patches - mean) @ basis.T @ basis + mean
    mse = (rebuilt - patches).square().mean()
    log.info("pca with %d channels: %.2f dB", z_dim, 10 * torch.log10(4 / mse))


@torch.no_grad()
def _export(
    vae: SeedlingVAE, ema: Ema, stream: Stream, config: VaeConfig, device: torch.device
) -> Path:
    """Write the averaged weights with their latent statistics in fp16."""
    vae.load_state_dict(ema.weights)
    latents = []
    for _ in range(16):
        video = stream.wait().video.to(device).float() / 127.5 - 1
        latents.append(vae.encode(video).latent_dist.mode().transpose(0, 1).flatten(1))
    flat = torch.cat(latents, dim=1)
    std = flat.std(1)
    scale = std**STD_POWER * std.pow(2 - 2 * STD_POWER).mean().sqrt()
    vae.register_to_config(latents_mean=flat.mean(1).tolist(), latents_std=scale.tolist())
    log.info("latent std: %s", [round(value, 2) for value in std.tolist()])
    folder = config.run / "vae"
    vae.half().save_pretrained(folder, max_shard_size="9MB")
    return folder
