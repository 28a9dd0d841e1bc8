"""What this machine has, found without loading any model library."""

from __future__ import annotations

import importlib.metadata
import shutil
import subprocess


def nvidia_gpu() -> str | None:
    """Give the name and memory of the first NVIDIA GPU, or None when the driver shows none."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return None
    try:
        answer = subprocess.run(
            [program, "--query-gpu=name,memory.total", "--format=csv,noheader"],
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    lines = answer.stdout.strip().splitlines()
    return lines[0] if lines else None


def torch_version() -> str | None:
    """Give the installed version of torch, for example 2.13.0 or 2.13.0+cpu."""
    try:
        return importlib.metadata.version("torch")
    except importlib.metadata.PackageNotFoundError:
        return None


def resolve_device(setting: str) -> str:
    """Turn "auto" into the device that engines will run on; anything else stays as it is."""
    if setting != "auto":
        return setting
    is_cpu_build = (torch_version() or "").endswith("+cpu")
    return "cpu" if is_cpu_build or nvidia_gpu() is None else "cuda"
