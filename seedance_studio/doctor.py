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

from seedance_studio.errors import ConsentDamaged, SigningFailed, StorageUnwritable, Text
from seedance_studio.library import Library
from seedance_studio.machine import nvidia_gpu, resolve_device, torch_version
from seedance_studio.provenance import has_own_identity, open_identity
from seedance_studio.safety.consent import CONSENT_FILE, ConsentRecord
from seedance_studio.seedling import manifest
from seedance_studio.settings import LOOPBACK, Settings

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
        lambda: _marks(settings, library),
        lambda: _consents(settings),
    ]
    return [check() for check in checks]


def _consents(settings: Settings) -> Check:
    try:
        entries = ConsentRecord(settings.data_dir / CONSENT_FILE).entries()
    except ConsentDamaged as error:
        return Check(name="consents", status="fail", found=error.message, advice=error.hint)
    found = Text(
        f"{len(entries)} statements of consent, none changed",
        f"{len(entries)} 条授权声明，均未被改动",
    )
    return Check(name="consents", status="ok", found=found)


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


def _marks(settings: Settings, library: Library) -> Check:
    try:
        found = _signer(settings)
    except SigningFailed as error:
        return Check(name="marks", status="fail", found=error.message, advice=error.hint)
    label = {
        "start": Text("label at the start", "开头显示标识"),
        "always": Text("label to the end", "全程显示标识"),
        "off": Text("no visible label", "不显示标识"),
    }[settings.marks.label]
    profile = settings.marks.profile
    found = Text(
        f"marks: profile {profile}, {label.en}, {found.en}",
        f"标识：方案 {profile}，{label.zh}，{found.zh}",
    )
    if num_withheld := len(library.withheld()):
        return Check(
            name="marks",
            status="warn",
            found=Text(
                f"{found.en}; clips withheld: {num_withheld}",
                f"{found.zh}；暂存未发布的视频：{num_withheld}",
            ),
            advice=Text(
                "Run `python -m seedance_studio sign`.", "请运行 `python -m seedance_studio sign`。"
            ),
        )
    if settings.host not in LOOPBACK and not settings.marks.certificate_pem:
        return Check(
            name="marks",
            status="warn",
            found=found,
            advice=Text(
                "Where the data folder does not outlive a restart, each start is another signer: "
                "set SEEDANCE_SIGNING_CERT and SEEDANCE_SIGNING_KEY.",
                "若数据目录在重启后不保留，每次启动都会换一个签名者："
                "请设置 SEEDANCE_SIGNING_CERT 和 SEEDANCE_SIGNING_KEY。",
            ),
        )
    return Check(name="marks", status="ok", found=found)


def _signer(settings: Settings) -> Text:
    folder = settings.data_dir / "identity"
    if not settings.marks.certificate_pem and not has_own_identity(folder):
        return Text("the signing key is made with the first clip", "首个视频生成时创建签名密钥")
    identity = open_identity(folder, settings.marks.certificate_pem, settings.marks.key_pem)
    until = f"{identity.expires:%Y-%m-%d}"
    kind = (
        Text("own key", "自签密钥") if identity.is_own else Text("the host's key", "部署者的密钥")
    )
    return Text(
        f"signed with {kind.en} {identity.fingerprint} until {until}",
        f"以{kind.zh} {identity.fingerprint} 签名，有效期至 {until}",
    )
