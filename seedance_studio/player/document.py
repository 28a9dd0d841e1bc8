"""A page that stands alone: what a report of a comparison and a shared clip have in common."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from seedance_studio.errors import Language

_STYLE = Path(__file__).parent / "document.css"
_OWN = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "


def document(
    title: str,
    body: str,
    *,
    language: Language,
    sources: str,
    styles: Sequence[Path] = (),
    script: str = "",
    head: str = "",
) -> str:
    """Give the page, with its style and script inside.

    Args:
        title: of the page.
        body: its HTML, in both languages; the look hides the one that is not chosen.
        language: that it opens in; `header` has a switch.
        sources: where the browser may take pictures and videos from, as a policy says it. It is
            told so, and the page cannot ask anything of anyone else even by mistake.
        styles: of what is in the body.
        script: likewise.
        head: more of its head.
    """
    style = "".join(path.read_text("utf-8") for path in (_STYLE, *styles))
    return (
        f'<!doctype html><html lang="{language}" data-language="{language}"><head>'
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="Content-Security-Policy" content="{_OWN}{sources}">'
        f"<title>{escape(title)}</title>{head}<style>{style}</style></head>"
        f"<body>{body}<script>{script}</script></body></html>"
    )


def header(title: str) -> str:
    """Give the page's heading and the switch of its language."""
    change = "document.documentElement.dataset.language=document.documentElement.lang=this.value"
    switch = "".join(
        f'<button type="button" value="{value}" onclick="{change}">{word}</button>'
        for value, word in (("zh", "中文"), ("en", "English"))
    )
    return f"<header><h1>{escape(title)}</h1>{switch}</header>"
