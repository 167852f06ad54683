"""Small pictures side by side with lines below each, as lines of text; and how a body is placed in one.

It knows no exercise and no terminal, only the width that it is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stretchtimer.screen import cells
from stretchtimer.screen.look import ColorDepth, Ink, escape
from stretchtimer.screen.picture import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stretchtimer.figure import Cells, Drawing
    from stretchtimer.screen.look import Look

COLUMNS, ROWS, GAP = 26, 9, 1
_RESET = "\x1b[0m"
_STANDING, _KNEELING, _UPRIGHT = 38.0, 16.0, 36.0
"""Heights of the pelvis, and of the head of one who sits, in units of the body: it stands 95 tall."""


class Pictured(NamedTuple):
    """A picture with a line below it that stands out, and one that does not."""

    picture: Cells
    title: str
    line: str = ""


def fitting(columns: int) -> int:
    """How many pictures stand beside each other."""
    return (columns + GAP) // (COLUMNS + GAP)


def shelves(pictured: Iterable[Pictured], look: Look, *, columns: int) -> Iterator[str]:
    """Rows of pictures, each as soon as it is full; an empty line after each."""
    shelf: list[Pictured] = []
    for one in pictured:
        shelf.append(one)
        if len(shelf) == fitting(columns):
            yield from _shelf(shelf, look)
            shelf = []
    if shelf:
        yield from _shelf(shelf, look)


def _shelf(shelf: list[Pictured], look: Look) -> Iterator[str]:
    yield from lines([one.picture for one in shelf], look.color, gap=GAP)
    yield _captions([one.title for one in shelf], Ink.STRONG, look)
    if any(one.line for one in shelf):
        yield _captions([one.line for one in shelf], Ink.PLAIN, look)
    yield ""


def _captions(texts: list[str], ink: Ink, look: Look) -> str:
    told = []
    for text in texts:
        line = cells.fit(cells.clean(text, look.ascii), COLUMNS, look.ellipsis)
        blank = " " * (COLUMNS + GAP - cells.width(line))
        plain = ink is Ink.PLAIN or look.color is ColorDepth.NONE
        told.append((line if plain else f"{escape(ink, look.color)}{line}{_RESET}") + blank)
    return "".join(told).rstrip()


def stance(drawing: Drawing) -> str:
    """How the body begins, in a word to group by."""
    joints = drawing.placed(0).joints
    pelvis, head = joints["pelvis"][1], joints["head"][1]
    if pelvis >= _STANDING:
        return "Standing"
    if pelvis >= _KNEELING:
        return "Kneeling"
    return "Sitting" if head >= _UPRIGHT else "Lying"


STANCES = ("Standing", "Kneeling", "Sitting", "Lying")
"""All the groups, in the order in which they are shown."""
