"""What a user asks for, in the user's own numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from seedance_studio.errors import Language

Mode = Literal["text"]
Size = Literal["native", "720p"]
SIZES: tuple[Size, ...] = ("native", "720p")
DeliveredFps = Literal["native", "24"]
DELIVERED_FPS: tuple[DeliveredFps, ...] = ("native", "24")

MAX_PROMPT_CHARACTERS = 2_000
MAX_SEED = 2**31 - 1


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
    mode: Mode = "text"
    engine: str = "seedling"
    styles: tuple[StyleUse, ...] = ()
    seconds: float = 5.0
    aspect: str = "16:9"
    size: str = "720p"
    """Delivered size: one of SIZES."""
    fps: str = "24"
    """Delivered frame rate: one of DELIVERED_FPS."""
    seed: int | None = None
    """0 to MAX_SEED; None draws one when the request is submitted."""
    num_inference_steps: int | None = None
    guidance_scale: float | None = None
    enhance: bool = True
    """Let the enhancer turn a bare prompt into a full one."""
    language: Language = "en"
    """The language of messages to this user; the prompt may be in either or both."""
