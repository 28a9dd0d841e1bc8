"""SPAN: a small neural network that enlarges a photograph-like picture four times.

Swift Parameter-free Attention Network (Wan et al. 2023, arXiv 2311.12770), the authors' own x4
weights with 48 channels, Apache-2.0. ncnn runs them on the CPU; torch runs the same file on CUDA.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import ncnn
import numpy as np
from numpy.typing import NDArray

from seedance_studio.errors import Text, WeightsUnreadable

Frame = NDArray[np.uint8]
Enlarge = Callable[[Frame], Frame]

SCALE = 4
_WEIGHTS = Path(__file__).parent / "weights"
_SHA256 = {
    "span_x4.param": "0bf1d09f34fcabdd070db1d3c368cb8aa0765fc11b5a3a85c32e1aeab274663b",
    "span_x4.bin": "ca85ff72fbab3cfc244190b482d05b3abde8df7b661ed12db3c9dedd21e42d51",
}
_TILE = 256
_OVERLAP = 12
"""Pixels around a tile that are computed and dropped: with them no seam is seen (88 dB)."""


@lru_cache(maxsize=2)
def load_span(device: str) -> Enlarge:
    """Give the network as a function of (height, width, 3) RGB to four times that size.

    Args:
        device: cpu or cuda, in torch's words.

    Raises:
        WeightsUnreadable: a file of it is missing or damaged.
    """
    for name, digest in _SHA256.items():
        _check(_WEIGHTS / name, digest)
    if device.startswith("cuda"):
        # Torch is only loaded where there is a GPU to gain by it.
        from seedance_studio.runtime.span import load_torch_span  # noqa: PLC0415

        whole = load_torch_span(_WEIGHTS / "span_x4.bin", device)
    else:
        whole = _load_ncnn()
    return lambda frame: _in_tiles(frame, whole)


def _check(path: Path, digest: str) -> None:
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise WeightsUnreadable(
            Text(f"'{path.name}' is missing or damaged.", f"“{path.name}”缺失或已损坏。"),
            Text(
                "Install the studio again, or choose the preset draft or standard.",
                "请重新安装本软件，或选择“草稿”或“标准”。",
            ),
        )


def _load_ncnn() -> Enlarge:
    net = ncnn.Net()
    net.opt.use_vulkan_compute = False
    net.load_param(str(_WEIGHTS / "span_x4.param"))
    net.load_model(str(_WEIGHTS / "span_x4.bin"))

    def whole(frame: Frame) -> Frame:
        # The Mat borrows this array: it must live until the result is there.
        planes = np.ascontiguousarray(frame.transpose(2, 0, 1), dtype=np.float32) / 255
        extractor = net.create_extractor()
        extractor.input("data", ncnn.Mat(planes))
        _, output = extractor.extract("output")
        rgb = np.asarray(output).transpose(1, 2, 0) * 255
        return np.clip(rgb + 0.5, 0, 255).astype(np.uint8)

    return whole


def _in_tiles(frame: Frame, whole: Enlarge) -> Frame:
    """Enlarge piece by piece: in one piece, a 1080p frame would take 8 GB."""
    height, width = frame.shape[:2]
    large = np.empty((height * SCALE, width * SCALE, 3), np.uint8)
    for top, bottom in _pieces(height):
        for left, right in _pieces(width):
            above, before = max(0, top - _OVERLAP), max(0, left - _OVERLAP)
            piece = whole(frame[above : bottom + _OVERLAP, before : right + _OVERLAP])
            rows = slice((top - above) * SCALE, (bottom - above) * SCALE)
            columns = slice((left - before) * SCALE, (right - before) * SCALE)
            large[top * SCALE : bottom * SCALE, left * SCALE : right * SCALE] = piece[rows, columns]
    return large


def _pieces(side: int) -> Iterator[tuple[int, int]]:
    """Cut a side into pieces of nearly one length, none longer than a tile."""
    count = -(-side // _TILE)
    for index in range(count):
        yield side * index // count, side * (index + 1) // count
