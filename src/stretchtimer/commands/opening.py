"""What `play` and `show` share: from what the user names to a compiled routine.

It knows the library and the compiler, and nothing of screens or sound.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from stretchtimer.compiler import Compiled, Options, compile_routine
from stretchtimer.errors import StretchError, counted
from stretchtimer.library import is_path, shown
from stretchtimer.model import Routine, Series, Side
from stretchtimer.plan import exercise_steps
from stretchtimer.shellwords import shell_word
from stretchtimer.text import safe

if TYPE_CHECKING:
    from stretchtimer.library import Library


@dataclass(frozen=True, slots=True)
class Opened:
    """A routine ready to be played, and what there is to say about how it came to be.

    `options` are what it was compiled with, `path` is its file; `series` is the id of the series that
    led to it, as its `stage`, counted from 1, and `reason` says why it is this one.
    """

    routine: Routine
    compiled: Compiled
    notes: tuple[str, ...]
    options: Options
    path: str
    series: str | None = None
    stage: int | None = None
    reason: str = ""


def open_routine(library: Library, target: str, values: dict[str, Any]) -> Opened:
    """Find, read and compile what the user names; of a series the next stage, or the one asked for."""
    reading = library.open(target)
    value = reading.use()
    options = _options(values)
    stage: int | None = values.get("stage")
    if isinstance(value, Series):
        # The routines of a series that is named by its path may lie beside it.
        around = library.beside(target) if is_path(target) else library
        return _open_stage(around, value, options, stage)
    if stage is not None:
        raise click.UsageError(f"--stage is for a series, and {safe(target)} is a routine: leave it out.")
    return _opened(library, value, options, reading.path)


def _opened(library: Library, routine: Routine, options: Options, path: str) -> Opened:
    _check_avoid(library, routine, options.avoid)
    compiled = compile_routine(routine, options)
    return Opened(routine, compiled, compiled.notes, options, path)


def _open_stage(library: Library, series: Series, options: Options, asked: int | None) -> Opened:
    """A stage of a series, and why it is that one."""
    # late: only a series asks the history
    from stretchtimer.app import current
    from stretchtimer.commands.standing import standing
    from stretchtimer.progress import at_stage, rhythm_words, why

    stages = len(series.stages)
    if asked is not None and asked > stages:
        raise click.UsageError(
            f"{safe(series.id)} has {counted(stages, 'stage')}; there is no stage {asked}."
        )
    known, trouble = standing(series, current().environ)
    known = at_stage(series, known, asked) if asked else known
    stage = series.stages[known.stage - 1]
    reading = library.open(stage.routine)
    routine = reading.use()
    if not isinstance(routine, Routine):
        hint = "a stage names a routine"
        raise StretchError(f"{safe(stage.routine)} is a series itself and cannot be a stage", hint)
    where = f"{series.name}, stage {known.stage} of {stages}: {routine.name}"
    if trouble:
        reason, more = "", f"{trouble}; so nobody can say which session this is."
    else:
        reason = why(series, known, routine.name)
        more = f"{reason} {rhythm_words(known.rhythm)}".rstrip()
    opened = _opened(library, routine, replace(options, level=options.level or stage.level), reading.path)
    notes = (where, more, *opened.notes)
    return replace(opened, notes=notes, series=series.id, stage=known.stage, reason=reason)


def reopen_routine(library: Library, path: str | None, file_id: str, options: Options) -> Opened:
    """The routine of an earlier session as its file is now, compiled with the same options.

    Raises StretchError where there is no such file any more, or where the options do not fit it.
    """
    target = target_of(library, path, file_id)
    if target is None:
        message = f"the file of {safe(file_id)} is no longer there: {safe(path or '')}"
        raise StretchError(message, "`stretch list` shows what can be played")
    reading = library.open(target)
    routine = reading.use()
    if not isinstance(routine, Routine):
        hint = "`stretch list` shows what can be played"
        raise StretchError(f"{safe(file_id)} is a routine no longer, but a series", hint)
    try:
        compiled = compile_routine(routine, options)
    except StretchError as error:
        message = f"{safe(routine.name)} cannot be played as it was begun: {error.message}"
        anew = f"`stretch play {shell_word(target)}` begins anew"
        raise StretchError(message, error.hint or anew) from error
    return Opened(routine, compiled, compiled.notes, options, reading.path)


def target_of(library: Library, path: str | None, file_id: str) -> str | None:
    """What names the file of an earlier session when it is typed; None where there is no such file any more.

    Its id where that finds it, else its path, from the current folder where it lies below it.
    """
    found = library.routine_files.get(file_id)
    # What is found by its id takes its exercises from the user's folders first.
    if found is not None and (path is None or os.path.realpath(found.path) == path):
        return file_id
    if path is None or not os.access(path, os.F_OK):
        return file_id if found is not None else None
    short = shown(path)
    return short if is_path(short) and not short.startswith("-") else path


def _options(values: dict[str, Any]) -> Options:
    avoid = tuple(word for words in values["avoid"] for word in words)
    first = Side(values["first"]) if values["first"] else None
    asked = click.get_current_context().get_parameter_source("level")
    same = {key: values[key] for key in ("level", "start", "fit", "transition", "switch", "prepare")}
    level_asked = asked is click.core.ParameterSource.COMMANDLINE
    return Options(first=first, avoid=avoid, level_asked=level_asked, **same)


def _check_avoid(library: Library, routine: Routine, avoid: tuple[str, ...]) -> None:
    """A caution that no exercise anywhere carries is an error: a mistyped word could hurt somebody."""
    if not avoid:
        return
    exercises = [step.exercise for step in exercise_steps(routine.steps)]
    for found in library.exercise_files.values():
        with suppress(StretchError):  # one that cannot be read has no say
            exercises.append(library.exercise(found).use())
    conditions = {caution.condition.casefold() for exercise in exercises for caution in exercise.cautions}
    for word in avoid:
        if word.casefold() not in conditions:
            hint = (
                f"there are cautions for {', '.join(sorted(conditions))}"
                if conditions
                else "no exercise has a caution"
            )
            raise StretchError(f"no exercise has a caution for {safe(word)!r}", hint)
