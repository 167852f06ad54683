"""Samples as all of sound has them: signed 16 bit, one channel, RATE a second; and how loud they are.

It knows no chime and no device.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Pcm: TypeAlias = "array[int]"

RATE = 24_000
"""Samples a second: the chimes end below 8 kHz, and half the rate is half the time to make them."""

PEAK = 32_767
DEFAULT_VOLUME = 80


def gain(volume: int) -> float:
    """The factor for a volume of 0 to 100, by the square law: 50 is -12 dB, about half as loud."""
    share = min(max(volume, 0), 100) / 100
    return share * share


def scaled(pcm: Pcm, factor: float) -> Pcm:
    """The samples made quieter: `factor` goes from 0 to 1."""
    if factor == 1:
        return pcm
    return array("h", [int(sample * factor) for sample in pcm])


def ramped(pcm: Pcm, begin: float, end: float) -> Pcm:
    """The samples with a factor that goes from one to the other, within 10 ms."""
    steps = min(RATE // 100, len(pcm))
    change = (end - begin) / max(steps, 1)
    first = [int(sample * (begin + change * i)) for i, sample in enumerate(pcm[:steps])]
    return array("h", first) + scaled(pcm[steps:], end)


def clipped(samples: Iterable[int]) -> Pcm:
    """Samples held within 16 bits."""
    samples = list(samples)
    # Hardly ever is there anything to hold, and to find that out takes a quarter of the time.
    if not samples or (min(samples) >= -PEAK and max(samples) <= PEAK):
        return array("h", samples)
    return array("h", [min(max(sample, -PEAK), PEAK) for sample in samples])


def silence(frames: int) -> Pcm:
    """That many samples of nothing."""
    return array("h", bytes(2 * frames))


def hiss(frames: int) -> bytes:
    """That many samples of a noise at -84 dB, which keeps a device awake and which nobody hears."""
    return (_HISS * (frames // len(_HISS) + 1))[:frames].tobytes()


# Without a pattern that an ear could find, and without a random generator to import: powers modulo a prime.
_HISS: Pcm = array("h", [pow(3, n, 65_537) % 5 - 2 for n in range(1009)])
