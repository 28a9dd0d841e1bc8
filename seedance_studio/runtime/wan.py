"""One set of Wan weights behind its pipelines: how a plan is said to VACE and to plain Wan."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from seedance_studio.domain.delivery import VideoShape, seen_size
from seedance_studio.domain.engine import OnStep
from seedance_studio.domain.material import Material, continued
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.reference import PlannedReference, can_be_staged
from seedance_studio.domain.style_training import TrainingPlan
from seedance_studio.media.material import read_material
from seedance_studio.runtime.adapters import TRANSFORMERS, Adapters
from seedance_studio.runtime.engine import Call, Made, Resident
from seedance_studio.runtime.guidance import Guidance, Manner, guide
from seedance_studio.runtime.latents import decode_latents, to_pixels
from seedance_studio.runtime.moves import without_move
from seedance_studio.runtime.start import prepare_start
from seedance_studio.seedling.flow import guided_until

_LEARNING_GUIDANCE = 2.5
_PROMPTS_KEPT = 16
"""Encoded prompts held for runs that change anything but the words; 8 MB each at full size."""
_GUIDANCES_KEPT = 4
"""Encoded conditions held for runs that change the words or the seed only."""


class WanResident(Resident):
    """What all of Wan's pipelines share: the words, and the way back to pixels.

    Args:
        pipe: any of them, to encode prompts and to load adapters with.
        twin: another of them on views of the same transformers.
        max_sequence_length: of a prompt in tokens; Wan does not mask padding, so that of training.
    """

    def __init__(self, pipe: Any, twin: Any, max_sequence_length: int) -> None:  # noqa: ANN401
        self._pipe = pipe
        self.adapters = Adapters(pipe, twin)
        self._max_sequence_length = max_sequence_length
        self._embeds = lru_cache(maxsize=_PROMPTS_KEPT)(self._encode)

    def _encode(
        self, prompt: str | list[str], negative_prompt: str, is_guided: bool
    ) -> tuple[Tensor, Tensor | None]:
        embeds: tuple[Tensor, Tensor | None] = self._pipe.encode_prompt(
            prompt=prompt,
            negative_prompt=negative_prompt,
            do_classifier_free_guidance=is_guided,
            max_sequence_length=self._max_sequence_length,
        )
        return embeds

    def encode_prompt(self, plan: GenerationPlan) -> dict[str, Any]:
        """Give the prompts' embeddings, those of a prompt seen before at no cost."""
        embeds = self._embeds(self.words(plan), plan.negative_prompt, plan.guidance_scale > 1)
        return {"prompt_embeds": embeds[0], "negative_prompt_embeds": embeds[1]}

    def words(self, plan: GenerationPlan) -> str:
        """Give what the model reads of a plan."""
        return plan.prompt.engine_prompt

    def bare_prompt(self, plan: GenerationPlan) -> dict[str, Any]:
        """Give the prompts as they are."""
        return {
            "prompt": plan.prompt.engine_prompt,
            "negative_prompt": plan.negative_prompt,
            "max_sequence_length": self._max_sequence_length,
        }

    def decoded_here(
        self,
        pipe: Any,  # noqa: ANN401
        arguments: dict[str, Any],
        own_frames: Callable[[Tensor], Tensor] = lambda latents: latents,
        *,
        lead_frames: int = 0,
        skipped_steps: int = 0,
    ) -> Call:
        """Give the call of a pipeline whose latents are decoded here, for previews too.

        Args:
            pipe: any of Wan's.
            arguments: of its call, with `output_type` latent.
            own_frames: takes those of references off the latents.
            lead_frames: frames that are no part of the result.
            skipped_steps: as in `Call`.
        """

        def finish(output: tuple[Tensor]) -> Made:
            pixels = to_pixels(decode_latents(pipe.vae, own_frames(output[0])))
            return Made(frames=pixels[lead_frames:])

        def preview() -> NDArray[np.uint8]:
            clean = own_frames(pipe.scheduler.model_outputs[-1])
            middle = clean.shape[2] // 2
            frame: NDArray[np.uint8] = to_pixels(
                decode_latents(pipe.vae, clean[:, :, middle : middle + 1])
            )[0]
            return frame

        return Call(
            pipe=pipe,
            arguments=arguments,
            skipped_steps=skipped_steps,
            finish=finish,
            preview=preview,
        )


class VaceResident(WanResident):
    """One VACE model: words alone go through the view without its control branch.

    Args:
        words: a WanPipeline on `base_view` of the transformers; None where hooks of the whole
            transformers, as for offloading, would be missed by the view.
        controlled: a ConditionedPipeline on the whole transformers.
        max_sequence_length: see `WanResident`.
        manner: what the weights were trained to be shown.
    """

    def __init__(
        self,
        words: Any,  # noqa: ANN401
        controlled: Any,  # noqa: ANN401
        max_sequence_length: int,
        manner: Manner,
    ) -> None:
        super().__init__(controlled, words, max_sequence_length)
        self._words = words
        self._controlled = controlled
        self._manner = manner
        self._end_guidance = guided_until(manner.guided_until)
        # Files are named by their content, so equal arguments mean equal conditions.
        self._guide = lru_cache(maxsize=_GUIDANCES_KEPT)(self._read_and_guide)

    def _read_and_guide(
        self,
        references: tuple[PlannedReference, ...],
        shape: VideoShape,
        seen: tuple[int, int],
        inputs: Path,
    ) -> Guidance:
        return self._guidance(read_material(references, shape, seen, inputs), shape)

    def _guidance(self, shown: tuple[Material, ...], shape: VideoShape) -> Guidance:
        return guide(
            self._controlled.vae,
            shown,
            shape,
            self._manner,
            self._controlled._execution_device,
            always_controls=self._words is None,
        )

    def words(self, plan: GenerationPlan) -> str:
        """Leave out the camera move that is staged."""
        if not self._manner.stages or not can_be_staged(plan.references):
            return super().words(plan)
        return without_move(plan)

    def bare_prompt(self, plan: GenerationPlan) -> dict[str, Any]:
        """Give the prompts as they are, guided as long as the weights need it."""
        return {**super().bare_prompt(plan), "callback_on_step_end": self._end_guidance}

    def learn_style(self, plan: TrainingPlan, inputs: Path, folder: Path, on_step: OnStep) -> Path:
        """Train on the view without the control branch, by words alone."""
        if self._words is None:
            return super().learn_style(plan, inputs, folder, on_step)
        from seedance_studio.runtime.style_learning import Model, learn_style

        model = Model(
            pipe=self._words,
            transformer=self._controlled.transformer,
            encode=lambda texts: self._encode(texts, "", is_guided=False)[0],
            guidance_scale=_LEARNING_GUIDANCE,
        )
        return learn_style(model, plan, inputs, folder, on_step)

    def prepare(self, plan: GenerationPlan, inputs: Path) -> Call:
        """Encode the references, or reuse them, and say which pipeline runs how."""
        seen = seen_size(plan.native, plan.delivered)
        return self._guided(plan, self._guide(plan.references, plan.native, seen, inputs))

    def go_on(self, plan: GenerationPlan, inputs: Path, before: NDArray[np.uint8]) -> Call:
        """As a clip that is brought is continued: from its last pictures, in their motion."""
        seen = seen_size(plan.native, plan.delivered)
        shown = read_material(plan.references, plan.native, seen, inputs)
        return self._guided(plan, self._guidance((continued(before), *shown), plan.native))

    def _guided(self, plan: GenerationPlan, guidance: Guidance) -> Call:
        pipe = self._words if guidance.control is None else self._controlled
        start = prepare_start(pipe, guidance, plan, self._end_guidance)
        return self.decoded_here(
            pipe,
            start.arguments,
            start.own_frames,
            lead_frames=guidance.lead_frames,
            skipped_steps=start.skipped_steps,
        )


def vace_resident(
    parts: dict[str, Any],
    place: Callable[[Any], Any],
    max_sequence_length: int,
    manner: Manner,
    *,
    has_view: bool = True,
    flow_shift: float | None = None,
) -> VaceResident:
    """Put the pipelines together on one set of parts; nothing is copied.

    Args:
        parts: a WanVACEPipeline's components and settings, by its names.
        place: puts a pipeline where it is to run, and gives it back.
        max_sequence_length: see `WanResident`.
        manner: what the weights were trained to be shown.
        has_view: see `VaceResident`.
        flow_shift: how far sampling leans towards noise; None keeps what the weights say.
    """
    from diffusers import WanPipeline

    from seedance_studio.runtime.vace import ConditionedPipeline, PartialUniPC
    from seedance_studio.seedling.transformer import base_view

    shift = {} if flow_shift is None else {"flow_shift": flow_shift}

    def pipeline(cls: type[Any], **transformers: object) -> Any:  # noqa: ANN401 - untyped library
        # A pipeline leaves its state on its scheduler, so each has its own.
        scheduler = PartialUniPC.from_config(parts["scheduler"].config, **shift)
        return place(cls(**{**parts, **transformers, "scheduler": scheduler}))

    controlled, words = pipeline(ConditionedPipeline), None
    if has_view:
        names = [name for name in TRANSFORMERS if parts.get(name) is not None]
        words = pipeline(WanPipeline, **{name: base_view(parts[name]) for name in names})
    return VaceResident(words, controlled, max_sequence_length, manner)
