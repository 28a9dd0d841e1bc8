"""Storyboards on disk: one document each, readable without the studio.

<folder>/<id>.json
"""

from __future__ import annotations

import logging
import re
from pathlib import Path

from seedance_studio.domain.storyboard import Storyboard
from seedance_studio.errors import StorageError, StoryboardNotFound, Text, storing
from seedance_studio.library.storing import write_whole
from seedance_studio.media.codec import from_json, to_json

log = logging.getLogger(__name__)

_ID = re.compile(r"[0-9a-f]{32}")
_WHAT = Text("The storyboard", "分镜")


class Storyboards:
    """The storyboards in one folder, which is made when the first is written.

    Args:
        folder: of the storyboards.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, board: Storyboard) -> None:
        """Write a storyboard, anew or again, in one rename. Raises StorageUnwritable."""
        with storing(_WHAT):
            write_whole(self._path(board.id), to_json(board))

    def storyboard(self, board_id: str) -> Storyboard:
        """Read one.

        Raises:
            StoryboardNotFound: there is none with this id.
            StorageError: it cannot be read.
        """
        try:
            document = self._path(board_id).read_bytes()
        except OSError as error:
            raise no_such_storyboard(board_id) from error
        return from_json(Storyboard, document)

    def storyboards(self, owner: str | None = None) -> list[Storyboard]:
        """Give the newest first, of one owner or of all; what cannot be read is left out."""
        found = []
        for path in self.folder.glob("*.json"):
            try:
                found.append(self.storyboard(path.stem))
            except StoryboardNotFound:
                continue  # deleted since
            except StorageError as error:
                log.warning("storyboard %s cannot be read: %s", path.stem, error)
        found = [one for one in found if owner in (None, one.owner)]
        return sorted(found, key=lambda one: (one.created_at, one.id), reverse=True)

    def documents(self) -> list[bytes]:
        """Give all as they are stored: what they name is still needed."""
        found = []
        for path in self.folder.glob("*.json"):
            try:
                found.append(path.read_bytes())
            except OSError:
                continue  # deleted since
        return found

    def delete(self, board_id: str) -> None:
        """Remove a storyboard, not its clips. Raises StorageUnwritable."""
        with storing(_WHAT):
            self._path(board_id).unlink(missing_ok=True)

    def _path(self, board_id: str) -> Path:
        if not _ID.fullmatch(board_id):  # ids come from the page, too
            raise no_such_storyboard(board_id)
        return self.folder / f"{board_id}.json"


def no_such_storyboard(board_id: str) -> StoryboardNotFound:
    """Say that there is no such storyboard, or none of this visitor's."""
    return StoryboardNotFound(
        Text(f"There is no storyboard '{board_id}'.", f"没有编号为“{board_id}”的分镜。"),
        Text("It may have been deleted.", "它可能已被删除。"),
    )
