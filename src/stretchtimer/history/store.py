"""The history itself: sessions written to the file and read from it.

It knows SQL, and no player: `recording` is what follows one.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from stretchtimer.errors import StretchError
from stretchtimer.history import database
from stretchtimer.history.kept import Ending, Feeling, whole_ms
from stretchtimer.history.merging import Merged, merged
from stretchtimer.history.process import is_alive
from stretchtimer.history.reasons import reason
from stretchtimer.history.rows import (
    BLOCK,
    FEELING,
    SESSION,
    block_row,
    feeling_row,
    kept_of,
    session_row,
    utc,
)
from stretchtimer.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from stretchtimer.history.kept import Kept, Kind
    from stretchtimer.units import Millis

T = TypeVar("T")

GOES_ON = timedelta(hours=12)
"""How long after its last sign of life a session can be gone on with."""
_SILENT = timedelta(minutes=10)
"""Where nobody can say whether a process still plays: it writes far more often than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Work on one exercise in `sessions` sessions: the ms on each side, and those without one."""

    exercise: str
    exercise_id: str | None
    left: Millis
    right: Millis
    both: Millis
    sessions: int


class History:
    """The sessions in one file, which need not be there. `tell` gets what there is to say about it.

    Reading raises StretchError where the file cannot be read. So does writing, but for `save`.
    """

    def __init__(self, path: str, *, tell: Callable[[str], None] = lambda _: None) -> None:
        self.path = path
        self._tell = tell

    def sessions(
        self,
        *,
        since: datetime | None = None,
        routine: str | None = None,
        limit: int | None = None,
        rehearsals: bool = True,
        blocks: bool = False,
        uid: str | None = None,
    ) -> list[Kept]:
        """Sessions, the newest first; their blocks only where asked for, as they take most of the time."""
        wanted = (
            ("started_at >= ?", utc(since) if since else None),
            ("routine = ?", routine),
            ("uid = ?", uid),
            ("rate <= ?", None if rehearsals else 1.0),
        )
        return [_judged(kept) for kept in self._read(wanted, limit=limit, blocks=blocks)]

    def everything(self) -> list[Kept]:
        """Every session as it is written, the oldest first: what a copy is made of."""
        return self._read((), limit=None, blocks=True)[::-1]

    def unfinished(self, *, within: timedelta = GOES_ON, now: datetime | None = None) -> list[Kept]:
        """Sessions that nobody plays and that were not played to the end, the newest first, with blocks."""
        after = (now or datetime.now(UTC)) - within
        wanted = (("touched_at >= ?", utc(after)), ("ending <> ?", Ending.FINISHED.value))
        found = [_judged(kept) for kept in self._read(wanted, limit=None, blocks=True)]
        return [kept for kept in found if kept.ending is not Ending.OPEN and kept.session.place]

    def held(self, *, since: datetime | None = None, routine: str | None = None) -> list[Held]:
        """What was held of each exercise, without rehearsals, in the order of the names."""

        def look(connection: sqlite3.Connection) -> list[Held]:
            rows = connection.execute(
                "SELECT exercise, exercise_id, sum(left_ms), sum(right_ms),"
                " sum(block.played_ms - left_ms - right_ms), count(DISTINCT session) FROM block"
                " JOIN session ON session.id = block.session WHERE rate <= 1"
                " AND started_at >= ? AND (? IS NULL OR routine = ?)"
                " GROUP BY coalesce(exercise_id, ''), exercise ORDER BY exercise",
                (utc(since) if since else "", routine, routine),
            )
            return [
                Held(exercise=name, exercise_id=one, left=left, right=right, both=both, sessions=number)
                for name, one, left, right, both, number in rows
            ]

        return database.read(self.path, look, [])

    def save(self, kept: Kept, before: Kept | None = None, *, check: bool = False) -> None:
        """Write a session; of its blocks only what differs from `before`, which was written last.

        Raises sqlite3.Error or OSError where it cannot be written.
        """

        def change(connection: sqlite3.Connection) -> None:
            _put(connection, kept, before)

        database.write(self.path, change, tell=self._tell, check=check)

    def amend(
        self,
        uid: str,
        *,
        feeling: int | None = None,
        kind: Kind | None = None,
        note: str | None = None,
        asked: bool = True,
        now: datetime | None = None,
    ) -> Kept:
        """Note how it felt, as of now; what is None stays as it was. The session with it.

        What was noted before is kept beneath. Raises StretchError where there is no such session.
        """

        def change(connection: sqlite3.Connection) -> Kept:
            found = _select(connection, (("uid = ?", uid),), limit=None, blocks=False)
            if not found:
                raise StretchError(
                    f"there is no session {safe(uid)} in the history", "`stretch history` lists them"
                )
            old, row = (
                found[0],
                connection.execute("SELECT id FROM session WHERE uid = ?", (uid,)).fetchone()[0],
            )
            connection.execute("UPDATE session SET asked = ? WHERE id = ?", (int(asked or old.asked), row))
            if feeling is None and kind is None and note is None:
                return replace(old, asked=asked or old.asked)
            last = old.feeling or Feeling(noted=old.started)
            noted = Feeling(
                noted=whole_ms(now or datetime.now(UTC)),
                feeling=last.feeling if feeling is None else feeling,
                kind=kind or last.kind,
                note=last.note if note is None else note,
            )
            _insert(connection, "feeling", FEELING, row, [feeling_row(noted)])
            return replace(old, asked=asked or old.asked, feelings=(*old.feelings, noted))

        return self._write(change)

    def merge(self, others: Iterable[Kept]) -> Merged:
        """Take over sessions from another history, all or none; of each the version that knows more."""

        def change(connection: sqlite3.Connection) -> Merged:
            known = {kept.uid: kept for kept in _select(connection, (), limit=None, blocks=True)}
            told = merged(known, others)
            for kept in told.changed:
                _put(connection, kept, None)
            return told

        return self._write(change)

    def _write(self, change: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return database.write(self.path, change, tell=self._tell)
        except (sqlite3.Error, OSError) as error:
            message = f"the history {safe(self.path)} cannot be written: {reason(error)}"
            raise StretchError(message) from error

    def _read(self, wanted: Sequence[tuple[str, Any]], *, limit: int | None, blocks: bool) -> list[Kept]:
        def look(connection: sqlite3.Connection) -> list[Kept]:
            try:
                return _select(connection, wanted, limit=limit, blocks=blocks)
            except (ValueError, OverflowError, RecursionError) as error:
                message = f"a session in the history {safe(self.path)} makes no sense: {safe(str(error))}"
                raise StretchError(message, "`stretch history path` names the file") from error

        return database.read(self.path, look, [])


def _judged(kept: Kept) -> Kept:
    """A session that says it is being played, and is not, was broken off."""
    if kept.ending is not Ending.OPEN:
        return kept
    alive = is_alive(kept.process)
    if alive is None:
        alive = datetime.now(UTC) - kept.touched < _SILENT
    return kept if alive else replace(kept, ending=Ending.BROKEN_OFF)


def _select(
    connection: sqlite3.Connection, wanted: Sequence[tuple[str, Any]], *, limit: int | None, blocks: bool
) -> list[Kept]:
    asked = [(condition, value) for condition, value in wanted if value is not None]
    where = " AND ".join(condition for condition, _ in asked) or "1"
    values = [value for _, value in asked]
    most = -1 if limit is None else limit
    chosen = f"FROM session WHERE {where} ORDER BY started_at DESC, id DESC LIMIT {most:d}"
    rows = [
        (number, dict(zip(SESSION, row, strict=True)))
        for number, *row in connection.execute(f"SELECT id, {', '.join(SESSION)} {chosen}", values)
    ]
    parts = {"feeling": FEELING} | ({"block": BLOCK} if blocks else {})
    found: dict[str, dict[int, list[dict[str, Any]]]] = {"block": {}}
    for table, columns in parts.items():
        order = "session, number" if table == "block" else "session, id"
        cursor = connection.execute(
            f"SELECT session, {', '.join(columns)} FROM {table} WHERE session IN (SELECT id {chosen})"  # noqa: S608
            f" ORDER BY {order}",
            values,
        )
        found[table] = {
            session: [dict(zip(columns, row[1:], strict=True)) for row in group]
            for session, group in groupby(cursor, key=lambda row: row[0])
        }
    return [
        kept_of(row, found["block"].get(number, ()), found["feeling"].get(number, ())) for number, row in rows
    ]


def _put(connection: sqlite3.Connection, kept: Kept, before: Kept | None) -> None:
    """Write a session in place of what is there of it. Feelings are only ever added to."""
    row = _row_of(connection, kept.uid, revision=before.revision if before else None)
    if row is None:
        row, before = _row_of(connection, kept.uid), None
    if row is None:
        marks = ", ".join("?" * len(SESSION))
        connection.execute(
            f"INSERT INTO session ({', '.join(SESSION)}) VALUES ({marks})",  # noqa: S608 - our own names
            session_row(kept),
        )
        row = connection.execute("SELECT last_insert_rowid()").fetchone()[0]
    else:
        # A feeling may have been asked for meanwhile.
        sets = ", ".join(f"{name} = max(asked, ?)" if name == "asked" else f"{name} = ?" for name in SESSION)
        connection.execute(f"UPDATE session SET {sets} WHERE id = ?", (*session_row(kept), row))  # noqa: S608
    written = before.session.blocks if before else ()
    if before is None:
        connection.execute("DELETE FROM block WHERE session = ?", (row,))
    known = set(written)
    changed = [block_row(block) for block in kept.session.blocks if block not in known]
    _insert(connection, "block", BLOCK, row, changed)
    there = set(
        connection.execute(f"SELECT {', '.join(FEELING)} FROM feeling WHERE session = ?", (row,))  # noqa: S608
    )
    more = [feeling_row(feeling) for feeling in kept.feelings]
    _insert(connection, "feeling", FEELING, row, [one for one in more if one not in there])


def _insert(
    connection: sqlite3.Connection,
    table: str,
    columns: Iterable[str],
    session: int,
    rows: Iterable[tuple[Any, ...]],
) -> None:
    names = ("session", *columns)
    marks = ", ".join("?" * len(names))
    connection.executemany(
        f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) VALUES ({marks})",  # noqa: S608 - our own names
        ((session, *row) for row in rows),
    )


def _row_of(connection: sqlite3.Connection, uid: str, *, revision: int | None = None) -> int | None:
    """The row of a session, None where there is none, or not of that revision."""
    found = connection.execute("SELECT id, revision FROM session WHERE uid = ?", (uid,)).fetchone()
    return found[0] if found and revision in (None, found[1]) else None
