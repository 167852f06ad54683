"""What is legal key by key and wrong together, or right and probably not meant.

It knows the model and the place of each value; it reads nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.model import DEFAULT_REP, Exercise, ExerciseStep, Repeat, Rest, Sides
from stretchtimer.routinefile.format import MAX_SEGMENTS
from stretchtimer.text import quoted, spoken_ms
from stretchtimer.units import DAY, MINUTE, ceil_seconds, exact

if TYPE_CHECKING:
    from stretchtimer.model import Routine, Step
    from stretchtimer.routinefile.nodes import Node
    from stretchtimer.routinefile.reader import Reader
    from stretchtimer.routinefile.values import Values
    from stretchtimer.units import Millis

LONG_HOLD: Millis = 10 * MINUTE


def levels(exercise: Exercise, values: Values, reader: Reader) -> None:
    """A level that changes nothing is probably not finished."""
    if "levels" not in values:
        return
    for level, node in zip(exercise.levels, values.at("levels").items, strict=True):
        if not level.instructions and not level.tempo:
            message = f"the level {quoted(level.name)} changes nothing"
            reader.warn(node, message, "give it instructions or a tempo of its own")


def side_ms(step: ExerciseStep) -> Millis:
    """How long one side of a step lasts: the shorter one where they differ; an alternating set as a whole."""
    if step.duration is not None:
        return step.duration // 2 if step.sides is Sides.SPLIT else step.duration
    tempo = step.exercise.tempo_at(step.level)
    rep = sum(phase.time for phase in tempo) or DEFAULT_REP
    return rep * (step.reps or 0) * (2 if step.sides is Sides.ALTERNATE else 1)


def step(step: ExerciseStep, values: Values, reader: Reader) -> None:
    """All that can be said of one step with its exercise."""
    if not _level(step, values, reader):
        return  # the tempo depends on the level
    _cues(step, values, reader)
    _sides(step, values, reader)
    if step.duration is not None and side_ms(step) > LONG_HOLD:
        reader.warn(values.at("duration"), f"a hold of {exact(side_ms(step))} is very long", "is it meant?")


def _level(step: ExerciseStep, values: Values, reader: Reader) -> bool:
    known = len(step.exercise.levels)
    if step.level is None or step.level <= known:
        return True
    message = f"{quoted(step.exercise.name)} has no level {step.level}"
    hint = f"write a number from 1 to {known}" if known else "it has no levels: leave the key out"
    reader.error(values.at("level"), message, hint)
    return False


def _cues(step: ExerciseStep, values: Values, reader: Reader) -> None:
    lasts = side_ms(step)
    whole = "the step" if step.sides is Sides.NONE else "its side"
    own = values.at("cues").items if "cues" in values else []
    for number, cue in enumerate(step.exercise.cues):
        node: Node = own[number] if own else values.node
        at = cue.at if cue.at >= 0 else lasts + cue.at
        if not 0 <= at < lasts:
            message = f"the cue at {exact(cue.at)} lies outside {whole}, which lasts {exact(lasts)}"
            inherited = "give the step cues of its own; `cues: []` leaves the exercise's out"
            reader.error(
                node, message, f"place it within {whole.replace('its', 'the')}" if own else inherited
            )
        elif spoken_ms(cue.say) > lasts - at:
            left = ceil_seconds(lasts - at)
            takes = ceil_seconds(spoken_ms(cue.say))
            message = f"this line takes about {takes} s to say, and the side ends {left} s after it begins"
            theirs = f"{quoted(cue.say)} is the exercise's: `cues: []` leaves it out"
            reader.warn(node, message, "make it shorter, or say it earlier" if own else theirs)


def _sides(step: ExerciseStep, values: Values, reader: Reader) -> None:
    if step.sides is not Sides.NONE:
        return
    if "first" in values:
        reader.warn(
            values.keys["first"], "'first' does nothing in a step without sides", "write `sides: each`"
        )
    if "switch" in values:
        reader.warn(
            values.keys["switch"], "'switch' does nothing in a step without sides", "write `sides: each`"
        )
    texts = (*step.exercise.instructions, *(cue.say for cue in step.exercise.cues))
    if any("{side}" in text or "{other}" in text for text in texts):
        place = values.at("instructions") if "instructions" in values else values.node
        message = "the text speaks of a {side}, and the step has none"
        reader.warn(place, message, "write `sides: split`, each or alternate")


def size(routine: Routine, values: Values, reader: Reader) -> None:
    """A routine of a sensible size: repeated groups multiply, and rests alone are none."""
    if not _has_exercise(routine.steps):
        reader.error(
            values.at("steps"), "the routine has rests and no exercise", "write `- exercise: hip-hinge`"
        )
    elif segments(routine.steps) > MAX_SEGMENTS:
        message = f"the routine unfolds into more than {MAX_SEGMENTS:,} parts"
        reader.error(values.at("steps"), message, "repeat less often, or make several routines of it")
    elif _work(routine.steps) > DAY:
        reader.error(values.at("steps"), "the routine is longer than a day", "make several routines of it")


def _has_exercise(steps: tuple[Step, ...]) -> bool:
    return any(
        _has_exercise(item.steps) if isinstance(item, Repeat) else not isinstance(item, Rest)
        for item in steps
    )


def segments(steps: tuple[Step, ...]) -> int:
    """How many segments the steps unfold into at most."""
    total = 0
    for item in steps:
        if isinstance(item, Rest):
            total += 1
        elif isinstance(item, Repeat):
            total += item.times * (segments(item.steps) + 1)
        else:
            both = item.sides in (Sides.EACH, Sides.ALTERNATE, Sides.SPLIT)
            total += 2 + (item.reps or 1) * (2 if both else 1)
    return total


def _work(steps: tuple[Step, ...]) -> Millis:
    total = 0
    for item in steps:
        if isinstance(item, Rest):
            total += item.duration
        elif isinstance(item, Repeat):
            total += item.times * (_work(item.steps) + (item.rest or 0))
        else:
            twice = item.sides in (Sides.EACH, Sides.SPLIT)
            total += side_ms(item) * (2 if twice else 1)
    return total
