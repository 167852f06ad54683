"""The file that the history is in: opened, checked, brought up to date, and told why where it cannot be.

It knows no session. Every look and every write opens the file anew: nothing is held between, so that it
may be moved, replaced or on a network. The journal is the old kind, which such places can bear: the newer
one (WAL) needs memory that all readers share, and no network file system has that. `synchronous` is FULL:
what was written is on the disk, and a power cut takes no more than what was not written yet.
"""

from __future__ import annotations

import os
import stat
from contextlib import closing, suppress
from typing import TYPE_CHECKING, TypeVar

from stretchtimer.errors import StretchError
from stretchtimer.history.aside import alone, put_aside, shared
from stretchtimer.history.reasons import is_busy, is_damage, reason
from stretchtimer.history.schema import VERSION, is_ours, migrate, version_of
from stretchtimer.text import safe

# Told when a file is asked for, not here: several threads import this at once, and one that has waited for
# an import which fails can be left with half a module.
try:
    import sqlite3
except ImportError:  # a Python may be built without it
    _HAS_SQLITE = False
    Error: type[Exception] = OSError
else:
    _HAS_SQLITE = True
    Error = sqlite3.Error

if TYPE_CHECKING:
    from collections.abc import Callable
    from sqlite3 import Connection

    T = TypeVar("T")

BUSY = 5.0
"""Seconds to wait for another process that writes; one writes for some ms."""


class Unusable(Exception):
    """A file that is no history of ours: `word` is for its new name, `what` for people."""

    def __init__(self, word: str, what: str) -> None:
        super().__init__(what)
        self.word = word
        self.what = what


_DAMAGE = ("damaged", "was damaged")
_FOREIGN = ("foreign", "was not written by stretch")
_NEWER = ("newer", "was written by a newer stretch")


def read(path: str, look: Callable[[Connection], T], nothing: T) -> T:
    """Look into a history; `nothing` where there is none. None is made or set aside.

    Raises StretchError where it cannot be read.
    """
    _demand_sqlite()
    try:
        if not _is_there(path):
            return nothing
        with shared(path), closing(_open(path)) as connection:
            if _prove(connection) == 0:
                return nothing
            with closing(_as_of_today(connection)) as today:
                return look(today)
    except (sqlite3.Error, OSError) as error:
        if is_damage(error):
            raise _unreadable(path, Unusable(*_DAMAGE)) from error
        raise StretchError(f"the history {safe(path)} cannot be read: {reason(error)}") from error
    except Unusable as unusable:
        raise _unreadable(path, unusable) from unusable


def write(
    path: str, change: Callable[[Connection], T], *, tell: Callable[[str], None], check: bool = False
) -> T:
    """Change a history in one piece, made where there is none; `tell` gets a line if one is set aside.

    `check` looks through the whole file first. Raises sqlite3.Error or OSError where it cannot be written,
    StretchError where Python cannot write any.
    """
    _demand_sqlite()
    _make_room(path)
    try:
        with shared(path):
            return _write(path, change, check=check)
    except Unusable:
        pass
    except sqlite3.Error as error:
        if not is_damage(error):
            raise
    with alone(path):
        # Another process may have put it aside since.
        _make_room(path)
        unusable = _judge(path)
        if unusable is not None:
            new = put_aside(path, unusable.word)
            tell(f"The history {safe(path)} {unusable.what}: it is now {safe(new)}, and a new one is begun.")
            _make_room(path)  # SQLite would make it for everybody to read
        try:
            return _write(path, change, check=False)
        except Unusable as again:
            raise sqlite3.DatabaseError(str(again)) from again


def _demand_sqlite() -> None:
    if not _HAS_SQLITE:
        hint = "sessions are played, but not kept; install stretch with a Python that has sqlite3"
        raise StretchError("this Python comes without SQLite", hint)


def _write(path: str, change: Callable[[Connection], T], *, check: bool) -> T:
    with closing(_open(path)) as connection:
        _prove(connection)
        if check:
            _search(connection, path)
        migrate(connection)
        connection.execute("BEGIN IMMEDIATE")
        try:
            changed = change(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    return changed


def _judge(path: str) -> Unusable | None:
    try:
        with closing(_open(path)) as connection:
            _prove(connection)
            _search(connection, path)
    except Unusable as unusable:
        return unusable
    except sqlite3.Error as error:
        if is_damage(error):
            return Unusable(*_DAMAGE)
        raise
    return None


def _open(path: str) -> Connection:
    # From the current folder: SQLite means no file by `:memory:`.
    connection = sqlite3.connect(os.path.join(os.curdir, path), timeout=BUSY, isolation_level=None)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def _as_of_today(connection: Connection) -> Connection:
    """The file with today's tables; where it may not be changed, a copy of it in memory."""
    try:
        migrate(connection)
    except sqlite3.OperationalError as error:
        if is_busy(error):
            raise
        copy = sqlite3.connect(":memory:", isolation_level=None)
        try:
            connection.backup(copy)
            migrate(copy)
        except BaseException:
            copy.close()
            raise
        return copy
    return connection


def _prove(connection: Connection) -> int:
    """The version of a file that is ours. Raises Unusable where it is not, or not yet for us."""
    # At one moment: another process may be making the tables, and half of an answer would be old.
    connection.execute("BEGIN")
    ours, version = is_ours(connection), version_of(connection)
    connection.execute("COMMIT")
    if not ours:
        raise Unusable(*_FOREIGN)
    if version > VERSION:
        raise Unusable(*_NEWER)
    # Whoever changed the journal's kind did not think of network homes.
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        connection.execute("PRAGMA journal_mode = DELETE")
    return version


def _search(connection: Connection, path: str) -> None:
    # At one moment, in which nobody writes. What is missing of the last page reads as noughts to SQLite.
    connection.execute("BEGIN")
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    torn = os.path.getsize(path) % connection.execute("PRAGMA page_size").fetchone()[0]
    connection.execute("COMMIT")
    if found != "ok" or torn:
        raise Unusable(*_DAMAGE)


def _is_there(path: str) -> bool:
    """Whether there is such a file. Raises OSError where it is none that could be opened safely."""
    if not path:
        raise OSError(0, "there is no home folder; STRETCH_HISTORY can name a file")
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return False
    if not stat.S_ISREG(mode):  # to open a pipe would wait for ever
        raise OSError(0, "it is a folder" if stat.S_ISDIR(mode) else "it is no ordinary file")
    return True


def _make_room(path: str) -> None:
    """Make the folder and an empty file, for nobody else to read: how a body feels is private."""
    if _is_there(path):
        return
    if folder := os.path.dirname(path):
        os.makedirs(folder, mode=0o700, exist_ok=True)
    # Never one that is there already: to close it would free the locks that this process has on it.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _unreadable(path: str, unusable: Unusable) -> StretchError:
    hint = "the next session sets it aside and begins a new one"
    return StretchError(f"the history {safe(path)} cannot be read: it {unusable.what}", hint)
