"""A session as a .wav file, which needs nothing but Python.

It knows no other format, and nothing of what is heard.
"""

from __future__ import annotations

import wave
from contextlib import contextmanager
from typing import TYPE_CHECKING

from stretchtimer.errors import StretchError
from stretchtimer.exports.audio import plan_audio
from stretchtimer.sound.samples import RATE
from stretchtimer.units import HOUR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from stretchtimer.exports.order import Order, Part

_LONGEST = 24 * HOUR
"""The format counts bytes in 32 bits, which end after 24 h 51 min; the rest is for the closing line."""


def plan(order: Order) -> tuple[Part, ...]:
    """Sound, and its chapters."""
    if order.timeline.total > _LONGEST:
        raise StretchError("a .wav file holds 24 hours at most, and this takes longer", "write a .flac file")
    return plan_audio(order, Wave())


class Wave:
    """What makes WAV files."""

    @contextmanager
    def opened(self, path: Path, *, title: str, frames: int) -> Iterator[Callable[[bytes], object]]:  # noqa: ARG002 - it has no title
        """Write so many samples: the header is right from the first byte on."""
        with path.open("wb") as file, wave.open(file, "wb") as written:
            written.setparams((1, 2, RATE, frames, "NONE", ""))
            yield written.writeframesraw
