"""What can be begun, as rows of a screen, pure: the same offers, choice, size and look give the same rows.

It knows no terminal and no key; whoever asks says which offer is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from stretchtimer.screen import cells
from stretchtimer.screen.look import Ink
from stretchtimer.screen.page import Page
from stretchtimer.units import MINUTE

if TYPE_CHECKING:
    from stretchtimer.offers import Offer, Offers
    from stretchtimer.screen.look import Look
    from stretchtimer.screen.page import Row
    from stretchtimer.units import Millis

_MARK = "> "
_TIME = len("120 min")
_LAST = len("365 days ago")
_GAP = 2
_NAME = 30  # columns for a name, where there is room for all
_WITH_LAST, _WITH_ABOUT = 40, 66  # columns from which a line has these as well
_KEYS = ("Enter start", "↑ ↓ choose", "? keys", "q leave")
_KEYS_ASCII = ("Enter start", "j k choose", "? keys", "q leave")
_KEYS_SHORT = "Enter ? q"
_HELP = (  # what matters most comes first: a small screen has no room for all
    ("Enter", "start"),
    ("q, Esc", "leave"),
    ("down, j", "the next"),
    ("up, k", "the one before"),
    ("?", "back to the choice"),
    ("Home, End", "the first, the last"),
)
_MORE = "stretch list has everything, stretch --help the other commands."


class _Places(NamedTuple):
    """Which parts there are, and how many rows they have; the list takes what is left."""

    head: bool
    name: bool
    why: int
    about: bool
    rule: bool
    word: int
    hint: bool
    height: int  # of the list


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page to draw on, and how."""

    page: Page
    offers: Offers
    chosen: int
    look: Look

    @property
    def margin(self) -> int:
        return 1 if self.page.columns >= _WITH_LAST else 0

    @property
    def room(self) -> int:
        return max(self.page.columns - 2 * self.margin, 1)

    def clean(self, text: str) -> str:
        return cells.clean(text, self.look.ascii)

    def fit(self, text: str, columns: int) -> str:
        return cells.fit(self.clean(text), max(columns, 1), self.look.ellipsis)

    def lines(self, text: str, rows: int) -> tuple[str, ...]:
        """A text in so many rows at most."""
        wrapped = cells.wrap(self.clean(text), self.room)
        return cells.limit(wrapped, rows, self.room, self.look.ellipsis)


def compose(
    offers: Offers, chosen: int, size: tuple[int, int], look: Look, *, keys: bool = False
) -> tuple[Row, ...]:
    """The rows of a screen of (columns, rows); `keys` has the keys in place of the list."""
    columns, rows = size
    sheet = _Sheet(Page(columns, rows), offers, chosen, look)
    places = _places(sheet, rows, keys=keys)
    top = _draw_above(sheet, places)
    if keys:
        _draw_keys(sheet, places, top)
    else:
        _draw_list(sheet, places, top)
    _draw_below(sheet, places, rows)
    return sheet.page.rows()


def _places(sheet: _Sheet, rows: int, *, keys: bool) -> _Places:
    """The keys have all the room but that for the name of what is chosen."""
    narrow = sheet.room < _WITH_ABOUT
    why = 3 if rows >= 14 and narrow else 2 if rows >= 5 else int(rows >= 3)
    parts = _Places(
        head=rows >= 16,
        name=rows >= 8,
        why=0 if keys else why,
        about=rows >= 12 and narrow and not keys,
        rule=rows >= 10,
        word=len(sheet.lines(sheet.offers.word, 3)) if rows >= 12 and not keys else 0,
        hint=rows >= 4,
        height=0,
    )
    used = parts.why + parts.word + sum((2 * parts.head, parts.name, parts.about, parts.rule, parts.hint))
    return parts._replace(height=max(rows - used - bool(parts.word), 1))


def _draw_above(sheet: _Sheet, places: _Places) -> int:
    """What is chosen, with its reasons; the first row below it."""
    page, offer, left, row = sheet.page, sheet.offers.offers[sheet.chosen], sheet.margin, 0
    if places.head:
        page.put(row, left, sheet.fit("What to play now", sheet.room), Ink.QUIET)
        row += 2
    if places.name:
        time = _minutes(offer.duration)
        page.put(row, left, sheet.fit(offer.name, sheet.room - len(time) - _GAP), Ink.STRONG)
        page.right(row, time, Ink.STRONG, margin=left)
        row += 1
    for number, line in enumerate(sheet.lines(offer.why, places.why)):
        page.put(row + number, left, line)
    row += places.why
    if places.about:
        page.put(row, left, sheet.fit(f"For {offer.about}." if offer.about else "", sheet.room), Ink.QUIET)
        row += 1
    if places.rule:
        page.put(row, left, sheet.look.level * sheet.room, Ink.QUIET)
        row += 1
    return row


def _draw_list(sheet: _Sheet, places: _Places, top: int) -> None:
    offers, height = sheet.offers.offers, places.height
    # The chosen one stands in the middle where not all have room.
    first = max(min(sheet.chosen - height // 2, len(offers) - height), 0)
    for number, offer in enumerate(offers[first : first + height]):
        _draw_offer(sheet, top + number, offer, own=first + number == sheet.chosen)


def _draw_offer(sheet: _Sheet, row: int, offer: Offer, *, own: bool) -> None:
    """A line: name, minutes, what it is for, when it was played last; as much as there is room for."""
    page, ink, quiet = sheet.page, *((Ink.STRONG, Ink.STRONG) if own else (Ink.PLAIN, Ink.QUIET))
    begin, end = sheet.margin + len(_MARK), page.columns - sheet.margin
    if own:
        page.put(row, sheet.margin, _MARK, ink)
    if sheet.room >= _WITH_LAST:
        page.right(row, sheet.clean(offer.last or "not yet"), quiet, margin=sheet.margin)
        end -= _LAST + _GAP
    wide = sheet.room >= _WITH_ABOUT
    name = max(min(_NAME if wide else end, end - begin - _TIME - 1), 1)
    page.put(row, begin, sheet.fit(offer.name, name), ink)
    time = _minutes(offer.duration)
    at = begin + name + 1 + _TIME
    page.put(row, at - len(time), time, ink)
    if wide and offer.about:
        page.put(row, at + _GAP, sheet.fit(offer.about, end - at - _GAP), quiet)


def _draw_keys(sheet: _Sheet, places: _Places, top: int) -> None:
    wide = max(len(key) for key, _ in _HELP) + _GAP
    lines = [f"{key:{wide}}{does}" for key, does in _HELP]
    more = sheet.lines(_MORE, 2)
    if places.height > len(lines) + len(more):
        lines += ["", *more]
    for row, line in enumerate(lines[: places.height], start=top):
        sheet.page.put(row, sheet.margin, sheet.fit(line, sheet.room))


def _draw_below(sheet: _Sheet, places: _Places, rows: int) -> None:
    page, left = sheet.page, sheet.margin
    for row, line in enumerate(sheet.lines(sheet.offers.word, places.word)):
        page.put(rows - places.hint - places.word + row, left, line)
    if not places.hint:
        return
    count = len(sheet.offers.offers)
    place = f"{sheet.chosen + 1}/{count}" if count > places.height else ""
    separator = sheet.clean("  ·  ")
    keys = list(_KEYS_ASCII if sheet.look.ascii else _KEYS)
    free = sheet.room - (len(place) + _GAP if place else 0)
    while len(keys) > 1 and len(separator.join(keys)) > free:
        keys.pop(1 if len(keys) > 2 else -1)  # how to start and how to leave are the last to go
    hint = separator.join(keys) if len(keys) > 1 else _KEYS_SHORT
    page.put(rows - 1, left, cells.fit(hint, free, sheet.look.ellipsis), Ink.QUIET)
    page.right(rows - 1, place, Ink.QUIET, margin=left)


def _minutes(ms: Millis) -> str:
    """A length as one speaks of it: whole minutes, never fewer than it takes."""
    return f"{max(-(-ms // MINUTE), 1)} min"
