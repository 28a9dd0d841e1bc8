"""Read a file's marks: is it generated, by what, is it unchanged, and can it be made again?"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from seedance_studio.domain.clip import (
    AnyRecipe,
    Delivered,
    FinishRecipe,
    MontageRecipe,
    Recipe,
    SideBySideRecipe,
)
from seedance_studio.domain.sketch import SKETCH_MARK
from seedance_studio.errors import StorageError, Text
from seedance_studio.media.codec import from_json, to_json
from seedance_studio.media.planes import read_brightness
from seedance_studio.media.probe import Probe, probe
from seedance_studio.provenance.aigc import AIGC_KEY, parse_aigc
from seedance_studio.provenance.credentials import Credentials, read_credentials
from seedance_studio.provenance.watermark import Watermark, read_watermark, watermark_payload
from seedance_studio.provenance.wording import (
    Finding,
    aigc_finding,
    recipe_finding,
    signature_finding,
    summary_text,
    watermark_finding,
)

RECIPE_KEY = "seedance_recipe"
_MAX_MARK_CHARACTERS = 1_000_000
"""No recipe comes near; the file may be anyone's."""
_MAX_PIXELS = 9_000_000
"""Of a picture that is decoded to look for the invisible mark: a little over 4K."""
_KEY_PICTURES, _PICTURES, _EVERY = 8, 40, 3
"""Looked at first, and then, when those do not show the mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a file says of its own making. Marks can be removed: their absence proves nothing."""

    is_generated: bool
    """Some mark says that a model made it."""
    summary: Text
    findings: tuple[Finding, ...]
    """What each kind of mark says: signature, aigc, watermark, recipe."""
    recipe: Recipe | None
    """Ready to be loaded, when this studio made the pictures."""
    finish: FinishRecipe | None
    """How a film that was there before was finished, when this studio did."""
    aigc: dict[str, str] | None
    """The fields of the AIGC mark."""
    credentials: Credentials | None
    """What its signature says."""
    watermark: Watermark | None
    """The invisible mark."""
    clip_id: str | None
    """The clip that the invisible mark names, where it is known here."""
    delivered: Delivered

    def to_json(self) -> str:
        """Give it for programs, on one line."""
        return to_json(self)


def verify_file(
    path: Path, own_root_pem: str = "", known_clips: Collection[str] = ()
) -> Verification:
    """Read the marks of any video file.

    Args:
        path: of the file; anyone's.
        own_root_pem: root certificate of this installation, to know its signatures by.
        known_clips: ids that an invisible mark may name.

    Raises:
        RequestError: under `file`: it is missing, or not a video that can be read.
    """
    found = probe(path)
    marks = {
        key: value for key, value in found.metadata.items() if len(value) <= _MAX_MARK_CHARACTERS
    }
    aigc = parse_aigc(marks.get(AIGC_KEY, ""))
    stored = _read_recipe(marks[RECIPE_KEY]) if RECIPE_KEY in marks else None
    finish = stored if isinstance(stored, FinishRecipe) else None
    is_composed = isinstance(stored, (SideBySideRecipe, MontageRecipe))
    made_from = stored.made_from if isinstance(stored, FinishRecipe) else stored
    recipe = made_from if isinstance(made_from, Recipe) else None
    is_damaged = RECIPE_KEY in marks and stored is None
    credentials = read_credentials(path, own_root_pem)
    watermark = _watermark(path, found)
    labelled = (aigc or {}).get("ProduceID", "")
    clip_id = _named(watermark, (labelled, *known_clips))
    findings = (
        signature_finding(credentials),
        aigc_finding(aigc),
        watermark_finding(watermark, clip_id, labelled),
        recipe_finding(
            recipe,
            is_damaged=is_damaged,
            is_finish=finish is not None,
            is_composed=is_composed,
        ),
    )
    return Verification(
        is_generated=any(
            (
                aigc is not None,
                recipe is not None or is_damaged,
                watermark is not None,
                credentials is not None and credentials.is_generated,
            )
        ),
        summary=summary_text(recipe, aigc, credentials, watermark, is_sketch=SKETCH_MARK in marks),
        findings=findings,
        recipe=recipe,
        finish=finish,
        aigc=aigc,
        credentials=credentials,
        watermark=watermark,
        clip_id=clip_id,
        delivered=found.delivered,
    )


def read_published_watermark(path: Path) -> Watermark | None:
    """Read the invisible mark of a file that the studio has just written: a few key pictures do.

    Raises:
        RequestError: under `file`: its pictures cannot be decoded.
    """
    pictures = read_brightness(path, limit=_KEY_PICTURES, keys_only=True)
    return read_watermark(pictures, is_as_published=True)


def read_recipe(path: Path) -> AnyRecipe | None:
    """Give the recipe that a video file holds, of whatever kind; None when it holds none.

    Raises:
        RequestError: under `file`: it is missing, or not a video that can be read.
    """
    text = probe(path).metadata.get(RECIPE_KEY, "")
    return _read_recipe(text) if 0 < len(text) <= _MAX_MARK_CHARACTERS else None


def _read_recipe(text: str) -> AnyRecipe | None:
    """Give a recipe of any kind; None when it is damaged or of another version."""
    for kind in get_args(AnyRecipe):
        with suppress(StorageError):
            recipe: AnyRecipe = from_json(kind, text)
            return recipe
    return None


def _watermark(path: Path, found: Probe) -> Watermark | None:
    if found.delivered.width * found.delivered.height > _MAX_PIXELS:
        return None
    key_pictures = read_brightness(path, limit=_KEY_PICTURES, keys_only=True)
    pictures = read_brightness(path, limit=_PICTURES, every=_EVERY)
    return read_watermark(key_pictures) or read_watermark(pictures)


def _named(watermark: Watermark | None, clip_ids: Collection[str]) -> str | None:
    if watermark is None:
        return None
    same = (one for one in clip_ids if one and watermark_payload(one) == watermark.payload)
    return next(same, None)
