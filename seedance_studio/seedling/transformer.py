"""Seedling's transformer: Wan's VACE architecture at a size that two CPU cores can run."""

from __future__ import annotations

import accelerate
from diffusers import WanTransformer3DModel, WanVACETransformer3DModel
from torch import nn

Z_DIM = 64
TEXT_DIM = 192
ADAPTED_LAYERS = (
    r"blocks\.\d+\.(attn1|attn2)\.(to_q|to_k|to_v|to_out\.0)"
    r"|blocks\.\d+\.ffn\.(net\.0\.proj|net\.2)|proj_out"
)
"""The layers that an adapter changes: not those of the control branch, so that a file also fits the
plain text to video model; `proj_out` carries a change of palette at once."""
_SHARED_MODULES = (
    "rope",
    "patch_embedding",
    "condition_embedder",
    "blocks",
    "norm_out",
    "proj_out",
    "scale_shift_table",
)


def build_transformer() -> WanVACETransformer3DModel:
    """A fresh transformer of 19 M parameters whose control branch has no effect yet."""
    transformer = WanVACETransformer3DModel(
        patch_size=(1, 2, 2),
        num_attention_heads=6,
        attention_head_dim=64,
        in_channels=Z_DIM,
        out_channels=Z_DIM,
        text_dim=TEXT_DIM,
        freq_dim=256,
        ffn_dim=1_024,
        num_layers=8,
        rope_max_seq_len=256,
        vace_layers=[0],
        vace_in_channels=2 * Z_DIM + 16 * 16,
    )
    for block in transformer.vace_blocks:
        nn.init.zeros_(block.proj_out.weight)
        nn.init.zeros_(block.proj_out.bias)
    nn.init.zeros_(transformer.proj_out.weight)
    nn.init.zeros_(transformer.proj_out.bias)
    return transformer


def base_view(vace: WanVACETransformer3DModel) -> WanTransformer3DModel:
    """The same weights without the control branch, for plain text to video.

    No parameter is copied: what is trained or adapted in one is seen by the other. WanPipeline
    takes this view and refuses the VACE class.
    """
    with accelerate.init_empty_weights():
        view = WanTransformer3DModel(
            **{
                key: value
                for key, value in vace.config.items()
                if not key.startswith(("vace_", "_")) and key != "model_type"
            }
        )
    for name in _SHARED_MODULES:
        setattr(view, name, getattr(vace, name))
    return view
