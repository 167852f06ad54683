"""A form and a tempo -> the bones at a moment: the phases drive the poses.

It knows times as whole ms, and no clock. A phase moves to its pose and takes its whole time for it; a phase
without one stays. Without a tempo the body goes through the form's path once, and stays.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import cos, pi
from typing import TYPE_CHECKING

from stretchtimer.figure.body import LIMBS, other
from stretchtimer.figure.pose import blend
from stretchtimer.figure.vectors import angle
from stretchtimer.model import Breath

if TYPE_CHECKING:
    from stretchtimer.figure.form import Form
    from stretchtimer.figure.pose import Bones
    from stretchtimer.model import Phase
    from stretchtimer.units import Millis

_MOVE: Millis = 2_600
_STAY: Millis = 700
_CALM: Millis = 8_000
"""A breath of a body that only stays: slower than anybody is asked to breathe."""
_SWELL = 1.0
"""How far the belly comes out with a breath, where the poses do not say it."""
_WORKS = 12.0
"""A limb with a bone that turns by more degrees works."""


@dataclass(frozen=True, slots=True)
class Move:
    """A part of a course: from one pose to another, and the breath from how full to how full."""

    one: str
    two: str
    time: Millis
    full: tuple[float, float] = (0.0, 0.0)

    @property
    def still(self) -> bool:
        """Neither the pose nor the breath changes in it."""
        return self.one == self.two and self.full[0] == self.full[1]

    @property
    def breathes(self) -> bool:
        """Nothing but the breath changes in it."""
        return self.one == self.two and self.full[0] != self.full[1]


@dataclass(frozen=True, slots=True)
class Course:
    """What a body does: it enters once, and then comes round again and again."""

    enter: tuple[Move, ...]
    loop: tuple[Move, ...]

    @property
    def entered(self) -> Millis:
        """When the loop begins for the first time."""
        return sum(move.time for move in self.enter)

    @property
    def period(self) -> Millis:
        return sum(move.time for move in self.loop)

    def folded(self, moment: Millis) -> Millis:
        """The first moment that looks just like this one."""
        moment = max(0, moment)
        entered = self.entered
        return moment if moment < entered else entered + (moment - entered) % self.period

    def move(self, moment: Millis) -> tuple[Move, Millis]:
        """The move of a moment, and when it has begun: a folded moment."""
        folded, begin = self.folded(moment), 0
        for move in (*self.enter, *self.loop):
            if folded < begin + move.time:
                return move, begin
            begin += move.time
        raise AssertionError(moment)  # a folded moment lies in the course

    def at(self, moment: Millis) -> tuple[Move, float]:
        """The move of a moment and how much of it is done, eased."""
        move, begin = self.move(moment)
        return move, (1 - cos(pi * (self.folded(moment) - begin) / move.time)) / 2


def moves(form: Form, tempo: tuple[Phase, ...]) -> list[tuple[str, str]]:
    """The poses that follow each other, as pairs; each pair once."""
    if names := [name for phase in tempo if (name := phase.pose) in form.poses and name]:
        return list(dict.fromkeys(pairwise([names[-1], *names])))
    return list(dict.fromkeys(pairwise(form.path)))


def course(form: Form, tempo: tuple[Phase, ...]) -> Course:
    """What a form does at a tempo."""
    names = [phase.pose for phase in tempo if phase.pose in form.poses]
    if names:
        return Course((), tuple(_phases(form, tempo, str(names[-1]))))
    first, last = form.path[0], form.path[-1]
    enter = [Move(first, first, _STAY)] if len(form.path) > 1 else []
    for one, two in pairwise(form.path):
        enter += [Move(one, two, _MOVE), Move(two, two, _STAY)]
    half = _CALM // 2
    return Course(tuple(enter), (Move(last, last, half, (0.0, 0.8)), Move(last, last, half, (0.8, 0.0))))


def idle_limbs(form: Form, course: Course) -> frozenset[str]:
    """The limbs that stay as they are while the other of their pair moves."""
    names = dict.fromkeys(name for move in (*course.enter, *course.loop) for name in (move.one, move.two))
    poses = [form.poses[name].dirs for name in names]
    moving = {
        limb
        for limb, bones in LIMBS.items()
        if any(angle(poses[0][bone], dirs[bone]) > _WORKS for bone in bones for dirs in poses)
    }
    return frozenset(other(limb) for limb in moving if other(limb) not in moving)


def _phases(form: Form, tempo: tuple[Phase, ...], last: str) -> list[Move]:
    breaths = [phase.breath for phase in tempo if phase.breath in (Breath.IN, Breath.OUT)]
    now, full = last, 1.0 if breaths and breaths[-1] is Breath.IN else 0.0
    made = []
    for phase in tempo:
        pose = phase.pose if phase.pose in form.poses else None
        then = {Breath.IN: 1.0, Breath.OUT: 0.0}.get(phase.breath or Breath.HOLD, full)
        made.append(Move(now, pose or now, phase.time, (full, then)))
        now, full = pose or now, then
    return made


def bones_at(form: Form, course: Course, moment: Millis) -> Bones:
    """The bones at a moment of a course."""
    move, done = course.at(moment)
    bones = blend(form.poses[move.one], form.poses[move.two], done)
    full = move.full[0] + (move.full[1] - move.full[0]) * done
    return replace(bones, belly=bones.belly + _SWELL * full) if full else bones
