"""How it felt, as a chart of rows from 10 down to 0 with the sessions below, and in a sentence.

It knows no session, only days; it gives no advice.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from stretchtimer.errors import counted
from stretchtimer.summary.pen import Tone
from stretchtimer.summary.trend import ENOUGH, LONG_ENOUGH, Direction, median
from stretchtimer.summary.weeks import WEEK, monday_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchtimer.summary.pen import Pen
    from stretchtimer.summary.totals import Summary
    from stretchtimer.summary.trend import Trend

_LABEL = 10
_FEWEST = 3
"""Notes that make a chart; one or two are told in the sentence."""
_ROWS = (10, 8, 6, 4, 2, 0)
"""Each has its number and the next one."""
_DAY = timedelta(days=1)
_TEN = "X"


def lines(summary: Summary, trend: Trend, pen: Pen) -> Iterator[str]:
    """The feelings of one kind."""
    what = trend.kind or "feeling"
    if len(trend.notes) >= _FEWEST:
        step, columns = _columns(trend, summary.today, pen.room - _LABEL)
        unit = "day" if step == _DAY else "week"
        yield pen.heading(f"{what.capitalize()} after sessions")
        yield from pen.sentence(f"0 none, 10 worst; a column is a {unit}.")
        yield from _chart(summary, trend, step, columns, pen)
    else:
        yield pen.heading(f"{what.capitalize()} after sessions")
    for sentence in sentences(trend):
        yield from pen.sentence(sentence)


def sentences(trend: Trend) -> Iterator[str]:
    """Where it went, in plain words; how many notes it takes, while there are too few."""
    last = trend.notes[-1]
    yield f"Last noted: {last.value} on {last.day.isoformat()}."
    if trend.halves is None:
        yield f"{_noted(trend)} so far; a trend shows with {ENOUGH} over {LONG_ENOUGH.days // 7} weeks."
        return
    older, newer = trend.halves
    how = {
        Direction.EASED: "It has eased",
        Direction.SAME: "It is much the same",
        Direction.GROWN: "It has grown",
    }[trend.direction or Direction.SAME]
    since = trend.notes[0].day.isoformat()
    yield f"{how}: {_noted(trend)} since {since}, median {older:g} in the older half, {newer:g} in the newer."


def _noted(trend: Trend) -> str:
    return counted(len(trend.notes), "note")


def _columns(trend: Trend, today: date, room: int) -> tuple[timedelta, list[date]]:
    """How long a column is, and the first day of each: days where they fit, else weeks, the latest ones."""
    first, last = trend.notes[0].day, max(today, trend.notes[-1].day)
    step = _DAY if (last - first) // _DAY < room else WEEK
    if step == WEEK:
        first, last = monday_of(first), monday_of(last)
    first = max(first, last - (room - 1) * step)
    return step, [first + number * step for number in range((last - first) // step + 1)]


def _chart(summary: Summary, trend: Trend, step: timedelta, columns: list[date], pen: Pen) -> Iterator[str]:
    values: dict[int, list[int]] = {}
    for note in trend.notes:
        if note.day >= columns[0]:
            values.setdefault((note.day - columns[0]) // step, []).append(note.value)
    middles = {at: int(median(felt) + 0.5) for at, felt in values.items()}
    for row in _ROWS:
        shown = {at: _digit(value) for at, value in middles.items() if value in (row, row + 1)}
        line = "".join(shown.get(at, " ") for at in range(len(columns)))
        yield f"{row:{_LABEL - 2}}  {line}".rstrip()
    played = [0] * len(columns)
    for day, tally in summary.days.items():
        if day >= columns[0] and (at := (day - columns[0]) // step) < len(columns):
            played[at] += tally.sessions
    none = "." if pen.ascii else "·"
    line = "".join(none if not number else str(number) if number < 10 else "+" for number in played)
    yield f"{'sessions':{_LABEL}}{pen.ink(line, Tone.QUIET)}"


def _digit(value: int) -> str:
    return _TEN if value >= 10 else str(value)
