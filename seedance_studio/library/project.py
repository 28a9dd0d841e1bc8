"""A project in one file: clips with all that is theirs, packed and unpacked.

    project.json            which clips, in which schema
    clips/<id>/clip.mp4     recipe.json  poster.jpg  shelf.json
    inputs/<sha256>.<ext>   the files that the clips were made from

A file that comes in is a stranger's: names are matched, sizes are bounded before anything is
written, and what is inside is examined like any upload.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from seedance_studio.domain.clip import Clip
from seedance_studio.domain.shelf import MAX_FOLDER_CHARACTERS, MAX_NOTE_CHARACTERS, Shelf
from seedance_studio.errors import RequestError, StorageError, StudioError, Text, storing
from seedance_studio.library.catalogue import SHELF, Catalogue
from seedance_studio.library.clips import LIBRARY, SIDECAR, Library, is_clip_id, sha256_of
from seedance_studio.library.inputs import Inputs
from seedance_studio.media.codec import from_json, to_json
from seedance_studio.media.film import examine_film
from seedance_studio.media.limited import run_limited

T = TypeVar("T")

SUFFIX = ".seedance.zip"
SCHEMA = 1
MAX_CLIPS = 500
MAX_BYTES = 4_000_000_000
_MAX_DOCUMENT_BYTES = 2_000_000
_CONTENT = "project.json"
_CLIP_FILE = re.compile(
    r"clips/(?P<clip>[0-9A-Za-z_-]{4,64})/(clip\.(mp4|mov)|recipe\.json|shelf\.json|poster\.jpg)"
)
_INPUT_FILE = re.compile(r"inputs/[0-9a-f]{64}\.[a-z0-9]{2,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a project file says of itself."""

    schema: int
    clips: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a project file."""

    new: tuple[str, ...]
    """Ids of the clips that came in."""
    known: tuple[str, ...]
    """Ids of those that were there already."""


def export_project(clips: Sequence[Clip], library: Library, inputs: Inputs, target: Path) -> None:
    """Write clips and what they were made from into one file.

    Args:
        clips: the clips.
        library: has them.
        inputs: has the files that they were made from; one that is gone is left out.
        target: the file.

    Raises:
        ClipNotFound: one was deleted meanwhile.
        StorageUnwritable: the disk is full.
    """
    content = Content(schema=SCHEMA, clips=tuple(clip.id for clip in clips))
    # Videos and pictures are compressed already.
    with storing(LIBRARY), zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr(_CONTENT, to_json(content))
        for clip in clips:
            home = library.path(clip.id).parent
            for path in sorted(home.iterdir()):
                if _CLIP_FILE.fullmatch(name := f"clips/{clip.id}/{path.name}"):
                    packed.write(path, name)
        for stored in sorted(_inputs_of(clips)):
            if (path := inputs.path(stored)).is_file():
                packed.write(path, f"inputs/{stored}")


def import_project(
    source: Path, owner: str, library: Library, catalogue: Catalogue, inputs: Inputs
) -> Imported:
    """Take the clips of a project file into the library; all of them, or none when one is bad.

    Args:
        source: the file, of anyone's making.
        owner: whose the clips are from now on.
        library: takes them.
        catalogue: takes what is written on them.
        inputs: takes the files that they were made from.

    Raises:
        RequestError: under `file`: it is no project of this studio, or something in it is damaged.
        StorageUnwritable: the disk is full.
    """
    with _opened(source) as packed, TemporaryDirectory(prefix="seedance-project-") as folder:
        content = _checked_content(packed)
        with storing(LIBRARY):
            packed.extractall(folder)
        root = Path(folder)
        known = [one for one in content.clips if library.has(one)]
        new = [_read(root, one) for one in content.clips if one not in known]
        _keep_inputs(root, new, inputs)
        for clip in new:
            _take(root / "clips" / clip.id, replace(clip, owner=owner), library, catalogue)
    return Imported(new=tuple(clip.id for clip in new), known=tuple(known))


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as packed:
            yield packed
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise _refused(
            Text("it is not a project file, or it is damaged", "不是项目文件，或文件已损坏")
        ) from error


def _checked_content(packed: zipfile.ZipFile) -> Content:
    """Look at the list of a file before anything of it is unpacked."""
    entries = packed.infolist()
    names = [entry.filename for entry in entries]
    if _CONTENT not in names or len(set(names)) != len(names):
        raise _refused(Text("it is not a project of this studio", "不是本工作室的项目文件"))
    if sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise _refused(Text("it is larger than 4 GB", "超过 4 GB"))
    for entry in entries:
        name = entry.filename
        if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1:
            raise _refused(Text("it was packed by another program", "由其他程序打包，无法读取"))
        if name != _CONTENT and not (_CLIP_FILE.fullmatch(name) or _INPUT_FILE.fullmatch(name)):
            raise _refused(
                Text(f"'{name[:80]}' does not belong in it", f"含有多余文件“{name[:80]}”")
            )
        if name.endswith(".json") and entry.file_size > _MAX_DOCUMENT_BYTES:
            raise _refused(Text(f"'{name}' is too large", f"“{name}”过大"))
    content = _understood(Content, packed.read(_CONTENT))
    if content.schema != SCHEMA:
        raise _refused(Text("another version of the studio made it", "由其他版本的工作室导出"))
    if not all(is_clip_id(one) for one in content.clips) or len(content.clips) > MAX_CLIPS:
        raise _refused(Text(f"it may hold {MAX_CLIPS} clips", f"最多包含 {MAX_CLIPS} 个片段"))
    return content


def _read(root: Path, clip_id: str) -> Clip:
    """Read and examine one unpacked clip."""
    home = root / "clips" / clip_id
    video = next(home.glob("clip.*"), None)
    if video is None or not (home / SIDECAR).is_file():
        raise _refused(Text(f"clip '{clip_id}' is not whole", f"片段“{clip_id}”不完整"))
    clip = _understood(Clip, (home / SIDECAR).read_bytes())
    run_limited(examine_film, video)
    if clip.id != clip_id or sha256_of(video) != clip.sha256:
        raise _refused(
            Text(f"clip '{clip_id}' is not what its recipe says", f"片段“{clip_id}”与其配方不符")
        )
    return clip


def _keep_inputs(root: Path, clips: Sequence[Clip], inputs: Inputs) -> None:
    wanted = _inputs_of(clips)
    for path in sorted((root / "inputs").glob("*")):
        if path.name in wanted and inputs.keep_file(path).stored != path.name:
            raise _refused(Text(f"'{path.name}' was changed", f"“{path.name}”已被改动"))


def _take(home: Path, clip: Clip, library: Library, catalogue: Catalogue) -> None:
    video = next(home.glob("clip.*"))
    with storing(LIBRARY):
        shutil.move(video, library.part(clip.id, video.suffix))
    library.publish(clip)
    written = home / SHELF
    if written.is_file():
        shelf = _understood(Shelf, written.read_bytes())
        kept = replace(
            shelf,
            folder=shelf.folder[:MAX_FOLDER_CHARACTERS],
            note=shelf.note[:MAX_NOTE_CHARACTERS],
            is_shared=False,  # whoever took it in has shown it to nobody
        )
        catalogue.change(clip.id, lambda _blank: kept)


def _inputs_of(clips: Sequence[Clip]) -> set[str]:
    planned = [one for clip in clips for one in clip.recipe.plan.references]
    masks = {one.mask for one in planned if one.mask}
    return {one.stored for one in planned} | masks


def _understood(cls: type[T], document: bytes) -> T:
    try:
        return from_json(cls, document)
    except StorageError as error:
        raise _refused(error.message) from error


def _refused(words: Text) -> StudioError:
    return RequestError({"file": words})
