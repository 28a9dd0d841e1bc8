"""Brand styles of one's own: made from pictures, brought in, handed on, removed."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from seedance_studio.admission import stamp
from seedance_studio.domain.engine import EngineCard, OnStep
from seedance_studio.domain.pipeline_key import PipelineKey
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.reference import InputFile
from seedance_studio.domain.request import StyleUse
from seedance_studio.domain.style import Style, base_name
from seedance_studio.domain.style_training import (
    MAX_PICTURES,
    TrainingPlan,
    TrainingRequest,
    make_training_plan,
    sample_request,
    style_to_be,
    training_problems,
)
from seedance_studio.errors import RequestError, StudioError, Text, storing
from seedance_studio.jobs.messages import EngineRun
from seedance_studio.jobs.run import JobRecord, JobRun
from seedance_studio.library import Inputs, Library, room_for_export
from seedance_studio.planning import Planner, Settled
from seedance_studio.styles import Gallery
from seedance_studio.styles.archive import read_upload, write_archive
from seedance_studio.styles.gallery import ADAPTER, AFTER, BEFORE, COVER, SHIPPED

logger = logging.getLogger(__name__)

LearnStyle = Callable[[TrainingPlan, Path, OnStep, Callable[[], None]], EngineRun]
"""As `EngineProcess.learn_style`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A style that a job has made."""

    stored: str
    """Name of its adapter where a run looks for it."""


class Styling:
    """The door for making and moving brand styles.

    Args:
        gallery: gives the styles of the one who asks.
        cards: gives every engine's card by id.
        key: gives what must be loaded for an engine.
        inputs: keeps the pictures.
        planner: plans the clip that shows a new style.
        accept: stores a job with the style it makes first, and gives its id.
        exports: folder of the files that are offered for download.
    """

    def __init__(
        self,
        gallery: Callable[[], Gallery],
        cards: Callable[[], Mapping[str, EngineCard]],
        key: Callable[[EngineCard], PipelineKey],
        inputs: Inputs,
        planner: Planner,
        accept: Callable[[Settled, TrainingPlan, str], str],
        exports: Path,
    ) -> None:
        self._gallery = gallery
        self._cards = cards
        self._key = key
        self._inputs = inputs
        self._planner = planner
        self._accept = accept
        self._exports = exports

    def plan(self, request: TrainingRequest) -> TrainingPlan:
        """Examine the pictures, and fix every number; they are kept from then on.

        Raises:
            RequestError: all problems at once, by field.
            StorageUnwritable: the data folder cannot be written.
        """
        files: dict[str, InputFile] = {}
        unreadable: dict[str, Text] = {}
        # 500 pictures are refused for their number, and none of them is opened.
        for path in request.pictures[: MAX_PICTURES + 1]:
            try:
                files[path] = self._inputs.keep_file(Path(path))
            except RequestError as error:
                unreadable[path] = error.problems["file"]
        cards, taken = self._cards(), self._gallery().styles()
        problems = training_problems(request, cards, taken, files, unreadable)
        if problems:
            raise RequestError(problems)
        card = cards[request.engine]
        key = self._key(card)
        return make_training_plan(request, card, files, key=key, created_at=stamp())

    def submit(self, request: TrainingRequest, request_key: str | None = None) -> str:
        """Accept a style to be made and give the job's id: it trains, and films the style at work.

        Raises:
            RequestError: all problems at once, by field.
            StorageUnwritable: the data folder is full or cannot be written.
        """
        plan = self.plan(request)
        worn = (StyleUse(id=plan.card.id),)
        sample = sample_request(request.engine, worn, request.language)
        settled = self._planner.settle(sample, "", {plan.card.id: style_to_be(plan)})
        estimate_s = settled.plan.estimate_s + plan.seconds
        settled = replace(settled, plan=replace(settled.plan, estimate_s=estimate_s))
        return self._accept(settled, plan, request_key or uuid.uuid4().hex)

    def bring_in(self, upload: Path, name: str = "") -> Style:
        """Put a style that was exported, or a bare .safetensors LoRA, into the gallery.

        Raises:
            RequestError: under `file` what is wrong with it, under `name` that it is taken.
            StorageUnwritable: the data folder is full or cannot be written.
        """
        with read_upload(upload, name, stamp()) as (card, adapter, pictures):
            self._require_base(card.base)
            gallery = self._gallery()
            style = gallery.add(card, adapter)
            gallery.show(style.id, pictures)
            return gallery.style(style.id)

    def _require_base(self, base: str) -> None:
        taken = {card.style_base for card in self._cards().values() if card.style_base}
        if base in taken:
            return
        made_for, names = base_name(base), [base_name(one) for one in sorted(taken)]
        raise RequestError(
            {
                "file": Text(
                    f"it is made for {made_for.en}; styles for "
                    f"{', '.join(one.en for one in names)} can be used here",
                    f"它适用于 {made_for.zh}；这里可用的是适用于"
                    f" {'、'.join(one.zh for one in names)} 的风格",
                )
            }
        )

    def hand_out(self, style_id: str, folder: Path) -> Path:
        """Write a style into one file that can be brought in elsewhere. Raises StyleNotFound."""
        return write_archive(self._gallery().style(style_id), folder)

    def offer(self, style_id: str) -> Path:
        """Write a style into one file for a download; it stays for a day. Raises StyleNotFound."""
        return self.hand_out(style_id, room_for_export(self._exports))

    def remove(self, style_id: str) -> None:
        """Remove a style of one's own. Raises StyleNotFound, RequestError."""
        self._gallery().remove(style_id)


def run_training(
    run: JobRun, training: TrainingPlan, learn_style: LearnStyle, gallery: Gallery, folder: Path
) -> None:
    """Make the style of a job, so that its clip can wear it.

    Args:
        run: the job; its plan gets the adapter that came of it.
        training: what to run.
        learn_style: trains, in a process of its own.
        gallery: of the job's owner.
        folder: for the state of the training; it outlives a cancel, so that the same request,
            asked again, goes on.
    """

    def learn() -> Learned:
        state = folder / _state_name(training)
        with storing(Text("The training", "训练进度")):
            state.mkdir(parents=True, exist_ok=True)
        learn_style(training, state, run.on_step, run.check)
        adapter = gallery.add(training.card, state / ADAPTER).adapter
        return Learned(stored=adapter.stored)

    learned = run.step("learn", Learned, learn)
    plan = run.record.plan
    assert isinstance(plan, GenerationPlan)
    styles = tuple(
        replace(one, stored=learned.stored) if one.id == training.card.id else one
        for one in plan.styles
    )
    run.record = replace(run.record, plan=replace(plan, styles=styles))


def show_style(record: JobRecord, gallery: Gallery, library: Library) -> None:
    """Give a new style the clip that it made first as its picture."""
    assert record.training is not None
    pictures = {AFTER: library.path(record.clip_id), COVER: library.poster(record.clip_id)}
    before = next(SHIPPED.glob(f"*/{BEFORE}"), None)
    if before is not None:
        pictures[BEFORE] = before
    try:
        gallery.show(record.training.card.id, pictures)
    except StudioError:
        # The style itself is there and works; it only has no picture.
        logger.exception("a new style has no picture")


def _state_name(training: TrainingPlan) -> str:
    pictures = "".join(training.card.source_sha256)
    return uuid.uuid5(uuid.NAMESPACE_OID, training.card.id + pictures).hex
