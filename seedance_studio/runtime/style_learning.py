"""A brand style made from someone's pictures, on the pipeline that is resident.

Their pictures alone would teach the model what they show, and it would forget its own world. So
most lessons are pictures that the model drew itself, repainted in the look of theirs, under the
captions that it drew them from.
"""

from __future__ import annotations

import io
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from seedance_studio.domain.engine import OnStep, StepProgress
from seedance_studio.domain.style_training import SAMPLE_PROMPT, SAMPLE_SEED, TrainingPlan
from seedance_studio.media.fitting import fit_picture
from seedance_studio.media.footage import examine_video, read_video_frames
from seedance_studio.media.pictures import read_image
from seedance_studio.runtime.adapters import share_layers
from seedance_studio.runtime.latents import as_video, decode_latents, encode_pictures, to_pixels
from seedance_studio.runtime.lora_training import (
    Learned,
    LoraSettings,
    LoraTraining,
    PictureLessons,
)
from seedance_studio.runtime.restyle import restyle
from seedance_studio.seedling.known import shipped_known
from seedance_studio.seedling.text import LANGUAGES
from seedance_studio.seedling.world.captions import canonical_caption
from seedance_studio.seedling.world.scene import sample_scene

NUM_DRAWN = 48
"""Pictures that the model draws for lessons, if the time allows."""
_DRAWING_SHARE = 0.3
"""Of the time asked for, the most that goes into those."""
_LEAST_DRAWN = 4
_DRAWING_STEPS = 8
_NUM_FRAMES = 16
"""Pictures taken from a video."""
_PREVIEW_EVERY_S = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What a style is taught to."""

    pipe: Any
    """For words alone, on all layers of `transformer`."""
    transformer: Any
    """Gets the adapter; `pipe.transformer` may be a view of it."""
    encode: Callable[[list[str]], Tensor]
    """Text states (captions, tokens, dim)."""
    guidance_scale: float


def learn_style(
    model: Model, plan: TrainingPlan, inputs: Path, folder: Path, on_step: OnStep
) -> Path:
    """Train an adapter and give its file, in `folder`; a run that was cut off goes on there.

    Args:
        model: no other adapter may act on it.
        plan: what to run.
        inputs: folder of the plan's files.
        folder: for the state of the training, and its result.
        on_step: told of each step; what it raises ends the run.
    """
    teacher = _Teacher(model, plan, on_step)
    lessons = teacher.lessons(_read_pictures(plan, inputs))
    view, transformer = model.pipe.transformer, model.transformer
    training = LoraTraining(
        transformer,
        view,
        model.pipe.scheduler.config.prediction_type,
        LoraSettings(),
        folder / "training.pt",
    )
    if view is not transformer:
        share_layers(transformer, view)
    try:
        training.train(lessons, plan.seconds, teacher.report)
        path = folder / "adapter.safetensors"
        training.export(path)
    finally:
        training.close()
    return path


def _read_pictures(plan: TrainingPlan, inputs: Path) -> list[NDArray[np.uint8]]:
    """Give what the plan's files show, each in the size that is learned."""
    size = plan.width, plan.height
    if plan.kind == "pictures":
        return [fit_picture(read_image(inputs / name), size, "crop") for name in plan.stored]
    video = inputs / plan.stored[0]
    length_s = examine_video(video).duration_s or 0.0
    times = [length_s * index / _NUM_FRAMES for index in range(_NUM_FRAMES)]
    return list(read_video_frames(video, times, size))


class _Teacher:
    """Makes the lessons, and says how the training goes."""

    def __init__(self, model: Model, plan: TrainingPlan, on_step: OnStep) -> None:
        self._model = model
        self._plan = plan
        self._on_step = on_step
        self._rng = random.Random(SAMPLE_SEED)
        self._next_preview = 0.0

    def lessons(self, pictures: list[NDArray[np.uint8]]) -> PictureLessons:
        """Encode the pictures given, and those that are repainted like them."""
        generator = torch.Generator().manual_seed(SAMPLE_SEED)
        looks = [as_video(one[None])[0, :, 0] for one in pictures]
        latents, captions = [self._encoded(one) for one in pictures], [[""] for _ in pictures]
        began = time.monotonic()
        for index in range(NUM_DRAWN):
            is_late = time.monotonic() - began > _DRAWING_SHARE * self._plan.seconds
            if is_late and index >= _LEAST_DRAWN:
                break
            self._tell("preparing", index, NUM_DRAWN)
            scene = sample_scene(self._rng, shipped_known())
            said = [canonical_caption(scene, language) for language in LANGUAGES]
            drawn = self._draw(said[index % 2], seed=index)
            painted = restyle(drawn[0, :, 0], self._rng.choice(looks), generator)
            latents.append(self._encoded(to_pixels(painted[None, :, None])[0]))
            captions.append(said)
        return PictureLessons(latents, captions, self._model.encode)

    def report(self, learned: Learned) -> None:
        """Tell how far the training is, with a picture now and then."""
        preview = None
        if learned.spent_s >= self._next_preview:
            self._next_preview = learned.spent_s + _PREVIEW_EVERY_S
            preview = _jpeg(to_pixels(self._draw(SAMPLE_PROMPT, seed=SAMPLE_SEED))[0])
        seconds = round(self._plan.seconds)
        self._tell("training", min(round(learned.spent_s), seconds), seconds, preview)

    def _tell(self, stage: str, step: int, of: int, preview: bytes | None = None) -> None:
        self._on_step(StepProgress(stage=stage, step=step, num_steps=of, preview_jpeg=preview))

    @torch.no_grad()
    def _encoded(self, picture: NDArray[np.uint8]) -> Tensor:
        pipe = self._model.pipe
        return encode_pictures(pipe.vae, picture[None], pipe._execution_device)[0].cpu()

    @torch.no_grad()
    def _draw(self, caption: str, seed: int) -> Tensor:
        """Let the model draw one picture: (1, 3, 1, height, width) in [-1, 1]."""
        pipe = self._model.pipe
        latents = pipe(
            prompt_embeds=self._model.encode([caption]),
            negative_prompt_embeds=self._model.encode([""]),
            height=self._plan.height,
            width=self._plan.width,
            num_frames=1,
            num_inference_steps=_DRAWING_STEPS,
            guidance_scale=self._model.guidance_scale,
            generator=torch.Generator("cpu").manual_seed(seed),
            output_type="latent",
            return_dict=False,
        )[0]
        return decode_latents(pipe.vae, latents).clamp(-1, 1).float().cpu()


def _jpeg(picture: NDArray[np.uint8]) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=85)
    return file.getvalue()
