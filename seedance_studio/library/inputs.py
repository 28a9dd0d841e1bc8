"""Files that requests bring, kept under the hash of their content: `<folder>/<sha256>.<ext>`.

A job must outlive what it was given: the file is copied when the job is accepted, and the copy
stays while a job or a clip names it. Where and with which camera it was made is not copied.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from PIL import Image

from seedance_studio.domain.reference import InputFile, Kind, Reference, is_stored_name
from seedance_studio.errors import RequestError, Text, storing
from seedance_studio.library.ending import ending_of
from seedance_studio.media.examine import examine
from seedance_studio.media.footage import examine_video, read_video_frames
from seedance_studio.media.limited import run_limited
from seedance_studio.media.private import Blank, private_parts, read_blanked

_PART = ".part-"
_STORED = re.compile(rb"[0-9a-f]{64}\.[a-z0-9]{2,11}")
_NUM_REMEMBERED = 512
_FILES = Text("The files", "文件")


class Inputs:
    """The stored files in one folder, which several processes may share.

    Args:
        folder: made when something is first kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def examine(
        self, references: Sequence[Reference]
    ) -> tuple[dict[str, InputFile], dict[str, Text]]:
        """Look into every file of a request.

        Returns: what was found, by the file as given, and what is wrong, by field.
        """
        found: dict[str, InputFile] = {}
        problems: dict[str, Text] = {}
        for one in references:
            if one.kind is None:
                continue
            wanted: list[tuple[str, str, Kind]] = [(f"references.{one.name}", one.file, one.kind)]
            if one.mask:
                wanted.append((f"references.{one.name}.mask", one.mask, "image"))
            for field, file, kind in wanted:
                result = self._look(file, kind)
                if isinstance(result, Text):
                    problems[field] = result
                else:
                    found[file] = result
        return found, problems

    def keep(
        self, references: Sequence[Reference], files: Mapping[str, InputFile]
    ) -> tuple[Reference, ...]:
        """Store the files of a request; give its references with their stored names.

        Args:
            references: as asked.
            files: what `examine` found.

        Raises:
            RequestError: a file has changed since it was examined.
            StorageUnwritable: the disk is full, or the folder cannot be written.
        """
        kept = []
        for one in references:
            self._store(self.path(one.file), files[one.file], f"references.{one.name}")
            if one.mask:
                self._store(self.path(one.mask), files[one.mask], f"references.{one.name}.mask")
            mask = files[one.mask].stored if one.mask else None
            kept.append(replace(one, file=files[one.file].stored, mask=mask))
        return tuple(kept)

    def keep_file(self, path: Path) -> InputFile:
        """Store one file, whatever it is.

        Raises:
            RequestError: under `file`: it cannot be used.
            StorageUnwritable: the disk is full, or the folder cannot be written.
        """
        found = self._look(str(path), None)
        if isinstance(found, Text):
            raise RequestError({"file": found})
        self._store(path, found, "file")
        return found

    def keep_last_frame(self, video: Path) -> InputFile:
        """Store the picture that a clip ends with, as PNG: as generated, or else as filmed.

        Raises:
            RequestError: under `file`: the video cannot be read.
            StorageUnwritable: the disk is full, or the folder cannot be written.
        """
        ending = ending_of(video)
        if ending is not None:
            return self.keep_file(ending)
        facts = examine_video(video)
        size = (facts.width or 0, facts.height or 0)
        [picture] = read_video_frames(video, [facts.duration_s or 0.0], size)
        return self.keep_made(lambda part: Image.fromarray(picture).save(part, "PNG"))

    def keep_made(self, write: Callable[[Path], None]) -> InputFile:
        """Store what the studio itself makes, written by `write` to the path that it is given.

        Raises: as `keep_file`, and what `write` raises.
        """
        with self._part() as part:
            write(part)
            return self.keep_file(part)

    def clean(self, documents: Iterable[bytes], min_age_s: float = 3600.0) -> list[str]:
        """Remove what nobody needs.

        Args:
            documents: stored requests and recipes; a file that one of them names stays.
            min_age_s: younger files may belong to a job that is just being accepted, and stay.

        Returns:
            The names removed.
        """
        if not self.folder.is_dir():
            return []
        needed = {name.decode() for document in documents for name in _STORED.findall(document)}
        before = time.time() - min_age_s
        removed = []
        for path in self.folder.iterdir():
            if path.name not in needed and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
                removed.append(path.name)
        return removed

    def delete(self, sha256: str) -> None:
        """Remove a stored file for good, whoever names it. Raises StorageUnwritable."""
        with storing(_FILES):
            for path in self.folder.glob(f"{sha256}.*"):
                path.unlink(missing_ok=True)

    def path(self, file: str) -> Path:
        """Give where a file is: one given by its path, or one kept under its stored name."""
        return self.folder / file if is_stored_name(file) else Path(file)

    def _look(self, file: str, kind: Kind | None) -> InputFile | Text:
        path = self.path(file)
        try:
            status = path.stat()
        except (OSError, ValueError):
            if is_stored_name(file):
                return Text("the studio does not have this file any more", "工作室中已没有该文件")
            return Text(f"there is no such file: {path.name}", f"文件不存在：{path.name}")
        # Whether a file is the same is told as `make` does; to read it again would take seconds.
        return _examined(str(path), kind, status.st_size, status.st_mtime_ns, status.st_ino)

    def _store(self, path: Path, file: InputFile, field: str) -> None:
        home = self.folder / file.stored
        if home.is_file():
            with storing(_FILES):
                os.utime(home)  # young again: `clean` in another process leaves it
            return
        with self._part() as part:
            if _copy(path, part, run_limited(private_parts, path)) != file.sha256:
                raise RequestError(
                    {field: Text("the file is being changed", "文件正在被修改，请稍后重试")}
                )
            part.replace(home)

    @contextmanager
    def _part(self) -> Iterator[Path]:
        part = self.folder / f"{_PART}{secrets.token_hex(8)}"
        try:
            with storing(_FILES):
                self.folder.mkdir(parents=True, exist_ok=True)
                yield part
        finally:
            part.unlink(missing_ok=True)


@lru_cache(maxsize=_NUM_REMEMBERED)
def _examined(
    path: str, kind: Kind | None, size: int, modified_ns: int, inode: int
) -> InputFile | Text:
    """Look into a file that has not changed only once, be it good or bad."""
    del size, modified_ns, inode
    try:
        facts = run_limited(examine, Path(path), kind)
        blanks = run_limited(private_parts, Path(path))
        return InputFile(facts=facts, sha256=_sha256(read_blanked(Path(path), blanks)))
    except RequestError as error:
        return error.problems["file"]
    except OSError as error:
        return Text(f"it cannot be read ({error.strerror})", f"无法读取（{error.strerror}）")


def _sha256(blocks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()


def _copy(source: Path, target: Path, blanks: Sequence[Blank]) -> str:
    """Copy a file for good but for what is private, and give the SHA-256 of the copy."""
    with target.open("wb") as copy:
        copy.writelines(read_blanked(source, blanks))
        copy.flush()
        os.fsync(copy.fileno())
    return _sha256(read_blanked(target, ()))
