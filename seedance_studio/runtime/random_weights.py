"""Published architectures at full size with random weights: speed and memory without a download."""

from __future__ import annotations

from typing import Any

import torch
from diffusers import (
    AutoencoderKLWan,
    UniPCMultistepScheduler,
    WanTransformer3DModel,
    WanVACETransformer3DModel,
)
from tokenizers import Tokenizer, models
from transformers import PreTrainedTokenizerFast, UMT5Config, UMT5EncoderModel

from seedance_studio.domain.engine import EngineCard
from seedance_studio.domain.policy import Policy
from seedance_studio.runtime.placement import speed_up

_HEAD = 128
_FULL: dict[str, dict[str, Any]] = {
    "wan-vace-1.3b": {"heads": 12, "layers": 30, "ffn_dim": 8960, "vace_every": 2},
    "wan-vace-14b": {"heads": 40, "layers": 40, "ffn_dim": 13824, "vace_every": 5},
    "wan-vace-14b-fast": {"heads": 40, "layers": 40, "ffn_dim": 13824, "vace_every": 5},
    "wan-vace-fun-a14b": {"heads": 40, "layers": 40, "ffn_dim": 13824, "vace_every": 5},
    "wan-ti2v-5b": {"heads": 24, "layers": 30, "ffn_dim": 14336, "z_dim": 48},
}
"""As published by their authors."""
_TINY = {"heads": 2, "head": 16, "layers": 2, "ffn_dim": 64, "vace_every": 1, "text_dim": 32}
_TEXT_DIM = 4096
_RESIDUAL_VAE: dict[str, Any] = {
    "base_dim": 160,
    "decoder_base_dim": 256,
    "z_dim": 48,
    "dim_mult": [1, 2, 4, 4],
    "is_residual": True,
    "in_channels": 12,
    "out_channels": 12,
    "patch_size": 2,
    "scale_factor_spatial": 16,
    "latents_mean": [0.0] * 48,
    "latents_std": [1.0] * 48,
}
"""Of Wan 2.2's 5B model: twice smaller on each side than that of the others."""


def known_engines() -> tuple[str, ...]:
    """Give the ids of the engines whose architecture is known here."""
    return tuple(_FULL)


def random_pipeline(
    cls: type[Any], card: EngineCard, policy: Policy, *, device: str, is_tiny: bool
) -> Any:  # noqa: ANN401
    """Build an engine's stock pipeline with random weights, made on the device itself.

    Args:
        cls: the stock pipeline.
        card: of the engine.
        policy: precision and speed.
        device: where the weights are made.
        is_tiny: the same classes at a size that a test can run.
    """
    shape = {"head": _HEAD, "text_dim": _TEXT_DIM, "z_dim": 16, **_FULL[card.id]}
    shape |= {**_TINY, "z_dim": 16} if is_tiny else {}
    has_control = "vace_every" in _FULL[card.id]
    dtype, vae_dtype = getattr(torch, policy.dtype), getattr(torch, policy.vae_dtype)
    names = [name for name in ("transformer", "transformer_2") if name in card.weights.parts_gb]  # type: ignore[union-attr]
    with torch.device(device):
        parts = {name: _transformer(shape, has_control=has_control).to(dtype) for name in names}
        text_encoder = _text_encoder(shape["text_dim"], is_tiny=is_tiny).to(dtype)
        vae = _vae(shape, is_tiny=is_tiny).to(vae_dtype)
    settings: dict[str, Any] = {"boundary_ratio": 0.875} if len(names) > 1 else {}
    if not has_control:
        settings["expand_timesteps"] = True
    pipe = cls(
        tokenizer=_tokenizer(),
        text_encoder=text_encoder.eval(),
        vae=vae.eval(),
        scheduler=UniPCMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0
        ),
        **parts,
        **settings,
    )
    speed_up(pipe, policy)
    return pipe


def peak_gb(device: str) -> float | None:
    """Give the most memory that a GPU has held since the last call; None on a CPU."""
    if not device.startswith("cuda"):
        return None
    peak = torch.cuda.max_memory_allocated() / 1e9
    torch.cuda.reset_peak_memory_stats()
    return round(peak, 2)


def _transformer(shape: dict[str, Any], *, has_control: bool) -> Any:  # noqa: ANN401
    plain = {
        "num_attention_heads": shape["heads"],
        "attention_head_dim": shape["head"],
        "in_channels": shape["z_dim"],
        "out_channels": shape["z_dim"],
        "text_dim": shape["text_dim"],
        "ffn_dim": shape["ffn_dim"],
        "num_layers": shape["layers"],
    }
    if not has_control:
        return WanTransformer3DModel(**plain).eval()
    return WanVACETransformer3DModel(
        **plain,
        vace_layers=list(range(0, shape["layers"], shape["vace_every"])),
        vace_in_channels=2 * shape["z_dim"] + 64,
    ).eval()


def _text_encoder(text_dim: int, *, is_tiny: bool) -> UMT5EncoderModel:
    """UMT5-XXL, or one that knows nothing."""
    size = (
        {"d_kv": 8, "d_ff": 32, "num_layers": 1, "num_heads": 4, "vocab_size": 8}
        if is_tiny
        else {"d_kv": 64, "d_ff": 10240, "num_layers": 24, "num_heads": 64, "vocab_size": 256384}
    )
    return UMT5EncoderModel(UMT5Config(d_model=text_dim, feed_forward_proj="gated-gelu", **size))


def _vae(shape: dict[str, Any], *, is_tiny: bool) -> AutoencoderKLWan:
    if is_tiny:
        return AutoencoderKLWan(base_dim=8, dim_mult=[1, 1, 1, 1], num_res_blocks=1)
    return AutoencoderKLWan(**(_RESIDUAL_VAE if shape["z_dim"] == _RESIDUAL_VAE["z_dim"] else {}))


def _tokenizer() -> PreTrainedTokenizerFast:
    words = Tokenizer(models.WordLevel({"<pad>": 0, "</s>": 1, "<unk>": 2}, unk_token="<unk>"))
    return PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
    )
