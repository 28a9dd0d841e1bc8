"""Stage 4: four large steps without guidance in place of sixteen with it, as an adapter.

The teacher is the trained model, which walks each of four stretches of the way in small guided
steps; the student learns to make each stretch in one step (progressive distillation: Salimans and
Ho 2022, with guidance: Meng et al. 2023). Half of the time it begins where its own steps before
would have led, so that it learns to go on from there. Only a LoRA is learned: the teacher stays
whole in the same weights.
"""

from __future__ import annotations

import itertools
import logging
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import WanVACETransformer3DModel
from peft import LoraConfig, get_peft_model_state_dict
from safetensors.torch import save_file
from torch import Tensor, nn

from seedance_studio.seedling.conditions import lengthen
from seedance_studio.seedling.flow import (
    FAST_STEPS,
    NUM_TRAIN_TIMESTEPS,
    add_noise,
    build_fast_scheduler,
    euler_step,
    weighted_mean,
)
from seedance_studio.seedling.precision import mixed_precision
from seedance_studio.seedling.text import encode_tokens, tokenise
from seedance_studio.seedling.training.stream import Batch
from seedance_studio.seedling.transformer import ADAPTED_LAYERS, base_view
from seedance_studio.seedling.weights import Parts

log = logging.getLogger(__name__)

FAST = "fast"
_REPORT_EVERY = 25


@dataclass(frozen=True, kw_only=True)
class DistilConfig:
    """One run of this stage."""

    run: Path
    minutes: float
    guidance_scale: float = 2.5
    substeps: int = 4
    """Of the teacher, for each step of the student."""
    rank: int = 32
    learning_rate: float = 1e-3
    batch_frames: int = 704
    warmup_steps: int = 20
    own_share: float = 0.5
    """How often the student begins where its own steps have led."""


class Distillation:
    """The student's training."""

    def __init__(
        self, config: DistilConfig, teacher: Parts, student: WanVACETransformer3DModel,
        channel_weight: Tensor, device: torch.device,
    ) -> None:  # fmt: skip
        self.config = config
        self.device = device
        self.text_encoder = teacher.text_encoder.to(device).eval()
        self.teacher = _Seer(teacher.transformer.to(device).requires_grad_(False).eval())
        torch.manual_seed(0)
        student.to(device).requires_grad_(False)
        student.add_adapter(
            LoraConfig(r=config.rank, lora_alpha=config.rank, target_modules=ADAPTED_LAYERS), FAST
        )
        self.student = _Seer(student)
        self.learned = [one for one in student.parameters() if one.requires_grad]
        self.optimiser = torch.optim.AdamW(self.learned, config.learning_rate, betas=(0.9, 0.98))
        self.channel_weight = channel_weight
        self.sigmas = _walk()
        self.nothing_said = tokenise([""], teacher.tokenizer).to(device)
        self.rng = random.Random(0)
        self.steps = 0

    def train(self, batches: Iterator[Batch]) -> None:
        """Learn until the minutes are over."""
        began = time.monotonic()
        losses = torch.zeros(FAST_STEPS, 2, device=self.device)
        for batch in batches:
            now = time.monotonic()
            share = (now - began) / (self.config.minutes * 60)
            if share > 1:
                break
            self._set_rate(share)
            which = self.steps % FAST_STEPS
            losses[which, 0] += self.learn(batch, which)
            losses[which, 1] += 1
            if self.steps % _REPORT_EVERY == 0:
                means = (losses[:, 0] / losses[:, 1].clamp(min=1)).tolist()
                told = " ".join(f"{mean:.4f}" for mean in means)
                log.info(
                    "distil step %d  %.0f s  loss %s",
                    self.steps,
                    share * self.config.minutes * 60,
                    told,
                )
                losses.zero_()

    def learn(self, batch: Batch, which: int) -> Tensor:
        """Teach one of the large steps on a batch of latents; returns the loss."""
        latents, control, tokens = self._given(batch)
        with torch.no_grad():
            said = self._states(tokens)
            both = torch.cat([self._states(self.nothing_said.expand_as(tokens)), said])
            noisy = self._beginning(latents, control, said, which)
            led_to = self._teachers_walk(noisy, control, both, which)
        sigma, next_sigma = self.sigmas[which], self.sigmas[which + 1]
        kept = next_sigma / sigma
        wanted = (led_to - kept * noisy) / (1 - kept)
        predicted = self.student(noisy, sigma, said, control)
        loss = weighted_mean((predicted - wanted).square(), self.channel_weight)
        self.optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.learned, 1.0)
        self.optimiser.step()
        self.steps += 1
        return loss.detach()

    def export(self) -> Path:
        """Write the adapter in fp16, in diffusers' format."""
        path = self.config.run / FAST / "adapter.safetensors"
        path.parent.mkdir(parents=True, exist_ok=True)
        state = get_peft_model_state_dict(self.student.transformer, adapter_name=FAST)
        tensors = {
            f"transformer.{name}": value.detach().half().contiguous().cpu()
            for name, value in state.items()
        }
        save_file(tensors, path, metadata={"format": "pt"})
        return path

    def _set_rate(self, share: float) -> None:
        warm = min(1.0, (self.steps + 1) / self.config.warmup_steps)
        for group in self.optimiser.param_groups:
            group["lr"] = self.config.learning_rate * warm * max(0.02, 1 - share)

    def _given(self, batch: Batch) -> tuple[Tensor, Tensor | None, Tensor]:
        """Clean latents, what the control branch reads, and tokens of one caption each."""
        count = max(1, self.config.batch_frames // batch.video.shape[2])
        latents = batch.video[:count].to(self.device).float()
        control = None if batch.control is None else batch.control[:count].to(self.device).float()
        if control is not None:
            latents = lengthen(latents, control)
        assert batch.captions is not None
        captions = batch.captions[:count].to(self.device)
        chosen = torch.randint(captions.shape[1], (len(captions),), device=self.device)
        rows = torch.arange(len(captions), device=self.device)
        return latents, control, captions[rows, chosen].long()

    def _states(self, tokens: Tensor) -> Tensor:
        with mixed_precision(self.device):
            return encode_tokens(tokens, self.text_encoder)

    def _beginning(
        self, latents: Tensor, control: Tensor | None, said: Tensor, which: int
    ) -> Tensor:
        """Where the step begins: on the way to the drawn clips, or where own steps have led."""
        noise = torch.randn_like(latents)
        if which == 0:
            return noise
        if self.rng.random() >= self.config.own_share:
            sigmas = torch.full((len(latents),), self.sigmas[which], device=self.device)
            return add_noise(latents, noise, sigmas)
        noisy = noise
        for sigma, next_sigma in itertools.pairwise(self.sigmas[: which + 1]):
            noisy = euler_step(noisy, self.student(noisy, sigma, said, control), sigma, next_sigma)
        return noisy

    def _teachers_walk(
        self, noisy: Tensor, control: Tensor | None, both: Tensor, which: int
    ) -> Tensor:
        """Where the teacher's small guided steps lead."""
        twice = None if control is None else control.repeat(2, 1, 1, 1, 1)
        for sigma, next_sigma in itertools.pairwise(
            _between(self.sigmas[which], self.sigmas[which + 1], self.config.substeps)
        ):
            seen = self.teacher(noisy.repeat(2, 1, 1, 1, 1), sigma, both, twice)
            without, with_words = seen.chunk(2)
            guided = without + self.config.guidance_scale * (with_words - without)
            noisy = euler_step(noisy, guided, sigma, next_sigma)
        return noisy


class _Seer:
    """A transformer that is asked for the clean latents it sees in noisy ones."""

    def __init__(self, transformer: WanVACETransformer3DModel) -> None:
        self.transformer = transformer
        self._view = base_view(transformer)

    def __call__(
        self, noisy: Tensor, sigma: float, states: Tensor, control: Tensor | None
    ) -> Tensor:
        common = {
            "hidden_states": noisy,
            "timestep": torch.full((len(noisy),), sigma * NUM_TRAIN_TIMESTEPS).to(noisy.device),
            "encoder_hidden_states": states,
            "return_dict": False,
        }
        with mixed_precision(noisy.device):
            if control is None:
                seen: Tensor = self._view(**common)[0]
            else:
                seen = self.transformer(**common, control_hidden_states=control)[0]
        return seen.float()


def _walk() -> list[float]:
    """The noise levels of the large steps, from 1 to 0, as the sampler makes them."""
    scheduler = build_fast_scheduler()
    scheduler.set_timesteps(FAST_STEPS)
    return [float(sigma) for sigma in scheduler.sigmas]


def _between(sigma: float, next_sigma: float, substeps: int) -> list[float]:
    """The levels of small steps between two, spaced as the sampler spaces its own."""
    shift = float(build_fast_scheduler().config.flow_shift)
    first, last = (one / (shift - (shift - 1) * one) for one in (sigma, next_sigma))
    even = [first + (last - first) * step / substeps for step in range(substeps + 1)]
    return [shift * one / (1 + (shift - 1) * one) for one in even]
