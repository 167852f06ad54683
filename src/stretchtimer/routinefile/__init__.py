"""A file's bytes -> a routine, an exercise or a series, with all that is wrong with it.

It knows neither folders nor terminals: who calls says where the bytes come from.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from stretchtimer.errors import InvalidFile, Problem, Severity
from stretchtimer.model import Exercise, Routine, Series
from stretchtimer.routinefile.build import ExerciseSource, build_exercise, build_routine, build_series
from stretchtimer.routinefile.format import EXERCISE, ROUTINE, SERIES
from stretchtimer.routinefile.nodes import MAX_BYTES, NotYaml, Shape, decode, parse
from stretchtimer.routinefile.reader import Reader, TooMany, plain_data
from stretchtimer.routinefile.spots import Spots
from stretchtimer.routinefile.values import Values

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from stretchtimer.routinefile.kinds import Record
    from stretchtimer.routinefile.nodes import Node

__all__ = [
    "ExerciseSource",
    "Reading",
    "TooMany",
    "find_spots",
    "looks_like_exercise",
    "looks_like_series",
    "read_exercise",
    "read_plain",
    "read_playable",
]

T = TypeVar("T", bound=Exercise | Routine | Series)


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What a file says, None where it cannot be used, and its problems in the order of their places."""

    path: str
    value: T | None
    problems: tuple[Problem, ...]

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity is Severity.WARNING)

    def use(self) -> T:
        """The value; InvalidFile with every error where there is none."""
        if self.value is None:
            raise InvalidFile(self.path, [p for p in self.problems if p.severity is Severity.ERROR])
        return self.value


def read_exercise(data: bytes, path: str, exercise_id: str) -> Reading[Exercise]:
    """Read an exercise file; `path` is how its problems call it."""
    reader, node = _open(data, path)
    exercise = None
    with suppress(TooMany):
        values = _values(reader, node, EXERCISE)
        exercise = build_exercise(values, exercise_id, reader) if values else None
    return _reading(path, reader, exercise)


def read_playable(
    data: bytes,
    path: str,
    file_id: str,
    *,
    exercises: ExerciseSource,
    routine_ids: Callable[[], Collection[str]] | None = None,
    is_series: Callable[[str], bool] = lambda _: False,
) -> Reading[Routine | Series]:
    """Read a routine (it has `steps`) or a series (it has `stages`).

    Whether a series' routines exist is asked where `routine_ids` can tell, and whether one of them is a
    series itself where `is_series` can.
    """
    reader, node = _open(data, path)
    value: Routine | Series | None = None
    with suppress(TooMany):
        if node is not None and _is_series(node):
            if values := _values(reader, node, SERIES):
                ids, series = routine_ids, is_series
                value = build_series(values, file_id, reader=reader, routine_ids=ids, is_series=series)
        elif values := _values(reader, node, ROUTINE):
            value = build_routine(values, file_id, reader=reader, exercises=exercises)
    return _reading(path, reader, value)


def _open(data: bytes, path: str) -> tuple[Reader, Node | None]:
    text = data[:MAX_BYTES].decode("utf-8-sig", "replace")
    reader = Reader(path, text)
    try:
        return reader, parse(decode(data))
    except NotYaml as error:
        if error.whole:
            reader.note(Problem(path, error.line, error.column, error.message, error.hint))
        else:
            reader.problem(error.line, error.column, error.message, hint=error.hint)
        return reader, None


def _values(reader: Reader, node: Node | None, record: Record) -> Values | None:
    if node is None:
        return None
    values = reader.record(record, node)
    return values if isinstance(values, Values) else None


def _is_series(node: Node) -> bool:
    keys = {key.text for key, _ in node.pairs} if node.shape is Shape.MAPPING else set()
    return "stages" in keys and "steps" not in keys


def _reading(path: str, reader: Reader, value: T | None) -> Reading[T]:
    problems = tuple(sorted(reader.problems, key=lambda problem: problem.place))
    return Reading(path, None if reader.failed else value, problems)


def find_spots(data: bytes, path: str) -> tuple[Reader, Spots]:
    """Where things stand in a routine file that has been read, and a reader to note problems with."""
    reader, node = _open(data, path)
    return reader, Spots(node)


def looks_like_series(data: bytes) -> bool:
    """Whether a file has stages and no steps."""
    _, node = _open(data, "")
    return node is not None and _is_series(node)


def looks_like_exercise(data: bytes) -> bool:
    """Whether a file has an exercise's keys and no steps: for a file that no folder says the kind of."""
    _, node = _open(data, "")
    if node is None or node.shape is not Shape.MAPPING:
        return False
    keys = {key.text for key, _ in node.pairs}
    playable = {field.key for field in (*ROUTINE.fields, *SERIES.fields)}
    return not keys & {"steps", "stages"} and bool(keys & {field.key for field in EXERCISE.fields} - playable)


def read_plain(data: bytes, path: str, record: Record) -> dict[str, Any]:
    """A file of settings: checked like any other, and its values as they are written.

    Raises InvalidFile with every problem.
    """
    reader, node = _open(data, path)
    values = None
    with suppress(TooMany):
        values = _values(reader, node, record)
    if reader.failed or values is None or node is None:
        raise InvalidFile(path, reader.problems)
    return {key.text: plain_data(value) for key, value in node.pairs}
