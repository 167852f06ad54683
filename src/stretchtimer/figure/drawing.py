"""The entry for a screen: a figure as it is to be seen, and its picture at any moment as cells.

It knows which form, which side and which tempo; it knows no terminal. Finished pictures are kept.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from stretchtimer.figure.body import other
from stretchtimer.figure.cells import DARK, Cells, Palette, braille, quadrants
from stretchtimer.figure.motion import bones_at, course, idle_limbs
from stretchtimer.figure.placing import place
from stretchtimer.figure.raster import fit
from stretchtimer.figure.scene import mat, parts
from stretchtimer.figure.shapes import box

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchtimer.figure.form import Camera, Figure, Form
    from stretchtimer.figure.placing import Placed
    from stretchtimer.figure.raster import Fit
    from stretchtimer.figure.shapes import Part
    from stretchtimer.model import Phase, Side
    from stretchtimer.units import Millis

FRAME: Millis = 80
"""How long a picture stays: 12.5 a second."""
BREATH: Millis = 3 * FRAME
"""The same where nothing but the breath moves: it is slow."""
KEPT = 512
"""Pictures that a drawing keeps; a loop of 12 s has 150."""
_LARGEST = 1.0 / 40
"""Units of the canvas for one of the body, for each column: a head is no larger than five cells."""
_MAT = 17.0
_LOOKS = 16
"""Moments of a course that the fit looks at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How cells are filled: quadrant blocks with colour, braille where colour is missing."""

    palette: Palette = DARK
    dots: bool = False


BLOCKS = Look()


class Drawing:
    """A figure as one step shows it.

    `side` is the body's own; None draws it as written. Where the side `alternates`, the body is exchanged
    and stays where it lies, and the limb that works is the bright one, else the picture is exchanged: so
    the working limb is always the near one.
    """

    def __init__(
        self,
        figure: Figure,
        *,
        tempo: tuple[Phase, ...] = (),
        side: Side | None = None,
        level: int | None = None,
        adjustment: int | None = None,
        alternates: bool = False,
    ) -> None:
        self.form: Form = figure.at(level=level, adjustment=adjustment)
        self.course = course(self.form, tempo)
        opposite = side is not None and side is not figure.side
        self._swapped = opposite and alternates
        self._alternates, self._in_turn = alternates, alternates and side is None
        self._camera: Camera = replace(self.form.camera, flip=opposite and not alternates)
        idle = idle_limbs(self.form, self.course) if alternates else frozenset()
        self._dim = frozenset(self.form.dim) or idle
        # Sides in turn begin where the other has ended: exchanged about the middle of the body there.
        begin = bones_at(self.form, self.course, self.course.entered)
        self._middle = place(begin, anchor=self.form.anchor).joints["pelvis"][2]
        self._fits: dict[tuple[int, int], tuple[Fit, Part]] = {}
        self._kept: OrderedDict[tuple[Millis, bool, int, int, Look], Cells] = OrderedDict()
        self._icon: tuple[tuple[int, int, Look], Cells] | None = None

    @property
    def shows(self) -> str:
        """One sentence that says what the picture shows; it may hold `{side}` and `{other}`."""
        return self.form.shows

    @property
    def period(self) -> Millis:
        """After how long it all comes again, once the course is entered."""
        return self.course.period

    def cells(self, moment: Millis, *, columns: int, rows: int, look: Look = BLOCKS) -> Cells:
        """The picture at a moment of the side, as rows of (glyph, ink, paper)."""
        frame = self._stands_for(moment)
        key = (frame, self._mirrors(moment), columns, rows, look)
        if (kept := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return kept
        drawn = self._filled(self.parts(frame, mirrored=key[1]), columns, rows, look)
        self._kept[key] = drawn
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return drawn

    def next_change(self, moment: Millis) -> Millis | None:
        """The first later moment at which `cells` may give another picture, in ms; None where it never does.

        While a side holds still, that is the end of the hold: nothing needs to be drawn until then.
        """
        course, moment = self.course, max(0, moment)
        whole = course.entered + course.period
        now, shown = moment, self._held(moment)
        while now - moment <= course.entered + 2 * course.period:  # sides in turn come round in two
            folded = course.folded(now)
            frame = folded // FRAME * FRAME
            move, begin = course.move(frame)
            lasts = move.time if shown else (frame - begin) // BREATH * BREATH + BREATH
            ends = frame + FRAME
            if shown or move.breathes:
                ends = -(-(begin + min(lasts, move.time)) // FRAME) * FRAME
            now += min(ends, whole) - folded
            if shown is None or self._held(now) != shown:
                return now
        return None

    def _stands_for(self, moment: Millis) -> Millis:
        """The folded moment whose picture this one has."""
        frame = self.course.folded(moment) // FRAME * FRAME
        move, begin = self.course.move(frame)
        return begin + (frame - begin) // BREATH * BREATH if move.breathes else frame

    def _held(self, moment: Millis) -> tuple[str, float, bool] | None:
        """What the picture of a moment holds: pose, breath and side; None while something moves."""
        move, _ = self.course.move(self.course.folded(moment) // FRAME * FRAME)
        return (move.one, move.full[0], self._mirrors(moment)) if move.still else None

    def still(self, *, columns: int, rows: int, look: Look = BLOCKS) -> Cells:
        """One picture that says it all: for who wants no movement. The last one is kept."""
        key = columns, rows, look
        if self._icon is None or self._icon[0] != key:
            made = self.parts_of(self.placed_in(self.form.icon))
            self._icon = key, self._filled(made, columns, rows, look)
        return self._icon[1]

    def _filled(self, made: list[Part], columns: int, rows: int, look: Look) -> Cells:
        where, ground = self.fit(columns, rows)
        if look.dots:
            return braille(made, [ground], where, columns=columns, rows=rows, palette=look.palette)
        return quadrants(look.palette)(made, [ground], where, columns=columns, rows=rows)

    def placed(self, moment: Millis) -> Placed:
        """The body at a moment."""
        return self._body(moment, mirrored=self._mirrors(moment))

    def placed_in(self, pose: str) -> Placed:
        """The body in a key pose."""
        placed = place(self.form.poses[pose], anchor=self.form.anchor)
        return placed.mirrored(self._middle) if self._swapped else placed

    def parts(self, moment: Millis, *, mirrored: bool | None = None) -> list[Part]:
        """What is to be drawn at a moment, without the ground."""
        mirrored = self._mirrors(moment) if mirrored is None else mirrored
        return self.parts_of(self._body(moment, mirrored=mirrored), mirrored=mirrored)

    def parts_of(self, placed: Placed, *, mirrored: bool | None = None) -> list[Part]:
        """What is to be drawn of a body."""
        swapped = self._swapped if mirrored is None else mirrored
        target, props, dim = self.form.target, self.form.props, self._dim
        if swapped:
            target, dim = tuple(map(other, target)), frozenset(map(other, dim))
            props = tuple(replace(prop, joints=tuple(map(other, prop.joints))) for prop in props)
        return parts(placed, self._camera, target=target, props=props, dim=dim)

    def fit(self, columns: int, rows: int) -> tuple[Fit, Part]:
        """Where the body lands on so many cells, in the whole course; and the ground below it."""
        if (columns, rows) not in self._fits:
            self._fits[columns, rows] = self._fitted(columns, rows)
        return self._fits[columns, rows]

    def _mirrors(self, moment: Millis) -> bool:
        rounds = max(0, moment - self.course.entered) // self.course.period
        return self._swapped or (self._in_turn and rounds % 2 == 1)

    def _body(self, moment: Millis, *, mirrored: bool) -> Placed:
        placed = place(bones_at(self.form, self.course, moment), anchor=self.form.anchor)
        return placed.mirrored(self._middle) if mirrored else placed

    def _looks(self) -> Iterator[tuple[Placed, bool]]:
        """The body at moments all over the course, on both sides where they alternate: one fit for both."""
        whole = self.course.entered + self.course.period
        for mirrored in (False, True) if self._alternates else (False,):
            for i in range(_LOOKS):
                yield self._body(whole * i // _LOOKS, mirrored=mirrored), mirrored

    def _fitted(self, columns: int, rows: int) -> tuple[Fit, Part]:
        looks = list(self._looks())
        bounds = box(
            [part for placed, mirrored in looks for part in self.parts_of(placed, mirrored=mirrored)]
        )
        joints = [at for placed, _ in looks for at in placed.joints.values()]
        ends = [[min(at[i] for at in joints) - 5, max(at[i] for at in joints) + 5] for i in (0, 2)]
        short = min(ends, key=lambda pair: pair[1] - pair[0])
        short[:] = sum(short) / 2 - _MAT, sum(short) / 2 + _MAT
        ground = mat(self._camera, (ends[0][0], ends[0][1]), (ends[1][0], ends[1][1]))
        bar = abs(self._camera.yaw) < 8 and self._camera.pitch < 10
        if not bar:  # the mat may run off the picture at its side, and a little below
            lowest = min(y for _, y in ground.polygon)
            bounds = (bounds[0], max(lowest, bounds[1] - 5), bounds[2], bounds[3])
        return fit(bounds, columns=columns, rows=rows, biggest=_LARGEST * columns, bar=bar), ground


_drawing = lru_cache(maxsize=4)(Drawing)


def frame(
    figure: Figure,
    moment: Millis,
    *,
    columns: int,
    rows: int,
    tempo: tuple[Phase, ...] = (),
    side: Side | None = None,
    level: int | None = None,
    adjustment: int | None = None,
    alternates: bool = False,
    look: Look = BLOCKS,
) -> Cells:
    """One picture, for who keeps no Drawing: the last few are kept here, with their pictures."""
    drawing = _drawing(
        figure, tempo=tempo, side=side, level=level, adjustment=adjustment, alternates=alternates
    )
    return drawing.cells(moment, columns=columns, rows=rows, look=look)
