"""The history to read: a line or two for each session, in 60 columns and without colour; and as CSV.

It knows no terminal. Every text from the file is made safe here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.history.kept import Ending
from stretchtimer.text import cell_width, safe
from stretchtimer.units import clock, elapsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stretchtimer.history.kept import Feeling, Kept

_NAME = 22
"""Cells for a name: with time, length and end the line has 60 at most."""
_HOW = {
    Ending.OPEN: "playing",
    Ending.FINISHED: "done",
    Ending.STOPPED: "stopped",
    Ending.SIGNAL: "interrupted",
    Ending.CRASHED: "crashed",
    Ending.BROKEN_OFF: "broken off",
}
CSV = (
    *("uid", "started_at", "ended_at", "routine", "name", "series", "stage", "ending", "rate"),
    *("planned_ms", "played_ms", "work_ms", "feeling", "kind", "note"),
)


def lines(history: Iterable[Kept]) -> Iterator[str]:
    """A line a session: when, what, how much of how much, how it ended; below it what else is known."""
    for kept in history:
        session = kept.session
        name = _cut(safe(session.name), _NAME)
        name += " " * (_NAME - cell_width(name))
        yield f"{kept.started:%Y-%m-%d %H:%M}  {name} {_time(kept):>6}  {_HOW[kept.ending]}"
        if more := "; ".join(_more(kept)):
            yield f"    {more}"


def _time(kept: Kept) -> str:
    return elapsed(kept.session.played)


def _more(kept: Kept) -> Iterator[str]:
    session, place, feeling = kept.session, kept.session.place, kept.feeling
    if place is not None and kept.ending is not Ending.OPEN:
        side = f" {place.side.value}" if place.side else ""
        yield f"of {clock(session.planned)}, up to {safe(place.exercise)}{side}"
    if kept.rehearsal:
        yield f"rehearsed, {kept.origin.rate:g} times as fast"
    if feeling is not None:
        yield in_words(feeling)


def in_words(feeling: Feeling) -> str:
    """How it felt, on one line: `stiffness 3: hamstrings`."""
    kind = feeling.kind.value if feeling.kind else "feeling"
    number = "" if feeling.feeling is None else f"{kind} {feeling.feeling}"
    return ": ".join(filter(None, (number, safe(feeling.note))))


def _cut(text: str, cells: int) -> str:
    if cell_width(text) <= cells:
        return text
    while cell_width(text) >= cells:
        text = text[:-1]
    return f"{text}…"


def csv_lines(history: Iterable[Kept]) -> Iterator[str]:
    """A table with a line a session, for a spreadsheet."""
    import csv  # late: only for --csv
    from io import StringIO

    written = StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(CSV)
    for kept in history:
        session, origin, feeling = kept.session, kept.origin, kept.feeling
        times = (kept.started, kept.ended)
        row = (
            kept.uid,
            *(time.isoformat(timespec="milliseconds") if time else "" for time in times),
            *(session.routine, session.name, origin.series, origin.stage, kept.ending.value, origin.rate),
            *(session.planned, session.played, session.work),
            *((feeling.feeling, feeling.kind and feeling.kind.value, feeling.note) if feeling else ("",) * 3),
        )
        writer.writerow([_cell(value) if isinstance(value, str) else value for value in row])
    return iter(written.getvalue().splitlines())


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula, and no terminal for a command."""
    text = safe(text)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
