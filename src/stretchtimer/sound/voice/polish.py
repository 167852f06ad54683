"""Speech as an engine made it, made fit for a session: trimmed, as loud as every other, at our rate.

It knows no engine and no file. Plain Python: 22.05 kHz take some 25 ms for each second of speech.
"""

from __future__ import annotations

import math
from array import array
from functools import lru_cache
from operator import mul
from typing import TYPE_CHECKING

from stretchtimer.sound.samples import PEAK, RATE, clipped

if TYPE_CHECKING:
    from collections.abc import Callable

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
# A lobe more on either side costs 3 ms for each second. With 10 and this window a sine up to 9 kHz leaves
# nothing above -60 dB of itself at 22.05 kHz.
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
    peak = max(max(pcm, default=0), -min(pcm, default=0))
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
    peak = max(max(pcm), -min(pcm))
    if not peak:
        return pcm
    factor = min(_LOUDNESS / loudness, _HIGHEST / peak)
    return array("h", [int(sample * factor) for sample in pcm])


def resampled(pcm: Pcm, rate: int) -> Pcm:
    """At our rate, by a windowed sinc: one short filter for each place between two samples."""
    if rate == RATE:
        return pcm
    common = math.gcd(rate, RATE)
    up, down = RATE // common, rate // common
    filters = _filters(up, down)
    taps = len(filters[0])
    before = taps // 2 - 1
    padded = [0.0] * before + list(map(float, pcm)) + [0.0] * (taps + down)
    # The places repeat after `up` samples, `down` of the source.
    windows = [
        (place * down // up, place * down // up + taps, filters[place * down % up]) for place in range(up)
    ]
    made = [
        _dot(weights, padded[block + first : block + last])
        for block in range(0, len(pcm), down)
        for first, last, weights in windows
    ]
    return clipped(map(int, made[: len(pcm) * up // down]))


def _dot_plainly(some: tuple[float, ...], others: list[float]) -> float:
    return sum(map(mul, some, others))


# Python 3.12 has it ready made, four times as fast.
_dot: Callable[[tuple[float, ...], list[float]], float] = getattr(math, "sumprod", _dot_plainly)


@lru_cache(maxsize=4)
def _filters(up: int, down: int) -> tuple[tuple[float, ...], ...]:
    """For each of `up` places between two samples of the source the weights of its neighbours."""
    cutoff = min(1.0, up / down)  # of the source's highest frequency
    reach = math.ceil(_LOBES / cutoff)
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
