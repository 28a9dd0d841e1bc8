"""A sketch: the understood prompt as a drawn animatic. Nothing of it is generated."""

from __future__ import annotations

from dataclasses import dataclass, replace

from seedance_studio.domain.delivery import Delivery, VideoShape, choice_text
from seedance_studio.domain.reference import InputFile
from seedance_studio.domain.request import MAX_PROMPT_CHARACTERS, MAX_SEED
from seedance_studio.errors import RequestError, Text

SKETCH_MARK = "seedance_sketch"
"""Key of the container's metadata under which a sketch says what it is."""
SKETCH_WORDS = Text("drawn, not generated", "由程序绘制，并非生成")
MIN_SECONDS, MAX_SECONDS = 1.0, 30.0
FPS = 12
"""Film makers shoot animatics on twos, too."""
_SIZES: dict[str, tuple[int, int]] = {
    "21:9": (448, 192),
    "16:9": (384, 216),
    "4:3": (320, 240),
    "1:1": (288, 288),
    "3:4": (240, 320),
    "9:16": (216, 384),
}
"""Width and height by aspect."""
SKETCH_ASPECTS = tuple(_SIZES)
_MULTIPLE = 32
"""The renderer draws sides that are multiples of this; what is too much is cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchRequest:
    """What is to be drawn."""

    prompt: str
    seconds: float = 5.0
    aspect: str = "16:9"
    seed: int | None = None
    """Fills what the prompt leaves open, as it does for a clip; None draws one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What was drawn."""

    file: InputFile
    """As kept among the files that requests bring, so that a request can take it."""
    scene: Text
    """The prompt as it was understood and drawn."""
    unknown: tuple[str, ...]
    """Words of the prompt that were not understood, and so are not in it."""
    shape: VideoShape
    seed: int


def sketch_delivery(request: SketchRequest) -> Delivery:
    """Give the size that is drawn and the size that is kept of it, its exact aspect.

    Raises:
        RequestError: all problems at once, by field.
    """
    problems = _problems(request)
    if problems:
        raise RequestError(problems)
    width, height = _SIZES[request.aspect]
    num_frames = round(request.seconds * FPS)
    kept = VideoShape(width=width, height=height, fps=FPS, num_frames=num_frames)
    drawn = replace(kept, width=_whole(width), height=_whole(height))
    return Delivery(native=drawn, delivered=kept, preset="draft", codec="h264")


def _whole(side: int) -> int:
    return -(-side // _MULTIPLE) * _MULTIPLE


def _problems(request: SketchRequest) -> dict[str, Text]:
    problems: dict[str, Text] = {}
    if not any(char.isalnum() for char in request.prompt):
        problems["prompt"] = Text("say what the clip should show", "请写出视频要展示的内容")
    if len(request.prompt) > MAX_PROMPT_CHARACTERS:
        problems["prompt"] = Text(
            f"{len(request.prompt):,} characters; the limit is {MAX_PROMPT_CHARACTERS:,}",
            f"共 {len(request.prompt):,} 个字符，上限为 {MAX_PROMPT_CHARACTERS:,}",
        )
    if not MIN_SECONDS <= request.seconds <= MAX_SECONDS:
        problems["seconds"] = Text(
            f"a sketch lasts {MIN_SECONDS:g} to {MAX_SECONDS:g} s",
            f"草图的时长为 {MIN_SECONDS:g} 到 {MAX_SECONDS:g} 秒",
        )
    if request.aspect not in _SIZES:
        problems["aspect"] = choice_text(request.aspect, SKETCH_ASPECTS)
    if request.seed is not None and not 0 <= request.seed <= MAX_SEED:
        problems["seed"] = Text(f"a seed is 0 to {MAX_SEED}", f"种子须在 0 到 {MAX_SEED} 之间")
    return problems
