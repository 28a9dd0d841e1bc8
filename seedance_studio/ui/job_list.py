"""A visitor's jobs as a list: what each has come to, and what can be done with it."""

from __future__ import annotations

from html import escape

from seedance_studio.domain.job import (
    Cancelled,
    Cancelling,
    Failed,
    Job,
    Paused,
    Queued,
    Running,
    Succeeded,
)
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.errors import Text
from seedance_studio.ui.markup import both, button, confirmed, nothing_yet, said, time_text

_LOOKS = {
    Queued: "waiting",
    Paused: "waiting",
    Running: "running",
    Cancelling: "running",
    Succeeded: "done",
    Failed: "failed",
    Cancelled: "done",
}


def job_link(job_id: str) -> str:
    """Address of a job, relative to the page so that it works behind a proxy."""
    return f"?job={escape(job_id)}"


def job_list(jobs: list[Job], left_today: Text | None, consents: str) -> str:
    """Jobs, the newest first; what is left of the visitor's day; what can be taken back."""
    quota = f'<p class="facts">{both(left_today)}</p>' if left_today else ""
    if not jobs:
        return nothing_yet("jobs_empty_title", said("jobs_empty_hint"), quota)
    rows = "".join(_row(job) for job in jobs)
    forget = confirmed("forget_me", "forget_question", "forget_me")
    return f'{quota}<ul class="jobs">{rows}</ul>{consents}{forget}'


def _row(job: Job) -> str:
    title = escape(job.title[:120])
    return (
        f'<li class="job is-{_LOOKS[type(job.state)]}" data-job="{escape(job.id)}">'
        f'<a class="job-title" href="{job_link(job.id)}">{title}</a>'
        f'<span class="job-state">{_state(job)}</span>'
        f'<span class="actions">{_actions(job)}</span></li>'
    )


def _state(job: Job) -> str:
    state = job.state
    if isinstance(state, Queued):
        return said("job_waiting", place=state.place)
    if isinstance(state, Running):
        return f"{said('job_running')} · {both(time_text(round(state.elapsed_s)))}"
    if isinstance(state, Failed):
        return f"{said('job_failed')} · {both(state.message)}"
    words = {
        Paused: "job_paused",
        Cancelling: "job_stopping",
        Succeeded: "job_done",
        Cancelled: "job_stopped",
    }
    return said(words[type(state)])


def _actions(job: Job) -> str:
    state, one = job.state, job.id
    edit = ("job_edit",) if isinstance(job.request, GenerationRequest) else ()
    if isinstance(state, Queued):
        names = ("job_sooner", "job_later", "job_pause", *edit, "stop")
    elif isinstance(state, Paused):
        names = ("job_resume", *edit, "stop")
    elif isinstance(state, Running):
        names = ("stop",)
    elif isinstance(state, (Failed, Cancelled)):
        names = ("try_again",)
    else:
        names = ()
    return "".join(button(name, name, one) for name in names)
