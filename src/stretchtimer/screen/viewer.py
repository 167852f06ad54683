"""Sight -> rows of a screen and the place of its figure, pure: the same sight and size give the same page.

It knows no terminal and keeps nothing; `canvas` brings it onto one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stretchtimer.screen import cells
from stretchtimer.screen.about import form_name, read_lines
from stretchtimer.screen.geometry import TEXT_COLUMNS, Box
from stretchtimer.screen.look import Ink, side_ink
from stretchtimer.screen.page import Page
from stretchtimer.screen.sight import phase_at, side_at
from stretchtimer.screen.wording import pace_of, side_word

if TYPE_CHECKING:
    from stretchtimer.figure import Drawing
    from stretchtimer.screen.look import Look
    from stretchtimer.screen.page import Row
    from stretchtimer.screen.sight import Sight

_LEAST = Box(0, 0, 30, 10)
"""The smallest picture that one can make out."""
_BESIDE = 110
"""Columns from which the text stands beside the figure."""
_BESIDE_ROWS = 16
_TEXT_SHARE = 5  # of a wide screen the text has two parts in so many
_TEXT_LEAST = 2
_ROOMY = 40
_HINTED = 4
_KEY_COLUMNS = 12
_PACED = 14
"""Rows of figure and text from which the phase of the tempo has one of its own."""


class Places(NamedTuple):
    """The places on a page; `pace` and `hint` are rows, None where there is no room for one."""

    text: Box
    margin: int
    picture: Box | None = None
    pace: int | None = None
    hint: int | None = None


def compose(
    sight: Sight, drawing: Drawing | None, size: tuple[int, int], look: Look
) -> tuple[tuple[Row, ...], Box | None]:
    """The rows of the page, and where the drawing stands on them; `size` is (columns, rows)."""
    columns, rows = size
    page = Page(columns, rows)
    places = places_for(sight, size, pictured=drawing is not None)
    _draw_header(page, places, sight, drawing, look)
    lines = read_lines(sight, side_at(sight, drawing), places.text.columns, look)
    top = min(sight.scroll, _most(len(lines), places))
    for row, (text, ink) in enumerate(lines[top : top + places.text.rows], start=places.text.top):
        page.put(row, places.text.left, text, ink)
    end = min(top + places.text.rows, len(lines))
    more = "" if end - top == len(lines) else f"↑↓ {top + 1}-{end} of {len(lines)}"
    _draw_foot(page, places, sight, look, pace=_pace(sight, drawing, look), more=more)
    return page.rows(), places.picture


def scrolled(sight: Sight, drawing: Drawing | None, size: tuple[int, int], look: Look) -> tuple[int, int]:
    """How far a sight can be scrolled on a page of this size, and how many lines of it are seen at once."""
    places = places_for(sight, size, pictured=drawing is not None)
    count = len(read_lines(sight, side_at(sight, drawing), places.text.columns, look))
    return _most(count, places), max(places.text.rows, 1)


def places_for(sight: Sight, size: tuple[int, int], *, pictured: bool) -> Places:
    """Share out a page: the figure has as much of it as leaves room to read."""
    columns, rows = size
    margin = 1 if columns >= _ROOMY else 0
    hint = rows - 1 if rows >= _HINTED else None
    top = min(1, max(rows - 1, 0))
    body = (rows if hint is None else hint) - top
    width = max(min(columns - 2 * margin, TEXT_COLUMNS), 1)
    if sight.keys or not pictured or columns < _LEAST.columns or body < _LEAST.rows + _TEXT_LEAST:
        return Places(Box(top, margin, width, body), margin, hint=hint)
    if columns >= _BESIDE and body >= _BESIDE_ROWS and sight.watch is None:
        return _beside(columns, top, body, hint)
    paced = bool(sight.tempo) and not sight.still and body >= _PACED
    height = min(max(_LEAST.rows, (body - paced) * 2 // 3), columns // 2)
    below = top + height + paced
    text = Box(below, margin, width, body - height - paced)
    return Places(
        text,
        margin,
        Box(top, 0, columns, height),
        top + height if paced else None,
        rows - 1 if hint else None,
    )


def _beside(columns: int, top: int, body: int, hint: int | None) -> Places:
    """The figure at the left, the phase below it, and the text at its right."""
    width = min(columns * 2 // _TEXT_SHARE, TEXT_COLUMNS)
    left = columns - width - 1
    picture = Box(top + 1, 0, left - 2, body - 3)
    return Places(Box(top + 1, left, width, body - 2), 1, picture, top + body - 1, hint)


def _most(lines: int, places: Places) -> int:
    return max(lines - places.text.rows, 0)


def _draw_header(page: Page, places: Places, sight: Sight, drawing: Drawing | None, look: Look) -> None:
    side = side_at(sight, drawing)
    word = side_word(side)
    room = page.columns - 2 * places.margin - (len(word) + 2 if word else 0)
    name = sight.exercise.name if sight.exercise else sight.watch.path if sight.watch else ""
    name = cells.fit(cells.clean(name, look.ascii), room, look.ellipsis)
    page.put(0, places.margin, name, Ink.STRONG)
    facts = [form_name(sight)] if form_name(sight) else []
    if sight.watch and sight.watch.place[1] > 1:
        facts.append(f"{sight.watch.place[0]} of {sight.watch.place[1]} in the file")
    form = cells.clean("".join(f" · {fact}" for fact in facts), look.ascii)
    if cells.width(name) + cells.width(form) <= room:
        page.put(0, places.margin + cells.width(name), form, Ink.QUIET)
    page.right(0, word, side_ink(side), margin=places.margin)


def _draw_foot(page: Page, places: Places, sight: Sight, look: Look, *, pace: str, more: str) -> None:
    """The phase of the tempo, the keys worth knowing, and how much there is to read."""
    left = places.margin
    if places.pace is not None and places.picture is not None:
        middle = places.picture.left + places.picture.columns // 2
        pace = cells.fit(pace, places.picture.columns, look.ellipsis)
        page.put(places.pace, max(middle - cells.width(pace) // 2, 0), pace, Ink.STRONG)
    elif places.hint is not None and places.picture is not None and pace:
        pace = cells.fit(pace, page.columns // 2, look.ellipsis)
        page.put(places.hint, left, pace, Ink.STRONG)
        left += cells.width(pace) + 2
    if places.hint is None:
        return
    if page.columns - left - len(more) < _KEY_COLUMNS:  # how to leave matters more than how to read on
        more = more.removeprefix("↑↓ ")
    page.right(places.hint, more, Ink.QUIET, margin=places.margin)
    room = page.columns - places.margin - left - (len(more) + 2 if more else 0)
    keys, separator = _hints(sight), cells.clean("  ·  ", look.ascii)
    while keys and cells.width(separator.join(keys)) > room:
        keys.pop()
    page.put(places.hint, left, separator.join(keys), Ink.QUIET)


def _pace(sight: Sight, drawing: Drawing | None, look: Look) -> str:
    if sight.stopped:
        return "stopped"
    phase = phase_at(sight, drawing) if drawing else None
    return cells.clean(pace_of(phase.name, phase.breath and phase.breath.value), look.ascii) if phase else ""


def _hints(sight: Sight) -> list[str]:
    """The keys worth knowing just now, the most useful first."""
    if sight.keys:
        return ["? close this", "q leave"]
    hints = ["q leave", "? keys"]
    if sight.watch and sight.watch.place[1] > 1:
        hints.append("n next")
    if sight.side:
        hints.append("s other side")
    if sight.exercise and sight.exercise.levels:
        hints.append("e h easier, harder")
    elif sight.exercise and sight.exercise.adjustments:
        hints.append("h adjustments")
    if not sight.still:
        hints.append("space go on" if sight.stopped else "space stop")
    return hints
