"""A pose as it is written, and the directions of the bones that it gives.

It knows angles and targets as values, not how they are spelt, and no floor: `placing` has both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, radians, sin
from typing import TYPE_CHECKING, TypeAlias

from stretchtimer.figure.body import LIMBS, SPINE, SPINE_PARTS, sign
from stretchtimer.figure.vectors import RIGHT, add, dot, slerp, turn, unit

if TYPE_CHECKING:
    from stretchtimer.figure.vectors import Vec

Angle: TypeAlias = tuple[float, float]
"""Degrees as on a protractor (0 forward, 90 up, 180 back, -90 down), and out to the limb's own side."""

PIN = "floor"
"""What a target on the floor is bound to."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a hand or foot is: by a joint, on a bone (`along` it), or on the floor.

    `by` is added to it, its last number to the limb's own side. On the floor `by` is the spot itself:
    forward, height, and to the right.
    """

    at: str
    along: float | None = None
    by: Vec = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """A key pose as written. Limbs have angles, or a target in `reach` that wins over them."""

    spine: tuple[Angle, ...] = ((90.0, 0.0),)
    head: Angle | None = None
    hips: float = 0.0
    twist: float = 0.0
    roll: float = 0.0
    belly: float = 0.0
    limbs: dict[str, tuple[Angle, ...]] = field(
        default_factory=lambda: {
            limb: ((-90.0, 0.0), (-90.0, 0.0), (0.0, 0.0)) if limb.startswith("leg") else ((-90.0, 5.0),)
            for limb in LIMBS
        }
    )
    reach: dict[str, Target] = field(default_factory=dict)
    bend: dict[str, Angle] = field(default_factory=dict)
    toes: dict[str, Angle] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bones:
    """The direction of every bone, the two axes across the body, and what hands and feet hold on to."""

    dirs: dict[str, Vec]
    hips: Vec
    shoulders: Vec
    reach: dict[str, Target]
    bend: dict[str, Vec]
    belly: float = 0.0


def direction(at: Angle, side: int = 1) -> Vec:
    """The direction of an angle, for a limb of this side."""
    a, out = radians(at[0]), radians(at[1])
    return (cos(a) * cos(out), sin(a) * cos(out), side * sin(out))


def _spread(curve: tuple[Angle, ...]) -> list[Angle]:
    """As many angles as the spine has parts, evenly along a curve."""
    if len(curve) == 1:
        return [curve[0]] * SPINE_PARTS
    spread = []
    for i in range(SPINE_PARTS):
        place = i * (len(curve) - 1) / (SPINE_PARTS - 1)
        k = min(int(place), len(curve) - 2)
        (a, b), (c, d), f = curve[k], curve[k + 1], place - k
        spread.append((a + (c - a) * f, b + (d - b) * f))
    return spread


def bones_of(pose: Pose) -> Bones:
    """The bones of a pose as its angles give them; what reaches for a target is placed later."""

    def world(v: Vec) -> Vec:
        return turn(v, (1.0, 0.0, 0.0), pose.roll) if pose.roll else v

    curve = _spread(pose.spine)
    dirs = {name: world(direction(at)) for name, at in zip(SPINE, curve, strict=True)}
    dirs["head"] = world(direction(pose.head or curve[-1]))
    across = world(RIGHT)

    def axis(spine: Vec, deg: float) -> Vec:
        return turn(unit(add(across, spine, -dot(across, spine))), spine, -deg)

    for limb, bones in LIMBS.items():
        for bone, at in zip(bones, _limb(pose, limb), strict=True):
            dirs[bone] = world(direction(at, sign(limb)))
    return Bones(
        dirs=dirs,
        hips=axis(dirs[SPINE[0]], pose.hips),
        shoulders=axis(dirs[SPINE[-1]], pose.hips + pose.twist),
        reach=pose.reach,
        bend={limb: world(direction(at, sign(limb))) for limb, at in pose.bend.items()},
        belly=pose.belly,
    )


def _limb(pose: Pose, limb: str) -> list[Angle]:
    """An angle for each bone of a limb: the last one said goes on, a foot stands square to its shin."""
    said = pose.limbs[limb]
    angles = [*said, *[said[-1]] * (len(LIMBS[limb]) - len(said))]
    if limb in pose.toes:
        angles[2] = pose.toes[limb]
    elif limb.startswith("leg") and len(said) < 3:
        angles[2] = (angles[1][0] + 90, 0.0)
    return angles


def blend(a: Bones, b: Bones, t: float) -> Bones:
    """The bones between two poses: each turns on its great circle, and what both hold on to stays held."""
    if t <= 0 or a is b:
        return a
    if t >= 1:
        return b
    reach = {}
    for limb, one in a.reach.items():
        two = b.reach.get(limb)
        if two is not None and (one.at, one.along is None) == (two.at, two.along is None):
            along = None if one.along is None or two.along is None else _mid(one.along, two.along, t)
            by = (_mid(one.by[0], two.by[0], t), _mid(one.by[1], two.by[1], t), _mid(one.by[2], two.by[2], t))
            reach[limb] = Target(one.at, along, by)
    bend = {
        limb: slerp(a.bend.get(limb, b.bend.get(limb, RIGHT)), b.bend.get(limb, a.bend.get(limb, RIGHT)), t)
        for limb in a.bend.keys() | b.bend.keys()
    }
    return Bones(
        dirs={name: slerp(way, b.dirs[name], t) for name, way in a.dirs.items()},
        hips=slerp(a.hips, b.hips, t),
        shoulders=slerp(a.shoulders, b.shoulders, t),
        reach=reach,
        bend=bend,
        belly=_mid(a.belly, b.belly, t),
    )


def _mid(a: float, b: float, t: float) -> float:
    return a + (b - a) * t
