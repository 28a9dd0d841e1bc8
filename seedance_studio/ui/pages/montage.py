"""Montage: films in a list, trimmed and joined, with words, a logo and one sound."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from seedance_studio.domain.montage import (
    CORNERS,
    MONTAGE_FITS,
    Caption,
    Logo,
    MontageRequest,
    Shot,
)
from seedance_studio.errors import Language, RequestError, Text
from seedance_studio.ui import cards
from seedance_studio.ui.events import QUIET, Updates, plain_html, told_to_user
from seedance_studio.ui.fields import DELIVERY_CHOICES
from seedance_studio.ui.film_fields import delivery_fields, music_of, sound_fields
from seedance_studio.ui.job_page import JobPage
from seedance_studio.ui.language import Labels
from seedance_studio.ui.markup import said
from seedance_studio.ui.pages.finish import plan_card
from seedance_studio.ui.sound_fields import sound_wish
from seedance_studio.ui.strings import STRINGS

if TYPE_CHECKING:
    from seedance_studio.studio import Studio

Row = list[Any]
"""Of the table: place, title, from, to, fade, scene. A row without a place is left out."""
Films = list[dict[str, str]]
"""What was added, in that order: film (its path), title and, of a clip, clip_id. Kept on the
server: a path that came from the browser could be anyone's. Titles in the table are numbered by it.
"""
_HEADERS = ["№", "🎞", "⇤", "⇥", "⤫", "✎"]
"""Signs, since a table's headers do not change with the language; the line below says them."""
_CHOICE_WORDS = {value: f"montage_{value}" for value in (*CORNERS, "crop")} | {
    "fit": "montage_fit_whole"
}
_TITLE_S = 3.0


class MontagePage(JobPage):
    """The page's widgets and what they do.

    Args:
        studio: which joins.
        labels: collects the strings of stock components.
        language: the language switch.
        tab: that the page is in.
    """

    def __init__(self, studio: Studio, labels: Labels, language: gr.Radio, tab: gr.Tab) -> None:
        super().__init__(studio, language, tab, "montage")
        self.films = gr.State([])
        self.fields: dict[str, Any] = {}
        with gr.Row(elem_classes="workspace montage-page"):
            with gr.Column(elem_classes="controls", min_width=0):
                self._choose(labels)
                self._words(labels)
                self.fields |= delivery_fields(labels, "montage", "1080p")
                self.fields |= sound_fields(labels, studio, "montage", "auto")
                self.draw_action(labels, "montage_start")
            with gr.Column(elem_classes="stage", min_width=0):
                self.table = gr.Dataframe(
                    headers=_HEADERS,
                    datatype=["number", "str", "number", "number", "number", "str"],
                    type="array",
                    column_count=len(_HEADERS),
                    row_count=0,
                    static_columns=[1],
                    column_widths=["8%", "28%", "13%", "13%", "15%", "23%"],
                    show_label=False,
                    elem_id="montage-table",
                )
                plain_html(f"<p class='facts'>{said('montage_table')}</p>")
                self.draw_stage()

    def _choose(self, labels: Labels) -> None:
        plain_html(f"<h2>{said('montage_title')}</h2><p>{said('montage_hint')}</p>")
        with gr.Column(elem_classes="check-drop"):
            self.file = gr.File(
                type="filepath", file_count="multiple", elem_id="montage-file", height=120
            )
            plain_html(f'<p class="drop-words">{said("montage_drop")}</p>')
        self.clip = gr.Dropdown([], value=None, elem_id="montage-clip")
        labels.add(self.file, label="montage_file")
        labels.add(self.clip, label="montage_clip")

    def _words(self, labels: Labels) -> None:
        fields = self.fields
        fields["title"] = labels.add(
            gr.Textbox(max_lines=2, elem_id="montage-words"), label="montage_words"
        )
        accordion = gr.Accordion(open=False, elem_id="montage-over", elem_classes="advanced")
        with labels.add(accordion, label="montage_over"):
            for name in ("subtitles", "logo"):
                given = gr.File(type="filepath", elem_id=f"montage-{name}", height=96)
                fields[name] = labels.add(given, label=f"montage_{name}")
            for name, offered in (("corner", CORNERS), ("fit", MONTAGE_FITS)):
                choices = [(_CHOICE_WORDS[value], value) for value in offered]
                pills = gr.Radio(
                    choices, value=offered[0], elem_id=f"montage-{name}", elem_classes="pills"
                )
                fields[name] = labels.add(pills, label=f"montage_{name}", choices=choices)

    @property
    def _inputs(self) -> list[Any]:
        return [self.films, self.table, self.language, *self.fields.values()]

    def wire(self, page: gr.Blocks) -> None:
        """Connect the widgets; the clips are listed whenever the tab is opened."""
        self._wire_job(page)
        self.tab.select(self.list_clips, None, self.clip, **QUIET)
        listed, planned = [self.films, self.table], [self.plan, self.estimate]
        for adds, source in ((self.add_files, self.file.upload), (self.add_clip, self.clip.input)):
            given = self.file if adds == self.add_files else self.clip
            source(adds, [given, *listed, self.language], [given, *listed], **QUIET).then(
                self.show_plan, self._inputs, planned, **QUIET
            )
        changes = [self.table.input, *(field.change for field in self.fields.values())]
        gr.on(changes, self.show_plan, self._inputs, planned, **QUIET)
        self.start.click(
            self.submit,
            [self.request_key, *self._inputs],
            [self.job, *self._view],
            js="(_, ...rest) => studioPage.clicked(rest)",
            trigger_mode="once",
            **QUIET,
        )

    def add_files(
        self, uploads: list[str] | None, films: Films, table: list[Row], language: Language
    ) -> tuple[None, Films, list[Row]]:
        """Examine uploads, keep them, and put them at the end of the list."""
        added: Films = []
        with told_to_user(language):
            for upload in uploads or []:
                kept = self.studio.finishing.keep(Path(upload))
                added.append({"film": str(kept), "title": Path(upload).stem})
        return None, *_added(films, table, added)

    def add_clip(
        self, clip_id: str | None, films: Films, table: list[Row], language: Language
    ) -> tuple[None, Films, list[Row]]:
        """Put a clip of the library at the end of the list."""
        if not clip_id:
            return None, films, table
        with told_to_user(language):
            clip, path = self.studio.clip(clip_id), self.studio.clip_path(clip_id)
        one = {"film": str(path), "title": clip.title, "clip_id": clip_id}
        return None, *_added(films, table, [one])

    def show_plan(
        self, films: Films, table: list[Row], language: Language, *values: Any
    ) -> tuple[str, str]:
        """What would run; nothing before a film is there."""
        if not films:
            return "", ""
        with told_to_user(language):
            plan = self.studio.montages.plan(self._request(films, table, language, values))
        return plan_card(plan), cards.estimate_line(plan)

    def submit(
        self, key: str, films: Films, table: list[Row], language: Language, *values: Any
    ) -> Updates:
        """One click, one job."""
        with told_to_user(language):
            request = self._request(films, table, language, values)
            job_id = self.studio.montages.submit(request, key)
        return {self.job: job_id, **self.look(job_id)}

    def _request(
        self, films: Films, table: list[Row], language: Language, values: tuple[Any, ...]
    ) -> MontageRequest:
        shots = _shots(films, table)
        if not shots:
            raise RequestError({"shots": STRINGS["montage_empty"]})
        asked = dict(zip(self.fields, values, strict=True))
        title = (asked["title"] or "").strip()
        captions = [Caption(text=title, style="title", end_s=_TITLE_S)] if title else []
        if asked["subtitles"]:
            captions += self.studio.montages.read_subtitles(Path(asked["subtitles"]))
        logo = Logo(file=asked["logo"], corner=asked["corner"]) if asked["logo"] else None
        return MontageRequest(
            shots=shots,
            title=title or films[0]["title"],
            captions=tuple(captions),
            logo=logo,
            fit=asked["fit"],
            sound=sound_wish(asked),
            music=music_of(asked),
            seed=int(asked["seed"]),
            language=language,
            **{name: asked[name] for name in DELIVERY_CHOICES},
        )


def _added(films: Films, table: list[Row], added: Films) -> tuple[Films, list[Row]]:
    """Put films at the end of the list, each shown whole and after a cut."""
    rows = [row for row in table if any(cell not in ("", None) for cell in row)]
    for film in added:
        films = [*films, film]
        place = 1 + max((int(row[0] or 0) for row in rows), default=0)
        rows = [*rows, [place, f"{len(films)} · {film['title']}", 0, None, 0, ""]]
    return films, rows


def _shots(films: Films, table: list[Row]) -> tuple[Shot, ...]:
    """Read the table: rows by their places, the films by the numbers of their titles."""
    problems: dict[str, Text] = {}
    found: list[tuple[float, Shot]] = []
    for number, row in enumerate(table, start=1):
        name = str(row[1]).partition(" ")[0]
        if not name.isdecimal() or not 1 <= int(name) <= len(films):
            continue
        try:
            place, start_s, end_s, fade_s = (_number(row[index]) for index in (0, 2, 3, 4))
        except ValueError:
            problems[f"shots.{number}"] = STRINGS["montage_no_number"]
            continue
        if not place:
            continue
        film = films[int(name) - 1]
        shot = Shot(
            film=film["film"],
            clip_id=film.get("clip_id"),
            start_s=start_s or 0.0,
            end_s=end_s or None,
            fade_s=fade_s or 0.0,
            scene=str(row[5] or ""),
        )
        found.append((place, shot))
    if problems:
        raise RequestError(problems)
    return tuple(shot for _, shot in sorted(found, key=lambda entry: entry[0]))


def _number(cell: Any) -> float | None:
    return None if cell in ("", None) else float(cell)
