"""What a file of adapter weights holds, told from its header; no model is opened.

Only safetensors: a pickle (.pt, .ckpt, .bin) can run programs when it is opened.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import re
from pathlib import Path
from typing import Any

import numpy as np
import safetensors
from numpy.typing import NDArray

from seedance_studio.domain.style import AdapterFacts
from seedance_studio.errors import RequestError, Text

MAX_BYTES = 1_500_000_000
_BLOCK_BYTES = 1 << 22
_PICKLE_STARTS = (b"PK\x03\x04", b"\x80")
_EXPONENTS = {
    "F16": (np.uint16, 0x7C00),
    "BF16": (np.uint16, 0x7F80),
    "F32": (np.uint32, 0x7F800000),
}
"""How a number that is none looks: all bits of its exponent set."""

_WAN_WIDTHS = {320: "seedling", 1536: "wan-1.3b", 3072: "wan-5b", 5120: "wan-14b"}
_WAN_QUERY = re.compile(
    r"(?:^|\.|lora_unet_)blocks[._]\d+[._](?:attn1[._]to_q|self_attn[._]q)[._]lora_(?:A|down)\."
)
_DOWN = re.compile(r"lora_(?:A|down)\.(?:\w+\.)?weight$")
_OTHER_BASES = {
    "hunyuan": re.compile(r"double_blocks[._]\d+[._]img_attn_qkv|token_refiner"),
    "flux": re.compile(r"single_transformer_blocks|double_blocks|single_blocks"),
    "sdxl": re.compile(r"(?:down|input|output|up)_blocks"),
    "ltx": re.compile(r"transformer_blocks[._]\d+[._]attn1"),
}


def read_adapter(path: Path) -> AdapterFacts:
    """Look into a file, all of it.

    Raises:
        RequestError: under `file`: it is not safetensors, is cut off, lies about its content, holds
            numbers that are none, or no LoRA.
    """
    _refuse_other_kinds(path)
    shapes = _shapes(path)
    downs = {name: shape for name, shape in shapes.items() if _DOWN.search(name)}
    if not downs or any(len(shape) < 2 or 0 in shape for shape in downs.values()):
        raise _refused("it holds no LoRA adapter", "其中没有 LoRA 权重")
    _require_numbers(path)
    return AdapterFacts(
        base=_base(downs),
        rank=max(shape[0] for shape in downs.values()),
        num_bytes=path.stat().st_size,
        sha256=_sha256(path),
    )


def _refuse_other_kinds(path: Path) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(4)
        size = path.stat().st_size
    except OSError as error:
        raise _refused(
            f"it cannot be read ({error.strerror})", f"无法读取（{error.strerror}）"
        ) from error
    if start.startswith(_PICKLE_STARTS) or path.suffix in (".pt", ".pth", ".ckpt", ".bin"):
        raise _refused(
            "it is a pickle, which may run programs; only .safetensors is opened",
            "这是可能夹带程序的 pickle 文件，只接受 .safetensors",
        )
    if size > MAX_BYTES:
        raise _refused("it is larger than 1.5 GB", "文件超过 1.5 GB")


def _shapes(path: Path) -> dict[str, list[int]]:
    """Give the tensors' shapes; the library compares header and file to the last byte."""
    try:
        with safetensors.safe_open(path, framework="numpy") as file:
            return {name: list(file.get_slice(name).get_shape()) for name in file.keys()}  # noqa: SIM118 - not a dict
    except (safetensors.SafetensorError, OSError, ValueError) as error:
        raise _refused(
            f"it is no whole safetensors file ({error})", f"不是完整的 safetensors 文件（{error}）"
        ) from error


def _require_numbers(path: Path) -> None:
    header, first = _header(path)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for name, entry in header.items():
            begin, end = (first + offset for offset in entry["data_offsets"])
            kind = _EXPONENTS.get(entry["dtype"])
            if kind is None:
                raise _refused(
                    f"'{name}' is of type {entry['dtype']}; F16, BF16 and F32 are taken",
                    f"“{name}”的类型是 {entry['dtype']}，只接受 F16、BF16、F32",
                )
            for at in range(begin, end, _BLOCK_BYTES):
                if _has_no_numbers(
                    np.frombuffer(content[at : min(end, at + _BLOCK_BYTES)], kind[0]), kind[1]
                ):
                    raise _refused(
                        f"'{name}' holds values that are not numbers (NaN or infinite)",
                        f"“{name}”含有非数值（NaN 或无穷大）",
                    )


def _has_no_numbers(bits: NDArray[Any], exponent: int) -> bool:
    return bool(((bits & exponent) == exponent).any())


def _header(path: Path) -> tuple[dict[str, Any], int]:
    """Give the entries of a header that was checked, and where the tensors begin."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
    header.pop("__metadata__", None)
    return header, 8 + length


def _base(downs: dict[str, list[int]]) -> str:
    """Tell the model from the width of what its attention reads, or else from names."""
    for name, shape in downs.items():
        if _WAN_QUERY.search(name):
            return _WAN_WIDTHS.get(shape[1], "unknown")
    for base, sign in _OTHER_BASES.items():
        if any(sign.search(name) for name in downs):
            return base
    return "unknown"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.sha256()
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _refused(en: str, zh: str) -> RequestError:
    return RequestError({"file": Text(en, zh)})
