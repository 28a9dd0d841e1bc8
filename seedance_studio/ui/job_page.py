"""A page that sends jobs of one kind: what is running, what it came to, stop and try again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.domain.job import TERMINAL, Succeeded
from seedance_studio.errors import ClipNotFound, JobNotFound, Language
from seedance_studio.ui import cards
from seedance_studio.ui.events import QUIET, Updates, event_html, plain_html, told_to_user
from seedance_studio.ui.language import Labels
from seedance_studio.ui.sends import SENDS, sends
from seedance_studio.ui.sharing import SHARE

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

POLL_SECONDS = 0.5
NUM_CLIPS = 48


class JobPage:
    """The widgets of a job and what they do; a page draws its own beside them.

    Args:
        studio: which runs the jobs.
        language: the language switch.
        tab: that the page is in.
        name: begins the ids of the widgets.
    """

    def __init__(self, studio: Studio, language: gr.Radio, tab: gr.Tab, name: str) -> None:
        self.studio = studio
        self.tab = tab
        self.language = language
        self.name = name
        self.job = gr.BrowserState("", storage_key=f"studio.{name}", secret=f"{name}-1")
        self.timer = gr.Timer(POLL_SECONDS, active=False)
        self.request_key = gr.Textbox(visible=False)

    def draw_action(self, labels: Labels, start: str) -> None:
        """Draw the plan, the estimate and the buttons; `start` names the words of the first."""
        self.plan = plain_html(elem_id=f"{self.name}-plan")
        with gr.Row(elem_classes="action-bar"):
            self.estimate = plain_html(elem_classes="estimate")
            self.start = gr.Button(variant="primary", elem_id=f"{self.name}-start")
            self.stop = gr.Button(visible=False, elem_id=f"{self.name}-stop")
        labels.add(self.start, value=start)
        labels.add(self.stop, value="stop")

    def draw_stage(self) -> None:
        """Draw where the job is seen."""
        self.stage = event_html(
            "try_again", "load_recipe", SHARE, *SENDS.values(), elem_id=f"{self.name}-stage"
        )

    @property
    def _view(self) -> list[Any]:
        return [self.stage, self.stop, self.timer]

    def _wire_job(self, page: gr.Blocks) -> None:
        self.tab.select(self.look, self.job, self._view, **QUIET)
        page.load(self.look, self.job, self._view, **QUIET)
        self.stop.click(self.cancel, [self.job, self.language], self._view, **QUIET)
        self.stage.try_again(self.try_again, self.language, [self.job, *self._view], **QUIET)
        self.timer.tick(self.look, self.job, self._view, **QUIET)

    def list_clips(self) -> Any:
        """The latest clips, by their titles."""
        clips = self.studio.clips(NUM_CLIPS)
        return gr.update(choices=[(clip.title, clip.id) for clip in clips])

    def cancel(self, job_id: str, language: Language) -> Updates:
        """Stop the job on the stage."""
        with told_to_user(language):
            self.studio.cancel(job_id)
        return self.look(job_id)

    def try_again(self, language: Language, event: gr.EventData) -> Updates:
        """Run a job's request again."""
        with told_to_user(language):
            job_id = self.studio.submit_again(event.clip, event.key)
        return {self.job: job_id, **self.look(job_id)}

    def look(self, job_id: str) -> Updates:
        """How the job stands, or what it came to."""
        card, is_active = "", False
        try:
            if job_id:
                job = self.studio.job(job_id)
                is_active = not isinstance(job.state, TERMINAL)
                card = self._result(job.state) or cards.job_card(job)
        except (ClipNotFound, JobNotFound):
            card = ""  # deleted since, or remembered from another data folder
        return {
            self.stage: card,
            self.stop: gr.update(visible=is_active),
            self.timer: gr.Timer(active=is_active),
        }

    def _result(self, state: object) -> str:
        if not isinstance(state, Succeeded):
            return ""
        studio, clip_id = self.studio, state.clip_id
        return cards.result_card(
            studio.clip(clip_id),
            studio.clip_path(clip_id),
            studio.poster_path(clip_id),
            sends(studio),
        )
