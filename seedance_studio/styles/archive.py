"""A style as one file: a zip of its folder. Nothing in it is trusted.

A bare .safetensors LoRA from elsewhere is taken too; its card is made of what can be told from it.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from seedance_studio.domain.style import Style, StyleCard, base_name, is_style_id
from seedance_studio.domain.style_training import MAX_NAME_CHARACTERS, style_id_of
from seedance_studio.errors import RequestError, StorageError, Text
from seedance_studio.media.codec import from_json
from seedance_studio.media.examine import examine
from seedance_studio.media.limited import run_limited
from seedance_studio.styles.adapter_file import MAX_BYTES, read_adapter
from seedance_studio.styles.gallery import ADAPTER, AFTER, BEFORE, CARD, COVER

SUFFIX = ".style.zip"
_ALLOWED_BYTES = {
    CARD: 100_000,
    ADAPTER: MAX_BYTES,
    COVER: 2_000_000,
    BEFORE: 20_000_000,
    AFTER: 20_000_000,
}
_KINDS = {COVER: "image", BEFORE: "video", AFTER: "video"}
_BLOCK_BYTES = 1 << 20


def write_archive(style: Style, folder: Path) -> Path:
    """Put a style into one file in `folder`, and give it."""
    path = folder / f"{style.id}{SUFFIX}"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in _ALLOWED_BYTES:
            if (style.folder / name).is_file():
                archive.write(style.folder / name, name)
    return path


@contextmanager
def read_upload(
    path: Path, name: str, created_at: str
) -> Iterator[tuple[StyleCard, Path, dict[str, Path]]]:
    """Give the card, the adapter and the pictures of an upload, for as long as the block lasts.

    Args:
        path: of the file.
        name: what to call the style; empty for its own name.
        created_at: UTC, ISO 8601, for a card that is made here.

    Raises:
        RequestError: under `file`: it holds anything but a style; under `name`: that is too long.
    """
    if len(name) > MAX_NAME_CHARACTERS:
        raise RequestError({"name": Text("the name is too long", "名称过长")})
    if not zipfile.is_zipfile(path) or path.suffix == ".safetensors":
        yield _bare_card(path, name, created_at), path, {}
        return
    with tempfile.TemporaryDirectory() as folder:
        parts = _unpack(path, Path(folder))
        if CARD not in parts or ADAPTER not in parts:
            raise _refused(f"{CARD} or {ADAPTER} is missing", f"缺少 {CARD} 或 {ADAPTER}")
        pictures = {part: parts[part] for part in _KINDS if part in parts}
        for part, picture in pictures.items():
            if run_limited(examine, picture, None).kind != _KINDS[part]:
                raise _refused(f"{part} is something else", f"{part} 的内容不符")
        yield _card(parts[CARD], name), parts[ADAPTER], pictures


def _unpack(path: Path, folder: Path) -> dict[str, Path]:
    parts: dict[str, Path] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                # Exact names alone: a path cannot lead out of the folder.
                if entry.filename not in _ALLOWED_BYTES or entry.filename in parts:
                    raise _refused(
                        f"'{entry.filename}' has no place in a style",
                        f"“{entry.filename}”不属于风格文件",
                    )
                parts[entry.filename] = folder / entry.filename
                _extract(archive, entry, parts[entry.filename])
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _refused(
            f"it is no whole archive ({error})", f"不是完整的压缩包（{error}）"
        ) from error
    return parts


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    """Unpack one file, and no more of it than there may be, whatever the archive says."""
    left = _ALLOWED_BYTES[entry.filename]
    with archive.open(entry) as source, target.open("wb") as copy:
        while block := source.read(_BLOCK_BYTES):
            left -= len(block)
            if left < 0:
                raise _refused(f"{entry.filename} is too large", f"{entry.filename} 过大")
            copy.write(block)


def _card(path: Path, name: str) -> StyleCard:
    try:
        card = from_json(StyleCard, path.read_bytes())
    except StorageError as error:
        raise RequestError({"file": error.message}) from error
    if name:
        card = replace(card, id=style_id_of(name), name=Text(name, name))
    if not is_style_id(card.id):
        raise _refused("its name is not one that a style can have", "风格编号不合法")
    return card


def _bare_card(path: Path, name: str, created_at: str) -> StyleCard:
    facts = read_adapter(path)
    name = name.strip() or path.stem[:MAX_NAME_CHARACTERS]
    base = base_name(facts.base)
    return StyleCard(
        id=style_id_of(name),
        name=Text(name, name),
        description=Text(
            f"A LoRA of rank {facts.rank} for {base.en}, brought in.",
            f"导入的 LoRA，秩 {facts.rank}，适用于 {base.zh}。",
        ),
        base=facts.base,
        created_at=created_at,
    )


def _refused(en: str, zh: str) -> RequestError:
    return RequestError({"file": Text(en, zh)})
