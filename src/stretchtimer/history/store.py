"""The history itself: sessions written to the file and read from it.

It knows SQL, and no player: `recording` is what follows one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from stretchtimer.errors import StretchError
from stretchtimer.history import database
from stretchtimer.history.kept import Ending, Feeling, whole_ms
from stretchtimer.history.merging import Merged, merged
from stretchtimer.history.process import still_plays
from stretchtimer.history.reading import past
from stretchtimer.history.reasons import reason
from stretchtimer.history.rows import FEELING, feeling_row, utc
from stretchtimer.history.statements import insert, put, row_of, select
from stretchtimer.text import safe

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence

    from stretchtimer.history.kept import Kept, Kind
    from stretchtimer.past import Past

T = TypeVar("T")

GOES_ON = timedelta(hours=12)
"""How long after its last sign of life a session can be gone on with."""


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

    def past(self, *, series: str | None = None, since: datetime | None = None) -> list[Past]:
        """What came before, in few words and no certain order: of one series; or since then.

        With `since` also all that belongs to any series, and of each routine the last time it was played.
        """

        def look(connection: sqlite3.Connection) -> list[Past]:
            try:
                return past(connection, series=series, since=since)
            except (ValueError, OverflowError) as error:
                raise self._nonsense(error) from error

        return database.read(self.path, look, [])

    def everything(self) -> list[Kept]:
        """Every session as it is written, the oldest first: what a copy is made of."""
        return self._read((), limit=None, blocks=True)[::-1]

    def unfinished(self, *, within: timedelta = GOES_ON, now: datetime | None = None) -> list[Kept]:
        """Sessions that nobody plays and that were not played to the end, the newest first, with blocks."""
        after = (now or datetime.now(UTC)) - within
        wanted = (("touched_at >= ?", utc(after)), ("ending <> ?", Ending.FINISHED.value))
        found = [_judged(kept) for kept in self._read(wanted, limit=None, blocks=True)]
        return [kept for kept in found if kept.ending is not Ending.OPEN and kept.session.place]

    def save(self, kept: Kept, before: Kept | None = None, *, check: bool = False) -> None:
        """Write a session; of its blocks only what differs from `before`, which was written last.

        Raises sqlite3.Error or OSError where it cannot be written, StretchError where another machine has
        gone on with it since, which thought it broken off: what was played there stays.
        """

        def change(connection: sqlite3.Connection) -> None:
            known = row_of(connection, kept.uid)
            if before is not None and known is not None and known[1] > before.revision:
                raise StretchError("it was gone on with elsewhere")
            put(connection, kept, before)

        database.write(self.path, change, tell=self._tell, check=check)

    def take_up(self, kept: Kept, *, process: str, now: datetime) -> Kept:
        """Have an unfinished session go on, by `process`; where that cannot be written it is as it was.

        Raises StretchError where another process was faster.
        """

        def change(connection: sqlite3.Connection) -> Kept:
            found = select(connection, (("uid = ?", kept.uid),), limit=None, blocks=True)
            if not found or found[0].revision != kept.revision:
                message = f"another stretch goes on with {safe(kept.session.name)} already"
                raise StretchError(message, "`stretch resume --list` shows what is left")
            going_on = replace(found[0], ending=Ending.OPEN, ended=None, process=process)
            going_on = replace(going_on, touched=whole_ms(now), revision=kept.revision + 1)
            put(connection, going_on, found[0])
            return going_on

        try:
            return database.write(self.path, change, tell=self._tell)
        except (database.Error, OSError):
            return kept  # its keeper meets the same, and says it

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
            found = row_of(connection, uid)
            if found is None:
                message = f"there is no session {safe(uid)} in the history"
                raise StretchError(message, "`stretch history` lists them")
            row, _ = found
            (old,) = select(connection, (("uid = ?", uid),), limit=None, blocks=False)
            connection.execute("UPDATE session SET asked = ? WHERE id = ?", (int(asked or old.asked), row))
            if feeling is None and kind is None and note is None:
                return replace(old, asked=asked or old.asked)
            last = old.feeling or Feeling(noted=datetime.fromtimestamp(0, UTC))
            # The latest word stays the latest where the clock was set back.
            at = max(now or datetime.now(UTC), last.noted + timedelta(milliseconds=1))
            noted = Feeling(
                noted=whole_ms(at),
                feeling=last.feeling if feeling is None else feeling,
                kind=kind or last.kind,
                note=last.note if note is None else note,
            )
            insert(connection, "feeling", FEELING, row, [feeling_row(noted)])
            return replace(old, asked=asked or old.asked, feelings=(*old.feelings, noted))

        return self._write(change)

    def merge(self, others: Iterable[Kept]) -> Merged:
        """Take over sessions from another history, all or none; of each the version that knows more."""

        def change(connection: sqlite3.Connection) -> Merged:
            known = {kept.uid: kept for kept in select(connection, (), limit=None, blocks=True)}
            told = merged(known, others)
            for kept in told.changed:
                put(connection, kept, None)
            return told

        return self._write(change)

    def _write(self, change: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return database.write(self.path, change, tell=self._tell)
        except (database.Error, OSError) as error:
            message = f"the history {safe(self.path)} cannot be written: {reason(error)}"
            raise StretchError(message) from error
        except (ValueError, OverflowError, RecursionError) as error:
            raise self._nonsense(error) from error

    def _read(self, wanted: Sequence[tuple[str, Any]], *, limit: int | None, blocks: bool) -> list[Kept]:
        def look(connection: sqlite3.Connection) -> list[Kept]:
            try:
                return select(connection, wanted, limit=limit, blocks=blocks)
            except (ValueError, OverflowError, RecursionError) as error:
                raise self._nonsense(error) from error

        return database.read(self.path, look, [])

    def _nonsense(self, error: Exception) -> StretchError:
        message = f"a session in the history {safe(self.path)} makes no sense: {safe(str(error))}"
        return StretchError(message, "`stretch history path` names the file")


def _judged(kept: Kept) -> Kept:
    """A session that says it is being played, and is not, was broken off."""
    if kept.ending is not Ending.OPEN or still_plays(kept.process, kept.touched):
        return kept
    return replace(kept, ending=Ending.BROKEN_OFF)
