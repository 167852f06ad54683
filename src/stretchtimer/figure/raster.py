"""Parts -> a grid of tints, by spans of scan lines; and how a picture is fitted into cells.

It knows no glyph and no colour. Its unit is half a cell's width: a cell is 2 wide and 4 high.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, hypot, sqrt
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from stretchtimer.figure.shapes import Box, Chain, Disc, Part, Point

TINTS = ("", "mat", "prop", "far", "body", "near", "target")
"""What a sample can be; of those that share a braille cell the later wins."""
TARGET = TINTS.index("target")
# The accent stays inside the body: it recolours what is there. On a far limb only what is far.
_STAIN = {
    tint: bytes(TARGET if v in wanted else v for v in range(256))
    for tint, wanted in {
        "far": (TINTS.index("far"), TARGET),
        **dict.fromkeys(("near", "body"), (TINTS.index("body"), TINTS.index("near"), TARGET)),
    }.items()
}
_Edge: TypeAlias = tuple[float, float, float, float]
"""Its top and bottom, where it begins at the top, and how far it goes to the right with each unit down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Where body units land on a canvas of units: one fit for a whole course, so that nothing wanders."""

    scale: float
    dx: float
    dy: float
    halo: float = 1.15
    thinnest: float = 0.95
    bar: tuple[float, float, float, float] | None = None
    """In a view from the side the mat is a bar: left, right, top and bottom."""

    def disc(self, disc: Disc) -> Disc:
        x, y, r = disc
        return (self.dx + x * self.scale, self.dy - y * self.scale, max(self.thinnest, r * self.scale))

    def point(self, point: Point) -> Point:
        return (self.dx + point[0] * self.scale, self.dy - point[1] * self.scale)


def fit(bounds: Box, *, columns: int, rows: int, biggest: float, bar: bool) -> Fit:
    """Bounds in the middle of so many cells, their lower edge on the ground."""
    left, bottom, right, top = bounds
    ground = 4.0 if bar else 1.0
    width, height = columns * 2.0, rows * 4.0
    scale = min((width - 2.4) / (right - left), (height - 1.2 - ground) / (top - bottom), biggest)
    dx = columns - scale * (left + right) / 2
    edges = (max(0.0, dx + scale * left - 6), min(width, dx + scale * right + 6), height - 4, height - 2)
    return Fit(scale=scale, dx=dx, dy=height - ground + scale * bottom, bar=edges if bar else None)


class Raster:
    """A grid of tint numbers, `across` samples for a unit's width and `down` for its height."""

    def __init__(self, columns: int, rows: int, *, per_cell: tuple[int, int]) -> None:
        self.width, self.height = columns * per_cell[0], rows * per_cell[1]
        self.across, self.down = per_cell[0] / 2, per_cell[1] / 4
        self.rows = [bytearray(self.width) for _ in range(self.height)]

    def draw(self, made: list[Part], fit: Fit) -> None:
        """Draw parts over what is there, each with its gap."""
        for part in made:
            tint = TINTS.index(part.tint)
            if part.name == "mat" and fit.bar:
                left, right, top, bottom = fit.bar
                self._polygon(((left, top), (right, top), (right, bottom), (left, bottom)), tint)
            elif part.polygon:
                self._polygon(tuple(fit.point(point) for point in part.polygon), tint)
            for chain in part.halo:
                self._chain(chain, fit, self._filler(0), grow=fit.halo)
            for chain in part.chains:
                self._chain(chain, fit, self._filler(tint))
            if part.marks:
                stain = self._stainer(_STAIN[part.tint])
                for chain in part.marks:
                    self._chain(chain, fit, stain)

    def _filler(self, tint: int) -> Callable[[int, int, int], None]:
        rows, ink = self.rows, bytes((tint,))

        def fill(y: int, a: int, b: int) -> None:
            rows[y][a:b] = ink * (b - a)

        return fill

    def _stainer(self, table: bytes) -> Callable[[int, int, int], None]:
        rows = self.rows

        def stain(y: int, a: int, b: int) -> None:
            rows[y][a:b] = rows[y][a:b].translate(table)

        return stain

    def _chain(self, chain: Chain, fit: Fit, put: Callable[[int, int, int], None], grow: float = 0.0) -> None:
        discs = [(x, y, r + grow) for x, y, r in map(fit.disc, chain)]
        for one, two in zip(discs, discs[1:] or discs, strict=False):
            self._capsule(one, two, put)

    def _capsule(self, one: Disc, two: Disc, put: Callable[[int, int, int], None]) -> None:
        """Two discs and the tangents between them."""
        discs, edges = _outline(one, two)
        across, down, width = self.across, self.down, self.width
        low = min(y - r for _, y, r in discs)
        high = max(y + r for _, y, r in discs)
        rounds = [(x, y, r * r) for x, y, r in discs]
        # The loop that pictures are made of: comparisons and no calls.
        for row in range(max(0, ceil(low * down - 0.5)), min(self.height, ceil(high * down - 0.5))):
            y = (row + 0.5) / down
            left, right = 1e9, -1e9
            for cx, cy, square in rounds:
                rest = square - (y - cy) * (y - cy)
                if rest > 0:
                    half = sqrt(rest)
                    left = min(left, cx - half)
                    right = max(right, cx + half)
            for top, bottom, x, slope in edges:
                if top <= y < bottom:
                    at = x + slope * (y - top)
                    left = min(left, at)
                    right = max(right, at)
            a, b = ceil(left * across - 0.5), ceil(right * across - 0.5)
            a, b = max(0, a), min(width, b)
            if b > a:
                put(row, a, b)

    def _polygon(self, points: tuple[Point, ...], tint: int) -> None:
        """A convex outline, filled."""
        fill, down = self._filler(tint), self.down
        first = max(0, int(min(y for _, y in points) * down))
        for row in range(first, min(self.height, ceil(max(y for _, y in points) * down))):
            y = (row + 0.5) / down
            xs = [
                ax + (bx - ax) * (y - ay) / (by - ay)
                for (ax, ay), (bx, by) in zip(points, (*points[1:], points[0]), strict=True)
                if (ay <= y < by) or (by <= y < ay)
            ]
            if xs:
                a, b = ceil(min(xs) * self.across - 0.5), ceil(max(xs) * self.across - 0.5)
                fill(row, max(0, a), max(0, a, min(self.width, b)))


def _outline(one: Disc, two: Disc) -> tuple[list[Disc], list[_Edge]]:
    """The discs and tangents that a capsule is made of; of a disc inside the other nothing is left."""
    (x1, y1, r1), (x2, y2, r2) = one, two
    far = hypot(x2 - x1, y2 - y1)
    if far <= abs(r1 - r2) + 1e-6:
        return [one if r1 >= r2 else two], []
    ux, uy, c = (x2 - x1) / far, (y2 - y1) / far, (r1 - r2) / far
    s = sqrt(1 - c * c)
    edges = []
    for k in (s, -s):
        nx, ny = ux * c - uy * k, uy * c + ux * k
        (ax, ay), (bx, by) = sorted(
            ((x1 + nx * r1, y1 + ny * r1), (x2 + nx * r2, y2 + ny * r2)), key=lambda point: point[1]
        )
        if by > ay:
            edges.append((ay, by, ax, (bx - ax) / (by - ay)))
    return [one, two], edges
