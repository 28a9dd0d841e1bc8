"""Clips as pictures: the recents strip, the library's grid, and one clip with all that is known."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from seedance_studio.domain.clip import Clip
from seedance_studio.domain.job import Job, Running
from seedance_studio.ui.markup import (
    both,
    button,
    copy_button,
    download_link,
    file_url,
    player,
    report_list,
    said,
    shape_line,
    time_text,
)


def clip_tile(clip: Clip, poster: Path, action: str) -> str:
    """One finished clip.

    Args:
        clip: the clip.
        poster: its picture.
        action: the event that a click on it becomes.
    """
    return (
        f'<li><button type="button" class="tile" data-act="{action}" data-clip="{escape(clip.id)}">'
        f'<img loading="lazy" alt="" src="{escape(file_url(poster))}">'
        f'<span class="tile-text"><span class="tile-title">{escape(clip.title)}</span>'
        f'<span class="tile-fact">{both(time_text(clip.delivered.duration_s))}</span>'
        f"</span></button></li>"
    )


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
        f'<span class="tile-text"><span class="tile-title">{escape(job.request.prompt[:40])}</span>'
        f'<span class="tile-fact">{said(word)}</span></span></button></li>'
    )


def library_grid(clips: list[tuple[Clip, Path]], page: int, *, has_older: bool) -> str:
    """One page of the library, newest first; `page` counts from 0."""
    if not clips and page == 0:
        return (
            f'<section class="card card-empty"><div class="frame-art" aria-hidden="true"></div>'
            f"<h2>{said('library_empty_title')}</h2><p>{said('library_empty_hint')}</p></section>"
        )
    tiles = "".join(clip_tile(clip, poster, "show_clip") for clip, poster in clips)
    return f'<ul class="grid">{tiles}</ul>{_pager(page, has_older=has_older)}'


def _pager(page: int, *, has_older: bool) -> str:
    if page == 0 and not has_older:
        return ""
    newer = button("newer", "show_page", str(page - 1)) if page else "<span></span>"
    older = button("older", "show_page", str(page + 1)) if has_older else "<span></span>"
    number = said("page_number", page=page + 1)
    return f'<nav class="pager">{newer}<span>{number}</span>{older}</nav>'


def clip_detail(clip: Clip, path: Path, poster: Path) -> str:
    """One clip of the library: playable, with its recipe and its report."""
    return (
        f'<section class="card card-detail" data-clip-id="{escape(clip.id)}">'
        f'<div class="detail-media">{player(clip, path, poster, autoplay=False)}'
        f"{shape_line(clip.recipe.plan.native, clip.recipe.plan.delivered)}"
        f'<div class="actions">{download_link(clip, path)}'
        f"{button('load_recipe', 'load_recipe', clip.id)}{copy_button(clip)}"
        f"{_delete_control(clip.id)}</div></div>"
        f'<div class="detail-text"><div class="detail-head"><h2>{escape(clip.title)}</h2>'
        f"{button('close', 'close_clip')}</div>{_recipe_table(clip)}"
        f"{_report(clip)}</div></section>"
    )


def _delete_control(clip_id: str) -> str:
    return (
        f'<details class="confirm"><summary class="act act-quiet">{said("delete")}</summary>'
        f'<div class="confirm-box"><p>{said("delete_question")}</p>'
        f"{button('delete_yes', 'delete_clip', clip_id, look='danger')}</div></details>"
    )


def _recipe_table(clip: Clip) -> str:
    request, plan = clip.recipe.request, clip.recipe.plan
    rows = [("prompt", escape(request.prompt))]
    if plan.prompt.engine_prompt != request.prompt:
        rows.append(("recipe_read", escape(plan.prompt.engine_prompt)))
    if plan.negative_prompt:
        rows.append(("negative_prompt", escape(plan.negative_prompt)))
    steps = said(
        "recipe_steps_value", steps=plan.num_inference_steps, guidance=f"{plan.guidance_scale:g}"
    )
    codecs = [clip.delivered.video_codec, clip.delivered.audio_codec]
    rows += [
        ("seed", str(plan.seed)),
        ("recipe_steps", steps),
        ("recipe_model", escape(f"{plan.pipeline_key.engine} · {plan.pipeline_key.revision}")),
        ("recipe_file", escape(" · ".join(codec for codec in codecs if codec))),
        ("recipe_made", escape(clip.recipe.created_at.replace("T", " ")[:16]) + " UTC"),
    ]
    if "total" in clip.timings_s:
        rows.append(("recipe_time", both(time_text(clip.timings_s["total"]))))
    cells = "".join(f"<dt>{said(key)}</dt><dd>{value}</dd>" for key, value in rows)
    return f'<dl class="recipe">{cells}</dl>'


def _report(clip: Clip) -> str:
    items = report_list(clip.recipe.plan.report)
    return f"<h3>{said('report')}</h3>{items}" if items else ""
