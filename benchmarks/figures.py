"""A sheet of all figures, to be looked at: each as a strip of moments, without its name if that is wanted.

    python benchmarks/figures.py [--out sheet.svg] [--blocks | --dots] [--side left] [--level N]
                                 [--size 30x12] [--frames 6] [--nameless] [--time] [FILE ...]

FILEs are exercise files; without one all that come with stretch. Beside the .svg a .png is written where
rsvg-convert or ImageMagick is there. --time prints what a picture costs instead.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from stretchtimer.figure import DOTS, Drawing, Look, read_figure, svg
from stretchtimer.model import Side, Sides
from stretchtimer.routinefile import read_exercise

if TYPE_CHECKING:
    from stretchtimer.figure import Cells
    from stretchtimer.model import Exercise

SHIPPED = Path(__file__).parents[1] / "routines" / "exercises"
GROUND = "#10141f"
QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
DOT_OF = {0: (0, 0), 1: (0, 1), 2: (0, 2), 3: (1, 0), 4: (1, 1), 5: (1, 2), 6: (0, 3), 7: (1, 3)}


def main() -> None:
    """Write the sheet, or time the pictures."""
    parser = argparse.ArgumentParser(description="A sheet of all figures.")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--out", type=Path, default=Path("figures.svg"))
    parser.add_argument("--blocks", action="store_true", help="as a terminal shows them, in quadrant blocks")
    parser.add_argument("--dots", action="store_true", help="as a terminal shows them, in braille")
    parser.add_argument("--side", choices=[side.value for side in Side])
    parser.add_argument("--level", type=int)
    parser.add_argument("--adjustment", type=int)
    parser.add_argument("--size", default="30x12")
    parser.add_argument("--frames", type=int, default=6)
    parser.add_argument("--nameless", action="store_true")
    parser.add_argument("--time", action="store_true")
    wanted = parser.parse_args()
    drawings = []
    for path in wanted.files or sorted(SHIPPED.glob("*.yaml")):
        exercise = read_exercise(path.read_bytes(), path.name, path.stem).use()
        reading = read_figure(exercise)
        for fault in reading.faults:
            print(f"{path.name}: {'/'.join(map(str, fault.path))}: {fault.message} ({fault.hint})")
        if reading.figure:
            side = Side(wanted.side) if wanted.side and exercise.sides is not Sides.NONE else None
            drawing = Drawing(
                reading.figure,
                tempo=exercise.tempo_at(wanted.level if exercise.levels else None),
                side=side,
                level=wanted.level,
                adjustment=wanted.adjustment,
                alternates=exercise.sides is Sides.ALTERNATE and side is not None,
            )
            drawings.append((exercise, drawing))
    if not drawings:
        parser.exit(1, "There is no figure to draw.\n")
    columns, rows = map(int, wanted.size.split("x"))
    if wanted.time:
        measure(drawings, columns, rows)
        return
    strips = []
    for exercise, drawing in drawings:
        moments = spread(drawing, wanted.frames)
        if wanted.blocks or wanted.dots:
            look = Look(palette=DOTS, dots=True) if wanted.dots else Look()
            shown = [drawing.cells(moment, columns=columns, rows=rows, look=look) for moment in moments]
            strip = "".join(
                f'<g transform="translate({i * 2 * columns} 0)">{as_svg(cells)}</g>'
                for i, cells in enumerate(shown)
            )
            strips.append((exercise, strip, 2 * columns * len(moments), 4 * rows))
        else:
            whole = svg(drawing, moments=moments, scale=1, prefix=str(exercise.id))
            strips.append((exercise, whole, 80 * len(moments), 64))
    wanted.out.write_text(sheet(strips, named=not wanted.nameless), encoding="utf-8")
    convert(wanted.out)


def spread(drawing: Drawing, frames: int) -> list[int]:
    """Moments all over a course; of a body that comes to stay, until it does."""
    course = drawing.course
    whole = course.entered or course.period
    return [whole * i // (frames - 1 if course.entered else frames) for i in range(frames)]


def as_svg(cells: Cells) -> str:
    """Cells as a terminal would show them, in units of half a cell's width."""
    drawn = []
    for y, line in enumerate(cells):
        for x, (glyph, ink, paper) in enumerate(line):
            if paper and paper != GROUND:
                drawn.append(rect(x * 2, y * 4, 2.02, 4.02, paper))
            if glyph in QUADRANTS:
                code = QUADRANTS.index(glyph)
                drawn += [
                    rect(x * 2 + i % 2, y * 4 + i // 2 * 2, 1.02, 2.02, str(ink))
                    for i in range(4)
                    if code >> i & 1
                ]
            else:
                code = ord(glyph) - 0x2800
                dots = [DOT_OF[i] for i in range(8) if code >> i & 1]
                drawn += [rect(x * 2 + i + 0.25, y * 4 + j + 0.25, 0.5, 0.5, str(ink)) for i, j in dots]
    return "".join(drawn)


def rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    """One filled rectangle."""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{colour}"/>'


def sheet(strips: list[tuple[Exercise, str, int, int]], *, named: bool) -> str:
    """The strips below each other, in two columns."""
    caption = 7 if named else 2
    width, height = max(strip[2] for strip in strips), strips[0][3] + caption
    half = (len(strips) + 1) // 2
    drawn = []
    for i, (exercise, strip, _, tall) in enumerate(strips):
        x, y = i // half * (width + 8), i % half * height
        drawn.append(f'<g transform="translate({x} {y})">{strip}')
        if named:
            drawn.append(f'<text x="1" y="{tall + 5}" font-size="5" fill="#aaa">{exercise.id}</text>')
        drawn.append("</g>")
    whole = f'width="{(2 * width + 8) * 2}" height="{half * height * 2}"'
    box = f'viewBox="0 0 {2 * width + 8} {half * height}"'
    body = f'<rect width="100%" height="100%" fill="{GROUND}"/>' + "".join(drawn)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {whole} {box} font-family="sans-serif">{body}</svg>'


def convert(path: Path) -> None:
    """A .png beside the .svg, where a program for it is there."""
    png = path.with_suffix(".png")
    for program, command in {
        "rsvg-convert": ["rsvg-convert", "--unlimited", "-o", str(png), str(path)],
        "convert": ["convert", str(path), str(png)],
    }.items():
        if shutil.which(program):
            subprocess.run(command, check=True)
            return


def measure(drawings: list[tuple[Exercise, Drawing]], columns: int, rows: int) -> None:
    """What a picture costs: one that nobody has seen yet, and one that is kept."""
    for name, look in (("blocks", Look()), ("dots", Look(palette=DOTS, dots=True))):
        fresh, kept = [], []
        for _, drawing in drawings:
            drawing.fit(columns, rows)
            for moment in spread(drawing, 40):
                for times in (fresh, kept):
                    begin = time.perf_counter()
                    drawing.cells(moment, columns=columns, rows=rows, look=look)
                    times.append((time.perf_counter() - begin) * 1000)
        fresh.sort()
        worst = fresh[int(len(fresh) * 0.99)]
        print(
            f"{name} {columns}x{rows}: {statistics.median(fresh):.2f} ms new, {worst:.2f} ms p99, "
            f"{statistics.median(kept):.4f} ms kept"
        )


if __name__ == "__main__":
    main()
