"""The list of the shipped weights: what each file must be. Knows no torch."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

WEIGHTS = Path(__file__).parent / "weights"
MANIFEST = "manifest.json"
SCHEMA = 1
_BLOCK = 1 << 20


class WeightsError(Exception):
    """A file of weights is missing, damaged or of another version; names it."""


def revision(folder: Path = WEIGHTS) -> str:
    """The revision of the weights as the manifest states it, "missing" without one.

    Nothing is checked: a studio without its weights still shows its page, and says what is wrong
    when they are loaded.
    """
    try:
        return str(_read(folder)["revision"])
    except WeightsError:
        return "missing"


def write_manifest(folder: Path, revision: str) -> None:
    """Record every file below `folder` with its size and hash."""
    files = {
        path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": _hash(path)}
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }
    text = json.dumps({"schema": SCHEMA, "revision": revision, "files": files}, indent=1)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def check_weights(folder: Path = WEIGHTS, *, reads_files: bool = True) -> str:
    """Compare every file with the manifest; returns the revision.

    Args:
        folder: of the weights.
        reads_files: False compares sizes alone, which takes no time.

    Raises:
        WeightsError: names the first file that is missing or differs.
    """
    manifest = _read(folder)
    for name, expected in manifest["files"].items():
        path = folder / name
        if not path.is_file():
            raise WeightsError(f"{path} is missing")
        if path.stat().st_size != expected["bytes"]:
            raise WeightsError(
                f"{path} has {path.stat().st_size:,} bytes instead of {expected['bytes']:,}"
            )
        if reads_files and _hash(path) != expected["sha256"]:
            raise WeightsError(f"{path} is damaged: its hash differs from the manifest's")
    return str(manifest["revision"])


def _read(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WeightsError(f"{path} cannot be read ({error})") from error
    if manifest["schema"] != SCHEMA:
        raise WeightsError(f"{path} has version {manifest['schema']}; this studio reads {SCHEMA}")
    return manifest


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
