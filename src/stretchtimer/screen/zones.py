"""What stands at both sides of a picture: the side in its own place, the time and the rep in the other.

It knows the room it is given, not the rest of the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.frame import State
from stretchtimer.model import Side
from stretchtimer.screen import cells, digits, wording
from stretchtimer.screen.geometry import Box
from stretchtimer.screen.look import Ink, side_ink
from stretchtimer.screen.sides import active, draw_field
from stretchtimer.timeline import SegmentKind

if TYPE_CHECKING:
    from stretchtimer.frame import Frame
    from stretchtimer.screen.geometry import Plan
    from stretchtimer.screen.look import Look
    from stretchtimer.screen.page import Page

_WORDS = {SegmentKind.PREPARE: "READY", SegmentKind.TRANSITION: "NEXT", SegmentKind.REST: "REST"}
_BELOW = digits.HEIGHT + 1
"""The least rows of a side's area that shares its zone."""


def draw(page: Page, places: Plan, frame: Frame, look: Look) -> None:
    """Fill both zones; nothing moves while a side is worked on."""
    top, rows = places.stage.top, places.stage.height
    time, rep = wording.time_left(frame), wording.rep_number(frame)
    breath = (frame.breath or "").upper() if active(frame) else ""
    if frame.alternates and wording.working(frame) and frame.side:
        # The side flips with each rep: the numbers keep their places, and only the side's area moves.
        upper = rows - max(rows // 2, _BELOW)
        _draw_text(page, _slot(places, Side.LEFT, top, upper), rep, Ink.STRONG, look)
        _draw_text(page, _slot(places, Side.RIGHT, top, upper), time, Ink.STRONG, look)
        draw_field(page, places, frame, frame.side, look, top=top + upper, rows=rows - upper)
        _draw_text(page, _slot(places, frame.side.other, top + upper, rows - upper), breath, Ink.QUIET, look)
        return
    ink = side_ink(frame.side) if active(frame) else Ink.QUIET
    if frame.side:
        draw_field(page, places, frame, frame.side, look, top=top, rows=rows)
        lines = [(rep, Ink.STRONG), (_word(frame), Ink.STRONG), (time, ink)]
        if rows >= _BELOW * (2 + bool(rep)) - 1:
            lines.insert(1, (breath, Ink.QUIET))
        _draw_texts(page, places, frame.side.other, lines, look)
        return
    lines = [(rep, Ink.STRONG), (_word(frame), Ink.STRONG), (breath, Ink.QUIET)]
    _draw_texts(page, places, Side.LEFT, lines, look)
    _draw_texts(page, places, Side.RIGHT, [(time, ink)], look)


def _word(frame: Frame) -> str:
    """What goes on, where the name's place says what comes and not this."""
    return "" if frame.state is not State.PLAYING else _WORDS.get(frame.kind, "")


def _slot(places: Plan, at: Side, top: int, rows: int) -> Box:
    left = 0 if at is Side.LEFT else places.columns - places.field
    return Box(top, left, places.field, rows)


def _draw_texts(page: Page, places: Plan, at: Side, lines: list[tuple[str, Ink]], look: Look) -> None:
    """Texts below each other in a zone, each with the same share of its rows."""
    told = [(text, ink) for text, ink in lines if text]
    rows = places.stage.height // max(len(told), 1)
    spare = places.stage.height - rows * len(told)
    for number, (text, ink) in enumerate(told):
        top = places.stage.top + number * rows + number * spare // max(len(told) - 1, 1)
        _draw_text(page, _slot(places, at, top, rows), text, ink, look)


def _draw_text(page: Page, slot: Box, text: str, ink: Ink, look: Look) -> None:
    if not text:
        return
    faces = digits.TIMES if any(character.isdigit() for character in text) else digits.WORDS
    face = digits.best(text, slot.columns, slot.rows, faces)
    lines: tuple[str, ...] = (cells.fit(text, slot.columns, look.ellipsis),)
    if face is not None:
        lines = digits.spell(text, face, digits.ASCII_BLOCK if look.ascii else digits.BLOCK)
    left = slot.left + (slot.columns - len(lines[0])) // 2
    # An odd row is left above: the name's letters stand right over the zones.
    for row, line in enumerate(lines, start=slot.top + (slot.rows - len(lines) + 1) // 2):
        page.put(row, left, line, ink)
