"""What there is to read: the instructions, all about an exercise, the keys, the closing line.

It knows the room it is given, not the rest of the screen.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from stretchtimer.screen import cells, keylist, passages, wording
from stretchtimer.screen.look import Ink

if TYPE_CHECKING:
    from stretchtimer.frame import Frame, View
    from stretchtimer.screen.geometry import Plan
    from stretchtimer.screen.look import Look
    from stretchtimer.screen.page import Page

_TWO_COLUMNS = 60
_KEY_COLUMNS = 8


def draw(page: Page, places: Plan, frame: Frame, view: View, look: Look) -> None:
    """Fill the text's rows with what the view asks for."""
    if not places.text:
        return
    if view.help:
        _draw_keys(page, places, look)
        return
    if wording.over(frame):
        ending = _paragraph((passages.ending(frame),), places.text_columns, places.text.height, look)
        for row, text in enumerate(ending, start=places.text.top):
            page.centre(row, text)
        return
    lines = _lines(places, frame, view, look)
    left = _left(places, max((cells.width(text) for text, _ in lines), default=0))
    for row, (text, ink) in enumerate(lines, start=places.text.top):
        page.put(row, left, text, ink)


def _left(places: Plan, longest: int) -> int:
    """Where lines begin: at the margin; on a wide screen they stand in the middle, as a whole."""
    wide = places.columns > places.text_columns + 2 * places.margin
    return (places.columns - longest) // 2 if wide else places.margin


def _lines(places: Plan, frame: Frame, view: View, look: Look) -> list[tuple[str, Ink]]:
    columns, rows = places.text_columns, places.text.height
    if view.info:
        pages = _pages(places, frame, look)
        return pages[view.page % len(pages)]
    asides = _separate(passages.asides(frame), columns, look)[:rows]
    lines = [(line, Ink.STRONG) for line in asides]
    rest = _paragraph(frame.instructions, columns, rows - len(asides), look)
    return lines + [(line, Ink.PLAIN) for line in rest]


def place(places: Plan, frame: Frame, view: View, look: Look) -> str:
    """Which page of how many is read: `2/3`; empty where all stands on one."""
    count = len(_pages(places, frame, look)) if view.info and places.text else 1
    return f"{view.page % count + 1}/{count}" if count > 1 else ""


def _pages(places: Plan, frame: Frame, look: Look) -> list[list[tuple[str, Ink]]]:
    """All there is to read, on as many pages as it takes; a heading stands above what it is for."""
    columns, rows = places.text_columns, max(places.text.height, 1)
    asides = [(line, Ink.STRONG) for line in _separate(passages.asides(frame), columns, look)]
    lines = asides + _all_about(frame, columns, look, spaced=True)
    if len(lines) > rows:
        lines = asides + _all_about(frame, columns, look, spaced=False)
    pages = []
    while lines:
        end = rows - 1 if 1 < rows < len(lines) and lines[rows - 1][1] is Ink.STRONG else rows
        pages.append(lines[:end])
        lines = lines[end:]
    return pages or [[]]


def _all_about(frame: Frame, columns: int, look: Look, *, spaced: bool) -> list[tuple[str, Ink]]:
    """Everything there is to read about the exercise; `spaced` has an empty line between the sections."""
    texts: list[tuple[str, Ink]] = []
    for heading, section in passages.sections(frame):
        if texts and spaced and heading:
            texts.append(("", Ink.PLAIN))
        if heading:
            texts.append((heading, Ink.STRONG))
        texts += [(line, Ink.PLAIN) for line in _separate(section, columns, look)]
    return texts


@lru_cache(maxsize=64)
def _separate(texts: tuple[str, ...], columns: int, look: Look) -> tuple[str, ...]:
    """Each text on a line of its own, wrapped."""
    return tuple(line for text in texts for line in cells.wrap(cells.clean(text, look.ascii), columns))


@lru_cache(maxsize=64)
def _paragraph(texts: tuple[str, ...], columns: int, rows: int, look: Look) -> tuple[str, ...]:
    """Each text on a line of its own where all have room, else run together and cut."""
    lines = _separate(texts, columns, look)
    if len(lines) > rows:
        lines = _separate((" ".join(texts),), columns, look)
    return cells.limit(lines, rows, columns, look.ellipsis)


def _draw_keys(page: Page, places: Plan, look: Look) -> None:
    entries = [(cells.clean(key, look.ascii), what) for key, what in keylist.KEYS]
    two = places.text_columns >= _TWO_COLUMNS
    rows = min(-(-len(entries) // 2) if two else len(entries), places.text.height)
    column = places.text_columns // 2
    for number, (key, what) in enumerate(entries[: 2 * rows if two else rows]):
        left = _left(places, places.text_columns) + (column if number >= rows else 0)
        row = places.text.top + number % rows
        page.put(row, left, key.rjust(_KEY_COLUMNS - 1), Ink.STRONG)
        room = (column if two else places.text_columns) - _KEY_COLUMNS - 1
        page.put(row, left + _KEY_COLUMNS + 1, cells.fit(what, room, look.ellipsis))
