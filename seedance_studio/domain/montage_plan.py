"""From films and what was asked to a montage with every number final."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from seedance_studio.domain.delivery import (
    Delivery,
    ReportItem,
    VideoShape,
    delivered_shape,
    exact_rate,
    finishing_s,
)
from seedance_studio.domain.film import FilmFacts
from seedance_studio.domain.montage import (
    MAX_SECONDS,
    MIN_SHOT_S,
    Caption,
    MontagePlan,
    MontageRequest,
    PlannedShot,
    Shot,
)
from seedance_studio.domain.reference import PlannedReference
from seedance_studio.domain.sound import SoundPlan
from seedance_studio.errors import RequestError, Text


def lay_out(
    request: MontageRequest, films: Sequence[FilmFacts], *, device: str
) -> tuple[PlannedShot, ...]:
    """Give each shot its place and its numbers; their sound is planned after.

    Args:
        request: one in which `montage_problems` has found none.
        films: what each shot's film is.
        device: where a neural network would run, in torch's words.

    Raises:
        RequestError: by field: a part that is not there, a fade that is too long.
    """
    first = _native(films[0])
    shape = delivered_shape(request, first, Fraction(first.width, first.height), Fraction(1))
    rate = exact_rate(shape.fps)
    problems = _span_problems(request, films)
    if problems:
        raise RequestError(problems)
    spans = [_span(shot, film) for shot, film in zip(request.shots, films, strict=True)]
    counts = [max(1, round((end - start) * rate)) for start, end in spans]
    fades = [0, *(round(Fraction(shot.fade_s) * rate) for shot in request.shots[1:])]
    problems = _fade_problems(request, counts, fades)
    total_s = (sum(counts) - sum(fades)) / rate
    if total_s > MAX_SECONDS:
        problems["shots"] = Text(
            f"{float(total_s):.0f} s in all; {MAX_SECONDS:.0f} s are possible",
            f"总长 {float(total_s):.0f} 秒，上限为 {MAX_SECONDS:.0f} 秒",
        )
    if problems:
        raise RequestError(problems)
    placed: list[PlannedShot] = []
    for number, (shot, film) in enumerate(zip(request.shots, films, strict=True)):
        before = sum(counts[:number]) - sum(fades[: number + 1])
        placed.append(
            PlannedShot(
                film=shot.film,
                facts=film,
                start_s=float(spans[number][0]),
                end_s=float(spans[number][1]),
                from_frame=before,
                num_frames=counts[number],
                fade_frames=fades[number],
                delivery=_delivery(request, film, shape, counts[number], device),
                keeps_sound=film.has_sound and request.sound.source == "own",
                sound=None,
            )
        )
    return tuple(placed)


def _native(film: FilmFacts) -> VideoShape:
    return VideoShape(
        width=film.width, height=film.height, fps=film.fps, num_frames=film.num_frames
    )


def _span(shot: Shot, film: FilmFacts) -> tuple[Fraction, Fraction]:
    length = Fraction(film.duration_s).limit_denominator(1_000_000)
    end = length if shot.end_s is None else min(Fraction(shot.end_s), length)
    return Fraction(shot.start_s), end


def _span_problems(request: MontageRequest, films: Sequence[FilmFacts]) -> dict[str, Text]:
    problems: dict[str, Text] = {}
    for number, (shot, film) in enumerate(zip(request.shots, films, strict=True), start=1):
        start, end = _span(shot, film)
        if start < 0 or end - start < min(MIN_SHOT_S, film.duration_s):
            problems[f"shots.{number}.trim"] = Text(
                f"the part must lie within 0 to {film.duration_s:.2f} s and last {MIN_SHOT_S:g} s",
                f"截取范围须在 0 到 {film.duration_s:.2f} 秒之内，且不短于 {MIN_SHOT_S:g} 秒",
            )
    return problems


def _fade_problems(
    request: MontageRequest, counts: Sequence[int], fades: Sequence[int]
) -> dict[str, Text]:
    """Refuse fades that would meet within a shot: at most two shots are seen at once."""
    problems: dict[str, Text] = {}
    for number, shot in enumerate(request.shots, start=1):
        fade = fades[number - 1]
        following = fades[number] if number < len(fades) else 0
        if shot.fade_s < 0 or fade + following > counts[number - 1]:
            problems[f"shots.{number}.fade_s"] = Text(
                "the fades into and out of this film are longer than itself",
                "这段影片首尾的叠化比影片本身还长",
            )
    return problems


def _delivery(
    request: MontageRequest, film: FilmFacts, shape: VideoShape, num_frames: int, device: str
) -> Delivery:
    width, height = shape.width, shape.height
    if request.fit == "fit":
        aspect = Fraction(film.width, film.height)
        width = min(width, 2 * round(height * aspect / 2))
        height = min(height, 2 * round(width / aspect / 2))
    delivered = VideoShape(width=width, height=height, fps=shape.fps, num_frames=num_frames)
    return Delivery(
        native=_native(film),
        delivered=delivered,
        preset=request.finish_preset,
        codec=request.codec,
        device=device,
    )


def make_montage_plan(
    request: MontageRequest,
    shots: tuple[PlannedShot, ...],
    music: SoundPlan | None,
    report: Sequence[ReportItem],
    references: tuple[PlannedReference, ...] = (),
) -> MontagePlan:
    """Give the whole plan of shots that are laid out and have their sound."""
    first = shots[0].delivery
    last = shots[-1]
    native = shots[0].facts
    delivered = delivered_shape(
        request,
        _native(native),
        Fraction(native.width, native.height),
        (last.from_frame + last.num_frames) / exact_rate(first.delivered.fps),
    )
    end_s = delivered.duration_s
    return MontagePlan(
        shots=shots,
        native=VideoShape(
            width=native.width,
            height=native.height,
            fps=native.fps,
            num_frames=sum(max(1, round((s.end_s - s.start_s) * s.facts.fps)) for s in shots),
        ),
        delivered=delivered,
        finish_preset=request.finish_preset,
        codec=request.codec,
        device=first.device,
        captions=tuple(
            Caption(text=one.text, start_s=one.start_s, end_s=one.end_s or end_s, style=one.style)
            for one in request.captions
        ),
        logo=request.logo,
        music=music,
        report=tuple(report),
        estimate_s=round(sum(finishing_s(shot.delivery) for shot in shots), 1),
        references=references,
    )


def montage_report(request: MontageRequest, shots: Sequence[PlannedShot]) -> list[ReportItem]:
    """Say what becomes of films that differ from the first."""
    items: list[ReportItem] = []
    first = shots[0].facts
    for number, shot in enumerate(shots, start=1):
        item, facts = f"shots.{number}", shot.facts
        if abs(facts.width / facts.height / (first.width / first.height) - 1) > 0.01:
            note = (
                Text("another shape: bars stand beside it", "画幅不同，两侧留黑边")
                if request.fit == "fit"
                else Text("another shape: its edges are cut off", "画幅不同，裁去边缘")
            )
            items.append(ReportItem(item=item, status="adapted", note=note))
        if request.sound.source == "own" and not facts.has_sound:
            note = Text("it is silent", "没有原声")
            items.append(ReportItem(item=item, status="ignored", note=note))
    return items
