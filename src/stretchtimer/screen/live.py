"""The live screen: draws what changed since the last frame, and nothing where nothing did.

It knows neither termios nor the alternate screen: it writes to a surface that somebody else keeps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from stretchtimer.screen.layout import compose
from stretchtimer.screen.paint import CLEAR, paint
from stretchtimer.screen.wording import still

if TYPE_CHECKING:
    from stretchtimer.frame import Frame, View
    from stretchtimer.screen.look import Look
    from stretchtimer.screen.page import Row


class Surface(Protocol):
    """A terminal that is ours to draw on: no cursor seen, no echo."""

    def write(self, text: str) -> None:
        """Send text and flush it."""
        ...

    def size(self) -> tuple[int, int]:
        """(columns, rows), as they are now."""
        ...

    @property
    def epoch(self) -> int:
        """Another number than before where what was drawn may be gone: after Ctrl-Z, a resize."""
        ...


class Live:
    """A Display on a terminal."""

    def __init__(self, surface: Surface, look: Look) -> None:
        self._surface = surface
        self._look = look
        self._seen: tuple[Frame, View, tuple[int, int], int] | None = None
        self._rows: tuple[Row, ...] = ()

    def show(self, frame: Frame, view: View) -> None:
        """Bring the screen up to the frame; what the surface raises passes through."""
        size, epoch = self._surface.size(), self._surface.epoch
        seen = (still(frame), view, size, epoch)
        if seen == self._seen:
            return
        columns, rows = size
        page = compose(seen[0], view, (max(columns, 0), max(rows, 0)), self._look)
        fresh = self._seen is None or self._seen[2:] != seen[2:]
        changes = paint([()] * len(page) if fresh else self._rows, page, columns, self._look.color)
        self._seen = None  # until it is written: what fails half-way is drawn anew
        if fresh or changes:
            self._surface.write(CLEAR + changes if fresh else changes)
        self._seen, self._rows = seen, page
