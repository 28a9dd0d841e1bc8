"""Run by torchrun: one worker of a clip that several share. `WHERE OUT`."""

import sys
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.distributed as dist

from seedance_studio.domain.engine import NativeSize
from seedance_studio.domain.plan import make_plan
from seedance_studio.domain.reference import PlannedReference
from seedance_studio.domain.request import GenerationRequest
from seedance_studio.engines import wan
from seedance_studio.prompts import prepare_prompt
from tests.engines.tiny import put_weights


def main(where, out):
    # Without a GPU there is none to share out, and diffusers divides by their number.
    torch.accelerator.device_count = lambda: 1
    dist.init_process_group("gloo")
    card = wan.CARDS[0]
    inputs = where / "inputs"
    if dist.get_rank() == 0:
        put_weights(where / "models", card)
        inputs.mkdir(exist_ok=True)
        rng = np.random.default_rng(0)
        still = cv2.resize(rng.integers(0, 255, (4, 8, 3), np.uint8), (128, 64))
        cv2.imwrite(str(inputs / "still.png"), still)
    dist.barrier()
    engine = wan.open_engine(where / "models")
    made = {
        name: engine.generate(plan_of(card, references), inputs, lambda _: None).frames
        for name, references in {"words": (), "picture": (first_frame(),)}.items()
    }
    if dist.get_rank() == 0:
        np.savez(out, **made)
    dist.barrier()
    dist.destroy_process_group()


def plan_of(card, references):
    request = GenerationRequest(
        prompt="a red ball",
        engine=card.id,
        seconds=1.0,
        seed=3,
        num_inference_steps=2,
        guidance_scale=3.0,
        aspect="16:9",
    )
    small = replace(card, sizes={"16:9": NativeSize(width=64, height=32)})
    words = prepare_prompt("a red ball", enhance=False, seed=3, has_world_vocabulary=False)
    plan = make_plan(request, small, words, seed=3, device="cpu", dtype="float32")
    return replace(plan, references=references)


def first_frame():
    return PlannedReference(
        name="Image1",
        kind="image",
        role="first_frame",
        strength=0.5,
        stored="still.png",
        sha256="",
        width=64,
        height=32,
        latent_index=0,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
