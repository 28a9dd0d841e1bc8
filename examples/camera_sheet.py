"""Ask for each camera move in words, four times, and measure which move the clips make.

python -m examples.camera_sheet docs/modes/camera.jpg
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from examples.mode_sheets import Case, captioned, stack, tile
from seedance_studio.domain.job import Succeeded
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.media.probe import read_frames
from seedance_studio.seedling.evaluate import HELD_OUT_SEED, NUM_CAMERA_SCENES
from seedance_studio.seedling.text import LANGUAGES
from seedance_studio.seedling.world.captions import canonical_caption
from seedance_studio.seedling.world.scene import Scene
from seedance_studio.seedling.yardsticks import MEASURABLE_CAMERAS, camera_scenes, name_camera
from seedance_studio.settings import Settings
from seedance_studio.studio import Studio, open_studio

SHOWN_AT = (0.0, 0.25, 0.5, 0.75, 1.0)


def main(sheet: Path) -> None:
    """Generate all, print how many make their move, and draw one clip of each."""
    rows, made = [], Counter[bool]()
    with (
        tempfile.TemporaryDirectory() as data,
        open_studio(replace(Settings.from_environment(), data_dir=Path(data))) as studio,
    ):
        for number, scene in enumerate(camera_scenes(NUM_CAMERA_SCENES, HELD_OUT_SEED)):
            prompt, frames = _filmed(studio, scene, number)
            move = name_camera(frames)
            made[move == scene.camera] += 1
            sys.stdout.write(f"{prompt}: {move}\n")
            sys.stdout.flush()
            if number < len(MEASURABLE_CAMERAS):
                shown = [Image.fromarray(frames[int(at * (len(frames) - 1))]) for at in SHOWN_AT]
                rows.append(captioned([tile(one) for one in shown], 0, Case(move, prompt)))
    sys.stdout.write(f"{made[True]} of {made.total()} clips make the move that was asked for\n")
    sheet.parent.mkdir(parents=True, exist_ok=True)
    stack(rows).save(sheet, quality=80)


def _filmed(studio: Studio, scene: Scene, number: int) -> tuple[str, np.ndarray]:
    prompt = canonical_caption(scene, LANGUAGES[number % 2])
    request = GenerationRequest(
        prompt=prompt, seconds=5.0, size="native", fps="native", seed=number
    )
    state = studio.wait(studio.submit(request), timeout_s=3600).state
    if not isinstance(state, Succeeded):
        sys.exit(f"no clip of: {prompt}")
    return prompt, np.stack(list(read_frames(studio.clip_path(state.clip_id))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
