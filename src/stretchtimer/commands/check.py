"""`stretch check`: every problem of the files, with its place and its remedy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stretchtimer.app import current
from stretchtimer.commands.options import Playable
from stretchtimer.errors import Problem, Severity, StretchError, counted
from stretchtimer.library import is_path, read_bytes, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchtimer.library import Library


@click.command("check")
@click.argument("targets", metavar="[FILE]...", nargs=-1, type=Playable())
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
def check_command(targets: tuple[str, ...], *, as_json: bool, strict: bool) -> int:
    """Check files, or everything that can be found. Ends with 1 where something is wrong."""
    library = current().library
    checked = list(_checked(library, targets))
    problems = [problem for _, found in checked for problem in found]
    errors = [problem for problem in problems if strict or problem.severity is Severity.ERROR]
    # late: help shows no problems
    from stretchtimer.report import problem_data, problem_text

    if as_json:
        import json  # late: only for --json

        click.echo(json.dumps([problem_data(problem) for problem in problems], indent=2, ensure_ascii=False))
    else:
        for problem in problems:
            click.echo(problem_text(problem))
        click.echo(_total(len(checked), problems))
    return 1 if errors else 0


def _total(files: int, problems: list[Problem]) -> str:
    warnings = sum(problem.severity is Severity.WARNING for problem in problems)
    errors = len(problems) - warnings
    if not problems:
        return f"{counted(files, 'file')}, no problems"
    told = [counted(errors, "error")] if errors else []
    told += [counted(warnings, "warning")] if warnings else []
    return f"{counted(files, 'file')}: {', '.join(told)}"


def _checked(library: Library, targets: tuple[str, ...]) -> Iterator[tuple[str, tuple[Problem, ...]]]:
    """Each file's path with its problems."""
    if targets:
        for target in targets:
            yield target, _problems_of(library, target)
        return
    for found in (*library.exercise_files.values(), *library.routine_files.values()):
        try:
            exercise = library.exercise_files.get(found.id) is found
            reading = library.exercise(found) if exercise else library.playable(found.path, found.id)
            yield found.path, reading.problems
        except StretchError as error:  # one file that cannot be read does not hide the others
            yield found.path, (Problem(shown(found.path), 1, 1, error.message, error.hint),)


def _problems_of(library: Library, target: str) -> tuple[Problem, ...]:
    from stretchtimer.routinefile import looks_like_exercise, read_exercise  # late: help reads nothing

    if not is_path(target):
        if target in library.exercise_files and target not in library.routine_files:
            return library.exercise(library.exercise_files[target]).problems
        return library.open(target).problems
    path = Path(target)
    data = read_bytes(path)
    if path.parent.name == "exercises" or looks_like_exercise(data):
        return read_exercise(data, shown(path), path.stem).problems
    return library.open(target).problems
