"""All wiring, and the one door to everything the studio does: `open_studio(settings)`."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from seedance_studio.admission import UNLIMITED, Admission, Allowance, make_record
from seedance_studio.comparing import Comparing
from seedance_studio.doctor import Check, examine
from seedance_studio.domain.engine import EngineCard
from seedance_studio.domain.finishing import FinishPlan, FinishRequest
from seedance_studio.domain.job import LOCAL, AnyPlan, AnyRequest
from seedance_studio.domain.montage import MontagePlan, MontageRequest
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.prompt import PreparedPrompt
from seedance_studio.domain.reference import InputFile
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.domain.side_by_side import SideBySidePlan, SideBySideRequest
from seedance_studio.engine_room import EngineRoom
from seedance_studio.errors import Language
from seedance_studio.finishing import Finishing, run_finish
from seedance_studio.fleet import Fleet
from seedance_studio.forgetting import forget_all, forget_file
from seedance_studio.generation import run_job
from seedance_studio.jobs.run import JobRecord, JobRun
from seedance_studio.keys import Keys
from seedance_studio.library import Bin, Comparisons, Films, Inputs, Library, Storyboards
from seedance_studio.machine import lends_gpus
from seedance_studio.media.limited import run_limited
from seedance_studio.montage import Montages, run_montage
from seedance_studio.own_clips import OwnClips
from seedance_studio.own_jobs import OwnJobs
from seedance_studio.own_styles import OwnStyles
from seedance_studio.planning import Planner, Settled
from seedance_studio.previz import Previz
from seedance_studio.provenance import Marker, Verification, verify_file
from seedance_studio.provisioning import Provisioning
from seedance_studio.retention import Retention
from seedance_studio.safety.consent import CONSENT_FILE, Choice, ConsentRecord
from seedance_studio.safety.people import People
from seedance_studio.settings import Settings
from seedance_studio.shelves import Shelves
from seedance_studio.side_by_side import SideBySide, run_side_by_side
from seedance_studio.storyboarding import Storyboarding
from seedance_studio.visitor import key_id_of, visitor

if TYPE_CHECKING:
    from seedance_studio.jobs.store import JobStore

DEFAULT_ENGINE = "seedling"


def open_studio(settings: Settings, *, is_resuming: bool = True) -> Studio:
    """Give the studio on a data folder; close it when done.

    Args:
        settings: where and how.
        is_resuming: True for the page, which takes up what a dead process left undone. False for
            one command: it runs its own job only, and opens the job store when it needs it.

    Raises:
        StorageUnwritable: the data folder cannot be written.
    """
    studio = Studio(settings, is_resuming=is_resuming)
    if is_resuming:
        studio.resume()
    return studio


class Studio(OwnJobs, OwnClips, OwnStyles):
    """What the page and the command line talk to. Loads no model in this process."""

    def __init__(self, settings: Settings, *, is_resuming: bool) -> None:
        self._settings = settings
        self._is_resuming = is_resuming
        self._library = Library(self.library_dir)
        self._admission = Admission(settings.limits, self._library, Bin(self.library_dir))
        self._inputs = Inputs(settings.data_dir / "inputs")
        self._films = Films(settings.data_dir / "films")
        self._people = People(ConsentRecord(settings.data_dir / CONSENT_FILE))
        self._boards = Storyboards(settings.data_dir / "storyboards")
        self._retention = Retention(
            self._inputs,
            lambda: [*self._library.recipes(), *self._boards.documents()],
            lambda: self._jobs,
            settings.limits.upload_days,
        )
        self._fleet = Fleet(settings)
        self._engine_room = EngineRoom(settings, self._fleet, self._inputs.folder)
        self._planner = Planner(self._fleet, self._inputs, self._people, self.styles)
        self.keys = Keys(settings.data_dir / "keys")
        self._marker = Marker(settings.marks, settings.data_dir / "identity", self._inputs.folder)

    @cached_property
    def _jobs(self) -> JobStore:
        # Most of a second to import, and only jobs need it: plan and verify answer without.
        from seedance_studio.jobs.store import JobStore  # noqa: PLC0415

        return JobStore(
            self._settings.data_dir,
            self._run,
            self._library.has,
            is_resuming=self._is_resuming,
            database_url=self._settings.database_url,
        )

    def _run(self, run: JobRun) -> str:
        library, marker, inputs = self._library, self._marker, self._inputs.folder
        room = self._engine_room
        if isinstance(run.record.plan, FinishPlan):
            return run_finish(run, library, marker, inputs, room.process)
        if isinstance(run.record.plan, SideBySidePlan):
            return run_side_by_side(run, library, marker)
        if isinstance(run.record.plan, MontagePlan):
            return run_montage(run, library, marker, inputs, room.process)
        with self.wearing(run):
            clip_id = run_job(run, room.maker(run.record), room.process, library, marker, inputs)
        self._fleet.learn(library.clip(clip_id))
        return clip_id

    @property
    def _scope(self) -> str | None:
        """Whose things are seen and changed; None for those of all."""
        owner = visitor()
        # A program's key is a border also where all else belongs to one person.
        is_apart = self._settings.visitors == "many" or key_id_of(owner) is not None
        return owner if is_apart else None

    @property
    def _owner(self) -> str:
        """Whose that is which is made now."""
        return self._scope or LOCAL

    @property
    def is_demo(self) -> bool:
        """Whether visitors may only look."""
        return self._settings.limits.is_demo

    @property
    def library_dir(self) -> Path:
        """Folder that every clip's files are in."""
        return self._settings.data_dir / "library"

    @property
    def inputs_dir(self) -> Path:
        """Folder of the files that requests brought, by their stored names."""
        return self._inputs.folder

    def resume(self) -> None:
        """Take up unfinished jobs and clear what runs that died have left."""
        self._library.clean()
        self.shelves.warm_up()
        self._films.clean()
        self._retention.start()
        self.storyboards.resume()
        if self._settings.fetch:
            self.provisioning.fetch_at_start(self._settings.fetch, waits=lends_gpus())
        if lends_gpus():
            self._engine_room.load_for_lending()

    def engines(self) -> Mapping[str, EngineCard]:
        """Give every engine's card by its id, the default first."""
        return self._fleet.cards()

    @property
    def engine_pid(self) -> int | None:
        """The id of the engine's process, or None when there is none."""
        return self._engine_room.pid

    def warm_up(self, engine: str | None = None) -> None:
        """Start loading an engine, the default if none is named; returns at once."""
        self._engine_room.warm_up(engine)

    def prepare(
        self,
        prompt: str,
        *,
        enhance: bool = True,
        seed: int | None = None,
        engine: str = DEFAULT_ENGINE,
        names: Collection[str] = (),
    ) -> PreparedPrompt:
        """Give the prompt as this engine would understand it; `names` are those of references."""
        return self._planner.prepare(
            prompt, enhance=enhance, seed=seed or 0, engine=engine, names=names
        )

    def plan(self, request: GenerationRequest) -> GenerationPlan:
        """Give every number that would run, and what becomes of each thing asked for.

        Draws a seed when the request has none; a request with the plan's seed gives the same plan.

        Raises:
            ConsentNeeded: all is well but for people in files, of whom nothing is on record.
            RequestError: all problems at once, by field; nothing was loaded.
        """
        return self._planner.settle(request, self._owner).plan

    def submit(self, request: GenerationRequest, request_key: str | None = None) -> str:
        """Accept a request and give the job's id; accepted, it survives whatever happens.

        Args:
            request: what was asked.
            request_key: one for each click; the same key again gives the same job.

        Raises:
            RequestError: all problems at once, by field.
            StorageUnwritable: the data folder is full or cannot be written.
        """
        if request_key and (known := self._jobs.find(self._owner, request_key)) is not None:
            return known
        settled = self._planner.settle(request, self._owner)
        self._admission.check(settled.plan, self.allowance(), self._jobs)
        return self._jobs.submit(self._generation_record(settled), request_key or uuid.uuid4().hex)

    @cached_property
    def provisioning(self) -> Provisioning:
        """The door for engines' weights."""
        return Provisioning(self._fleet)

    @cached_property
    def shelves(self) -> Shelves:
        """The door to the visitor's clips as a library: found, sorted, deleted, taken along."""
        return Shelves(
            self.library_dir,
            self._library,
            self._inputs,
            lambda: self._scope,
            self.exports_dir,
            self._admission.check_room,
        )

    @cached_property
    def finishing(self) -> Finishing:
        """The door for films that are there already."""
        return Finishing(self._films, self._inputs, self._fleet, self._planner.hear, self._accept)

    @cached_property
    def montages(self) -> Montages:
        """The door for films that are joined."""
        return Montages(self._films, self._inputs, self._fleet, self._planner.hear, self._accept)

    @cached_property
    def previz(self) -> Previz:
        """The door for sketches of a prompt."""
        return Previz(self._inputs, self._people, self._admission.check_making)

    @cached_property
    def side_by_side(self) -> SideBySide:
        """The door for films that are to stand side by side."""
        return SideBySide(self._accept)

    @cached_property
    def comparing(self) -> Comparing:
        """The door for comparisons, which are made through the other doors."""
        store = Comparisons(self._settings.data_dir / "comparisons")
        return Comparing(self, store, lambda: self._owner, lambda: self._scope)

    @cached_property
    def storyboards(self) -> Storyboarding:
        """The door for storyboards, whose shots and films are made through the other doors."""
        return Storyboarding(
            self, self._boards, self._inputs, lambda: self._owner, lambda: self._scope
        )

    def _accept(self, request: AnyRequest, plan: AnyPlan, key: str) -> str:
        self._admission.check(plan, self.allowance(), self._jobs)
        return self._jobs.submit(make_record(request, plan, self._owner), key)

    def _generation_record(self, settled: Settled) -> JobRecord:
        kept = self._inputs.keep(settled.request.references, settled.files)
        self._gallery(self._owner).lend(settled.plan.styles, self._inputs.folder)
        request = replace(settled.request, references=kept)
        record = make_record(request, settled.plan, self._owner)
        self._engine_room.remember_caller(record)
        return record

    def allowance(self) -> Allowance:
        """Give what is left of the visitor's day; the host's own is not limited."""
        owner = visitor()
        if owner is None:
            return UNLIMITED
        key = self.keys.key(key_id_of(owner) or "")
        limits = key.limits(self._settings.limits) if key else None
        return self._admission.allowance(lambda since: self._jobs.usage(self._owner, since), limits)

    def submit_again(self, job_id: str, request_key: str | None = None) -> str:
        """Accept a job once more, a film from where it was stopped, and give the new job's id.

        Raises:
            JobNotFound: no job of this visitor has this id.
            RequestError: it cannot be run any more: all problems by field.
        """
        job = self.job(job_id)
        if self._jobs.is_half_done(job_id):
            self._admission.check(job.plan, self.allowance(), self._jobs)
            return self._jobs.go_on(job_id, request_key or uuid.uuid4().hex)
        if isinstance(job.request, FinishRequest):
            return self.finishing.submit(job.request, request_key)
        if isinstance(job.request, SideBySideRequest):
            return self.side_by_side.submit(job.request, request_key)
        if isinstance(job.request, MontageRequest):
            return self.montages.submit(job.request, request_key)
        return self.submit(job.request, request_key)

    def replace(
        self, job_id: str, request: GenerationRequest, request_key: str | None = None
    ) -> str:
        """Put another request in the place of a waiting job and give the new job's id.

        Raises:
            JobNotFound: no job of this visitor has this id.
            RequestError: the request's problems by field; under `job`: it does not wait.
        """
        record = self._generation_record(self._planner.settle(request, self._owner))
        return self._jobs.replace(self.job(job_id).id, record, request_key or uuid.uuid4().hex)

    def keep_input(self, path: Path) -> InputFile:
        """Examine and store a file; its `stored` name stands for it in a request from then on.

        Raises:
            RequestError: under `file`: why it cannot be used.
            StorageUnwritable: the data folder is full or cannot be written.
        """
        return self._inputs.keep_file(path)

    def keep_last_frame(self, clip_id: str) -> InputFile:
        """Store the picture that a clip ends with, to go on from. Raises ClipNotFound."""
        picture = self._inputs.keep_last_frame(self.clip_path(clip_id))
        self.shelves.note_frame(clip_id, picture.sha256)
        return picture

    def answer_for(self, files: Iterable[str], choice: Choice, language: Language) -> None:
        """Put on record who is in files, named by their hashes.

        Raises:
            ConsentDamaged: the record was changed by hand.
            StorageUnwritable: the disk is full.
        """
        for sha256 in files:
            self._people.answer(self._owner, sha256, choice, language)

    def withdraw(self, sha256: str, language: Language) -> list[str]:
        """Take back what is on record of a file; it is deleted, and jobs that use it cancelled.

        Returns: the ids of the clips that were made from the file.

        Raises: as `answer_for`.
        """
        self._people.answer(self._owner, sha256, None, language)
        return forget_file(self, self._inputs, sha256)

    def consents(self) -> dict[str, Choice]:
        """Give what the visitor has on record, by the file's hash. Raises ConsentDamaged."""
        return self._people.record.all_standing(self._owner)

    def forget_me(self) -> None:
        """Remove all that is the visitor's, for good: jobs, clips, and files that only they used.

        Raises:
            StorageUnwritable: the data folder cannot be written.
        """
        forget_all(self, self._retention, lambda: self._jobs.forget_ended(self._scope))

    def verify(self, path: Path) -> Verification:
        """Read the marks of any video file. Raises RequestError when it is not one."""
        own, clips = self._marker.known_root(), self._library.ids(self._scope)
        return run_limited(verify_file, path, own, clips)

    def time_bare_pipeline(self, plan: GenerationPlan) -> float:
        """Give the seconds of a plan without the studio; runs at once, beside the queue."""
        self._gallery(self._owner).lend(plan.styles, self._inputs.folder)
        return self._engine_room.time_bare_pipeline(plan)

    def doctor(self) -> list[Check]:
        """Look whether everything is in place, and say what to do where it is not."""
        return examine(self._settings, self._library)

    def close(self) -> None:
        """Stop; a job that runs is taken up again by the next start."""
        self._retention.stop()
        self.storyboards.close()
        if "_jobs" in self.__dict__:
            self._jobs.close()
        self._engine_room.close()
        if "provisioning" in self.__dict__:
            self.provisioning.close()

    def __enter__(self) -> Studio:
        return self

    def __exit__(self, *_ended: object) -> None:
        self.close()
