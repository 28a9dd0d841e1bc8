"""The studio's end of the engine's process: start, talk, and kill when it will not let go."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from seedance_studio.domain.engine import OnStep
from seedance_studio.domain.pipeline_key import PipelineKey
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.sound import SoundPlan
from seedance_studio.domain.style_training import TrainingPlan
from seedance_studio.errors import (
    EngineKilled,
    EngineSilent,
    EngineUnavailable,
    JobCancelled,
    Text,
)
from seedance_studio.jobs.messages import (
    Broke,
    Cancel,
    Command,
    Compose,
    Done,
    EngineRun,
    GaveUp,
    Generate,
    GenerateBare,
    LearnStyle,
    Load,
    Reply,
    Run,
    Stepped,
)

logger = logging.getLogger(__name__)

POLL_S = 0.1
"""How often a run looks whether it was cancelled."""
PATIENCE_S = 3.0
"""How long a cancelled engine may take to let go before it is killed."""
MAX_SILENCE_S = 600.0
"""How long an engine may work without a sign of life; loading a large model may take minutes."""
MAX_LOG_BYTES = 1_000_000


class EngineProcess:
    """One engine in one child process, started when first needed and again after it died.

    Args:
        modules: dotted name of each engine's module by the engine's id.
        inputs: folder of the files that plans refer to.
        models: folder of the weights that were fetched.
        log_path: where the child's own output goes; details of failures are there.
        max_silence_s: an engine that gives no sign of life for longer is killed.
    """

    def __init__(
        self,
        modules: Mapping[str, str],
        inputs: Path,
        models: Path,
        log_path: Path,
        max_silence_s: float = MAX_SILENCE_S,
    ) -> None:
        self._modules = dict(modules)
        self._inputs = inputs
        self._models = models
        self._log_path = log_path
        self._max_silence_s = max_silence_s
        self._child: _Child | None = None
        self._starting = threading.Lock()
        self._running = threading.Lock()
        self._num_runs = 0

    @property
    def pid(self) -> int | None:
        """The child's process id, or None when there is no child."""
        child = self._child
        return child.process.pid if child is not None and child.is_alive() else None

    def warm_up(self, key: PipelineKey) -> None:
        """Start loading `key` in the background; returns at once."""
        self._live_child().send(Load(key))

    def generate(
        self,
        plan: GenerationPlan,
        frames_path: Path,
        on_step: OnStep,
        check: Callable[[], None],
    ) -> EngineRun:
        """Run the plan; its frames are in `frames_path` (.npy) when this returns.

        Args:
            plan: what to run.
            frames_path: written whole or not at all.
            on_step: told of each step; may raise JobCancelled.
            check: called every POLL_S; whatever it raises ends the run.

        Raises:
            JobCancelled: asked for by `on_step` or `check`; the engine has let go or was killed.
            EngineKilled, EngineSilent, EngineUnavailable: the child died, by the system's hand,
                by ours or by itself; the next run gets a new one.
            EngineError: what the engine raised.
        """
        return self._run(lambda run: Generate(run, plan, self._inputs, frames_path), on_step, check)

    def learn_style(
        self,
        plan: TrainingPlan,
        folder: Path,
        on_step: OnStep,
        check: Callable[[], None],
    ) -> EngineRun:
        """Train a brand style; `<folder>/adapter.safetensors` is there when this returns.

        Raises: as `generate`.
        """
        return self._run(lambda run: LearnStyle(run, plan, self._inputs, folder), on_step, check)

    def compose(
        self,
        plan: SoundPlan,
        duration_s: float,
        path: Path,
        on_step: OnStep,
        check: Callable[[], None],
    ) -> EngineRun:
        """Have the plan's composer play; its music is in `path` (.npy) when this returns.

        Raises: as `generate`.
        """
        return self._run(lambda run: Compose(run, plan, duration_s, path), on_step, check)

    def time_bare_pipeline(self, plan: GenerationPlan) -> float:
        """Give the seconds that the library's own pipeline takes for the plan, once loaded.

        Raises:
            EngineError: what the engine raised, or its process died.
        """
        ended = self._run(
            lambda run: GenerateBare(run, plan, self._inputs), lambda _: None, lambda: None
        )
        return ended.timings_s["total"]

    def _run(
        self, make_command: Callable[[int], Run], on_step: OnStep, check: Callable[[], None]
    ) -> EngineRun:
        with self._running:
            self._num_runs += 1
            child, run = self._live_child(), self._num_runs
            try:
                child.send(make_command(run))
                end = self._follow(child, run, on_step, check)
            except JobCancelled:
                self._let_go(child, run)
                raise
            except (EOFError, OSError) as error:
                self._kill()
                raise _death(child) from error
            except BaseException:
                self._kill()
                raise
        if isinstance(end, Broke):
            raise end.error
        if isinstance(end, GaveUp):
            raise JobCancelled
        return end.result

    def restart(self) -> None:
        """End the child, so that the next run starts with all memory free."""
        self._kill()

    def close(self) -> None:
        """End the child at once."""
        self._kill()

    def _follow(
        self, child: _Child, run: int, on_step: OnStep, check: Callable[[], None]
    ) -> Done | Broke | GaveUp:
        heard = time.monotonic()
        while True:
            check()
            if not child.door.poll(POLL_S):
                if time.monotonic() - heard > self._max_silence_s:
                    raise _silence(self._max_silence_s)
                continue
            reply = child.receive()
            heard = time.monotonic()
            if reply.run != run:
                continue
            if not isinstance(reply, Stepped):
                return reply
            on_step(reply.progress)

    def _live_child(self) -> _Child:
        with self._starting:
            if self._child is None or not self._child.is_alive():
                self._child = _Child(self._modules, self._models, self._log_path)
            return self._child

    def _let_go(self, child: _Child, run: int) -> None:
        deadline = time.monotonic() + PATIENCE_S
        try:
            child.send(Cancel(run))
            while (left := deadline - time.monotonic()) > 0:
                if child.door.poll(left):
                    reply = child.receive()
                    if reply.run == run and not isinstance(reply, Stepped):
                        return
        except (EOFError, OSError):
            logger.info("the engine's process died while it was cancelled")
        self._kill()

    def _kill(self) -> None:
        with self._starting:
            if self._child is not None:
                self._child.kill()
                self._child = None


HUGE_PAGES = "glibc.malloc.hugetlb=1:glibc.malloc.mmap_max=0:glibc.malloc.trim_threshold=2000000000"
"""A model makes and drops large tensors all the time. By default each is mapped and faulted in
anew, page by page, which on a virtual machine can cost more than the arithmetic (decision 006)."""


class _Child:
    """A running child and the door to it."""

    def __init__(self, modules: Mapping[str, str], models: Path, log_path: Path) -> None:
        ours, theirs = socket.socketpair()
        log_path.parent.mkdir(parents=True, exist_ok=True)
        mode = "w" if log_path.exists() and log_path.stat().st_size > MAX_LOG_BYTES else "a"
        # The child must find the same modules, wherever the studio was started from.
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "GLIBC_TUNABLES": os.environ.get("GLIBC_TUNABLES", HUGE_PAGES),
        }
        with theirs, log_path.open(mode) as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "seedance_studio.jobs.engine_child",
                    str(theirs.fileno()),
                    json.dumps(dict(modules)),
                    str(models),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                # Ctrl-C is for the studio, which then cancels in good order.
                start_new_session=True,
            )
        self.door: Connection[Any, Any] = Connection(ours.detach())

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def send(self, command: Command) -> None:
        self.door.send(command)

    def receive(self) -> Reply:
        reply: Reply = self.door.recv()
        return reply

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.door.close()


def _death(child: _Child) -> EngineUnavailable:
    status = child.process.returncode
    if status == -signal.SIGKILL:
        return EngineKilled(
            Text(
                "The engine's process was killed, most likely because memory ran out.",
                "引擎进程被系统终止，很可能是内存不足。",
            ),
            Text(
                "Make a shorter or smaller clip, or close other programs, then try again.",
                "请缩短视频、减小尺寸，或关闭其他程序后重试。",
            ),
        )
    return EngineUnavailable(
        Text(
            f"The engine's process ended (status {status}).", f"引擎进程意外退出（状态 {status}）。"
        ),
        Text(
            "Try again; engine.log in the data folder has details.",
            "请重试；详情见数据目录中的 engine.log。",
        ),
    )


def _silence(seconds: float) -> EngineSilent:
    return EngineSilent(
        Text(
            f"The engine gave no sign of life for {seconds:g} s and was stopped.",
            f"引擎已 {seconds:g} 秒没有响应，已被终止。",
        ),
        Text(
            "Try again with a shorter clip or fewer steps; engine.log in the data folder has "
            "details.",
            "请缩短视频或减少步数后重试；详情见数据目录中的 engine.log。",
        ),
    )
