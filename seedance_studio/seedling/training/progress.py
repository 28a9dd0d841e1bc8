"""How a training goes: its loss, its pace."""

from __future__ import annotations

import time

import torch
from torch import Tensor

_PEAKS = {"H100": 989e12, "H200": 989e12, "A100": 312e12}
"""FLOP/s in dense bfloat16, by the makers' data sheets."""
_BANDS, _BOUNDS = ("low", "middle", "high"), (0.4, 0.8)
"""Bands of noise, and what lies between them."""


class Pace:
    """How fast the training goes, and how much of a GPU it uses."""

    def __init__(self, num_weights: int, device: torch.device) -> None:
        self._num_weights = num_weights
        name = torch.cuda.get_device_name(device) if device.type == "cuda" else ""
        self._peak = next((peak for chip, peak in _PEAKS.items() if chip in name), None)
        self._began, self._samples, self._tokens = time.monotonic(), 0, 0

    def note(self, latents: Tensor) -> None:
        """Count a batch (batch, z_dim, frames, h, w)."""
        self._samples += len(latents)
        self._tokens += latents[:, 0].numel() // 4

    def read(self) -> str:
        """The pace since the last reading, counting six operations a weight and token."""
        now = time.monotonic()
        passed, rate = now - self._began, self._tokens / (now - self._began)
        words = f"{self._samples / passed:.0f} samples/s  {rate / 1e3:.0f} k tokens/s"
        if self._peak:
            words += f"  {6 * self._num_weights * rate / self._peak:.1%} of the chip"
        self._began, self._samples, self._tokens = now, 0, 0
        return words


class Losses:
    """The loss in three bands of noise, layout, shapes, detail, without waiting for the device."""

    def __init__(self, device: torch.device) -> None:
        self._sums = torch.zeros(2, len(_BANDS), device=device)
        self._bounds = torch.tensor(_BOUNDS, device=device)

    def note(self, errors: Tensor, sigmas: Tensor) -> None:
        """Add errors (batch,) at noise levels (batch,)."""
        band = torch.bucketize(sigmas, self._bounds, right=True)
        self._sums[0].index_add_(0, band, errors.float())
        self._sums[1].index_add_(0, band, torch.ones_like(errors, dtype=torch.float32))

    def read(self) -> dict[str, float]:
        """The means since the last reading."""
        means = (self._sums[0] / self._sums[1].clamp(min=1)).tolist()
        self._sums.zero_()
        return dict(zip(_BANDS, means, strict=True))
