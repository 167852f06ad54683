"""`stretch exercises`: what the body can do, one exercise moving on the screen or all of them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stretchtimer.app import current
from stretchtimer.commands.listing import exercise_data, list_exercises
from stretchtimer.commands.options import Configured, Playable, is_light, looking
from stretchtimer.commands.output import note, put, say, say_json, terminal_columns
from stretchtimer.errors import StretchError
from stretchtimer.model import Side
from stretchtimer.text import safe

if TYPE_CHECKING:
    from stretchtimer.library import Library
    from stretchtimer.model import Exercise


_FILE = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """How an exercise is to be seen."""

    side: Side | None
    level: int | None
    figure: bool
    still: bool
    light: bool


@click.command("exercises", cls=Configured)
@click.argument("exercise_id", metavar="[ID]", required=False, type=Playable("exercise"))
@click.option("--side", type=click.Choice(["left", "right"]), help="Show and tell it for this side.")
@click.option("--level", type=click.IntRange(1), metavar="N", help="Show it at this level.")
@click.option("--svg", type=_FILE, help="Write its picture as a file, and nothing else.")
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
@click.option("--orbit", is_flag=True, help="Show it from all round, with the `view` to write for each.")
@click.option(
    "--watch", type=_FILE, help="Show the figures of a file while you write it, and what is wrong with it."
)
@looking
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def exercises_command(
    exercise_id: str | None,
    *,
    side: str | None,
    level: int | None,
    svg: Path | None,
    watch: Path | None,
    theme: str,
    force: bool,
    orbit: bool,
    figure: bool,
    still: bool,
    as_json: bool,
) -> int:
    """Show one exercise moving, with all that its file says; without an ID a gallery of all.

    On a terminal it moves until you press q, and is then printed; ? shows the keys.
    In a pipe, or with --still, it is printed at once.
    """
    ways = {"--json": as_json, "--svg": svg is not None, "--orbit": orbit, "--watch": watch is not None}
    about_one = side is not None or level is not None
    _refuse(exercise_id, [way for way, given in ways.items() if given], about_one=about_one, force=force)
    light = is_light(theme, current().environ)
    told = Side(side) if side else None
    asked = _Asked(side=told, level=level, figure=figure, still=still, light=light)
    if watch is not None:
        return _watch(str(watch), asked)
    library = current().library
    if exercise_id is None:
        list_exercises(library, figures=figure, light=light, as_json=as_json)
        return 0
    exercise = _find(library, exercise_id)
    if level is not None and level > len(exercise.levels):
        known = f"from 1 to {len(exercise.levels)}" if exercise.levels else "it has none"
        raise StretchError(f"{safe(exercise_id)} has no level {level}", f"levels: {known}")
    if as_json:
        say_json(exercise_data(exercise, library.exercise_files[exercise_id]))
        return 0
    if svg is not None:
        _write(exercise, asked, svg, force=force)
        return 0
    if orbit:
        _orbit(exercise, asked)
        return 0
    return _show(exercise, asked)


def _refuse(exercise_id: str | None, ways: list[str], *, about_one: bool, force: bool) -> None:
    """Raise UsageError for options that make no sense together."""
    if len(ways) > 1:
        raise click.UsageError(f"{ways[0]} and {ways[1]} do not go together: choose one")
    way = ways[0] if ways else ""
    if force and way != "--svg":
        raise click.UsageError("--force is for --svg: name the file to write")
    if way == "--watch" and exercise_id is not None:
        raise click.UsageError(f"--watch shows what a file says: leave out {safe(exercise_id)!r}")
    if exercise_id is None and way != "--watch" and (about_one or way in ("--svg", "--orbit")):
        raise click.UsageError("--side, --level, --svg and --orbit are for one exercise: name it")
    if way == "--json" and about_one:
        raise click.UsageError("--json says all of an exercise: leave out --side and --level")
    context = click.get_current_context()
    typed = context.get_parameter_source("figure") is click.core.ParameterSource.COMMANDLINE
    if typed and not context.params["figure"] and way in ("--svg", "--orbit", "--watch"):
        raise click.UsageError(f"{way} is for figures: leave out --no-figure")


def _told(exercise: Exercise, side: Side | None) -> Side | None:
    from stretchtimer.screen.sight import told_side  # late: a list needs no screen

    return told_side(exercise, side)


def _write(exercise: Exercise, asked: _Asked, path: Path, *, force: bool) -> None:
    # late: only for a file
    from stretchtimer.commands.pictured import drawing_of, no_figure_of, write_svg

    drawing = drawing_of(exercise, side=_told(exercise, asked.side), level=asked.level)
    if drawing is None:
        raise no_figure_of(exercise)
    write_svg(drawing, path, title=exercise.name, force=force)
    note(f"Written: {safe(str(path))}")


def _orbit(exercise: Exercise, asked: _Asked) -> None:
    # late: only for pictures
    from stretchtimer.commands.pictured import lack_of_pictures, orbit_lines
    from stretchtimer.screen.gallery import COLUMNS

    columns = terminal_columns()
    if lack := lack_of_pictures(current().environ) or (
        f"it has only {columns} columns" if columns < COLUMNS else ""
    ):
        hint = "a picture as a file: --svg FILE"
        raise StretchError(f"--orbit needs a terminal that shows pictures, and {lack}", hint)
    side, level = _told(exercise, asked.side), asked.level
    environ, light = current().environ, asked.light
    for line in orbit_lines(exercise, environ, side=side, level=level, columns=columns, light=light):
        put(line)


def _show(exercise: Exercise, asked: _Asked) -> int:
    """The exercise moving, where it can be; then as text with a strip of its movement, which stays."""
    # late: a list of exercises needs neither
    from stretchtimer.commands.pictured import drawing_of, lack_of_keys, picture_lines, shown
    from stretchtimer.timetable import exercise_lines

    side, level, adjustment = _told(exercise, asked.side), asked.level, None
    if (
        asked.figure
        and not asked.still
        and exercise.figure is not None
        and not lack_of_keys(current().environ)
    ):
        from stretchtimer.viewing import Beginning, view  # late: only on a terminal

        beginning = Beginning(side=asked.side, level=level, light=asked.light)
        seen, code = view(exercise, beginning, current().environ)
        if code:
            return code
        side, level, adjustment = seen.side, seen.level, seen.adjustment
    say(exercise_lines(exercise, side))
    drawing = drawing_of(exercise, side=side, level=level, adjustment=adjustment)
    if drawing is None:
        return 0
    if asked.figure:
        columns, light = terminal_columns(), asked.light
        for line in picture_lines(drawing, current().environ, columns=columns, light=light):
            put(line)
    say(["", f"Picture: {shown(drawing, side)}"])
    return 0


def _watch(path: str, asked: _Asked) -> int:
    """The figures of a file while it is written. Raises StretchError without a terminal, or a file."""
    # late: only for this
    from stretchtimer.commands.check import read_any, read_what_can_be
    from stretchtimer.commands.pictured import lack_of_keys
    from stretchtimer.library import is_path, read_bytes, shown
    from stretchtimer.report import problem_text
    from stretchtimer.viewing import Beginning, watch
    from stretchtimer.watched import Watched

    library = current().library
    named = path if is_path(path) else f".{os.sep}{path}"
    read_bytes(named)  # a file that is not there at the beginning was meant otherwise
    if lack := lack_of_keys(current().environ):
        raise StretchError(
            f"--watch needs a terminal that shows pictures, and {lack}",
            "check the file: `stretch check FILE`",
        )
    watched = Watched(shown(named), lambda: read_what_can_be(named, read_any, library, named))
    beginning = Beginning(side=asked.side, level=asked.level, still=asked.still, light=asked.light)
    code = watch(watched, beginning, current().environ)
    for problem in () if code else watched.problems:
        put(problem_text(problem))
    return code


def _find(library: Library, exercise_id: str) -> Exercise:
    exercise = library.find(exercise_id)
    if exercise is not None:
        return exercise
    import difflib  # late: only for a mistake

    close = difflib.get_close_matches(exercise_id.lower(), list(library.ids()), 3, 0.5)
    hint = f"did you mean {' or '.join(map(safe, close))}?" if close else "`stretch exercises` lists them all"
    raise StretchError(f"there is no exercise {safe(exercise_id)!r}", hint)
