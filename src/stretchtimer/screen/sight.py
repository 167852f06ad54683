"""What somebody looks at who looks at an exercise: its form and side, and what a key or time changes of it.

It knows neither a screen's size nor a clock; `viewer` draws it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stretchtimer.frame import Picture
from stretchtimer.framing import phase_of
from stretchtimer.model import Side, Sides

if TYPE_CHECKING:
    from stretchtimer.errors import Problem
    from stretchtimer.figure import Drawing
    from stretchtimer.model import Exercise, Phase
    from stretchtimer.units import Millis


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A file that is looked at while somebody writes it.

    `place` is which of how many exercises is shown. `gone` says that the file is not there just now,
    `stale` that the figure is an older one, because what the file says now cannot be drawn.
    """

    path: str
    problems: tuple[Problem, ...] = ()
    place: tuple[int, int] = (0, 0)
    gone: bool = False
    stale: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """An exercise as it is looked at. `exercise` is None only where a watched file has none yet.

    `side` is the one that comes first where an exercise alternates. `turn` counts the adjustments that
    were asked for, `moment` is ms since the movement began, `scroll` counts lines.
    """

    exercise: Exercise | None
    side: Side | None = None
    level: int | None = None
    turn: int = 0
    moment: Millis = 0
    scroll: int = 0
    stopped: bool = False
    still: bool = False  # one picture, that never moves
    keys: bool = False
    watch: Watch | None = None

    @property
    def alternates(self) -> bool:
        return self.exercise is not None and self.exercise.sides is Sides.ALTERNATE and self.side is not None

    @property
    def adjustment(self) -> int | None:
        """The adjustment that is shown, counted from 1."""
        if self.exercise is None or self.exercise.levels or not self.turn or not self.exercise.adjustments:
            return None
        return (self.turn - 1) % len(self.exercise.adjustments) + 1

    @property
    def tempo(self) -> tuple[Phase, ...]:
        return self.exercise.tempo_at(self.level) if self.exercise else ()

    def picture(self, side: Side | None) -> Picture | None:
        """What the figure shows on a side."""
        if self.exercise is None:
            return None
        return Picture(
            exercise=self.exercise,
            side=side,
            alternates=self.alternates,
            level=self.level,
            adjustment=self.adjustment,
            tempo=self.tempo,
        )


def first_sight(exercise: Exercise, *, side: Side | None, level: int | None) -> Sight:
    """An exercise as one first sees it: one with sides on the left, as it is told."""
    level = None if level is None or not exercise.levels else min(level, len(exercise.levels))
    return Sight(exercise=exercise, side=told_side(exercise, side), level=level)


def told_side(exercise: Exercise, side: Side | None) -> Side | None:
    """The side that an exercise is shown for: the one asked for, else the left; None where it has none."""
    return side or (Side.LEFT if exercise.sides is not Sides.NONE else None)


def other_side(sight: Sight) -> Sight:
    """The other side; an exercise without sides stays as it is."""
    return replace(sight, side=sight.side.other) if sight.side else sight


def other_form(sight: Sight, sign: int) -> Sight:
    """The level easier (-1) or harder (1); without levels the next adjustment, and at the last none.

    An exercise as it stands counts as between the first and the second level, as in a session.
    """
    exercise = sight.exercise
    if exercise is None:
        return sight
    if exercise.levels:
        level = (sight.level or (1 if sign > 0 else 2)) + sign
        if not 1 <= level <= len(exercise.levels):
            return sight
        return replace(sight, level=level, moment=0, scroll=0)
    if not exercise.adjustments:
        return sight
    turn = (sight.turn + 1) % (len(exercise.adjustments) + 1)
    return replace(sight, turn=turn, moment=0, scroll=0)


def folded(sight: Sight, drawing: Drawing) -> Millis:
    """The moment of the drawing: what is entered only once is shown again, after a while in the pose."""
    course = drawing.course
    if not course.entered:
        return sight.moment
    return sight.moment % (course.entered + course.period * (2 if sight.alternates else 1))


def side_at(sight: Sight, drawing: Drawing | None) -> Side | None:
    """The side that is shown: the two in turn where the exercise alternates."""
    if drawing is None or not sight.alternates or sight.side is None:
        return sight.side
    rounds = max(0, folded(sight, drawing) - drawing.course.entered) // drawing.period
    return sight.side.other if rounds % 2 else sight.side


def phase_at(sight: Sight, drawing: Drawing | None) -> Phase | None:
    """The phase of the tempo that goes on; one picture for all has none."""
    if sight.still:
        return None
    phase = phase_of(sight.tempo, folded(sight, drawing) if drawing else sight.moment)
    return phase[0] if phase else None


def changes_in(sight: Sight, drawing: Drawing) -> Millis | None:
    """After how many ms figure, side or phase may be other ones; None where all stays as it is."""
    if sight.stopped or sight.still:
        return None
    course, now = drawing.course, folded(sight, drawing)
    changes = [] if (next_one := drawing.next_change(now)) is None else [next_one - now]
    if course.entered:
        whole = course.entered + course.period * (2 if sight.alternates else 1)
        changes.append(whole - now)
    if sight.alternates:
        into = now - course.entered
        changes.append(-into if into < 0 else course.period - into % course.period)
    if phase := phase_of(sight.tempo, now):
        changes.append(phase[1])
    return min(changes, default=None)
