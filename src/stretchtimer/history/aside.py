"""A history that cannot be used, put out of the way under a new name: it is never written over.

It knows file names, and not what is in them.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BESIDE = ("-journal", "-wal", "-shm", "")
"""What SQLite puts beside a file and would take for the next one's; the file itself comes last."""


def put_aside(path: str, word: str) -> str:
    """Rename a file to `history.WORD-20261121-101500.db`; its new path. Raises OSError where it stays."""
    stem, suffix = os.path.splitext(os.path.realpath(path))
    base = f"{stem}.{word}-{datetime.now().astimezone():%Y%m%d-%H%M%S}"
    new, number = f"{base}{suffix}", 1
    while any(os.path.lexists(new + end) for end in _BESIDE):
        number += 1
        new = f"{base}-{number}{suffix}"
    for end in _BESIDE:
        with suppress(FileNotFoundError):
            os.rename(os.path.realpath(path) + end, new + end)
    return new


@contextmanager
def alone(path: str) -> Iterator[None]:
    """Let only one process at a time look whether a file must go: the next one finds a good one there."""
    if sys.platform == "win32":
        yield  # nothing that another process has open can be renamed there
        return
    import fcntl  # late: not on Windows

    fd = -1
    try:
        # The folder itself is the lock: nothing is left lying about. Some network homes do not lock folders.
        with suppress(OSError):
            fd = os.open(os.path.dirname(os.path.realpath(path)), os.O_RDONLY)
            fcntl.flock(fd, fcntl.LOCK_EX)
        yield
    finally:
        if fd >= 0:
            os.close(fd)
