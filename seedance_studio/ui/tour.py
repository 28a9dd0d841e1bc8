"""The first-run tour: four sentences, each beside the thing that it is about."""

from __future__ import annotations

from seedance_studio.ui.markup import said

_TARGETS = ("#text-prompt", "#tab-text .action-bar", "#text-stage", "#tabs [role=tablist]")


def tour_offer() -> str:
    """The line that offers it until it was seen or declined."""
    return (
        f'<div class="tour-offer"><p>{said("tour_offer")}</p>'
        f'<button type="button" class="act" data-tour="start">{said("tour_start")}</button>'
        f'<button type="button" class="act" data-tour="skip">{said("tour_skip")}</button></div>'
    )


def tour_steps() -> str:
    """All steps, hidden; `tour.js` shows one at a time."""
    last = len(_TARGETS)
    return "".join(_step(place, target, is_last=place == last) for place, target in _numbered())


def _numbered() -> list[tuple[int, str]]:
    return list(enumerate(_TARGETS, start=1))


def _step(place: int, target: str, *, is_last: bool) -> str:
    onward = said("tour_done" if is_last else "tour_next")
    skip = "" if is_last else _button("skip", said("tour_skip"), "act")
    return (
        f'<section class="tour-step" role="dialog" aria-labelledby="tour-{place}" '
        f'data-target="{target}"><h2 id="tour-{place}">{said(f"tour_{place}_title")}</h2>'
        f"<p>{said(f'tour_{place}_text')}</p>"
        f'<div class="actions">{skip}{_button("next", onward, "act act-solid")}</div></section>'
    )


def _button(act: str, words: str, look: str) -> str:
    return f'<button type="button" class="{look}" data-tour="{act}">{words}</button>'
