"""Try every input mode on the page's own example files, and draw what each makes on a sheet.

python -m examples.mode_sheets docs/modes [MODE ...]
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from seedance_studio.domain.clip import Clip
from seedance_studio.domain.job import Succeeded
from seedance_studio.domain.reference import Reference
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.media.probe import read_frames
from seedance_studio.seedling.evaluate import sheet_font
from seedance_studio.settings import Settings
from seedance_studio.studio import Studio, open_studio
from seedance_studio.ui.examples import EXAMPLES_DIR

FOX, BEACH, WALK, BEAT = (
    str(EXAMPLES_DIR / name) for name in ("fox.jpg", "beach.jpg", "walk.mp4", "beat.mp3")
)
SECONDS = 2.5
TILE = (192, 108)
SHOWN_AT = (0.0, 0.25, 0.5, 0.75, 1.0)
LINE = 20


@dataclass(frozen=True)
class Case:
    """One thing that a mode can do."""

    title: str
    prompt: str
    references: tuple[Reference, ...] = ()
    strength: float | None = None
    aspect: str = "16:9"


def ref(name: str, file: str, role: str, **more: object) -> Reference:
    """A reference, in short."""
    return Reference(name=name, file=file, role=role, **more)  # type: ignore[arg-type]


def cases(mask: str) -> dict[str, tuple[Case, ...]]:
    """What is tried, by mode; `mask` is a picture, white where a video is replaced."""
    first = ref("Image1", BEACH, "first_frame")
    return {
        "text": (
            Case("words alone", "A golden retriever runs along the beach at sunset"),
            Case("words alone", "夜晚，一盏红灯笼从城市上空升起"),
        ),
        "image": (
            Case("first frame", "The beach at sunset, push in", (first,)),
            Case("first frame", "夕阳下的海边，镜头向右摇", (first,)),
            Case(
                "first and last frame",
                "from the forest to the beach",
                (ref("Image1", FOX, "first_frame"), ref("Image2", BEACH, "last_frame")),
            ),
            Case(
                "keyframe at 1 s",
                "the beach at sunset",
                (first, ref("Image2", FOX, "keyframe", at_s=1.0)),
            ),
        ),
        "video": tuple(_video_cases(mask)),
        "mixed": (
            Case(
                "identity, setting, camera, rhythm",
                "The fox from @Image1 runs along the beach of @Image2",
                (
                    ref("Image1", FOX, "identity"),
                    ref("Image2", BEACH, "setting"),
                    ref("Video1", WALK, "camera"),
                    ref("Audio1", BEAT, "rhythm"),
                ),
            ),
            Case(
                "setting, motion of a video",
                "a dog walks",
                (ref("Image1", BEACH, "setting"), ref("Video1", WALK, "motion")),
            ),
        ),
    }


def _video_cases(mask: str) -> Iterator[Case]:
    night = "A dog runs through the snow at night"
    yield Case("restyle, a touch", night, (ref("Video1", WALK, "edit"),), strength=0.3)
    yield Case("restyle, strong", night, (ref("Video1", WALK, "edit"),), strength=0.7)
    yield Case("keep its outlines", night, (ref("Video1", WALK, "structure"),))
    yield Case("only its camera move", "a cat in the desert", (ref("Video1", WALK, "camera"),))
    yield Case("continue it", "the dog walks on", (ref("Video1", WALK, "extend"),))
    yield Case("replace a region", "a fox walks", (ref("Video1", WALK, "edit", mask=mask),))
    yield Case(
        "another aspect ratio",
        "a dog walks through the meadow",
        (ref("Video1", WALK, "edit", fit="extend"),),
        aspect="1:1",
    )


def main(folder: Path, modes: list[str]) -> None:
    """Generate, then draw a sheet for each mode; print what was measured."""
    with (
        tempfile.TemporaryDirectory() as data,
        open_studio(replace(Settings.from_environment(), data_dir=Path(data))) as studio,
    ):
        mask = Path(data) / "mask.png"
        hole = Image.new("L", (160, 90), 0)
        ImageDraw.Draw(hole).ellipse((55, 20, 115, 85), fill=255)
        hole.save(mask)
        for mode, tried in cases(str(mask)).items():
            if not modes or mode in modes:
                rows = [_row(studio, mode, case) for case in tried]
                stack(rows).save(_made(folder) / f"{mode}.jpg", quality=80)


def _row(studio: Studio, mode: str, case: Case) -> Image.Image:
    request = GenerationRequest(
        prompt=case.prompt,
        mode=mode,  # type: ignore[arg-type]
        references=case.references,
        strength=case.strength,
        aspect=case.aspect,
        seconds=SECONDS,
        size="native",
        seed=7,
    )
    state = studio.wait(studio.submit(request), timeout_s=3600).state
    if not isinstance(state, Succeeded):
        sys.exit(f"no clip of: {case.title}")
    clip = studio.clip(state.clip_id)
    measured = [{"item": one.item, one.measure: one.value} for one in clip.measured]
    sys.stdout.write(f"{mode}: {case.title}: {json.dumps(measured)}\n")
    sys.stdout.flush()
    shown = [tile(_picture_of(one.file)) for one in case.references if one.kind != "audio"]
    frames = list(read_frames(studio.clip_path(clip.id)))
    made = [tile(Image.fromarray(frames[int(at * (len(frames) - 1))])) for at in SHOWN_AT]
    return captioned([*shown, *made], len(shown), case, clip)


def _picture_of(file: str) -> Image.Image:
    if file.endswith(".mp4"):
        return Image.fromarray(next(iter(read_frames(Path(file)))))
    return Image.open(file).convert("RGB")


def tile(picture: Image.Image) -> Image.Image:
    """A picture, small, whole, on a tile of one size."""
    ground = Image.new("RGB", TILE, "#e8eaee")
    small = picture.copy()
    small.thumbnail(TILE)
    ground.paste(small, ((TILE[0] - small.width) // 2, (TILE[1] - small.height) // 2))
    return ground


def captioned(
    tiles: list[Image.Image], num_given: int, case: Case, clip: Clip | None = None
) -> Image.Image:
    """A row of tiles, the given ones apart, over its case and what was measured of its clip."""
    says = "; ".join(f"{one.item} {one.words.en}" for one in (clip.measured if clip else ()))
    lines = [f"{case.title}: {case.prompt}", *([says] if says else [])]
    gap = 12 if num_given else 0
    row = Image.new("RGB", (TILE[0] * len(tiles) + gap, TILE[1] + LINE * len(lines) + 8), "white")
    for index, tile in enumerate(tiles):
        row.paste(tile, (index * TILE[0] + (gap if index >= num_given else 0), 0))
    draw = ImageDraw.Draw(row)
    for index, line in enumerate(lines):
        ink = "#16181d" if index == 0 else "#5b6472"
        draw.text((4, TILE[1] + 3 + LINE * index), line, fill=ink, font=sheet_font(13))
    return row


def stack(rows: list[Image.Image]) -> Image.Image:
    """Rows, one under the other."""
    size = max(row.width for row in rows), sum(row.height for row in rows)
    sheet = Image.new("RGB", size, "white")
    tops = np.cumsum([0, *(row.height for row in rows)])
    for row, top in zip(rows, tops, strict=False):
        sheet.paste(row, (0, int(top)))
    return sheet


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
