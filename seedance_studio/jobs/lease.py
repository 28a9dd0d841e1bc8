"""Which of the processes that share a store are alive.

Each process holds a lock of its own: on a file where the store is a file, on a name in PostgreSQL
where several machines share one. The system, or the database, drops the lock when the process ends,
however it ends, so a lock that can be taken belonged to the dead.
"""

from __future__ import annotations

import fcntl
import os
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import psycopg

from seedance_studio.jobs.endings import store_unopened

SLOT = "studio"
ONCE = "once"


class Leases(Protocol):
    """Names that only one process has at a time, until it ends."""

    def take(self, name: str) -> Callable[[], None] | None:
        """Take a name and give the function that gives it up; None when a live process has it."""
        ...

    def is_alive(self, name: str) -> bool:
        """Tell whether a live process has this name."""
        ...

    def forget_dead(self) -> None:
        """Remove what short-lived processes that ended have left."""
        ...

    @contextmanager
    def only_one(self, name: str) -> Iterator[None]:
        """Wait until no other process is in this block."""
        ...

    def close(self) -> None:
        """Give up all names."""
        ...


def take_slot(leases: Leases) -> str:
    """Take the lowest free of studio-0, studio-1, ...: a name that outlives a crash.

    The next long-running process gets the same name, and with it what its predecessor left undone.
    """
    number = 0
    while leases.take(f"{SLOT}-{number}") is None:
        number += 1
    return f"{SLOT}-{number}"


def take_once(leases: Leases) -> str:
    """Take a name that no process had or will have."""
    name = f"{ONCE}-{uuid.uuid4().hex[:12]}"
    if leases.take(name) is None:
        raise RuntimeError(f"{name} is taken")
    return name


class FolderLeases:
    """Locks on files of one folder, which all processes of a machine see.

    Args:
        folder: of the lock files; exists.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, int] = {}

    def take(self, name: str) -> Callable[[], None] | None:
        """Take a name; see `Leases`."""
        descriptor = os.open(self._path(name), os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        self._held[name] = descriptor
        return lambda: os.close(self._held.pop(name))

    def is_alive(self, name: str) -> bool:
        """Tell whether a live process has this name."""
        if name in self._held:
            return True
        if not self._path(name).exists():
            return False
        release = self.take(name)
        if release is None:
            return True
        release()
        return False

    def forget_dead(self) -> None:
        """Remove the lock files of short-lived processes that ended."""
        for path in self._folder.glob(f"{ONCE}-*.lock"):
            if not self.is_alive(path.stem):
                path.unlink(missing_ok=True)

    @contextmanager
    def only_one(self, name: str) -> Iterator[None]:
        """Wait until no other process is in this block."""
        descriptor = os.open(self._path(name), os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def close(self) -> None:
        """Give up all names."""
        while self._held:
            os.close(self._held.popitem()[1])

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.lock"


class DatabaseLeases:
    """Advisory locks of PostgreSQL, which all machines see; the session's end drops them.

    Args:
        url: of the database.

    Raises:
        StorageUnwritable: the database does not answer.
    """

    def __init__(self, url: str) -> None:
        # Only our own session keeps us alive, so a machine that vanishes must be noticed soon.
        notice = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
        try:
            self._connection = psycopg.connect(url, autocommit=True, options=notice)
        except psycopg.Error as error:
            raise store_unopened(error) from error
        self._held: set[str] = set()
        self._lock = threading.Lock()

    def take(self, name: str) -> Callable[[], None] | None:
        """Take a name; see `Leases`."""
        with self._lock:
            # A session may take its own lock twice, so what is held is known here.
            if name in self._held or not self._ask("SELECT pg_try_advisory_lock({})", name):
                return None
            self._held.add(name)

        def release() -> None:
            with self._lock:
                self._held.discard(name)
                self._ask("SELECT pg_advisory_unlock({})", name)

        return release

    def is_alive(self, name: str) -> bool:
        """Tell whether a live process has this name."""
        if name in self._held:
            return True
        release = self.take(name)
        if release is None:
            return True
        release()
        return False

    def forget_dead(self) -> None:
        """Nothing: a lock leaves no trace in the database."""

    @contextmanager
    def only_one(self, name: str) -> Iterator[None]:
        """Wait until no other process is in this block."""
        with self._lock:
            self._ask("SELECT pg_advisory_lock({})", name)
        try:
            yield
        finally:
            with self._lock:
                self._ask("SELECT pg_advisory_unlock({})", name)

    def close(self) -> None:
        """Give up all names."""
        self._connection.close()

    def _ask(self, statement: str, name: str) -> bool:
        key = "hashtextextended(%s, 0)"
        row = self._connection.execute(statement.format(key).encode(), (f"seedance {name}",))
        answer = row.fetchone()
        return answer is not None and answer[0] is not False
