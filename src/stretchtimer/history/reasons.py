"""Why a history cannot be used, in words.

It knows SQLite's errors by their names, and works where Python has no SQLite.
"""

from __future__ import annotations

from stretchtimer.errors import StretchError
from stretchtimer.text import safe

_DAMAGED = ("SQLITE_NOTADB", "SQLITE_CORRUPT")
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_REASONS = {
    "SQLITE_FULL": "the disk is full",
    "SQLITE_BUSY": "another program keeps it locked",
    "SQLITE_LOCKED": "another program keeps it locked",
    "SQLITE_READONLY": "it may not be written to",
    "SQLITE_PERM": "it may not be opened",
    "SQLITE_CANTOPEN": "it cannot be opened",
    "SQLITE_IOERR": "the disk cannot be read or written",
    "SQLITE_PROTOCOL": "the file system cannot lock it",
}


def reason(error: BaseException) -> str:
    """What an error says, in words that follow a colon."""
    name = _name(error)
    for start, words in _REASONS.items():
        if name.startswith(start):
            return words
    if isinstance(error, OSError):
        return safe(error.strerror or str(error))
    if isinstance(error, StretchError):
        return error.message
    return safe(str(error) if name else f"{type(error).__name__}: {error}")


def is_damage(error: BaseException) -> bool:
    """Whether an error says that the file itself is broken."""
    return _name(error).startswith(_DAMAGED)


def is_busy(error: BaseException) -> bool:
    """Whether an error says that somebody else is at the file, and later it may be free."""
    return _name(error).startswith(_BUSY)


def _name(error: BaseException) -> str:
    return getattr(error, "sqlite_errorname", "") or ""
