"""WAV files: read leniently, as engines write them, and written plainly.

It knows no engine and no rate of ours.
"""

from __future__ import annotations

import struct
import sys
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stretchtimer.sound.samples import PEAK

if TYPE_CHECKING:
    from stretchtimer.sound.samples import Pcm

_RATES = range(4_000, 192_001)
_WHOLE, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE


class BadWave(Exception):
    """What an engine wrote is no WAV file that we can read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """One channel of samples; `cut` says whether there were more than asked for."""

    pcm: Pcm
    rate: int
    cut: bool


def parsed(data: bytes, *, longest: float) -> Wave:
    """The samples of a WAV file, `longest` seconds of it at most. Raises BadWave."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise BadWave("no WAV file")
    at, form = 12, b""
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        body = at + 8
        if name == b"fmt ":
            form = data[body : body + size]
        if name == b"data":
            # Who writes into a pipe cannot know the length: espeak-ng says 2 GB, others 0.
            end = body + size if 0 < size <= len(data) - body else len(data)
            return _wave(form, data[body:end], longest=longest)
        at = body + size + size % 2
    raise BadWave("a WAV file without samples")


def _wave(form: bytes, data: bytes, *, longest: float) -> Wave:
    if len(form) < 16:
        raise BadWave("a WAV file without a format")
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", form)
    if kind == _EXTENSIBLE and len(form) >= 26:
        kind = struct.unpack_from("<H", form, 24)[0]
    if not channels or rate not in _RATES:
        raise BadWave(f"a WAV file of {channels} channels at {rate} Hz")
    frame = channels * bits // 8
    frames = len(data) // frame if frame else 0
    most = int(longest * rate)
    samples = _samples(data[: min(frames, most) * frame], kind, bits)
    if channels > 1:
        mixed = [sum(samples[at : at + channels]) // channels for at in range(0, len(samples), channels)]
        samples = array("h", mixed)
    return Wave(pcm=samples, rate=rate, cut=frames > most)


def _samples(data: bytes, kind: int, bits: int) -> Pcm:
    if kind == _WHOLE and bits == 8:
        return array("h", [(byte - 128) << 8 for byte in data])
    if kind == _WHOLE and bits in (16, 24, 32):
        # The upper two bytes of each sample are what 16 bits of it are.
        width = bits // 8
        upper = bytearray(len(data) // width * 2)
        upper[0::2], upper[1::2] = data[width - 2 :: width], data[width - 1 :: width]
        return little_endian(bytes(upper))
    if kind == _FLOAT and bits in (32, 64):
        values = array("f" if bits == 32 else "d", data)
        if sys.byteorder == "big":
            values.byteswap()
        # A value that is no number compares as false, and becomes silence.
        return array("h", [int(PEAK * min(max(v, -1.0), 1.0)) if -9e9 < v < 9e9 else 0 for v in values])
    raise BadWave(f"a WAV file of kind {kind} with {bits} bits")


def little_endian(data: bytes) -> Pcm:
    """16-bit samples from bytes, the lower byte first."""
    pcm = array("h", data)
    if sys.byteorder == "big":
        pcm.byteswap()
    return pcm


def as_bytes(pcm: Pcm) -> bytes:
    """The samples, the lower byte first."""
    if sys.byteorder == "little":
        return pcm.tobytes()
    swapped = array("h", pcm)
    swapped.byteswap()
    return swapped.tobytes()


def header(size: int, rate: int, *, more: int = 0) -> bytes:
    """What stands before `size` bytes of 16-bit samples of one channel, `more` bytes of chunks after them."""
    return struct.pack(
        *("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + size + more, b"WAVE", b"fmt ", 16, _WHOLE, 1),
        *(rate, 2 * rate, 2, 16, b"data", size),
    )
