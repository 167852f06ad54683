"""What to play now, and why: what is offered first, in which words, and that it is always the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchtimer.catalogue import Row
from stretchtimer.habit import FIRST, Part, part_of
from stretchtimer.history.kept import Ending, Kept, Origin, new_uid
from stretchtimer.offers import Begin, Offer, Offers
from stretchtimer.past import Past
from stretchtimer.session import Place, Session
from stretchtimer.today import offers

NOW = datetime(2026, 11, 18, 18, 30, tzinfo=UTC)  # a Wednesday
MORNING = NOW.replace(hour=7)


def row(name, minutes=6, **fields):
    usual = {"kind": "routine", "name": name.capitalize(), "origin": "shipped", "path": f"{name}.yaml"}
    return Row(id=name, duration_ms=minutes * 60_000, focus=("hips",), **{**usual, **fields})


def series(name, *stages, sessions=6, per_week=3):
    usual = {"name": name.capitalize(), "origin": "shipped", "path": f"{name}.yaml"}
    counts = (sessions,) * len(stages)
    return Row(id=name, kind="series", stages=stages, sessions=counts, per_week=per_week, **usual)


def past(routine, days=0, *, minutes=6, now=NOW, **fields):
    length = minutes * 60_000
    started = now - timedelta(days=days, hours=1)
    return Past(started=started, routine=routine, **{"planned": length, "played": length, **fields})


ROWS = (row("bridge"), row(FIRST), row("long", 20), series("relief", "bridge", "long"))


def first(*args, **more) -> Offer:
    return offers(*args, **more).offers[0]


def names(found: Offers) -> list[str]:
    return [offer.target for offer in found.offers]


def left_off(routine="bridge", *, minutes_ago=30, work=60_000, place=True, **origin):
    """A session that was broken off."""
    started = NOW - timedelta(minutes=minutes_ago)
    where = Place(block=2, step=2, exercise="Side plank", exercise_id=None, side=None, elapsed=4000)
    session = Session(
        routine=routine, name=routine.capitalize(), completed=False, planned=360_000, played=90_000,
        work=work, place=where if place else None,
    )  # fmt: skip
    return Kept(
        uid=new_uid(), session=session, origin=Origin(**origin), started=started, touched=started,
        ending=Ending.STOPPED,
    )  # fmt: skip


# -- who is new ------------------------------------------------------------------------------------


def test_who_is_new_gets_the_hips_and_a_friendly_line():
    """Nothing was played: the routine for beginners, and how it works."""
    found = offers(ROWS, [], NOW)
    assert found.offers[0].target == FIRST
    assert "Enter" in found.word
    assert first(ROWS, [past("bridge", rate=10.0)], NOW).target == FIRST, "a rehearsal is no session"


def test_who_is_new_and_has_other_routines_gets_one_of_these():
    """A broken file is never offered, nor a series whose next routine is broken or gone."""
    broken = row(FIRST, kind="broken", problem="1:1: wrong")
    found = offers([broken, row("mine"), series("lost", "gone"), series("sad", FIRST)], [], NOW)
    assert names(found) == ["mine"]
    assert offers([], [], NOW) == replace(found, offers=())


# -- the series ------------------------------------------------------------------------------------


def test_the_series_under_way_comes_first_with_its_reason():
    """Which session, of what, and how the week stands."""
    best = first(ROWS, [past("bridge", 3, series="relief", stage=1)], NOW)
    assert (best.begin, best.target, best.name) == (Begin.SERIES, "relief", "Relief: bridge")
    assert best.why == "Session 2 of 6 of bridge. 0 of 3 this week, the last one 3 days ago."
    assert (best.duration, best.about, best.last) == (360_000, "hips", "3 days ago")


def test_a_series_that_nobody_has_begun_says_what_it_is():
    """How many stages and sessions, how often, and what comes first."""
    (new,) = (offer for offer in offers(ROWS, [], NOW).offers if offer.target == "relief")
    assert new.why == "A series of 2 stages in 12 sessions, 3 sessions a week; bridge comes first."


def test_of_two_series_the_one_that_waited_longer():
    """Both are before all routines."""
    rows = [*ROWS, series("other", FIRST)]
    both = [past("bridge", 3, series="relief", stage=1), past(FIRST, 5, series="other", stage=1)]
    assert names(offers(rows, both, NOW))[:2] == ["other", "relief"]


def test_a_series_that_rests_is_not_first_and_says_until_when():
    """A rest day has another routine, not the stage of the series, and a line that tells why."""
    found = offers(ROWS, [past("bridge", 0, series="relief", stage=1)], NOW)
    assert found.offers[0].target == FIRST
    assert "relief" in names(found)
    assert found.word == (
        "Relief rests today: 1 of 3 this week, the last one today; the next fits best on Friday."
    )


def test_a_series_that_was_left_or_is_done_is_one_among_others():
    """After three weeks, or at its end, nobody is pushed."""
    left = offers(ROWS, [past("bridge", 40, series="relief", stage=1)], NOW)
    assert left.offers[0].target != "relief"
    assert "relief" in names(left)
    short = [row("bridge"), row(FIRST), series("relief", "bridge", sessions=1)]
    done = offers(short, [past("bridge", 3, series="relief", stage=1)], NOW)
    assert done.offers[0].target != "relief"
    assert any("All stages are done" in offer.why for offer in done.offers)


# -- a choice --------------------------------------------------------------------------------------


def test_what_waited_longest():
    """Of two that are played, the one that was played longer ago; one of today comes last."""
    rows = [row("a"), row("b"), row("c")]
    found = offers(rows, [past("a", 2), past("b", 8), past("c", 0)], NOW)
    assert names(found) == ["b", "a", "c"]
    assert [offer.why for offer in found.offers] == [
        "The last time was 8 days ago.",
        "It fits your evenings; the last time was 2 days ago.",
        "You have played it today.",
    ]
    assert [offer.last for offer in found.offers] == ["8 days ago", "2 days ago", "today"]


def test_a_morning_is_short():
    """Without a habit six minutes are; with one, what somebody usually does then."""
    rows = [row("a", 20), row("b", 6)]
    played = [past("a", 9), past("b", 5)]
    assert names(offers(rows, played, NOW)) == ["a", "b"]
    assert names(offers(rows, played, MORNING)) == ["b", "a"]
    assert first(rows, played, MORNING).why == "The last time was 5 days ago."
    habit = [past("a", days, minutes=20, now=MORNING) for days in (2, 3, 4)]
    assert first(rows, [*habit, past("b", 4)], MORNING).target == "a"


def test_a_habit_of_the_time_of_day():
    """What is mostly played in the evening is offered in the evening."""
    rows = [row("a"), row("b")]
    evenings = [past("a", days) for days in (2, 3, 4)]
    mornings = [past("b", days, now=MORNING) for days in (2, 3, 4)]
    best = first(rows, [*evenings, *mornings], NOW)
    assert (best.target, best.why) == ("a", "You often play it in the evening; the last time was 2 days ago.")
    assert first(rows, [*evenings, *mornings], MORNING).target == "b"


def test_what_is_played_most_stays_first():
    """Who plays one routine every day gets that one, and nothing new in its place each time."""
    rows = [row("a"), row("b")]
    daily = [past("a", days) for days in range(1, 9)]
    best = first(rows, daily, NOW)
    assert (best.target, best.why) == ("a", "You play it most; the last time was yesterday.")
    assert first(rows, daily[:2], NOW).target == "b", "until there is a habit, something new is"


def test_a_month_of_what_is_offered_has_some_variety():
    """Whoever takes what comes first plays no routine two days running, and none far more than the others."""
    rows = [row(name) for name in "abcd"]
    played: list[Past] = []
    for day in range(30):
        now = NOW + timedelta(days=day)
        played.append(past(first(rows, played, now).target, now=now))
    taken = [one.routine for one in played]
    assert all(one != other for one, other in pairwise(taken))
    assert max(map(taken.count, "abcd")) - min(map(taken.count, "abcd")) <= 2


@pytest.mark.parametrize(
    ("hour", "part"),
    [(3, Part.EVENING), (4, Part.MORNING), (10, Part.MORNING), (11, Part.MIDDAY), (17, Part.EVENING)],
)
def test_the_parts_of_a_day(hour, part):
    """Who is up at three has not gone to bed."""
    assert part_of(NOW.replace(hour=hour)) is part


# -- what is unfinished ----------------------------------------------------------------------------


def test_what_is_unfinished_comes_before_all():
    """With the place, and only what is left of its time."""
    kept = left_off()
    best = first(ROWS, [past("bridge", 3, series="relief", stage=1)], NOW, [kept])
    assert (best.begin, best.target, best.name) == (Begin.GO_ON, kept.uid, "Go on: Bridge")
    assert (best.duration, best.why) == (270_000, "It broke off at side plank, 1:30 of it done.")


@pytest.mark.parametrize(
    "kept", [left_off(rate=10.0), left_off(work=5000), left_off(place=False)],
    ids=["rehearsal", "hardly begun", "no place"],
)  # fmt: skip
def test_what_is_not_worth_going_on_with(kept):
    """A rehearsal, what was hardly begun, and what has no place to go on from."""
    assert first(ROWS, [], NOW, [kept]).begin is not Begin.GO_ON


def test_what_was_played_since_is_not_gone_on_with():
    """Another session of the same routine has taken its place; only the newest is offered."""
    again = past("bridge", now=NOW + timedelta(minutes=59))
    assert first(ROWS, [again], NOW, [left_off()]).begin is not Begin.GO_ON
    newest, older = left_off(FIRST), left_off("long", minutes_ago=200)
    found = offers(ROWS, [], NOW, [newest, older])
    assert [offer.target for offer in found.offers if offer.begin is Begin.GO_ON] == [newest.uid]


def test_what_counts_already_can_still_be_gone_on_with():
    """Most of it was played, so that it is a session of its own: that is not another one."""
    kept = left_off()
    kept = replace(kept, session=replace(kept.session, played=300_000))
    itself = past("bridge", now=kept.started + timedelta(hours=1), played=300_000)
    assert itself.counts
    best = first(ROWS, [itself], NOW, [kept])
    assert (best.begin, best.target) == (Begin.GO_ON, kept.uid)


# -- laws ------------------------------------------------------------------------------------------

histories = st.lists(
    st.builds(
        past,
        st.sampled_from(["bridge", FIRST, "long", "gone"]),
        st.integers(-2, 90),
        series=st.sampled_from(["", "relief", "gone"]),
        stage=st.integers(0, 4),
        rate=st.sampled_from([1.0, 5.0]),
        played=st.sampled_from([360_000, 1000]),
    ),
    max_size=12,
)


@given(histories, st.integers(0, 23), st.randoms(use_true_random=False))
def test_it_is_a_function_of_listing_history_and_time(history, hour, random):
    """The same twice, in whatever order the rows come; everything that can be played is there once."""
    now = NOW.replace(hour=hour)
    found = offers(ROWS, history, now)
    shuffled, rows = list(history), list(ROWS)
    random.shuffle(shuffled)
    random.shuffle(rows)
    assert offers(rows, shuffled, now) == found
    assert sorted(names(found)) == sorted(one.id for one in ROWS)
    assert all(offer.why.endswith(".") for offer in found.offers)
