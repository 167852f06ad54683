"""A thread that writes what it is given, always the newest: whoever gives it never waits for a disk.

It knows neither what it writes nor where.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Writer(Generic[T]):
    """Calls `write` in its own thread with the newest item. What `write` raises is kept as `failure`."""

    def __init__(self, write: Callable[[T], None]) -> None:
        self._write = write
        self._changed = threading.Condition()
        self._waiting: list[T] = []  # the newest, if it is not yet taken
        self._closed = False
        self._failure: Exception | None = None
        # A daemon: a disk that never answers must not keep the program from its end.
        self._thread = threading.Thread(target=self._work, name="history", daemon=True)
        try:
            self._thread.start()
        except RuntimeError as error:  # the system gives us no more threads
            self._failure = error

    def give(self, item: T) -> None:
        """Have an item written, in place of one that has not been yet. Returns at once."""
        with self._changed:
            self._waiting = [item]
            self._changed.notify_all()

    def close(self) -> None:
        """There will be no more items. Returns at once."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Whether, after `close`, all is done within so many seconds."""
        if self._thread.ident is not None:
            self._thread.join(seconds)
        return not self._thread.is_alive()

    @property
    def failure(self) -> Exception | None:
        """What went wrong with the last item; None where it was written."""
        return self._failure

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closed:
                    self._changed.wait()
                if not self._waiting:
                    return
                item = self._waiting.pop()
            try:
                self._write(item)
            except Exception as error:  # noqa: BLE001 - a session goes on, whatever becomes of its record
                self._failure = error
            else:
                self._failure = None
