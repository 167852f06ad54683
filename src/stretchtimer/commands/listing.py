"""The exercises that can be found: a gallery, lines, or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stretchtimer.app import current
from stretchtimer.commands.output import put, say_json, terminal_columns
from stretchtimer.errors import StretchError
from stretchtimer.text import cell_width, safe

if TYPE_CHECKING:
    from stretchtimer.library import Found, Library
    from stretchtimer.model import Exercise


def list_exercises(library: Library, *, figures: bool, light: bool, as_json: bool) -> None:
    """Print them: as JSON, as a gallery where the terminal has room for one, or as lines."""
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
        say_json([exercise_data(exercise, found) for found, exercise, _ in rows if exercise])
        return
    if figures and _has_room():
        from stretchtimer.commands.pictured import gallery_lines  # late: only for pictures

        known = [exercise for _, exercise, _ in rows if exercise]
        columns = terminal_columns()
        for line in gallery_lines(known, current().environ, columns=columns, light=light):
            put(line)
        rows = [row for row in rows if row[1] is None]
    width = max((cell_width(safe(found.id)) for found, _, _ in rows), default=0)
    for found, exercise, problem in rows:
        about = f"{exercise.name}. {exercise.summary}".rstrip() if exercise else f"broken: {problem}"
        identifier = safe(found.id)
        put(f"{identifier}{' ' * (width - cell_width(identifier))}  {safe(about)}")


def _has_room() -> bool:
    """Whether at least two pictures stand beside each other on a terminal that shows some."""
    if not terminal_columns() or current().environ.get("TERM", "") in ("", "dumb", "unknown"):
        return False
    # late: a pipe gets words
    from stretchtimer.commands.pictured import lack_of_pictures
    from stretchtimer.screen.gallery import fitting

    return not lack_of_pictures(current().environ) and fitting(terminal_columns()) > 1


def exercise_data(exercise: Exercise, found: Found) -> dict[str, Any]:
    """An exercise for `--json`."""
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
