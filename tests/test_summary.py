"""What sessions come to: the laws of the sums, the sentences, and the page.

The goldens stand in tests/golden/stats. After a change that is meant, run this with UPDATE_GOLDEN=1.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldens import golden
from sittings import GOAL, TODAY, held, helds, sitting, sittings, summary_of_year
from stretchtimer.summary.balance import Balance
from stretchtimer.summary.calendar import shade
from stretchtimer.summary.data import summary_data
from stretchtimer.summary.feelings import sentences
from stretchtimer.summary.page import page
from stretchtimer.summary.pen import NARROWEST, Pen, Tone
from stretchtimer.summary.totals import add_up
from stretchtimer.summary.trend import Direction, Noted, Trend, median, trends_of
from stretchtimer.summary.weeks import YEAR, Tally, spent
from stretchtimer.text import cell_width, unsafe_character
from stretchtimer.units import exact

GOLDEN = Path(__file__).parent / "golden" / "stats"
many = st.lists(sittings, max_size=30)
much = st.lists(helds, max_size=12)


def total_of(tallies):
    several = list(tallies)
    names = ("sessions", "finished", "played", "work")
    return Tally(**{name: sum(getattr(one, name) for one in several) for name in names})


def lines(summary, **fields):
    return list(page(summary, Pen(**fields)))


# -- the laws of the sums --------------------------------------------------------------------------


@given(many)
def test_the_totals_add_up(several):
    """Days, weeks and routines each have every session, once."""
    summary = add_up(several, (), today=TODAY)
    total = Tally(
        sessions=len(several),
        finished=sum(one.finished for one in several),
        played=sum(one.played for one in several),
        work=sum(one.work for one in several),
    )
    assert summary.total == total
    assert total_of(week.tally for week in summary.weeks) == total
    if several:
        assert total_of(summary.days.values()) == total
        assert total_of(one.tally for one in summary.routines) == total
    assert sum(len(trend.notes) for trend in summary.trends) == sum(
        one.feeling is not None for one in several
    )


@given(many, much, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(several, sides, chance):
    """A history that was put together from two machines comes to the same."""
    mixed, turned = list(several), list(sides)
    chance.shuffle(mixed)
    chance.shuffle(turned)
    assert add_up(mixed, turned, today=TODAY) == add_up(several, sides, today=TODAY)


@given(many, st.one_of(st.none(), st.dates(date(2025, 1, 1), TODAY)))
def test_the_weeks_are_whole_and_cover_everything(several, since):
    """Each begins on a Monday, none comes twice, the year has no gap, and every day lies in one."""
    summary = add_up(several, (), today=TODAY, since=since)
    mondays = [week.monday for week in summary.weeks]
    assert mondays == sorted(set(mondays))
    assert all(monday.isoweekday() == 1 for monday in mondays)
    assert all(any(0 <= (day - monday).days < 7 for monday in mondays) for day in summary.days)
    calendar = [monday for monday in mondays if summary.begins <= monday <= TODAY]
    assert calendar[-1] == date(2026, 3, 9) == summary.this_week.monday
    assert len(calendar) == (TODAY - summary.begins).days // 7 + 1 <= YEAR
    assert {b - a for a, b in pairwise(calendar)} <= {timedelta(weeks=1)}


@given(many, st.dates(date(2024, 6, 1), TODAY))
def test_what_was_before_a_day_and_since_is_everything(several, day):
    """Nothing is in both, nothing in neither."""
    before = add_up([one for one in several if one.day < day], (), today=TODAY)
    since = add_up([one for one in several if one.day >= day], (), today=TODAY, since=day)
    assert total_of((before.total, since.total)) == add_up(several, (), today=TODAY).total


@given(much)
def test_both_sides_add_up(sides):
    """All exercises together have what each has; the largest difference is named first."""
    summary = add_up((), sides, today=TODAY)
    both = summary.both_sides
    assert (both.left, both.right) == (sum(one.left for one in sides), sum(one.right for one in sides))
    differences = [abs(one.left_more) for one in summary.balances]
    assert differences == sorted(differences, reverse=True)
    assert all(one.left or one.right for one in summary.balances)


@given(st.integers(0, 9_000_000), st.integers(0, 9_000_000))
def test_the_difference_in_words_is_fair(left, right):
    """With the sides changed it says the same of the other side."""
    one, other = Balance(left=left, right=right), Balance(left=right, right=left)
    swapped = {"left": "right", "right": "left"}
    assert other.words == re.sub("left|right", lambda match: swapped[match[0]], one.words)
    assert one.words.startswith("left") == (left // 1000 > right // 1000)


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        (0, 999, "even"),
        (11_400, 1900, "left 10 s more"),
        (42_000, 30_000, "left 12 s more"),
        (0, 119_999, "right 119 s more"),
        (240_000, 60_000, "left 3 min more"),
        (7_500_000, 0, "left 2 h more"),
        (9_720_000, 0, "left 2.7 h more"),
        (90_000_000, 0, "left 25 h more"),
        (7_199_999, 0, "left 1.9 h more"),
        (7_200_000, 0, "left 2 h more"),
    ],
)
def test_differences(left, right, words):
    """Seconds as long as they say something, then minutes."""
    assert Balance(left=left, right=right).words == words


@given(st.integers(1, 59_999), st.integers(0, 59_999))
def test_a_row_of_both_sides_adds_up(left, right):
    """What is shown of the left less what is shown of the right is the difference that is shown."""
    summary = add_up([sitting()], [held("Turn", left=left, right=right)], today=TODAY)
    row = next(line for line in lines(summary) if line.startswith("Turn"))
    one, other, *words = row.split()[1:]
    more = int(one.removesuffix("s")) - int(other.removesuffix("s"))
    side = "left" if more > 0 else "right"
    assert words == (["even"] if not more else [side, str(abs(more)), "s", "more"])


def test_an_exercise_is_known_by_its_id():
    """One that was renamed is one, by its last name; two inline ones of a name are one; an id is no name."""
    balances = add_up(
        (),
        [
            held("Old name", 10_000, 0, exercise_id="x"),
            held("New name", 0, 4000, exercise_id="x", last=datetime(2026, 3, 9, tzinfo=UTC)),
            held("x", 1000, 0, exercise_id=None),
            held("Bridge", 0, 0),
        ],
        today=TODAY,
    ).balances
    assert [(one.exercise, one.exercise_id, one.left, one.right) for one in balances] == [
        ("New name", "x", 10_000, 4000),
        ("x", None, 1000, 0),
    ]


def test_a_day_is_that_of_the_place():
    """23:50 is that evening's wherever it was, also over the changes of the clock and of the year."""
    winter, summer, tokyo = (timezone(timedelta(hours=hours)) for hours in (1, 2, 9))
    several = [
        sitting(started=datetime(2025, 12, 31, 23, 50, tzinfo=winter)),
        sitting(started=datetime(2026, 1, 1, 0, 10, tzinfo=winter)),
        sitting(started=datetime(2026, 3, 1, 23, 50, tzinfo=tokyo)),  # 14:50 UTC
        sitting(started=datetime(2025, 10, 26, 0, 30, tzinfo=summer)),  # 22:30 UTC of the day before
        sitting(started=datetime(2025, 10, 26, 23, 30, tzinfo=winter)),  # of a day of 25 hours
    ]
    summary = add_up(several, (), today=TODAY)
    assert {day.isoformat(): tally.sessions for day, tally in summary.days.items()} == {
        "2025-10-26": 2,
        "2025-12-31": 1,
        "2026-01-01": 1,
        "2026-03-01": 1,
    }
    names = [week.name for week in summary.weeks if week.tally.sessions]
    assert names == ["2025-W43", "2026-W01", "2026-W09"]


# -- feelings --------------------------------------------------------------------------------------


def trend(*values, apart=2, kind="stiffness"):
    first = TODAY - timedelta(days=apart * (len(values) - 1))
    days = [first + timedelta(days=apart * number) for number in range(len(values))]
    return Trend(
        kind=kind,
        notes=tuple(Noted(day=day, value=value) for day, value in zip(days, values, strict=True)),
    )


@pytest.mark.parametrize(
    ("values", "direction"),
    [
        ((7, 6, 7, 7, 4, 3, 4, 4), Direction.EASED),
        ((4, 3, 4, 4, 7, 6, 7, 7), Direction.GROWN),
        ((5, 5, 5, 5, 5, 5, 5, 5), Direction.SAME),
        ((1, 9, 1, 9, 0, 9, 1, 9), Direction.SAME),
        ((9, 2, 2, 2, 2, 2, 2, 9), Direction.SAME),  # one odd day at either end
        ((7, 7, 7, 7, 7, 0, 0), None),  # seven are too few
    ],
)
def test_where_it_went(values, direction):
    """By the medians of both halves, and only where there are enough."""
    assert trend(*values).direction is direction


def test_a_trend_takes_two_weeks():
    """Eight notes of one week say how the week was."""
    values = (7, 7, 7, 7, 2, 2, 2, 2)
    assert trend(*values, apart=1).direction is None
    assert trend(*values, apart=2).direction is Direction.EASED


@given(st.lists(st.integers(0, 10), min_size=1, max_size=30))
def test_less_is_better_either_way(values):
    """Feelings turned upside down went the other way."""
    opposite = {Direction.EASED: Direction.GROWN, Direction.GROWN: Direction.EASED}
    direction = trend(*values).direction
    turned = trend(*(10 - value for value in values)).direction
    assert turned is opposite.get(direction, direction)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=30))
def test_the_median_has_as_many_below_as_above(values):
    """Half of the values at most lie on either side, and it lies among them."""
    middle = median(values)
    assert 2 * sum(value < middle for value in values) <= len(values)
    assert 2 * sum(value > middle for value in values) <= len(values)
    assert min(values) <= middle <= max(values)


def test_kinds_are_kept_apart():
    """Stiffness is not pain; what is not said is neither."""
    several = [
        sitting(feeling=3, kind="stiffness"),
        sitting(feeling=8, kind="pain"),
        sitting(TODAY - timedelta(days=1), feeling=4, kind="stiffness"),
        sitting(feeling=5),
        sitting(),
    ]
    found = {one.kind: [note.value for note in one.notes] for one in trends_of(several)}
    assert found == {"stiffness": [4, 3], "": [5], "pain": [8]}


def test_what_is_said_of_feelings():
    """The last one, and the way it went or what it takes to tell."""
    assert list(sentences(trend(6))) == [
        "Last noted: 6 on 2026-03-11.",
        "1 note so far; a trend shows with 8 over 2 weeks.",
    ]
    assert list(sentences(trend(7, 6, 7, 8, 4, 3, 4, 4)))[1] == (
        "It has eased: 8 notes since 2026-02-25, median 7 in the older half, 4 in the newer."
    )


# -- the page --------------------------------------------------------------------------------------


def check(name, shown):
    path = GOLDEN / f"{name}.txt"
    text = "\n".join((*shown, ""))
    assert text == golden(path, text)


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_golden_year(columns):
    """A year on screens of every width; more of it where there is room."""
    check(f"year-{columns}", lines(summary_of_year(), columns=columns))


def test_golden_ascii():
    """A terminal of ASCII alone."""
    shown = lines(summary_of_year(), ascii=True)
    assert "".join(shown).isascii()
    check("year-60-ascii", shown)


def test_golden_one_session():
    """The page of the first evening."""
    check("one-60", lines(add_up([sitting()], [held(left=42_000)], today=TODAY)))


def test_golden_a_month():
    """Four weeks, with a goal: feelings have a column a day."""
    since = TODAY - timedelta(days=28)
    year = summary_of_year()
    several = [
        sitting(day, feeling=4 - number % 3, kind="stiffness")
        for number, day in enumerate(day for day in year.days if day >= since)
    ]
    check("month-60", lines(add_up(several, (), today=TODAY, goal=GOAL, since=since)))


def test_golden_colours():
    """What has which tone, as marks around it."""

    def ink(text, tone):
        return f"<{tone.value}>{text}</>"

    check("year-60-tones", lines(summary_of_year(), ink=ink))


def test_the_tones_change_nothing_else():
    """Without its colours the page is the same: they only repeat what the characters say."""
    tones = {tone: chr(0xE000 + number) for number, tone in enumerate(Tone)}
    shown = lines(summary_of_year(), ink=lambda text, tone: f"{tones[tone]}{text}\ue0ff")
    assert [re.sub("[\ue000-\ue0ff]", "", line) for line in shown] == lines(summary_of_year())


@given(many, much, st.integers(1, 140), st.booleans())
def test_it_fits(several, sides, columns, plain):
    """No line is wider than there is room, whatever the names are; none of them reaches the terminal raw."""
    summary = add_up([sitting(), *several], sides, today=TODAY, goal=GOAL._replace(name="\x1b[31m" * 20))
    for line in lines(summary, columns=columns, ascii=plain):
        assert cell_width(line) <= max(columns, NARROWEST)
        assert unsafe_character(line) is None


@pytest.mark.parametrize("columns", [NARROWEST, 80])
def test_many_hours_stand_apart(columns):
    """Years of a routine leave a gap between how often and how long, and fit."""
    years = [sitting(played=6 * 60_000, work=1) for _ in range(1500)]
    lines = [*page(add_up(years, (), today=TODAY), Pen(columns=columns))]
    assert lines[-1].endswith(" 1500  150 h 00 min  2026-03-11")
    assert max(map(cell_width, lines)) <= columns


def test_long_lists_are_cut():
    """The eight exercises that are furthest apart, the ten routines that were played most; how many more."""
    sides = [held(f"Exercise {number}", 60_000 + 1000 * number) for number in range(20)]
    several = [sitting(routine=f"{a}", name=f"Routine {a}") for a in range(14) for _ in range(a + 1)]
    for columns in (40, 60):
        shown = lines(add_up(several, sides, today=TODAY), columns=columns)
        names = [line.split("  ")[0] for line in shown if line.startswith(("Exercise", "Routine "))]
        assert names == [f"Exercise {n}" for n in range(19, 11, -1)] + [
            f"Routine {n}" for n in range(13, 3, -1)
        ]
        assert {"and 12 more, no further apart", "and 4 more, no oftener"} < set(shown)


def test_nobody_is_blamed():
    """A week without a session, a goal that was missed, a broken rhythm: none of it is held against one."""
    late = summary_of_year(today=TODAY + timedelta(weeks=9))
    text = " ".join(lines(late) + lines(summary_of_year())).lower()
    assert "no session yet" in text
    assert not re.search(r"streak|only \d|missed|fail|behind|should|lost|broken", text)


def test_a_pause_is_no_list_of_noughts():
    """After weeks without a session the last ones with one are shown, and this one."""
    several = [sitting(TODAY - timedelta(weeks=number)) for number in (30, 31, 40)]
    shown = [line for line in lines(add_up(several, (), today=TODAY)) if re.match(r"20\d\d-", line)]
    assert [line.split()[0] for line in shown] == ["2026-03-09", "2025-08-11", "2025-08-04", "2025-06-02"]


@pytest.mark.parametrize(
    ("sessions", "first", "goal"),
    [
        (0, "This week: 1 session, 6 min", "Goal: 0 of 3 this week, for Back relief"),
        (2, "This week: 3 sessions, 18 min", "Goal: 2 of 3 this week, for Back relief"),
        (3, "This week: 4 sessions, 24 min", "Goal: 3 of 3 this week, for Back relief, reached"),
    ],
)
def test_this_week(sessions, first, goal):
    """All that was played, and what of it a series asks for: only its own sessions count toward its goal."""
    led = [sitting(series=GOAL.series)] * sessions + [sitting(series="another")]
    several = [*led, sitting(TODAY - timedelta(weeks=2), series=GOAL.series)]
    assert lines(add_up(several, (), today=TODAY, goal=GOAL))[:2] == [first, goal]
    assert (
        lines(add_up([sitting(TODAY - timedelta(weeks=2))], (), today=TODAY))[0]
        == "This week: no session yet"
    )


def test_shades_begin_where_the_legend_says():
    """Under 5 minutes, 5, 10, 20."""
    assert [shade(minutes * 60_000) for minutes in (1, 4, 5, 9, 10, 19, 20, 300)] == [1, 1, 2, 2, 3, 3, 4, 4]


def test_times_that_were_spent():
    """Whole minutes; what is shorter in seconds."""
    told = [spent(ms) for ms in (0, 59_999, 60_000, 3_599_999, 3_600_000, 90_000_000)]
    assert told == ["0 s", "59 s", "1 min", "59 min", "1 h 00 min", "25 h 00 min"]


def test_a_week_that_is_counted_in_part():
    """Sessions from a day on are not called all of that week, and nothing is said of its goal."""
    several = [sitting(TODAY - timedelta(days=days), series=GOAL.series) for days in (0, 7)]
    shown = lines(add_up(several, (), today=TODAY, goal=GOAL, since=TODAY))
    assert shown[0].startswith(f"This week from {TODAY}: ")
    assert "Goal" not in "".join(shown)
    assert "/3" not in "".join(shown)
    monday = TODAY - timedelta(days=TODAY.weekday())
    shown = lines(add_up(several, (), today=TODAY, goal=GOAL, since=monday))
    assert (shown[0][:10], shown[1][:5]) == ("This week:", "Goal:")
    shown = "\n".join(lines(add_up(several, (), today=TODAY, goal=GOAL, since=monday - timedelta(days=5))))
    assert f"{monday}          1        6 min   1/3" in shown
    assert f"{monday - timedelta(days=7)}          1        6 min        " in shown


# -- as data ---------------------------------------------------------------------------------------


def test_the_data_has_what_the_page_shows():
    """Every number of the page, without its rounding."""
    summary = summary_of_year()
    data = summary_data(summary)
    shown = "\n".join(lines(summary))
    week = data["this_week"]
    assert f"This week: {week['sessions']} session" in shown
    assert f"Goal: {week['toward_goal']} of {data['goal']['per_week']} this week" in shown
    total = f"{data['sessions']} sessions on {data['days']} days, {spent(data['played_ms'])}"
    assert f"Since {data['first']}: {total}" in shown
    for week in data["weeks"][-8:]:
        assert re.search(rf"{week['from']} +{week['sessions']} .* {week['toward_goal']}/3", shown)
        sides = (f"{exact(week[key] // 1000 * 1000):>10}" for key in ("left_ms", "right_ms"))
        assert re.search(rf"{week['from']} +{''.join(sides)}", shown)
    for routine in data["routines"]:
        line = next(line for line in shown.splitlines() if line.startswith(routine["name"][:20]))
        assert line.split()[-1] == routine["last"]
        assert f"{routine['sessions']:>5}{spent(routine['played_ms']):>12}" in line
    felt = data["feelings"][0]
    assert f"median {felt['older_median']:g} in the older" in " ".join(shown.split())
    assert sum(one["left_more_ms"] for one in data["sides"]["exercises"]) == data["sides"]["left_more_ms"]
    assert [one["date"] for one in data["calendar"]] == sorted({str(day) for day in summary.days})
