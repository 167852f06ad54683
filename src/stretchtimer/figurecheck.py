"""The figures of a file that can be played, held against what a body can do and what can be drawn.

It knows no picture: `figure` says what is wrong, and the file where that stands. Only `check` asks for this.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from stretchtimer.figure import read_figure
from stretchtimer.model import Exercise, Routine
from stretchtimer.plan import exercise_steps
from stretchtimer.routinefile import TooMany, find_spots

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchtimer.routinefile import Reading
    from stretchtimer.routinefile.reader import Reader
    from stretchtimer.routinefile.spots import Spots


def check_figures(reading: Reading[Any], data: bytes) -> Reading[Any]:
    """What was read of `data`, with a warning besides for all that keeps a figure from being drawn."""
    drawn = list(_drawn(reading.value))
    if not drawn:
        return reading
    reader, spots = find_spots(data, reading.path)
    with suppress(TooMany):
        for step, exercise in drawn:
            _check(exercise, reader, spots, step)
    problems = sorted((*reading.problems, *reader.problems), key=lambda problem: problem.place)
    return replace(reading, problems=tuple(problems))


def _drawn(value: object) -> Iterator[tuple[int | None, Exercise]]:
    """The exercises that have a figure, with the number of their step where they are a routine's."""
    if isinstance(value, Exercise) and value.figure is not None:
        yield None, value
    if isinstance(value, Routine):
        for number, step in enumerate(exercise_steps(value.steps), 1):
            if step.exercise.figure is not None:
                yield number, step.exercise


def _check(exercise: Exercise, reader: Reader, spots: Spots, step: int | None) -> None:
    """Warn of an exercise's faults. What a step only uses is told where that exercise is checked."""
    own = [key for key in ("figure", "tempo", "levels") if spots.along((key,), step=step)]
    if not own:
        return
    for fault in read_figure(exercise).faults:
        if node := spots.along(fault.path, step=step, key=fault.key):
            reader.warn(node, f"the figure is not drawn: {fault.message}", fault.hint, fault.part)
