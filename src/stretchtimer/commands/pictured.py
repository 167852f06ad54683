"""An exercise's figure for the commands: a strip of its movement on the terminal, or as an SVG file.

It knows no command's options. A figure that cannot be drawn is no reason to fail: its words are there.
"""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

from stretchtimer.errors import StretchError
from stretchtimer.model import Sides, fill
from stretchtimer.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from stretchtimer.figure import Drawing
    from stretchtimer.model import Exercise, Side

_COLUMNS, _ROWS, _GAP = 26, 11, 1
_MOST = 4  # moments, where a terminal is wide enough
_LEAST = 30  # cells: a narrower terminal has no room for a picture


def drawing_of(exercise: Exercise, *, side: Side | None, level: int | None) -> Drawing | None:
    """The figure of an exercise as it is to be seen; None where it has none that can be drawn."""
    from stretchtimer.figure import Drawing, read_figure  # late: only for pictures

    figure = read_figure(exercise).figure
    if figure is None:
        return None
    tempo = exercise.tempo_at(level if exercise.levels else None)
    alternates = exercise.sides is Sides.ALTERNATE
    return Drawing(figure, tempo=tempo, side=side, level=level, alternates=alternates)


def shown(drawing: Drawing, side: Side | None) -> str:
    """What the picture shows, in a sentence."""
    return safe(fill(drawing.shows, side))


def picture_lines(drawing: Drawing, environ: Mapping[str, str], *, columns: int) -> Iterator[str]:
    """The movement as moments side by side; nothing where the terminal cannot show them."""
    from stretchtimer.screen.look import look_for  # late: only for pictures
    from stretchtimer.screen.picture import drawn_for, lines

    look = look_for(environ, sys.stdout.encoding)
    if look.ascii or columns < _LEAST:
        return
    count = min(max((columns + _GAP) // (_COLUMNS + _GAP), 1), _MOST)
    course = drawing.course
    whole = course.entered or course.period
    parts = max(count - 1, 1) if course.entered else count
    drawn = drawn_for(look.color)
    pictures = [
        drawing.cells(whole * number // parts, columns=_COLUMNS, rows=_ROWS, look=drawn)
        for number in range(count)
    ]
    yield ""
    yield from lines(pictures, look.color, gap=_GAP)


def write_svg(drawing: Drawing, path: Path, *, title: str, force: bool) -> None:
    """The picture that says it all, as an SVG file. Raises StretchError where it cannot be written."""
    from stretchtimer.exports.files import check, make  # late: as above
    from stretchtimer.exports.order import Part
    from stretchtimer.figure import svg

    def write(draft: Path, _: object) -> str:
        draft.write_text(svg(drawing, title=title), encoding="utf-8")
        return ""

    part = Part(path=path, write=write)
    check((part,), force=force)
    make(part, _Untold(), force=force)


def no_figure_of(exercise: Exercise) -> StretchError:
    """There is nothing to draw."""
    name = safe(exercise.id or exercise.name)
    return StretchError(f"{name} has no figure that can be drawn", "`stretch check` says why")


class _Untold:
    """A picture is made at once: there is no progress to tell."""

    def phase(self, label: str, length: int) -> AbstractContextManager[Callable[[int], None]]:  # noqa: ARG002
        return nullcontext(lambda _: None)

    def note(self, text: str) -> None:
        """Nothing is noted."""
