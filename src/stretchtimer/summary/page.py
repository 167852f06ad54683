"""A summary as a page: readable in 60 columns and without colour; narrower and wider as there is room.

It knows no terminal. Names are made harmless here; nothing in it blames anybody for a day without a session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.errors import counted
from stretchtimer.summary import calendar, feelings
from stretchtimer.summary.pen import Tone
from stretchtimer.summary.weeks import spent
from stretchtimer.units import SECOND, exact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchtimer.summary.balance import Balance
    from stretchtimer.summary.pen import Pen
    from stretchtimer.summary.totals import Summary
    from stretchtimer.summary.weeks import Week
    from stretchtimer.units import Millis

_WEEKS = 8
_EXERCISES = 8
_ROUTINES = 10
_LONGEST_BAR = 40
_NAME = 30
_WORDS = len("  right 11 min more")
_GOAL = 40
"""Columns that have room for the goal beside a week."""
_WIDE = 56
"""Columns that have room for the times of both sides beside a name."""


def page(summary: Summary, pen: Pen) -> Iterator[str]:
    """All of it, for a history with a session in it."""
    yield from _head(summary, pen)
    yield ""
    yield from _weeks(summary, pen)
    yield ""
    yield pen.heading("Days with a session")
    yield from calendar.lines(summary, pen)
    for trend in summary.trends:
        yield ""
        yield from feelings.lines(summary, trend, pen)
    if summary.balances:
        yield ""
        yield from _sides(summary, pen)
    yield ""
    yield from _routines(summary, pen)


def _head(summary: Summary, pen: Pen) -> Iterator[str]:
    week, total, goal = summary.this_week.tally, summary.total, summary.goal
    told = f"{counted(week.sessions, 'session')}, {spent(week.played)}" if week.sessions else "no session yet"
    cut = summary.cuts(summary.this_week)
    day = f" from {summary.since.isoformat()}" if cut and summary.since else ""
    for line in pen.sentence(f"This week{day}: {told}"):
        yield pen.heading(line)
    if goal is not None and not cut:
        done = summary.toward.get(summary.this_week.monday, 0)
        reached = ", reached" if done >= goal.per_week else ""
        name = pen.name(goal.name, _NAME).rstrip()
        yield from pen.sentence(f"Goal: {done} of {goal.per_week} this week, for {name}{reached}")
    if summary.routine is not None:
        yield from pen.sentence(f"Only sessions of {pen.name(summary.routine, _NAME).rstrip()}")
    since = summary.since or next(iter(summary.days))
    sessions, days = counted(total.sessions, "session"), counted(len(summary.days), "day")
    yield from pen.sentence(f"Since {since.isoformat()}: {sessions} on {days}, {spent(total.played)}")


def _weeks(summary: Summary, pen: Pen) -> Iterator[str]:
    """This week, and the last ones with a session, the newest first: a pause is no list of noughts."""
    shown = _last_weeks(summary)
    longest = max(week.tally.played for week in shown)
    yield pen.heading(f"Week from    sessions         time{'  goal' if _told(summary, pen) else ''}")
    for week in shown:
        yield _week(week, summary, longest, pen)


def _last_weeks(summary: Summary) -> list[Week]:
    this = summary.this_week
    others = [week for week in summary.weeks if week.tally.sessions and week.monday < this.monday]
    return [this, *reversed(others[-_WEEKS + 1 :])]


def _week(week: Week, summary: Summary, longest: Millis, pen: Pen) -> str:
    time = spent(week.tally.played) if week.tally.sessions else ""
    line = f"{week.monday.isoformat()}  {week.tally.sessions:>9}  {time:>11}"
    if summary.goal and _told(summary, pen):
        goal = "" if summary.cuts(week) else f"{summary.toward.get(week.monday, 0)}/{summary.goal.per_week}"
        line += f"  {goal:>4}"
    most = min(pen.room - len(line) - 2, _LONGEST_BAR)
    if not week.tally.sessions or most < 4:
        return line.rstrip()
    bar = pen.bar * max(most * week.tally.played // max(longest, 1), 1)
    return f"{line}  {pen.ink(bar, Tone.DONE)}"


def _told(summary: Summary, pen: Pen) -> bool:
    """Whether the weeks have a column for the goal."""
    return summary.goal is not None and pen.room >= _GOAL


def _sides(summary: Summary, pen: Pen) -> Iterator[str]:
    """How long each side was held, the largest difference first; then week by week."""
    wide = pen.room >= _WIDE
    name = min(pen.room - _WORDS - (20 if wide else 0), 40)
    times = f"{'left':>10}{'right':>10}" if wide else ""
    yield pen.heading(f"{pen.name('Both sides', name)}{times}  difference")
    shown = summary.balances[:_EXERCISES]
    if len(summary.balances) > 1:
        yield _side("all exercises", summary.both_sides, name, pen, wide=wide)
    for one in shown:
        yield _side(one.exercise, one, name, pen, wide=wide)
    if rest := len(summary.balances) - len(shown):
        yield f"and {rest} more, no further apart"
    weeks = [week for week in _last_weeks(summary) if week.tally.left or week.tally.right]
    if len(weeks) > 1:
        yield ""
        yield pen.heading(f"{pen.name('Both sides, week from', name)}{times}  difference")
        for week in weeks:
            yield _side(week.monday.isoformat(), week.sides, name, pen, wide=wide)


def _side(label: str, balance: Balance, name: int, pen: Pen, *, wide: bool) -> str:
    times = f"{_held(balance.left):>10}{_held(balance.right):>10}" if wide else ""
    words = balance.words
    if words != "even":
        words = pen.ink(words, Tone.LEFT if balance.left_more > 0 else Tone.RIGHT)
    return f"{pen.name(label, name)}{times}  {words}"


def _held(ms: Millis) -> str:
    return exact(ms // SECOND * SECOND)


def _routines(summary: Summary, pen: Pen) -> Iterator[str]:
    """How often and how long each was played, the most played first."""
    rows = [(one, spent(one.tally.played)) for one in summary.routines[:_ROUTINES]]
    wide = max([12, *(len(time) + 2 for _, time in rows)])  # years of it are longer than usual
    name = min(pen.room - 5 - wide - 12, 40)
    yield pen.heading(f"{pen.name('Routines', name)}{'times':>5}{'time':>{wide}}  last")
    for one, time in rows:
        times = f"{one.tally.sessions:>5}{time:>{wide}}"
        yield f"{pen.name(one.name, name)}{times}  {one.last.isoformat()}"
    if (rest := len(summary.routines) - _ROUTINES) > 0:
        yield f"and {rest} more, no oftener"
