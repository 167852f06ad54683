"""A drawing as SVG: one pose, or a strip of moments side by side.

It knows parts and palettes; text in it is escaped.
"""

from __future__ import annotations

from math import hypot, sqrt
from typing import TYPE_CHECKING

from stretchtimer.figure.cells import DARK, Palette

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stretchtimer.figure.drawing import Drawing
    from stretchtimer.figure.raster import Fit
    from stretchtimer.figure.shapes import Chain, Disc, Part
    from stretchtimer.units import Millis

_COLUMNS, _ROWS = 40, 16
_WIDTH, _HEIGHT = 80, 64
"""One picture's size in the units of the raster, so that the terminal's fit is the drawing's."""
_HALO = 1.0


def svg(
    drawing: Drawing,
    *,
    moments: Iterable[Millis] | None = None,
    scale: float = 4.0,
    palette: Palette = DARK,
    title: str | None = None,
    prefix: str = "figure",
) -> str:
    """The still picture of a drawing, or a strip of its moments from left to right.

    Drawings that stand in one document want a `prefix` each: what is clipped has names.
    """
    fit, ground = drawing.fit(_COLUMNS, _ROWS)
    if moments is None:
        pictures = [drawing.parts_of(drawing.placed_in(drawing.form.icon))]
    else:
        pictures = [drawing.parts(moment) for moment in moments]
    body = "".join(
        f'<g transform="translate({i * _WIDTH} 0)">'
        f"{_shapes([ground, *made], fit, palette, f'{prefix}-{i}')}</g>"
        for i, made in enumerate(pictures)
    )
    width = _WIDTH * len(pictures)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_HEIGHT}" width="{width * scale:g}" '
        f'height="{_HEIGHT * scale:g}" role="img"><title>{_escaped(title or drawing.shows)}</title>'
        f'<rect width="100%" height="100%" fill="{palette.ground}"/>{body}</svg>'
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _shapes(made: list[Part], fit: Fit, palette: Palette, name: str) -> str:
    trunk = tuple(chain for part in made if part.name == "trunk" for chain in part.chains)
    drawn = []
    for number, part in enumerate(made):
        colour = str(palette.of(part.tint))
        if part.name == "mat" and fit.bar:
            left, right, top, bottom = fit.bar
            size = f'width="{right - left:.1f}" height="{bottom - top:.1f}"'
            drawn.append(f'<rect x="{left:.1f}" y="{top:.1f}" {size} rx=".8" fill="{colour}"/>')
        elif part.polygon:
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(fit.point, part.polygon))
            drawn.append(f'<polygon points="{points}" fill="{colour}"/>')
        if part.halo:
            edge = f'stroke="{palette.ground}" stroke-width="{2 * _HALO}"'
            drawn.append(f'<path d="{_path(part.halo, fit)}" fill="{palette.ground}" {edge}/>')
        if part.chains:
            drawn.append(f'<path d="{_path(part.chains, fit)}" fill="{colour}"/>')
        if part.marks:  # the accent stays inside the body
            inside = _path(part.chains + (() if part.name == "trunk" else trunk), fit)
            clip = f"{name}-{number}"
            drawn.append(f'<clipPath id="{clip}"><path d="{inside}"/></clipPath>')
            drawn.append(
                f'<path clip-path="url(#{clip})" d="{_path(part.marks, fit)}" fill="{palette.target}"/>'
            )
    return "".join(drawn)


def _path(chains: tuple[Chain, ...], fit: Fit) -> str:
    drawn = ""
    for chain in chains:
        discs = [fit.disc(disc) for disc in chain]
        drawn += "".join(_capsule(a, b) for a, b in zip(discs, discs[1:] or discs, strict=False))
    return drawn


def _capsule(one: Disc, two: Disc) -> str:
    (x1, y1, r1), (x2, y2, r2) = one, two
    far = hypot(x2 - x1, y2 - y1)
    if far <= abs(r1 - r2) + 1e-3:
        x, y, r = one if r1 >= r2 else two
        half = f"a{r:.2f} {r:.2f} 0 1 0"
        return f"M{x - r:.2f} {y:.2f}{half} {2 * r:.2f} 0{half} {-2 * r:.2f} 0z"
    ux, uy, c = (x2 - x1) / far, (y2 - y1) / far, (r1 - r2) / far
    s = sqrt(1 - c * c)
    (ax, ay), (bx, by) = ((ux * c - uy * k, uy * c + ux * k) for k in (s, -s))
    large = int(c > 0)
    return (
        f"M{x1 + ax * r1:.2f} {y1 + ay * r1:.2f}L{x2 + ax * r2:.2f} {y2 + ay * r2:.2f}"
        f"A{r2:.2f} {r2:.2f} 0 {1 - large} 0 {x2 + bx * r2:.2f} {y2 + by * r2:.2f}"
        f"L{x1 + bx * r1:.2f} {y1 + by * r1:.2f}"
        f"A{r1:.2f} {r1:.2f} 0 {large} 0 {x1 + ax * r1:.2f} {y1 + ay * r1:.2f}z"
    )
