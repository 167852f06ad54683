"""All that sessions come to, on the day that it is.

It knows no history: which sessions are meant has been decided before.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING

from stretchtimer.summary.balance import Balance, balances_of, overall
from stretchtimer.summary.trend import Trend, trends_of
from stretchtimer.summary.weeks import Tally, Week, days_of, joined, monday_of, tally, weeks_of, year_before

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stretchtimer.summary.sitting import Goal, Held, Sitting


@dataclass(frozen=True, slots=True, kw_only=True)
class OfRoutine:
    """What the sessions of one routine come to; its name is that of the `last` time."""

    id: str
    name: str
    tally: Tally
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What sessions come to. `since` and `routine` say which they are, where they are not all.

    `days` are those with a session. `weeks` are all of the last year, or from `since` on, and any other
    with a session: together they have every session.
    """

    today: date
    since: date | None
    routine: str | None
    goal: Goal | None
    total: Tally
    days: dict[date, Tally]
    weeks: tuple[Week, ...]
    routines: tuple[OfRoutine, ...]
    trends: tuple[Trend, ...]
    balances: tuple[Balance, ...]
    toward: dict[date, int]  # sessions that the goal's series counts, by the Monday of their week

    @property
    def this_week(self) -> Week:
        monday = monday_of(self.today)
        return next(week for week in self.weeks if week.monday == monday)

    def cuts(self, week: Week) -> bool:
        """Whether only a part of the week is counted: it says nothing of its goal."""
        return self.since is not None and week.monday < self.since

    @property
    def both_sides(self) -> Balance:
        return overall(self.balances)

    @property
    def begins(self) -> date:
        """The Monday that the calendar begins with."""
        first = year_before(self.today)
        return max(first, monday_of(self.since)) if self.since else first


def add_up(
    sittings: Iterable[Sitting],
    held: Iterable[Held],
    *,
    today: date,
    goal: Goal | None = None,
    since: date | None = None,
    routine: str | None = None,
) -> Summary:
    """What these sessions come to, whatever order they are in. `since` is not later than `today`."""
    several = list(sittings)
    tallies = [tally(one) for one in several]
    days = days_of(several, tallies)
    first = max(year_before(today), since or date.min)
    return Summary(
        today=today,
        since=since,
        routine=routine,
        goal=goal,
        total=joined(tallies),
        days=days,
        weeks=weeks_of(days, first=first, today=today),
        routines=_routines(several, tallies),
        trends=trends_of(several),
        toward=Counter(
            monday_of(one.day) for one in several if goal and one.series == goal.series and one.counts
        ),
        balances=balances_of(held),  # last: it may have to be waited for
    )


def _routines(sittings: list[Sitting], tallies: list[Tally]) -> tuple[OfRoutine, ...]:
    """The most played first."""
    found: dict[str, list[Sitting]] = {}
    counted: dict[str, list[Tally]] = {}
    for one, its in zip(sittings, tallies, strict=True):
        found.setdefault(one.routine, []).append(one)
        counted.setdefault(one.routine, []).append(its)
    routines = []
    for identifier, several in found.items():
        last = max(several, key=attrgetter("started", "name"))
        total = joined(counted[identifier])
        routines.append(OfRoutine(id=identifier, name=last.name, tally=total, last=last.day))
    return tuple(sorted(routines, key=lambda one: (-one.tally.sessions, one.id)))
