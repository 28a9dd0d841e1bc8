"""Make every example prompt into a clip and show them all on one sheet.

python -m examples.contact_sheet sheet.jpg
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

from seedance_studio.domain.job import Succeeded
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.media.probe import read_frames
from seedance_studio.seedling.evaluate import sheet_font
from seedance_studio.settings import Settings
from seedance_studio.studio import Studio, open_studio

PROMPTS = Path(__file__).with_name("prompts.json")
SHOWN_AT = (0.1, 0.5, 0.9)
"""Parts of the clip that its row of pictures shows."""
TILE = (256, 144)
COLUMNS = 2


def main(out: Path) -> None:
    """Generate, then draw the sheet."""
    prompts = [entry["prompt"] for entry in json.loads(PROMPTS.read_text(encoding="utf-8"))]
    with open_studio(Settings.from_environment(), is_resuming=False) as studio:
        rows = [list(_pictures(studio, prompt)) for prompt in prompts]
    width, height, line = *TILE, 26
    strip = width * len(SHOWN_AT)
    num_rows = -(-len(rows) // COLUMNS)
    sheet = Image.new("RGB", (strip * COLUMNS + 12, num_rows * (height + line)), "white")
    draw = ImageDraw.Draw(sheet)
    for index, (prompt, pictures) in enumerate(zip(prompts, rows, strict=True)):
        x = index % COLUMNS * (strip + 12)
        y = index // COLUMNS * (height + line)
        for column, picture in enumerate(pictures):
            sheet.paste(picture.resize(TILE), (x + column * width, y))
        draw.text((x + 4, y + height + 4), prompt, fill="black", font=sheet_font(13))
    out.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(out, quality=85)


def _pictures(studio: Studio, prompt: str) -> Iterator[Image.Image]:
    request = GenerationRequest(prompt=prompt, seconds=5, seed=7)
    state = studio.wait(studio.submit(request), timeout_s=600).state
    if not isinstance(state, Succeeded):
        sys.exit(f"no clip of: {prompt}")
    frames = list(read_frames(studio.clip_path(state.clip_id)))
    for part in SHOWN_AT:
        yield Image.fromarray(frames[int(part * (len(frames) - 1))])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
