"""Clips as pictures: the recents strip, and the library's grid and bin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from seedance_studio.domain.clip import Clip, Recipe
from seedance_studio.domain.job import Job, Running
from seedance_studio.domain.shelf import Found
from seedance_studio.ui.markup import (
    both,
    button,
    confirmed,
    file_url,
    nothing_yet,
    said,
    time_text,
)


def clip_tile(clip: Clip, poster: Path, action: str, *, is_starred: bool = False) -> str:
    """One finished clip.

    Args:
        clip: the clip.
        poster: its picture.
        action: the event that a click on it becomes.
        is_starred: whether its owner marked it.
    """
    star = f'<span class="tile-star"><span class="sr">{said("star")}</span></span>'
    tag = f'<span class="tile-tag">{said("draft_tag")}</span>' if is_draft(clip) else ""
    return (
        f'<li><button type="button" class="tile" data-act="{action}" data-clip="{escape(clip.id)}">'
        f'<img loading="lazy" alt="" src="{escape(file_url(poster))}">'
        f"{star if is_starred else ''}{tag}"
        f'<span class="tile-text"><span class="tile-title">{escape(clip.title)}</span>'
        f'<span class="tile-fact">{both(time_text(clip.delivered.duration_s))}</span>'
        f"</span></button></li>"
    )


def is_draft(clip: Clip) -> bool:
    """Whether a clip is a quick look that can be made at full quality."""
    return isinstance(clip.recipe, Recipe) and clip.recipe.request.is_draft


def recents_strip(jobs: Iterable[Job], clips: Iterable[tuple[Clip, Path]]) -> str:
    """Work under way, then the latest clips; empty when there is neither."""
    tiles = [_job_tile(job) for job in jobs]
    tiles += [clip_tile(clip, poster, "show_clip") for clip, poster in clips]
    if not tiles:
        return ""
    return f'<section class="recents"><h2>{said("recents")}</h2><ul>{"".join(tiles)}</ul></section>'


def _job_tile(job: Job) -> str:
    word = "tile_running" if isinstance(job.state, Running) else "tile_waiting"
    return (
        f'<li><button type="button" class="tile is-job" data-act="show_job" '
        f'data-clip="{escape(job.id)}"><span class="veil"></span>'
        f'<span class="tile-text"><span class="tile-title">{escape(job.title[:40])}</span>'
        f'<span class="tile-fact">{said(word)}</span></span></button></li>'
    )


def library_grid(
    found: Found, posters: Mapping[str, Path], page: int, per_page: int, *, is_narrowed: bool
) -> str:
    """One page of the library, newest first.

    Args:
        found: the clips of the page.
        posters: their pictures, by id.
        page: counted from 0.
        per_page: clips on a full page.
        is_narrowed: whether less than all was asked for.
    """
    if not found.total:
        name = "library_none" if is_narrowed else "library_empty"
        return nothing_yet(f"{name}_title", said(f"{name}_hint"))
    tiles = "".join(
        clip_tile(one.clip, posters[one.clip.id], "show_clip", is_starred=one.shelf.is_starred)
        for one in found.clips
    )
    has_older = found.total > (page + 1) * per_page
    count = said("library_count", total=found.total)
    return (
        f'<p class="facts" role="status"><span>{count}</span></p>'
        f'<ul class="grid">{tiles}</ul>{_pager(page, has_older=has_older)}'
    )


def bin_grid(clips: Iterable[tuple[Clip, Path]], days: int) -> str:
    """The deleted clips, each with a way back."""
    tiles = "".join(
        f'<li class="binned"><img loading="lazy" alt="" src="{escape(file_url(poster))}">'
        f'<span class="tile-title">{escape(clip.title)}</span>'
        f"{button('bin_restore', 'restore_clip', clip.id)}</li>"
        for clip, poster in clips
    )
    head = f'<div class="bin-head"><h2>{said("library_bin")}</h2>'
    words = said("bin_hint", days=days) if tiles else said("bin_empty")
    clear = confirmed("bin_clear", "bin_question", "empty_bin") if tiles else ""
    actions = f'<div class="actions">{button("library_back", "show_library")}{clear}</div>'
    words = f'<p class="facts"><span>{words}</span></p>'
    return f'{head}{words}{actions}</div><ul class="grid">{tiles}</ul>'


def _pager(page: int, *, has_older: bool) -> str:
    if page == 0 and not has_older:
        return ""
    newer = button("newer", "show_page", str(page - 1)) if page else "<span></span>"
    older = button("older", "show_page", str(page + 1)) if has_older else "<span></span>"
    number = said("page_number", page=page + 1)
    return f'<nav class="pager">{newer}<span>{number}</span>{older}</nav>'
