"""Several films joined into one: trimmed, with cuts or cross-fades, words, a logo and one sound."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args

from seedance_studio.domain.delivery import (
    CODECS,
    Delivery,
    ReportItem,
    VideoShape,
    choice_text,
    delivery_problems,
)
from seedance_studio.domain.film import FilmFacts
from seedance_studio.domain.reference import PlannedReference, Reference
from seedance_studio.domain.sound import SoundPlan, SoundWish, sound_problems
from seedance_studio.errors import Language, Text

CaptionStyle = Literal["title", "subtitle"]
Corner = Literal["top_left", "bottom_left", "bottom_right"]
"""Of a logo; the top right is where the label of generated pictures stands."""
MontageFit = Literal["crop", "fit"]
"""How a film of another shape fills the picture: its edges are cut off, or bars are put beside."""
CAPTION_STYLES: tuple[CaptionStyle, ...] = get_args(CaptionStyle)
CORNERS: tuple[Corner, ...] = get_args(Corner)
MONTAGE_FITS: tuple[MontageFit, ...] = get_args(MontageFit)

COMPOSED = SoundWish()

MAX_SHOTS = 50
MAX_SECONDS = 1800.0
MAX_CAPTIONS = 500
MAX_CAPTION_CHARACTERS = 200
MIN_SHOT_S = 0.2
_MIN_CAPTION_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One film, or a part of it, in its place among the others."""

    film: str
    """Absolute path of a file; it is only read."""
    clip_id: str | None = None
    """Of the clip in the library whose file that is."""
    start_s: float = 0.0
    end_s: float | None = None
    """The part that is shown; None is to its end."""
    fade_s: float = 0.0
    """How long it fades in over the one before; 0 is a cut."""
    scene: str = ""
    """What it shows, for its sound; empty for what the film itself says of that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """Words over the picture."""

    text: str
    start_s: float = 0.0
    """From the start of the montage."""
    end_s: float | None = None
    """None is to its end."""
    style: str = "subtitle"
    """One of CAPTION_STYLES."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture that stands in a corner throughout."""

    file: str
    """A path as given, or the name under which the studio has stored it."""
    corner: str = "top_left"
    """One of CORNERS."""
    width: float = 0.12
    """Of the picture's width."""
    opacity: float = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class MontageRequest:
    """What was asked. Nothing is checked or filled in here."""

    shots: tuple[Shot, ...]
    title: str
    captions: tuple[Caption, ...] = ()
    logo: Logo | None = None
    fit: str = "crop"
    """One of MONTAGE_FITS."""
    size: str = "native"
    """One of `delivery.SIZES`; native is the first shot's, whose shape all take on."""
    fps: str = "native"
    finish_preset: str = "standard"
    codec: str = "h264"
    sound: SoundWish = COMPOSED
    """One for all of it; own keeps that of each shot."""
    music: Reference | None = None
    """A sound that plays instead of composed music."""
    seed: int = 0
    """Of what is composed."""
    language: Language = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedShot:
    """One shot with every number final."""

    film: str
    facts: FilmFacts
    start_s: float
    end_s: float
    from_frame: int
    """Of the montage, from 0: where it begins to be seen."""
    num_frames: int
    """Delivered, those of both fades among them."""
    fade_frames: int
    """That it shares with the shot before."""
    delivery: Delivery
    """Of this shot alone; the delivered size is that within any bars."""
    keeps_sound: bool
    sound: SoundPlan | None
    """What is heard of its place; None where that is not composed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MontagePlan:
    """What will run."""

    shots: tuple[PlannedShot, ...]
    native: VideoShape
    """Of the first shot; num_frames are the source frames of all."""
    delivered: VideoShape
    finish_preset: str
    codec: str
    device: str
    captions: tuple[Caption, ...]
    """With their ends."""
    logo: Logo | None
    music: SoundPlan | None
    """Over all shots; None where there is none."""
    report: tuple[ReportItem, ...]
    estimate_s: float
    references: tuple[PlannedReference, ...] = ()
    """The music that was brought."""

    @property
    def delivery(self) -> Delivery:
        """What the file is to be."""
        return Delivery(
            native=self.native,
            delivered=self.delivered,
            preset=self.finish_preset,
            codec=self.codec,
            device=self.device,
        )

    @property
    def keeps_sound(self) -> bool:
        """Whether the shots' own sound is heard."""
        return any(shot.keeps_sound for shot in self.shots)

    @property
    def is_scored(self) -> bool:
        """Whether sound is composed, or brought music plays."""
        return self.music is not None or any(shot.sound is not None for shot in self.shots)


def montage_problems(
    request: MontageRequest, codecs: Collection[str] = CODECS, composers: Collection[str] = ()
) -> dict[str, Text]:
    """Give what can be seen to be wrong without looking into the films, by field.

    Shots and captions are counted from 1: "shots.2.fade_s".

    Args:
        request: what was asked.
        codecs: that this machine can write.
        composers: ids of the models that can make music here.
    """
    problems = delivery_problems(request, codecs)
    problems |= sound_problems(request.sound, composers=composers)
    if request.fit not in MONTAGE_FITS:
        problems["fit"] = choice_text(request.fit, MONTAGE_FITS)
    if not 1 <= len(request.shots) <= MAX_SHOTS:
        problems["shots"] = Text(
            f"{len(request.shots)} films; 1 to {MAX_SHOTS} can be joined",
            f"共 {len(request.shots)} 段影片，可拼接 1 到 {MAX_SHOTS} 段",
        )
    for number, caption in enumerate(request.captions, start=1):
        problem = _caption_problem(caption)
        if problem is not None:
            problems[f"captions.{number}"] = problem
    if len(request.captions) > MAX_CAPTIONS:
        problems["captions"] = Text(
            f"more than {MAX_CAPTIONS} captions", f"字幕超过 {MAX_CAPTIONS} 条"
        )
    return problems | _logo_problems(request.logo)


def _caption_problem(caption: Caption) -> Text | None:
    if caption.style not in CAPTION_STYLES:
        return choice_text(caption.style, CAPTION_STYLES)
    if not caption.text.strip():
        return Text("it has no words", "没有文字")
    if len(caption.text) > MAX_CAPTION_CHARACTERS:
        return Text(
            f"{len(caption.text)} characters; {MAX_CAPTION_CHARACTERS} are the most",
            f"共 {len(caption.text)} 个字符，最多 {MAX_CAPTION_CHARACTERS} 个",
        )
    end_s = caption.end_s
    if caption.start_s < 0 or (end_s is not None and end_s - caption.start_s < _MIN_CAPTION_S):
        return Text("it must end after it starts", "结束时间须晚于开始时间")
    return None


def _logo_problems(logo: Logo | None) -> dict[str, Text]:
    if logo is None:
        return {}
    problems: dict[str, Text] = {}
    if logo.corner not in CORNERS:
        problems["logo.corner"] = choice_text(logo.corner, CORNERS)
    for field, value, low, high in (
        ("width", logo.width, 0.02, 0.5),
        ("opacity", logo.opacity, 0.05, 1.0),
    ):
        if not low <= value <= high:
            problems[f"logo.{field}"] = Text(
                f"{value:g} is out of range; {low:g} to {high:g} is possible",
                f"{value:g} 超出范围，可用 {low:g} 到 {high:g}",
            )
    return problems
