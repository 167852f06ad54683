"""A position -> what a screen shows of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fakes import counted, group, hold, levels, rest, tempo, timeline
from stretchtimer.frame import Coming, State
from stretchtimer.framing import frame_of, last_change, next_change, next_look
from stretchtimer.model import Side
from stretchtimer.timeline import SegmentKind

WORK, REST, FINISH = SegmentKind.WORK, SegmentKind.REST, SegmentKind.FINISH
PACE = tempo((1500, "out"), (2500, "in"))
LINE = timeline(
    hold("30s", sides="each", instructions=("Lean to your {side}.",), tips=("Keep the {other} hip down.",)),
    counted(2, "Kick", sides="alternate", levels=levels(PACE, (), ()), level=1, cautions=("neck", "back")),
    rest("9s"),
    hold("50s", "Sit", adjustments=("Sit on a {side} block.",)),
    prepare=10_000,
    switch=3000,
    transition=5000,
    caution="Stop at pain.",
    closing="Stand up.",
)
# 0 prepare, 10 left, 40 switch, 43 right, 73 transition, 78 Kick (4 reps), 94 rest, 103 Sit, 153 end


def at(position, line=LINE, **fields):
    return frame_of(line, index=line.index_at(position), position=position, state=State.PLAYING, **fields)


@pytest.mark.parametrize(
    ("position", "kind", "name", "side", "step"),
    [
        (0, SegmentKind.PREPARE, "Bend", Side.LEFT, 1),
        (10_000, WORK, "Bend", Side.LEFT, 1),
        (40_000, SegmentKind.SWITCH, "Bend", Side.RIGHT, 1),
        (43_000, WORK, "Bend", Side.RIGHT, 1),
        (73_000, SegmentKind.TRANSITION, "Kick", Side.LEFT, 2),
        (78_000, WORK, "Kick", Side.LEFT, 2),
        (82_000, WORK, "Kick", Side.RIGHT, 2),
        (94_000, REST, "Sit", None, 3),
        (103_000, WORK, "Sit", None, 3),
        (153_000, FINISH, "", None, 0),
    ],
)
def test_a_lead_in_shows_what_it_leads_to(position, kind, name, side, step):
    """Name, side and step are those of the block at hand or, in a lead-in, of the one to come."""
    frame = at(position)
    assert (frame.kind, frame.name, frame.side, frame.step, frame.steps) == (kind, name, side, step, 3)


def test_instructions_and_tips_speak_of_the_side():
    """{side} and {other} are filled; where there is no side they are one and other."""
    assert at(41_000).instructions == ("Lean to your right.",)
    assert at(41_000).tips == ("Keep the left hip down.",)
    assert at(103_000).adjustments == ("Sit on a one block.",)


@pytest.mark.parametrize(
    ("position", "coming"),
    [
        (0, Coming(kind=WORK, name="Bend", side=Side.RIGHT)),
        (10_000, Coming(kind=WORK, name="Bend", side=Side.RIGHT)),
        (43_000, Coming(kind=WORK, name="Kick", side=Side.LEFT)),
        (78_000, Coming(kind=REST)),
        (95_000, Coming(kind=FINISH)),
        (103_000, Coming(kind=FINISH)),
        (153_000, None),
    ],
)
def test_what_comes_is_what_follows_the_block(position, coming):
    """The other side, another exercise with its side, a rest, or the end."""
    assert at(position).coming == coming


def test_remaining_is_that_of_the_segment_and_of_the_set():
    """A rep counts itself down, and the set as a whole; for anything else both are the same."""
    frame = at(83_000)
    assert (frame.remaining, frame.duration, frame.set_remaining, frame.set_duration) == (
        3000,
        4000,
        11_000,
        16_000,
    )
    assert (frame.rep, frame.reps, frame.alternates) == (2, 4, True)
    frame = at(20_500)
    assert (frame.remaining, frame.duration, frame.set_remaining, frame.set_duration) == (19_500, 30_000) * 2
    assert (frame.rep, frame.reps, frame.alternates) == (None, None, False)


def test_a_lead_in_to_a_set_tells_how_many_reps_come():
    """Nothing is counted yet, and how many there will be is known."""
    frame = at(75_000)
    assert (frame.rep, frame.reps, frame.alternates, frame.set_remaining) == (None, 4, True, 3000)


def test_the_phase_is_that_of_the_tempo():
    """Within a rep the phase and its breath; a hold with a tempo goes through it again and again."""
    assert [(at(p).phase, at(p).breath) for p in (78_000, 79_499, 79_500, 82_000)] == [
        ("phase 1", "out"), ("phase 1", "out"), ("phase 2", "in"), ("phase 1", "out"),
    ]  # fmt: skip
    held = timeline(hold("20s", tempo=tempo((4000, "in"), (6000, None))))
    assert [(at(p, held).phase, at(p, held).breath) for p in (3999, 4000, 10_000)] == [
        ("phase 1", "in"), ("phase 2", None), ("phase 1", "in"),
    ]  # fmt: skip
    assert at(75_000).phase is None
    later = timeline(hold("20s", tempo=tempo((4000, "in"), (6000, None))), prepare=3333)
    assert [at(p, later).breath for p in (3333, 7332, 7333, 13_332, 13_333)] == ["in", "in", None, None, "in"]
    assert [next_look(later, 1, p) for p in (3333, 6333, 7000)] == [4333, 7333, 7333]


def test_the_level_is_shown_with_its_name():
    """Which of how many; nothing where no level is chosen."""
    assert at(78_000).level == "1 of 3: Form 1"
    assert at(20_000).level is None


def test_an_authors_line_is_to_be_read_for_six_seconds():
    """What is said is shown as well, from its millisecond on, and not beyond its side."""
    line = timeline(
        hold("30s", cues=((10_000, "Breathe."), (-2000, "Last."))), hold("20s", "Sit"), transition=0
    )
    assert [at(ms, line).said for ms in (9_999, 10_000, 15_999, 16_000)] == ["", "Breathe.", "Breathe.", ""]
    assert [at(ms, line).said for ms in (28_000, 29_999, 30_000)] == ["Last.", "Last.", ""]


def test_cautions_stand_where_they_matter():
    """The routine's in prepare, the exercise's with the exercise."""
    assert at(0).caution == "Stop at pain."
    assert at(20_000).caution == ""
    assert at(75_000).caution == "Mind the neck. Mind the back."


def test_steps_that_are_left_out_are_not_counted():
    """The step is counted among those that are played, rounds of one step as one."""
    line = timeline(group(2, hold("20s"), hold("20s", "Turn")), hold("20s", "Sit"))
    assert [(at(p, line).step, at(p, line).steps) for p in (0, 20_000, 40_000, 80_000)] == [
        (1, 3), (2, 3), (1, 3), (3, 3),
    ]  # fmt: skip


def test_the_countdown_back_takes_the_place_of_what_is_left():
    """In re-entry `remaining` is the countdown; the set keeps its own."""
    frame = at(20_000, reentry=2500)
    assert (frame.remaining, frame.set_remaining) == (2500, 20_000)
    assert at(20_000).remaining == 20_000


def test_what_is_shown_changes_with_the_seconds_left():
    """`shown` is where the seconds left changed last: 22.5 s count down from 23, a half second first."""
    line = timeline(hold("22.5s", sides="each"))
    assert [at(p, line).shown for p in (0, 499, 500, 1499, 1500, 22_499, 22_500)] == [
        0,
        0,
        500,
        500,
        1500,
        21_500,
        22_500,
    ]


@pytest.mark.parametrize(
    ("end", "start", "position", "last", "following"),
    [
        (30_000, 0, 0, 0, 1000), (30_000, 0, 999, 0, 1000), (30_000, 0, 1000, 1000, 2000),
        (30_000, 0, 29_999, 29_000, 30_000), (22_500, 0, 0, 0, 500), (22_500, 0, 500, 500, 1500),
        (400, 0, 100, 0, 400),
    ],
)  # fmt: skip
def test_seconds_left_change_at_whole_seconds_before_the_end(end, start, position, last, following):
    """Both ways from a position: the change before it or at it, and the next one after it."""
    assert last_change(end, start, position) == last
    assert next_change(end, position) == following


def test_the_next_look_is_at_a_second_or_at_a_phase():
    """Whichever comes first; never beyond the segment."""
    assert next_look(LINE, LINE.index_at(78_000), 78_000) == 79_000
    assert next_look(LINE, LINE.index_at(79_000), 79_000) == 79_500
    assert next_look(LINE, LINE.index_at(79_500), 79_500) == 80_000


def test_a_frame_carries_title_total_and_closing():
    """What stands on every screen."""
    frame = at(20_000, note="Now 40s.")
    assert (frame.title, frame.total, frame.closing, frame.note) == (
        "Small",
        153_000,
        "Stand up.",
        "Now 40s.",
    )


def test_what_the_picture_shows_is_told_for_the_side_at_hand():
    """The sentence of the figure is filled as every other text; what is no text says nothing."""
    figures = [{"shows": "Over the {side} leg."}, {"shows": ["no text"]}, None]
    line = timeline(
        *(hold("20s", f"E{n}", sides="split", figure=one) for n, one in enumerate(figures)), prepare=0
    )
    starts = [line.starts[block.first] for block in line.blocks.values()]
    shown = [frame_of(line, index=line.index_at(at), position=at, state=State.PLAYING).shows for at in starts]
    assert shown == ["Over the left leg.", "Over the right leg.", "", "", "", ""]


def posed(line):
    """The same phases, each with a pose of the figure."""
    return tuple(replace(phase, pose=f"pose {n}") for n, phase in enumerate(line))


def test_the_picture_is_that_of_the_exercise_on_its_side():
    """In work and on the way to it; with the level and the tempo that are played, and who takes turns."""
    ahead, kick = at(41_000).picture, at(82_500).picture
    assert (ahead.exercise.name, ahead.side, ahead.alternates, ahead.level) == (
        "Bend",
        Side.RIGHT,
        False,
        None,
    )
    assert (kick.exercise.name, kick.side, kick.alternates, kick.level) == ("Kick", Side.RIGHT, True, 1)
    assert kick.tempo == PACE
    assert at(95_000).picture.exercise.name == "Sit"
    assert at(153_000).picture is None


def test_the_picture_follows_the_adjustment_asked_for():
    """After the first press the first one, round and round; never where the key changes levels."""
    forms = ("On a block.", "On a chair.")
    line = timeline(hold("50s", adjustments=forms), hold("50s", levels=levels((), ()), adjustments=forms))
    first, second = (block.step for block in line.blocks.values())

    def shown(turn):
        return at(10_000, line, turns={first: turn, second: turn}).picture.adjustment

    assert [shown(turn) for turn in range(4)] == [None, 1, 2, 1]
    assert at(60_000, line, turns={second: 1}).picture.adjustment is None


@pytest.mark.parametrize("alternate", [True, False])
def test_a_figure_that_phases_drive_is_in_step_with_them(alternate):
    """At the start of every rep the figure begins its course; on the way to the first it comes to that."""
    pace = posed(PACE)
    sides = {"sides": "alternate"} if alternate else {}
    line = timeline(counted(2, "Kick", tempo=pace, **sides), prepare=10_000)
    for position in range(0, line.total, 50):
        assert at(position, line).moment % 4_000 == (position - 10_000) % 4_000


def test_a_figure_without_a_tempo_goes_into_the_position_once():
    """It begins on the way to the work and goes on in it: nothing jumps where the work begins."""
    for begin, end in ((10_000, 40_000), (43_000, 73_000), (103_000, 153_000)):
        lead = at(begin - 1).moment
        assert [at(position).moment - lead for position in (begin, begin + 500, end - 1)] == [
            1,
            501,
            end - begin,
        ]
    assert at(0).moment == at(40_000).moment == 0


def test_reps_without_a_tempo_are_one_course():
    """The body does not go into its position anew with each rep."""
    line = timeline(counted(3, "Lift"))
    assert [at(position, line).moment for position in (0, 3_999, 4_000, 8_500)] == [0, 3_999, 4_000, 8_500]


@pytest.mark.parametrize("state", [State.PAUSED, State.REENTRY])
def test_the_figure_stands_still_while_the_position_does(state):
    """In a pause and in the countdown back the moment is that of the position."""
    index = LINE.index_at(20_000)
    moments = {
        frame_of(LINE, index=index, position=20_000, state=state, reentry=reentry).moment
        for reentry in (3_000, 1_500, 1)
    }
    assert moments == {20_000}


def test_another_form_is_told_in_its_own_sentence():
    """What a level or an adjustment looks like is said where it has a picture of its own."""
    figure = {
        "shows": "A bend.",
        "levels": {"2": {"shows": "A deep bend."}, "3": {"view": "front"}, "4": {"shows": []}},
        "adjustments": {"1": {"shows": "A bend over the {side} leg."}},
    }
    line = timeline(hold("20s", sides="split", figure=figure, adjustments=("Soften the knee.",)))
    assert at(0, line).shows == "A bend."
    assert at(0, line, turns={line.blocks[min(line.blocks)].step: 1}).shows == "A bend over the left leg."
    line = timeline(
        *(hold("20s", figure=figure, levels=levels((), (), (), ()), level=n) for n in (1, 2, 3, 4))
    )
    assert [at(20_000 * n, line).shows for n in range(4)] == ["A bend.", "A deep bend.", "A bend.", "A bend."]
