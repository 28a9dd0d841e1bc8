"""How a model is laid out on a device: decided once, from the card, the device and the clip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from seedance_studio.domain.delivery import VideoShape
from seedance_studio.domain.engine import EngineCard
from seedance_studio.domain.pipeline_key import Memory, Speed
from seedance_studio.domain.stretches import runs_of
from seedance_studio.errors import Text
from seedance_studio.machine import Device

Placement = Literal["resident", "by_part", "by_block"]
"""Everything stays on the device; each part comes when it works; each block of a part does."""

_BYTES_BFLOAT16 = 2
_LIVE_COPIES = 12
"""Hidden states of a transformer that live at one time: residual, projections, the wide layer."""
_DECODER_BYTES_PER_PIXEL = 2_600
"""Wan's decoder at its widest: four frames of 96 to 192 channels in bfloat16, two of them alive."""
_TILE_PIXELS = 256 * 256
_FIXED_GB = 1.2
"""What torch and the driver take before a model comes."""
_BLOCK_SHARE = 0.06
"""A block or two of forty, and those that are on their way."""
_HOPPER, _ADA = (9, 0), (8, 9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """All that is decided of a loaded model."""

    dtype: str
    """Of transformers and text encoder, in torch's words."""
    vae_dtype: str
    """Of the autoencoder: its float32 is slower and larger, and free of banding."""
    placement: Placement
    casts_to_fp8: bool
    """Transformer weights rest in 8 bits and are widened a layer at a time; after LoRA is loaded,
    since adapters cannot be."""
    tiles_decoder: bool
    attention: str
    """diffusers' name of an attention kernel; never one that would be fetched."""
    compiles_blocks: bool
    extrapolates_steps: bool
    """TaylorSeer (Liu et al. 2025): the one cache that is right for VACE's two branches."""


def decide(card: EngineCard, device: Device, memory: Memory, speed: Speed) -> Policy:
    """Lay an engine out.

    Args:
        card: its card.
        device: where it runs.
        memory: what the plan allows; decides everything that trades memory for time.
        speed: what the plan allows; an engine without a cache computes every step all the same.
    """
    is_cuda = device.kind == "cuda"
    offloads = memory == "offloaded"
    total_gb = card.weights.total_gb if card.weights else 0.0
    return Policy(
        dtype="bfloat16" if is_cuda else "float32",
        vae_dtype="float32" if not is_cuda or device.memory_gb >= 40 else "bfloat16",
        placement=_placement(card, device) if offloads else "resident",
        casts_to_fp8=offloads and is_cuda and device.compute >= _ADA and total_gb > 40,
        tiles_decoder=memory in ("tiled", "offloaded"),
        attention=_attention(device, speed),
        # Compiling takes a minute, which is paid back on a device of one's own alone.
        compiles_blocks=is_cuda and memory == "full" and not device.is_lent,
        extrapolates_steps=speed == "fast" and card.has_step_cache,
    )


def _placement(card: EngineCard, device: Device) -> Placement:
    """Whole parts where the largest fits, since they are moved once a run; else block by block.

    On a CPU there is nowhere else to put them.
    """
    if device.kind == "cpu":
        return "resident"
    largest = max(card.weights.parts_gb.values(), default=0.0) if card.weights else 0.0
    return "by_part" if largest < 0.7 * device.memory_gb else "by_block"


def _attention(device: Device, speed: Speed) -> str:
    if device.kind != "cuda":
        return "native"
    if device.compute[0] == _HOPPER[0] and "_flash_3" in device.kernels:
        return "_flash_3"
    if speed == "fast" and "sage" in device.kernels:
        return "sage"
    return "_native_cudnn" if device.compute >= _HOPPER else "native"


def memory_needed_gb(card: EngineCard, device: Device, memory: Memory, shape: VideoShape) -> float:
    """Give the expected peak on the device, in GB; 0 for an engine that is in the box.

    An estimate from sizes alone; `library.costs` corrects it by what runs have taken.
    """
    if card.weights is None:
        return 0.0
    policy = decide(card, device, memory, "exact")
    scale = 2.0 if policy.dtype == "float32" else 1.0
    parts = {name: size * scale for name, size in card.weights.parts_gb.items()}
    weights = {
        "resident": sum(parts.values()),
        "by_part": max(parts.values()),
        "by_block": _BLOCK_SHARE * max(parts.values()),
    }[policy.placement]
    if policy.casts_to_fp8:
        weights /= 2
    width = card.transformer.width if card.transformer else 0
    shape = max(runs_of(card, shape), key=lambda run: run.num_frames)
    hidden = num_tokens(card, shape) * width * _BYTES_BFLOAT16 * scale * _LIVE_COPIES / 1e9
    pixels = _TILE_PIXELS if policy.tiles_decoder else shape.height * shape.width
    vae_scale = 2.0 if policy.vae_dtype == "float32" else 1.0
    decoding = pixels * _DECODER_BYTES_PER_PIXEL * vae_scale / 1e9
    return round(_FIXED_GB + weights + max(hidden, decoding), 1)


def num_tokens(card: EngineCard, shape: VideoShape) -> float:
    """Give how many tokens the transformer attends to; 0 for an engine that does not say."""
    if card.transformer is None:
        return 0.0
    frames, height, width = card.transformer.cell
    return (shape.num_frames // frames + 1) * shape.height * shape.width / (height * width)


_TERA_PER_S: tuple[tuple[tuple[int, int], float], ...] = (
    ((12, 0), 150.0),
    ((10, 0), 500.0),
    ((9, 0), 300.0),
    ((8, 9), 70.0),
    ((8, 6), 35.0),
    ((8, 0), 120.0),
    ((0, 0), 15.0),
)
"""What each generation of GPUs does of such work in a second, in tera-operations: a guess from data
sheets at half of their peak, until runs have been measured."""
_CPU_TERA_PER_S = 0.1


def denoising_s(
    card: EngineCard, device: Device, shape: VideoShape, steps: int, guidance_scale: float
) -> float:
    """Give the seconds of denoising to expect on a device where nothing was measured yet."""
    if card.transformer is None or card.weights is None:
        return steps * shape.num_frames / shape.fps * card.seconds_per_step_and_second
    network = card.transformer
    parameters = card.weights.parts_gb["transformer"] * 1e9 / _BYTES_BFLOAT16
    operations = sum(
        2 * parameters * tokens + 4 * network.num_layers * network.width * tokens**2
        for tokens in (num_tokens(card, run) for run in runs_of(card, shape))
    )
    passes = steps * (2 if guidance_scale > 1 else 1)
    return passes * operations / 1e12 / tera_per_s(device)


def tera_per_s(device: Device) -> float:
    """Give the tera-operations a second to expect of a device where nothing was measured yet."""
    if device.kind != "cuda":
        return _CPU_TERA_PER_S
    return next(tera for compute, tera in _TERA_PER_S if device.compute >= compute)


def fitting_modes(card: EngineCard, device: Device, shape: VideoShape) -> tuple[Memory, ...]:
    """Give the engine's memory modes that fit the device, the fastest first."""
    return tuple(
        mode
        for mode in card.memory_modes
        if memory_needed_gb(card, device, mode, shape) <= device.memory_gb
        and (mode != "offloaded" or _host_need_gb(card) <= device.host_gb)
    )


def _host_need_gb(card: EngineCard) -> float:
    """What lies beside the device while parts are moved."""
    return card.weights.total_gb if card.weights else 0.0


def too_large(card: EngineCard, device: Device, shape: VideoShape) -> Text:
    """Say that no way of running the clip fits, and what does."""
    least = min(memory_needed_gb(card, device, mode, shape) for mode in card.memory_modes)
    return Text(
        f"{card.title.en} needs about {least:g} GB for this clip and "
        f"{_host_need_gb(card):.0f} GB of main memory at least; {device.name} has "
        f"{device.memory_gb:g} GB, the machine {device.host_gb:g} GB. Make the clip shorter, or "
        "choose Seedling, which runs anywhere",
        f"{card.title.zh} 生成该视频至少约需 {least:g} GB 显存、{_host_need_gb(card):.0f} GB 内存；"
        f"{device.name} 有 {device.memory_gb:g} GB，本机内存 {device.host_gb:g} GB。"
        "请缩短视频，或改用随处可运行的 Seedling 小苗",
    )
