"""Plays the pieces of an agenda one by one, each when its time has come: for what cannot be told ahead.

It knows no player program; what plays is given to it.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from stretchtimer.clock import now_ms

if TYPE_CHECKING:
    from collections.abc import Callable

    from stretchtimer.sound.agenda import Agenda
    from stretchtimer.sound.samples import Pcm

_LOOK = 0.25  # s: the longest wait, after which it looks whether it is still wanted


class Prompter:
    """Hands every piece to `play` at its time, on a thread of its own until `stop`."""

    def __init__(
        self, agenda: Agenda, play: Callable[[Pcm], None], *, clock: Callable[[], float] = now_ms
    ) -> None:
        self._agenda = agenda
        self._play = play
        self._clock = clock
        self.handing_over = threading.Lock()
        """Held from the moment a piece is taken until `play` has it: who holds it finds none in between."""
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sound-prompter", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Play nothing more. The thread ends by itself, soon."""
        self._ended.set()

    def _run(self) -> None:
        while not self._ended.is_set():
            with self.handing_over:
                now = self._clock()
                for piece in self._agenda.take(now + 1, now=now):
                    if not self._ended.is_set():
                        self._play(piece.pcm)
            next_at = self._agenda.next_at()
            left = _LOOK if next_at is None else (next_at - self._clock()) / 1000
            if left > 0:
                self._agenda.wait(min(left, _LOOK), seen=next_at)
