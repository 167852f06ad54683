"""The live screen: draws what changed since the last frame, and nothing where nothing did.

It knows neither termios nor the alternate screen: it writes to a surface that somebody else keeps.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stretchtimer.screen.canvas import Canvas
from stretchtimer.screen.layout import compose, places_for
from stretchtimer.screen.wording import still

if TYPE_CHECKING:
    from stretchtimer.frame import Frame, View
    from stretchtimer.screen.canvas import Surface
    from stretchtimer.screen.figures import Figures
    from stretchtimer.screen.geometry import Box
    from stretchtimer.screen.look import Look
    from stretchtimer.screen.page import Row
    from stretchtimer.units import Millis


class Live:
    """A Display on a terminal; `figures` are shown where there is room."""

    def __init__(self, surface: Surface, look: Look, *, figures: bool = False, **drawn: bool) -> None:
        self._canvas = Canvas(surface, look.color)
        self._look = look
        self._wants, self._drawn = figures and not look.ascii, drawn
        self._figures: Figures | None = None
        self._seen: tuple[Frame, View, tuple[int, int]] | None = None
        self._rows: tuple[Row, ...] = ()
        self._box: Box | None = None

    def show(self, frame: Frame, view: View) -> Millis | None:
        """Bring the screen up to the frame; what the surface raises passes through."""
        size = self._canvas.size()
        first = self._seen is None  # it waits for no figure: only its place is kept
        shown = frame if self._pictured(frame, view, size, first=first) else replace(frame, picture=None)
        seen = (still(shown), view, size)
        if seen != self._seen:
            self._box = places_for(seen[0], view, size, self._look).picture
            self._rows = compose(seen[0], view, size, self._look)
            self._seen = seen
        picture, moves = None, 0 if self._box and first else None
        if self._box and not first:
            picture = self._maker().cells(shown, self._box.columns, self._box.rows)
            moves = self._maker().changes_in(shown)
        self._canvas.draw(self._rows, self._box, picture)
        return moves

    def _pictured(self, frame: Frame, view: View, size: tuple[int, int], *, first: bool) -> bool:
        """Whether a figure is shown: one that turns out to be wrong gets no place."""
        if not self._wants or frame.picture is None or frame.picture.exercise.figure is None:
            return False
        # It is read only where it is seen: that takes some ten ms.
        seen = not first and places_for(frame, view, size, self._look).picture is not None
        return not seen or self._maker().can(frame.picture)

    def _maker(self) -> Figures:
        if self._figures is None:
            from stretchtimer.screen.figures import Figures  # late: the first frame does not wait for it

            self._figures = Figures(self._look, **self._drawn)
        return self._figures
