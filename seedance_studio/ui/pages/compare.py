"""Compare: variants of one request, or clips of the library, played in step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.domain.comparison import MAX_PANES, Comparison
from seedance_studio.domain.job import TERMINAL, Succeeded
from seedance_studio.errors import (
    ClipNotFound,
    ComparisonNotFound,
    JobNotFound,
    Language,
    RequestError,
)
from seedance_studio.ui import cards, comparisons
from seedance_studio.ui.events import QUIET, Updates, event_html, plain_html, told_to_user
from seedance_studio.ui.language import Labels
from seedance_studio.ui.markup import in_two, said
from seedance_studio.ui.sends import SENDS, sends
from seedance_studio.ui.sharing import SHARE
from seedance_studio.ui.strings import STRINGS
from seedance_studio.ui.variants import AXES, PRESETS, asked, is_asked, preset

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

POLL_SECONDS = 0.6
NUM_CLIPS, NUM_RECENT = 60, 12
_SHOWN_BY_NEED = ("prompt", "seconds", "values", "prompts", "styles", "engines")
_NEW = (f"＋ {STRINGS['compare_new'].en} · {STRINGS['compare_new'].zh}", "")
"""Said in both languages at once: what it stands among, titles of clips, is in any."""


class ComparePage:
    """The page's widgets and what they do.

    Args:
        studio: which compares.
        labels: collects the strings of stock components.
        language: the language switch.
    """

    def __init__(self, studio: Studio, labels: Labels, language: gr.Radio) -> None:
        self.studio = studio
        self.language = language
        self.focus = gr.BrowserState("", storage_key="studio.compare", secret="compare-1")
        self.shown = gr.State("")
        """What the players show: they are not made anew while that stays, or they would restart."""
        self.film_job = gr.State("")
        self.timer = gr.Timer(POLL_SECONDS, active=False)
        self.request_key = gr.Textbox(visible=False)
        self.fields: dict[str, Any] = {}
        with gr.Row(elem_classes="workspace compare-page"):
            with gr.Column(elem_classes="controls", min_width=0):
                self._choose(labels)
                with gr.Row(elem_classes="action-bar"):
                    self.estimate = plain_html(elem_classes="estimate")
                    self.start = gr.Button(variant="primary", elem_id="compare-start")
                    self.stop = gr.Button(visible=False, elem_id="compare-stop")
            with gr.Column(elem_classes="stage compare-stage", min_width=0):
                self.progress = plain_html(comparisons.empty_card(), elem_id="compare-progress")
                self.players = event_html("vote", elem_id="compare-players")
                self.tally = plain_html(elem_id="compare-tally")
                self.actions = event_html(
                    "compare_film", "compare_page", "compare_delete", elem_id="compare-actions"
                )
                self.film = event_html(
                    *("try_again", "load_recipe"), SHARE, *SENDS.values(), elem_id="compare-film"
                )
                self.recent = event_html("show_comparison", elem_id="compare-recent")
        labels.add(self.start, value="compare_start")
        labels.add(self.stop, value="stop")

    def _choose(self, labels: Labels) -> None:
        plain_html(f"<h2>{said('compare_title')}</h2><p>{said('compare_hint')}</p>")
        self._pills(labels, "what", "compare_what", ("variants", "clips"), "compare")
        with gr.Column(elem_classes="compare-variants") as self.variants:
            box = gr.Dropdown([_NEW], value="", elem_id="compare-base")
            self._add(labels, "base", box, label="compare_base", info="compare_base_hint")
            box = gr.Textbox(lines=3, max_lines=8, elem_id="compare-prompt")
            self._add(labels, "prompt", box, label="prompt", placeholder="prompt_placeholder")
            seconds = gr.Slider(1, 15, value=3, step=0.5, elem_id="compare-seconds")
            self._add(labels, "seconds", seconds, label="seconds")
            self._pills(labels, "axis", "compare_axis", AXES, "axis")
            box = gr.Textbox(PRESETS["seeds"], elem_id="compare-values")
            self._add(labels, "values", box, label="compare_values", info="compare_values_hint")
            box = gr.Textbox(lines=3, max_lines=8, visible=False, elem_id="compare-prompts")
            self._add(labels, "prompts", box, label="compare_prompts", info="compare_prompts_hint")
            box = gr.Dropdown([], multiselect=True, visible=False, elem_id="compare-styles")
            self._add(labels, "styles", box, label="compare_styles", info="compare_styles_hint")
            engines = [(in_two(card.title), card.id) for card in self.studio.engines().values()]
            box = gr.Dropdown(engines, multiselect=True, visible=False, elem_id="compare-engines")
            self._add(labels, "engines", box, label="compare_engines")
        with gr.Column(visible=False) as self.picking:
            self.clips = gr.Dropdown(
                [], multiselect=True, max_choices=MAX_PANES, elem_id="compare-clips", value=[]
            )
            labels.add(self.clips, label="compare_picked")

    def _pills(
        self, labels: Labels, name: str, label: str, values: tuple[str, ...], prefix: str
    ) -> None:
        choices = [(f"{prefix}_{value}", value) for value in values]
        pills = gr.Radio(choices, value=values[0], elem_id=f"compare-{name}", elem_classes="pills")
        self._add(labels, name, pills, label=label, choices=choices)

    def _add(self, labels: Labels, name: str, component: Any, **keys: Any) -> None:
        self.fields[name] = labels.add(component, **keys)

    @property
    def _inputs(self) -> dict[str, Any]:
        return {**self.fields, "clips": self.clips, "language": self.language}

    @property
    def _view(self) -> list[Any]:
        return [
            *(self.progress, self.players, self.shown, self.tally, self.actions),
            *(self.film, self.recent, self.stop, self.timer),
        ]

    def wire(self, page: gr.Blocks, tab: gr.Tab) -> None:
        """Connect the widgets; clips, styles and comparisons are listed whenever the tab opens."""
        seen = [self.focus, self.shown, self.film_job]
        listed = [self.fields["base"], self.clips, self.fields["styles"]]
        tab.select(self.list_choices, None, listed, **QUIET)
        tab.select(self.look, seen, self._view, **QUIET)
        page.load(self.look, seen, self._view, **QUIET)
        self.timer.tick(self.look, seen, self._view, **QUIET)
        fields = self.fields
        chosen = [fields["what"], fields["axis"], fields["base"]]
        shown = [self.variants, self.picking, *(fields[name] for name in _SHOWN_BY_NEED)]
        for field in chosen:
            field.change(self.show_fields, chosen, shown, **QUIET)
        for field in chosen[1:]:
            field.change(self.preset, chosen[1:], fields["values"], **QUIET)
        gr.on(
            [component.change for component in (*fields.values(), self.clips)],
            self.show_estimate,
            inputs_kwargs=self._inputs,
            outputs=self.estimate,
            trigger_mode="always_last",
            **QUIET,
        )
        self.start.click(
            self.submit,
            inputs_kwargs={"key": self.request_key, **self._inputs},
            outputs=[self.focus, self.film_job, *self._view],
            js="(_, ...rest) => studioPage.clicked(rest)",
            trigger_mode="once",
            **QUIET,
        )
        self._wire_stage(seen)

    def _wire_stage(self, seen: list[Any]) -> None:
        told = [*seen, self.language]
        self.stop.click(self.cancel, told, self._view, **QUIET)
        self.players.vote(self.vote, [self.focus, self.language], self.tally, **QUIET)
        film = [self.film_job, self.film, self.timer]
        self.actions.compare_film(self.export_film, self.language, film, **QUIET)
        self.actions.compare_page(self.export_page, self.language, self.actions, **QUIET)
        opened = [self.focus, self.film_job, *self._view]
        self.actions.compare_delete(self.delete, self.language, opened, **QUIET)
        self.recent.show_comparison(self.open, None, opened, **QUIET)
        self.film.try_again(self.export_again, self.language, film, **QUIET)

    def list_choices(self) -> tuple[Any, Any, Any]:
        """The latest clips and the styles."""
        clips = [(clip.title, clip.id) for clip in self.studio.clips(NUM_CLIPS)]
        styles = [(in_two(one.card.name), one.id) for one in self.studio.styles().values()]
        return (
            gr.update(choices=[_NEW, *clips]),
            gr.update(choices=clips),
            gr.update(choices=styles),
        )

    def show_fields(self, what: str, axis: str, base: str) -> list[Any]:
        """Only what the chosen axis needs."""
        is_new = not base and axis != "prompts"
        return [
            gr.update(visible=what == "variants"),
            gr.update(visible=what == "clips"),
            gr.update(visible=is_new),
            gr.update(visible=not base),
            gr.update(visible=axis in PRESETS),
            gr.update(visible=axis == "prompts"),
            gr.update(visible=axis in ("styles", "weights")),
            gr.update(visible=axis == "engines"),
        ]

    def preset(self, axis: str, base: str) -> str:
        """The values that an axis starts with."""
        return preset(self.studio, axis, base)

    def show_estimate(self, **values: Any) -> str:
        """What would run, or what is wrong; nothing before anything is asked."""
        if values["what"] == "clips" or not is_asked(values):
            return ""
        try:
            _, plans = self.studio.comparing.plan(*asked(self.studio, values))
        except RequestError as error:
            return cards.problem_line(next(iter(error.problems.values())))
        except ClipNotFound as error:
            return cards.problem_line(error.message)
        return comparisons.estimate_line([plan.estimate_s for plan in plans])

    def submit(self, **values: Any) -> Updates:
        """One click, one comparison."""
        comparing, key = self.studio.comparing, values["key"]
        with told_to_user(values["language"]):
            if values["what"] == "clips":
                comparison = comparing.of_clips(values["clips"] or [], key)
            else:
                comparison = comparing.start(*asked(self.studio, values), key)
        return self._turn_to(comparison.id)

    def open(self, event: gr.EventData) -> Updates:
        """Show an earlier comparison."""
        return self._turn_to(event.clip)

    def cancel(self, focus: str, shown: str, film_job: str, language: Language) -> Updates:
        """Stop the variants that are on their way."""
        with told_to_user(language):
            self.studio.comparing.cancel(focus)
        return self.look(focus, shown, film_job)

    def delete(self, language: Language, event: gr.EventData) -> Updates:
        """Delete the comparison that is open. The page has asked before."""
        with told_to_user(language):
            self.studio.comparing.delete(event.clip)
        gr.Info(STRINGS["compare_deleted"].in_language(language), title="", duration=3)
        return self._turn_to("")

    def vote(self, focus: str, language: Language, event: gr.EventData) -> str:
        """Count a blind vote."""
        with told_to_user(language):
            place = int(event.clip) if event.clip.isdecimal() else -1
            self.studio.comparing.vote(focus, place)
            comparison = self.studio.comparing.comparison(focus)
        gr.Info(STRINGS["compare_voted"].in_language(language), title="", duration=3)
        return self._tally(comparison)

    def export_film(self, language: Language, event: gr.EventData) -> Updates:
        """Make one video of all: a job, whose clip goes to the library."""
        with told_to_user(language):
            request = self.studio.comparing.side_by_side(event.clip, language)
            job_id = self.studio.side_by_side.submit(request, event.key)
        return self._follow(job_id)

    def export_again(self, language: Language, event: gr.EventData) -> Updates:
        """Run the export once more."""
        with told_to_user(language):
            job_id = self.studio.submit_again(event.clip, event.key)
        return self._follow(job_id)

    def export_page(self, language: Language, event: gr.EventData) -> str:
        """Make one page that holds all."""
        with told_to_user(language):
            page = self.studio.comparing.report(event.clip, language)
        return comparisons.actions(event.clip, page)

    def take_clip(
        self, clips: list[str] | None, language: Language, event: gr.EventData
    ) -> Updates:
        """Add a clip that was sent here to those that are chosen."""
        with told_to_user(language):
            self.studio.clip(event.clip)
        gr.Info(STRINGS["compare_added"].in_language(language), title="", duration=4)
        base, listed, styles = self.list_choices()
        others = [one for one in clips or [] if one != event.clip]
        chosen = [*others[1 - MAX_PANES :], event.clip]
        return {
            self.fields["what"]: "clips",
            self.fields["base"]: gr.update(**base | {"value": event.clip}),
            self.fields["styles"]: styles,
            self.clips: gr.update(**listed | {"value": chosen}),
        }

    def wire_sends(self, sources: list[gr.HTML], tabs: gr.Tabs) -> None:
        """Connect the button that sends a clip here, on every card that shows one."""
        fields = self.fields
        filled = [tabs, fields["what"], fields["base"], fields["styles"], self.clips]

        def take(clips: list[str] | None, language: Language, event: gr.EventData) -> Updates:
            taken = self.take_clip(clips, language, event)
            return {tabs: gr.Tabs(selected="compare"), **taken}

        for source in sources:
            source.send_compare(take, [self.clips, self.language], filled, **QUIET)

    def look(self, focus: str, shown: str, film_job: str) -> Updates:
        """Everything that the right side shows now."""
        comparing = self.studio.comparing
        try:
            comparison = comparing.comparison(focus) if focus else None
        except ComparisonNotFound:
            comparison = None  # deleted since, or remembered from another data folder
        recent = comparing.recent(NUM_RECENT)
        film, is_filmed = self._film(film_job)
        updates: Updates = {
            self.recent: comparisons.recent_list(recent, focus),
            self.film: film,
        }
        if comparison is None:
            empty = comparisons.empty_card()
            return updates | {
                self.progress: empty,
                **dict.fromkeys((self.players, self.shown, self.tally, self.actions), ""),
                self.stop: gr.update(visible=False),
                self.timer: gr.Timer(active=False),
            }
        seen = comparing.look(comparison.id)
        is_active = any(one.is_active for one in seen)
        updates |= {
            self.progress: comparisons.progress_list(comparison.title, seen),
            self.stop: gr.update(visible=is_active),
            self.timer: gr.Timer(active=is_active or is_filmed),
        }
        panes = comparisons.panes_of(self.studio, seen)
        now = f"{comparison.id} {sorted(panes)}"
        if now != shown:
            updates |= {
                self.players: comparisons.players(panes, comparing.differences(seen)),
                self.shown: now,
                self.tally: self._tally(comparison) if len(panes) > 1 else "",
                self.actions: comparisons.actions(comparison.id, None) if len(panes) > 1 else "",
            }
        return updates

    def _film(self, job_id: str) -> tuple[str, bool]:
        """How the export stands or what it came to, and whether it is on its way."""
        try:
            job = self.studio.job(job_id) if job_id else None
            if job is None:
                return "", False
            if not isinstance(job.state, Succeeded):
                return cards.job_card(job), not isinstance(job.state, TERMINAL)
            studio, clip_id = self.studio, job.state.clip_id
            card = cards.result_card(
                studio.clip(clip_id),
                studio.clip_path(clip_id),
                studio.poster_path(clip_id),
                sends(studio),
            )
        except (ClipNotFound, JobNotFound):
            return "", False  # deleted since
        return card, False

    def _follow(self, job_id: str) -> Updates:
        return {
            self.film_job: job_id,
            self.film: self._film(job_id)[0],
            self.timer: gr.Timer(active=True),
        }

    def _turn_to(self, comparison_id: str) -> Updates:
        fresh = {self.focus: comparison_id, self.film_job: ""}
        return {**fresh, **self.look(comparison_id, "", "")}

    def _tally(self, comparison: Comparison) -> str:
        return comparisons.tally_list(comparison, self.studio.comparing.tally(comparison.id))
