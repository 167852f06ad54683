"""Programs on pseudo-terminals, with the time at which each piece of their output arrived.

It knows nothing of what they write.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

COLUMNS, ROWS = 80, 24
_PATIENCE = 10.0  # s
_AT_ONCE = 20.0  # ms: what comes sooner after the last piece belongs to it


class Session:
    """A running program; `pieces` is what it wrote, as (ms, bytes) in the order of arrival.

    `size` is that of its terminal, in columns and rows.
    """

    def __init__(
        self, command: tuple[str, ...], environ: Mapping[str, str], size: tuple[int, int] = (COLUMNS, ROWS)
    ) -> None:
        self.began = _now()
        self.pieces: list[tuple[float, bytes]] = []
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            with suppress(OSError):
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
                os.execve(command[0], command, environ)  # noqa: S606 - a shell would be measured too
            os._exit(127)

    @property
    def output(self) -> bytes:
        """Everything that it wrote so far."""
        return b"".join(piece for _, piece in self.pieces)

    def read(self) -> bool:
        """Take what there is to read; False at the end."""
        try:
            piece = os.read(self.fd, 65536)
        except OSError:  # Linux's way to say that the other side is closed
            piece = b""
        if piece:
            self.pieces.append((_now(), piece))
        return bool(piece)

    def wait_for(self, text: bytes) -> float:
        """Read until `text` has come; the ms since the start. Raises TimeoutError where it does not come."""
        while text not in self.output:
            if not select.select([self.fd], [], [], _PATIENCE)[0] or not self.read():
                raise TimeoutError(f"{text!r} did not come; instead: {self.output[-500:]!r}")
        return self.pieces[-1][0] - self.began

    def wait_for_all(self, text: bytes) -> float:
        """The same with all that was written at once with it."""
        self.wait_for(text)
        while select.select([self.fd], [], [], _AT_ONCE / 1000)[0] and self.read():
            pass
        return self.pieces[-1][0] - self.began

    def cpu(self) -> float:
        """The CPU time of all its threads in ms; NaN where the system does not tell it by the nanosecond."""
        try:
            tasks = list(Path(f"/proc/{self.pid}/task").iterdir())
            return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6
        except OSError:
            return float("nan")

    def end(self) -> None:
        """Have it quit, as its user would; by force where it does not. What it still writes is not kept."""
        until = time.monotonic() + _PATIENCE
        with suppress(OSError):
            os.write(self.fd, b"q")
            while select.select([self.fd], [], [], max(until - time.monotonic(), 0))[0]:
                if not os.read(self.fd, 65536):
                    break
        os.close(self.fd)
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        os.waitpid(self.pid, 0)


def watch(sessions: Iterable[Session], seconds: float) -> None:
    """Read all of them for so long."""
    by_fd = {session.fd: session for session in sessions}
    until = time.monotonic() + seconds
    while by_fd and (left := until - time.monotonic()) > 0:
        for fd in select.select(list(by_fd), [], [], left)[0]:
            if not by_fd[fd].read():
                del by_fd[fd]


def written_at_once(pieces: Sequence[tuple[float, bytes]]) -> list[bytes]:
    """The pieces put together that were written together: a terminal hands on 4 kB at a time."""
    whole: list[bytes] = []
    before = float("-inf")
    for at, piece in pieces:
        if at - before < _AT_ONCE:
            whole[-1] += piece
        else:
            whole.append(piece)
        before = at
    return whole


def _now() -> float:
    return time.monotonic_ns() / 1e6
