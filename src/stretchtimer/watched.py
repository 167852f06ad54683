"""A file that somebody writes while its figures are looked at: what can be shown of it, and what is wrong.

It knows no screen and no clock: it looks when it is told to. Nothing is ever written.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from stretchtimer.errors import Severity
from stretchtimer.figure import read_figure
from stretchtimer.model import Exercise, Routine, Series
from stretchtimer.plan import exercise_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stretchtimer.errors import Problem
    from stretchtimer.routinefile import Reading

_PATIENCE = 2
"""Looks at a file that is not there until it counts as gone: an editor may just be replacing it."""


class Watched:
    """`exercises` are those that can be drawn; what can no longer be drawn stays as it last was.

    `read` gives what the file says now, checked; it does not raise.
    """

    def __init__(self, path: str, read: Callable[[], Reading[Any]]) -> None:
        self.path, self._read = path, read
        self._seen: tuple[int, ...] | None = None
        self._missed = 0
        self.exercises: tuple[Exercise, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self.stale: frozenset[int] = frozenset()  # places of exercises that are older than the file
        self.note = ""

    @property
    def gone(self) -> bool:
        """Whether the file has not been there for a while."""
        return self._missed >= _PATIENCE

    @property
    def broken(self) -> bool:
        """Whether something in the file has to be mended."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def look(self) -> bool:
        """Look at the file; whether anything is other than before."""
        # Before it is read: what changes while it is being read is seen at the next look.
        stamp = _stamp(self.path)
        if stamp is None:
            self._missed += 1
            return self._missed == _PATIENCE
        was_gone, self._missed = self.gone, 0
        if stamp == self._seen:
            return was_gone
        self._seen = stamp
        self._take(self._read())
        return True

    def _take(self, reading: Reading[Any]) -> None:
        self.problems = reading.problems
        if reading.value is None:
            self.stale = frozenset(range(len(self.exercises)))
            return
        found = list(_exercises(reading.value))
        shown: list[Exercise] = []
        stale: set[int] = set()
        for place, exercise in enumerate(found):
            drawable = exercise if read_figure(exercise).figure else self._before(exercise, place, len(found))
            if drawable is None:
                continue
            if drawable is not exercise:
                stale.add(len(shown))
            shown.append(drawable)
        self.exercises, self.stale = tuple(shown), frozenset(stale)
        self.note = "" if shown else _nothing(reading.value, found)

    def _before(self, exercise: Exercise, place: int, count: int) -> Exercise | None:
        """The exercise as it was when it could be drawn: by its name, or by its place among as many."""
        if exercise.figure is None:
            return None
        for known in self.exercises:
            if known.name == exercise.name:
                return known
        return self.exercises[place] if len(self.exercises) == count else None


def _exercises(value: object) -> Iterator[Exercise]:
    """The exercise of a file; of a routine those that are written in it, then the others; each once."""
    if isinstance(value, Exercise):
        yield value
    if isinstance(value, Routine):
        seen: list[tuple[object, ...]] = []
        for step in sorted(exercise_steps(value.steps), key=lambda step: step.exercise.id is not None):
            one = step.exercise
            own = (one.id, one.name, one.figure, one.tempo, one.levels)
            if one.figure is not None and own not in seen:
                seen.append(own)
                yield one


def _nothing(value: object, found: list[Exercise]) -> str:
    """Why there is nothing to be seen."""
    if isinstance(value, Series):
        return "A series has no figures: watch an exercise or a routine."
    if not found or found[0].figure is None:
        return "Nothing in this file has a figure yet: write `figure:` into an exercise."
    return ""


def _stamp(path: str) -> tuple[int, ...] | None:
    """What tells one state of a file from another; None where it is not there."""
    try:
        status = os.stat(path)  # noqa: PTH116 - a plain string, as the library has them
    except (OSError, ValueError):
        return None
    # An editor may replace the file by another one, whose time and size are the same.
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_dev, status.st_ino
