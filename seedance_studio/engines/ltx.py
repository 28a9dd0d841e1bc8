"""LTX-2: picture and sound made together, up to twenty seconds in one run."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from seedance_studio.domain.engine import (
    EngineCard,
    NativeSize,
    RoleSupport,
    Terms,
    Transformer,
    Weights,
)
from seedance_studio.domain.pipeline_key import PipelineKey
from seedance_studio.errors import Text
from seedance_studio.runtime.engine import DiffusersEngine

if TYPE_CHECKING:
    from seedance_studio.runtime.engine import Resident

CARDS = (
    EngineCard(
        id="ltx-2.3",
        title=Text("LTX-2.3 distilled", "LTX-2.3 蒸馏版"),
        description=Text(
            "Picture and sound together in eight steps, up to 20 s, through any keyframes.",
            "画面与声音同步生成，只需八步，最长 20 秒，可指定任意关键帧。",
        ),
        family="ltx",
        revision="main",
        modes=("text", "image", "video"),
        roles={
            "first_frame": RoleSupport(
                status="honoured",
                note=Text("the clip begins with it", "视频从它开始"),
                has_strength=True,
            ),
            "last_frame": RoleSupport(
                status="honoured",
                note=Text("the clip ends on it", "视频以它结束"),
                has_strength=True,
            ),
            "keyframe": RoleSupport(
                status="honoured",
                note=Text("the clip passes through it at its moment", "视频到该时刻呈现这张图"),
                has_strength=True,
            ),
            "extend": RoleSupport(
                status="honoured",
                note=Text(
                    "the clip goes on from its last picture, in its motion",
                    "从它的最后一帧续接，延续其运动",
                ),
            ),
        },
        sizes={
            "16:9": NativeSize(width=1280, height=704),
            "1:1": NativeSize(width=960, height=960),
            "9:16": NativeSize(width=704, height=1280),
        },
        fps=24,
        frame_step=8,
        min_seconds=1.0,
        max_seconds=20.0,
        default_steps=8,
        max_steps=50,
        default_guidance_scale=1.0,
        max_guidance_scale=8.0,
        has_sound=True,
        licence="LTX-2 Community",
        terms=Terms(
            territory=Text("everywhere", "全球"),
            conditions=Text(
                "free below 10 million US dollars of yearly revenue; say that it is generated, "
                "and pass its rules of use on",
                "年收入低于 1000 万美元可免费使用；须标明由 AI 生成，并转达其使用限制",
            ),
            needs_consent=True,
        ),
        weights=Weights(
            repository="diffusers/LTX-2.3-Distilled-Diffusers",
            parts_gb={"transformer": 44.0, "text_encoder": 24.4, "vae": 2.5, "connectors": 2.0},
        ),
        transformer=Transformer(width=4096, num_layers=48, cell=(8, 32, 32)),
        has_world_vocabulary=False,
        memory_modes=("full", "lean", "tiled", "offloaded"),
    ),
)
_CARD = CARDS[0]


def open_engine(models: Path) -> DiffusersEngine:
    """The engine, with nothing loaded yet."""
    return DiffusersEngine(CARDS, partial(_load, models))


def _load(models: Path, key: PipelineKey) -> Resident:
    from diffusers import LTX2ConditionPipeline

    from seedance_studio.domain.policy import decide
    from seedance_studio.machine import find_device
    from seedance_studio.runtime.ltx import SoundingResident
    from seedance_studio.runtime.placement import load_pipeline, place

    policy = decide(_CARD, find_device(key.device), key.memory, key.speed)
    pipe = load_pipeline(LTX2ConditionPipeline, models, _CARD, policy)
    return SoundingResident(place(pipe, policy, key.device))
