"""The pictures of all subjects in one tensor, ready to be posed and lit."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import Tensor

from seedance_studio.seedling.world.plush import with_body
from seedance_studio.seedling.world.vocabulary import SUBJECTS, Subject

_FACING_RIGHT = frozenset({"aeroplane", "rocket"})
"""The set draws nearly everything looking to the left."""


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
    facing = [1 if name in _FACING_RIGHT else -1 for name in SUBJECTS]
    return Atlas(sprites=torch.stack(sprites), facing=torch.tensor(facing, dtype=torch.int8))


def _sprite(assets: Path, subject: Subject, size: int) -> Tensor:
    """Reads one picture: (4, size, size) uint8, premultiplied."""
    with Image.open(assets / f"{subject.emoji}.webp") as picture:
        whole = with_body(subject.id, _trimmed(picture.convert("RGBA")))
    return _fit(_trimmed(whole), size)


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
