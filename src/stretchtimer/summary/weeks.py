"""Days and ISO weeks, Monday first, and what was played in each.

It knows no routine and no side.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

from stretchtimer.units import HOUR, MINUTE, SECOND

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stretchtimer.summary.sitting import Sitting
    from stretchtimer.units import Millis

T = TypeVar("T")

WEEK = timedelta(weeks=1)
YEAR = 53
"""Weeks of a year's calendar: this one, and as many before it as a year touches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """So many sessions, of them `finished` to the end; ms played, and ms of work in it."""

    sessions: int = 0
    finished: int = 0
    played: Millis = 0
    work: Millis = 0


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


def tallies(sittings: Iterable[tuple[T, Sitting]]) -> dict[T, Tally]:
    """What sessions come to by what each is counted with; in one go, as there may be thousands."""
    sums: dict[T, list[int]] = {}
    for key, one in sittings:
        found = sums.get(key)
        if found is None:
            found = sums[key] = [0, 0, 0, 0]
        found[0] += 1
        found[1] += one.finished
        found[2] += one.played
        found[3] += one.work
    return {
        key: Tally(sessions=sessions, finished=finished, played=played, work=work)
        for key, (sessions, finished, played, work) in sums.items()
    }


def spent(ms: Millis) -> str:
    """A time that was spent, in whole minutes; one under a minute in seconds."""
    if ms < MINUTE:
        return f"{ms // SECOND} s"
    hours, rest = divmod(ms, HOUR)
    return f"{hours} h {rest // MINUTE:02} min" if hours else f"{rest // MINUTE} min"


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def days_of(days: Iterable[tuple[date, Sitting]]) -> dict[date, Tally]:
    """The days with a session, in their order."""
    found = tallies(days)
    return {day: found[day] for day in sorted(found)}


def weeks_of(days: Iterable[tuple[date, Sitting]], *, first: date, today: date) -> tuple[Week, ...]:
    """Every week from that of `first` to that of `today` and any other with a session, in their order."""
    found = tallies((monday_of(day), one) for day, one in days)
    monday = monday_of(first)
    while monday <= today:
        found.setdefault(monday, Tally())
        monday += WEEK
    return tuple(Week(monday=monday, tally=found[monday]) for monday in sorted(found))


def year_before(today: date) -> date:
    """The Monday that a year's calendar begins with."""
    return monday_of(today) - (YEAR - 1) * WEEK
