"""Turns what was read into one scene: what was said stays, the seed fills the gaps."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from seedance_studio.domain.reference import ScenePart
from seedance_studio.errors import Text
from seedance_studio.prompts.casting import Piece
from seedance_studio.prompts.lexicon import COUNTS, WORLD, Group
from seedance_studio.prompts.reading import Reading, read
from seedance_studio.seedling.known import EVERYTHING, Known
from seedance_studio.seedling.world.scene import (
    SHELTERED_SETTINGS,
    TRAVELLING_ACTIONS,
    Scene,
    plausible_actions,
    settled_relation,
)
from seedance_studio.seedling.world.vocabulary import SUBJECTS, Subject

_Option = TypeVar("_Option")

_LABELS: dict[Group, Text] = {
    "subject": Text("subject", "主体"),
    "setting": Text("setting", "场景"),
    "time": Text("time", "时间"),
    "weather": Text("weather", "天气"),
    "action": Text("action", "动作"),
    "camera": Text("camera", "运镜"),
    "colour": Text("colour", "颜色"),
    "count": Text("count", "数量"),
    "relation": Text("relation", "关系"),
}
_TOO_MANY: dict[Group, Text] = {
    "subject": Text("a clip has at most two kinds of subject", "一段视频最多两种主体"),
    "setting": Text("a clip has one setting", "一段视频只有一个场景"),
    "time": Text("a clip has one time of day", "一段视频只有一个时段"),
    "weather": Text("a clip has one weather", "一段视频只有一种天气"),
    "action": Text("a clip has one action", "一段视频只有一个动作"),
    "camera": Text("a clip has one camera move", "一段视频只有一种运镜"),
    "colour": Text("only the main subject takes a colour", "只有第一个主体可以指定颜色"),
    "relation": Text("these two cannot do that here", "这两者在这里做不了这个动作"),
}
_ONE_KIND = Text("a clip has one kind of subject", "一段视频只有一种主体")
_NO_ROOM = Text("several of one kind leave no room for another", "同类主体多于一个时没有位置")
_ONLY_ONE = Text("the second subject is shown once", "第二主体只出现一个")
_PART_OF_THEM = Text("what somebody rides or wears is not drawn", "骑乘或穿戴之物不会画出")
_NO_WEATHER = Text("there is no weather there", "该场景不呈现天气")
_OWN_COLOURS = Text("this subject keeps its own colours", "该主体保持自身颜色")

_TIMES = ("day",) * 6 + ("sunset", "sunset", "dawn")
_TIMES_SHELTERED = {"space": ("night",)} | dict.fromkeys(
    ("underwater", "room", "stage", "kitchen", "moon"), ("day",)
)
_AIRLESS = ("space", "moon")
_MOVING = frozenset({"run", "walk", "drive", "sail", "swim", "fly", "roll", "jump"})
_CAMERAS_FOR_MOVING = ("tracking", "tracking", "static", "pan_right")
_CAMERAS_FOR_STILL = ("push_in", "static", "orbit", "pull_out")
_PLEASANT = (
    ("tree", "meadow"),
    ("sailing_boat", "ocean"),
    ("balloon", "mountains"),
    ("flower", "meadow"),
    ("pagoda", "mountains"),
)
_QUIET_VEHICLES = ("sailing_boat", "ship")
_FAIR_WEATHERS = ("clear", "cloudy")
# What comes closest to each action, best first, for subjects that cannot play it.
_NEAREST: dict[str, str] = {
    "stand": "float sway",
    "walk": "run drive swim roll float fly sail",
    "run": "drive walk fly swim sail roll jump",
    "jump": "rise dance spin run roll fly sway swim",
    "dance": "spin jump sway float roll",
    "spin": "dance sway roll jump float",
    "fly": "float rise jump swim run drive sail",
    "float": "fly swim sway rise sail",
    "rise": "fly float jump swim",
    "swim": "float sail fly walk",
    "drive": "run sail fly walk roll",
    "sail": "float swim drive fly",
    "sway": "dance float spin",
    "roll": "spin run drive jump",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """A scene, and how it differs from what was said."""

    scene: Scene
    added: tuple[Text, ...]
    left_out: tuple[Text, ...]
    unplaced: tuple[Piece, ...]
    """The pieces that `left_out` speaks of, counts aside."""


def to_scene(prompt: str, *, seed: int, known: Known = EVERYTHING) -> Scene:
    """Reads a prompt into a scene of words that are known; equal seeds give equal scenes."""
    return compose(read(prompt, known), seed).scene


def compose(reading: Reading, seed: int, unsaid: frozenset[ScenePart] = frozenset()) -> Composition:
    """Builds the scene of a reading and lists what was added and what found no place.

    Args:
        reading: of the prompt.
        seed: fills the gaps.
        unsaid: what of the scene will not be said, and so is not listed as added.
    """
    subject, setting = _subject_and_setting(reading, seed)
    count = _count(reading, seed)
    companion = reading.companion if count == 1 else None
    action = _action(reading, subject, setting)
    relation = _relation(reading, companion, action, setting)
    cameras = _CAMERAS_FOR_MOVING if action in _MOVING else _CAMERAS_FOR_STILL
    times = _TIMES_SHELTERED.get(setting, _TIMES)
    is_sheltered = setting in SHELTERED_SETTINGS
    scene = Scene(
        subject=subject.id,
        colour=reading.colour.sense.id if reading.colour and subject.colourable else None,
        count=count,
        setting=setting,
        time=_said(reading, "time") or _draw(reading, "time", times, seed),
        weather="clear"
        if is_sheltered
        else _said(reading, "weather") or _first_wanted(reading, "weather", _FAIR_WEATHERS),
        action=action,
        camera=_said(reading, "camera") or _draw(reading, "camera", cameras, seed),
        seed=seed,
        companion=companion.sense.id if companion else None,
        relation=relation,
    )
    unplaced = _unplaced(reading, scene)
    return Composition(
        scene=scene,
        added=_added(reading, scene, unsaid),
        left_out=_left_out(reading, scene, unplaced),
        unplaced=tuple(piece for piece, _ in unplaced),
    )


def _subject_and_setting(reading: Reading, seed: int) -> tuple[Subject, str]:
    setting = _said(reading, "setting")
    if reading.subject:
        subject = SUBJECTS[reading.subject.sense.id]
        return subject, setting or _draw(reading, "setting", _homes(reading, subject), seed)
    if setting is None and not reading.said.get("action"):
        wanted = [
            pair
            for pair in _PLEASANT
            if pair[0] in reading.known.subjects
            and pair[1] in reading.known.settings
            and all(_is_wanted(reading, name) for name in pair)
        ]
        name, setting = _pick(wanted or _PLEASANT, seed, "scene")
        return SUBJECTS[name], setting
    inhabitants = _inhabitants(reading, setting)
    subject = SUBJECTS[_draw(reading, "subject", inhabitants, seed)]
    return subject, setting or _draw(reading, "setting", _homes(reading, subject), seed)


def _relation(reading: Reading, companion: Piece | None, action: str, setting: str) -> str | None:
    """Gives what the two can do of what was said; who moves passes what only says where it is."""
    if companion is None:
        return None
    said = reading.relation or ("passing" if reading.is_place else "with")
    return settled_relation(said, action, setting, SUBJECTS[companion.sense.id])


def _homes(reading: Reading, subject: Subject) -> Sequence[str]:
    """Lists settings of the subject where the action and the weather that were said can happen."""
    weather = _said(reading, "weather") or "clear"
    actions = {piece.sense.id for piece in reading.said.get("action", ())} & set(subject.actions)
    other = SUBJECTS[reading.companion.sense.id] if reading.companion else None
    tests: tuple[Callable[[str], bool], ...] = (
        lambda setting: weather == "clear" or setting not in SHELTERED_SETTINGS,
        lambda setting: not actions or bool(actions & set(plausible_actions(subject, setting))),
        lambda setting: (weather == "snow") == (setting == "snow"),
        lambda setting: other is None or setting in other.settings,
    )
    known = reading.known.settings
    homes = tuple(home for home in subject.settings if home in known) or known
    for test in tests:
        homes = tuple(filter(test, homes)) or homes
    return homes


def _inhabitants(reading: Reading, setting: str | None) -> Sequence[str]:
    """Lists who could be there: who can do what was said, or else a quiet part of the scenery."""
    known = [SUBJECTS[name] for name in reading.known.subjects]
    at_home = [s for s in known if setting is None or setting in s.settings]
    actions = {piece.sense.id for piece in reading.said.get("action", ())}
    if actions:
        fitting = [subject for subject in at_home if actions & set(subject.actions)]
    else:
        fitting = [s for s in at_home if s.kind == "thing" or s.id in _QUIET_VEHICLES]
    return [subject.id for subject in fitting or at_home or known]


def _action(reading: Reading, subject: Subject, setting: str) -> str:
    asked = [piece.sense.id for piece in reading.said.get("action", ())]
    playable = [action for action in asked if action in subject.actions]
    plausible = plausible_actions(subject, setting)
    if playable:
        return playable[0]
    if asked:
        near = (action for action in _NEAREST[asked[0]].split() if action in plausible)
        return next(near, plausible[0])
    if reading.relation in ("chasing", "passing"):
        going = [action for action in plausible if action in TRAVELLING_ACTIONS]
        plausible = tuple(sorted(going, key="walk".__eq__)) or plausible
    return _first_wanted(reading, "action", plausible)


def _count(reading: Reading, seed: int) -> int:
    if reading.count:
        return int(reading.count.sense.id)
    return _pick((2, 3), seed, "count") if reading.is_plural else 1


def _said(reading: Reading, group: Group) -> str | None:
    piece = reading.first(group)
    return piece.sense.id if piece else None


def _is_wanted(reading: Reading, word_id: str) -> bool:
    return all(excluded_id != word_id for _, excluded_id in reading.excluded)


def _wanted(reading: Reading, group: Group, options: Sequence[str]) -> Sequence[str]:
    """Drops what the prompt says it does not want, unless nothing would be left."""
    return [o for o in options if (group, o) not in reading.excluded] or options


def _first_wanted(reading: Reading, group: Group, options: Sequence[str]) -> str:
    return _wanted(reading, group, options)[0]


def _draw(reading: Reading, group: Group, options: Sequence[str], seed: int) -> str:
    return _pick(_wanted(reading, group, options), seed, group)


def _pick(options: Sequence[_Option], seed: int, part: str) -> _Option:
    """Picks by seed, each part on its own, so that saying one part does not change the others."""
    return options[zlib.crc32(f"{seed}:{part}".encode()) % len(options)]


def _ids(scene: Scene) -> dict[Group, str | None]:
    return {
        "subject": scene.subject,
        "setting": scene.setting,
        "time": scene.time,
        "weather": scene.weather,
        "action": scene.action,
        "camera": scene.camera,
        "colour": scene.colour,
        "relation": scene.relation,
    }


def _added(reading: Reading, scene: Scene, unsaid: frozenset[ScenePart]) -> tuple[Text, ...]:
    added = []
    for group, word_id in _ids(scene).items():
        is_said = bool(reading.said.get(group)) or group == "colour" or group in unsaid
        # "With" is what any two are, and a word before the companion may say another.
        is_said |= group == "relation" and word_id in ("with", reading.relation)
        # Where there is no air, there is no weather to speak of.
        if word_id is None or is_said or (group == "weather" and scene.setting in _AIRLESS):
            continue
        word = WORLD[group][word_id]
        added.append(_labelled(group, Text(word.en[0], word.zh[0])))
    if reading.is_plural and not reading.count:
        added.append(_labelled("count", COUNTS[scene.count]))
    return tuple(added)


def _unplaced(reading: Reading, scene: Scene) -> list[tuple[Piece, Text]]:
    """Gives what was understood but has no place in the scene, with the reason; counts aside."""
    chosen, replaced = _ids(scene), replaced_action(reading, scene)
    unplaced = []
    for piece in reading.shown:
        group, meaning = piece.sense.group, piece.sense.meaning
        if group is None or group == "count" or meaning is None or piece is replaced:
            continue
        shown = (scene.companion, chosen["subject"]) if group == "subject" else (chosen[group],)
        if piece.sense.id not in shown:
            why = _why(reading, scene, piece)
            unplaced.append((piece, _reasoned(_labelled(group, meaning), why)))
    return unplaced


def _left_out(
    reading: Reading, scene: Scene, unplaced: Sequence[tuple[Piece, Text]]
) -> tuple[Text, ...]:
    left_out = {(piece.sense.group, piece.sense.id): text for piece, text in unplaced}
    if scene.companion and reading.companion:
        number = _number_of(reading, reading.companion)
        if number:
            left_out["count", ""] = _reasoned(_labelled("count", number), _ONLY_ONE)
    return tuple(left_out.values())


def _number_of(reading: Reading, piece: Piece) -> Text | None:
    """Gives how many of a subject other than the main one are asked for; None for one."""
    at = reading.pieces.index(piece)
    for counted in reversed(reading.pieces[max(0, at - 3) : at]):
        if counted.sense.group == "count":
            return None if counted.sense.id == "1" else counted.sense.meaning
        if counted.sense.group is not None and counted.sense.group != "colour":
            break
    return Text("several", "多个") if piece.sense.is_plural else None


def _reasoned(what: Text, why: Text) -> Text:
    return Text(f"{what.en} ({why.en})", f"{what.zh}（{why.zh}）")


def replaced_action(reading: Reading, scene: Scene) -> Piece | None:
    """Gives the action that was asked for and that another, near one stands in for."""
    asked = reading.said.get("action", [])
    if not asked or any(piece.sense.id == scene.action for piece in asked):
        return None
    return asked[0]


def _why(reading: Reading, scene: Scene, piece: Piece) -> Text:
    group = piece.sense.group
    if group == "weather" and scene.setting in SHELTERED_SETTINGS:
        return _NO_WEATHER
    if group == "colour" and reading.colour and not scene.colour:
        return _OWN_COLOURS
    if group == "subject" and not reading.known.companions:
        return _ONE_KIND
    if group in ("subject", "relation") and scene.count > 1:
        return _NO_ROOM
    if group == "subject" and scene.companion is None:
        return _PART_OF_THEM
    return _TOO_MANY[group or "subject"]


def _labelled(group: Group, text: Text) -> Text:
    label = _LABELS[group]
    return Text(f"{label.en}: {text.en}", f"{label.zh}：{text.zh}")
