"""What the page Check a file shows: what a file says of itself, or why it cannot be read."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from seedance_studio.domain.clip import Clip
from seedance_studio.errors import RequestError, Text
from seedance_studio.ui.markup import both, button, said

if TYPE_CHECKING:
    from seedance_studio.provenance import Verification


def intro_card() -> str:
    """What the page is for."""
    return (
        f'<div class="check-intro"><h2>{said("check_title")}</h2><p>{said("check_hint")}</p></div>'
    )


def checking_card() -> str:
    """While a file is read."""
    return (
        f'<section class="card card-message is-calm" role="status"><h2>{said("checking")}</h2>'
        "<progress></progress></section>"
    )


def verdict_card(name: str, found: Verification) -> str:
    """All that a file says of itself."""
    rows = "".join(
        f'<li class="finding is-{one.status}"><b>{said("mark_" + one.mark)}</b>'
        f"<em>{said('mark_' + one.status)}</em><span>{both(one.words)}</span></li>"
        for one in found.findings
    )
    shape = found.delivered
    picture = said(
        "check_picture_value",
        width=shape.width,
        height=shape.height,
        fps=f"{shape.fps:g}",
        seconds=f"{shape.duration_s:.1f}",
    )
    facts = f"<dt>{said('check_picture')}</dt><dd>{picture}</dd>"
    if found.recipe is not None:
        facts += f"<dt>{said('check_prompt')}</dt><dd>{escape(found.recipe.request.prompt)}</dd>"
    look = "is-generated" if found.is_generated else "is-unknown"
    return (
        f'<section class="card card-verdict {look}" role="status">'
        f'<p class="file-name">{escape(name)}</p><h2>{both(found.summary)}</h2>'
        f'<ul class="findings">{rows}</ul><dl class="recipe">{facts}</dl>'
        f'<p class="words-hint">{said("check_limits")}</p></section>'
    )


def refusal_card(name: str, error: RequestError) -> str:
    """Why a file could not be checked, in one sentence."""
    words = error.problems.get("file", error.message)
    sentence = Text(words.en[:1].upper() + words.en[1:] + ".", words.zh + "。")
    return (
        f'<section class="card card-message is-error" role="alert">'
        f'<p class="file-name">{escape(name)}</p><h2>{said("check_refused")}</h2>'
        f"<p>{both(sentence)} {said('check_refused_hint')}</p></section>"
    )


def withheld_list(clips: list[Clip]) -> str:
    """The clips that wait for their marks; nothing when there are none."""
    if not clips:
        return ""
    rows = "".join(
        f"<li><span>{escape(clip.title)}</span>"
        f"{button('sign_again', 'sign_again', clip.id, look='solid')}</li>"
        for clip in clips
    )
    return (
        f'<section class="card card-withheld"><h2>{said("withheld_title")}</h2>'
        f"<p>{said('withheld_hint')}</p><ul>{rows}</ul></section>"
    )
