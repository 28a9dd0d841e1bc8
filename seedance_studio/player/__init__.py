"""Several videos played in step: one piece of HTML for the page and for reports.

Its behaviour is in `player.js`, its look in `player.css`; who shows it brings both in once. Both
languages are in the HTML, and the look hides the one that is not chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from seedance_studio.errors import Text
from seedance_studio.player.words import PLAYER_WORDS

__all__ = ["PLAYER_SCRIPT", "PLAYER_STYLE", "PLAYER_WORDS", "Pane", "both", "differences", "player"]

PLAYER_SCRIPT = Path(__file__).parent / "player.js"
PLAYER_STYLE = Path(__file__).parent / "player.css"
_VIEWS = ("side", "wipe", "difference")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pane:
    """One of the videos."""

    label: Text
    video: str
    """Address of the file."""
    poster: str
    """Address of its still picture, shown where browsers cannot play the file; may be empty."""
    width: int
    height: int
    fps: float
    is_playable: bool = True
    """Whether browsers play its codec."""
    vote: str = ""
    """What a blind vote for it says, as `data-clip` of the event `vote`; empty offers no vote."""


def player(panes: Sequence[Pane]) -> str:
    """Give the videos, two or more, with their controls."""
    pictures = "".join(_pane(number, pane) for number, pane in enumerate(panes, 1))
    has_vote = all(pane.vote for pane in panes)
    fps = max(pane.fps for pane in panes)
    first = panes[0]
    return (
        f'<section class="player-set" data-player data-fps="{fps:g}" data-view="side" '
        f'style="--ratio:{first.width / first.height:.4f};--panes:{len(panes)}">'
        f'<div class="player-panes">{pictures}{_cutter()}</div>'
        f"{_controls(len(panes), has_vote=has_vote)}</section>"
    )


def differences(columns: Sequence[Text], rows: Sequence[tuple[Text, Sequence[Text | None]]]) -> str:
    """Give a table of that in which the videos differ, or say that nothing is known to differ.

    Args:
        columns: the label of each video.
        rows: what differs, and its value for each video; None where it is not known.
    """
    if not rows:
        return f'<p class="player-same">{said("same")}</p>'
    head = "".join(f"<th>{number} · {both(label)}</th>" for number, label in enumerate(columns, 1))
    body = "".join(
        f"<tr><th>{both(name)}</th>"
        + "".join(f"<td>{both(value) if value else '–'}</td>" for value in values)
        + "</tr>"
        for name, values in rows
    )
    return (
        f'<div class="player-table"><table><thead><tr><td></td>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def both(text: Text) -> str:
    """Give a text in both languages, one of them hidden by the look."""
    if text.en == text.zh:
        return escape(text.en)
    return (
        f'<span class="t-en" lang="en">{escape(text.en)}</span>'
        f'<span class="t-zh" lang="zh-CN">{escape(text.zh)}</span>'
    )


def said(key: str) -> str:
    """Give one of the player's words in both languages."""
    return both(PLAYER_WORDS[key])


def _named(key: str) -> str:
    """Give the name of a control for screen readers, which cannot hide a language."""
    words = PLAYER_WORDS[key]
    return f'aria-label="{words.en} · {words.zh}" title="{words.en} · {words.zh}"'


def _pane(number: int, pane: Pane) -> str:
    if pane.is_playable:
        picture = (
            f'<video muted playsinline preload="auto" poster="{escape(pane.poster)}" '
            f'src="{escape(pane.video)}" aria-label="{escape(pane.label.en)}"></video>'
        )
    else:
        picture = f'<img alt="{escape(pane.label.en)}" src="{escape(pane.poster)}">'
    choose = (
        f'<button type="button" class="act act-solid player-choose" data-act="vote" '
        f'data-clip="{escape(pane.vote)}">{said("choose")}</button>'
        if pane.vote
        else ""
    )
    return (
        f'<figure class="player-pane" data-pane="{number - 1}">'
        f'<div class="player-frame" style="aspect-ratio:{pane.width}/{pane.height}">{picture}</div>'
        f'<figcaption><b class="player-number">{number}</b> '
        f'<span class="player-label">{both(pane.label)}</span></figcaption>{choose}</figure>'
    )


def _cutter() -> str:
    return (
        '<input class="player-cut" data-do="cut" type="range" min="0" max="100" step="0.1" '
        f'value="50" {_named("cut")}>'
    )


def _controls(number: int, *, has_vote: bool) -> str:
    views = "".join(
        f'<button type="button" data-do="view" data-view="{view}" '
        f'aria-pressed="{"true" if view == "side" else "false"}">{said(f"view_{view}")}</button>'
        for view in _VIEWS
    )
    vote = (
        f'<button type="button" class="act act-quiet" data-do="blind">'
        f'<span class="player-when-seen">{said("blind")}</span>'
        f'<span class="player-when-blind">{said("reveal")}</span></button>'
        if has_vote
        else ""
    )
    return (
        '<div class="player-bar">'
        f'<button type="button" class="player-key" data-do="back" {_named("back")}>‹</button>'
        f'<button type="button" class="player-key player-play" data-do="play" {_named("play")}>'
        "</button>"
        f'<button type="button" class="player-key" data-do="next" {_named("next")}>›</button>'
        f'<input class="player-seek" data-do="seek" type="range" min="0" max="1000" value="0" '
        f"{_named('seek')}>"
        '<output class="player-time" aria-live="off"></output></div>'
        '<div class="player-bar player-options">'
        f'<div class="player-views" role="group" {_named("views")}>{views}</div>'
        f'<span class="player-pair">{_choice("first", number, 0)} / '
        f"{_choice('second', number, 1)}</span>"
        f'<label class="player-gain"><span>{said("gain")}</span>'
        '<input data-do="gain" type="range" min="1" max="8" step="0.5" value="2"></label>'
        f"<label><span>{said('zoom')}</span>"
        '<input data-do="zoom" type="range" min="1" max="6" step="0.1" value="1"></label>'
        f'<label><span>{said("speed")}</span><select data-do="speed">'
        '<option value="0.25">¼×</option><option value="0.5">½×</option>'
        '<option value="1" selected>1×</option></select></label>'
        f'<label><input data-do="loop" type="checkbox" checked><span>{said("loop")}</span></label>'
        f"<label><span>{said('heard')}</span>{_heard(number)}</label>{vote}</div>"
    )


def _choice(name: str, number: int, chosen: int) -> str:
    options = "".join(
        f'<option value="{pane}"{" selected" if pane == chosen else ""}>{pane + 1}</option>'
        for pane in range(number)
    )
    return f'<select data-do="{name}" {_named(name)}>{options}</select>'


def _heard(number: int) -> str:
    options = "".join(f'<option value="{pane}">{pane + 1}</option>' for pane in range(number))
    return f'<select data-do="heard"><option value="">–</option>{options}</select>'
