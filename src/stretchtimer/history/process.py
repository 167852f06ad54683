"""Which process plays a session, and whether it still does: what tells a crash from a long pause.

It knows no session. What it keeps names no machine: only whether two marks are of the same one can be told.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zlib import crc32

_SILENT = timedelta(minutes=10)
"""Where nobody can say whether a process still plays: it writes far more often than this."""
_BRIEFLY = timedelta(minutes=1)
"""For what was written before this machine was started: by itself, most likely up to a power cut."""


def mark() -> str:
    """This process, in a word: its machine since it was started, its number, and when it began."""
    return f"{_machine():08x}-{os.getpid()}-{_began(os.getpid())}"


def is_alive(marked: str) -> bool | None:
    """Whether a marked process runs; None where that cannot be known: another machine, another system."""
    machine, _, rest = marked.partition("-")
    number, _, began = rest.partition("-")
    if sys.platform == "win32" or not number.isdecimal() or not 0 < int(number) < 2**31:
        return None
    if machine != f"{_machine():08x}":
        return None
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's, who was given the number since
        return None
    return _began(int(number)) == began


def still_plays(marked: str, touched: datetime) -> bool:
    """Whether a session that says it is being played is: its process runs, or it was written just now."""
    alive = is_alive(marked)
    if alive is not None:
        return alive
    return datetime.now(UTC) - touched < (_BRIEFLY if touched < _booted() else _SILENT)


def _booted() -> datetime:
    """When this machine was started; long ago where that cannot be known."""
    if sys.platform != "linux":
        return datetime.min.replace(tzinfo=UTC)
    return datetime.now(UTC) - timedelta(seconds=time.clock_gettime(time.CLOCK_BOOTTIME))


def _machine() -> int:
    """The machine as it runs now. Containers on one of them have names and process numbers of their own."""
    if sys.platform == "win32":
        return 0
    known = [os.uname().nodename]
    with suppress(OSError):
        known.append(os.readlink("/proc/self/ns/pid"))
    with suppress(OSError), open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
        known.append(file.read().strip())
    return crc32("\n".join(known).encode(errors="replace"))


def _began(number: int) -> str:
    """When a process began, as Linux counts it; elsewhere its number has to do."""
    try:
        with open(f"/proc/{number}/stat", "rb") as file:
            # The name, in parentheses, may have anything in it.
            state, *fields = file.read().rpartition(b")")[2].split()
        return "dead" if state in (b"Z", b"X") else fields[18].decode()
    except (OSError, ValueError, IndexError):
        return ""
