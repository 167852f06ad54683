"""Notes as samples: decaying partials, added, with a ramp at either end.

It knows no chime and no cue.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from math import cos, exp, pi, sin
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stretchtimer.sound.samples import Pcm


@dataclass(frozen=True, slots=True, kw_only=True)
class Timbre:
    """What a note is made of: partials as (multiple of the pitch, share, decay per second)."""

    partials: tuple[tuple[float, float, float], ...]
    attack: float = 0.010  # s; together with the release what keeps a note from clicking
    release: float = 0.025


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A pitch in Hz that begins `at` s and lasts `length` s; it glides evenly to `glide` times itself."""

    at: float = 0.0
    length: float
    pitch: float
    glide: float = 1.0


def tone(note: Note, timbre: Timbre, *, amplitude: float, rate: int) -> Pcm:
    """One note: decaying partials, added, with a ramp at either end."""
    frames = round(note.length * rate)
    total = [0.0] * frames
    for multiple, share, decay in timbre.partials:
        # A decaying sine continues itself: y'' = 2 k cos(w) y' - k^2 y. That takes a third of the time of
        # sin() and exp() for each sample, and moving the factor of y' makes the pitch glide.
        shrink = exp(-decay / rate)
        begin = 2 * pi * multiple * note.pitch / rate
        factor, last = 2 * shrink * cos(begin), 2 * shrink * cos(begin * note.glide)
        bend, squared = (last - factor) / frames, shrink * shrink
        this, following = 0.0, amplitude * share * shrink * sin(begin)
        added: list[float] = []
        for sample in total:
            added.append(sample + this)
            this, following = following, factor * following - squared * this
            factor += bend
        total = added
    _ramp(total, timbre, rate=rate)
    return array("h", map(int, total))


def _ramp(samples: list[float], timbre: Timbre, *, rate: int) -> None:
    """Let a note come and go along half a cosine."""
    attack, release = round(timbre.attack * rate), round(timbre.release * rate)
    for i in range(attack):
        samples[i] *= 0.5 - 0.5 * cos(pi * i / attack)
    for i in range(release):
        samples[-1 - i] *= 0.5 - 0.5 * cos(pi * i / release)
