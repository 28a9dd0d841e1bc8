"""Stage 1: the autoencoder.

The linear maps come from a principal component analysis within a minute, and stay as they are: the
transformer can be trained from then on. The decoder's network then learns what they leave out, and,
once there is a transformer, to smooth and sharpen what that one guesses.
"""

from __future__ import annotations

import logging
import math
import random
import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn

from seedance_studio.seedling.known import read_known
from seedance_studio.seedling.precision import mixed_precision
from seedance_studio.seedling.training.checkpoint import Ema, load_checkpoint, save_checkpoint
from seedance_studio.seedling.training.guesses import Guesser
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
    """0 stops after the linear maps."""
    total_minutes: float
    """The learning rate falls to zero over this much training, all runs together."""
    num_frames: int = 5
    batch_size: int = 6
    num_analysed: int = 120
    """Batches that the linear maps are fitted to."""
    learning_rate: float = 1e-3
    latent_noise: float = 0.25
    """Noise on the latents while the decoder learns, in units of what the transformer sees: the
    decoder must forgive small errors of a generated latent."""
    guessed_share: float = 0.5
    """How many of the latents are the transformer's guesses, once there is one."""
    subject_weight: float = 2.0
    workers: int = 1
    gpu_workers: int = 0


def vae_config(
    run: Path, atlas: Path, minutes: float, total_minutes: float, device: torch.device
) -> VaeConfig:
    """The settings of this stage on two cores, or beside a large GPU."""
    config = VaeConfig(run=run, atlas=atlas, minutes=minutes, total_minutes=total_minutes)
    if device.type != "cuda":
        return config
    return replace(config, batch_size=24, workers=8, gpu_workers=1)


def train_vae(config: VaeConfig, device: torch.device) -> Path:
    """Train for some minutes from the last checkpoint; returns the folder of the weights."""
    folder = config.run / "vae"
    spec = StreamSpec(
        atlas=config.atlas,
        vae=None,
        lengths=(config.num_frames,),
        batch_size=config.batch_size,
        sizes=((288, 160), (288, 160), (160, 288), (224, 224)),
        seed=int(time.time()),
        known=read_known(config.run),
        workers=config.workers,
        gpu_workers=config.gpu_workers,
    )
    with open_stream(spec, device) as stream:
        if not folder.exists():
            vae = SeedlingVAE().to(device)
            fit_linear(vae, [stream.wait() for _ in range(config.num_analysed)], device)
            vae.save_pretrained(folder)
        run = DecoderRun(config, device)
        run.resume()
        run.train(stream)
    return run.export()


class DecoderRun:
    """The decoder's training; everything linear stays as it is."""

    def __init__(self, config: VaeConfig, device: torch.device) -> None:
        self.config = config
        self.device = device
        self.vae = SeedlingVAE.from_pretrained(config.run / "vae").float().to(device)
        self.vae.requires_grad_(False)
        self.decoder = self.vae.decoder.requires_grad_(True).train()
        self.optimiser = torch.optim.AdamW(
            self.decoder.parameters(), config.learning_rate, betas=(0.9, 0.98), weight_decay=1e-3
        )
        self.ema = Ema(self.decoder, 0.998)
        self.guess = Guesser.of_run(config.run, device)
        self.rng = random.Random(time.time_ns())
        self.spent_s = 0.0
        self.steps = 0

    @property
    def _checkpoint(self) -> Path:
        return self.config.run / "decoder.pt"

    def resume(self) -> None:
        """Go on from the last checkpoint, if there is one."""
        state = load_checkpoint(self._checkpoint, self.device)
        if state is None:
            return
        self.decoder.load_state_dict(state["decoder"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.ema.load_state_dict(state["ema"])
        self.spent_s, self.steps = state["spent_s"], state["steps"]

    def train(self, stream: Stream) -> None:
        """Learn until the minutes are over."""
        began, spent_before, error = time.monotonic(), self.spent_s, 0.0
        while (now := time.monotonic()) - began < self.config.minutes * 60:
            self.spent_s = spent_before + now - began
            self._set_rate()
            mse = self._step(stream.wait())
            error = mse if error == 0 else 0.98 * error + 0.02 * mse
            if self.steps % 100 == 0:
                log.info(
                    "decoder step %d  %.0f s  psnr %.2f dB",
                    self.steps,
                    self.spent_s,
                    10 * math.log10(4 / error),
                )
        save_checkpoint(
            self._checkpoint,
            {
                "decoder": self.decoder.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                "ema": self.ema.state_dict(),
                "spent_s": self.spent_s,
                "steps": self.steps,
            },
        )

    def _set_rate(self) -> None:
        share = self.spent_s / (self.config.total_minutes * 60)
        factor = min(1.0, (self.steps + 1) / 100, max(0.02, 1.2 - 1.2 * share))
        for group in self.optimiser.param_groups:
            group["lr"] = self.config.learning_rate * factor

    def _step(self, batch: Batch) -> float:
        video = batch.video.to(self.device).float() / 127.5 - 1
        clean = self.vae.normalise(self.vae.latents_of(video))
        latents = self.vae.denormalise(self._imperfect(clean, batch))
        with mixed_precision(self.device):
            error = self.vae.decode_unclamped(latents).float() - video
        weight = 1 + self.config.subject_weight * _pixel_weight(
            batch.subject.to(self.device), video
        )
        loss = (weight * (error.square() + 1e-4).sqrt()).mean() + 0.5 * _edge_error(error)
        self.optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.decoder.parameters(), 1.0)
        self.optimiser.step()
        self.ema.update(self.decoder)
        self.steps += 1
        return float(error.detach().square().mean())

    @torch.no_grad()
    def _imperfect(self, clean: Tensor, batch: Batch) -> Tensor:
        """Latents with a little noise, or with the errors that the transformer makes."""
        # Some latents stay clean, so that encode and decode alone lose nothing.
        strength = self.config.latent_noise * torch.rand(len(clean), 1, 1, 1, 1).to(clean)
        noisy = clean + strength * torch.randn_like(clean)
        if self.guess is None:
            return noisy
        chosen = torch.rand(len(clean), 1, 1, 1, 1).to(clean) < self.config.guessed_share
        return torch.where(chosen, self.guess(clean, batch.scenes, self.rng), noisy)

    @torch.no_grad()
    def export(self) -> Path:
        """Write the averaged weights in fp16."""
        folder = self.config.run / "vae"
        vae = SeedlingVAE.from_pretrained(folder)
        vae.decoder.load_state_dict(self.ema.weights)
        # An index of an earlier, larger file would be believed.
        shutil.rmtree(folder)
        vae.half().save_pretrained(folder, max_shard_size="9MB")
        return folder


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
def fit_linear(vae: SeedlingVAE, batches: list[Batch], device: torch.device) -> None:
    """Set the linear maps to the principal components of chunk patches, and their statistics."""
    mean, covariance = _patch_statistics(batches, device)
    values, vectors = torch.linalg.eigh(covariance)
    z_dim = vae.config.z_dim
    basis = vectors[:, -z_dim:].flip(1).T.float()
    kernel = basis.reshape(z_dim, 3 * CHUNK, PATCH, PATCH).contiguous()
    vae.linear_encoder.weight.copy_(kernel)
    vae.linear_encoder.bias = nn.Parameter(-(basis @ mean))
    vae.linear_decoder.weight.copy_(kernel)
    # A transposed convolution has one bias a channel: the mean colour. What is left of the mean
    # picture is small, and the network's to learn.
    vae.linear_decoder.bias = nn.Parameter(mean.view(3 * CHUNK, -1).mean(1))
    std = values[-z_dim:].flip(0).sqrt()
    scale = std**STD_POWER * std.pow(2 - 2 * STD_POWER).mean().sqrt()
    vae.register_to_config(latents_mean=[0.0] * z_dim, latents_std=scale.tolist())
    lost = values[:-z_dim].sum() / len(values)
    log.info("linear maps with %d channels: %.2f dB", z_dim, 10 * math.log10(4 / float(lost)))


def _patch_statistics(batches: list[Batch], device: torch.device) -> tuple[Tensor, Tensor]:
    """Mean (3072,) and covariance (3072, 3072) of all patches, in float64 sums."""
    count, total, products = 0, torch.zeros(1, device=device), torch.zeros(1, device=device)
    for batch in batches:
        video = batch.video.to(device).float() / 127.5 - 1
        chunks = to_chunks(video).flatten(0, 1)
        rows = F.unfold(chunks, PATCH, stride=PATCH).transpose(1, 2).flatten(0, 1)
        count += len(rows)
        total = total + rows.sum(0).double()
        products = products + (rows.T @ rows).double()
    mean = total / count
    return mean.float(), products / count - torch.outer(mean, mean)
