"""Several shots in order, with one look: what was asked of each, and what was made of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from seedance_studio.domain.clip import Clip
from seedance_studio.domain.job import TERMINAL, Job, JobState
from seedance_studio.domain.montage import MAX_SECONDS, MAX_SHOTS, MontageRequest, Shot
from seedance_studio.domain.reference import Reference
from seedance_studio.domain.request import GenerationRequest, Quality, StyleUse
from seedance_studio.domain.sound import SoundWish, sound_problems
from seedance_studio.domain.sound_plan import MAX_SCORED_S, too_long_to_score
from seedance_studio.errors import Language, RequestError, Text

LOOK_FIELDS = ("engine", "aspect", "size", "fps", "styles", "quality", "negative_prompt")
"""The fields of a shot's request that all shots have from the look."""
NO_SUCH_SHOT = Text("there is no such shot", "没有这个镜头")
_SILENT = SoundWish(source="off")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardShot:
    """One shot as it was asked for."""

    id: str = ""
    """Its own for good, wherever it moves; empty takes its number."""
    prompt: str
    seconds: float = 5.0
    goes_on: bool = False
    """Whether it begins with the picture that the shot before ends with."""
    fade_s: float = 0.0
    """How long it fades in over the shot before; 0 is a cut. Of the first it does nothing."""
    references: tuple[Reference, ...] = ()
    seed: int | None = None
    """None draws one when the board is kept, and keeps it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What all shots have in common."""

    engine: str = "seedling"
    aspect: str = "16:9"
    """One that the engine's card offers."""
    size: str = "720p"
    fps: str = "24"
    styles: tuple[StyleUse, ...] = ()
    quality: Quality = "balanced"
    negative_prompt: str = ""
    enhance: bool = True
    """Let the enhancer fill in bare prompts, of all shots by the same draw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryboardRequest:
    """What was asked. Nothing is checked or filled in here."""

    title: str = ""
    """Empty takes the first prompt."""
    shots: tuple[BoardShot, ...]
    look: Look = field(default_factory=Look)
    sound: SoundWish = field(default_factory=SoundWish)
    """Of the joined film: one for all; own keeps that of each shot."""
    music: Reference | None = None
    """A sound that plays instead of composed music."""
    seed: int = 0
    """Of what is composed, and of what the enhancer fills in."""
    language: Language = "en"

    @property
    def references(self) -> tuple[Reference, ...]:
        """All files that it brings."""
        music = () if self.music is None else (self.music,)
        return (*music, *(one for shot in self.shots for one in shot.references))

    @property
    def total_s(self) -> float:
        """How long the joined film is."""
        faded = sum(shot.fade_s for shot in self.shots[1:])
        return sum(shot.seconds for shot in self.shots) - faded


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One try at a shot."""

    shot_id: str
    key: str
    """Under which its job is submitted: the same again is the same job."""
    request: GenerationRequest
    """What is made, but for the picture that it goes on from."""
    goes_on: bool
    job_id: str | None = None
    """None until it was accepted: it may wait for the shot before."""
    after: str | None = None
    """The clip that it goes on from, once accepted."""
    clip_id: str | None = None
    """Of the clip, once it is there."""
    refusal: Text | None = None
    """Why it was not accepted."""
    people: tuple[str, ...] = ()
    """Hashes of the files with people of whom nothing is on record, where that is why."""

    @property
    def is_pending(self) -> bool:
        """Whether it is still to be submitted."""
        return self.job_id is None and self.clip_id is None and self.refusal is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Storyboard:
    """A board as it is kept."""

    schema: int = 1
    id: str
    created_at: str
    """UTC, ISO 8601."""
    owner: str
    request: StoryboardRequest
    takes: tuple[Take, ...] = ()
    """Of all shots, the newest last."""
    film_job_id: str | None = None
    film_clip_id: str | None = None
    """Of the film that it was last joined to."""

    @property
    def is_waiting(self) -> bool:
        """Whether a take is still to be submitted."""
        return any(take.is_pending for take in self.takes)

    @property
    def title(self) -> str:
        """What it is known by to its owner."""
        prompts = [shot.prompt for shot in self.request.shots if shot.prompt.strip()]
        return self.request.title.strip() or next(iter(prompts), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenShot:
    """One shot as it is now."""

    number: int
    """Counted from 1."""
    shot: BoardShot
    take: Take | None
    """The newest."""
    state: JobState | None
    """Of the newest take's job; None when there is none."""
    clip: Clip | None
    """Of the newest take that has one."""
    made_by: Take | None
    """That take."""
    is_current: bool
    """Whether that clip shows what the board says now."""
    is_asked: bool
    """Whether the newest take is of what the board says now."""

    @property
    def is_draft(self) -> bool:
        """Whether the newest take is a quick look."""
        return self.take is not None and self.take.request.is_draft

    @property
    def is_active(self) -> bool:
        """Whether a take is on its way."""
        if self.take is None or self.take.refusal is not None:
            return False
        return self.take.is_pending or (
            self.state is not None and not isinstance(self.state, TERMINAL)
        )

    @property
    def has_draft_only(self) -> bool:
        """Whether its clip is a quick look."""
        made = None if self.clip is None else self.clip.generation
        return made is not None and made.request.is_draft

    def needs(self, *, is_draft: bool) -> bool:
        """Whether a new take is to be made to have a draft, or the full clip, of what is asked."""
        if self.is_active and self.is_asked and (is_draft or not self.is_draft):
            return False
        return not self.is_current or (self.has_draft_only and not is_draft)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenBoard:
    """A board as it is now."""

    board: Storyboard
    shots: tuple[SeenShot, ...]
    film_job: Job | None
    film: Clip | None
    is_film_current: bool
    """Whether that film is what would be joined now."""

    @property
    def is_active(self) -> bool:
        """Whether anything is on its way."""
        is_joining = self.film_job is not None and not isinstance(self.film_job.state, TERMINAL)
        return is_joining or self.is_making

    @property
    def is_making(self) -> bool:
        """Whether a shot is on its way."""
        return any(shot.is_active for shot in self.shots)


def shot_request(asked: StoryboardRequest, shot: BoardShot) -> GenerationRequest:
    """Give what makes a shot in full, but for the picture that it goes on from."""
    look = asked.look
    return GenerationRequest(
        prompt=shot.prompt,
        references=shot.references,
        seconds=shot.seconds,
        seed=shot.seed,
        # The soundtrack is the film's; a shot has one of its own only where that is kept.
        sound=SoundWish() if asked.sound.source == "own" else _SILENT,
        enhance_seed=asked.seed,
        enhance=look.enhance,
        language=asked.language,
        **{name: getattr(look, name) for name in LOOK_FIELDS},
    )


def going_on(request: GenerationRequest, picture: str) -> GenerationRequest:
    """Give a request that begins with a picture: a path or a stored name."""
    taken = {one.name for one in request.references}
    name = next(name for number in range(1, 100) if (name := f"Image{number}") not in taken)
    first = Reference(name=name, file=picture, role="first_frame")
    return replace(request, references=(*request.references, first))


def is_same_take(one: GenerationRequest, other: GenerationRequest) -> bool:
    """Tell whether two requests come to the same shot, be it as a draft or in full."""

    def plain(request: GenerationRequest) -> GenerationRequest:
        return replace(request, is_draft=False, draft_of=None, language="en")

    return plain(one) == plain(other)


def with_ids(asked: StoryboardRequest) -> StoryboardRequest:
    """Give every shot an id that has none."""
    shots = tuple(
        shot if shot.id else replace(shot, id=str(number))
        for number, shot in enumerate(asked.shots, start=1)
    )
    return replace(asked, shots=shots)


def storyboard_problems(
    asked: StoryboardRequest, composers: Collection[str] = ()
) -> dict[str, Text]:
    """Give what can be seen to be wrong with the order and joining of shots, by field.

    Shots are counted from 1: "shots.2.fade_s". `composers` are the ids of the models that can make
    music here.
    """
    shots, problems = asked.shots, sound_problems(asked.sound, composers=composers)
    if not 1 <= len(shots) <= MAX_SHOTS:
        problems["shots"] = Text(
            f"{len(shots)} shots; 1 to {MAX_SHOTS} are possible",
            f"共 {len(shots)} 个镜头，可用 1 到 {MAX_SHOTS} 个",
        )
    for number, shot in enumerate(shots, start=1):
        if shot.goes_on and (problem := _going_on_problem(shot, number)) is not None:
            problems[f"shots.{number}.goes_on"] = problem
        following = shots[number].fade_s if number < len(shots) else 0.0
        fade = shot.fade_s if number > 1 else 0.0
        # Not a number compares as false.
        if not (fade >= 0 and fade + following <= shot.seconds):
            problems[f"shots.{number}.fade_s"] = Text(
                f"fades of {fade:g} and {following:g} s do not fit into {shot.seconds:g} s",
                f"{fade:g} 秒与 {following:g} 秒的叠化超出了 {shot.seconds:g} 秒的镜头",
            )
    if len({shot.id for shot in with_ids(asked).shots}) < len(shots):
        problems["shots"] = Text("two shots have the same id", "有两个镜头的编号相同")
    return problems | _length_problems(asked)


def _going_on_problem(shot: BoardShot, number: int) -> Text | None:
    if number == 1:
        return Text("there is no shot before it", "前面没有镜头")
    if any(one.role == "first_frame" for one in shot.references):
        return Text(
            "it has a first frame of its own: leave one of the two out",
            "它已有自己的首帧，请二选一",
        )
    return None


def _length_problems(asked: StoryboardRequest) -> dict[str, Text]:
    if asked.total_s > MAX_SECONDS:
        words = Text(
            f"{asked.total_s:.0f} s in all; {MAX_SECONDS:.0f} s are possible",
            f"总长 {asked.total_s:.0f} 秒，上限为 {MAX_SECONDS:.0f} 秒",
        )
        return {"shots": words}
    if asked.sound.source == "auto" and asked.total_s > MAX_SCORED_S:
        return {"sound": too_long_to_score(asked.total_s)}
    return {}


def field_of_shot(number: int, name: str) -> str:
    """Give how a field of a shot's request is called on the board."""
    return f"look.{name}" if name in LOOK_FIELDS else f"shots.{number}.{name}"


def film_of(
    board: Storyboard, shots: Sequence[SeenShot], path_of: Callable[[str], str]
) -> MontageRequest:
    """Give what joins the clips of a board.

    Args:
        board: which.
        shots: as they are now.
        path_of: gives where the file of a clip is.

    Raises:
        RequestError: by shot: it has no clip yet.
    """
    problems: dict[str, Text] = {}
    joined: list[Shot] = []
    for one in shots:
        if one.clip is None:
            problems[f"shots.{one.number}"] = Text("it has no clip yet", "还没有片段")
            continue
        fade_s = one.shot.fade_s if one.number > 1 else 0.0
        joined.append(Shot(film=path_of(one.clip.id), clip_id=one.clip.id, fade_s=fade_s))
    if problems:
        raise RequestError(problems)
    asked, look = board.request, board.request.look
    # A rough cut of drafts stays as small as they are, and quick.
    is_rough = all(one.has_draft_only for one in shots)
    return MontageRequest(
        shots=tuple(joined),
        title=board.title,
        size="native" if is_rough else look.size,
        fps="native" if is_rough else look.fps,
        finish_preset="draft" if is_rough else "standard",
        sound=asked.sound,
        music=asked.music,
        seed=asked.seed,
        language=asked.language,
    )
