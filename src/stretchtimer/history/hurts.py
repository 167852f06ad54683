"""Which exercises hurt the last time that they were played, looked up while something else goes on.

It knows the tables, and no player. Whatever is wrong with the history is for whoever writes it to tell.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from stretchtimer.played import PASSED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

_HURT = (
    "SELECT coalesce(exercise_id, exercise), max(started_at) FROM block"
    " JOIN session ON session.id = block.session WHERE hurt = 1 AND rate <= 1 GROUP BY 1"
)
_AGAIN = (
    "SELECT 1 FROM session JOIN block ON session.id = block.session WHERE started_at > ?"
    " AND coalesce(exercise_id, exercise) = ? AND block.played_ms >= ? AND rate <= 1 LIMIT 1"
)


def hurt_last(path: str, names: Collection[str]) -> frozenset[str]:
    """Of these exercises, by their ids or else names, those that hurt and were not played since.

    Raises StretchError where the history cannot be read.
    """
    from stretchtimer.history import database  # late: in a thread of its own, as it loads sqlite3

    def look(connection: sqlite3.Connection) -> frozenset[str]:
        found = [row for row in connection.execute(_HURT) if row[0] in names]
        return frozenset(
            name for name, at in found if connection.execute(_AGAIN, (at, name, PASSED)).fetchone() is None
        )

    return database.read(path, look, frozenset())


class Hurts:
    """Looks up what hurt last time, in a thread of its own: a `ports.Memory`."""

    def __init__(self, path: str, names: Collection[str]) -> None:
        self._path, self._names = path, names
        self._found: frozenset[str] = frozenset()
        self._thread = threading.Thread(target=self._look, name="hurts", daemon=True)
        with suppress(RuntimeError):  # the system gives us no more threads: then nobody is reminded
            self._thread.start()

    def hurt(self) -> frozenset[str]:
        """What hurt, once, when that is known; nothing before and after. Returns at once."""
        found, self._found = self._found, frozenset()
        return found

    def wait(self, seconds: float) -> None:
        """Wait until it is known, so many seconds at most."""
        self._thread.join(seconds)

    def _look(self) -> None:
        with suppress(Exception):  # a session is played, whatever its history is like
            self._found = hurt_last(self._path, self._names)
