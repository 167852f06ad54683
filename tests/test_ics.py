"""A routine in a calendar: read back by a library that did not write it, and by its own rules of time."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st

from commandline import simple, write
from stretchtimer.compiler import Options, compile_routine
from stretchtimer.errors import StretchError
from stretchtimer.exports import ics
from stretchtimer.exports.contentlines import content, text_value
from stretchtimer.exports.order import Appointment, Hearing, Order
from stretchtimer.exports.zones import describe
from stretchtimer.model import Exercise, ExerciseStep, Routine, Sides
from stretchtimer.weekly import Weekly, parse_days

if TYPE_CHECKING:
    from pathlib import Path

    from commandline import CommandLine, Home

WORDS = ("export", "hip-unlock", "--to", "hip.ics", "--at", "17:30")
DATED = (*WORDS, "--days", "mon-fri", "--timezone", "Europe/Berlin")
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Sydney",  # its summer is over the new year
    "Asia/Kolkata",  # never changes
    "Africa/Casablanca",  # changes by the moon
    "America/Santiago",  # changes on the first Sunday after a day
    "Australia/Lord_Howe",  # changes by half an hour
    "Europe/Dublin",  # its winter is what changes
    "Asia/Kathmandu",  # 5:45
    "UTC",
)


def read(path: Path) -> tuple[icalendar.Calendar, Any]:
    """A calendar by icalendar, which has nothing to complain of, and its event."""
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    (event,) = calendar.walk("VEVENT")
    for part in calendar.walk():
        assert not part.errors
    return calendar, event


def times(path: Path, count: int) -> list[datetime]:
    """When the event takes place, in UTC: by dateutil, which takes the zone from the file itself."""
    calendar, event = read(path)
    (key,) = tzical(io.StringIO(path.read_text(encoding="utf-8"))).keys()
    zone = tzical(io.StringIO(path.read_text(encoding="utf-8"))).get(key)
    assert key == event["DTSTART"].params["TZID"]
    assert [str(part["TZID"]) for part in calendar.walk("VTIMEZONE")] == [key]
    start = event["DTSTART"].dt.replace(tzinfo=zone)
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=start)
    return [at.astimezone(UTC) for at, _ in zip(rule, range(count), strict=False)]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("starting", ["2026-03-02", "2031-10-06"])
def test_it_takes_place_at_the_same_time_of_the_clock_all_year(
    stretch: CommandLine, home: Home, zone: str, starting: str
) -> None:
    """Over every change of the clocks of three years, by the file's own description of the zone.

    What Python's own time zones say is the measure.
    """
    ran = stretch(*WORDS, "--days", "mon-fri", "--timezone", zone, "--starting", starting)
    assert ran.code == 0, ran.err
    day = date.fromisoformat(starting)
    expected = []
    while len(expected) < 400:
        if day.weekday() < 5:
            expected.append(datetime.combine(day, time(17, 30), ZoneInfo(zone)).astimezone(UTC))
        day += timedelta(days=1)
    assert times(home.work / "hip.ics", 400) == expected


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Sydney"])
def test_a_change_of_the_clocks_is_seen_by_icalendar_as_well(
    stretch: CommandLine, home: Home, zone: str
) -> None:
    """The zone that icalendar makes of the description changes when the real one does."""
    stretch(*WORDS, "--timezone", zone, "--starting", "2026-01-01")
    calendar, _ = read(home.work / "hip.ics")
    (described,) = calendar.walk("VTIMEZONE")
    made = described.to_tz(lookup_tzid=False)
    offsets = set()
    for day in range(730):
        there = datetime(2026, 1, 1, 12, tzinfo=ZoneInfo(zone)) + timedelta(days=day)
        real = there.utcoffset()
        assert there.replace(tzinfo=made).utcoffset() == real, there
        offsets.add(real)
    assert len(offsets) == 2


@pytest.mark.parametrize("year", [2007, 2026, 2060])
@pytest.mark.parametrize("zone", [*ZONES, "Europe/Istanbul", "Europe/London", "Asia/Pyongyang"])
def test_a_zone_is_described_by_the_hour(zone: str, year: int) -> None:
    """From the moment that is asked for on, whatever its rules were then; every six hours of 14 months."""
    since = datetime(year, 5, 1, tzinfo=UTC)
    text = content(describe(ZoneInfo(zone), since)).decode()
    made = tzical(io.StringIO(text)).get()
    for number in range(4 * 425):
        at = since + number * timedelta(hours=6)
        assert at.astimezone(made).utcoffset() == at.astimezone(ZoneInfo(zone)).utcoffset(), at


def test_a_zone_with_a_rule_has_it_for_good() -> None:
    """Two rules, one for each half of the year, and no list of years that ends."""
    lines = list(describe(ZoneInfo("Europe/Berlin"), datetime(2026, 5, 1, tzinfo=UTC)))
    rules = [line for line in lines if line.startswith("RRULE")]
    assert rules == ["RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"]
    assert not [line for line in lines if line.startswith("RDATE")]


def test_an_event_says_what_to_do(stretch: CommandLine, home: Home) -> None:
    """Its name, how long it takes, its days, what to type, its steps; and it reminds at the time itself."""
    ran = stretch(*DATED, "--starting", "2030-01-05")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "Written: hip.ics (mon-fri at 17:30, Europe/Berlin, from 2030-01-07).\n"
    _, event = read(home.work / "hip.ics")
    assert event["SUMMARY"] == "Hip unlock"
    assert event["DURATION"].dt == timedelta(minutes=6)
    assert event["RRULE"] == {"FREQ": ["WEEKLY"], "BYDAY": ["MO", "TU", "WE", "TH", "FR"]}
    assert event["DTSTART"].dt == datetime(2030, 1, 7, 17, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    described = event["DESCRIPTION"].split("\n")
    assert described[0] == "Start it with: stretch play hip-unlock"
    assert "1. Wide leg bend 30s" in described
    assert "2. Kneeling psoas, right 30s" in described
    (alarm,) = event.walk("VALARM")
    assert (alarm["ACTION"], alarm["TRIGGER"].dt) == ("DISPLAY", timedelta())
    assert alarm["DESCRIPTION"] == "Hip unlock: stretch play hip-unlock"


def test_it_describes_the_session_that_it_starts(stretch: CommandLine, home: Home) -> None:
    """What shapes the session stands in the command, which can be typed as it is."""
    stretch(*DATED, "--fit", "5m", "--avoid", "neck, knees", "--first", "right", "--alarm", "10m")
    _, event = read(home.work / "hip.ics")
    assert event["DURATION"].dt <= timedelta(minutes=5)
    line = event["DESCRIPTION"].split("\n")[0]
    assert line.endswith("stretch play --first=right --fit=5:00 --avoid=neck,knees hip-unlock")
    assert event.walk("VALARM")[0]["TRIGGER"].dt == timedelta(minutes=-10)


def test_a_file_is_named_so_that_it_is_found_again(stretch: CommandLine, home: Home) -> None:
    """By its whole path, quoted for a shell: a calendar has no current folder."""
    write(home.work / "my own.yaml", simple("Mine"))
    assert stretch("export", "./my own.yaml", "--to", "m.ics", "--at", "7am", "--timezone", "UTC").code == 0
    _, event = read(home.work / "m.ics")
    assert event["DESCRIPTION"].startswith(f"Start it with: stretch play '{home.work}/my own.yaml'\n")


def test_a_series_stays_a_series(stretch: CommandLine, home: Home) -> None:
    """The event is the series', with its stages: which one is played is not the calendar's matter."""
    ran = stretch("export", "back-relief", "--to", "b.ics", "--at", "7am", "--timezone", "UTC")
    assert ran.code == 0
    assert "stage 1 of 3" in ran.err
    _, event = read(home.work / "b.ics")
    assert event["SUMMARY"] == "Back relief"
    assert "stretch play back-relief\n" in event["DESCRIPTION"]
    assert "3. single-leg-kick" in event["DESCRIPTION"]


def test_read_in_again_it_is_the_same_event(stretch: CommandLine, home: Home) -> None:
    """One name for one routine at one time; another time is another event."""
    found = []
    for words in (["--at", "17:30"], ["--at", "5:30pm", "--force"], ["--at", "8:00", "--force"]):
        assert stretch("export", "hip-unlock", "--to", "a.ics", "--timezone", "UTC", *words).code == 0
        found.append(str(read(home.work / "a.ics")[1]["UID"]))
    assert found[0] == found[1] != found[2]


def test_it_ends_on_the_last_day(stretch: CommandLine, home: Home) -> None:
    """--until counts, also where the clocks have changed by then."""
    stretch(*WORDS, "--timezone", "America/New_York", "--starting", "2026-10-30", "--until", "2026-11-03")
    found = times(home.work / "hip.ics", 10)
    assert [at.day for at in found] == [30, 31, 1, 2, 3]
    assert [at.hour for at in found] == [21, 21, 22, 22, 22]


NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=200)


def order(path: Path, *, name: str = "Sit", **values: Any) -> Order:
    """A routine of one step, and when it takes place."""
    step = ExerciseStep(exercise=Exercise(name=name, summary=name), sides=Sides.NONE, duration=10_500)
    routine = Routine(id="sit", name=name, steps=(step,), summary=name, caution=name)
    weekly = Weekly(hour=17, minute=30, days=parse_days("mon-fri"))
    defaults = {"weekly": weekly, "zone": ZoneInfo("Europe/Berlin"), "command": "stretch play sit"}
    return Order(
        routine=routine,
        timeline=compile_routine(routine, Options()).timeline,
        target=path,
        hearing=Hearing(),
        appointment=Appointment(**{**defaults, "now": datetime(2026, 3, 27, 16, 29, tzinfo=UTC), **values}),
    )


def written(order: Order) -> Any:
    """The event that an order becomes."""
    (part,) = ics.plan(order)
    part.write(order.target, None)  # type: ignore[arg-type]
    return read(order.target)[1]


@given(NAMES)
def test_no_name_breaks_out_of_its_line(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    """Whatever a routine is called: no line is too long, no property is added, and the name comes back."""
    path = tmp_path_factory.getbasetemp() / "law.ics"
    event = written(order(path, name=name))
    lines = path.read_bytes().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    assert {"UID", "DTSTAMP", "DTSTART", "DURATION", "RRULE", "SUMMARY", "DESCRIPTION"} == set(event)
    if name.isprintable():
        assert event["SUMMARY"] == name


def test_what_a_calendar_would_obey_is_text(tmp_path: Path) -> None:
    """Line ends, separators, escapes."""
    name = "a\r\nBEGIN:VALARM\nb;c,d\\n\\e\x1b[31m\x00\u2028"
    event = written(order(tmp_path / "x.ics", name=name))
    assert event["SUMMARY"] == "a  BEGIN:VALARM b;c,d\\n\\e<U+001B>[31m<U+0000><U+2028>"
    assert len(event.walk("VALARM")) == 1


@given(st.text(st.sampled_from("aä€😀"), max_size=300))
def test_a_fold_is_between_characters(text: str) -> None:
    """Each piece of a line is UTF-8 by itself, and together they are the line."""
    pieces = content([f"X:{text_value(text)}"]).removesuffix(b"\r\n").split(b"\r\n ")
    assert "".join(piece.decode() for piece in pieces) == f"X:{text}"


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ((2026, 3, 27, 16, 29), (27, 16, 30)),  # Friday, a minute before
        ((2026, 3, 27, 16, 30), (30, 15, 30)),  # now: on Monday, when the clocks have changed
        ((2026, 3, 28, 12, 0), (30, 15, 30)),
    ],
)
def test_the_first_time_is_the_next_that_is_to_come(
    tmp_path: Path, now: tuple[int, ...], first: tuple[int, int, int]
) -> None:
    """Today where that is still to come, and by the zone's own date."""
    moment = datetime(*now, tzinfo=UTC)  # type: ignore[misc, arg-type]
    event = written(order(tmp_path / "x.ics", now=moment))
    at = event["DTSTART"].dt.astimezone(UTC)
    assert (at.day, at.hour, at.minute) == first
    assert event["DTSTAMP"].dt == moment


def test_a_length_is_rounded_up_to_the_second(tmp_path: Path) -> None:
    """10.5 s are 11 s."""
    assert written(order(tmp_path / "x.ics"))["DURATION"].dt == timedelta(seconds=11)


def test_an_event_that_never_takes_place_is_refused(tmp_path: Path) -> None:
    """No day of it lies before the end: the first is named."""
    with pytest.raises(StretchError) as error:
        ics.plan(order(tmp_path / "x.ics", starting=date(2026, 3, 28), until=date(2026, 3, 29)))
    assert "none of these days until 2026-03-29" in error.value.message
    assert "2026-03-30" in error.value.hint


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--to", "a.ics"], "a calendar needs a time: add --at 17:30 --days mon-fri"),
        (["--to", "a.ics", "--days", "mon"], "a calendar needs a time"),
        (["--to", "a.wav", "--at", "17:30"], "--at is for a calendar: name a file that ends in .ics"),
        (["--to", "a.wav", "--timezone", "UTC"], "--timezone is for a calendar"),
        (["--to", "a.ics", "--at", "17:30", "--volume", "50"], "--volume is for sound"),
        (["--to", "a.ics", "--at", "17:30", "--no-voice"], "--voice is for sound"),
        (["--to", "a.ics", "--at", "17:30", "--chapters", "cue"], "--chapters is for sound"),
        (["--to", "a.ics", "--at", "17"], "'17' is not a time of the day; write it like 17:30"),
        (["--to", "a.ics", "--at", "7am", "--days", "mon-foo"], "'foo' is no day of the week; write mon-fri"),
        (
            ["--to", "a.ics", "--at", "7am", "--starting", "1.2.2030"],
            "'1.2.2030' is not a date; write it like",
        ),
        (["--to", "a.ics", "--at", "7am", "--starting", "0999-01-01"], "is out of range; from 2000 to 2100"),
        (
            ["--to", "a.ics", "--at", "7am", "--starting", "2030-01-02", "--until", "2030-01-01"],
            "--until is before --starting",
        ),
    ],
)
def test_options_that_do_not_go_together(
    stretch: CommandLine, home: Home, words: list[str], message: str
) -> None:
    """Wrong usage, exit code 2, with what to write instead; nothing is written."""
    ran = stretch("export", "hip-unlock", *words)
    assert (ran.code, list(home.work.iterdir())) == (2, [])
    assert message in ran.err


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("berlin", "did you mean Europe/Berlin?"),
        ("europe/berlin", "did you mean Europe/Berlin?"),
        ("", "write it like Europe/Berlin or UTC"),
        ("../../etc/passwd", "write it like"),
        ("\x1b[31m", "write it like"),
        ("localtime", "there is no time zone 'localtime'"),
    ],
)
def test_a_zone_that_there_is_not(stretch: CommandLine, home: Home, name: str, hint: str) -> None:
    """It is answered with what was probably meant, exit code 1."""
    ran = stretch(*WORDS, f"--timezone={name}")
    assert (ran.code, list(home.work.iterdir())) == (1, [])
    assert hint in ran.err
    assert "\x1b" not in ran.err


@pytest.mark.parametrize(
    ("value", "zone"),
    [("Europe/Paris", "Europe/Paris"), (":Asia/Tokyo", "Asia/Tokyo"), ("UTC", "UTC")],
)
def test_the_zone_is_the_machines_own(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch, value: str, zone: str
) -> None:
    """As TZ has it, where none is named."""
    monkeypatch.setenv("TZ", value)
    assert f", {zone}, from" in stretch(*WORDS).err


def test_without_tz_the_system_is_asked(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What tzlocal finds is taken; where it finds nothing, the option is named."""
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.setattr("tzlocal.get_localzone_name", lambda: "America/Lima")
    assert ", America/Lima, from" in stretch(*WORDS).err
    monkeypatch.setattr("tzlocal.get_localzone_name", lambda: None)
    ran = stretch(*WORDS, "--force")
    assert ran.code == 1
    assert "the time zone of this machine cannot be found out\n  name it with --timezone" in ran.err


def test_a_tz_that_is_no_name_is_not_passed_over(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule of its own has no name that a calendar could use: another zone would be wrong by hours."""
    monkeypatch.setenv("TZ", "CET-1CEST")
    ran = stretch(*WORDS)
    assert ran.code == 1
    assert "TZ is 'CET-1CEST', which is no name of a time zone" in ran.err


def test_a_calendar_is_not_overwritten(stretch: CommandLine, home: Home) -> None:
    """Unless --force says so; and nothing lies beside it."""
    (home.work / "hip.ics").write_text("mine")
    ran = stretch(*DATED)
    assert (ran.code, (home.work / "hip.ics").read_text()) == (1, "mine")
    assert "hip.ics is there already" in ran.err
    assert stretch(*DATED, "--force").code == 0
    assert [path.name for path in home.work.iterdir()] == ["hip.ics"]
    read(home.work / "hip.ics")
