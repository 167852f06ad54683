"""Speech as an engine made it, made fit for a session: trimmed, as loud as every other, at our rate.

It knows no engine and no file. It is plain Python, and has a process of its own to take its time in.
"""

from __future__ import annotations

import math
from array import array
from functools import lru_cache
from operator import mul
from typing import TYPE_CHECKING

from stretchtimer.sound.samples import PEAK, RATE, clipped

if TYPE_CHECKING:
    from stretchtimer.sound.samples import Pcm

_SILENT = 100
"""Samples up to here, -50 dBFS, are no speech."""
_QUIET = 0.015  # of the peak: where a word begins and ends
_MARGIN = 0.010  # s left at either end
_FADE = 0.005  # s
_FRAME = 0.020  # s in which loudness is looked at
_VOICED = 0.1  # of the loudest frame: quieter ones are pauses
_LOUDNESS = PEAK * 10 ** (-20 / 20)
_HIGHEST = PEAK * 10 ** (-4 / 20)
# What 22.05 kHz speech gets from it: flat up to 8.5 kHz, and up to 8 kHz nothing else above -60 dB.
_LOBES = 7
_BETA = 5.5  # of the Kaiser window


def polished(pcm: Pcm, rate: int) -> Pcm:
    """The speech, ready to be played; empty where there is none."""
    pcm = trimmed(pcm, rate)
    if not pcm:
        return pcm
    return levelled(resampled(pcm, rate), RATE)


def trimmed(pcm: Pcm, rate: int) -> Pcm:
    """Without the silence at both ends, and with a fade for what is left of it."""
    peak = _peak(pcm)
    if peak <= _SILENT:
        return array("h")
    limit = max(int(peak * _QUIET), _SILENT // 2)
    loud = [index for index, sample in enumerate(pcm) if sample > limit or sample < -limit]
    margin = int(rate * _MARGIN)
    kept = pcm[max(loud[0] - margin, 0) : loud[-1] + 1 + margin]
    fade = min(int(rate * _FADE), len(kept) // 2)
    for i in range(fade):
        kept[i] = kept[i] * i // fade
        kept[-1 - i] = kept[-1 - i] * i // fade
    return kept


def levelled(pcm: Pcm, rate: int) -> Pcm:
    """As loud as every other sentence, its highest peak with room above."""
    size = int(rate * _FRAME)
    frames = [pcm[at : at + size] for at in range(0, len(pcm), size)]
    powers = [sum(map(mul, frame, frame)) / len(frame) for frame in frames]
    floor = max(powers) * _VOICED**2
    voiced = [power for power in powers if power >= floor]
    loudness = math.sqrt(sum(voiced) / len(voiced))
    peak = _peak(pcm)
    if not peak:
        return pcm
    factor = min(_LOUDNESS / loudness, _HIGHEST / peak)
    return array("h", [int(sample * factor) for sample in pcm])


def _peak(pcm: Pcm) -> int:
    highest, lowest = max(pcm, default=0), min(pcm, default=0)
    return max(highest, -lowest)


def resampled(pcm: Pcm, rate: int) -> Pcm:
    """At our rate, by a windowed sinc: one short filter for each place between two samples."""
    if rate == RATE:
        return pcm
    common = math.gcd(rate, RATE)
    up, down = RATE // common, rate // common
    filters = _filters(up, down)
    taps = len(filters[0])
    before = taps // 2 - 1
    padded = [0.0] * before + list(map(float, pcm)) + [0.0] * (taps + 2 * down)
    blocks = len(pcm) // down + 1
    made = array("d", bytes(8 * blocks * up))
    # The places repeat after `up` samples of ours, `down` of the source: one column of samples for each.
    for place in range(up):
        first, phase = divmod(place * down, up)
        columns = [padded[first + tap :: down][:blocks] for tap in range(taps)]
        made[place::up] = array("d", _column(filters[phase], columns))
    return clipped(map(int, made[: len(pcm) * up // down]))


def _column(weights: tuple[float, ...], columns: list[list[float]]) -> list[float]:
    """The weighted sum of columns, seven at a time: so written out it takes half the time of a loop."""
    total = [0.0] * len(columns[0])
    for at in range(0, len(weights), 7):
        u, v, w, x, y, z, q = weights[at : at + 7]
        seven = zip(total, *columns[at : at + 7], strict=True)
        total = [
            t + u * a + v * b + w * c + x * d + y * e + z * f + q * g for t, a, b, c, d, e, f, g in seven
        ]
    return total


@lru_cache(maxsize=4)
def _filters(up: int, down: int) -> tuple[tuple[float, ...], ...]:
    """For each of `up` places between two samples of the source the weights of its neighbours."""
    cutoff = min(1.0, up / down)  # of the source's highest frequency
    reach = 7 * math.ceil(_LOBES / cutoff / 7)  # two times seven weights, as the sum is written out
    found = []
    for phase in range(up):
        offset = phase / up
        weights = [_weight(tap - offset, cutoff, reach) for tap in range(1 - reach, reach + 1)]
        total = sum(weights)
        found.append(tuple(weight / total for weight in weights))
    return tuple(found)


def _weight(at: float, cutoff: float, reach: int) -> float:
    inside = 1 - (at / reach) ** 2
    if inside <= 0:
        return 0.0
    x = math.pi * at * cutoff
    return (math.sin(x) / x if x else 1.0) * _bessel(_BETA * math.sqrt(inside))


def _bessel(x: float) -> float:
    """The modified Bessel function of order 0, which the Kaiser window is made of."""
    total = term = 1.0
    for k in range(1, 30):
        term *= (x / 2 / k) ** 2
        total += term
    return total
