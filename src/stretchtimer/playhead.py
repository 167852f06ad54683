"""The playhead: which position of a timeline belongs to which time of the clock.

It knows neither cues nor states. All arithmetic is in whole ms and thousandths of a rate, from one
anchor, so that nothing drifts however often it is looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stretchtimer.units import Millis


def clock_at(position: Millis, *, clock: Millis, anchored: Millis, rate: int) -> Millis:
    """The first ms of a clock at which `position` is reached, `anchored` being so at `clock`."""
    return clock - (anchored - position) * 1000 // rate


class Playhead:
    """Runs `rate` times as fast as the clock. It starts at position `begins` at the first look."""

    def __init__(self, rate: float, *, begins: Millis = 0) -> None:
        self._rate = max(1, round(rate * 1000))
        self._seen: Millis | None = None
        self._anchor: tuple[Millis, Millis] = (0, begins)  # a time of the clock and the position then

    def look(self, now: Millis) -> Millis:
        """Note the time, and return how long nobody looked. A clock set back passes no time."""
        if self._seen is None:
            self._seen, self._anchor = now, (now, self._anchor[1])
        gap = now - self._seen
        if gap < 0:
            self._anchor = (self._anchor[0] + gap, self._anchor[1])
        self._seen = now
        return gap

    @property
    def started(self) -> bool:
        return self._seen is not None

    @property
    def reached(self) -> Millis:
        """The position at the last look."""
        clock, position = self._anchor
        return position + ((self._seen or 0) - clock) * self._rate // 1000

    def clock_at(self, position: Millis) -> Millis:
        """The first ms of the clock at which a position is reached."""
        clock, anchored = self._anchor
        return clock_at(position, clock=clock, anchored=anchored, rate=self._rate)

    @property
    def anchor(self) -> tuple[Millis, Millis, int]:
        """A time of the clock, the position then, and the rate in thousandths."""
        return (*self._anchor, self._rate)

    def move(self, position: Millis) -> None:
        """From the last look on, time runs from `position`."""
        self._anchor = (self._seen or 0, position)
