"""`stretch list` where there are many files: the first time, and when nothing has changed since."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from processes import in_turn, run
from program import python
from startup import FLOOR
from table import Line

if TYPE_CHECKING:
    from pathlib import Path

    from program import Program

_ROUTINE = """\
name: Evening number {number}
summary: What the back needs after a day at the desk, in {number} breaths and no more.
focus: [{focus}, lower back]
difficulty: beginner
equipment: [mat]
transition: 5s
closing: Stand, and notice the difference.
steps:
  - exercise: wide-leg-bend
    duration: {time}s
  - exercise: kneeling-psoas
    duration: 1:00
    sides: split
  - rest: 10s
  - name: Chair twist
    duration: 20s
    sides: each
    instructions: ["Turn toward your {{side}} side, {{other}} hand on the {{side}} knee."]
  - exercise: hurdler
    duration: 1:30
    sides: split
"""


def listing(program: Program, folder: Path, rounds: int, counts: tuple[int, ...]) -> list[Line]:
    """The part of the table, for each number of files; `folder` is where they go."""
    lines: list[Line] = []
    for count in counts:
        many = program.with_environ(
            STRETCH_PATH=str(_files(folder, count)), STRETCH_CACHE=str(folder / f"cache-{count}")
        )
        first = run(many("list"), many.environ)
        measured = in_turn(
            {
                FLOOR: partial(run, python("-c", "pass"), many.environ),
                "list": partial(run, many("list"), many.environ),
            },
            rounds,
        )
        again, floor = measured["list"], measured[FLOOR]
        lines.append(Line.of(f"list, {count:,} files, the first time", first, floor))
        warm = Line.of(f"list, {count:,} files, nothing changed", again, floor)
        if count == 1000:
            warm = replace(warm, aim="100 ms", reached=f"{again.wall:.0f} ms", met=again.wall <= 100)
        lines.append(warm)
    return lines


def _files(folder: Path, count: int) -> Path:
    place = folder / f"routines-{count}"
    place.mkdir()
    areas = ("hips", "shoulders", "neck", "core")
    for number in range(count):
        text = _ROUTINE.format(number=number, focus=areas[number % len(areas)], time=20 + number % 40)
        (place / f"evening-{number:05}.yaml").write_text(text, encoding="utf-8")
    return place
