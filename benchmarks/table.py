"""The table that is printed: figures beside what is aimed at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from processes import Cost

_NUMBERS = ("ms", "cpu ms", "x pass")
_HEADINGS = ("", *_NUMBERS, "aim", "reached", "")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table; `met` says whether the aim is, and is None where there is none."""

    name: str
    ms: str = ""
    cpu: str = ""
    ratio: str = ""
    aim: str = ""
    reached: str = ""
    met: bool | None = None
    excuse: str = ""
    """Why an aim could not be met here."""

    @classmethod
    def of(cls, name: str, cost: Cost, floor: Cost) -> Line:
        """A line that tells what something took, and how many times the floor that is."""
        return cls(name, f"{cost.wall:.0f}", f"{cost.cpu:.0f}", f"{cost.wall / floor.wall:.1f}")

    @property
    def cells(self) -> tuple[str, ...]:
        verdict = {None: "", True: "met", False: f"NOT MET{self.excuse}"}[self.met]
        return (self.name, self.ms, self.cpu, self.ratio, self.aim, self.reached, verdict)


def show(title: str, lines: list[Line]) -> None:
    """Print a part of the table under its title, without the columns that have nothing in them."""
    columns = zip(_HEADINGS, *(line.cells for line in lines), strict=True)
    aligned = [_aligned(column) for column in columns if any(column[1:])]
    print(f"\n{title}")
    for row in zip(*aligned, strict=True):
        print("  " + "  ".join(row).rstrip())


def _aligned(column: tuple[str, ...]) -> list[str]:
    """A column's cells in one width: numbers to the right, words to the left."""
    width = max(map(len, column))
    to_right = column[0] in _NUMBERS
    return [cell.rjust(width) if to_right else cell.ljust(width) for cell in column]
