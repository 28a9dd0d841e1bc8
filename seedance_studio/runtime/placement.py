"""Loads a pipeline's parts from a folder and lays them out as the policy says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from seedance_studio.domain.engine import EngineCard
from seedance_studio.domain.policy import Policy
from seedance_studio.models import require_weights
from seedance_studio.runtime.parallel import num_workers, share_work

TAYLOR_BLOCKS = [r"(vace_)?blocks\.\d+\.attn[12]", r"(vace_)?blocks\.\d+\.ffn"]
"""What TaylorSeer extrapolates. Its own default names match nothing in Wan, in silence."""
_TAYLOR_EVERY = 3
_TAYLOR_WARMUP = 4


def load_pipeline(cls: type[Any], models: Path, card: EngineCard, policy: Policy) -> Any:  # noqa: ANN401
    """Load an engine's pipeline as it was published; nothing is fetched.

    Args:
        cls: the stock pipeline.
        models: folder of the weights that were fetched.
        card: of the engine.
        policy: precision and speed.

    Raises:
        WeightsMissing: they are not on this machine, or not whole.
    """
    folder, lora = require_weights(models, card)
    dtype = getattr(torch, policy.dtype)
    pipe = cls.from_pretrained(
        folder,
        dtype={"vae": getattr(torch, policy.vae_dtype), "default": dtype},
        local_files_only=True,
        use_safetensors=True,
    )
    if lora is not None:
        _melt(pipe, lora)
    speed_up(pipe, policy)
    return pipe


def speed_up(pipe: Any, policy: Policy) -> None:  # noqa: ANN401
    """Make a loaded pipeline's parts do what the policy says; adapters come before this."""
    for name in ("transformer", "transformer_2"):
        if (transformer := getattr(pipe, name, None)) is not None:
            _speed_up(transformer, policy)
            if num_workers() > 1:
                share_work(transformer)
    if policy.tiles_decoder:
        pipe.vae.enable_tiling()


def _melt(pipe: Any, lora: Path) -> None:  # noqa: ANN401
    """Make a few-step adapter part of the weights, so that styles find no other adapter there."""
    pipe.load_lora_weights(lora.parent, weight_name=lora.name)
    pipe.fuse_lora()
    pipe.unload_lora_weights()


def place(pipe: Any, policy: Policy, device: str) -> Any:  # noqa: ANN401
    """Put a pipeline where it is to run; called again for another pipeline on the same parts."""
    if policy.placement == "by_part":
        pipe.enable_model_cpu_offload(device=device)
    elif policy.placement == "by_block":
        pipe.enable_group_offload(
            onload_device=torch.device(device),
            offload_device=torch.device("cpu"),
            offload_type="block_level",
            num_blocks_per_group=1,
            use_stream=device.startswith("cuda"),
        )
    else:
        pipe.to(device)
    return pipe


def _speed_up(transformer: Any, policy: Policy) -> None:  # noqa: ANN401
    if policy.attention != "native":
        transformer.set_attention_backend(policy.attention)
    if policy.casts_to_fp8:
        transformer.enable_layerwise_casting(
            storage_dtype=torch.float8_e4m3fn, compute_dtype=getattr(torch, policy.dtype)
        )
    if policy.extrapolates_steps:
        transformer.enable_cache(_taylor(policy))
    if policy.compiles_blocks:
        transformer.compile_repeated_blocks(fullgraph=not policy.extrapolates_steps)


def _taylor(policy: Policy) -> Any:  # noqa: ANN401
    from diffusers import TaylorSeerCacheConfig

    return TaylorSeerCacheConfig(
        cache_interval=_TAYLOR_EVERY,
        disable_cache_before_step=_TAYLOR_WARMUP,
        taylor_factors_dtype=getattr(torch, policy.dtype),
        cache_identifiers=TAYLOR_BLOCKS,
    )
