"""Endless training data, drawn while the training runs.

Other processes draw the world and keep a pool full, from which the training takes batches: a sample
may then be seen a few times, which costs less than it gains, since drawing is about as dear as
learning. Where there is a GPU, some of them draw on it.
"""

from __future__ import annotations

import queue
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.context import SpawnProcess
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Protocol

import torch
import torch.multiprocessing as mp
from torch import Tensor
from transformers import PreTrainedTokenizerFast

from seedance_studio.seedling.conditions import encode_conditions
from seedance_studio.seedling.looks import LOOKS
from seedance_studio.seedling.precision import mixed_precision
from seedance_studio.seedling.text import draw_caption, tokenise
from seedance_studio.seedling.training.tasks import Material, Task, draw_task
from seedance_studio.seedling.vae import SeedlingVAE
from seedance_studio.seedling.world.atlas import load_atlas
from seedance_studio.seedling.world.renderer import Renderer
from seedance_studio.seedling.world.scene import EVERYTHING, Known, Scene, sample_scene

FPS = 8.0
CLIP_SECONDS = 5.0
PICTURES_PER_SCENE = 3
CAPTIONS_PER_SAMPLE = 8


@dataclass(frozen=True, kw_only=True)
class StreamSpec:
    """What is drawn.

    `vae` None gives pixels, a folder gives normalised latents with captions in tokens.
    """

    atlas: Path
    vae: Path | None
    lengths: tuple[int, ...]
    """Choices of how many frames a clip has, one drawn for each batch. 1 gives single pictures,
    each at a random second of its clip."""
    batch_size: int
    """Clips of 41 frames, or pictures; of longer clips as many fewer."""
    sizes: tuple[tuple[int, int], ...]
    """(width, height) choices, one drawn for each batch."""
    seed: int
    tokenizer: Path | None = None
    """What the captions of latents are read with."""
    known: Known = EVERYTHING
    """The part of the world that scenes come from."""
    looks: tuple[str, ...] = ()
    """What single pictures are painted over in, one drawn for each; a name that is no look's, and
    none at all, leave them as they are drawn."""
    workers: int = 1
    """Drawing processes on the CPU."""
    gpu_workers: int = 0
    """Drawing processes on the GPU that the training runs on."""


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Scenes of one size with what the renderer made of them."""

    scenes: list[Scene]
    video: Tensor
    """Pixels (batch, 3, frames, height, width) uint8, or normalised latents
    (batch, z_dim, latent frames, height / 16, width / 16) in bfloat16."""
    subject: Tensor
    """Share of each latent cell that the subject covers: (batch, latent frames, h, w), 0 to 1."""
    control: Tensor | None = None
    """What the control branch reads, as `encode_conditions` gives it, in bfloat16; None for words
    alone."""
    captions: Tensor | None = None
    """Tokens of CAPTIONS_PER_SAMPLE captions each, (batch, captions, tokens) int16; None beside
    pixels."""

    def to(self, device: torch.device) -> Batch:
        """The same on another device."""

        def moved(one: Tensor) -> Tensor:
            return one.to(device, non_blocking=True)

        return Batch(
            scenes=self.scenes,
            video=moved(self.video),
            subject=moved(self.subject),
            control=None if self.control is None else moved(self.control),
            captions=None if self.captions is None else moved(self.captions),
        )


class Producer:
    """Draws batches without end on one device."""

    def __init__(self, spec: StreamSpec, device: torch.device, rank: int = 0) -> None:
        self.spec = spec
        self.device = device
        self.rng = random.Random(spec.seed * 1_000 + rank)
        self.renderer = Renderer(load_atlas(spec.atlas), device)
        self.vae = None
        if spec.vae is not None:
            self.vae = SeedlingVAE.from_pretrained(spec.vae).float().to(device).eval()
            self.tokenizer = PreTrainedTokenizerFast.from_pretrained(spec.tokenizer)

    @torch.inference_mode()
    def batch(self) -> Batch:
        """Draw one batch."""
        width, height = self.rng.choice(self.spec.sizes)
        num_frames = self.rng.choice(self.spec.lengths)
        if num_frames == 1:
            scenes, frames, mask = self._pictures(height, width)
            frames = self._painted(frames, mask)
        else:
            scenes, frames, mask = self._clips(num_frames, height, width)
        frames = frames.transpose(1, 2)
        subject = _cell_shares(mask)
        if self.vae is None:
            video = (frames * 255).round().to(torch.uint8)
            return Batch(scenes=scenes, video=video, subject=subject)
        clips = frames * 2 - 1
        with mixed_precision(self.device):
            latents = self.vae.latents_of(clips)
        if num_frames == 1:
            task = Task(conditions=None, unsaid=[frozenset()] * len(scenes))
        else:
            task = draw_task(
                Material(scenes=scenes, clips=clips, renderer=self.renderer, rng=self.rng)
            )
        return Batch(
            scenes=scenes,
            video=self.vae.normalise(latents.float()).to(torch.bfloat16),
            subject=subject,
            control=self._control(self.vae, task),
            captions=self._captions(scenes, task),
        )

    def _captions(self, scenes: list[Scene], task: Task) -> Tensor:
        captions = [
            draw_caption(scene, self.rng, unsaid)
            for scene, unsaid in zip(scenes, task.unsaid, strict=True)
            for _ in range(CAPTIONS_PER_SAMPLE)
        ]
        tokens = tokenise(captions, self.tokenizer).to(torch.int16)
        return tokens.unflatten(0, (-1, CAPTIONS_PER_SAMPLE))

    def _control(self, vae: SeedlingVAE, task: Task) -> Tensor | None:
        if task.conditions is None:
            return None
        return encode_conditions(vae, task.conditions.to(self.device)).to(torch.bfloat16)

    def _painted(self, pictures: Tensor, mask: Tensor) -> Tensor:
        """(batch, 1, 3, height, width), each in one of the looks."""
        if not self.spec.looks:
            return pictures
        chosen = [LOOKS.get(self.rng.choice(self.spec.looks)) for _ in pictures]
        return torch.stack(
            [
                one if look is None else look(one, covered)
                for one, covered, look in zip(pictures, mask, chosen, strict=True)
            ]
        )

    def _clips(
        self, num_frames: int, height: int, width: int
    ) -> tuple[list[Scene], Tensor, Tensor]:
        """A stretch of each of some scenes."""
        count = min(self.spec.batch_size, max(1, self.spec.batch_size * 41 // num_frames))
        scenes = [sample_scene(self.rng, self.spec.known) for _ in range(count)]
        span = (num_frames - 1) / FPS
        starts = [self.rng.uniform(0.0, max(0.0, CLIP_SECONDS - span)) for _ in scenes]
        times = torch.tensor(starts)[:, None] + torch.arange(num_frames) / FPS
        drawn = self.renderer.render_frames_at(scenes, times.to(self.device), height, width)
        return scenes, drawn.frames, drawn.subject_mask

    def _pictures(self, height: int, width: int) -> tuple[list[Scene], Tensor, Tensor]:
        """`batch_size` pictures, several of each scene: its layers cost most and are shared."""
        num_scenes = self.spec.batch_size // PICTURES_PER_SCENE
        scenes = [sample_scene(self.rng, self.spec.known) for _ in range(num_scenes)]
        times = torch.tensor(
            [
                [self.rng.uniform(0.0, CLIP_SECONDS) for _ in range(PICTURES_PER_SCENE)]
                for _ in scenes
            ]
        )
        drawn = self.renderer.render_frames_at(scenes, times.to(self.device), height, width)
        repeated = [scene for scene in scenes for _ in range(PICTURES_PER_SCENE)]
        return (
            repeated,
            drawn.frames.flatten(0, 1)[:, None],
            drawn.subject_mask.flatten(0, 1)[:, None],
        )


def _cell_shares(mask: Tensor) -> Tensor:
    """(batch, frames, 1, height, width) to (batch, 1 + (frames - 1) / 4, h / 16, w / 16)."""
    cells = torch.nn.functional.avg_pool2d(mask.flatten(0, 1), 16).unflatten(0, mask.shape[:2])
    cells = cells[:, :, 0]
    if cells.shape[1] == 1:
        return cells
    rest = cells[:, 1:].unflatten(1, (-1, 4)).amax(2)
    return torch.cat([cells[:, :1], rest], dim=1)


class Stream(Protocol):
    """Where drawn batches come from."""

    def wait(self) -> Batch:
        """The next batch, drawn if need be."""
        ...

    def ready(self) -> Batch | None:
        """The next batch if it is there without waiting."""
        ...


class CrewStream:
    """Takes what other processes draw, and has it brought to the device beside the training."""

    def __init__(self, drawn: Queue[Batch], crew: list[SpawnProcess], device: torch.device) -> None:
        self._drawn = drawn
        self._crew = crew
        self._device = device
        self._arrived: queue.Queue[Batch] = queue.Queue(maxsize=8)
        self._ended = threading.Event()
        self._porter = threading.Thread(target=self._carry, daemon=True)
        self._porter.start()

    def wait(self) -> Batch:
        while True:
            try:
                return self._arrived.get(timeout=5)
            except queue.Empty:
                if not all(process.is_alive() for process in self._crew):
                    raise RuntimeError("a drawing process died; its error stands above") from None

    def ready(self) -> Batch | None:
        with suppress(queue.Empty):
            return self._arrived.get_nowait()
        return None

    def close(self) -> None:
        """End the crew; what it has drawn is dropped."""
        self._ended.set()
        self._porter.join()
        for process in self._crew:
            process.terminate()
            process.join()

    def _carry(self) -> None:
        while not self._ended.is_set():
            with suppress(queue.Empty):
                batch = self._drawn.get(timeout=0.5).to(self._device)
                while not self._ended.is_set():
                    with suppress(queue.Full):
                        self._arrived.put(batch, timeout=0.5)
                        break


@contextmanager
def open_stream(spec: StreamSpec, device: torch.device) -> Iterator[Stream]:
    """Batches without end, on `device`; the processes that draw them end with the block."""
    context = mp.get_context("spawn")
    drawn: Queue[Batch] = context.Queue(maxsize=4)
    places = ["cpu"] * spec.workers + [device.type] * spec.gpu_workers
    crew = [
        context.Process(target=_draw, args=(spec, rank, place, drawn), daemon=True)
        for rank, place in enumerate(places)
    ]
    for process in crew:
        process.start()
    stream = CrewStream(drawn, crew, device)
    try:
        yield stream
    finally:
        stream.close()


def _draw(spec: StreamSpec, rank: int, place: str, drawn: Queue[Batch]) -> None:
    torch.set_num_threads(1)
    torch.multiprocessing.set_sharing_strategy("file_system")
    producer = Producer(spec, torch.device(place), rank)
    parent, home = mp.parent_process(), torch.device("cpu")
    batch = producer.batch().to(home)
    while parent is not None and parent.is_alive():
        with suppress(queue.Full):
            drawn.put(batch, timeout=5)
            batch = producer.batch().to(home)
