"""Teach a resident transformer a look: a small LoRA learned by flow matching, on any device.

The same loop serves Seedling on two processor cores and a full-size Wan on a GPU. It knows nothing
of pictures: what is learned comes as normalised latents with the text states of their captions.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from peft import LoraConfig, get_peft_model_state_dict, set_peft_model_state_dict
from safetensors.torch import save_file
from torch import Tensor, nn

from seedance_studio.seedling.precision import mixed_precision
from seedance_studio.seedling.transformer import ADAPTED_LAYERS

_ADAPTER = "in_the_making"
_NUM_TRAIN_TIMESTEPS = 1_000
_LEAST_SIGMA = 0.2
_SOLVED_BATCHES = 6
_RIDGE = 1e-2


class Lessons(Protocol):
    """What there is to learn from."""

    def draw(self, rng: random.Random, count: int) -> tuple[Tensor, Tensor]:
        """Give normalised latents (count, z, frames, h, w) and text states (count, tokens, dim)."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LoraSettings:
    """How an adapter is learned."""

    rank: int = 12
    learning_rate: float = 3e-3
    batch_size: int = 12
    shift: float = 3.0
    """Leans the noise levels towards noise, where layout and palette are decided."""
    warmup_steps: int = 10
    save_every_s: float = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """How far the training has come."""

    steps: int
    spent_s: float
    loss: float
    """Running mean of the velocity's squared error."""


OnLearned = Callable[[Learned], None]


class LoraTraining:
    """One adapter in the making, on a transformer that is resident.

    Args:
        transformer: gets the adapter; its own weights do not change.
        predict: the transformer or a view of it, called as diffusers calls Wan's transformer.
        prediction_type: of its scheduler: sample or flow_prediction.
        settings: how it is learned.
        checkpoint: where the state is kept, so that a run that was cut off goes on.
        seed: of all chance.
        clock: gives the seconds that count as spent.
    """

    def __init__(
        self,
        transformer: Any,  # noqa: ANN401 - an untyped library's
        predict: nn.Module,
        prediction_type: str,
        settings: LoraSettings,
        checkpoint: Path,
        seed: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._transformer = transformer
        self._predict = predict
        self._prediction_type = prediction_type
        self._settings = settings
        self._checkpoint = checkpoint
        self._clock = clock
        self._rng = random.Random(seed)
        self._steps = 0
        self._spent_s = 0.0
        self._loss = math.nan
        torch.manual_seed(seed)
        config = LoraConfig(
            r=settings.rank, lora_alpha=settings.rank, target_modules=ADAPTED_LAYERS, bias="none"
        )
        transformer.requires_grad_(False)
        transformer.add_adapter(config, _ADAPTER)
        # A run without a style may have switched all adapters off.
        transformer.enable_adapters()
        self._parameters = [one for one in transformer.parameters() if one.requires_grad]
        for one in self._parameters:
            one.data = one.data.float()
        self._optimiser = torch.optim.AdamW(self._parameters, settings.learning_rate)
        self._resume()

    def close(self) -> None:
        """Take the adapter out of the transformer again."""
        self._transformer.delete_adapters(_ADAPTER)

    def train(self, lessons: Lessons, seconds: float, on_learned: OnLearned) -> None:
        """Learn until `seconds` are spent, those of runs before a restart included.

        Args:
            lessons: what is learned from.
            seconds: over which the learning rate rises and falls.
            on_learned: told after each step; what it raises ends the run, and its state is kept.
        """
        began = saved = self._clock()
        before = self._spent_s
        if self._steps == 0:
            self._solve_last_layer(lessons)
        try:
            while self._spent_s < seconds:
                self._learn(*lessons.draw(self._rng, self._settings.batch_size), seconds)
                now = self._clock()
                self._spent_s = before + now - began
                if now - saved > self._settings.save_every_s:
                    self._save()
                    saved = now
                on_learned(Learned(steps=self._steps, spent_s=self._spent_s, loss=self._loss))
        finally:
            self._save()

    def export(self, path: Path) -> None:
        """Write the adapter in fp16, in diffusers' format."""
        state = get_peft_model_state_dict(self._transformer, adapter_name=_ADAPTER)
        tensors = {
            f"transformer.{name}": value.detach().half().contiguous().cpu()
            for name, value in state.items()
        }
        part = path.with_suffix(".part")
        save_file(tensors, part, metadata={"format": "pt"})
        part.replace(path)

    @torch.no_grad()
    def _solve_last_layer(self, lessons: Lessons) -> None:
        """Give `proj_out` the adapter that is best by itself: a palette, found and not searched.

        What the model's output lacks is regressed on what goes into its last layer (ridge), and
        cut to the adapter's rank (Izenman 1975).
        """
        layer = self._transformer.proj_out
        seen: list[Tensor] = []
        hook = layer.register_forward_hook(lambda _layer, inputs, _output: seen.append(inputs[0]))
        rows, missing = [], []
        try:
            for _ in range(_SOLVED_BATCHES):
                batch = lessons.draw(self._rng, self._settings.batch_size)
                predicted, wanted, level = self._predict_batch(*batch)
                weight = 1 / level.clamp(min=_LEAST_SIGMA).flatten()[:, None, None]
                tokens = _as_tokens(wanted - predicted, self._transformer.config.patch_size)
                rows.append((seen.pop().float() * weight).flatten(0, 1))
                missing.append((tokens * weight).flatten(0, 1))
        finally:
            hook.remove()
        inputs, lacking = torch.cat(rows), torch.cat(missing)
        gram = inputs.T @ inputs
        ridge = _RIDGE * gram.diagonal().mean() * torch.eye(len(gram), device=gram.device)
        map_all = torch.linalg.solve(gram + ridge, inputs.T @ lacking)
        _, _, directions = torch.linalg.svd(inputs @ map_all, full_matrices=False)
        kept = directions[: self._settings.rank]
        layer.lora_B[_ADAPTER].weight.copy_(kept.T)
        layer.lora_A[_ADAPTER].weight.copy_(kept @ map_all.T)

    def _learn(self, latents: Tensor, states: Tensor, seconds: float) -> None:
        for group in self._optimiser.param_groups:
            group["lr"] = self._rate(self._spent_s / seconds)
        predicted, wanted, level = self._predict_batch(latents, states)
        loss = ((predicted - wanted) / level.clamp(min=_LEAST_SIGMA)).square().mean()
        self._optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._parameters, 1.0)
        self._optimiser.step()
        self._steps += 1
        now = float(loss.detach())
        self._loss = now if math.isnan(self._loss) else 0.95 * self._loss + 0.05 * now

    def _predict_batch(self, latents: Tensor, states: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Give what the model says of noisy latents, what it should say, and what divides errors.

        That divisor turns errors of clean latents into those of the velocity that follows from
        them (see `seedling.flow.velocity_errors`); a model that gives the velocity needs none.
        """
        device = self._parameters[0].device
        latents, states = latents.to(device).float(), states.to(device)
        noise, sigmas = torch.randn_like(latents), self._draw_sigmas(len(latents), device)
        level = sigmas.view(-1, 1, 1, 1, 1)
        with mixed_precision(device):
            predicted = self._predict(
                hidden_states=(1 - level) * latents + level * noise,
                timestep=sigmas * _NUM_TRAIN_TIMESTEPS,
                encoder_hidden_states=states,
                return_dict=False,
            )[0].float()
        if self._prediction_type == "sample":
            return predicted, latents, level
        return predicted, noise - latents, torch.ones_like(level)

    def _draw_sigmas(self, count: int, device: torch.device) -> Tensor:
        sigmas = torch.sigmoid(torch.randn(count, device=device))
        shift = self._settings.shift
        return shift * sigmas / (1 + (shift - 1) * sigmas)

    def _rate(self, share: float) -> float:
        warm = min(1.0, (self._steps + 1) / self._settings.warmup_steps)
        return self._settings.learning_rate * warm * 0.5 * (1 + math.cos(math.pi * min(share, 1.0)))

    def _save(self) -> None:
        part = self._checkpoint.with_suffix(".part")
        state = get_peft_model_state_dict(self._transformer, adapter_name=_ADAPTER)
        torch.save(
            {
                "adapter": state,
                "optimiser": self._optimiser.state_dict(),
                "steps": self._steps,
                "spent_s": self._spent_s,
                "loss": self._loss,
            },
            part,
        )
        part.replace(self._checkpoint)

    def _resume(self) -> None:
        if not self._checkpoint.is_file():
            return
        state = torch.load(self._checkpoint, map_location="cpu", weights_only=True)
        set_peft_model_state_dict(self._transformer, state["adapter"], adapter_name=_ADAPTER)
        self._optimiser.load_state_dict(state["optimiser"])
        self._steps, self._spent_s = state["steps"], state["spent_s"]
        self._loss = state["loss"]


def _as_tokens(video: Tensor, patch_size: Sequence[int]) -> Tensor:
    """(batch, z, frames, h, w) to (batch, tokens, numbers), as Wan's last layer gives them."""
    deep, high, wide = patch_size
    batch, numbers, frames, rows, columns = video.shape
    parts = video.reshape(
        batch, numbers, frames // deep, deep, rows // high, high, columns // wide, wide
    )
    return parts.permute(0, 2, 4, 6, 3, 5, 7, 1).flatten(1, 3).flatten(2)


class PictureLessons:
    """Latents with the words that go with them, in memory.

    Args:
        latents: each (z, frames, h, w); those of one shape are drawn together.
        captions: of each, one of which is taken at each draw; "" now and then teaches guidance.
        encode: gives the text states of some captions.
        dropout: how often a caption is left out.
    """

    def __init__(
        self,
        latents: Sequence[Tensor],
        captions: Sequence[Sequence[str]],
        encode: Callable[[list[str]], Tensor],
        dropout: float = 0.1,
    ) -> None:
        self._by_shape: dict[torch.Size, list[int]] = {}
        for index, one in enumerate(latents):
            self._by_shape.setdefault(one.shape, []).append(index)
        self._latents, self._captions = latents, captions
        self._encode, self._dropout = encode, dropout

    def draw(self, rng: random.Random, count: int) -> tuple[Tensor, Tensor]:
        """Give a batch of one shape, each shape as often as there are lessons of it."""
        groups = list(self._by_shape.values())
        group = rng.choices(groups, [len(one) for one in groups])[0]
        chosen = rng.choices(group, k=count)
        captions = [
            "" if rng.random() < self._dropout else rng.choice(self._captions[index])
            for index in chosen
        ]
        with torch.no_grad():
            states = self._encode(captions)
        return torch.stack([self._latents[index] for index in chosen]), states
