"""When a picture changes, and where it stands: what a screen relies on to draw no more than it must."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import SHIPPED, Drawn, moments
from stretchtimer.figure import FRAME, Drawing, read_figure
from stretchtimer.model import Breath, Exercise, Phase, Side, Sides

every_figure = pytest.mark.parametrize("drawn", SHIPPED, ids=lambda drawn: drawn.name)
SIZE = {"columns": 24, "rows": 10}

_PHASE = st.builds(
    Phase,
    name=st.just("part"),
    time=st.sampled_from([200, 500, 1_000, 1_300, 2_000]),
    breath=st.sampled_from([None, *Breath]),
    pose=st.sampled_from([None, "low", "high"]),
)
_BLOCK = {"shows": "A body.", "poses": {"low": {"from": "stand"}, "high": {"from": "low", "arms": "80"}}}


def changed(drawing: Drawing, moment: int) -> None:
    """Between a moment and the change after it all pictures are the same one."""
    then = drawing.next_change(moment)
    assert then is None or then > moment
    until = moment + drawing.course.entered + 2 * drawing.period if then is None else then
    shown = drawing.cells(moment, **SIZE)
    for later in {*range(moment, until, FRAME // 2), until - 1}:
        assert drawing.cells(later, **SIZE) == shown, (moment, later, then)


@every_figure
def test_nothing_changes_before_it_is_said_to(drawn: Drawn) -> None:
    """From any moment on, the picture stays until the next change."""
    for side in (None, *drawn.sides):
        drawing = drawn.on(side)
        for moment in moments(drawing, 12):
            changed(drawing, moment)


@given(
    tempo=st.lists(_PHASE, min_size=1, max_size=4).map(tuple),
    side=st.sampled_from([None, *Side]),
    alternates=st.booleans(),
    moment=st.integers(0, 9_000),
)
def test_nothing_changes_before_it_is_said_to_at_any_tempo(tempo, side, alternates, moment) -> None:
    """The same for phases of any length, with and without poses and breath."""
    figure = read_figure(Exercise(name="X", figure=_BLOCK, tempo=tempo)).figure
    assert figure is not None
    changed(Drawing(figure, tempo=tempo, side=side, alternates=alternates), moment)


def drawing_of(*tempo: Phase, alternates: bool = False) -> Drawing:
    figure = read_figure(Exercise(name="X", figure=_BLOCK, tempo=tempo)).figure
    assert figure is not None
    return Drawing(figure, tempo=tempo, alternates=alternates)


def test_in_a_hold_the_next_change_is_its_end() -> None:
    """While pose and breath stay, no picture is due; while either moves, the next frame is."""
    up = Phase(name="up", time=1_000, pose="high", breath=Breath.IN)
    hold = Phase(name="hold", time=3_000, breath=Breath.HOLD)
    stay = Phase(name="stay", time=1_000)
    down = Phase(name="down", time=1_000, pose="low", breath=Breath.OUT)
    drawing = drawing_of(up, hold, stay, down)
    assert drawing.next_change(1_040) == 5_040  # the first frame of `down`, 1 s in and two holds later
    assert drawing.next_change(5_039) == 5_040
    assert drawing.next_change(40) == FRAME
    assert drawing.next_change(5_990) == 6_000  # where the course comes round
    breathing = drawing_of(up, Phase(name="hold", time=3_000, breath=Breath.OUT), down)
    assert breathing.next_change(1_040) == 1_280, "a breath alone is drawn a third as often"


def test_what_never_moves_never_changes() -> None:
    """Without movement and breath there is one picture; where sides take turns there are two."""
    hold = Phase(name="hold", time=1_500, pose="high")
    assert drawing_of(hold).next_change(700) is None
    assert drawing_of(hold, alternates=True).next_change(700) == 1_500


@every_figure
def test_sides_that_alternate_share_one_fit(drawn: Drawn) -> None:
    """Whichever side is up, and in turns: the picture has the same size and place."""
    if drawn.exercise.sides is not Sides.ALTERNATE:
        return
    for columns, rows in ((40, 12), (58, 20), (82, 30)):
        fits = [drawn.on(side).fit(columns, rows) for side in (None, Side.LEFT, Side.RIGHT)]
        assert fits[0] == fits[1] == fits[2]
