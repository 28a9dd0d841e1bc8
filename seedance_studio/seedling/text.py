"""Seedling's reader: a bilingual tokenizer and a small UMT5 encoder, both trained here.

Chinese is read character by character, so that no segmentation can go wrong; English is read in
pieces of words learned from captions of the world.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import torch
from diffusers.pipelines.wan.pipeline_wan import prompt_clean
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from torch import Tensor
from transformers import PreTrainedTokenizerFast, UMT5Config, UMT5EncoderModel

from seedance_studio.seedling.world.captions import Language, canonical_caption, free_caption
from seedance_studio.seedling.world.scene import Scene, sample_scene

MAX_SEQUENCE_LENGTH = 32
"""Tokens of every prompt. Wan does not mask padding, so training and use must agree on this."""
VOCABULARY_SIZE = 2_400
LANGUAGES: tuple[Language, ...] = ("en", "zh")
_CAPTIONS_READ = 40_000
_CANONICAL_SHARE = 0.6


def draw_caption(scene: Scene, rng: random.Random, unsaid: frozenset[str] = frozenset()) -> str:
    """One caption of the scene, in either language, canonical or free, cleaned as in use.

    What is `unsaid`, as in `canonical_caption`, is left out.
    """
    language: Language = rng.choice(LANGUAGES)
    if unsaid or rng.random() < _CANONICAL_SHARE:
        return str(prompt_clean(canonical_caption(scene, language, unsaid)))
    return str(prompt_clean(free_caption(scene, rng, language)))


def build_tokenizer(seed: int = 0) -> PreTrainedTokenizerFast:
    """Learn the tokenizer from captions of drawn scenes; the same seed gives the same one."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"\p{Han}|\d|[^\s\p{L}\d]"), "isolated"),
            pre_tokenizers.WhitespaceSplit(),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY_SIZE,
        special_tokens=["<pad>", "</s>", "<unk>"],
        initial_alphabet=list("abcdefghijklmnopqrstuvwxyz0123456789,.!?'-"),
        show_progress=False,
    )
    tokenizer.train_from_iterator(_captions(seed), trainer)
    end = tokenizer.token_to_id("</s>")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", special_tokens=[("</s>", end)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
    )


def _captions(seed: int) -> Iterator[str]:
    rng = random.Random(seed)
    for _ in range(_CAPTIONS_READ):
        yield draw_caption(sample_scene(rng), rng)


def build_text_encoder(vocab_size: int) -> UMT5EncoderModel:
    """A fresh encoder of 1.2 M parameters."""
    config = UMT5Config(
        vocab_size=vocab_size,
        d_model=192,
        d_kv=32,
        d_ff=384,
        num_layers=2,
        num_heads=6,
        feed_forward_proj="gated-gelu",
        dropout_rate=0.0,
        pad_token_id=0,
        eos_token_id=1,
        decoder_start_token_id=0,
    )
    return UMT5EncoderModel(config)


def tokenise(captions: list[str], tokenizer: PreTrainedTokenizerFast) -> Tensor:
    """Token numbers (batch, MAX_SEQUENCE_LENGTH), padded as Wan's pipelines do."""
    tokens = tokenizer(
        captions,
        padding="max_length",
        max_length=MAX_SEQUENCE_LENGTH,
        truncation=True,
        return_tensors="pt",
    )
    ids: Tensor = tokens.input_ids
    return ids


def encode_tokens(tokens: Tensor, encoder: UMT5EncoderModel) -> Tensor:
    """Text states exactly as Wan's pipelines make them: zeros behind each caption's end.

    Args:
        tokens: (batch, MAX_SEQUENCE_LENGTH), as `tokenise` gives them, where the encoder is.
        encoder: the reader.

    Returns: (batch, MAX_SEQUENCE_LENGTH, d_model).
    """
    mask = (tokens != encoder.config.pad_token_id).long()
    states: Tensor = encoder(tokens, mask).last_hidden_state
    return states * mask[..., None]


def encode_captions(
    captions: list[str],
    tokenizer: PreTrainedTokenizerFast,
    encoder: UMT5EncoderModel,
    device: torch.device,
) -> Tensor:
    """The states of captions, as `encode_tokens` gives them."""
    return encode_tokens(tokenise(captions, tokenizer).to(device), encoder)
