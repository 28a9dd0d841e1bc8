"""From what was asked to what will run: every number final, every change reported."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from seedance_studio.domain.casting import Casting, cast_references
from seedance_studio.domain.composer import Offers
from seedance_studio.domain.delivery import (
    CODECS,
    Delivery,
    ReportItem,
    VideoShape,
    aspect_of,
    choice_text,
    delivered_shape,
    delivery_problems,
    delivery_report,
    finishing_s,
)
from seedance_studio.domain.draft import as_draft, draft_report
from seedance_studio.domain.engine import EngineCard, NativeSize
from seedance_studio.domain.pipeline_key import Memory, PipelineKey
from seedance_studio.domain.prompt import PreparedPrompt
from seedance_studio.domain.reference import PlannedReference
from seedance_studio.domain.reference_plan import Setting, crowded_frames, settle
from seedance_studio.domain.request import (
    ADAPTIVE,
    MAX_PROMPT_CHARACTERS,
    MAX_SEED,
    MIN_STRENGTH,
    QUALITIES,
    GenerationRequest,
    Mode,
)
from seedance_studio.domain.sound import SoundBrief, SoundPlan, sound_problems
from seedance_studio.domain.sound_plan import plan_sound, sound_report
from seedance_studio.domain.stretches import Stretch, stretches_of, stretches_report
from seedance_studio.domain.style import (
    PlannedStyle,
    Style,
    plan_styles,
    style_problems,
    style_report,
)
from seedance_studio.errors import RequestError, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationPlan:
    """What will run. An engine changes nothing here."""

    pipeline_key: PipelineKey
    prompt: PreparedPrompt
    negative_prompt: str
    styles: tuple[PlannedStyle, ...]
    seed: int
    num_inference_steps: int
    guidance_scale: float
    native: VideoShape
    stretches: tuple[Stretch, ...] = ()
    """The runs that it is made in; none stands for one."""
    delivered: VideoShape
    report: tuple[ReportItem, ...]
    memory_modes: tuple[Memory, ...] = ("full",)
    """What to try in turn when memory runs out; the first is that of `pipeline_key`."""
    estimate_s: float
    """Expected seconds of work, the model already loaded."""
    mode: Mode = "text"
    references: tuple[PlannedReference, ...] = ()
    """In the user's order; those that the engine ignores are left out."""
    strength: float | None = None
    """For an edit, the share of the noise that is put on the video; None when none is edited."""
    finish_preset: str = "standard"
    codec: str = "h264"
    sound: SoundPlan | None = None
    """None is a silent clip."""

    @property
    def num_steps(self) -> int:
        """Denoising steps of all its runs."""
        return self.num_inference_steps * max(1, len(self.stretches))

    @property
    def delivery(self) -> Delivery:
        """What the finisher has to do."""
        return Delivery(
            native=self.native,
            delivered=self.delivered,
            preset=self.finish_preset,
            codec=self.codec,
            device=self.pipeline_key.device,
        )


def check_request(
    request: GenerationRequest,
    cards: Mapping[str, EngineCard],
    styles: Mapping[str, Style],
    codecs: Collection[str] = CODECS,
    casting: Casting | None = None,
    unreadable: Mapping[str, Text] | None = None,
    composers: Collection[str] = (),
) -> EngineCard:
    """Raise one RequestError that names every field that cannot be run.

    Args:
        request: what was asked.
        cards: of all engines, by id, the default first. When none has the id asked for, the rest
            of the request is judged by the default's, so that all problems show at once.
        styles: those of the gallery, by id.
        codecs: that this machine can write.
        casting: mode and roles of its references, where there are any.
        unreadable: what is wrong with their files, by field.
        composers: ids of the models that can make music here.

    Returns:
        The card of the engine asked for.
    """
    casting = casting or cast_references(request, (), {})
    problems = {**_prompt_problems(request), **_number_problems(request), **casting.problems}
    problems |= delivery_problems(request, codecs)
    problems |= sound_problems(request.sound, request.references, composers)
    problems |= unreadable or {}
    card = cards.get(request.engine)
    if card is None:
        problems["engine"] = choice_text(request.engine, tuple(cards))
    judge = card or next(iter(cards.values()), None)
    if judge is not None:
        problems |= _card_problems(request, judge, casting)
    problems |= style_problems(request.styles, styles, judge)
    if problems or card is None:
        raise RequestError(problems)
    return card


def _prompt_problems(request: GenerationRequest) -> dict[str, Text]:
    problems: dict[str, Text] = {}
    # Pictures and videos can speak for themselves.
    if not request.references and not any(char.isalnum() for char in request.prompt):
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
    if request.quality is not None and request.quality not in QUALITIES:
        problems["quality"] = choice_text(request.quality, QUALITIES)
    if request.seed is not None and not 0 <= request.seed <= MAX_SEED:
        problems["seed"] = _range_text(request.seed, 0, MAX_SEED)
    if request.strength is not None and not MIN_STRENGTH <= request.strength <= 1:
        problems["strength"] = _range_text(request.strength, MIN_STRENGTH, 1)
    return problems


def _card_problems(
    request: GenerationRequest, card: EngineCard, casting: Casting
) -> dict[str, Text]:
    problems = crowded_frames(casting.cast, card, request.seconds)
    if casting.mode not in card.modes:
        problems["mode"] = choice_text(casting.mode, card.modes)
    if card.needs_first_frame and all(part.role != "first_frame" for part in casting.cast):
        problems["references"] = Text(
            f"{card.title.en} begins with a picture: give one as the first frame",
            f"{card.title.zh} 从一张图片开始：请提供一张作为首帧",
        )
    if request.aspect not in (ADAPTIVE, *card.sizes):
        problems["aspect"] = choice_text(request.aspect, tuple(card.sizes))
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


def make_plan(  # noqa: PLR0913 - all but three go by name
    request: GenerationRequest,
    card: EngineCard,
    prompt: PreparedPrompt,
    *,
    casting: Casting | None = None,
    styles: Mapping[str, Style] | None = None,
    composers: Offers | None = None,
    seed: int,
    device: str,
    dtype: str,
) -> GenerationPlan:
    """Fix every number of a request that `check_request` has let through.

    Args:
        request: what was asked.
        card: the engine's card.
        prompt: the prompt as understood, with what the engine will read.
        casting: mode and roles of its references, where there are any.
        styles: those of the gallery, by id; the request's are among them.
        composers: models that can make music here; one that is wished for is among them.
        seed: the request's own, or the one drawn for it.
        device: where the engine will run, in torch's words.
        dtype: the precision it will run in, in torch's words.
    """
    request = as_draft(request, card)
    casting, gallery = casting or cast_references(request, (), {}), styles or {}
    setting = settle(request, casting.cast, card)
    steps = request.num_inference_steps or card.steps_of(request.quality or "balanced")
    delivery = _delivery(request, card, setting, device)
    length_s, references = delivery.delivered.duration_s, setting.references
    sound = _sound(request, card, prompt.brief, length_s, seed, references, composers)
    return GenerationPlan(
        pipeline_key=_pipeline_key(card, dtype, device),
        prompt=prompt,
        negative_prompt=request.negative_prompt,
        styles=plan_styles(request.styles, gallery),
        seed=seed,
        num_inference_steps=steps,
        guidance_scale=request.guidance_scale or card.default_guidance_scale,
        native=delivery.native,
        stretches=stretches_of(card, delivery.native.num_frames),
        delivered=delivery.delivered,
        finish_preset=request.finish_preset,
        codec=request.codec,
        sound=sound,
        report=(
            *setting.report,
            *_request_report(request, card, prompt, gallery, delivery),
            *sound_report(request.sound, sound, references),
        ),
        memory_modes=card.memory_modes,
        mode=casting.mode,
        references=references,
        strength=setting.strength,
        estimate_s=_estimate_s(steps, setting.seconds, card, delivery),
    )


def _sound(
    request: GenerationRequest,
    card: EngineCard,
    brief: SoundBrief,
    duration_s: float,
    seed: int,
    references: tuple[PlannedReference, ...],
    composers: Offers | None,
) -> SoundPlan | None:
    return plan_sound(
        request.sound,
        brief,
        duration_s,
        seed,
        references,
        engine_has_sound=card.has_sound,
        composers=composers,
    )


def _request_report(
    request: GenerationRequest,
    card: EngineCard,
    prompt: PreparedPrompt,
    gallery: Mapping[str, Style],
    delivery: Delivery,
) -> tuple[ReportItem, ...]:
    return (
        *_word_report(prompt, card),
        *draft_report(request),
        *stretches_report(card, delivery.native.num_frames),
        *style_report(request.styles, gallery, card),
        *delivery_report(request, delivery),
    )


def _estimate_s(steps: int, seconds: float, card: EngineCard, delivery: Delivery) -> float:
    generating_s = steps * seconds * card.seconds_per_step_and_second
    return round(generating_s + finishing_s(delivery), 1)


def _pipeline_key(card: EngineCard, dtype: str, device: str) -> PipelineKey:
    return PipelineKey(engine=card.id, revision=card.revision, dtype=dtype, device=device)


def _delivery(
    request: GenerationRequest, card: EngineCard, setting: Setting, device: str
) -> Delivery:
    native = _native_shape(card, card.sizes[setting.aspect], setting.seconds)
    aspect = aspect_of(setting.aspect, native)
    return Delivery(
        native=native,
        delivered=delivered_shape(request, native, aspect, Fraction(setting.seconds)),
        preset=request.finish_preset,
        codec=request.codec,
        device=device,
    )


def _native_shape(card: EngineCard, size: NativeSize, seconds: float) -> VideoShape:
    latents = max(1, round(seconds * card.fps / card.frame_step))
    num_frames = latents * card.frame_step + 1
    return VideoShape(width=size.width, height=size.height, fps=card.fps, num_frames=num_frames)


_NO_PLACE = (
    "ignored",
    "known as {en}, which has no place in this clip",
    "识别为{zh}，但画面放不下",
)


def _word_report(prompt: PreparedPrompt, card: EngineCard) -> list[ReportItem]:
    notes = {
        "understood": ("honoured", "known as {en}", "识别为{zh}"),
        "mapped": ("adapted", "shown as {en}", "以{zh}呈现"),
        "unknown": ("ignored", "this engine does not know it", "该模型不认识这个词"),
    }
    items: list[ReportItem] = []
    for word in prompt.words:
        status, en, zh = _NO_PLACE if word.is_left_out else notes[word.status]
        meaning = word.meaning or Text("", "")
        loosely = card.loose_words.get(meaning.en)
        if status == "honoured" and loosely is not None:
            status, en, zh = "adapted", f"{en}; {loosely.en}", f"{zh}；{loosely.zh}"
        note = Text(en.format(en=meaning.en), zh.format(zh=meaning.zh))
        items.append(ReportItem(item=word.text, status=status, note=note))  # type: ignore[arg-type]
    return items
