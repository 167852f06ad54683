"""How it felt over time: the notes of each kind, and what they say once there are enough of them.

It knows no chart, and gives no advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from stretchtimer.summary.sitting import Sitting

ENOUGH = 8
"""Notes that a trend needs: two halves of four, whose medians one odd day does not move far."""
LONG_ENOUGH = timedelta(weeks=2)
_MATTERS = 1
"""A smaller difference of medians is none: people tell 4 from 5, not 4 from 4.5."""


class Direction(Enum):
    """Where feelings went; a smaller number is a better one."""

    EASED = "eased"
    SAME = "same"
    GROWN = "grown"


class Noted(NamedTuple):  # not a dataclass: there may be thousands
    """A feeling of 0-10 on the day of its session."""

    day: date
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The feelings of one kind in the order of their sessions; there is at least one."""

    kind: str
    notes: tuple[Noted, ...]

    @property
    def median(self) -> float:
        return median([note.value for note in self.notes])

    @property
    def halves(self) -> tuple[float, float] | None:
        """The medians of the older and the newer half; None where there is not enough to compare."""
        if len(self.notes) < ENOUGH or self.notes[-1].day - self.notes[0].day < LONG_ENOUGH:
            return None
        half = len(self.notes) // 2  # of an odd number the middle one is in neither
        values = [note.value for note in self.notes]
        return median(values[:half]), median(values[-half:])

    @property
    def direction(self) -> Direction | None:
        """Where it went; None where there is not enough to tell."""
        if self.halves is None:
            return None
        older, newer = self.halves
        if abs(newer - older) < _MATTERS:
            return Direction.SAME
        return Direction.EASED if newer < older else Direction.GROWN


def trends_of(sittings: Iterable[Sitting]) -> tuple[Trend, ...]:
    """A trend for each kind of feeling that was noted, the most noted first."""
    found: dict[str, list[tuple[datetime, int]]] = {}
    for one in sittings:
        if one.feeling is not None:
            found.setdefault(one.kind, []).append((one.started, one.feeling))
    trends = [
        Trend(kind=kind, notes=tuple(Noted(day=at.date(), value=value) for at, value in sorted(felt)))
        for kind, felt in found.items()
    ]
    return tuple(sorted(trends, key=lambda trend: (-len(trend.notes), trend.kind)))


def median(values: Sequence[int]) -> float:
    """The middle value, of an even number the mean of the two."""
    # Not from `statistics`, which takes 15 ms to load.
    ordered, middle = sorted(values), len(values) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
