"""One clip as a page, for whoever has the link to it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from seedance_studio.errors import Text
from seedance_studio.player import both, said
from seedance_studio.player.document import document, header

_STYLE = Path(__file__).parent / "watch.css"
_SOURCES = "media-src 'self'; img-src 'self'"
_IN_THEIR_LANGUAGE = (
    "if(navigator.language.startsWith('zh'))"
    "document.documentElement.dataset.language=document.documentElement.lang='zh'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What the page says of a clip."""

    title: str
    facts: tuple[Text, ...]
    width: int
    height: int
    is_playable: bool
    """Whether browsers play its codec."""
    film: str
    """Address of the video, from the page's."""
    poster: str
    """Address of its still picture, likewise."""
    picture: str
    """The same, whole: programs that show a link's picture know no page to start from."""
    studio: str
    """Address of the studio, from the page's."""


def watch_page(shown: Watched) -> str:
    """Give the page."""
    facts = " · ".join(both(fact) for fact in shown.facts)
    body = (
        f"{header(shown.title)}{_film(shown)}<p class='facts'>{facts}</p>"
        f"<p class='facts'>{said('generated')}</p>"
        f"<p class='acts'><a class='main' href='{escape(shown.studio)}'>{said('make_one')}</a>"
        f"<a href='{escape(shown.film)}' download>{said('download')}</a></p>"
    )
    return _page(shown.title, body, _card(shown))


def nothing_page(studio: str) -> str:
    """Give what stands where no clip is shared, or is no longer."""
    body = (
        f"<h1>{said('not_shared')}</h1><p class='facts'>{said('not_shared_hint')}</p>"
        f"<p class='acts'><a class='main' href='{escape(studio)}'>{said('make_one')}</a></p>"
    )
    return _page("Seedance Studio", body)


def _page(title: str, body: str, head: str = "") -> str:
    return document(
        title,
        body,
        language="en",
        sources=_SOURCES,
        styles=[_STYLE],
        script=_IN_THEIR_LANGUAGE,
        head=head,
    )


def _film(shown: Watched) -> str:
    poster, shape = escape(shown.poster), f"aspect-ratio:{shown.width}/{shown.height}"
    if not shown.is_playable:
        return f'<img class="film" style="{shape}" alt="" src="{poster}">'
    return (
        f'<video class="film" style="{shape}" controls playsinline loop autoplay muted '
        f'aria-label="{escape(shown.title)}" poster="{poster}" src="{escape(shown.film)}"></video>'
    )


def _card(shown: Watched) -> str:
    """What chats and mail show of the link (Open Graph)."""
    rows = {
        "og:type": "video.other",
        "og:site_name": "Seedance Studio",
        "og:title": shown.title,
        "og:image": shown.picture,
    }
    return '<meta name="robots" content="noindex">' + "".join(
        f'<meta property="{name}" content="{escape(value)}">' for name, value in rows.items()
    )
