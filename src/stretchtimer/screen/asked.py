"""The screen of a question after the end: a headline and a scale to be read from afar, and the keys.

It knows the question and the size, and no frame but how it ended. Texts from files leave here clean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stretchtimer.screen import cells, digits, passages, wording
from stretchtimer.screen.geometry import MARGIN, TEXT_COLUMNS
from stretchtimer.screen.look import Ink, side_ink
from stretchtimer.screen.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchtimer.frame import Ask, Frame
    from stretchtimer.screen.look import Look
    from stretchtimer.screen.page import Row

_NUMBERS = tuple(str(number) for number in range(11))
_CELL = 4
"""Columns of a number where the scale is plain text."""
_LARGE = ((2, 2), (2, 1), (2, 0), (1, 1), (1, 0), (0, 0))
"""How large the headline and the scale may be, the best first; 0 is plain text."""
_ENDS = "0: nothing at all · 10: as bad as can be"
_NOTE = "Type a line about it, if you like."


_ALWAYS = 9
_KEPT = 5
"""What is needed so much stays beside large words."""


class _Part(NamedTuple):
    """Rows of one kind below each other. Of the optional ones the least needed goes first."""

    rows: tuple[tuple[str, Ink], ...]
    need: int = _ALWAYS


class _Sheet(NamedTuple):
    """The columns there are, those for text, and how large the headline and the scale are."""

    columns: int
    room: int
    look: Look
    headline: int
    scale: int


def compose_asked(frame: Frame, ask: Ask, size: tuple[int, int], look: Look) -> tuple[Row, ...]:
    """The rows of the screen for a question about the session that `frame` ended."""
    columns, rows = size
    page = Page(columns, rows)
    for headline, scale in _LARGE:
        if not _fits(ask, columns, headline, scale):
            continue
        sheet = _Sheet(columns, max(min(columns - 2 * MARGIN, TEXT_COLUMNS), 1), look, headline, scale)
        parts = list(_parts(frame, ask, sheet))
        # Large words are for those who are far away: gaps give way to them, and little else does.
        needed = sum(len(part.rows) for part in parts if part.need >= _KEPT)
        if needed <= rows or not (headline or scale):
            _put(page, _chosen(parts, rows), rows)
            break
    return page.rows()


def _fits(ask: Ask, columns: int, headline: int, scale: int) -> bool:
    """Whether this size fits the columns; a scale that is not there has no size."""
    if scale and not ask.scale:
        return False
    large = not headline or _face(ask.widest, columns, headline) is not None
    return large and (not scale or _scale_face(columns, scale) is not None)


def _face(text: str, columns: int, scale: int) -> digits.Face | None:
    faces = [face for face in digits.WORDS if face.scale == scale]
    return digits.best(text, columns - 2 * MARGIN, scale * digits.HEIGHT, faces)


def _scale_face(columns: int, scale: int) -> digits.Face | None:
    # The two figures of the ten stand closer together than two numbers.
    faces = (face._replace(gap=max(face.gap // 2, 1)) for face in digits.TIMES if face.scale == scale)
    return next((face for face in faces if _span(face) <= columns - 2 * MARGIN), None)


def _span(face: digits.Face) -> int:
    return sum(digits.span(number, face) for number in _NUMBERS) + 10 * _between(face)


def _between(face: digits.Face) -> int:
    return 3 * face.gap if face.wide == 1 else 2 * face.wide


def _height(parts: list[_Part]) -> int:
    return sum(len(part.rows) for part in parts)


def _parts(frame: Frame, ask: Ask, sheet: _Sheet) -> Iterator[_Part]:
    look, room = sheet.look, sheet.room
    gap = (("", Ink.PLAIN),)
    title = cells.clean(f"{frame.title} · {wording.label(frame).lower()}", look.ascii)
    closing = cells.wrap(cells.clean(passages.ending(frame), look.ascii), room)
    *told, asks = ([*cells.wrap(cells.clean(text, look.ascii), room)] for text in ask.lines or ("",))
    yield _Part(((cells.fit(title, room, look.ellipsis), Ink.QUIET),), 5)
    yield _Part(gap, 1)
    yield _Part(tuple((line, Ink.PLAIN) for line in cells.limit(closing, 2, room, look.ellipsis)), 4)
    yield _Part(gap, 3)
    for lines in told:
        yield _Part(tuple((line, Ink.STRONG) for line in lines), 7)
    yield _Part(tuple((line, Ink.STRONG) for line in asks))
    yield _Part(gap, 2)
    yield _Part(_headline(ask, sheet), 8)
    if ask.scale:
        yield _Part(gap, 3)
        yield _Part(_scale(ask, sheet))
        yield _Part(((cells.fit(cells.clean(_ENDS, look.ascii), room, look.ellipsis), Ink.QUIET),), 6)
        yield _Part(gap, 2)
        yield _Part((_note(ask, room, look),))
    yield _Part(gap, 3)
    yield _Part((_hints(ask, room, look),))


def _headline(ask: Ask, sheet: _Sheet) -> tuple[tuple[str, Ink], ...]:
    ink = side_ink(ask.side)
    look, face = sheet.look, None
    if sheet.headline:
        face = _face(ask.widest, sheet.columns, sheet.headline)
    if face is None or not digits.can_spell(ask.headline):
        return ((cells.clean(ask.headline, look.ascii), ink),)
    lines = digits.spell(ask.headline, face, _block(look))
    # It begins where the longest would: nothing moves when a number comes to it.
    wide = digits.span(ask.widest, face)
    return tuple((line.ljust(wide), ink) for line in lines)


def _scale(ask: Ask, sheet: _Sheet) -> tuple[tuple[str, Ink], ...]:
    """The numbers, and a line below the one that is chosen: it shows without colours."""
    look, face = sheet.look, _scale_face(sheet.columns, sheet.scale) if sheet.scale else None
    if face is None:
        plain = "".join(
            (f"[{number}]" if number == str(ask.value) else number).center(_CELL) for number in _NUMBERS
        )
        return ((plain, Ink.STRONG),)
    drawn = [digits.spell(number, face, _block(look)) for number in _NUMBERS]
    between = " " * _between(face)
    rows = [between.join(number[row] for number in drawn) for row in range(len(drawn[0]))]
    mark, _ = look.bar(len(rows[0]), len(rows[0]))
    marks = between.join(
        (mark if number == str(ask.value) else " " * len(rows[0]))[: len(drawn[at][0])]
        for at, number in enumerate(_NUMBERS)
    )
    return (*((row, Ink.PLAIN) for row in rows), (marks, Ink.STRONG))


def _note(ask: Ask, room: int, look: Look) -> tuple[str, Ink]:
    """The end of what is typed, with a mark where the next letter comes."""
    if ask.note is None:
        return "", Ink.PLAIN
    if not ask.note:
        return cells.fit(_NOTE, room, look.ellipsis), Ink.QUIET
    text = typed = cells.clean(ask.note, look.ascii)
    while text and cells.width(text) > room - 1 - len(look.ellipsis):  # the room may be less than nothing
        text = text[1:]
    cut = "" if text == typed else look.ellipsis
    return f"{cut}{text}_", Ink.STRONG


def _hints(ask: Ask, room: int, look: Look) -> tuple[str, Ink]:
    keys = [cells.clean(hint, look.ascii) for hint in ask.hints]
    separator = cells.clean("  ·  ", look.ascii)
    while cells.width(separator.join(keys)) > room and len(keys) > 1:
        keys.pop()
    return cells.fit(separator.join(keys), room, look.ellipsis), Ink.QUIET


def _block(look: Look) -> str:
    return digits.ASCII_BLOCK if look.ascii else digits.BLOCK


def _chosen(parts: list[_Part], rows: int) -> list[_Part]:
    """What there is room for: the least needed is left out first, of one need the lowest."""
    kept = list(parts)
    while _height(kept) > rows:
        least = min(part.need for part in kept)
        if least >= _ALWAYS:
            break
        at = max(place for place, part in enumerate(kept) if part.need == least)
        del kept[at]
    return kept


def _put(page: Page, parts: list[_Part], rows: int) -> None:
    top = max(rows - _height(parts), 0) // 2
    for part in parts:
        for text, ink in part.rows:
            page.centre(top, text, ink)
            top += 1
