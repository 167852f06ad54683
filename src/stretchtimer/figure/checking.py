"""What a body cannot do: joints bent too far or backwards, limbs in the floor, contacts that do not hold.

It knows a form that is read; each fault is led back to the setting that a person wrote.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from stretchtimer.figure.body import (
    CHAINS,
    LIMBS,
    MOST_FOLD,
    MOST_NECK,
    MOST_SPINE_STEP,
    RADIUS,
    SPINE,
)
from stretchtimer.figure.motion import moves
from stretchtimer.figure.notation import Fault
from stretchtimer.figure.placing import goal_of, place
from stretchtimer.figure.pose import blend
from stretchtimer.figure.vectors import add, angle, cross, dot, length

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stretchtimer.figure.form import Form
    from stretchtimer.figure.notation import Path
    from stretchtimer.figure.placing import Placed
    from stretchtimer.figure.pose import Bones
    from stretchtimer.figure.vectors import Vec
    from stretchtimer.model import Phase

BELOW = 0.6
"""How far into the floor a joint may be: less than can be seen."""
LIFTED = 3.0
"""How far over the floor a resting joint may be."""
MISSED = 1.5
"""How far a hand or foot may be from what it reaches for."""
_STRAIGHT = 12.0
"""Up to this fold a knee may bend either way: nobody sees it."""
_HALFWAY = (0.25, 0.5, 0.75)
_WORDS = {
    "arm_r": "the right arm",
    "arm_l": "the left arm",
    "leg_r": "the right leg",
    "leg_l": "the left leg",
}

_Found = tuple[tuple[str, ...], str, str]
"""The settings that it may lie in, what is wrong, and a remedy."""


def form_faults(form: Form, tempo: tuple[Phase, ...], where: Callable[..., Path]) -> Iterator[Fault]:
    """What is wrong with the poses of a form, and with the ways between those that follow each other."""
    wrong = set()
    for name, bones in form.poses.items():
        for settings, message, hint in pose_faults(form, bones):
            wrong.add(name)
            yield Fault(path=where(name, settings), message=message, hint=hint)
    for one, two in moves(form, tempo):
        if one != two and not wrong & {one, two}:
            for settings, message, hint in _way_faults(form, form.poses[one], form.poses[two]):
                path = where(two, settings)
                yield Fault(path=path, message=f"{message} on the way from {one} to {two}", hint=hint)


def pose_faults(form: Form, bones: Bones) -> Iterator[_Found]:
    """What a body cannot do in one pose."""
    placed = place(bones, anchor=form.anchor)
    yield from _folds(placed)
    for one, two in pairwise(SPINE):
        if (step := angle(placed.dirs[one], placed.dirs[two])) > MOST_SPINE_STEP:
            hint = "write more angles, with smaller steps between them"
            yield ("spine",), f"the spine kinks by {step:.0f} degrees in one place", hint
            break
    if (bent := angle(placed.dirs[SPINE[-1]], placed.dirs["head"])) > MOST_NECK:
        hint = f"it bends by {MOST_NECK:.0f} at most: write an angle nearer to the spine's last one"
        yield ("head", "spine"), f"the neck bends by {bent:.0f} degrees", hint
    for name, at in placed.joints.items():
        if (deep := RADIUS[name] - at[1]) > BELOW:
            hint = "raise the limb, or set its hand or foot on the floor: floor 30"
            yield _settings(name), f"{name} is {deep:.0f} below the floor", hint
    for name in form.rests:
        if (high := placed.joints[name][1] - RADIUS[name]) > LIFTED:
            hint = f"lower it, or leave {name} out of `rests`"
            yield _settings(name), f"{name} does not rest on the floor: it is {high:.0f} above it", hint
    for limb, miss in _misses(bones, placed):
        hint = "the target is too far away or too near: move it, or the body"
        yield _settings(CHAINS[limb][2]), f"{_WORDS[limb]} misses what it reaches for by {miss:.0f}", hint


def _folds(placed: Placed) -> Iterator[_Found]:
    for limb in LIMBS:
        one, two = (placed.dirs[bone] for bone in LIMBS[limb][:2])
        fold = angle(one, two)
        where = (*_settings(CHAINS[limb][2]), *_settings(CHAINS[limb][1]))
        if fold > MOST_FOLD[limb[:3]]:
            most = MOST_FOLD[limb[:3]]
            yield where, f"{_WORDS[limb]} folds by {fold:.0f} degrees", f"it folds by {most:.0f} at most"
        elif limb.startswith("leg") and fold > _STRAIGHT and _backward(one, two, placed):
            hint = "turn the shin to the back of the thigh, or the knee the other way"
            yield where, f"the knee of {_WORDS[limb]} bends forward", hint


def _backward(thigh: Vec, shin: Vec, placed: Placed) -> bool:
    """A shin goes to the back of its thigh; of a leg that leans far out nobody can tell."""
    return abs(dot(thigh, placed.hips)) < 0.5 and dot(cross(thigh, shin), placed.hips) > 0.25


def _misses(bones: Bones, placed: Placed) -> Iterator[tuple[str, float]]:
    for limb, target in bones.reach.items():
        foot = placed.dirs[f"foot_{limb[-1]}"] if limb.startswith("leg") else None
        goal = goal_of(target, limb, placed.joints, foot)
        if (miss := length(add(goal, placed.joints[CHAINS[limb][2]], -1))) > MISSED:
            yield limb, miss


def _way_faults(form: Form, one: Bones, two: Bones) -> Iterator[_Found]:
    """What goes wrong between two right poses: a contact of both lets go, a limb dips into the floor."""
    told = set()
    for t in _HALFWAY:
        bones = blend(one, two, t)
        placed = place(bones, anchor=form.anchor)
        for limb, miss in _misses(bones, placed):
            if limb not in told:
                told.add(limb)
                hint = "put a pose between them, or let the limb go in one of them"
                yield _settings(CHAINS[limb][2]), f"{_WORDS[limb]} lets go by {miss:.0f}", hint
        for name in form.rests:
            if name not in told and (high := placed.joints[name][1] - RADIUS[name]) > LIFTED:
                told.add(name)
                yield _settings(name), f"{name} leaves the floor by {high:.0f}", "put a pose between them"
        for name, at in placed.joints.items():
            if name not in told and (deep := RADIUS[name] - at[1]) > BELOW:
                told.add(name)
                yield _settings(name), f"{name} is {deep:.0f} below the floor", "put a pose between them"


def _settings(joint: str) -> tuple[str, ...]:
    """The settings that a joint's place may come from, the likeliest first."""
    stem, _, side = joint.partition("_")
    names: tuple[tuple[str, str], ...]
    if stem in ("knee", "ankle", "toe", "hip"):
        names = (("foot", "feet"), ("leg", "legs"), ("knee", "knees"), ("toe", "toes"))
    elif stem in ("elbow", "hand"):
        names = (("hand", "hands"), ("arm", "arms"), ("elbow", "elbows"))
    else:
        return ("head", "spine") if stem == "head" else ("spine",)
    return tuple(name for one, both in names for name in (f"{one}_{side}", both))
