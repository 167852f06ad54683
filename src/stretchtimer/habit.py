"""What speaks for a routine at this hour: what somebody usually does, and how long it has waited.

It knows no series, no clock and no screen. Each reason has its words and its weight.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from stretchtimer.past import ago
from stretchtimer.units import MINUTE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from stretchtimer.catalogue import Row
    from stretchtimer.past import Past
    from stretchtimer.units import Millis

FIRST = "hip-unlock"
"""What somebody new is offered."""
LATELY = 60
"""Days that tell what somebody usually does: of what was before, the last time of each routine is enough."""
_ENOUGH = 3
"""Sessions that make a habit."""
_MANY = 8
"""Sessions that tell which routine somebody plays more than all others together."""
_MOST = 0.5
_SHORT: Millis = 6 * MINUTE
"""Short enough for a morning of which no habit is known."""
_LONG: Millis = 10 * MINUTE
"""Longer than what is easily tried for the first time."""
_LONGEST_WAIT = 10
"""Days after which a routine is not missed any more than before."""


class Part(Enum):
    """A part of the day; the value is what it is called."""

    MORNING = "morning"
    MIDDAY = "middle of the day"
    EVENING = "evening"


def part_of(time: datetime) -> Part:
    """The part of the day; before four it is still the evening."""
    if 4 <= time.hour < 11:
        return Part.MORNING
    return Part.MIDDAY if 11 <= time.hour < 17 else Part.EVENING


class Reason(NamedTuple):
    """How much there is to be said for something, against it where negative; and in which words, if any."""

    points: float
    words: str


class Known(NamedTuple):
    """What a choice is made from; `past` are the sessions that count, `since` has days by routine."""

    rows: dict[str, Row]
    past: Sequence[Past]
    lately: Sequence[Past]
    since: dict[str, int]
    now: datetime

    @property
    def today(self) -> date:
        return self.now.date()


def known_of(rows: dict[str, Row], past: Sequence[Past], now: datetime) -> Known:
    """The same, worked out once for all routines."""
    today = now.date()
    days = [max((today - one.day).days, 0) for one in past]
    since: dict[str, int] = {}
    for one, ago_days in zip(past, days, strict=True):
        since[one.routine] = min(ago_days, since.get(one.routine, ago_days))
    lately = [one for one, ago_days in zip(past, days, strict=True) if ago_days <= LATELY]
    return Known(rows=rows, past=past, lately=lately, since=since, now=now)


def usual(known: Known) -> Millis | None:
    """How long sessions of this part of the day usually are; None where that is not known."""
    part = part_of(known.now)
    lengths = sorted(past.planned for past in known.lately if part_of(past.started) is part)
    if len(lengths) >= _ENOUGH:
        return lengths[(len(lengths) - 1) // 2]
    return _SHORT if part is Part.MORNING else None


def reasons(known: Known, row: Row, length: Millis | None) -> Iterator[Reason]:
    """What is to be said for a routine and against it; `length` is what is usual at this hour."""
    part, since = part_of(known.now), known.since.get(row.id)
    if not known.past and row.id == FIRST:
        yield Reason(100, "A good one to begin with: for beginners, and for a back that sits a lot.")
    if since is None:
        harder = {"intermediate": 2, "advanced": 4}.get(row.difficulty or "", 0)
        # Something new is easier tried if it is short and needs a mat and nothing else.
        asks = max(len(row.equipment) - 1, 0) + 2 * ((row.duration_ms or 0) > _LONG)
        yield Reason(5 - harder - asks, "You have not played it yet.")
    elif since == 0:
        yield Reason(-20, "You have played it today.")
    else:
        yield Reason(min(since, _LONGEST_WAIT), f"The last time was {ago(since)}.")
    mine = [past for past in known.lately if past.routine == row.id]
    if len(known.lately) >= _MANY and len(mine) > len(known.lately) * _MOST:
        yield Reason(8, f"You play it most{_waited(since)}.")
    if len(mine) >= _ENOUGH and _share(mine, part) > max(_share(known.lately, part), _MOST):
        yield Reason(4.5, f"You often play it in the {part.value}{_waited(since)}.")
    if length is not None and (row.duration_ms or 0) > length * 5 // 4:
        yield Reason(-8, "It is longer than what you usually play at this time.")
    elif length is not None:
        fits = "Short enough for a morning" if part is Part.MORNING else f"It fits your {part.value}s"
        words = fits if part is not Part.MIDDAY else "It fits what you usually play at this time"
        yield Reason(4, f"{words}{_waited(since)}.")


def _share(past: Sequence[Past], part: Part) -> float:
    """How many of these, of 1, were played in that part of the day."""
    return sum(part_of(one.started) is part for one in past) / len(past)


def _waited(since: int | None) -> str:
    return f"; the last time was {ago(since)}" if since else ""
