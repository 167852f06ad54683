"""The tables, and how a file of an earlier version gets the ones of today.

It knows no session: only SQL, and the numbers that SQLite keeps in a file's head.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection

APPLICATION = 0x5374_7265
"""What tells our files from other programs': "Stre"."""

_SESSIONS = """
CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    routine TEXT NOT NULL,
    name TEXT NOT NULL,
    path TEXT,
    digest TEXT,
    options TEXT NOT NULL, -- JSON
    series TEXT,
    stage INTEGER,
    rate REAL NOT NULL,
    started_at TEXT NOT NULL, -- UTC, ISO 8601
    utc_offset INTEGER NOT NULL, -- s, where it was played: an evening is one on every calendar
    touched_at TEXT NOT NULL,
    ended_at TEXT,
    ending TEXT NOT NULL,
    process TEXT NOT NULL,
    planned_ms INTEGER NOT NULL,
    played_ms INTEGER NOT NULL,
    work_ms INTEGER NOT NULL,
    at_block INTEGER,
    at_step INTEGER,
    at_exercise TEXT,
    at_exercise_id TEXT,
    at_side TEXT,
    at_elapsed_ms INTEGER
)
"""
_BLOCKS = """
CREATE TABLE block (
    session INTEGER NOT NULL REFERENCES session (id),
    number INTEGER NOT NULL,
    step INTEGER NOT NULL,
    round INTEGER NOT NULL,
    exercise TEXT NOT NULL,
    exercise_id TEXT,
    side TEXT,
    level INTEGER,
    planned_ms INTEGER NOT NULL,
    played_ms INTEGER NOT NULL,
    left_ms INTEGER NOT NULL,
    right_ms INTEGER NOT NULL,
    extended_ms INTEGER NOT NULL,
    passed INTEGER NOT NULL,
    hurt INTEGER NOT NULL,
    PRIMARY KEY (session, number)
) WITHOUT ROWID
"""
_FEELINGS = """
CREATE TABLE feeling (
    id INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES session (id),
    noted_at TEXT NOT NULL,
    feeling INTEGER,
    kind TEXT,
    note TEXT NOT NULL
)
"""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (_SESSIONS, "CREATE INDEX session_started ON session (started_at)", _BLOCKS),
    (
        _FEELINGS,
        "CREATE INDEX feeling_session ON feeling (session)",
        "ALTER TABLE session ADD COLUMN asked INTEGER NOT NULL DEFAULT 0",
    ),
    (
        # The sums of its blocks: statistics look at thousands of sessions, and not at all their blocks.
        "ALTER TABLE session ADD COLUMN left_ms INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE session ADD COLUMN right_ms INTEGER NOT NULL DEFAULT 0",
        """
        UPDATE session SET
        left_ms = (SELECT coalesce(sum(left_ms), 0) FROM block WHERE block.session = session.id),
        right_ms = (SELECT coalesce(sum(right_ms), 0) FROM block WHERE block.session = session.id)
        """,
    ),
    (
        # All that is asked of thousands of blocks, in the order in which it is summed up.
        """
        CREATE INDEX block_held ON block (exercise, exercise_id, session, left_ms, right_ms)
        WHERE left_ms > 0 OR right_ms > 0
        """,
    ),
)
"""What leads from each version to the next, the first from an empty file. Never changed, only added to."""
VERSION = len(MIGRATIONS)


def version_of(connection: Connection) -> int:
    """The version of the tables in a file, 0 where there are none."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_ours(connection: Connection) -> bool:
    """Whether a file is a history, or empty and free to become one."""
    if connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION:
        return True
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return not tables and not version_of(connection)


def migrate(connection: Connection) -> None:
    """Bring a file to today's version, wholly or not at all. Another process may be doing the same."""
    if version_of(connection) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        missing = MIGRATIONS[version_of(connection) :]
        for statements in missing:
            for statement in statements:
                connection.execute(statement)
        if missing:
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
