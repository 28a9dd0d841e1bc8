"""The styles on disk: one folder a style, found and not listed.

    <folder>/<id>/style.json            what it says of itself (domain.style.StyleCard)
    <folder>/<id>/adapter.safetensors   the LoRA
    <folder>/<id>/cover.jpg  before.mp4  after.mp4     made by the studio

A folder that is copied in is there at once; one that cannot be read is left out and said to be so.
"""

from __future__ import annotations

import logging
import secrets
import shutil
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from seedance_studio.domain.style import (
    STYLE_SCHEMA,
    AdapterFacts,
    PlannedStyle,
    Style,
    StyleCard,
    base_name,
    is_style_id,
)
from seedance_studio.errors import (
    RequestError,
    StudioError,
    StyleNotFound,
    Text,
    storing,
)
from seedance_studio.media.codec import from_json, to_json
from seedance_studio.styles.adapter_file import read_adapter

logger = logging.getLogger(__name__)

SHIPPED = Path(__file__).parent / "shipped"
CARD, ADAPTER = "style.json", "adapter.safetensors"
COVER, BEFORE, AFTER = "cover.jpg", "before.mp4", "after.mp4"
_PART = ".part-"
_STYLE = Text("The style", "风格")


class Gallery:
    """The styles that one person sees; of two with one id, that in the earlier folder.

    Args:
        folders: those that come with the studio first; they need not be there. What the person
            makes goes into the last.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)

    @property
    def own_folder(self) -> Path:
        """Where new styles go."""
        return self._folders[-1]

    def styles(self) -> dict[str, Style]:
        """Give every style that can be read, by id: shipped ones first, then by name."""
        found: dict[str, Style] = {}
        for folder in self._folders:
            for card in sorted(folder.glob(f"*/{CARD}")):
                try:
                    style = read_style(card.parent)
                except StudioError as error:
                    logger.warning("the style in %s is left out: %s", card.parent, error)
                    continue
                found.setdefault(style.id, style)
        return found

    def style(self, style_id: str) -> Style:
        """Give one style. Raises StyleNotFound."""
        for folder in self._folders:
            if is_style_id(style_id) and (folder / style_id / CARD).is_file():
                return read_style(folder / style_id)
        raise no_such_style(style_id)

    def add(self, card: StyleCard, adapter: Path) -> Style:
        """Make a style of a card and a file, which is copied, in one rename.

        Raises:
            RequestError: under `file`: the adapter is bad or made for another base than the card
                says; under `name`: there is such a style.
            StorageUnwritable: the folder cannot be written.
        """
        if card.id in self.styles():
            raise RequestError({"name": taken_name(card.id)})
        part = self.own_folder / f"{_PART}{secrets.token_hex(8)}" / card.id
        try:
            with storing(_STYLE):
                part.mkdir(parents=True)
                shutil.copyfile(adapter, part / ADAPTER)
                (part / CARD).write_text(to_json(card), encoding="utf-8")
                read_style(part)
                part.replace(self.own_folder / card.id)
        finally:
            shutil.rmtree(part.parent, ignore_errors=True)
        return self.style(card.id)

    def show(self, style_id: str, pictures: Mapping[str, Path]) -> None:
        """Give one's own style its pictures, by their names in its folder."""
        folder = self.style(style_id).folder
        with storing(_STYLE):
            for name, source in pictures.items():
                shutil.copyfile(source, folder / name)

    def remove(self, style_id: str) -> None:
        """Remove a style of one's own for good.

        Raises:
            StyleNotFound: there is none.
            RequestError: under `style`: it comes with the studio, or belongs to the host.
        """
        style = self.style(style_id)
        if style.folder.parent != self.own_folder:
            raise RequestError(
                {"style": Text("only a style of your own can go", "只能删除自己的风格")}
            )
        with storing(_STYLE):
            shutil.rmtree(style.folder)

    def lend(self, planned: Iterable[PlannedStyle], folder: Path) -> None:
        """Put the adapters of a plan where its run looks for them, unless they are there.

        Raises:
            StyleNotFound: a style was removed or changed since.
            StorageUnwritable: the folder cannot be written.
        """
        for one in planned:
            target = folder / one.stored
            if not target.is_file():
                style = self.style(one.id)
                if style.adapter.stored != one.stored:
                    raise no_such_style(one.id)
                with storing(_STYLE):
                    folder.mkdir(parents=True, exist_ok=True)
                    part = target.with_suffix(f".{secrets.token_hex(4)}.part")
                    shutil.copyfile(style.folder / ADAPTER, part)
                    part.replace(target)


def read_style(folder: Path) -> Style:
    """Give the style of a folder.

    Raises:
        StorageError: its card cannot be read.
        RequestError: under `file`: card and adapter do not fit together, or the adapter is bad.
    """
    card = from_json(StyleCard, (folder / CARD).read_bytes())
    if card.id != folder.name or not is_style_id(card.id) or card.schema != STYLE_SCHEMA:
        raise RequestError(
            {
                "file": Text(
                    f"the folder '{folder.name}' holds '{card.id}', version {card.schema}",
                    f"文件夹“{folder.name}”中的风格是“{card.id}”，版本 {card.schema}",
                )
            }
        )
    adapter = _adapter_facts(folder / ADAPTER)
    if adapter.base != card.base:
        says, holds = base_name(card.base), base_name(adapter.base)
        raise RequestError(
            {
                "file": Text(
                    f"its card says {says.en}, but the adapter was made for {holds.en}",
                    f"说明中写的是 {says.zh}，但权重适用于 {holds.zh}",
                )
            }
        )
    return Style(card=card, adapter=adapter, folder=folder, is_own=folder.parent != SHIPPED)


def no_such_style(style_id: str) -> StyleNotFound:
    """Give the error for a style that is not in the gallery."""
    return StyleNotFound(
        Text(f"There is no style '{style_id}'.", f"没有名为“{style_id}”的风格。"),
        Text("Choose another; it may have been removed.", "请换一个，它可能已被删除。"),
    )


def taken_name(style_id: str) -> Text:
    """Say that a name is taken."""
    return Text(f"there is a style '{style_id}' already", f"已有名为“{style_id}”的风格")


def _adapter_facts(path: Path) -> AdapterFacts:
    try:
        status = path.stat()
    except OSError as error:
        raise RequestError({"file": Text(f"{ADAPTER} is missing", f"缺少 {ADAPTER}")}) from error
    return _read_once(str(path), status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=256)
def _read_once(path: str, size: int, modified_ns: int) -> AdapterFacts:
    """Look into a file that has not changed only once."""
    del size, modified_ns
    return read_adapter(Path(path))
