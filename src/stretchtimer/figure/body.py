"""The body: its bones with their lengths, its joints with their thickness, how far they bend.

It knows no pose. A body that stands is some 100 units tall.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from stretchtimer.figure.vectors import Vec

Joints: TypeAlias = "dict[str, Vec]"

SPINE_PARTS = 5
SPINE = tuple(f"spine{i}" for i in range(SPINE_PARTS))
LENGTH = {
    "spine": 31.0,
    "head": 10.8,
    "upper": 16.0,
    "fore": 17.0,
    "thigh": 24.5,
    "shin": 23.5,
    "foot": 7.0,
}
_THICK = {
    "hip": 4.0,
    "knee": 3.1,
    "ankle": 2.2,
    "toe": 1.7,
    "shoulder": 2.7,
    "elbow": 2.3,
    "hand": 1.9,
    "head": 6.4,
}
SPINE_RADIUS = (4.6, 4.2, 4.1, 4.5, 4.6, 3.5)
"""From the pelvis to the neck."""
SPINE_WIDTH = (3.6, 2.8, 2.8, 3.8, 5.0, 4.0)
"""How far from the spine the sides of the trunk lie."""
HIP_WIDTH, SHOULDER_WIDTH, SHOULDER_DROP = 4.0, 7.2, 2.0

SIDES = ("r", "l")
LIMBS = {
    f"{limb}_{side}": tuple(f"{bone}_{side}" for bone in bones)
    for limb, bones in {"leg": ("thigh", "shin", "foot"), "arm": ("upper", "fore")}.items()
    for side in SIDES
}
"""A limb's bones, from the trunk outwards."""
CHAINS = {
    f"{limb}_{side}": tuple(f"{joint}_{side}" for joint in joints)
    for limb, joints in {
        "leg": ("hip", "knee", "ankle", "toe"),
        "arm": ("shoulder", "elbow", "hand"),
    }.items()
    for side in SIDES
}
"""A limb's joints, one more than its bones."""
BONE_ENDS = {bone: CHAINS[limb][i : i + 2] for limb, bones in LIMBS.items() for i, bone in enumerate(bones)}
BONE_LENGTH = {bone: LENGTH[bone[:-2]] for bone in BONE_ENDS}
RADIUS = {
    "pelvis": SPINE_RADIUS[0],
    "neck": SPINE_RADIUS[-1],
    "head": _THICK["head"],
    **{f"spine{i}": SPINE_RADIUS[i] for i in range(1, SPINE_PARTS + 1)},
    **{joint: _THICK[joint[:-2]] for joints in CHAINS.values() for joint in joints},
}
"""How thick the body is at each of its joints."""

MOST_FOLD = {"leg": 170.0, "arm": 160.0}
"""How far a knee and an elbow fold, in degrees."""
MOST_SPINE_STEP = 38.0
"""How far one part of the spine bends against the next."""
MOST_NECK = 80.0
"""How far the head leans against the top of the spine, to any side."""


def other(name: str) -> str:
    """The same part on the other side: `knee_r` for `knee_l`; what has no side is itself."""
    if name.endswith("_r"):
        return f"{name[:-2]}_l"
    return f"{name[:-2]}_r" if name.endswith("_l") else name


def sign(name: str) -> int:
    """1 for a part on the right, -1 for one on the left."""
    return -1 if name.endswith("_l") else 1
