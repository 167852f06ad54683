"""The side by word, place and colour: an area at its own edge, with the word in it.

It knows the room it is given, not the rest of the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.frame import State
from stretchtimer.model import Side
from stretchtimer.screen import digits, wording
from stretchtimer.screen.look import field_ink, side_ink

if TYPE_CHECKING:
    from stretchtimer.frame import Frame
    from stretchtimer.screen.geometry import Plan
    from stretchtimer.screen.look import Look
    from stretchtimer.screen.page import Page


def active(frame: Frame) -> bool:
    """Whether the exercise is on right now: what belongs to it is filled, and an outline else."""
    return wording.working(frame) and frame.state is State.PLAYING


def draw_field(
    page: Page, places: Plan, frame: Frame, side: Side, look: Look, *, top: int, rows: int
) -> None:
    """The side's area at its own edge: filled while the exercise is on, an outline before and in a pause."""
    columns, margin = places.field, 0 if places.beside else places.margin
    left = margin if side is Side.LEFT else page.columns - margin - columns
    solid = active(frame)
    ink = field_ink(side) if solid else side_ink(side)
    word = _side_word(side, columns - 2, rows, look)
    first = (rows - len(word)) // 2
    upright = " " if solid else look.upright
    for row in range(rows):
        inner = word[row - first] if first <= row < first + len(word) else ""
        text = upright + inner.center(columns - 2) + upright
        if not solid and row in (0, rows - 1) and not inner:
            ends = look.corners[:2] if row == 0 else look.corners[2:]
            text = ends[0] + look.level * (columns - 2) + ends[1]
        page.put(top + row, left, text, ink)


def _side_word(side: Side, columns: int, rows: int, look: Look) -> tuple[str, ...]:
    """The side's word: in blocks where both words have room, as plain text elsewhere."""
    word = wording.side_word(side)
    faces = (digits.best(wording.side_word(each), columns, rows, digits.WORDS) for each in Side)
    face = min((face or digits.Face(0, 0, 0) for face in faces), default=None)
    if face and face.scale:
        return digits.spell(word, face, digits.ASCII_BLOCK if look.ascii else digits.BLOCK)
    return (word,)


def draw_tag(page: Page, row: int, frame: Frame, side: Side, columns: int) -> None:
    """The side's word on `columns` cells of one row, at its own edge."""
    ink = field_ink(side) if active(frame) else side_ink(side)
    text = wording.side_word(side).center(columns)
    page.put(row, 0 if side is Side.LEFT else page.columns - columns, text, ink)
