"""Who is asking: the host, by the command line, a visitor of the page, or who holds a key.

The page gives every browser a random id, which comes along with each request. What is stored is a
hash of it, so that nobody who reads the store can pretend to be a visitor. A program brings a key
that the host made for it (`keys`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_KEY = "k-"
_owner: ContextVar[str | None] = ContextVar("owner", default=None)
"""None outside of the page and the API: the host, who may see and change everything."""


@contextmanager
def visiting(token: str) -> Iterator[None]:
    """Do everything within for one visitor.

    Args:
        token: the browser's random id; empty for one that sends none.
    """
    with acting_as("v-" + hashlib.sha256(token.encode()).hexdigest()[:24]):
        yield


@contextmanager
def acting_as(owner: str | None) -> Iterator[None]:
    """Do everything within for one owner: of a key (`key_owner`), or as `visitor` gave it."""
    reset = _owner.set(owner)
    try:
        yield
    finally:
        _owner.reset(reset)


def visitor() -> str | None:
    """Give the name under which the asker's things are stored; None for the host."""
    return _owner.get()


def key_owner(key_id: str) -> str:
    """Give the name under which the things of a key are stored."""
    return _KEY + key_id


def key_id_of(owner: str | None) -> str | None:
    """Give which key an owner holds; None of others."""
    return owner.removeprefix(_KEY) if owner is not None and owner.startswith(_KEY) else None
