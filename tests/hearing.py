"""An ear for tests: what a person can tell of a sound, measured with the standard library alone."""

from __future__ import annotations

import math
from cmath import exp
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stretchtimer.sound.samples import PEAK, RATE

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

_HOP = RATE // 200  # 5 ms
_GAP = 0.04  # s of silence that part two sounds; no chime pauses as long
_WINDOW = 1024


@dataclass(frozen=True, slots=True)
class Heard:
    """A sound: how many notes begin in it, its length in s, and its first note.

    `centroid` is where the middle of its spectrum lies in Hz; `overtones` are the strengths of the second
    to the fourth multiple of the pitch beside the pitch itself.
    """

    onsets: int
    length: float
    pitch: float
    centroid: float
    overtones: tuple[float, float, float]


def envelope(pcm: Sequence[int]) -> list[float]:
    """The loudness of every 5 ms, as a share of full scale."""
    blocks = (pcm[i : i + _HOP] for i in range(0, len(pcm) - _HOP + 1, _HOP))
    return [math.sqrt(sum(x * x for x in block) / _HOP) / PEAK for block in blocks]


def hear(pcm: Sequence[int]) -> Heard:
    """Measure one sound, which begins with its first sample."""
    loudness = envelope(pcm)
    first = [*pcm[RATE // 80 : RATE // 80 + _WINDOW]]  # 12 ms: past the ramp, and before a second note
    first += [1] * (_WINDOW - len(first))  # a fragment is like no chime, and yet can be measured
    power = spectrum(first)
    bin_width = RATE / _WINDOW
    strongest = max(range(int(300 / bin_width), int(1500 / bin_width)), key=power.__getitem__)

    def strength(multiple: int) -> float:
        near = range(int(strongest * (multiple - 0.2)), int(strongest * (multiple + 0.2)) + 1)
        return math.sqrt(max(power[i] for i in near) / power[strongest])

    return Heard(
        onsets=onsets(loudness),
        length=len(pcm) / RATE,
        pitch=strongest * bin_width,
        centroid=sum(i * bin_width * p for i, p in enumerate(power)) / sum(power),
        overtones=(strength(2), strength(3), strength(4)),
    )


def onsets(loudness: list[float]) -> int:
    """How many notes begin: rises to more than twice the quietest since the last one."""
    count, quietest, rising = 0, 0.005, False
    for before, now in zip([0.0, *loudness], loudness, strict=False):
        if now > max(2 * quietest, 0.02) and not rising:
            count, rising = count + 1, True
        if now < before:
            if rising:
                quietest = now
            rising = False
        quietest = max(min(quietest, now), 0.005) if not rising else quietest
    return count


def spectrum(samples: Sequence[int]) -> list[float]:
    """The power in each bin, through a Hann window."""
    size = len(samples)
    windowed = [x * (0.5 - 0.5 * math.cos(2 * math.pi * i / size)) for i, x in enumerate(samples)]
    return [abs(z) ** 2 for z in _transform([complex(x) for x in windowed])[: size // 2]]


def _transform(values: list[complex]) -> list[complex]:
    if len(values) == 1:
        return values
    even, odd = _transform(values[::2]), _transform(values[1::2])
    turned = [exp(-2j * math.pi * i / len(values)) * z for i, z in enumerate(odd)]
    return [a + b for a, b in zip(even, turned, strict=True)] + [
        a - b for a, b in zip(even, turned, strict=True)
    ]


def split(recording: array[int]) -> list[array[int]]:
    """The sounds of a recording, one by one."""
    loud = [i for i, loudness in enumerate(envelope(recording)) if loudness > 0.002]
    sounds: list[tuple[int, int]] = []
    for i in loud:
        if sounds and (i - sounds[-1][1]) * _HOP <= _GAP * RATE:
            sounds[-1] = sounds[-1][0], i
        else:
            sounds.append((i, i))
    return [recording[start * _HOP : (end + 1) * _HOP] for start, end in sounds]
