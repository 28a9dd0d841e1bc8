"""Keys for programs: made by the host, kept as hashes, each an owner of its own.

One file a key, named by its public part, so that making, reading and revoking one never touches
another. A key is random and long, so a plain SHA-256 of it is enough.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path

from seedance_studio.errors import KeyRefused, RequestError, StorageError, Text, storing
from seedance_studio.media.codec import from_json, to_json
from seedance_studio.settings import Limits
from seedance_studio.visitor import key_owner

_KEYS = Text("The key", "密钥")
_KEY = re.compile(r"sds_(?P<id>[0-9a-f]{12})_(?P<secret>[A-Za-z0-9_-]{43})")
_ID = re.compile(r"[0-9a-f]{12}")
MAX_NAME_CHARACTERS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One program's key as stored: what it may do, and a hash to know it by."""

    id: str
    name: str
    """What the host calls it."""
    sha256: str
    """Of the key that its holder has."""
    created_at: str
    """UTC, ISO 8601."""
    jobs_per_day: int | None = None
    """None takes the host's limit for visitors; 0 is no limit."""
    engine_s_per_day: float | None = None

    def limits(self, host: Limits) -> Limits:
        """Give what its holder may ask for in a day: its own numbers, and the host's for others."""
        return replace(
            host,
            jobs_per_day=host.jobs_per_day if self.jobs_per_day is None else self.jobs_per_day,
            engine_s_per_day=(
                host.engine_s_per_day if self.engine_s_per_day is None else self.engine_s_per_day
            ),
        )


class Keys:
    """The keys in one folder, which several processes may share.

    Args:
        folder: made with the first key.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(
        self,
        name: str,
        *,
        jobs_per_day: int | None = None,
        engine_s_per_day: float | None = None,
    ) -> tuple[Key, str]:
        """Make a key; what its holder needs is given now and never again.

        Raises:
            RequestError: under `name`: it is empty or too long.
            StorageUnwritable: the folder cannot be written.
        """
        name = " ".join(name.split())
        if not 0 < len(name) <= MAX_NAME_CHARACTERS:
            raise RequestError(
                {
                    "name": Text(
                        f"give it a name of 1 to {MAX_NAME_CHARACTERS} characters",
                        f"请给它起一个 1 到 {MAX_NAME_CHARACTERS} 个字符的名称",
                    )
                }
            )
        key_id = secrets.token_hex(6)
        shown = f"sds_{key_id}_{secrets.token_urlsafe(32)}"
        key = Key(
            id=key_id,
            name=name,
            sha256=_sha256(shown),
            created_at=datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            jobs_per_day=jobs_per_day,
            engine_s_per_day=engine_s_per_day,
        )
        self._write(key)
        return key, shown

    def all(self) -> list[Key]:
        """Give every key, the oldest first. Raises StorageError: a file of theirs is damaged."""
        found = [from_json(Key, path.read_bytes()) for path in self._folder.glob("*.json")]
        return sorted(found, key=lambda key: (key.created_at, key.id))

    def key(self, key_id: str) -> Key | None:
        """Give a key by its public part; None once it is revoked."""
        if not _ID.fullmatch(key_id):
            return None
        try:
            return from_json(Key, self._path(key_id).read_bytes())
        except (FileNotFoundError, StorageError):
            # A damaged file lets nobody in; `all` says which it is.
            return None

    def revoke(self, key_id: str) -> None:
        """Let nobody in with a key any more; what was made with it stays.

        Raises:
            RequestError: under `id`: there is no such key.
            StorageUnwritable: the folder cannot be written.
        """
        with storing(_KEYS):
            try:
                if not _ID.fullmatch(key_id):
                    raise FileNotFoundError
                self._path(key_id).unlink()
            except FileNotFoundError as error:
                words = Text(f"there is no key '{key_id}'", f"没有编号为“{key_id}”的密钥")
                raise RequestError({"id": words}) from error

    def owner(self, headers: Mapping[str, str]) -> str | None:
        """Give whose key a request brings, in `Authorization: Bearer` or `X-API-Key`.

        Args:
            headers: their names in lower case.

        Returns:
            None when it brings none; a bearer's token that is none of ours (a Space has such of
            its own) counts as none.

        Raises:
            KeyRefused: it brings one that is not, or no longer, known.
        """
        bearer = headers.get("authorization", "")
        given = headers.get("x-api-key") or bearer.removeprefix("Bearer ").strip()
        if not given.startswith("sds_"):
            return None
        match = _KEY.fullmatch(given)
        key = self.key(match["id"]) if match else None
        if key is None or not hmac.compare_digest(key.sha256, _sha256(given)):
            raise KeyRefused(
                Text("This key is not known here.", "本工作室不认识该密钥。"),
                Text("Ask the host for a new one.", "请向部署者索取新的密钥。"),
            )
        return key_owner(key.id)

    def _path(self, key_id: str) -> Path:
        return self._folder / f"{key_id}.json"

    def _write(self, key: Key) -> None:
        part = self._folder / f".{key.id}.part"
        with storing(_KEYS):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
                file.write(to_json(key))
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._path(key.id))


def _sha256(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
