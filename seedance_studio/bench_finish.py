"""What finishing costs: the chain beside the bare encoder, motion beside its rivals, in one run.

Costs are processor seconds of this process, all threads together, so that other work on the
machine changes them little.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from seedance_studio.domain.delivery import Delivery, VideoShape
from seedance_studio.domain.sound import SoundBrief, SoundWish
from seedance_studio.domain.sound_plan import plan_sound
from seedance_studio.finish import finish_film, timed
from seedance_studio.finish.encode import encode
from seedance_studio.finish.interpolate import interpolate
from seedance_studio.machine import peak_memory_mb
from seedance_studio.media.marks import Marks, unmarked
from seedance_studio.sound import score

Frames = list[NDArray[np.uint8]]

NATIVE, NATIVE_FPS = (256, 144), 12
DELIVERED, DELIVERED_FPS = (3840, 2160), 60
SOUND_S = 15.0
_MARKS = Marks(metadata={}, draw=unmarked)
_MINTERPOLATE = "fps=60:mi_mode=mci:mc_mode=aobmc:me_mode=bidir:vsbmc=1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finishing:
    """One preset, 256x144 at 12 to 3840x2160 at 60."""

    preset: str
    num_frames: int
    cpu_ms_per_frame: float
    bare_encoder_ms_per_frame: float
    share: float
    """Of the bare encoder's speed on the same frames: 1 is as fast as that."""
    wall_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpolation:
    """One way from 12 to 60 frames a second at 256x144, against what was really between."""

    method: str
    psnr_db: float
    cpu_ms_per_frame: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishBenchmark:
    """A whole run."""

    seconds: float
    finishing: list[Finishing]
    peak_rss_mb: float
    """Of a process that does nothing but finish the film in the preset standard."""
    interpolation: list[Interpolation]
    sound_cpu_s: float
    """Of composing, playing and mastering SOUND_S of soundtrack, the second time."""


def run_finish_bench(seconds: float, on_progress: Callable[[str], None]) -> FinishBenchmark:
    """Measure all of it, in a folder that is removed afterwards.

    Args:
        seconds: of film for each preset and for the memory.
        on_progress: told what is measured next.
    """
    finishing = []
    for preset in ("draft", "standard", "quality"):
        on_progress(f"{preset}, {seconds:g} s to 4K at 60")
        finishing.append(_finishing(preset, seconds))
    on_progress("memory")
    peak = _peak_of_a_child(seconds)
    on_progress("interpolation")
    return FinishBenchmark(
        seconds=seconds,
        finishing=finishing,
        peak_rss_mb=peak,
        interpolation=compare_interpolations(1.0),
        sound_cpu_s=measure_sound(),
    )


def measure_sound() -> float:
    """Give the processor seconds that a soundtrack of SOUND_S takes: steps, waves, wind, music."""
    brief = SoundBrief(subject="dog", kind="animal", setting="beach", time="sunset", action="run")
    plan = plan_sound(SoundWish(), brief, SOUND_S, seed=7)
    assert plan is not None
    score(plan, SOUND_S)  # the first time, libraries load
    began = time.process_time()
    score(plan, SOUND_S)
    return round(time.process_time() - began, 2)


def measure_peak(seconds: float) -> float:
    """Finish a film in this process and give the most memory that it took, in MB."""
    delivery = _delivery("standard", seconds)
    with tempfile.TemporaryDirectory() as folder:
        film = timed(_scene(NATIVE_FPS, delivery.native.num_frames), NATIVE_FPS)
        finish_film(film, delivery, Path(folder) / "film.mp4", lambda _step: None, _MARKS)
    return peak_memory_mb()


def _peak_of_a_child(seconds: float) -> float:
    code = f"from seedance_studio.bench_finish import *; print(measure_peak({seconds}))"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return float(answer.stdout)


def _delivery(preset: str, seconds: float) -> Delivery:
    return Delivery(
        native=VideoShape(
            width=NATIVE[0],
            height=NATIVE[1],
            fps=NATIVE_FPS,
            num_frames=round(seconds * NATIVE_FPS) + 1,
        ),
        delivered=VideoShape(
            width=DELIVERED[0],
            height=DELIVERED[1],
            fps=DELIVERED_FPS,
            num_frames=round(seconds * DELIVERED_FPS),
        ),
        preset=preset,
        codec="h264",
    )


def _finishing(preset: str, seconds: float) -> Finishing:
    delivery = _delivery(preset, seconds)
    native = list(_scene(NATIVE_FPS, delivery.native.num_frames))
    num_frames = delivery.delivered.num_frames
    kept: list[av.VideoFrame] = []

    def keep(frames: Iterator[av.VideoFrame]) -> Iterator[av.VideoFrame]:
        for frame in frames:
            kept.append(frame)
            yield frame

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        marks = Marks(metadata={}, draw=keep)  # type: ignore[arg-type]
        began, wall = time.process_time(), time.perf_counter()
        finish_film(timed(native, NATIVE_FPS), delivery, path, lambda _step: None, marks)
        whole_s, wall_s = time.process_time() - began, time.perf_counter() - wall
        began = time.process_time()
        encode(kept, delivery, path, marks={})
        bare_s = time.process_time() - began
    return Finishing(
        preset=preset,
        num_frames=num_frames,
        cpu_ms_per_frame=round(1000 * whole_s / num_frames, 1),
        bare_encoder_ms_per_frame=round(1000 * bare_s / num_frames, 1),
        share=round(bare_s / whole_s, 3),
        wall_s=round(wall_s, 1),
    )


def compare_interpolations(seconds: float) -> list[Interpolation]:
    """Fill in the frames of a drawn film every way, and compare with those that were drawn."""
    step = DELIVERED_FPS // NATIVE_FPS
    truth = list(_scene(DELIVERED_FPS, round(seconds * NATIVE_FPS) * step + 1))
    source = truth[::step]
    methods: dict[str, Callable[[Frames, int], Frames]] = {
        "blend": _by_blending,
        "minterpolate": _by_minterpolate,
        "this studio": lambda frames, count: list(
            interpolate(timed(frames, NATIVE_FPS), DELIVERED_FPS, count)
        ),
    }
    results = []
    for name, method in methods.items():
        began = time.process_time()
        made = method(source, len(truth))
        spent = time.process_time() - began
        new = [k for k in range(min(len(made), len(truth))) if k % step]
        scores = [cv2.PSNR(made[k], truth[k]) for k in new]
        results.append(
            Interpolation(
                method=name,
                psnr_db=round(float(np.mean(scores)), 2),
                cpu_ms_per_frame=round(1000 * spent / len(made), 2),
            )
        )
    return results


def _by_blending(frames: Frames, count: int) -> Frames:
    step = DELIVERED_FPS // NATIVE_FPS
    made = []
    for k in range(count):
        index, rest = divmod(k, step)
        second = frames[min(index + 1, len(frames) - 1)]
        made.append(cv2.addWeighted(frames[index], 1 - rest / step, second, rest / step, 0))
    return made


def _by_minterpolate(frames: Frames, count: int) -> Frames:
    """Give what FFmpeg's own filter makes, at its places; it drops the last frames."""
    graph = av.filter.Graph()
    height, width = frames[0].shape[:2]
    given = graph.add_buffer(
        width=width, height=height, format="rgb24", time_base=Fraction(1, NATIVE_FPS)
    )
    filtered = graph.add("minterpolate", _MINTERPOLATE)
    sink = graph.add("buffersink")
    given.link_to(filtered)
    filtered.link_to(sink)
    graph.configure()
    made: dict[int, NDArray[np.uint8]] = {}

    def pull() -> None:
        while True:
            try:
                frame = graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            made[round(frame.pts * frame.time_base * DELIVERED_FPS)] = frame.to_ndarray(
                format="rgb24"
            )

    for index, rgb in enumerate(frames):
        frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
        frame.pts, frame.time_base = index, Fraction(1, NATIVE_FPS)
        graph.push(frame)
        pull()
    graph.push(None)
    pull()
    return [made[k] for k in range(count) if k in made]


def _scene(fps: int, num_frames: int) -> Iterator[NDArray[np.uint8]]:
    """Draw a turning, zooming camera over a textured ground, and a ball that crosses it."""
    width, height = NATIVE
    ground, skin = _texture(1, 400, 700), 1 - _texture(2, 60, 60)
    rows, columns = np.mgrid[0:height, 0:width]
    for k in range(num_frames):
        t = k / fps
        turn, zoom = 0.05 * np.sin(t), 1 + 0.1 * np.sin(0.4 * t)
        camera = np.array(
            [
                [np.cos(turn) * zoom, -np.sin(turn) * zoom, 60 + 60 * np.sin(0.4 * t)],
                [np.sin(turn) * zoom, np.cos(turn) * zoom, 40 + 25 * np.sin(0.3 * t)],
            ]
        )
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        scene = cv2.warpAffine(ground, camera, (width, height), flags=flags)
        x, y = 128 + 90 * np.sin(0.6 * t), 72 + 30 * np.sin(1.7 * t)
        place = np.array([[1, 0, x - 30], [0, 1, y - 30]], np.float32)
        ball = cv2.warpAffine(skin, place, (width, height), borderMode=cv2.BORDER_REFLECT)
        cover = np.clip(22 - np.hypot(columns - x, rows - y), 0, 1)[..., None]
        shown = np.clip(scene * (1 - cover) + ball * cover, 0, 1)
        yield (255 * shown).round().astype(np.uint8)


def _texture(seed: int, height: int, width: int) -> NDArray[np.float32]:
    random = np.random.default_rng(seed)
    picture = np.zeros((height, width, 3), np.float32)
    for grain, weight in ((4, 0.15), (8, 0.25), (16, 0.3), (48, 0.3)):
        noise = random.random((height // grain + 2, width // grain + 2, 3)).astype(np.float32)
        picture += weight * cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)
    clipped: NDArray[np.float32] = np.clip(picture, 0, 1)
    return clipped


def finish_bench_table(benchmark: FinishBenchmark) -> str:
    """Give a benchmark as tables for readers."""
    lines = [
        f"256x144 at 12 to 3840x2160 at 60, {benchmark.seconds:g} s; "
        f"peak {benchmark.peak_rss_mb:.0f} MB; "
        f"{SOUND_S:g} s of sound: {benchmark.sound_cpu_s:.2f} s of CPU",
        f"{'preset':>14}{'CPU ms/frame':>14}{'encoder':>10}{'share':>8}{'wall s':>9}",
    ]
    lines += [
        f"{one.preset:>14}{one.cpu_ms_per_frame:14.1f}{one.bare_encoder_ms_per_frame:10.1f}"
        f"{one.share:8.2f}{one.wall_s:9.1f}"
        for one in benchmark.finishing
    ]
    lines.append(f"{'12 to 60 fps':>14}{'dB':>14}{'CPU ms/frame':>18}")
    lines += [
        f"{one.method:>14}{one.psnr_db:14.2f}{one.cpu_ms_per_frame:18.2f}"
        for one in benchmark.interpolation
    ]
    return "\n".join(lines)
