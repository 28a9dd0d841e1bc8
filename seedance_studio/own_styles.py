"""The brand styles of who asks: those of the studio and the host, and their own; not of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from seedance_studio.admission import Admission, Allowance, make_record
from seedance_studio.domain.engine import EngineCard
from seedance_studio.domain.job import LOCAL
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.style import Style
from seedance_studio.domain.style_training import TrainingPlan
from seedance_studio.fleet import Fleet
from seedance_studio.jobs.run import JobRun
from seedance_studio.library import Inputs, Library
from seedance_studio.planning import Planner, Settled
from seedance_studio.settings import Settings
from seedance_studio.styles import SHIPPED, Gallery
from seedance_studio.styling import Styling, run_training, show_style

if TYPE_CHECKING:
    from seedance_studio.engine_room import EngineRoom
    from seedance_studio.jobs.store import JobStore


class OwnStyles:
    """A part of the studio, which has all that it works with."""

    _settings: Settings
    _inputs: Inputs
    _library: Library
    _planner: Planner
    _fleet: Fleet
    _engine_room: EngineRoom
    _admission: Admission

    @property
    def _jobs(self) -> JobStore:
        raise NotImplementedError

    @property
    def _owner(self) -> str:
        """Whose that is which is made now."""
        raise NotImplementedError

    def engines(self) -> Mapping[str, EngineCard]:
        """Give every engine's card by its id, the default first."""
        raise NotImplementedError

    def allowance(self) -> Allowance:
        """Give what is left of the visitor's day."""
        raise NotImplementedError

    @property
    def style_dirs(self) -> list[Path]:
        """The folders whose pictures and exported files the page shows."""
        data = self._settings.data_dir
        return [SHIPPED, self.styles_dir, data / "visitor_styles", self.exports_dir]

    @property
    def exports_dir(self) -> Path:
        """Folder of the files that are written for a download."""
        return self._settings.data_dir / "exports"

    @property
    def styles_dir(self) -> Path:
        """Folder of the host's own styles, one folder each."""
        return self._settings.data_dir / "styles"

    def styles(self) -> Mapping[str, Style]:
        """Give the brand styles that the visitor sees by their ids."""
        return self._gallery(self._owner).styles()

    def style_file(self, style_id: str, name: str) -> Path | None:
        """Give a picture of a style: cover.jpg, before.mp4 or after.mp4. Raises StyleNotFound."""
        path = self._gallery(self._owner).style(style_id).folder / name
        return path if path.is_file() else None

    @cached_property
    def styling(self) -> Styling:
        """The door for making, bringing in, handing on and removing brand styles."""
        return Styling(
            lambda: self._gallery(self._owner),
            self.engines,
            self._fleet.key,
            self._inputs,
            self._planner,
            self._accept_training,
            self.exports_dir,
        )

    @contextmanager
    def wearing(self, run: JobRun) -> Iterator[None]:
        """Put the styles of a job where its run finds them; make the one that is to be made.

        Raises: as the training and the gallery do.
        """
        gallery, training = self._gallery(run.record.owner), run.record.training
        if training is not None:
            run_training(
                run, training, self._engine_room.learn_style, gallery, self.styles_dir / ".training"
            )
        plan = run.record.plan
        assert isinstance(plan, GenerationPlan)
        gallery.lend(plan.styles, self._inputs.folder)
        yield
        if training is not None:
            show_style(run.record, gallery, self._library)

    def _accept_training(self, settled: Settled, training: TrainingPlan, key: str) -> str:
        self._admission.check(settled.plan, self.allowance(), self._jobs)
        record = make_record(settled.request, settled.plan, self._owner)
        return self._jobs.submit(replace(record, training=training), key)

    def _gallery(self, owner: str) -> Gallery:
        shared = [SHIPPED, self.styles_dir]
        visitors = self._settings.data_dir / "visitor_styles"
        return Gallery(shared if owner == LOCAL else [*shared, visitors / owner])
