"""Brand styles for tests: real files whose look is made up."""

import numpy as np
from safetensors.numpy import save_file

from seedance_studio.domain.style import StyleCard
from seedance_studio.errors import Text
from seedance_studio.media.codec import to_json

LAYERS = tuple(
    f"blocks.{block}.{layer}"
    for block in range(8)
    for layer in ("attn1.to_q", "attn1.to_out.0", "attn2.to_v", "ffn.net.2")
)


def write_adapter(path, *, width=320, rank=2, seed=0, strength=0.05):
    """Write a LoRA for a Wan transformer of this width."""
    random = np.random.default_rng(seed)
    tensors = {}
    for layer in LAYERS:
        wide = width * 5 // 2 if layer.endswith("ffn.net.2") else width
        for part, shape in (("lora_A", (rank, wide)), ("lora_B", (width, rank))):
            values = random.normal(0, strength, shape).astype(np.float16)
            tensors[f"transformer.{layer}.{part}.weight"] = values
    save_file(tensors, path)
    return path


def write_style(folder, style_id="plain-look", *, base="seedling", width=320, seed=0, **changes):
    """Write a whole style into `folder/<style_id>`."""
    home = folder / style_id
    home.mkdir(parents=True)
    said = {
        "name": Text("Plain look", "素面"),
        "description": Text("Made for a test.", "测试用。"),
        "trigger_words": ("plainlook",),
        "wording": Text("in a plain look", "素面风格"),
        "base": base,
        "author": "Tests",
        "licence": "Apache-2.0",
    }
    card = StyleCard(id=style_id, **(said | changes))
    (home / "style.json").write_text(to_json(card), encoding="utf-8")
    write_adapter(home / "adapter.safetensors", width=width, seed=seed)
    return home
