"""Which of the processes that share a data folder are alive.

Each process holds a lock on a file of its own. The system drops the lock when the process ends,
however it ends, so a lock that can be taken belonged to the dead.
"""

from __future__ import annotations

import fcntl
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SLOT = "studio"
ONCE = "once"


@dataclass(frozen=True, slots=True)
class Lease:
    """A name that only this process has, until it ends."""

    name: str
    _descriptor: int

    def release(self) -> None:
        """Give the name up before the process ends."""
        os.close(self._descriptor)


def take_slot(folder: Path) -> Lease:
    """Take the lowest free of studio-0, studio-1, ...: a name that outlives a crash.

    The next long-running process gets the same name, and with it what its predecessor left undone.
    """
    number = 0
    while (lease := _take(folder, f"{SLOT}-{number}")) is None:
        number += 1
    return lease


def take_once(folder: Path) -> Lease:
    """Take a name that no process had or will have."""
    name = f"{ONCE}-{uuid.uuid4().hex[:12]}"
    lease = _take(folder, name)
    if lease is None:
        raise RuntimeError(f"{name} is taken")
    return lease


def is_alive(folder: Path, name: str) -> bool:
    """Tell whether a process holds this name now."""
    if not (folder / f"{name}.lock").exists():
        return False
    lease = _take(folder, name)
    if lease is None:
        return True
    lease.release()
    return False


def forget_dead(folder: Path) -> None:
    """Remove the lock files of short-lived processes that ended."""
    for path in folder.glob(f"{ONCE}-*.lock"):
        if not is_alive(folder, path.stem):
            path.unlink(missing_ok=True)


@contextmanager
def only_one(folder: Path, name: str) -> Iterator[None]:
    """Wait until no other process is in this block."""
    descriptor = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _take(folder: Path, name: str) -> Lease | None:
    descriptor = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return Lease(name, descriptor)
