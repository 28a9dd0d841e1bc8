"""The invisible mark: 32 bits that name a clip, spread over the brightness of every picture.

A tiled spread-spectrum mark. One square tile of noise, about a quarter of the short side wide,
repeats over the picture: since it repeats, a cropped piece still holds it, and its size tells how
the picture was scaled. Within a band of spatial frequencies that H.264 and halving the size leave
alone, every Fourier coefficient of the tile is a chip of +1 or -1. A third of the chips are fixed:
they find the tile. The others carry the payload: each byte is a row of a Hadamard matrix or its
negative (a biorthogonal code), decided as a whole far below where single bits would fail.

The key is public, so any copy of the studio can read the mark, and whoever can read it could also
remove it. It says where a clip is from; that it is missing says nothing.
"""

from __future__ import annotations

from binascii import crc_hqx
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

import cv2
import numpy as np
from numpy.typing import NDArray

from seedance_studio.media.planes import Samples

Luma = NDArray[np.uint8]
"""(height, width): the brightness of one picture, 0 to 255."""
Field = NDArray[np.float32]

_KEY = 20_261_122
_SHORT_SIDE, _TILE = 360, 96
"""The mark is laid out for a picture of this short side, in tiles of this edge, and stretched."""
_SMALLEST = 270
"""Short side below which the tile shrinks no further: its finest waves would not fit the pixels."""
_LOW, _HIGH = 0.03, 0.20
"""The band, in cycles a pixel of that layout: lower drowns in the picture, higher is compressed."""
_ID_BYTES, _CHECK_BYTES = 4, 2
_CHIPS = 128
"""Chips that carry one byte."""

_STRENGTH, _WEAKEST = 1.2, 0.5
"""Standard deviation of the mark in flat areas, in levels of 0 to 255; full up to 720 lines, then
falling. A larger picture has more places to read it from, and there it costs the encoder more.
"""
_FULL = 720
_MAX_GAIN = 2.5
"""How much stronger it is where there is detail to hide it."""
_RENEW_EVERY = 12
"""Pictures that share one map of where the detail is."""

_SCALES = np.arange(0.72, 1.08, 0.004)
"""Sizes of the tile that a reader tries: a picture cut to 0.9 of its height has 0.9."""
_MIN_PEAK = 5.5
"""In standard deviations; the best of all sizes and places in an unmarked picture is near 5."""
_MAX_TRIES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Watermark:
    """A mark that was read, its check sum right."""

    payload: str
    """Eight hexadecimal digits, as `watermark_payload` gives them for a clip."""
    peak: float
    """How far it stands out, in standard deviations."""


def watermark_payload(clip_id: str) -> str:
    """Give the payload that names a clip; any copy of the studio can compute it from the id."""
    return sha256(clip_id.encode()).hexdigest()[: 2 * _ID_BYTES]


class Watermarker:
    """Adds one clip's mark to its pictures, all of one size.

    Args:
        payload: of the clip.
        width: of the pictures.
        height: of the pictures.
    """

    def __init__(self, payload: str, width: int, height: int) -> None:
        self._pattern = _pattern(bytes.fromhex(payload), width, height)
        random = np.random.default_rng(_KEY)
        self._dither = random.random((height, width), np.float32) - np.float32(0.5)
        self._num_seen = 0
        self._more = self._less = np.zeros((height, width), np.uint8)

    def mark(self, samples: Samples, depth: int) -> None:
        """Add the mark to the brightness of one picture, in place.

        Args:
            samples: (height, width).
            depth: bits of a sample; the same for all pictures.
        """
        if self._num_seen % _RENEW_EVERY == 0:
            self._renew(samples, 2 ** (depth - 8))
        self._num_seen += 1
        # Two saturating sums of whole numbers cost a tenth of the same in floats.
        cv2.add(samples, self._more, dst=samples)
        cv2.subtract(samples, self._less, dst=samples)
        if depth > 8:
            cv2.min(samples, 2**depth - 1, dst=samples)

    def _renew(self, samples: Samples, unit: int) -> None:
        change = self._pattern * _gain(samples, unit) * unit
        # Rounded at random, or flat areas would lose whatever is below half a level.
        change = np.rint(change + self._dither)
        self._more, self._less = (
            np.maximum(part, 0).astype(samples.dtype) for part in (change, -change)
        )


def read_watermark(pictures: Iterable[Luma], *, is_as_published: bool = False) -> Watermark | None:
    """Read the mark from pictures of one clip; None when none is found.

    Args:
        pictures: those of another size than the first are left out. More of them help, the more
            so the less they resemble each other.
        is_as_published: the pictures were neither scaled nor cropped, so no size is searched for.
    """
    shape: tuple[int, ...] = ()
    residuals: list[Field] = []
    for picture in pictures:
        shape = shape or picture.shape
        if picture.shape == shape:
            residuals.append(_residual(picture))
    if not residuals:
        return None
    short_side = min(shape)
    whole: Field = np.mean(residuals, axis=0, dtype=np.float32)
    # A small picture was either made small, with larger tiles, or shrunk since.
    sizes = sorted({1.0, min(1.0, short_side / _SMALLEST)})
    for find in (_at_once,) if is_as_published else (_at_once, _by_search):
        for size in sizes:
            found = find(whole, size)
            if found is not None:
                return found
    return None


def _at_once(residual: Field, size: float) -> Watermark | None:
    return _read_at(residual, [_peak(residual, size)])


def _by_search(residual: Field, size: float) -> Watermark | None:
    coarse = sorted((_peak(residual, size * scale) for scale in _SCALES), reverse=True)[:4]
    steps = (-0.002, -0.001, 0, 0.001, 0.002)
    nearby = {scale + size * step for _, scale in coarse for step in steps}
    return _read_at(residual, sorted((_peak(residual, scale) for scale in nearby), reverse=True))


def _read_at(residual: Field, peaks: list[tuple[float, float]]) -> Watermark | None:
    for peak, scale in peaks[:_MAX_TRIES]:
        payload = _decode(_spectrum(residual, scale)) if peak >= _MIN_PEAK else None
        if payload is not None:
            return Watermark(payload=payload.hex(), peak=round(peak, 1))
    return None


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which Fourier coefficients of the tile are chips, and what each is for."""

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    """Frequencies of the chips: half a plane, in cycles a tile, rows may be negative."""
    ring: NDArray[np.intp]
    """Distance of each from frequency zero, rounded."""
    signs: NDArray[np.float32]
    """Of the chips: first all real parts, then all imaginary ones."""
    data: NDArray[np.intp]
    """(bytes, chips of a byte): which chips carry the payload; the rest are fixed."""
    hadamard: NDArray[np.float32]


@cache
def _layout() -> _Layout:
    frequencies = np.arange(-_TILE // 2, _TILE // 2)
    rows, columns = (axis.ravel() for axis in np.meshgrid(frequencies, frequencies, indexing="ij"))
    radius = np.hypot(rows, columns)
    is_half = (columns > 0) | ((columns == 0) & (rows > 0))
    used = is_half & (radius > _LOW * _TILE) & (radius < _HIGH * _TILE)
    rows, columns = rows[used], columns[used]
    random = np.random.default_rng(_KEY)
    num_bytes = _ID_BYTES + _CHECK_BYTES
    order = random.permutation(2 * len(rows))
    hadamard = np.ones((1, 1), np.float32)
    while len(hadamard) < _CHIPS:
        hadamard = np.block([[hadamard, hadamard], [hadamard, -hadamard]])
    return _Layout(
        rows=rows,
        columns=columns,
        ring=np.rint(radius[used]).astype(np.intp),
        signs=random.choice(np.array([-1, 1], np.float32), 2 * len(rows)),
        data=order[: num_bytes * _CHIPS].reshape(num_bytes, _CHIPS),
        hadamard=hadamard,
    )


def _chips(message: bytes | None) -> NDArray[np.complex64]:
    """Give every chip of the tile; without a message only the fixed ones."""
    layout = _layout()
    values = np.ones(len(layout.signs), np.float32)
    values[layout.data] = 0
    if message is not None:
        words = np.frombuffer(message, np.uint8)
        values[layout.data] = layout.hadamard[words >> 1] * (1 - 2.0 * (words & 1))[:, None]
    values *= layout.signs
    real, imaginary = np.split(values, 2)
    return (real + 1j * imaginary).astype(np.complex64)


def _pattern(payload: bytes, width: int, height: int) -> Field:
    """Give the whole picture's mark, of the strength for flat areas."""
    layout, size = _layout(), 4 * _TILE
    spectrum = np.zeros((size, size), np.complex64)
    spectrum[layout.rows, layout.columns] = _chips(
        payload + crc_hqx(payload, _KEY & 0xFFFF).to_bytes(_CHECK_BYTES, "big")
    )
    tile: Field = np.fft.ifft2(spectrum).real.astype(np.float32)
    short_side = min(width, height)
    tile *= max(_STRENGTH * min(1.0, _FULL / short_side), _WEAKEST) / tile.std()
    step = size / _TILE * _SHORT_SIDE / max(short_side, _SMALLEST)
    across, down = (np.arange(side, dtype=np.float32) * step % size for side in (width, height))
    wrapped = np.pad(tile, (0, 1), mode="wrap")
    columns, rows = np.meshgrid(across, down)
    picture: Field = cv2.remap(wrapped, columns, rows, cv2.INTER_LINEAR)
    return picture


def _gain(samples: Samples, unit: int) -> Field:
    """Give how much stronger the mark may be at each place: 1 in flat areas."""
    height, width = samples.shape
    size = (max(width // 4, 1), max(height // 4, 1))
    small = cv2.resize(samples, size, interpolation=cv2.INTER_AREA).astype(np.float32) / unit
    detail = cv2.blur(cv2.absdiff(small, cv2.blur(small, (5, 5))), (7, 7))
    gain = np.clip(1 + detail / 3, 1, _MAX_GAIN)
    whole: Field = cv2.resize(gain, (width, height), interpolation=cv2.INTER_LINEAR)
    return whole


def _residual(picture: Luma) -> Field:
    """Give what stands out from its surroundings, at the layout's size, evened out."""
    height, width = picture.shape
    factor = _SHORT_SIDE / min(height, width)
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    size = (max(round(width * factor), _TILE), max(round(height * factor), _TILE))
    level = cv2.resize(picture, size, interpolation=method).astype(np.float32)
    level -= cv2.GaussianBlur(level, (0, 0), 5)
    # A running sum may end a hair below zero.
    loudness = cv2.sqrt(np.maximum(cv2.blur(level * level, (25, 25)), 0)) + 0.3
    evened: Field = np.clip(level / loudness, -2.5, 2.5)
    return evened


def _spectrum(residual: Field, scale: float) -> NDArray[np.complex64]:
    """Give the tile's spectrum, all its repetitions summed, each ring of frequencies as loud."""
    height, width = residual.shape
    size = (round(width * scale), round(height * scale))
    scaled = cv2.resize(residual, size, interpolation=cv2.INTER_LINEAR)
    bottom, right = -size[1] % _TILE, -size[0] % _TILE
    tiles = np.pad(scaled, ((0, bottom), (0, right))).reshape(
        (size[1] + bottom) // _TILE, _TILE, (size[0] + right) // _TILE, _TILE
    )
    layout = _layout()
    found = np.fft.fft2(tiles.sum((0, 2)))[layout.rows, layout.columns]
    power = np.bincount(layout.ring, np.abs(found) ** 2) / np.maximum(np.bincount(layout.ring), 1)
    evened = found / np.sqrt(np.maximum(power[layout.ring], 1e-9))
    return evened.astype(np.complex64)


def _correlation(spectrum: NDArray[np.complex64]) -> Field:
    """Give how well the fixed chips fit with the tile's corner at each place."""
    layout = _layout()
    product = np.zeros((_TILE, _TILE), np.complex64)
    product[layout.rows, layout.columns] = spectrum * np.conj(_chips(None))
    return np.fft.ifft2(product).real.astype(np.float32)


def _peak(residual: Field, scale: float) -> tuple[float, float]:
    """Give how far the best place stands out at this size of tile, and the size."""
    fit = _correlation(_spectrum(residual, scale))
    return float(fit.max() / max(fit.std(), 1e-9)), float(scale)


def _decode(spectrum: NDArray[np.complex64]) -> bytes | None:
    """Give the payload, or None where its check sum is wrong."""
    layout = _layout()
    fit = _correlation(spectrum)
    down, across = np.unravel_index(int(fit.argmax()), fit.shape)
    turn = np.exp(2j * np.pi / _TILE * (layout.rows * down + layout.columns * across))
    placed = spectrum * turn
    values = np.concatenate([placed.real, placed.imag]) * layout.signs
    scores = values[layout.data] @ layout.hadamard
    words = np.abs(scores).argmax(1)
    is_negative = scores[np.arange(len(words)), words] < 0
    message = bytes((2 * words + is_negative).astype(np.uint8))
    payload, check = message[:_ID_BYTES], message[_ID_BYTES:]
    is_right = crc_hqx(payload, _KEY & 0xFFFF) == int.from_bytes(check, "big")
    return payload if is_right else None
