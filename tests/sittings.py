"""Sessions as they are counted, for tests of what they come to."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from stretchtimer.summary.sitting import Goal, Held, Sitting
from stretchtimer.summary.totals import Summary, add_up

TODAY = date(2026, 3, 11)  # a Wednesday
GOAL = Goal(series="back-relief", name="Back relief", per_week=3)
_WINTER, _SUMMER = timezone(timedelta(hours=1)), timezone(timedelta(hours=2))
_ROUTINES = (
    ("hip-unlock", "Hip unlock", 6),
    ("neutral-spine", "Neutral spine", 8),
    ("hip-back-coordination", "Hip and back coordination", 11),
)
_EXERCISES = (
    ("hurdler", "Hurdler"),
    ("kneeling-psoas", "Kneeling psoas"),
    ("neck-lift-and-knee-stretch", "Neck lift and knee stretch"),
    ("single-leg-kick", "Single leg kick"),
    (None, "Chair twist"),
)


def sitting(day: date = TODAY, **fields: Any) -> Sitting:
    """A session of six minutes at 18:00 of a day."""
    usual = {
        "started": datetime(day.year, day.month, day.day, 18, tzinfo=UTC),
        "routine": "hip-unlock",
        "name": "Hip unlock",
        "finished": True,
        "played": 370_000,
        "work": 330_000,
    }
    return Sitting(**{**usual, **fields})


def held(exercise: str = "Hurdler", left: int = 30_000, right: int = 30_000, **fields: Any) -> Held:
    """An exercise and the ms on each side."""
    usual = {"exercise_id": exercise.lower(), "last": datetime(2026, 3, 1, tzinfo=UTC)}
    return Held(exercise=exercise, left=left, right=right, **{**usual, **fields})


def year() -> tuple[list[Sitting], list[Held]]:
    """A year of somebody who stretches two to four times a week, pauses in August, and gets less stiff."""
    chance = random.Random(63)  # noqa: S311 - always the same
    sittings, sums = [], {one: [0, 0] for one in _EXERCISES}
    day = TODAY - timedelta(days=364)
    while day <= TODAY:
        if day.month != 8 and chance.random() < 0.42:
            routine, name, minutes = chance.choice(_ROUTINES)
            summer = 4 <= day.month <= 10
            at = datetime(day.year, day.month, day.day, tzinfo=_SUMMER if summer else _WINTER)
            finished = chance.random() < 0.9
            played = minutes * 60_000 if finished else chance.randrange(60_000, 200_000)
            times = 2 if chance.random() < 0.08 else 1
            stiff = 7 - 4 * (365 - (TODAY - day).days) / 365 + chance.uniform(-1.5, 1.5)
            sittings += [
                Sitting(
                    started=at + timedelta(hours=7 + 11 * number, minutes=chance.randrange(60)),
                    routine=routine,
                    name=name,
                    finished=finished,
                    played=played,
                    work=played * 9 // 10,
                    left=played * 4 // 10,
                    right=played * 4 // 10 - (15_000 if day.day % 3 == 0 else 0),
                    series="back-relief",
                    feeling=round(min(max(stiff, 0), 10)) if chance.random() < 0.7 else None,
                    kind="stiffness" if chance.random() < 0.97 else "pain",
                )
                for number in range(times)
            ]
            for sum_of in sums.values():
                if chance.random() < 0.5:
                    sum_of[0] += 30_000
                    sum_of[1] += 30_000 if chance.random() < 0.95 else chance.randrange(10_000, 30_000)
        day += timedelta(days=1)
    last = sittings[-1].started
    both = [
        Held(exercise=name, exercise_id=one, left=left, right=right, last=last)
        for (one, name), (left, right) in sums.items()
    ]
    return sittings, both


def summary_of_year(**fields: Any) -> Summary:
    """What that year comes to."""
    return add_up(*year(), **{"today": TODAY, "goal": GOAL, **fields})


_zones = st.integers(-14 * 3600, 14 * 3600).map(lambda offset: timezone(timedelta(seconds=offset)))
_names = st.text(max_size=40)

sittings = st.builds(
    Sitting,
    started=st.datetimes(datetime(2024, 1, 1), datetime(2026, 3, 12), timezones=_zones),  # noqa: DTZ001 - above
    routine=st.sampled_from(("a", "b", "c")),
    name=_names,
    finished=st.booleans(),
    played=st.integers(3000, 7_200_000),
    work=st.integers(3000, 7_200_000),
    series=st.none(),
    feeling=st.one_of(st.none(), st.integers(0, 10)),
    kind=st.sampled_from(("", "stiffness", "pain")),
)
helds = st.builds(
    Held,
    exercise=_names,
    exercise_id=st.one_of(st.none(), st.sampled_from(("x", "y"))),
    left=st.integers(0, 9_000_000),
    right=st.integers(0, 9_000_000),
    last=st.datetimes(timezones=st.just(UTC)),
)
