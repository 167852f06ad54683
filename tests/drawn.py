"""The shipped exercises' figures as tests draw them: every form, on both sides, at the tempo that it has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from stretchtimer.figure import Drawing, read_figure
from stretchtimer.library import Folder, Library
from stretchtimer.model import ExerciseStep, Routine, Side, Sides
from stretchtimer.routinefile import read_exercise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchtimer.figure import Figure
    from stretchtimer.model import Exercise

ROUTINES = Path(__file__).parents[1] / "routines"
FILES = sorted((ROUTINES / "exercises").glob("*.yaml"))
MOMENTS = 60


class Drawn(NamedTuple):
    """An exercise's figure, and one way to draw it."""

    exercise: Exercise
    figure: Figure
    level: int | None
    adjustment: int | None
    routine: str = ""

    @property
    def name(self) -> str:
        varied = f" level {self.level}" if self.level else ""
        varied += f" in {self.routine}" if self.routine else ""
        return f"{self.exercise.id}{varied}{f' adjustment {self.adjustment}' if self.adjustment else ''}"

    @property
    def tempo(self):
        return self.exercise.tempo_at(self.level)

    def on(self, side: Side | None, *, alternates: bool | None = None) -> Drawing:
        """As a step of the exercise's usual way with the sides draws it."""
        in_turn = self.exercise.sides is Sides.ALTERNATE if alternates is None else alternates
        return Drawing(
            self.figure,
            tempo=self.tempo,
            side=side,
            level=self.level,
            adjustment=self.adjustment,
            alternates=in_turn,
        )

    @property
    def sides(self) -> tuple[Side | None, ...]:
        return (None,) if self.exercise.sides is Sides.NONE else (Side.LEFT, Side.RIGHT)


def exercises() -> dict[str, Exercise]:
    return {path.stem: read_exercise(path.read_bytes(), path.name, path.stem).use() for path in FILES}


def shipped() -> Iterator[Drawn]:
    """Every figure as it stands, at each of its levels and with each adjustment that looks different."""
    for exercise in exercises().values():
        reading = read_figure(exercise)
        assert reading.faults == (), exercise.id
        assert reading.figure is not None, f"{exercise.id} has no figure"
        yield Drawn(exercise, reading.figure, None, None)
        for level in range(1, len(exercise.levels) + 1):
            yield Drawn(exercise, reading.figure, level, None)
        for adjustment in reading.figure.adjustments:
            yield Drawn(exercise, reading.figure, None, adjustment)
    yield from _of_routines()


def _of_routines() -> Iterator[Drawn]:
    """The figures that a routine draws in its own way: with a ball, or at a tempo of its own."""
    library = Library((Folder(str(ROUTINES), "shipped"),))
    for found in library.routine_files.values():
        routine = library.playable(found.path, found.id).use()
        for step in routine.steps if isinstance(routine, Routine) else ():
            if isinstance(step, ExerciseStep):
                usual = library.find(step.exercise.id) if step.exercise.id else None
                own = (step.exercise.figure, step.exercise.tempo)
                if usual is None or own != (usual.figure, usual.tempo):
                    reading = read_figure(step.exercise)
                    assert reading.figure is not None, reading.faults
                    yield Drawn(step.exercise, reading.figure, None, None, found.id)


SHIPPED = tuple(shipped())


def moments(drawing: Drawing, count: int = MOMENTS) -> list[int]:
    """So many moments all over a course, its entering and one round."""
    whole = drawing.course.entered + drawing.course.period
    return [whole * i // count for i in range(count)]


def frames(drawing: Drawing, every: int) -> range:
    """A moment for each picture of a course and a little beyond, where it comes round."""
    return range(0, drawing.course.entered + drawing.course.period + 2 * every, every)
