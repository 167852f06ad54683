"""Changes to a timeline while it is played: +/- and levels."""

from __future__ import annotations

import pytest

from fakes import counted, cues, group, hold, levels, shape, tempo, timeline, times
from stretchtimer import edits
from stretchtimer.timeline import SegmentKind


def longer(line, number, change, *, elapsed=0):
    return edits.lengthen(line, line.blocks[number], change, elapsed=elapsed)


def more(line, number, change, *, index=-1):
    return edits.add_reps(line, line.blocks[number], change, index=index)


def lengths(line):
    return [ms for _, ms, _ in shape(line)][:-1]


def sets(line):
    """Reps of each block, as numbers."""
    return [[segment.rep for segment in line.segments[b.first : b.last + 1]] for b in line.blocks.values()]


def test_the_partner_to_come_changes_as_well():
    """Longer on the first side is longer on the second; on the second alone the first stays."""
    line = timeline(hold("30s", sides="each"), hold("20s", "Turn"))
    assert lengths(longer(line, 1, 10_000)) == [40_000, 40_000, 20_000]
    assert lengths(longer(line, 2, 10_000)) == [30_000, 40_000, 20_000]
    assert lengths(longer(line, 3, -5000)) == [30_000, 30_000, 15_000]


def test_each_round_has_a_partner_of_its_own():
    """In a repeated group the partner is the other side of the same round."""
    line = timeline(group(2, hold("30s", sides="each")))
    assert lengths(longer(line, 1, 10_000)) == [40_000, 40_000, 30_000, 30_000]
    assert lengths(longer(line, 2, 10_000)) == [30_000, 40_000, 30_000, 30_000]
    assert lengths(longer(line, 3, 10_000)) == [30_000, 30_000, 40_000, 40_000]


def test_unsided_rounds_are_nobodys_partner():
    """Two rounds of an exercise without sides are two holds."""
    assert lengths(longer(timeline(group(2, hold("30s"))), 1, 10_000)) == [40_000, 30_000]


def test_shortening_stops_at_ten_seconds_or_the_holds_own_length():
    """A hold keeps 10 s, a shorter one its length; the same timeline says that nothing changed."""
    line = timeline(hold("14s"), hold("8s", "Turn"))
    assert lengths(longer(line, 1, -10_000)) == [10_000, 8000]
    assert longer(line, 2, -10_000) is line
    ten = longer(line, 1, -10_000)
    assert longer(ten, 1, -10_000) is ten


@pytest.mark.parametrize(
    ("elapsed", "wanted"), [(0, 20_000), (10_000, 20_000), (20_000, 23_000), (26_000, 29_000)]
)
def test_shortening_leaves_three_seconds(elapsed, wanted):
    """What is left of a hold is never under 3 s, so that its countdown is heard; both sides give the same."""
    line = timeline(hold("30s", sides="each"))
    assert lengths(longer(line, 1, -10_000, elapsed=elapsed)) == [wanted, wanted]


@pytest.mark.parametrize("elapsed", [27_000, 29_999])
def test_the_last_three_seconds_get_no_shorter(elapsed):
    """Within the last 3 s nothing is taken, and nothing is added either."""
    line = timeline(hold("30s", sides="each"))
    assert longer(line, 1, -10_000, elapsed=elapsed) is line


def test_a_partner_keeps_its_least_as_well():
    """A second side that was shortened alone does not vanish when the first is shortened later."""
    line = longer(timeline(hold("30s", sides="each")), 2, -20_000)
    assert lengths(line) == [30_000, 10_000]
    assert lengths(longer(line, 1, -10_000)) == [20_000, 10_000]


def test_the_countdown_moves_with_the_end():
    """The countdown and lines before the end move by themselves; those after the start stay."""
    line = timeline(hold("30s", cues=[("5s", "Sink."), ("-8s", "Last breath.")]))
    assert cues(line, "say") == [(5000, "say", "Sink."), (22_000, "say", "Last breath.")]
    assert cues(longer(line, 1, 10_000), "say") == [(5000, "say", "Sink."), (32_000, "say", "Last breath.")]
    assert times(longer(line, 1, 10_000), "count") == [37_000, 38_000, 39_000]


def test_a_hold_that_reaches_ten_seconds_gets_a_countdown():
    """The countdown rule holds for the new length."""
    line = timeline(hold("8s"))
    assert times(line, "count") == []
    assert times(longer(line, 1, 10_000), "count") == [15_000, 16_000, 17_000]


def test_the_middle_is_the_new_middle():
    """Halfway is said in the middle of the hold as it is now, and by the 40 s rule as it is now."""
    assert times(longer(timeline(hold("60s")), 1, 10_000), "half") == [35_000]
    assert times(longer(timeline(hold("30s")), 1, 10_000), "half") == [20_000]
    assert times(longer(timeline(hold("45s")), 1, -10_000), "half") == []


def test_a_middle_that_was_said_is_not_said_again():
    """Behind the middle a change leaves it where it was heard."""
    line = timeline(hold("60s"))
    assert times(longer(line, 1, 10_000, elapsed=29_999), "half") == [35_000]
    assert times(longer(line, 1, 10_000, elapsed=30_000), "half") == [30_000]


def test_breath_goes_on_to_the_new_end():
    """A longer hold breathes to its end, a shorter one begins no breath that the end would cut."""
    line = timeline(hold("20s", tempo=tempo((4000, "in"), (6000, "out"))))
    assert times(longer(line, 1, 10_000), "breath") == [0, 4000, 10_000, 14_000, 20_000, 24_000]
    assert times(longer(line, 1, -5000), "breath") == [0, 4000, 10_000]


def test_what_comes_next_is_said_as_early_as_the_new_length_wants():
    """The announcement before the end keeps its rule: 8 s, halved under 16 s."""
    line = timeline(hold("12s"), hold("20s", "Turn"))
    assert times(line, "next") == [6000]
    assert times(longer(line, 1, 10_000), "next") == [14_000]
    assert times(longer(longer(line, 1, 10_000), 1, -10_000), "next") == [6000]


def test_a_rep_more_comes_at_the_end_and_all_are_numbered():
    """A set grows at its end; every rep says its own number, and how many there are."""
    line = more(timeline(counted(3, sides="each")), 1, 1)
    assert sets(line) == [[1, 2, 3, 4], [1, 2, 3, 4]]
    assert {segment.reps for segment in line.segments[:-1]} == {4}
    assert [text for _, _, text in cues(line, "rep")] == ["1", "2", "3", "4"] * 2


def test_a_second_side_alone_changes_alone():
    """On the second side the first is over and stays."""
    assert sets(more(timeline(counted(3, sides="each")), 2, -1)) == [[1, 2, 3], [1, 2]]


def test_an_alternating_set_changes_by_pairs():
    """So both sides keep the same number of reps, and the sides go on to alternate."""
    line = timeline(counted(3, sides="alternate"))
    grown = more(line, 1, 1)
    assert [text for _, _, text in cues(grown, "rep")] == [
        "1, left", "2, right", "3, left", "4, right", "5, left", "6, right", "7, left", "8, right",
    ]  # fmt: skip
    assert [text for _, _, text in cues(more(line, 1, -1), "rep")] == [
        "1, left",
        "2, right",
        "3, left",
        "4, right",
    ]


def test_a_set_keeps_one_rep_or_one_pair():
    """There is always something left to do on each side."""
    one = timeline(counted(1))
    assert more(one, 1, -1) is one
    pair = timeline(counted(1, sides="alternate"))
    assert more(pair, 1, -1) is pair


def test_reps_that_were_begun_stay():
    """The rep being done and those before it stay; in an alternating set its partner as well."""
    line = timeline(counted(3))
    assert sets(more(line, 1, -1, index=1)) == [[1, 2]]
    assert more(line, 1, -1, index=2) is line
    pairs = timeline(counted(3, sides="alternate"))
    assert sets(more(pairs, 1, -1, index=3)) == [[1, 2, 3, 4]]
    assert more(pairs, 1, -1, index=4) is pairs


def test_sides_stay_equal_when_the_last_rep_is_on():
    """Where the first side can give no rep, the second gives none."""
    line = timeline(counted(3, sides="each"))
    assert more(line, 1, -1, index=2) is line


def test_only_the_first_rep_starts_the_set():
    """A rep more brings no second start, and the author's lines are said once."""
    line = timeline(counted(1, cues=[("1s", "Slowly."), ("-1s", "Last one.")]))
    grown = more(line, 1, 1)
    assert cues(grown, "start", "say") == [
        (0, "start", "Lift."), (1000, "say", "Slowly."), (7000, "say", "Last one."),
    ]  # fmt: skip
    assert cues(more(grown, 1, -1)) == cues(line)


def test_the_announcement_moves_with_the_end_of_the_set():
    """A rep more or less never doubles or loses what comes next."""
    line = timeline(counted(3, tempo=tempo((10_000, None))), hold("20s", "Turn"))
    assert times(line, "next") == [22_000]
    assert times(more(line, 1, 1), "next") == [32_000]
    assert times(more(line, 1, -1), "next") == [12_000]
    assert times(more(more(line, 1, -1), 1, -1), "next") == [5000]


def test_levels_go_from_easiest_to_hardest():
    """Easier and harder are the levels beside the present one; there is none beyond either end."""
    line = timeline(hold("20s", levels=levels((), (), ()), level=2), hold("20s", "Turn"))
    first, second = line.blocks[1], line.blocks[2]
    assert [edits.level_beside(line, first, sign) for sign in (-1, 1)] == [1, 3]
    assert edits.level_beside(line, second, 1) is None
    hardest = edits.relevel(line, first, 3, index=-1)
    assert edits.level_beside(hardest, hardest.blocks[1], 1) is None
    assert hardest.step(1).level == 3


def test_an_exercise_as_it_stands_is_between_the_first_and_the_second_level():
    """Without a level harder leads to the second, easier to the first."""
    line = timeline(hold("20s", levels=levels((), (), ())))
    assert [edits.level_beside(line, line.blocks[1], sign) for sign in (-1, 1)] == [1, 2]


def test_a_level_takes_effect_from_the_next_rep_on():
    """The rep being done goes on as it was; those after it, and later rounds, have the level's tempo."""
    slow = tempo((6000, "out"))
    line = timeline(group(2, counted(3, levels=levels((), slow), level=1), rest=5000))
    harder = edits.relevel(line, line.blocks[1], 2, index=1)
    assert lengths(harder) == [4000, 4000, 6000, 5000, 6000, 6000, 6000]
    assert times(harder, "breath") == [8000, 19_000, 25_000, 31_000]


def test_a_level_changes_the_breath_of_a_hold_and_not_its_length():
    """A hold lasts as long at every level."""
    line = timeline(hold("20s", levels=levels(tempo((5000, "in")), tempo((10_000, "out"))), level=1))
    harder = edits.relevel(line, line.blocks[1], 2, index=-1)
    assert lengths(harder) == [20_000]
    assert cues(harder, "breath") == [(0, "breath", "Breathe out"), (10_000, "breath", "Breathe out")]


def test_another_tempo_loses_no_announcement_and_no_line():
    """Lines and announcements of a set keep their place from its start or end when the reps change length."""
    fast = tempo((2000, None))
    line = timeline(
        counted(5, levels=levels((), fast), level=1, cues=[("3s", "Slowly."), ("-2s", "Last.")]),
        hold("20s", "Turn"),
    )
    assert cues(line, "say", "next") == [
        (3000, "say", "Slowly."), (12_000, "next", "Next: turn."), (18_000, "say", "Last."),
    ]  # fmt: skip
    faster = edits.relevel(line, line.blocks[1], 2, index=-1)
    assert cues(faster, "say", "next") == [
        (3000, "say", "Slowly."), (5000, "next", "Next: turn."), (8000, "say", "Last."),
    ]  # fmt: skip


def test_what_is_played_again_is_played_as_it_is_now():
    """After a jump reps behind the change have the level's tempo too, and the middle is the middle."""
    line = timeline(counted(3, levels=levels((), tempo((6000, None))), level=1), hold("60s"))
    changed = longer(edits.relevel(line, line.blocks[1], 2, index=1), 2, 10_000, elapsed=40_000)
    assert lengths(changed) == [4000, 4000, 6000, 70_000]
    again = edits.renewed(changed)
    assert lengths(again) == [6000, 6000, 6000, 70_000]
    assert times(again, "half") == [18_000 + 35_000]
    assert edits.renewed(again) is again


def test_adjustments_are_shown_in_turn():
    """One after the other, round and round, with the side put in; where there is none that is said."""
    line = timeline(
        hold("20s", sides="each", adjustments=("Bend the {side} knee.", "Sit up.")), hold("9s", "Lie")
    )
    assert [edits.adjustment(line, line.blocks[2], turn) for turn in range(3)] == [
        "Another way: Bend the right knee.", "Another way: Sit up.", "Another way: Bend the right knee.",
    ]  # fmt: skip
    assert edits.adjustment(line, line.blocks[3], 0) == "There is no other way of doing this."


def test_the_dose_in_words():
    """How long or how often, and whether on each of two sides."""
    line = timeline(
        hold("22.5s", sides="each"), counted(2, sides="alternate"), counted(3, "Kick", sides="each")
    )
    assert [edits.dose(line, block) for block in line.blocks.values()] == [
        "22.5s a side", "22.5s", "4 reps", "3 reps a side", "3 reps",
    ]  # fmt: skip


def test_an_edit_leaves_the_timeline_as_it_was():
    """Timelines are values: an edit returns another."""
    line = timeline(hold("30s", sides="each"), counted(3))
    before = shape(line)
    longer(line, 1, 10_000)
    more(line, 3, 1)
    assert shape(line) == before
    assert line.segments[-1].kind is SegmentKind.FINISH
