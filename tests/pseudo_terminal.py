"""A real pseudo-terminal with a program on it, for tests: what it shows and what it says aside."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import shlex
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest

import stretchtimer
from waiting import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Collection

_CHILD = Path(__file__).with_name("terminal_child.py")
_MARK = b"<all was shown>"
_AT_FIRST = {"7", "25"}  # private modes of any terminal: lines wrap at the edge, the cursor is seen
# COLUMNS and LINES lie, as an exported pair does after a resize.
_ENVIRONMENT = {"TERM": "xterm-256color", "COLUMNS": "33", "LINES": "11", "PS1": "$ ", "HISTFILE": ""}


def play(
    kind: str = "screen", step: int = 60_000, doses: Collection[str] = (), pipe: str = "PIPE"
) -> list[str]:
    """The command that runs the session in small; `pipe` is filled in by the terminal it starts on."""
    return [sys.executable, str(_CHILD), pipe, kind, str(step), *doses]


class Terminal:
    """A pseudo-terminal of 80 by 24 with a program on it that can report on a pipe of its own.

    The program leads a session, of which this is the `controlling` terminal or is not. `prelude` is
    shell to be run before it, `streams` replace the terminal as its standard streams.
    """

    def __init__(
        self, command: list[str], *, controlling: bool = True, prelude: str = ":", **streams: Any
    ) -> None:
        self.master, self.slave = os.openpty()
        self.resize(80, 24)
        self.modes = termios.tcgetattr(self.slave)
        self.output = b""
        self._reports, pipe = os.pipe()
        self._unread = b""
        self.pipe = str(pipe)
        # A session's leader that opens a terminal has it as the controlling one.
        script = f': {"<>" if controlling else ""}"$0"; {prelude}; exec "$@"'
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", script, os.ttyname(self.slave), *(self._filled(word) for word in command)],
            **{"stdin": self.slave, "stdout": self.slave, "stderr": self.slave, **streams},
            start_new_session=True,
            pass_fds=[pipe],
            env=os.environ | _ENVIRONMENT | {"PYTHONPATH": str(Path(stretchtimer.__file__).parents[1])},
        )
        os.close(pipe)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
        for fd in (self.master, self.slave, self._reports):
            with contextlib.suppress(OSError):
                os.close(fd)

    def _filled(self, word: str) -> str:
        return self.pipe if word == "PIPE" else word

    def line(self, command: list[str]) -> str:
        """A command as a shell on this terminal is told it."""
        return shlex.join(self._filled(word) for word in command)

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def close_window(self) -> None:
        os.close(self.master)

    def told(self, *, reading: bool = True) -> str:
        """The next line of the report; the terminal is read meanwhile unless `reading` is false."""
        until = time.monotonic() + PATIENCE
        while b"\n" not in self._unread:
            self._pump([self._reports, self.master] if reading else [self._reports], until)
        line, _, self._unread = self._unread.partition(b"\n")
        return line.decode()

    def shown(self, pattern: str) -> str:
        """What the terminal has shown up to `pattern`, from where the last such call ended."""
        until = time.monotonic() + PATIENCE
        while (match := re.search(pattern.encode(), self.output)) is None:
            self._pump([self.master], until)
        seen, self.output = self.output[: match.end()], self.output[match.end() :]
        return seen.decode()

    def shown_so_far(self) -> str:
        """All that has been written to the terminal: what is on its way to us has arrived."""
        os.write(self.slave, _MARK)
        return self.shown(re.escape(_MARK.decode())).removesuffix(_MARK.decode())

    def _pump(self, fds: list[int], until: float) -> None:
        ready = select.select(fds, [], [], max(until - time.monotonic(), 0))[0]
        if not ready:
            pytest.fail(f"nothing came; shown so far: {self.output!r}, told: {self._unread!r}")
        if self.master in ready:
            self.output += os.read(self.master, 65536)
        if self._reports in ready:
            data = os.read(self._reports, 4096)
            if not data:
                pytest.fail(f"it ended; shown so far: {self.output!r}, told: {self._unread!r}")
            self._unread += data

    def single_keys(self) -> bool:
        """Whether the terminal gives single keys without echo."""
        return not termios.tcgetattr(self.slave)[3] & (termios.ICANON | termios.ECHO)

    def typed_ahead(self) -> int:
        """How many bytes were typed that nobody has read."""
        modes = termios.tcgetattr(self.slave)
        modes[3] &= ~termios.ICANON  # only whole lines count otherwise
        termios.tcsetattr(self.slave, termios.TCSANOW, modes)
        return int.from_bytes(fcntl.ioctl(self.slave, termios.FIONREAD, b"\0" * 4), sys.byteorder)

    def as_it_was(self, shown: str) -> bool:
        """Whether the modes are the first ones, and `shown` has left screen and cursor as they were."""
        return termios.tcgetattr(self.slave) == self.modes and switched_on(shown) == _AT_FIRST


def switched_on(shown: str) -> set[str]:
    """The private modes that are on after `shown`."""
    on = set(_AT_FIRST)
    for number, switch in re.findall(r"\x1b\[\?([0-9]+)([hl])", shown):
        (on.add if switch == "h" else on.discard)(number)
    return on
