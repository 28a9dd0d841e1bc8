"""What the calls of programs are given, and the REST bodies that it comes to."""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypedDict


class GivenFile(TypedDict, total=False):
    """A picture, video or sound to work from."""

    name: str
    """Image1, Video1 or Audio1; the prompt may speak of it as @Image1."""
    url: str
    """A data: URL with base64, or the id of an uploaded file. Nothing else is fetched."""
    role: str
    """first_frame, last_frame, keyframe, identity, setting, style, motion, camera, structure, edit,
    extend, music, rhythm; left out, the prompt or the studio decides."""
    strength: float
    at_s: float
    start_s: float
    end_s: float
    fit: str
    structure: str


class ClipSettings(TypedDict, total=False):
    """What may be said beside the prompt; each has a sensible default."""

    model: str
    """An engine's id; list_models gives them."""
    duration: float
    """In seconds."""
    ratio: str
    """16:9, 1:1, 9:16, ..., or adaptive."""
    resolution: str
    """native, 720p, 1080p, 1440p or 4k."""
    framespersecond: str
    """native, 24, 25, 30, 50 or 60."""
    seed: int
    """The same seed gives the same clip."""
    negative_prompt: str
    num_inference_steps: int
    guidance_scale: float
    strength: float
    enhance: bool
    generate_audio: bool
    codec: str
    finish_preset: str
    consent: Literal["me", "agreed", "invented"]
    """Who the people in the files are; goes on record."""


class GivenShot(TypedDict, total=False):
    """One shot of a storyboard; only its prompt is needed."""

    prompt: str
    files: list[GivenFile]
    duration: float
    seed: int
    goes_on: bool
    """It begins with the picture that the shot before ends with."""
    fade_s: float
    """How long it fades in over the shot before; 0 is a cut."""


class BoardSettings(TypedDict, total=False):
    """What all shots have in common; each has a sensible default. As of a clip."""

    title: str
    model: str
    ratio: str
    resolution: str
    framespersecond: str
    negative_prompt: str
    enhance: bool
    generate_audio: bool
    seed: int
    consent: Literal["me", "agreed", "invented"]
    draft: bool
    """Make a quick look at each shot first; make_takes makes them in full."""


def task_body(
    prompt: str, files: list[GivenFile] | None, settings: ClipSettings | None
) -> dict[str, Any]:
    """Give a task's body; what is wrong with it is found where it is read."""
    return {**(settings or {}), "content": _content(prompt, files)}


def board_body(shots: list[GivenShot], settings: BoardSettings | None) -> dict[str, Any]:
    """Give a storyboard's body."""
    return {**(settings or {}), "shots": [_shot(shot) for shot in shots]}


def _shot(given: GivenShot) -> dict[str, Any]:
    rest = {name: value for name, value in given.items() if name not in ("prompt", "files")}
    return {**rest, "content": _content(given.get("prompt", ""), given.get("files"))}


def _content(prompt: str, files: list[GivenFile] | None) -> list[Any]:
    content: list[Any] = [{"type": "text", "text": prompt}]
    for given in files or []:
        rest = {name: value for name, value in given.items() if name != "url"}
        kind = f"{str(given.get('name', '')).rstrip('0123456789').lower() or 'image'}_url"
        content.append({"type": kind, kind: {"url": given.get("url", "")}, **rest})
    return content
