"""Several GPUs of one machine on one clip: each attends to a part of its tokens.

Every process, started by torchrun, runs the whole pipeline with the same seed; the transformer
shares its tokens out and gathers them again (Ulysses, Jacobs et al. 2023). Rank 0 hands over.
"""

from __future__ import annotations

from typing import Any

import torch.distributed as dist
from diffusers import ContextParallelConfig
from diffusers.models._modeling_parallel import ContextParallelInput, ContextParallelOutput


def num_workers() -> int:
    """Give how many processes share a clip; 1 outside of torchrun."""
    return dist.get_world_size() if dist.is_available() and dist.is_initialized() else 1


def share_work(transformer: Any) -> None:  # noqa: ANN401 - untyped library
    """Let the processes of this group share a transformer's tokens. The result stays the same.

    Raises:
        ValueError: its heads do not divide by the number of processes.
    """
    count = num_workers()
    heads = transformer.config.num_attention_heads
    if heads % count:
        raise ValueError(f"{heads} attention heads cannot be shared by {count} GPUs")
    plan = _vace_plan() if hasattr(transformer, "vace_blocks") else None
    transformer.enable_parallelism(
        config=ContextParallelConfig(ulysses_degree=count, ulysses_anything=True), cp_plan=plan
    )


def _vace_plan() -> dict[str, Any]:
    """Where tokens are split and gathered; diffusers has no such plan for VACE."""
    tokens = ContextParallelInput(split_dim=1, expected_dims=3, split_output=False)
    angles = ContextParallelInput(split_dim=1, expected_dims=4, split_output=True)
    strengths = ContextParallelInput(split_dim=2, expected_dims=4, split_output=False)
    return {
        # One number a token (see `vace.scale_by_frame`), so it is shared out as they are.
        "": {"control_hidden_states_scale": strengths},
        "rope": {0: angles, 1: angles},
        "vace_blocks.0": {"hidden_states": tokens, "control_hidden_states": tokens},
        "blocks.0": {"hidden_states": tokens},
        "proj_out": ContextParallelOutput(gather_dim=1, expected_dims=3),
    }
