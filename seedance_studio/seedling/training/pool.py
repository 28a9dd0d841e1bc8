"""A pool of drawn samples that training takes its batches from."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from seedance_studio.seedling.training.stream import Batch, Stream
from seedance_studio.seedling.world.scene import Scene


@dataclass(frozen=True)
class Sample:
    """One drawn picture or clip, as in Batch but without the first axis."""

    scene: Scene
    video: Tensor
    subject: Tensor
    control: Tensor | None
    unsaid: frozenset[str]


class Pool:
    """Keeps samples of each size and hands out random batches of one size.

    Args:
        size: how many samples stay; new ones then replace old ones by chance.
        uses: how often a sample is used before the next one is asked for, on average.
    """

    def __init__(self, size: int, uses: float) -> None:
        self._size = size
        self._uses = uses
        self._num_drawn = 0
        self._by_shape: dict[tuple[torch.Size, torch.Size | None], list[Sample]] = {}
        self.num_added = 0

    def __len__(self) -> int:
        return sum(len(samples) for samples in self._by_shape.values())

    def draws(self, stream: Stream, batch_size: int, rng: random.Random) -> Iterator[Batch]:
        """Batches without end: random samples come out, and new ones go in as they are used up.

        Training waits for new samples only while the pool is small; the drawing processes wait
        while each sample has not been used often enough, and leave the cores to the training.
        """
        while True:
            while len(self) < 8 * batch_size:
                self._add(stream.wait(), rng)
            while self.num_added < self._num_drawn / self._uses and (batch := stream.ready()):
                self._add(batch, rng)
            yield self._draw(batch_size, rng)
            self._num_drawn += batch_size

    def _add(self, batch: Batch, rng: random.Random) -> None:
        for sample in _samples(batch):
            shapes = sample.video.shape, None if sample.control is None else sample.control.shape
            samples = self._by_shape.setdefault(shapes, [])
            if len(self) < self._size:
                samples.append(sample)
            else:
                samples[rng.randrange(len(samples))] = sample
            self.num_added += 1

    def _draw(self, batch_size: int, rng: random.Random) -> Batch:
        shapes = list(self._by_shape)
        weights = [len(self._by_shape[shape]) for shape in shapes]
        samples = rng.choices(self._by_shape[rng.choices(shapes, weights)[0]], k=batch_size)
        controls = [sample.control for sample in samples if sample.control is not None]
        return Batch(
            scenes=[sample.scene for sample in samples],
            video=torch.stack([sample.video for sample in samples]),
            subject=torch.stack([sample.subject for sample in samples]),
            control=torch.stack(controls) if controls else None,
            unsaid=[sample.unsaid for sample in samples],
        )


def _samples(batch: Batch) -> Iterator[Sample]:
    for index, scene in enumerate(batch.scenes):
        yield Sample(
            scene,
            batch.video[index].clone(),
            batch.subject[index].clone(),
            None if batch.control is None else batch.control[index].clone(),
            frozenset() if batch.unsaid is None else batch.unsaid[index],
        )
