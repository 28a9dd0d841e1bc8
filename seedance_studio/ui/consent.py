"""The card that asks who is in a file, and what was answered before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from seedance_studio.errors import ConsentNeeded, RequestError
from seedance_studio.ui.markup import button, said

CHOICES = ("me", "agreed", "invented", "public_figure")


def consent_card(error: RequestError | None) -> str:
    """Four choices where only consent is missing, else nothing."""
    if not isinstance(error, ConsentNeeded):
        return ""
    return question(error.files.values())


def question(files: Iterable[str]) -> str:
    """Four choices for files, named by their hashes."""
    named = ",".join(sorted(set(files)))
    choices = "".join(
        button(f"consent_{choice}", "consent", f"{choice}:{named}") for choice in CHOICES
    )
    return (
        f'<section class="card card-consent" role="alert"><h2>{said("consent_title")}</h2>'
        f'<p>{said("consent_hint")}</p><div class="actions">{choices}</div></section>'
    )


def consent_list(standing: Mapping[str, str]) -> str:
    """What is on record and can be taken back, by the file's fingerprint."""
    rows = "".join(
        f'<li class="job"><span class="job-title"><code>{escape(sha256[:12])}</code> '
        f"{said(f'consent_{choice}')}</span><span></span>"
        f'<span class="actions">{button("consent_withdraw", "consent_withdraw", sha256)}</span>'
        f"</li>"
        for sha256, choice in standing.items()
    )
    return f'<h3>{said("consents")}</h3><ul class="jobs">{rows}</ul>' if rows else ""
