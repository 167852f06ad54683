"""All there is to read about an exercise that is looked at, line by line; of a watched file its problems.

It knows the width it is given, not the rest of the screen. Texts from files leave here clean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from stretchtimer.errors import Severity, counted
from stretchtimer.model import fill
from stretchtimer.report import problem_text
from stretchtimer.screen import cells
from stretchtimer.screen.look import Ink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stretchtimer.errors import Problem
    from stretchtimer.model import Exercise, Side
    from stretchtimer.screen.look import Look
    from stretchtimer.screen.sight import Sight, Watch

Lines: TypeAlias = tuple[tuple[str, Ink], ...]

KEYS = (
    ("s  ← →", "the other side"),
    ("e  h", "easier, harder; or the next adjustment"),
    ("space", "stop, go on"),
    ("r", "from the beginning"),
    ("↑ ↓  k j", "read on, line by line"),
    ("PgUp PgDn", "read on, page by page"),
    ("q", "leave; Enter and Esc too"),
    ("?", "these keys"),
)
WATCH_KEYS = (("n  p", "the next exercise of the file, the one before"),)
_KEY_COLUMNS = 11
_INDENT = 2
_INDENTED = 40  # columns: narrower lines need all of them


def read_lines(sight: Sight, side: Side | None, columns: int, look: Look) -> Lines:
    """What the sight asks for: the keys, the problems of the file, or all about the exercise."""
    if sight.keys:
        return tuple(_keys(sight, columns, look))
    if sight.watch is not None:
        return tuple(_of_file(sight.watch, columns, look))
    return tuple(_of_exercise(sight, sight.exercise, side, columns, look)) if sight.exercise else ()


def form_name(sight: Sight) -> str:
    """Which form is shown, in short: `level 2 of 4`."""
    if sight.exercise is None:
        return ""
    if sight.level:
        return f"level {sight.level} of {len(sight.exercise.levels)}"
    if sight.adjustment:
        return f"adjustment {sight.adjustment} of {len(sight.exercise.adjustments)}"
    return ""


def status(watch: Watch) -> str:
    """How a watched file stands: `bow.yaml: 1 error, 2 warnings`."""
    if watch.gone:
        return f"{watch.path} is not there just now"
    warnings = sum(problem.severity is Severity.WARNING for problem in watch.problems)
    errors = len(watch.problems) - warnings
    told = [counted(errors, "error")] if errors else []
    told += [counted(warnings, "warning")] if warnings else []
    old = ". The figure is the last one that could be drawn" if watch.stale else ""
    return f"{watch.path}: {', '.join(told) or 'no problems'}{old}"


def _keys(sight: Sight, columns: int, look: Look) -> Iterator[tuple[str, Ink]]:
    for key, what in (*KEYS, *(WATCH_KEYS if sight.watch else ())):
        line = f"{cells.clean(key, look.ascii):<{_KEY_COLUMNS}}{what}"
        yield cells.fit(line, columns, look.ellipsis), Ink.PLAIN


def _of_file(watch: Watch, columns: int, look: Look) -> Iterator[tuple[str, Ink]]:
    told = [status(watch), *([watch.note] if watch.note else [])]
    yield from ((line, Ink.STRONG) for line in _wrapped(told, columns, look))
    for problem in watch.problems:
        yield "", Ink.PLAIN
        yield from _of_problem(problem, columns, look)


def _of_problem(problem: Problem, columns: int, look: Look) -> Iterator[tuple[str, Ink]]:
    """The lines that `check` prints; the line of the file stays whole, for its caret stands below it."""
    lines = problem_text(problem).split("\n")
    excerpt = range(1, 3) if problem.source.strip() else range(0)
    for number, line in enumerate(lines):
        if number in excerpt:
            yield cells.cut(cells.clean(line, look.ascii), columns), Ink.QUIET
            continue
        ink = Ink.STRONG if not number else Ink.PLAIN
        indent = 0 if not number else _INDENT
        yield from ((text, ink) for text in _wrapped([line], columns, look, indent=indent))


def _of_exercise(
    sight: Sight, exercise: Exercise, side: Side | None, columns: int, look: Look
) -> Iterator[tuple[str, Ink]]:
    form = form_name(sight)
    if form:
        words = exercise.levels[sight.level - 1].name if sight.level else ""
        words = words or exercise.adjustments[(sight.adjustment or 1) - 1]
        lines = [f"{form[0].upper()}{form[1:]}: {fill(words, side)}"]
        yield from ((line, Ink.STRONG) for line in _wrapped(lines, columns, look))
        yield "", Ink.PLAIN
    yield from ((line, Ink.PLAIN) for line in _wrapped([exercise.summary], columns, look))
    for heading, lines_of in _sections(sight, exercise):
        if not lines_of:
            continue
        yield "", Ink.PLAIN
        yield heading, Ink.STRONG
        indent = _INDENT if columns >= _INDENTED else 0
        filled = [fill(line, side) for line in lines_of]
        yield from ((line, Ink.PLAIN) for line in _wrapped(filled, columns, look, indent=indent))


def _sections(sight: Sight, exercise: Exercise) -> tuple[tuple[str, Iterable[str]], ...]:
    facts = [exercise.difficulty.value] if exercise.difficulty else []
    facts += [f"sides: {exercise.sides.value}", *exercise.equipment, *exercise.targets]
    return (
        ("Instructions", exercise.instructions_at(sight.level)),
        ("Tips", exercise.tips),
        ("Adjustments", exercise.adjustments),
        ("Levels", [f"{number}. {level.name}" for number, level in enumerate(exercise.levels, 1)]),
        ("Take care", [f"{caution.condition}: {caution.say}" for caution in exercise.cautions]),
        ("Picture", [exercise.shows] if exercise.shows else []),
        ("Facts", [", ".join(facts)]),
    )


def _wrapped(texts: Iterable[str], columns: int, look: Look, *, indent: int = 0) -> Iterator[str]:
    """Each text on lines of its own; what is broken off stands a little further in."""
    for text in texts:
        room = max(columns - 2 * indent, 1)
        for number, line in enumerate(cells.wrap(cells.clean(text, look.ascii), room)):
            yield " " * (indent * (2 if number else 1)) + line
