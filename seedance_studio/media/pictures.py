"""Pictures that a user brings: examined before use, and read upright in plain RGB."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from seedance_studio.domain.reference import MediaFacts
from seedance_studio.errors import RequestError, Text
from seedance_studio.media.formats import format_of

MAX_BYTES = 50_000_000
MAX_PIXELS = 50_000_000
MIN_SIDE = 64
MAX_ASPECT = 4.0
_PILLOW_FORMATS = ("PNG", "JPEG", "WEBP")
_SIXTEEN_BIT = ("I;16", "I;16B", "I;16L", "I;16N", "I")


def examine_picture(path: Path) -> MediaFacts:
    """Give what a picture holds; it is decoded once, so a damaged one is found here.

    Raises:
        RequestError: under `file`: what is wrong with it.
    """
    found = format_of(path)
    if path.stat().st_size > MAX_BYTES:
        raise _refused(
            f"the file has more than {MAX_BYTES // 10**6} MB",
            f"文件超过 {MAX_BYTES // 10**6} MB",
        )
    with _opened(path) as picture:
        _check_size(*picture.size)
        picture.load()
        # Upright, as a camera's orientation mark wants it.
        width, height = picture.size
        if picture.getexif().get(0x0112, 1) >= 5:
            width, height = height, width
    return MediaFacts(kind="image", extension=f".{found}", width=width, height=height)


def read_image(path: Path) -> NDArray[np.uint8]:
    """Read a picture as (height, width, 3) sRGB, upright; see-through parts become white.

    Raises:
        RequestError: under `file`: what is wrong with it.
    """
    with _opened(path) as picture:
        _check_size(*picture.size)
        upright = ImageOps.exif_transpose(picture)
        return np.array(_without_alpha(_in_srgb(_eight_bit(upright), picture.info)))


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise _refused(
            f"{width}×{height} is {width * height / 1e6:.0f} megapixels;"
            f" {MAX_PIXELS // 10**6} are possible",
            f"{width}×{height} 共 {width * height / 1e6:.0f} 百万像素，"
            f"上限为 {MAX_PIXELS // 10**6} 百万",
        )
    if min(width, height) < MIN_SIDE:
        raise _refused(
            f"{width}×{height} is too small; each side needs {MIN_SIDE} pixels",
            f"{width}×{height} 太小，每边至少 {MIN_SIDE} 像素",
        )
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise _refused(
            f"{width}×{height} is too narrow; one side may be {MAX_ASPECT:g} times the other",
            f"{width}×{height} 过于狭长，长边最多为短边的 {MAX_ASPECT:g} 倍",
        )


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            # Pillow warns of what `_check_size` refuses a line later.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=_PILLOW_FORMATS) as picture:
                yield picture
    except Image.DecompressionBombError as error:
        raise _refused(
            f"it has more than {MAX_PIXELS // 10**6} megapixels",
            f"像素数超过 {MAX_PIXELS // 10**6} 百万",
        ) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _refused(
            "the picture is damaged and cannot be read", "图片已损坏，无法读取"
        ) from error


def _eight_bit(picture: Image.Image) -> Image.Image:
    """Scale 16-bit grey to 8; Pillow's own conversion would cut it off at 255."""
    if picture.mode not in _SIXTEEN_BIT:
        return picture
    values = np.asarray(picture).astype(np.float32) / 257.0
    return Image.fromarray(np.clip(values + 0.5, 0, 255).astype(np.uint8))


def _in_srgb(picture: Image.Image, info: dict[str | tuple[int, int], object]) -> Image.Image:
    """Follow the colour profile that a camera or a printer's program has put in."""
    profile = info.get("icc_profile")
    if isinstance(profile, bytes) and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            return picture  # a broken profile: the plain values are the best guess
        if converted is not None:
            return converted
    return picture


def _without_alpha(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    white = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(white, layer).convert("RGB")


def _refused(en: str, zh: str) -> RequestError:
    return RequestError({"file": Text(en, zh)})
