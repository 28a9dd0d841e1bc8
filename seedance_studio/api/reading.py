"""From bodies to requests. Every problem has its field, by the studio's names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from seedance_studio.api.bodies import ARK_ROLES, BoardBody, Body, Consent, Item, SketchBody, Task
from seedance_studio.api.media import Store
from seedance_studio.documents import field_words
from seedance_studio.domain.delivery import ReportItem
from seedance_studio.domain.reference import Fit, Reference, Role, Structure
from seedance_studio.domain.request import GenerationRequest, Mode, StyleUse
from seedance_studio.domain.sketch import SketchRequest
from seedance_studio.domain.sound import SoundWish
from seedance_studio.domain.storyboard import BoardShot, Look, StoryboardRequest
from seedance_studio.errors import Language, RequestError, Text

BodyT = TypeVar("BodyT", bound=Body)
FIELD_OF = {
    "model": "engine",
    "ratio": "aspect",
    "resolution": "size",
    "duration": "seconds",
    "framespersecond": "fps",
}
"""The studio's name of a field, where a task has another; problems go by the studio's."""
_KIND_OF_TYPE = {"image_url": "Image", "video_url": "Video", "audio_url": "Audio"}
AUTO_SECONDS = -1
_NO_FILE = f"{'0' * 64}.bin"
"""Stands for a file that was refused, so that the rest of its reference is judged all the same."""
_IGNORED = {
    "watermark": Text("whether a clip is labelled is the host's choice", "是否加标识由部署者决定"),
    "camera_fixed": Text("say in the prompt that the camera is still", "请在提示词中写明镜头固定"),
    "frames": Text("the length is asked for by duration", "时长由 duration 决定"),
    "priority": Text("tasks of all run by turns", "所有人的任务轮流执行"),
    "service_tier": Text("there is one tier", "仅有一种服务级别"),
    "execution_expires_after": Text("a task does not expire", "任务不会过期"),
    "safety_identifier": Text("nobody is told of your users", "不会上报你的用户"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A task as far as it could be read."""

    request: GenerationRequest
    problems: dict[str, Text]
    """What could not be read, by field; the request holds the default there."""
    report: tuple[ReportItem, ...]
    """What became of fields that only Ark has."""
    consent: Consent | None
    callback_url: str | None


def read_task(body: object, language: Language, store: Store) -> Asked:
    """Read a task; what is wrong with it is told once it has been planned as well.

    Args:
        body: what the JSON held.
        language: of messages to this caller.
        store: keeps the files.
    """
    if not isinstance(body, Mapping):
        body, problems = {}, {"body": Text("send a JSON object", "请发送一个 JSON 对象")}
    else:
        problems = {}
    return _asked(_parsed(dict(body), problems), problems, language, store)


def read_sketch(body: object) -> SketchRequest:
    """Read what is to be drawn.

    Raises:
        RequestError: everything that cannot be read, by field.
    """
    asked = checked(SketchBody, body)
    return SketchRequest(
        prompt=asked.prompt, seconds=asked.duration, aspect=asked.ratio, seed=asked.seed
    )


def read_board(asked: BoardBody, language: Language, store: Store) -> StoryboardRequest:
    """Read a storyboard; its shots are read as tasks are.

    Raises:
        RequestError: all files that cannot be used, by field.
    """
    problems: dict[str, Text] = {}
    shots = []
    for number, shot in enumerate(asked.shots, start=1):
        task = Task(content=shot.content, duration=shot.duration, seed=shot.seed)
        read = _asked(task, {}, language, store)
        problems |= {f"shots.{number}.{name}": words for name, words in read.problems.items()}
        shots.append(
            BoardShot(
                prompt=read.request.prompt,
                seconds=shot.duration,
                goes_on=shot.goes_on,
                fade_s=shot.fade_s,
                references=read.request.references,
                seed=read.request.seed,
            )
        )
    music = None
    if asked.music is not None:
        file = _kept(store, asked.music.url, "music", problems)
        music = Reference(name="Audio1", file=file, role="music")
    if problems:
        raise RequestError(problems)
    return StoryboardRequest(
        title=asked.title,
        shots=tuple(shots),
        look=_look(asked),
        sound=_sound(asked),
        music=music,
        seed=asked.seed,
        language=language,
    )


def _look(asked: BoardBody) -> Look:
    return Look(
        engine=asked.model,
        aspect=asked.ratio,
        size=asked.resolution,
        fps=asked.framespersecond,
        styles=_styles(asked),
        negative_prompt=asked.negative_prompt,
        enhance=asked.enhance,
    )


def _styles(asked: Task | BoardBody) -> tuple[StyleUse, ...]:
    return tuple(StyleUse(id=style.id, weight=style.weight) for style in asked.styles)


def _sound(asked: Task | BoardBody) -> SoundWish:
    off = {} if asked.generate_audio else {"source": "off"}
    return SoundWish(**(asked.sound.model_dump() | off))


def checked(model: type[BodyT], body: object) -> BodyT:
    """Give a body of a kind.

    Raises:
        RequestError: everything that cannot be read, by field; shots are counted from 1.
    """
    try:
        return model.model_validate(body)
    except ValidationError as error:
        problems = {
            _place(one["loc"]): field_words(one["type"], one.get("input"))
            for one in error.errors(include_url=False)
        }
        raise RequestError(problems) from error


def _place(location: tuple[int | str, ...]) -> str:
    parts = [FIELD_OF.get(str(part), str(part)) for part in location or ("body",)]
    if location[:1] == ("shots",) and len(location) > 1 and isinstance(location[1], int):
        parts[1] = str(location[1] + 1)
    return ".".join(parts)


def _asked(task: Task, problems: dict[str, Text], language: Language, store: Store) -> Asked:
    prompt = " ".join(item.text for item in task.content if item.text)
    references = _references(task, store, problems)
    is_mixed = (
        bool(references)
        and any(item.role in ARK_ROLES for item in task.content)
        and task.omni_reference_task_type in (None, "auto", "reference")
    )
    request = GenerationRequest(
        prompt=prompt,
        negative_prompt=task.negative_prompt,
        mode=cast(Mode | None, task.mode or ("mixed" if is_mixed else None)),
        engine=task.model,
        styles=_styles(task),
        references=references,
        strength=task.strength,
        seconds=Task.model_fields["duration"].default
        if task.duration == AUTO_SECONDS
        else task.duration,
        aspect=task.ratio,
        size=task.resolution,
        fps=task.framespersecond,
        finish_preset=task.finish_preset,
        codec=task.codec,
        sound=_sound(task),
        seed=None if task.seed == -1 else task.seed,
        num_inference_steps=task.num_inference_steps,
        guidance_scale=task.guidance_scale,
        enhance=task.enhance,
        is_draft=task.draft,
        language=language,
    )
    return Asked(
        request=request,
        problems=problems,
        report=_report(task),
        consent=task.consent,
        callback_url=task.callback_url,
    )


def _parsed(body: dict[str, Any], problems: dict[str, Text]) -> Task:
    """Read what can be read, and leave out the fields that cannot."""
    try:
        return Task.model_validate(body)
    except ValidationError as error:
        found = error.errors(include_url=False)
    bad_items: set[int] = set()
    for one in found:
        head, *rest = one["loc"]
        if head == "content" and rest and isinstance(rest[0], int):
            bad_items.add(rest[0])
        else:
            body.pop(str(head), None)
        problems[_field(str(head), [str(part) for part in rest])] = field_words(
            one["type"], one.get("input")
        )
    items = body.get("content")
    kept = items if isinstance(items, list) else []
    body["content"] = [item for index, item in enumerate(kept) if index not in bad_items]
    return Task.model_validate(body)


def _field(head: str, rest: list[str]) -> str:
    """Give the studio's name of the place of a problem."""
    if head == "styles":
        return head
    if head == "sound" and rest:
        return "sound" if rest[0] == "source" else rest[0]
    return ".".join([FIELD_OF.get(head, head), *rest])


def _references(task: Task, store: Store, problems: dict[str, Text]) -> tuple[Reference, ...]:
    counts = dict.fromkeys(_KIND_OF_TYPE.values(), 0)
    references: list[Reference] = []
    for index, item in enumerate(task.content):
        if item.type == "text":
            continue
        kind = _KIND_OF_TYPE[item.type]
        counts[kind] += 1
        name = (item.name or f"{kind}{counts[kind]}").lstrip("@")
        media = {"image_url": item.image_url, "video_url": item.video_url}.get(
            item.type, item.audio_url
        )
        if media is None:
            problems[f"content.{index}.{item.type}"] = Text("it is needed", "此项必填")
            continue
        if not name.startswith(kind):
            problems[f"references.{name}"] = Text(
                f"its name must be {kind}1, {kind}2, ...", f"名称须为 {kind}1、{kind}2……"
            )
            continue
        file = _kept(store, media.url, f"references.{name}", problems)
        mask = None
        if item.mask is not None:
            mask = _kept(store, item.mask.url, f"references.{name}.mask", problems)
        references.append(_reference(item, name, file, mask, task))
    return tuple(references)


def _kept(store: Store, url: str, field: str, problems: dict[str, Text]) -> str:
    try:
        return store(url)
    except RequestError as error:
        problems[field] = error.problems["file"]
        return _NO_FILE


def _reference(item: Item, name: str, file: str, mask: str | None, task: Task) -> Reference:
    role = None if item.role in ARK_ROLES else item.role
    if role is None and item.type == "video_url":
        role = {"edit": "edit", "extend": "extend"}.get(task.omni_reference_task_type or "")
    return Reference(
        name=name,
        file=file,
        role=cast(Role | None, role),
        strength=item.strength,
        at_s=item.at_s,
        start_s=item.start_s,
        end_s=item.end_s,
        fit=cast(Fit, item.fit),
        mask=mask,
        structure=cast(Structure, item.structure),
    )


def _report(task: Task) -> tuple[ReportItem, ...]:
    items = [
        ReportItem(item=name, status="ignored", note=note)
        for name, note in _IGNORED.items()
        if name in task.model_fields_set and getattr(task, name) not in (None, False)
    ]
    if task.duration == AUTO_SECONDS:
        seconds = Task.model_fields["duration"].default
        note = Text(f"the studio makes {seconds:g} s", f"由工作室决定：{seconds:g} 秒")
        items.append(ReportItem(item="duration", status="adapted", note=note))
    return tuple(items)
