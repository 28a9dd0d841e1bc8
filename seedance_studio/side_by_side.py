"""One job that puts several films side by side as one: read, composed, marked, published.

Like the finishing of a film it is one step: after a crash it is simply done again.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

from seedance_studio import __version__
from seedance_studio.domain.clip import Delivered, SideBySideRecipe
from seedance_studio.domain.comparison import check_number
from seedance_studio.domain.delivery import SUFFIX
from seedance_studio.domain.film import FilmFacts
from seedance_studio.domain.side_by_side import (
    SideBySidePlan,
    SideBySideRequest,
    make_side_by_side_plan,
)
from seedance_studio.errors import RequestError, Text
from seedance_studio.film_sound import generated_by
from seedance_studio.finish import finish_film
from seedance_studio.finish.side_by_side import side_by_side
from seedance_studio.jobs.run import JobRecord, JobRun
from seedance_studio.library import Library
from seedance_studio.media.codec import RECIPE_SCHEMA, to_json
from seedance_studio.media.film import examine_film, read_film_sound
from seedance_studio.media.limited import run_limited
from seedance_studio.media.marks import Marks
from seedance_studio.provenance import Marker
from seedance_studio.publishing import Film, publish_film

Accept = Callable[[SideBySideRequest, SideBySidePlan, str], str]
"""Stores a job under a key and gives its id."""


class SideBySide:
    """The door for films that are to stand side by side.

    Args:
        accept: stores a job.
    """

    def __init__(self, accept: Accept) -> None:
        self._accept = accept

    def plan(self, request: SideBySideRequest) -> SideBySidePlan:
        """Examine the films, and fix every number.

        Raises:
            RequestError: all problems at once: `variants`, or `films.1` for the first film.
        """
        problems: dict[str, Text] = {}
        try:
            check_number(len(request.parts))
        except RequestError as error:
            problems |= error.problems
        films: list[FilmFacts] = []
        for number, part in enumerate(request.parts, 1):
            try:
                films.append(run_limited(examine_film, Path(part.film)))
            except RequestError as error:
                problems[f"films.{number}"] = error.problems["file"]
        if problems:
            raise RequestError(problems)
        return make_side_by_side_plan(request, films)

    def submit(self, request: SideBySideRequest, request_key: str | None = None) -> str:
        """Accept films and give the job's id; a job like any other from then on.

        Args:
            request: what was asked; its films must stay where they are until the job has ended.
            request_key: one for each click; the same key again gives the same job.

        Raises:
            RequestError: all problems at once, by field.
            StorageUnwritable: the data folder is full or cannot be written.
        """
        return self._accept(request, self.plan(request), request_key or uuid.uuid4().hex)


def run_side_by_side(run: JobRun, library: Library, marker: Marker) -> str:
    """Take accepted films to a published clip; see `publish_film`."""

    def prepare() -> Film:
        recipe = _recipe(run.record)
        request, plan = recipe.request, recipe.plan
        films = [Path(part.film) for part in request.parts]

        def write(path: Path, marks: Marks) -> Delivered:
            captions = [part.caption.in_language(request.language) for part in request.parts]
            shown = side_by_side(films, request.title, captions, plan)
            sound = None if plan.heard is None else read_film_sound(films[plan.heard])
            return finish_film(shown, plan.delivery, path, run.on_step, marks=marks, sound=sound)

        return Film(
            title=request.title,
            recipe=recipe,
            suffix=SUFFIX[plan.delivery.codec],
            state=lambda: marker.state_composed(
                to_json(recipe), recipe.created_at, run.record.clip_id, films
            ),
            write=write,
        )

    return publish_film(run, library, marker, prepare)


def _recipe(record: JobRecord) -> SideBySideRecipe:
    request, plan = record.request, record.plan
    assert isinstance(request, SideBySideRequest)
    assert isinstance(plan, SideBySidePlan)
    return SideBySideRecipe(
        schema=RECIPE_SCHEMA,
        studio_version=__version__,
        created_at=record.created_at,
        request=request,
        plan=plan,
        made_from=tuple(generated_by(Path(part.film)) for part in request.parts),
    )
