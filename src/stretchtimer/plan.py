"""A routine unfolded: every step as often as it is played, with its dose and the options put in.

It knows no segments and no cues; `fit` changes the doses, the compiler lays them out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from stretchtimer.errors import StretchError
from stretchtimer.model import DEFAULT_REP, ExerciseStep, Repeat, Rest, Side, Sides

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchtimer.model import Exercise, Phase, Routine, Step
    from stretchtimer.units import Millis


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to play a routine; None leaves a thing as the file says. Times in ms."""

    level: int | None = None
    level_asked: bool = True  # False for a default: a routine without such a level is then played as it is
    first: Side | None = None
    start: str | None = None  # the number of a step, or an exercise's id or name
    fit: Millis | None = None
    transition: Millis | None = None
    switch: Millis | None = None
    prepare: Millis | None = None
    avoid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """An exercise step as it is played once. `holds` are the ms of each side of a timed step.

    `stretched` is how much longer than authored its sides are, as a fraction: the author's lines move along.
    """

    step: int
    exercise: Exercise
    sides: Sides
    order: tuple[Side | None, ...]
    level: int | None
    holds: tuple[Millis, ...] = ()
    reps: int | None = None
    transition: Millis
    switch: Millis
    stretched: tuple[int, int] = (1, 1)

    @property
    def tempo(self) -> tuple[Phase, ...]:
        return self.exercise.tempo_at(self.level)

    @property
    def lines(self) -> Iterator[tuple[Millis, str]]:
        """What the author wants said and when, on each side or in the whole set."""
        longer, by = self.stretched
        return ((cue.at * longer // by, cue.say) for cue in self.exercise.cues)

    @property
    def rep_ms(self) -> Millis:
        """How long one rep lasts."""
        return sum(phase.time for phase in self.tempo) or DEFAULT_REP

    @property
    def all_reps(self) -> int:
        """The reps of both sides together."""
        return (self.reps or 0) * (1 if self.sides is Sides.NONE else 2)

    @property
    def work(self) -> Millis:
        return sum(self.holds) + self.all_reps * self.rep_ms


Entry: TypeAlias = Dose | Rest


def unfold(routine: Routine, options: Options) -> tuple[Entry, ...]:
    """What is played, in order. Raises StretchError where the options leave nothing or name nothing."""
    _check_level(routine, options)
    entries = list(_entries(routine.steps, routine, options, number=1))
    if options.avoid:
        entries = _avoid(entries, options.avoid)
    if not any(isinstance(entry, Dose) for entry in entries):
        avoided = " and ".join(options.avoid)
        message = (
            f"{routine.name} has no exercise left without those for {avoided}"
            if avoided
            else (f"{routine.name} has no exercise, only rests")
        )
        raise StretchError(message, "play another routine: `stretch list`")
    if options.start is not None:
        entries = entries[_start_index(entries, options.start, routine) :]
    return tuple(entries)


def _entries(steps: tuple[Step, ...], routine: Routine, options: Options, *, number: int) -> Iterator[Entry]:
    """The steps, the first of which is exercise step `number` of the file: a round more does not count."""
    for step in steps:
        if isinstance(step, Rest):
            yield step
        elif isinstance(step, Repeat):
            for later in range(step.times):
                if later and step.rest:
                    yield Rest(step.rest)
                yield from _entries(step.steps, routine, options, number=number)
        else:
            yield _dose(step, routine, options, number=number)
        number += sum(1 for _ in exercise_steps((step,)))


def _dose(step: ExerciseStep, routine: Routine, options: Options, *, number: int) -> Dose:
    first = options.first or step.first
    transition = step.transition if options.transition is None else options.transition
    switch = step.switch if options.switch is None else options.switch
    level = step.level
    if options.level is not None and step.exercise.levels:
        level = min(options.level, len(step.exercise.levels))
    timed_alternation = step.sides is Sides.ALTERNATE and step.reps is None
    unsided = step.sides is Sides.NONE or timed_alternation
    return Dose(
        step=number,
        exercise=step.exercise,
        sides=Sides.NONE if unsided else step.sides,
        order=(None,) if unsided else (first, first.other),
        level=level,
        holds=_holds(step.duration, Sides.NONE if unsided else step.sides),
        reps=step.reps,
        transition=routine.transition if transition is None else transition,
        switch=routine.switch if switch is None else switch,
    )


def _holds(duration: Millis | None, sides: Sides) -> tuple[Millis, ...]:
    if duration is None:
        return ()
    if sides is Sides.SPLIT:
        return (duration - duration // 2, duration // 2)  # an odd millisecond goes to the first side
    return (duration, duration) if sides is Sides.EACH else (duration,)


def _check_level(routine: Routine, options: Options) -> None:
    if options.level is None or not options.level_asked:
        return
    exercises = [step.exercise for step in exercise_steps(routine.steps)]
    most = max(exercises, key=lambda exercise: len(exercise.levels), default=None)
    if most is None or not most.levels:
        raise StretchError(f"no exercise of {routine.name} has levels", "leave --level out")
    if options.level > len(most.levels):
        message = f"there is no level {options.level} in {routine.name}"
        raise StretchError(message, f"{most.name} has {len(most.levels)}")


def exercise_steps(steps: tuple[Step, ...]) -> Iterator[ExerciseStep]:
    """The exercise steps of a routine as they stand in the file, groups unfolded once."""
    for step in steps:
        if isinstance(step, Repeat):
            yield from exercise_steps(step.steps)
        elif isinstance(step, ExerciseStep):
            yield step


def cautioned(exercise: Exercise, conditions: tuple[str, ...]) -> bool:
    """Whether an exercise should be left out for one of these conditions."""
    wanted = {condition.casefold() for condition in conditions}
    return any(caution.condition.casefold() in wanted for caution in exercise.cautions)


def left_out(routine: Routine, options: Options) -> Iterator[str]:
    """What `--avoid` has left out of a routine, in a sentence for the user."""
    if not options.avoid:
        return
    exercises = (step.exercise for step in exercise_steps(routine.steps))
    names = dict.fromkeys(one.name for one in exercises if cautioned(one, options.avoid))
    yield f"left out for {' and '.join(options.avoid)}: {', '.join(names) or 'nothing'}"


def _avoid(entries: list[Entry], conditions: tuple[str, ...]) -> list[Entry]:
    """Leave exercises out. Of the rests that stood around one the longest stays, at either end none."""
    kept: list[Entry] = []
    pauses: list[Rest] = []
    gap = False  # whether something between these pauses was left out
    for entry in entries:
        if isinstance(entry, Rest):
            pauses.append(entry)
        elif cautioned(entry.exercise, conditions):
            gap = True
        else:
            kept += _pauses(pauses, gap=gap, inside=bool(kept))
            kept.append(entry)
            pauses, gap = [], False
    return kept + _pauses(pauses, gap=gap, inside=False)


def _pauses(pauses: list[Rest], *, gap: bool, inside: bool) -> list[Rest]:
    if not gap or not pauses:
        return pauses
    return [max(pauses, key=lambda rest: rest.duration)] if inside else []


def _start_index(entries: list[Entry], start: str, routine: Routine) -> int:
    wanted = start.strip().casefold()
    for index, entry in enumerate(entries):
        if isinstance(entry, Rest):
            continue
        names = (entry.exercise.id, entry.exercise.name)
        if wanted in (str(entry.step), *(name.casefold() for name in names if name)):
            return index
    steps = {e.step: e.exercise.id or e.exercise.name for e in entries if isinstance(e, Dose)}
    known = ", ".join(f"{number} {name}" for number, name in steps.items())
    raise StretchError(f"{routine.name} has no step {start!r}", f"its steps are {known}")


def scaled(dose: Dose, holds: tuple[Millis, ...]) -> Dose:
    """A dose with other times for its sides; the author's lines move in proportion."""
    return replace(dose, holds=holds, stretched=(sum(holds), sum(dose.holds)))


def recounted(dose: Dose, reps: int) -> Dose:
    """A counted dose with other reps; the author's lines move in proportion."""
    return replace(dose, reps=reps, stretched=(reps, dose.reps or reps))
