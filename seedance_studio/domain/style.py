"""A brand style: a look that a small adapter (LoRA) puts on whatever an engine draws."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from seedance_studio.domain.delivery import ReportItem
from seedance_studio.domain.engine import EngineCard
from seedance_studio.domain.prompt import PreparedPrompt
from seedance_studio.domain.request import StyleUse
from seedance_studio.errors import Text

STYLE_SCHEMA = 1
MAX_STYLES = 4
"""How many may be mixed in one clip."""
MAX_STYLE_WEIGHT = 2.0
"""Beyond it pictures fall apart; a negative weight turns a look into its opposite."""

BASES: Mapping[str, Text] = {
    "seedling": Text("Seedling", "Seedling 小苗"),
    "wan-1.3b": Text("Wan 1.3B", "Wan 1.3B"),
    "wan-5b": Text("Wan 5B", "Wan 5B"),
    "wan-14b": Text("Wan 14B", "Wan 14B"),
    "ltx": Text("LTX-Video", "LTX-Video"),
    "hunyuan": Text("HunyuanVideo", "HunyuanVideo 混元"),
    "flux": Text("FLUX", "FLUX"),
    "sdxl": Text("Stable Diffusion", "Stable Diffusion"),
    "unknown": Text("a model that the studio does not know", "未知模型"),
}
"""The models that an adapter may have been made for, as users know them."""

_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleCard:
    """What a style says of itself: its `style.json`."""

    schema: int = STYLE_SCHEMA
    id: str
    """Also the name of its folder: 2 to 40 small letters, digits and hyphens."""
    name: Text
    description: Text
    base: str
    """One of BASES; checked against the adapter itself."""
    trigger_words: tuple[str, ...] = ()
    """Put in front of the prompt of an engine that reads free text."""
    wording: Text = field(default_factory=lambda: Text("", ""))
    """Put behind the prompt of an engine that reads free text."""
    default_weight: float = 1.0
    palette: tuple[str, ...] = ()
    """#rrggbb, the leading colours."""
    author: str = ""
    licence: str = ""
    created_at: str = ""
    """UTC, ISO 8601."""
    source_sha256: tuple[str, ...] = ()
    """Of the pictures it was trained on, as they were given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdapterFacts:
    """What a file of adapter weights really holds."""

    base: str
    """One of BASES, told from the shapes inside."""
    rank: int
    num_bytes: int
    sha256: str

    @property
    def stored(self) -> str:
        """The name under which a run finds the file."""
        return f"{self.sha256}.safetensors"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A style in the gallery."""

    card: StyleCard
    adapter: AdapterFacts
    folder: Path
    is_own: bool
    """False of those that come with the studio."""

    @property
    def id(self) -> str:
        """What requests call it."""
        return self.card.id


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStyle:
    """One style of a plan."""

    id: str
    weight: float = 1.0
    name: Text = field(default_factory=lambda: Text("", ""))
    stored: str = ""
    """Name of the adapter's file in the folder that a run is given; names its content."""


def is_style_id(text: str) -> bool:
    """True when a style may be called so."""
    return _ID.fullmatch(text) is not None


def base_name(base: str) -> Text:
    """Give a base as users know it."""
    return BASES.get(base, BASES["unknown"])


def style_problems(
    asked: Sequence[StyleUse], known: Mapping[str, Style], card: EngineCard | None
) -> dict[str, Text]:
    """Give what is wrong with the styles of a request, under `styles`; the first thing alone."""
    for text in (*_number_problems(asked), *_fit_problems(asked, known, card)):
        return {"styles": text}
    return {}


def _number_problems(asked: Sequence[StyleUse]) -> list[Text]:
    problems = []
    ids = [one.id for one in asked]
    if len(ids) > MAX_STYLES:
        problems.append(
            Text(
                f"{len(ids)} styles; {MAX_STYLES} can be mixed",
                f"共 {len(ids)} 个风格，最多混合 {MAX_STYLES} 个",
            )
        )
    for twice in sorted({one for one in ids if ids.count(one) > 1}):
        problems.append(Text(f"'{twice}' is named twice", f"“{twice}”重复"))
    for one in asked:
        # Not a number compares as false.
        if not -MAX_STYLE_WEIGHT <= one.weight <= MAX_STYLE_WEIGHT:
            low, high = -MAX_STYLE_WEIGHT, MAX_STYLE_WEIGHT
            problems.append(
                Text(
                    f"the weight of '{one.id}' is {one.weight:g}; {low:g} to {high:g} is possible",
                    f"“{one.id}”的权重为 {one.weight:g}，可用 {low:g} 到 {high:g}",
                )
            )
    return problems


def _fit_problems(
    asked: Sequence[StyleUse], known: Mapping[str, Style], card: EngineCard | None
) -> list[Text]:
    problems = []
    unknown = [one.id for one in asked if one.id not in known]
    if unknown:
        names = ", ".join(unknown)
        problems.append(Text(f"there is no style '{names}'", f"没有名为“{names}”的风格"))
    for one in asked:
        style = known.get(one.id)
        if style is None or card is None or style.adapter.base == card.style_base:
            continue
        made_for, name = base_name(style.adapter.base), style.card.name
        if card.style_base is None:
            problems.append(
                Text(f"{card.title.en} takes no brand styles", f"{card.title.zh}不支持品牌风格")
            )
            continue
        takes = base_name(card.style_base)
        problems.append(
            Text(
                f"{name.en} is made for {made_for.en}; {card.title.en} takes styles for {takes.en}",
                f"{name.zh}适用于 {made_for.zh}，而{card.title.zh}只接受适用于 {takes.zh} 的风格",
            )
        )
    return problems


def plan_styles(asked: Sequence[StyleUse], known: Mapping[str, Style]) -> tuple[PlannedStyle, ...]:
    """Give the styles that will act, in the user's order; a weight of 0 leaves one out."""
    return tuple(
        PlannedStyle(
            id=one.id,
            weight=one.weight,
            name=known[one.id].card.name,
            stored=known[one.id].adapter.stored,
        )
        for one in asked
        if one.weight != 0
    )


def with_wording(
    prompt: PreparedPrompt, asked: Sequence[StyleUse], known: Mapping[str, Style], card: EngineCard
) -> PreparedPrompt:
    """Put the words of the styles into a prompt that is read freely; others stay as they are.

    A style that acts against its look adds no words, and no word is said twice.
    """
    if card.has_world_vocabulary:
        return prompt
    text, added = prompt.engine_prompt, []
    for one in asked:
        style = known.get(one.id)
        if style is None or one.weight <= 0:
            continue
        for word in reversed(style.card.trigger_words):
            if word.lower() not in text.lower():
                text = f"{word}, {text}"
                added.append(Text(word, word))
        wording = style.card.wording.in_language(prompt.language)
        if wording and wording.lower() not in text.lower():
            text = f"{text}, {wording}"
            added.append(style.card.wording)
    return replace(prompt, engine_prompt=text, added=(*prompt.added, *added))


def style_report(
    asked: Sequence[StyleUse], known: Mapping[str, Style], card: EngineCard
) -> list[ReportItem]:
    """Say of each style what it will do."""
    return [_report_item(one, known[one.id].card, card) for one in asked]


def _report_item(asked: StyleUse, style: StyleCard, card: EngineCard) -> ReportItem:
    item, name, weight = "style", style.name, f"{asked.weight:g}"
    if asked.weight == 0:
        note = Text(f"{name.en} has weight 0 and does nothing", f"{name.zh}权重为 0，不起作用")
        return ReportItem(item=item, status="ignored", note=note)
    if asked.weight < 0:
        note = Text(f"away from {name.en}, weight {weight}", f"反向使用{name.zh}，权重 {weight}")
        return ReportItem(item=item, status="honoured", note=note)
    words = _said(style)
    if card.has_world_vocabulary or not words.en:
        note = Text(f"{name.en}, weight {weight}", f"{name.zh}，权重 {weight}")
    else:
        note = Text(
            f"{name.en}, weight {weight}; adds to the prompt: {words.en}",
            f"{name.zh}，权重 {weight}；加入提示词：{words.zh}",
        )
    return ReportItem(item=item, status="honoured", note=note)


def _said(style: StyleCard) -> Text:
    def words(wording: str) -> str:
        return ", ".join(filter(None, [*style.trigger_words, wording]))

    return Text(words(style.wording.en), words(style.wording.zh))
