"""Making a brand style from pictures: what is asked and what runs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from seedance_studio.domain.engine import EngineCard
from seedance_studio.domain.pipeline_key import PipelineKey
from seedance_studio.domain.reference import InputFile
from seedance_studio.domain.request import GenerationRequest, StyleUse
from seedance_studio.domain.sound import SoundWish
from seedance_studio.domain.style import AdapterFacts, Style, StyleCard
from seedance_studio.errors import Language, Text

MIN_PICTURES, MAX_PICTURES = 5, 30
MIN_MINUTES, MAX_MINUTES = 0.05, 120.0
MAX_NAME_CHARACTERS = 40
TRAINING_RANK = 12

SAMPLE_PROMPT = "a red fox runs through a green meadow by day, mountains, tracking shot"
SAMPLE_SEED = 11
SAMPLE_SECONDS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRequest:
    """What was asked. Nothing is checked or filled in here."""

    pictures: tuple[str, ...]
    """Paths: 5 to 30 pictures, or one video."""
    name: str
    description: str = ""
    minutes: float = 5.0
    engine: str = "seedling"
    trigger_word: str = ""
    author: str = ""
    licence: str = ""
    """Of the style; the user has to have the right to give it."""
    language: Language = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """What will run."""

    pipeline_key: PipelineKey
    card: StyleCard
    """Of the style that comes of it."""
    kind: Literal["pictures", "video"]
    stored: tuple[str, ...]
    """Names of the files, in the folder that a run is given."""
    seconds: float
    """Of training, beside what preparing takes."""
    width: int
    """In pixels, as is `height`: what the pictures are fitted to."""
    height: int


def style_id_of(name: str) -> str:
    """Give the id for a name: its Latin letters, or else a hash of it."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:MAX_NAME_CHARACTERS]
    if len(plain) >= 2 and len(plain) >= len(name.strip()) / 2:
        return plain
    return f"style-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def training_problems(
    request: TrainingRequest,
    cards: Mapping[str, EngineCard],
    taken: Collection[str],
    files: Mapping[str, InputFile],
    unreadable: Mapping[str, Text],
) -> dict[str, Text]:
    """Give all that is wrong with a request, by field.

    Args:
        request: what was asked.
        cards: of all engines, by id.
        taken: ids of the styles that exist.
        files: what was found in its pictures, by path.
        unreadable: what is wrong with those that are missing there, by path.
    """
    problems: dict[str, Text] = {}
    kinds = [file.facts.kind for file in files.values()]
    for path, words in unreadable.items():
        name = path.rsplit("/", 1)[-1]
        problems["pictures"] = Text(f"{name}: {words.en}", f"{name}：{words.zh}")
    count = len(request.pictures)
    if "video" in kinds:
        if count != 1:
            problems["pictures"] = Text(
                "give one video, or pictures alone", "请只提供一段视频，或只提供图片"
            )
    elif not MIN_PICTURES <= count <= MAX_PICTURES:
        problems["pictures"] = Text(
            f"{count} pictures; {MIN_PICTURES} to {MAX_PICTURES} are needed",
            f"共 {count} 张图片，需要 {MIN_PICTURES} 到 {MAX_PICTURES} 张",
        )
    elif len({file.sha256 for file in files.values()}) < len(files):
        problems["pictures"] = Text("the same picture is there twice", "有重复的图片")
    problems |= _name_problems(request.name.strip(), taken)
    if not MIN_MINUTES <= request.minutes <= MAX_MINUTES:
        problems["minutes"] = Text(
            f"{request.minutes:g} minutes; {MIN_MINUTES:g} to {MAX_MINUTES:g} are possible",
            f"{request.minutes:g} 分钟，可用 {MIN_MINUTES:g} 到 {MAX_MINUTES:g} 分钟",
        )
    card = cards.get(request.engine)
    if card is None or card.style_base is None:
        problems["engine"] = Text(
            f"'{request.engine}' cannot be taught a style", f"“{request.engine}”不能训练风格"
        )
    return problems


def _name_problems(name: str, taken: Collection[str]) -> dict[str, Text]:
    if not any(char.isalnum() for char in name):
        return {"name": Text("give the style a name", "请为风格命名")}
    if len(name) > MAX_NAME_CHARACTERS:
        return {
            "name": Text(
                f"{len(name)} characters; {MAX_NAME_CHARACTERS} are possible",
                f"共 {len(name)} 个字符，最多 {MAX_NAME_CHARACTERS} 个",
            )
        }
    if style_id_of(name) in taken:
        return {
            "name": Text(
                f"there is a style '{style_id_of(name)}' already", f"已有名为“{name}”的风格"
            )
        }
    return {}


def make_training_plan(
    request: TrainingRequest,
    card: EngineCard,
    files: Mapping[str, InputFile],
    *,
    key: PipelineKey,
    created_at: str,
) -> TrainingPlan:
    """Fix every number of a request in which `training_problems` has found none."""
    found = [files[path] for path in request.pictures]
    size = next(iter(card.sizes.values()))
    name = request.name.strip()
    trigger = request.trigger_word.strip()
    return TrainingPlan(
        pipeline_key=key,
        card=StyleCard(
            id=style_id_of(name),
            name=Text(name, name),
            description=Text(request.description, request.description),
            base=card.style_base or "unknown",
            trigger_words=(trigger,) if trigger else (),
            author=request.author,
            licence=request.licence,
            created_at=created_at,
            source_sha256=tuple(file.sha256 for file in found),
        ),
        kind="video" if found[0].facts.kind == "video" else "pictures",
        stored=tuple(file.stored for file in found),
        seconds=request.minutes * 60,
        width=size.width,
        height=size.height,
    )


def sample_request(
    engine: str, styles: tuple[StyleUse, ...], language: Language
) -> GenerationRequest:
    """Give the request for the clip that shows what styles do, the same for all."""
    return GenerationRequest(
        prompt=SAMPLE_PROMPT,
        engine=engine,
        styles=styles,
        seconds=SAMPLE_SECONDS,
        size="native",
        fps="native",
        sound=SoundWish(source="off"),
        seed=SAMPLE_SEED,
        language=language,
    )


def style_to_be(plan: TrainingPlan) -> Style:
    """Give a style as it is planned with before its adapter exists."""
    adapter = AdapterFacts(base=plan.card.base, rank=TRAINING_RANK, num_bytes=0, sha256="")
    return Style(card=plan.card, adapter=adapter, folder=Path(), is_own=True)
