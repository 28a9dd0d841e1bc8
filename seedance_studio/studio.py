"""All wiring, and the one door to everything the studio does: `open_studio(settings)`."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timezone
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from seedance_studio import engines
from seedance_studio.doctor import Check, examine
from seedance_studio.domain.clip import Clip
from seedance_studio.domain.engine import EngineCard, PipelineKey
from seedance_studio.domain.job import Job
from seedance_studio.domain.plan import GenerationPlan, check_request, make_plan
from seedance_studio.domain.prompt import PreparedPrompt
from seedance_studio.domain.request import MAX_SEED, GenerationRequest
from seedance_studio.generation import run_job
from seedance_studio.jobs.engine_process import EngineProcess
from seedance_studio.jobs.run import JobRecord
from seedance_studio.library import Library, new_clip_id
from seedance_studio.machine import resolve_device
from seedance_studio.prompts import clean_prompt, prepare_prompt
from seedance_studio.provenance import Verification, verify_file
from seedance_studio.settings import Settings

if TYPE_CHECKING:
    from seedance_studio.jobs.store import JobStore

DEFAULT_ENGINE = "seedling"
DTYPES = {"cpu": "float32", "cuda": "bfloat16"}


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


class Studio:
    """What the page and the command line talk to. Loads no model in this process."""

    def __init__(self, settings: Settings, *, is_resuming: bool) -> None:
        self._settings = settings
        self._is_resuming = is_resuming
        self._library = Library(self.library_dir)

    @cached_property
    def _jobs(self) -> JobStore:
        # Most of a second to import, and only jobs need it: plan and verify answer without.
        from seedance_studio.jobs.store import JobStore  # noqa: PLC0415

        return JobStore(
            self._settings.data_dir,
            lambda run: run_job(run, self._engine, self._library),
            is_resuming=self._is_resuming,
        )

    @cached_property
    def _cards(self) -> dict[str, EngineCard]:
        return engines.discover(self._settings.engines)

    @cached_property
    def _engine(self) -> EngineProcess:
        modules = engines.module_names(self._settings.engines)
        return EngineProcess(modules, self._settings.data_dir / "engine.log")

    @cached_property
    def _device(self) -> str:
        return resolve_device(self._settings.device)

    @property
    def library_dir(self) -> Path:
        """Folder that every clip's files are in."""
        return self._settings.data_dir / "library"

    def resume(self) -> None:
        """Take up unfinished jobs and clear what runs that died have left."""
        self._library.clean()
        _ = self._jobs

    def engines(self) -> Mapping[str, EngineCard]:
        """Give every engine's card by its id, the default first."""
        return dict(sorted(self._cards.items(), key=lambda item: item[0] != DEFAULT_ENGINE))

    def warm_up(self, engine: str | None = None) -> None:
        """Start loading an engine, the default if none is named; returns at once."""
        card = self._cards[engine] if engine else next(iter(self.engines().values()))
        self._engine.warm_up(self._pipeline_key(card))

    def prepare(
        self,
        prompt: str,
        *,
        enhance: bool = True,
        seed: int | None = None,
        engine: str = DEFAULT_ENGINE,
    ) -> PreparedPrompt:
        """Give the prompt as this engine would understand it."""
        card = self._cards.get(engine)
        return prepare_prompt(
            clean_prompt(prompt),
            enhance=enhance,
            seed=seed or 0,
            has_world_vocabulary=card is not None and card.has_world_vocabulary,
        )

    def plan(self, request: GenerationRequest) -> GenerationPlan:
        """Give every number that would run, and what becomes of each thing asked for.

        Draws a seed when the request has none; a request with the plan's seed gives the same plan.

        Raises:
            RequestError: all problems at once, by field; nothing was loaded.
        """
        request = _cleaned(request)
        card = check_request(request, self.engines(), known_styles=())
        seed = secrets.randbelow(MAX_SEED + 1) if request.seed is None else request.seed
        prompt = prepare_prompt(
            request.prompt,
            enhance=request.enhance,
            seed=seed,
            has_world_vocabulary=card.has_world_vocabulary,
        )
        key = self._pipeline_key(card)
        return make_plan(request, card, prompt, seed=seed, device=key.device, dtype=key.dtype)

    def submit(self, request: GenerationRequest, request_key: str | None = None) -> str:
        """Accept a request and give the job's id; accepted, it survives whatever happens.

        Args:
            request: what was asked.
            request_key: one for each click; the same key again gives the same job.

        Raises:
            RequestError: all problems at once, by field.
            StorageUnwritable: the data folder is full or cannot be written.
        """
        plan = self.plan(request)
        self._library.check_writable()
        record = JobRecord(
            clip_id=new_clip_id(),
            created_at=datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            request=_cleaned(request),
            plan=plan,
        )
        return self._jobs.submit(record, request_key or uuid.uuid4().hex)

    def cancel(self, job_id: str) -> None:
        """Ask a job to end; the engine is free within five seconds. Raises JobNotFound."""
        self._jobs.cancel(job_id)

    def job(self, job_id: str) -> Job:
        """Give a job as it is now. Raises JobNotFound."""
        return self._jobs.job(job_id)

    def jobs(self, limit: int = 100) -> list[Job]:
        """Give the jobs, the newest first."""
        return self._jobs.jobs(limit)

    def wait(self, job_id: str, timeout_s: float) -> Job:
        """Give a job once it has ended, or as it is after `timeout_s`. Raises JobNotFound."""
        return self._jobs.wait(job_id, timeout_s)

    def clips(self, limit: int = 24, offset: int = 0) -> list[Clip]:
        """Give a page of the library, newest first."""
        return self._library.clips(limit, offset)

    def num_clips(self) -> int:
        """Give how many clips the library has."""
        return self._library.count()

    def clip(self, clip_id: str) -> Clip:
        """Give one clip. Raises ClipNotFound."""
        return self._library.clip(clip_id)

    def clip_path(self, clip_id: str) -> Path:
        """Give where a clip's video is. Raises ClipNotFound."""
        return self._library.path(clip_id)

    def poster_path(self, clip_id: str) -> Path:
        """Give where a clip's still picture is. Raises ClipNotFound."""
        return self._library.poster(clip_id)

    def delete_clip(self, clip_id: str) -> None:
        """Remove a clip for good. Raises ClipNotFound, StorageUnwritable."""
        self._library.delete(clip_id)

    def verify(self, path: Path) -> Verification:
        """Read the marks of any video file. Raises RequestError when it is not one."""
        return verify_file(path)

    def time_bare_pipeline(self, plan: GenerationPlan) -> float:
        """Give the seconds that the engine's library takes for a plan without the studio.

        Runs at once, beside the queue: for benchmarks on a studio that has nothing else to do.
        """
        return self._engine.time_bare_pipeline(plan)

    def doctor(self) -> list[Check]:
        """Look whether everything is in place, and say what to do where it is not."""
        return examine(self._settings, self._library)

    def close(self) -> None:
        """Stop; a job that runs is taken up again by the next start."""
        if "_jobs" in self.__dict__:
            self._jobs.close()
        if "_engine" in self.__dict__:
            self._engine.close()

    def __enter__(self) -> Studio:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _pipeline_key(self, card: EngineCard) -> PipelineKey:
        dtype = DTYPES.get(self._device.split(":")[0], "float32")
        return PipelineKey(engine=card.id, revision=card.revision, dtype=dtype, device=self._device)


def _cleaned(request: GenerationRequest) -> GenerationRequest:
    return replace(
        request,
        prompt=clean_prompt(request.prompt),
        negative_prompt=clean_prompt(request.negative_prompt),
    )
