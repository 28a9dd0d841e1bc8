"""Comparisons: variants of one request run as ordinary jobs, and clips that are there already.

There is no second path: a variant goes through the doors that every request goes through. What it
shares with the others, the loaded pipeline, its encoded words and conditions, is reused by the
engine, which keeps them from one job to the next.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from seedance_studio.admission import stamp
from seedance_studio.domain.clip import AnyRecipe, Clip, Delivered
from seedance_studio.domain.comparison import (
    FIELDS,
    MIN_PANES,
    Axes,
    Comparison,
    Difference,
    Entry,
    check_number,
    film_facts,
    make_labels,
    request_facts,
    vary,
    what_differs,
)
from seedance_studio.domain.job import TERMINAL, JobState, Succeeded
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.request import MAX_SEED, GenerationRequest
from seedance_studio.domain.side_by_side import Part, SideBySideRequest
from seedance_studio.errors import (
    ClipNotFound,
    ComparisonNotFound,
    JobNotFound,
    Language,
    QuotaReached,
    RequestError,
    StudioError,
    Text,
)
from seedance_studio.library import Comparisons, no_such_comparison
from seedance_studio.media.codec import to_json
from seedance_studio.player.report import Reported, make_report

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

UNPLAYABLE = ("prores",)
"""Codecs that no browser plays: the still picture stands for the film."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One entry of a comparison as it is now."""

    entry: Entry
    clip: Clip | None
    """Once it is there."""
    state: JobState | None
    """Of its job; None when there is none."""

    @property
    def is_active(self) -> bool:
        """Whether it is on its way."""
        return self.state is not None and not isinstance(self.state, TERMINAL)


class Comparing:
    """The door for comparisons.

    Args:
        studio: whose jobs and clips they are made of.
        store: keeps them.
        owner: gives whose that is which is made now.
        scope: gives whose comparisons are seen; None for those of all.
    """

    def __init__(
        self,
        studio: Studio,
        store: Comparisons,
        owner: Callable[[], str],
        scope: Callable[[], str | None],
    ) -> None:
        self._studio = studio
        self._store = store
        self._owner = owner
        self._scope = scope

    @property
    def folder(self) -> Path:
        """Where reports are kept."""
        return self._store.folder

    def plan(
        self, request: GenerationRequest, axes: Axes
    ) -> tuple[tuple[GenerationRequest, ...], tuple[GenerationPlan, ...]]:
        """Give the variants and what would run for each.

        Raises:
            ConsentNeeded: all is well but for people in files.
            RequestError: all problems of all variants at once, by field.
        """
        variants = vary(request, axes, secrets.randbelow(MAX_SEED + 1))
        plans: list[GenerationPlan] = []
        problems: dict[str, Text] = {}
        for variant in variants:
            try:
                plans.append(self._studio.plan(variant))
            except RequestError as error:
                if type(error) is not RequestError:
                    raise
                problems = error.problems | problems
        if problems:
            raise RequestError(problems)
        return variants, tuple(plans)

    def start(
        self, request: GenerationRequest, axes: Axes, request_key: str | None = None
    ) -> Comparison:
        """Accept the variants of a request, each as a job of its own; all of them or none.

        Args:
            request: what they have in common.
            axes: in what they differ.
            request_key: one for each click; the same key again gives the same comparison.

        Raises:
            RequestError: all problems at once, by field.
            AdmissionError: the host's limits do not let so many through.
            StorageUnwritable: the data folder is full or cannot be written.
        """
        comparison_id = self._id(request_key)
        if (known := self._known(comparison_id)) is not None:
            return known
        variants, plans = self.plan(request, axes)
        self._check_allowance(plans)
        styles = self._styles()
        labels = make_labels(
            [request_facts(variant, styles) for variant in variants],
            [variant.prompt for variant in variants],
        )
        entries = tuple(
            Entry(label=label, request=variant)
            for label, variant in zip(labels, variants, strict=True)
        )
        return self._accept(self._new(comparison_id, request.prompt, entries))

    def of_clips(self, clip_ids: Sequence[str], request_key: str | None = None) -> Comparison:
        """Compare clips that are there already.

        Raises:
            ClipNotFound: one of them is not there.
            RequestError: under `variants`: too few, too many, or one of them twice.
        """
        comparison_id = self._id(request_key)
        if (known := self._known(comparison_id)) is not None:
            return known
        check_number(len(clip_ids))
        if len(set(clip_ids)) < len(clip_ids):
            raise RequestError({"variants": Text("a clip is named twice", "有片段重复")})
        clips = [self._studio.clip(clip_id) for clip_id in clip_ids]
        labels = make_labels([self._facts(clip) for clip in clips], [one.title for one in clips])
        entries = tuple(
            Entry(label=label, clip_id=clip.id) for label, clip in zip(labels, clips, strict=True)
        )
        title = " / ".join(dict.fromkeys(clip.title for clip in clips))
        comparison = self._new(comparison_id, title, entries)
        self._store.save(comparison)
        return comparison

    def comparison(self, comparison_id: str) -> Comparison:
        """Give a comparison of this visitor. Raises ComparisonNotFound."""
        comparison = self._store.comparison(comparison_id)
        if self._scope() not in (None, comparison.owner):
            raise no_such_comparison(comparison_id)
        return comparison

    def recent(self, limit: int) -> list[Comparison]:
        """Give the visitor's comparisons, the newest first."""
        return self._store.comparisons(self._scope())[:limit]

    def look(self, comparison_id: str) -> list[Seen]:
        """Give every entry as it is now. Raises ComparisonNotFound."""
        comparison = self.comparison(comparison_id)
        if any(entry.request and entry.job_id is None for entry in comparison.entries):
            comparison = self._accept(comparison)  # the studio died before all were accepted
        seen = [self._seen(entry) for entry in comparison.entries]
        if (entries := tuple(one.entry for one in seen)) != comparison.entries:
            self._store.save(replace(comparison, entries=entries))
        return seen

    def differences(self, seen: Sequence[Seen]) -> tuple[Difference, ...]:
        """Give that in which the clips that are there are not all the same."""
        return what_differs([None if one.clip is None else self._facts(one.clip) for one in seen])

    def cancel(self, comparison_id: str) -> None:
        """Ask all its jobs to end; clips that are there stay. Raises ComparisonNotFound."""
        for one in self.look(comparison_id):
            if one.is_active and one.entry.job_id is not None:
                self._studio.cancel(one.entry.job_id)

    def delete(self, comparison_id: str) -> None:
        """Remove a comparison; its clips stay. Raises ComparisonNotFound, StorageUnwritable."""
        self._store.delete(self.comparison(comparison_id).id)

    def vote(self, comparison_id: str, pane: int) -> None:
        """Count a vote.

        Raises:
            ComparisonNotFound: there is no such comparison.
            RequestError: under `vote`: it has no such clip.
        """
        comparison = self.comparison(comparison_id)
        if not 0 <= pane < len(comparison.entries):
            raise RequestError({"vote": Text("there is no such clip", "没有这个片段")})
        self._store.vote(comparison.id, pane)

    def tally(self, comparison_id: str) -> tuple[int, ...]:
        """Give the votes of each clip. Raises ComparisonNotFound."""
        return self._store.tally(self.comparison(comparison_id))

    def side_by_side(self, comparison_id: str, language: Language) -> SideBySideRequest:
        """Give what makes one film of all clips that are there.

        Raises:
            ComparisonNotFound: there is no such comparison.
            RequestError: under `variants`: fewer than two clips are there.
        """
        shown = self.shown(comparison_id)
        return SideBySideRequest(
            parts=tuple(
                Part(
                    film=str(self._studio.clip_path(clip.id)), caption=entry.label, clip_id=clip.id
                )
                for entry, clip in shown
            ),
            title=self.comparison(comparison_id).title,
            language=language,
        )

    def report(self, comparison_id: str, language: Language) -> Path:
        """Make one page that holds the clips that are there, and give where it is.

        Raises:
            ComparisonNotFound: there is no such comparison.
            RequestError: under `variants`: fewer than two clips are there; under `report`: they are
                too large for one page.
            StorageUnwritable: the data folder is full or cannot be written.
        """
        shown = self.shown(comparison_id)
        comparison = self.comparison(comparison_id)
        tally = self._store.tally(comparison)
        kept = [comparison.entries.index(entry) for entry, _ in shown]
        page = make_report(
            comparison.title,
            comparison.created_at,
            [
                reported(
                    entry.label,
                    self._studio.clip_path(clip.id),
                    clip.delivered,
                    clip.recipe,
                    self._studio.poster_path(clip.id),
                )
                for entry, clip in shown
            ],
            named(what_differs([self._facts(clip) for _, clip in shown])),
            [tally[place] for place in kept],
            language,
        )
        return self._store.keep_report(comparison.id, page)

    def shown(self, comparison_id: str) -> list[tuple[Entry, Clip]]:
        """Give the clips that are there.

        Raises:
            ComparisonNotFound: there is no such comparison.
            RequestError: under `variants`: fewer than two are there.
        """
        seen = self.look(comparison_id)
        shown = [(one.entry, one.clip) for one in seen if one.clip is not None]
        if len(shown) < MIN_PANES:
            words = Text("fewer than two clips are finished", "已完成的片段不足两个")
            raise RequestError({"variants": words})
        return shown

    def _accept(self, comparison: Comparison) -> Comparison:
        """Submit what was not submitted yet; under the same keys, so that none runs twice."""
        self._store.save(comparison)
        entries = list(comparison.entries)
        try:
            for place in _by_engine(entries):
                request = entries[place].request
                if request is not None and entries[place].job_id is None:
                    job_id = self._studio.submit(request, f"{comparison.id}-{place}")
                    entries[place] = replace(entries[place], job_id=job_id)
        except StudioError:
            for entry in entries:
                if entry.job_id is not None:
                    self._studio.cancel(entry.job_id)
            self._store.delete(comparison.id)
            raise
        accepted = replace(comparison, entries=tuple(entries))
        self._store.save(accepted)
        return accepted

    def _new(self, comparison_id: str, title: str, entries: tuple[Entry, ...]) -> Comparison:
        return Comparison(
            id=comparison_id,
            title=title,
            created_at=stamp(),
            owner=self._owner(),
            entries=entries,
        )

    def _id(self, request_key: str | None) -> str:
        key = request_key or secrets.token_hex(16)
        return sha256(f"{self._owner()}/{key}".encode()).hexdigest()[:32]

    def _known(self, comparison_id: str) -> Comparison | None:
        with suppress(ComparisonNotFound):
            return self.comparison(comparison_id)
        return None

    def _check_allowance(self, plans: Sequence[GenerationPlan]) -> None:
        allowance = self._studio.allowance()
        jobs, spent = allowance.jobs_left, sum(plan.estimate_s for plan in plans)
        is_short = jobs is not None and jobs < len(plans)
        if allowance.engine_s_left is not None:
            is_short = is_short or spent > allowance.engine_s_left
        if is_short:
            left = allowance.words or Text("", "")
            raise QuotaReached(
                Text(f"{len(plans)} clips exceed what is left today.", "变体数量超出今日余额。"),
                Text(f"Try fewer. {left.en}", f"请减少数量。{left.zh}"),
            )

    def _seen(self, entry: Entry) -> Seen:
        state: JobState | None = None
        with suppress(JobNotFound):
            state = self._studio.job(entry.job_id).state if entry.job_id is not None else None
        if isinstance(state, Succeeded):
            # Kept: the job may be taken off the list, its clip stays.
            entry = replace(entry, clip_id=state.clip_id)
        return Seen(entry=entry, clip=self._clip(entry.clip_id), state=state)

    def _clip(self, clip_id: str | None) -> Clip | None:
        try:
            return self._studio.clip(clip_id) if clip_id is not None else None
        except ClipNotFound:
            return None  # deleted since

    def _styles(self) -> dict[str, Text]:
        """Give the names of styles by id."""
        return {style.id: style.card.name for style in self._studio.styles().values()}

    def _facts(self, clip: Clip) -> dict[str, Text]:
        preset = clip.recipe.plan.finish_preset
        return film_facts(clip.delivered, preset, clip.generation, self._styles())


def named(
    differences: Sequence[Difference],
) -> list[tuple[Text, tuple[Text | None, ...]]]:
    """Give differences as rows of a table, each with its name."""
    return [(FIELDS[one.field], one.values) for one in differences]


def reported(
    label: Text,
    film: Path,
    delivered: Delivered,
    recipe: AnyRecipe | None,
    poster: Path | None = None,
) -> Reported:
    """Give a film as a report shows it."""
    return Reported(
        label=label,
        film=film,
        poster=poster,
        width=delivered.width,
        height=delivered.height,
        fps=delivered.fps,
        is_playable=delivered.video_codec not in UNPLAYABLE,
        recipe_json=to_json(recipe) if recipe is not None else None,
    )


def _by_engine(entries: Sequence[Entry]) -> list[int]:
    """Give the order to run them in: each engine is loaded once."""
    engines = [entry.request.engine if entry.request else "" for entry in entries]
    return sorted(range(len(entries)), key=lambda place: engines.index(engines[place]))
