"""The gallery of brand styles: look, use, bring in, make your own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.domain.job import TERMINAL, Succeeded
from seedance_studio.domain.style_training import TrainingRequest
from seedance_studio.errors import JobNotFound, Language, RequestError, StyleNotFound
from seedance_studio.ui import cards
from seedance_studio.ui.events import PRIVATE, QUIET, Updates, event_html, plain_html, told_to_user
from seedance_studio.ui.language import FIRST, Labels, spoken_choices
from seedance_studio.ui.markup import both, said
from seedance_studio.ui.strings import say
from seedance_studio.ui.style_cards import base_choices, gallery, style_detail
from seedance_studio.ui.style_chips import with_style

if TYPE_CHECKING:
    from seedance_studio.studio import Studio
    from seedance_studio.ui.workspace import Workspace

POLL_SECONDS = 0.6
_ACTS = ("use_style", "show_style", "close_style", "export_style", "delete_style")


class StylesPage:
    """The page's widgets and what they do.

    Args:
        studio: whose styles are shown.
        labels: collects the strings of stock components.
        language: the language switch.
    """

    def __init__(self, studio: Studio, labels: Labels, language: gr.Radio) -> None:
        self.studio = studio
        self.language = language
        self.labels = labels
        self.job = gr.BrowserState("", storage_key="studio.training", secret="training-1")
        self.timer = gr.Timer(POLL_SECONDS, active=False)
        self.request_key = gr.Textbox(visible=False)
        with gr.Column(elem_classes="styles-page"):
            self._draw()

    def _draw(self) -> None:
        studio, labels = self.studio, self.labels
        plain_html(
            f"<h2>{said('styles_title')}</h2><p>{said('styles_hint')}</p>",
            elem_classes="styles-intro",
        )
        with gr.Row(elem_classes="style-filters"):
            # What is only read by a script counts as an output for Gradio, which would disable it.
            self.search = gr.Textbox(
                max_lines=1, elem_id="styles-search", scale=3, interactive=True
            )
            choices = base_choices(studio.styles().values(), studio.engines().values())
            self.base = gr.Dropdown(
                spoken_choices(choices, FIRST), value="", elem_id="styles-base", scale=1
            )
        labels.add(self.search, label="styles_search", placeholder="styles_search_hint")
        labels.add(self.base, label="styles_for", choices=choices)
        self.detail = event_html(*_ACTS, elem_id="style-detail")
        self.list = event_html(*_ACTS, elem_id="styles-list")
        with gr.Row(elem_classes="style-panels"):
            with gr.Column(min_width=280, elem_classes="style-panel"):
                self._make_panel()
            with gr.Column(min_width=280, elem_classes="style-panel"):
                self._import_panel()

    def _make_panel(self) -> None:
        plain_html(f"<h2>{said('make_title')}</h2><p>{said('make_hint')}</p>")
        with gr.Column(elem_classes="check-drop"):
            self.pictures = gr.File(
                type="filepath", file_count="multiple", elem_id="styles-pictures", height=150
            )
            plain_html(f'<p class="drop-words">{said("make_drop")}</p>')
        self.name = gr.Textbox(max_lines=1, elem_id="styles-name")
        self.minutes = gr.Slider(1, 30, 5, step=1, buttons=[], elem_id="styles-minutes")
        with gr.Row():
            self.start = gr.Button(variant="primary", elem_id="styles-train")
            self.stop = gr.Button(visible=False, elem_id="styles-stop")
        self.problems = plain_html(elem_classes="problem", elem_id="styles-problems")
        self.stage = event_html("try_again", elem_id="styles-stage")
        self.labels.add(self.pictures, label="make_files")
        self.labels.add(self.name, label="make_name", placeholder="make_name_hint")
        self.labels.add(self.minutes, label="make_minutes")
        self.labels.add(self.start, value="make_start")
        self.labels.add(self.stop, value="stop")

    def _import_panel(self) -> None:
        plain_html(f"<h2>{said('import_title')}</h2><p>{said('import_hint')}</p>")
        with gr.Column(elem_classes="check-drop"):
            self.upload = gr.File(type="filepath", elem_id="styles-import", height=150)
            plain_html(f'<p class="drop-words">{said("import_drop")}</p>')
        self.refused = plain_html(elem_classes="problem", elem_id="styles-refused")
        self.labels.add(self.upload, label="import_file")

    @property
    def _view(self) -> list[Any]:
        return [self.stage, self.stop, self.timer, self.list]

    def wire(
        self, page: gr.Blocks, tab: gr.Tab, workspaces: list[Workspace], tabs: gr.Tabs
    ) -> None:
        """Connect the widgets.

        Args:
            page: the Blocks they are in.
            tab: the gallery is made anew whenever it is opened.
            workspaces: the create tabs, whose forms take styles.
            tabs: which is turned to the form when a style is used.
        """
        forms = [workspace.composer.form.fields["styles"] for workspace in workspaces]
        tab.select(self.look, self.job, self._view, **QUIET)
        page.load(self.look, self.job, self._view, **QUIET)
        self.timer.tick(self.look, self.job, self._view, **QUIET)
        self.search.change(None, None, None, js="() => studioStyles.filter()", **PRIVATE)
        self.base.change(None, self.base, None, js="(base) => studioStyles.choose(base)", **PRIVATE)
        for source in (self.list, self.detail):
            source.use_style(self.use, [self.language, *forms], [tabs, *forms], **QUIET)
            source.show_style(self.show, self.language, self.detail, **QUIET)
        self.detail.close_style(lambda: "", None, self.detail, **QUIET)
        self.detail.export_style(self.export, self.language, self.detail, **QUIET)
        self.detail.delete_style(self.delete, self.language, [self.detail, self.list], **QUIET)
        self.upload.upload(
            self.bring_in, [self.upload, self.language], [self.upload, self.refused, self.list],
            **QUIET,
        )  # fmt: skip
        self.start.click(
            self.train,
            [self.request_key, self.pictures, self.name, self.minutes, self.language],
            [self.problems, self.job, *self._view],
            js="(_, ...rest) => studioPage.clicked(rest)",
            trigger_mode="once",
            **QUIET,
        )
        self.stop.click(self.cancel, [self.job, self.language], self._view, **QUIET)
        again = [self.job, *self._view]
        self.stage.try_again(self.try_again, self.language, again, **QUIET)

    def show(self, language: Language, event: gr.EventData) -> str:
        """Open one style above the gallery."""
        with told_to_user(language):
            return style_detail(self._style(event.clip))

    def use(self, language: Language, event: gr.EventData, *forms: str) -> list[Any]:
        """Put a style into every form, and turn to the first."""
        with told_to_user(language):
            style = self._style(event.clip)
        entry = {
            "id": style.id,
            "weight": style.card.default_weight,
            "en": style.card.name.en,
            "zh": style.card.name.zh,
        }
        name = style.card.name.in_language(language)
        gr.Info(say("style_used", name=name).in_language(language), title="", duration=3)
        return [gr.Tabs(selected="text"), *(with_style(entry, text) for text in forms)]

    def export(self, language: Language, event: gr.EventData) -> str:
        """Write a style into one file, which the card then offers."""
        with told_to_user(language):
            return style_detail(self._style(event.clip), self.studio.styling.offer(event.clip))

    def delete(self, language: Language, event: gr.EventData) -> tuple[str, str]:
        """Delete a style of one's own. The page has asked before."""
        with told_to_user(language):
            self.studio.styling.remove(event.clip)
        gr.Info(say("style_gone").in_language(language), title="", duration=3)
        return "", self._gallery()

    def bring_in(self, upload: str, language: Language) -> tuple[None, str, str]:
        """Take an upload into the gallery, then delete it."""
        with told_to_user(language):
            try:
                style = self.studio.styling.bring_in(Path(upload))
            except RequestError as error:
                return None, _problem_lines(error), self._gallery()
            finally:
                Path(upload).unlink(missing_ok=True)
        name = style.card.name.in_language(language)
        gr.Info(say("style_brought", name=name).in_language(language), title="", duration=4)
        return None, "", self._gallery()

    def train(
        self, key: str, pictures: list[str] | None, name: str, minutes: float, language: Language
    ) -> Updates:
        """One click, one job."""
        request = TrainingRequest(
            pictures=tuple(pictures or ()),
            name=name or "",
            minutes=minutes,
            engine=next(iter(self.studio.engines())),
            language=language,
        )
        with told_to_user(language):
            try:
                job_id = self.studio.styling.submit(request, key)
            except RequestError as error:
                return {self.problems: _problem_lines(error)}
        return {self.problems: "", self.job: job_id, **self.look(job_id)}

    def cancel(self, job_id: str, language: Language) -> Updates:
        """Stop the training; asked again with the same pictures and name, it goes on."""
        with told_to_user(language):
            self.studio.cancel(job_id)
        return self.look(job_id)

    def try_again(self, language: Language, event: gr.EventData) -> Updates:
        """Ask for the same style again; what was learned is not lost."""
        with told_to_user(language):
            job_id = self.studio.submit_again(event.clip, event.key)
        return {self.job: job_id, **self.look(job_id)}

    def look(self, job_id: str) -> Updates:
        """The gallery, and how the training stands."""
        card, is_active = "", False
        try:
            if job_id:
                job = self.studio.job(job_id)
                is_active = not isinstance(job.state, TERMINAL)
                card = "" if isinstance(job.state, Succeeded) else cards.job_card(job)
        except JobNotFound:
            card = ""  # remembered from another data folder
        return {
            self.stage: card,
            self.stop: gr.update(visible=is_active),
            self.timer: gr.Timer(active=is_active),
            self.list: gr.skip() if is_active else self._gallery(),
        }

    def _gallery(self) -> str:
        return gallery(self.studio.styles().values())

    def _style(self, style_id: str) -> Any:
        try:
            return self.studio.styles()[style_id]
        except KeyError:
            raise StyleNotFound(say("style_gone"), say("styles_hint")) from None


def _problem_lines(error: RequestError) -> str:
    lines = "".join(f"<p>{both(words)}</p>" for words in error.problems.values())
    return f'<div role="alert">{lines}</div>'
