"""Which rows of a screen serve for what, chosen by the room there is.

It knows no frame: the same size gives the same places, so that nothing moves while a routine plays.
Named tuples, not dataclasses: they are made in a third of the time, and a first frame waits for them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from stretchtimer.screen.digits import HEIGHT, span, time_face

CLOCK = "8:88"
"""The widest time that is usual; the places beside the figures are measured by it."""
MARGIN = 1
TEXT_COLUMNS = 78
"""Longer lines are hard to read."""
_FIELD_LEAST, _FIELD_MOST = 7, 46
_ROOMY = 40
_LOOSE = 3
"""The most empty rows between two things that belong together."""
_BESIDE = span(CLOCK, time_face(1)) + 2 * (_FIELD_LEAST + MARGIN + 1)

# From the top of the screen downwards.
_ORDER = (
    "header", "gap1", "label", "name", "gap2", "stage", "gap3", "bar", "gap4",
    "text", "gap5", "coming", "routine", "hint",
)  # fmt: skip
_FIGURES = {1: span(CLOCK, time_face(1)), 2: span(CLOCK, time_face(2)), 3: span(CLOCK, time_face(3))}


class Wish(NamedTuple):
    """A band that would like `height` rows; granted in turn while rows are left."""

    band: str
    height: int
    columns: int = 0  # the least width that makes it useful
    below: int = 10_000  # the width from which it is not needed


# Where the sides have no room beside the figures, the stage has a row for them above.
_FIGURES_AND_SIDE = (
    Wish("stage", HEIGHT, _BESIDE),
    Wish("stage", HEIGHT + 1, _FIGURES[1], _BESIDE),
)
_WISHES = (
    Wish("stage", 1), Wish("name", 1), Wish("bar", 1), Wish("routine", 1), Wish("coming", 1),
    Wish("label", 1), *_FIGURES_AND_SIDE, Wish("text", 1), Wish("hint", 1), Wish("text", 2),
    Wish("header", 1), Wish("gap2", 1), Wish("gap4", 1), Wish("text", 3), Wish("gap5", 1), Wish("gap3", 1),
    Wish("stage", 2 * HEIGHT, _FIGURES[2] + 20), Wish("text", 5), Wish("gap1", 1),
    Wish("stage", 3 * HEIGHT, _FIGURES[3] + 72), Wish("text", 8),
)  # fmt: skip
# Under a list of keys or the whole instructions the time stays, but smaller.
_OVERLAY_WISHES = (
    Wish("stage", 1), Wish("text", 3), Wish("name", 1), Wish("text", 12, 0, 62), Wish("text", 9),
    Wish("bar", 1), Wish("routine", 1), Wish("label", 1), Wish("hint", 1), Wish("header", 1),
    *_FIGURES_AND_SIDE, Wish("gap4", 1), Wish("text", 11), Wish("coming", 1), Wish("gap2", 1),
    Wish("gap3", 1), Wish("text", 14), Wish("gap5", 1), Wish("gap1", 1),
    Wish("stage", 2 * HEIGHT, _FIGURES[2] + 20), Wish("text", 24),
)  # fmt: skip


class Band(NamedTuple):
    """`height` rows from `top`; none where the screen has no room for it."""

    top: int
    height: int

    def __bool__(self) -> bool:
        return self.height > 0


class Plan(NamedTuple):
    """The places on a screen of one size."""

    columns: int
    header: Band
    label: Band
    name: Band
    stage: Band  # the figures
    bar: Band
    text: Band
    coming: Band
    routine: Band
    hint: Band
    field: int  # columns of a side's area beside the figures; 0 where it is a row above them

    @property
    def text_columns(self) -> int:
        return max(min(self.columns - 2 * self.margin, TEXT_COLUMNS), 1)

    @property
    def margin(self) -> int:
        """Empty columns at either edge."""
        return MARGIN if self.columns >= _ROOMY else 0


@lru_cache(maxsize=64)
def plan(columns: int, rows: int, *, overlay: bool = False) -> Plan:
    """Share out the rows of a screen, the most needed bands first."""
    heights = dict.fromkeys(_ORDER, 0)
    left = rows
    for wish in _OVERLAY_WISHES if overlay else _WISHES:
        cost = wish.height - heights[wish.band]
        if 0 < cost <= left and wish.columns <= columns < wish.below:
            heights[wish.band] = wish.height
            left -= cost
    # What is left over loosens the middle a little; the rest goes above and below it.
    for gap in ("gap3", "gap2", "gap4") * _LOOSE if left > 2 * _LOOSE else ():
        if left and heights[gap] < _LOOSE:
            heights[gap] += 1
            left -= 1
    heights["gap1"] += left // 2
    heights["gap5"] += left - left // 2
    bands = {}
    top = 0
    for name in _ORDER:
        bands[name] = Band(top, heights[name])
        top += heights[name]
    scale = heights["stage"] // HEIGHT
    beside = (columns - _FIGURES[scale]) // 2 - MARGIN - 1 if scale else 0
    return Plan(
        columns=columns,
        field=min(beside, _FIELD_MOST) if beside >= _FIELD_LEAST else 0,
        **{name: band for name, band in bands.items() if not name.startswith("gap")},
    )
