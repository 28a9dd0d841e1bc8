"""References in numbers: which shape and length they give the clip, and how each will act."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seedance_studio.domain.delivery import ReportItem, ReportStatus
from seedance_studio.domain.engine import EngineCard, NativeSize, RoleSupport
from seedance_studio.domain.reference import (
    FRAME_ROLES,
    LOOK_ROLES,
    MOTION_ROLES,
    ROLE_WORDS,
    SOURCE_ROLES,
    CastReference,
    PlannedReference,
    Role,
    can_be_staged,
)
from seedance_studio.domain.request import ADAPTIVE, DEFAULT_STRENGTH, GenerationRequest
from seedance_studio.errors import Text

_SAME_ASPECT = 1.02
"""Shapes this near are taken for the same: 1920x1080 and 288x160 are both 16:9."""
_SAME_SECONDS = 0.05
_SHORT_BY_S = 0.25
"""A video that ends so much earlier than the clip still says how all of it moves."""
_STUDIO_ROLES: dict[Role, RoleSupport] = {
    "music": RoleSupport(
        status="honoured",
        note=Text("it plays as the music, cut or looped", "作为配乐播放，按需裁剪或循环"),
        has_strength=True,
    ),
    "rhythm": RoleSupport(
        status="honoured",
        note=Text(
            "motion is fastest on its beats and music follows them; above 50 % the framing cuts"
            " closer and back on every fourth",
            "动作在它的节拍处加快，配乐也跟着节拍走；强度超过 50 % 时，每四拍切换一次远近景",
        ),
        has_strength=True,
    ),
}
"""What the finish does for every engine."""
_CANNOT = Text("this engine cannot use it", "该模型无法使用")
_FOLLOWED = ("edit", "structure")
"""Roles whose video gives the clip its length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the references of a request come to."""

    aspect: str
    seconds: float
    references: tuple[PlannedReference, ...]
    """Those that the engine will use, every number final."""
    strength: float | None
    """Of an edit; None when nothing is edited."""
    report: tuple[ReportItem, ...]


def settle(request: GenerationRequest, cast: Sequence[CastReference], card: EngineCard) -> Setting:
    """Fix what references decide: the shape and length of the clip, and how each acts.

    Args:
        request: what was asked.
        cast: its references with their roles.
        card: the engine's; a reference whose role it does not play is left out and reported.
    """
    aspect, shape_report = _aspect(request, cast, card.sizes)
    seconds, length_report = _seconds(request, cast, card)
    native, unused = card.sizes[aspect], _unused(cast, card)
    references = tuple(
        _planned(part, card, seconds, native) for part in cast if part.asked.name not in unused
    )
    strength, strength_report = _strength(request, references)
    return Setting(
        aspect=aspect,
        seconds=seconds,
        references=references,
        strength=strength,
        report=(
            *_report(cast, references, card, native, seconds),
            *strength_report,
            *shape_report,
            *length_report,
        ),
    )


def _aspect(
    request: GenerationRequest, cast: Sequence[CastReference], sizes: Mapping[str, NativeSize]
) -> tuple[str, list[ReportItem]]:
    if request.aspect != ADAPTIVE:
        return request.aspect, []
    model = _shape_giver(cast)
    if model is None:
        return next(iter(sizes)), []
    ratio = _ratio(model)
    aspect = min(
        sizes, key=lambda name: abs(math.log(sizes[name].width / sizes[name].height / ratio))
    )
    name = model.asked.name
    facts = model.file.facts
    note = Text(
        f"{aspect}, nearest to {name} ({facts.width}×{facts.height})",
        f"{aspect}，最接近 {name}（{facts.width}×{facts.height}）",
    )
    is_same = _is_same_shape(ratio, sizes[aspect].width / sizes[aspect].height)
    return aspect, [_line("aspect", "honoured" if is_same else "adapted", note)]


def _shape_giver(cast: Sequence[CastReference]) -> CastReference | None:
    """Give the reference whose own pictures are seen; else the first that has any."""
    seen = [part for part in cast if part.file.facts.width]
    order = (*SOURCE_ROLES, *FRAME_ROLES)
    return min(
        seen, key=lambda part: order.index(part.role) if part.role in order else 99, default=None
    )


def _ratio(part: CastReference) -> float:
    return (part.file.facts.width or 1) / (part.file.facts.height or 1)


def _has_shape_of(part: CastReference, native: NativeSize) -> bool:
    return _is_same_shape(_ratio(part), native.width / native.height)


def _is_same_shape(ratio: float, other: float) -> bool:
    return max(ratio / other, other / ratio) <= _SAME_ASPECT


def _seconds(
    request: GenerationRequest, cast: Sequence[CastReference], card: EngineCard
) -> tuple[float, list[ReportItem]]:
    followed = next((part for part in cast if part.role in _FOLLOWED), None)
    if followed is None or followed.span is None:
        return request.seconds, []
    length = followed.span[1] - followed.span[0]
    most = card.max_seconds
    if followed.role == "edit" and card.run_seconds is not None:
        most = card.run_seconds  # its pictures are seen as a whole
    seconds = min(max(length, card.min_seconds), most)
    if abs(seconds - request.seconds) <= _SAME_SECONDS:
        return request.seconds, []
    name = followed.asked.name
    note = Text(f"{seconds:.3g} s, as long as {name}", f"{seconds:.3g} 秒，与 {name} 等长")
    if length > most + _SAME_SECONDS:
        note = Text(
            f"{seconds:.3g} s, the most that can be followed; {name} has {length:.3g} s",
            f"{seconds:.3g} 秒，最多只能参考这么长；{name} 长 {length:.3g} 秒",
        )
    return round(seconds, 3), [_line("seconds", "adapted", note)]


def support_of(role: Role, card: EngineCard) -> RoleSupport | None:
    """Give how a role is played, by the engine or, with any engine, by the studio; None if not."""
    return card.roles.get(role) or _STUDIO_ROLES.get(role)


def _unused(cast: Sequence[CastReference], card: EngineCard) -> dict[str, Text]:
    """Say, by name, why a reference will not be used."""
    reasons: dict[str, Text] = {}
    count = Counter[Role]()
    looks = 0
    has_structure = any(part.role == "structure" for part in cast)
    for part in cast:
        count[part.role] += 1
        if support_of(part.role, card) is None:
            reasons[part.asked.name] = _CANNOT
        elif part.role in MOTION_ROLES and has_structure:
            reasons[part.asked.name] = Text(
                "the structure already says how everything moves", "结构参考已决定画面如何运动"
            )
        elif part.role in MOTION_ROLES and count[part.role] > 1:
            reasons[part.asked.name] = Text(
                "one video at a time can be followed", "同一时间只能参考一个视频的运动"
            )
        elif part.role in LOOK_ROLES:
            looks += 1
            if looks > card.max_looks:
                reasons[part.asked.name] = Text(
                    f"this engine looks at {card.max_looks} at most",
                    f"该模型最多参考 {card.max_looks} 个",
                )
    return reasons


def _planned(
    part: CastReference, card: EngineCard, seconds: float, native: NativeSize
) -> PlannedReference:
    facts, asked = part.file.facts, part.asked
    span = _used_span(part, seconds)
    return PlannedReference(
        name=asked.name,
        kind=facts.kind,
        role=part.role,
        strength=asked.strength,
        stored=part.file.stored,
        sha256=part.file.sha256,
        width=facts.width,
        height=facts.height,
        fps=facts.fps,
        duration_s=facts.duration_s,
        has_sound=facts.has_sound,
        start_s=span[0] if span else None,
        end_s=span[1] if span else None,
        fit="crop" if _has_shape_of(part, native) else asked.fit,
        mask=part.mask.stored if part.mask else None,
        structure=asked.structure if part.role == "structure" else None,
        latent_index=_latent_index(part, card, seconds),
    )


def _used_span(part: CastReference, seconds: float) -> tuple[float, float] | None:
    """Give what is used of a video or sound: no more than the clip can show."""
    if part.span is None or part.role in ("extend", "style"):
        return part.span
    start_s, end_s = part.span
    return start_s, round(min(end_s, start_s + seconds), 3)


def _latent_index(part: CastReference, card: EngineCard, seconds: float) -> int | None:
    """Give the latent frame that a picture becomes; None where it becomes none."""
    last = max(1, round(seconds * card.fps / card.frame_step))
    if part.role == "first_frame":
        return 0
    if part.role == "last_frame":
        return last
    if part.role != "keyframe" or part.at_s is None:
        return None
    return min(last, round(part.at_s * card.fps / card.frame_step))


def crowded_frames(
    cast: Sequence[CastReference], card: EngineCard, seconds: float
) -> dict[str, Text]:
    """Name, by field, the keyframes that fall on the same latent frame as another picture."""
    problems: dict[str, Text] = {}
    taken: dict[int, str] = {}
    # The ends have their places; keyframes come after them.
    for part in sorted(cast, key=lambda part: part.role == "keyframe"):
        index = _latent_index(part, card, seconds)
        if index is None:
            continue
        if index in taken and part.role == "keyframe":
            apart_s = card.frame_step / card.fps
            problems[f"references.{part.asked.name}.at_s"] = Text(
                f"too near {taken[index]}; pictures need {apart_s:g} s between them",
                f"与 {taken[index]} 太近，两张图片之间至少相隔 {apart_s:g} 秒",
            )
        taken.setdefault(index, part.asked.name)
    return problems


def _report(
    cast: Sequence[CastReference],
    planned: Sequence[PlannedReference],
    card: EngineCard,
    native: NativeSize,
    seconds: float,
) -> list[ReportItem]:
    """Say what each reference will do: one line for it, one for each number that is not kept."""
    by_name = {one.name: one for one in planned}
    unused, is_staged = _unused(cast, card), can_be_staged(planned)
    lines: list[ReportItem] = []
    for part in cast:
        lines.append(_role_line(part, card, unused.get(part.asked.name), is_staged=is_staged))
        if (one := by_name.get(part.asked.name)) is not None:
            lines += _strength_lines(part, card)
            lines += _fit_lines(part, native)
            lines += _detail_lines(part, native)
            lines += _span_lines(part, one, seconds)
    return lines


def _strength(
    request: GenerationRequest, planned: Sequence[PlannedReference]
) -> tuple[float | None, list[ReportItem]]:
    edit = next((one for one in planned if one.role == "edit"), None)
    if edit is not None and edit.fit != "extend":
        # What a mask marks is replaced, unless less is asked for.
        usual = DEFAULT_STRENGTH if edit.mask is None else 1.0
        return usual if request.strength is None else request.strength, []
    if request.strength is None:
        return None, []
    note = (
        Text("only the edit of a video has it", "仅用于视频编辑")
        if edit is None
        else Text(
            "what is painted around a video is made wholly anew", "画面之外补画的部分全部重新生成"
        )
    )
    return None, [_line("strength", "ignored", note)]


def _role_line(
    part: CastReference, card: EngineCard, unused: Text | None, *, is_staged: bool
) -> ReportItem:
    role, name = ROLE_WORDS[part.role], part.asked.name
    support, why = support_of(part.role, card), _reason(part)
    if support is None or unused is not None:
        unused = unused or _CANNOT
        note = Text(f"{role.en}: {unused.en}", f"{role.zh}：{unused.zh}")
        return _line(name, "ignored", note)
    does = support.note if is_staged or support.loose_note is None else support.loose_note
    note = Text(f"{role.en}{why.en}: {does.en}", f"{role.zh}{why.zh}：{does.zh}")
    return _line(name, support.status, note)


def _reason(part: CastReference) -> Text:
    """Say who gave the role, when it was not simply asked for."""
    if part.decided_by == "studio":
        return Text(" (our choice)", "（自动选择）")
    if part.decided_by == "prompt" and part.asked.role not in (None, part.role):
        was = ROLE_WORDS[part.asked.role]
        return Text(f" (the prompt says so, not {was.en})", f"（以提示词为准，而非{was.zh}）")
    return (
        Text(" (the prompt says so)", "（提示词指定）")
        if part.decided_by == "prompt"
        else Text("", "")
    )


def _strength_lines(part: CastReference, card: EngineCard) -> list[ReportItem]:
    if part.asked.strength == 1:
        return []
    item = f"{part.asked.name}.strength"
    support = support_of(part.role, card)
    if support is not None and support.has_strength:
        note = Text(
            f"acts at {part.asked.strength:.0%}", f"以 {part.asked.strength:.0%} 的强度起作用"
        )
        return [_line(item, "honoured", note)]
    note = Text("this role always acts in full", "该用途始终以全部强度起作用")
    return [_line(item, "ignored", note)]


def _fit_lines(part: CastReference, native: NativeSize) -> list[ReportItem]:
    if part.role not in (*FRAME_ROLES, *SOURCE_ROLES):
        return []
    if _has_shape_of(part, native):
        return []
    words = {
        "crop": Text("another shape: cropped to the frame", "画幅不同：裁切以填满画面"),
        "fit": Text("another shape: shown whole, with bars", "画幅不同：完整显示，四周留边"),
        "extend": Text(
            "another shape: shown whole, the rest is painted", "画幅不同：完整显示，其余由模型补画"
        ),
    }
    return [_line(f"{part.asked.name}.fit", "adapted", words[part.asked.fit])]


def _detail_lines(part: CastReference, native: NativeSize) -> list[ReportItem]:
    if part.role not in (*FRAME_ROLES, "extend"):
        return []
    facts = part.file.facts
    if min((facts.width or 0) / native.width, (facts.height or 0) / native.height) <= 1:
        return []
    note = Text(
        f"made at {native.width}×{native.height}; its own detail is carried along the motion",
        f"以 {native.width}×{native.height} 生成，其原有细节随运动延续",
    )
    return [_line(f"{part.asked.name}.detail", "adapted", note)]


def _span_lines(part: CastReference, one: PlannedReference, seconds: float) -> list[ReportItem]:
    if part.span is None or one.start_s is None or one.end_s is None:
        return []
    used_s = one.end_s - one.start_s
    if part.role in MOTION_ROLES and used_s < seconds - _SHORT_BY_S:
        note = Text(
            f"it lasts {used_s:.3g} s; for the rest of the clip it says that nothing moves",
            f"仅长 {used_s:.3g} 秒，片段其余部分按静止处理",
        )
        return [_line(f"{part.asked.name}.trim", "adapted", note)]
    if part.span[1] - one.end_s <= _SAME_SECONDS:
        return []
    note = Text(
        f"{one.start_s:.3g} to {one.end_s:.3g} s are used, as long as the clip is",
        f"使用 {one.start_s:.3g} 至 {one.end_s:.3g} 秒，与成片等长",
    )
    return [_line(f"{part.asked.name}.trim", "adapted", note)]


def _line(item: str, status: ReportStatus, note: Text) -> ReportItem:
    return ReportItem(item=item, status=status, note=note)
