"""--fit: the work shrinks or grows in proportion, and the routine lasts as long as was asked."""

from __future__ import annotations

import re

import pytest

from fakes import counted, hold, rest, routine, shape, tempo, timeline, times
from stretchtimer.compiler import Options, compile_routine
from stretchtimer.errors import StretchError
from stretchtimer.units import exact, parse_duration


def fitted(target, *steps, **fields):
    return timeline(*steps, options=Options(fit=target), **fields)


def shortest(refused):
    """The shortest time that a refusal names, in ms."""
    return parse_duration(re.search(r"shortest it can be is (\S+)", refused.value.hint)[1])


def test_the_work_shrinks_in_proportion_and_pauses_stay():
    """Holds change in proportion; transition, switch, rest and prepare keep their time."""
    steps = (hold("20s"), hold("60s", "Turn", sides="split"), rest(5000), hold("40s", "Sit"))
    line = fitted(73_000, *steps, transition=5000, switch=3000, prepare=10_000)
    assert shape(line) == [
        ("prepare", 10_000, None), ("1", 10_000, None), ("transition", 5000, None), ("2", 15_000, "left"),
        ("switch", 3000, None), ("3", 15_000, "right"), ("rest", 5000, None), ("4", 20_000, None),
        ("finish", 0, None),
    ]  # fmt: skip
    assert line.duration == 73_000


def test_the_work_grows_in_proportion():
    """Longer than written works the same way."""
    assert [ms for _, ms, _ in shape(fitted(180_000, hold("20s"), hold("40s", "Turn")))] == [
        60_000,
        120_000,
        0,
    ]


@pytest.mark.parametrize("target", [75_001, 76_999, 84_003, 111_234, 199_999])
def test_the_result_is_exact_to_the_millisecond_and_the_sides_stay_equal(target):
    """Rounding never adds up: the sum is the target, and both sides have the same to the odd millisecond."""
    line = fitted(target, hold("45s", sides="split"), hold("37s", "Turn", sides="each"), hold("31s", "Sit"))
    assert line.duration == target
    first, second, third, fourth = (segment.duration for segment in line.segments[:4])
    assert first == second
    assert third == fourth


def test_only_where_all_have_sides_one_first_side_gets_the_odd_millisecond():
    """An odd millisecond has to go somewhere: to the first side of the first step."""
    line = fitted(40_001, hold("60s", sides="split"), hold("60s", "Turn", sides="split"))
    assert [ms for _, ms, _ in shape(line)] == [10_001, 10_000, 10_000, 10_000, 0]


def test_no_side_falls_below_ten_seconds():
    """A hold under 10 s a side helps nobody: refused, with whose it would be and the shortest time."""
    steps = (hold("60s"), hold("30s", "Plank", sides="split"))
    with pytest.raises(StretchError, match=r"Plank would have 9\.999s a side") as refused:
        fitted(59_999, *steps)
    assert shortest(refused) == 60_000
    assert [ms for _, ms, _ in shape(fitted(60_000, *steps))] == [40_000, 10_000, 10_000, 0]


def test_a_refusal_says_what_there_would_be():
    """Of a hold without sides its time, of one with sides that of a side; below the pauses nothing."""
    with pytest.raises(StretchError, match=r"^Small does not fit into 9s: Bend would have 9s$") as refused:
        fitted(9000, hold("60s"))
    assert refused.value.hint == "at least 10s a side help; the shortest it can be is 10s"
    with pytest.raises(StretchError, match=r"Bend would have 0s a side$"):
        fitted(4000, hold("60s", sides="each"), hold("60s", "Turn"), transition=5000)
    with pytest.raises(StretchError, match=r"^Small does not fit into 7s$") as refused:
        fitted(7000, counted(3, sides="each"))
    assert refused.value.hint == "the shortest it can be is 8s"


@pytest.mark.parametrize(
    ("steps", "least"),
    [
        ((hold("60s"), counted(10)), 17_000),  # 10 s of 60 s is a sixth of 100 s: 16.7 s
        ((hold("20s"), counted(1, tempo=tempo((9000, None)))), 19_000),  # the rep stays, 10 s beside it
        ((hold("60s"), counted(2, tempo=tempo((30_000, None)))), 40_000),  # one rep, and 10 s
        ((hold("12s"), counted(10)), 44_000),  # the hold may lose a sixth, so all may: 43.3 s
        ((hold("60s"), hold("10s", "Turn")), 20_000),  # 10 s as written stay, of 60 s there stay 10
    ],
)
def test_the_shortest_time_by_hand(steps, least):
    """Reckoned on paper: the smallest share that leaves every side 10 s and every set a rep."""
    with pytest.raises(StretchError) as refused:
        fitted(1000, *steps)
    assert shortest(refused) == least
    line = fitted(least, *steps)
    assert line.duration == least
    assert min(segment.duration for segment in line.segments if segment.block and not segment.rep) >= 10_000


def test_what_is_shorter_as_written_keeps_its_time():
    """A hold of under 10 s does not stand in the way: it stays as it is, and the others give."""
    line = fitted(38_000, hold("8s"), hold("60s", "Turn"))
    assert [ms for _, ms, _ in shape(line)] == [8000, 30_000, 0]
    grown = fitted(136_000, hold("8s"), hold("60s", "Turn"))
    assert [ms for _, ms, _ in shape(grown)] == [16_000, 120_000, 0]


def test_where_nothing_can_give_the_routine_is_as_short_as_it_is():
    """With nothing but short holds the shortest time is the time as written."""
    with pytest.raises(StretchError) as refused:
        fitted(10_000, hold("8s"), hold("9s", "Turn"))
    assert shortest(refused) == 17_000


@pytest.mark.parametrize(
    "steps",
    [
        (hold("60s"), hold("30s", sides="split")),
        (hold("60s"), counted(10)),
        (hold("20s"), counted(1, tempo=tempo((9000, None)))),
        (hold("14s"), counted(2, tempo=tempo((7300, None))), counted(3, "Kick", sides="alternate")),
        (counted(10), counted(3, "Kick", sides="each", tempo=tempo((6001, None)))),
        (hold("5s"), hold("33.333s", "Turn", sides="each"), counted(7, tempo=tempo((2345, None)))),
        (hold("45.001s", sides="split"), rest(7000), counted(2, sides="each", tempo=tempo((11_111, None)))),
    ],
    ids=["timed", "mixed", "one-rep", "few-reps", "counted", "with-short", "odd"],
)
def test_the_shortest_time_that_is_named_is_the_true_one(steps):
    """The refusal names a whole second: that one works, and a second less does not."""
    with pytest.raises(StretchError) as refused:
        fitted(1000, *steps, transition=5000)
    least = shortest(refused)
    assert least % 1000 == 0
    line = fitted(least, *steps, transition=5000)
    assert line.duration <= least
    assert line.duration == least or not any(step.duration for step in steps if hasattr(step, "reps"))
    with pytest.raises(StretchError):
        fitted(least - 1000, *steps, transition=5000)


def test_reps_take_their_share_in_whole_reps_and_the_holds_the_rest():
    """Counted steps never get more than their share, timed ones what is left: the sum is exact."""
    line = fitted(50_000, counted(10), hold("60s", "Turn"))  # half of 100 s
    assert [segment.reps for segment in line.segments[:5]] == [5] * 5
    assert line.duration == 50_000
    uneven = fitted(47_000, counted(10), hold("60s", "Turn"))
    assert uneven.segments[0].reps == 4
    assert uneven.duration == 47_000


def test_reps_alone_come_as_near_as_they_can_and_never_beyond():
    """Without timed work whole reps decide, and what is missing is said."""
    compiled = compile_routine(routine(counted(10)), Options(fit=30_000))
    assert compiled.timeline.duration == 28_000
    assert compiled.notes == (
        "40s -> 28s: work 40s -> 28s (70 %), pauses unchanged; whole reps come no nearer to 30s",
    )


def test_the_reps_of_both_sides_stay_equal():
    """A step with sides loses or gains reps on both."""
    line = fitted(30_000, counted(5, sides="each"))
    assert [segment.reps for segment in line.segments[:-1]] == [3] * 6
    alternating = fitted(30_000, counted(5, sides="alternate"))
    assert [segment.side for segment in alternating.segments[:2]] == [
        s.side for s in alternating.segments[4:6]
    ]
    assert len(alternating.segments) == 7


def test_room_goes_to_those_that_rounding_has_cost_most():
    """What rounding down leaves is given out as reps, first to whom it cost the most."""
    line = fitted(24_000, counted(3), counted(5, "Kick"))  # of 32 s; three quarters: 2.25 and 3.75 reps
    assert [s.reps for s in line.segments if s.rep == 1] == [2, 4]


def test_authored_lines_move_in_proportion():
    """A line in the middle stays in the middle, one before the end stays as near to it in proportion."""
    step = hold("60s", sides="each", cues=[("30s", "Middle."), ("-6s", "Last breath.")])
    assert times(fitted(60_000, step), "say") == [15_000, 27_000, 45_000, 57_000]
    reps = counted(10, cues=[("20s", "Middle."), ("-4s", "Last one.")])
    assert times(fitted(20_000, reps), "say") == [10_000, 18_000]


def test_the_note_says_what_changed():
    """Before and after, of the whole and of the work."""
    compiled = compile_routine(
        routine(hold("60s"), hold("60s", "Turn"), transition=5000), Options(fit=95_000)
    )
    assert compiled.notes == ("2:05 -> 1:35: work 2:00 -> 1:30 (75 %), pauses unchanged",)


def test_a_routine_can_be_fitted_to_a_day():
    """A long target is no burden, however odd the holds are."""
    line = fitted(86_400_000, hold(3, sides="split"), hold(7, "Turn"), hold(1, "Sit"))
    assert line.duration == 86_400_000


def test_quick_reps_are_not_multiplied_without_end():
    """A day of reps of a few ms is refused before anything is laid out, and so are thousands of slow ones."""
    with pytest.raises(StretchError, match="86,400,000 reps"):
        fitted(86_400_000, counted(1, tempo=tempo((1, None))))
    with pytest.raises(StretchError, match="6,000 reps"):
        fitted(24_000_000, counted(1, sides="each"))
    assert fitted(20_000_000, counted(1)).segments[0].reps == 5000
    with pytest.raises(StretchError, match="5,001 reps"):
        fitted(20_004_000, counted(1))


def test_a_target_of_the_present_length_changes_nothing():
    """Fitting to what it is leaves every hold and rep alone."""
    steps = (hold("45s", sides="split"), counted(7), hold("8s", "Sit"))
    plain = timeline(*steps, transition=5000)
    assert shape(fitted(plain.duration, *steps, transition=5000)) == shape(plain)


def test_prepare_does_not_count():
    """The target is the advertised length, so prepare comes on top."""
    line = fitted(30_000, hold("60s"), prepare=10_000)
    assert (line.duration, exact(line.total)) == (30_000, "40s")
