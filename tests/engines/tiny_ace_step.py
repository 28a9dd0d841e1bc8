"""ACE-Step's real classes at tiny sizes."""

import torch
from diffusers import (
    AceStepPipeline,
    AceStepTransformer1DModel,
    AutoencoderOobleck,
    FlowMatchEulerDiscreteScheduler,
)
from diffusers.pipelines.ace_step import AceStepConditionEncoder
from transformers import Qwen3Config, Qwen3Model

from seedance_studio.seedling.manifest import write_manifest
from tests.engines.tiny import tokenizer

HIDDEN, SOUND_DIM = 16, 8
HEADS = {"num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 8}


def put_weights(models_dir, card):
    torch.manual_seed(0)
    folder = models_dir / card.weights.folder
    AceStepPipeline(
        # As published: 25 latents a second.
        vae=AutoencoderOobleck(
            encoder_hidden_size=8,
            downsampling_ratios=[4, 4, 4],
            channel_multiples=[1, 2, 2],
            decoder_channels=8,
            decoder_input_channels=SOUND_DIM,
            sampling_rate=1600,
        ),
        text_encoder=Qwen3Model(
            Qwen3Config(
                vocab_size=32,
                hidden_size=HIDDEN,
                intermediate_size=32,
                num_hidden_layers=1,
                **HEADS,
            )
        ),
        tokenizer=tokenizer(),
        transformer=AceStepTransformer1DModel(
            hidden_size=HIDDEN,
            intermediate_size=32,
            num_hidden_layers=2,
            in_channels=3 * SOUND_DIM,
            audio_acoustic_hidden_dim=SOUND_DIM,
            is_turbo=True,
            **HEADS,
        ),
        condition_encoder=AceStepConditionEncoder(
            hidden_size=HIDDEN,
            intermediate_size=32,
            text_hidden_dim=HIDDEN,
            timbre_hidden_dim=SOUND_DIM,
            num_lyric_encoder_hidden_layers=1,
            num_timbre_encoder_hidden_layers=1,
            **HEADS,
        ),
        scheduler=FlowMatchEulerDiscreteScheduler(num_train_timesteps=1, shift=1.0),
    ).save_pretrained(folder)
    write_manifest(folder, "tiny")
    return folder
