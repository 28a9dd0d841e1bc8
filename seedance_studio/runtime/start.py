"""Where a run of a Wan pipeline begins: its noise, its conditions, and how much of it is run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import torch
from diffusers.utils.torch_utils import randn_tensor
from torch import Tensor

from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.runtime.animatic import Rehearsal
from seedance_studio.runtime.guidance import Guidance
from seedance_studio.runtime.moves import named_flow, named_pose
from seedance_studio.runtime.vace import PartialUniPC, scale_by_frame
from seedance_studio.seedling.flow import AfterStep


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a Wan pipeline is called with, and what is kept of it while it runs."""

    pipe: Any
    arguments: dict[str, Any]
    """Of the pipeline's call, all but the prompt."""
    guidance: Guidance
    noise: Tensor
    """(1, z_dim, frames, h, w) of the clip's own latent frames."""
    skipped_steps: int
    rehearsal: Rehearsal | None
    end_guidance: AfterStep
    """Guides the pipeline no longer than its weights need it."""

    def own_frames(self, latents: Tensor) -> Tensor:
        """Give the latents without those of references, which stand in front."""
        return latents[:, :, self.guidance.num_references :]

    def after_step(
        self,
        pipe: Any,  # noqa: ANN401
        step: int,
        timestep: Tensor,
        inputs: dict[str, Any],
    ) -> dict[str, Any]:
        """Correct the latents between two steps; the pipeline goes on with what this returns."""
        self.end_guidance(pipe, step, timestep, inputs)
        return {**inputs, "latents": self.keep_known(inputs["latents"])}

    def keep_known(self, latents: Tensor) -> Tensor:
        """Put what is given, or staged, in its place, under as much noise as the rest has now.

        So what the model makes grows around it (Lugmayr et al. 2022), and in the end it is exactly
        what was given, as far as the autoencoder keeps it.
        """
        scheduler, own = self.pipe.scheduler, self.own_frames(latents)
        sigma = float(scheduler.sigmas[scheduler.step_index])
        if self.rehearsal is not None:
            seen = scheduler.model_outputs[-1]
            own = self.rehearsal.hold(own, sigma, lambda: self.own_frames(seen))
        known, is_known = self.guidance.known, self.guidance.is_known
        if known is not None and is_known is not None:
            own = torch.where(is_known, (1 - sigma) * known + sigma * self.noise, own)
        return torch.cat([latents[:, :, : self.guidance.num_references], own], dim=2)


def prepare_start(
    pipe: Any,  # noqa: ANN401
    guidance: Guidance,
    plan: GenerationPlan,
    end_guidance: AfterStep,
) -> Start:
    """Draw the noise of a plan and say how its pipeline is to be called.

    Args:
        pipe: WanPipeline when `guidance.control` is None, else ConditionedPipeline; its scheduler a
            PartialUniPC.
        guidance: what is given beside the words.
        plan: what to run.
        end_guidance: as in `Start`.
    """
    native = plan.native
    num_frames = native.num_frames + guidance.lead_frames
    spatial, temporal = pipe.vae_scale_factor_spatial, pipe.vae_scale_factor_temporal
    cells = (native.height // spatial, native.width // spatial)
    channels = (1, pipe.vae.config.z_dim)
    # The noise is drawn on the CPU, so that a seed means the same on every device; that of the
    # references comes last, so that they do not change the clip's.
    generator, device = torch.Generator("cpu").manual_seed(plan.seed), pipe._execution_device
    noise, in_front = (
        randn_tensor((*channels, frames, *cells), generator=generator, device=device)
        for frames in ((num_frames - 1) // temporal + 1, guidance.num_references)
    )
    latents, skipped = _noised(pipe.scheduler, noise, guidance, plan)
    arguments = {
        "latents": torch.cat([in_front, latents], dim=2),
        "height": native.height,
        "width": native.width,
        "num_frames": num_frames,
        "num_inference_steps": plan.num_inference_steps,
        "guidance_scale": plan.guidance_scale,
        "output_type": "latent",
        "return_dict": False,
    }
    if guidance.control is not None:
        config = pipe.transformer.config
        tokens = cells[0] * cells[1] // (config.patch_size[1] * config.patch_size[2])
        arguments["video"] = guidance.control
        arguments["conditioning_scale"] = scale_by_frame(
            guidance.strengths, tokens, len(config.vace_layers)
        )
    start = Start(
        pipe=pipe,
        arguments=arguments,
        guidance=guidance,
        noise=noise,
        skipped_steps=skipped,
        rehearsal=_rehearsal(pipe.vae, guidance, plan, noise),
        end_guidance=end_guidance,
    )
    corrects = guidance.known is not None or start.rehearsal is not None
    arguments["callback_on_step_end"] = start.after_step if corrects else end_guidance
    return start


def _rehearsal(
    vae: Any,  # noqa: ANN401
    guidance: Guidance,
    plan: GenerationPlan,
    noise: Tensor,
) -> Rehearsal | None:
    animatic = guidance.animatic
    if animatic is None:
        return None
    if animatic.flow is None:
        animatic = replace(animatic, flow=named_flow(plan))
    return Rehearsal(vae, animatic, named_pose(plan), noise) if animatic.has_something else None


def _noised(
    scheduler: PartialUniPC, noise: Tensor, guidance: Guidance, plan: GenerationPlan
) -> tuple[Tensor, int]:
    """Give where denoising starts, noise or the edited clip under as much of it as planned."""
    steps = plan.num_inference_steps
    if guidance.source is None or plan.strength is None:
        scheduler.last_steps = None
        return noise, 0
    scheduler.last_steps = max(1, round(steps * plan.strength))
    scheduler.set_timesteps(steps)
    sigma = float(scheduler.sigmas[0])
    return (1 - sigma) * guidance.source + sigma * noise, steps - scheduler.last_steps
