"""What a live display writes to: text out, the size and the need to draw all anew in return.

It knows no frame and no key. It never waits for a terminal that does not read.
"""

from __future__ import annotations

import contextlib
import os
import select
import sys
import time
from typing import TYPE_CHECKING

if sys.platform == "win32":
    raise ImportError("POSIX only")

from stretchtimer.terminal.keyboard import terminal_fd

if TYPE_CHECKING:
    from typing import TextIO

# Alternate screen, bracketed paste (so that a paste is not taken for dozens of keys), hidden cursor, clear.
_ENTER = "\x1b[?1049h\x1b[?2004h\x1b[?25l\x1b[H\x1b[2J"
# The same way back. The first two end what a half-written frame may have begun. It is cleared for those who
# have no alternate screen (GNU screen by default, the Linux console): the prompt would stand in the picture.
_LEAVE = "\x1b[?7h\x1b[0m\x1b[H\x1b[2J\x1b[?2004l\x1b[?25h\x1b[?1049l"

FALLBACK = (80, 24)
BACKLOG = 16_384
"""Bytes that may wait for a slow terminal. What comes beyond is left out, and all is drawn anew later."""

_PARTING = 0.25
"""Seconds the last words may take on a terminal that does not read."""


class Output:
    """A terminal, or whatever standard output is, to write to.

    `epoch` goes up when everything must be drawn again. `dead` says that nobody will read this any
    more. With `screen` the terminal shows the alternate screen from `enter` to `leave`, and what is
    written outside of these is left out.
    """

    def __init__(self, stream: TextIO | None, *, screen: bool) -> None:
        self.epoch = 0
        self.dead = False
        self.encoding: str = getattr(stream, "encoding", None) or "utf-8"
        self._stream = stream
        self._tty = terminal_fd(stream)
        self._screen = screen and self._tty is not None
        self._shown = False
        self._behind = False
        self._waiting = bytearray()
        self._fd, self._own = _opened(stream, self._tty)

    @property
    def fd(self) -> int | None:
        """The file descriptor to wait for while `waiting`; None where there is nothing to write to."""
        return self._fd

    @property
    def tty(self) -> int | None:
        """The terminal's file descriptor; None where this is no terminal."""
        return self._tty

    @property
    def waiting(self) -> bool:
        """Whether text waits for the terminal to take it."""
        return bool(self._waiting)

    def size(self) -> tuple[int, int]:
        """Columns and rows as the terminal itself says now; 80 by 24 where it does not know."""
        if self._fd is None:
            return FALLBACK
        try:
            columns, rows = os.get_terminal_size(self._fd)
        except OSError:
            return FALLBACK
        return columns or FALLBACK[0], rows or FALLBACK[1]

    def write(self, text: str) -> None:
        """Send `text`, now or as soon as the terminal takes it. Never raises, never waits for a terminal.

        A terminal too far behind gets nothing of it; `epoch` goes up when it has caught up.
        """
        if self.dead or self._fd is None or (self._screen and not self._shown):
            return
        if not self._behind:
            self.flush()
        if self._behind or (len(self._waiting) > BACKLOG and self._tty is not None):
            # All that follows builds on what is left out here, and goes with it until `flush` catches up.
            self._behind = True
            return
        self._waiting += text.encode(self.encoding, "replace")
        self.flush()

    def flush(self) -> None:
        """Send what waits, as far as it is taken."""
        while self._waiting and self._fd is not None:
            try:
                count = self._send(self._fd)
            except BlockingIOError:
                return
            except OSError:
                self.dead = True
                self._waiting.clear()
                return
            if count == 0:
                return
            del self._waiting[:count]
        if self._behind:
            self._behind = False
            self.epoch += 1

    def _send(self, fd: int) -> int:
        """Write once what waits; how many bytes were taken. BlockingIOError: none."""
        if self._own or self._tty is None:
            return os.write(fd, self._waiting)
        blocking = os.get_blocking(fd)
        os.set_blocking(fd, False)
        try:
            return os.write(fd, self._waiting)
        finally:
            os.set_blocking(fd, blocking)

    def redraw(self) -> None:
        """Ask for everything anew."""
        self.epoch += 1

    def enter(self) -> None:
        """Show the alternate screen, also where something else has left it meanwhile."""
        self.epoch += 1
        if not self._screen:
            return
        if self._stream is not None:
            # What was printed before belongs on the screen that comes back.
            with contextlib.suppress(OSError, ValueError):
                self._stream.flush()
        self._shown = True
        self.write(_ENTER)

    def leave(self) -> None:
        """Show the screen as it was. Never raises; gives up on a terminal that reads nothing for 250 ms."""
        if not self._shown:
            return
        # A frame cut short does no harm: an ESC ends whatever sequence it was in.
        self._waiting.clear()
        self._behind = False
        self.write(_LEAVE)
        self._shown = False
        self._drain()

    def _drain(self) -> None:
        """Give what waits a last chance."""
        until = time.monotonic() + _PARTING
        while self._waiting and self._fd is not None and (left := until - time.monotonic()) > 0:
            try:
                if select.select([], [self._fd], [], left)[1]:
                    self.flush()
            except (OSError, ValueError):
                return

    def close(self) -> None:
        """Leave, and let go of the terminal. May be called twice."""
        if self._shown:
            self.leave()
        else:
            self._drain()
        if self._own and self._fd is not None:
            fd, self._fd = self._fd, None
            os.close(fd)


def is_capable(stream: TextIO | None = None, term: str | None = None) -> bool:
    """Whether a live display can be shown: on a terminal whose TERM can move the cursor.

    `stream` and `term` are standard output and TERM unless given.
    """
    term = os.environ.get("TERM", "") if term is None else term
    return terminal_fd(stream or sys.stdout) is not None and term not in ("", "dumb", "unknown")


def _opened(stream: TextIO | None, tty: int | None) -> tuple[int | None, bool]:
    """What to write to, and whether it is our own non-blocking opening of the terminal.

    O_NONBLOCK belongs to the open file, which the shell and all its children share; so the terminal
    is opened once more. Where that cannot be had, the flag is set for the moment of each write.
    """
    if tty is None:
        try:
            return (None if stream is None else stream.fileno()), False
        except (OSError, ValueError):
            return None, False
    try:
        fd = os.open(os.ttyname(tty), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return tty, False
    if os.fstat(fd).st_rdev != os.fstat(tty).st_rdev or not os.isatty(fd):
        os.close(fd)
        return tty, False
    return fd, True
