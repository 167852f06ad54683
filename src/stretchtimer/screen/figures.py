"""The figures of a session as cells: which drawing a frame asks for, and when its picture changes.

It knows no terminal and no place on the screen. What cannot be drawn is no picture, and never an error.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from stretchtimer.frame import State
from stretchtimer.screen.picture import drawn_for

if TYPE_CHECKING:
    from stretchtimer.figure import Cells, Drawing
    from stretchtimer.frame import Frame, Picture
    from stretchtimer.screen.look import Look
    from stretchtimer.units import Millis

_KEPT = 3
"""Drawings that are kept with their pictures: both sides of a step, and the one before."""


class Figures:
    """Makes the drawings as they are needed. `still` has one picture for each, that does not move."""

    def __init__(self, look: Look, *, light: bool = False, still: bool = False) -> None:
        self._drawn = drawn_for(look.color, light=light)
        self._still = still
        self._kept: OrderedDict[tuple[object, ...], tuple[Picture, Drawing | None]] = OrderedDict()

    def can(self, picture: Picture | None) -> bool:
        """Whether there is something to draw, as far as that is known: it is read when it is first drawn."""
        if picture is None or picture.exercise.figure is None:
            return False
        kept = self._kept.get(_key(picture))
        return kept is None or kept[1] is not None

    def cells(self, frame: Frame, columns: int, rows: int) -> Cells | None:
        """The picture of a frame; None where its exercise has none that can be drawn."""
        drawing = self.drawing(frame.picture)
        return self.drawn(drawing, frame.moment, columns, rows) if drawing else None

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
        if picture is None:
            return None
        key = _key(picture)
        if key not in self._kept:
            self._kept[key] = picture, _read(picture)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key][1]


def _key(picture: Picture) -> tuple[object, ...]:
    # An exercise cannot be hashed; while it is kept with its drawing no other has its id.
    own = (picture.side, picture.alternates, picture.level, picture.adjustment, picture.tempo)
    return (id(picture.exercise), *own)


def _read(picture: Picture) -> Drawing | None:
    from stretchtimer.figure import Drawing, read_figure  # late: the first frame does not wait for it

    figure = read_figure(picture.exercise).figure
    if figure is None:
        return None
    return Drawing(
        figure,
        tempo=picture.tempo,
        side=picture.side,
        level=picture.level,
        adjustment=picture.adjustment,
        alternates=picture.alternates,
    )
