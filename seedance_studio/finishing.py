"""One job that finishes a film which is there already: read, finish, publish.

It is one step, and nothing is seen before its end. A long film is made in parts: after a crash, or
tried again after it was stopped, it goes on from the last whole one.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seedance_studio import __version__
from seedance_studio.composing import MusicMaker, compose_music
from seedance_studio.domain.clip import Delivered, FinishRecipe
from seedance_studio.domain.delivery import SUFFIX
from seedance_studio.domain.film import FilmFacts
from seedance_studio.domain.finishing import (
    FinishPlan,
    FinishRequest,
    check_finish,
    make_finish_plan,
)
from seedance_studio.domain.reference import PlannedReference
from seedance_studio.domain.sound import NOTHING_KNOWN
from seedance_studio.errors import RequestError, Text
from seedance_studio.film_sound import (
    Hear,
    generated_by,
    keep_music,
    plan_music,
    read_music,
    watch,
    what_is_heard,
)
from seedance_studio.finish import available_codecs, finish_film
from seedance_studio.finish.preview import preview_crops
from seedance_studio.jobs.run import JobRecord, JobRun
from seedance_studio.library import Films, Inputs, Library
from seedance_studio.media.codec import RECIPE_SCHEMA, to_json
from seedance_studio.media.film import read_film, read_film_sound, read_middle
from seedance_studio.media.limited import run_limited
from seedance_studio.media.marks import Marks
from seedance_studio.provenance import Marker
from seedance_studio.publishing import Film, publish_film
from seedance_studio.sound import Given, score

if TYPE_CHECKING:
    from seedance_studio.fleet import Fleet


class Finishing:
    """The door for films that are there already: planned, kept, accepted.

    Args:
        films: examines and keeps films.
        inputs: keeps music.
        fleet: knows where a neural network would run, and what can make music.
        hear: gives what there is to hear in a scene that is told in words.
        accept: stores a job under a key and gives its id.
    """

    def __init__(
        self,
        films: Films,
        inputs: Inputs,
        fleet: Fleet,
        hear: Hear,
        accept: Callable[[FinishRequest, FinishPlan, str], str],
    ) -> None:
        self._films = films
        self._inputs = inputs
        self._fleet = fleet
        self._hear = hear
        self._accept = accept

    def plan(self, request: FinishRequest) -> FinishPlan:
        """Examine the film, and fix every number.

        Raises:
            RequestError: all problems at once, by field; those of the film under `file`.
        """
        film: FilmFacts | None = None
        references: tuple[PlannedReference, ...] = ()
        problems: dict[str, Text] = {}
        offers = self._fleet.ensemble.offers()
        try:
            check_finish(request, available_codecs(), offers)
        except RequestError as error:
            problems |= error.problems
        try:
            film = self._films.facts(Path(request.film))
        except RequestError as error:
            problems |= error.problems
        try:
            references = plan_music(request.music, self._inputs)
        except RequestError as error:
            problems |= error.problems
        if problems or film is None:
            raise RequestError(problems)
        brief = NOTHING_KNOWN
        if request.sound.source == "auto":
            brief = what_is_heard(Path(request.film), request.scene, self._hear)
        return make_finish_plan(
            request,
            film,
            device=self._fleet.device_name,
            brief=brief,
            references=references,
            composers=offers,
        )

    def preview(self, request: FinishRequest) -> tuple[bytes, bytes]:
        """Give the middle of the film before and after, as JPEGs of one size.

        Raises:
            RequestError: all problems at once, by field.
        """
        plan = self.plan(request)
        shape, content = run_limited(read_middle, Path(request.film))
        return preview_crops(np.frombuffer(content, np.uint8).reshape(shape), plan.delivery)

    def submit(self, request: FinishRequest, request_key: str | None = None) -> str:
        """Accept a film to be finished and give the job's id; a job like any other from then on.

        Args:
            request: what was asked; its film must stay where it is until the job has ended.
            request_key: one for each click; the same key again gives the same job.

        Raises:
            RequestError: all problems at once, by field.
            StorageUnwritable: the data folder is full or cannot be written.
        """
        plan = self.plan(request)
        kept = replace(request, music=keep_music(request.music, self._inputs))
        return self._accept(kept, plan, request_key or uuid.uuid4().hex)

    def keep(self, film: Path) -> Path:
        """Give a film that was uploaded a place where it stays until it is finished.

        Raises:
            RequestError: under `file`: it is no film that can be finished.
            StorageUnwritable: the data folder is full or cannot be written.
        """
        return self._films.keep(film)


def run_finish(
    run: JobRun, library: Library, marker: Marker, inputs: Path, maker: MusicMaker
) -> str:
    """Take an accepted finish request to a published clip; see `publish_film`."""
    plan = run.record.plan
    assert isinstance(plan, FinishPlan)
    composed = compose_music(run, plan.sound, plan.delivered.duration_s, maker)

    def prepare() -> Film:
        recipe = _recipe(run.record)
        plan, film = recipe.plan, Path(recipe.request.film)

        def write(path: Path, marks: Marks) -> Delivered:
            sound = (
                read_film_sound(film)
                if plan.keeps_sound
                else _soundtrack(plan, film, inputs, composed)
            )
            shown = read_film(film)
            return finish_film(
                shown, plan.delivery, path, run.on_step, marks=marks, sound=sound, kept=run.kept
            )

        return Film(
            title=recipe.request.title,
            recipe=recipe,
            suffix=SUFFIX[plan.codec],
            state=lambda: marker.state_finished(
                to_json(recipe), recipe.created_at, run.record.clip_id, film
            ),
            write=write,
        )

    return publish_film(run, library, marker, prepare)


def _soundtrack(
    plan: FinishPlan, film: Path, inputs: Path, composed: NDArray[np.float32] | None
) -> list[NDArray[np.float32]] | None:
    """Compose the film's sound, in step with its pictures; None for a silent film."""
    if plan.sound is None:
        return None
    motion = watch(film, plan.film) if plan.sound.effects else None
    music = composed if composed is not None else read_music(plan.references, inputs)
    given = Given(motion=motion, music=music)
    return [score(plan.sound, plan.delivered.duration_s, given).samples]


def _recipe(record: JobRecord) -> FinishRecipe:
    request, plan = record.request, record.plan
    assert isinstance(request, FinishRequest)
    assert isinstance(plan, FinishPlan)
    return FinishRecipe(
        schema=RECIPE_SCHEMA,
        studio_version=__version__,
        created_at=record.created_at,
        request=request,
        plan=plan,
        made_from=generated_by(Path(request.film)),
    )
