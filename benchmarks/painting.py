"""What one new picture of a figure takes, beside composing a page without one: prints JSON, in ms.

    python benchmarks/painting.py COLUMNSxROWS ...

It draws every shipped exercise, no picture twice, all sizes in turn, so that all meet the same noise.
"""

from __future__ import annotations

import json
import sys
import time
from statistics import median
from typing import TYPE_CHECKING

from stretchtimer.compiler import compile_routine
from stretchtimer.figure import Drawing, read_figure
from stretchtimer.frame import View
from stretchtimer.library import Folder, Library, bundled
from stretchtimer.model import Routine
from stretchtimer.player import Player
from stretchtimer.screen.layout import compose
from stretchtimer.screen.look import Look
from stretchtimer.screen.wording import still
from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stretchtimer.frame import Frame

LIBRARY = Library((Folder(bundled(), "shipped"),))
ROUTINE, PAGE = "hip-unlock", "80x24"
_MOMENTS = 8  # of each exercise


def main() -> None:
    """Measure and print for the page and each size: median and 99th percentile by the clock, CPU's median."""
    sizes = sys.argv[1:]
    taken: dict[str, list[tuple[float, float]]] = {"page": [], **{size: [] for size in sizes}}
    frames = _frames()
    for drawings, moment in _moments(len(sizes)):
        for size, drawing in zip(sizes, drawings, strict=True):
            columns, rows = map(int, size.split("x"))
            drawing.fit(columns, rows)  # once for the whole course, which is not a picture's time
            taken[size].append(_took(drawing.cells, moment, columns=columns, rows=rows))
        width, height = map(int, PAGE.split("x"))
        taken["page"].append(_took(compose, still(next(frames)), View(), (width, height), Look()))
    print(json.dumps({name: _spread(each) for name, each in taken.items()}))


def _moments(count: int) -> Iterator[tuple[list[Drawing], int]]:
    """Moments of every figure that have a picture each; the drawings know nothing of each other."""
    for found in LIBRARY.exercise_files.values():
        exercise = LIBRARY.exercise(found).use()
        figure = read_figure(exercise).figure
        if figure is None:
            continue
        drawings = [Drawing(figure, tempo=exercise.tempo) for _ in range(count)]
        moment: int | None = 0
        for _ in range(_MOMENTS):
            if moment is not None:
                yield drawings, moment
                moment = drawings[0].next_change(moment)


def _frames() -> Iterator[Frame]:
    """One for each second of a session, over and over."""
    opened = LIBRARY.open(ROUTINE).use()
    if not isinstance(opened, Routine):
        raise SystemExit(f"{ROUTINE} is no routine")
    timeline = compile_routine(opened).timeline
    while True:
        player = Player(timeline)
        for now in range(0, timeline.total, SECOND):
            player.advance(now)
            yield player.frame()


def _took(do: Callable[..., object], *what: object, **how: object) -> tuple[float, float]:
    """By the clock, and of CPU time, which other programs make no longer."""
    begun, before = time.perf_counter(), time.process_time()
    do(*what, **how)
    return (time.perf_counter() - begun) * 1000, (time.process_time() - before) * 1000


def _spread(taken: list[tuple[float, float]]) -> dict[str, float]:
    wall, cpu = zip(*taken, strict=True)
    return {"ms": median(wall), "p99": sorted(wall)[-(-99 * len(wall) // 100) - 1], "cpu": median(cpu)}


if __name__ == "__main__":
    main()
