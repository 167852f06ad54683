"""The five sounds of a session, synthesised: told apart by rhythm and timbre, not by pitch alone.

It knows no device and no volume; it turns notes into samples, and cues into sounds.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from stretchtimer.sound.samples import PEAK, RATE, silence
from stretchtimer.sound.tones import Note, Timbre, tone
from stretchtimer.timeline import CueKind, SegmentKind

if TYPE_CHECKING:
    from stretchtimer.ports import Sounding
    from stretchtimer.sound.samples import Pcm


class Chime(Enum):
    """The sounds by name, with what each tells the ear."""

    START = "start"  # begin: one note that rises
    SWITCH = "switch"  # the other side: two pitches in turn, quickly, twice
    REST = "rest"  # let go: two soft notes, slowly falling
    COUNT = "count"  # a second or a rep: a short tick
    FINISH = "finish"  # done: three bells, ringing on


SOUND_OF: dict[CueKind, Chime] = {
    CueKind.START: Chime.START,
    CueKind.SWITCH: Chime.SWITCH,
    CueKind.REST: Chime.REST,
    CueKind.REP: Chime.COUNT,
    CueKind.COUNT: Chime.COUNT,
    CueKind.FINISH: Chime.FINISH,
}
"""What a kind of cue sounds like. The others are words, and make no sound of their own."""


def chime_for(sounding: Sounding) -> Chime | None:
    """The sound of a cue where it stands; None for one that is only said."""
    # `next` at the start of a transition is the moment to let go of a stretch, as at a rest. Before a
    # shorter transition it comes while the work still goes on, and a sound would end it too early.
    if sounding.cue.kind is CueKind.NEXT and sounding.segment.kind is SegmentKind.TRANSITION:
        return Chime.REST
    return SOUND_OF.get(sounding.cue.kind)


_BRIGHT = Timbre(partials=((1, 1.0, 2.0), (2, 0.8, 2.5), (3, 0.5, 3.0)), attack=0.020)
_HOLLOW = Timbre(partials=((1, 1.0, 6.0), (3, 0.6, 9.0), (5, 0.35, 12.0)))  # odd ones only, as a clarinet
_PURE = Timbre(partials=((1, 1.0, 3.0),), attack=0.025)
_WOOD = Timbre(partials=((1, 1.0, 45.0), (3.9, 0.7, 60.0)), release=0.015)  # 3.9: a marimba's bar
_BELL = Timbre(partials=((1, 1.0, 3.0), (2.0, 0.35, 4.5), (3.01, 0.2, 7.0)))

# With the amplitude of a share of 1, in full scales: found by ear and measure so that every peak stays
# under -3 dBFS (0.708), and that none is much louder than the others.
_SCORES: dict[Chime, tuple[float, Timbre, tuple[Note, ...]]] = {
    Chime.START: (0.34, _BRIGHT, (Note(length=0.40, pitch=523, glide=1.5),)),
    Chime.SWITCH: (
        0.45,
        _HOLLOW,
        tuple(Note(at=0.13 * i, length=0.12, pitch=pitch) for i, pitch in enumerate((784, 523, 784, 523))),
    ),
    Chime.REST: (0.45, _PURE, (Note(length=0.40, pitch=523), Note(at=0.42, length=0.65, pitch=392))),
    Chime.COUNT: (0.60, _WOOD, (Note(length=0.07, pitch=1047),)),
    Chime.FINISH: (
        0.46,
        _BELL,
        (
            Note(length=0.40, pitch=659),
            Note(at=0.40, length=0.40, pitch=784),
            Note(at=0.80, length=1.00, pitch=1047),
        ),
    ),
}


def synthesise(chime: Chime, rate: int = RATE) -> Pcm:
    """The sound as samples, `rate` a second."""
    amplitude, timbre, notes = _SCORES[chime]
    pcm = silence(round(rate * max(note.at + note.length for note in notes)))
    for note in notes:
        played = tone(note, timbre, amplitude=amplitude * PEAK, rate=rate)
        start = round(note.at * rate)
        pcm[start : start + len(played)] = played
    return pcm


def synthesise_all(rate: int = RATE) -> dict[Chime, Pcm]:
    """Every sound."""
    return {chime: synthesise(chime, rate) for chime in Chime}
