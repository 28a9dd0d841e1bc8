"""All marks of a published clip, in the order in which they must be made.

draw (invisible mark, then label) -> encode with metadata -> sign -> read everything back
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path

import av

from seedance_studio.domain.clip import Recipe
from seedance_studio.errors import MarksUnreadable, RequestError, SigningFailed, Text
from seedance_studio.media.codec import to_json
from seedance_studio.media.marks import Marks, unmarked
from seedance_studio.media.planes import depth, plane
from seedance_studio.media.probe import open_media, probe
from seedance_studio.provenance.aigc import AIGC_KEY, PRODUCER, make_aigc
from seedance_studio.provenance.credentials import (
    COMPOSITE,
    ENHANCED,
    GENERATED,
    Claim,
    Source,
    read_credentials,
    sign,
)
from seedance_studio.provenance.identity import Identity, has_own_identity, open_identity
from seedance_studio.provenance.label import FADE_S, Label
from seedance_studio.provenance.verify import RECIPE_KEY, read_published_watermark, verify_file
from seedance_studio.provenance.watermark import Watermarker, watermark_payload
from seedance_studio.settings import MarkProfile, MarkSettings

_WORDS: dict[MarkProfile, tuple[str, ...]] = {
    "global": ("AI生成", "AI-generated"),
    "cn": ("AI生成",),
    "eu": ("AI GENERATED",),
    "us": ("AI-generated",),
    "private": ("AI生成", "AI-generated"),
}
"""Of the label: China asks for AI and 生成, the EU's code of practice for its own capitals."""
_LABEL_S = 2.0
"""The shortest that GB 45438-2025 allows at the start of a film."""
LABEL_GONE_S = _LABEL_S + FADE_S
"""When a label that is drawn at the start is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """All that a file's marks are to say; a withheld clip keeps it until it is signed."""

    clip_id: str
    metadata: dict[str, str]
    """What the container must carry, by key."""
    claim: Claim
    """What the signature says."""
    is_drawn: bool
    """Label and invisible mark are drawn on the pictures."""
    watermark: str | None
    """The payload that the pictures carry in the end; None for a film that nobody generated."""
    label_from_s: float | None = 0.0
    """When the label that is drawn appears; None for pictures that show one already."""


class Marker:
    """Marks the clips of one installation.

    Args:
        settings: what the host wants.
        identity_dir: where the installation's own signing key is, or will be.
        inputs: folder of the files that plans refer to.
    """

    def __init__(self, settings: MarkSettings, identity_dir: Path, inputs: Path) -> None:
        self._settings = settings
        self._identity_dir = identity_dir
        self._inputs = inputs

    @cached_property
    def identity(self) -> Identity:
        """Who signs, made when first needed. Raises SigningFailed, StorageUnwritable."""
        settings = self._settings
        return open_identity(self._identity_dir, settings.certificate_pem, settings.key_pem)

    def known_root(self) -> str:
        """Give the root certificate that own signatures end in, empty before the first; PEM."""
        if not self._settings.certificate_pem and not has_own_identity(self._identity_dir):
            return ""
        try:
            return self.identity.root_pem
        except SigningFailed:
            return ""

    def state_generated(self, recipe: Recipe, clip_id: str) -> Statement:
        """Say of a clip that a model made it, by which recipe and from what."""
        plan = recipe.plan
        facts: dict[str, str | int] = {
            "clip": clip_id,
            "engine": plan.pipeline_key.engine,
            "revision": plan.pipeline_key.revision,
            "seed": plan.seed,
            "prompt_sha256": sha256(recipe.request.prompt.encode()).hexdigest(),
            "watermark": watermark_payload(clip_id),
        }
        facts |= {reference.name: reference.sha256 for reference in plan.references}
        sources = tuple(
            Source(
                name=reference.name,
                path=self._inputs / reference.stored,
                is_parent=reference.role in ("edit", "extend"),
            )
            for reference in plan.references
        )
        is_edit = any(source.is_parent for source in sources)
        return Statement(
            clip_id=clip_id,
            metadata={RECIPE_KEY: to_json(recipe), AIGC_KEY: self._aigc(clip_id)},
            claim=Claim(
                title=clip_id,
                made_at=recipe.created_at,
                source_type=COMPOSITE if is_edit else GENERATED,
                facts=facts,
                sources=sources,
            ),
            is_drawn=True,
            watermark=watermark_payload(clip_id),
        )

    def state_finished(self, recipe_json: str, made_at: str, clip_id: str, film: Path) -> Statement:
        """Say of a film that was there before that it was finished here.

        What the film says of itself is carried on. A mark that its pictures hold already is not
        drawn over: two would hide each other. What was filmed does not become generated.

        Args:
            recipe_json: how it was finished.
            made_at: UTC, ISO 8601.
            clip_id: of the finished film.
            film: the file that was finished.

        Raises:
            RequestError: under `file`: the film cannot be read.
        """
        found = verify_file(film, self.known_root())
        metadata = {RECIPE_KEY: recipe_json}
        if found.aigc is not None:
            metadata[AIGC_KEY] = json.dumps(found.aigc, separators=(",", ":"))
        elif found.is_generated:
            metadata[AIGC_KEY] = self._aigc(clip_id)
        carried = found.watermark.payload if found.watermark is not None else None
        own = watermark_payload(clip_id) if found.is_generated else None
        return Statement(
            clip_id=clip_id,
            metadata=metadata,
            claim=Claim(
                title=clip_id,
                made_at=made_at,
                source_type=COMPOSITE if found.is_generated else ENHANCED,
                facts={"clip": clip_id},
                sources=(Source(name="film", path=film, is_parent=True),),
            ),
            is_drawn=found.is_generated and carried is None,
            watermark=carried or own,
        )

    def state_composed(
        self,
        recipe_json: str,
        made_at: str,
        clip_id: str,
        films: Sequence[Path],
        begins_s: float | None = None,
    ) -> Statement:
        """Say of films that were put together here what of it a model made, and from what.

        The pictures are new ones, so label and invisible mark are drawn anew on the whole.

        Args:
            recipe_json: how they were put together.
            made_at: UTC, ISO 8601.
            clip_id: of the whole.
            films: the files.
            begins_s: where the first film begins to be seen, if at first it fills the picture: the
                label that it has there of its own is not drawn over.

        Raises:
            RequestError: under `file`: a film cannot be read.
        """
        root = self.known_root()
        found = [verify_file(film, root) for film in dict.fromkeys(films)]
        is_generated = any(one.is_generated for one in found)
        label_from_s: float | None = 0.0
        if begins_s is not None and found[0].recipe is not None:
            label_from_s = max(0.0, LABEL_GONE_S - begins_s) if begins_s else None
        metadata = {RECIPE_KEY: recipe_json}
        if is_generated:
            metadata[AIGC_KEY] = self._aigc(clip_id)
        sources = tuple(
            Source(name=f"film {number}", path=film) for number, film in enumerate(films, 1)
        )
        return Statement(
            clip_id=clip_id,
            metadata=metadata,
            claim=Claim(
                title=clip_id,
                made_at=made_at,
                source_type=COMPOSITE if is_generated else ENHANCED,
                facts={"clip": clip_id},
                sources=sources,
            ),
            is_drawn=is_generated,
            watermark=watermark_payload(clip_id) if is_generated else None,
            label_from_s=label_from_s,
        )

    def marks(self, statement: Statement) -> Marks:
        """Give the marks that go into a file's pictures and its container."""
        draw = partial(self._draw, statement) if statement.is_drawn else unmarked
        return Marks(metadata=statement.metadata, draw=draw)

    def seal(self, path: Path, statement: Statement) -> bool | None:
        """Sign a finished file, then read back every mark; nothing may touch the file after.

        Returns:
            Whether the invisible mark can be read: very small pictures do not hold it. None where
            there is to be none.

        Raises:
            SigningFailed: there is no usable key, or the signer refused.
            MarksUnreadable: a mark did not come back.
            StorageUnwritable: the disk is full.
        """
        _require_metadata(path, statement)
        sign(path, self.identity, statement.claim)
        _require_metadata(path, statement)
        credentials = read_credentials(path, self.identity.root_pem)
        if credentials is None or credentials.state != "intact" or not credentials.is_own:
            found = ", ".join(credentials.problems) if credentials else "-"
            raise _unreadable(Text(f"the signature ({found})", f"签名（{found}）"))
        if statement.watermark is None:
            return None
        mark = read_published_watermark(path)
        return mark is not None and mark.payload == statement.watermark

    def restore(self, path: Path, statement: Statement) -> None:
        """Write the container's marks anew where they are missing, pictures untouched.

        Raises:
            MarksUnreadable: the file cannot be read.
        """
        try:
            _require_metadata(path, statement)
        except MarksUnreadable:
            _rewrite(path, statement)

    def _aigc(self, clip_id: str) -> str:
        return make_aigc(clip_id, self._settings.producer or PRODUCER)

    def _draw(
        self, statement: Statement, frames: Iterable[av.VideoFrame]
    ) -> Iterator[av.VideoFrame]:
        watermarker: Watermarker | None = None
        label: Label | None = None
        label_from_s = statement.label_from_s
        for frame in frames:
            if watermarker is None:
                size = (frame.width, frame.height)
                watermarker = Watermarker(watermark_payload(statement.clip_id), *size)
                label = self._label(*size) if label_from_s is not None else None
            watermarker.mark(plane(frame, 0), depth(frame))
            seen_s = frame.time - (label_from_s or 0.0)
            if label is not None and seen_s >= 0:
                label.draw(frame, seen_s)
            yield frame

    def _label(self, width: int, height: int) -> Label | None:
        settings = self._settings
        if settings.label == "off":
            return None
        seconds = _LABEL_S if settings.label == "start" else None
        return Label(_WORDS[settings.profile], width, height, seconds)


def _require_metadata(path: Path, statement: Statement) -> None:
    try:
        found = probe(path).metadata
    except RequestError as error:
        raise _unreadable(error.problems["file"]) from error
    for key, value in statement.metadata.items():
        if found.get(key) != value:
            raise _unreadable(Text(f"the field {key}", f"字段 {key}"))


def _rewrite(path: Path, statement: Statement) -> None:
    part = path.with_name(f".marked{path.suffix}")
    options = {"movflags": "use_metadata_tags+faststart"}
    try:
        with (
            open_media(path) as source,
            av.open(str(part), "w", format=path.suffix[1:], options=options) as target,
        ):
            target.metadata.update(statement.metadata)
            streams = {
                stream.index: target.add_stream_from_template(stream, opaque=True)
                for stream in (*source.streams.video, *source.streams.audio)
            }
            for packet in source.demux(list(source.streams.video + source.streams.audio)):
                if packet.dts is not None:
                    packet.stream = streams[packet.stream.index]
                    target.mux(packet)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(path)
    except (av.FFmpegError, OSError, RequestError) as error:
        raise _unreadable(Text(str(error), str(error))) from error
    finally:
        part.unlink(missing_ok=True)


def _unreadable(mark: Text) -> MarksUnreadable:
    return MarksUnreadable(
        Text(
            f"The finished clip was not published: a mark cannot be read back ({mark.en}).",
            f"成片未发布：有标识无法读回（{mark.zh}）。",
        ),
        Text(
            "The clip is kept. Sign it again on the page Check a file, or with "
            "`python -m seedance_studio sign`; nothing has to be generated again.",
            "视频已暂存。可在“查验文件”页或用 `python -m seedance_studio sign` 重新签名，"
            "无需重新生成。",
        ),
    )
