"""From what was asked to what will run: every number final, every change reported."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from seedance_studio.domain.engine import EngineCard, NativeSize, PipelineKey
from seedance_studio.domain.prompt import PreparedPrompt
from seedance_studio.domain.request import (
    DELIVERED_FPS,
    MAX_PROMPT_CHARACTERS,
    MAX_SEED,
    SIZES,
    GenerationRequest,
    StyleUse,
)
from seedance_studio.errors import RequestError, Text

ReportStatus = Literal["honoured", "adapted", "ignored"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportItem:
    """What becomes of one thing that was asked for."""

    item: str
    status: ReportStatus
    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoShape:
    """Size and timing of a clip."""

    width: int
    height: int
    fps: int
    num_frames: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationPlan:
    """What will run. An engine changes nothing here."""

    pipeline_key: PipelineKey
    prompt: PreparedPrompt
    negative_prompt: str
    styles: tuple[StyleUse, ...]
    seed: int
    num_inference_steps: int
    guidance_scale: float
    native: VideoShape
    delivered: VideoShape
    report: tuple[ReportItem, ...]
    estimate_s: float
    """Expected seconds of work, the model already loaded."""


def check_request(
    request: GenerationRequest, cards: Mapping[str, EngineCard], known_styles: Collection[str]
) -> EngineCard:
    """Raise one RequestError that names every field that cannot be run.

    Args:
        request: what was asked.
        cards: of all engines, by id, the default first. When none has the id asked for, the rest
            of the request is judged by the default's, so that all problems show at once.
        known_styles: ids of the styles that exist.

    Returns:
        The card of the engine asked for.
    """
    problems = _prompt_problems(request) | _number_problems(request)
    card = cards.get(request.engine)
    if card is None:
        problems["engine"] = _choice_text(request.engine, tuple(cards))
    judge = card or next(iter(cards.values()), None)
    if judge is not None:
        problems |= _card_problems(request, judge)
    unknown = [style.id for style in request.styles if style.id not in known_styles]
    if unknown:
        names = ", ".join(unknown)
        problems["styles"] = Text(f"there is no style '{names}'", f"没有名为“{names}”的风格")
    if problems or card is None:
        raise RequestError(problems)
    return card


def _prompt_problems(request: GenerationRequest) -> dict[str, Text]:
    problems: dict[str, Text] = {}
    if not any(character.isalnum() for character in request.prompt):
        problems["prompt"] = Text("say what the clip should show", "请写出视频要展示的内容")
    for field, text in (("prompt", request.prompt), ("negative_prompt", request.negative_prompt)):
        if len(text) > MAX_PROMPT_CHARACTERS:
            problems[field] = Text(
                f"{len(text):,} characters; the limit is {MAX_PROMPT_CHARACTERS:,}",
                f"共 {len(text):,} 个字符，上限为 {MAX_PROMPT_CHARACTERS:,}",
            )
    return problems


def _number_problems(request: GenerationRequest) -> dict[str, Text]:
    problems: dict[str, Text] = {}
    if request.seed is not None and not 0 <= request.seed <= MAX_SEED:
        problems["seed"] = _range_text(request.seed, 0, MAX_SEED)
    if request.size not in SIZES:
        problems["size"] = _choice_text(request.size, SIZES)
    if request.fps not in DELIVERED_FPS:
        problems["fps"] = _choice_text(request.fps, DELIVERED_FPS)
    return problems


def _card_problems(request: GenerationRequest, card: EngineCard) -> dict[str, Text]:
    problems: dict[str, Text] = {}
    if request.mode not in card.modes:
        problems["mode"] = _choice_text(request.mode, card.modes)
    if request.aspect not in card.sizes:
        problems["aspect"] = _choice_text(request.aspect, tuple(card.sizes))
    if not card.min_seconds <= request.seconds <= card.max_seconds:
        problems["seconds"] = _range_text(request.seconds, card.min_seconds, card.max_seconds)
    steps, guidance = request.num_inference_steps, request.guidance_scale
    if steps is not None and not 1 <= steps <= card.max_steps:
        problems["num_inference_steps"] = _range_text(steps, 1, card.max_steps)
    if guidance is not None and not 1 <= guidance <= card.max_guidance_scale:
        problems["guidance_scale"] = _range_text(guidance, 1, card.max_guidance_scale)
    return problems


def _range_text(value: float, low: float, high: float) -> Text:
    # An int is shown in full: 2147483647, not 2.14748e+09.
    asked, least, most = (
        f"{number:g}" if isinstance(number, float) else str(number) for number in (value, low, high)
    )
    return Text(
        f"{asked} is out of range; {least} to {most} is possible",
        f"{asked} 超出范围，可用 {least} 到 {most}",
    )


def _choice_text(value: str, choices: Collection[str]) -> Text:
    return Text(
        f"'{value}' is not offered; choose {', '.join(choices)}",
        f"不提供“{value}”，可选 {'、'.join(choices)}",
    )


def make_plan(
    request: GenerationRequest,
    card: EngineCard,
    prompt: PreparedPrompt,
    *,
    seed: int,
    device: str,
    dtype: str,
) -> GenerationPlan:
    """Fix every number of a request that `check_request` has let through.

    Args:
        request: what was asked.
        card: the engine's card.
        prompt: the prompt as understood, with what the engine will read.
        seed: the request's own, or the one drawn for it.
        device: where the engine will run, in torch's words.
        dtype: the precision it will run in, in torch's words.
    """
    size = card.sizes[request.aspect]
    latents = max(1, round(request.seconds * card.fps / card.frame_step))
    native = VideoShape(
        width=size.width,
        height=size.height,
        fps=card.fps,
        num_frames=latents * card.frame_step + 1,
    )
    steps = request.num_inference_steps or card.default_steps
    return GenerationPlan(
        pipeline_key=PipelineKey(
            engine=card.id, revision=card.revision, dtype=dtype, device=device
        ),
        prompt=prompt,
        negative_prompt=request.negative_prompt,
        styles=request.styles,
        seed=seed,
        num_inference_steps=steps,
        guidance_scale=request.guidance_scale or card.default_guidance_scale,
        native=native,
        delivered=_delivered(request, size, native),
        report=_report(request, prompt),
        estimate_s=round(steps * request.seconds * card.seconds_per_step_and_second, 1),
    )


def _delivered(request: GenerationRequest, size: NativeSize, native: VideoShape) -> VideoShape:
    fps = native.fps if request.fps == "native" else int(request.fps)
    width, height = (
        (native.width, native.height) if request.size == "native" else size.delivered_720p
    )
    return VideoShape(
        width=width, height=height, fps=fps, num_frames=max(1, round(request.seconds * fps))
    )


def _report(request: GenerationRequest, prompt: PreparedPrompt) -> tuple[ReportItem, ...]:
    notes = {
        "understood": ("honoured", "known as {en}", "识别为{zh}"),
        "mapped": ("adapted", "shown as {en}", "以{zh}呈现"),
        "unknown": ("ignored", "this engine does not know it", "该引擎不认识这个词"),
    }
    items: list[ReportItem] = []
    for word in prompt.words:
        status, en, zh = notes[word.status]
        meaning = word.meaning or Text("", "")
        note = Text(en.format(en=meaning.en), zh.format(zh=meaning.zh))
        items.append(ReportItem(item=word.text, status=status, note=note))  # type: ignore[arg-type]
    if request.size == "720p":
        items.append(
            _adapted("size", "generated small, enlarged when finished", "小尺寸生成，成片时放大")
        )
    if request.fps != "native":
        items.append(_adapted("fps", "frames in between are interpolated", "中间帧由插值得到"))
    return tuple(items)


def _adapted(item: str, en: str, zh: str) -> ReportItem:
    return ReportItem(item=item, status="adapted", note=Text(en, zh))
