"""Which rows of a screen serve for what, chosen by the room there is.

It knows no frame: the same size gives the same places, so that nothing moves while a routine plays.
Named tuples, not dataclasses: they are made in a third of the time, and a first frame waits for them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from stretchtimer.screen.digits import HEIGHT, TIMES, WORDS, span, square

CLOCK = "8:88"
"""The widest time that is usual; the places beside the figures are measured by it."""
MARGIN = 1
TEXT_COLUMNS = 78
"""Longer lines are hard to read."""
_FIELD_LEAST, _FIELD_MOST = 7, 46
_ROOMY = 40
_LOOSE = 3
"""The most empty rows between two things that belong together."""
_TIMES = {face.scale: span(CLOCK, face) for face in square(TIMES)}
_BESIDE = _TIMES[1] + 2 * (_FIELD_LEAST + MARGIN + 1)

ZONE = span("RIGHT", WORDS[-1]) + 2
"""The least columns beside a picture: the longer side, in narrow letters and an outline."""
_ZONE_SHARE = 4  # each of the two has a fourth of a wide screen
_PICTURE_COLUMNS, _PICTURE_ROWS = 30, 10
"""The smallest picture that one can make out."""
_PICTURE_MOST = 96
_PICTURE_SHARE = 4
"""The most columns of a picture for each of its rows."""

# From the top of the screen downwards.
_ORDER = (
    "header", "gap1", "label", "name", "gap2", "picture", "stage", "gap3", "bar", "gap4",
    "text", "gap5", "coming", "gap6", "routine", "hint",
)  # fmt: skip


class Wish(NamedTuple):
    """A band that would like `height` rows; granted in turn while rows are left."""

    band: str
    height: int
    columns: int = 0  # the least width that makes it useful
    below: int = 10_000  # the width from which it is not needed


_NAMED, _TOLD, _BROKEN = 70, 96, 48
"""Columns from which a name is set large, from which what follows it is, and from which on two lines."""
_LARGE = 160
# Where the sides have no room beside the time, the stage has a row for them above.
_TIME_AND_SIDE = (
    Wish("stage", HEIGHT, _BESIDE),
    Wish("stage", HEIGHT + 1, _TIMES[1], _BESIDE),
)
_WISHES = (
    Wish("stage", 1), Wish("name", 1), Wish("bar", 1), Wish("routine", 1), Wish("coming", 1),
    Wish("label", 1), *_TIME_AND_SIDE, Wish("text", 1), Wish("hint", 1), Wish("text", 2),
    Wish("header", 1), Wish("name", HEIGHT, _NAMED), Wish("stage", HEIGHT + 3, 0, _BESIDE),
    Wish("stage", 2 * HEIGHT, _TIMES[2] + 20), Wish("gap2", 1), Wish("gap4", 1), Wish("text", 3),
    Wish("name", HEIGHT, _BROKEN), Wish("gap5", 1), Wish("gap3", 1), Wish("coming", HEIGHT, _TOLD),
    Wish("text", 5), Wish("gap1", 1), Wish("gap6", 1), Wish("stage", 3 * HEIGHT, _TIMES[3] + 72),
    Wish("name", 2 * HEIGHT, _LARGE), Wish("name", 2 * HEIGHT + 1, _BROKEN, _NAMED), Wish("text", 8),
)  # fmt: skip
# With a picture in the middle the time and the side stand beside it.
_PICTURE_WISHES = (
    Wish("stage", _PICTURE_ROWS), Wish("name", 1), Wish("bar", 1), Wish("routine", 1), Wish("coming", 1),
    Wish("stage", 12), Wish("hint", 1), Wish("text", 1), Wish("header", 1), Wish("name", HEIGHT, _NAMED),
    Wish("text", 2), Wish("label", 1), Wish("stage", 13), Wish("text", 3), Wish("gap2", 1), Wish("gap4", 1),
    Wish("stage", 14), Wish("gap5", 1), Wish("gap3", 1), Wish("coming", HEIGHT, _TOLD), Wish("stage", 17),
    Wish("gap6", 1), Wish("stage", 18), Wish("gap1", 1), Wish("text", 4), Wish("name", 2 * HEIGHT, _LARGE),
    Wish("stage", 24), Wish("text", 6), Wish("stage", 32),
)  # fmt: skip
# On a narrow screen that is high the picture stands above them.
_HIGH_WISHES = (
    Wish("stage", 1), Wish("name", 1), Wish("bar", 1), Wish("routine", 1), Wish("coming", 1),
    Wish("label", 1), *_TIME_AND_SIDE, Wish("picture", _PICTURE_ROWS), Wish("hint", 1), Wish("text", 2),
    Wish("header", 1), Wish("picture", 12), Wish("name", HEIGHT, _BROKEN), Wish("text", 3),
    Wish("gap2", 1), Wish("gap3", 1), Wish("gap4", 1), Wish("gap5", 1), Wish("picture", 14),
    Wish("name", 2 * HEIGHT + 1, _BROKEN, _NAMED), Wish("stage", HEIGHT + 2, _BESIDE), Wish("gap1", 1),
    Wish("text", 5), Wish("picture", 20), Wish("picture", 28),
)  # fmt: skip
# Under a list of keys or the whole instructions the time stays, but smaller.
_OVERLAY_WISHES = (
    Wish("stage", 1), Wish("text", 3), Wish("name", 1), Wish("text", 12, 0, 62), Wish("text", 9),
    Wish("bar", 1), Wish("routine", 1), Wish("label", 1), Wish("hint", 1), Wish("header", 1),
    *_TIME_AND_SIDE, Wish("gap4", 1), Wish("text", 11), Wish("coming", 1), Wish("gap2", 1),
    Wish("gap3", 1), Wish("text", 14), Wish("gap5", 1), Wish("gap1", 1),
    Wish("stage", 2 * HEIGHT, _TIMES[2] + 20), Wish("text", 24),
)  # fmt: skip


# The same where there is room for all of it beside the picture.
_PICTURE_OVERLAY_WISHES = (
    Wish("stage", 12), Wish("name", HEIGHT), Wish("bar", 1), Wish("routine", 1), Wish("hint", 1),
    Wish("header", 1), Wish("label", 1), Wish("coming", 1), Wish("gap4", 1), Wish("text", 16),
    Wish("gap2", 1), Wish("stage", 16), Wish("text", 24), Wish("coming", HEIGHT), Wish("stage", 24),
)  # fmt: skip
_OVERLAY_COLUMNS, _OVERLAY_ROWS = 100, 40


class Band(NamedTuple):
    """`height` rows from `top`; none where the screen has no room for it."""

    top: int
    height: int

    def __bool__(self) -> bool:
        return self.height > 0


class Box(NamedTuple):
    """The place of the picture, in cells."""

    top: int
    left: int
    columns: int
    rows: int


class Plan(NamedTuple):
    """The places on a screen of one size."""

    columns: int
    header: Band
    label: Band
    name: Band
    stage: Band  # the time and the side, with the picture between them where there is one
    bar: Band
    text: Band
    coming: Band
    routine: Band
    hint: Band
    field: int  # columns of a side's area at its edge of the stage; 0 where it is a row above the time
    picture: Box | None = None

    @property
    def beside(self) -> bool:
        """Whether the picture stands in the middle of the stage, and all else at its sides."""
        return self.picture is not None and self.picture.top == self.stage.top

    @property
    def text_columns(self) -> int:
        return max(min(self.columns - 2 * self.margin, TEXT_COLUMNS), 1)

    @property
    def margin(self) -> int:
        """Empty columns at either edge."""
        return MARGIN if self.columns >= _ROOMY else 0


@lru_cache(maxsize=64)
def plan(columns: int, rows: int, *, overlay: bool = False, picture: bool = False) -> Plan:
    """Share out the rows of a screen, the most needed bands first.

    `picture` asks for a place for one: there is none where it would be too small to be made out.
    """
    if picture and overlay and columns >= _OVERLAY_COLUMNS and rows >= _OVERLAY_ROWS:
        return _plan_beside(columns, _shared(_PICTURE_OVERLAY_WISHES, columns, rows))
    if picture and not overlay and columns >= 2 * (ZONE + MARGIN) + _PICTURE_COLUMNS:
        heights = _shared(_PICTURE_WISHES, columns, rows)
        if heights["stage"] >= _PICTURE_ROWS and heights["coming"]:
            return _plan_beside(columns, heights)
    if picture and not overlay and columns >= _PICTURE_COLUMNS + 2 * MARGIN:
        heights = _shared(_HIGH_WISHES, columns, rows)
        if heights["picture"]:
            return _plan_alone(columns, heights)
    return _plan_alone(columns, _shared(_OVERLAY_WISHES if overlay else _WISHES, columns, rows))


def _plan_alone(columns: int, heights: dict[str, int]) -> Plan:
    """The stage without a picture in it; one may stand above it."""
    bands = _bands(heights)
    band = bands.pop("picture")
    wide = min(columns - 2 * MARGIN, _PICTURE_SHARE * band.height)
    box = Box(band.top, (columns - wide) // 2, wide, band.height) if band else None
    field = _field(columns, min(heights["stage"] // HEIGHT, 3))
    return Plan(columns=columns, field=field, picture=box, **bands)


def _field(columns: int, scale: int) -> int:
    """The columns of a side's area beside a time up to this scale: if it can be, enough for large letters."""
    faces = [face for face in TIMES if face.scale <= scale]
    beside = [(columns - span(CLOCK, face)) // 2 - MARGIN - 1 for face in faces]
    roomy = [field for field in beside if field >= ZONE]
    field = (roomy or beside or [0])[0]
    return min(field, _FIELD_MOST) if field >= _FIELD_LEAST else 0


def _plan_beside(columns: int, heights: dict[str, int]) -> Plan:
    """The picture in the middle, and a zone at either side of it that reaches to the edge."""
    bands = _bands(heights)
    del bands["picture"]
    zone = max(ZONE, columns // _ZONE_SHARE, (columns - _PICTURE_MOST) // 2 - MARGIN)
    left = zone + MARGIN
    box = Box(bands["stage"].top, left, columns - 2 * left, bands["stage"].height)
    return Plan(columns=columns, field=zone, picture=box, **bands)


def _shared(wishes: tuple[Wish, ...], columns: int, rows: int) -> dict[str, int]:
    """The rows of each band and gap; all of the screen's."""
    heights = dict.fromkeys(_ORDER, 0)
    left = rows
    for wish in wishes:
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
    return heights


def _bands(heights: dict[str, int]) -> dict[str, Band]:
    bands = {}
    top = 0
    for name in _ORDER:
        bands[name] = Band(top, heights[name])
        top += heights[name]
    return {name: band for name, band in bands.items() if not name.startswith("gap")}
