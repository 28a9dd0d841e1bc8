"""Is everything in place on this machine? Each answer says what to do where it is not."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import av

from seedance_studio.errors import StorageUnwritable, Text
from seedance_studio.library import Library
from seedance_studio.machine import nvidia_gpu, resolve_device, torch_version
from seedance_studio.seedling import manifest
from seedance_studio.settings import Settings

TORCH = "2.13.0"
LOW_DISK_GB = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at."""

    name: str
    status: Literal["ok", "warn", "fail"]
    """warn: the studio works, but less well; fail: it cannot generate."""
    found: Text
    advice: Text | None = None
    """What to do, unless all is well."""


def examine(settings: Settings, library: Library) -> list[Check]:
    """Look at everything that a first clip needs; loads no model and changes nothing."""
    checks: list[Callable[[], Check]] = [
        _python,
        _torch,
        _weights,
        _encoder,
        lambda: _data_folder(settings, library),
        lambda: _processor(settings),
    ]
    return [check() for check in checks]


def _python() -> Check:
    version = platform.python_version()
    found = Text(f"Python {version}", f"Python {version}")
    if (3, 10) <= sys.version_info < (3, 13):
        return Check(name="python", status="ok", found=found)
    return Check(
        name="python",
        status="warn",
        found=found,
        advice=Text("Use Python 3.10, 3.11 or 3.12.", "请使用 Python 3.10、3.11 或 3.12。"),
    )


def _torch() -> Check:
    version = torch_version()
    if version is None:
        return Check(
            name="torch",
            status="fail",
            found=Text("PyTorch is not installed", "未安装 PyTorch"),
            advice=Text("Run `make setup`.", "请运行 `make setup`。"),
        )
    found = Text(f"PyTorch {version}", f"PyTorch {version}")
    if version.split("+")[0] == TORCH:
        return Check(name="torch", status="ok", found=found)
    return Check(
        name="torch",
        status="warn",
        found=found,
        advice=Text(f"The studio is tested with {TORCH}.", f"工作室以 {TORCH} 版本测试。"),
    )


def _weights() -> Check:
    try:
        revision = manifest.check_weights()
    except manifest.WeightsError as error:
        return Check(
            name="weights",
            status="fail",
            found=Text(f"Seedling's weights: {error}", f"Seedling 的权重：{error}"),
            advice=Text(
                "Install the studio again, or restore its weights "
                "(`git checkout -- seedance_studio/seedling/weights` in a clone).",
                "请重新安装本软件，或恢复权重文件"
                "（克隆的仓库可运行 `git checkout -- seedance_studio/seedling/weights`）。",
            ),
        )
    found = Text(f"Seedling's weights, revision {revision}", f"Seedling 的权重，版本 {revision}")
    return Check(name="weights", status="ok", found=found)


def _encoder() -> Check:
    if "libx264" in av.codecs_available:
        return Check(
            name="encoder",
            status="ok",
            found=Text("H.264 encoder (libx264)", "H.264 编码器（libx264）"),
        )
    return Check(
        name="encoder",
        status="fail",
        found=Text("no H.264 encoder", "没有 H.264 编码器"),
        advice=Text(
            "Reinstall PyAV: `pip install -U av`.", "请重新安装 PyAV：`pip install -U av`。"
        ),
    )


def _data_folder(settings: Settings, library: Library) -> Check:
    folder = settings.data_dir
    try:
        library.check_writable()
    except StorageUnwritable as error:
        return Check(name="data", status="fail", found=error.message, advice=error.hint)
    free_gb = shutil.disk_usage(folder).free / 1e9
    found = Text(f"{folder}: {free_gb:.1f} GB free", f"{folder}：剩余 {free_gb:.1f} GB")
    if free_gb >= LOW_DISK_GB:
        return Check(name="data", status="ok", found=found)
    return Check(
        name="data",
        status="warn",
        found=found,
        advice=Text("Free some disk space soon.", "请尽快清理磁盘空间。"),
    )


def _processor(settings: Settings) -> Check:
    cores = os.cpu_count() or 1
    gpu = nvidia_gpu()
    device = resolve_device(settings.device)
    found = Text(
        f"{cores} CPU cores; GPU: {gpu or 'none'}; engines run on {device}",
        f"{cores} 个 CPU 核心；GPU：{gpu or '无'}；引擎运行于 {device}",
    )
    if device.startswith("cuda") and gpu is None:
        return Check(
            name="device",
            status="fail",
            found=found,
            advice=Text(
                "No NVIDIA driver answers: set SEEDANCE_DEVICE=cpu or install the driver.",
                "未检测到 NVIDIA 驱动：请设置 SEEDANCE_DEVICE=cpu 或安装驱动。",
            ),
        )
    if gpu is not None and device == "cpu":
        return Check(
            name="device",
            status="warn",
            found=found,
            advice=Text(
                "A GPU is there but unused: install a CUDA build of PyTorch, or set "
                "SEEDANCE_DEVICE=cuda.",
                "检测到 GPU 但未使用：请安装 CUDA 版 PyTorch，或设置 SEEDANCE_DEVICE=cuda。",
            ),
        )
    return Check(name="device", status="ok", found=found)
