"""What programs read, by whichever door: one function for each JSON document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path
from typing import Any

from seedance_studio.doctor import Check
from seedance_studio.domain.clip import Clip
from seedance_studio.domain.delivery import ReportItem
from seedance_studio.domain.engine import EngineCard
from seedance_studio.domain.finishing import FinishPlan
from seedance_studio.domain.job import AnyPlan, Failed, Job, Running, Succeeded
from seedance_studio.domain.montage import MontagePlan
from seedance_studio.domain.plan import GenerationPlan
from seedance_studio.domain.side_by_side import SideBySidePlan
from seedance_studio.domain.sketch import SKETCH_WORDS, Sketch
from seedance_studio.domain.style import Style
from seedance_studio.errors import Language, RequestError, StudioError, Text
from seedance_studio.provenance import Verification
from seedance_studio.provisioning import Standing

Document = dict[str, Any]


def in_language(value: Any, language: Language) -> Any:  # noqa: ANN401 - JSON has no closer type
    """Replace every Text within dicts, lists and dataclasses by its words."""
    if isinstance(value, Text):
        return value.in_language(language)
    if is_dataclass(value):
        value = {one.name: getattr(value, one.name) for one in fields(value)}
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
        **made_by(plan),
        "native": asdict(plan.native),
        "delivered": asdict(clip.delivered),
        "references": [asdict(reference) for reference in plan.references],
        "timings_s": clip.timings_s,
        "peak_rss_mb": clip.peak_rss_mb,
        "report": report_document(plan.report, language),
        "measured": [
            {**asdict(one), "note": one.words.in_language(language)} for one in clip.measured
        ],
        "marks": {
            "signature": marks.credentials.state if marks.credentials else None,
            "aigc": marks.aigc,
            "watermark": marks.watermark is not None,
            "recipe": marks.recipe is not None,
        },
    }


def sketch_document(sketch: Sketch, path: Path, language: Language) -> Document:
    """Give what was drawn; its scene is said in both languages."""
    return {
        "path": str(path),
        "file": sketch.file.stored,
        "what": SKETCH_WORDS.in_language(language),
        "scene": asdict(sketch.scene),
        "unknown": list(sketch.unknown),
        "seed": sketch.seed,
        **asdict(sketch.shape),
        "duration_s": sketch.shape.duration_s,
    }


def plan_document(plan: GenerationPlan, language: Language) -> Document:
    """Give every number that would run."""
    words = [
        {"text": word.text, "status": word.status, "meaning": word.meaning, "group": word.group}
        for word in plan.prompt.words
    ]
    document = {
        "mode": plan.mode,
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
            "canonical": asdict(plan.prompt.canonical) if plan.prompt.canonical else None,
            "is_enhanced": plan.prompt.is_enhanced,
            "added": plan.prompt.added,
            "left_out": plan.prompt.left_out,
            "words": words,
        },
        "negative_prompt": plan.negative_prompt,
        "styles": [
            {"id": style.id, "weight": style.weight, "name": style.name} for style in plan.styles
        ],
        "sound": asdict(plan.sound) if plan.sound else None,
        "references": [asdict(reference) for reference in plan.references],
        "strength": plan.strength,
        "report": report_document(plan.report, language),
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
        **made_by(job.plan),
        "prompt": job.title,
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
    document: Document = in_language(card, language)
    return document


def standing_document(standing: Standing, language: Language) -> Document:
    """Give an engine as this machine has it."""
    card, holding, download = standing.card, standing.holding, standing.download
    memory = standing.memory_gb
    document: Document = {
        "id": card.id,
        "title": card.title,
        "is_ready": standing.is_ready,
        "weights": holding.state if holding else "in the box",
        "revision": holding.revision if holding else card.revision,
        "disk_gb": holding.disk_gb if holding else 0.0,
        "weights_gb": round(card.weights.total_gb, 1) if card.weights else 0.0,
        "repository": card.weights.repository if card.weights else None,
        "licence": card.licence,
        "territory": card.terms.territory,
        "conditions": card.terms.conditions,
        "memory_gb": {"whole": memory[0], "least": memory[1]} if memory else None,
        "fits": standing.fits,
        "seconds": round(standing.seconds, 1),
        "is_measured": standing.is_measured,
    }
    if download is not None:
        document["download"] = {
            "is_running": download.is_running,
            "done_gb": round(download.done_gb, 3),
            "total_gb": round(download.total_gb, 3),
        }
    translated: Document = in_language(document, language)
    return translated


def style_document(style: Style, language: Language) -> Document:
    """Give a brand style as its card tells it, with what its file holds."""
    card, adapter = style.card, style.adapter
    document: Document = in_language(
        {
            **{name: getattr(card, name) for name in card.__dataclass_fields__},
            "is_own": style.is_own,
            "adapter": {
                "rank": adapter.rank,
                "num_bytes": adapter.num_bytes,
                "sha256": adapter.sha256,
            },
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
        "findings": [
            {"mark": one.mark, "status": one.status, "words": one.words.in_language(language)}
            for one in verification.findings
        ],
        "signature": asdict(verification.credentials) if verification.credentials else None,
        "aigc": verification.aigc,
        "watermark": asdict(verification.watermark) if verification.watermark else None,
        "clip_id": verification.clip_id,
        "recipe": asdict(recipe) if recipe is not None else None,
        "delivered": asdict(verification.delivered),
    }


def made_by(plan: AnyPlan) -> Document:
    """Give in which way, by which engine and with which seed something was made."""
    if isinstance(plan, FinishPlan):
        return {"mode": "finish", "engine": None, "seed": None}
    if isinstance(plan, SideBySidePlan):
        return {"mode": "compare", "engine": None, "seed": None}
    if isinstance(plan, MontagePlan):
        return {"mode": "montage", "engine": None, "seed": None}
    return {"mode": plan.mode, "engine": plan.pipeline_key.engine, "seed": plan.seed}


def report_document(report: Iterable[ReportItem], language: Language) -> list[Document]:
    """Give what becomes of each thing asked for."""
    return [
        {"item": item.item, "status": item.status, "note": item.note.in_language(language)}
        for item in report
    ]


def _error(
    code: str, message: Text, hint: Text, problems: dict[str, Text], language: Language
) -> Document:
    error = {"code": code, "message": message, "hint": hint, "problems": problems}
    return {"error": in_language(error, language)}


def field_words(kind: str, value: object) -> Text:
    """Say what is wrong with a field that a program sent.

    Args:
        kind: of the problem, as pydantic calls it.
        value: what was sent.
    """
    shown = str(value)[:60]
    words = {
        "missing": Text("it is needed", "此项必填"),
        "extra_forbidden": Text("this name is not known", "没有此名称的字段"),
        "string_type": Text("it must be a text", "应为文本"),
        "float_type": Text(f"'{shown}' is not a number", f"“{shown}”不是数字"),
        "int_type": Text(f"'{shown}' is not a whole number", f"“{shown}”不是整数"),
        "int_from_float": Text(f"'{shown}' is not a whole number", f"“{shown}”不是整数"),
        "bool_type": Text("it must be true or false", "应为 true 或 false"),
        "list_type": Text("it must be a list", "应为数组"),
        "tuple_type": Text("it must be a list", "应为数组"),
        "model_type": Text("it must be an object", "应为对象"),
        "dataclass_type": Text("it must be an object", "应为对象"),
        "unexpected_keyword_argument": Text("this name is not known", "没有此名称的字段"),
    }
    return words.get(kind, Text("it cannot be read as it is", "无法解读其内容"))
