"""`stretch exercises`: what the body can do, one exercise or all of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stretchtimer.app import current
from stretchtimer.commands.options import Playable
from stretchtimer.commands.output import note, put, say, say_json, terminal_columns
from stretchtimer.errors import StretchError
from stretchtimer.text import cell_width, safe

if TYPE_CHECKING:
    from stretchtimer.library import Found, Library
    from stretchtimer.model import Exercise


_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("exercises")
@click.argument("exercise_id", metavar="[ID]", required=False, type=Playable("exercise"))
@click.option("--side", type=click.Choice(["left", "right"]), help="Tell it for this side.")
@click.option("--level", type=click.IntRange(1), metavar="N", help="Show it at this level.")
@click.option("--svg", type=_FILE, help="Write its picture as a file, and nothing else.")
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
@click.option("--no-figure", is_flag=True, help="Leave out the picture.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def exercises_command(
    exercise_id: str | None,
    side: str | None,
    level: int | None,
    svg: Path | None,
    *,
    force: bool,
    no_figure: bool,
    as_json: bool,
) -> None:
    """List the exercises, or show one with its picture and all that its file says."""
    library = current().library
    if exercise_id is None:
        if side or level or svg:
            raise click.UsageError("--side, --level and --svg are for one exercise: name it")
        _list(library, as_json=as_json)
        return
    exercise = _find(library, exercise_id)
    if level is not None and level > len(exercise.levels):
        known = f"from 1 to {len(exercise.levels)}" if exercise.levels else "it has none"
        raise StretchError(f"{safe(exercise_id)} has no level {level}", f"levels: {known}")
    if as_json:
        say_json(_data(exercise, library.exercise_files[exercise_id]))
        return
    # late: a list of exercises needs neither
    from stretchtimer.commands.pictured import drawing_of, no_figure_of, picture_lines, shown, write_svg
    from stretchtimer.model import Side, Sides
    from stretchtimer.timetable import exercise_lines

    told = Side(side or "left") if side or exercise.sides is not Sides.NONE else None
    drawing = drawing_of(exercise, side=told, level=level)
    if svg is not None:
        if drawing is None:
            raise no_figure_of(exercise)
        write_svg(drawing, svg, title=exercise.name, force=force)
        note(f"Written: {safe(str(svg))}")
        return
    say(exercise_lines(exercise, told))
    if drawing is None:
        return
    if not no_figure:
        for line in picture_lines(drawing, current().environ, columns=terminal_columns()):
            put(line)
    say(["", f"Picture: {shown(drawing, told)}"])


def _list(library: Library, *, as_json: bool) -> None:
    rows: list[tuple[Found, Exercise | None, str]] = []
    for found in library.exercise_files.values():
        try:
            rows.append((found, library.exercise(found).use(), ""))
        except StretchError as error:
            problems = getattr(error, "problems", ())
            first = (
                f"{problems[0].line}:{problems[0].column}: {problems[0].message}"
                if problems
                else error.message
            )
            rows.append((found, None, first))
    if as_json:
        say_json([_data(exercise, found) for found, exercise, _ in rows if exercise])
        return
    width = max((cell_width(safe(found.id)) for found, _, _ in rows), default=0)
    for found, exercise, problem in rows:
        about = f"{exercise.name}. {exercise.summary}".rstrip() if exercise else f"broken: {problem}"
        identifier = safe(found.id)
        put(f"{identifier}{' ' * (width - cell_width(identifier))}  {safe(about)}")


def _find(library: Library, exercise_id: str) -> Exercise:
    exercise = library.find(exercise_id)
    if exercise is not None:
        return exercise
    import difflib  # late: only for a mistake

    close = difflib.get_close_matches(exercise_id.lower(), list(library.ids()), 3, 0.5)
    hint = f"did you mean {' or '.join(map(safe, close))}?" if close else "`stretch exercises` lists them all"
    raise StretchError(f"there is no exercise {safe(exercise_id)!r}", hint)


def _data(exercise: Exercise, found: Found) -> dict[str, Any]:
    return {
        "id": found.id,
        "name": exercise.name,
        "summary": exercise.summary,
        "difficulty": exercise.difficulty.value if exercise.difficulty else None,
        "sides": exercise.sides.value,
        "equipment": exercise.equipment,
        "targets": exercise.targets,
        "instructions": exercise.instructions,
        "tips": exercise.tips,
        "adjustments": exercise.adjustments,
        "levels": [{"name": level.name, "instructions": level.instructions} for level in exercise.levels],
        "cautions": [{"for": caution.condition, "say": caution.say} for caution in exercise.cautions],
        "tempo": [
            {
                "name": phase.name,
                "time_ms": phase.time,
                "breath": phase.breath.value if phase.breath else None,
            }
            for phase in exercise.tempo
        ],
        "shows": exercise.shows or None,
        "origin": found.origin,
        "path": found.path,
    }
