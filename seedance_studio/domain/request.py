"""What a user asks for, in the user's own numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from seedance_studio.domain.reference import Reference
from seedance_studio.domain.sound import SoundWish
from seedance_studio.errors import Language

Mode = Literal["text", "image", "video", "mixed"]
Quality = Literal["fast", "balanced", "fine"]
MODES: tuple[Mode, ...] = get_args(Mode)
QUALITIES: tuple[Quality, ...] = get_args(Quality)
ADAPTIVE = "adaptive"
"""The aspect of the first picture or video, as near as the engine has it."""

MAX_PROMPT_CHARACTERS = 2_000
MAX_SEED = 2**31 - 1
MIN_STRENGTH = 0.05
DEFAULT_STRENGTH = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleUse:
    """One brand style and how strongly it is to act."""

    id: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationRequest:
    """What was asked. Nothing is checked or filled in here; `make_plan` does both."""

    prompt: str
    negative_prompt: str = ""
    mode: Mode | None = None
    """None decides by what is given."""
    engine: str = "seedling"
    styles: tuple[StyleUse, ...] = ()
    references: tuple[Reference, ...] = ()
    """Files to work from, in the user's order."""
    strength: float | None = None
    """For an edit, how much is made anew: 0.05 a touch, 1 everything. None takes the default."""
    seconds: float = 5.0
    aspect: str = ADAPTIVE
    """One that the engine's card offers, or ADAPTIVE."""
    size: str = "720p"
    """Delivered size: one of `delivery.SIZES`."""
    fps: str = "24"
    """Delivered frame rate: one of `delivery.DELIVERED_FPS`."""
    finish_preset: str = "standard"
    """How much care the finishing takes: one of `delivery.FINISH_PRESETS`."""
    codec: str = "h264"
    """Of the delivered file: one of `delivery.CODECS`."""
    sound: SoundWish = field(default_factory=SoundWish)
    seed: int | None = None
    """0 to MAX_SEED; None draws one when the request is submitted."""
    quality: Quality | None = None
    """Steps by name, as the engine's card has them; None is balanced."""
    num_inference_steps: int | None = None
    """More exact than `quality`, which it overrules."""
    guidance_scale: float | None = None
    is_draft: bool = False
    """A quick look at the same take: few steps, native size and rate, no sound."""
    draft_of: str | None = None
    """The clip that was the quick look at this one."""
    enhance: bool = True
    """Let the enhancer turn a bare prompt into a full one."""
    enhance_seed: int | None = None
    """What the enhancer draws by: one for many seeds gives them one text. None is the clip's."""
    language: Language = "en"
    """The language of messages to this user; the prompt may be in either or both."""

    @property
    def title(self) -> str:
        """What the request is known by to its owner."""
        return self.prompt
