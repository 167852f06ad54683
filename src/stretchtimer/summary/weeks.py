"""Days and ISO weeks, Monday first, and what was played in each.

It knows no routine and no exercise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from stretchtimer.summary.balance import Balance
from stretchtimer.units import HOUR, MINUTE, SECOND

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stretchtimer.summary.sitting import Sitting
    from stretchtimer.units import Millis

WEEK = timedelta(weeks=1)
_SINCE_MONDAY = tuple(timedelta(days=days) for days in range(7))
YEAR = 53
"""Weeks of a year's calendar: this one, and as many before it as a year touches."""


class Tally(NamedTuple):  # not a dataclass: each day of many years has one
    """So many sessions, of them `finished` to the end; ms played, ms of work in it, and of that on a side."""

    sessions: int = 0
    finished: int = 0
    played: Millis = 0
    work: Millis = 0
    left: Millis = 0
    right: Millis = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week by its Monday."""

    monday: date
    tally: Tally

    @property
    def name(self) -> str:
        """As ISO 8601 has it: `2026-W11`."""
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02}"

    @property
    def sides(self) -> Balance:
        """How long each side was held in it."""
        return Balance(left=self.tally.left, right=self.tally.right)


def tally(one: Sitting) -> Tally:
    """What a session comes to."""
    return Tally(1, int(one.finished), one.played, one.work, one.left, one.right)


def joined(tallies: Iterable[Tally]) -> Tally:
    """What several come to together."""
    return Tally(*map(sum, zip(*tallies, strict=True)))


def spent(ms: Millis) -> str:
    """A time that was spent, in whole minutes; one under a minute in seconds."""
    if ms < MINUTE:
        return f"{ms // SECOND} s"
    hours, rest = divmod(ms, HOUR)
    return f"{hours} h {rest // MINUTE:02} min" if hours else f"{rest // MINUTE} min"


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - _SINCE_MONDAY[day.weekday()]


def days_of(sittings: Iterable[Sitting], tallies: Iterable[Tally]) -> dict[date, Tally]:
    """The days with a session, in their order; each session has its tally beside it."""
    found: dict[date, list[Tally]] = {}
    for one, its in zip(sittings, tallies, strict=True):
        found.setdefault(one.started.date(), []).append(its)
    return {day: ones[0] if len(ones) == 1 else joined(ones) for day, ones in sorted(found.items())}


def weeks_of(days: Mapping[date, Tally], *, first: date, today: date) -> tuple[Week, ...]:
    """Every week from that of `first` to that of `today` and any other with a session, in their order."""
    found: dict[date, list[Tally]] = {}
    for day, one in days.items():
        found.setdefault(monday_of(day), []).append(one)
    monday = monday_of(first)
    while monday <= today:
        found.setdefault(monday, [])
        monday += WEEK
    return tuple(Week(monday=monday, tally=joined(found[monday])) for monday in sorted(found))


def year_before(today: date) -> date:
    """The Monday that a year's calendar begins with."""
    return monday_of(today) - (YEAR - 1) * WEEK
