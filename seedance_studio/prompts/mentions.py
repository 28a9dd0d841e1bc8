"""References in a prompt: `@Image1`, "图片1", and the roles that the words around them say.

A name becomes one private character, so that the phrases below can be plain regular expressions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from seedance_studio.domain.prompt import Mention
from seedance_studio.domain.reference import Kind, Role, kind_of

_WORDS: dict[str, str] = {
    **dict.fromkeys(("image", "picture", "photo", "img", "图片", "图像", "照片", "图"), "Image"),
    **dict.fromkeys(("video", "clip", "视频", "影片"), "Video"),
    **dict.fromkeys(("audio", "sound", "音频", "声音"), "Audio"),
}
_ENGLISH = "|".join(word for word in _WORDS if word.isascii())
_CHINESE = "|".join(word for word in _WORDS if not word.isascii())
# "5 seconds" after "video" is a length, not a name.
_NO_UNIT = r"(?![0-9０-９:：a-z]|[.．][0-9]|\s*(?:秒|分|帧|个|张|段|s\b|sec|min|fps|p\b|k\b))"
_NAME = re.compile(
    rf"(?P<at>[@＠]\s*)?(?P<word>(?<![a-zA-Z])(?:{_ENGLISH})|{_CHINESE})\s*"
    rf"(?P<number>[1-9１-９][0-9０-９]?){_NO_UNIT}",
    re.IGNORECASE,
)
_FIRST_MARK: dict[Kind, int] = {"image": 0xE000, "video": 0xE100, "audio": 0xE200}
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_ANY, _IMAGE = "[\ue000-\ue2ff]", "[\ue000-\ue0ff]"
_VIDEO, _AUDIO = "[\ue100-\ue1ff]", "[\ue200-\ue2ff]"

_NOUNS_EN: dict[Role, str] = {
    "first_frame": r"(?:first|start(?:ing)?|opening|initial)\s+(?:frame|image|picture|shot)",
    "last_frame": r"(?:last|end(?:ing)?|final|closing)\s+(?:frame|image|picture|shot)",
    "keyframe": r"key\s?frame",
    "identity": r"faces?|identit(?:y|ies)|appearance|outfit|cloth(?:es|ing)",
    "setting": r"settings?|background|backdrop|scene(?:ry)?|location|environment|place|world",
    "style": r"(?:art\s+)?style|aesthetics?|(?:colou?r\s+)?palette|look\s+and\s+feel",
    "camera": r"camera(?:\s*(?:work|moves?|movements?|motions?|path|language|angles?))?",
    "motion": r"motions?|movements?|actions?|moves|dance|choreography|gestures?",
    "structure": r"structure|composition|layout|depth|edges|outlines?|geometry",
    "music": r"(?:background\s+)?music|soundtrack|song|bgm|melody",
    "rhythm": r"rhythm|beats?|tempo|pac(?:e|ing)",
    "voice": r"voice|speech|narration|timbre",
}
_PEOPLE_EN = r"characters?|person|people|subject|protagonist|hero(?:ine)?|act(?:or|ress)|star"
_NOUNS_ZH: dict[Role, str] = {
    "first_frame": "首帧|第一帧|起始帧|开始帧|开头画面|开头|开场|起始画面|首图",
    "last_frame": "尾帧|最后一帧|末帧|结束帧|结尾画面|结尾|结束画面|尾图",
    "keyframe": "关键帧",
    "identity": "人物形象|人脸|脸部|面部|长相|相貌|外貌|外观|形象|五官|面孔|身份|服装|造型|脸",
    "setting": "场景|背景|环境|地点|布景",
    "style": "艺术风格|美术风格|画风|风格|色调|质感|调色|配色",
    "camera": "镜头运动|镜头语言|镜头移动|运镜方式|运镜|机位|镜头",
    "motion": "肢体动作|动作|运动|舞蹈|舞步|姿态|动态",
    "structure": "结构|构图|轮廓|深度|布局",
    "music": "背景音乐|配乐|音乐|BGM|歌曲|旋律",
    "rhythm": "节奏|节拍|鼓点|卡点|律动",
    "voice": "说话声|音色|嗓音|人声|配音|声线|声音",
}
_PEOPLE_ZH = "主人公|人物|主角|角色|主体"

_DET = r"(?:(?:the|an?|its|his|her|their|this|same|overall|exact|main)\s+)*"
_LEAD = (
    r"(?:(?<![a-z])(?:with|in|on|to|and|us(?:e|ing)|keep(?:ing)?|tak(?:e|ing)|copy(?:ing)?"
    r"|follow(?:ing)?|match(?:ing)?|apply(?:ing)?|borrow(?:ing)?|imitat(?:e|ing))\s+)*"
)
_LEAD_ZH = (
    "(?:同时|并且|并|请)?(?:参考|参照|使用|采用|运用|借鉴|模仿|复刻|沿用|保持|保留|按照|跟随|跟着"
    r"|随着|踩着|按|用|以|将|把)?\s*"
)
_AS_ZH = r"\s*(?:作为|当作|当成|当做|用作|充当|做|当|为|是|[:：])\s*(?:整个)?(?:视频|画面|影片)?的?"
_IS_ZH = r"(?:是|为|使用|采用|参考|参照|来自|取自|按照|跟随|用|同|像|与|[:：])+\s*"
_SECONDS = r"(?P<at_s>[0-9]+(?:\.[0-9]+)?)\s*"


@dataclass(frozen=True, slots=True)
class _Found:
    """A stretch of the marked text that says a role."""

    start: int
    end: int
    marks: tuple[str, ...]
    roles: tuple[Role, ...]
    at_s: float | None
    kept: str
    """What stays of it in the prompt."""


def read_mentions(prompt: str, names: Collection[str]) -> tuple[str, tuple[Mention, ...]]:
    """Take the references out of a prompt.

    Args:
        prompt: cleaned text.
        names: of the references that there are. `@` always makes a name; "Image 1" without it does
            where there is a reference of that kind.

    Returns: the prompt without names and the words that say their roles, and what these said.
    """
    text = _PRIVATE.sub("", prompt)
    marked, spellings = _marked(text, names)
    if not spellings:
        return text, ()
    rest, said, at = [], [], 0
    for found in _phrases(marked):
        rest += [marked[at : found.start], found.kept]
        at = found.end
        words = _spelled(marked[found.start : found.end], spellings).strip(" ,，")
        said += [
            Mention(name=_name(mark, spellings), text=words, role=role, at_s=found.at_s)
            for mark, role in zip(found.marks, found.roles, strict=True)
        ]
    rest.append(marked[at:])
    left = "".join(rest)
    said += [
        Mention(name=_name(mark, spellings), text=spellings[mark])
        for mark in _PRIVATE.findall(left)
    ]
    return _without_names(left), tuple(said)


def _marked(text: str, names: Collection[str]) -> tuple[str, dict[str, str]]:
    """Put one private character for each name; give also how each was written."""
    spellings: dict[str, str] = {}
    kinds = {kind_of(name) for name in names}

    def mark(match: re.Match[str]) -> str:
        kind = kind_of(_canonical(match.group()))
        if kind is None or not (match["at"] or kind in kinds):
            return match.group()
        character = chr(_FIRST_MARK[kind] + len(spellings))
        spellings[character] = match.group()
        return character

    return _NAME.sub(mark, text), spellings


def _canonical(spelling: str) -> str:
    match = _NAME.fullmatch(spelling)
    return f"{_WORDS[match['word'].lower()]}{int(match['number'])}" if match else ""


def _name(mark: str, spellings: dict[str, str]) -> str:
    return _canonical(spellings[mark])


def _spelled(marked: str, spellings: dict[str, str]) -> str:
    return _PRIVATE.sub(lambda match: spellings[match.group()], marked)


def _phrases(marked: str) -> Iterator[_Found]:
    """Find what says a role: the first phrase at each place, the longest of those."""
    found = [one for roles, pattern in _patterns() for one in _matches(roles, pattern, marked)]
    found.sort(key=lambda one: (one.start, -one.end))
    at = 0
    for one in found:
        if one.start >= at:
            yield one
            at = one.end


def _matches(roles: tuple[Role, ...], pattern: re.Pattern[str], marked: str) -> Iterator[_Found]:
    for match in pattern.finditer(marked):
        groups = match.groupdict()
        at_s = groups.get("at_s")
        yield _Found(
            start=match.start(),
            end=match.end(),
            marks=tuple(_PRIVATE.findall(match.group())),
            roles=roles,
            at_s=float(at_s) if at_s else None,
            kept=groups.get("kept") or " ",
        )


_PHRASES: tuple[tuple[tuple[Role, ...], str], ...] = (
    (("identity",), rf"(?P<kept>{_DET}(?:{_PEOPLE_EN}))\s+(?:of|from|in)\s+{_IMAGE}"),
    (("identity",), rf"{_IMAGE}\s*(?:里面|里|中|上)?的(?P<kept>{_PEOPLE_ZH})"),
    (("identity",), rf"\bstarring\s+{_IMAGE}"),
    (
        ("first_frame",),
        rf"\b(?:start|begin|open)(?:s|ning|ing)?\s+(?:from|with|at|on|in)\s+{_IMAGE}",
    ),
    (("first_frame",), rf"\b(?:animate|bring)\s+{_IMAGE}(?:\s+to\s+life)?"),
    (("first_frame",), rf"(?:从\s*{_IMAGE}\s*(?:开始|起)|让?\s*{_IMAGE}\s*(?:动|活)起来)"),
    (("last_frame",), rf"\b(?:end|finish|close)(?:s|e?s|ing)?\s+(?:on|with|at|in)\s+{_IMAGE}"),
    (("last_frame",), rf"(?:到|至|以)\s*{_IMAGE}\s*(?:结束|收尾|为止)"),
    (("first_frame", "last_frame"), rf"\bfrom\s+{_IMAGE}\s+to\s+{_IMAGE}"),
    (
        ("first_frame", "last_frame"),
        rf"从\s*{_IMAGE}\s*(?:过渡|变化|变换|渐变|切换|转换|演变|运动)?(?:到|至|成)\s*{_IMAGE}",
    ),
    (("keyframe",), rf"{_IMAGE}\s+at\s+{_SECONDS}(?:s|sec|secs|seconds?)\b"),
    (("keyframe",), rf"\bat\s+{_SECONDS}(?:s|sec|secs|seconds?)\s*,?\s*(?:show\s+)?{_IMAGE}"),
    (
        ("keyframe",),
        rf"第?\s*{_SECONDS}秒(?:时|处)?(?:的画面)?(?:是|为|显示|出现|用)?\s*{_IMAGE}",
    ),
    (("keyframe",), rf"{_IMAGE}\s*(?:出现)?在第?\s*{_SECONDS}秒(?:时|处)?"),
    (("style",), rf"\b(?:styled|drawn|painted|looks?)\s+like\s+{_ANY}"),
    (("motion",), rf"\b(?P<kept>mov(?:es?|ing)|danc(?:es?|ing))\s+like\s+{_VIDEO}"),
    (("edit",), rf"\b(?:edit|restyle|repaint|redraw|transform|remake|change)\s+{_VIDEO}"),
    (
        ("edit",),
        rf"(?:编辑|修改|改造|重绘|转绘)\s*{_VIDEO}|(?:把|将)\s*{_VIDEO}\s*(?=变|改|换|转)",
    ),
    (("extend",), rf"\b(?:extend|continue|prolong)\s+(?:from\s+)?{_VIDEO}"),
    (("extend",), rf"(?:向后|往后)?(?:延长|续写|延续|接续|接着|继续)\s*{_VIDEO}"),
    (("extend",), rf"{_VIDEO}\s*(?:之后|后)?(?=继续|接着)"),
    (("music",), rf"\bset\s+to\s+{_AUDIO}"),
)
"""What says a role otherwise than by its noun: the roles of the names in it, in their order."""


@cache
def _patterns() -> tuple[tuple[tuple[Role, ...], re.Pattern[str]], ...]:
    """Give the roles that each phrase says; compiled when a prompt first names a reference."""
    phrases = list(_PHRASES)
    for role, noun in _NOUNS_EN.items():
        nouns = f"{noun}|{_PEOPLE_EN}" if role == "identity" else noun
        of = rf"{_DET}\b(?:{noun})\s*(?:\s(?:of|from|in|like|is)\s|[:=])\s*{_ANY}"
        owned = rf"{_ANY}\s*['’]s\s+{_DET}(?:{noun})\b"
        given = rf"{_ANY}\s*(?:\s(?:as|for|is|gives|sets)\s|[:=])\s*{_DET}(?:{nouns})\b"
        phrases += [((role,), _LEAD + form) for form in (of, owned, rf"{given}(?:\s+reference)?")]
    for role, noun in _NOUNS_ZH.items():
        nouns = f"{noun}|{_PEOPLE_ZH}" if role == "identity" else noun
        owned = rf"{_ANY}\s*(?:里面|里|中|上)?的?(?:整体|画面|视频)?(?:{noun})"
        phrases += [
            ((role,), _LEAD_ZH + owned),
            ((role,), rf"{_LEAD_ZH}{_ANY}{_AS_ZH}(?:{nouns})"),
            ((role,), rf"(?:{nouns}){_IS_ZH}{_ANY}(?:一致|相同|一样)?"),
        ]
    return tuple((roles, re.compile(phrase, re.IGNORECASE)) for roles, phrase in phrases)


_NAME_IN_SENTENCE = re.compile(
    rf"(?:\b(?:in|of|from|on|with|using|like)\s+|参考|参照)?{_ANY}(?:['’]s\b|(?:里面|里|中|上)?的)?"
)
_CLEAN_UP = (
    (re.compile(r"\s+"), " "),
    (re.compile(r"\s*([,，;；、])(?:\s*[,，;；、])+"), r"\1"),
    (re.compile(r"\s+([,，;；、。.!！?？])"), r"\1"),
    (re.compile(r"[,，;；、]+([。.!！?？])"), r"\1"),
    (re.compile(r"^[\s,，;；、。.:：]+|[\s,，;；、:：]+$"), ""),
)


def _gap(match: re.Match[str]) -> str:
    """Keep words apart, but not Chinese characters, which no space belongs between."""
    before, after = match.string[: match.start()].rstrip()[-1:], match.string[match.end() :][:1]
    is_chinese = max(before, after) >= "\u3000" and min(before or "\u3000", after) >= "\u3000"
    return "" if is_chinese else " "


def _without_names(marked: str) -> str:
    text = _NAME_IN_SENTENCE.sub(_gap, marked)
    for pattern, replacement in _CLEAN_UP:
        text = pattern.sub(replacement, text)
    return text
