"""My jobs: everything this visitor has asked for, wherever and whenever."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.errors import Language
from seedance_studio.ui.consent import consent_list
from seedance_studio.ui.events import QUIET, event_html, told_to_user
from seedance_studio.ui.job_list import job_list
from seedance_studio.ui.strings import STRINGS, say

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

POLL_SECONDS = 1.0
NUM_SHOWN = 50


class MyJobs:
    """The page's widgets and what they do.

    Args:
        studio: whose jobs are shown; it knows which visitor asks.
        language: the language switch.
    """

    def __init__(self, studio: Studio, language: gr.Radio) -> None:
        self.studio = studio
        self.language = language
        self.timer = gr.Timer(POLL_SECONDS, active=False)
        self.list = event_html(
            *("stop", "job_pause", "job_resume", "job_sooner", "job_later", "job_edit"),
            *("try_again", "consent_withdraw", "forget_me"),
            elem_id="jobs-list",
        )

    def wire(self, tab: gr.Tab) -> None:
        """Connect the widgets; the list is made anew while a job is on its way."""
        studio, view = self.studio, [self.list, self.timer]
        tab.select(self.look, None, view, **QUIET)
        self.timer.tick(self.look, None, view, **QUIET)
        acts: dict[str, Callable[[str], Any]] = {
            "stop": studio.cancel,
            "job_pause": studio.pause,
            "job_resume": studio.unpause,
            "job_sooner": lambda job_id: studio.move(job_id, sooner=True),
            "job_later": lambda job_id: studio.move(job_id, sooner=False),
        }
        for name, act in acts.items():
            getattr(self.list, name)(self._doing(act), self.language, view, **QUIET)
        self.list.try_again(self.try_again, self.language, view, **QUIET)
        self.list.consent_withdraw(self.withdraw, self.language, view, **QUIET)
        self.list.forget_me(self.forget_me, self.language, view, **QUIET)

    def look(self) -> tuple[str, gr.Timer]:
        """The list as it is now, and whether to look again."""
        jobs = self.studio.jobs(NUM_SHOWN)
        is_active = bool(self.studio.jobs(1, is_active=True))
        consents = consent_list(self.studio.consents())
        shown = job_list(jobs, self.studio.allowance().words, consents)
        return shown, gr.Timer(active=is_active)

    def withdraw(self, language: Language, event: gr.EventData) -> tuple[str, gr.Timer]:
        """Take back a consent."""
        with told_to_user(language):
            uses = self.studio.withdraw(event.clip, language)
        words = say("consent_withdrawn", number=len(uses)).in_language(language)
        gr.Info(words, title="", duration=8)
        return self.look()

    def try_again(self, language: Language, event: gr.EventData) -> tuple[str, gr.Timer]:
        """Run a job's request again."""
        with told_to_user(language):
            self.studio.submit_again(event.clip, event.key)
        return self.look()

    def forget_me(self, language: Language) -> tuple[str, gr.Timer]:
        """Delete all that is this visitor's. The page has asked before."""
        with told_to_user(language):
            self.studio.forget_me()
        gr.Info(STRINGS["forgotten"].in_language(language), title="", duration=3)
        return self.look()

    def _doing(self, act: Callable[[str], Any]) -> Callable[..., tuple[str, gr.Timer]]:
        def handle(language: Language, event: gr.EventData) -> tuple[str, gr.Timer]:
            with told_to_user(language):
                act(event.clip)
            return self.look()

        return handle
