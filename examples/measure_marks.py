"""Measure the marks: how often the invisible one is read after a clip was recompressed, halved and
cropped, how often it is seen where there is none, and what all marks cost. Prints a table.

Run from the folder of the repository; films of your own may be named and are measured too:

    python -m examples.measure_marks --clips 20 --unmarked 100 [FILM.mp4 ...]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from seedance_studio.domain.delivery import Delivery, VideoShape
from seedance_studio.finish import finish_film, timed
from seedance_studio.media.marks import Marks, unmarked
from seedance_studio.media.probe import read_frames
from seedance_studio.provenance import Marker, verify_file
from seedance_studio.provenance.credentials import GENERATED, Claim
from seedance_studio.provenance.marker import Statement
from seedance_studio.provenance.watermark import watermark_payload
from seedance_studio.settings import MarkSettings

Frames = NDArray[np.uint8]

WIDTH, HEIGHT, FPS, NUM_FRAMES = 1280, 720, 24, 24
KINDS = ("texture", "gradient", "dark", "bright", "shapes", "grain", "lines", "flat")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One clip after one treatment."""

    kind: str
    treatment: str
    is_marked: bool
    payload: str | None
    """What was read."""
    expected: str
    seconds: float
    """To read it."""


TREATMENTS: dict[str, tuple[int, float, float]] = {
    "as published": (0, 1.0, 0.0),
    "crf 28": (28, 1.0, 0.0),
    "crf 28, 50 %, crop 10 %": (28, 0.5, 0.1),
}
"""By name: constant rate factor (0: the file as it is), size, part cut off each side in all."""


def main(num_clips: int, num_unmarked: int, films: list[Path]) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        marker = Marker(MarkSettings(label="start"), folder / "identity", folder)
        sources = [("film", film) for film in films]
        drawn = [(KINDS[index % len(KINDS)], index) for index in range(num_clips)]
        trials: list[Trial] = []
        for kind, source in (*sources, *drawn):
            frames = _frames(kind, source)
            trials += _trials(kind, frames, marker, folder, is_marked=True)
            sys.stderr.write(f"{len(trials)} read, last {trials[-1]}\n")
        for index in range(num_unmarked):
            kind = KINDS[index % len(KINDS)]
            frames = _frames(kind, 10_000 + index)
            trials += _trials(kind, frames, marker, folder, is_marked=False)
        sys.stdout.write(_table(trials) + "\n\n" + _cost(marker, folder) + "\n")


def _frames(kind: str, source: int | Path) -> Frames:
    if isinstance(source, Path):
        pictures = []
        for picture in read_frames(source):
            pictures.append(cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC))
            if len(pictures) == NUM_FRAMES:
                break
        return np.stack(pictures)
    return np.stack(list(_drawn(kind, source)))


def _drawn(kind: str, seed: int) -> Iterator[Frames]:
    """Draw a moving clip; the seed chooses its colours, detail and motion."""
    random = np.random.default_rng(seed)
    size = (HEIGHT + 200, WIDTH + 200)
    grain = int(random.integers(4, 40))
    coarse = random.random((size[0] // grain + 2, size[1] // grain + 2, 3)).astype(np.float32)
    ground = cv2.resize(coarse, (size[1], size[0]), interpolation=cv2.INTER_CUBIC)
    if kind in ("gradient", "bright", "dark", "shapes"):
        ground = cv2.GaussianBlur(ground, (0, 0), 40)
    if kind == "flat":
        ground[:] = random.random(3)
    low, high = {"dark": (0.02, 0.18), "bright": (0.8, 1.0)}.get(kind, (0.05, 0.95))
    ground = low + (high - low) * np.clip(ground, 0, 1)
    if kind == "lines":
        ground[:, :: int(random.integers(6, 30))] *= 0.4
    step = random.uniform(-5, 5, 2)
    for index in range(NUM_FRAMES):
        top, left = (int(100 + step[axis] * (index - NUM_FRAMES / 2)) for axis in (0, 1))
        picture = ground[top : top + HEIGHT, left : left + WIDTH].copy()
        if kind == "shapes":
            place = (200 + 20 * index, 360 + int(100 * np.sin(index / 4)))
            cv2.circle(picture, place, 120, tuple(map(float, random.random(3))), -1)
        if kind == "grain":
            picture += random.normal(0, 0.04, picture.shape).astype(np.float32)
        yield np.clip(255 * picture, 0, 255).astype(np.uint8)


def _trials(
    kind: str, frames: Frames, marker: Marker, folder: Path, *, is_marked: bool
) -> Iterator[Trial]:
    clip_id = f"20261122-{np.random.default_rng(int(frames[0].sum())).integers(1 << 40):011x}"
    statement = _statement(clip_id)
    marks = marker.marks(statement) if is_marked else Marks(metadata={}, draw=unmarked)
    shape = VideoShape(width=WIDTH, height=HEIGHT, fps=FPS, num_frames=len(frames))
    published = folder / "published.mp4"
    delivery = Delivery(native=shape, delivered=shape, preset="standard", codec="h264")
    finish_film(timed(frames, FPS), delivery, published, lambda _: None, marks)
    for name, treatment in TREATMENTS.items():
        file = _treated(published, folder / "treated.mp4", *treatment)
        started = time.perf_counter()
        found = verify_file(file).watermark
        yield Trial(
            kind=kind,
            treatment=name,
            is_marked=is_marked,
            payload=found.payload if found else None,
            expected=watermark_payload(clip_id),
            seconds=time.perf_counter() - started,
        )


def _statement(clip_id: str) -> Statement:
    made_at = "2026-11-22T00:00:00Z"
    claim = Claim(title=clip_id, made_at=made_at, source_type=GENERATED, facts={}, sources=())
    return Statement(
        clip_id=clip_id,
        metadata={},
        claim=claim,
        is_drawn=True,
        watermark=watermark_payload(clip_id),
    )


def _treated(path: Path, out: Path, crf: int, size: float, crop: float) -> Path:
    """Compress a file again, as another program would."""
    if crf == 0:
        return path
    with av.open(str(path)) as source, av.open(str(out), "w") as target:
        stream = None
        for frame in source.decode(video=0):
            picture = frame.to_ndarray(format="bgr24")
            top, left = int(frame.height * crop / 2), int(frame.width * crop / 2)
            picture = picture[top : frame.height - top, left : frame.width - left]
            sides = tuple(int(side * size) // 2 * 2 for side in picture.shape[1::-1])
            picture = cv2.resize(picture, sides, interpolation=cv2.INTER_AREA)
            if stream is None:
                stream = target.add_stream("libx264", rate=FPS, options={"crf": str(crf)})
                stream.width, stream.height, stream.pix_fmt = *sides, "yuv420p"
            target.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        assert stream is not None
        target.mux(stream.encode(None))
    return out


def _table(trials: list[Trial]) -> str:
    lines = [f"{'treatment':<26}{'clips':>7}{'read':>7}{'rate':>9}{'wrong':>7}{'s':>7}   missed"]
    for is_marked in (True, False):
        for name in TREATMENTS:
            some = [one for one in trials if (one.treatment, one.is_marked) == (name, is_marked)]
            if not some:
                continue
            read = [one for one in some if one.payload == one.expected]
            wrong = [one for one in some if one.payload not in (None, one.expected)]
            missed = sorted({one.kind for one in some if one.payload is None})
            spent = float(np.median([one.seconds for one in some]))
            lines.append(
                f"{name if is_marked else 'UNMARKED, ' + name:<26.26}{len(some):>7}{len(read):>7}"
                f"{len(read) / len(some):>9.1%}{len(wrong):>7}{spent:>7.2f}   "
                + (", ".join(missed) if is_marked else "")
            )
    return "\n".join(lines)


def _cost(marker: Marker, folder: Path) -> str:
    """Finish a clip of 5 s to 1080p with and without marks, in turn; the faster of three each."""
    native = VideoShape(width=288, height=160, fps=8, num_frames=41)
    delivered = VideoShape(width=1920, height=1080, fps=24, num_frames=120)
    delivery = Delivery(native=native, delivered=delivered, preset="standard", codec="h264")
    large = _frames("texture", 7)
    small = np.stack([cv2.resize(large[i % NUM_FRAMES], (288, 160)) for i in range(41)])
    plain = Marks(metadata={}, draw=unmarked)
    statement, path = _statement("20261122-cost"), folder / "cost.mp4"
    spent: dict[str, list[float]] = {"bare": [], "draw": [], "seal": []}
    for _ in range(3):
        for name, marks in (("bare", plain), ("draw", marker.marks(statement))):
            started = time.process_time()
            finish_film(timed(small, 8), delivery, path, lambda _: None, marks)
            spent[name].append(time.process_time() - started)
        started = time.process_time()
        marker.seal(path, statement)
        spent["seal"].append(time.process_time() - started)
    bare, drawn, seal = (min(spent[name]) for name in ("bare", "draw", "seal"))
    marks_s = max(drawn - bare, 0) + seal
    return (
        f"5 s to 1080p, CPU seconds: finish without marks {bare:.2f}, with drawn ones {drawn:.2f}, "
        f"sign and read back {seal:.2f}; marks are {marks_s / (bare + marks_s):.1%} of the whole"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--clips", type=int, default=100)
    parser.add_argument("--unmarked", type=int, default=1000)
    parser.add_argument("films", nargs="*", type=Path)
    chosen = parser.parse_args()
    main(chosen.clips, chosen.unmarked, chosen.films)
