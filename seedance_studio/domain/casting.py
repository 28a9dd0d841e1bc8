"""Who plays what: the mode of a request and the role of each of its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from seedance_studio.domain.prompt import Mention
from seedance_studio.domain.reference import (
    FITS,
    FRAME_ROLES,
    KIND_WORDS,
    MAX_OF_KIND,
    MAX_REFERENCES,
    ROLE_WORDS,
    ROLES_OF,
    SHOWS,
    SOURCE_ROLES,
    STRUCTURES,
    CastReference,
    InputFile,
    Kind,
    Reference,
    Role,
    ScenePart,
)
from seedance_studio.domain.request import GenerationRequest, Mode
from seedance_studio.errors import Text

Problems = dict[str, Text]

_DEFAULT_ROLES: dict[Kind, tuple[Role, ...]] = {
    "image": ("identity", "setting", "style"),
    "video": ("camera", "motion", "style"),
    "audio": ("music", "rhythm"),
}
"""What files without a role become in a mixed request: the first that nobody plays yet."""
_ALONE: tuple[Role, ...] = ("first_frame", "last_frame")
"""Roles that one file at most can play; so it is with a video that the clip follows."""
_MIN_SPAN_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Casting:
    """The parts as given, and everything that stands against them."""

    mode: Mode
    cast: tuple[CastReference, ...]
    """In the user's order; without the files that could not be read."""
    problems: Problems
    """By field: `references`, `references.Image1`, `references.Image1.at_s`, `prompt`, `mode`."""

    @property
    def shown(self) -> frozenset[ScenePart]:
        """What of the scene is seen in the files."""
        return frozenset(shown for part in self.cast for shown in SHOWS.get(part.role, ()))


def cast_references(
    request: GenerationRequest, mentions: Sequence[Mention], files: Mapping[str, InputFile]
) -> Casting:
    """Decide the mode and every role: the prompt's word first, then the card's, then ours.

    Args:
        request: what was asked.
        mentions: the references that the prompt names.
        files: what was found, by `Reference.file` and `.mask`; without those that cannot be read.
    """
    said = {mention.name: mention for mention in reversed(mentions) if mention.role is not None}
    asked = {
        one.name: said[one.name].role if one.name in said else one.role
        for one in request.references
    }
    times = {
        one.name: said[one.name].at_s if one.name in said and said[one.name].at_s else one.at_s
        for one in request.references
    }
    mode = request.mode or _mode(request.references, asked, times)
    roles = _filled(mode, request.references, asked, times)
    cast = tuple(
        CastReference(
            asked=one,
            role=roles[one.name],
            decided_by="prompt" if one.name in said else "request" if one.role else "studio",
            at_s=times[one.name] if roles[one.name] == "keyframe" else None,
            file=files[one.file],
            mask=files.get(one.mask) if one.mask else None,
        )
        for one in request.references
        if one.name in roles and one.file in files
    )
    problems = (
        _mention_problems(request.references, mentions)
        | _number_problems(request.references)
        | _mode_problems(mode, request, roles)
    )
    for one in request.references:
        problems |= _reference_problems(one, roles.get(one.name), times[one.name], request.seconds)
    for part in cast:
        problems |= _span_problems(part)
    return Casting(mode=mode, cast=cast, problems=_rival_problems(request, roles) | problems)


def _mode(
    references: Sequence[Reference],
    asked: Mapping[str, Role | None],
    times: Mapping[str, float | None],
) -> Mode:
    if not references:
        return "text"
    kinds = {one.kind for one in references}
    roles = set(asked.values())
    if kinds == {"image"} and roles <= {None, *FRAME_ROLES}:
        num_ends = sum(
            role in (None, *_ALONE) and not (role is None and times[name])
            for name, role in asked.items()
        )
        return "image" if num_ends <= len(_ALONE) else "mixed"
    is_source = roles <= {None, *SOURCE_ROLES, "camera", "motion"}
    return "video" if kinds == {"video"} and len(references) == 1 and is_source else "mixed"


def _filled(
    mode: Mode,
    references: Sequence[Reference],
    asked: Mapping[str, Role | None],
    times: Mapping[str, float | None],
) -> dict[str, Role]:
    """Give a role to each file that has none; files with a name that says no kind get none."""
    roles = {name: role for name, role in asked.items() if role is not None}
    for one in references:
        if one.name in roles or one.kind is None:
            continue
        if one.kind == "image" and times[one.name] is not None:
            roles[one.name] = "keyframe"
        elif one.kind == "video" and (mode == "video" or one.mask):
            roles[one.name] = "edit"
        else:
            frames = mode == "image" and one.kind == "image"
            parts = _ALONE if frames else _DEFAULT_ROLES[one.kind]
            free = [role for role in parts if role not in roles.values()]
            # The first again where all are taken: two frames are refused with a reason below.
            roles[one.name] = free[0] if free else parts[0]
    return roles


def _mention_problems(references: Sequence[Reference], mentions: Iterable[Mention]) -> Problems:
    names = [one.name for one in references]
    unknown = list(dict.fromkeys(one.name for one in mentions if one.name not in names))
    if not unknown:
        return {}
    lost = ", ".join(f"@{name}" for name in unknown)
    if not names:
        return {
            "prompt": Text(
                f"{lost} is named, but no file is given", f"提到了 {lost}，但没有提供任何文件"
            )
        }
    given = ", ".join(f"@{name}" for name in names)
    return {"prompt": Text(f"there is no {lost}; given are {given}", f"没有 {lost}，现有 {given}")}


def _number_problems(references: Sequence[Reference]) -> Problems:
    problems: Problems = {}
    kinds = Counter(one.kind for one in references if one.kind)
    crowded = [kind for kind, most in MAX_OF_KIND.items() if kinds[kind] > most]
    if len(references) > MAX_REFERENCES:
        problems["references"] = Text(
            f"{len(references)} files; {MAX_REFERENCES} are possible",
            f"共 {len(references)} 个文件，最多 {MAX_REFERENCES} 个",
        )
    elif crowded:
        most = [(MAX_OF_KIND[kind], KIND_WORDS[kind]) for kind in crowded]
        problems["references"] = Text(
            "too many: " + ", ".join(f"at most {limit} {word.en}s" for limit, word in most),
            "文件过多：" + "，".join(f"{word.zh}最多 {limit} 个" for limit, word in most),
        )
    for name, times in Counter(one.name for one in references).items():
        if times > 1:
            problems[f"references.{name}"] = Text("this name is given twice", "名称重复")
    return problems


def _mode_problems(mode: Mode, request: GenerationRequest, roles: Mapping[str, Role]) -> Problems:
    """Say what a mode that the user chose does not take."""
    references = request.references
    if mode == "text" and references:
        return {
            "mode": Text(
                "text takes no files; choose mixed", "文生视频不使用文件，请改用“混合参考”"
            )
        }
    if mode == "image" and (
        not references or any(roles.get(one.name) not in FRAME_ROLES for one in references)
    ):
        return {
            "mode": Text(
                "image takes pictures that are seen in the clip: a first frame, a last frame,"
                " keyframes; choose mixed for the rest",
                "图生视频只使用会出现在画面中的图片（首帧、尾帧、关键帧），其余请改用“混合参考”",
            )
        }
    if mode == "video" and [one.kind for one in references] != ["video"]:
        return {
            "mode": Text(
                "video takes one video; choose mixed for more",
                "视频生视频只使用一段视频，更多素材请改用“混合参考”",
            )
        }
    if mode == "mixed" and not references:
        return {"mode": Text("mixed needs at least one file", "“混合参考”至少需要一个文件")}
    return {}


def _rival_problems(request: GenerationRequest, roles: Mapping[str, Role]) -> Problems:
    """Refuse two files for a part that only one can play."""
    problems: Problems = {}
    for parts in (*((role,) for role in _ALONE), SOURCE_ROLES):
        players = [one.name for one in request.references if roles.get(one.name) in parts]
        for name in players[1:]:
            part = ROLE_WORDS[roles[players[0]]]
            problems[f"references.{name}"] = Text(
                f"{players[0]} is the {part.en} already; only one can be",
                f"{players[0]} 已用作{part.zh}，只能有一个",
            )
    return problems


def _reference_problems(
    one: Reference, role: Role | None, at_s: float | None, seconds: float
) -> Problems:
    field = f"references.{one.name}"
    if one.kind is None:
        return {
            field: Text(
                "a name is Image, Video or Audio and a number, such as Image1",
                "名称应为 Image、Video 或 Audio 加数字，如 Image1",
            )
        }
    problems: Problems = {}
    if role is not None and role not in ROLES_OF[one.kind]:
        problems[field] = _unplayable(one.kind, role)
    elif role == "voice":
        problems[field] = Text(
            "voices are locked: nobody's consent is on record", "人声已锁定：尚无本人授权记录"
        )
    if not 0 <= one.strength <= 1:
        problems[f"{field}.strength"] = Text(
            f"{one.strength:g} is out of range; 0 to 1 is possible",
            f"{one.strength:g} 超出范围，可用 0 到 1",
        )
    if role == "keyframe" and (at_s is None or not 0 <= at_s <= seconds):
        problems[f"{field}.at_s"] = Text(
            f"a keyframe needs its second, 0 to {seconds:g}",
            f"关键帧需要指定时间，0 到 {seconds:g} 秒",
        )
    if one.mask and role != "edit":
        problems[f"{field}.mask"] = Text(
            "a mask says where a video is edited; give it the role edit",
            "蒙版用于标出视频的编辑区域，请将用途设为 edit",
        )
    for name, value, choices in (("fit", one.fit, FITS), ("structure", one.structure, STRUCTURES)):
        if value not in choices:
            problems[f"{field}.{name}"] = Text(
                f"'{value}' is not offered; choose {', '.join(choices)}",
                f"不提供“{value}”，可选 {'、'.join(choices)}",
            )
    return problems


def _unplayable(kind: Kind, role: str) -> Text:
    word, able = KIND_WORDS[kind], ROLES_OF[kind]
    return Text(
        f"a {word.en} cannot be '{role}'; it can be {', '.join(able)}",
        f"{word.zh}不能用作“{role}”，可用 {'、'.join(able)}",
    )


def _span_problems(part: CastReference) -> Problems:
    if part.span is None or (part.asked.start_s is None and part.asked.end_s is None):
        return {}
    start_s, end_s = part.span
    length = part.file.facts.duration_s
    is_within = start_s >= 0 and (part.asked.end_s or 0.0) <= (length or 0.0) + _MIN_SPAN_S
    if is_within and end_s - start_s >= _MIN_SPAN_S:
        return {}
    return {
        f"references.{part.asked.name}.trim": Text(
            f"the part must lie within 0 to {length:g} s and last {_MIN_SPAN_S:g} s",
            f"截取范围须在 0 到 {length:g} 秒之内，且不短于 {_MIN_SPAN_S:g} 秒",
        )
    }
