"""Vectors in space, as plain tuples: sums, turns and the way between two directions.

It knows no body. x is forward, y up, z to the body's right.
"""

from __future__ import annotations

from math import acos, cos, degrees, pi, radians, sin, sqrt
from typing import TypeAlias

Vec: TypeAlias = tuple[float, float, float]

ORIGIN: Vec = (0.0, 0.0, 0.0)
RIGHT: Vec = (0.0, 0.0, 1.0)
_NEARLY = 0.9995
"""From this cosine on two directions count as one, or as opposite ones."""


def add(a: Vec, b: Vec, k: float = 1.0) -> Vec:
    """The sum of a and k times b."""
    return (a[0] + k * b[0], a[1] + k * b[1], a[2] + k * b[2])


def scale(a: Vec, k: float) -> Vec:
    """So many times a vector."""
    return (a[0] * k, a[1] * k, a[2] * k)


def dot(a: Vec, b: Vec) -> float:
    """The scalar product: 1 for one direction, -1 for opposite ones."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec, b: Vec) -> Vec:
    """The vector product: square to both."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: Vec) -> float:
    """How long a vector is."""
    return sqrt(dot(a, a))


def unit(a: Vec) -> Vec:
    """The direction of a vector; nothing stays nothing."""
    return scale(a, 1 / (length(a) or 1.0))


def lerp(a: Vec, b: Vec, t: float) -> Vec:
    """The point at t of the way from a to b."""
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t)


def angle(a: Vec, b: Vec) -> float:
    """Degrees between two directions."""
    return degrees(acos(max(-1.0, min(1.0, dot(a, b)))))


def slerp(a: Vec, b: Vec, t: float) -> Vec:
    """The direction at t of the great circle from a to b."""
    if a == b:
        return a
    c = max(-1.0, min(1.0, dot(a, b)))
    if c > _NEARLY:
        return unit(lerp(a, b, t))
    if c < -_NEARLY:  # opposite: round through the plane that parts left from right
        a = unit(add(a, cross(a, RIGHT), 0.05))
        c = dot(a, b)
    w = pi if c <= -1 else acos(c)
    return unit(add(scale(a, sin((1 - t) * w)), b, sin(t * w)))


def turn(v: Vec, axis: Vec, deg: float) -> Vec:
    """A vector turned about a unit axis."""
    c, s = cos(radians(deg)), sin(radians(deg))
    return add(add(scale(v, c), cross(axis, v), s), axis, dot(axis, v) * (1 - c))


def reflected(v: Vec) -> Vec:
    """A vector with left and right exchanged."""
    return (v[0], v[1], -v[2])
