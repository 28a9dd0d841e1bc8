"""Stages 2 and 3: text encoder and transformer, on single pictures, then on both in turn."""

from __future__ import annotations

import copy
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
from seedance_studio.seedling.precision import mixed_precision, multiplies_bfloat16
from seedance_studio.seedling.text import (
    build_text_encoder,
    build_tokenizer,
    encode_tokens,
    tokenise,
)
from seedance_studio.seedling.training.checkpoint import Ema, load_checkpoint, save_checkpoint
from seedance_studio.seedling.training.diets import (
    CLIPS,
    GPU_CLIPS,
    GPU_PICTURES,
    PICTURES,
    Diet,
    Meal,
    serve,
)
from seedance_studio.seedling.training.progress import Losses, Pace
from seedance_studio.seedling.training.stream import Batch
from seedance_studio.seedling.transformer import base_view, build_transformer
from seedance_studio.seedling.vae import SeedlingVAE
from seedance_studio.seedling.weights import read_parts

log = logging.getLogger(__name__)

_REPORT_EVERY_S = 15.0


@dataclass(frozen=True, kw_only=True)
class FlowConfig:
    """One run of a stage."""

    run: Path
    """Checkpoints and exported weights; all stages share it."""
    atlas: Path
    stage: str
    """image, video or gpu."""
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


_STAGES: dict[str, tuple[tuple[Diet, ...], float]] = {
    # Single pictures alone, for a model that knows nothing yet.
    "image": ((PICTURES,), 2e-3),
    # With as many single pictures between clips nothing that those taught is forgotten.
    "video": ((CLIPS, PICTURES), 1e-3),
    "gpu": ((GPU_CLIPS, GPU_PICTURES), 2e-3),
}


def flow_config(
    stage: str, run: Path, atlas: Path, minutes: float, total_minutes: float
) -> FlowConfig:
    """The settings of a stage: image, video or gpu."""
    diets, learning_rate = _STAGES[stage]
    return FlowConfig(
        run=run, atlas=atlas, stage=stage, diets=diets,
        minutes=minutes, total_minutes=total_minutes, learning_rate=learning_rate,
    )  # fmt: skip


class Learner(nn.Module):
    """What both stages train: the transformer with its control branch, and the text encoder."""

    def __init__(
        self, transformer: WanVACETransformer3DModel, text_encoder: UMT5EncoderModel
    ) -> None:
        super().__init__()
        self.transformer = transformer
        self.text_encoder = text_encoder

    @classmethod
    def of_run(cls, run: Path, vocab_size: int) -> Learner:
        """That of weights that `FlowRun.export` wrote, shipped ones for example, or a new one."""
        if not (run / "transformer").exists():
            return cls(build_transformer(), build_text_encoder(vocab_size))
        parts = read_parts(run)
        return cls(parts.transformer, parts.text_encoder)


def train_flow(config: FlowConfig, device: torch.device) -> Path:
    """Train for some minutes from the last checkpoint; returns the folder of the weights."""
    run = open_run(config, device)
    with ExitStack() as being_served:
        run.train(
            [
                being_served.enter_context(serve(diet, config.run, config.atlas, device))
                for diet in config.diets
            ]
        )
    return run.export()


def open_run(config: FlowConfig, device: torch.device) -> FlowRun:
    """A run at its last checkpoint, ready to train."""
    tokenizer = _tokenizer(config.run)
    learner = Learner.of_run(config.run, len(tokenizer)).to(device)
    run = FlowRun(config, learner, tokenizer, device)
    run.resume()
    if device.type == "cpu":
        compile_blocks(learner.transformer)
    return run


def compile_blocks(transformer: WanVACETransformer3DModel) -> None:
    """Fuse what lies between the matrices: half the time of a step, for a minute at the start.

    Not on a GPU: with every shape of these diets it took minutes there, and drawing needs the cores
    that compile.
    """
    # Three sizes, each with up to two references in front, are more shapes than the usual eight.
    torch._dynamo.config.recompile_limit = 32
    transformer.compile_repeated_blocks(fullgraph=True, dynamic=False)


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
        self.optimisers = _optimisers(learner, config.learning_rate, device)
        self.channel_weight = channel_weight(config.run / "vae", device)
        self.ema = Ema(learner, 0.9995)
        self.rng = random.Random(time.time_ns())
        self.steps = dict.fromkeys(_STAGES, 0)
        self.spent_s = dict.fromkeys(_STAGES, 0.0)
        self.losses = Losses(device)
        self.pace = Pace(sum(one.numel() for one in learner.transformer.parameters()), device)
        self._nothing_said = tokenise([""], tokenizer).to(device)

    @property
    def _checkpoint(self) -> Path:
        return self.config.run / "flow.pt"

    def resume(self) -> None:
        """Go on from the last checkpoint, whichever stage wrote it, if there is one."""
        state = load_checkpoint(self._checkpoint, self.device)
        if state is None:
            return
        self.learner.load_state_dict(state["learner"])
        for optimiser, saved in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        self.ema.load_state_dict(state["ema"])
        self.steps, self.spent_s = state["steps"], state["spent_s"]
        if self.steps[self.config.stage] == 0:
            self.ema.updates = 0  # what the stage before has left must fade fast

    def train(self, meals: Sequence[Meal]) -> None:
        """Learn until the minutes are over, one step of each meal in turn; save now and then."""
        with sdpa_kernel(_attention(self.device, self.config)):
            self._train(meals)
        self._save()

    def _train(self, meals: Sequence[Meal]) -> None:
        stage = self.config.stage
        began = saved = reported = time.monotonic()
        spent_before = self.spent_s[stage]
        while (now := time.monotonic()) - began < self.config.minutes * 60:
            self.spent_s[stage] = spent_before + now - began
            share = self.spent_s[stage] / (self.config.total_minutes * 60)
            for meal in meals:
                if share >= meal.diet.begins_at:
                    self.learn(next(meal.batches), meal.diet)
                else:
                    meal.absorb()
            if now - reported > _REPORT_EVERY_S:
                self._report(now - began, meals)
                reported = now
            if now - saved > self.config.save_every_s:
                self._save()
                self.export()
                saved = now

    def learn(self, sample: Batch, diet: Diet) -> Tensor:
        """One step on one batch of latents; returns its loss, a scalar on the device."""
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

    def _step(self, sample: Batch, shift: float) -> Tensor:
        latents = sample.video.to(self.device).float()
        control = None if sample.control is None else sample.control.to(self.device).float()
        if control is not None:
            latents = lengthen(latents, control)
        noise = torch.randn_like(latents)
        sigmas = draw_sigmas(len(latents), shift, self.device)
        with mixed_precision(self.device):
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
        self.pace.note(latents)
        self.losses.note((errors.detach() * self.channel_weight).flatten(1).mean(1), sigmas)
        return loss.detach()

    def _predict(
        self, noisy: Tensor, sigmas: Tensor, control: Tensor | None, sample: Batch
    ) -> Tensor:
        """The clean latents that the model sees in noisy ones."""
        states = encode_tokens(self._tokens(sample), self.learner.text_encoder)
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

    def _tokens(self, sample: Batch) -> Tensor:
        """One caption of each sample, some of them empty: (batch, tokens)."""
        captions = sample.captions
        assert captions is not None
        rows = torch.arange(len(captions), device=self.device)
        chosen = torch.randint(captions.shape[1], (len(captions),), device=self.device)
        tokens = captions.to(self.device)[rows, chosen].long()
        unsaid = torch.rand(len(captions), 1, device=self.device) < self.config.caption_dropout
        return torch.where(unsaid, self._nothing_said, tokens)

    def _report(self, elapsed_s: float, meals: Sequence[Meal]) -> None:
        steps = self.steps[self.config.stage]
        bands = "  ".join(f"{name} {value:.4f}" for name, value in self.losses.read().items())
        drawn = " + ".join(str(meal.pool.num_added) for meal in meals)
        log.info(
            "%s step %d  %.0f s  loss %s  drawn %s  %s",
            self.config.stage, steps, elapsed_s, bands, drawn, self.pace.read(),
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
        averaged = copy.deepcopy(self.learner).cpu()
        averaged.load_state_dict(self.ema.weights)
        folder = self.config.run
        averaged.transformer.half().save_pretrained(folder / "transformer", max_shard_size="9MB")
        averaged.text_encoder.half().save_pretrained(folder / "text_encoder")
        build_scheduler().save_pretrained(folder / "scheduler")
        return folder


def channel_weight(vae: Path, device: torch.device) -> Tensor:
    """How much each latent channel counts: (1, channels, 1, 1, 1), of mean 1.

    The latents are whitened, so that unseen detail would count as much as the shapes. Weights in
    proportion to a channel's deviation stand half-way between that and the error of the pixels.
    """
    deviations = torch.tensor(SeedlingVAE.load_config(vae)["latents_std"], device=device)
    return (deviations / deviations.mean()).view(1, -1, 1, 1, 1)


def _optimisers(
    learner: Learner, learning_rate: float, device: torch.device
) -> list[torch.optim.Optimizer]:
    """Muon for the matrices inside blocks, AdamW for all else.

    Muon's step is scaled to AdamW's size (Liu et al. 2025), so both share one learning rate.
    torch's computes in bfloat16, whatever it is given: a device that only emulates this (see
    `precision`) has AdamW alone.
    """
    matrices: list[nn.Parameter] = []
    others: list[nn.Parameter] = []
    for name, parameter in learner.named_parameters():
        is_matrix = parameter.ndim == 2 and "blocks." in name and "transformer" in name
        (matrices if is_matrix else others).append(parameter)
    if not multiplies_bfloat16(device):
        return [_adamw(matrices + others, learning_rate)]
    muon = torch.optim.Muon(
        [{"params": matrices, "rate": 1.0}],
        lr=learning_rate,
        weight_decay=0.01,
        momentum=0.95,
        adjust_lr_fn="match_rms_adamw",
    )
    return [muon, _adamw(others, learning_rate)]


def _adamw(parameters: list[nn.Parameter], learning_rate: float) -> torch.optim.Optimizer:
    return torch.optim.AdamW(
        [{"params": parameters, "rate": 0.5}], lr=learning_rate, betas=(0.9, 0.98), weight_decay=0.0
    )
