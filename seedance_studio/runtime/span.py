"""The SPAN network of `finish.span` in torch, from the same weights file, for CUDA."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.functional import pixel_shuffle, silu

Frame = NDArray[np.uint8]

_CHANNELS = 48
_BLOCKS = 6
_HALF_FLOATS = 0x01306B47
"""What ncnn writes before a block of weights in half precision."""


def load_torch_span(path: Path, device: str) -> Callable[[Frame], Frame]:
    """Give the network as a function of (height, width, 3) RGB to four times that size.

    Args:
        path: ncnn's weights, checked by the caller.
        device: in torch's words; half precision on CUDA.
    """
    dtype = torch.float16 if device.startswith("cuda") else torch.float32
    net = _Span()
    _fill(net, path.read_bytes())
    net = net.to(device, dtype).eval()

    @torch.inference_mode()
    def whole(frame: Frame) -> Frame:
        planes = torch.from_numpy(np.ascontiguousarray(frame)).to(device).permute(2, 0, 1)[None]
        large = net(planes.to(dtype) / 255)[0].float()
        rgb = large.clamp(0, 1).mul(255).add(0.5).to(torch.uint8).permute(1, 2, 0)
        enlarged: Frame = rgb.cpu().numpy()
        return enlarged

    return whole


class _Block(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.one, self.two, self.three = (_conv(_CHANNELS) for _ in range(3))

    def forward(self, given: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        inner = silu(self.one(given))
        found = self.three(silu(self.two(inner)))
        return (found + given) * (torch.sigmoid(found) - 0.5), inner


class _Span(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.first = _conv(3)
        self.blocks = nn.ModuleList(_Block() for _ in range(_BLOCKS))
        self.second = _conv(_CHANNELS)
        self.join = nn.Conv2d(4 * _CHANNELS, _CHANNELS, 1)
        self.up = _conv(_CHANNELS)
        self.mean: torch.Tensor
        # Of the pictures it was trained on; the file holds it.
        self.register_buffer("mean", torch.zeros(1, 3, 1, 1))

    def forward(self, picture: torch.Tensor) -> torch.Tensor:
        start = self.first((picture - self.mean) * 255)
        last, first_block, inner = start, start, start
        for index, block in enumerate(self.blocks):
            last, inner = block(last)
            if index == 0:
                first_block = last
        joined = self.join(torch.cat([start, self.second(last), first_block, inner], dim=1))
        return pixel_shuffle(self.up(joined), 4)


def _conv(channels: int) -> nn.Conv2d:
    return nn.Conv2d(channels, _CHANNELS, 3, padding=1)


def _fill(net: _Span, content: bytes) -> None:
    """Read ncnn's file: the mean, then each layer's weights in half and bias in single precision.

    Layers stand in the order in which they are computed, which is that of the modules.
    """
    at = 0

    def take(count: int, kind: str) -> torch.Tensor:
        nonlocal at
        numbers = np.frombuffer(content, kind, count, at)
        at += -(-numbers.nbytes // 4) * 4  # blocks start at multiples of four bytes
        return torch.from_numpy(numbers.astype(np.float32))

    net.mean.copy_(take(3, "<f4").view_as(net.mean))
    for layer in net.modules():
        if isinstance(layer, nn.Conv2d):
            assert int.from_bytes(content[at : at + 4], "little") == _HALF_FLOATS
            at += 4
            assert layer.bias is not None
            layer.weight.data = take(layer.weight.numel(), "<f2").view_as(layer.weight)
            layer.bias.data = take(layer.bias.numel(), "<f4")
