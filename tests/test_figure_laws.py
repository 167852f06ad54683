"""Laws over every shipped figure, level, adjustment and side, at 60 moments of its course."""

from __future__ import annotations

from itertools import pairwise
from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import SHIPPED, Drawn, frames, moments
from stretchtimer.figure import FRAME, Drawing, read_figure
from stretchtimer.figure.bases import BASES
from stretchtimer.figure.body import BONE_ENDS, BONE_LENGTH, CHAINS, LENGTH, RADIUS, SPINE_PARTS
from stretchtimer.figure.motion import bones_at
from stretchtimer.figure.notation import Poses
from stretchtimer.figure.placing import goal_of, place
from stretchtimer.figure.pose import blend
from stretchtimer.figure.shapes import box
from stretchtimer.model import Exercise, Phase, Side, Sides

SIZES = ((40, 16), (30, 12), (60, 24))
LIFTED = 3.0
"""How far a contact may be off, in units of which a body has 100."""
BELOW = 0.6
JUMP = 5.0
"""How far a joint may go from one picture to the next."""

every_figure = pytest.mark.parametrize("drawn", SHIPPED, ids=lambda drawn: drawn.name)


@every_figure
def test_bones_keep_their_lengths(drawn: Drawn) -> None:
    """No limb grows or shrinks on its way, and the trunk does not either."""
    for side in drawn.sides:
        drawing = drawn.on(side)
        for moment in moments(drawing):
            at = drawing.placed(moment).joints
            for bone, (one, two) in BONE_ENDS.items():
                assert dist(at[one], at[two]) == pytest.approx(BONE_LENGTH[bone])
            spine = [at["pelvis"], *(at[f"spine{i + 1}"] for i in range(SPINE_PARTS))]
            parts = [dist(one, two) for one, two in pairwise(spine)]
            assert parts == pytest.approx([LENGTH["spine"] / SPINE_PARTS] * SPINE_PARTS)
            assert dist(at["neck"], at["head"]) == pytest.approx(LENGTH["head"])


@every_figure
def test_nothing_sinks_into_the_floor(drawn: Drawn) -> None:
    """Every joint is as thick as it is and lies on the floor at the lowest."""
    for side in drawn.sides:
        drawing = drawn.on(side)
        for moment in moments(drawing):
            for name, at in drawing.placed(moment).joints.items():
                assert at[1] - RADIUS[name] >= -BELOW, (name, moment)


@every_figure
def test_contacts_hold(drawn: Drawn) -> None:
    """What rests on the floor stays there, and hands and feet stay with what they hold."""
    drawing = drawn.on(drawn.figure.side)
    for moment in moments(drawing):
        placed = drawing.placed(moment)
        for name in drawing.form.rests:
            assert placed.joints[name][1] - RADIUS[name] <= LIFTED, (name, moment)
        for limb, target in bones_at(drawing.form, drawing.course, moment).reach.items():
            foot = placed.dirs[f"foot_{limb[-1]}"] if limb.startswith("leg") else None
            goal = goal_of(target, limb, placed.joints, foot)
            assert dist(goal, placed.joints[CHAINS[limb][2]]) <= LIFTED, (limb, moment)


@every_figure
def test_nothing_jumps(drawn: Drawn) -> None:
    """From one picture to the next no joint goes far, not where the course comes round either."""
    for side in drawn.sides:
        drawing = drawn.on(side)
        before = drawing.placed(0).joints
        for moment in frames(drawing, FRAME):
            joints = drawing.placed(moment).joints
            for name, at in joints.items():
                assert dist(before[name], at) <= JUMP, (name, moment)
            before = joints


@every_figure
def test_sides_in_turn_meet(drawn: Drawn) -> None:
    """Where the side flips with every rep, the body goes on from where it is."""
    if drawn.exercise.sides is not Sides.ALTERNATE:
        return
    drawing = drawn.on(None)
    before = drawing.placed(0).joints
    for moment in range(0, 2 * drawing.period + 2 * FRAME, FRAME):
        joints = drawing.placed(moment).joints
        assert max(dist(before[name], at) for name, at in joints.items()) <= JUMP, moment
        before = joints
    period = drawing.period
    assert drawing.placed(period // 3) == drawn.on(drawn.figure.side).placed(period // 3)
    assert drawing.placed(period + period // 3) == drawn.on(drawn.figure.side.other).placed(period // 3)


@every_figure
def test_mirrored_twice_is_the_same(drawn: Drawn) -> None:
    """The other side of the other side is this side, in the body and in the picture."""
    for side in (None, Side.LEFT, Side.RIGHT):
        drawing = drawn.on(side)
        for moment in moments(drawing, 12):
            placed = drawing.placed(moment)
            assert placed.mirrored().mirrored() == placed


@every_figure
def test_the_other_side_is_the_mirror_image(drawn: Drawn) -> None:
    """Without turns the picture is exchanged: the working limb is as near and bright as before."""
    left, right = (drawn.on(side, alternates=False) for side in (Side.LEFT, Side.RIGHT))
    for moment in moments(left, 12):
        one, two = left.parts(moment), right.parts(moment)
        assert [part.tint for part in one] == [part.tint for part in two]
        for mine, theirs in zip(one, two, strict=True):
            for chain, other in zip(mine.chains, theirs.chains, strict=True):
                assert [(-x, y, r) for x, y, r in chain] == [pytest.approx(disc) for disc in other]


@every_figure
def test_a_figure_stays_inside_its_frame(drawn: Drawn) -> None:
    """In the whole course nothing of the body is cut off, in any size."""
    for side in drawn.sides:
        drawing = drawn.on(side)
        for columns, rows in SIZES:
            fit, _ = drawing.fit(columns, rows)
            for moment in moments(drawing):
                left, bottom, right, top = box(drawing.parts(moment))
                (x0, y0), (x1, y1) = fit.point((left, top)), fit.point((right, bottom))
                assert x0 >= -0.5, moment
                assert y0 >= -0.5, moment
                assert x1 <= columns * 2 + 0.5, moment
                assert y1 <= rows * 4 + 0.5, moment


_ANGLES = st.integers(-180, 270).map(str)
_MOMENT = st.integers(0, 9_000)
_OUT = st.integers(-90, 90)
_POSE = st.fixed_dictionaries(
    {"from": st.sampled_from(sorted(BASES))},
    optional={
        "spine": st.lists(_ANGLES, min_size=1, max_size=3).map(" ".join),
        "arms": st.tuples(_ANGLES, _OUT).map(lambda pair: f"{pair[0]}/{pair[1]}"),
        "leg_r": st.lists(_ANGLES, min_size=2, max_size=2).map(" ".join),
        "hand_l": st.sampled_from(["floor 20", "thigh_l .5 0 3 0", "knee_other 0 3 0", "head 8 0 2"]),
        "twist": st.integers(-60, 60).map(str),
        "roll": st.sampled_from(["0", "90", "-90"]),
    },
)


@given(one=_POSE, two=_POSE, t=st.floats(0, 1))
def test_bones_keep_their_lengths_in_any_pose(one, two, t) -> None:
    """Whatever a person writes, possible or not, and between any two of it: bones are bones."""
    reader = Poses(((("poses",), {"one": one, "two": two}),), anchor="pelvis")
    bones = reader.bones()
    assert reader.faults == []
    placed = place(blend(bones["one"], bones["two"], t), anchor="pelvis")
    for bone, (begin, end) in BONE_ENDS.items():
        assert dist(placed.joints[begin], placed.joints[end]) == pytest.approx(BONE_LENGTH[bone])
    assert placed.mirrored().mirrored() == placed


@given(one=_POSE, two=_POSE, side=st.sampled_from(Side), alternates=st.booleans(), moment=_MOMENT)
def test_any_figure_that_passes_comes_round(one, two, side, alternates, moment) -> None:
    """Whatever poses a body can do: after a period the picture is the same, on either side."""
    tempo = (Phase(name="a", time=2_000, pose="one"), Phase(name="b", time=3_000, pose="two"))
    block = {"shows": "A body.", "view": "30 20", "poses": {"one": one, "two": two}}
    figure = read_figure(Exercise(name="X", figure=block, tempo=tempo)).figure
    if figure is not None:
        drawing = Drawing(figure, tempo=tempo, side=side, alternates=alternates)
        assert drawing.placed(moment + drawing.period) == drawing.placed(moment)
        assert len(drawing.cells(moment, columns=12, rows=6)) == 6
