"""A finished clip in the library."""

from __future__ import annotations

from dataclasses import dataclass, replace

from seedance_studio.domain.finishing import FinishPlan, FinishRequest
from seedance_studio.domain.job import LOCAL
from seedance_studio.domain.measured import Measured
from seedance_studio.domain.montage import MontagePlan, MontageRequest
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.domain.side_by_side import SideBySidePlan, SideBySideRequest
from seedance_studio.errors import RequestError, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What the published file really is, read back from it."""

    width: int
    height: int
    fps: float
    num_frames: int
    duration_s: float
    video_codec: str
    audio_codec: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """All that is needed to make the clip again; embedded in the file and stored beside it."""

    schema: int
    studio_version: str
    created_at: str
    """UTC, ISO 8601."""
    request: GenerationRequest
    plan: GenerationPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishRecipe:
    """How a film that was there already was finished; stored like a Recipe."""

    schema: int
    studio_version: str
    created_at: str
    """UTC, ISO 8601."""
    request: FinishRequest
    plan: FinishPlan
    made_from: Recipe | None = None
    """How the film itself was generated, when it is one of this studio's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySideRecipe:
    """How films were put side by side; stored like a Recipe."""

    schema: int
    studio_version: str
    created_at: str
    """UTC, ISO 8601."""
    request: SideBySideRequest
    plan: SideBySidePlan
    made_from: tuple[Recipe | None, ...]
    """How each of the films was generated, where it is one of this studio's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MontageRecipe:
    """How films were joined; stored like a Recipe."""

    schema: int
    studio_version: str
    created_at: str
    """UTC, ISO 8601."""
    request: MontageRequest
    plan: MontagePlan
    made_from: tuple[Recipe | None, ...]
    """How each shot was generated; None of those from elsewhere."""


AnyRecipe = Recipe | FinishRecipe | SideBySideRecipe | MontageRecipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One published clip."""

    id: str
    title: str
    """The first words of the prompt."""
    recipe: AnyRecipe
    delivered: Delivered
    timings_s: dict[str, float]
    """load, encode_prompt, condition, denoise, decode, finish, total."""
    peak_rss_mb: float
    sha256: str
    """Of the published file."""
    owner: str = LOCAL
    """Whose it is; see `Job.owner`."""
    is_watermarked: bool | None = None
    """Whether the invisible mark could be read from the file; None for clips that never had one."""
    measured: tuple[Measured, ...] = ()
    """How far it took over the references that it was made from."""

    @property
    def generation(self) -> Recipe | None:
        """How its pictures were generated; None of a film from elsewhere, or of several."""
        if isinstance(self.recipe, (SideBySideRecipe, MontageRecipe)):
            return None
        return self.recipe if isinstance(self.recipe, Recipe) else self.recipe.made_from

    def promoted(self) -> GenerationRequest:
        """Give the request for the full clip of which this is a draft.

        Raises:
            RequestError: under `clip`: it is no draft.
        """
        recipe = self.recipe
        if not isinstance(recipe, Recipe) or not recipe.request.is_draft:
            raise RequestError({"clip": Text("it is not a draft", "它不是草稿")})
        return replace(recipe.request, is_draft=False, draft_of=self.id, seed=recipe.plan.seed)
