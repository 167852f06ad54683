"""Times of the day and days of the week: written, read and shown."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchtimer.weekly import Day, Weekly, parse_at, parse_days


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("17:30", (17, 30)),
        ("7:05", (7, 5)),
        ("07:05", (7, 5)),
        ("0:00", (0, 0)),
        ("5:30pm", (17, 30)),
        ("5:30 PM", (17, 30)),
        ("5pm", (17, 0)),
        ("12am", (0, 0)),
        ("12pm", (12, 0)),
        (" 17:30 ", (17, 30)),
    ],
)
def test_each_form_of_a_time_is_read(text: str, at: tuple[int, int]) -> None:
    """With 24 hours, or with 12 and their half of the day."""
    assert parse_at(text) == at


@pytest.mark.parametrize(
    "text",
    ["", "17", "24:00", "17.30", "17:3", "17:60", "13pm", "0pm", "5:30xm", "17:30:00", "-1:00", "\uff11:30"],
)
def test_any_other_time_is_refused(text: str) -> None:
    """A bare 17 could be a minute, 24:00 either day, and other digits are not what they look like."""
    with pytest.raises(ValueError):
        parse_at(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", "mon-fri"),
        ("weekdays", "mon-fri"),
        ("mon,wed,fri", "mon,wed,fri"),
        ("fri, Wed ,MON,wed", "mon,wed,fri"),
        ("fri-mon", "mon,fri,sat,sun"),
        ("sun-sun", "sun"),
        ("monday-thurs,sunday", "mon,tue,wed,thu,sun"),
        ("weekends", "sat,sun"),
        ("mon-wed,sat-sun", "mon,tue,wed,sat,sun"),
        ("tue-mon", "daily"),
        ("daily", "daily"),
    ],
)
def test_each_form_of_days_is_read(text: str, days: str) -> None:
    """Names, lists, ranges that may go around the week; once each, in the week's order."""
    assert Weekly(hour=1, minute=2, days=parse_days(text)).days_text == days


@pytest.mark.parametrize(
    ("text", "word"),
    [("", ""), ("mo", "mo"), ("mon,,fri", ""), ("mon-", ""), ("fun-day", "fun"), ("m-f", "m")],
)
def test_what_is_no_day_is_named(text: str, word: str) -> None:
    """The very word that is wrong."""
    with pytest.raises(ValueError) as error:
        parse_days(text)
    assert str(error.value) == word


@given(st.sets(st.sampled_from(Day), min_size=1), st.integers(0, 23), st.integers(0, 59))
def test_what_is_shown_is_read_again(days: set[Day], hour: int, minute: int) -> None:
    """Every set of days and every time has a form that means just that."""
    weekly = Weekly(hour=hour, minute=minute, days=tuple(sorted(days, key=lambda day: day.number)))
    assert parse_days(weekly.days_text) == weekly.days
    assert parse_at(weekly.at_text) == (hour, minute)


def test_a_date_falls_on_its_day() -> None:
    """The 1st of January 2030 is a Tuesday."""
    assert Weekly(hour=1, minute=0, days=(Day.TUE,)).falls_on(date(2030, 1, 1))
    assert not Weekly(hour=1, minute=0, days=(Day.MON, Day.WED)).falls_on(date(2030, 1, 1))
