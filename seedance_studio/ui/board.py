"""The reference board: the files of a request, each with a name, a role and a strength.

The browser holds the board (`scripts/board.js`) and the server keeps the files. What comes back is
read here as strictly as any other upload: stored names only, never a path.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.utils import get_upload_folder, is_in_or_equal

from seedance_studio.domain.clip import Recipe
from seedance_studio.domain.job import Job
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.reference import (
    FITS,
    MAX_OF_KIND,
    MAX_REFERENCES,
    STRUCTURES,
    InputFile,
    Reference,
    is_stored_name,
)
from seedance_studio.domain.request import DEFAULT_STRENGTH, GenerationRequest, Mode
from seedance_studio.errors import RequestError, StudioError, Text
from seedance_studio.ui.markup import file_url
from seedance_studio.ui.strings import STRINGS
from seedance_studio.ui.uses import USES, use_of

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

BoardValue = dict[str, Any]
"""{"cards": [card, ...], "next": {kind: number}}; a card is a Reference in JSON with its `use`."""

_ACCEPT = {
    "image": ".png,.jpg,.jpeg,.webp",
    "video": ".mp4,.mov,.webm",
    "audio": ".wav,.mp3,.flac,.m4a",
}
_OFFERS: dict[Mode, dict[str, list[str | None]]] = {
    "image": {"image": ["first_frame", "last_frame", "keyframe"]},
    "video": {
        "video": ["edit", "region", "reframe", "structure", "camera", "motion", "extend"],
    },
    "mixed": {
        "image": [None, "identity", "setting", "style", "first_frame", "last_frame", "keyframe"],
        "video": [None, "camera", "motion", "style", "structure", "edit", "region", "extend"],
        "audio": [None, "rhythm", "music", "voice"],
    },
}
"""What each tab lets a file of each kind do; None lets the prompt or the studio decide."""
_DEFAULTS: dict[Mode, dict[str, list[str]]] = {
    "image": {"image": ["first_frame", "last_frame", "keyframe"]},
    "video": {"video": ["edit"]},
    "mixed": {},
}
"""Uses given to new files in turn; the last one again when all are taken."""
_TOTAL: dict[Mode, int] = {"image": MAX_OF_KIND["image"], "video": 1, "mixed": MAX_REFERENCES}
_NUM_CLIPS = 24


def reference_board(mode: Mode, studio: Studio, elem_id: str) -> gr.HTML:
    """Draw the board of one tab; its value is a BoardValue."""

    def keep_upload(sent: dict[str, str]) -> dict[str, Any]:
        return keep_sent(studio, sent)

    def keep_clip(sent: dict[str, str]) -> dict[str, Any]:
        return _answer(lambda: keep_clip_for(mode, sent["clip"], studio), "")

    def recent_clips(_sent: dict[str, Any]) -> list[dict[str, str]]:
        return [
            {"id": clip.id, "title": clip.title, "poster": file_url(studio.poster_path(clip.id))}
            for clip in studio.clips(_NUM_CLIPS, 0)
        ]

    # `change` is the event of Gradio's own; the others are answered without one.
    return gr.HTML(
        {"cards": [], "next": {}},
        html_template='<div class="board"></div>',
        js_on_load="studioBoard.open({element, props, server, upload, watch}, "
        f"{json.dumps(_config(mode, studio), ensure_ascii=False)})",
        server_functions=[keep_upload, keep_clip, recent_clips],
        apply_default_css=False,
        elem_id=elem_id,
        notes={},
        incoming=None,
    )


def _config(mode: Mode, studio: Studio) -> dict[str, Any]:
    offers = _OFFERS[mode]
    keys = [key for key in STRINGS if key.startswith(_CLIENT_WORDS)]
    return {
        "tab": mode,
        "folder": file_url(studio.inputs_dir),
        "offers": offers,
        "defaults": _DEFAULTS[mode],
        "uses": {name: asdict(use) for name, use in USES.items()},
        "most": MAX_OF_KIND,
        "total": _TOTAL[mode],
        "amount": DEFAULT_STRENGTH,
        "accept": ",".join(_ACCEPT[kind] for kind in offers),
        "large": mode != "mixed",
        "takes_last_frame": mode == "image",
        "words": {key: asdict(STRINGS[key]) for key in keys},
    }


_CLIENT_WORDS = (
    *("board_", "ref_", "fit_", "structure_", "trim_", "mask_", "amount_", "role_", "picker_"),
    *("mention_", "seconds_short", "close", "honoured", "adapted", "ignored", "library_empty"),
)
"""How the keys of the strings begin that the browser puts on cards."""


def keep_sent(studio: Studio, sent: Mapping[str, str]) -> dict[str, Any]:
    """Store an upload, its `path` and `title` as the browser says them; `file`, or a `problem`."""
    return _answer(lambda: studio.keep_input(_uploaded(sent["path"])), sent["title"])


def _uploaded(path: str) -> Path:
    """The uploaded file; raises RequestError when a browser names another one."""
    if not is_in_or_equal(path, get_upload_folder()) or not Path(path).is_file():
        raise RequestError({"file": STRINGS["board_not_uploaded"]})
    return Path(path)


def keep_clip_for(mode: Mode, clip_id: str, studio: Studio) -> InputFile:
    """Store what a tab takes of a clip: its last frame to go on from, or the clip itself."""
    if mode == "image":
        return studio.keep_last_frame(clip_id)
    return studio.keep_input(studio.clip_path(clip_id))


def _answer(keep: Callable[[], InputFile], title: str) -> dict[str, Any]:
    try:
        return {"problem": None, "file": card_file(keep(), title)}
    except RequestError as error:
        return {"problem": asdict(next(iter(error.problems.values()))), "file": None}
    except StudioError as error:
        return {"problem": asdict(error.message), "file": None}


def card_file(file: InputFile, title: str) -> dict[str, Any]:
    """What a card says of its file."""
    facts = file.facts
    return {
        "file": file.stored,
        "title": title,
        "kind": facts.kind,
        "width": facts.width,
        "height": facts.height,
        "duration_s": facts.duration_s,
    }


def incoming(
    key: str, files: Iterable[tuple[InputFile, str, str | None]], *, is_whole: bool
) -> gr.HTML:
    """Send files to a board, as an update of it.

    Args:
        key: new for each sending, so that each arrives once.
        files: each with its title and its use.
        is_whole: they are all that is to be on the board.
    """
    sent = [{"file": card_file(file, title), "use": use} for file, title, use in files]
    return gr.HTML(incoming={"key": key, "files": sent, "whole": is_whole})


def references(value: BoardValue | None) -> tuple[tuple[Reference, ...], float | None]:
    """The references that a board asks for, and the strength of its edit, if it has one.

    Raises:
        RequestError: under `references`: the browser sent something else.
    """
    cards = (value or {}).get("cards", [])
    try:
        asked = tuple(_reference(card) for card in cards)
        amounts = [
            float(card["strength"])
            for card in cards
            if card["strength"] is not None and _shows(card, "amount")
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise RequestError({"references": STRINGS["board_unreadable"]}) from error
    return asked, (amounts[0] if amounts else None)


def _reference(card: Mapping[str, Any]) -> Reference:
    if not is_stored_name(card["file"]):
        raise ValueError(card["file"])
    use = USES[card["use"]] if card["use"] is not None else None
    strength = card["strength"] if _shows(card, "strength") else None
    mask = card["mask"] if _shows(card, "mask") else None
    if mask is not None and not is_stored_name(mask):
        raise ValueError(mask)
    return Reference(
        name=str(card["name"]),
        file=card["file"],
        role=use.role if use else None,
        strength=1.0 if strength is None else float(strength),
        at_s=_number(card["at_s"]) if _shows(card, "at") else None,
        start_s=_number(card["start_s"]) if _shows(card, "trim") else None,
        end_s=_number(card["end_s"]) if _shows(card, "trim") else None,
        fit=FITS[FITS.index(card["fit"])] if _shows(card, "fit") else "crop",
        mask=mask,
        structure=STRUCTURES[STRUCTURES.index(card["structure"])],
    )


def _shows(card: Mapping[str, Any], control: str) -> bool:
    return card["use"] is not None and control in USES[card["use"]].shows


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def from_recipe(recipe: Recipe | Job) -> BoardValue:
    """The board that makes the recipe's references again."""
    request = recipe.request
    assert isinstance(request, GenerationRequest)
    planned = {reference.name: reference for reference in recipe.plan.references}
    cards = []
    for reference in request.references:
        use, facts = use_of(reference), planned.get(reference.name)
        is_edit = reference.role == "edit"
        cards.append(
            {
                **asdict(reference),
                "use": use,
                "kind": reference.kind,
                "title": "",
                "strength": request.strength if is_edit else reference.strength,
                "width": facts.width if facts else None,
                "height": facts.height if facts else None,
                "duration_s": facts.duration_s if facts else None,
            }
        )
    return {"cards": cards, "next": {}}


def card_names(value: BoardValue | None) -> list[str]:
    """The names on a board, whatever else is wrong with it."""
    return [str(card.get("name")) for card in (value or {}).get("cards", [])]


def notes(
    names: Iterable[str],
    plan: GenerationPlan | None,
    problems: Mapping[str, Text],
    dials: Iterable[str],
) -> gr.HTML:
    """What the server has to say of each card, as an update of the board.

    Args:
        names: of the cards.
        plan: what would run, when there can be a plan.
        problems: by field; a card's own are under `references.<name>`.
        dials: roles whose strength the engine heeds.
    """
    planned = {reference.name: reference.role for reference in plan.references} if plan else {}
    cards = {
        name: {
            "role": planned.get(name),
            "report": [
                {"status": item.status, "words": asdict(item.note)}
                for item in (plan.report if plan else ())
                if item.item.split(".")[0] == name
            ],
            "problems": [
                asdict(words)
                for field, words in problems.items()
                if field.split(".")[:2] == ["references", name]
            ],
        }
        for name in names
    }
    return gr.HTML(notes={"cards": cards, "dials": list(dials)})
