"""What is still to be heard, each sound with its time: filled ahead, taken back, and taken piece by piece.

It knows no device: whatever plays takes from it what is due.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stretchtimer.sound.samples import RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from stretchtimer.sound.samples import Pcm

LATE = 250.0
"""How many ms late a sound may begin; later it would tell of another moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A sound that begins `at` ms of the session's clock.

    `key` tells it from every other, so that it is not begun twice. `spoken` are words, those of `text`.
    """

    at: float
    pcm: Pcm
    key: Hashable
    spoken: bool = False
    text: str = ""

    @property
    def ends_at(self) -> float:
        """When it has been heard."""
        return self.at + len(self.pcm) * 1000 / RATE


class Agenda:
    """The pieces to come, in order. Any thread may call; the lock is held for microseconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pieces: list[Piece] = []
        self._begun: set[Hashable] = set()
        self._changed = threading.Condition(self._lock)
        self.tell: Callable[[str], None] = lambda _: None
        """Called with the words of each piece that begins, by the thread that takes it; to return at once."""

    def replace(self, pieces: Iterable[Piece]) -> None:
        """Take back all that has not begun, and put these in its place; what has begun is not begun again."""
        with self._changed:
            fresh = (piece for piece in pieces if piece.key not in self._begun)
            self._pieces = sorted(fresh, key=_at)
            self._changed.notify_all()

    def take_back(self, *, words_only: bool = False) -> None:
        """Take back all that has not begun, or what of it is spoken.

        After all was taken back anything may begin again: who takes back all ends what sounds, too.
        """
        with self._changed:
            if not words_only:
                self._begun.clear()
            self._pieces = [piece for piece in self._pieces if words_only and not piece.spoken]
            self._changed.notify_all()

    def take(self, until: float, *, now: float) -> list[Piece]:
        """The pieces that begin before `until`; those that are too late for `now` are gone."""
        with self._lock:
            if not self._pieces or self._pieces[0].at >= until:
                return []
            end = bisect_left(self._pieces, until, key=_at)
            due, self._pieces = self._pieces[:end], self._pieces[end:]
            self._begun.update(piece.key for piece in due)
        heard = [piece for piece in due if piece.at >= now - LATE]
        for piece in heard:
            if piece.spoken:
                self.tell(piece.text)
        return heard

    def has_begun(self, key: Hashable) -> bool:
        """Whether a piece has been taken."""
        with self._lock:
            return key in self._begun

    def next_at(self) -> float | None:
        """When the next piece begins; None where there is none."""
        with self._lock:
            return self._pieces[0].at if self._pieces else None

    def wait(self, within: float, *, seen: float | None) -> None:
        """Wait for a change, `within` seconds at most; not at all where `seen` is no longer the next time."""
        with self._changed:
            if seen == (self._pieces[0].at if self._pieces else None):
                self._changed.wait(within)


def _at(piece: Piece) -> float:
    return piece.at
