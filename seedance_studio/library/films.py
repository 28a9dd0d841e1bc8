"""Films that are there already: examined once, and uploads kept until they are finished."""

from __future__ import annotations

import os
import secrets
import shutil
import time
from functools import lru_cache
from pathlib import Path

from seedance_studio.domain.film import FilmFacts
from seedance_studio.errors import Text, storing
from seedance_studio.media.film import examine_film
from seedance_studio.media.formats import format_of
from seedance_studio.media.limited import run_limited

_NUM_REMEMBERED = 256

_FILM = Text("The film", "影片")


class Films:
    """Copies of uploads under names of our own.

    Args:
        folder: of the copies; made when the first comes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def facts(self, film: Path) -> FilmFacts:
        """Give what a film is.

        Raises:
            RequestError: under `file`: it is no film that can be finished.
        """
        if not film.is_file():
            return run_limited(examine_film, film)  # which says so
        status = film.stat()
        return _examined(str(film), status.st_size, status.st_mtime_ns, status.st_ino)

    def keep(self, film: Path) -> Path:
        """Give the place of a copy, which takes no room where the file system can link.

        Raises:
            RequestError: under `file`: it is no film that can be finished.
            StorageUnwritable: the disk is full or cannot be written.
        """
        self.facts(film)
        kept = self._folder / f"{secrets.token_hex(12)}.{format_of(film)}"
        with storing(_FILM):
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                os.link(film, kept)
            except OSError:  # another file system, or one without links
                _copy_whole(film, kept)
        os.utime(kept)
        return kept

    def clean(self, max_age_s: float = 7 * 86_400.0) -> None:
        """Remove the copies that are older than any job waits."""
        before = time.time() - max_age_s
        for kept in self._folder.glob("*.*"):
            if kept.stat().st_mtime < before:
                kept.unlink(missing_ok=True)


@lru_cache(maxsize=_NUM_REMEMBERED)
def _examined(path: str, size: int, modified_ns: int, inode: int) -> FilmFacts:
    """Look into a film that has not changed only once."""
    del size, modified_ns, inode
    return run_limited(examine_film, Path(path))


def _copy_whole(film: Path, kept: Path) -> None:
    try:
        shutil.copyfile(film, kept)
    except OSError:
        kept.unlink(missing_ok=True)
        raise
