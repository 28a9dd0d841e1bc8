"""Storyboard: shots in order on the left, the film strip and the film on the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.domain.job import Succeeded
from seedance_studio.domain.storyboard import SeenBoard, Storyboard, StoryboardRequest
from seedance_studio.errors import (
    ConsentNeeded,
    Language,
    RequestError,
    StoryboardNotFound,
    StudioError,
    Text,
)
from seedance_studio.ui import cards, film_strip
from seedance_studio.ui.consent import consent_card
from seedance_studio.ui.events import QUIET, Updates, event_html, plain_html, told_to_user
from seedance_studio.ui.language import Labels
from seedance_studio.ui.markup import in_two, said
from seedance_studio.ui.sends import SENDS, sends
from seedance_studio.ui.sharing import SHARE
from seedance_studio.ui.shots import cards_of, is_blank, is_of_a_shot, notes
from seedance_studio.ui.storyboard_form import StoryboardForm
from seedance_studio.ui.strings import STRINGS

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

POLL_SECONDS = 0.6
NUM_RECENT = 12


class Memory:
    """What the browser remembers; made outside the tabs, as `workspace.Memory`."""

    def __init__(self) -> None:
        self.form = gr.BrowserState({}, storage_key="studio.storyboard.form", secret="form-1")
        self.board = gr.BrowserState("", storage_key="studio.storyboard", secret="board-1")
        """The id of the board that is open. Never an output of the preview: an answer to an old
        letter would take back what was clicked since."""


class StoryboardPage:
    """The page's widgets and what they do.

    Args:
        studio: which makes and joins the shots.
        labels: collects the strings of stock components.
        language: the language switch.
        memory: what the browser remembers.
    """

    def __init__(self, studio: Studio, labels: Labels, language: gr.Radio, memory: Memory) -> None:
        self.studio = studio
        self.language = language
        self.kept, self.board = memory.form, memory.board
        self.shown = gr.State({})
        """What the right side shows: what stays is not drawn anew, or videos would restart."""
        self.timer = gr.Timer(POLL_SECONDS, active=False)
        with gr.Row(elem_classes="workspace storyboard-page"):
            with gr.Column(elem_classes="controls", min_width=0):
                plain_html(f"<h2>{said('storyboard_title')}</h2><p>{said('storyboard_hint')}</p>")
                self.form = StoryboardForm(studio, labels)
                self.fields = self.form.fields
                self._actions(labels)
            with gr.Column(elem_classes="stage storyboard-stage", min_width=0):
                self.progress = plain_html(elem_id="storyboard-progress")
                self.strip = event_html(
                    *("board_make", "board_redo", "consent"),
                    value=film_strip.empty_card(),
                    elem_id="storyboard-strip",
                )
                self.join = event_html("board_join", elem_id="storyboard-join")
                self.film = event_html(
                    *("try_again", "load_recipe"), SHARE, *SENDS.values(), elem_id="storyboard-film"
                )
                self.actions = event_html("board_new", "board_delete", elem_id="storyboard-actions")
                self.recent = event_html("show_board", elem_id="storyboard-recent")

    def _actions(self, labels: Labels) -> None:
        self.problems = plain_html(elem_id="storyboard-problems", elem_classes="problem")
        self.consent = event_html("consent", elem_id="storyboard-consent")
        with gr.Row(elem_classes="action-bar"):
            self.estimate = plain_html(elem_classes="estimate")
            plain_html(f"<p>{said('demo_note')}</p>", elem_classes="demo-note")
            self.make = gr.Button(
                variant="primary", elem_id="storyboard-make", elem_classes="hotkey-generate"
            )
            self.draft_all = gr.Button(elem_id="storyboard-draft", elem_classes="draft-button")
            self.stop = gr.Button(
                visible=False, elem_id="storyboard-stop", elem_classes="hotkey-stop"
            )
        labels.add(self.make, value="storyboard_make")
        labels.add(self.draft_all, value="storyboard_draft")
        labels.add(self.stop, value="stop")

    @property
    def _inputs(self) -> list[Any]:
        return [self.board, self.shown, self.language, *self.fields.values()]

    @property
    def _view(self) -> list[Any]:
        return [
            *(self.progress, self.strip, self.join, self.film, self.actions, self.recent),
            *(self.shown, self.stop, self.timer),
        ]

    @property
    def _told(self) -> list[Any]:
        """What says how the form was understood."""
        return [self.fields["shots"], self.problems, self.consent, self.estimate]

    def wire(self, page: gr.Blocks, tab: gr.Tab) -> None:
        """Connect the widgets; styles and boards are listed whenever the tab is opened."""
        fields, seen = self.fields, [self.board, self.shown]
        tab.select(self.list_styles, None, fields["styles"], **QUIET)
        tab.select(self.look, seen, self._view, **QUIET)
        self.timer.tick(self.look, seen, self._view, **QUIET)
        opened = [self.board, *fields.values(), *self._view]
        page.load(self.restore, [self.board, self.kept], opened, **QUIET)
        gr.on(
            [component.change for component in fields.values()],
            self.preview,
            self._inputs,
            [*self._told, self.kept],
            trigger_mode="always_last",
            **QUIET,
        )
        answered = self.consent.consent(self.answer, self.language, self.consent, **QUIET)
        answered.then(self.preview, self._inputs, [*self._told, self.kept], **QUIET)
        done = [*self._told, self.board, self.kept, *self._view]
        answered = self.strip.consent(self.answer, self.language, self.consent, **QUIET)
        answered.then(self.go_on, self._inputs, done, **QUIET)
        script = "(...values) => studioPage.clicked(values).slice(1)"
        for start, act in ((self.draft_all, self.draft_shots), (self.make, self.make_shots)):
            start.click(act, self._inputs, done, js=script, trigger_mode="once", **QUIET)
        self.strip.board_make(self.make_shot, self._inputs, done, **QUIET)
        self.strip.board_redo(self.redo_shot, self._inputs, done, **QUIET)
        self.join.board_join(self.join_shots, self._inputs, done, **QUIET)
        self.film.try_again(self.join_shots, self._inputs, done, **QUIET)
        self.stop.click(self.cancel, [*seen, self.language], self._view, **QUIET)
        self.recent.show_board(self.open, self.language, opened, **QUIET)
        self.actions.board_new(self.start_anew, None, opened, **QUIET)
        self.actions.board_delete(self.delete, self.language, opened, **QUIET)

    def list_styles(self) -> Any:
        """The styles that there are now."""
        styles = self.studio.styles().values()
        return gr.update(choices=[(in_two(one.card.name), one.id) for one in styles])

    def preview(self, board_id: str, _shown: Any, language: Language, *given: Any) -> Updates:
        """Say what would run, or what is wrong; nothing before anything is asked."""
        values = dict(zip(self.fields, given, strict=True))
        old = self._old(board_id)
        kept = {self.kept: self.form.kept(values, old)}
        with told_to_user(language):
            if is_blank(values["shots"]):
                return {**self._tell(None), self.estimate: "", **kept}
            try:
                asked = self.form.asked(values, language, old)
                plans = self.studio.storyboards.plan(asked)
            except RequestError as error:
                return {**self._tell(error), self.estimate: "", **kept}
        spent = sum(plan.estimate_s for plan in plans)
        line = film_strip.estimate_line(len(plans), asked.total_s, spent)
        return {**self._tell(None), self.estimate: line, **kept}

    def answer(self, language: Language, event: gr.EventData) -> str:
        """Put on record who is in the pictures."""
        choice, files = event.clip.split(":")
        with told_to_user(language):
            self.studio.answer_for(files.split(","), choice, language)
        return ""

    def draft_shots(self, board_id: str, shown: Any, language: Language, *given: Any) -> Updates:
        """A quick look at every shot that has none."""
        boards = self.studio.storyboards
        return self._do(lambda board: boards.draft(board.id), board_id, shown, language, given)

    def make_shots(self, board_id: str, shown: Any, language: Language, *given: Any) -> Updates:
        """Every shot in full, drafts with their seeds."""
        boards = self.studio.storyboards
        return self._do(lambda board: boards.promote(board.id), board_id, shown, language, given)

    def make_shot(
        self, event: gr.EventData, board_id: str, shown: Any, language: Language, *given: Any
    ) -> Updates:
        """One shot in full."""
        boards = self.studio.storyboards

        def act(board: Storyboard) -> object:
            return boards.promote(board.id, [event.clip])

        return self._do(act, board_id, shown, language, given)

    def redo_shot(
        self, event: gr.EventData, board_id: str, shown: Any, language: Language, *given: Any
    ) -> Updates:
        """One shot again, with another seed."""
        boards = self.studio.storyboards

        def act(board: Storyboard) -> object:
            return boards.redo(board.id, event.clip, event.key)

        return self._do(act, board_id, shown, language, given)

    def join_shots(
        self, event: gr.EventData, board_id: str, shown: Any, language: Language, *given: Any
    ) -> Updates:
        """All clips to one film."""
        boards = self.studio.storyboards

        def act(board: Storyboard) -> object:
            return boards.join(board.id, event.key)

        return self._do(act, board_id, shown, language, given)

    def go_on(self, board_id: str, shown: Any, language: Language, *given: Any) -> Updates:
        """Make what was refused until it was said who is in a picture; as it was asked for."""
        boards = self.studio.storyboards

        def act(board: Storyboard) -> None:
            for one in boards.look(board.id).shots:
                if one.take is not None and one.take.people:
                    make = boards.draft if one.is_draft else boards.promote
                    make(board.id, [one.shot.id])

        return self._do(act, board_id, shown, language, given)

    def _do(
        self,
        act: Callable[[Storyboard], object],
        board_id: str,
        shown: Any,
        language: Language,
        given: tuple[Any, ...],
    ) -> Updates:
        """Keep the board as the form has it now, then do something with it."""
        values = dict(zip(self.fields, given, strict=True))
        with told_to_user(language):
            try:
                asked = self.form.asked(values, language, self._old(board_id))
                board = self.studio.storyboards.keep(asked, self._known(board_id))
            except RequestError as error:
                return self._tell(error)
        kept = {self.board: board.id, self.kept: self.form.kept(values, board.request)}
        refused: StudioError | None = None
        try:
            act(board)
        except StudioError as error:  # what was accepted before it is shown all the same
            refused = error
        return {**self._tell(refused), **kept, **self.look(board.id, shown)}

    def _old(self, board_id: str) -> StoryboardRequest | None:
        known = self._known(board_id)
        return self.studio.storyboards.storyboard(known).request if known else None

    def _known(self, board_id: str) -> str:
        """The id of the board that is open; none if it was deleted since, elsewhere."""
        try:
            return self.studio.storyboards.storyboard(board_id or "").id
        except StoryboardNotFound:
            return ""

    def cancel(self, board_id: str, shown: Any, language: Language) -> Updates:
        """Stop what is on its way."""
        with told_to_user(language):
            self.studio.storyboards.cancel(board_id)
        return self.look(board_id, shown)

    def open(self, language: Language, event: gr.EventData) -> Updates:
        """Bring an earlier board back, into the form too."""
        with told_to_user(language):
            board = self.studio.storyboards.storyboard(event.clip)
        return self.restore(board.id, self.form.values_of(board.request))

    def start_anew(self) -> Updates:
        """An empty board; the look stays."""
        shots = {self.fields["shots"]: cards_of(()), self.fields["title"]: ""}
        return {self.board: "", **shots, **self.look("", {})}

    def delete(self, language: Language, event: gr.EventData) -> Updates:
        """Delete the board that is open. The page has asked before."""
        with told_to_user(language):
            self.studio.storyboards.delete(event.clip)
        gr.Info(STRINGS["storyboard_deleted"].in_language(language), title="", duration=3)
        return self.start_anew()

    def restore(self, board_id: str, values: dict[str, Any]) -> Updates:
        """Fill the form as it was left, and show the board that was open."""
        filled = self.form.filled(values or {})
        return {self.board: board_id, **filled, **self.look(board_id, {})}

    def look(self, board_id: str, shown: dict[str, str]) -> Updates:
        """Everything that the right side shows now."""
        boards = self.studio.storyboards
        board_id = self._known(board_id)
        now: dict[Any, str] = dict.fromkeys(self._view[:6], "")
        now[self.strip] = film_strip.empty_card()
        now[self.recent] = film_strip.recent_list(boards.recent(NUM_RECENT), board_id)
        is_active = False
        if board_id:
            seen = boards.look(board_id)
            is_active = seen.is_active
            now[self.progress] = film_strip.progress_card(seen)
            now[self.actions] = film_strip.board_actions(seen.board)
            if seen.board.takes:
                now[self.strip] = film_strip.film_strip(self.studio, seen)
                now[self.join] = film_strip.join_card(seen)
                now[self.film] = self._film(seen)
        names = {component.elem_id: html for component, html in now.items()}
        fresh = {
            component: html if (shown or {}).get(component.elem_id) != html else gr.skip()
            for component, html in now.items()
        }
        return {
            **fresh,
            self.shown: names,
            self.stop: gr.update(visible=is_active),
            self.timer: gr.Timer(active=is_active),
        }

    def _film(self, seen: SeenBoard) -> str:
        """The film, or how the job stands that makes it."""
        job, studio = seen.film_job, self.studio
        if job is not None and not isinstance(job.state, Succeeded):
            return cards.job_card(job)
        if seen.film is None:
            return ""
        clip = seen.film
        paths = studio.clip_path(clip.id), studio.poster_path(clip.id)
        return cards.result_card(clip, *paths, sends(studio))

    def _tell(self, error: StudioError | None) -> Updates:
        problems: dict[str, Text] = {}
        if isinstance(error, RequestError):
            problems = error.problems
        elif error is not None:
            words, hint = error.message, error.hint
            problems = {error.code: Text(f"{words.en} {hint.en}", f"{words.zh}{hint.zh}")}
        others = [words for name, words in problems.items() if not is_of_a_shot(name)]
        return {
            self.fields["shots"]: notes(problems),
            self.problems: "".join(cards.problem_line(words) for words in others),
            self.consent: consent_card(error) if isinstance(error, ConsentNeeded) else "",
        }
