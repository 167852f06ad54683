"""What statistics need of the history: a few columns of each session, and sums over the blocks.

It knows the tables, and no week and no page. Thousands of sessions with their blocks would take a second to
build; sums are SQLite's work.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from stretchtimer.errors import StretchError
from stretchtimer.history import database
from stretchtimer.summary.sitting import KINDS, Held, Sitting, counts
from stretchtimer.text import safe

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    T = TypeVar("T")

_SESSIONS = """
SELECT id, started_at, utc_offset, routine, name, ending = 'finished', rate, played_ms, work_ms, series
FROM session WHERE (:routine IS NULL OR routine = :routine)
"""
# The latest number that was noted stands: a line that came later without one takes nothing back.
_FEELINGS = """
SELECT session, feeling, kind FROM feeling WHERE feeling IS NOT NULL
ORDER BY noted_at, note, coalesce(kind, ''), feeling
"""
_HELD = """
SELECT exercise, exercise_id, sum(left_ms), sum(right_ms), max(session)
FROM block WHERE (left_ms > 0 OR right_ms > 0) {chosen} GROUP BY exercise, exercise_id
"""


class Found(NamedTuple):
    """The sessions that count, in the order of the file, and what was held in them of each exercise."""

    sittings: list[Sitting]
    held: list[Held]


def look(path: str, *, since: date | None = None, routine: str | None = None) -> Found:
    """The sessions of a history that count, from a day on or of one routine, without rehearsals.

    Raises StretchError where the file cannot be read, or something in it makes no sense.
    """

    def find(connection: sqlite3.Connection) -> Found:
        felt = {row[0]: row[1:] for row in connection.execute(_FEELINGS)}
        found: dict[int, Sitting] = {}
        others = 0
        for number, *row in connection.execute(_SESSIONS, {"routine": routine}):
            sitting = _sitting(row, felt.get(number))
            if sitting is None or (since is not None and sitting.day < since):
                others += 1
            else:
                found[number] = sitting
        chosen = set(found) if others or routine is not None else None
        return Found(list(found.values()), _held(connection, found, chosen))

    return database.read(path, lambda connection: _sensible(path, find, connection), Found([], []))


def last_days(path: str) -> dict[str, date]:
    """When each routine was played last, rehearsals and all. Raises StretchError where it cannot be read."""

    def find(connection: sqlite3.Connection) -> dict[str, date]:
        rows = connection.execute("SELECT routine, started_at, utc_offset FROM session ORDER BY started_at")
        return {str(routine): _local(started_at, offset).date() for routine, started_at, offset in rows}

    return database.read(path, lambda connection: _sensible(path, find, connection), {})


def _sitting(row: list[Any], felt: tuple[Any, ...] | None) -> Sitting | None:
    """The session of a row, None where it does not count. Raises ValueError where a value makes no sense."""
    started_at, offset, routine, name, finished, rate, played, work, series = row
    if tuple(map(type, row)) not in _TYPES:  # one look for a whole row: thousands pass here
        raise ValueError(f"a session has {row!r}")
    if not counts(rate=rate, finished=bool(finished), work=work):
        return None
    feeling, kind = felt or (None, None)
    if felt and (type(feeling) is not int or not 0 <= feeling <= 10 or kind not in (None, *KINDS)):
        raise ValueError(f"a feeling is {felt!r}")
    return Sitting(
        started=_local(started_at, offset),
        routine=routine,
        name=name,
        finished=bool(finished),
        played=played,
        work=work,
        series=series,
        feeling=feeling,
        kind=kind or "",
    )


_TYPES = {(str, int, str, str, int, float, int, int, series) for series in (str, type(None))}


def _held(connection: sqlite3.Connection, found: dict[int, Sitting], chosen: set[int] | None) -> list[Held]:
    """What was held in these sessions; `chosen` is None where they are all that there are."""
    condition = ""
    if chosen is not None:
        connection.execute("CREATE TEMP TABLE chosen (session INTEGER PRIMARY KEY)")
        connection.executemany("INSERT INTO chosen VALUES (?)", ((number,) for number in chosen))
        condition = "AND session IN chosen"
    held = []
    for exercise, identifier, left, right, last in connection.execute(_HELD.format(chosen=condition)):
        if type(left) is not int or type(right) is not int or not isinstance(exercise, str):
            raise ValueError(f"an exercise has {exercise!r}, {left!r} and {right!r}")
        if not (identifier is None or isinstance(identifier, str)):
            raise ValueError(f"an exercise has the id {identifier!r}")
        if last not in found:  # there are blocks without a session, which are nobody's
            return _held(connection, found, set(found))
        held.append(
            Held(
                exercise=exercise,
                exercise_id=identifier,
                left=left,
                right=right,
                last=found[last].started,
            )
        )
    return held


@lru_cache(maxsize=64)
def _zone(offset: int) -> timezone:
    return timezone(timedelta(seconds=offset))


def _local(started_at: str, offset: int) -> datetime:
    """When it was where it was played."""
    time = datetime.fromisoformat(started_at)
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(_zone(offset))


def _sensible(path: str, find: Callable[[sqlite3.Connection], T], connection: sqlite3.Connection) -> T:
    try:
        return find(connection)
    except (ValueError, TypeError, OverflowError) as error:
        message = f"a session in the history {safe(path)} makes no sense: {safe(str(error))}"
        raise StretchError(message, "`stretch history path` names the file") from error
