"""A history that cannot be used, put out of the way under a new name: it is never written over.

It knows file names, and not what is in them.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

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


PATIENCE = 5.0
"""Seconds to wait for who is at the file; whoever keeps it longer hangs, and is passed by."""
_hung: set[str] = set()
"""Folders that were waited for in vain: to wait before every look and write would lose a session's end."""


def shared(path: str) -> AbstractContextManager[None]:
    """Use a file while it stays where it is: nobody puts it aside meanwhile.

    Who has opened a file that is then renamed would take the next one's journal for its own, and undo with
    it what another process is just writing.
    """
    return _held(path, exclusive=False)


def alone(path: str) -> AbstractContextManager[None]:
    """Let one process look whether a file must go; no other uses it, and the next finds a good one there."""
    return _held(path, exclusive=True)


@contextmanager
def _held(path: str, *, exclusive: bool) -> Iterator[None]:
    if sys.platform == "win32":
        yield  # nothing that another process has open can be renamed there
        return
    import fcntl  # late: not on Windows

    fd = -1
    try:
        # The folder itself is the lock: nothing is left lying about. Some network homes do not lock folders.
        with suppress(OSError):
            folder = os.path.dirname(os.path.realpath(path))
            fd = os.open(folder, os.O_RDONLY)
            if _lock(fd, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH, wait=folder not in _hung):
                _hung.discard(folder)
            else:
                _hung.add(folder)
        yield
    finally:
        if fd >= 0:
            os.close(fd)


def _lock(fd: int, kind: int, *, wait: bool) -> bool:
    """Lock a folder; False where somebody else keeps it. Raises OSError where that cannot be done there."""
    if sys.platform == "win32":
        return True
    import fcntl  # late: not on Windows

    until = time.monotonic() + (PATIENCE if wait else 0)
    while True:
        try:
            fcntl.flock(fd, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.005)
        else:
            return True
