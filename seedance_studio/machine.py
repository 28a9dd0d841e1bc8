"""What this machine has, found without loading any model library."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_GIB = 2**30
_KERNELS = {"_flash_3": "flash_attn_interface", "sage": "sageattention"}
"""Attention kernels by diffusers' name, and the package that brings each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """Where an engine runs."""

    kind: str
    """cpu or cuda."""
    name: str
    memory_gb: float
    """Of the device itself; on a CPU that of the machine."""
    host_gb: float
    """Of the machine."""
    compute: tuple[int, int] = (0, 0)
    """CUDA's compute capability."""
    kernels: frozenset[str] = frozenset()
    """Attention kernels that are installed beside torch's own, by diffusers' names."""
    is_lent: bool = False
    """True where the device is there for the time of a run alone."""


def lends_gpus() -> bool:
    """Tell whether this is a Space on ZeroGPU, where the studio itself sees no GPU."""
    return bool(os.environ.get("SPACES_ZERO_GPU"))


def find_device(device: str) -> Device:
    """Describe a device.

    Args:
        device: in torch's words: cpu, cuda, cuda:1.
    """
    host_gb = _host_memory_gb()
    kind, _, index = device.partition(":")
    if kind != "cuda":
        return Device(kind=kind, name=_processor_name(), memory_gb=host_gb, host_gb=host_gb)
    found = _nvidia_smi("name,memory.total,compute_cap", nounits=True)
    number = int(index or 0)
    if lends_gpus():
        name = "ZeroGPU"
        return Device(
            kind=kind, name=name, memory_gb=45.0, host_gb=host_gb, compute=(12, 0), is_lent=True
        )
    if number >= len(found):
        return Device(kind=kind, name="GPU", memory_gb=0.0, host_gb=host_gb)
    name, memory_mib, compute = (text.strip() for text in found[number].split(","))
    major, _, minor = compute.partition(".")
    return Device(
        kind=kind,
        name=name,
        memory_gb=round(float(memory_mib) / 1024, 1),
        host_gb=host_gb,
        compute=(int(major), int(minor or 0)),
        kernels=frozenset(
            kernel for kernel, package in _KERNELS.items() if importlib.util.find_spec(package)
        ),
    )


def _host_memory_gb() -> float:
    """Memory of the machine, or what its container may take of it."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text().strip()
    except OSError:
        limit = "max"
    return round(min(whole, int(limit) if limit.isdecimal() else whole) / _GIB, 1)


def _processor_name() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "CPU"


def nvidia_gpu() -> str | None:
    """Give the name and memory of the first NVIDIA GPU, or None when the driver shows none."""
    found = _nvidia_smi("name,memory.total")
    return found[0] if found else None


def _nvidia_smi(query: str, *, nounits: bool = False) -> list[str]:
    """Ask NVIDIA's driver; one line a GPU, none without a driver."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return []
    form = "csv,noheader" + (",nounits" if nounits else "")
    try:
        answer = subprocess.run(
            [program, f"--query-gpu={query}", f"--format={form}"],
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return answer.stdout.strip().splitlines()


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
    if lends_gpus():
        return "cuda"
    is_cpu_build = (torch_version() or "").endswith("+cpu")
    return "cpu" if is_cpu_build or nvidia_gpu() is None else "cuda"


def peak_memory_mb() -> float:
    """Give the most memory that this process has held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return round(int(line.split()[1]) / 1024, 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10), 1)
