"""The parts of the body that the accent can colour, and where on the skeleton they lie.

It knows places on bones, no picture.
"""

from __future__ import annotations

from stretchtimer.figure.body import SIDES

ON_LIMBS = {
    "hamstring": ("thigh", 0.25, 0.85),
    "quad": ("thigh", 0.2, 0.85),
    "thigh": ("thigh", 0.2, 0.85),
    "calf": ("shin", 0.1, 0.7),
}
"""A stretch of a bone, from and to."""
AT_JOINTS = {
    "glute": ("hip", -2.6, 4.0),
    "hip": ("hip", 0.0, 4.3),
    "hip_flexor": ("hip", 2.4, 3.7),
    "shoulder": ("shoulder", 0.0, 3.2),
}
"""A disc at a joint: how far to the body's front, and how large."""
ON_TRUNK = {
    "lower_back": (0, 2, -1.6),
    "back": (0, 5, -1.6),
    "upper_back": (3, 5, -1.6),
    "abs": (0, 3, 1.6),
    "spine": (0, 5, -1.6),
    "waist": (1, 4, 0.0),
}
"""From and to a part of the spine, and how far to the front of the trunk."""

AREAS = (
    *ON_TRUNK,
    *(name for stem in (*ON_LIMBS, *AT_JOINTS) for name in (stem, *(f"{stem}_{side}" for side in SIDES))),
)
