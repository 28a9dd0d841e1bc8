"""Wan 2.1 and 2.2: VACE, which plays every mode, and two models for text and first frames."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seedance_studio.domain.engine import (
    EngineCard,
    FewStepLora,
    NativeSize,
    RoleSupport,
    Transformer,
    Weights,
)
from seedance_studio.domain.pipeline_key import PipelineKey
from seedance_studio.errors import Text
from seedance_studio.runtime.engine import DiffusersEngine

if TYPE_CHECKING:
    from seedance_studio.domain.policy import Policy
    from seedance_studio.domain.reference import Role
    from seedance_studio.runtime.engine import Resident

MAX_SEQUENCE_LENGTH = 512
_TEXT_ENCODER_GB = 11.4
_VAE_GB = 0.25
_FLOW_SHIFT = {True: 3.0, False: 5.0}
"""As its authors sample: 480p, and larger."""

_FIRST = RoleSupport(status="honoured", note=Text("the clip begins with it", "视频从它开始"))
_LAST = RoleSupport(
    status="honoured", note=Text("the clip ends on it", "视频以它结束"), has_strength=True
)
_VACE_ROLES: dict[Role, RoleSupport] = {
    "first_frame": _FIRST,
    "last_frame": _LAST,
    "keyframe": RoleSupport(
        status="honoured",
        note=Text("the clip passes through it at its moment", "视频到该时刻呈现这张图"),
        has_strength=True,
    ),
    "identity": RoleSupport(
        status="honoured", note=Text("its subject appears", "其主体会出现"), has_strength=True
    ),
    "setting": RoleSupport(
        status="honoured", note=Text("its place appears", "其场景会出现"), has_strength=True
    ),
    "style": RoleSupport(
        status="adapted",
        note=Text(
            "its look, and some of what it shows comes along", "取其风格，其内容也可能部分出现"
        ),
        has_strength=True,
    ),
    "motion": RoleSupport(
        status="adapted",
        note=Text("things move as in it, by its optical flow", "按它的光流还原动作"),
        has_strength=True,
    ),
    "camera": RoleSupport(
        status="adapted",
        note=Text("the camera moves as in it, by its optical flow", "按它的光流还原运镜"),
        has_strength=True,
    ),
    "structure": RoleSupport(
        status="honoured",
        note=Text("its outlines and layout are kept", "保留其轮廓与布局"),
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

_SD = {
    "16:9": NativeSize(width=832, height=480),
    "1:1": NativeSize(width=624, height=624),
    "9:16": NativeSize(width=480, height=832),
    "4:3": NativeSize(width=720, height=544),
    "3:4": NativeSize(width=544, height=720),
}
_HD = {
    "16:9": NativeSize(width=1280, height=720),
    "1:1": NativeSize(width=960, height=960),
    "9:16": NativeSize(width=720, height=1280),
    "4:3": NativeSize(width=1104, height=832),
    "3:4": NativeSize(width=832, height=1104),
}
_HD_32 = {
    "16:9": NativeSize(width=1280, height=704),
    "1:1": NativeSize(width=960, height=960),
    "9:16": NativeSize(width=704, height=1280),
}


_STYLE_BASES = {1536: "wan-1.3b", 3072: "wan-5b", 5120: "wan-14b"}


def _card(  # noqa: PLR0913 - a table in which each column has its name
    *,
    id: str,  # noqa: A002 - the card's own word
    title: str,
    description: Text,
    repository: str,
    transformer: Transformer,
    parts_gb: dict[str, float],
    sizes: dict[str, NativeSize] = _HD,
    steps: int = 30,
    guidance_scale: float = 5.0,
    lora: FewStepLora | None = None,
    **changes: Any,  # noqa: ANN401 - any other field of the card
) -> EngineCard:
    shared: dict[str, Any] = {
        "modes": ("text", "image", "video", "mixed"),
        "roles": _VACE_ROLES,
        "fps": 16,
        "frame_step": 4,
        "max_seconds": 15.0,
        "run_seconds": 5.0,
    }
    return EngineCard(
        id=id,
        title=Text(title, title),
        description=description,
        family="wan",
        revision="main",
        sizes=sizes,
        min_seconds=1.0,
        default_steps=steps,
        max_steps=100,
        default_guidance_scale=guidance_scale,
        max_guidance_scale=12.0,
        has_sound=False,
        licence="Apache-2.0",
        weights=Weights(
            repository=repository,
            parts_gb={**parts_gb, "text_encoder": _TEXT_ENCODER_GB, "vae": _VAE_GB},
            few_step_lora=lora,
        ),
        transformer=transformer,
        has_step_cache=lora is None,
        has_world_vocabulary=False,
        style_base=_STYLE_BASES[transformer.width],
        memory_modes=("full", "lean", "tiled", "offloaded"),
        **(shared | changes),
    )


_VACE_14B = _card(
    id="wan-vace-14b",
    title="Wan 2.1 VACE 14B",
    description=Text("Every mode at 720p, with care.", "全部模式，720p，画质精细。"),
    repository="Wan-AI/Wan2.1-VACE-14B-diffusers",
    transformer=Transformer(width=5120, num_layers=48),
    parts_gb={"transformer": 34.7},
)
_VACE_14B_FAST = _card(
    id="wan-vace-14b-fast",
    title="Wan 2.1 VACE 14B · fast",
    description=Text(
        "The same in four passes instead of sixty: quick, with less variety.",
        "同一模型，只推理四次而非六十次：快，但变化较少。",
    ),
    repository="Wan-AI/Wan2.1-VACE-14B-diffusers",
    transformer=Transformer(width=5120, num_layers=48),
    parts_gb={"transformer": 34.7},
    steps=4,
    guidance_scale=1.0,
    lora=FewStepLora(repository="lightx2v/Wan2.1-Distill-Loras", pattern="*t2v_14b*.safetensors"),
)
CARDS = (
    _card(
        id="wan-vace-1.3b",
        title="Wan 2.1 VACE 1.3B",
        description=Text(
            "Every mode at 480p: the smallest of the family.", "全部模式，480p，同系列中最小。"
        ),
        repository="Wan-AI/Wan2.1-VACE-1.3B-diffusers",
        transformer=Transformer(width=1536, num_layers=45),
        parts_gb={"transformer": 4.3},
        sizes=_SD,
    ),
    _VACE_14B,
    _VACE_14B_FAST,
    _card(
        id="wan-vace-fun-a14b",
        title="Wan 2.2 VACE Fun A14B",
        description=Text(
            "Every mode at 720p with two experts: one for layout, one for detail.",
            "全部模式，720p，双专家：一个管构图，一个管细节。",
        ),
        repository="linoyts/Wan2.2-VACE-Fun-14B-diffusers",
        transformer=Transformer(width=5120, num_layers=48),
        parts_gb={"transformer": 34.7, "transformer_2": 34.7},
    ),
    _card(
        id="wan-ti2v-5b",
        title="Wan 2.2 TI2V 5B",
        description=Text(
            "Text and first frame, 720p at 24 frames a second, on one GPU.",
            "文字与首帧，720p、每秒 24 帧，单卡可用。",
        ),
        repository="Wan-AI/Wan2.2-TI2V-5B-Diffusers",
        transformer=Transformer(width=3072, num_layers=30, cell=(4, 32, 32)),
        parts_gb={"transformer": 10.0},
        sizes=_HD_32,
        modes=("text", "image"),
        roles={"first_frame": _FIRST},
        fps=24,
        max_seconds=5.0,
        run_seconds=None,
    ),
    _card(
        id="wan-i2v-a14b",
        title="Wan 2.2 I2V A14B",
        description=Text(
            "From a first frame, and to a last one, at 720p.", "由首帧出发，可指定尾帧，720p。"
        ),
        repository="Wan-AI/Wan2.2-I2V-A14B-Diffusers",
        transformer=Transformer(width=5120, num_layers=40),
        parts_gb={"transformer": 28.6, "transformer_2": 28.6},
        steps=40,
        guidance_scale=3.5,
        modes=("image",),
        roles={
            "first_frame": _FIRST,
            "last_frame": RoleSupport(status="honoured", note=_LAST.note),
        },
        needs_first_frame=True,
        max_seconds=5.0,
        run_seconds=None,
    ),
)
_BY_ID = {card.id: card for card in CARDS}


def open_engine(models: Path) -> DiffusersEngine:
    """All of them behind one door, with nothing loaded yet."""
    return DiffusersEngine(CARDS, partial(_load, _Stored(models)))


def open_random_engine(*, is_tiny: bool) -> DiffusersEngine:
    """The same with random weights, for benchmarks; see `runtime.random_weights`."""
    return DiffusersEngine(CARDS, partial(_load, _Random(is_tiny)))


@dataclass(frozen=True, slots=True)
class _Stored:
    """Weights that were fetched."""

    models: Path

    def pipeline(self, cls: type[Any], card: EngineCard, policy: Policy, _: str) -> Any:  # noqa: ANN401
        from seedance_studio.runtime.placement import load_pipeline

        return load_pipeline(cls, self.models, card, policy)


@dataclass(frozen=True, slots=True)
class _Random:
    """Weights that are made up."""

    is_tiny: bool

    def pipeline(self, cls: type[Any], card: EngineCard, policy: Policy, device: str) -> Any:  # noqa: ANN401
        from seedance_studio.runtime.random_weights import random_pipeline

        return random_pipeline(cls, card, policy, device=device, is_tiny=self.is_tiny)


def _load(source: _Stored | _Random, key: PipelineKey) -> Resident:
    from seedance_studio.domain.policy import decide
    from seedance_studio.machine import find_device

    card = _BY_ID[key.engine]
    policy = decide(card, find_device(key.device), key.memory, key.speed)
    load = _load_vace if card.roles is _VACE_ROLES else _load_from_pictures
    return load(source, card, policy, key.device)


def _load_vace(
    source: _Stored | _Random, card: EngineCard, policy: Policy, device: str
) -> Resident:
    from diffusers import WanVACEPipeline

    from seedance_studio.runtime.guidance import Manner
    from seedance_studio.runtime.parallel import num_workers
    from seedance_studio.runtime.placement import place
    from seedance_studio.runtime.wan import vace_resident

    pipe = source.pipeline(WanVACEPipeline, card, policy, device)
    return vace_resident(
        {**pipe.components, "boundary_ratio": pipe.config.boundary_ratio},
        lambda pipe: place(pipe, policy, device),
        MAX_SEQUENCE_LENGTH,
        Manner(shuffles_looks=False, holds_moments=False, stages=False),
        has_view=policy.placement == "resident" and num_workers() == 1,
        flow_shift=_FLOW_SHIFT[card.sizes is _SD],
    )


def _load_from_pictures(
    source: _Stored | _Random, card: EngineCard, policy: Policy, device: str
) -> Resident:
    from diffusers import WanImageToVideoPipeline, WanPipeline

    from seedance_studio.runtime.placement import place
    from seedance_studio.runtime.wan_pictures import PicturesResident

    # The weights for text and pictures are published as a WanPipeline.
    has_words = "text" in card.modes
    stock = WanPipeline if has_words else WanImageToVideoPipeline
    pipe = source.pipeline(stock, card, policy, device)
    settings = {**pipe.components, "boundary_ratio": pipe.config.boundary_ratio}
    pictures = (
        WanImageToVideoPipeline(**settings, expand_timesteps=pipe.config.expand_timesteps)
        if has_words
        else pipe
    )
    return PicturesResident(
        words=place(pipe, policy, device) if has_words else None,
        pictures=place(pictures, policy, device),
        max_sequence_length=MAX_SEQUENCE_LENGTH,
    )
