"""`stretch list`: what can be played."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stretchtimer.app import current
from stretchtimer.commands.options import Duration
from stretchtimer.commands.output import note, say, say_json
from stretchtimer.commands.standing import standings
from stretchtimer.text import cell_width, safe
from stretchtimer.units import exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from stretchtimer.catalogue import Row
    from stretchtimer.progress import Progress
    from stretchtimer.units import Millis


@click.command("list")
@click.option("--focus", metavar="WORD", help="Only routines for this part of the body: hips.")
@click.option("--max", "longest", type=Duration(least=1000), help="Only routines that last no longer.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_command(focus: str | None, longest: Millis | None, *, as_json: bool) -> None:
    """List the routines and series that can be played."""
    everything = current().rows()
    rows = [row for row in everything if _wanted(row, focus, longest)]
    known = standings(rows, current().environ)
    if as_json:
        say_json([_data(row, known.get(row.id)) for row in rows])
    elif rows:
        say(lines(rows, known))
    if not rows:
        note(_nothing(everything, focus))


def _wanted(row: Row, focus: str | None, longest: Millis | None) -> bool:
    if focus is not None and not any(focus.casefold() in word.casefold() for word in row.focus):
        return False
    return longest is None or (row.duration_ms is not None and row.duration_ms <= longest)


def _nothing(rows: Iterable[Row], focus: str | None) -> str:
    known = sorted({word for row in rows for word in row.focus})
    if focus is not None and not any(focus.casefold() in word.casefold() for word in known):
        return f"Nothing is for {safe(focus)!r}. There is something for {safe(', '.join(known))}."
    return "Nothing is that short." if known else "No routine was found."


def _data(row: Row, known: Progress | None) -> dict[str, Any]:
    if known is None:
        return {**row._asdict(), "progress": None}
    from stretchtimer.progress import as_data  # late: only for a series that was begun

    return {**row._asdict(), "progress": as_data(known)}


def lines(rows: Iterable[Row], known: Mapping[str, Progress]) -> Iterator[str]:
    """A line a row: id, time, name, and what it is for; of a series that was begun also what is next."""
    shown = [(safe(row.id), _time(row), _about(row, known.get(row.id))) for row in rows]
    ids = max((cell_width(row[0]) for row in shown), default=0)
    for identifier, time, about in shown:
        yield f"{identifier}{' ' * (ids - cell_width(identifier))}  {time:>7}  {about}".rstrip()


def _time(row: Row) -> str:
    return exact(row.duration_ms) if row.duration_ms is not None else row.kind


def _about(row: Row, known: Progress | None) -> str:
    if row.problem is not None:
        return safe(row.problem)
    more = " > ".join(row.stages) if row.stages else ", ".join(row.focus)
    if known is not None:
        from stretchtimer.progress import where  # late: as above

        more += f"; next: {where(known)}"
    return safe(f"{row.name} ({more})" if more else row.name)
