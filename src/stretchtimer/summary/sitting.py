"""A session as it is counted: the few things that sums are made of.

It knows no sums, and not where sessions are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from datetime import date, datetime

    from stretchtimer.units import Millis

KINDS = ("stiffness", "pain")
"""What a feeling may be about, where that is said."""
LEAST: Millis = 3 * SECOND
"""Work that makes a session of one that was not finished: less was only looked into."""


# Not a dataclass: thousands are made at once, and a frozen one takes four times as long.
class Sitting(NamedTuple):
    """A session that was really played; times in ms, those of work also on each side.

    `started` has the zone that it was played in. `feeling` is the latest word on how it felt, 0-10, and
    `kind` what that is about, "" where not said. `counts` says whether most of it was played: what a
    series, and its goal, takes for a session.
    """

    started: datetime
    routine: str
    name: str
    finished: bool
    played: Millis
    work: Millis
    left: Millis = 0
    right: Millis = 0
    series: str | None = None
    feeling: int | None = None
    kind: str = ""
    counts: bool = True

    @property
    def day(self) -> date:
        """The day it was where it was played."""
        return self.started.date()


class Held(NamedTuple):
    """Work on one exercise: the ms on each side, and when it came last."""

    exercise: str
    exercise_id: str | None
    left: Millis
    right: Millis
    last: datetime


class Goal(NamedTuple):
    """So many sessions a week, as a series wants them."""

    series: str
    name: str
    per_week: int
