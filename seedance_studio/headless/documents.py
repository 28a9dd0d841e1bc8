"""What `--json` prints: one function for each document."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from seedance_studio.bench import Benchmark
from seedance_studio.doctor import Check
from seedance_studio.domain.clip import Clip
from seedance_studio.domain.engine import EngineCard
from seedance_studio.domain.job import Failed, Job, Running, Succeeded
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.errors import Language, RequestError, StudioError, Text
from seedance_studio.provenance import Verification

Document = dict[str, Any]


def in_language(value: Any, language: Language) -> Any:  # noqa: ANN401 - JSON has no closer type
    """Replace every Text within dicts and lists by its words."""
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, dict):
        return {key: in_language(part, language) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [in_language(part, language) for part in value]
    return value


def clip_document(clip: Clip, path: Path, marks: Verification, language: Language) -> Document:
    """Give what was made and how."""
    plan = clip.recipe.plan
    return {
        "clip_id": clip.id,
        "path": str(path),
        "mode": clip.recipe.request.mode,
        "engine": plan.pipeline_key.engine,
        "seed": plan.seed,
        "native": asdict(plan.native),
        "delivered": asdict(clip.delivered),
        "timings_s": clip.timings_s,
        "peak_rss_mb": clip.peak_rss_mb,
        "report": _report(plan, language),
        "marks": {"aigc": marks.aigc, "recipe": marks.recipe is not None},
    }


def plan_document(plan: GenerationPlan, mode: str, language: Language) -> Document:
    """Give every number that would run."""
    words = [
        {"text": word.text, "status": word.status, "meaning": word.meaning, "group": word.group}
        for word in plan.prompt.words
    ]
    document = {
        "mode": mode,
        "engine": plan.pipeline_key.engine,
        "device": plan.pipeline_key.device,
        "seed": plan.seed,
        "num_inference_steps": plan.num_inference_steps,
        "guidance_scale": plan.guidance_scale,
        "native": asdict(plan.native),
        "delivered": asdict(plan.delivered),
        "prompt": {
            "original": plan.prompt.original,
            "engine_prompt": plan.prompt.engine_prompt,
            "is_enhanced": plan.prompt.is_enhanced,
            "added": plan.prompt.added,
            "words": words,
        },
        "negative_prompt": plan.negative_prompt,
        "styles": [asdict(style) for style in plan.styles],
        "report": _report(plan, language),
        "estimate_s": plan.estimate_s,
    }
    translated: Document = in_language(document, language)
    return translated


def error_document(error: StudioError, language: Language) -> Document:
    """Give what went wrong and what to do."""
    problems = error.problems if isinstance(error, RequestError) else {}
    return _error(error.code, error.message, error.hint, problems, language)


def failure_document(failed: Failed, language: Language) -> Document:
    """Give why a job failed, in the form of an error."""
    return _error(failed.code, failed.message, failed.hint, {}, language)


def cancelled_document(language: Language) -> Document:
    """Give a cancel the form of an error: there is no clip."""
    message = Text("The job was cancelled; nothing was published.", "任务已取消，未发布任何内容。")
    hint = Text("Run the command again when you want the clip.", "需要该视频时请重新运行命令。")
    return _error("cancelled", message, hint, {}, language)


def job_document(job: Job, language: Language) -> Document:
    """Give one job for a list."""
    document: Document = {
        "id": job.id,
        "created_at": job.created_at,
        "state": type(job.state).__name__.lower(),
        "engine": job.plan.pipeline_key.engine,
        "prompt": job.request.prompt,
        "seed": job.plan.seed,
    }
    if isinstance(job.state, Succeeded):
        document["clip_id"] = job.state.clip_id
    elif isinstance(job.state, Failed):
        document |= failure_document(job.state, language)
    elif isinstance(job.state, Running):
        document |= {"elapsed_s": job.state.elapsed_s, "remaining_s": job.state.remaining_s}
    return document


def engine_document(card: EngineCard, language: Language) -> Document:
    """Give an engine's card."""
    document: Document = in_language(
        {
            **{name: getattr(card, name) for name in card.__dataclass_fields__},
            "sizes": {aspect: asdict(size) for aspect, size in card.sizes.items()},
        },
        language,
    )
    return document


def check_document(check: Check, language: Language) -> Document:
    """Give one thing the doctor looked at."""
    document: Document = in_language(
        {name: getattr(check, name) for name in check.__dataclass_fields__}, language
    )
    return document


def verification_document(verification: Verification, language: Language) -> Document:
    """Give what a file says of its own making."""
    recipe = verification.recipe
    return {
        "is_generated": verification.is_generated,
        "summary": verification.summary.in_language(language),
        "aigc": verification.aigc,
        "recipe": asdict(recipe) if recipe is not None else None,
        "delivered": asdict(verification.delivered),
    }


def bench_table(benchmark: Benchmark) -> str:
    """Give a benchmark as a table for readers."""
    columns = ("encode_prompt", "denoise", "decode", "finish", "total", "wall")
    rows = [
        f"{'clip':>6}" + "".join(f"{name:>14}" for name in (*columns, "bare", "overhead", "MB"))
    ]
    for one in benchmark.measurements:
        spent = [f"{one.timings_s[name]:14.2f}" for name in columns]
        rest = f"{one.bare_pipeline_s:14.2f}{one.overhead:14.1%}{one.peak_rss_mb:14.0f}"
        rows.append(f"{one.seconds:5g}s" + "".join(spent) + rest)
    head = (
        f"{benchmark.engine} on {benchmark.device}: load {benchmark.load_s:.2f} s, "
        f"first clip {benchmark.first_clip_s:.2f} s"
    )
    return "\n".join([head, *rows])


def _report(plan: GenerationPlan, language: Language) -> list[Document]:
    return [
        {"item": item.item, "status": item.status, "note": item.note.in_language(language)}
        for item in plan.report
    ]


def _error(
    code: str, message: Text, hint: Text, problems: dict[str, Text], language: Language
) -> Document:
    error = {"code": code, "message": message, "hint": hint, "problems": problems}
    return {"error": in_language(error, language)}
