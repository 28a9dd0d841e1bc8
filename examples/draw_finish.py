"""Draw what finishing does: crops before and after, and the pictures of a small montage.

python -m examples.draw_finish docs/images

Makes two clips with the model in the box, in a data folder of its own that is removed.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from seedance_studio.domain.finishing import FinishRequest
from seedance_studio.domain.job import Succeeded
from seedance_studio.domain.montage import Caption, MontageRequest, Shot
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.domain.sound import SoundWish
from seedance_studio.media.probe import read_frames
from seedance_studio.media.recordings import read_sound
from seedance_studio.seedling.evaluate import sheet_font
from seedance_studio.settings import Settings
from seedance_studio.studio import Studio, open_studio

PROMPTS = (
    "a golden retriever runs along the beach at sunset",
    "a red car drives through the city at night",
)
TITLE = "From the sea to the city 从海边到城市"
PRESETS = ("standard", "quality")
CROP, TILE = (480, 270), (320, 180)
NUM_TILES, COLUMNS = 9, 3


def clip(studio: Studio, prompt: str) -> Path:
    """Make a clip as it comes from the model: small, at its own rate, silent."""
    silent = SoundWish(source="off")
    asked = GenerationRequest(
        prompt=prompt, seconds=3, seed=7, size="native", fps="native", sound=silent
    )
    return studio.clip_path(ended(studio, studio.submit(asked)))


def ended(studio: Studio, job_id: str) -> str:
    """Wait for a job and give its clip's id."""
    state = studio.wait(job_id, timeout_s=1200).state
    if not isinstance(state, Succeeded):
        sys.exit(f"it failed: {state}")
    return state.clip_id


def draw_crops(studio: Studio, film: Path) -> Image.Image:
    """Give one part of a film as a player enlarges it, and as each preset finishes it, at 4K."""
    sheet = Image.new("RGB", (CROP[0] * (1 + len(PRESETS)), CROP[1] + 24), "white")
    pen = ImageDraw.Draw(sheet)
    for number, preset in enumerate(PRESETS):
        asked = FinishRequest(film=str(film), title="", size="4k", finish_preset=preset)
        pair = [Image.open(io.BytesIO(jpeg)) for jpeg in studio.finishing.preview(asked)]
        shown = [(1 + number, pair[1], preset)] + ([] if number else [(0, pair[0], "before")])
        for column, picture, words in shown:
            left, top = (picture.width - CROP[0]) // 2, (picture.height - CROP[1]) // 2
            part = picture.crop((left, top, left + CROP[0], top + CROP[1]))
            sheet.paste(part, (column * CROP[0], 0))
            pen.text((column * CROP[0] + 6, CROP[1] + 3), words, "black", sheet_font(14))
    return sheet


def draw_montage(studio: Studio, films: list[Path]) -> Image.Image:
    """Join the films with a fade, a title and a soundtrack; give its pictures and its waveform."""
    asked = MontageRequest(
        shots=tuple(
            Shot(film=str(film), start_s=0.2, fade_s=0.6 * bool(number))
            for number, film in enumerate(films)
        ),
        title=TITLE,
        captions=(
            Caption(text=TITLE, style="title", start_s=0.2, end_s=2.0),
            Caption(text="海浪声渐渐变成车流声", start_s=2.3, end_s=4.6),
        ),
        size="720p",
        fps="24",
    )
    path = studio.clip_path(ended(studio, studio.montages.submit(asked)))
    frames = list(read_frames(path))
    at = np.linspace(6, len(frames) - 6, NUM_TILES).astype(int)
    rows, wave_height = -(-NUM_TILES // COLUMNS), 72
    sheet = Image.new("RGB", (COLUMNS * TILE[0], rows * TILE[1] + wave_height), "white")
    for number, frame in enumerate(frames[k] for k in at):
        place = (number % COLUMNS * TILE[0], number // COLUMNS * TILE[1])
        sheet.paste(Image.fromarray(frame).resize(TILE, Image.Resampling.LANCZOS), place)
    pen = ImageDraw.Draw(sheet)
    pieces = np.array_split(np.abs(read_sound(path)).max(axis=1), sheet.width)
    middle = rows * TILE[1] + wave_height / 2
    for x, piece in enumerate(pieces):
        reach = float(piece.max()) * wave_height / 2
        pen.line([(x, middle - reach), (x, middle + reach)], fill=(20, 110, 105))
    return sheet


def main(folder: Path) -> None:
    """Draw both."""
    with (
        tempfile.TemporaryDirectory() as data,
        open_studio(Settings(data_dir=Path(data)), is_resuming=False) as studio,
    ):
        films = [clip(studio, prompt) for prompt in PROMPTS]
        draw_crops(studio, films[1]).save(folder / "finish_crops.jpg", quality=88)
        draw_montage(studio, films).save(folder / "montage.jpg", quality=84)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
