"""What follows what: segments, sides, reps, transitions, switches and rests."""

from __future__ import annotations

import pytest

from fakes import counted, cues, group, hold, levels, rest, routine, shape, tempo, timeline
from stretchtimer.compiler import Options, compile_routine
from stretchtimer.model import Side
from stretchtimer.timeline import SegmentKind

L, R = "left", "right"


@pytest.mark.parametrize(
    ("step", "wanted"),
    [
        (hold(30_000), [("1", 30_000, None)]),
        (hold(30_000, sides="split"), [("1", 15_000, L), ("2", 15_000, R)]),
        (hold(30_000, sides="each"), [("1", 30_000, L), ("2", 30_000, R)]),
        # Sides that take turns by themselves within a time are not counted, so nobody calls them.
        (hold(30_000, sides="alternate"), [("1", 30_000, None)]),
        (counted(2), [("1", 4000, None)] * 2),
        (counted(2, sides="each"), [("1", 4000, L)] * 2 + [("2", 4000, R)] * 2),
        (counted(2, sides="alternate"), [("1", 4000, L), ("1", 4000, R)] * 2),
    ],
    ids=lambda value: "" if isinstance(value, list) else f"{value.sides.value}-{value.reps or 'time'}",
)
def test_every_way_to_use_the_sides_by_time_and_by_reps(step, wanted):
    """Split halves the time, each doses each side, alternate flips with every rep; a rep is a segment."""
    assert shape(timeline(step)) == [*wanted, ("finish", 0, None)]


def test_an_odd_millisecond_goes_to_the_first_side():
    """A split of an odd time gives the first side one millisecond more, and the sum is what is stated."""
    assert shape(timeline(hold(45_001, sides="split")))[:2] == [("1", 22_501, L), ("2", 22_500, R)]
    right_first = timeline(hold(45_001, sides="split", first=Side.RIGHT))
    assert shape(right_first)[:2] == [("1", 22_501, R), ("2", 22_500, L)]


def test_a_hurdler_has_22_and_a_half_seconds_a_side():
    """Halves of whole seconds are exact: nothing is rounded to the second."""
    line = timeline(hold("45s", sides="split"))
    assert [segment.duration for segment in line.segments] == [22_500, 22_500, 0]


def test_reps_are_numbered_from_one_and_know_how_many_there_are():
    """Each rep has its number, and an alternating set counts through both sides."""
    line = timeline(counted(3, sides="alternate"))
    assert [(s.rep, s.reps) for s in line.segments[:-1]] == [(n, 6) for n in range(1, 7)]
    each = timeline(counted(2, sides="each"))
    assert [(s.rep, s.reps) for s in each.segments[:-1]] == [(1, 2), (2, 2)] * 2


def test_a_rep_lasts_as_long_as_its_tempo_or_4_seconds():
    """Reps take their pace from the tempo of their level; without one a rep lasts 4 s."""
    slow, slower = tempo((2000, None), (3000, None)), tempo((7000, None))
    step = {"tempo": slow, "levels": levels((), slower)}
    assert timeline(counted(2)).work == 8000
    assert timeline(counted(2, **step)).work == 10_000
    assert timeline(counted(2, level=1, **step)).work == 10_000
    assert timeline(counted(2, level=2, **step)).work == 14_000


def test_without_switch_time_the_second_side_begins_at_once():
    """Where switch is 0 there is no switch segment, and the switch cue falls on the boundary."""
    line = timeline(hold("20s", sides="each"), switch=0)
    assert shape(line) == [("1", 20_000, L), ("2", 20_000, R), ("finish", 0, None)]
    assert cues(line, "switch", "start") == [
        (0, "start", "Bend, left side."),
        (20_000, "switch", "Switch. Right side."),
    ]


def test_switch_time_lies_between_the_sides_and_is_added():
    """Where switch is over 0 it is a segment, said at its start; the work after it has its own start."""
    line = timeline(hold("20s", sides="split"), switch=3000)
    assert shape(line) == [("1", 10_000, L), ("switch", 3000, None), ("2", 10_000, R), ("finish", 0, None)]
    assert line.duration == 23_000
    assert cues(line, "switch", "start") == [
        (0, "start", "Bend, left side."),
        (10_000, "switch", "Switch. Right side."),
        (13_000, "start", None),
    ]


def test_a_step_may_have_its_own_switch_and_transition():
    """A step's own switch and transition win over the routine's, 0 included; the options win over both."""
    steps = (hold("20s"), hold("20s", "Turn", sides="each", switch=8000, transition=2000))
    line = timeline(*steps, switch=3000, transition=5000)
    assert [part[:2] for part in shape(line)] == [
        ("1", 20_000), ("transition", 2000), ("2", 20_000), ("switch", 8000), ("3", 20_000), ("finish", 0),
    ]  # fmt: skip
    none = timeline(*steps, switch=3000, transition=5000, options=Options(switch=0, transition=0))
    assert [kind for kind, _, _ in shape(none)] == ["1", "2", "3", "finish"]
    zero = timeline(hold("20s"), hold("20s", "Turn", transition=0), transition=5000)
    assert [kind for kind, _, _ in shape(zero)] == ["1", "2", "finish"]


def test_an_alternating_set_has_no_switch_time():
    """Sides that flip with every rep change without a pause."""
    line = timeline(counted(2, sides="alternate"), switch=3000)
    assert [kind for kind, _, _ in shape(line)] == ["1"] * 4 + ["finish"]


def test_transitions_stand_between_different_steps_and_nowhere_else():
    """None before the first step, none after the last, none within a step's sides."""
    line = timeline(hold("20s", sides="each"), hold("20s", "Turn"), transition=5000)
    assert [kind for kind, _, _ in shape(line)] == ["1", "2", "transition", "3", "finish"]


def test_an_authored_rest_stands_for_the_transition():
    """No transition before or after an authored rest."""
    line = timeline(hold("20s"), rest("15s"), hold("20s", "Turn"), transition=5000)
    assert [kind for kind, _, _ in shape(line)] == ["1", "rest", "2", "finish"]


def test_the_rest_of_a_group_stands_between_its_rounds():
    """A group's rest stands between rounds, not after the last, and no transition beside it."""
    line = timeline(
        group(3, hold("20s"), hold("20s", "Turn"), rest=9000), hold("20s", "Sit"), transition=5000
    )
    assert [kind for kind, _, _ in shape(line)] == [
        "1", "transition", "2", "rest", "3", "transition", "4", "rest", "5", "transition", "6",
        "transition", "7", "finish",
    ]  # fmt: skip


def test_rounds_without_a_rest_have_the_transition_between_them():
    """A round's last step and the next round's first are different steps."""
    line = timeline(group(2, hold("20s"), hold("20s", "Turn")), transition=5000)
    assert [kind for kind, _, _ in shape(line)] == [
        "1", "transition", "2", "transition", "3", "transition", "4", "finish",
    ]  # fmt: skip


def test_a_step_repeated_by_itself_has_no_transition():
    """Between two rounds of one single step the step does not change, so there is no transition."""
    line = timeline(group(2, hold("20s")), transition=5000)
    assert [kind for kind, _, _ in shape(line)] == ["1", "2", "finish"]
    assert (12_000, "next", "Next: bend.") in cues(line)


def test_a_sided_step_repeated_by_itself_switches_between_the_rounds_too():
    """From the right side of a round to the left of the next the side changes, and it is said."""
    line = timeline(group(2, hold("20s", sides="each")), switch=3000)
    assert [kind for kind, _, _ in shape(line)] == [
        "1",
        "switch",
        "2",
        "switch",
        "3",
        "switch",
        "4",
        "finish",
    ]
    assert [text for _, _, text in cues(line, "switch")] == [
        "Switch. Right side.", "Switch. Left side.", "Switch. Right side.",
    ]  # fmt: skip


def test_groups_nest():
    """A group in a group is unfolded round by round, each with the rest of its own group."""
    inner = group(2, hold("20s"), rest=4000)
    line = timeline(group(2, inner, rest=9000))
    assert [(kind, ms) for kind, ms, _ in shape(line)] == [
        ("1", 20_000), ("rest", 4000), ("2", 20_000), ("rest", 9000), ("3", 20_000), ("rest", 4000),
        ("4", 20_000), ("finish", 0),
    ]  # fmt: skip


def test_prepare_is_no_part_of_the_advertised_duration():
    """The advertised length is everything but prepare; the positions count from the start of prepare."""
    line = timeline(hold("20s"), hold("40s", "Turn"), prepare=10_000, transition=5000)
    assert (line.total, line.prepare, line.duration, line.work) == (75_000, 10_000, 65_000, 60_000)
    assert line.starts == (0, 10_000, 30_000, 35_000, 75_000)


def test_prepare_of_nothing_leaves_no_segment():
    """prepare: 0 begins with the work itself; an option of 0 is not 'no option'."""
    assert [kind for kind, _, _ in shape(timeline(hold("20s"), prepare=0))] == ["1", "finish"]
    without = timeline(hold("20s"), prepare=10_000, options=Options(prepare=0))
    assert [kind for kind, _, _ in shape(without)] == ["1", "finish"]


def test_finish_is_last_and_has_no_length():
    """The last segment is finish, and it takes no time."""
    line = timeline(hold("20s"), rest("5s"))
    assert line.segments[-1].kind is SegmentKind.FINISH
    assert line.segments[-1].duration == 0
    assert line.starts[-1] == line.total == 25_000


def test_blocks_are_one_exercise_on_one_side_or_an_alternating_set():
    """Skip and back move by blocks: a side, a whole alternating set, a whole counted side."""
    line = timeline(
        hold("20s", sides="each"), counted(3, sides="alternate"), counted(2, "Kick", sides="each")
    )
    assert [(b.step, b.side and b.side.value, b.first, b.last) for b in line.blocks.values()] == [
        (1, L, 0, 0), (1, R, 1, 1), (2, None, 2, 7), (3, L, 8, 9), (3, R, 10, 11),
    ]  # fmt: skip


def test_the_same_step_object_twice_is_two_steps():
    """Steps are numbered by their places in the file: two equal steps keep a number each."""
    step = hold("20s")
    line = timeline(step, step, hold("20s", "Turn"), transition=5000)
    assert [segment.step for segment in line.segments if segment.step] == [1, 2, 3]
    assert [kind for kind, _, _ in shape(line)] == ["1", "transition", "2", "transition", "3", "finish"]
    assert [info.exercise.name for info in line.steps] == ["Bend", "Bend", "Turn"]


def test_compiling_says_what_the_options_changed():
    """What --avoid left out and what --fit did is told, in the order it happened."""
    plain = routine(hold("20s", cautions=("neck",)), hold("40s", "Turn"))
    assert compile_routine(plain).notes == ()
    options = Options(avoid=("neck",), fit=20_000)
    assert compile_routine(plain, options).notes == (
        "left out for neck: Bend",
        "40s -> 20s: work 40s -> 20s (50 %), pauses unchanged",
    )
    assert compile_routine(plain, Options(avoid=("knees",))).notes == ("left out for knees: nothing",)
