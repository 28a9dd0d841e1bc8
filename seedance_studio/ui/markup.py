"""Small pieces of HTML that every card uses. All text that comes from a user is escaped here.

Each piece carries both languages; `studio.css` hides the one that is not chosen, so a card never
has to be made again when the language is switched.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from html import escape
from pathlib import Path
from urllib.parse import quote

from seedance_studio.domain.clip import Clip
from seedance_studio.domain.delivery import ReportItem, VideoShape
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.prompt import PreparedPrompt
from seedance_studio.domain.reference import kind_of
from seedance_studio.errors import Language, Text
from seedance_studio.player import both as both
from seedance_studio.ui.strings import STRINGS, say

_REPORT_NAMES = {
    name: STRINGS[key]
    for name, key in {
        "size": "report_size",
        "fps": "report_fps",
        "codec": "codec",
        "sound": "sound",
        "composer": "composer",
        "style": "report_style",
        "seconds": "report_seconds",
        "stretches": "report_stretches",
        "aspect": "aspect",
        "seed": "seed",
        "negative_prompt": "negative_prompt",
        "num_inference_steps": "num_inference_steps",
        "guidance_scale": "guidance_scale",
        "strength": "ref_amount",
        "draft": "report_draft",
        "speed": "report_speed",
        "estimate": "report_estimate",
        "duration": "report_seconds",
        "bits": "report_bits",
        "alpha": "report_alpha",
    }.items()
}
_REPORT_PARTS = {name: STRINGS[f"report_{name}"] for name in ("strength", "fit", "trim", "detail")}
"""What a line of the report may say of one reference, as in `Image1.fit`."""


def in_two(words: Text) -> str:
    """Both languages at once, for choices that come and go while the page is open."""
    return words.en if words.en == words.zh else f"{words.zh} {words.en}"


def said(key: str, **values: object) -> str:
    """The string `key` in both languages, its places filled in."""
    return both(say(key, **values))


def button(key: str, action: str, clip_id: str = "", *, look: str = "quiet") -> str:
    """A button whose click reaches the server as the event `action` with `clip_id`.

    Args:
        key: string key of its label.
        action: an event named in `studio.js`.
        clip_id: the clip or job it is about.
        look: solid, quiet or danger.
    """
    return (
        f'<button type="button" class="act act-{look}" data-act="{action}" '
        f'data-clip="{escape(clip_id)}">{said(key)}</button>'
    )


def confirmed(key: str, question: str, action: str, clip_id: str = "") -> str:
    """A button that asks before it does what cannot be undone.

    Args:
        key: string key of its label.
        question: string key of what is asked.
        action: as in `button`, like `clip_id`.
        clip_id: the clip or board it is about.
    """
    return (
        f'<details class="confirm"><summary class="act act-quiet">{said(key)}</summary>'
        f'<div class="confirm-box"><p>{said(question)}</p>'
        f"{button('delete_yes', action, clip_id, look='danger')}</div></details>"
    )


def nothing_yet(title: str, hint: str, more: str = "") -> str:
    """A card where there is nothing to show: why, and what to do.

    Args:
        title: string key of its title.
        hint: HTML.
        more: HTML below it.
    """
    return (
        f'<section class="card card-empty"><div class="frame-art" aria-hidden="true"></div>'
        f"<h2>{said(title)}</h2><p>{hint}</p>{more}</section>"
    )


def file_url(path: Path) -> str:
    """Address of a file in the library, relative to the page so that it works behind a proxy."""
    return "gradio_api/file=" + quote(str(path.resolve()), safe="/")


def time_text(seconds: float) -> Text:
    """A stretch of time as people say it."""
    if seconds < 60:
        shown = f"{seconds:.1f}" if seconds < 10 else f"{seconds:.0f}"
        return say("seconds_short", seconds=shown.removesuffix(".0"))
    minutes, rest = divmod(round(seconds), 60)
    return say("minutes_short", minutes=minutes, seconds=rest)


def with_time(key: str, seconds: float) -> str:
    """The string `key` with {time} as a stretch of time."""
    time, text = time_text(seconds), STRINGS[key]
    return both(Text(text.en.format(time=time.en), text.zh.format(time=time.zh)))


def read_line(plan: GenerationPlan) -> str:
    """The prompt that the model reads or has read."""
    return f'<div class="read"><span>{said("recipe_read")}</span> {read_words(plan.prompt)}</div>'


def read_words(prompt: PreparedPrompt) -> str:
    """What the model reads; side by side in both languages, where the studio has put it so."""
    if prompt.canonical is None:
        return escape(prompt.engine_prompt)
    return in_both(prompt.canonical, prompt.language)


def in_both(text: Text, first: Language) -> str:
    """A text in both languages side by side, for once neither hidden."""
    languages = [("en", "English", text.en), ("zh-CN", "中文", text.zh)]
    if first == "zh":
        languages.reverse()
    return (
        '<dl class="in-both">'
        + "".join(
            f'<div lang="{code}"><dt>{name}</dt><dd>{escape(words)}</dd></div>'
            for code, name, words in languages
        )
        + "</dl>"
    )


def shape_line(native: VideoShape, delivered: VideoShape) -> str:
    """What was generated and what is delivered, told apart."""
    parts = [said("native", width=native.width, height=native.height, fps=_rate(native))]
    parts.append(
        said("delivered", width=delivered.width, height=delivered.height, fps=_rate(delivered))
    )
    is_enlarged = (native.width, native.height) != (delivered.width, delivered.height)
    is_interpolated = native.fps != delivered.fps
    if is_enlarged or is_interpolated:
        key = "how_both" if is_enlarged and is_interpolated else None
        parts.append(said(key or ("how_enlarged" if is_enlarged else "how_interpolated")))
    return '<p class="shape">' + "".join(f"<span>{part}</span>" for part in parts) + "</p>"


def _rate(shape: VideoShape) -> str:
    return f"{shape.fps:.5g}"


def report_list(items: tuple[ReportItem, ...]) -> str:
    """What becomes of each thing asked for."""
    rows = "".join(
        f'<li class="is-{item.status}"><b>{_report_name(item)}</b>'
        f"<em>{said(item.status)}</em><span>{both(item.note)}</span></li>"
        for item in items
    )
    return f'<ul class="report">{rows}</ul>' if rows else ""


def measured_list(clip: Clip) -> str:
    """What was measured of a clip against its references."""
    rows = "".join(
        f'<li class="is-measured"><b>@{escape(one.item)}</b><span>{both(one.words)}</span></li>'
        for one in clip.measured
    )
    return f'<h3>{said("measured")}</h3><ul class="report">{rows}</ul>' if rows else ""


def _report_name(item: ReportItem) -> str:
    name, _, part = item.item.partition(".")
    if part in _REPORT_PARTS and kind_of(name):
        return f"@{escape(name)} {both(_REPORT_PARTS[part])}"
    if kind_of(name):
        return f"@{escape(name)}"
    if name == "shots":
        return f"{said('montage_film')} {escape(part)}"
    known = _REPORT_NAMES.get(item.item)
    return both(known) if known else escape(item.item)


def report_beyond_words(plan: GenerationPlan) -> tuple[ReportItem, ...]:
    """The report without the words, which the strip under the prompt already shows."""
    words = {word.text for word in plan.prompt.words}
    return tuple(item for item in plan.report if item.item not in words)


def recipe_json(clip: Clip) -> str:
    """The recipe as people paste it."""
    return json.dumps(asdict(clip.recipe), ensure_ascii=False, indent=2)


def copy_button(clip: Clip) -> str:
    """A button that copies the recipe in the browser."""
    return (
        f'<button type="button" class="act act-quiet" data-copy>'
        f'<span class="before">{said("copy_recipe")}</span>'
        f'<span class="after">{said("copied")}</span></button>'
        f"<textarea hidden readonly data-recipe>{escape(recipe_json(clip))}</textarea>"
    )


def download_link(clip: Clip, path: Path) -> str:
    """A link that saves the published file."""
    name = escape(f"{clip.id[:8]}{path.suffix}")
    return (
        f'<a class="act act-solid" href="{escape(file_url(path))}" download="{name}">'
        f"{said('download')}</a>"
    )


def is_playable(clip: Clip) -> bool:
    """Tell whether browsers play the clip's codec."""
    return clip.delivered.video_codec != "prores"


def player(clip: Clip, path: Path, poster: Path, *, autoplay: bool) -> str:
    """The clip, playable; its picture where browsers cannot play the codec."""
    width, height = clip.delivered.width, clip.delivered.height
    if not is_playable(clip):
        return (
            f'<img class="player" alt="{escape(clip.title)}" src="{escape(file_url(poster))}">'
            f'<p class="facts">{said("not_in_browser")}</p>'
        )
    return (
        f'<video class="player" controls playsinline loop preload="auto" '
        f"{'autoplay muted ' if autoplay else ''}"
        f'style="aspect-ratio:{width}/{height};--ratio:{width / height:.4f}" '
        f'aria-label="{escape(clip.title)}" poster="{escape(file_url(poster))}" '
        f'src="{escape(file_url(path))}"></video>'
    )


def send_row(clip: Clip, sends: Iterable[str]) -> str:
    """Buttons that take a clip to the tabs named."""
    buttons = "".join(button(f"send_{mode}", f"send_{mode}", clip.id) for mode in sends)
    return f'<div class="actions sends">{buttons}</div>' if buttons else ""
