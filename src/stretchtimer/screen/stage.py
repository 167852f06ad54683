"""The middle of the screen: the seconds in large figures, and the side beside them.

It knows the room it is given, not the rest of the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.frame import State
from stretchtimer.model import Side
from stretchtimer.screen import cells, digits, wording, zones
from stretchtimer.screen.geometry import MARGIN
from stretchtimer.screen.look import Ink, side_ink
from stretchtimer.screen.sides import active, draw_field, draw_tag

if TYPE_CHECKING:
    from stretchtimer.frame import Frame
    from stretchtimer.screen.geometry import Plan
    from stretchtimer.screen.look import Look
    from stretchtimer.screen.page import Page

_HIGHEST = 3 * digits.HEIGHT


def draw(page: Page, places: Plan, frame: Frame, look: Look) -> None:
    """Draw the figures, or the word where nothing counts down, and the side."""
    if not places.stage:
        return
    if places.beside:
        zones.draw(page, places, frame, look)
        return
    if places.stage.height < digits.HEIGHT:
        _draw_line(page, places, frame, look)
        return
    top, rows = places.stage.top, places.stage.height
    side = None if wording.over(frame) else frame.side
    big, ink = _big(places, frame, side, look)
    free = (page.columns - (len(big[0]) if big else 0)) // 2
    if side and places.field and free > places.field + MARGIN:
        draw_field(page, places, frame, side, look, top=top, rows=rows)
    elif side:
        # PAUSED or an hour may take the field's room; then a word at the edge of the label's row has to do.
        half, word = page.columns // 2, len(wording.side_word(side)) + 2
        draw_tag(page, places.label.top if places.field else top, frame, side, word if places.field else half)
    if not places.field:
        top, rows = top + 1, rows - 1
    for row, line in enumerate(big, start=top + (rows - len(big)) // 2):
        page.put(row, free, line, ink)


def _big(places: Plan, frame: Frame, side: Side | None, look: Look) -> tuple[tuple[str, ...], Ink]:
    """What stands in the middle, as rows of one width: the time, or the word for a standstill."""
    beside = 2 * (places.field + MARGIN + 1) if side and places.field else 0
    rows = places.stage.height - (0 if places.field else 1)
    block = digits.ASCII_BLOCK if look.ascii else digits.BLOCK
    if frame.state is State.PAUSED or wording.over(frame):
        # All words are set in the size of the longest, or DONE would shout.
        text, widest, faces, ink = wording.label(frame), "PAUSED", digits.WORDS, Ink.STRONG
    else:
        text, faces = wording.time_left(frame), digits.TIMES
        widest, ink = text, side_ink(side) if active(frame) else Ink.QUIET
    for room in (places.columns - beside, places.columns):
        if face := digits.best(widest, room, min(rows, _HIGHEST), faces):
            return digits.spell(text, face, block), ink
    return (text,), ink


def _draw_line(page: Page, places: Plan, frame: Frame, look: Look) -> None:
    """All in one row, where there is no room for figures: the side at its edge, the time between."""
    row, columns = places.stage.top, page.columns
    text = _line(places, frame, look)
    side = None if wording.over(frame) else frame.side
    tag = len(wording.side_word(side)) + 2
    time = wording.time_left(frame)
    if side is None or columns < tag + len(time) + 1:
        page.centre(row, cells.fit(text, columns, look.ellipsis), Ink.STRONG)
        return
    draw_tag(page, row, frame, side, tag)
    if cells.width(text) <= columns - 2 * (tag + 1):
        page.centre(row, text, Ink.STRONG)
        return
    room = columns - tag - 1
    text = cells.fit(text if cells.width(text) <= room or not places.name else time, room, look.ellipsis)
    page.put(row, tag + 1 if side is Side.LEFT else 0, text, Ink.STRONG)


def _line(places: Plan, frame: Frame, look: Look) -> str:
    """The time, with what has no row of its own: the word for what goes on, the name."""
    if wording.over(frame):
        words = [wording.label(frame)]
    else:
        standstill = frame.state is State.PAUSED or not places.label
        words = [wording.label(frame) if standstill else "", wording.time_left(frame)]
    if not places.name:
        words.append(cells.clean(frame.name, look.ascii))
    return " ".join(word for word in words if word)
