"""A year as a map: a column a week, a row a day, the darker the longer was played.

It knows no session, only days and what was played on them.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from stretchtimer.summary.pen import USUAL, Tone
from stretchtimer.summary.weeks import WEEK, YEAR, monday_of
from stretchtimer.units import MINUTE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchtimer.summary.pen import Pen
    from stretchtimer.summary.totals import Summary
    from stretchtimer.units import Millis

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# Not strftime's: its names are those of the locale, and everything else here is English.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LABEL = 4
_STEPS: tuple[Millis, ...] = (5 * MINUTE, 10 * MINUTE, 20 * MINUTE)
"""Where the next shade begins: the shipped routines last 6 to 11 minutes."""


def lines(summary: Summary, pen: Pen) -> Iterator[str]:
    """The map, as many weeks as there is room for, and what its shades mean."""
    room = pen.room - _LABEL
    wide = 2 if room >= 2 * YEAR else 1
    this = monday_of(summary.today)
    first = max(summary.begins, this - (room // wide - 1) * WEEK)
    mondays = [first + number * WEEK for number in range((this - first) // WEEK + 1)]
    yield f"{'':{_LABEL}}{_months(mondays, wide)}".rstrip()
    for number, name in enumerate(DAYS):
        days = [monday + timedelta(days=number) for monday in mondays]
        marks = "".join(_mark(summary, day, pen) * wide for day in days)
        yield f"{name:{_LABEL}}{_inked(marks.rstrip(), pen)}".rstrip()
    yield ""
    yield _legend(pen)


def shade(played: Millis) -> int:
    """Which shade a day with a session has, from 1."""
    return 1 + sum(played >= step for step in _STEPS)


def _mark(summary: Summary, day: date, pen: Pen) -> str:
    tally = summary.days.get(day)
    if tally is not None:
        return pen.shades[shade(tally.played)]
    asked = day <= summary.today and (summary.since is None or day >= summary.since)
    return pen.shades[0] if asked else " "


def _inked(marks: str, pen: Pen) -> str:
    """The marks with their tones, a piece for each run of one kind."""
    pieces = []
    for done, run in groupby(marks, key=lambda mark: mark in pen.shades[1:]):
        piece = "".join(run)
        pieces.append(pen.ink(piece, Tone.DONE if done else Tone.QUIET) if piece.strip() else piece)
    return "".join(pieces)


def _months(mondays: list[date], wide: int) -> str:
    """The names of the months, each above the week that has its first day."""
    names = ""
    for number, monday in enumerate(mondays):
        end = monday + timedelta(days=6)
        at = number * wide
        # The first week names its month as well, unless the next name is too near.
        if (end.day <= 7 or not number) and at >= len(names):
            near = not number and any((monday + n * WEEK + timedelta(days=6)).day <= 7 for n in (1, 2, 3))
            if not (near and end.day > 7 and wide == 1):
                names = f"{names:{at}}{MONTHS[end.month - 1]} "
    return names


def _legend(pen: Pen) -> str:
    none, shades = pen.shades[0], pen.shades[1:]
    wide = pen.room >= USUAL
    words = ("under 5", "from 5", "from 10", "from 20 min") if wide else ("<5", "5", "10", "20+ min")
    told = [f"{pen.ink(one, Tone.DONE)} {word}" for one, word in zip(shades, words, strict=True)]
    start = [] if pen.ascii else [f"{pen.ink(none, Tone.QUIET)} none"]
    return (" " * _LABEL if wide else "") + "  ".join([*start, *told])
