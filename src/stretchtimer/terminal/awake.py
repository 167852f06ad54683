"""Keeps the display from falling asleep while a session goes on, by the desktop's own means.

It knows no session. All of it happens on a thread: a desktop that answers slowly delays nothing.
"""

from __future__ import annotations

import threading

UNHAD = "The display may sleep: {why}."
_LAST_WAIT = 1.0
"""Seconds that the end of a session waits for the desktop to take its promise back."""


class Awake:
    """The display stays awake from `open` to `close`; `notice` says, once, where that cannot be had.

    Where it is not `wanted` nothing happens and nothing is said.
    """

    def __init__(self, *, wanted: bool = True) -> None:
        self._wanted = wanted
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._stay, name="awake", daemon=True)
        self._said = ""

    def open(self) -> None:
        """Ask the desktop; returns at once."""
        if self._wanted:
            self._thread.start()

    def notice(self) -> str:
        """A line for the screen, once; empty where there is nothing to say."""
        said, self._said = self._said, ""
        return said

    def close(self) -> None:
        """Let the display sleep again. Where the desktop hangs, it takes the end of this process for that."""
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join(_LAST_WAIT)

    def _stay(self) -> None:
        try:
            self._ask()
        except Exception as error:  # noqa: BLE001 - a bug in here must neither draw over the screen nor end a session
            self._said = UNHAD.format(why=f"wakepy failed with {type(error).__name__}")

    def _ask(self) -> None:
        import logging  # late: as below

        # Without a handler of its own its warnings would be printed, over the screen.
        logger = logging.getLogger("wakepy")
        logger.addHandler(logging.NullHandler())
        logger.propagate = False
        # late: it takes 60 ms, which neither help nor a first frame should wait for
        try:
            from wakepy import keep
        except ImportError:
            self._said = UNHAD.format(why="wakepy is missing")
            return
        with keep.presenting(on_fail="pass") as mode:
            if not mode.active:
                self._said = UNHAD.format(why="no desktop keeps it on")
                return
            self._over.wait()
