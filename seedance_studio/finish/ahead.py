"""Work ahead on a second thread, by a bounded number of frames."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator
from typing import Generic, TypeVar

T = TypeVar("T")

_POLL_S = 0.2


def work_ahead(
    items: Generator[T, None, None], depth: int, while_waiting: Callable[[], None]
) -> Generator[T, None, None]:
    """Give what `items` gives, made on a thread of its own while the last ones are used.

    OpenCV, ncnn and the encoder let go of Python's lock, so the two really run side by side.

    Args:
        items: runs in the thread, and is closed there when the consumer stops early.
        depth: how many finished items may wait.
        while_waiting: called now and then while there is none; may raise, which ends everything.

    Raises:
        Whatever `items` or `while_waiting` raises.
    """
    worker = _Worker(items, depth)
    # Not a daemon: one that is inside OpenCV when Python ends would take the process down.
    threading.Thread(target=worker.work, name="finish-ahead").start()
    try:
        while True:
            try:
                entry = worker.ready.get(timeout=_POLL_S)
            except queue.Empty:
                while_waiting()
                continue
            if entry is None:
                return
            if isinstance(entry, BaseException):
                raise entry
            yield entry[0]
    finally:
        worker.is_over.set()


class _Worker(Generic[T]):
    def __init__(self, items: Generator[T, None, None], depth: int) -> None:
        self._items = items
        self.ready: queue.Queue[tuple[T] | BaseException | None] = queue.Queue(depth)
        """What is made; None after the last; an error when there will be no more."""
        self.is_over = threading.Event()
        """Set when nobody will take any more."""

    def work(self) -> None:
        try:
            for item in self._items:
                self._put((item,))
                if self.is_over.is_set():
                    break
            self._items.close()
            self._put(None)
        except BaseException as error:  # noqa: BLE001 - handed over and raised by the consumer
            self._put(error)

    def _put(self, entry: tuple[T] | BaseException | None) -> None:
        while not self.is_over.is_set():
            try:
                self.ready.put(entry, timeout=_POLL_S)
            except queue.Full:
                continue
            return
