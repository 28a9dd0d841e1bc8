"""Flow matching: the straight path from a picture to noise, and the loss that learns to walk back.

x(sigma) = (1 - sigma) * latents + sigma * noise, sigma from 0 (picture) to 1 (noise), as in Lipman
et al. 2022 and Liu et al. 2022; diffusers counts timesteps as 1000 * sigma. The model gives the
clean latents themselves, which diffusers' schedulers call the prediction type `sample`, and is
judged by the velocity that follows from them (Li and He 2025): a narrow model need not carry the
noise of a 256-number token through to its output.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from diffusers import UniPCMultistepScheduler
from torch import Tensor

AfterStep = Callable[[Any, int, Tensor, dict[str, Any]], dict[str, Any]]
"""What diffusers calls between two steps: (pipeline, step, timestep, tensors) to new tensors."""
NUM_TRAIN_TIMESTEPS = 1_000
_LEAST_SIGMA = 0.2


def draw_sigmas(count: int, shift: float, device: torch.device) -> Tensor:
    """Logit-normal noise levels (Esser et al. 2024), shifted towards noise as sampling is.

    Args:
        count: how many.
        shift: 1 leaves them; larger spends more of the training where layout is decided. Long
            clips need more, since neighbouring frames give each other away.
        device: where to draw.

    Returns: (count,), each in (0, 1).
    """
    sigmas = torch.sigmoid(torch.randn(count, device=device))
    return shift * sigmas / (1 + (shift - 1) * sigmas)


def add_noise(latents: Tensor, noise: Tensor, sigmas: Tensor) -> Tensor:
    """Points on the path: latents and noise (batch, ...), sigmas (batch,)."""
    sigmas = sigmas.view(-1, *[1] * (latents.ndim - 1))
    return (1 - sigmas) * latents + sigmas * noise


def velocity_errors(predicted: Tensor, latents: Tensor, sigmas: Tensor) -> Tensor:
    """Squared errors of the velocity that follows from predicted clean latents, elementwise.

    The velocity is (x(sigma) - latents) / sigma; its error grows without bound towards the
    picture, where little is left to learn, and is held at what it is at sigma 0.2.
    """
    held = sigmas.clamp(min=_LEAST_SIGMA).view(-1, *[1] * (latents.ndim - 1))
    return ((predicted.float() - latents) / held).square()


def weighted_mean(errors: Tensor, weight: Tensor) -> Tensor:
    """The mean of the errors under weights of a shape that broadcasts to theirs."""
    return (errors * weight).mean() / weight.mean()


def build_scheduler() -> UniPCMultistepScheduler:
    """The sampler of a model that was trained so; shipped with its weights."""
    return UniPCMultistepScheduler(prediction_type="sample", use_flow_sigmas=True, flow_shift=3.0)


GUIDED_UNTIL = 0.7
"""Noise level below which the shipped weights are no longer guided: what a picture shows is settled
by then, and a guided step costs two."""


def guided_until(level: float) -> AfterStep:
    """Give a pipeline's `callback_on_step_end` that stops guiding it below a noise level.

    As in Kynkäänniemi et al. 2024; a pipeline reads its scale anew for each step, and sets it
    anew for each run.
    """

    def after_step(
        pipe: Any,  # noqa: ANN401 - untyped library
        _step: int,
        _timestep: Tensor,
        inputs: dict[str, Any],
    ) -> dict[str, Any]:
        scheduler = pipe.scheduler
        if float(scheduler.sigmas[scheduler.step_index]) < level:
            pipe._guidance_scale = 1.0
        return inputs

    return after_step


FAST_STEPS = 4


def build_fast_scheduler() -> UniPCMultistepScheduler:
    """The sampler of the distilled model: plain Euler steps, which it was taught to make large."""
    return UniPCMultistepScheduler.from_config(
        build_scheduler().config, solver_order=1, disable_corrector=list(range(FAST_STEPS))
    )


def euler_step(noisy: Tensor, clean: Tensor, sigma: float, next_sigma: float) -> Tensor:
    """Walk straight from x(sigma) towards the clean latents that were seen in it."""
    kept = next_sigma / sigma
    return kept * noisy + (1 - kept) * clean
