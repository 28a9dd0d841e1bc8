"""What the page Compare shows: variants on their way, the players, votes, and what was compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from seedance_studio.domain.comparison import FIELDS, Comparison, Difference
from seedance_studio.domain.job import (
    Cancelled,
    Cancelling,
    Failed,
    JobState,
    Paused,
    Queued,
    Running,
    Succeeded,
)
from seedance_studio.errors import Text
from seedance_studio.player import Pane, differences, player
from seedance_studio.ui.markup import (
    both,
    button,
    confirmed,
    file_url,
    nothing_yet,
    said,
    time_text,
)
from seedance_studio.ui.strings import say

if TYPE_CHECKING:
    from seedance_studio.comparing import Seen
    from seedance_studio.studio import Studio

_WORDS = {
    Paused: "job_paused",
    Cancelling: "job_stopping",
    Succeeded: "job_done",
    Cancelled: "job_stopped",
}


def empty_card() -> str:
    """Before the first comparison."""
    return nothing_yet("compare_empty_title", said("compare_empty_hint"))


def progress_list(title: str, seen: Sequence[Seen]) -> str:
    """How each variant stands, while one of them is not there."""
    if all(one.clip is not None for one in seen):
        return f'<h2 class="compare-name">{escape(title)}</h2>'
    rows = "".join(
        f'<li class="is-{_look(one)}"><b>{number}</b><span>{both(one.entry.label)}</span>'
        f"<em>{_state(one)}</em>{_bar(one.state)}</li>"
        for number, one in enumerate(seen, 1)
    )
    return (
        f'<h2 class="compare-name">{escape(title)}</h2>'
        f'<ul class="compare-progress" role="status">{rows}</ul>'
    )


def _look(one: Seen) -> str:
    if one.clip is not None:
        return "done"
    return "failed" if isinstance(one.state, Failed) else "waiting"


def _state(one: Seen) -> str:
    state = one.state
    if one.clip is not None:
        return said("job_done")
    if state is None or isinstance(state, Succeeded):
        return said("compare_lost")
    if isinstance(state, Queued):
        return said("job_waiting", place=state.place)
    if isinstance(state, Running):
        return f"{said('job_running')} · {both(time_text(round(state.elapsed_s)))}"
    if isinstance(state, Failed):
        return f"{said('job_failed')} · {both(state.message)}"
    return said(_WORDS[type(state)])


def _bar(state: JobState | None) -> str:
    if not isinstance(state, Running):
        return ""
    progress = state.progress
    if progress is None or not progress.num_steps:
        return "<progress></progress>"
    return f'<progress max="{progress.num_steps}" value="{progress.step}"></progress>'


def panes_of(studio: Studio, seen: Sequence[Seen]) -> dict[int, Pane]:
    """The clips that are there as the player takes them, by their place among all."""
    return {
        place: Pane(
            label=one.entry.label,
            video=file_url(studio.clip_path(clip.id)),
            poster=file_url(studio.poster_path(clip.id)),
            width=clip.delivered.width,
            height=clip.delivered.height,
            fps=clip.delivered.fps,
            is_playable=clip.delivered.video_codec != "prores",
            vote=str(place),
        )
        for place, one in enumerate(seen)
        if (clip := one.clip) is not None
    }


def players(panes: Mapping[int, Pane], found: Sequence[Difference]) -> str:
    """The clips that are there, in step, and what differs; nothing while fewer than two are."""
    if len(panes) < 2:
        return ""
    rows = [(FIELDS[one.field], [one.values[place] for place in panes]) for one in found]
    table = differences([pane.label for pane in panes.values()], rows)
    return (
        f'<section class="card card-compare">{player(list(panes.values()))}'
        f'<div class="compare-facts"><h3>{said("player_differs")}</h3>{table}</div></section>'
    )


def tally_list(comparison: Comparison, tally: Sequence[int]) -> str:
    """The votes of each clip."""
    if not sum(tally):
        return f'<p class="facts compare-votes">{said("compare_no_votes")}</p>'
    most = max(tally)
    rows = "".join(
        f'<li><span>{number} · {both(entry.label)}</span><i style="--share:{votes / most:.3f}">'
        f"</i><b>{votes}</b></li>"
        for number, (entry, votes) in enumerate(zip(comparison.entries, tally, strict=True), 1)
    )
    return f'<h3>{said("player_votes")}</h3><ul class="compare-votes">{rows}</ul>'


def actions(comparison_id: str, page: Path | None) -> str:
    """What can be done with a comparison; `page` is its report, once it was made."""
    link = (
        f'<a class="act act-solid" download="comparison.html" href="{escape(file_url(page))}">'
        f"{said('compare_save_page')}</a>"
        if page is not None
        else ""
    )
    delete = confirmed("compare_delete", "compare_delete_question", "compare_delete", comparison_id)
    return (
        f'<div class="actions">{button("compare_film", "compare_film", comparison_id)}'
        f"{button('compare_page', 'compare_page', comparison_id)}{link}{delete}</div>"
    )


def recent_list(comparisons: Sequence[Comparison], chosen: str) -> str:
    """Earlier comparisons, the newest first."""
    if not comparisons:
        return ""
    rows = "".join(
        f'<li><button type="button" data-act="show_comparison" data-clip="{one.id}"'
        f"{' aria-current=true' if one.id == chosen else ''}><span>{escape(one.title)}</span>"
        f"<em>{said('compare_number', number=len(one.entries))} · "
        f"{escape(one.created_at[:16].replace('T', ' '))}</em></button></li>"
        for one in comparisons
    )
    return (
        f'<section class="recents compare-recent"><h2>{said("compare_recent")}</h2>'
        f"<ul>{rows}</ul></section>"
    )


def estimate_line(estimates_s: Sequence[float]) -> str:
    """What would run, to stand by the button."""
    time = time_text(sum(estimates_s))
    words = say("compare_estimate", number=len(estimates_s), time="{time}")
    return f"<p>{both(Text(words.en.format(time=time.en), words.zh.format(time=time.zh)))}</p>"
