"""The engines as this machine can run them: which are ready, how they are laid out, what a run
takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from seedance_studio import engines
from seedance_studio.domain.clip import Clip
from seedance_studio.domain.composer import ComposerCard
from seedance_studio.domain.delivery import ReportItem, VideoShape, finishing_s
from seedance_studio.domain.engine import EngineCard, ModelCard
from seedance_studio.domain.pipeline_key import PipelineKey, Speed
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.policy import (
    denoising_s,
    fitting_modes,
    memory_needed_gb,
    too_large,
)
from seedance_studio.ensemble import Ensemble
from seedance_studio.errors import RequestError, Text
from seedance_studio.library.costs import Costs
from seedance_studio.machine import Device, find_device, resolve_device
from seedance_studio.models import hold, weights_problem
from seedance_studio.settings import Settings

FALLBACK = "seedling"
PREFERRED = "wan-vace-1.3b"
"""What a machine with a GPU runs unless told otherwise, once its weights are there."""
DTYPES = {"cpu": "float32", "cuda": "bfloat16"}
USUAL_S = 5.0
"""Length of a usual clip."""
MIN_CACHED_STEPS = 16
"""Below this nothing is left to extrapolate from."""


class Fleet:
    """All engines; loads none.

    Args:
        settings: which engines, where they run, and where their weights are.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def device(self) -> Device:
        """What engines run on."""
        return find_device(resolve_device(self._settings.device))

    @cached_property
    def device_name(self) -> str:
        """The same in torch's words: cpu, cuda."""
        return resolve_device(self._settings.device)

    @cached_property
    def _costs(self) -> Costs:
        return Costs(self._settings.data_dir / "costs.json", self.device.name)

    @cached_property
    def _models(self) -> dict[str, ModelCard]:
        found = engines.discover(self._settings.engines)
        return {
            card.id: card
            for card in found.values()
            if card.terms.is_for_public_hosts or not self.is_public
        }

    @cached_property
    def _all(self) -> dict[str, EngineCard]:
        return {one.id: one for one in self._models.values() if isinstance(one, EngineCard)}

    @cached_property
    def ensemble(self) -> Ensemble:
        """The models that make music."""
        return Ensemble(
            [one for one in self._models.values() if isinstance(one, ComposerCard)],
            self.device,
            self.device_name,
            DTYPES.get(self.device.kind, "float32"),
            self.models_dir,
        )

    @property
    def is_public(self) -> bool:
        """Whether strangers use this studio."""
        return self._settings.visitors == "many"

    @property
    def models_dir(self) -> Path:
        """Folder of the weights that were fetched."""
        return self._settings.models_dir

    def cards(self) -> Mapping[str, EngineCard]:
        """Give every engine's card by its id, the default first, then those that are ready."""
        default = FALLBACK
        if self.device.kind == "cuda" and PREFERRED in self._all:
            default = PREFERRED if self.is_ready(self._all[PREFERRED]) else FALLBACK

        def rank(card: EngineCard) -> tuple[bool, bool]:
            return card.id != default, not self.is_ready(card)

        return {card.id: card for card in sorted(self._all.values(), key=rank)}

    def is_ready(self, card: EngineCard) -> bool:
        """Tell whether its weights are here."""
        return self.problem(card) is None

    def problem(self, card: EngineCard) -> Text | None:
        """Say what keeps an engine from running at all here; None when nothing does."""
        return weights_problem(self.models_dir, card)

    def key(self, card: EngineCard) -> PipelineKey:
        """Give what must be loaded for an engine on this machine, for its longest clip."""
        modes = fitting_modes(card, self.device, longest(card))
        # What runs anywhere needs no GPU that is charged to a visitor.
        device = "cpu" if self.device.is_lent and card.weights is None else self.device_name
        return PipelineKey(
            engine=card.id,
            revision=self._revision(card),
            dtype=DTYPES.get(device.split(":")[0], "float32"),
            device=device,
            memory=modes[0] if modes else "full",
        )

    def _revision(self, card: EngineCard) -> str:
        if card.weights is None:
            return card.revision
        return hold(self.models_dir, card).revision or card.revision

    def fit(self, plan: GenerationPlan, card: EngineCard) -> GenerationPlan:
        """Lay a plan out on this machine: how it is held in memory, how fast, how long it takes.

        Raises:
            RequestError: under `engine`: no way of running it fits.
        """
        modes = fitting_modes(card, self.device, plan.native)
        if not modes:
            raise RequestError({"engine": too_large(card, self.device, plan.native)})
        speed, report = self._speed(plan, card)
        key = replace(self.key(card), memory=modes[0], speed=speed)
        factor = self._costs.factor(key, is_controlled=_is_controlled(plan))
        if factor is None and card.weights is not None:
            report.append(_GUESSED)
        generating_s = self._expected_s(plan, card) * (factor or 1.0)
        return replace(
            plan,
            pipeline_key=key,
            memory_modes=modes,
            report=(*plan.report, *report),
            estimate_s=round(generating_s + finishing_s(plan.delivery), 1),
        )

    def _speed(self, plan: GenerationPlan, card: EngineCard) -> tuple[Speed, list[ReportItem]]:
        if self._settings.speed == "exact":
            return "exact", []
        if not card.has_step_cache or plan.num_inference_steps < MIN_CACHED_STEPS:
            return "exact", []
        return "fast", [_EXTRAPOLATED]

    def _expected_s(self, plan: GenerationPlan, card: EngineCard) -> float:
        steps, guidance = plan.num_inference_steps, plan.guidance_scale
        return denoising_s(card, self.device, plan.native, steps, guidance)

    def learn(self, clip: Clip) -> None:
        """Remember what a clip took."""
        plan, spent = clip.recipe.plan, clip.timings_s
        card = self._all.get(plan.pipeline_key.engine) if isinstance(plan, GenerationPlan) else None
        if card is None or not isinstance(plan, GenerationPlan):
            return
        taken_s = spent["total"] - spent["finish"] - spent["load"]
        expected_s, controlled = self._expected_s(plan, card), _is_controlled(plan)
        self._costs.learn(plan.pipeline_key, expected_s, taken_s, is_controlled=controlled)

    def memory_gb(self, card: EngineCard) -> tuple[float, float] | None:
        """Give the memory that an engine's longest clip takes here, and the least it can do with.

        None for an engine that is in the box.
        """
        if card.weights is None:
            return None
        shape = longest(card)
        needs = [memory_needed_gb(card, self.device, mode, shape) for mode in card.memory_modes]
        return max(needs), min(needs)

    def fits(self, card: EngineCard) -> bool:
        """Tell whether its longest clip can be made here."""
        return bool(fitting_modes(card, self.device, longest(card)))

    def seconds_for(self, card: EngineCard) -> tuple[float, bool]:
        """Give what a clip of its usual length takes here, and whether that was ever measured."""
        factor = self._costs.factor(self.key(card))
        expected = denoising_s(
            card,
            self.device,
            longest(card, USUAL_S),
            card.default_steps,
            card.default_guidance_scale,
        )
        return expected * (factor or 1.0), factor is not None


def _is_controlled(plan: GenerationPlan) -> bool:
    """Tell whether the model is given more than words, which costs it more."""
    return bool(plan.references) or len(plan.stretches) > 1


def longest(card: EngineCard, at_most_s: float = 1_000.0) -> VideoShape:
    """Give the shape of an engine's longest clip, in the first of its aspects."""
    size, seconds = next(iter(card.sizes.values())), min(card.max_seconds, at_most_s)
    frames = round(seconds * card.fps / card.frame_step) * card.frame_step + 1
    return VideoShape(width=size.width, height=size.height, fps=card.fps, num_frames=frames)


_EXTRAPOLATED = ReportItem(
    item="speed",
    status="adapted",
    note=Text(
        "two steps of three are extrapolated from those before", "每三步有两步由之前的步推算"
    ),
)
_GUESSED = ReportItem(
    item="estimate",
    status="adapted",
    note=Text(
        "from sizes alone: this engine has not run on this machine yet",
        "仅按规模估算：该模型尚未在本机运行过",
    ),
)
