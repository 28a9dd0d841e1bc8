"""Shows the world at a glance: rows of frames, each with its caption.

Run: python -m seedance_studio.seedling.world.contact_sheet --atlas ATLAS --out sheet.png
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import torch
from PIL import Image, ImageDraw
from torch import Tensor

from seedance_studio.seedling.world.atlas import Atlas, build_atlas, load_atlas
from seedance_studio.seedling.world.captions import canonical_caption
from seedance_studio.seedling.world.renderer import Renderer
from seedance_studio.seedling.world.scene import Scene, sample_scene

_CAPTION_PX = 14


def draw_sheet(
    renderer: Renderer, scenes: Sequence[Scene], num_frames: int, height: int, width: int
) -> Image.Image:
    """Draws one row of frames per scene, evenly over five seconds, captions below."""
    times_s = torch.linspace(0, 5, num_frames).expand(len(scenes), -1)
    frames = renderer.render_frames_at(scenes, times_s, height, width).frames
    row_px = height + _CAPTION_PX
    sheet = Image.new("RGB", (num_frames * width, len(scenes) * row_px), "white")
    draw = ImageDraw.Draw(sheet)
    for row, (scene, clip) in enumerate(zip(scenes, frames, strict=True)):
        for column, picture in enumerate(clip):
            sheet.paste(_to_image(picture), (column * width, row * row_px))
        draw.text((2, row * row_px + height), canonical_caption(scene, "en"), fill="black")
    return sheet


def _to_image(picture: Tensor) -> Image.Image:
    pixels = (picture.permute(1, 2, 0).cpu() * 255).round().to(torch.uint8)
    return Image.fromarray(pixels.numpy())


def _open_atlas(path: Path) -> Atlas:
    return build_atlas(path) if path.is_dir() else load_atlas(path)


def main() -> None:
    """Writes the sheet of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--atlas", type=Path, required=True, help="a saved atlas, or the pictures")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--frames", type=int, default=5)
    parser.add_argument("--scenes", type=int, default=12)
    parser.add_argument("--height", type=int, default=160)
    parser.add_argument("--width", type=int, default=288)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    scenes = [sample_scene(rng) for _ in range(args.scenes)]
    renderer = Renderer(_open_atlas(args.atlas), torch.device("cpu"))
    draw_sheet(renderer, scenes, args.frames, args.height, args.width).save(args.out)


if __name__ == "__main__":
    main()
