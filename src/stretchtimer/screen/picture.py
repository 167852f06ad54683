"""Pictures of a figure as lines for a terminal: cells with colours, side by side.

It knows no exercise and no size; a picture's ground is its own, so it reads on any background.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from rich.style import Style

from stretchtimer.figure import BLOCKS, DOTS, PLAIN
from stretchtimer.figure import Look as Drawn
from stretchtimer.screen.look import SYSTEMS, ColorDepth

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stretchtimer.figure import Cells

_RESET = "\x1b[0m"


def drawn_for(color: ColorDepth) -> Drawn:
    """How a figure is filled where a terminal has these colours: blocks need many, dots none."""
    if color in (ColorDepth.TRUECOLOR, ColorDepth.EIGHT_BIT):
        return BLOCKS
    return Drawn(palette=DOTS if color is ColorDepth.STANDARD else PLAIN, dots=True)


def lines(pictures: Sequence[Cells], color: ColorDepth, *, gap: int) -> Iterator[str]:
    """Pictures of one height beside each other, with so many cells between."""
    for rows in zip(*pictures, strict=True):
        yield (" " * gap).join(_line(row, color) for row in rows).rstrip()


def _line(row: Sequence[tuple[str, str | None, str | None]], color: ColorDepth) -> str:
    parts = []
    for (ink, paper), cells in groupby(row, key=lambda cell: cell[1:]):
        text = "".join(cell[0] for cell in cells)
        before = _escape(ink, paper, color)
        parts.append(f"{before}{text}{_RESET}" if before else text)
    return "".join(parts)


@lru_cache(maxsize=4096)
def _escape(ink: str | None, paper: str | None, color: ColorDepth) -> str:
    """The sequence that sets both colours; empty where there are none."""
    if color is ColorDepth.NONE or not (ink or paper):
        return ""
    style = Style(color=ink, bgcolor=paper)
    before, _, _ = style.render(".", color_system=SYSTEMS[color]).partition(".")
    return before
