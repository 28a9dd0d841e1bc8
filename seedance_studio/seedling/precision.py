"""What a training computes in."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

import torch


def mixed_precision(device: torch.device) -> AbstractContextManager[object]:
    """Compute matrices in bfloat16 where the device has instructions for that.

    Elsewhere it is emulated, a hundred times slower than float32: 0.9 GFLOP/s against 91 with two
    cores of a processor that knows AVX2 only.
    """
    if not multiplies_bfloat16(device):
        return nullcontext()
    return torch.autocast(device.type, torch.bfloat16)


def multiplies_bfloat16(device: torch.device) -> bool:
    """Whether the device has instructions for products of bfloat16; every GPU in use has."""
    if device.type != "cpu":
        return True
    known = torch.cpu.get_capabilities()
    return any(known.get(name) for name in ("avx512_bf16", "amx_bf16", "bf16"))
