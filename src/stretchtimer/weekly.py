"""A time of the day on some days of the week: how it is written, read and shown.

It knows no time zone, no calendar and no clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

AT_FORMS = "17:30, 5:30pm or 5pm"
DAYS_FORMS = "mon-fri, mon,wed,fri, daily, weekdays or weekends"

# In the characters of ASCII only, as with durations.
_AT = re.compile(r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-5][0-9]))?(?: ?(?P<half>[aApP])[mM])?")


class Day(Enum):
    """A day of the week, by the word it is written with."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @property
    def number(self) -> int:
        """From 0 for Monday, as Python counts."""
        return _WEEK.index(self)

    @property
    def title(self) -> str:
        """`Monday`."""
        return _NAMES[self.number].capitalize()


_WEEK = tuple(Day)
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAMED = {"daily": _WEEK, "weekdays": _WEEK[:5], "weekends": _WEEK[5:], "weekend": _WEEK[5:]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """`hour` and `minute` of the wall clock on `days`, which are in the order of the week and not empty."""

    hour: int
    minute: int
    days: tuple[Day, ...]

    @property
    def at_text(self) -> str:
        """`17:30`."""
        return f"{self.hour:02}:{self.minute:02}"

    @property
    def days_text(self) -> str:
        """`daily`, `mon-fri`, `mon,wed,fri`: what `parse_days` reads again."""
        first, last = self.days[0], self.days[-1]
        if len(self.days) == len(_WEEK):
            return "daily"
        if len(self.days) > 2 and last.number - first.number + 1 == len(self.days):
            return f"{first.value}-{last.value}"
        return ",".join(day.value for day in self.days)

    def falls_on(self, date: date) -> bool:
        """Whether a date is one of the days."""
        return _WEEK[date.weekday()] in self.days


def parse_at(text: str) -> tuple[int, int]:
    """Hour and minute of `17:30`, `5:30pm` or `5pm`. Raises ValueError where the text is none of these."""
    match = _AT.fullmatch(text.strip())
    if match is None or not (match["minute"] or match["half"]):  # a bare 17 could be anything
        raise ValueError(text)
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if match["half"] in "pP" else 0)
    if hour > 23:
        raise ValueError(text)
    return hour, minute


def parse_days(text: str) -> tuple[Day, ...]:
    """Days in the order of the week; `fri-mon` goes around. Raises ValueError with what is no day."""
    found: set[Day] = set()
    for part in text.split(","):
        word = part.strip().casefold()
        first, dash, last = word.partition("-")
        if word in _NAMED:
            found.update(_NAMED[word])
        elif dash:
            begin, end = _day(first), _day(last)
            count = (end.number - begin.number) % len(_WEEK) + 1
            found.update(_WEEK[(begin.number + number) % len(_WEEK)] for number in range(count))
        else:
            found.add(_day(word))
    return tuple(day for day in _WEEK if day in found)


def _day(word: str) -> Day:
    """`mon`, `monday` and what is between them, as `thurs`."""
    word = word.strip()
    for day, name in zip(_WEEK, _NAMES, strict=True):
        if len(word) >= 3 and name.startswith(word):
            return day
    raise ValueError(word)
