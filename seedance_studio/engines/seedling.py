"""Seedling, the model in the box: always there, on any machine."""

from __future__ import annotations

import io
import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from seedance_studio.domain.engine import (
    EngineCard,
    Generated,
    NativeSize,
    OnStep,
    PipelineKey,
    StepProgress,
)
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.errors import Text
from seedance_studio.runtime import foreign_errors
from seedance_studio.runtime.pipeline_cache import PipelineCache
from seedance_studio.seedling import manifest

if TYPE_CHECKING:
    import numpy as np
    from diffusers import WanPipeline
    from numpy.typing import NDArray
    from torch import Tensor

CARD = EngineCard(
    id="seedling",
    title=Text("Seedling", "Seedling 小苗"),
    description=Text(
        "Our own small model, in the box: a toy-like world, in seconds, without a GPU.",
        "随软件自带的小模型：无需显卡，几秒生成玩具般的小世界。",
    ),
    family="wan",
    revision=manifest.revision(),
    modes=("text",),
    sizes={
        "16:9": NativeSize(width=288, height=160, delivered_720p=(1280, 720)),
        "1:1": NativeSize(width=224, height=224, delivered_720p=(720, 720)),
        "9:16": NativeSize(width=160, height=288, delivered_720p=(720, 1280)),
    },
    fps=8,
    frame_step=4,
    min_seconds=1.0,
    max_seconds=15.0,
    default_steps=16,
    max_steps=60,
    default_guidance_scale=2.5,
    max_guidance_scale=12.0,
    has_sound=False,
    licence="Apache-2.0",
    has_world_vocabulary=True,
    seconds_per_step_and_second=0.05,
)

_PREVIEW_EVERY_S = 0.4


def open_engine() -> SeedlingEngine:
    """The engine, with nothing loaded yet."""
    return SeedlingEngine()


class SeedlingEngine:
    """Text to video through diffusers' WanPipeline on a view of the VACE transformer."""

    def __init__(self) -> None:
        self._pipelines = PipelineCache(_load_pipeline)

    def load(self, key: PipelineKey) -> float:
        """Make the pipeline resident; returns the seconds it took."""
        began = time.perf_counter()
        with foreign_errors.loading(CARD.title.en):
            self._pipelines.acquire(key)
        return time.perf_counter() - began

    def generate(self, plan: GenerationPlan, on_step: OnStep) -> Generated:
        """Run the plan; see `domain.engine.Engine`."""
        load_s = self.load(plan.pipeline_key)
        pipe = self._pipelines.acquire(plan.pipeline_key)
        with foreign_errors.generating():
            return _Run(pipe, plan, on_step).result(load_s)

    def generate_bare(self, plan: GenerationPlan) -> None:
        """Make the plan's clip by one plain call of the pipeline; see `domain.engine.Engine`."""
        import torch

        from seedance_studio.seedling.text import MAX_SEQUENCE_LENGTH

        pipe = self._pipelines.acquire(plan.pipeline_key)
        pipe(
            prompt=plan.prompt.engine_prompt,
            negative_prompt=plan.negative_prompt,
            height=plan.native.height,
            width=plan.native.width,
            num_frames=plan.native.num_frames,
            num_inference_steps=plan.num_inference_steps,
            guidance_scale=plan.guidance_scale,
            generator=torch.Generator("cpu").manual_seed(plan.seed),
            max_sequence_length=MAX_SEQUENCE_LENGTH,
        )


class _Run:
    """One plan on its way through the pipeline."""

    def __init__(self, pipe: WanPipeline, plan: GenerationPlan, on_step: OnStep) -> None:
        self._pipe = pipe
        self._plan = plan
        self._on_step = on_step
        self._last_preview = time.perf_counter()

    def result(self, load_s: float) -> Generated:
        import torch

        marks = [time.perf_counter()]
        with torch.inference_mode():
            self._report("encoding", 0)
            prompt_embeds, negative_embeds = self._encode_prompt()
            marks.append(time.perf_counter())
            latents = self._denoise(prompt_embeds, negative_embeds)
            marks.append(time.perf_counter())
            self._report("decoding", self._plan.num_inference_steps)
            frames = _to_pixels(self._decode(latents))
            marks.append(time.perf_counter())
        encode_s, denoise_s, decode_s = (b - a for a, b in pairwise(marks))
        return Generated(
            frames=frames,
            timings_s={
                "load": load_s,
                "encode_prompt": encode_s,
                "condition": 0.0,
                "denoise": denoise_s,
                "decode": decode_s,
            },
        )

    def _encode_prompt(self) -> tuple[Tensor, Tensor | None]:
        from seedance_studio.seedling.text import MAX_SEQUENCE_LENGTH

        embeds: tuple[Tensor, Tensor | None] = self._pipe.encode_prompt(
            prompt=self._plan.prompt.engine_prompt,
            negative_prompt=self._plan.negative_prompt,
            do_classifier_free_guidance=self._plan.guidance_scale > 1,
            max_sequence_length=MAX_SEQUENCE_LENGTH,
        )
        return embeds

    def _denoise(self, prompt_embeds: Tensor, negative_embeds: Tensor | None) -> Tensor:
        import torch

        native = self._plan.native
        try:
            latents: Tensor = self._pipe(
                prompt_embeds=prompt_embeds,
                negative_prompt_embeds=negative_embeds,
                height=native.height,
                width=native.width,
                num_frames=native.num_frames,
                num_inference_steps=self._plan.num_inference_steps,
                guidance_scale=self._plan.guidance_scale,
                # The noise is drawn on the CPU, so that a seed means the same on every device.
                generator=torch.Generator("cpu").manual_seed(self._plan.seed),
                output_type="latent",
                return_dict=False,
                callback_on_step_end=self._after_step,
            )[0]
        finally:
            self._pipe.maybe_free_model_hooks()
        return latents

    def _after_step(
        self, pipe: WanPipeline, step: int, _timestep: Tensor, inputs: dict[str, Any]
    ) -> dict[str, Any]:
        preview = None
        if time.perf_counter() - self._last_preview > _PREVIEW_EVERY_S:
            preview = self._preview(pipe.scheduler.model_outputs[-1])
            self._last_preview = time.perf_counter()
        self._report("denoising", step + 1, preview)
        return inputs

    def _preview(self, clean_latents: Tensor) -> bytes:
        """The middle of the clip as the model sees it now, as a JPEG."""
        from PIL import Image

        middle = clean_latents.shape[2] // 2
        frame = _to_pixels(self._decode(clean_latents[:, :, middle : middle + 1]))[0]
        file = io.BytesIO()
        Image.fromarray(frame).save(file, "JPEG", quality=85)
        return file.getvalue()

    def _decode(self, latents: Tensor) -> Tensor:
        vae = self._pipe.vae
        video: Tensor = vae.decode(vae.denormalise(latents))[0]
        return video

    def _report(self, stage: str, step: int, preview: bytes | None = None) -> None:
        self._on_step(
            StepProgress(
                stage=stage,
                step=step,
                num_steps=self._plan.num_inference_steps,
                preview_jpeg=preview,
            )
        )


def _load_pipeline(key: PipelineKey) -> WanPipeline:
    import torch
    from diffusers import WanPipeline

    from seedance_studio.seedling.transformer import base_view
    from seedance_studio.seedling.weights import load_parts

    parts = load_parts(manifest.WEIGHTS)
    pipe = WanPipeline(
        tokenizer=parts.tokenizer,
        text_encoder=parts.text_encoder,
        vae=parts.vae,
        scheduler=parts.scheduler,
        transformer=base_view(parts.transformer),
    )
    pipe.set_progress_bar_config(disable=True)
    return pipe.to(key.device, dtype=getattr(torch, key.dtype))


def _to_pixels(video: Tensor) -> NDArray[np.uint8]:
    """(1, 3, frames, height, width) in [-1, 1] to (frames, height, width, 3) uint8."""
    import torch

    scaled = (video[0].permute(1, 2, 3, 0).float() + 1) * 127.5
    pixels: NDArray[np.uint8] = scaled.round().clamp(0, 255).to(torch.uint8).cpu().numpy()
    return pixels
