"""The transformer's own guesses, for a decoder that must forgive their errors.

Noise alone is not what a generated latent has too much of: each of the transformer's tokens is a
little wrong as a whole, so that neighbours do not meet. The decoder learns from guesses whose true
pictures are known: clean latents are made noisy, and the transformer says what it sees in them.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from seedance_studio.seedling.flow import NUM_TRAIN_TIMESTEPS, add_noise
from seedance_studio.seedling.precision import mixed_precision
from seedance_studio.seedling.text import draw_caption, encode_captions
from seedance_studio.seedling.transformer import base_view
from seedance_studio.seedling.weights import Parts, read_parts
from seedance_studio.seedling.world.scene import Scene

_LEAST_SIGMA, _GREATEST_SIGMA = 0.1, 0.7
"""Above this noise a guess is another picture than the one that was drawn."""


class Guesser:
    """A trained transformer with its reader, which learn nothing here."""

    def __init__(self, parts: Parts, device: torch.device) -> None:
        self._tokenizer = parts.tokenizer
        self._text_encoder = parts.text_encoder.to(device).eval()
        self._transformer = base_view(parts.transformer).to(device).eval()
        self._device = device

    @classmethod
    def of_run(cls, run: Path, device: torch.device) -> Guesser | None:
        """The guesser of a run's exported weights; None before its first stage of pictures."""
        if not (run / "transformer").exists():
            return None
        return cls(read_parts(run), device)

    @torch.no_grad()
    def __call__(self, clean: Tensor, scenes: Sequence[Scene], rng: random.Random) -> Tensor:
        """What the transformer sees in normalised latents (batch, z_dim, frames, h, w)."""
        span = _GREATEST_SIGMA - _LEAST_SIGMA
        sigmas = _LEAST_SIGMA + span * torch.rand(len(clean), device=self._device)
        captions = [draw_caption(scene, rng) for scene in scenes]
        with mixed_precision(self._device):
            states = encode_captions(captions, self._tokenizer, self._text_encoder, self._device)
            guessed: Tensor = self._transformer(
                hidden_states=add_noise(clean, torch.randn_like(clean), sigmas),
                timestep=sigmas * NUM_TRAIN_TIMESTEPS,
                encoder_hidden_states=states,
                return_dict=False,
            )[0]
        return guessed.float()
