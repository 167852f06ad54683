"""The figures of a session as cells: which drawing a frame asks for, and when its picture changes.

It knows no terminal and no place on the screen. What cannot be drawn is no picture, and never an error.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from stretchtimer.frame import State
from stretchtimer.screen.picture import drawn_for

if TYPE_CHECKING:
    from stretchtimer.figure import Cells, Drawing, Figure
    from stretchtimer.frame import Frame, Picture
    from stretchtimer.model import Exercise
    from stretchtimer.screen.look import Look
    from stretchtimer.units import Millis

_KEPT = 3
"""Drawings that are kept with their pictures: both sides of a step, and the one before."""
_READ = 64
"""Figures that are kept as they were read; few routines have so many."""


class Figures:
    """Makes the drawings as they are needed. `still` has one picture for each, that does not move."""

    def __init__(self, look: Look, *, light: bool = False, still: bool = False) -> None:
        self._drawn = drawn_for(look.color, light=light)
        self._still = still
        self._read: OrderedDict[int, tuple[Exercise, Figure | None]] = OrderedDict()
        self._kept: OrderedDict[tuple[object, ...], Drawing] = OrderedDict()

    def can(self, picture: Picture | None) -> bool:
        """Whether there is something to draw."""
        return picture is not None and self._figure(picture.exercise) is not None

    def cells(self, frame: Frame, columns: int, rows: int) -> Cells | None:
        """The picture of a frame; None where its exercise has none that can be drawn."""
        try:
            drawing = self.drawing(frame.picture)
            return self.drawn(drawing, frame.moment, columns, rows) if drawing else None
        except Exception:  # noqa: BLE001 - a picture is not worth a session: from here on it has none
            if frame.picture is not None:
                self._read[id(frame.picture.exercise)] = frame.picture.exercise, None
            return None

    def drawn(self, drawing: Drawing, moment: Millis, columns: int, rows: int) -> Cells:
        """A drawing at a moment, in this screen's colours."""
        if self._still:
            return drawing.still(columns=columns, rows=rows, look=self._drawn)
        return drawing.cells(moment, columns=columns, rows=rows, look=self._drawn)

    def changes_in(self, frame: Frame) -> Millis | None:
        """After how many ms of play the picture may be another; None where it stays."""
        if self._still or frame.state is not State.PLAYING:
            return None
        drawing = self.drawing(frame.picture)
        change = drawing.next_change(frame.moment) if drawing else None
        return None if change is None else change - frame.moment

    def drawing(self, picture: Picture | None) -> Drawing | None:
        """The drawing of a picture, the same one as long as it is kept; None where there is none."""
        figure = self._figure(picture.exercise) if picture else None
        if picture is None or figure is None:
            return None
        form = (picture.level, picture.adjustment, picture.tempo)
        key = (figure, picture.side, picture.alternates, *form)
        if key not in self._kept:
            self._kept[key] = _made(figure, picture)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def _figure(self, exercise: Exercise) -> Figure | None:
        """The figure of an exercise, read once: a right one takes a while, and a wrong one stays wrong."""
        if exercise.figure is None:
            return None
        # An exercise cannot be hashed; while it is kept with its figure no other has its id.
        kept = self._read.get(id(exercise))
        if kept is None:
            from stretchtimer.figure import read_figure  # late: the first frame does not wait for it

            kept = self._read[id(exercise)] = exercise, read_figure(exercise).figure
            if len(self._read) > _READ:
                self._read.popitem(last=False)
        return kept[1]


def _made(figure: Figure, picture: Picture) -> Drawing:
    from stretchtimer.figure import Drawing  # late: as above

    return Drawing(
        figure,
        tempo=picture.tempo,
        side=picture.side,
        level=picture.level,
        adjustment=picture.adjustment,
        alternates=picture.alternates,
    )
