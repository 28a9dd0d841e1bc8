"""Real pipelines at tiny sizes, saved as diffusers saves them, where the engines look for them."""

import torch
from diffusers import (
    AutoencoderKLWan,
    UniPCMultistepScheduler,
    WanImageToVideoPipeline,
    WanPipeline,
    WanTransformer3DModel,
    WanVACEPipeline,
    WanVACETransformer3DModel,
)
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast, UMT5Config, UMT5EncoderModel

from seedance_studio.seedling.manifest import write_manifest

TEXT_DIM = 32
Z_DIM = 8
_WORDS = ("a", "red", "ball", "dog", "cat", "house", "on", "the", "hill", "in", "snow", "狗")


def tokenizer():
    vocabulary = {word: index for index, word in enumerate(["<pad>", "</s>", "<unk>", *_WORDS])}
    words = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    return PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
    )


def text_encoder():
    return UMT5EncoderModel(
        UMT5Config(
            vocab_size=len(_WORDS) + 3,
            d_model=TEXT_DIM,
            d_kv=8,
            d_ff=32,
            num_layers=1,
            num_heads=4,
            feed_forward_proj="gated-gelu",
        )
    )


def vae(**changes):
    plain = {
        "base_dim": 8,
        "z_dim": Z_DIM,
        "dim_mult": [1, 1, 1, 1],
        "num_res_blocks": 1,
        "temperal_downsample": [False, True, True],
        "latents_mean": [0.0] * Z_DIM,
        "latents_std": [1.0] * Z_DIM,
    }
    return AutoencoderKLWan(**(plain | changes))


def scheduler():
    return UniPCMultistepScheduler(
        prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0
    )


def transformer(cls=WanTransformer3DModel, **changes):
    plain = {
        "patch_size": (1, 2, 2),
        "num_attention_heads": 2,
        "attention_head_dim": 16,
        "in_channels": Z_DIM,
        "out_channels": Z_DIM,
        "text_dim": TEXT_DIM,
        "freq_dim": 32,
        "ffn_dim": 64,
        "num_layers": 2,
        "rope_max_seq_len": 64,
    }
    return cls(**(plain | changes))


def vace_transformer():
    return transformer(
        WanVACETransformer3DModel, vace_layers=[0, 1], vace_in_channels=2 * Z_DIM + 64
    )


def parts(**changes):
    return {
        "tokenizer": tokenizer(),
        "text_encoder": text_encoder(),
        "vae": vae(),
        "scheduler": scheduler(),
    } | changes


def pipeline(card_id):
    """Give the tiny pipeline that stands for the weights of an engine."""
    torch.manual_seed(0)
    if card_id == "wan-vace-fun-a14b":
        experts = {"transformer": vace_transformer(), "transformer_2": vace_transformer()}
        return WanVACEPipeline(**parts(**experts), boundary_ratio=0.875)
    if card_id.startswith("wan-vace"):
        return WanVACEPipeline(**parts(transformer=vace_transformer()))
    if card_id == "wan-ti2v-5b":
        return WanPipeline(**parts(transformer=transformer()), expand_timesteps=True)
    experts = {
        name: transformer(in_channels=2 * Z_DIM + 4) for name in ("transformer", "transformer_2")
    }
    return WanImageToVideoPipeline(**parts(**experts), boundary_ratio=0.9)


def put_weights(models_dir, card):
    """Save an engine's tiny weights as if they had been fetched."""
    folder = models_dir / card.weights.folder
    if not folder.exists():
        pipeline(card.id).save_pretrained(folder)
        write_manifest(folder, "tiny")
    return folder
