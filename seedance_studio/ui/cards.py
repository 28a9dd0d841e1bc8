"""What the stage shows: nothing yet, a run, a result, or what went wrong."""

from __future__ import annotations

import base64
import math
from html import escape
from pathlib import Path

from seedance_studio.domain.clip import Clip
from seedance_studio.domain.job import (
    Cancelled,
    Cancelling,
    Failed,
    Job,
    Queued,
    Running,
)
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.prompt import PreparedPrompt, PromptWord
from seedance_studio.errors import Text
from seedance_studio.ui.markup import (
    both,
    button,
    copy_button,
    download_link,
    player,
    read_line,
    report_beyond_words,
    report_list,
    said,
    shape_line,
    time_text,
    with_time,
)
from seedance_studio.ui.strings import STRINGS

_EXAMPLES = ("example_1", "example_2", "example_3")
_STAGES = {"loading", "encoding", "denoising", "decoding", "finishing"}


def empty_card() -> str:
    """The stage before the first run."""
    chips = "".join(
        f'<button type="button" class="chip" data-act="example" data-clip="{key}">'
        f"{said(key)}</button>"
        for key in _EXAMPLES
    )
    return (
        f'<section class="card card-empty"><div class="frame-art" aria-hidden="true"></div>'
        f"<h2>{said('empty_title')}</h2><p>{said('empty_hint')}</p>"
        f'<div class="chips">{chips}</div></section>'
    )


def example_prompt(key: str) -> Text | None:
    """The prompt of an example chip."""
    return STRINGS[key] if key in _EXAMPLES else None


def job_card(job: Job) -> str:
    """The stage while a job is on its way, or after it ended without a clip."""
    state = job.state
    if isinstance(state, Failed):
        return _message_card(state.message, state.hint, job.id, look="error")
    if isinstance(state, Cancelled):
        return _message_card(
            STRINGS["cancelled_title"], STRINGS["cancelled_hint"], job.id, look="calm"
        )
    if isinstance(state, Queued):
        place = said("queue_place", place=state.place)
        return _run_card(job, said("stage_queued"), f"<span>{place}</span>", None)
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
    bar = f'<progress max="100" value="{done:.0f}"></progress>' if done else "<progress></progress>"
    return (
        f'<section class="card card-run"><div class="preview" '
        f'style="aspect-ratio:{shape.width}/{shape.height};'
        f'--ratio:{shape.width / shape.height:.4f}">{picture}</div>'
        f'<div class="run-text"><div role="status"><h2>{stage}</h2></div>{bar}'
        f'<p class="facts">{facts}</p>'
        f"{read_line(job.plan)}</div></section>"
    )


def _share_done(state: Running) -> float | None:
    """Percent of the work that is done, or None when nobody can know yet."""
    if state.remaining_s is not None and state.elapsed_s > 0:
        return 100 * state.elapsed_s / (state.elapsed_s + state.remaining_s)
    progress = state.progress
    if progress and progress.step and progress.num_steps:
        return 90 * progress.step / progress.num_steps
    return None


def result_card(clip: Clip, path: Path, poster: Path, *, autoplay: bool = True) -> str:
    """The stage with a finished clip."""
    plan = clip.recipe.plan
    facts = [said("seed_is", seed=plan.seed)]
    facts.append(both(time_text(clip.delivered.duration_s)))
    if "total" in clip.timings_s:
        facts.append(with_time("took", clip.timings_s["total"]))
    line = "".join(f"<span>{fact}</span>" for fact in facts)
    return (
        f'<section class="card card-result" data-clip-id="{escape(clip.id)}">'
        f"{player(clip, path, poster, autoplay=autoplay)}"
        f'<div class="result-text"><h2>{escape(clip.title)}</h2>'
        f"{shape_line(plan.native, plan.delivered)}"
        f'<p class="facts">{line}</p>{read_line(plan)}'
        f'<div class="actions">{download_link(clip, path)}{copy_button(clip)}'
        f"{button('redo_same', 'redo_same', clip.id)}{button('redo_new', 'redo_new', clip.id)}"
        f"{button('load_recipe', 'load_recipe', clip.id)}</div></div></section>"
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
    return (
        f'<section class="plan"><h2>{said("plan_title")}</h2>'
        f"{shape_line(plan.native, plan.delivered)}"
        f"{report_list(report_beyond_words(plan))}</section>"
    )


def estimate_line(plan: GenerationPlan | None) -> str:
    """How long it would take, to stand by the button."""
    return f"<p>{with_time('plan_estimate', plan.estimate_s)}</p>" if plan else ""


def problem_line(words: Text | None) -> str:
    """What is wrong with one field, to stand under it."""
    if words is None:
        return ""
    sentence = Text(words.en[:1].upper() + words.en[1:], words.zh)
    return f'<p role="alert">{both(sentence)}</p>'
