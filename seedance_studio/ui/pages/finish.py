"""Finish: any film, or a clip of the library, to the size and rate that are wanted."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.domain.finishing import FinishPlan, FinishRequest
from seedance_studio.domain.montage import MontagePlan
from seedance_studio.errors import Language, RequestError
from seedance_studio.ui import cards
from seedance_studio.ui.events import QUIET, Updates, plain_html, told_to_user
from seedance_studio.ui.fields import DELIVERY_CHOICES
from seedance_studio.ui.film_fields import delivery_fields, music_of, sound_fields
from seedance_studio.ui.job_page import NUM_CLIPS, JobPage
from seedance_studio.ui.language import Labels
from seedance_studio.ui.markup import report_list, said, shape_line
from seedance_studio.ui.sound_fields import sound_wish
from seedance_studio.ui.strings import STRINGS

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

Film = dict[str, str]
"""What was chosen: film (its path), title and, of a clip, clip_id. Kept on the server: a path that
came from the browser could be anyone's.
"""


class FinishPage(JobPage):
    """The page's widgets and what they do.

    Args:
        studio: which finishes.
        labels: collects the strings of stock components.
        language: the language switch.
        tab: that the page is in.
    """

    def __init__(self, studio: Studio, labels: Labels, language: gr.Radio, tab: gr.Tab) -> None:
        super().__init__(studio, language, tab, "finish")
        self.film = gr.State({})
        with gr.Row(elem_classes="workspace finish-page"):
            with gr.Column(elem_classes="controls", min_width=0):
                self._choose(labels)
                self.fields = {
                    **delivery_fields(labels, "finish", "1080p"),
                    **sound_fields(labels, studio, "finish", "own"),
                }
                scene = gr.Textbox(max_lines=2, elem_id="finish-scene")
                self.fields["scene"] = labels.add(
                    scene, label="film_scene", placeholder="film_scene_placeholder"
                )
                self.draw_action(labels, "finish_start")
            with gr.Column(elem_classes="stage", min_width=0):
                self.draw_stage()
                self.preview = gr.Button(size="sm", elem_id="finish-preview")
                self.wipe = plain_html(elem_id="finish-wipe")
        labels.add(self.preview, value="finish_preview")

    def _choose(self, labels: Labels) -> None:
        plain_html(f"<h2>{said('finish_title')}</h2><p>{said('finish_hint')}</p>")
        with gr.Column(elem_classes="check-drop"):
            self.file = gr.File(type="filepath", elem_id="finish-file", height=120)
            plain_html(f'<p class="drop-words">{said("finish_drop")}</p>')
        self.clip = gr.Dropdown([], value=None, elem_id="finish-clip")
        labels.add(self.file, label="finish_file")
        labels.add(self.clip, label="finish_clip")

    @property
    def _inputs(self) -> list[Any]:
        return [self.film, self.language, *self.fields.values()]

    def wire(self, page: gr.Blocks) -> None:
        """Connect the widgets; the clips are listed whenever the tab is opened."""
        self._wire_job(page)
        self.tab.select(self.list_clips, None, self.clip, **QUIET)
        planned = [self.plan, self.estimate]
        for chosen in (
            self.file.upload(self.take_file, [self.file, self.language], self.film, **QUIET),
            self.clip.input(self.take_clip, [self.clip, self.language], self.film, **QUIET),
        ):
            chosen.then(self.show_plan, self._inputs, planned, **QUIET)
        gr.on(
            [field.change for field in self.fields.values()],
            self.show_plan,
            self._inputs,
            planned,
            **QUIET,
        )
        self.preview.click(self.show_wipe, self._inputs, self.wipe, **QUIET)
        self.start.click(
            self.submit,
            [self.request_key, *self._inputs],
            [self.job, *self._view],
            js="(_, ...rest) => studioPage.clicked(rest)",
            trigger_mode="once",
            **QUIET,
        )

    def wire_sends(self, sources: list[gr.HTML], tabs: gr.Tabs) -> None:
        """Connect the button that sends a clip here, on every card that shows one."""

        def take(language: Language, event: gr.EventData) -> Updates:
            film = self.take_clip(event.clip, language)
            listed = [(clip.title, clip.id) for clip in self.studio.clips(NUM_CLIPS)]
            if event.clip not in {clip_id for _, clip_id in listed}:
                listed.append((film["title"], event.clip))
            chosen = gr.update(choices=listed, value=event.clip)
            return {tabs: gr.Tabs(selected="finish"), self.film: film, self.clip: chosen}

        for source in sources:
            taken = source.send_finish(take, self.language, [tabs, self.film, self.clip], **QUIET)
            taken.then(self.show_plan, self._inputs, [self.plan, self.estimate], **QUIET)

    def take_file(self, upload: str, language: Language) -> Film:
        """Examine an upload and keep it until it is finished."""
        with told_to_user(language):
            kept = self.studio.finishing.keep(Path(upload))
        return {"film": str(kept), "title": Path(upload).stem}

    def take_clip(self, clip_id: str | None, language: Language) -> Film:
        """Take a clip of the library."""
        if not clip_id:
            return {}
        with told_to_user(language):
            clip, path = self.studio.clip(clip_id), self.studio.clip_path(clip_id)
        return {"film": str(path), "title": clip.title, "clip_id": clip_id}

    def show_plan(self, film: Film, language: Language, *values: Any) -> tuple[str, str]:
        """What would run; nothing before a film is chosen."""
        if not film:
            return "", ""
        with told_to_user(language):
            plan = self.studio.finishing.plan(self._request(film, language, values))
        return plan_card(plan), cards.estimate_line(plan)

    def show_wipe(self, film: Film, language: Language, *values: Any) -> str:
        """The middle of the film before and after, under one line that can be moved."""
        with told_to_user(language):
            before, after = self.studio.finishing.preview(self._request(film, language, values))
        return _wipe(before, after)

    def submit(self, key: str, film: Film, language: Language, *values: Any) -> Updates:
        """One click, one job."""
        with told_to_user(language):
            job_id = self.studio.finishing.submit(self._request(film, language, values), key)
        return {self.job: job_id, **self.look(job_id)}

    def _request(self, film: Film, language: Language, values: tuple[Any, ...]) -> FinishRequest:
        if not film:
            raise RequestError({"file": STRINGS["finish_no_film"]})
        asked = dict(zip(self.fields, values, strict=True))
        return FinishRequest(
            film=film["film"],
            title=film["title"],
            clip_id=film.get("clip_id"),
            language=language,
            sound=sound_wish(asked),
            music=music_of(asked),
            scene=asked["scene"] or "",
            seed=int(asked["seed"]),
            **{name: asked[name] for name in DELIVERY_CHOICES},
        )


def plan_card(plan: FinishPlan | MontagePlan) -> str:
    """What would become of a film, or of several."""
    return (
        f'<section class="plan"><h2>{said("plan_title")}</h2>'
        f"{shape_line(plan.native, plan.delivered)}{report_list(plan.report)}</section>"
    )


def _wipe(before: bytes, after: bytes) -> str:
    first, second = _address(before), _address(after)
    words = STRINGS["finish_wipe"]
    return (
        f'<figure class="wipe"><img alt="{words.en}" src="{first}">'
        f'<img class="wipe-after" alt="" src="{second}">'
        f'<input type="range" min="0" max="100" value="50" aria-label="{words.en} · {words.zh}" '
        f"oninput=\"this.parentElement.style.setProperty('--cut', this.value + '%')\">"
        f"<figcaption><span>{said('finish_before')}</span><span>{said('finish_after')}</span>"
        f"</figcaption></figure>"
    )


def _address(jpeg: bytes) -> str:
    return f"data:image/jpeg;base64,{b64encode(jpeg).decode()}"
