"""The host on Linux, macOS and other POSIX systems: clock, keys, signals and the terminal's modes.

It knows no routine and no player; what a key does is the runner's matter.
"""

from __future__ import annotations

import atexit
import os
import select
import signal
import sys
from collections import deque
from datetime import datetime
from typing import TYPE_CHECKING

if sys.platform == "win32":
    raise ImportError("POSIX only")

from stretchtimer.clock import MS, now_ns
from stretchtimer.ports import Signal
from stretchtimer.terminal.keyboard import Keyboard, in_foreground, terminal_fd
from stretchtimer.terminal.keys import Decoder
from stretchtimer.terminal.output import Output
from stretchtimer.terminal.signals import Signals

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self, TextIO

    from stretchtimer.units import Millis

_TOLD = {
    signal.SIGHUP: Signal.HANGUP,
    signal.SIGTERM: Signal.TERMINATE,
    signal.SIGQUIT: Signal.TERMINATE,  # Ctrl-\: an end in good order too; twice breaks in like Ctrl-C
    signal.SIGINT: Signal.INTERRUPT,
}


class TerminalHost:
    """Clock and keyboard of a real terminal, as a context manager: `ports.Host`.

    `screen` is for a live display: alternate screen, hidden cursor. Without it only the keys are
    taken. Standard input that is no terminal is never read: it gives no keys, only time passes.
    A display writes to `output`, between entering and leaving.
    """

    def __init__(self, *, screen: bool, stdin: TextIO | None = None, stdout: TextIO | None = None) -> None:
        self.output = Output(stdout or sys.stdout, screen=screen)
        self._screen = screen
        self._keyboard = Keyboard(terminal_fd(stdin or sys.stdin))
        self._signals = Signals()
        self._decoder = Decoder()
        self._keys: deque[str] = deque()
        self._flush_at: int | None = None  # ns: until when more is waited for
        self._held = False  # the terminal is ours, its keys are read
        self._vanished = False
        self._told = False  # that it vanished
        self._end_seen = False
        self._pid = os.getpid()

    def __enter__(self) -> Self:
        atexit.register(self.close)
        try:
            self._signals.open()
            self._take()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give everything back: modes, screen, signals. May be called twice; a dead terminal is no error."""
        if os.getpid() != self._pid:
            return  # a forked child has nothing to give back
        self._signals.forceful = False
        self._give()
        self.output.close()
        self._signals.close()
        atexit.unregister(self.close)

    def now(self) -> Millis:
        """Milliseconds since the machine started, its sleep included."""
        return now_ns() // MS

    def wall(self) -> datetime:
        """The time of day, with its zone."""
        return datetime.now().astimezone()

    def wait(self, until: Millis) -> str | Signal | None:
        """Sleep until `until` (ms of `now`), never shorter; earlier with a key's name or a signal.

        None at `until`, and earlier when all is to be drawn again: `output.epoch` has gone up.
        HANGUP is also a terminal that has vanished, and is said once. Keys and signals that came
        between two waits end the next one at once.
        """
        self._signals.look()
        if not self._held and not self._screen:
            self._take()  # a job that began in the background may have been brought to the front
        listened = False
        while True:
            if self._signals.any:
                told = self._obey()
                if told is not None or not self._vanished:
                    return told
            if (self._vanished or self.output.dead) and not self._told:
                self._told = True
                return Signal.HANGUP
            if self._keys:
                return self._keys.popleft()
            left = until * MS - now_ns()
            if left <= 0 and listened:
                return None
            epoch = self.output.epoch
            self._listen(max(left, 0))
            if self.output.epoch != epoch:
                return None
            listened = True

    def _listen(self, left: int) -> None:
        """Sleep for `left` ns at most, until a key, a signal, or room for what waits to be written."""
        if self._flush_at is not None:
            left = min(left, max(self._flush_at - now_ns(), 0))
        keyboard, wake, output = self._keyboard.fd, self._signals.wake, self.output
        reading = [wake]
        if keyboard is not None and self._held and not self._vanished:
            reading.append(keyboard)
        writing = [output.fd] if output.waiting and output.fd is not None else []
        try:
            readable, writable, _ = select.select(reading, writing, [], left / 1e9)
        except (OSError, ValueError):  # somebody closed standard input or output
            self._vanished = True
            output.flush()  # finds out whether it is the output, and then has nothing to wait for any more
            return
        if wake in readable:
            self._signals.drain()
        if writable:
            output.flush()
        if keyboard in readable:
            self._read()
        elif self._flush_at is not None and now_ns() >= self._flush_at:
            self._keys += self._decoder.flush()
            self._flush_at = None

    def _read(self) -> None:
        data = self._keyboard.read()
        if not data:
            # An end that comes once is a Ctrl-D, after another program has set the modes back.
            if data is None or self._end_seen or not self._keyboard.take():
                self._vanished = True
            self._end_seen = True
            return
        self._end_seen = False
        self._keys += self._decoder.feed(data)
        patience = self._decoder.patience
        self._flush_at = None if patience is None else now_ns() + patience * MS

    def _obey(self) -> Signal | None:
        """Do what the signals that came ask for; None where only the picture is due."""
        for number, told in _TOLD.items():
            if self._signals.take(number):
                return told
        if self._signals.take(signal.SIGTSTP):
            self._give()
            self._signals.stop(signal.SIGTSTP)
            if self._signals.ending:
                return self._obey()
            self._take()
            self.output.redraw()
            return Signal.RESUMED
        if self._signals.take(signal.SIGCONT):
            self._take()
        self._signals.take(signal.SIGWINCH)
        self.output.redraw()
        return None

    def _take(self) -> None:
        """Take the terminal; a screen waits, stopped as the shell knows it, until it is in the foreground."""
        tty = self.output.tty if self._keyboard.fd is None else self._keyboard.fd
        while not in_foreground(tty):
            self._held = False
            self._keyboard.forget()
            if not self._screen:
                return
            if not self._signals.stop(signal.SIGTTOU):
                self._vanished = True  # no shell is left that could bring us to the front
                return
            if self._signals.ending:
                return
        if not self._keyboard.take():
            self._vanished = True
            return
        self._held = True
        self.output.enter()

    def _give(self) -> None:
        """Give the terminal back as it was found."""
        self._held = False
        with self._signals.unstoppable():
            self.output.leave()
            self._keyboard.give()
