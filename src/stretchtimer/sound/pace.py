"""Which sample of a device belongs to which time of the clock, found out from when the device asks.

It knows no device and no sound: only how many samples were asked for, and when. Times are ms.
"""

from __future__ import annotations

from collections import deque
from typing import Protocol

from stretchtimer.sound.samples import RATE

_WINDOW = 20_000.0
"""How far back what the device did counts: about as long as two clocks take to part by a ms."""
_STILL = 300.0
"""Nothing asked for so long, and not its rhythm: the device has stood still, and nothing of before holds."""
_GAPS = 8
"""So many bursts tell a device's rhythm."""


class Pace(Protocol):
    """Tells when a block begins to be heard."""

    def begin_of(self, asked: int, now: float) -> float:
        """The time at which sample number `asked` is heard, when it is asked for `now`."""
        ...


class Exact:
    """A file: its samples are their own clock, which shows 0 at the first."""

    def begin_of(self, asked: int, now: float) -> float:  # noqa: ARG002 - a file does not wait
        return asked * 1000 / RATE


class Steady:
    """A device that plays evenly but asks in bursts, and never earlier than it has room.

    Whoever is late in asking was held up by something else, so the earliest of the last seconds counts.
    `latency` is the time from the earliest asking to the hearing.
    """

    def __init__(self, *, latency: float) -> None:
        self._latency = latency
        self._leads: deque[tuple[float, float]] = deque()  # (when, clock less samples), rising in the second
        self._asked_at: float | None = None
        self._gaps: deque[float] = deque(maxlen=_GAPS)

    @property
    def rhythm(self) -> float:
        """The longest time of late between two bursts."""
        return max(self._gaps, default=0.0)

    def begin_of(self, asked: int, now: float) -> float:
        played = asked * 1000 / RATE
        lead = now - played
        gap = 0.0 if self._asked_at is None else now - self._asked_at
        if gap > max(_STILL, 2 * self.rhythm):
            self._leads.clear()
        if gap > 1:
            self._gaps.append(gap)
        self._asked_at = now
        # A queue of minima: what is later and no earlier than another will never be the earliest.
        while self._leads and self._leads[-1][1] >= lead:
            self._leads.pop()
        self._leads.append((now, lead))
        while now - self._leads[0][0] > _WINDOW:
            self._leads.popleft()
        return self._leads[0][1] + played + self._latency
