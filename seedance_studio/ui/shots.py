"""The shots of a storyboard as cards: held by the browser (`scripts/storyboard.js`), read here.

What comes back is read as strictly as any other upload: stored names only, never a path.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, cast

import gradio as gr

from seedance_studio.domain.montage import MAX_SHOTS
from seedance_studio.domain.reference import ROLE_WORDS, Reference, Role, is_stored_name
from seedance_studio.domain.storyboard import BoardShot
from seedance_studio.errors import RequestError, Text
from seedance_studio.ui import board
from seedance_studio.ui.markup import file_url
from seedance_studio.ui.strings import STRINGS

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

ShotsValue = dict[str, Any]
"""{"shots": [shot, ...]}; each a BoardShot in JSON, without its seed, its files as `pictures`."""

_SECONDS = 4
_FADES = (0, 0.3, 0.5, 1)
_ROLES: tuple[Role, ...] = ("identity", "setting", "style", "first_frame", "last_frame")
"""What a picture may be for."""


def shot_cards(studio: Studio, elem_id: str) -> gr.HTML:
    """Draw the cards; their value is a ShotsValue."""

    def keep_upload(sent: dict[str, str]) -> dict[str, Any]:
        return board.keep_sent(studio, sent)

    return gr.HTML(
        {"shots": []},
        html_template='<div class="shots-board"></div>',
        js_on_load="studioShots.open({element, props, server, upload, watch}, "
        f"{json.dumps(_config(studio), ensure_ascii=False)})",
        server_functions=[keep_upload],
        apply_default_css=False,
        elem_id=elem_id,
        notes={},
    )


def _config(studio: Studio) -> dict[str, Any]:
    cards = studio.engines().values()
    return {
        "folder": file_url(studio.inputs_dir),
        "seconds": _SECONDS,
        "least": min(card.min_seconds for card in cards),
        "most": max(card.max_seconds for card in cards),
        "fades": _FADES,
        "roles": _ROLES,
        "role_words": {role: asdict(ROLE_WORDS[role]) for role in _ROLES},
        "total": MAX_SHOTS,
        "words": {key: asdict(text) for key, text in STRINGS.items() if key.startswith("shot_")},
    }


def read_shots(value: ShotsValue | None) -> tuple[BoardShot, ...]:
    """Give the shots that the cards ask for.

    Raises:
        RequestError: under `shots`: the browser sent something else.
    """
    try:
        return tuple(_shot(one) for one in (value or {}).get("shots", []))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise RequestError({"shots": STRINGS["storyboard_unreadable"]}) from error


def with_old_files(shot: BoardShot, old: Mapping[str, BoardShot]) -> BoardShot:
    """Give a shot with the files that its card does not show, and what it does not say of others.

    Args:
        shot: as its card has it.
        old: the shots as they were kept, by id.
    """
    known = {one.name: one for one in old[shot.id].references} if shot.id in old else {}
    pictures = tuple(
        replace(known[one.name], role=one.role)
        if one.name in known and known[one.name].file == one.file
        else one
        for one in shot.references
    )
    hidden = tuple(one for one in known.values() if one.role not in _ROLES)
    return replace(shot, references=(*pictures, *hidden))


def is_blank(value: ShotsValue | None) -> bool:
    """Tell whether nothing was asked for yet."""
    return not any(shot.prompt.strip() or shot.references for shot in read_shots(value))


def _shot(card: Mapping[str, Any]) -> BoardShot:
    return BoardShot(
        id=str(card["id"]),
        prompt=str(card["prompt"]),
        seconds=float(card["seconds"]),
        goes_on=bool(card["goes_on"]),
        fade_s=float(card["fade_s"]),
        references=tuple(_picture(one) for one in card["pictures"]),
    )


def _picture(one: Mapping[str, Any]) -> Reference:
    if not is_stored_name(one["file"]) or one["role"] not in ROLE_WORDS:
        raise ValueError(one)
    return Reference(name=str(one["name"]), file=one["file"], role=cast(Role, one["role"]))


def cards_of(shots: Iterable[BoardShot]) -> ShotsValue:
    """Give the cards that ask for these shots again."""
    return {
        "shots": [
            {
                "id": shot.id,
                "prompt": shot.prompt,
                "seconds": shot.seconds,
                "goes_on": shot.goes_on,
                "fade_s": shot.fade_s,
                "pictures": [
                    {"name": one.name, "file": one.file, "title": "", "role": one.role}
                    for one in shot.references
                    if one.role in _ROLES
                ],
            }
            for shot in shots
        ]
    }


def notes(problems: Mapping[str, Text]) -> gr.HTML:
    """What is wrong with each shot, as an update of the cards: `shots.2.prompt` with the second."""
    found: dict[str, list[dict[str, str]]] = {}
    for name, words in problems.items():
        head, _, rest = name.partition(".")
        number = rest.partition(".")[0]
        if head == "shots" and number:
            found.setdefault(number, []).append(asdict(words))
    return gr.HTML(notes=found)


def is_of_a_shot(name: str) -> bool:
    """Tell whether a problem is said on the card of a shot."""
    return name.startswith("shots.")
