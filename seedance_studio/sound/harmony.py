"""Keys, chords and melodies: what is played, before anyone plays it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from seedance_studio.domain.sound import MINOR_MOODS, SoundPlan
from seedance_studio.domain.sound_plan import ring_s
from seedance_studio.sound.signals import Random

_MAJOR = (0, 2, 4, 5, 7, 9, 11)
_MINOR = (0, 2, 3, 5, 7, 8, 10)
_PENTATONIC = {_MAJOR: (0, 2, 4, 7, 9), _MINOR: (0, 3, 5, 7, 10)}

# Steps of the scale that chords stand on. The last one before the end is the cadence.
_PROGRESSIONS = {
    "calm": ((0, 3, 0, 3), (0, 5, 3, 0)),
    "warm": ((0, 4, 5, 3), (0, 5, 3, 4)),
    "playful": ((0, 5, 1, 4), (0, 3, 0, 4)),
    "lively": ((0, 4, 5, 3), (0, 3, 5, 4)),
    "dreamy": ((0, 2, 3, 5), (0, 5, 2, 3)),
    "epic": ((0, 5, 2, 6), (0, 3, 5, 6)),
    "tense": ((0, 0, 5, 0), (0, 5, 0, 3)),
}
_CADENCES = {"calm": 3, "dreamy": 3, "epic": 6, "tense": 5}
_DOMINANT = 4

# (beat, length) of the notes of a bar, from sparse to busy.
_RHYTHMS = (
    (((0, 2), (2, 2)), ((0, 3), (3, 1)), ((0, 1.5), (1.5, 2.5))),
    (((0, 1.5), (1.5, 0.5), (2, 2)), ((0, 1), (1, 1), (2, 2)), ((0.5, 1), (1.5, 0.5), (2, 2))),
    (
        ((0, 0.5), (0.5, 0.5), (1, 1), (2, 0.5), (2.5, 1.5)),
        ((0, 1), (1, 0.5), (1.5, 0.5), (2, 1), (3, 1)),
        ((0, 0.75), (0.75, 0.75), (1.5, 0.5), (2, 2)),
    ),
)
_BUSYNESS = {"calm": 0, "dreamy": 0, "tense": 0, "warm": 1, "epic": 1, "playful": 2, "lively": 2}


_LONG_BEATS = 16
"""A song shorter than this changes its chords twice a bar, so that there is a song at all."""
_FEWEST_BEATS = 4
_FASTEST_BEAT_S, _SLOWEST_BEAT_S = 0.38, 1.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note to be played."""

    beat: float
    length: float
    """In beats."""
    pitch: float
    accent: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Song:
    """The music of one clip: its time, its chords and its scale."""

    beats_s: tuple[float, ...]
    """When each beat falls; the last chord stands on the last one."""
    chord_beats: int
    """Beats to a chord."""
    scale: tuple[int, ...]
    """Semitones above the tonic."""
    singing_scale: tuple[int, ...]
    """The steps that melodies use."""
    tonic: int
    """As a MIDI number, between 48 and 59."""
    degrees: tuple[int, ...]
    """Of the scale: one chord each."""
    mood: str

    @property
    def num_beats(self) -> int:
        """Beats before the last chord."""
        return len(self.beats_s) - 1

    @property
    def beat_s(self) -> float:
        """How long a beat lasts."""
        return (self.beats_s[-1] - self.beats_s[0]) / self.num_beats

    def second(self, beat: float) -> float:
        """Give when a beat, or a moment between two, falls."""
        if beat >= self.num_beats:
            return self.beats_s[-1] + (beat - self.num_beats) * self.beat_s
        return float(np.interp(beat, range(len(self.beats_s)), self.beats_s))

    def chord(self, beat: float) -> tuple[int, ...]:
        """Give the pitches of root, third, fifth and seventh at a beat, the root below 60."""
        at = int(beat // self.chord_beats)
        degree = self.degrees[at] if at < len(self.degrees) else 0
        # The upper chords are taken from below the tonic, so that no part has to leap.
        degree = degree - len(self.scale) if degree > _DOMINANT - 1 else degree
        return tuple(self._pitch(degree + step) for step in (0, 2, 4, 6))

    def _pitch(self, degree: int) -> int:
        octave, step = divmod(degree, len(self.scale))
        return self.tonic + 12 * octave + self.scale[step]

    def loudness(self, beat: float) -> float:
        """Give how far the music has risen: it swells to three quarters of its way."""
        share = beat / max(1, self.num_beats)
        return 0.62 + 0.38 * share / 0.75 if share < 0.75 else 1.0


def beat_grid(
    plan: SoundPlan, duration_s: float, given_s: tuple[float, ...] = ()
) -> tuple[float, ...]:
    """Give when the beats of the music fall, up to the one of the last chord.

    Args:
        plan: whose tempo they have where none are given.
        duration_s: of the clip.
        given_s: beats of a brought rhythm, rising; too few are no rhythm. Music goes at half the
            pace of a very fast one and at twice that of a very slow one.
    """
    if len(given_s) < _FEWEST_BEATS:
        return tuple(beat * 60 / plan.tempo_bpm for beat in range(plan.num_beats + 1))
    beat_s = float(np.median(np.diff(given_s)))
    before = int(given_s[0] // beat_s)
    after = max(0, int((duration_s - given_s[-1]) // beat_s))
    beats = [given_s[0] - beat_s * count for count in range(before, 0, -1)]
    beats += [*given_s, *(given_s[-1] + beat_s * count for count in range(1, after + 1))]
    if beat_s < _FASTEST_BEAT_S:
        beats = beats[::2]
    elif beat_s > _SLOWEST_BEAT_S:
        halves = [(one + other) / 2 for one, other in pairwise(beats)]
        beats = sorted([*beats, *halves])
    last_s = duration_s - ring_s(duration_s)
    kept = [beat for beat in beats if 0 <= beat <= last_s] or beats[:1]
    # Chords last two beats at least, so the last one stands after an even number of them.
    even = len(kept) - 1 - (len(kept) - 1) % 2
    return tuple(kept[: even + 1]) if even else (kept[0], kept[0] + beat_s)


def write_song(plan: SoundPlan, random: Random, beats_s: tuple[float, ...]) -> Song:
    """Write the chords of a plan's music over its beats."""
    num_beats = len(beats_s) - 1
    scale = _MINOR if plan.mood in MINOR_MOODS else _MAJOR
    is_pentatonic = plan.genre == "guzheng"
    chord_beats = 4 if num_beats >= _LONG_BEATS else 2
    num_chords = max(1, num_beats // chord_beats)
    progression = _PROGRESSIONS[plan.mood][random.integers(2)]
    degrees = [progression[at % 4] for at in range(num_chords)]
    if num_chords > 1:
        degrees[-1] = _CADENCES.get(plan.mood, _DOMINANT)
    return Song(
        beats_s=beats_s,
        chord_beats=chord_beats,
        scale=scale,
        singing_scale=_PENTATONIC[scale] if is_pentatonic or plan.mood == "calm" else scale,
        tonic=48 + plan.tonic,
        degrees=tuple(degrees),
        mood=plan.mood,
    )


def write_melody(song: Song, random: Random, *, centre: int, from_beat: int = 0) -> list[Note]:
    """Write a tune: two bars of a motif, come back to with other chords, home at the end.

    Args:
        song: whose chords it goes with.
        random: draws it.
        centre: the pitch it stays around.
        from_beat: where it begins.
    """
    rhythms = _RHYTHMS[_BUSYNESS[song.mood]]
    motif = [rhythms[random.integers(len(rhythms))] for _ in range(2)]
    steps = random.integers(-2, 3, 16)
    notes: list[Note] = []
    pitch = float(centre)
    for bar, start in enumerate(range(from_beat, song.num_beats, 4)):
        for place, (offset, length) in enumerate(motif[bar % 2]):
            beat = start + offset
            if beat >= song.num_beats:
                break
            wished = pitch + 2.0 * int(steps[(8 * (bar % 2) + place) % 16])
            wished = centre + 0.75 * (wished - centre)
            on_chord = offset in (0, 2)
            allowed = _chord_tones(song, beat) if on_chord else _scale_tones(song)
            pitch = _nearest(allowed, wished, avoiding=pitch if length < 1 else None)
            notes.append(
                Note(beat=beat, length=length, pitch=pitch, accent=1.0 if on_chord else 0.8)
            )
    home = _nearest([song.tonic % 12], pitch, avoiding=None)
    notes.append(Note(beat=song.num_beats, length=4, pitch=home))
    return notes


def _chord_tones(song: Song, beat: float) -> list[int]:
    sung = {(song.tonic + step) % 12 for step in song.singing_scale}
    tones = [pitch % 12 for pitch in song.chord(beat)[:3]]
    return [tone for tone in tones if tone in sung] or tones


def _scale_tones(song: Song) -> list[int]:
    return [(song.tonic + step) % 12 for step in song.singing_scale]


def _nearest(pitch_classes: list[int], wished: float, *, avoiding: float | None) -> float:
    """The pitch of one of these classes that is next to the one wished for."""
    near = range(round(wished) - 11, round(wished) + 12)
    allowed = [pitch for pitch in near if pitch % 12 in pitch_classes and pitch != avoiding]
    return float(min(allowed, key=lambda pitch: abs(pitch - wished)))
