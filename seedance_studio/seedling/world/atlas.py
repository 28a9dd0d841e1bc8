"""The pictures of all subjects in one tensor, ready to be posed and lit.

A sheet of them is shipped (`subjects.webp`), so that a scene can be drawn without fetching
anything; training cuts them out of the sources anew.

Run: python -m seedance_studio.seedling.world.atlas --data data/   (writes the shipped sheet again)
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import Tensor

from seedance_studio.seedling.world.plush import with_body
from seedance_studio.seedling.world.sources import fetch_sources
from seedance_studio.seedling.world.vocabulary import SUBJECTS, Subject

SHEET = Path(__file__).with_name("subjects.webp")
_COLUMNS = 8
_QUALITY = 90
"""Of WebP: 0.6 MB, and no difference to be seen at the size of a clip."""
_FACING_RIGHT = frozenset({"aeroplane", "rocket"})
"""The set draws nearly everything looking to the left."""
_AFLOAT = {"sailing_boat": 0.33, "ship": 0.33, "canoe": 0.33, "speedboat": 0.48}
"""Drawn in water, which would stand as a block in the world's own; how far up it reaches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """One picture per subject, in the order of the vocabulary."""

    sprites: Tensor
    """(num_subjects, 4, size, size) uint8, premultiplied, standing on the lower edge, centred."""
    facing: Tensor
    """(num_subjects,) int8: 1 looks to the right, -1 to the left."""

    def save(self, path: Path) -> None:
        """Writes everything into one safetensors file."""
        save_file({"sprites": self.sprites, "facing": self.facing}, path)


def load_atlas(path: Path) -> Atlas:
    """Reads what `Atlas.save` wrote."""
    tensors = load_file(path)
    return Atlas(sprites=tensors["sprites"], facing=tensors["facing"])


def build_atlas(assets: Path, size: int = 128) -> Atlas:
    """Cuts out all subjects of the vocabulary.

    Args:
        assets: folder with the emoji set's pictures, named by codepoints.
        size: side of one picture in pixels.

    Raises:
        FileNotFoundError: a subject's picture is missing; fetch the sources again.
    """
    sprites = [_sprite(assets, subject, size) for subject in SUBJECTS.values()]
    return Atlas(sprites=torch.stack(sprites), facing=_facing())


def write_sheet(atlas: Atlas, path: Path = SHEET) -> None:
    """Writes all pictures as one, row by row."""
    size = atlas.sprites.shape[-1]
    sheet = Image.new("RGBA", (_COLUMNS * size, -(-len(atlas.sprites) // _COLUMNS) * size))
    for index, sprite in enumerate(atlas.sprites.permute(0, 2, 3, 1).contiguous().numpy()):
        picture = Image.frombytes("RGBa", (size, size), sprite.tobytes()).convert("RGBA")
        sheet.paste(picture, (index % _COLUMNS * size, index // _COLUMNS * size))
    sheet.save(path, quality=_QUALITY, alpha_quality=_QUALITY, method=6)


def read_sheet(path: Path = SHEET) -> Atlas:
    """Reads what `write_sheet` wrote, for the vocabulary of today."""
    with Image.open(path) as sheet:
        pixels = torch.from_numpy(np.array(sheet.convert("RGBa")))
    size = pixels.shape[1] // _COLUMNS
    cells = pixels.unflatten(1, (_COLUMNS, size)).unflatten(0, (-1, size))
    sprites = cells.permute(0, 2, 4, 1, 3).flatten(0, 1)[: len(SUBJECTS)]
    return Atlas(sprites=sprites.contiguous(), facing=_facing())


def _facing() -> Tensor:
    facing = [1 if name in _FACING_RIGHT else -1 for name in SUBJECTS]
    return torch.tensor(facing, dtype=torch.int8)


def _sprite(assets: Path, subject: Subject, size: int) -> Tensor:
    """Reads one picture: (4, size, size) uint8, premultiplied."""
    with Image.open(assets / f"{subject.emoji}.webp") as picture:
        cut = picture.convert("RGBA")
    if subject.id in _AFLOAT:
        cut = _without_water(cut, _AFLOAT[subject.id])
    whole = with_body(subject.id, _trimmed(cut))
    return _fit(_trimmed(whole), size)


def _without_water(picture: Image.Image, share: float) -> Image.Image:
    """Clears the blue from the lowest share of what is there."""
    pixels = np.array(picture)
    rows = np.flatnonzero((pixels[:, :, 3] > 24).any(axis=1))
    low = pixels[rows[-1] - round(share * (rows[-1] - rows[0])) : rows[-1] + 1]
    red, green, blue = (low[:, :, channel].astype(np.int16) for channel in range(3))
    low[(blue > red + 50) & (blue > green), 3] = 0
    return Image.fromarray(pixels)


def _trimmed(picture: Image.Image) -> Image.Image:
    """Cuts away the empty rim."""
    return picture.crop(picture.getchannel("A").point(lambda alpha: 255 * (alpha > 24)).getbbox())


def _fit(picture: Image.Image, size: int) -> Tensor:
    cut = picture.convert("RGBa")
    scale = size / max(cut.size)
    cut = cut.resize(
        (max(1, round(cut.width * scale)), max(1, round(cut.height * scale))),
        Image.Resampling.LANCZOS,
    )
    whole = np.zeros((size, size, 4), dtype=np.uint8)
    left = (size - cut.width) // 2
    whole[size - cut.height :, left : left + cut.width] = np.asarray(cut)
    return torch.from_numpy(whole).permute(2, 0, 1).contiguous()


def main() -> None:
    """Writes the shipped sheet from the sources."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="where the sources are kept")
    write_sheet(build_atlas(fetch_sources(parser.parse_args().data)))


if __name__ == "__main__":
    main()
