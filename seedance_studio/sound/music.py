"""The music of a clip: one arrangement a genre, which starts, swells and ends with the picture."""

from __future__ import annotations

from collections.abc import Callable

from seedance_studio.domain.sound import SoundPlan
from seedance_studio.sound import instruments as play
from seedance_studio.sound.band import (
    Band,
    Seat,
    arpeggio,
    beats,
    chords,
    entry,
    last_chord,
    roots,
    swung,
)
from seedance_studio.sound.harmony import Note, Song, beat_grid, write_melody, write_song
from seedance_studio.sound.signals import RATE, Random, Signal, Stage, decay, noise, seconds, swell

_BRISK = frozenset(["lively", "playful", "epic"])


def play_music(
    stage: Stage, plan: SoundPlan, random: Random, beats_s: tuple[float, ...] = ()
) -> None:
    """Put the music of a plan on a stage, on beats of its own or on those that are given."""
    song = write_song(plan, random, beat_grid(plan, len(stage) / RATE, beats_s))
    _ARRANGEMENTS[plan.genre](Band(stage, song, random), song, random)
    if plan.genre == "lofi":
        _crackle(stage, random)


def _acoustic(band: Band, song: Song, random: Random) -> None:
    picking = arpeggio(song, (0, 2, 3, 4, 2, 3, 4, 2), 0.5)
    band.play(play.guitar, picking, Seat(gain=0.30, position=-0.25))
    strum = last_chord(song, (0, 2, 3, 4, 5, 6), spread_beats=0.06)
    band.play(play.guitar, strum, Seat(gain=0.18, position=-0.25))
    held = chords(song, (1, 2, 3), ring_beats=band.ring_beats, from_share=0.3)
    band.play(play.strings, held, Seat(gain=0.045, position=0.2, wet=0.6))
    band.play(play.bass, roots(song, (0, 2), length=1.8, from_share=0.2), Seat(gain=0.11, wet=0.05))
    tune = write_melody(song, random, centre=74, from_beat=entry(song, 0.25))
    band.play(play.flute, tune, Seat(gain=0.14, position=0.3, wet=0.6))
    if song.mood in _BRISK:
        shaken = beats(song, (0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5), from_share=0.4)
        band.play(play.shaker, shaken, Seat(gain=0.20, position=0.35, wet=0.15))


def _lofi(band: Band, song: Song, random: Random) -> None:
    ring = band.ring_beats
    for tones, position in (((1, 2), -0.2), ((3, 4), 0.2)):
        held = chords(song, tones, ring_beats=ring)
        band.play(play.electric_piano, held, Seat(gain=0.14, position=position))
    band.play(play.bass, roots(song, (0, 2.5), length=1.4), Seat(gain=0.14, wet=0.05))
    tune = swung(write_melody(song, random, centre=72, from_beat=entry(song, 0.4)), 0.12)
    band.play(play.electric_piano, tune, Seat(gain=0.20, position=0.25, wet=0.5))
    band.play(play.kick, beats(song, (0, 2.5), from_share=0.2), Seat(gain=0.38, wet=0.05))
    band.play(play.snare, beats(song, (1, 3), from_share=0.2), Seat(gain=0.28, wet=0.3))
    ticking = swung(beats(song, (0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5), from_share=0.2), 0.12)
    band.play(play.hat, ticking, Seat(gain=0.26, position=0.3, wet=0.1))


def _cinematic(band: Band, song: Song, random: Random) -> None:
    ring = band.ring_beats
    is_big = song.mood in ("epic", "tense", "lively")
    low = chords(song, (0, 2), ring_beats=ring, octaves=-1)
    band.play(play.strings, low, Seat(gain=0.10, position=0.25, wet=0.6))
    high = chords(song, (3, 4, 5), ring_beats=ring, from_share=0.25)
    band.play(play.strings, high, Seat(gain=0.055, position=-0.3, wet=0.7))
    broken = arpeggio(song, (0, 2, 3, 4, 5, 4, 3, 2), 0.5, octaves=0)
    band.play(play.piano, broken, Seat(gain=0.13, position=0.1, wet=0.6))
    tune = write_melody(song, random, centre=76, from_beat=entry(song, 0.35))
    band.play(play.piano, tune, Seat(gain=0.20, position=-0.1, wet=0.6))
    end = last_chord(song, (0, 2, 3, 4, 6), spread_beats=0.08)
    band.play(play.piano, end, Seat(gain=0.11, wet=0.6))
    if is_big:
        band.play(play.taiko, beats(song, (0, 1.5, 2.5), from_share=0.4), Seat(gain=0.30, wet=0.5))
        struck = [Note(beat=song.num_beats, length=4, pitch=36)]
        band.play(play.taiko, struck, Seat(gain=0.34, wet=0.7))
        rise = [_until_the_end(song)]
        band.play(play.cymbal_swell, rise, Seat(gain=0.16, position=0.2, wet=0.4))
    else:
        bells = arpeggio(song, (6, 8, 7), 2.0, octaves=0, from_share=0.5)
        band.play(play.celesta, bells, Seat(gain=0.07, position=0.4, wet=0.9))


def _until_the_end(song: Song) -> Note:
    """A note that leads to the last chord."""
    length = min(4, song.num_beats)
    return Note(beat=song.num_beats - length, length=length, pitch=60)


def _toybox(band: Band, song: Song, random: Random) -> None:
    ostinato = arpeggio(song, (3, 5, 4, 5, 3, 4, 5, 4), 0.5)
    band.play(play.marimba, ostinato, Seat(gain=0.26, position=-0.3, wet=0.25))
    plucked = roots(song, (0, 1.5, 2), length=0.8, octaves=-1)
    band.play(play.pizzicato, plucked, Seat(gain=0.34, position=0.1, wet=0.25))
    held = arpeggio(song, (4, 5), 1.0, from_share=0.3)
    band.play(play.pizzicato, held, Seat(gain=0.40, position=0.3, wet=0.3))
    tune = write_melody(song, random, centre=79, from_beat=entry(song, 0.25))
    band.play(play.celesta, tune, Seat(gain=0.24, position=0.2, wet=0.5))
    band.play(
        play.woodblock, beats(song, (1, 3), pitch=86), Seat(gain=0.30, position=0.45, wet=0.3)
    )
    shaken = beats(song, (0.5, 1.5, 2.5, 3.5), from_share=0.3)
    band.play(play.shaker, shaken, Seat(gain=0.20, position=-0.4, wet=0.15))
    end = last_chord(song, (0, 2, 3, 4, 5, 6), spread_beats=0.1)
    band.play(play.marimba, end, Seat(gain=0.14, wet=0.4))


def _suspense(band: Band, song: Song, random: Random) -> None:
    ring = band.ring_beats
    low = chords(song, (0,), ring_beats=ring, octaves=-1)
    band.play(play.strings, low, Seat(gain=0.20, position=-0.2, wet=0.6))
    fifths = chords(song, (2,), ring_beats=ring, octaves=-1, from_share=0.3)
    band.play(play.synth_pad, fifths, Seat(gain=0.09, position=0.3, wet=0.7))
    heart = beats(song, (0, 0.75), pitch=36)
    band.play(play.kick, heart, Seat(gain=0.42, wet=0.35))
    ticking = arpeggio(song, (3, 3, 4, 3), 0.5, from_share=0.4)
    band.play(play.pizzicato, ticking, Seat(gain=0.28, position=0.3, wet=0.6))
    drops = write_melody(song, random, centre=69, from_beat=0)[::2]
    band.play(play.piano, drops, Seat(gain=0.20, position=-0.3, wet=1.0))
    band.play(play.cymbal_swell, [_until_the_end(song)], Seat(gain=0.10, wet=0.6))
    band.play(play.taiko, [Note(beat=song.num_beats, length=4, pitch=36)], Seat(gain=0.34, wet=0.8))


def _guzheng(band: Band, song: Song, random: Random) -> None:
    """Plucked fifths below, a tune with grace notes above, a flute that answers."""
    fifths = arpeggio(song, (0, 2, 3, 5, 3, 2), 0.5)
    in_scale = [note for note in fifths if (note.pitch - song.tonic) % 12 in song.singing_scale]
    band.play(play.guzheng, in_scale, Seat(gain=0.17, position=-0.25, wet=0.5))
    run = _glissando(song, song.num_beats, rising=True)
    band.play(play.guzheng, run, Seat(gain=0.12, position=-0.1, wet=0.6))
    tune = write_melody(song, random, centre=74, from_beat=0)
    band.play(play.guzheng, _graced(song, tune), Seat(gain=0.32, position=-0.1, wet=0.5))
    answer = write_melody(song, random, centre=77, from_beat=entry(song, 0.5))
    long = [note for note in answer if note.length >= 1]
    band.play(play.flute, long, Seat(gain=0.11, position=0.35, wet=0.8))
    held = chords(song, (0, 2), ring_beats=band.ring_beats, from_share=0.25)
    band.play(play.synth_pad, held, Seat(gain=0.035, position=0.2, wet=0.7))
    if song.mood in _BRISK or song.mood == "tense":
        band.play(play.taiko, beats(song, (0, 2.5), from_share=0.25), Seat(gain=0.24, wet=0.5))
        band.play(
            play.woodblock, beats(song, (1, 3), pitch=79), Seat(gain=0.28, position=0.4, wet=0.4)
        )


def _glissando(song: Song, beat: float, *, rising: bool) -> list[Note]:
    """The hand across the strings, up to the last chord."""
    strings = [song.tonic + 12 * octave + step for octave in (0, 1) for step in song.singing_scale]
    strings.append(song.tonic + 24)
    step = 0.05 / song.beat_s
    return [
        Note(beat=beat + rank * step, length=3, pitch=pitch, accent=0.5 + 0.5 * rank / len(strings))
        for rank, pitch in enumerate(strings if rising else reversed(strings))
    ]


def _graced(song: Song, tune: list[Note]) -> list[Note]:
    """Each long note is touched first by the string below it."""
    graced = list(tune)
    for note in tune:
        below = range(int(note.pitch) - 4, int(note.pitch))
        strings = [p for p in below if (p - song.tonic) % 12 in song.singing_scale]
        if note.length >= 1.5 and strings and note.beat > 0:
            early = note.beat - 0.09 / song.beat_s
            graced.append(Note(beat=early, length=1, pitch=strings[-1], accent=0.45))
    return graced


def _electronic(band: Band, song: Song, random: Random) -> None:
    ring = band.ring_beats
    is_driving = song.mood in _BRISK or song.mood == "tense"
    held = chords(song, (0, 1, 2, 4), ring_beats=ring)
    band.play(play.synth_pad, held, Seat(gain=0.06, position=-0.2, wet=0.7))
    order = (0, 2, 3, 4, 5, 4, 3, 2)
    broken = arpeggio(song, order, 0.25 if is_driving else 0.5, from_share=0.2)
    band.play(play.synth_pluck, broken, Seat(gain=0.15, position=0.3, wet=0.6))
    low = (0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5) if is_driving else (0, 2)
    length = 0.45 if is_driving else 1.8
    band.play(play.bass, roots(song, low, length=length, octaves=-1), Seat(gain=0.14, wet=0.05))
    tune = write_melody(song, random, centre=76, from_beat=entry(song, 0.4))
    band.play(play.synth_pluck, tune, Seat(gain=0.24, position=-0.25, wet=0.8))
    end = last_chord(song, (3, 4, 5, 6, 7), spread_beats=0.12)
    band.play(play.celesta, end, Seat(gain=0.10, wet=0.9))
    kicks = (0, 1, 2, 3) if is_driving else (0, 2.5)
    band.play(play.kick, beats(song, kicks, from_share=0.25), Seat(gain=0.38, wet=0.05))
    band.play(
        play.hat, beats(song, (0.5, 1.5, 2.5, 3.5), from_share=0.35), Seat(gain=0.32, wet=0.1)
    )


def _crackle(stage: Stage, random: Random) -> None:
    """The dust on the record."""
    length = seconds(0.004)
    click: Signal = noise(random, length, ((1500, 0), (5000, -3)), channels=1)
    click = click * decay(length, 0.0007, 0.0004)
    for moment_s in random.uniform(0, len(stage) / RATE, round(4 * len(stage) / RATE)):
        gain = 0.01 * float(random.exponential())
        stage.put(click, moment_s, gain=gain, position=random.uniform(-0.8, 0.8))
    hiss = noise(random, len(stage), ((2500, -6), (6000, 0)))
    stage.put(hiss * swell(len(stage), 0.3, 0.8)[:, None], gain=0.0016)


_ARRANGEMENTS: dict[str, Callable[[Band, Song, Random], None]] = {
    "acoustic": _acoustic,
    "lofi": _lofi,
    "cinematic": _cinematic,
    "toybox": _toybox,
    "suspense": _suspense,
    "guzheng": _guzheng,
    "electronic": _electronic,
}
