"""POSIX signals as notes that are read when the loop comes round, with a pipe that ends its wait.

It knows no terminal; what a signal means is the host's matter.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from typing import TYPE_CHECKING

if sys.platform == "win32":
    raise ImportError("POSIX only")

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType
    from typing import Any, TypeAlias

    _Handler: TypeAlias = Callable[[int, FrameType | None], Any] | int | signal.Handlers | None

_HEARD = (
    *(signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT),
    *(signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH),
)
HUNG_AFTER = 0.2
"""Seconds a Ctrl-C may stay unanswered before a second one breaks in by force. A double press is quicker."""


class Signals:
    """The signals of this process while it plays.

    A signal that was ignored when the process started stays ignored, as `nohup` and a shell without
    job control mean it. Only for the main thread: elsewhere `open` raises ValueError.
    """

    def __init__(self) -> None:
        self._pending: set[int] = set()
        self._before: dict[int, _Handler] = {}
        self._unanswered: float | None = None
        self._pipe: tuple[int, int] | None = None
        self._old_wakeup = -1
        self.forceful = True  # False while the terminal is being given back: nothing may break in there

    def open(self) -> None:
        """Start to listen."""
        read, write = os.pipe()
        os.set_blocking(read, False)
        os.set_blocking(write, False)
        self._old_wakeup = signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        self._pipe = read, write
        for number in _HEARD:
            before = signal.getsignal(number)
            if before is signal.SIG_IGN and number not in (signal.SIGCONT, signal.SIGWINCH):
                continue
            self._before[number] = before
            signal.signal(number, self._note)

    def close(self) -> None:
        """Hand all signals back as they were. May be called twice."""
        while self._before:
            number, before = self._before.popitem()
            # None: a handler that was not set from Python cannot be set again from there.
            signal.signal(number, signal.SIG_DFL if before is None else before)
        if self._pipe is not None:
            pipe, self._pipe = self._pipe, None
            signal.set_wakeup_fd(self._old_wakeup)
            for end in pipe:
                os.close(end)

    @property
    def wake(self) -> int:
        """The file descriptor that becomes readable with a signal."""
        if self._pipe is None:
            raise ValueError("the signals are not open")
        return self._pipe[0]

    @property
    def any(self) -> bool:
        """Whether a signal waits to be taken."""
        return bool(self._pending)

    @property
    def ending(self) -> bool:
        """Whether one of those waits that end the session."""
        return not self._pending.isdisjoint((signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT))

    def take(self, *numbers: int) -> bool:
        """Whether one of these signals came; it is then done with."""
        came = not self._pending.isdisjoint(numbers)
        self._pending.difference_update(numbers)
        return came

    def look(self) -> None:
        """The loop has come round: whatever was asked before has had its answer."""
        if signal.SIGINT not in self._pending and signal.SIGQUIT not in self._pending:
            self._unanswered = None

    def drain(self) -> None:
        """Empty the pipe. The notes themselves are made by the handlers."""
        with contextlib.suppress(BlockingIOError):
            while os.read(self.wake, 512):
                pass

    def stop(self, number: int) -> bool:
        """Stop this process as signal `number` does by default, until it is continued.

        False where it did not stop: the system lets nothing stop that no shell would continue.
        """
        self.take(number, signal.SIGCONT)
        before = signal.signal(number, signal.SIG_DFL)
        try:
            # To this thread, so that it stops here and not some instructions later in another one's stead.
            signal.raise_signal(number)
        finally:
            signal.signal(number, before)
        return self.take(signal.SIGCONT)

    @contextlib.contextmanager
    def unstoppable(self) -> Iterator[None]:
        """For the last words to a terminal that may belong to the shell again: SIGTTOU would stop us."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self._pending.add(number)
        if number == signal.SIGCONT:
            self._pending.discard(signal.SIGTSTP)  # as the system forgets a stop that has not yet happened
        if number not in (signal.SIGINT, signal.SIGQUIT):
            return
        now = time.monotonic()
        if self._unanswered is None:
            self._unanswered = now
        elif self.forceful and now - self._unanswered > HUNG_AFTER:
            raise KeyboardInterrupt
