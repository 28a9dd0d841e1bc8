"""Previz: the understood prompt drawn at once, by the renderer of Seedling's world.

A sketch is drawn and not generated, says so in its file, and is kept like a file that was brought:
any request can take it as its structure or its camera.
"""

from __future__ import annotations

import atexit
import contextlib
import secrets
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from seedance_studio.domain.delivery import Delivery
from seedance_studio.domain.request import MAX_SEED
from seedance_studio.domain.sketch import (
    SKETCH_MARK,
    SKETCH_WORDS,
    Sketch,
    SketchRequest,
    sketch_delivery,
)
from seedance_studio.errors import GenerationFailed, RequestError, Text
from seedance_studio.finish import finish_film, timed
from seedance_studio.library import Inputs
from seedance_studio.media.limited import Bounds, Helper
from seedance_studio.media.marks import Marks, unmarked
from seedance_studio.prompts import clean_prompt, prepare_prompt, read_mentions, to_scene
from seedance_studio.safety.gate import refusal
from seedance_studio.safety.people import People
from seedance_studio.seedling.world.captions import canonical_caption
from seedance_studio.seedling.world.scene import Scene

_DRAWING = "seedance_studio.runtime.sketching"
"""Named and not imported: it loads torch, which stays in the helper."""
_BOUNDS = Bounds()


def _failure() -> GenerationFailed:
    return GenerationFailed(
        Text("The sketch could not be drawn.", "未能画出草图。"),
        Text("Try again, or a shorter one.", "请重试，或缩短时长。"),
    )


_HELPER = Helper(_failure)
atexit.register(_HELPER.stop)


class Previz:
    """The door for sketches.

    Args:
        inputs: keeps them.
        people: is told that nobody is in them.
        check: raises when nothing may be made.
    """

    def __init__(self, inputs: Inputs, people: People, check: Callable[[], None]) -> None:
        self._inputs = inputs
        self._people = people
        self._check = check

    def warm_up(self) -> None:
        """Have the helper load what it draws with, while the prompt is still being typed."""
        threading.Thread(target=_load, daemon=True).start()

    def check(self, request: SketchRequest) -> None:
        """Raise what `draw` would before it draws: RequestError, AdmissionError."""
        self._settled(request)

    def draw(self, request: SketchRequest) -> Sketch:
        """Draw a prompt as it is understood; equal requests give equal files.

        Raises:
            RequestError: all problems at once, by field.
            AdmissionError, StorageUnwritable: nothing may be made, or kept.
            GenerationFailed: the drawing took too much memory or time.
        """
        delivery = self._settled(request)
        seed = secrets.randbelow(MAX_SEED + 1) if request.seed is None else request.seed
        text, _ = read_mentions(clean_prompt(request.prompt), ())
        words = prepare_prompt(text, enhance=True, seed=seed, has_world_vocabulary=True).words
        scene = to_scene(text, seed=seed)
        frames = _drawn(scene, delivery)
        file = self._inputs.keep_made(partial(_write, frames, delivery))
        self._people.know_drawn(file.sha256)
        return Sketch(
            file=file,
            scene=Text(canonical_caption(scene, "en"), canonical_caption(scene, "zh")),
            unknown=tuple(word.text for word in words if word.status == "unknown"),
            shape=delivery.delivered,
            seed=seed,
        )

    def _settled(self, request: SketchRequest) -> Delivery:
        problems: dict[str, Text] = {}
        if (refused := refusal(request.prompt)) is not None:
            problems["prompt"] = refused
        try:
            delivery = sketch_delivery(request)
        except RequestError as error:
            raise RequestError(error.problems | problems) from error
        if problems:
            raise RequestError(problems)
        self._check()
        return delivery


def _load() -> None:
    # Should it fail, the first sketch fails the same way, and someone is told.
    with contextlib.suppress(GenerationFailed):
        _HELPER.call(_BOUNDS, _DRAWING, "ready", (), {})


def _drawn(scene: Scene, delivery: Delivery) -> NDArray[np.uint8]:
    shape = delivery.native
    wanted = (scene, shape.num_frames, shape.fps, shape.height, shape.width)
    pixels = _HELPER.call(_BOUNDS, _DRAWING, "draw", wanted, {})
    frames = np.frombuffer(pixels, np.uint8)
    return frames.reshape(shape.num_frames, shape.height, shape.width, 3)


def _write(frames: NDArray[np.uint8], delivery: Delivery, path: Path) -> None:
    said = f"{SKETCH_WORDS.en} · {SKETCH_WORDS.zh}"
    marks = Marks(metadata={SKETCH_MARK: said}, draw=unmarked)
    finish_film(timed(frames, delivery.native.fps), delivery, path, lambda _: None, marks)
