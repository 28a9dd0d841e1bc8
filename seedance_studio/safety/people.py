"""Lets a request with people in its files through when someone has answered for them."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from seedance_studio.domain.reference import MediaFacts
from seedance_studio.errors import ConsentNeeded, Language, RequestError, Text
from seedance_studio.media.limited import run_limited
from seedance_studio.safety import faces, voices
from seedance_studio.safety.consent import CHOICES, Choice, ConsentRecord

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileToCheck:
    """One file of a request."""

    path: Path
    sha256: str
    facts: MediaFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Who is in a file, as far as it can be told."""

    num_faces: int
    has_voice: bool

    @property
    def detectors(self) -> str:
        """Those that noticed somebody, for the record."""
        noticed = {faces.DETECTOR: self.num_faces > 0, voices.DETECTOR: self.has_voice}
        return "+".join(name for name, has_someone in noticed.items() if has_someone)


NOBODY = Found(num_faces=0, has_voice=False)


class People:
    """The people in uploaded files, and what is on record for them.

    Args:
        record: where statements are kept.
    """

    def __init__(self, record: ConsentRecord) -> None:
        self.record = record
        self._found: dict[str, Found] = {}
        self._looking = threading.Lock()

    def check(self, owner: str, files: Mapping[str, FileToCheck]) -> None:
        """Let files through in which nobody is seen, or whose people are answered for.

        Args:
            owner: who asks.
            files: by field of the request.

        Raises:
            ConsentNeeded: by field: people of whom nothing is on record.
            RequestError: by field: a public figure, whom nobody can answer for.
            ConsentDamaged: the record was changed by hand.
        """
        missing: dict[str, Text] = {}
        refused: dict[str, Text] = {}
        for field, file in files.items():
            found = self.find(file)
            if found == NOBODY:
                continue
            choice = self.record.standing(owner, file.sha256)
            if choice is None:
                missing[field] = (
                    Text("a person is in it: say who that is", "其中有人物：请说明是谁")
                    if found.num_faces
                    else Text("a voice is in it: say whose that is", "其中有人声：请说明是谁的")
                )
            elif choice == "public_figure":
                refused[field] = Text(
                    "public figures are not put into clips here", "本工作室不生成公众人物的视频"
                )
        if refused:
            raise RequestError({**missing, **refused})
        if missing:
            raise ConsentNeeded(missing, {field: files[field].sha256 for field in missing})

    def find(self, file: FileToCheck) -> Found:
        """Look and listen for people in a file. Raises RequestError: it cannot be read."""
        with self._looking:
            if file.sha256 not in self._found:
                self._found[file.sha256] = Found(
                    num_faces=run_limited(faces.count_faces, file.path, file.facts),
                    has_voice=run_limited(voices.has_voice, file.path, file.facts),
                )
            return self._found[file.sha256]

    def know_drawn(self, sha256: str) -> None:
        """Note a file that the studio has drawn itself: nobody is in it, whatever it looks like.

        Noted for as long as the studio runs; later the question is asked as of any file.
        """
        self._found[sha256] = NOBODY

    def answer(self, owner: str, sha256: str, choice: Choice | None, language: Language) -> None:
        """Put on record whose consent there is for a file, or with no choice take it back.

        Raises:
            RequestError: the choice is none of CHOICES, or the hash is none.
            ConsentDamaged: the record was changed by hand.
            StorageUnwritable: the disk is full.
        """
        if choice not in (*CHOICES, None) or not _SHA256.fullmatch(sha256):
            raise RequestError({"consent": Text("it is no answer", "不是有效的回答")})
        found = self._found.get(sha256, NOBODY)
        self.record.state(
            owner=owner,
            sha256=sha256,
            num_faces=found.num_faces,
            detector=found.detectors,
            choice=choice,
            language=language,
        )
