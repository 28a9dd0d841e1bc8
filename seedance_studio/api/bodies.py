"""What a task may say: the shape of Seedance's `content[]`, and what only this studio has.

Names follow Volcengine Ark's `POST /contents/generations/tasks`; what Ark lacks has our own.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from seedance_studio.domain.delivery import CODECS, DELIVERED_FPS, FINISH_PRESETS, SIZES
from seedance_studio.domain.reference import FITS, ROLES, STRUCTURES
from seedance_studio.domain.request import ADAPTIVE, MAX_PROMPT_CHARACTERS, MODES
from seedance_studio.domain.sketch import MAX_SECONDS, MIN_SECONDS, SKETCH_ASPECTS
from seedance_studio.domain.sound import GENRES, IN_THE_BOX, MOODS

ARK_ROLES = ("reference_image", "reference_video", "reference_audio")
Consent = Literal["me", "agreed", "invented"]


def _one_of(*values: str) -> str:
    return f"One of {', '.join(values)}."


class Body(BaseModel):
    """Nothing is guessed: types are strict, and a name that is not known is refused."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Media(Body):
    """A file, sent whole."""

    url: Annotated[
        str,
        Field(
            description="A data: URL with base64, or the id of an uploaded file. "
            "The studio fetches no other address."
        ),
    ]


class Item(Body):
    """One part of what the clip is made from: words, a picture, a video or a sound."""

    type: Literal["text", "image_url", "video_url", "audio_url"]
    text: Annotated[
        str | None, Field(description=f"Up to {MAX_PROMPT_CHARACTERS} characters, zh or en.")
    ] = None
    image_url: Media | None = None
    video_url: Media | None = None
    audio_url: Media | None = None
    role: Annotated[
        str | None,
        Field(
            description=_one_of(*ARK_ROLES, *ROLES)
            + " What the prompt says of the file wins; without either the studio decides."
        ),
    ] = None
    name: Annotated[
        str | None,
        Field(description="Image1, Video1, Audio1; by its place among its kind if left out."),
    ] = None
    strength: Annotated[float, Field(description="0 to 1.")] = 1.0
    at_s: Annotated[float | None, Field(description="When a keyframe is seen, in s.")] = None
    start_s: Annotated[float | None, Field(description="Of the part that is used, in s.")] = None
    end_s: float | None = None
    fit: Annotated[str, Field(description=_one_of(*FITS))] = "crop"
    mask: Annotated[
        Media | None, Field(description="For an edit: white where the video is replaced.")
    ] = None
    structure: Annotated[str, Field(description=_one_of(*STRUCTURES))] = "edges"


class SketchBody(Body):
    """A prompt to be drawn at once, as it is understood."""

    prompt: Annotated[str, Field(description=f"Up to {MAX_PROMPT_CHARACTERS} characters.")]
    duration: Annotated[float, Field(description=f"In s, {MIN_SECONDS:g} to {MAX_SECONDS:g}.")] = (
        5.0
    )
    ratio: Annotated[str, Field(description=_one_of(*SKETCH_ASPECTS))] = "16:9"
    seed: Annotated[int | None, Field(description="Fills what the prompt leaves open.")] = None


class Style(Body):
    """One brand style and how strongly it acts."""

    id: str
    weight: float = 1.0


class Sound(Body):
    """What the clip is to sound like."""

    source: Annotated[
        str, Field(description="auto, off, own (the first video's), or the name of a reference.")
    ] = "auto"
    mood: Annotated[str, Field(description=_one_of("auto", *MOODS))] = "auto"
    genre: Annotated[str, Field(description=_one_of("auto", *GENRES))] = "auto"
    composer: Annotated[
        str, Field(description="box, or the id of a model that makes music, if it is here.")
    ] = IN_THE_BOX
    ambience_volume: Annotated[float, Field(description="0 to 2.")] = 1.0
    effects_volume: float = 1.0
    music_volume: float = 1.0


class ShotBody(Body):
    """One shot of a storyboard: what it is made from, and how it follows the one before."""

    content: Annotated[list[Item], Field(description="Words and files, in any order.")]
    duration: Annotated[float, Field(description="In s.")] = 5.0
    seed: Annotated[int | None, Field(description="Drawn and kept if left out.")] = None
    goes_on: Annotated[
        bool, Field(description="It begins with the picture that the shot before ends with.")
    ] = False
    fade_s: Annotated[
        float, Field(description="How long it fades in over the shot before; 0 is a cut.")
    ] = 0.0


class BoardBody(Body):
    """Several shots with one look and, once they are joined, one soundtrack."""

    title: Annotated[str, Field(description="The first prompt if left out.")] = ""
    shots: Annotated[list[ShotBody], Field(description="In order; problems count from 1.")]
    model: Annotated[str, Field(description="Id of an engine; GET /models lists them.")] = (
        "seedling"
    )
    ratio: Annotated[str, Field(description="16:9, 1:1, ...")] = "16:9"
    resolution: Annotated[str, Field(description=_one_of(*SIZES))] = "720p"
    framespersecond: Annotated[str, Field(description=_one_of(*DELIVERED_FPS))] = "24"
    negative_prompt: str = ""
    enhance: Annotated[bool, Field(description="Fill in what prompts leave open.")] = True
    styles: list[Style] = []
    generate_audio: bool = True
    sound: Sound = Sound()
    music: Annotated[
        Media | None, Field(description="A sound that plays instead of composed music.")
    ] = None
    seed: Annotated[int, Field(description="Of what is composed and filled in.")] = 0
    consent: Annotated[Consent | None, Field(description="As of a task.")] = None
    draft: Annotated[
        bool, Field(description="Make a quick look at each shot; takes make them in full.")
    ] = False


class TakesBody(Body):
    """Which shots of a storyboard are to be made, and how."""

    shots: Annotated[
        list[int] | None, Field(description="Counted from 1; all of them if left out.")
    ] = None
    draft: Annotated[
        bool, Field(description="Quick looks; otherwise in full, drafts with their seeds.")
    ] = False
    redo: Annotated[
        bool, Field(description="Again with other seeds, each as a draft if that is all it has.")
    ] = False


class Task(Body):
    """One clip to be made."""

    model: Annotated[str, Field(description="Id of an engine; GET /models lists them.")] = (
        "seedling"
    )
    content: Annotated[list[Item], Field(description="Words and files, in any order.")]
    ratio: Annotated[str, Field(description="16:9, 1:1, ..., or adaptive.")] = ADAPTIVE
    resolution: Annotated[str, Field(description=_one_of(*SIZES))] = "720p"
    duration: Annotated[float, Field(description="In s; -1 leaves it to the studio.")] = 5.0
    seed: Annotated[int | None, Field(description="The same seed gives the same clip.")] = None
    generate_audio: bool = True
    omni_reference_task_type: Annotated[
        Literal["auto", "reference", "edit", "extend"] | None,
        Field(description="What references are for, where no role says it."),
    ] = None
    callback_url: Annotated[
        str | None,
        Field(description="Told when the task has ended, where the host allows its address."),
    ] = None

    negative_prompt: str = ""
    mode: Annotated[
        str | None, Field(description=_one_of(*MODES) + " By what is given if left out.")
    ] = None
    framespersecond: Annotated[str, Field(description=_one_of(*DELIVERED_FPS))] = "24"
    num_inference_steps: int | None = None
    guidance_scale: float | None = None
    strength: Annotated[float | None, Field(description="Of an edit, 0.05 to 1.")] = None
    enhance: Annotated[bool, Field(description="Fill in what the prompt leaves open.")] = True
    styles: list[Style] = []
    finish_preset: Annotated[str, Field(description=_one_of(*FINISH_PRESETS))] = "standard"
    codec: Annotated[str, Field(description=_one_of(*CODECS))] = "h264"
    sound: Sound = Sound()
    consent: Annotated[
        Consent | None,
        Field(
            description="People in the files: they are you, have agreed, or do not exist. "
            "Goes on record."
        ),
    ] = None

    draft: Annotated[
        bool, Field(description="A quick look: few steps, the model's own size, no sound.")
    ] = False
    return_last_frame: Annotated[
        bool, Field(description="Always there: `content.last_frame_url`.")
    ] = True
    watermark: Annotated[Any, Field(description="Reported as ignored: the host decides.")] = None
    camera_fixed: Annotated[Any, Field(description="Reported as ignored.")] = None
    frames: Annotated[Any, Field(description="Reported as ignored; see `duration`.")] = None
    priority: Annotated[Any, Field(description="Reported as ignored.")] = None
    service_tier: Annotated[Any, Field(description="Reported as ignored.")] = None
    execution_expires_after: Annotated[Any, Field(description="Reported as ignored.")] = None
    safety_identifier: Annotated[Any, Field(description="Reported as ignored.")] = None
