"""A grid of tints -> cells of (glyph, ink, paper): quadrant blocks of two colours, or braille of one.

It knows palettes, and neither bodies nor terminals; colours are `#rrggbb`, None where none is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypeAlias

from stretchtimer.figure.raster import TARGET, TINTS, Raster

if TYPE_CHECKING:
    from stretchtimer.figure.raster import Fit
    from stretchtimer.figure.shapes import Part

Cell: TypeAlias = "tuple[str, str | None, str | None]"
Cells: TypeAlias = tuple[tuple[Cell, ...], ...]

_QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
_FINE = 3
"""Samples for a quadrant's width and height: what lies between is mixed."""
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_MOST_KNOWN = 40_000
"""Cells that are kept with their samples; all shipped figures at one size have some 17,000."""
_UNSEEN = 6
"""A cell that differs from the ground by less, all channels together, is ground."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of a picture: the ground, the mat and its rim, props, far and near limbs, the accent.

    `gamma` is 2.2 where the ground is dark, so that thin limbs stay bright, and 1 where it is light. For
    braille the colours may be None, or names that the caller knows.
    """

    ground: str | None = "#10141f"
    mat: str | None = "#1f4650"
    rim: str | None = "#3c8793"
    prop: str | None = "#e5b84a"
    far: str | None = "#7f8aa3"
    near: str | None = "#f4efe4"
    target: str | None = "#ff7a4d"
    gamma: float = 2.2

    def of(self, tint: str) -> str | None:
        """The colour of a tint; trunk and head are as near as can be."""
        return {
            "": self.ground,
            "mat": self.mat,
            "prop": self.prop,
            "far": self.far,
            "body": self.near,
            "near": self.near,
            "target": self.target,
        }[tint]


DARK = Palette()
LIGHT = Palette(
    ground="#f6f4ee",
    mat="#cfe0dc",
    rim="#6fa39d",
    prop="#b07d00",
    far="#98a0ae",
    near="#23262e",
    target="#d9480f",
    gamma=1.0,
)
DOTS = Palette(near="#ffffff", far="#a9b4cf", target="#ff8350", prop="#ffd35e")
"""For braille on a dark ground: dots give a fifth of the light, so the tints are brighter."""
PLAIN = Palette(ground=None, mat=None, rim=None, prop=None, far=None, near=None, target=None)
"""For braille without colour."""


def braille(
    made: list[Part], ground: list[Part], fit: Fit, *, columns: int, rows: int, palette: Palette
) -> Cells:
    """One colour of dots a cell, on the ground. The mat is its rim: filled, it would outshine them."""
    figure = Raster(columns, rows, per_cell=(2, 4))
    figure.draw(made, fit)
    rims = _rims(tuple(ground), fit, columns, rows)
    inks = [palette.of(tint) for tint in TINTS]
    drawn = []
    for row in range(rows):
        lines = [bytes(line) for line in figure.rows[4 * row : 4 * row + 4]]
        cells: list[Cell] = []
        for x, rim in zip(range(0, columns * 2, 2), rims[row], strict=True):
            tint, glyph = _dots(b"".join([line[x : x + 2] for line in lines]))
            if tint:
                cells.append((glyph, inks[tint], palette.ground))
            else:
                cells.append((rim, palette.rim if rim != " " else None, palette.ground))
        drawn.append(tuple(cells))
    return tuple(drawn)


@lru_cache(_MOST_KNOWN)
def _dots(samples: bytes) -> tuple[int, str]:
    """The tint that a cell has most of, 0 where it is empty, and its glyph."""
    kinds = set(samples) - {0}
    if not kinds:
        return 0, " "
    best = max(kinds, key=lambda tint: (samples.count(tint) + (tint == TARGET), tint))
    code = sum(_DOTS[i // 2][i % 2] for i, tint in enumerate(samples) if tint)
    return best, chr(0x2800 + code)


@lru_cache(8)
def _rims(ground: tuple[Part, ...], fit: Fit, columns: int, rows: int) -> list[str]:
    """The edge of the ground, as rows of glyphs: the same in all pictures of a drawing."""
    under = Raster(columns, rows, per_cell=(2, 4))
    under.draw(list(ground), fit)
    codes = [[_rim(under, x, y) for x in range(0, columns * 2, 2)] for y in range(0, rows * 4, 4)]
    return ["".join(chr(0x2800 + code) if code else " " for code in line) for line in codes]


def _rim(under: Raster, x: int, y: int) -> int:
    """The dots of a cell that lie on the edge of what is drawn."""
    rows, code = under.rows, 0
    for j in range(y, y + 4):
        for i in range(x, x + 2):
            inside = 0 < j < under.height - 1 and 0 < i < under.width - 1
            inside = inside and all((rows[j - 1][i], rows[j + 1][i], rows[j][i - 1], rows[j][i + 1]))
            if rows[j][i] and not inside:
                code |= _DOTS[j - y][i - x]
    return code


class Quadrants:
    """Two colours a cell: each quarter is the mixture of its samples, and they part at the middle.

    Colours are mixed as light. Cells that look alike are worked out once: `quadrants` has one of these for
    all pictures in a palette.
    """

    def __init__(self, palette: Palette) -> None:
        self._gamma, self._ground = palette.gamma, palette.ground or "#000000"
        self._light = [
            [(channel / 255) ** palette.gamma for channel in _rgb(palette.of(tint) or self._ground)]
            for tint in TINTS
        ]
        self._made: dict[bytes, Cell] = {}

    def __call__(self, made: list[Part], ground: list[Part], fit: Fit, *, columns: int, rows: int) -> Cells:
        side = 2 * _FINE
        raster = Raster(columns, rows, per_cell=(side, side))
        raster.draw(ground, fit)
        raster.draw(made, fit)
        known, drawn = self._made, []
        for top in range(0, raster.height, side):
            lines = [bytes(row) for row in raster.rows[top : top + side]]
            line = []
            for x in range(0, raster.width, side):
                samples = b"".join([row[x : x + side] for row in lines])
                cell = known.get(samples)
                if cell is None:
                    if len(known) >= _MOST_KNOWN:
                        known.clear()
                    cell = known[samples] = self._cell(samples)
                line.append(cell)
            drawn.append(tuple(line))
        return tuple(drawn)

    def _cell(self, samples: bytes) -> Cell:
        ground = _rgb(self._ground)
        quarters = [self._mixed(samples, i, j) for j in (0, 1) for i in (0, 1)]
        apart = [sum(abs(a - b) for a, b in zip(quarter, ground, strict=True)) for quarter in quarters]
        low, high = min(apart), max(apart)
        if high < _UNSEEN:
            return (" ", None, self._ground)
        middle = (low + high) / 2
        ink = [quarter for quarter, far in zip(quarters, apart, strict=True) if far >= middle]
        paper = [quarter for quarter, far in zip(quarters, apart, strict=True) if far < middle]
        code = sum(1 << i for i, far in enumerate(apart) if far >= middle)
        return (_QUADRANTS[code], _mean(ink), _mean(paper) if paper else self._ground)

    def _mixed(self, samples: bytes, i: int, j: int) -> list[float]:
        """The colour of a quarter."""
        side = 2 * _FINE
        starts = [(j * _FINE + y) * side + i * _FINE for y in range(_FINE)]
        quarter = b"".join([samples[start : start + _FINE] for start in starts])
        light = [sum(self._light[tint][channel] for tint in quarter) / len(quarter) for channel in range(3)]
        return [255 * value ** (1 / self._gamma) for value in light]


@cache
def quadrants(palette: Palette) -> Quadrants:
    """The maker of cells for a palette, with all that it has worked out."""
    return Quadrants(palette)


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def _mean(colours: list[list[float]]) -> str:
    mean = [sum(colour[i] for colour in colours) / len(colours) for i in range(3)]
    return "#" + "".join(f"{min(255, max(0, round(value))):02x}" for value in mean)
