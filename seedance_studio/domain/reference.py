"""Files that a request brings: what each is, what it is for, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from seedance_studio.errors import Text

Kind = Literal["image", "video", "audio"]
Role = Literal[
    "first_frame",
    "last_frame",
    "keyframe",
    "identity",
    "setting",
    "style",
    "motion",
    "camera",
    "structure",
    "edit",
    "extend",
    "music",
    "rhythm",
    "voice",
]
Fit = Literal["crop", "fit", "extend"]
"""How a picture of another aspect fills the frame: crop it, fit it whole, or have the engine paint
what is missing around it."""
Structure = Literal["edges", "grey", "depth"]

ROLES: tuple[Role, ...] = get_args(Role)
FITS: tuple[Fit, ...] = get_args(Fit)
STRUCTURES: tuple[Structure, ...] = get_args(Structure)

ROLES_OF: dict[Kind, tuple[Role, ...]] = {
    "image": ("first_frame", "last_frame", "keyframe", "identity", "setting", "style"),
    "video": ("edit", "extend", "structure", "camera", "motion", "style"),
    "audio": ("music", "rhythm", "voice"),
}
"""The roles that a file of each kind can play."""
FRAME_ROLES: tuple[Role, ...] = ("first_frame", "last_frame", "keyframe")
"""Played by pictures that are themselves seen in the clip."""
LOOK_ROLES: tuple[Role, ...] = ("identity", "setting", "style")
"""Played by what is looked at and not itself seen in the clip."""
MOTION_ROLES: tuple[Role, ...] = ("camera", "motion")
"""Played by a video of which only movement is used."""
SOURCE_ROLES: tuple[Role, ...] = ("edit", "extend", "structure")
"""Played by one video, whose own pictures the clip follows."""

ScenePart = Literal["subject", "setting", "time", "weather", "camera"]
_SEEN: tuple[ScenePart, ...] = ("subject", "setting", "time", "weather")
SHOWS: dict[Role, tuple[ScenePart, ...]] = {
    **dict.fromkeys(FRAME_ROLES, _SEEN),
    **dict.fromkeys(SOURCE_ROLES, (*_SEEN, "camera")),
    "identity": ("subject",),
    "setting": ("setting",),
    "camera": ("camera",),
}
"""What of a scene a file shows; words that nobody said about it would only contradict."""

KIND_WORDS: dict[Kind, Text] = {
    "image": Text("picture", "图片"),
    "video": Text("video", "视频"),
    "audio": Text("sound", "音频"),
}
ROLE_WORDS: dict[Role, Text] = {
    "first_frame": Text("first frame", "首帧"),
    "last_frame": Text("last frame", "尾帧"),
    "keyframe": Text("keyframe", "关键帧"),
    "identity": Text("identity", "主体"),
    "setting": Text("setting", "场景"),
    "style": Text("style", "风格"),
    "motion": Text("motion", "动作"),
    "camera": Text("camera move", "运镜"),
    "structure": Text("structure", "结构"),
    "edit": Text("edit", "编辑"),
    "extend": Text("continue", "续写"),
    "music": Text("music", "配乐"),
    "rhythm": Text("rhythm", "节奏"),
    "voice": Text("voice", "人声"),
}

MAX_OF_KIND: dict[Kind, int] = {"image": 9, "video": 3, "audio": 3}
MAX_REFERENCES = 12
_STORED_NAME = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{2,4}")
_KIND_OF_NAME: dict[str, Kind] = {"Image": "image", "Video": "video", "Audio": "audio"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One file and what it is for, as asked."""

    name: str
    """Image1, Video2, Audio1: its own for good, whatever else comes or goes."""
    file: str
    """A path as given, or the name under which the studio has stored the file."""
    role: Role | None = None
    """None lets the prompt say it, or the studio decide."""
    strength: float = 1.0
    """0 to 1: how strongly it acts."""
    at_s: float | None = None
    """For a keyframe: when it is seen."""
    start_s: float | None = None
    end_s: float | None = None
    """The part of a video or sound that is used; None is its own start or end."""
    fit: Fit = "crop"
    mask: str | None = None
    """For an edit: a picture, white where the video is replaced; a path or a stored name."""
    structure: Structure = "edges"
    """For a structure: what is kept of the video."""

    @property
    def kind(self) -> Kind | None:
        """What the name says the file is; None when it is not such a name."""
        return kind_of(self.name)


def kind_of(name: str) -> Kind | None:
    """Give what a file of this name must be: Image1 a picture, Video1 a video, Audio1 a sound."""
    word = name.rstrip("0123456789")
    number = name[len(word) :]
    is_number = number.isascii() and 1 <= len(number) <= 2 and not number.startswith("0")
    return _KIND_OF_NAME.get(word) if is_number else None


def is_stored_name(file: str) -> bool:
    """Tell the name of a stored input from a path."""
    return _STORED_NAME.fullmatch(file) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFacts:
    """What a file holds, read from its content."""

    kind: Kind
    extension: str
    """What files of this format are called: ".png"."""
    width: int | None = None
    height: int | None = None
    """In pixels, as seen upright."""
    fps: float | None = None
    """The average, where the rate varies."""
    duration_s: float | None = None
    has_sound: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file of a request as it was found."""

    facts: MediaFacts
    sha256: str

    @property
    def stored(self) -> str:
        """Its name in the folder of inputs."""
        return f"{self.sha256}{self.facts.extension}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CastReference:
    """One file with its part: what was asked, what it holds, and the role it got."""

    asked: Reference
    role: Role
    decided_by: Literal["request", "prompt", "studio"]
    at_s: float | None
    file: InputFile
    mask: InputFile | None

    @property
    def span(self) -> tuple[float, float] | None:
        """The part that is asked for, in seconds; None for a picture."""
        length = self.file.facts.duration_s
        if length is None:
            return None
        end_s = length if self.asked.end_s is None else min(self.asked.end_s, length)
        return self.asked.start_s or 0.0, end_s


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedReference:
    """One file as the engine will use it: nothing is left to decide."""

    name: str
    kind: Kind
    role: Role
    strength: float
    stored: str
    """Its file in the folder of inputs: its content's SHA-256 and an extension."""
    sha256: str
    width: int | None
    height: int | None
    """As seen upright; None for sound."""
    fps: float | None = None
    duration_s: float | None = None
    """Of the whole file; None for a picture."""
    has_sound: bool = False
    start_s: float | None = None
    end_s: float | None = None
    """The part that is used; None for a picture."""
    fit: Fit = "crop"
    mask: str | None = None
    """The mask's file in the folder of inputs."""
    structure: Structure | None = None
    """Set for the role `structure` alone."""
    latent_index: int | None = None
    """For a frame role: the latent frame that it becomes, counted from 0."""

    @property
    def last_s(self) -> float:
        """When the last picture is seen of the part of a video that is used, in seconds."""
        end = self.end_s or self.duration_s or 0.0
        return max(self.start_s or 0.0, end - 1 / (self.fps or 24))


_NOT_STAGED_BESIDE: tuple[Role, ...] = ("edit", "structure")


def can_be_staged(references: Iterable[PlannedReference]) -> bool:
    """Tell whether a clip can be staged as a rough one from these, for a model to paint over.

    A video that it follows to its end says itself how it goes, and a picture that is to be painted
    around is not yet whole.
    """
    return not any(
        one.role in _NOT_STAGED_BESIDE or (one.role in FRAME_ROLES and one.fit == "extend")
        for one in references
    )
