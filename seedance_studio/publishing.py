"""The last step of every finished file: signed, read back, and published or withheld."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from seedance_studio.domain.clip import AnyRecipe, Clip, Delivered
from seedance_studio.errors import ClipNotFound, MarksError
from seedance_studio.jobs.run import JobRun
from seedance_studio.library import Library
from seedance_studio.machine import peak_memory_mb
from seedance_studio.media.codec import from_json, to_json
from seedance_studio.media.marks import Marks
from seedance_studio.provenance import Marker, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """A file to be made of films that are there already."""

    title: str
    recipe: AnyRecipe
    suffix: str
    """Of the file, .mp4 for example."""
    state: Callable[[], Statement]
    """Says what its marks will."""
    write: Callable[[Path, Marks], Delivered]
    """Makes the file at a path, with its marks; gives what was delivered."""


def publish_film(run: JobRun, library: Library, marker: Marker, prepare: Callable[[], Film]) -> str:
    """Make a film and publish it, once: after a crash it is found, or done again as a whole.

    Returns: the clip's id.

    Raises:
        JobCancelled: the user stopped it; nothing was published.
        MarksError: a mark is missing; the film is withheld.
        StudioError: it failed; nothing was published, and what it is made of is as it was.
    """

    def publish() -> Clip:
        try:
            return library.clip(run.record.clip_id)  # published just before a crash
        except ClipNotFound:
            return _publish(run, library, marker, prepare())

    return run.step("publish", Clip, publish).id


def _publish(run: JobRun, library: Library, marker: Marker, film: Film) -> Clip:
    started, clip_id = time.perf_counter(), run.record.clip_id
    path = library.part(clip_id, film.suffix)
    try:
        statement = film.state()
        delivered = film.write(path, marker.marks(statement))
        run.check()
    except BaseException:
        library.discard(clip_id)
        raise
    spent = round(time.perf_counter() - started, 3)
    clip = Clip(
        id=clip_id,
        title=film.title,
        recipe=film.recipe,
        delivered=delivered,
        timings_s={"finish": spent, "total": spent},
        peak_rss_mb=peak_memory_mb(),
        sha256="",
        owner=run.record.owner,
    )
    return publish_marked(clip, path, statement, library, marker)


def publish_marked(
    clip: Clip, path: Path, statement: Statement, library: Library, marker: Marker
) -> Clip:
    """Sign a finished file, read back its marks and publish it.

    Args:
        clip: all of it but what is learned here.
        path: of the file, at `library.part(clip.id)`.
        statement: what the marks say.
        library: takes the clip.
        marker: signs it.

    Raises:
        MarksError: a mark is missing; the clip is withheld, see `publish_withheld`.
        StorageUnwritable: the disk is full; nothing is kept.
    """
    started = time.perf_counter()
    try:
        is_watermarked = marker.seal(path, statement)
    except MarksError:
        library.withhold(clip, to_json(statement))
        raise
    except BaseException:
        library.discard(clip.id)
        raise
    spent = time.perf_counter() - started
    timings_s = {
        stage: round(seconds + spent, 3) if stage in ("finish", "total") else seconds
        for stage, seconds in clip.timings_s.items()
    }
    return library.publish(replace(clip, timings_s=timings_s, is_watermarked=is_watermarked))


def publish_withheld(clip: Clip, library: Library, marker: Marker) -> Clip:
    """Mark and sign a clip that was withheld, and publish it; nothing is generated again.

    Raises:
        ClipNotFound: it is not withheld any more.
        MarksError: a mark is still missing; the clip stays withheld.
        StorageUnwritable: the disk is full; the clip stays withheld.
    """
    path, statement_json = library.withheld_files(clip.id)
    statement = from_json(Statement, statement_json)
    marker.restore(path, statement)
    is_watermarked = marker.seal(path, statement)
    return library.release(replace(clip, is_watermarked=is_watermarked))
