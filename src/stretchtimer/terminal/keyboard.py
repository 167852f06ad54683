"""A POSIX terminal as a keyboard: single keys without echo while it is ours, as it was afterwards.

It knows no key and no signal; it deals in terminal modes and in whose turn it is.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

if sys.platform == "win32":
    raise ImportError("POSIX only")

import termios

if TYPE_CHECKING:
    from typing import Any, TextIO

_LOCAL, _INPUT, _CHARACTERS = 3, 0, 6  # places in what tcgetattr gives


def terminal_fd(stream: TextIO | None) -> int | None:
    """The file descriptor of a stream that is a terminal; None of any other, a closed one or none at all."""
    if stream is None:
        return None
    try:
        fd = stream.fileno()
    except (OSError, ValueError):
        return None
    return fd if os.isatty(fd) else None


def in_foreground(fd: int | None) -> bool:
    """Whether this process may use the terminal `fd` as the shell sees it.

    True also where the terminal is not the one that controls us: then nobody takes turns.
    """
    if fd is None:
        return True
    try:
        return os.tcgetpgrp(fd) == os.getpgrp()
    except OSError:
        return True


class Keyboard:
    """The terminal at standard input. With `fd` None there is none and nothing is ever done."""

    def __init__(self, fd: int | None) -> None:
        self.fd = fd
        self._saved: list[Any] | None = None

    def take(self) -> bool:
        """Set single keys without echo, Ctrl-C and Ctrl-Z stay signals. False where the terminal is gone.

        Taken again while it is ours, what `give` will restore stays what it was at first.
        """
        if self.fd is None:
            return True
        try:
            modes = termios.tcgetattr(self.fd)
            if self._saved is None:
                self._saved = termios.tcgetattr(self.fd)
            modes[_LOCAL] = modes[_LOCAL] & ~(termios.ICANON | termios.ECHO) | termios.ISIG
            # Without IXON a stray Ctrl-S does not freeze the picture; switching it off also thaws it.
            modes[_INPUT] &= ~termios.IXON
            modes[_CHARACTERS][termios.VMIN], modes[_CHARACTERS][termios.VTIME] = 1, 0
            termios.tcsetattr(self.fd, termios.TCSANOW, modes)
        except (termios.error, OSError):
            return False
        return True

    def give(self) -> None:
        """Restore what `take` found, and forget keys that were typed ahead. Never raises, never blocks."""
        saved, self._saved = self._saved, None
        if saved is None or self.fd is None or not in_foreground(self.fd):
            return
        # TCSAFLUSH would wait for the output to drain, for ever on a terminal that does not read.
        with contextlib.suppress(termios.error, OSError):
            termios.tcsetattr(self.fd, termios.TCSANOW, saved)
            termios.tcflush(self.fd, termios.TCIFLUSH)

    def forget(self) -> None:
        """Forget what was saved: the terminal is in other hands, which have set it as they want it."""
        self._saved = None

    def read(self) -> bytes | None:
        """What was typed since, empty at an end of input, None when the terminal is gone.

        To be called when there is something to read: it waits otherwise.
        """
        if self.fd is None:
            return None
        try:
            return os.read(self.fd, 1024)
        except OSError:
            return None
