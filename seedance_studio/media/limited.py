"""Opening files that strangers made: in a process that can do little and take little.

A helper process that holds no thread and no secret forks for each call. What the called module
imports is loaded once, by the helper, so that a fork begins at once. The fork gets bounds on
memory, processor time, open files and the size of what it writes, and is killed when it takes too
long. A decoder that is made to crash, hang or swell takes nothing with it.
"""

from __future__ import annotations

import atexit
import importlib
import io
import os
import pickle
import resource
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, is_dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from seedance_studio.errors import RequestError, StudioError, Text

P = ParamSpec("P")
T = TypeVar("T")

MAX_OPEN_FILES = 64
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one call may take."""

    memory_bytes: int = 1_500_000_000
    """Beyond what the helper itself has."""
    cpu_s: int = 20
    wall_s: float = 30.0


bounds = Bounds()


def run_limited(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function of this package in the helper and give what it returns.

    Args:
        function: one that stands at the top of its module; what it takes and gives is pickled.
        args: its arguments.
        kwargs: its keyword arguments.

    Raises:
        StudioError: what the function raised.
        RequestError: under `file`: it took too much memory or time, or crashed.
    """
    result: T = _HELPER.call(bounds, function.__module__, function.__name__, args, kwargs)
    return result


class Helper:
    """A helper process, started when first needed and again after it died.

    Args:
        failure: what is raised when a call took too much memory or time, or crashed.
    """

    def __init__(self, failure: Callable[[], StudioError]) -> None:
        self._failure = failure
        self._one_at_a_time = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._door: Connection[Any, Any] | None = None

    def call(self, *wanted: object) -> Any:  # noqa: ANN401 - what the function gives
        """Give what a function gives, or raise what it raises.

        Args:
            wanted: Bounds, the module's dotted name, the function's, its arguments, its keywords.
        """
        with self._one_at_a_time:
            try:
                door = self._live_door()
                door.send(wanted)
                answer = door.recv()
            except (EOFError, OSError):
                self.stop()
                raise self._failure() from None
        if answer is None:
            raise self._failure()
        if isinstance(answer, StudioError):
            raise answer
        return answer[0]

    def stop(self) -> None:
        """End the process."""
        if self._process is not None and self._door is not None:
            self._door.close()
            self._process.kill()
            self._process.wait()
        self._process = self._door = None

    def _live_door(self) -> Connection[Any, Any]:
        if self._door is None or self._process is None or self._process.poll() is not None:
            self.stop()
            ours, theirs = socket.socketpair()
            # Neither keys nor tokens of the studio's environment.
            environment = {
                name: os.environ[name] for name in _ENVIRONMENT if name in os.environ
            } | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "seedance_studio.media.limited", str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    env=environment,
                    start_new_session=True,
                )
            self._door = Connection(ours.detach())
        return self._door


def _too_much() -> RequestError:
    return RequestError(
        {
            "file": Text(
                "it cannot be read within safe bounds of memory and time",
                "无法在安全的内存和时间范围内读取该文件",
            )
        }
    )


_HELPER = Helper(_too_much)
atexit.register(_HELPER.stop)


def _serve(door: Connection[Any, Any]) -> None:
    """Answer calls until the studio goes away."""
    while True:
        try:
            allowed, module, name, args, kwargs = door.recv()
        except EOFError:
            return
        # Imported here, so that every fork has it already.
        function = getattr(importlib.import_module(module), name)
        door.send(_answer(lambda: function(*args, **kwargs), allowed))  # noqa: B023 - called at once


def _answer(work: Callable[[], object], allowed: Bounds) -> tuple[object] | StudioError | None:
    """Give what the work came to; None when it took too much, or crashed."""
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read_end)
        _work(work, allowed, write_end)
    os.close(write_end)
    with os.fdopen(read_end, "rb", buffering=0) as pipe:
        said = _read(pipe.fileno(), time.monotonic() + allowed.wall_s)
    if said is None:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if said is None or status != 0:
        return None
    answer: tuple[object] | StudioError = _PlainUnpickler(io.BytesIO(said)).load()
    return answer


class _PlainUnpickler(pickle.Unpickler):
    """Reads our dataclasses and errors, and calls nothing else.

    A fork that a hostile file has taken could forge its answer; that must be all it can do.
    """

    def find_class(self, module: str, name: str) -> type:
        """Give a class of ours that only holds data."""
        if module.startswith("seedance_studio."):
            found = getattr(importlib.import_module(module), name)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, StudioError)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no plain part of an answer")


def _work(work: Callable[[], object], allowed: Bounds, write_end: int) -> None:
    """In the fork: do the work within bounds, write the answer, end."""
    status = 1
    try:
        _bound(allowed)
        try:
            answer: object = (work(),)
        except StudioError as error:
            answer = error
        with os.fdopen(write_end, "wb") as pipe:
            pickle.dump(answer, pipe)
        status = 0
    finally:
        os._exit(status)


def _bound(allowed: Bounds) -> None:
    has_bytes = _virtual_bytes()
    if has_bytes:
        limit = has_bytes + allowed.memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CPU, (allowed.cpu_s, allowed.cpu_s))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MAX_OPEN_FILES, MAX_OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _virtual_bytes() -> int:
    """Give the address space in use, which libraries reserve generously; 0 where unknown."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[0]) * resource.getpagesize() if statm.exists() else 0


def _read(descriptor: int, deadline: float) -> bytes | None:
    """Give all that is written to a pipe, or None when that takes too long."""
    blocks: list[bytes] = []
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            return None
        block = os.read(descriptor, 1 << 16)
        if not block:
            return b"".join(blocks)
        blocks.append(block)


if __name__ == "__main__":
    _serve(Connection(int(sys.argv[1])))
