"""A pool of drawn samples that training takes its batches from."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from seedance_studio.seedling.training.stream import Batch, Stream
from seedance_studio.seedling.world.scene import Scene

_FIRST_ROWS = 64


class Pool:
    """Keeps samples of each shape where the training runs and hands out random batches of one.

    Args:
        size: how many samples stay; new ones then replace old ones by chance.
        uses: how often a sample is used before the next one is asked for, on average.
        device: where the samples lie.
    """

    def __init__(self, size: int, uses: float, device: torch.device) -> None:
        self._size = size
        self._uses = uses
        self._device = device
        self._num_drawn = 0
        self._shelves: dict[tuple[torch.Size | None, ...], _Shelf] = {}
        self.num_added = 0

    def __len__(self) -> int:
        return sum(len(shelf) for shelf in self._shelves.values())

    def draws(self, stream: Stream, batch_frames: int, rng: random.Random) -> Iterator[Batch]:
        """Batches without end: random samples come out, and new ones go in as they are used up.

        Training waits for new samples only while the pool is small; the drawing processes wait
        while each sample has not been used often enough, and leave the cores to the training.

        Args:
            stream: where new samples come from.
            batch_frames: latent frames (of pixels: frames) in a batch; long clips come fewer at
                a time.
            rng: chooses the samples.
        """
        while True:
            while len(self) < 2 * batch_frames and not self._has_enough(batch_frames):
                self._add(stream.wait(), rng)
            while self.num_added < self._num_drawn / self._uses and (batch := stream.ready()):
                self._add(batch, rng)
            batch = self._draw(batch_frames, rng)
            yield batch
            self._num_drawn += len(batch.scenes)

    def absorb(self, stream: Stream, rng: random.Random) -> None:
        """Take what has been drawn while nothing is learned from it yet, until the pool is full."""
        while len(self) < self._size and (batch := stream.ready()):
            self._add(batch, rng)

    def _has_enough(self, batch_frames: int) -> bool:
        """Whether four batches could be drawn without a sample twice."""
        frames = sum(len(shelf) * shelf.num_frames for shelf in self._shelves.values())
        return frames >= 4 * batch_frames

    def _add(self, batch: Batch, rng: random.Random) -> None:
        shapes = tuple(None if one is None else one.shape[1:] for one in _tensors(batch))
        shelf = self._shelves.setdefault(shapes, _Shelf(batch, self._device))
        rows: list[int] = []
        for _ in batch.scenes:
            is_full = len(self) + len(rows) >= self._size and len(shelf) > 0
            rows.append(rng.randrange(len(shelf)) if is_full else len(shelf) + len(rows))
        shelf.put(batch, rows)
        self.num_added += len(rows)

    def _draw(self, batch_frames: int, rng: random.Random) -> Batch:
        shelves = list(self._shelves.values())
        shelf = rng.choices(shelves, [len(shelf) for shelf in shelves])[0]
        count = max(1, batch_frames // shelf.num_frames)
        return shelf.take(rng.choices(range(len(shelf)), k=count))


class _Shelf:
    """Samples of one shape, in tensors that grow as they come."""

    def __init__(self, first: Batch, device: torch.device) -> None:
        self.num_frames = first.video.shape[2]
        self._scenes: list[Scene] = []
        self._device = device
        self._kept = [
            None if one is None else self._empty(one, _FIRST_ROWS) for one in _tensors(first)
        ]

    def __len__(self) -> int:
        return len(self._scenes)

    def put(self, batch: Batch, rows: Sequence[int]) -> None:
        """Lay samples into rows; those past the end make the shelf longer."""
        self._grow(max(rows) + 1)
        for row, scene in zip(rows, batch.scenes, strict=True):
            if row < len(self._scenes):
                self._scenes[row] = scene
            else:
                self._scenes.append(scene)
        where = torch.tensor(rows, device=self._device)
        for kept, new in zip(self._kept, _tensors(batch), strict=True):
            if kept is not None and new is not None:
                kept[where] = new.to(self._device)

    def take(self, rows: Sequence[int]) -> Batch:
        """Give the samples of some rows."""
        where = torch.tensor(rows, device=self._device)
        video, subject, control, captions = (
            None if kept is None else kept[where] for kept in self._kept
        )
        assert video is not None and subject is not None  # noqa: PT018
        return Batch(
            scenes=[self._scenes[row] for row in rows],
            video=video, subject=subject, control=control, captions=captions,
        )  # fmt: skip

    def _empty(self, like: Tensor, rows: int) -> Tensor:
        return torch.empty(rows, *like.shape[1:], dtype=like.dtype, device=self._device)

    def _grow(self, rows: int) -> None:
        for index, kept in enumerate(self._kept):
            if kept is not None and len(kept) < rows:
                longer = self._empty(kept, max(rows, 2 * len(kept)))
                longer[: len(kept)] = kept
                self._kept[index] = longer


def _tensors(batch: Batch) -> tuple[Tensor | None, ...]:
    return batch.video, batch.subject, batch.control, batch.captions
