"""The weights in the box: where they lie, whether they are whole, and how they are loaded."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from diffusers import UniPCMultistepScheduler, WanVACETransformer3DModel
from transformers import PreTrainedTokenizerFast, UMT5EncoderModel

from seedance_studio.seedling.vae import SeedlingVAE

WEIGHTS = Path(__file__).parent / "weights"
MANIFEST = "manifest.json"
SCHEMA = 1
_BLOCK = 1 << 20


class WeightsError(Exception):
    """A file of weights is missing, damaged or of another version; names it."""


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The trained parts that a pipeline is put together from, in float32 on the CPU."""

    transformer: WanVACETransformer3DModel
    vae: SeedlingVAE
    text_encoder: UMT5EncoderModel
    tokenizer: PreTrainedTokenizerFast
    scheduler: UniPCMultistepScheduler


def write_manifest(folder: Path, revision: str) -> None:
    """Record every file below `folder` with its size and hash."""
    files = {
        path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": _hash(path)}
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }
    text = json.dumps({"schema": SCHEMA, "revision": revision, "files": files}, indent=1)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def check_weights(folder: Path = WEIGHTS) -> str:
    """Compare every file with the manifest; returns the revision.

    Raises:
        WeightsError: names the first file that is missing or differs.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WeightsError(f"{folder / MANIFEST} cannot be read ({error})") from error
    if manifest["schema"] != SCHEMA:
        raise WeightsError(
            f"{folder / MANIFEST} has version {manifest['schema']}; this studio reads {SCHEMA}"
        )
    for name, expected in manifest["files"].items():
        path = folder / name
        if not path.is_file():
            raise WeightsError(f"{path} is missing")
        if path.stat().st_size != expected["bytes"]:
            raise WeightsError(
                f"{path} has {path.stat().st_size:,} bytes instead of {expected['bytes']:,}"
            )
        if _hash(path) != expected["sha256"]:
            raise WeightsError(f"{path} is damaged: its hash differs from the manifest's")
    return str(manifest["revision"])


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
        scheduler=build_scheduler(),
    )


def build_scheduler() -> UniPCMultistepScheduler:
    """The sampler that the numbers of the model card were measured with."""
    return UniPCMultistepScheduler(
        prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0
    )


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
