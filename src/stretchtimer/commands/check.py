"""`stretch check`: every problem of the files, with its place and its remedy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stretchtimer.app import current
from stretchtimer.commands.options import Playable
from stretchtimer.commands.output import put, say_json
from stretchtimer.errors import Problem, Severity, StretchError, counted
from stretchtimer.library import is_path, read_bytes, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stretchtimer.library import Found, Library
    from stretchtimer.routinefile import Reading


@click.command("check")
@click.argument("targets", metavar="[FILE]...", nargs=-1, type=Playable())
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
def check_command(targets: tuple[str, ...], *, as_json: bool, strict: bool) -> int:
    """Check files, or everything that can be found. Ends with 1 where something is wrong."""
    library = current().library
    checked = list(_checked(library, targets))
    problems = [problem for reading in checked for problem in reading.problems]
    errors = [problem for problem in problems if strict or problem.severity is Severity.ERROR]
    # late: help shows no problems
    from stretchtimer.report import problem_data, problem_text

    if as_json:
        say_json([problem_data(problem) for problem in problems])
    else:
        for problem in problems:
            put(problem_text(problem))
        put(_total(len(checked), problems))
    return 1 if errors else 0


def _total(files: int, problems: list[Problem]) -> str:
    warnings = sum(problem.severity is Severity.WARNING for problem in problems)
    errors = len(problems) - warnings
    if not problems:
        return f"{counted(files, 'file')}, no problems"
    told = [counted(errors, "error")] if errors else []
    told += [counted(warnings, "warning")] if warnings else []
    return f"{counted(files, 'file')}: {', '.join(told)}"


def _checked(library: Library, targets: tuple[str, ...]) -> Iterator[Reading[Any]]:
    """What each file says. One that cannot be read does not hide the others: that is its problem."""
    if not targets:
        for exercise in library.exercise_files.values():
            yield read_what_can_be(exercise.path, _exercise, library, exercise)
        for found in library.routine_files.values():
            yield read_what_can_be(found.path, _playable, library, found)
    elif len(targets) == 1:
        yield read_any(library, targets[0])
    else:
        for target in targets:
            yield read_what_can_be(target, read_any, library, target)


def read_what_can_be(path: str, read: Callable[..., Reading[Any]], *arguments: Any) -> Reading[Any]:
    """What `read` gives; where that raises, its error as the file's problem."""
    from stretchtimer.routinefile import Reading  # late: help reads nothing

    try:
        return read(*arguments)
    except StretchError as error:
        return Reading(path, None, (Problem(shown(path), 1, 1, error.message, error.hint),))


def _playable(library: Library, found: Found) -> Reading[Any]:
    return _proofread(library.playable(found.path, found.id))


def _exercise(library: Library, found: Found) -> Reading[Any]:
    return _proofread(library.exercise(found))


def _proofread(reading: Reading[Any]) -> Reading[Any]:
    # late: one compiles, and lays out all that is said; the other places bodies
    from stretchtimer.figurecheck import check_figures
    from stretchtimer.proofread import proofread

    if not reading.value:
        return reading
    data = read_bytes(reading.path)
    return check_figures(proofread(reading, data), data)


def read_any(library: Library, target: str) -> Reading[Any]:
    """What a routine, series or exercise says, named by id or path, and what of it cannot be said."""
    from stretchtimer.routinefile import looks_like_exercise, read_exercise  # late: help reads nothing

    if not is_path(target):
        if target in library.exercise_files and target not in library.routine_files:
            return _exercise(library, library.exercise_files[target])
        return _proofread(library.open(target))
    path = Path(target)
    data = read_bytes(path)
    if path.parent.name == "exercises" or looks_like_exercise(data):
        return _proofread(read_exercise(data, shown(path), path.stem))
    return _proofread(library.open(target))
