"""What statistics need of the history: a few columns of each session, and sums over the blocks.

It knows the tables, and no week and no page. Thousands of sessions with their blocks would take a second to
build; sums are SQLite's work.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from stretchtimer.errors import StretchError
from stretchtimer.history import database
from stretchtimer.summary.sitting import KINDS, LEAST, Held, Sitting
from stretchtimer.text import safe

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

T = TypeVar("T")

# As `past.Past` has it.
_MOST = "played_ms * 3 >= planned_ms * 2 AND planned_ms > 0"
# No rehearsal, and played to the end or for a while. The day is that of the place where it was played.
_COUNTED = f"""
rate <= 1 AND (ending = 'finished' OR work_ms >= {LEAST:d})
AND (:routine IS NULL OR routine = :routine OR series = :routine)
AND (:since IS NULL OR date(started_at, utc_offset || ' seconds') >= :since)
"""
_SESSIONS = f"""
SELECT id, started_at, utc_offset, routine, name, ending = 'finished', played_ms, work_ms,
    left_ms, right_ms, {_MOST}, series
FROM session WHERE {_COUNTED}
"""  # noqa: S608 - our own words
# The latest number that was noted stands: a line that came later without one takes nothing back.
_FEELINGS = """
SELECT session, feeling, kind FROM feeling WHERE feeling IS NOT NULL
ORDER BY noted_at, note, coalesce(kind, ''), feeling
"""
# The grouping first, of no more columns than the index `block_held` has, in whose order they come already.
# The plus keeps SQLite from going through the sessions instead, and sorting what it finds there.
_HELD = f"""
SELECT exercise, exercise_id, on_left, on_right, started_at, utc_offset FROM (
    SELECT exercise, exercise_id, sum(left_ms) AS on_left, sum(right_ms) AS on_right, max(session) AS latest
    FROM block WHERE (left_ms > 0 OR right_ms > 0) AND +session IN (SELECT id FROM session WHERE {_COUNTED})
    GROUP BY exercise, exercise_id
) JOIN session ON session.id = latest
"""  # noqa: S608 - our own words
_KINDS: tuple[type | tuple[type, ...], ...] = (int, str, int, str, str, *[int] * 6, (str, type(None)))
_NOTHING = None, ""


class Found(NamedTuple):
    """The sessions that count, in the order of the file, and what was held in them of each exercise.

    `held` is still being read meanwhile: whoever goes through it waits for it, and meets its StretchError.
    """

    sittings: list[Sitting]
    held: Iterable[Held]


def look(path: str, *, since: date | None = None, routine: str | None = None) -> Found:
    """The sessions of a history that count, from a day on or of one routine or series, without rehearsals.

    Raises StretchError where the file cannot be read, or something in it makes no sense.
    """
    wanted = {"routine": routine, "since": since.isoformat() if since else None}
    # Beside each other, each with a connection of its own: the sums take as long as all the rest.
    held = _Aside(lambda: database.read(path, lambda connection: _held(path, connection, wanted), []))
    sittings: list[Sitting] = database.read(path, lambda connection: _sittings(path, connection, wanted), [])
    return Found(sittings, held)


def last_days(path: str) -> dict[str, date]:
    """When each routine and series was played last, rehearsals and all.

    Raises StretchError where the file cannot be read.
    """

    def find(connection: sqlite3.Connection) -> dict[str, date]:
        times = "started_at, utc_offset FROM session"
        rows = connection.execute(
            f"SELECT routine, {times} UNION ALL SELECT series, {times} WHERE series IS NOT NULL"
            " ORDER BY started_at"
        )
        return {str(name): _local(started_at, offset).date() for name, started_at, offset in rows}

    return database.read(path, lambda connection: _sensible(path, lambda: find(connection)), {})


class _Aside:
    """Work in a thread of its own; its result, or its error, is there when one goes through it."""

    def __init__(self, work: Callable[[], list[Held]]) -> None:
        self._work = work
        self._result: list[Held] = []
        self._error: Exception | None = None
        self._thread = Thread(target=self._run, daemon=True)
        try:
            self._thread.start()
        except RuntimeError:  # the system gives us no more threads
            self._run()

    def _run(self) -> None:
        try:
            self._result = self._work()
        except Exception as error:  # noqa: BLE001 - whoever asks for the result gets it
            self._error = error

    def __iter__(self) -> Iterator[Held]:
        if self._thread.ident is not None:
            self._thread.join()
        if self._error is not None:
            raise self._error
        return iter(self._result)


def _sittings(path: str, connection: sqlite3.Connection, wanted: dict[str, str | None]) -> list[Sitting]:
    def find() -> list[Sitting]:
        felt = _felt(connection.execute(_FEELINGS).fetchall())
        return _made(connection.execute(_SESSIONS, wanted).fetchall(), felt)

    return _sensible(path, find)


def _made(rows: list[tuple[Any, ...]], felt: dict[int, tuple[int, str]]) -> list[Sitting]:
    """The sessions of their rows. Raises ValueError where a value makes no sense."""
    if not rows:
        return []
    # Column by column: thousands pass here, and a look at each value takes as long as all the rest.
    columns: list[tuple[Any, ...]] = list(zip(*rows, strict=True))
    for column, kind in zip(columns, _KINDS, strict=True):
        if not all(issubclass(found, kind) for found in set(map(type, column))):
            odd = next(value for value in column if not isinstance(value, kind))
            raise ValueError(f"a session has {odd!r}")
    numbers, begun, offsets, *words, finished, played, work, left, right, most, series = columns
    started = map(_local, begun, offsets)
    feelings = zip(*(felt.get(number, _NOTHING) for number in numbers), strict=True)
    times = (played, work, left, right)
    fields = (started, *words, map(bool, finished), *times, series, *feelings, map(bool, most))
    return list(map(Sitting._make, zip(*fields, strict=True)))


def _felt(rows: list[tuple[Any, ...]]) -> dict[int, tuple[int, str]]:
    """The latest feeling of each session, and what it is about. Raises ValueError for what is none."""
    for session, feeling, kind in rows:
        if type(feeling) is not int or not 0 <= feeling <= 10 or kind not in (None, *KINDS):
            raise ValueError(f"session {session} has the feeling {feeling!r}, {kind!r}")
    return {session: (feeling, kind or "") for session, feeling, kind in rows}


def _held(path: str, connection: sqlite3.Connection, wanted: dict[str, str | None]) -> list[Held]:
    def find() -> list[Held]:
        return [_sum(row) for row in connection.execute(_HELD, wanted)]

    return _sensible(path, find)


def _sum(row: tuple[Any, ...]) -> Held:
    """What was held of an exercise. Raises ValueError where a value makes no sense."""
    exercise, identifier, left, right, started_at, offset = row
    if type(left) is not int or type(right) is not int or not isinstance(exercise, str):
        raise ValueError(f"an exercise has {exercise!r}, {left!r} and {right!r}")
    if not (identifier is None or isinstance(identifier, str)):
        raise ValueError(f"an exercise has the id {identifier!r}")
    last = _local(started_at, offset)
    return Held(exercise=exercise, exercise_id=identifier, left=left, right=right, last=last)


@lru_cache(maxsize=64)
def _zone(offset: int) -> timezone:
    return timezone(timedelta(seconds=offset))


def _local(started_at: str, offset: int) -> datetime:
    """When it was where it was played."""
    time = datetime.fromisoformat(started_at)
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(_zone(offset))


def _sensible(path: str, find: Callable[[], T]) -> T:
    try:
        return find()
    except (ValueError, TypeError, OverflowError) as error:
        message = f"a session in the history {safe(path)} makes no sense: {safe(str(error))}"
        raise StretchError(message, "`stretch history path` names the file") from error
