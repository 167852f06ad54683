"""How problems and bugs are told: plain lines for a terminal, every foreign character made safe.

It knows no command; where a line goes is the caller's matter.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

from stretchtimer.errors import Severity
from stretchtimer.text import cell_width, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stretchtimer.errors import Problem

_WIDTH = 76


def problem_text(problem: Problem) -> str:
    """A problem with its line, a caret under the place, and what to write instead."""
    kind = "warning: " if problem.severity is Severity.WARNING else ""
    lines = [f"{safe(problem.path)}:{problem.line}:{problem.column}: {kind}{safe(problem.message)}"]
    if problem.source.strip():
        lines += _excerpt(problem)
    if problem.hint:
        lines.append(f"    {safe(problem.hint)}")
    return "\n".join(lines)


def _excerpt(problem: Problem) -> list[str]:
    """The source line and its caret; of a very long line the part around the caret."""
    at = problem.column - 1
    skipped = max(at - 4 * _WIDTH, 0)  # of a line of a million characters none need to be measured
    before, after = safe(problem.source[skipped:at]), safe(problem.source[at : at + 4 * _WIDTH])
    indent = len(before) - len(before.lstrip())
    before = before[min(indent, 2) :] if indent > 2 else before.lstrip()
    if cell_width(before) > _WIDTH // 2:
        before = "…" + _last_cells(before, _WIDTH // 2)
    room = _WIDTH - cell_width(before)
    after = after if cell_width(after) <= room else _first_cells(after, room - 1) + "…"
    gutter = f"  {problem.line} | "
    return [f"{gutter}{before}{after}", f"{' ' * (len(gutter) - 2)}| {' ' * cell_width(before)}^"]


def _first_cells(text: str, cells: int) -> str:
    """As much of the beginning as fits; a wide character is never halved."""
    ends = accumulate(map(cell_width, text))
    return text[: sum(end <= cells for end in ends)]


def _last_cells(text: str, cells: int) -> str:
    return _first_cells(text[::-1], cells)[::-1]


def wrapped(lines: Iterable[str], width: int) -> Iterator[str]:
    """Lines broken at words to `width` cells; what is broken off stands under the text before it."""
    import textwrap  # late: only where there is something to read

    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()))
        yield from textwrap.wrap(line, max(width, 20), initial_indent="", subsequent_indent=indent) or [""]


def problem_data(problem: Problem) -> dict[str, Any]:
    """A problem for `--json`."""
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity.value,
        "message": problem.message,
        "hint": problem.hint,
    }


def keep_traceback(error: BaseException) -> str:
    """Keep the traceback of a bug in a file, and say where; or give it back where no file can be had."""
    import tempfile  # late: only for a bug
    import traceback

    lines = "".join(traceback.format_exception(error)).split("\n")
    text = "\n".join(map(safe, lines))
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="stretch-bug-", suffix=".txt", delete=False, encoding="utf-8", errors="replace"
        ) as file:
            file.write(text)
    except OSError:
        return text
    return f"The details are in {safe(file.name)}. Please send them to the project, with what you did."
