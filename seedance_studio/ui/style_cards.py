"""Brand styles as pictures: the gallery's cards, one style with all that is known."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from seedance_studio.domain.engine import EngineCard
from seedance_studio.domain.style import Style, base_name
from seedance_studio.errors import Text
from seedance_studio.ui.markup import both, button, file_url, said

COVER, BEFORE, AFTER = "cover.jpg", "before.mp4", "after.mp4"


def gallery(styles: Iterable[Style]) -> str:
    """All styles; `styles.js` hides those that the search leaves out, and plays on hover."""
    cards = "".join(_card(style) for style in styles)
    return (
        f'<ul class="style-grid">{cards}</ul><p class="style-nothing">{said("styles_nothing")}</p>'
    )


def _card(style: Style) -> str:
    card = style.card
    own = f'<span class="style-own">{said("style_own")}</span>' if style.is_own else ""
    name = escape(style.id)
    return (
        f'<li class="style-card" data-base="{escape(card.base)}" '
        f'data-words="{escape(_searchable(style))}">'
        f'<button type="button" class="style-picture" data-act="show_style" data-clip="{name}">'
        f'{_picture(style)}{own}<span class="sr">{said("style_more")}</span></button>'
        f'<div class="style-text"><h3>{both(card.name)}</h3>'
        f"<p>{both(card.description)}</p>"
        f'<div class="style-foot">{_palette(style)}<span class="style-base">'
        f"{both(base_name(card.base))}</span></div>"
        f"{button('style_use', 'use_style', style.id, look='solid')}</div></li>"
    )


def _picture(style: Style) -> str:
    cover, clip = style.folder / COVER, style.folder / AFTER
    image = '<span class="veil"></span>'
    if cover.is_file():
        image = f'<img alt="" loading="lazy" src="{escape(file_url(cover))}">'
    if clip.is_file():
        image += (
            f'<video muted loop playsinline preload="none" data-hover '
            f'src="{escape(file_url(clip))}"></video>'
        )
    return image


def _palette(style: Style) -> str:
    dots = "".join(f'<i style="background:{escape(one)}"></i>' for one in style.card.palette)
    return f'<span class="style-palette" aria-hidden="true">{dots}</span>'


def _searchable(style: Style) -> str:
    card = style.card
    words = (card.name, card.description, card.wording)
    texts = [part for text in words for part in (text.en, text.zh)]
    return " ".join([card.id, *texts, *card.trigger_words, *card.palette]).lower()


def style_detail(style: Style, download: Path | None = None) -> str:
    """One style above the gallery: what it changes, its words, where it is from."""
    card = style.card
    remove = button("style_delete", "delete_style", style.id) if style.is_own else ""
    saved = ""
    if download is not None:
        address = escape(file_url(download))
        saved = f'<a class="act act-solid" href="{address}" download>{said("style_saved")}</a>'
    return (
        f'<section class="card style-detail"><div class="style-pair">{_pair(style)}</div>'
        f'<div class="style-facts"><h2>{both(card.name)}</h2><p>{both(card.description)}</p>'
        f'<dl>{_facts(style)}</dl><div class="row">'
        f"{button('style_use', 'use_style', style.id, look='solid')}"
        f"{saved or button('style_export', 'export_style', style.id)}{remove}"
        f"{button('style_close', 'close_style')}</div></div></section>"
    )


def _pair(style: Style) -> str:
    shown = []
    for name, words in ((BEFORE, "style_before"), (AFTER, "style_after")):
        path = style.folder / name
        if path.is_file():
            shown.append(
                f'<figure><video muted loop autoplay playsinline src="{escape(file_url(path))}">'
                f"</video><figcaption>{said(words)}</figcaption></figure>"
            )
    return "".join(shown)


def _facts(style: Style) -> str:
    card, adapter = style.card, style.adapter
    size = f"{adapter.num_bytes / 1e6:.1f}"
    rows = {"styles_for": both(base_name(card.base))}
    if card.trigger_words:
        words = ", ".join(escape(word) for word in card.trigger_words)
        rows["style_words"] = f"<b>{words}</b> <small>{said('style_words_note')}</small>"
    if card.author:
        rows["style_author"] = escape(card.author)
    if card.licence:
        rows["style_licence"] = escape(card.licence)
    rows["style_file"] = said("style_file_value", rank=adapter.rank, size=size)
    return "".join(f"<dt>{said(key)}</dt><dd>{value}</dd>" for key, value in rows.items())


def base_choices(
    styles: Iterable[Style], cards: Iterable[EngineCard]
) -> list[tuple[str | Text, str]]:
    """The models that styles can be filtered by: those of the engines and of the styles."""
    bases = {card.style_base for card in cards if card.style_base}
    bases |= {style.card.base for style in styles}
    return [("styles_for_all", ""), *((base_name(base), base) for base in sorted(bases))]
