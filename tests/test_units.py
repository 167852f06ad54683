"""Durations: written, read and shown without a millisecond lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchtimer.units import (
    DAY,
    DURATION_PATTERN,
    HOUR,
    ceil_seconds,
    clock,
    elapsed,
    exact,
    parse_duration,
    parse_offset,
)

PATTERN = re.compile(DURATION_PATTERN)
LIKE_A_DURATION = st.text(st.sampled_from("0159:.hHmMinsS \u017f\uff10\t\n-+"), max_size=9)


def accepted(text: str) -> bool:
    try:
        parse_duration(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("45s", 45_000),
        ("45", 45_000),
        (" 45 s ", 45_000),
        ("1:30", 90_000),
        ("0:45", 45_000),
        ("90:00", 5_400_000),
        ("1:00:00", 3_600_000),
        ("1m30s", 90_000),
        ("1M 30S", 90_000),
        ("1m30", 90_000),
        ("2min", 120_000),
        ("22.5s", 22_500),
        ("0:22.125", 22_125),
        ("1h", 3_600_000),
        ("1h30m", 5_400_000),
        ("1h30s", 3_630_000),
        ("0000000000045s", 45_000),
    ],
)
def test_each_form_is_read(text: str, ms: int) -> None:
    """The forms that FORMAT.md lists, and no float on the way."""
    assert parse_duration(text) == ms


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "s",
        "fast",
        "1:75",
        "1:5",
        "1:60:00",
        "1:2:3",
        ":30",
        "1.5m",
        "1,5s",
        ".5s",
        "1.0001s",
        "1e9",
        "-5s",
        "+5s",
        "0x10",
        "1h30",
        "1h 30",
        "5 5",
        "45\u00a0s",
        "\uff14\uff15s",
        "45\u017f",
        "1:30s",
    ],
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    """Also what other programs would read in one of two ways: `1h30`, `1:5`."""
    with pytest.raises(ValueError):
        parse_duration(text)


def test_more_digits_than_make_sense_are_only_very_long() -> None:
    """A million digits cost no time, and are longer than any limit."""
    assert parse_duration("9" * 1_000_000) > 1_000 * DAY
    assert parse_duration("9" * 1_000_000 + ":00") > 1_000 * DAY


@pytest.mark.parametrize(
    ("text", "ms"), [("-8s", -8_000), ("+8s", 8_000), ("8", 8_000), (" -1:30 ", -90_000)]
)
def test_an_offset_has_a_sign(text: str, ms: int) -> None:
    """A minus counts from the end."""
    assert parse_offset(text) == ms


@pytest.mark.parametrize("text", ["", "-", "+", "--8s", "-+8s", "- 8s", "-fast"])
def test_what_is_no_offset_is_refused(text: str) -> None:
    """One sign, right before the time."""
    with pytest.raises(ValueError):
        parse_offset(text)


@given(st.integers(0, 10 * DAY))
def test_what_exact_writes_is_read_as_the_same(ms: int) -> None:
    """`exact` is how a message tells a time: written into a file it must mean that time."""
    assert parse_duration(exact(ms)) == ms
    assert parse_offset(exact(-ms)) == -ms


@given(LIKE_A_DURATION | st.text(max_size=9))
def test_the_schemas_pattern_takes_what_the_reader_takes(text: str) -> None:
    """One language, in Python and in the dialect of JSON Schema."""
    assert bool(PATTERN.search(text)) is accepted(text)


@pytest.mark.parametrize(
    ("ms", "shown"), [(0, "0s"), (22_500, "22.5s"), (60_000, "1:00"), (360_250, "6:00.25"), (HOUR, "1:00:00")]
)
def test_a_time_is_shown_as_a_file_has_it(ms: int, shown: str) -> None:
    """Nothing is rounded, and no nought is shown that says nothing."""
    assert exact(ms) == shown


@pytest.mark.parametrize(
    ("ms", "shown"), [(-500, "0:00"), (0, "0:00"), (1, "0:01"), (44_001, "0:45"), (3_723_000, "1:02:03")]
)
def test_a_clock_rounds_up(ms: int, shown: str) -> None:
    """As long as anything is left it does not say 0, and it never goes below."""
    assert clock(ms) == shown


@given(st.integers(0, DAY))
def test_what_has_passed_and_what_is_left_are_the_whole(ms: int) -> None:
    """A second that has begun is left, and has not passed yet."""
    assert elapsed(DAY - ms) == clock(DAY - ceil_seconds(ms) * 1_000)


@given(st.integers(0, DAY))
def test_seconds_left_are_the_seconds_begun(ms: int) -> None:
    """0.001 s left is still one second."""
    assert (ceil_seconds(ms) - 1) * 1_000 < ms <= ceil_seconds(ms) * 1_000
