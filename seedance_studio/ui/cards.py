"""What the stage shows: nothing yet, a run, a result, or what went wrong."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from seedance_studio.domain.clip import Clip
from seedance_studio.domain.engine import EngineCard
from seedance_studio.domain.finishing import FinishRequest
from seedance_studio.domain.job import (
    AnyPlan,
    Cancelled,
    Cancelling,
    Failed,
    Job,
    Paused,
    Queued,
    Running,
)
from seedance_studio.domain.montage import MontageRequest
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.prompt import PreparedPrompt, PromptWord
from seedance_studio.errors import Language, Text
from seedance_studio.ui.markup import (
    both,
    button,
    copy_button,
    download_link,
    measured_list,
    nothing_yet,
    player,
    read_line,
    report_beyond_words,
    report_list,
    said,
    send_row,
    shape_line,
    time_text,
    with_time,
)
from seedance_studio.ui.sharing import share_button
from seedance_studio.ui.strings import STRINGS
from seedance_studio.ui.tiles import is_draft

LANGUAGES: tuple[Language, ...] = ("en", "zh")
_STAGES = {
    *("preparing", "training", "loading", "encoding", "denoising", "decoding"),
    *("composing", "finishing"),
}


def mode_missing_card(title: str, engines: Mapping[str, EngineCard]) -> str:
    """A tab whose mode no engine plays: what the engines do instead.

    Args:
        title: string key of the mode's title.
        engines: all cards by id.
    """
    able = {
        language: "; ".join(
            f"{card.title.in_language(language)}: "
            + ", ".join(STRINGS[f"mode_{mode}"].in_language(language) for mode in card.modes)
            for card in engines.values()
        )
        for language in LANGUAGES
    }
    mode, text = STRINGS[title], STRINGS["mode_missing"]
    words = Text(
        text.en.format(mode=mode.en, able=able["en"]), text.zh.format(mode=mode.zh, able=able["zh"])
    )
    return nothing_yet("mode_missing_title", both(words))


def job_card(job: Job) -> str:
    """The stage while a job is on its way, or after it ended without a clip."""
    state = job.state
    if isinstance(state, Failed):
        return _message_card(state.message, state.hint, job.id, look="error")
    if isinstance(state, Cancelled):
        is_film = isinstance(job.request, (FinishRequest, MontageRequest))
        hint = STRINGS["cancelled_film_hint" if is_film else "cancelled_hint"]
        return _message_card(STRINGS["cancelled_title"], hint, job.id, look="calm")
    if isinstance(state, Queued):
        place = said("queue_place", place=state.place)
        return _run_card(job, said("stage_queued"), f"<span>{place}</span>", None)
    if isinstance(state, Paused):
        return _run_card(job, said("job_paused"), "", None)
    if isinstance(state, Cancelling):
        return _run_card(job, said("stage_cancelling"), "", None)
    assert isinstance(state, Running)
    return _running_card(job, state)


def _running_card(job: Job, state: Running) -> str:
    progress = state.progress
    facts = []
    if progress and progress.stage == "denoising":
        facts.append(said("step_of", step=progress.step, total=progress.num_steps))
    facts.append(with_time("elapsed", round(state.elapsed_s)))
    if state.remaining_s is not None:
        facts.append(with_time("remaining", math.ceil(state.remaining_s)))
    stage = progress.stage if progress and progress.stage in _STAGES else "starting"
    line = "".join(f"<span>{fact}</span>" for fact in facts)
    return _run_card(job, said(f"stage_{stage}"), line, state)


def _run_card(job: Job, stage: str, facts: str, state: Running | None) -> str:
    progress = state.progress if state else None
    shape = job.plan.native
    picture = '<div class="veil" aria-hidden="true"></div>'
    if progress and progress.preview_jpeg:
        data = base64.b64encode(progress.preview_jpeg).decode("ascii")
        picture = f'<img alt="" src="data:image/jpeg;base64,{data}">'
    done = _share_done(state) if state else None
    read = read_line(job.plan) if isinstance(job.plan, GenerationPlan) else ""
    bar = f'<progress max="100" value="{done:.0f}"></progress>' if done else "<progress></progress>"
    return (
        f'<section class="card card-run"><div class="preview" '
        f'style="aspect-ratio:{shape.width}/{shape.height};'
        f'--ratio:{shape.width / shape.height:.4f}">{picture}</div>'
        f'<div class="run-text"><div role="status"><h2>{stage}</h2></div>{bar}'
        f'<p class="facts">{facts}</p>'
        f"{read}</div></section>"
    )


def _share_done(state: Running) -> float | None:
    """Percent of the work that is done, or None when nobody can know yet."""
    if state.remaining_s is not None and state.elapsed_s > 0:
        return 100 * state.elapsed_s / (state.elapsed_s + state.remaining_s)
    progress = state.progress
    if progress and progress.step and progress.num_steps:
        return 90 * progress.step / progress.num_steps
    return None


def result_card(clip: Clip, path: Path, poster: Path, sends: Iterable[str]) -> str:
    """The stage with a finished clip; `sends` are the tabs that it can be sent to."""
    plan = clip.recipe.plan
    facts, read, again, promote = [], "", "", ""
    if isinstance(plan, GenerationPlan):
        facts.append(said("seed_is", seed=plan.seed))
        read = read_line(plan)
        again = (
            f"{button('redo_same', 'redo_same', clip.id)}"
            f"{button('redo_new', 'redo_new', clip.id)}"
            f"{button('load_recipe', 'load_recipe', clip.id)}"
        )
    if is_draft(clip):
        facts.append(said("draft_tag"))
        promote = button("promote", "promote", clip.id, look="solid")
    facts.append(both(time_text(clip.delivered.duration_s)))
    if "total" in clip.timings_s:
        facts.append(with_time("took", clip.timings_s["total"]))
    line = "".join(f"<span>{fact}</span>" for fact in facts)
    return (
        f'<section class="card card-result" data-clip-id="{escape(clip.id)}">'
        f"{player(clip, path, poster, autoplay=True)}"
        f'<div class="result-text"><h2>{escape(clip.title)}</h2>'
        f"{shape_line(plan.native, plan.delivered)}"
        f'<p class="facts">{line}</p>{read}{measured_list(clip)}'
        f'<div class="actions">{promote}{download_link(clip, path)}{share_button(clip)}'
        f"{copy_button(clip)}{again}</div>{send_row(clip, sends)}"
        "</div></section>"
    )


def _message_card(message: Text, hint: Text, job_id: str, *, look: str) -> str:
    role = "alert" if look == "error" else "status"
    return (
        f'<section class="card card-message is-{look}" role="{role}"><h2>{both(message)}</h2>'
        f'<p>{both(hint)}</p><div class="actions">'
        f"{button('try_again', 'try_again', job_id, look='solid')}</div></section>"
    )


def words_strip(prepared: PreparedPrompt | None) -> str:
    """What the model makes of each word of the prompt."""
    if prepared is None or not prepared.original.strip():
        return f'<p class="words-hint">{said("words_hint")}</p>'
    chips = "".join(_word_chip(word) for word in prepared.words)
    chips += "".join(
        f'<li class="word is-added"><span class="sr">{said("words_added")} </span>'
        f"+&nbsp;{both(item)}</li>"
        for item in prepared.added
    )
    chips += "".join(
        f'<li class="word is-left-out">{both(item)}</li>' for item in prepared.left_out
    )
    note = ""
    if any(word.status == "unknown" for word in prepared.words):
        note = f'<p class="words-hint">{said("words_unknown_note")}</p>'
    return f'<ul class="words">{chips}</ul>{note}'


def _word_chip(word: PromptWord) -> str:
    text = f"<span>{escape(word.text)}</span>"
    status = f'<span class="sr"> {said("words_" + word.status)} </span>'
    meaning = ""
    if word.status == "mapped" and word.meaning:
        meaning = f'<i aria-hidden="true"> → </i><b>{both(word.meaning)}</b>'
    return f'<li class="word is-{word.status}">{text}{status}{meaning}</li>'


def plan_card(plan: GenerationPlan | None) -> str:
    """What would run, before it runs."""
    if plan is None:
        return ""
    read = read_line(plan) if plan.prompt.canonical else ""
    return (
        f'<section class="plan"><h2>{said("plan_title")}</h2>{read}'
        f"{shape_line(plan.native, plan.delivered)}"
        f"{report_list(report_beyond_words(plan))}</section>"
    )


def estimate_line(plan: AnyPlan | None, left_today: Text | None = None) -> str:
    """How long it would take and what the visitor may still ask for, to stand by the button."""
    quota = f"<p>{both(left_today)}</p>" if left_today else ""
    return (f"<p>{with_time('plan_estimate', plan.estimate_s)}</p>" if plan else "") + quota


def problem_line(words: Text | None) -> str:
    """What is wrong with one field, to stand under it."""
    if words is None:
        return ""
    sentence = Text(words.en[:1].upper() + words.en[1:], words.zh)
    return f'<p role="alert">{both(sentence)}</p>'
