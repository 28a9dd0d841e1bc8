"""From generated frames to a file worth keeping: interpolate, enlarge, encode, read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from seedance_studio.domain.clip import Delivered, Recipe
from seedance_studio.domain.engine import OnStep, StepProgress
from seedance_studio.domain.plan import GenerationPlan, VideoShape
from seedance_studio.errors import EncodeFailed, RequestError, Text
from seedance_studio.finish.encode import encode_mp4
from seedance_studio.finish.interpolate import interpolate
from seedance_studio.finish.upscale import Upscaler
from seedance_studio.media.probe import Probe, probe

_REPORT_EVERY = 12
"""Frames between two signs of life; also how soon a cancel is seen."""


def finish_clip(
    frames: NDArray[np.uint8],
    recipe: Recipe,
    path: Path,
    on_step: OnStep,
    marks: Mapping[str, str],
) -> Delivered:
    """Write the clip that the recipe's plan promises, then read back that it is that clip.

    Args:
        frames: (num_frames, height, width, 3), RGB, as `recipe.plan.native` says.
        recipe: of the clip.
        path: of the file to write; not yet visible to anyone. Removed when anything is raised.
        on_step: told of the stage "finishing"; may raise JobCancelled, which is let through.
        marks: metadata that the file must carry, by key.

    Returns:
        What the file is, read from the file.

    Raises:
        StorageUnwritable: the disk is full, or the folder cannot be written.
        EncodeFailed: the encoder refused, or what it wrote is not what was planned.
    """
    plan = recipe.plan
    encode_mp4(_delivered_frames(frames, plan, on_step), plan.delivered.fps, marks, path)
    try:
        found = probe(path)
        _check(found, plan.delivered, marks)
    except (RequestError, EncodeFailed) as error:
        path.unlink(missing_ok=True)
        if isinstance(error, RequestError):
            raise _not_as_planned("file", "an mp4", error.problems["file"].en) from error
        raise
    return found.delivered


def _delivered_frames(
    frames: NDArray[np.uint8], plan: GenerationPlan, on_step: OnStep
) -> Iterator[av.VideoFrame]:
    native, delivered = plan.native, plan.delivered
    upscaler = Upscaler((native.width, native.height), (delivered.width, delivered.height))
    pictures = interpolate(frames, native.fps, delivered.fps, delivered.num_frames)
    for done, rgb in enumerate(pictures):
        if done % _REPORT_EVERY == 0:
            on_step(_progress(done, delivered.num_frames))
        yield upscaler.deliver(rgb)
    on_step(_progress(delivered.num_frames, delivered.num_frames))


def _progress(done: int, num_frames: int) -> StepProgress:
    return StepProgress(stage="finishing", step=done, num_steps=num_frames)


def _check(found: Probe, shape: VideoShape, marks: Mapping[str, str]) -> None:
    """Raise EncodeFailed unless the file is what was planned, marks and all."""
    file = found.delivered
    pairs: dict[str, tuple[object, object]] = {
        "size": ((shape.width, shape.height), (file.width, file.height)),
        "fps": (shape.fps, file.fps),
        "num_frames": (shape.num_frames, file.num_frames),
        "duration": (round(shape.num_frames / shape.fps, 3), round(file.duration_s, 3)),
        "codec": ("h264", file.video_codec),
        "pixel_format": ("yuv420p", found.pixel_format),
        "color_space": (1, found.color_space),
    }
    pairs |= {key: (value, found.metadata.get(key)) for key, value in marks.items()}
    for name, (planned, read) in pairs.items():
        if planned != read:
            raise _not_as_planned(name, planned, read)


def _not_as_planned(name: str, planned: object, read: object) -> EncodeFailed:
    return EncodeFailed(
        Text(
            f"The finished file is not as planned ({name}: {planned} planned, {read} read back).",
            f"成片与计划不符（{name}：计划为 {planned}，实际读到 {read}）。",
        ),
        Text("Nothing was published; try again.", "未发布任何内容，请重试。"),
    )
