"""An exercise's figure for the commands: strips, a gallery and views for the terminal, or an SVG file.

It knows no command's options. A figure that cannot be drawn is no reason to fail: its words are there.
"""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from stretchtimer.commands.output import terminal_columns
from stretchtimer.errors import StretchError
from stretchtimer.model import Sides, fill
from stretchtimer.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from stretchtimer.figure import Drawing
    from stretchtimer.figure.form import Camera, Form
    from stretchtimer.model import Exercise, Side
    from stretchtimer.screen.look import Look

_COLUMNS, _ROWS, _GAP = 26, 11, 1
_MOST = 4  # moments, where a terminal is wide enough
_LEAST = 30  # cells: a narrower terminal has no room for a picture
_ROUND = range(-135, 181, 45)
_DOWN = (6, 20, 45)


def drawing_of(
    exercise: Exercise, *, side: Side | None, level: int | None, adjustment: int | None = None
) -> Drawing | None:
    """The figure of an exercise as it is to be seen; None where it has none that can be drawn."""
    from stretchtimer.figure import Drawing, read_figure  # late: only for pictures

    figure = read_figure(exercise).figure
    if figure is None:
        return None
    tempo = exercise.tempo_at(level if exercise.levels else None)
    alternates = exercise.sides is Sides.ALTERNATE
    return Drawing(figure, tempo=tempo, side=side, level=level, adjustment=adjustment, alternates=alternates)


def shown(drawing: Drawing, side: Side | None) -> str:
    """What the picture shows, in a sentence."""
    return safe(fill(drawing.shows, side))


def look_of(environ: Mapping[str, str]) -> Look:
    """How standard output may look."""
    from stretchtimer.screen.look import look_for  # late: only for pictures

    return look_for(environ, sys.stdout.encoding)


def lack_of_keys(environ: Mapping[str, str]) -> str:
    """Why nothing can move on the screen until a key is pressed; empty where it can."""
    from stretchtimer.terminal import is_capable  # late: help needs no terminal

    if lack := lack_of_pictures(environ):
        return lack
    if not is_capable():
        return f"TERM is {environ.get('TERM', '')!r}"
    return "" if sys.stdin is not None and sys.stdin.isatty() else "the input is not one"


def lack_of_pictures(environ: Mapping[str, str]) -> str:
    """Why the output can show no picture; empty where it can."""
    if not terminal_columns():
        return "the output is not one"
    return "its encoding has only ASCII" if look_of(environ).ascii else ""


def picture_lines(
    drawing: Drawing, environ: Mapping[str, str], *, columns: int, light: bool = False
) -> Iterator[str]:
    """The movement as moments side by side; nothing where the terminal cannot show them."""
    from stretchtimer.screen.picture import drawn_for, lines  # late: only for pictures

    look = look_of(environ)
    if look.ascii or columns < _LEAST:
        return
    count = min(max((columns + _GAP) // (_COLUMNS + _GAP), 1), _MOST)
    course = drawing.course
    whole = course.entered or course.period
    parts = max(count - 1, 1) if course.entered else count
    drawn = drawn_for(look.color, light=light)
    pictures = [
        drawing.cells(whole * number // parts, columns=_COLUMNS, rows=_ROWS, look=drawn)
        for number in range(count)
    ]
    yield ""
    yield from lines(pictures, look.color, gap=_GAP)


def gallery_lines(
    exercises: Iterable[Exercise], environ: Mapping[str, str], *, columns: int, light: bool
) -> Iterator[str]:
    """Exercises as small pictures, grouped by how one begins; those without a figure by their names below."""
    # late: only for pictures
    from stretchtimer.screen.gallery import COLUMNS, ROWS, STANCES, Pictured, shelves, stance
    from stretchtimer.screen.picture import drawn_for

    look = look_of(environ)
    drawn = drawn_for(look.color, light=light)
    groups: dict[str, list[tuple[Exercise, Drawing]]] = {name: [] for name in STANCES}
    bare: list[Exercise] = []
    for exercise in exercises:
        drawing = drawing_of(exercise, side=None, level=None)
        if drawing is None:
            bare.append(exercise)
        else:
            groups[stance(drawing)].append((exercise, drawing))
    for name, members in groups.items():
        if members:
            yield name
            yield ""
        made = (
            Pictured(drawing.still(columns=COLUMNS, rows=ROWS, look=drawn), str(exercise.id), exercise.name)
            for exercise, drawing in members
        )
        yield from shelves(made, look, columns=columns)
    if bare:
        yield "Without a figure"
        yield from (f"  {safe(str(exercise.id))}  {safe(exercise.name)}" for exercise in bare)
        yield ""


def orbit_lines(
    exercise: Exercise,
    environ: Mapping[str, str],
    *,
    side: Side | None,
    level: int | None,
    columns: int,
    light: bool,
) -> Iterator[str]:
    """The picture that says it all from all round, with the `view` to write for each; first as it is now."""
    # late: only for pictures
    from stretchtimer.figure import Drawing, Figure, read_figure
    from stretchtimer.screen.gallery import COLUMNS, ROWS, Pictured, shelves
    from stretchtimer.screen.picture import drawn_for

    figure = read_figure(exercise).figure
    if figure is None:
        raise no_figure_of(exercise)
    look = look_of(environ)
    drawn = drawn_for(look.color, light=light)
    tempo = exercise.tempo_at(level if exercise.levels else None)
    form = figure.at(level=level)

    def seen(form: Form, line: str) -> Pictured:
        turned = Figure(form=form, side=figure.side)
        alternates = exercise.sides is Sides.ALTERNATE
        drawing = Drawing(turned, tempo=tempo, side=side, alternates=alternates)
        picture = drawing.still(columns=COLUMNS, rows=ROWS, look=drawn)
        return Pictured(picture, f"view: {form.camera.yaw:g} {form.camera.pitch:g}", line)

    yield from shelves([seen(form, "as it is now")], look, columns=columns)
    for pitch in _DOWN:
        turned = (seen(_turned(form, yaw, pitch), "") for yaw in _ROUND)
        yield from shelves(turned, look, columns=columns)


def _turned(form: Form, yaw: float, pitch: float) -> Form:
    camera: Camera = replace(form.camera, yaw=float(yaw), pitch=float(pitch))
    return replace(form, camera=camera)


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
