"""Thousands of sessions in a moment: only what a choice of the next one asks for.

It knows the table, and no file and no error of one.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from stretchtimer.history.kept import Ending
from stretchtimer.history.process import still_plays
from stretchtimer.history.rows import SESSION, prove, utc
from stretchtimer.past import Past

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

_NAMES = (
    *("started_at", "utc_offset", "stage", "series", "routine"),
    *("planned_ms", "played_ms", "rate", "ending", "process", "touched_at"),
)
_TYPES = {name: SESSION[name] for name in _NAMES}


def past(
    connection: sqlite3.Connection, *, series: str | None = None, since: datetime | None = None
) -> list[Past]:
    """The sessions of a series; or those since then, all of any series, and the last of each routine.

    Raises ValueError where a row makes no sense.
    """
    columns = ", ".join(_NAMES)
    if since is None:
        found = connection.execute(f"SELECT {columns} FROM session WHERE series = ?", (series,)).fetchall()  # noqa: S608
    else:
        then = (utc(since),)
        found = connection.execute(
            f"SELECT {columns} FROM session WHERE series IS NOT NULL OR started_at >= ?",  # noqa: S608 - our own
            then,
        ).fetchall()
        # Of several rows SQLite takes the other columns from the one that has the maximum.
        older = connection.execute(
            f"SELECT {columns}, max(started_at) FROM session WHERE series IS NULL AND started_at < ?"  # noqa: S608
            " AND rate <= 1 AND played_ms * 3 >= planned_ms * 2 GROUP BY routine",
            then,
        )
        found += [row[:-1] for row in older]
    for row in found:
        prove(row, _TYPES)
    return [_past(dict(zip(_NAMES, row, strict=True))) for row in found]


def _past(row: Mapping[str, Any]) -> Past:
    touched = datetime.fromisoformat(row["touched_at"])
    return Past(
        started=datetime.fromisoformat(row["started_at"]).astimezone(_zone(row["utc_offset"])),
        stage=row["stage"] or 0,
        series=row["series"] or "",
        routine=row["routine"],
        planned=row["planned_ms"],
        played=row["played_ms"],
        rate=row["rate"],
        over=Ending(row["ending"]) is not Ending.OPEN or not still_plays(row["process"], touched),
    )


@lru_cache(maxsize=64)
def _zone(offset: int) -> Any:
    return timezone(timedelta(seconds=offset)) if offset else UTC
