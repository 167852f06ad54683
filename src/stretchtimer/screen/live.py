"""The live screen: draws what changed since the last frame, and nothing where nothing did.

It knows neither termios nor the alternate screen: it writes to a surface that somebody else keeps.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from stretchtimer.screen.layout import compose, places_for
from stretchtimer.screen.paint import CLEAR, paint, unknown
from stretchtimer.screen.wording import still

if TYPE_CHECKING:
    from stretchtimer.figure import Cells
    from stretchtimer.frame import Frame, View
    from stretchtimer.screen.figures import Figures
    from stretchtimer.screen.geometry import Box
    from stretchtimer.screen.look import Look
    from stretchtimer.screen.page import Row
    from stretchtimer.units import Millis

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


class Live:
    """A Display on a terminal; `figures` are shown where there is room."""

    def __init__(self, surface: Surface, look: Look, *, figures: bool = False, **drawn: bool) -> None:
        self._surface = surface
        self._look = look
        self._wants, self._drawn = figures and not look.ascii, drawn
        self._figures: Figures | None = None
        self._seen: tuple[Frame, View, tuple[int, int], int] | None = None
        self._rows: tuple[Row, ...] = ()
        self._box: Box | None = None
        self._picture: Cells | None = None  # what stands in the box
        self._changes: dict[tuple[int, int], tuple[Cells | None, Cells, str]] = {}

    def show(self, frame: Frame, view: View) -> Millis | None:
        """Bring the screen up to the frame; what the surface raises passes through."""
        size, epoch = self._surface.size(), self._surface.epoch
        columns, rows = max(size[0], 0), max(size[1], 0)
        first = self._seen is None and self._figures is None
        shown = frame if self._pictured(frame) else replace(frame, picture=None)
        seen = (still(shown), view, size, epoch)
        sent, page, box, picture = "", self._rows, self._box, self._picture
        if seen != self._seen:
            box = places_for(seen[0], view, (columns, rows), self._look).picture
            page = compose(seen[0], view, (columns, rows), self._look)
            fresh = self._seen is None or self._seen[2:] != seen[2:]
            picture = None if fresh or box != self._box else picture
            before = [()] * len(page) if fresh else self._known(columns, box)
            changes = paint(before, page, columns, self._look.color)
            sent = CLEAR + changes if fresh else changes
        moves: Millis | None = 0 if box and first else None
        if box and not first:
            moved, picture = self._move(shown, box, picture)
            sent += moved
            moves = 0 if picture is None else self._maker().changes_in(shown)
        self._seen = None  # until it is written: what fails half-way is drawn anew
        if sent:
            self._surface.write(sent)
        self._seen, self._rows, self._box, self._picture = seen, page, box, picture
        return moves

    def _pictured(self, frame: Frame) -> bool:
        """Whether a place is kept for a figure: one that turns out to be wrong loses it."""
        figure = frame.picture.exercise.figure if frame.picture else None
        return self._wants and figure is not None and (not self._figures or self._figures.can(frame.picture))

    def _maker(self) -> Figures:
        if self._figures is None:
            from stretchtimer.screen.figures import Figures  # late: the first frame does not wait for it

            self._figures = Figures(self._look, **self._drawn)
        return self._figures

    def _known(self, columns: int, box: Box | None) -> list[Row]:
        """The rows as they are on the screen, unknown where a picture stood or will stand elsewhere."""
        rows = list(self._rows)
        if self._box is not None and box != self._box:
            for row in range(self._box.top, min(self._box.top + self._box.rows, len(rows))):
                rows[row] = unknown(columns)
        return rows

    def _move(self, frame: Frame, box: Box, old: Cells | None) -> tuple[str, Cells | None]:
        """What brings the picture up to the frame, and that picture; none where it cannot be drawn."""
        new = self._maker().cells(frame, box.columns, box.rows)
        if new is None or new is old:
            return "", new
        from stretchtimer.screen.picture import changes  # late: as above

        key = id(old), id(new)
        kept = self._changes.get(key)
        if kept is None or kept[0] is not old or kept[1] is not new:
            if len(self._changes) >= _KNOWN:
                self._changes.clear()
            kept = self._changes[key] = old, new, changes(old, new, box, self._look.color)
        return kept[2], new
