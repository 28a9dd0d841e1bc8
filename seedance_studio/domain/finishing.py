"""Finishing a film that is there already, anyone's: what is asked and what runs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from fractions import Fraction

from seedance_studio.domain.composer import Offers
from seedance_studio.domain.delivery import (
    CODECS,
    Delivery,
    ReportItem,
    ReportStatus,
    VideoShape,
    delivered_shape,
    delivery_problems,
    delivery_report,
    exact_rate,
    finishing_s,
)
from seedance_studio.domain.film import FilmFacts
from seedance_studio.domain.reference import PlannedReference, Reference
from seedance_studio.domain.sound import (
    NOTHING_KNOWN,
    SoundBrief,
    SoundPlan,
    SoundWish,
    sound_problems,
)
from seedance_studio.domain.sound_plan import (
    MAX_SCORED_S,
    composing_s,
    plan_sound,
    sound_report,
    too_long_to_score,
)
from seedance_studio.errors import Language, RequestError, Text

OWN_SOUND = SoundWish(source="own")


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishRequest:
    """What was asked. Nothing is checked or filled in here."""

    film: str
    """Absolute path of a file; it is only read."""
    clip_id: str | None = None
    """Of the clip in the library whose file that is."""
    title: str
    size: str = "1080p"
    """One of `delivery.SIZES`."""
    fps: str = "native"
    """One of `delivery.DELIVERED_FPS`."""
    finish_preset: str = "standard"
    """One of `delivery.FINISH_PRESETS`."""
    codec: str = "h264"
    """One of `delivery.CODECS`."""
    sound: SoundWish = OWN_SOUND
    music: Reference | None = None
    """A sound that plays instead of composed music."""
    scene: str = ""
    """What the film shows, for its sound; empty for what the film itself says of that."""
    seed: int = 0
    """Of what is composed."""
    language: Language = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishPlan:
    """What will run."""

    film: FilmFacts
    native: VideoShape
    """Of the film as it is."""
    delivered: VideoShape
    finish_preset: str
    codec: str
    device: str
    keeps_sound: bool
    """Whether the film's own sound is heard."""
    sound: SoundPlan | None
    """What is composed, or plays as music; None where nothing is."""
    report: tuple[ReportItem, ...]
    estimate_s: float
    references: tuple[PlannedReference, ...] = ()
    """The music that was brought."""

    @property
    def delivery(self) -> Delivery:
        """What the finisher has to do."""
        return Delivery(
            native=self.native,
            delivered=self.delivered,
            preset=self.finish_preset,
            codec=self.codec,
            device=self.device,
        )


def check_finish(
    request: FinishRequest, codecs: Collection[str] = CODECS, composers: Collection[str] = ()
) -> None:
    """Raise one RequestError that names every field that cannot be run.

    Args:
        request: what was asked.
        codecs: that this machine can write.
        composers: ids of the models that can make music here.
    """
    problems = delivery_problems(request, codecs)
    problems |= sound_problems(request.sound, composers=composers)
    if problems:
        raise RequestError(problems)


def make_finish_plan(
    request: FinishRequest,
    film: FilmFacts,
    *,
    device: str,
    brief: SoundBrief = NOTHING_KNOWN,
    references: tuple[PlannedReference, ...] = (),
    composers: Offers | None = None,
) -> FinishPlan:
    """Fix every number of a request that `check_finish` has let through.

    Args:
        request: what was asked.
        film: what the file is.
        device: where a neural network would run, in torch's words.
        brief: what there is to hear.
        references: the music that was brought.
        composers: models that can make music here; one that is wished for is among them.

    Raises:
        RequestError: under `sound`: the film is too long to be scored.
    """
    native = VideoShape(
        width=film.width, height=film.height, fps=film.fps, num_frames=film.num_frames
    )
    length = Fraction(film.duration_s).limit_denominator(1_000_000)
    if request.fps == "native" and not film.is_variable:
        # Counted, not measured: the file's own frames, none more.
        length = film.num_frames / exact_rate(film.fps)
    delivered = delivered_shape(request, native, Fraction(film.width, film.height), length)
    plan = FinishPlan(
        film=film,
        native=native,
        delivered=delivered,
        finish_preset=request.finish_preset,
        codec=request.codec,
        device=device,
        keeps_sound=film.has_sound and request.sound.source == "own",
        sound=_composed(request, brief, delivered.duration_s, references, composers or {}),
        report=(),
        estimate_s=0.0,
        references=references,
    )
    return replace(
        plan,
        report=(*delivery_report(request, plan.delivery), *_film_report(request, plan)),
        estimate_s=round(
            finishing_s(plan.delivery)
            + composing_s(plan.sound, delivered.duration_s, composers or {}),
            1,
        ),
    )


def _composed(
    request: FinishRequest,
    brief: SoundBrief,
    duration_s: float,
    references: tuple[PlannedReference, ...],
    composers: Offers,
) -> SoundPlan | None:
    if request.sound.source == "own":
        return None
    sound = plan_sound(
        request.sound, brief, duration_s, request.seed, references, composers=composers
    )
    if sound is not None and duration_s > MAX_SCORED_S:
        raise RequestError({"sound": too_long_to_score(duration_s)})
    return sound


def _film_report(request: FinishRequest, plan: FinishPlan) -> list[ReportItem]:
    film, delivered = plan.film, plan.delivered
    items: list[ReportItem] = []

    def add(item: str, status: ReportStatus, en: str, zh: str) -> None:
        items.append(ReportItem(item=item, status=status, note=Text(en, zh)))

    if request.size == "native" and (film.width, film.height) != (
        delivered.width,
        delivered.height,
    ):
        add("size", "adapted", "an odd side is made even, as encoders want", "奇数边长补为偶数")
    if film.width > delivered.width:
        add("size", "honoured", "the film is larger: it is made smaller", "原片更大，将缩小")
    if film.is_variable:
        add(
            "fps",
            "adapted",
            "the film's pictures stand for different times; they are set to an even beat",
            "原片为可变帧率，将转为恒定帧率",
        )
    if film.bits > 8:
        add(
            "bits",
            "adapted",
            f"{film.bits} bits a colour are worked on as 8",
            f"{film.bits} 位色深按 8 位处理",
        )
    if film.has_alpha:
        add("alpha", "adapted", "what is transparent becomes black", "透明部分变为黑色")
    if plan.keeps_sound:
        add("sound", "honoured", "the film's own, as AAC stereo", "保留原声，转为 AAC 立体声")
    elif request.sound.source == "own":
        add("sound", "ignored", "the film has no sound of its own", "原片没有声音")
    return [*items, *sound_report(request.sound, plan.sound, plan.references)]
