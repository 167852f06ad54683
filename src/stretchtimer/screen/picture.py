"""Pictures of a figure for a terminal: as lines side by side, as text of rich, as changes in place.

It knows no exercise and no size; a picture's ground is its own, so it reads on any background.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from rich.style import Style

from stretchtimer.screen.look import SYSTEMS, ColorDepth

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.text import Text

    from stretchtimer.figure import Cell, Cells
    from stretchtimer.figure import Look as Drawn
    from stretchtimer.screen.geometry import Box

_RESET = "\x1b[0m"


def drawn_for(color: ColorDepth, *, light: bool = False) -> Drawn:
    """How a figure is filled where a terminal has these colours: blocks need many, dots none."""
    # late: a screen without figures has no use for them, nor a first frame the time
    from stretchtimer.figure import DARK, DOTS, LIGHT, PLAIN, Look

    if color in (ColorDepth.TRUECOLOR, ColorDepth.EIGHT_BIT):
        return Look(palette=LIGHT if light else DARK)
    # On a light ground 16 colours have no tints that are dark enough to be told apart.
    return Look(palette=DOTS if color is ColorDepth.STANDARD and not light else PLAIN, dots=True)


def lines(pictures: Sequence[Cells], color: ColorDepth, *, gap: int) -> Iterator[str]:
    """Pictures of one height beside each other, with so many cells between."""
    for rows in zip(*pictures, strict=True):
        yield (" " * gap).join(_line(row, color) for row in rows).rstrip()


def insert(line: Text, row: Sequence[Cell], left: int, color: ColorDepth) -> None:
    """Put a row of a picture on a line of rich, in place of what stands there; the line is changed."""
    end = left + len(row)
    line.pad_right(max(end - len(line.plain), 0))
    before, _, after = line.divide((left, end))
    line.truncate(0)
    line.append_text(before)
    for (ink, paper), cells in groupby(row, key=lambda cell: cell[1:]):
        text = "".join(cell[0] for cell in cells)
        line.append(text, Style() if color is ColorDepth.NONE else Style(color=ink, bgcolor=paper))
    line.append_text(after)


def changes(old: Cells | None, new: Cells, box: Box, color: ColorDepth) -> str:
    """What turns one picture into another in its place; without an old one all is drawn.

    Cells of one colour go together: a colour is longer than a move. Nothing else on the screen is touched,
    and the terminal's ink is reset after it.
    """
    by_colour: dict[tuple[str | None, str | None], list[tuple[int, int, str]]] = {}
    for y, row in enumerate(new):
        before = old[y] if old is not None else None
        if row == before:
            continue
        for x, cell in enumerate(row):
            if before is None or before[x] != cell:
                by_colour.setdefault(cell[1:], []).append((y, x, cell[0]))
    if not by_colour:
        return ""
    out: list[str] = []
    place = (-1, -1)
    for (ink, paper), cells in by_colour.items():
        out.append(escape(ink, paper, color))
        for y, x, glyph in cells:
            if place != (y, x):
                ahead = x - place[1] if y == place[0] else 0
                out.append(f"\x1b[{ahead}C" if ahead > 0 else f"\x1b[{box.top + y + 1};{box.left + x + 1}H")
            out.append(glyph)
            place = (y, x + 1)
    out.append(_RESET)
    return "".join(out)


def _line(row: Sequence[Cell], color: ColorDepth) -> str:
    parts = []
    for (ink, paper), cells in groupby(row, key=lambda cell: cell[1:]):
        text = "".join(cell[0] for cell in cells)
        before = _escape(ink, paper, color)
        parts.append(f"{before}{text}{_RESET}" if before else text)
    return "".join(parts)


@lru_cache(maxsize=4096)
def escape(ink: str | None, paper: str | None, color: ColorDepth) -> str:
    """The sequence that sets both colours, whatever was set before."""
    before = _escape(ink, paper, color)
    whole = bool(ink and paper and before) or (paper and before.startswith("\x1b[48"))
    return before if whole else "\x1b[0" + (f";{before[2:]}" if before else "m")


@lru_cache(maxsize=4096)
def _escape(ink: str | None, paper: str | None, color: ColorDepth) -> str:
    """The sequence that sets both colours; empty where there are none."""
    if color is ColorDepth.NONE or not (ink or paper):
        return ""
    style = Style(color=ink, bgcolor=paper)
    before, _, _ = style.render(".", color_system=SYSTEMS[color]).partition(".")
    return before
