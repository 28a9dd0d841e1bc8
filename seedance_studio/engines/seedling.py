"""Seedling, the model in the box: always there, on any machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from seedance_studio.domain.engine import EngineCard, NativeSize, RoleSupport
from seedance_studio.domain.pipeline_key import PipelineKey
from seedance_studio.errors import Text
from seedance_studio.runtime.engine import DiffusersEngine
from seedance_studio.seedling import manifest

if TYPE_CHECKING:
    from seedance_studio.domain.reference import Role
    from seedance_studio.runtime.engine import Resident

_ROLES: dict[Role, RoleSupport] = {
    "first_frame": RoleSupport(
        status="honoured", note=Text("the clip begins with it", "视频从它开始")
    ),
    "last_frame": RoleSupport(
        status="honoured", note=Text("the clip ends on it", "视频以它结束"), has_strength=True
    ),
    "keyframe": RoleSupport(
        status="honoured",
        note=Text("the clip passes through it at its moment", "视频到该时刻呈现这张图"),
        has_strength=True,
    ),
    "identity": RoleSupport(
        status="adapted",
        note=Text(
            "its subject is cut out and stands in the clip; this small model paints it over",
            "抠出其主体放入画面，再由小模型重绘",
        ),
        loose_note=Text("its subject, loosely", "大致取其主体"),
        has_strength=True,
    ),
    "setting": RoleSupport(
        status="adapted",
        note=Text(
            "its picture is the place, moved with the camera; this small model paints it over",
            "以它的画面为场景，随镜头移动，再由小模型重绘",
        ),
        loose_note=Text("its place, loosely", "大致取其场景"),
        has_strength=True,
    ),
    "style": RoleSupport(
        status="adapted",
        note=Text(
            "its colours and strokes, loosely; not what it shows", "大致取其色彩与笔触，不取其内容"
        ),
        has_strength=True,
    ),
    "motion": RoleSupport(
        status="adapted",
        note=Text(
            "its measured motion moves the picture; nothing of its look is used",
            "按实测动作带动画面，不取其外观",
        ),
        loose_note=Text("things move as in it, loosely", "大致按它的动作运动"),
        has_strength=True,
    ),
    "camera": RoleSupport(
        status="adapted",
        note=Text(
            "its measured camera move moves the picture; nothing else is used",
            "按实测运镜移动画面，不取其内容",
        ),
        loose_note=Text("the camera moves as in it, loosely", "大致按它的运镜拍摄"),
        has_strength=True,
    ),
    "structure": RoleSupport(
        status="adapted",
        note=Text("its outlines and layout, loosely", "大致保留其轮廓与布局"),
        has_strength=True,
    ),
    "edit": RoleSupport(
        status="honoured", note=Text("it is made anew by the words", "按提示词重绘")
    ),
    "extend": RoleSupport(
        status="honoured",
        note=Text(
            "the clip goes on from its last picture, in its motion",
            "从它的最后一帧续接，延续其运动",
        ),
    ),
}

CARD = EngineCard(
    id="seedling",
    title=Text("Seedling", "Seedling 小苗"),
    description=Text(
        "Our own small model, in the box: a toy-like world, in seconds, without a GPU.",
        "随软件自带的小模型：无需显卡，几秒生成玩具般的小世界。",
    ),
    family="wan",
    revision=manifest.revision(),
    modes=("text", "image", "video", "mixed"),
    roles=_ROLES,
    sizes={
        "16:9": NativeSize(width=288, height=160),
        "1:1": NativeSize(width=224, height=224),
        "9:16": NativeSize(width=160, height=288),
    },
    fps=8,
    frame_step=4,
    min_seconds=1.0,
    max_seconds=15.0,
    default_steps=10,
    max_steps=60,
    quality_steps={"fast": 6, "balanced": 10, "fine": 24},
    default_guidance_scale=3.5,
    max_guidance_scale=12.0,
    has_sound=False,
    licence="Apache-2.0",
    has_world_vocabulary=True,
    loose_words={
        "orbit shot": Text(
            "this small model hardly goes around things", "小模型几乎做不出环绕镜头"
        ),
        "tracking shot": Text("this small model follows loosely", "小模型的跟拍很粗略"),
    },
    style_base="seedling",
    memory_modes=("full", "lean"),
    seconds_per_step_and_second=0.05,
)


CARDS = (CARD,)


def open_engine(models: Path | None = None) -> DiffusersEngine:  # noqa: ARG001 - in the box
    """The engine, with nothing loaded yet."""
    return DiffusersEngine(CARDS, _load)


def _load(key: PipelineKey) -> Resident:
    """Every mode through diffusers' Wan pipelines on Seedling's weights."""
    import torch

    from seedance_studio.runtime.guidance import Manner
    from seedance_studio.runtime.wan import vace_resident
    from seedance_studio.seedling.flow import GUIDED_UNTIL
    from seedance_studio.seedling.text import MAX_SEQUENCE_LENGTH
    from seedance_studio.seedling.weights import load_parts

    parts = load_parts(manifest.WEIGHTS)
    return vace_resident(
        {name: getattr(parts, name) for name in parts.__dataclass_fields__},
        lambda pipe: pipe.to(key.device, dtype=getattr(torch, key.dtype)),
        MAX_SEQUENCE_LENGTH,
        Manner(shuffles_looks=True, holds_moments=True, stages=True, guided_until=GUIDED_UNTIL),
    )
