"""The trained parts of the model, loaded whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from diffusers import UniPCMultistepScheduler, WanVACETransformer3DModel
from transformers import PreTrainedTokenizerFast, UMT5EncoderModel

from seedance_studio.seedling.manifest import WEIGHTS, check_weights
from seedance_studio.seedling.vae import SeedlingVAE


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The trained parts that a pipeline is put together from, in float32 on the CPU."""

    transformer: WanVACETransformer3DModel
    vae: SeedlingVAE
    text_encoder: UMT5EncoderModel
    tokenizer: PreTrainedTokenizerFast
    scheduler: UniPCMultistepScheduler


def load_parts(folder: Path = WEIGHTS) -> Parts:
    """Load the trained parts.

    Raises:
        WeightsError: a file is missing, damaged or of another version.
    """
    check_weights(folder)
    return read_parts(folder)


def read_parts(folder: Path) -> Parts:
    """As `load_parts` from a training run, which has no manifest yet."""
    return Parts(
        transformer=WanVACETransformer3DModel.from_pretrained(folder / "transformer").float(),
        vae=SeedlingVAE.from_pretrained(folder / "vae").float(),
        text_encoder=UMT5EncoderModel.from_pretrained(folder / "text_encoder").float(),
        tokenizer=PreTrainedTokenizerFast.from_pretrained(folder / "tokenizer"),
        scheduler=UniPCMultistepScheduler.from_pretrained(folder / "scheduler"),
    )
