"""The difference of two pages as what a terminal must be sent: moves, inks and characters.

It knows no frame and writes nothing; cells are counted from 0 at the upper left.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rich.cells import get_character_cell_size

from stretchtimer.screen.look import FILLED, Ink, escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stretchtimer.screen.look import ColorDepth
    from stretchtimer.screen.page import Row

Cell: TypeAlias = tuple[str, Ink]
"""A character with its marks; the second cell of a wide one holds an empty string."""

CLEAR = "\x1b[0m\x1b[2J"
_RESET = "\x1b[0m"
_INKS = {ink: order for order, ink in enumerate(Ink)}
_BLANK: Cell = (" ", Ink.PLAIN)
# At the last column some terminals wrap at once and others with the next character; so nobody does.
_WRAP_OFF, _WRAP_ON = "\x1b[?7l", "\x1b[?7h"
_MOVE_BYTES = 6
"""What a move costs; rewriting fewer bytes than that is cheaper."""


def paint(old: Sequence[Row], new: Sequence[Row], columns: int, color: ColorDepth) -> str:
    """What turns a screen that shows `old` into one that shows `new`; empty where they are equal.

    Both have the same number of rows. The terminal's ink is reset before and after.
    """
    pieces: list[_Piece] = []
    for number, (before, after) in enumerate(zip(old, new, strict=True)):
        if before != after:
            pieces += _pieces(number, _cells(before, columns), _cells(after, columns))
    return _sent(pieces, columns, color)


def unknown(columns: int) -> Row:
    """A row of which nobody knows how it looks: whatever stands there will be written over."""
    return (("\0" * columns, Ink.PLAIN),)


@lru_cache(maxsize=512)
def _cells(row: Row, columns: int) -> tuple[Cell, ...]:
    """The row cell by cell, filled up with blanks."""
    cells: list[Cell] = []
    for text, ink in row:
        if text.isascii():
            cells += [(character, ink) for character in text]
            continue
        for character in text:
            size = get_character_cell_size(character)
            if size:
                cells += [(character, ink)] + [("", ink)] * (size - 1)
            elif cells:
                _add_mark(cells, character)
    return (*cells, *[_BLANK] * (columns - len(cells)))


def _add_mark(cells: list[Cell], mark: str) -> None:
    """Put a combining mark on the character it belongs to."""
    place = -2 if cells[-1][0] == "" else -1
    character, ink = cells[place]
    cells[place] = (character + mark, ink)


def _predictable(character: str) -> bool:
    """Whether every terminal moves on by one cell after it: Latin, punctuation, lines and blocks."""
    return character < "\u0300" or "\u2010" <= character < "\u2028" or "\u2500" <= character < "\u2600"


def _runs(old: Sequence[Cell], new: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """Where the two differ, as (first, one after the last); short equal stretches are taken along."""
    changed = [column for column, cell in enumerate(new) if cell != old[column]]
    if not changed:
        return
    first = last = changed[0]
    for column in changed:
        if column > last + 1 and not _bridged(new[last + 1 : column], new[last][1]):
            yield first, last + 1
            first = column
        last = column
    yield first, last + 1


def _bridged(gap: Sequence[Cell], ink: Ink) -> bool:
    """Whether writing the equal cells of `gap` again costs less than moving over them."""
    if len(gap) >= _MOVE_BYTES:
        return False
    plain = all(own is ink or (text == " " and own not in FILLED) for text, own in gap)
    return plain and sum(len(text.encode()) for text, _ in gap) < _MOVE_BYTES


class _Piece(NamedTuple):
    """Characters of one ink, side by side."""

    row: int
    column: int
    text: str
    ink: Ink


def _pieces(row: int, old: Sequence[Cell], new: Sequence[Cell]) -> Iterator[_Piece]:
    """What a row must be sent, in pieces that begin where the cursor is known to stand."""
    for first, end in _runs(old, new):
        # A wide character goes whole: its second half cannot be sent alone.
        start = first - 1 if new[first][0] == "" else first
        text = ""
        ink: Ink | None = None  # only blanks so far: any ink draws them that does not fill
        for column in range(start, end):
            own, own_ink = new[column]
            if not own:
                continue
            wanted = None if own == " " and own_ink not in FILLED else own_ink
            same = wanted is ink or (None in (wanted, ink) and FILLED.isdisjoint((wanted, ink)))
            if text and not (same and _predictable(text[-1])):
                yield _Piece(row, start, text, ink or Ink.PLAIN)
                text, ink, start = "", None, column
            text += own
            ink = ink or wanted
        yield _Piece(row, start, text, ink or Ink.PLAIN)


def _sent(pieces: list[_Piece], columns: int, color: ColorDepth) -> str:
    """The pieces as a terminal takes them. Those of one ink go together: an ink is longer than a move."""
    out: list[str] = []
    ink, place, edge = Ink.PLAIN, (-1, -1), False
    for piece in sorted(pieces, key=lambda piece: _INKS[piece.ink]):
        if piece.ink is not ink:
            ink = piece.ink
            out.append(escape(ink, color))
        if place[0] == piece.row and place[1] < piece.column:
            out.append(f"\x1b[{piece.column - place[1]}C")
        elif place != piece[:2]:
            out.append(f"\x1b[{piece.row + 1};{piece.column + 1}H")
        out.append(piece.text)
        known = _predictable(piece.text[-1])
        end = piece.column + len(piece.text)
        place = (piece.row, end) if known else (-1, -1)
        edge = edge or end + (0 if known else 1) >= columns
    if ink is not Ink.PLAIN:
        out.append(_RESET)
    return "".join((_WRAP_OFF, *out, _WRAP_ON) if edge else out)
