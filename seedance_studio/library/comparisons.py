"""Comparisons on disk: one folder each, readable without the studio.

    <folder>/<id>/comparison.json  votes  report.html

The votes are a line each, so that two voters at once lose none.
"""

from __future__ import annotations

import logging
import re
import shutil
from pathlib import Path

from seedance_studio.domain.comparison import Comparison
from seedance_studio.errors import ComparisonNotFound, StorageError, Text, storing
from seedance_studio.library.storing import write_whole
from seedance_studio.media.codec import from_json, to_json

log = logging.getLogger(__name__)

_DOCUMENT, _VOTES, _REPORT = "comparison.json", "votes", "report.html"
_ID = re.compile(r"[0-9a-f]{32}")
_WHAT = Text("The comparison", "对比")


class Comparisons:
    """The comparisons in one folder, which is made when the first is written.

    Args:
        folder: of the comparisons.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, comparison: Comparison) -> None:
        """Write a comparison, anew or again, in one rename. Raises StorageUnwritable."""
        self._write(self._home(comparison.id) / _DOCUMENT, to_json(comparison))

    def comparison(self, comparison_id: str) -> Comparison:
        """Read one.

        Raises:
            ComparisonNotFound: there is none with this id.
            StorageError: it cannot be read.
        """
        try:
            document = (self._home(comparison_id) / _DOCUMENT).read_bytes()
        except OSError as error:
            raise no_such_comparison(comparison_id) from error
        return from_json(Comparison, document)

    def comparisons(self, owner: str | None = None) -> list[Comparison]:
        """Give the newest first, of one owner or of all; what cannot be read is left out."""
        found = []
        for home in self.folder.glob("*/"):
            try:
                found.append(self.comparison(home.name))
            except ComparisonNotFound:
                continue  # deleted since
            except StorageError as error:
                log.warning("comparison %s cannot be read: %s", home.name, error)
        found = [one for one in found if owner in (None, one.owner)]
        return sorted(found, key=lambda one: (one.created_at, one.id), reverse=True)

    def delete(self, comparison_id: str) -> None:
        """Remove a comparison, not its clips. Raises ComparisonNotFound, StorageUnwritable."""
        self.comparison(comparison_id)
        with storing(_WHAT):
            shutil.rmtree(self._home(comparison_id))

    def vote(self, comparison_id: str, pane: int) -> None:
        """Count a vote for one of the clips. Raises StorageUnwritable."""
        with storing(_WHAT), (self._home(comparison_id) / _VOTES).open("a") as votes:
            votes.write(f"{pane}\n")

    def tally(self, comparison: Comparison) -> tuple[int, ...]:
        """Give how many votes each of the clips has."""
        try:
            lines = (self._home(comparison.id) / _VOTES).read_text().split()
        except OSError:
            lines = []
        return tuple(lines.count(str(pane)) for pane in range(len(comparison.entries)))

    def keep_report(self, comparison_id: str, html: str) -> Path:
        """Write a report and give where it is. Raises StorageUnwritable."""
        path = self._home(comparison_id) / _REPORT
        self._write(path, html)
        return path

    def _home(self, comparison_id: str) -> Path:
        if not _ID.fullmatch(comparison_id):  # ids come from the page, too
            raise no_such_comparison(comparison_id)
        return self.folder / comparison_id

    def _write(self, path: Path, content: str) -> None:
        with storing(_WHAT):
            write_whole(path, content)


def no_such_comparison(comparison_id: str) -> ComparisonNotFound:
    """Say that there is no such comparison, or none of this visitor's."""
    return ComparisonNotFound(
        Text(f"There is no comparison '{comparison_id}'.", f"没有编号为“{comparison_id}”的对比。"),
        Text("It may have been deleted.", "它可能已被删除。"),
    )
