"""What `play` says of an earlier session of the routine that was broken off."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from stretchtimer.places import history_file

if TYPE_CHECKING:
    from collections.abc import Mapping


_PATIENCE = 1.0
"""Seconds that a session waits for its history: far more than to look takes, and nobody's evening."""


class Mention:
    """Looks into the history for a session of this routine, on a thread of its own."""

    def __init__(self, routine: str, environ: Mapping[str, str]) -> None:
        self._routine, self._path = routine, history_file(environ)
        self._found = ""
        self._thread = threading.Thread(target=self._keep, name="mention", daemon=True)

    def open(self) -> None:
        """Look, and have it told as a notice; returns at once."""
        with suppress(RuntimeError):  # the system gives us no more threads: then nothing is mentioned
            self._thread.start()

    def notice(self) -> str:
        """The line, once."""
        found, self._found = self._found, ""
        return found

    def wait(self) -> str:
        """Look, and the line; empty too where that takes long, as with a history that is kept locked."""
        self.open()
        if self._thread.ident is not None:
            self._thread.join(_PATIENCE)
        return self.notice()

    def _look(self) -> str:
        """The line; empty where the last session of the routine needs none."""
        # late: the first frame waits for no history
        from stretchtimer.commands.comebacks import way_back
        from stretchtimer.history.store import History

        history = History(self._path)
        (last,) = history.sessions(routine=self._routine, rehearsals=False, limit=1) or (None,)
        command = way_back(history, last.uid) if last and last.session.place else ""
        if last is None or not command:
            return ""
        return f"You broke it off at {last.touched:%H:%M}: `{command}` goes on with that session."

    def _keep(self) -> None:
        with suppress(Exception):  # the record of this session will meet the same, and say it
            self._found = self._look()
