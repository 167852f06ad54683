"""The breath by ear: a soft tone that rises for breathing in and falls for breathing out.

It knows no cue and no device. A breath of several phases has a pulse at the start of each: two kicks,
two pulses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.model import Breath
from stretchtimer.sound.samples import PEAK, RATE, silence
from stretchtimer.sound.tones import Note, Timbre, tone

if TYPE_CHECKING:
    from stretchtimer.sound.samples import Pcm
    from stretchtimer.units import Millis

# A breath comes and goes slowly, and stays far below the sounds that ask for something to be done.
_AIR = Timbre(partials=((1, 1.0, 0.6), (2, 0.12, 0.9)), attack=0.20, release=0.30)
_PULSE = Timbre(partials=((1, 1.0, 6.0), (2, 0.12, 9.0)), attack=0.015, release=0.06)
_AMPLITUDE, _AMPLITUDE_OF_PULSE = 0.13, 0.22
_LOW, _HIGH = 262.0, 392.0  # Hz: a fifth
_LONGEST = 1.8  # s: long enough to breathe along, short enough to be left in peace
_SHARE = 0.6  # of the phase
_PULSE_LENGTH = 0.24  # s


def synthesise_breath(breath: Breath, phases: tuple[Millis, ...], rate: int = RATE) -> Pcm | None:
    """The tone of a breath whose phases last so many ms; None for holding it, which is silent."""
    if breath is Breath.HOLD:
        return None
    begin, end = (_LOW, _HIGH) if breath is Breath.IN else (_HIGH, _LOW)
    if len(phases) == 1:
        length = max(min(_SHARE * phases[0] / 1000, _LONGEST), _AIR.attack + _AIR.release)
        note = Note(length=length, pitch=begin, glide=end / begin)
        return tone(note, _AIR, amplitude=_AMPLITUDE * PEAK, rate=rate)
    pulse = Note(length=_PULSE_LENGTH, pitch=begin, glide=end / begin)
    sound = tone(pulse, _PULSE, amplitude=_AMPLITUDE_OF_PULSE * PEAK, rate=rate)
    starts = [sum(phases[:number]) for number in range(len(phases))]
    pcm = silence(starts[-1] * rate // 1000 + len(sound))
    for start in starts:
        at = start * rate // 1000
        pcm[at : at + len(sound)] = sound  # where phases are shorter than a pulse, the later one is heard
    return pcm
