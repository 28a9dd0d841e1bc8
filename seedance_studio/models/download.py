"""Fetching an engine's weights: started, watched and stopped from here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedance_studio.domain.engine import ModelCard
from seedance_studio.errors import HubFailed, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadProgress:
    """How far a download is."""

    is_running: bool
    done_gb: float
    total_gb: float
    """0 until the hub has said it."""
    error: HubFailed | None = None
    """Why it ended early."""


class Download:
    """One engine's weights on their way; a thread follows the process that fetches them.

    Args:
        card: of the engine.
        models: folder of the weights that were fetched.
        disk: where these go instead, with a link from `models`; None for there.
    """

    def __init__(self, card: ModelCard, models: Path, disk: Path | None = None) -> None:
        assert card.weights is not None
        weights, lora = card.weights, card.weights.few_step_lora
        wanted = [(weights.repository, weights.folder, card.revision, "")]
        if lora is not None:
            wanted.append((lora.repository, lora.folder, "main", lora.pattern))
        self._wanted = [
            {
                "repository": repository,
                "folder": str(_room(models, name, disk)),
                "revision": revision,
                "pattern": pattern,
                "endpoint": os.environ.get("HF_ENDPOINT", ""),
            }
            for repository, name, revision, pattern in wanted
        ]
        self._total_gb: dict[str, float] = {}
        self._error: HubFailed | None = None
        self._process: subprocess.Popen[str] | None = None
        self._is_stopped = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin, or go on where an earlier one stopped; returns at once."""
        self._thread.start()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait for the end, and tell whether it has come."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def stop(self) -> None:
        """End now; what is here is kept and goes on with the next start."""
        self._is_stopped = True
        if self._process is not None:
            self._process.terminate()
        self._thread.join()

    def progress(self) -> DownloadProgress:
        """Look how far it is."""
        return DownloadProgress(
            is_running=self._thread.is_alive(),
            done_gb=sum(_size_gb(Path(one["folder"])) for one in self._wanted),
            total_gb=sum(self._total_gb.values()),
            error=self._error,
        )

    def _run(self) -> None:
        for wanted in self._wanted:
            if self._is_stopped or self._error is not None:
                return
            self._fetch(wanted)

    def _fetch(self, wanted: dict[str, str]) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "seedance_studio.models.fetch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        self._process = process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(wanted))
        process.stdin.close()
        for line in process.stdout:
            self._hear(wanted["repository"], json.loads(line))
        if process.wait() != 0 and self._error is None and not self._is_stopped:
            self._error = _died(process.returncode)

    def _hear(self, repository: str, words: dict[str, Any]) -> None:
        if "total_gb" in words:
            self._total_gb[repository] = words["total_gb"]
        elif "message" in words:
            self._error = HubFailed(Text(**words["message"]), Text(**words["hint"]))


def _room(models: Path, name: str, disk: Path | None) -> Path:
    """Make the folder that a repository goes into; on another disk with a link to it."""
    home = models / name
    try:
        models.mkdir(parents=True, exist_ok=True)
        if disk is not None and not home.exists():
            (disk / name).mkdir(parents=True, exist_ok=True)
            home.symlink_to((disk / name).absolute(), target_is_directory=True)
        home.mkdir(exist_ok=True)
    except OSError as error:
        raise HubFailed(
            Text(f"{error.filename}: {error.strerror}.", f"{error.filename}：{error.strerror}。"),
            Text("Choose a folder that can be written.", "请选择可写的目录。"),
        ) from error
    return home


def _size_gb(folder: Path) -> float:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue  # renamed when it was complete
    return total / 1e9


def _died(status: int) -> HubFailed:
    return HubFailed(
        Text(f"The download ended (status {status}).", f"下载意外结束（状态 {status}）。"),
        Text("Start it again; it goes on where it was.", "请重新开始，会从中断处继续。"),
    )
