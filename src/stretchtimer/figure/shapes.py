"""Flat shapes that a picture is made of: discs in chains, outlines, and their bounds.

It knows no body; units and directions are those of the picture, y up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Disc: TypeAlias = tuple[float, float, float]
"""Picture x, picture y (up), radius, in units of the body."""
Chain: TypeAlias = tuple[Disc, ...]
Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Chains of discs joined by their tangents, in one tint, with one gap cut around the whole of it.

    `marks` is the target area on it. A prop may be a convex `polygon`.
    """

    name: str
    tint: str
    depth: float
    chains: tuple[Chain, ...] = ()
    halo: tuple[Chain, ...] = ()
    marks: tuple[Chain, ...] = ()
    polygon: tuple[Point, ...] = ()


def hull(points: list[Point]) -> tuple[Point, ...]:
    """The convex outline of points."""

    def half(ordered: list[Point]) -> list[Point]:
        out: list[Point] = []
        for p in ordered:
            while len(out) > 1 and (
                (out[-1][0] - out[-2][0]) * (p[1] - out[-2][1])
                - (out[-1][1] - out[-2][1]) * (p[0] - out[-2][0])
                <= 0
            ):
                out.pop()
            out.append(p)
        return out[:-1]

    ordered = sorted(points)
    return (*half(ordered), *half(ordered[::-1]))


def box(made: list[Part]) -> Box:
    """The bounds of parts: left, bottom, right, top."""
    discs = [disc for part in made for chain in part.chains for disc in chain]
    discs += [(x, y, 0.0) for part in made for x, y in part.polygon]
    return (
        min(x - r for x, _, r in discs),
        min(y - r for _, y, r in discs),
        max(x + r for x, _, r in discs),
        max(y + r for _, y, r in discs),
    )
