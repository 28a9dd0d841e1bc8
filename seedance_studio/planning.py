"""From a request to what will run: understood, cast, checked, and every number final."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from seedance_studio.domain.casting import Casting, cast_references
from seedance_studio.domain.engine import EngineCard
from seedance_studio.domain.plan import GenerationPlan, check_request, make_plan
from seedance_studio.domain.prompt import PreparedPrompt
from seedance_studio.domain.reference import InputFile, ScenePart
from seedance_studio.domain.request import MAX_SEED, GenerationRequest
from seedance_studio.domain.sound import SoundBrief
from seedance_studio.domain.sound_plan import composing_s
from seedance_studio.domain.style import Style, with_wording
from seedance_studio.errors import RequestError, Text
from seedance_studio.finish import available_codecs
from seedance_studio.fleet import Fleet
from seedance_studio.library import Inputs
from seedance_studio.prompts import clean_prompt, prepare_prompt, read_mentions
from seedance_studio.safety.gate import refusal
from seedance_studio.safety.people import FileToCheck, People
from seedance_studio.seedling.known import EVERYTHING, shipped_known


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A request as it will be stored, what will run, and its files."""

    request: GenerationRequest
    plan: GenerationPlan
    files: dict[str, InputFile]


class Planner:
    """Settles requests; loads no model.

    Args:
        fleet: the engines as this machine runs them.
        inputs: has the files that requests bring.
        people: knows who is in them, and whose consent is on record.
        styles: gives the gallery's styles by id, as the one who asks sees them.
    """

    def __init__(
        self,
        fleet: Fleet,
        inputs: Inputs,
        people: People,
        styles: Callable[[], Mapping[str, Style]],
    ) -> None:
        self._fleet = fleet
        self._inputs = inputs
        self._people = people
        self._styles = styles

    def prepare(
        self,
        prompt: str,
        *,
        enhance: bool,
        seed: int,
        engine: str,
        names: Collection[str],
        shown: Collection[ScenePart] = (),
    ) -> PreparedPrompt:
        """Give the prompt as this engine would understand it; see `prepare_prompt`."""
        card = self._fleet.cards().get(engine)
        has_world_vocabulary = card is not None and card.has_world_vocabulary
        return prepare_prompt(
            clean_prompt(prompt),
            enhance=enhance,
            seed=seed,
            has_world_vocabulary=has_world_vocabulary,
            known=shipped_known() if has_world_vocabulary else EVERYTHING,
            names=names,
            shown=shown,
        )

    def hear(self, scene: str) -> SoundBrief:
        """Give what there is to hear in a scene that is told in words."""
        prepared = prepare_prompt(
            clean_prompt(scene), enhance=False, seed=0, has_world_vocabulary=False
        )
        return prepared.brief

    def settle(
        self, request: GenerationRequest, owner: str, to_be: Mapping[str, Style] | None = None
    ) -> Settled:
        """Give every number that would run, and what becomes of each thing asked for.

        Args:
            request: what was asked.
            owner: who asks; people in files are answered for by them.
            to_be: styles that are about to be made, by id.

        Raises:
            ConsentNeeded: by field: all is well but for people in files.
            RequestError: all problems at once, by field.
        """
        request = _cleaned(request)
        files, unreadable = self._inputs.examine(request.references)
        names = [reference.name for reference in request.references]
        _, mentions = read_mentions(request.prompt, names)
        casting = cast_references(request, mentions, files)
        seed = secrets.randbelow(MAX_SEED + 1) if request.seed is None else request.seed
        prompt = self.prepare(
            request.prompt,
            enhance=request.enhance,
            seed=seed if request.enhance_seed is None else request.enhance_seed,
            engine=request.engine,
            names=names,
            shown=casting.shown,
        )
        styles = {**self._styles(), **(to_be or {})} if request.styles else {}
        offers = self._fleet.ensemble.offers()
        card = self._check(request, casting, unreadable, styles, offers)
        self._people.check(owner, self._with_people(request, files))
        prompt = with_wording(prompt, request.styles, styles, card)
        # The words of a style and of the prompt may be harmless each, and not together.
        if request.styles and (refused := refusal(prompt.engine_prompt)) is not None:
            raise RequestError({"styles": refused})
        key = self._fleet.key(card)
        plan = make_plan(
            request,
            card,
            prompt,
            casting=casting,
            styles=styles,
            composers=offers,
            seed=seed,
            device=key.device,
            dtype=key.dtype,
        )
        plan = self._fleet.fit(plan, card)
        extra_s = composing_s(plan.sound, plan.delivered.duration_s, offers)
        plan = replace(plan, estimate_s=round(plan.estimate_s + extra_s, 1))
        stored = replace(request, mode=plan.mode, aspect=_aspect(plan, card))
        return Settled(request=stored, plan=plan, files=files)

    def _check(
        self,
        request: GenerationRequest,
        casting: Casting,
        unreadable: dict[str, Text],
        styles: Mapping[str, Style],
        composers: Collection[str],
    ) -> EngineCard:
        refused = refusal(request.prompt)
        problems = {"prompt": refused} if refused is not None else {}
        asked = self._fleet.cards().get(request.engine)
        if asked is not None and (unready := self._fleet.problem(asked)) is not None:
            problems["engine"] = unready
        try:
            card = check_request(
                request,
                self._fleet.cards(),
                styles,
                codecs=available_codecs(),
                casting=casting,
                unreadable=unreadable,
                composers=composers,
            )
        except RequestError as error:
            raise RequestError(error.problems | problems) from error
        if problems:
            raise RequestError(problems)
        return card

    def _with_people(
        self, request: GenerationRequest, files: Mapping[str, InputFile]
    ) -> dict[str, FileToCheck]:
        """Give the files that people may be seen or heard in, by field."""
        return {
            f"references.{one.name}": FileToCheck(
                path=self._inputs.path(one.file),
                sha256=files[one.file].sha256,
                facts=files[one.file].facts,
            )
            for one in request.references
            if one.file in files
        }


def _aspect(plan: GenerationPlan, card: EngineCard) -> str:
    """Give the shape that the plan came to, for a request that left it open."""
    native = plan.native.width, plan.native.height
    return next(name for name, size in card.sizes.items() if (size.width, size.height) == native)


def _cleaned(request: GenerationRequest) -> GenerationRequest:
    return replace(
        request,
        prompt=clean_prompt(request.prompt),
        negative_prompt=clean_prompt(request.negative_prompt),
    )
