"""How an engine is shown: a card on the page Models, a line below the menu of a form."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from seedance_studio.errors import Text
from seedance_studio.ui.markup import both, button, said
from seedance_studio.ui.strings import say

if TYPE_CHECKING:
    from seedance_studio.provisioning import Standing


_UNITS = (("estimate_hours", 3600), ("estimate_minutes", 60), ("estimate_seconds", 1))
"""String key and seconds of each unit of a rough time."""


def state_of(standing: Standing) -> Text:
    """Give in a word whether it can run."""
    if standing.holding is None:
        return say("model_in_box")
    if not standing.fits:
        return say("model_too_large")
    return say(f"model_{standing.holding.state}")


def menu_title(standing: Standing) -> Text:
    """Give its entry in a menu: the name, and what stands in its way."""
    title = standing.card.title
    if standing.is_ready:
        return title
    state = state_of(standing)
    return Text(f"{title.en} · {state.en}", f"{title.zh} · {state.zh}")


def engine_line(standing: Standing) -> str:
    """Licence, memory and time in one line, below the menu of a form."""
    card, parts = standing.card, [escape(standing.card.licence)]
    if standing.memory_gb is not None:
        parts.append(f"{standing.memory_gb[1]:g}–{standing.memory_gb[0]:g} GB")
    if standing.fits:
        parts.append(both(_time(standing)))
    if card.terms.needs_consent:
        parts.append(both(card.terms.territory))
    return f'<p class="engine-line">{" · ".join(parts)}</p>'


def engine_card(standing: Standing, *, is_host: bool) -> str:
    """Everything one needs to choose an engine, and to bring its weights here.

    Args:
        standing: the engine as this machine has it.
        is_host: whether the one who looks may fetch and delete.
    """
    card = standing.card
    look = "is-ready" if standing.is_ready else "is-away"
    where, how = card.terms.territory, card.terms.conditions
    terms = both(Text(f"{where.en}; {how.en}", f"{where.zh}；{how.zh}"))
    rows = [
        ("model_licence", escape(card.licence)),
        ("model_territory", terms),
        ("model_memory", _memory(standing)),
        ("model_disk", _disk(standing)),
        ("model_time", both(_time(standing)) if standing.fits else ""),
    ]
    facts = "".join(f"<dt>{said(key)}</dt><dd>{value}</dd>" for key, value in rows if value)
    return (
        f'<article class="card engine-card {look}"><header><h2>{both(card.title)}</h2>'
        f"<em>{both(state_of(standing))}</em></header><p>{both(card.description)}</p>"
        f"<dl>{facts}</dl>{_progress(standing)}{_actions(standing) if is_host else ''}</article>"
    )


def _memory(standing: Standing) -> str:
    if standing.memory_gb is None:
        return said("model_any_machine")
    most, least = (f"{number:g}" for number in standing.memory_gb)
    if most == least:
        return f"{most} GB"
    return said("model_memory_value", most=most, least=least)


def _disk(standing: Standing) -> str:
    holding, weights = standing.holding, standing.card.weights
    if holding is None or weights is None:
        return ""
    if holding.state == "absent":
        return said("model_disk_value", gb=f"{weights.total_gb:.0f}")
    revision = (holding.revision or "?")[:10]
    return said("model_disk_here", gb=f"{holding.disk_gb:.1f}", revision=revision)


def _time(standing: Standing) -> Text:
    guess = "model_time_guessed" if standing.card.weights else "model_time_usual"
    key = "model_time_measured" if standing.is_measured else guess
    n = standing.seconds
    unit, count = next((unit, n / size) for unit, size in _UNITS if n >= 1.5 * size or size == 1)
    time = say(unit, n=f"{count:.2g}" if count < 10 else f"{count:.0f}")
    return Text(say(key, time=time.en).en, say(key, time=time.zh).zh)


def _progress(standing: Standing) -> str:
    download = standing.download
    if download is None:
        return ""
    if download.error is not None:
        error = download.error
        return f'<p class="problem">{both(error.message)} {both(error.hint)}</p>'
    if not download.is_running:
        return ""
    share = download.done_gb / download.total_gb if download.total_gb else 0.0
    words = (
        said("model_getting", done=f"{download.done_gb:.2f}", total=f"{download.total_gb:.2f}")
        if download.total_gb
        else said("model_getting_first")
    )
    return f'<p class="getting"><progress value="{share:.4f}" max="1"></progress>{words}</p>'


def _actions(standing: Standing) -> str:
    holding, card = standing.holding, standing.card
    if holding is None:
        return ""
    if standing.download is not None and standing.download.is_running:
        return f'<p class="actions">{button("model_stop", "model_stop", card.id)}</p>'
    buttons = []
    if holding.state != "ready":
        key = "model_get_terms" if card.terms.needs_consent else "model_get"
        key = "model_go_on" if holding.state == "partial" else key
        look = "solid" if standing.fits else "quiet"
        buttons.append(button(key, "model_get", card.id, look=look))
    if holding.state != "absent":
        buttons.append(button("model_remove", "model_remove", card.id, look="danger"))
    return f'<p class="actions">{"".join(buttons)}</p>'
