"""Stages 2 and 3: text encoder and transformer, on single pictures, then on both in turn."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import WanVACETransformer3DModel
from torch import Tensor, nn
from torch.nn.attention import SDPBackend, sdpa_kernel
from transformers import PreTrainedTokenizerFast, UMT5EncoderModel

from seedance_studio.seedling.conditions import lengthen
from seedance_studio.seedling.flow import (
    NUM_TRAIN_TIMESTEPS,
    add_noise,
    build_scheduler,
    draw_sigmas,
    velocity_errors,
    weighted_mean,
)
from seedance_studio.seedling.text import (
    build_text_encoder,
    build_tokenizer,
    draw_caption,
    encode_captions,
)
from seedance_studio.seedling.training.checkpoint import Ema, load_checkpoint, save_checkpoint
from seedance_studio.seedling.training.pool import Pool
from seedance_studio.seedling.training.stream import Batch, Stream, StreamSpec, open_stream
from seedance_studio.seedling.transformer import base_view, build_transformer
from seedance_studio.seedling.vae import SeedlingVAE

log = logging.getLogger(__name__)

WIDE, SQUARE, TALL = (288, 160), (224, 224), (160, 288)


@dataclass(frozen=True, kw_only=True)
class Diet:
    """What one kind of step is fed with."""

    num_frames: int
    batch_size: int
    drawn_at_once: int
    """Samples that a drawing process makes at a time."""
    pool_size: int
    uses: float
    """How often a drawn sample is learned from before another is asked for."""
    shift: float


PICTURES = Diet(
    num_frames=1, batch_size=96, drawn_at_once=64, pool_size=24_000, uses=3.0, shift=1.5
)
"""Ten times cheaper than clips, and where subjects and light are learned."""
CLIPS = Diet(num_frames=41, batch_size=8, drawn_at_once=8, pool_size=2_000, uses=5.0, shift=3.0)
"""Five seconds each, half of them with pictures, a control clip or references given."""


@dataclass(frozen=True, kw_only=True)
class FlowConfig:
    """One run of a stage."""

    run: Path
    """Checkpoints and exported weights; all stages share it."""
    atlas: Path
    vae: Path
    stage: str
    """image or video."""
    diets: tuple[Diet, ...]
    """One step of each in turn."""
    minutes: float
    total_minutes: float
    """The learning rate falls over this much training of the stage, all runs together."""
    learning_rate: float
    warmup_steps: int = 200
    caption_dropout: float = 0.1
    subject_weight: float = 5.0
    save_every_s: float = 180.0


def image_config(run: Path, atlas: Path, vae: Path, minutes: float, total: float) -> FlowConfig:
    """Single pictures alone, for a model that knows nothing yet."""
    return FlowConfig(
        run=run, atlas=atlas, vae=vae, stage="image", diets=(PICTURES,),
        minutes=minutes, total_minutes=total, learning_rate=2e-3,
    )  # fmt: skip


def video_config(run: Path, atlas: Path, vae: Path, minutes: float, total: float) -> FlowConfig:
    """Clips, with as many single pictures between them: nothing that those taught is forgotten."""
    return FlowConfig(
        run=run, atlas=atlas, vae=vae, stage="video", diets=(CLIPS, PICTURES),
        minutes=minutes, total_minutes=total, learning_rate=1e-3,
    )  # fmt: skip


class Learner(nn.Module):
    """What both stages train: the transformer with its control branch, and the text encoder."""

    def __init__(self, vocab_size: int) -> None:
        super().__init__()
        self.transformer = build_transformer()
        self.text_encoder = build_text_encoder(vocab_size)

    def load_weights(self, folder: Path) -> None:
        """Take the weights that `FlowRun.export` wrote, shipped ones for example."""
        transformer = WanVACETransformer3DModel.from_pretrained(folder / "transformer")
        text_encoder = UMT5EncoderModel.from_pretrained(folder / "text_encoder")
        self.transformer.load_state_dict(transformer.state_dict())
        self.text_encoder.load_state_dict(text_encoder.state_dict())


def train_flow(config: FlowConfig, device: torch.device, workers: int) -> Path:
    """Train for some minutes from the last checkpoint; returns the folder of the weights."""
    tokenizer = _tokenizer(config.run)
    learner = Learner(len(tokenizer)).to(device)
    run = FlowRun(config, learner, tokenizer, device)
    run.resume()
    # Fuses what lies between the matrices: half the time of a step, for a minute at the start.
    # Three sizes, each with up to two references in front, are more shapes than the usual eight.
    torch._dynamo.config.recompile_limit = 32
    learner.transformer.compile_repeated_blocks(fullgraph=True, dynamic=False)
    with ExitStack() as open_streams, sdpa_kernel(_attention(device, config)):
        streams = [
            open_streams.enter_context(open_stream(_spec(config, diet), device, workers))
            for diet in config.diets
        ]
        run.train(streams)
    return run.export()


def _spec(config: FlowConfig, diet: Diet) -> StreamSpec:
    return StreamSpec(
        atlas=config.atlas,
        vae=config.vae,
        num_frames=diet.num_frames,
        batch_size=diet.drawn_at_once,
        sizes=(WIDE, WIDE, WIDE, WIDE, SQUARE, TALL),
        seed=int(time.time()),
    )


def _tokenizer(run: Path) -> PreTrainedTokenizerFast:
    """The run's own tokenizer: its tokens' numbers must never change once training began."""
    folder = run / "tokenizer"
    if not folder.exists():
        build_tokenizer().save_pretrained(folder)
    return PreTrainedTokenizerFast.from_pretrained(folder)


def _attention(device: torch.device, config: FlowConfig) -> list[SDPBackend]:
    """The flash kernel's backward pass on a CPU is slower than plain matrices on short input."""
    if device.type == "cpu" and config.diets == (PICTURES,):
        return [SDPBackend.MATH]
    return [SDPBackend.FLASH_ATTENTION, SDPBackend.EFFICIENT_ATTENTION, SDPBackend.MATH]


class FlowRun:
    """The state of one run and its loop."""

    def __init__(
        self,
        config: FlowConfig,
        learner: Learner,
        tokenizer: PreTrainedTokenizerFast,
        device: torch.device,
    ) -> None:
        self.config = config
        self.learner = learner
        self.tokenizer = tokenizer
        self.device = device
        self.view = base_view(learner.transformer)
        self.optimisers = _optimisers(learner, config.learning_rate)
        self.channel_weight = _channel_weight(config.vae, device)
        self.ema = Ema(learner, 0.9995)
        self.rng = random.Random(time.time_ns())
        self.steps = {"image": 0, "video": 0}
        self.spent_s = {"image": 0.0, "video": 0.0}
        self.losses: dict[str, float] = {}

    @property
    def _checkpoint(self) -> Path:
        return self.config.run / "flow.pt"

    def resume(self) -> None:
        """Go on from the last checkpoint, whichever stage wrote it, or else from plain weights."""
        state = load_checkpoint(self._checkpoint, self.device)
        if state is None:
            if (self.config.run / "transformer").exists():
                self.learner.load_weights(self.config.run)
                self.ema = Ema(self.learner, self.ema.decay)
            return
        self.learner.load_state_dict(state["learner"])
        for optimiser, saved in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        self.ema.load_state_dict(state["ema"])
        self.steps, self.spent_s = state["steps"], state["spent_s"]
        if self.steps[self.config.stage] == 0:
            self.ema.updates = 0  # what the stage before has left must fade fast

    def train(self, streams: Sequence[Stream]) -> None:
        """Learn until the minutes are over, saving now and then; one stream for each diet."""
        pools = [Pool(diet.pool_size, diet.uses) for diet in self.config.diets]
        meals = zip(
            *(
                pool.draws(stream, diet.batch_size, self.rng)
                for pool, stream, diet in zip(pools, streams, self.config.diets, strict=True)
            ),
            strict=True,
        )
        began = saved = time.monotonic()
        spent_before = self.spent_s[self.config.stage]
        for samples in meals:
            now = time.monotonic()
            self.spent_s[self.config.stage] = spent_before + now - began
            if now - began > self.config.minutes * 60:
                break
            for sample, diet in zip(samples, self.config.diets, strict=True):
                self.learn(sample, diet)
            if self.steps[self.config.stage] % 50 == 0:
                self._report(now - began, pools)
            if now - saved > self.config.save_every_s:
                self._save()
                self.export()
                saved = now
        self._save()

    def learn(self, sample: Batch, diet: Diet) -> float:
        """One step on one batch of latents; returns its loss."""
        self._set_rate()
        return self._step(sample, diet.shift)

    def _set_rate(self) -> None:
        stage = self.config.stage
        share = self.spent_s[stage] / (self.config.total_minutes * 60)
        warm = min(1.0, (self.steps[stage] + 1) / self.config.warmup_steps)
        # Flat, then linear to zero over the last 60 %.
        fall = max(0.02, min(1.0, (1 - share) / 0.6))
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = self.config.learning_rate * group["rate"] * warm * fall

    def _step(self, sample: Batch, shift: float) -> float:
        latents = sample.video.to(self.device).float()
        control = None if sample.control is None else sample.control.to(self.device).float()
        if control is not None:
            latents = lengthen(latents, control)
        noise = torch.randn_like(latents)
        sigmas = draw_sigmas(len(latents), shift, self.device)
        with torch.autocast(self.device.type, torch.bfloat16):
            predicted = self._predict(add_noise(latents, noise, sigmas), sigmas, control, sample)
        errors = velocity_errors(predicted, latents, sigmas)
        loss = weighted_mean(errors, self._subject_weight(sample, latents) * self.channel_weight)
        for optimiser in self.optimisers:
            optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.learner.parameters(), 1.0)
        for optimiser in self.optimisers:
            optimiser.step()
        self.ema.update(self.learner)
        self.steps[self.config.stage] += 1
        self._note(errors.detach(), sigmas)
        return float(loss.detach())

    def _predict(
        self, noisy: Tensor, sigmas: Tensor, control: Tensor | None, sample: Batch
    ) -> Tensor:
        """The clean latents that the model sees in noisy ones."""
        states = encode_captions(
            self._captions(sample), self.tokenizer, self.learner.text_encoder, self.device
        )
        common = {
            "hidden_states": noisy,
            "timestep": sigmas * NUM_TRAIN_TIMESTEPS,
            "encoder_hidden_states": states,
            "return_dict": False,
        }
        if control is None:
            return self.view(**common)[0]
        return self.learner.transformer(**common, control_hidden_states=control)[0]

    def _subject_weight(self, sample: Batch, latents: Tensor) -> Tensor:
        """How much each cell counts: (batch, 1, latent frames with references, h, w)."""
        share = sample.subject.to(self.device).float()
        num_references = latents.shape[2] - share.shape[1]
        share = nn.functional.pad(share, (0, 0, 0, 0, num_references, 0))
        return 1 + self.config.subject_weight * share[:, None]

    def _captions(self, sample: Batch) -> list[str]:
        unsaid = sample.unsaid or [frozenset()] * len(sample.scenes)
        return [
            ""
            if self.rng.random() < self.config.caption_dropout
            else draw_caption(scene, self.rng, left_out)
            for scene, left_out in zip(sample.scenes, unsaid, strict=True)
        ]

    def _note(self, errors: Tensor, sigmas: Tensor) -> None:
        """Follow the loss in three bands of noise: layout, shapes, detail."""
        seen = (errors * self.channel_weight).flatten(1).mean(1)
        for name, low, high in (("high", 0.8, 1.0), ("middle", 0.4, 0.8), ("low", 0.0, 0.4)):
            inside = (sigmas >= low) & (sigmas < high)
            if inside.any():
                now = float(seen[inside].mean())
                self.losses[name] = 0.98 * self.losses.get(name, now) + 0.02 * now

    def _report(self, elapsed_s: float, pools: Sequence[Pool]) -> None:
        steps = self.steps[self.config.stage]
        bands = "  ".join(f"{name} {value:.4f}" for name, value in sorted(self.losses.items()))
        drawn = " + ".join(str(pool.num_added) for pool in pools)
        log.info(
            "%s step %d  %.0f s  loss %s  drawn %s",
            self.config.stage, steps, elapsed_s, bands, drawn,
        )  # fmt: skip

    def _save(self) -> None:
        save_checkpoint(
            self._checkpoint,
            {
                "learner": self.learner.state_dict(),
                "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
                "ema": self.ema.state_dict(),
                "steps": self.steps,
                "spent_s": self.spent_s,
            },
        )

    @torch.no_grad()
    def export(self) -> Path:
        """Write the averaged weights in fp16, in files under 10 MB."""
        averaged = Learner(len(self.tokenizer))
        averaged.load_state_dict(self.ema.weights)
        folder = self.config.run
        averaged.transformer.half().save_pretrained(folder / "transformer", max_shard_size="9MB")
        averaged.text_encoder.half().save_pretrained(folder / "text_encoder")
        build_scheduler().save_pretrained(folder / "scheduler")
        return folder


def _channel_weight(vae: Path, device: torch.device) -> Tensor:
    """How much each latent channel counts: (1, channels, 1, 1, 1), of mean 1.

    The latents are whitened, so that unseen detail would count as much as the shapes. Weights in
    proportion to a channel's deviation stand half-way between that and the error of the pixels.
    """
    deviations = torch.tensor(SeedlingVAE.load_config(vae)["latents_std"], device=device)
    return (deviations / deviations.mean()).view(1, -1, 1, 1, 1)


def _optimisers(learner: Learner, learning_rate: float) -> list[torch.optim.Optimizer]:
    """Muon for the matrices inside blocks, AdamW for all else.

    Muon's step is scaled to AdamW's size (Liu et al. 2025), so both share one learning rate.
    """
    matrices: list[nn.Parameter] = []
    others: list[nn.Parameter] = []
    for name, parameter in learner.named_parameters():
        is_matrix = parameter.ndim == 2 and "blocks." in name and "transformer" in name
        (matrices if is_matrix else others).append(parameter)
    muon = torch.optim.Muon(
        [{"params": matrices, "rate": 1.0}],
        lr=learning_rate,
        weight_decay=0.01,
        momentum=0.95,
        adjust_lr_fn="match_rms_adamw",
    )
    adamw = torch.optim.AdamW(
        [{"params": others, "rate": 0.5}], lr=learning_rate, betas=(0.9, 0.98), weight_decay=0.0
    )
    return [muon, adamw]
