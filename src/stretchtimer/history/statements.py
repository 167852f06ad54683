"""The statements that read and write sessions, inside a transaction that is somebody else's.

It knows the tables, and no file and no error of one.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from stretchtimer.history.rows import (
    BLOCK,
    FEELING,
    SESSION,
    SUMS,
    block_row,
    feeling_row,
    kept_of,
    prove,
    session_row,
    sums,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from stretchtimer.history.kept import Kept
    from stretchtimer.history.rows import Row


def select(
    connection: sqlite3.Connection, wanted: Sequence[tuple[str, Any]], *, limit: int | None, blocks: bool
) -> list[Kept]:
    """Sessions, the newest first. `wanted` are conditions with their value; one without is none.

    Raises ValueError where a row makes no sense.
    """
    asked = [(condition, value) for condition, value in wanted if value is not None]
    where = " AND ".join(condition for condition, _ in asked) or "1"
    values = [value for _, value in asked]
    most = -1 if limit is None else limit
    chosen = f"FROM session WHERE {where} ORDER BY started_at DESC, id DESC LIMIT {most:d}"
    rows = _proven(connection.execute(f"SELECT id, {', '.join(SESSION)} {chosen}", values), SESSION)
    parts = {"feeling": FEELING} | ({"block": BLOCK} if blocks else {})
    found: dict[str, dict[int, list[Row]]] = {"block": {}}
    for table, columns in parts.items():
        order = "session, number" if table == "block" else "session, id"
        cursor = connection.execute(
            f"SELECT session, {', '.join(columns)} FROM {table} WHERE session IN (SELECT id {chosen})"  # noqa: S608
            f" ORDER BY {order}",
            values,
        )
        found[table] = {
            session: [row[1:] for row in group]
            for session, group in groupby(_proven(cursor, columns), key=itemgetter(0))
        }
    return [
        kept_of(row[1:], found["block"].get(row[0], ()), found["feeling"].get(row[0], ())) for row in rows
    ]


def _proven(rows: Iterable[Row], columns: dict[str, tuple[type, ...]]) -> list[Row]:
    """Rows behind a number, with their types checked: each combination once, as there are few."""
    found, shapes = list(rows), set()
    for row in found:
        shape = tuple(map(type, row))
        if shape not in shapes:
            prove(row[1:], columns)
            shapes.add(shape)
    return found


def put(connection: sqlite3.Connection, kept: Kept, before: Kept | None) -> None:
    """Write a session in place of what is there of it. Feelings are only ever added to."""
    row, revision = row_of(connection, kept.uid) or (None, None)
    if before is not None and revision != before.revision:
        before = None
    columns, values = (*SESSION, *SUMS), (*session_row(kept), *sums(kept))
    if row is None:
        marks = ", ".join("?" * len(columns))
        connection.execute(
            f"INSERT INTO session ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - our own names
            values,
        )
        row = connection.execute("SELECT last_insert_rowid()").fetchone()[0]
    else:
        # A feeling may have been asked for meanwhile.
        sets = ", ".join(f"{name} = max(asked, ?)" if name == "asked" else f"{name} = ?" for name in columns)
        connection.execute(f"UPDATE session SET {sets} WHERE id = ?", (*values, row))  # noqa: S608
    written = before.session.blocks if before else ()
    if before is None:
        connection.execute("DELETE FROM block WHERE session = ?", (row,))
    known = set(written)
    changed = [block_row(block) for block in kept.session.blocks if block not in known]
    insert(connection, "block", BLOCK, row, changed)
    there = set(
        connection.execute(f"SELECT {', '.join(FEELING)} FROM feeling WHERE session = ?", (row,))  # noqa: S608
    )
    more = [feeling_row(feeling) for feeling in kept.feelings]
    insert(connection, "feeling", FEELING, row, [one for one in more if one not in there])


def insert(
    connection: sqlite3.Connection,
    table: str,
    columns: Iterable[str],
    session: int,
    rows: Iterable[tuple[Any, ...]],
) -> None:
    """Write rows that belong to the session of that row."""
    names = ("session", *columns)
    marks = ", ".join("?" * len(names))
    connection.executemany(
        f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) VALUES ({marks})",  # noqa: S608 - our own names
        ((session, *row) for row in rows),
    )


def row_of(connection: sqlite3.Connection, uid: str) -> tuple[int, int] | None:
    """The row of a session and the revision that is written there, None where there is none."""
    found: tuple[int, int] | None = connection.execute(
        "SELECT id, revision FROM session WHERE uid = ?", (uid,)
    ).fetchone()
    return found
