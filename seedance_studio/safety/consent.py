"""Whose consent is on record for a person in an uploaded file.

One line of JSON for each statement, each with the hash of the line before it: lines can be added,
but none can be changed or taken out without the chain telling. Kept is what was said, of which file
(by its hash), by which visitor (by a hash) and when. Nothing of the person is kept.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Literal, TextIO, get_args

from seedance_studio.errors import (
    ConsentDamaged,
    Language,
    StorageError,
    Text,
    storing,
)
from seedance_studio.media.codec import from_json, to_json

Choice = Literal["me", "agreed", "invented", "public_figure"]
CHOICES: tuple[Choice, ...] = get_args(Choice)
CONSENT_FILE = "consent.jsonl"
"""Its name in the data folder."""
STATEMENT_VERSION = 3
"""Of the words of the choices, `consent_me` and so on in the page's strings; raised with them."""
_CONSENT = Text("The consent", "授权声明")
_GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One statement."""

    number: int
    """Counts from 1."""
    at: str
    """UTC, ISO 8601."""
    owner: str
    sha256: str
    """Of the file."""
    num_faces: int
    detector: str
    """What noticed somebody, joined by +: faces, voices."""
    choice: Choice | None
    """None revokes what was said of this file before."""
    statement_version: int
    language: Language
    previous: str
    """Hash of the entry before."""
    hash: str = ""
    """SHA-256 of this entry without its hash."""


class ConsentRecord:
    """The statements in one file, which several processes may share.

    Args:
        path: of the file; made when something is first said.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def state(
        self,
        *,
        owner: str,
        sha256: str,
        num_faces: int,
        detector: str,
        choice: Choice | None,
        language: Language,
    ) -> Entry:
        """Add a statement, or with no choice revoke what was said of a file.

        Raises:
            ConsentDamaged: the record was changed by hand; nothing is added to it.
            StorageUnwritable: the disk is full.
        """
        with self._locked() as file:
            text = _whole_lines(file.read())
            entries = _read(text)
            # What a crash cut short was never answered, so nobody relies on it.
            file.truncate(len(text.encode()))
            last = entries[-1] if entries else None
            entry = _sealed(
                Entry(
                    number=len(entries) + 1,
                    at=datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
                    owner=owner,
                    sha256=sha256,
                    num_faces=num_faces,
                    detector=detector,
                    choice=choice,
                    statement_version=STATEMENT_VERSION,
                    language=language,
                    previous=last.hash if last else _GENESIS,
                )
            )
            file.write(f"{to_json(entry)}\n")
            file.flush()
            os.fsync(file.fileno())
        return entry

    def standing(self, owner: str, sha256: str) -> Choice | None:
        """Give what this visitor last said of a file, unless it is revoked.

        Raises:
            ConsentDamaged: the record was changed by hand.
        """
        return self.all_standing(owner).get(sha256)

    def all_standing(self, owner: str) -> dict[str, Choice]:
        """Give what this visitor last said of each file, but what is revoked.

        Raises:
            ConsentDamaged: the record was changed by hand.
        """
        said = {entry.sha256: entry.choice for entry in self.entries() if entry.owner == owner}
        return {sha256: choice for sha256, choice in said.items() if choice is not None}

    def entries(self) -> list[Entry]:
        """Give all statements, the oldest first. Raises ConsentDamaged."""
        if not self._path.exists():
            return []
        return _read(_whole_lines(self._path.read_text("utf-8")))

    @contextmanager
    def _locked(self) -> Iterator[TextIO]:
        with storing(_CONSENT):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a+", encoding="utf-8") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                file.seek(0)
                yield file


def _whole_lines(text: str) -> str:
    return text[: text.rfind("\n") + 1]


def _sealed(entry: Entry) -> Entry:
    return replace(entry, hash=_hash(entry))


def _hash(entry: Entry) -> str:
    return hashlib.sha256(to_json(replace(entry, hash="")).encode()).hexdigest()


def _read(text: str) -> list[Entry]:
    """Read the lines and check that each follows from the one before."""
    entries: list[Entry] = []
    previous = _GENESIS
    for number, line in enumerate(text.splitlines(), 1):
        try:
            entry = from_json(Entry, line)
        except StorageError as error:
            raise _damaged(number) from error
        if (entry.number, entry.previous, entry.hash) != (number, previous, _hash(entry)):
            raise _damaged(number)
        entries.append(entry)
        previous = entry.hash
    return entries


def _damaged(number: int) -> ConsentDamaged:
    return ConsentDamaged(
        Text(
            f"The consent record was changed: entry {number} does not follow from those before.",
            f"授权记录已被改动：第 {number} 条与之前的记录不连贯。",
        ),
        Text(
            "Restore consent.jsonl in the data folder from a backup, or move it away to start a "
            "new record.",
            "请从备份恢复数据目录中的 consent.jsonl，或将其移走以新建记录。",
        ),
    )
