"""The values of a file -> the model, with all that its keys mean together.

It knows the format's rules across keys and where exercises come from; how keys are read, it does not.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Protocol

from stretchtimer.errors import InvalidFile, StretchError
from stretchtimer.model import Exercise, ExerciseStep, Repeat, Rest, Routine, Series, Sides
from stretchtimer.routinefile import checks
from stretchtimer.routinefile.format import REPEAT, REST
from stretchtimer.routinefile.kinds import IDENTIFIER, Refused
from stretchtimer.routinefile.nodes import Shape
from stretchtimer.text import quoted, safe

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from stretchtimer.errors import Problem
    from stretchtimer.model import Phase, Step
    from stretchtimer.routinefile.nodes import Node
    from stretchtimer.routinefile.reader import Reader
    from stretchtimer.routinefile.values import Values

_EXERCISE_KEYS = {field.name for field in fields(Exercise)} - {"id"}


class ExerciseSource(Protocol):
    """Where a routine's exercises come from."""

    def find(self, exercise_id: str) -> Exercise | None:
        """The exercise of that id; None where there is none, InvalidFile where its file is wrong."""
        ...

    def ids(self) -> Iterable[str]:
        """Every id there is, to say which one was probably meant."""
        ...


def build_exercise(values: Values, exercise_id: str, reader: Reader) -> Exercise | None:
    """An exercise file's values as an exercise; None where the reader has refused some of it."""
    if reader.failed:
        return None
    exercise = Exercise(id=exercise_id, **_posed(values.read))
    checks.levels(exercise, values, reader)
    return exercise


def _posed(own: dict[str, Any], before: tuple[Phase, ...] = ()) -> dict[str, Any]:
    """The values of an exercise, whose phases have the poses of their like where they say none.

    A tempo of a step takes them over from the exercise's, one of a level from both.
    """
    poses = {phase.name: phase.pose for phase in (*before, *own.get("tempo", ())) if phase.pose}

    def posed(tempo: tuple[Phase, ...]) -> tuple[Phase, ...]:
        return tuple(replace(phase, pose=phase.pose or poses.get(phase.name)) for phase in tempo)

    if not poses:
        return own
    levels = {"levels": tuple(replace(level, tempo=posed(level.tempo)) for level in own.get("levels", ()))}
    return {key: posed(value) if key == "tempo" else levels.get(key, value) for key, value in own.items()}


def build_series(
    values: Values,
    series_id: str,
    *,
    reader: Reader,
    routine_ids: Callable[[], Collection[str]] | None,
    is_series: Callable[[str], bool],
) -> Series | None:
    """A series file's values as a series. `is_series` tells a series' id from a routine's."""
    known = routine_ids() if routine_ids else None
    for place in _routines(values):
        routine = IDENTIFIER.read(place.text)
        if known is not None and routine not in known:
            hint = _meant(routine, known) or "`stretch list` shows them all"
            reader.error(place, f"there is no routine {quoted(routine)}", hint)
        elif routine == series_id or is_series(routine):
            reader.error(place, f"{quoted(routine)} is a series itself", "a stage names a routine")
    return None if reader.failed else Series(id=series_id, **values.read)


def _routines(values: Values) -> Iterator[Node]:
    """Where the stages name their routines, of those names that can be read."""
    for stage in values.at("stages").items:
        for key, value in stage.pairs if stage.shape is Shape.MAPPING else ():
            if key.text == "routine" and value.shape is Shape.SCALAR and not value.empty:
                with suppress(Refused):  # that is told already
                    IDENTIFIER.read(value.text)
                    yield value


def _meant(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # late: only for a mistake

    close = get_close_matches(name.lower().replace(" ", "-"), list(known), 3, 0.6)
    return f"did you mean {' or '.join(map(safe, close))}?" if close else ""


def _where(problem: Problem) -> str:
    return f"{safe(problem.path)}:{problem.line}:{problem.column}"


def build_routine(
    values: Values, routine_id: str, *, reader: Reader, exercises: ExerciseSource
) -> Routine | None:
    """A routine file's values as a routine, every step with its exercise complete."""
    build = _Steps(reader, exercises)
    steps = build.steps(values.get("steps", ()))
    if reader.failed:
        return None
    routine = Routine(id=routine_id, **{**values.read, "steps": steps})
    checks.size(routine, values, reader)
    return None if reader.failed else routine


class _Steps:
    """Builds the steps of one routine."""

    def __init__(self, reader: Reader, exercises: ExerciseSource) -> None:
        self._reader, self._exercises = reader, exercises
        self._inline: dict[str, Exercise] = {}
        self._broken: set[str] = set()

    def steps(self, listed: tuple[Values, ...]) -> tuple[Step, ...]:
        built = [self._step(values) for values in listed]
        return tuple(step for step in built if step is not None)

    def _step(self, values: Values) -> Step | None:
        if values.record is REST:
            return Rest(values.read["rest"]) if values.valid else None
        if values.record is REPEAT:
            steps = self.steps(values.get("steps", ()))
            times, rest = values.get("repeat"), values.get("rest")
            return Repeat(times=times, rest=rest, steps=steps) if values.valid else None
        exercise, dosed = self._exercise(values), self._dosed(values)
        if exercise is None or not dosed or not values.valid:
            return None
        step = self._dose(values, exercise)
        if "levels" in values:
            checks.levels(exercise, values, self._reader)
        checks.step(step, values, self._reader)
        return step

    def _exercise(self, values: Values) -> Exercise | None:
        own: dict[str, Any] = {key: value for key, value in values.read.items() if key in _EXERCISE_KEYS}
        if "exercise" in values.keys:
            if "exercise" not in values:
                return None  # written, and already refused
            base = self._find(values.read["exercise"], values.at("exercise"))
            return replace(base, **_posed(own, base.tempo)) if base else None
        if "name" not in own and values.written("name", "exercise"):
            return None  # written, and already refused
        if "name" not in own:
            message = "a step needs an exercise"
            self._reader.error(
                values.node, message, "write `exercise: <id>`, or a `name` for one of your own"
            )
            return None
        exercise = Exercise(**_posed(own))
        twin = self._inline.setdefault(exercise.name.casefold(), exercise)
        if twin != exercise:
            message = (
                f"another exercise of this routine is called {quoted(exercise.name)} and says other things"
            )
            self._reader.warn(
                values.at("name"), message, "give one of them another name, or an exercise file to both"
            )
        return exercise

    def _find(self, exercise_id: str, node: Node) -> Exercise | None:
        try:
            exercise = self._exercises.find(exercise_id)
        except StretchError as error:
            if exercise_id not in self._broken:  # its file is to be mended once
                self._broken.add(exercise_id)
                first = error.problems[0] if isinstance(error, InvalidFile) else None
                why, hint = (first.message, f"see {_where(first)}") if first else (error.message, error.hint)
                self._reader.error(node, f"the exercise {quoted(exercise_id)} cannot be used: {why}", hint)
            return None
        if exercise is None:
            hint = _meant(exercise_id, self._exercises.ids()) or "`stretch exercises` lists them all"
            self._reader.error(node, f"there is no exercise {quoted(exercise_id)}", hint)
        return exercise

    def _dosed(self, values: Values) -> bool:
        if ("duration" in values.keys) != ("reps" in values.keys):
            return True
        if "reps" in values and "duration" in values:
            message = "a step has a duration or reps, and this one has both"
            self._reader.error(values.keys["reps"], message, "keep one of them")
        elif not values.written("duration", "reps"):
            message = "a step needs a duration or reps"
            self._reader.error(values.node, message, "write `duration: 30s` or `reps: 10`")
        return False

    def _dose(self, values: Values, exercise: Exercise) -> ExerciseStep:
        sides = exercise.sides
        if sides is Sides.SPLIT and "reps" in values:
            if "sides" in values:
                message = "reps cannot be split over the sides"
                hint = "write `sides: each` for so many on each side, or alternate"
                self._reader.error(values.at("sides"), message, hint)
            # An exercise that is usually split is counted on each side.
            sides = Sides.EACH
        keys = ("duration", "reps", "first", "level", "transition", "switch")
        dose = {key: values.read[key] for key in keys if key in values}
        return ExerciseStep(exercise=exercise, sides=sides, **dose)
