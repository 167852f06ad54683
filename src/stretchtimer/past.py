"""A session of the past as far as it matters for what comes next: no block of it, no feeling.

It knows neither where it is kept nor what is made of it. A named tuple: thousands are made at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime

    from stretchtimer.units import Millis

_OF, _NEEDED = 3, 2
"""Two thirds of a session's time make it one that counts."""


class Past(NamedTuple):
    """A session that was begun at `started`, in the zone of its place; ordered by that.

    `planned` and `played` are ms, `rate` how many times faster than life it was, `over` that nobody plays
    it any more; `series` and `stage` (from 1) are where it belongs, if anywhere.
    """

    started: datetime
    routine: str
    planned: Millis
    played: Millis
    stage: int = 0
    series: str = ""
    rate: float = 1.0
    over: bool = True

    @property
    def day(self) -> date:
        """The day it was played on, as the calendar there had it."""
        return self.started.date()

    @property
    def counts(self) -> bool:
        """Whether it was a session for the body: over, no faster than life, and most of it was played."""
        return self.over and 0 < self.rate <= 1 and self.played * _OF >= self.planned * _NEEDED > 0


def ago(days: int) -> str:
    """How long ago a day was, in words."""
    if days < 1:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago"
