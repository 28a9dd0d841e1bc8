"""A comparison as one page that needs nothing else: videos inside, both languages, no network."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from seedance_studio.errors import Language, RequestError, Text
from seedance_studio.player import (
    PLAYER_SCRIPT,
    PLAYER_STYLE,
    Pane,
    both,
    differences,
    player,
    said,
)
from seedance_studio.player.document import document, header

MAX_BYTES = 300_000_000
"""Of all videos: browsers open no page that is much larger."""
_STYLE = Path(__file__).parent / "report.css"
_TYPES = {".mp4": "video/mp4", ".mov": "video/quicktime", ".webm": "video/webm"}
_SOURCES = "media-src data:; img-src data:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """One of the videos."""

    label: Text
    film: Path
    poster: Path | None
    width: int
    height: int
    fps: float
    is_playable: bool
    recipe_json: str | None
    """How it was made, where that is known."""


def make_report(
    title: str,
    made_at: str,
    shown: Sequence[Reported],
    rows: Sequence[tuple[Text, Sequence[Text | None]]],
    tally: Sequence[int],
    language: Language,
) -> str:
    """Give the page.

    Args:
        title: of the comparison.
        made_at: UTC, ISO 8601.
        shown: the videos; they are read whole.
        rows: what differs, as in `player.differences`.
        tally: votes of each video; empty when nobody was asked.
        language: that it opens in; it can be switched.

    Raises:
        RequestError: under `report`: the videos are too large for one page.
    """
    size = sum(one.film.stat().st_size for one in shown)
    if size > MAX_BYTES:
        words = Text(
            f"the videos are {size / 1e6:.0f} MB; one page holds {MAX_BYTES / 1e6:.0f} MB",
            f"视频共 {size / 1e6:.0f} MB，单个页面上限为 {MAX_BYTES / 1e6:.0f} MB",
        )
        raise RequestError({"report": words})
    labels = [one.label for one in shown]
    body = "".join(
        [
            header(title),
            f"<p class='report-facts'>{said('made')}: {escape(made_at[:16].replace('T', ' '))} UTC",
            f" · Seedance Studio</p>{player([_pane(one) for one in shown])}",
            f"<h2>{said('differs')}</h2>{differences(labels, rows)}",
            _votes(labels, tally),
            _recipes(shown),
            f"<footer>{said('report_note')}</footer>",
        ]
    )
    return document(
        title,
        body,
        language=language,
        sources=_SOURCES,
        styles=[_STYLE, PLAYER_STYLE],
        script=PLAYER_SCRIPT.read_text("utf-8"),
    )


def _pane(one: Reported) -> Pane:
    poster = _address(one.poster, "image/jpeg") if one.poster else ""
    kind = _TYPES.get(one.film.suffix.lower(), "video/mp4")
    return Pane(
        label=one.label,
        video=_address(one.film, kind),
        poster=poster,
        width=one.width,
        height=one.height,
        fps=one.fps,
        is_playable=one.is_playable,
    )


def _address(path: Path, kind: str) -> str:
    return f"data:{kind};base64,{b64encode(path.read_bytes()).decode('ascii')}"


def _votes(labels: Sequence[Text], tally: Sequence[int]) -> str:
    if not sum(tally):
        return ""
    rows = "".join(
        f"<li><span>{number} · {both(label)}</span><b>{votes}</b></li>"
        for number, (label, votes) in enumerate(zip(labels, tally, strict=True), 1)
    )
    return f"<h2>{said('votes')}</h2><ul class='report-votes'>{rows}</ul>"


def _recipes(shown: Sequence[Reported]) -> str:
    entries = "".join(
        f"<details><summary>{number} · {both(one.label)}</summary>"
        f"<pre>{escape(_pretty(one.recipe_json))}</pre></details>"
        for number, one in enumerate(shown, 1)
        if one.recipe_json is not None
    )
    return f"<h2>{said('recipes')}</h2>{entries}" if entries else ""


def _pretty(document: str) -> str:
    return json.dumps(json.loads(document), ensure_ascii=False, indent=2)
