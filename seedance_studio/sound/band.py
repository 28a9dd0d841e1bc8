"""Who plays: parts written over a song's chords, and a band that puts them on the stage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from seedance_studio.sound.harmony import Note, Song
from seedance_studio.sound.instruments import Instrument
from seedance_studio.sound.signals import RATE, Random, Signal, Stage

_LOOSE_S = 0.006
"""How far from the beat a hand strikes."""
_LENGTH_STEP_S = 0.05
"""Lengths are rounded to this, so that a note that comes again need not be made again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Where a player sits, and how loud."""

    gain: float
    position: float = 0.0
    wet: float = 0.35


class Band:
    """Plays notes of a song on a stage.

    Args:
        stage: to play on.
        song: gives the beat and the swell.
        random: for hands and strings.
    """

    def __init__(self, stage: Stage, song: Song, random: Random) -> None:
        self._stage = stage
        self._song = song
        self._random = random
        self._made: dict[tuple[Instrument, float, float], Signal] = {}
        self.ring_beats = (len(stage) / RATE - song.second(song.num_beats)) / song.beat_s
        """Beats that the last chord has."""

    def play(self, instrument: Instrument, notes: Iterable[Note], seat: Seat) -> None:
        """Put a part on the stage."""
        for note in notes:
            touch = note.accent * self._random.uniform(0.88, 1.0)
            late_s = float(self._random.normal(0, _LOOSE_S)) if note.beat else 0.0
            self._stage.put(
                self._sound(instrument, note),
                self._song.second(note.beat) + late_s,
                gain=seat.gain * touch * self._song.loudness(note.beat),
                position=seat.position,
                wet=seat.wet,
            )

    def _sound(self, instrument: Instrument, note: Note) -> Signal:
        length_s = note.length * self._song.beat_s
        length_s = max(_LENGTH_STEP_S, round(length_s / _LENGTH_STEP_S) * _LENGTH_STEP_S)
        key = (instrument, note.pitch, length_s)
        if key not in self._made:
            self._made[key] = instrument(self._random, note.pitch, length_s)
        return self._made[key]


def arpeggio(
    song: Song, order: Sequence[int], step: float, *, octaves: int = 0, from_share: float = 0.0
) -> list[Note]:
    """Break each chord into single notes.

    Args:
        song: whose chords.
        order: tones one after the other: 0 to 2 root, third and fifth, 3 to 5 an octave higher.
        step: beats from note to note.
        octaves: moves all of it.
        from_share: where in the song it begins, 0 to 1.
    """
    notes = []
    for at in range(round(song.num_beats / step)):
        beat = at * step
        if beat < entry(song, from_share):
            continue
        accent = 1.0 if beat % 2 == 0 else 0.8 if beat % 1 == 0 else 0.68
        pitch = _tone(song, beat, order[at % len(order)]) + 12 * octaves
        notes.append(Note(beat=beat, length=max(1.0, 2 * step), pitch=pitch, accent=accent))
    return notes


def _tone(song: Song, beat: float, index: int) -> int:
    octave, tone = divmod(index, 3)
    return song.chord(beat)[tone] + 12 * octave


def entry(song: Song, share: float) -> int:
    """Give the first chord's beat at or after a share of the song."""
    beats = song.chord_beats
    return int(-(-share * song.num_beats // beats)) * beats


def chords(
    song: Song,
    tones: Sequence[int],
    *,
    ring_beats: float,
    octaves: int = 0,
    from_share: float = 0.0,
) -> list[Note]:
    """Hold each chord as long as it lasts, the last one to the end."""
    starts = range(entry(song, from_share), song.num_beats + 1, song.chord_beats)
    return [
        Note(
            beat=start,
            length=ring_beats if start == song.num_beats else song.chord_beats,
            pitch=_tone(song, start, tone) + 12 * octaves,
        )
        for start in [*starts, *([song.num_beats] if song.num_beats not in starts else [])]
        for tone in tones
    ]


def roots(
    song: Song,
    offsets: Sequence[float],
    *,
    length: float,
    octaves: int = -1,
    from_share: float = 0.0,
) -> list[Note]:
    """Play the root at some beats of each bar, and once more under the last chord."""
    at = [
        bar + offset
        for bar in range(entry(song, from_share), song.num_beats, 4)
        for offset in offsets
        if bar + offset < song.num_beats
    ]
    notes = [
        Note(beat=beat, length=length, pitch=song.chord(beat)[0] + 12 * octaves) for beat in at
    ]
    last = Note(beat=song.num_beats, length=4, pitch=song.tonic + 12 * octaves)
    return [*notes, last]


def beats(
    song: Song, offsets: Sequence[float], *, pitch: float = 60, from_share: float = 0.0
) -> list[Note]:
    """Strike at some beats of each bar, until the last chord."""
    return [
        Note(beat=bar + offset, length=1, pitch=pitch, accent=1.0 if offset % 2 == 0 else 0.75)
        for bar in range(entry(song, from_share), song.num_beats, 4)
        for offset in offsets
        if bar + offset < song.num_beats
    ]


def last_chord(
    song: Song, tones: Sequence[int], *, spread_beats: float, octaves: int = 0
) -> list[Note]:
    """Strike the tonic from the bottom up, note by note."""
    return [
        Note(
            beat=song.num_beats + rank * spread_beats,
            length=4,
            pitch=_tone(song, song.num_beats, tone) + 12 * octaves,
        )
        for rank, tone in enumerate(tones)
    ]


def swung(notes: Iterable[Note], by: float) -> list[Note]:
    """Delay the notes between the beats by a share of a beat."""
    return [replace(note, beat=note.beat + by) if note.beat % 1 == 0.5 else note for note in notes]
