"""The cue table, row by row: when each cue comes and what it says."""

from __future__ import annotations

import pytest

from fakes import counted, cues, group, hold, levels, rest, tempo, timeline, times
from stretchtimer.cues import sentence
from stretchtimer.timeline import Priority


def test_prepare_names_the_routine_and_the_first_exercise_and_the_caution():
    """`prepare`: at its start "<routine>. First: <exercise>.", and the caution in its first sentence."""
    line = timeline(
        hold("30s", "Wide leg bend"),
        name="Hip unlock",
        prepare=10_000,
        caution="Stop at any pain. Ask a doctor.",
    )
    assert cues(line)[:2] == [
        (0, "prepare", "Hip unlock. First: wide leg bend."),
        (0, "say", "Stop at any pain."),
    ]
    assert line.schedule[1].cue.priority is Priority.CAUTION


def test_prepare_names_the_first_side():
    """The side stands last; of an alternating set it is the side that comes first."""
    assert cues(timeline(hold("30s", "Hurdler", sides="each"), prepare=5000), "prepare") == [
        (0, "prepare", "Small. First: hurdler, left side.")
    ]
    assert cues(timeline(counted(2, "Kick", sides="alternate"), prepare=5000), "prepare") == [
        (0, "prepare", "Small. First: kick, left side first.")
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [("hip unlock", "Hip unlock."), ("Ready?", "Ready?"), ("Done.", "Done."), ("", "."), ("Stop!", "Stop!")],
)
def test_a_sentence_has_one_mark_at_its_end(words, said):
    """What authors write with or without a mark at the end is spoken with one."""
    assert sentence(words) == said


def test_next_is_said_at_the_start_of_a_transition():
    """`next`: at the start of a transition of 3 s and more, the side last."""
    line = timeline(hold("30s"), hold("30s", "Hurdler", sides="each"), transition=3000)
    assert cues(line, "next") == [(30_000, "next", "Next: hurdler, left side.")]


@pytest.mark.parametrize(("transition", "at"), [(0, 22_000), (2999, 22_000), (3000, 30_000), (5000, 30_000)])
def test_a_transition_under_3_seconds_is_announced_before_the_end_of_the_work(transition, at):
    """`next`: where the transition is under 3 s, 8 s before the end of the work before it."""
    line = timeline(hold("30s"), hold("30s", "Turn"), transition=transition)
    assert cues(line, "next") == [(at, "next", "Next: turn.")]


@pytest.mark.parametrize(
    ("work", "before_end"), [(60_000, 8000), (16_000, 8000), (15_999, 7999), (10_000, 5000), (1001, 500)]
)
def test_the_early_next_is_halved_for_short_work(work, before_end):
    """`next`: for work under 16 s it comes in the middle."""
    line = timeline(hold(work), hold("30s", "Turn"))
    assert times(line, "next") == [work - before_end]


def test_the_early_next_of_a_counted_set_counts_from_the_end_of_the_set():
    """`next`: a set of reps is one piece of work, so 8 s before its end may be within an earlier rep."""
    line = timeline(counted(5), hold("30s", "Turn"))  # 5 reps of 4 s
    assert times(line, "next") == [12_000]
    short = timeline(counted(3), hold("30s", "Turn"))  # 12 s: halved
    assert times(short, "next") == [6000]
    assert [item.index for item in short.schedule if item.cue.kind.value == "next"] == [1]


def test_a_rest_announces_what_comes_at_its_start():
    """`rest`: "Rest." and what is next, both at its start, however long it is."""
    line = timeline(hold("30s"), rest("9s"), hold("30s", "Hurdler", sides="each"), transition=5000)
    assert cues(line, "rest", "next")[:2] == [
        (30_000, "rest", "Rest."),
        (30_000, "next", "Next: hurdler, left side."),
    ]


def test_two_rests_in_a_row_announce_once():
    """What is next is said in the first of several rests, and not again."""
    line = timeline(hold("30s"), rest("9s"), rest("9s"), hold("30s", "Turn"))
    assert cues(line, "rest", "next") == [
        (30_000, "rest", "Rest."),
        (30_000, "next", "Next: turn."),
        (39_000, "rest", "Rest."),
    ]


def test_a_rest_that_opens_the_routine_announces_only_what_prepare_has_not():
    """Prepare has named the first exercise; without prepare the rest does."""
    assert cues(timeline(rest("9s"), hold("30s"), prepare=5000), "next") == []
    assert cues(timeline(rest("9s"), hold("30s"), prepare=0), "next") == [(0, "next", "Next: bend.")]


def test_the_last_rest_announces_nothing():
    """A rest after the last exercise leads to the end alone."""
    assert cues(timeline(hold("30s"), rest("9s")), "next") == []


def test_start_is_a_tone_and_says_the_name_only_where_nobody_said_it():
    """`start`: at the first work of a block; the name where there was no announcement."""
    assert cues(timeline(hold("30s"), prepare=5000), "start") == [(5000, "start", None)]
    assert cues(timeline(hold("30s", sides="each"), prepare=0), "start") == [(0, "start", "Bend, left side.")]
    line = timeline(hold("30s"), hold("30s", "Turn"), transition=5000)
    assert cues(line, "start")[1:] == [(35_000, "start", None)]


def test_switch_always_says_the_side():
    """`switch`: "Switch. Right side.", never only "switch"; at its start, or on the boundary."""
    for switch, at in ((0, 20_000), (3000, 20_000)):
        line = timeline(hold("20s", sides="each"), switch=switch)
        assert cues(line, "switch") == [(at, "switch", "Switch. Right side.")]


@pytest.mark.parametrize(
    ("work", "half"), [(38_000, []), (39_999, []), (40_000, [20_000]), (40_001, [20_000]), (60_000, [30_000])]
)
def test_half_is_said_in_the_middle_of_long_unsided_work(work, half):
    """`half`: in the middle of unsided work of 40 s and more."""
    assert times(timeline(hold(work)), "half") == half
    assert cues(timeline(hold(work)), "half") == [(at, "half", "Halfway.") for at in half]


def test_work_with_sides_hears_no_half():
    """`half`: the change of sides is the middle that is heard; one side's own middle is not."""
    assert times(timeline(hold("2:00", sides="each")), "half") == []
    assert times(timeline(hold("1:00", sides="alternate")), "half") == [30_000]


@pytest.mark.parametrize(("work", "left"), [(9999, []), (10_000, [3, 2, 1]), (22_500, [3, 2, 1])])
def test_timed_work_is_counted_down_from_10_seconds_on(work, left):
    """`count`: 3, 2, 1 s before the end of every timed work of 10 s and more."""
    assert cues(timeline(hold(work)), "count") == [(work - n * 1000, "count", str(n)) for n in left]


def test_both_sides_are_counted_down():
    """`count`: every side is a timed work of its own."""
    assert times(timeline(hold("30s", sides="split")), "count") == [
        12_000,
        13_000,
        14_000,
        27_000,
        28_000,
        29_000,
    ]


@pytest.mark.parametrize(
    ("lasts", "left"),
    [
        (999, []),
        (1000, []),
        (1999, []),
        (2000, [1]),
        (2999, [1]),
        (3000, [2, 1]),
        (3999, [2, 1]),
        (4000, [3, 2, 1]),
    ],
)
def test_every_pause_is_counted_down_but_not_within_its_first_second(lasts, left):
    """`count`: prepare, transition, switch and rest of any length; nothing within 1 s of the start."""
    wanted = [lasts - n * 1000 for n in left]
    assert times(timeline(hold(9000), prepare=lasts), "count") == wanted
    steps = (hold(9000), hold(9000, "Turn"))
    assert times(timeline(*steps, transition=lasts), "count") == [9000 + at for at in wanted]
    assert times(timeline(hold(9000, sides="each"), switch=lasts), "count") == [9000 + at for at in wanted]
    assert times(timeline(hold(9000), rest(lasts)), "count") == [9000 + at for at in wanted]


def test_counted_work_has_no_countdown():
    """`count`: reps say their own numbers, long as they may be."""
    assert times(timeline(counted(3, tempo=tempo((12_000, None)))), "count") == []


def test_each_rep_says_its_number_and_its_side_where_it_alternates():
    """`rep`: at the start of each rep; the side only where it changes."""
    assert cues(timeline(counted(2, sides="each")), "rep") == [
        (0, "rep", "1"), (4000, "rep", "2"), (8000, "rep", "1"), (12_000, "rep", "2"),
    ]  # fmt: skip
    assert cues(timeline(counted(2, sides="alternate")), "rep") == [
        (0, "rep", "1, left"), (4000, "rep", "2, right"),
        (8000, "rep", "3, left"), (12_000, "rep", "4, right"),
    ]  # fmt: skip


def test_breath_is_said_where_a_phase_carries_one():
    """`breath`: in every rep, at the phases that carry one; the others are silent."""
    pace = tempo((3000, "in"), (1000, None), (4000, "out"), (2000, "hold"))
    assert cues(timeline(counted(2, tempo=pace)), "breath") == [
        (0, "breath", "Breathe in"), (4000, "breath", "Breathe out"), (8000, "breath", "Hold"),
        (10_000, "breath", "Breathe in"), (14_000, "breath", "Breathe out"), (18_000, "breath", "Hold"),
    ]  # fmt: skip


def test_neighbours_of_one_breath_are_one_breath():
    """`breath`: a kick and a second kick, both on the breath out, are heard as one; every rep begins anew."""
    pace = tempo((1500, "out"), (1500, "out"), (3000, "in"))
    assert cues(timeline(counted(2, tempo=pace)), "breath") == [
        (0, "breath", "Breathe out"), (3000, "breath", "Breathe in"),
        (6000, "breath", "Breathe out"), (9000, "breath", "Breathe in"),
    ]  # fmt: skip
    parted = tempo((1500, "out"), (1500, None), (1500, "out"))
    assert times(timeline(counted(1, tempo=parted)), "breath") == [0, 3000]


def test_a_breath_that_nobody_can_follow_is_not_called():
    """`breath`: under half a second, neighbours taken together, it is not called; a day costs nothing."""
    pace = tempo((499, "in"), (500, "out"), (250, "hold"), (250, "hold"))
    assert cues(timeline(counted(1, tempo=pace)), "breath") == [
        (499, "breath", "Breathe out"), (999, "breath", "Hold"),
    ]  # fmt: skip
    assert times(timeline(hold("24h", tempo=tempo((1, "in"), (1, "out")))), "breath") == []


def test_a_timed_hold_breathes_again_and_again_while_a_whole_phase_fits():
    """`breath`: the tempo of a timed step goes round; a phase that the end would cut is not begun aloud."""
    pace = tempo((4000, "in"), (6000, "out"))
    assert times(timeline(hold(30_000, tempo=pace)), "breath") == [0, 4000, 10_000, 14_000, 20_000, 24_000]
    assert times(timeline(hold(25_000, tempo=pace)), "breath") == [0, 4000, 10_000, 14_000, 20_000]


def test_a_level_breathes_in_its_own_tempo():
    """`breath`: the tempo of the level is what is heard; a level without one keeps the exercise's."""
    step = {"tempo": tempo((4000, "in")), "levels": levels((), tempo((2000, "in"), (3000, "out")))}
    assert times(timeline(counted(2, level=1, **step)), "breath") == [0, 4000]
    assert times(timeline(counted(2, level=2, **step)), "breath") == [0, 2000, 5000, 7000]


def test_authored_lines_are_said_on_every_side_with_its_name():
    """`say`: on each side anew, {side} and {other} filled; a negative time counts from the side's end."""
    step = hold("20s", sides="each", cues=[("5s", "Sink to the {side}."), ("-8s", "Lift the {other} arm.")])
    assert cues(timeline(step, switch=3000), "say") == [
        (5000, "say", "Sink to the left."), (12_000, "say", "Lift the right arm."),
        (28_000, "say", "Sink to the right."), (35_000, "say", "Lift the left arm."),
    ]  # fmt: skip


def test_authored_lines_without_a_side_speak_of_one_and_other():
    """`say`: without sides {side} and {other} are the words one and other."""
    step = hold("20s", cues=[("5s", "From {side} foot to the {other}.")])
    assert cues(timeline(step), "say") == [(5000, "say", "From one foot to the other.")]


def test_authored_lines_of_a_counted_set_belong_to_the_whole_set():
    """`say`: in a set the time counts from its start or end; the side is that of the rep it falls in."""
    step = counted(2, sides="alternate", cues=[("5s", "On the {side}."), ("-3s", "Last, {side}.")])
    line = timeline(step)  # 4 reps of 4 s: left, right, left, right
    assert cues(line, "say") == [(5000, "say", "On the right."), (13_000, "say", "Last, right.")]
    each = timeline(counted(2, sides="each", cues=[("-3s", "Last, {side}.")]))
    assert cues(each, "say") == [(5000, "say", "Last, left."), (13_000, "say", "Last, right.")]


def test_a_line_at_the_very_start_of_a_side_is_said():
    """`say`: 0 and the whole length before the end are both the first millisecond."""
    step = hold("20s", cues=[("0s", "Begin."), ("-20s", "Go.")])
    assert cues(timeline(step), "say") == [(0, "say", "Begin."), (0, "say", "Go.")]


def test_the_finish_says_the_closing_line():
    """`finish`: the routine's closing line at the very end; where it has none, that it is finished."""
    assert cues(timeline(hold("20s"), closing="Stand up."), "finish") == [(20_000, "finish", "Stand up.")]
    assert cues(timeline(hold("20s")), "finish") == [(20_000, "finish", "Finished.")]


def test_spoken_lines_have_a_rank():
    """Caution > side and name > count > half > tip: who gives way where two want to speak."""
    assert Priority.CAUTION > Priority.NAME > Priority.COUNT > Priority.HALF > Priority.TIP
    pace = tempo((4000, "in"))
    line = timeline(
        hold("60s", tempo=pace, cues=[("1s", "Tip.")]),
        group(1, hold("20s", sides="each")),
        rest(5000),
        prepare=5000,
    )
    ranks = {item.cue.kind.value: item.cue.priority for item in line.schedule}
    assert {kind for kind, rank in ranks.items() if rank is Priority.NAME} == {
        "prepare", "next", "start", "switch", "rest", "finish",
    }  # fmt: skip
    assert (ranks["count"], ranks["half"], ranks["say"], ranks["breath"]) == (
        Priority.COUNT, Priority.HALF, Priority.TIP, Priority.TIP,
    )  # fmt: skip


def test_cues_of_one_moment_have_one_order():
    """Where several fall on one millisecond, the name comes before the number and that before the breath."""
    line = timeline(counted(1, tempo=tempo((4000, "in")), cues=[("0s", "Go.")]))
    assert [kind for _, kind, _ in cues(line)][:4] == ["start", "rep", "breath", "say"]
