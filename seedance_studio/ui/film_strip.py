"""What the page Storyboard shows on the right: the film strip, what is running, earlier boards."""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from seedance_studio.domain.job import Cancelled, Failed, Paused, Queued, Running
from seedance_studio.domain.storyboard import SeenBoard, SeenShot, Storyboard
from seedance_studio.errors import Text
from seedance_studio.ui.consent import question
from seedance_studio.ui.markup import (
    both,
    button,
    confirmed,
    file_url,
    nothing_yet,
    said,
    time_text,
    with_time,
)
from seedance_studio.ui.strings import say

if TYPE_CHECKING:
    from seedance_studio.studio import Studio


def empty_card() -> str:
    """Before anything is made."""
    return nothing_yet("storyboard_empty_title", said("storyboard_empty_hint"))


def film_strip(studio: Studio, seen: SeenBoard) -> str:
    """All shots in their order, each with its clip or how it stands."""
    frames = "".join(_frame(studio, one) for one in seen.shots)
    return (
        f'<section class="card card-strip"><h2>{escape(seen.board.title)}</h2>'
        f'<ol class="strip">{frames}</ol></section>'
    )


def _frame(studio: Studio, one: SeenShot) -> str:
    label = say("shot_number", number=one.number)
    words = f'<p class="strip-words">{escape(one.shot.prompt)}</p>'
    fade = f"⤫ {one.shot.fade_s:g} s" if one.number > 1 and one.shot.fade_s else ""
    actions = ""
    if one.needs(is_draft=False) and not one.is_active:
        actions += button("shot_make", "board_make", one.shot.id)
    if one.take is not None and not one.is_active:
        actions += button("shot_redo", "board_redo", one.shot.id)
    people = question(one.take.people) if one.take is not None and one.take.people else ""
    return (
        f'<li data-shot="{escape(one.shot.id)}" class="{"is-active" if one.is_active else ""}">'
        f"{_picture(studio, one)}"
        f'<div class="strip-line"><b>{both(label)}</b><span>{_state(one)}</span>'
        f"<em>{fade}</em></div>{words}"
        f'<div class="actions">{actions}</div>{people}</li>'
    )


def _picture(studio: Studio, one: SeenShot) -> str:
    if one.clip is None:
        return f'<div class="strip-frame">{_veil(one)}</div>'
    clip = one.clip
    source, poster = file_url(studio.clip_path(clip.id)), file_url(studio.poster_path(clip.id))
    return (
        f'<div class="strip-frame"><video controls playsinline preload="none" '
        f'poster="{escape(poster)}" src="{escape(source)}" '
        f'aria-label="{escape(clip.title)}"></video></div>'
    )


def _veil(one: SeenShot) -> str:
    return '<span class="veil"></span>' if one.is_active else ""


def _state(one: SeenShot) -> str:
    take, state = one.take, one.state
    if take is not None and take.refusal is not None:
        return f'<i class="is-bad">{both(take.refusal)}</i>'
    if one.is_active:
        return said(_active_word(one))
    if isinstance(state, Failed):
        return f'<i class="is-bad">{both(state.message)}</i>'
    if one.clip is None:
        return said("job_stopped" if isinstance(state, Cancelled) else "shot_not_made")
    kind = said("draft_tag" if one.has_draft_only else "shot_full")
    changed = "" if one.is_current else f' · <i class="is-old">{said("shot_changed")}</i>'
    return kind + changed


def _active_word(one: SeenShot) -> str:
    if one.take is not None and one.take.is_pending:
        return "shot_waits"
    if isinstance(one.state, Paused):
        return "job_paused"
    return "tile_running" if isinstance(one.state, Running) else "tile_waiting"


def progress_card(seen: SeenBoard) -> str:
    """The shot that is being drawn: its preview, its step, what is left."""
    running = [one for one in seen.shots if one.is_active and isinstance(one.state, Running)]
    if running:
        state = running[0].state
        assert isinstance(state, Running)
        return _progress(running[0].number, len(seen.shots), state)
    waiting = [one.state for one in seen.shots if isinstance(one.state, Queued)]
    if not waiting:
        return ""
    first = min(waiting, key=lambda state: state.place)
    return f'<div class="strip-progress"><p>{said("job_waiting", place=first.place)}</p></div>'


def _progress(number: int, total: int, state: Running) -> str:
    progress, picture, bar = state.progress, "", "<progress></progress>"
    facts = [said("shot_draws", number=number, total=total)]
    if progress is not None and progress.preview_jpeg:
        data = base64.b64encode(progress.preview_jpeg).decode("ascii")
        picture = f'<img alt="" src="data:image/jpeg;base64,{data}">'
    if progress is not None and progress.num_steps:
        facts.append(said("step_of", step=progress.step, total=progress.num_steps))
        bar = f'<progress max="{progress.num_steps}" value="{progress.step}"></progress>'
    if state.remaining_s is not None:
        facts.append(with_time("remaining", math.ceil(state.remaining_s)))
    line = "".join(f"<span>{fact}</span>" for fact in facts)
    return (
        f'<div class="strip-progress" role="status">{picture}<p class="facts">{line}</p>{bar}</div>'
    )


def join_card(seen: SeenBoard) -> str:
    """What makes the film, or why it cannot be made yet."""
    if seen.is_making:
        return f'<p class="facts">{said("storyboard_film_waits")}</p>'
    if any(one.clip is None for one in seen.shots):
        return f'<p class="facts">{said("storyboard_film_missing")}</p>'
    is_old = seen.film is not None and not seen.is_film_current
    old = f'<p class="facts">{said("storyboard_film_old")}</p>' if is_old else ""
    join = button(
        "storyboard_join", "board_join", look="quiet" if seen.is_film_current else "solid"
    )
    return f'<div class="actions">{join}</div>{old}'


def board_actions(board: Storyboard) -> str:
    """What can be done with a board as a whole."""
    delete = confirmed("storyboard_delete", "storyboard_delete_question", "board_delete", board.id)
    return f'<div class="actions">{button("storyboard_new", "board_new")}{delete}</div>'


def recent_list(boards: Sequence[Storyboard], chosen: str) -> str:
    """Earlier boards, the newest first."""
    rows = "".join(
        f'<li><button type="button" data-act="show_board" data-clip="{one.id}"'
        f"{' aria-current=true' if one.id == chosen else ''}><span>{escape(one.title)}</span>"
        f"<em>{said('storyboard_number', number=len(one.request.shots))} · "
        f"{escape(one.created_at[:16].replace('T', ' '))}</em></button></li>"
        for one in boards
    )
    if not rows:
        return ""
    return (
        f'<section class="recents compare-recent"><h2>{said("storyboard_recent")}</h2>'
        f"<ul>{rows}</ul></section>"
    )


def estimate_line(num_shots: int, length_s: float, estimate_s: float) -> str:
    """What would run, to stand by the buttons."""
    length, time = time_text(length_s), time_text(estimate_s)
    words = say("storyboard_estimate", number=num_shots, length="{length}", time="{time}")
    return "<p>{}</p>".format(
        both(
            Text(
                words.en.format(length=length.en, time=time.en),
                words.zh.format(length=length.zh, time=time.zh),
            )
        )
    )
