"""How far somebody is in a series: the rules of FORMAT.md, and laws that hold for any file and history."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchtimer.model import Series, Stage
from stretchtimer.past import Past
from stretchtimer.progress import Rhythm, at_stage, progress, rhythm_words, where, why

if TYPE_CHECKING:
    from random import Random

MONDAY = date(2026, 11, 16)
NAMES = ("a", "b", "c")


def series(*sessions, per_week=None, routines=NAMES):
    stages = tuple(Stage(routine=one, sessions=n) for one, n in zip(routines, sessions, strict=False))
    return Series(id="s", name="Series", stages=stages, per_week=per_week)


def past(day=0, stage=1, *, hour=18, zone=UTC, routine=None, **fields):
    """A session on a day counted from Monday, played to its end."""
    usual = {"series": "s", "planned": 600_000, "played": 600_000}
    started = datetime(2026, 11, 16, hour, tzinfo=zone) + timedelta(days=day)
    return Past(started=started, stage=stage, routine=routine or NAMES[stage - 1], **{**usual, **fields})


def at(known):
    return known.stage, known.session, known.finished


def after(day):
    return MONDAY + timedelta(days=day)


# -- which session counts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({}, True),
        ({"played": 400_000}, True),
        ({"played": 399_999}, False),
        ({"played": 900_000}, True),
        ({"rate": 0.5}, True),
        ({"rate": 1.5}, False),
        ({"rate": 0.0}, False),
        ({"over": False}, False),
        ({"planned": 0, "played": 0}, False),
    ],
)
def test_what_counts(fields, counts):
    """Two thirds of its time, no faster than life, and over; how it ended makes no difference."""
    assert past(**fields).counts is counts
    assert progress(series(2), [past(**fields)], MONDAY).session == (2 if counts else 1)


def test_sessions_of_other_series_do_not_count():
    """Nor does the routine played by itself."""
    others = [past(series="t"), past(series="")]
    assert at(progress(series(2), others, MONDAY)) == (1, 1, False)


def test_several_on_one_day_count_each():
    """The file says how many sessions, not how many days."""
    assert at(progress(series(3, 2), [past(hour=n) for n in range(4)], MONDAY))[:2] == (2, 1)


# -- which stage is next ---------------------------------------------------------------------------


def test_it_begins_at_the_beginning():
    """Without a history the first session of the first stage is next."""
    known = progress(series(6, 6), [], MONDAY)
    assert (at(known), known.begun, known.done) == ((1, 1, False), False, (0, 0))


def test_it_moves_on_and_says_why():
    """When a stage has had its sessions the next one begins, and the words say so."""
    both = series(2, 3)
    one, two = progress(both, [past(0)], MONDAY), progress(both, [past(0), past(2)], MONDAY)
    assert why(both, one, "Neutral spine") == "Session 2 of 2 of neutral spine."
    assert why(both, two, "Bridge") == "Session 1 of 3 of bridge: stage 1 is done."
    assert (where(one), where(two)) == ("stage 1, session 2 of 2", "stage 2, session 1 of 3")


def test_after_the_last_stage_it_goes_on():
    """It stays at the last stage, and says that all are done."""
    both = series(1, 1)
    known = progress(both, [past(0), past(1, 2)], MONDAY)
    assert at(known) == (2, 2, True)
    assert why(both, known, "Bridge") == "All stages are done: bridge goes on, with session 2 of it."
    assert where(known) == "stage 2, session 2"


def test_a_stage_played_by_hand_counts_where_it_is():
    """Going back to a stage that is done does not lose the place; going ahead is gone on from."""
    plan = series(1, 2, 2)
    back = [past(0), past(1, 2), past(2, 1)]
    assert at(progress(plan, back, MONDAY))[:2] == (2, 2)
    ahead = [past(0, 3)]
    assert at(progress(plan, ahead, MONDAY))[:2] == (3, 2)
    assert at(progress(plan, [*ahead, past(1, 1)], MONDAY))[:2] == (2, 1), "and one can come back by hand"


def test_asked_for_a_stage():
    """Which session of it that is; one beyond its own says so."""
    plan = series(1, 2)
    known = progress(plan, [past(0)], MONDAY)
    assert at(at_stage(plan, known, 2))[:2] == (2, 1)
    again = at_stage(plan, known, 1)
    assert why(plan, again, "Bridge") == "Session 2 of bridge; the series asks for 1."


def test_a_file_that_was_changed():
    """A session belongs to the stage of its routine; one of a routine that is gone counts for no stage."""
    history = [past(0), past(1), past(2, 2), past(3, 3)]
    assert at(progress(series(2, 2), history, MONDAY))[:2] == (2, 2), "a stage less"
    assert at(progress(series(2, 1, 4, routines="abx"), history, MONDAY))[:2] == (3, 1), "another routine"
    moved = progress(series(1, 2, 2, 2, routines="xabc"), history, MONDAY)
    assert (moved.done, moved.stage) == ((0, 2, 1, 1), 4), "a stage before them"
    assert at(progress(series(9, 3, 3), history[:3], MONDAY))[:2] == (2, 2), "more sessions of an earlier one"
    assert progress(series(5, 5, routines="xy"), history, MONDAY).begun, (
        "for the week they count all the same"
    )


def test_a_routine_that_is_several_stages():
    """The number tells them apart."""
    plan = series(2, 2, routines="aa")
    known = progress(plan, [past(0), past(1), past(2, 2, routine="a")], MONDAY)
    assert (at(known)[:2], known.done) == ((2, 2), (2, 1))


# -- the week --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("goal", "days", "today", "words"),
    [
        (3, [], 0, "The goal is 3 a week."),
        (3, [0], 0, "1 of 3 this week, the last one today; the next fits best on Wednesday."),
        (3, [0], 1, "1 of 3 this week, the last one yesterday; the next fits best tomorrow."),
        (3, [0], 2, "1 of 3 this week, the last one 2 days ago."),
        (3, [0], 6, "1 of 3 this week, the last one 6 days ago."),
        (3, [0, 2], 2, "2 of 3 this week, the last one today; the next fits best on Friday."),
        (3, [0, 2, 4], 4, "3 of 3 this week, the last one today; the next fits best on Monday."),
        (3, [0, 2, 4], 7, "0 of 3 this week, the last one 3 days ago."),
        (3, [6], 7, "0 of 3 this week, the last one yesterday; the next fits best tomorrow."),
        (1, [0], 0, "1 of 1 this week, the last one today; the next fits best in 7 days."),
        (2, [0], 1, "1 of 2 this week, the last one yesterday; the next fits best on Thursday."),
        (7, [0], 0, "1 of 7 this week, the last one today; the next fits best tomorrow."),
        (7, [0], 1, "1 of 7 this week, the last one yesterday."),
        (14, [0], 0, "1 of 14 this week, the last one today."),
        (14, [0, 0], 0, "2 of 14 this week, the last one today; the next fits best tomorrow."),
        (3, [9], 0, "1 of 3 this week, the last one today; the next fits best on Wednesday."),
        (None, [0], 5, "The last one was 5 days ago."),
        (None, [], 5, ""),
    ],
)
def test_the_rhythm_in_words(goal, days, today, words):
    """Days of rest between sessions, a week that begins on Monday, and no reproach for what was not done."""
    known = progress(series(9, per_week=goal), [past(day) for day in days], after(today))
    assert rhythm_words(known.rhythm) == words


def test_a_day_is_the_one_where_it_was_played():
    """Late on Monday in New York is Tuesday in UTC, and was a Monday all the same."""
    late = past(hour=22, zone=timezone(timedelta(hours=-5)))
    assert progress(series(9, per_week=3), [late], MONDAY).rhythm.since == 0


# -- laws ------------------------------------------------------------------------------------------

plans = st.builds(
    lambda sessions, goal, routines: series(*sessions, per_week=goal, routines=routines),
    st.lists(st.integers(1, 4), min_size=1, max_size=3),
    st.none() | st.integers(1, 21),
    st.permutations(("a", "b", "c")) | st.just(("a", "a", "b")),
)
sessions = st.builds(
    past,
    st.integers(-30, 30),
    st.integers(1, 3),
    hour=st.integers(0, 23),
    series=st.sampled_from(["s", "s", "s", "t", ""]),
    played=st.sampled_from([600_000, 600_000, 500_000, 100_000]),
    rate=st.sampled_from([1.0, 1.0, 1.0, 0.5, 10.0]),
    routine=st.sampled_from(["a", "b", "c", "gone"]),
)
histories = st.lists(sessions, max_size=14)
todays = st.integers(-3, 30).map(after)


@given(plans, histories, todays, st.randoms(use_true_random=False))
def test_it_is_a_function_of_file_and_history(plan, history, today, random: Random):
    """The same twice, in whatever order the rows come; sessions that do not count change nothing."""
    known = progress(plan, history, today)
    shuffled = list(history)
    random.shuffle(shuffled)
    assert progress(plan, shuffled, today) == known
    assert progress(plan, [one for one in history if one.counts and one.series == "s"], today) == known
    assert 1 <= known.stage <= len(plan.stages)
    assert known.session == known.done[known.stage - 1] + 1
    assert known.finished == (known.session > known.sessions)


@given(plans, histories, todays)
def test_what_is_next_is_never_lost(plan, history, today):
    """One more session of the stage that is next goes on and not back; one that repeats a stage neither."""
    known = progress(plan, history, today)

    def then(number):
        routine = plan.stages[number - 1].routine
        return progress(plan, [*history, past(40, number, routine=routine)], today)

    forward = then(known.stage)
    assert (forward.stage, forward.session) > (known.stage, known.session)
    for number, (stage, done) in enumerate(zip(plan.stages, known.done, strict=True), 1):
        if number < known.stage and done >= stage.sessions:
            assert then(number).stage >= number
    assert then(len(plan.stages)).stage == len(plan.stages)


@given(plans, histories, todays)
def test_it_comes_to_an_end(plan, history, today):
    """Whoever plays what is next has played all of it, after no more sessions than the file asks for."""
    rows = list(history)
    for _ in range(sum(stage.sessions for stage in plan.stages)):
        known = progress(plan, rows, today)
        if known.finished:
            break
        rows.append(past(40 + len(rows), known.stage, routine=plan.stages[known.stage - 1].routine))
    assert progress(plan, rows, today).finished


@given(plans, histories, todays)
def test_rest_is_never_long(plan, history, today):
    """The best day is no day that is over, and no more than a week ahead; without a goal there is none."""
    rhythm: Rhythm = progress(plan, history, today).rhythm
    assert (rhythm.best is None) == (plan.per_week is None or rhythm.since is None)
    if rhythm.best is not None:
        assert 0 <= (rhythm.best - today).days <= 7
        assert rhythm.rests == (rhythm.best > today)
