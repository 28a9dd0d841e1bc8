"""One job that joins films which are there already: read, join, publish.

It is one step, and nothing is seen before its end. A long one is made in parts, as in `finishing`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seedance_studio import __version__
from seedance_studio.composing import MusicMaker, compose_music
from seedance_studio.domain.clip import Delivered, MontageRecipe
from seedance_studio.domain.composer import Offers
from seedance_studio.domain.delivery import (
    SUFFIX,
    ReportItem,
    delivery_report,
    exact_rate,
)
from seedance_studio.domain.film import FilmFacts
from seedance_studio.domain.montage import (
    Caption,
    Logo,
    MontagePlan,
    MontageRequest,
    PlannedShot,
    montage_problems,
)
from seedance_studio.domain.montage_plan import lay_out, make_montage_plan, montage_report
from seedance_studio.domain.reference import PlannedReference, Reference
from seedance_studio.domain.sound import NOTHING_KNOWN, SoundBrief, SoundPlan
from seedance_studio.domain.sound_plan import (
    MAX_SCORED_S,
    composing_s,
    plan_sound,
    sound_report,
    too_long_to_score,
)
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
from seedance_studio.finish import available_codecs, finish_montage, joined_sound, missing_signs
from seedance_studio.finish.encode import SoundBlocks
from seedance_studio.jobs.run import JobRecord, JobRun
from seedance_studio.library import Films, Inputs, Library
from seedance_studio.media.codec import RECIPE_SCHEMA, to_json
from seedance_studio.media.limited import run_limited
from seedance_studio.media.marks import Marks
from seedance_studio.media.subtitles import read_subtitles
from seedance_studio.provenance import Marker
from seedance_studio.publishing import Film, publish_film
from seedance_studio.sound import Given, Place, score_montage

if TYPE_CHECKING:
    from seedance_studio.fleet import Fleet


class Montages:
    """The door for films that are joined: planned and accepted.

    Args:
        films: examines and keeps them.
        inputs: keeps a logo and music.
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
        accept: Callable[[MontageRequest, MontagePlan, str], str],
    ) -> None:
        self._films = films
        self._inputs = inputs
        self._fleet = fleet
        self._hear = hear
        self._accept = accept

    def plan(self, request: MontageRequest) -> MontagePlan:
        """Examine the films, and fix every number.

        Raises:
            RequestError: all problems at once, by field; shots and captions are counted from 1:
                `shots.2.file`, `captions.1`.
        """
        offers = self._fleet.ensemble.offers()
        problems = montage_problems(request, available_codecs(), offers) | _unwritable(request)
        found: list[FilmFacts] = []
        for number, shot in enumerate(request.shots, start=1):
            try:
                found.append(self._films.facts(Path(shot.film)))
            except RequestError as error:
                problems[f"shots.{number}.file"] = error.problems["file"]
        references: tuple[PlannedReference, ...] = ()
        try:
            references = plan_music(request.music, self._inputs)
        except RequestError as error:
            problems |= error.problems
        if request.logo is not None:
            problems |= self._logo_problems(request.logo)
        if problems:
            raise RequestError(problems)
        shots = lay_out(request, found, device=self._fleet.device_name)
        return _planned(request, shots, references, self._hear, offers)

    def read_subtitles(self, path: Path) -> tuple[Caption, ...]:
        """Give the captions of a file of subtitles: .srt, .vtt or .ass.

        Raises:
            RequestError: under `file`: it cannot be read.
        """
        return run_limited(read_subtitles, path)

    def submit(self, request: MontageRequest, request_key: str | None = None) -> str:
        """Accept films to be joined and give the job's id; a job like any other from then on.

        Args:
            request: what was asked; its films must stay where they are until the job has ended.
            request_key: one for each click; the same key again gives the same job.

        Raises:
            RequestError: all problems at once, by field.
            StorageUnwritable: the data folder is full or cannot be written.
        """
        plan = self.plan(request)
        logo = request.logo
        if logo is not None:
            stored = self._inputs.keep_file(self._inputs.path(logo.file)).stored
            logo = replace(logo, file=stored)
        kept = replace(request, logo=logo, music=keep_music(request.music, self._inputs))
        return self._accept(kept, replace(plan, logo=logo), request_key or uuid.uuid4().hex)

    def _logo_problems(self, logo: Logo) -> dict[str, Text]:
        _, problems = self._inputs.examine([Reference(name="Image1", file=logo.file)])
        return {"logo": next(iter(problems.values()))} if problems else {}


def _unwritable(request: MontageRequest) -> dict[str, Text]:
    problems: dict[str, Text] = {}
    for number, caption in enumerate(request.captions, start=1):
        missing = missing_signs(caption.text)
        if missing:
            problems[f"captions.{number}"] = Text(
                f"the font does not have {' '.join(missing)}",
                f"字体中没有这些字符：{' '.join(missing)}",
            )
    return problems


def _planned(
    request: MontageRequest,
    shots: tuple[PlannedShot, ...],
    references: tuple[PlannedReference, ...],
    hear: Hear,
    offers: Offers,
) -> MontagePlan:
    """Add the sound, and say what becomes of everything."""
    plan = make_montage_plan(request, shots, None, (), references)
    report = [*delivery_report(request, shots[0].delivery), *montage_report(request, shots)]
    if request.sound.source == "own":
        return replace(plan, report=(*report, *_own_sound(plan)))
    briefs = [what_is_heard(Path(asked.film), asked.scene, hear) for asked in request.shots]
    scored = tuple(
        replace(shot, sound=_sound_of_place(request, brief, shot, number))
        for number, (shot, brief) in enumerate(zip(shots, briefs, strict=True))
    )
    music = _music(request, plan, briefs, references, offers)
    total_s = plan.delivered.duration_s
    estimate_s = round(plan.estimate_s + composing_s(music, total_s, offers), 1)
    plan = replace(plan, shots=scored, music=music, estimate_s=estimate_s)
    if plan.is_scored and total_s > MAX_SCORED_S:
        raise RequestError({"sound": too_long_to_score(total_s)})
    return replace(plan, report=(*report, *sound_report(request.sound, music, references)))


def _own_sound(plan: MontagePlan) -> list[ReportItem]:
    if not plan.keeps_sound:
        return []
    note = Text("the films' own, as AAC stereo", "保留各段原声，转为 AAC 立体声")
    return [ReportItem(item="sound", status="honoured", note=note)]


def _sound_of_place(
    request: MontageRequest, brief: SoundBrief, shot: PlannedShot, number: int
) -> SoundPlan | None:
    """What is heard of a shot's place and of what happens there; music is for all of them."""
    wish = replace(request.sound, music_volume=0.0)
    length_s = float(shot.num_frames / exact_rate(shot.delivery.delivered.fps))
    sound = plan_sound(wish, brief, length_s, request.seed + number)
    return sound if sound is not None and (sound.ambience or sound.effects) else None


def _music(
    request: MontageRequest,
    plan: MontagePlan,
    briefs: Sequence[SoundBrief],
    references: tuple[PlannedReference, ...],
    offers: Offers,
) -> SoundPlan | None:
    """One piece for all shots, in the mood of the first of which anything is known."""
    wish = replace(request.sound, ambience_volume=0.0, effects_volume=0.0)
    brief = next((one for one in briefs if one != NOTHING_KNOWN), NOTHING_KNOWN)
    rate = exact_rate(plan.delivered.fps)
    cuts_s = [float((s.from_frame + s.fade_frames / 2) / rate) for s in plan.shots[1:]]
    return plan_sound(
        wish,
        brief,
        plan.delivered.duration_s,
        request.seed,
        references,
        cuts_s=cuts_s,
        composers=offers,
    )


def run_montage(
    run: JobRun, library: Library, marker: Marker, inputs: Path, maker: MusicMaker
) -> str:
    """Take an accepted montage to a published clip; see `publish_film`."""
    plan = run.record.plan
    assert isinstance(plan, MontagePlan)
    composed = compose_music(run, plan.music, plan.delivered.duration_s, maker)

    def prepare() -> Film:
        recipe = _recipe(run.record)
        plan = recipe.plan
        films = [Path(shot.film) for shot in plan.shots]

        def write(path: Path, marks: Marks) -> Delivered:
            logo = inputs / plan.logo.file if plan.logo is not None else None
            sound = _sound(plan, inputs, composed)
            return finish_montage(
                plan, path, run.on_step, marks, sound=sound, logo=logo, kept=run.kept
            )

        return Film(
            title=recipe.request.title,
            recipe=recipe,
            suffix=SUFFIX[plan.codec],
            state=lambda: marker.state_composed(
                to_json(recipe),
                recipe.created_at,
                run.record.clip_id,
                films,
                plan.shots[0].start_s,
            ),
            write=write,
        )

    return publish_film(run, library, marker, prepare)


def _sound(
    plan: MontagePlan, inputs: Path, composed: NDArray[np.float32] | None
) -> SoundBlocks | None:
    """The films' own sound as a stream, or one soundtrack over all of them; None for silence."""
    if plan.keeps_sound:
        return joined_sound(plan.shots)
    if not plan.is_scored:
        return None
    rate = exact_rate(plan.delivered.fps)
    places = [
        Place(
            plan=shot.sound,
            start_s=float(shot.from_frame / rate),
            duration_s=float(shot.num_frames / rate),
            fade_s=float(shot.fade_frames / rate),
            motion=watch(Path(shot.film), shot.facts, shot.start_s, shot.end_s),
        )
        for shot in plan.shots
        if shot.sound is not None
    ]
    given = Given(music=composed if composed is not None else read_music(plan.references, inputs))
    track: NDArray[np.float32] = score_montage(
        places, plan.music, plan.delivered.duration_s, given
    ).samples
    return [track]


def _recipe(record: JobRecord) -> MontageRecipe:
    request, plan = record.request, record.plan
    assert isinstance(request, MontageRequest)
    assert isinstance(plan, MontagePlan)
    return MontageRecipe(
        schema=RECIPE_SCHEMA,
        studio_version=__version__,
        created_at=record.created_at,
        request=request,
        plan=plan,
        made_from=tuple(generated_by(Path(shot.film)) for shot in request.shots),
    )
