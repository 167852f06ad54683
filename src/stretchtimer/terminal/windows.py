"""The host on Windows: the console's keys, polled, and its VT output. Written from the manuals, UNTESTED.

It knows no routine and no player; it has the interface of the POSIX host.
"""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("Windows only")

import atexit
import contextlib
import ctypes
import msvcrt
import os
import signal
import time
from datetime import datetime
from typing import TYPE_CHECKING

from stretchtimer.clock import MS, now_ns
from stretchtimer.ports import Signal
from stretchtimer.terminal.keys import console_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, TracebackType
    from typing import Any, Self, TextIO, TypeAlias

    from stretchtimer.units import Millis

    _Handler: TypeAlias = Callable[[int, FrameType | None], Any] | int | signal.Handlers | None

_ENTER = "\x1b[?1049h\x1b[?25l\x1b[H\x1b[2J"
_LEAVE = "\x1b[0m\x1b[?25h\x1b[?1049l"
_POLL = 10 * MS
"""How long a key may wait to be seen, in ns: msvcrt cannot be waited for."""
HUNG_AFTER = 0.2
"""Seconds a Ctrl-C may stay unanswered before a second one breaks in by force."""
_STDOUT_HANDLE = -11  # STD_OUTPUT_HANDLE
_VT_OUTPUT = 0x0004  # ENABLE_VIRTUAL_TERMINAL_PROCESSING


class Output:
    """The console to write to; see the POSIX one. It is a blocking stream here."""

    def __init__(self, stream: TextIO | None, *, screen: bool) -> None:
        self.epoch = 0
        self.dead = False
        self.encoding: str = getattr(stream, "encoding", None) or "utf-8"
        self._stream = stream
        self._screen = screen
        self._shown = False
        self._console_mode: int | None = None

    def size(self) -> tuple[int, int]:
        """Columns and rows as the console says now; 80 by 24 where there is none."""
        if self._stream is None:
            return 80, 24
        try:
            columns, rows = os.get_terminal_size(self._stream.fileno())
        except (OSError, ValueError):
            return 80, 24
        return columns or 80, rows or 24

    def write(self, text: str) -> None:
        """Send `text`. Never raises; left out outside of `enter` and `leave` where a screen is wanted."""
        if self.dead or self._stream is None or (self._screen and not self._shown):
            return
        try:
            self._stream.write(text.encode(self.encoding, "replace").decode(self.encoding))
            self._stream.flush()
        except (OSError, ValueError):
            self.dead = True

    def enter(self) -> None:
        """Let the console obey escape sequences and show the alternate screen."""
        self._console_mode = _enable_sequences()
        self.epoch += 1
        if self._screen:
            self._shown = True
            self.write(_ENTER)

    def leave(self) -> None:
        """Show the screen as it was."""
        if self._shown:
            self.write(_LEAVE)
            self._shown = False
        if self._console_mode is not None:
            _set_console_mode(self._console_mode)
            self._console_mode = None


class TerminalHost:
    """Clock and keyboard of a Windows console, as a context manager: `ports.Host`."""

    def __init__(self, *, screen: bool, stdin: TextIO | None = None, stdout: TextIO | None = None) -> None:
        self.output = Output(stdout or sys.stdout, screen=screen)
        self._keyboard = _is_console(stdin or sys.stdin)
        self._pending: list[Signal] = []
        self._noted = 0.0
        self._before: dict[int, _Handler] = {}
        self._told = False
        self._size = self.output.size()

    def __enter__(self) -> Self:
        atexit.register(self.close)
        # SIGBREAK is Ctrl-Break and, from the C runtime, the closing of the window.
        for number in (signal.SIGINT, signal.SIGBREAK):
            self._before[number] = signal.signal(number, self._note)
        self.output.enter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give everything back. May be called twice."""
        self.output.leave()
        while self._before:
            number, before = self._before.popitem()
            signal.signal(number, before)
        atexit.unregister(self.close)

    def now(self) -> Millis:
        """Milliseconds of a clock that never goes back."""
        return now_ns() // MS

    def wall(self) -> datetime:
        """The time of day, with its zone."""
        return datetime.now().astimezone()

    def wait(self, until: Millis) -> str | Signal | None:
        """Sleep until `until` (ms of `now`); earlier with a key's name or a signal, None at a resize."""
        while True:
            if self._pending:
                return self._pending.pop(0)
            if self.output.dead and not self._told:
                self._told = True
                return Signal.HANGUP
            if (key := self._key()) is not None:
                return key
            if (size := self.output.size()) != self._size:
                self._size = size
                self.output.epoch += 1
                return None
            left = until * MS - now_ns()
            if left <= 0:
                return None
            time.sleep(min(left, _POLL) / 1e9)

    def _key(self) -> str | None:
        """The next key that has a name; None where none waits."""
        while self._keyboard and msvcrt.kbhit():
            unit = msvcrt.getwch()
            scan = msvcrt.getwch() if unit in ("\x00", "\xe0") else ""
            if unit == "\x03":
                self._pending.append(Signal.INTERRUPT)
                return None
            if (name := console_key(unit, scan)) is not None:
                return name
        return None

    def _note(self, number: int, _frame: FrameType | None) -> None:
        told = Signal.INTERRUPT if number == signal.SIGINT else Signal.TERMINATE
        now = time.monotonic()
        if told in self._pending and now - self._noted > HUNG_AFTER:
            raise KeyboardInterrupt
        if told not in self._pending:
            self._noted = now
            self._pending.append(told)


def is_capable(stream: TextIO | None = None, term: str | None = None) -> bool:
    """Whether a live display can be shown: on a console that obeys escape sequences.

    `term` is TERM, which is not set on Windows but by the shells that came from elsewhere.
    """
    term = os.environ.get("TERM", "") if term is None else term
    if term in ("dumb", "unknown") or not _is_console(stream or sys.stdout):
        return False
    before = _enable_sequences()
    if before is None:
        return False
    _set_console_mode(before)
    return True


def _is_console(stream: TextIO | None) -> bool:
    if stream is None:
        return False
    with contextlib.suppress(OSError, ValueError):
        return stream.isatty()
    return False


def _enable_sequences() -> int | None:
    """Let the console obey escape sequences; its mode before, or None where it cannot."""
    kernel, mode = ctypes.windll.kernel32, ctypes.c_ulong()
    if not kernel.GetConsoleMode(kernel.GetStdHandle(_STDOUT_HANDLE), ctypes.byref(mode)):
        return None
    return mode.value if _set_console_mode(mode.value | _VT_OUTPUT) else None


def _set_console_mode(mode: int) -> bool:
    kernel = ctypes.windll.kernel32
    return bool(kernel.SetConsoleMode(kernel.GetStdHandle(_STDOUT_HANDLE), mode))
