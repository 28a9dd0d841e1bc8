"""One clip of the library with all that is known of it: recipe, versions, uses, notes, report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from seedance_studio.domain.clip import Clip, Recipe
from seedance_studio.domain.shelf import (
    MAX_FOLDER_CHARACTERS,
    MAX_NOTE_CHARACTERS,
    Relatives,
    Shelf,
)
from seedance_studio.ui.markup import (
    both,
    button,
    copy_button,
    download_link,
    measured_list,
    player,
    read_words,
    report_list,
    said,
    send_row,
    shape_line,
    time_text,
)
from seedance_studio.ui.recipe_diff import diff_table
from seedance_studio.ui.sharing import share_button
from seedance_studio.ui.strings import STRINGS
from seedance_studio.ui.tiles import clip_tile, is_draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """What is shown of one clip."""

    clip: Clip
    path: Path
    """Of its video."""
    posters: Mapping[str, Path]
    """Still pictures of it and its relatives, by id."""
    shelf: Shelf
    folders: tuple[str, ...]
    """Those that clips are in, to choose from."""
    relatives: Relatives
    sends: Iterable[str]
    """The tabs that it can be sent to."""


def clip_detail(shown: Detail) -> str:
    """One clip of the library: playable, with its recipe, its relatives and its report."""
    clip, path = shown.clip, shown.path
    promote = button("promote", "promote", clip.id, look="solid") if is_draft(clip) else ""
    return (
        f'<section class="card card-detail" data-clip-id="{escape(clip.id)}">'
        f'<div class="detail-media">{player(clip, path, shown.posters[clip.id], autoplay=False)}'
        f"{shape_line(clip.recipe.plan.native, clip.recipe.plan.delivered)}"
        f'<div class="actions">{promote}{download_link(clip, path)}'
        f"{button('load_recipe', 'load_recipe', clip.id) if clip.generation else ''}"
        f"{share_button(clip)}{copy_button(clip)}"
        f"{button('delete', 'delete_clip', clip.id)}</div>{send_row(clip, shown.sends)}"
        f"{_relatives(shown)}</div>"
        f'<div class="detail-text"><div class="detail-head"><h2>{escape(clip.title)}</h2>'
        f"{_star(shown)}{button('close', 'close_clip')}</div>{_sharing(shown)}"
        f"{_shelf_form(shown)}"
        f"{_recipe_table(clip)}{_report(clip)}</div></section>"
    )


def _star(shown: Detail) -> str:
    is_on = shown.shelf.is_starred
    words = said("unstar" if is_on else "star")
    return (
        f'<button type="button" class="act star-button" aria-pressed="{str(is_on).lower()}" '
        f'data-act="{"unstar" if is_on else "star"}" data-clip="{escape(shown.clip.id)}">'
        f'<span class="sr">{words}</span></button>'
    )


def _sharing(shown: Detail) -> str:
    """Says that others can see the clip, with the way back."""
    if not shown.shelf.is_shared:
        return ""
    stop = button("stop_sharing", "unshare_clip", shown.clip.id)
    return f'<div class="facts is-shared"><span>{said("is_shared")}</span> {stop}</div>'


def _shelf_form(shown: Detail) -> str:
    """Folder and note, kept as soon as the field is left."""
    clip_id = escape(shown.clip.id)
    offered = "".join(f'<option value="{escape(folder)}"></option>' for folder in shown.folders)
    folder, note = STRINGS["library_folder"], STRINGS["note"]
    return (
        f'<div class="shelf-form"><label><span>{both(folder)}</span>'
        f'<input type="text" maxlength="{MAX_FOLDER_CHARACTERS}" list="folders-{clip_id}" '
        f'data-change="write_folder" data-clip="{clip_id}" value="{escape(shown.shelf.folder)}">'
        f'<datalist id="folders-{clip_id}">{offered}</datalist></label>'
        f"<label><span>{both(note)}</span>"
        f'<textarea rows="2" maxlength="{MAX_NOTE_CHARACTERS}" data-change="write_note" '
        f'data-clip="{clip_id}">{escape(shown.shelf.note)}</textarea></label></div>'
    )


def _relatives(shown: Detail) -> str:
    relatives, own = shown.relatives, shown.clip.id
    parts = []
    if len(relatives.versions) > 1:
        tiles = "".join(
            f'<li class="version{" is-this" if clip.id == own else ""}">'
            f"<em>{said(f'version_{stage}')}</em>"
            f"<ul>{clip_tile(clip, shown.posters[clip.id], 'show_clip')}</ul></li>"
            for stage, clip in relatives.versions
        )
        others = [clip for _, clip in relatives.versions if clip.id != own]
        diffs = "".join(diff_table(shown.clip, other) for other in others)
        parts.append(f'<h3>{said("versions")}</h3><ul class="versions">{tiles}</ul>{diffs}')
    for key, clips in (("made_from", relatives.sources), ("used_in", relatives.uses)):
        if clips:
            tiles = "".join(clip_tile(clip, shown.posters[clip.id], "show_clip") for clip in clips)
            parts.append(f'<h3>{said(key)}</h3><ul class="versions">{tiles}</ul>')
    return "".join(parts)


def _recipe_table(clip: Clip) -> str:
    codecs = [clip.delivered.video_codec, clip.delivered.audio_codec]
    rows = _generation_rows(clip.generation) if clip.generation is not None else []
    rows += [
        ("recipe_file", escape(" · ".join(codec for codec in codecs if codec))),
        ("recipe_made", escape(clip.recipe.created_at.replace("T", " ")[:16]) + " UTC"),
    ]
    if "total" in clip.timings_s:
        rows.append(("recipe_time", both(time_text(clip.timings_s["total"]))))
    cells = "".join(f"<dt>{said(key)}</dt><dd>{value}</dd>" for key, value in rows)
    return f'<dl class="recipe">{cells}</dl>'


def _generation_rows(recipe: Recipe) -> list[tuple[str, str]]:
    request, plan = recipe.request, recipe.plan
    rows = [("prompt", escape(request.prompt))]
    if plan.prompt.engine_prompt != request.prompt:
        rows.append(("recipe_read", read_words(plan.prompt)))
    if plan.negative_prompt:
        rows.append(("negative_prompt", escape(plan.negative_prompt)))
    steps = said(
        "recipe_steps_value", steps=plan.num_inference_steps, guidance=f"{plan.guidance_scale:g}"
    )
    rows += [
        ("seed", str(plan.seed)),
        ("recipe_steps", steps),
        ("recipe_model", escape(f"{plan.pipeline_key.engine} · {plan.pipeline_key.revision}")),
    ]
    return rows


def _report(clip: Clip) -> str:
    items = report_list(clip.recipe.plan.report)
    report = f"<h3>{said('report')}</h3>{items}" if items else ""
    return report + measured_list(clip)
