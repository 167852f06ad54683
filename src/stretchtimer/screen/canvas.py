"""A terminal with what is known to stand on it: sends what has changed, and nothing where nothing has.

It knows neither termios nor the alternate screen: it writes to a surface that somebody else keeps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from stretchtimer.screen.paint import CLEAR, paint, unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stretchtimer.figure import Cells
    from stretchtimer.screen.geometry import Box
    from stretchtimer.screen.look import ColorDepth
    from stretchtimer.screen.page import Row

_KNOWN = 1024
"""Changes from one picture to the next that are kept: a course comes round again and again."""


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


class Canvas:
    """Rows, with a picture that stands in a box on them. Ask for its `size` before each drawing."""

    def __init__(self, surface: Surface, color: ColorDepth) -> None:
        self._surface = surface
        self._color = color
        self._place: tuple[int, int, int] | None = None
        self._rows: Sequence[Row] | None = None  # None: nobody knows what stands there
        self._box: Box | None = None
        self._picture: Cells | None = None  # what stands in the box
        self._changes: dict[tuple[int, int], tuple[Cells | None, Cells, str]] = {}

    def size(self) -> tuple[int, int]:
        """(columns, rows) now; where they have changed, or the terminal says so, all is drawn anew."""
        columns, rows = self._surface.size()
        place = max(columns, 0), max(rows, 0), self._surface.epoch
        if place != self._place:
            self._place, self._rows = place, None
        return place[:2]

    def draw(self, rows: Sequence[Row], box: Box | None = None, picture: Cells | None = None) -> None:
        """Bring the terminal up to rows and picture; what the surface raises passes through."""
        columns = self._place[0] if self._place else 0
        if box != self._box:
            self._changes.clear()  # they name places on the screen
        known, old = self._rows, self._picture if box == self._box else None
        sent = ""
        if known is None:
            old = None
            sent = CLEAR + paint([()] * len(rows), rows, columns, self._color)
        elif known is not rows or box != self._box:
            sent = paint(self._under(known, columns, box), rows, columns, self._color)
        if box and picture is not None and picture is not old:
            sent += self._moved(old, picture, box)
        self._rows = None  # until it is written: what fails half-way is drawn anew
        if sent:
            self._surface.write(sent)
        self._rows, self._box, self._picture = rows, box, picture

    def _under(self, known: Sequence[Row], columns: int, box: Box | None) -> list[Row]:
        """The rows as they are on the screen, unknown where a picture stood or will stand elsewhere."""
        rows = list(known)
        if self._box is not None and box != self._box:
            for row in range(self._box.top, min(self._box.top + self._box.rows, len(rows))):
                rows[row] = unknown(columns)
        return rows

    def _moved(self, old: Cells | None, new: Cells, box: Box) -> str:
        """What turns the picture in the box into another."""
        from stretchtimer.screen.picture import changes  # late: the first frame does not wait for it

        key = id(old), id(new)
        kept = self._changes.get(key)
        if kept is None or kept[0] is not old or kept[1] is not new:
            if len(self._changes) >= _KNOWN:
                self._changes.clear()
            kept = self._changes[key] = old, new, changes(old, new, box, self._color)
        return kept[2]
