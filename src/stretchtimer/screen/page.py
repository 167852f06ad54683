"""A page of character cells that things are put on: rows of inked pieces.

It knows no frame. Whatever is put beyond an edge is cut, so a page is never larger than its size.
"""

from __future__ import annotations

from typing import TypeAlias

from stretchtimer.screen.cells import cut, width
from stretchtimer.screen.look import Ink

Row: TypeAlias = tuple[tuple[str, Ink], ...]
"""Pieces from the left with their inks; blanks fill the rest. Hashable, so what is made of it can be kept."""


class Page:
    """An empty page of `columns` cells by `rows`."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns = columns
        self._pieces: list[list[tuple[int, str, Ink]]] = [[] for _ in range(rows)]

    def put(self, row: int, column: int, text: str, ink: Ink = Ink.PLAIN) -> None:
        """Put clean `text` at a place; a part beyond the edges is left away."""
        if not 0 <= row < len(self._pieces) or not text:
            return
        while column < 0 and text:
            column += width(text[0])
            text = text[1:]
        text = text if column + len(text) * 2 <= self.columns else cut(text, self.columns - column)
        if text:
            self._pieces[row].append((column, text, ink))

    def centre(self, row: int, text: str, ink: Ink = Ink.PLAIN) -> None:
        """Put `text` in the middle of a row."""
        self.put(row, max(self.columns - width(text), 0) // 2, text, ink)

    def right(self, row: int, text: str, ink: Ink = Ink.PLAIN, *, margin: int = 0) -> None:
        """Put `text` at the right edge, `margin` cells from it."""
        self.put(row, max(self.columns - margin - width(text), 0), text, ink)

    def rows(self) -> tuple[Row, ...]:
        """The finished rows. Of two pieces on one cell the one further left is seen."""
        return tuple(_finish(pieces) for pieces in self._pieces)


def _finish(pieces: list[tuple[int, str, Ink]]) -> Row:
    row: list[tuple[str, Ink]] = []
    filled = 0
    for column, text, ink in sorted(pieces, key=lambda piece: piece[0]):
        if column < filled:
            continue
        if column > filled:
            row.append((" " * (column - filled), Ink.PLAIN))
        row.append((text, ink))
        filled = column + width(text)
    return tuple(row)
