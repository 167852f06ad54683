"""Bones -> joints in space: chained, dropped on the floor, hands and feet brought to what they hold.

It knows one pose at a time, and neither movement nor picture.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from typing import TYPE_CHECKING

from stretchtimer.figure.body import (
    BONE_ENDS,
    BONE_LENGTH,
    CHAINS,
    HIP_WIDTH,
    LENGTH,
    LIMBS,
    RADIUS,
    SHOULDER_DROP,
    SHOULDER_WIDTH,
    SIDES,
    SPINE,
    SPINE_PARTS,
    other,
    sign,
)
from stretchtimer.figure.pose import PIN
from stretchtimer.figure.vectors import ORIGIN, add, cross, dot, lerp, reflected, scale, unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stretchtimer.figure.body import Joints
    from stretchtimer.figure.pose import Bones, Target
    from stretchtimer.figure.vectors import Vec


_PARALLEL = 1e-9
"""What is left of a vector, squared, that points nowhere."""

_NEEDED = {
    **{joint: limb for limb, joints in CHAINS.items() for joint in joints[1:]},
    **{bone: limb for limb, bones in LIMBS.items() for bone in bones},
}
"""The limb that has to be in its place before another can reach for this part of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A body in space: where its joints are, how its bones point, and how far the belly is drawn out."""

    joints: Joints
    dirs: dict[str, Vec]
    hips: Vec
    shoulders: Vec
    belly: float = 0.0

    def mirrored(self, middle: float = 0.0) -> Placed:
        """The same body with left and right exchanged, about a plane so far to the right."""
        return Placed(
            joints={other(name): (x, y, 2 * middle - z) for name, (x, y, z) in self.joints.items()},
            dirs={other(name): reflected(way) for name, way in self.dirs.items()},
            hips=scale(reflected(self.hips), -1),
            shoulders=scale(reflected(self.shoulders), -1),
            belly=self.belly,
        )


def two_bones(root: Vec, goal: Vec, first: float, second: float, *, hint: Vec) -> tuple[Vec, Vec]:
    """Directions of two bones that bring their end to a goal, the joint between them towards a hint."""
    way = add(goal, root, -1)
    far = max(abs(first - second) + 0.1, min(first + second - 0.05, sqrt(dot(way, way)) or 0.1))
    ahead = unit(way) if dot(way, way) > _PARALLEL else (0.0, -1.0, 0.0)
    aside = add(hint, ahead, -dot(hint, ahead))
    if dot(aside, aside) < _PARALLEL:  # the hint says nothing: up, or forward of what goes up
        up = (0.0, 1.0, 0.0) if abs(ahead[1]) < 0.9 else (1.0, 0.0, 0.0)
        aside = add(up, ahead, -dot(up, ahead))
    aside = unit(aside)
    c = (first * first + far * far - second * second) / (2 * first * far)
    one = add(scale(ahead, c), aside, sqrt(max(0.0, 1 - c * c)))
    return one, unit(add(scale(ahead, far), one, -first))


def goal_of(target: Target, limb: str, joints: Joints, foot: Vec | None = None) -> Vec:
    """The point that a target means; on the floor a foot on its toes has its ankle higher."""
    end = CHAINS[limb][2]
    if target.at == PIN:
        x, high, z = target.by
        tiptoe = RADIUS["toe_r"] - LENGTH["foot"] * foot[1] if foot else 0.0
        return (x, high + max(RADIUS[end], tiptoe), z)
    if target.along is None:
        point = joints[target.at]
    else:
        one, two = BONE_ENDS[target.at]
        point = lerp(joints[one], joints[two], target.along)
    dx, dy, dz = target.by
    return add(point, (dx, dy, sign(limb) * dz))


def in_turn(reach: Mapping[str, Target]) -> list[str]:
    """Reaching limbs in the order to place them; without those that wait for themselves or one another."""
    # What stands on the floor first, then legs that hold on to the body, then arms, which may hold those.
    waiting = sorted(reach, key=lambda limb: (reach[limb].at != PIN, limb.startswith("arm")))
    order: list[str] = []
    while ready := next((limb for limb in waiting if _NEEDED.get(reach[limb].at) not in waiting), None):
        waiting.remove(ready)
        order.append(ready)
    return order


def place(bones: Bones, *, anchor: str) -> Placed:
    """The joints of a body whose lowest point is on the floor and whose anchor stands at x = z = 0."""
    at, dirs = _trunk(bones), dict(bones.dirs)

    def chain(limb: str) -> None:
        names = CHAINS[limb]
        for i, bone in enumerate(LIMBS[limb]):
            at[names[i + 1]] = add(at[names[i]], dirs[bone], BONE_LENGTH[bone])

    def reach(limb: str, goal: Vec, hint: Vec) -> None:
        one, two = LIMBS[limb][:2]
        root = at[CHAINS[limb][0]]
        dirs[one], dirs[two] = two_bones(root, goal, BONE_LENGTH[one], BONE_LENGTH[two], hint=hint)
        chain(limb)

    for limb in LIMBS:
        if limb not in bones.reach:
            chain(limb)
    low = min(v[1] - RADIUS[name] for name, v in at.items())
    held = at.get(anchor, ORIGIN)
    shift = (-held[0], -low, -held[2])
    for name, v in at.items():
        at[name] = add(v, shift)
    for limb in in_turn(bones.reach):
        foot = dirs[f"foot_{limb[-1]}"] if limb.startswith("leg") else None
        goal = goal_of(bones.reach[limb], limb, at, foot)
        reach(
            limb, goal, bones.bend.get(limb) or _hinge(limb, unit(add(goal, at[CHAINS[limb][0]], -1)), bones)
        )
    for limb in ("arm_r", "arm_l"):  # a hand on its way does not go through the floor
        hand = CHAINS[limb][2]
        if limb not in bones.reach and at[hand][1] < RADIUS[hand]:
            reach(limb, (at[hand][0], RADIUS[hand], at[hand][2]), dirs[LIMBS[limb][0]])
    return Placed(joints=at, dirs=dirs, hips=bones.hips, shoulders=bones.shoulders, belly=bones.belly)


def _trunk(bones: Bones) -> Joints:
    at = {"pelvis": ORIGIN}
    point = ORIGIN
    for i, part in enumerate(SPINE):
        point = add(point, bones.dirs[part], LENGTH["spine"] / SPINE_PARTS)
        at[f"spine{i + 1}"] = point
    at["neck"] = point
    at["head"] = add(point, bones.dirs["head"], LENGTH["head"])
    drop = add(point, bones.dirs[SPINE[-1]], -SHOULDER_DROP)
    for side in SIDES:
        k = 1 if side == "r" else -1
        at[f"hip_{side}"] = add(ORIGIN, bones.hips, k * HIP_WIDTH)
        at[f"shoulder_{side}"] = add(drop, bones.shoulders, k * SHOULDER_WIDTH)
    return at


def _hinge(limb: str, way: Vec, bones: Bones) -> Vec:
    """Where a knee or elbow points by itself: to the leg's front, to the arm's back and outwards."""
    if limb.startswith("leg"):
        return cross(bones.hips, way)
    return add(cross(way, bones.shoulders), bones.shoulders, 0.4 * sign(limb))


def settled(bones: Bones, *, anchor: str) -> Bones:
    """The same bones with those of reaching limbs turned as they reach: ready to be blended."""
    return replace(bones, dirs=place(bones, anchor=anchor).dirs)
