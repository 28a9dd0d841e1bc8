"""Marks that say a clip was generated, by what and from what: made, and read back from any file."""

from __future__ import annotations

from seedance_studio.domain.clip import Recipe
from seedance_studio.media.codec import to_json
from seedance_studio.provenance.aigc import AIGC_KEY, make_aigc
from seedance_studio.provenance.verify import RECIPE_KEY, Verification, verify_file

__all__ = ["Verification", "make_marks", "verify_file"]


def make_marks(recipe: Recipe, clip_id: str) -> dict[str, str]:
    """Give the metadata that a published file of this recipe must carry, by key."""
    return {RECIPE_KEY: to_json(recipe), AIGC_KEY: make_aigc(clip_id)}
