"""`stretch stats`: from a real history to the page, and what there is to say where nothing can be shown."""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from jsonschema import Draft202012Validator

from fakes import Scenario, counted, hold, timeline
from stretchtimer.errors import StretchError
from stretchtimer.history import tallies
from stretchtimer.history.kept import Ending, Feeling, Kept, Kind, Origin, new_uid
from stretchtimer.history.recording import Recording
from stretchtimer.history.store import History
from stretchtimer.history.tallies import last_days, look
from stretchtimer.session import Session
from stretchtimer.summary.sitting import KINDS
from stretchtimer.summary.totals import add_up

LINE = timeline(
    hold("30s", "Hurdler", id="hurdler", sides="each"),
    counted(4, "Kick", id="kick", sides="alternate"),
    hold("40s", "Rest in it"),
    prepare=10_000,
)
# 0 prepare, 10 left, 40 right, 70 kicks of 4 s, 102 "Rest in it", 142 end
NOW = datetime.now(UTC).astimezone()
TODAY = NOW.date()
HOUR = timedelta(hours=1)


def play(path, at=NOW, script=(), /, *, rate=1.0, line=LINE, **origin):
    """A session played through the real loop and kept by the real recorder, begun at a time of day."""
    scenario = Scenario(line, script)
    scenario.runner.keeper = keeper = Recording(
        uid=new_uid(), path=str(path), origin=Origin(rate=rate, **origin), planned=line, wall=lambda: at
    )
    keeper.end(scenario.player, scenario.run().code)
    assert keeper.finish() == []


def keep(path, at=NOW, *, feelings=(), series=None, rate=1.0, **fields):
    """A session that is written as it is."""
    usual = {
        "routine": "hip-unlock",
        "name": "Hip unlock",
        "completed": True,
        "planned": 370_000,
        "played": 370_000,
        "work": 330_000,
    }
    kept = Kept(
        uid=new_uid(),
        session=Session(**{**usual, **fields}),
        origin=Origin(rate=rate, series=series),
        started=at,
        touched=at,
        ending=Ending.FINISHED,
        feelings=feelings,
    )
    History(str(path)).save(kept)
    return kept.uid


def change(path, statement):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


# -- what is read of a history ---------------------------------------------------------------------


def test_what_was_played_is_what_is_counted(home):
    """To the end and broken off: the seconds that the player played, on the sides that it played."""
    play(home.history)
    play(home.history, NOW - HOUR, [(45_000, "q")])
    found = look(str(home.history))
    assert sorted((one.finished, one.played, one.work) for one in found.sittings) == [
        (False, 45_000, 35_000),
        (True, 142_000, 132_000),
    ]
    assert {(one.exercise, one.left, one.right) for one in found.held} == {
        ("Hurdler", 60_000, 35_000),
        ("Kick", 16_000, 16_000),
    }


def test_what_does_not_count(home):
    """Rehearsals, and what ended before it had begun: neither is a session, and none of it is held."""
    play(home.history, rate=20.0)
    play(home.history, NOW, [(9000, "q")])
    play(home.history, NOW, [(12_999, "q")])
    found = look(str(home.history))
    assert (found.sittings, list(found.held)) == ([], [])
    play(home.history, NOW, [(13_000, "q")])
    found = look(str(home.history))
    assert [one.work for one in found.sittings] == [3000]
    assert sum(one.left for one in found.held) == 3000


def test_it_agrees_with_the_history(home):
    """Read narrowly or as whole sessions, by day or by routine, what is counted of sides is the same."""
    other = timeline(hold("20s", "Bridge"), name="Other")
    for number in range(24):
        at = NOW - number * 17 * HOUR
        script = [(20_000 + 9000 * number, "q")] if number % 3 == 0 else ()
        rate = (1.0, 1.0, 0.5, 8.0)[number % 4]
        play(home.history, at, script, rate=rate, line=LINE if number % 5 else other)
    history = History(str(home.history))
    for day in (None, TODAY - timedelta(days=4)):
        kept = [
            one
            for one in history.sessions(blocks=True)
            if not one.rehearsal
            and (one.ending is Ending.FINISHED or one.session.work >= 3000)
            and (day is None or one.started.date() >= day)
        ]
        found = look(str(home.history), since=day)
        assert 0 < len(kept) < 24
        assert sorted((one.started, one.routine, one.played, one.work) for one in found.sittings) == sorted(
            (one.started, one.session.routine, one.session.played, one.session.work) for one in kept
        )
        blocks = [block for one in kept for block in one.session.blocks]
        sides = sum(one.left for one in found.sittings), sum(one.right for one in found.sittings)
        assert sides == (sum(block.left for block in blocks), sum(block.right for block in blocks))
        assert {(one.exercise, one.left, one.right) for one in found.held} == {
            (
                name,
                sum(block.left for block in blocks if block.exercise == name),
                sum(block.right for block in blocks if block.exercise == name),
            )
            for name in {block.exercise for block in blocks if block.left or block.right}
        }


def test_a_session_belongs_to_the_day_of_its_place(home):
    """Through the file as well: 23:50 is that day's, on both sides of a change of the clock."""
    try:
        berlin = ZoneInfo("Europe/Berlin")
    except ZoneInfoNotFoundError:
        pytest.skip("this machine knows no zones")
    evenings = [datetime(2026, 3, day, 23, 50, tzinfo=berlin) for day in (28, 29)]  # of 24 and of 23 hours
    nights = [datetime(2026, 3, day, 0, 10, tzinfo=berlin) for day in (29, 30)]
    far = datetime(2026, 3, 28, 7, 0, tzinfo=timezone(timedelta(hours=14)))  # the 27th in UTC
    for at in (*evenings, *nights, far):
        play(home.history, at)
    days = add_up(*look(str(home.history)), today=date(2026, 3, 31)).days
    assert {day.day: tally.sessions for day, tally in days.items()} == {28: 2, 29: 2, 30: 1}
    for day in (27, 28, 29, 30):
        since = look(str(home.history), since=date(2026, 3, day))
        assert len(since.sittings) == sum(one.sessions for on, one in days.items() if on.day >= day)


def test_the_latest_number_stands(home):
    """A feeling that was amended is one; a line that came later without a number takes none back."""
    first = Feeling(noted=NOW, feeling=7, kind=Kind.PAIN)
    later = Feeling(noted=NOW + HOUR, note="better after a walk")
    uid = keep(home.history, feelings=(first, later))
    assert [(one.feeling, one.kind) for one in look(str(home.history)).sittings] == [(7, "pain")]
    History(str(home.history)).amend(uid, feeling=3, kind=Kind.STIFFNESS, now=NOW + 2 * HOUR)
    assert [(one.feeling, one.kind) for one in look(str(home.history)).sittings] == [(3, "stiffness")]


def test_blocks_are_summed_up_in_the_order_of_their_index(home):
    """Whatever is asked for: to look for thousands of blocks, and to sort them, takes most of the time."""
    play(home.history)
    with closing(sqlite3.connect(home.history)) as connection:
        for wanted in ({"routine": None, "since": None}, {"routine": "evening", "since": "2026-01-01"}):
            plan = connection.execute(f"EXPLAIN QUERY PLAN {tallies._HELD}", wanted).fetchall()
            steps = [row[3] for row in plan]
            assert "SCAN block USING COVERING INDEX block_held" in steps
            assert not any("GROUP BY" in step for step in steps)


def test_blocks_without_a_session_are_nobodys(home):
    """What somebody left behind in the file is not counted, and takes nothing from others."""
    play(home.history)
    before = [list(part) for part in look(str(home.history))]
    change(
        home.history,
        "INSERT INTO block SELECT 99, number, step, round, exercise, exercise_id, side, level, planned_ms,"
        " played_ms, left_ms, right_ms, extended_ms, passed, hurt FROM block WHERE session = 1",
    )
    assert [list(part) for part in look(str(home.history))] == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE session SET played_ms = 'much'",
        "UPDATE session SET started_at = 'yesterday'",
        "UPDATE session SET utc_offset = 200000",
        "UPDATE session SET name = x'ff'",
        "UPDATE session SET started_at = '9999-12-31T23:59:59.999Z', utc_offset = 3600",
        "UPDATE block SET left_ms = 'long'",
        "UPDATE block SET exercise = x'00'",
        "UPDATE feeling SET feeling = 11",
        "UPDATE feeling SET kind = 'joy'",
    ],
)
def test_a_session_that_makes_no_sense_is_an_error(stretch, home, statement):
    """What somebody changed by hand is told, is no bug, and is left as it is."""
    play(home.history)
    keep(home.history, feelings=(Feeling(noted=NOW, feeling=7, kind=Kind.PAIN),))
    change(home.history, statement)
    before = home.history.read_bytes()
    with pytest.raises(StretchError, match="makes no sense"):
        list(look(str(home.history)).held)
    ran = stretch("stats")
    assert (ran.code, ran.out) == (1, "")
    assert "stretch history path" in ran.err
    assert home.history.read_bytes() == before


# -- the command -----------------------------------------------------------------------------------


def test_an_empty_history(stretch, home):
    """It says what to do, and makes no file."""
    ran = stretch("stats")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "No session has been kept yet. `stretch play hip-unlock` plays one.\n"
    assert not home.history.parent.exists()
    assert json.loads(stretch("stats", "--json").out)["sessions"] == 0


def test_the_page(stretch, home):
    """What was played a minute ago is there: this week, today, its sides, its routine."""
    play(home.history)
    play(home.history, NOW, [(45_000, "q")])
    ran = stretch("stats")
    assert (ran.code, ran.err) == (0, "")
    monday = TODAY - timedelta(days=TODAY.weekday())
    assert ran.out.startswith("This week: 2 sessions, 3 min\n")
    assert f"Since {TODAY}: 2 sessions on 1 day, 3 min" in ran.out
    assert re.search(rf"^{monday}  +2  +3 min  █+$", ran.out, re.MULTILINE)
    assert re.search(r"^all exercises +1:16 +51s +left 25 s more$", ran.out, re.MULTILINE)
    assert re.search(rf"^Small +2 +3 min  {TODAY}$", ran.out, re.MULTILINE)
    assert "\x1b" not in ran.out


def test_only_since_a_day(stretch, home):
    """A date, or days, weeks and years back."""
    for days in (0, 10, 40, 500):
        keep(home.history, NOW - timedelta(days=days))
    counted_since = {
        word: json.loads(stretch("stats", "--json", "--since", word).out)["sessions"]
        for word in ("0d", "10d", "2w", "6W", "1y", "2 y", str(TODAY - timedelta(days=40)), "1999-01-01")
    }
    assert list(counted_since.values()) == [1, 2, 2, 3, 3, 4, 3, 4]


@pytest.mark.parametrize(
    "word", ["soon", "30", "d", "-3d", "2026-02-30", "9999y", "2999-01-01", "٣d", "\x1b[31m"]
)
def test_a_day_that_is_none(stretch, home, word):
    """Wrong usage, with what to write instead."""
    ran = stretch("stats", f"--since={word}")
    assert ran.code == 2
    assert "is no day; write 2026-01-31" in ran.err or "has not come yet" in ran.err
    assert "\x1b" not in ran.err


def test_only_a_routine(stretch, home):
    """Its sessions and its exercises alone; the goal is for all of them, so none is shown."""
    play(home.history, series="back-relief")
    keep(home.history, series="back-relief")
    data = json.loads(stretch("stats", "--json", "--routine", "hip-unlock").out)
    assert [one["id"] for one in data["routines"]] == ["hip-unlock"]
    assert (data["routine"], data["goal"], data["sides"]["exercises"]) == ("hip-unlock", None, [])
    assert "Only sessions of hip-unlock" in stretch("stats", "--routine", "hip-unlock").out


def test_only_a_series(stretch, home):
    """The sessions of its stages, with its own goal; a stage that was played for itself is none of them."""
    keep(home.history, series="back-relief", routine="neutral-spine")
    keep(home.history, series="back-relief", routine="hip-unlock")
    keep(home.history, routine="hip-unlock")
    data = json.loads(stretch("stats", "--json", "--routine", "back-relief").out)
    assert sorted((one["id"], one["sessions"]) for one in data["routines"]) == [
        ("hip-unlock", 1),
        ("neutral-spine", 1),
    ]
    assert (data["routine"], data["goal"]["series"]) == ("back-relief", "back-relief")
    assert data["this_week"]["toward_goal"] == data["this_week"]["sessions"]
    ran = stretch("stats", "--since", "2w", "--routine", "back-relief")
    assert "Only sessions of back-relief" in ran.out


def test_both_sides_week_by_week(stretch, home):
    """Where there is more than one week, each with what was held in it."""
    play(home.history)
    assert "week from" not in stretch("stats").out
    play(home.history, NOW - timedelta(days=7), [(45_000, "q")])
    lines = stretch("stats").out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("Both sides, week from"))
    assert [line.split()[1:] for line in lines[at + 1 : at + 3]] == [
        ["46s", "46s", "even"],
        ["30s", "5s", "left", "25", "s", "more"],
    ]
    weeks = json.loads(stretch("stats", "--json").out)["weeks"]
    assert [week["left_more_ms"] for week in weeks if week["sessions"]] == [25_000, 0]


def test_a_routine_that_was_not_played(stretch, home):
    """One that there is can be played; of one that there is not the near ones are named."""
    keep(home.history)
    ran = stretch("stats", "--routine", "neutral-spine")
    assert (ran.code, ran.out) == (0, "")
    assert "No session of neutral-spine has been kept yet. `stretch play neutral-spine` plays it." in ran.err
    ran = stretch("stats", "--json", "--routine", "hip-unlok")
    assert (ran.code, ran.out) == (1, "")
    assert "did you mean hip-unlock" in ran.err


def test_a_routine_whose_file_is_gone(stretch, home):
    """What was played of it stays."""
    keep(home.history, routine="long-gone", name="Long gone")
    assert "Long gone" in stretch("stats", "--routine", "long-gone").out


def test_a_routine_by_its_path(stretch, home):
    """It is the one that was played by that path, as for resume."""
    keep(home.history, routine="evening", name="Evening")
    keep(home.history)
    assert json.loads(stretch("stats", "--json", "--routine", "./evening.yaml").out)["sessions"] == 1


def test_a_system_without_threads(home, monkeypatch):
    """What would have been read aside is read first."""

    def refuse(_):
        raise RuntimeError("can't start new thread")

    play(home.history)
    expected = list(look(str(home.history)).held)
    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert list(look(str(home.history)).held) == expected != []


def test_nothing_in_that_time(stretch, home):
    """It says when the last one was."""
    last = NOW - timedelta(days=90)
    keep(home.history, last)
    ran = stretch("stats", "--since", "30d")
    assert (ran.code, ran.out) == (0, "")
    assert f"the last session was on {last.date()}" in ran.err
    assert "No session counts here" not in ran.err


def test_rehearsals_alone(stretch, home):
    """It says why they are not shown."""
    keep(home.history, rate=50.0)
    ran = stretch("stats")
    assert (ran.code, ran.out) == (0, "")
    assert "rehearsals are left out" in ran.err


def test_the_goal_is_that_of_the_series(stretch, home):
    """Of the one that was played last, within eight weeks; one whose file is gone or broken has none."""
    keep(home.history, NOW - timedelta(days=80), series="back-relief")
    assert json.loads(stretch("stats", "--json").out)["goal"] is None
    keep(home.history, NOW - timedelta(days=2), series="back-relief")
    assert json.loads(stretch("stats", "--json").out)["goal"] == {
        "series": "back-relief",
        "name": "Back relief",
        "per_week": 3,
    }
    keep(home.history, NOW - timedelta(days=2), series=None)  # counts as a session, and not toward the goal
    shown = stretch("stats").out
    assert re.search(r"Goal: [01] of 3 this week, for Back relief\n", shown)
    assert sum(week["toward_goal"] for week in json.loads(stretch("stats", "--json").out)["weeks"]) == 2
    # One of which less than two thirds were played is none for the series: `play` and `stats` agree.
    keep(home.history, NOW - timedelta(days=2), series="back-relief", played=240_000)
    assert sum(week["toward_goal"] for week in json.loads(stretch("stats", "--json").out)["weeks"]) == 2
    keep(home.history, NOW - timedelta(days=2), series="back-relief", played=250_000)
    assert sum(week["toward_goal"] for week in json.loads(stretch("stats", "--json").out)["weeks"]) == 3
    keep(home.history, NOW - timedelta(days=1), series="gone")
    assert json.loads(stretch("stats", "--json").out)["goal"] is None
    home.routine("gone", "name: Gone\nstages: [{routine: nowhere, sessions: none}]\n")
    assert json.loads(stretch("stats", "--json").out)["goal"] is None
    home.routine("gone", "name: Gone\nstages: [{routine: hip-unlock, sessions: 3}]\nper_week: 5\n")
    assert json.loads(stretch("stats", "--json").out)["goal"]["per_week"] == 5


def test_names_never_reach_the_terminal_raw(stretch, home):
    """Those of routines, of exercises and of series, in the page and in JSON."""
    odd = "odd\x1b]0;mine\x07\u202e"
    play(home.history, line=timeline(hold("30s", odd, sides="each"), name=odd))
    for words in (["stats"], ["stats", "--json"]):
        out = stretch(*words).out
        assert "odd" in out
        assert not re.search("[\x1b\x07\u202e]", out)


def test_a_history_that_cannot_be_read(stretch, home):
    """An error with its reason, and the file stays as it is."""
    home.history.parent.mkdir()
    home.history.write_text("my shopping list\n" * 400)
    ran = stretch("stats")
    assert (ran.code, ran.out) == (1, "")
    assert "was damaged" in ran.err
    assert home.history.read_text().startswith("my shopping list")


def test_help_looks_into_no_history(stretch, home):
    """Help comes up where the history cannot be read, and says what a day looks like."""
    home.history.parent.mkdir()
    home.history.write_text("no database " * 400)
    ran = stretch("stats", "--help")
    assert ran.code == 0
    assert "30d" in ran.out


# -- JSON ------------------------------------------------------------------------------------------

_MS = {"type": "integer", "minimum": 0}
_DAY = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_TEXT = {"type": "string"}


def closed(**properties):
    """An object with these keys, all of them and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def several(item):
    return {"type": "array", "items": item}


def perhaps(kind):
    return {"anyOf": [kind, {"type": "null"}]}


_TALLY = {"sessions": _MS, "finished": _MS, "played_ms": _MS, "work_ms": _MS}
_NAME = {"type": "string", "pattern": "^[0-9]{4}-W[0-9]{2}$"}
_SIDES = {"left_ms": _MS, "right_ms": _MS, "left_more_ms": {"type": "integer"}}
_WEEK = closed(**{"week": _NAME, "from": _DAY, "toward_goal": _MS}, **_TALLY, **_SIDES)
_NUMBER = {"type": "number", "minimum": 0, "maximum": 10}
SCHEMA = closed(
    today=_DAY,
    since=perhaps(_DAY),
    routine=perhaps(_TEXT),
    goal=perhaps(closed(series=_TEXT, name=_TEXT, per_week=_MS)),
    **_TALLY,
    days=_MS,
    first=perhaps(_DAY),
    last=perhaps(_DAY),
    this_week=_WEEK,
    weeks=several(_WEEK),
    calendar=several(closed(date=_DAY, **_TALLY)),
    feelings=several(
        closed(
            kind={"enum": ["stiffness", "pain", None]},
            notes=several(closed(date=_DAY, value={"type": "integer", "minimum": 0, "maximum": 10})),
            median=_NUMBER,
            older_median=perhaps(_NUMBER),
            newer_median=perhaps(_NUMBER),
            trend={"enum": ["eased", "same", "grown", None]},
        )
    ),
    sides=closed(**_SIDES, exercises=several(closed(exercise=perhaps(_TEXT), name=_TEXT, **_SIDES))),
    routines=several(closed(id=_TEXT, name=_TEXT, **_TALLY, last=_DAY)),
)


def test_the_json_has_its_documented_keys(stretch, home):
    """With nothing, with much, with a part of it: the same keys, each of its kind."""
    check = Draft202012Validator(SCHEMA).validate
    check(json.loads(stretch("stats", "--json").out))
    for number in range(20):
        felt = Feeling(noted=NOW, feeling=number % 11, kind=(Kind.PAIN, Kind.STIFFNESS, None)[number % 3])
        keep(home.history, NOW - timedelta(days=number * 3), feelings=(felt,), series="back-relief")
    play(home.history)
    for more in ([], ["--since", "5d"], ["--routine", "hip-unlock"], ["--since", "1d", "--routine", "small"]):
        data = json.loads(stretch("stats", "--json", *more).out)
        check(data)
        assert data["sessions"] == sum(week["sessions"] for week in data["weeks"]) > 0
        assert data["played_ms"] == sum(day["played_ms"] for day in data["calendar"])
    assert json.loads(stretch("stats", "--json").out)["feelings"]


def test_the_keys_are_explained():
    """Each is named in the one place that explains them."""
    from stretchtimer.summary import data

    def keys(schema):
        for name, one in schema.get("properties", {}).items():
            yield name
            yield from keys(one)
        for one in (schema.get("items"), *schema.get("anyOf", ())):
            if one:
                yield from keys(one)

    for key in set(keys(SCHEMA)):
        assert re.search(rf"\b{key}\b", data.__doc__), key


def test_the_kinds_of_feelings_are_those_of_the_history():
    """What is read narrowly knows the same words."""
    assert set(KINDS) == {kind.value for kind in Kind}


def test_last_days(home):
    """Of each routine and series the day it was played last, a rehearsal or not."""
    assert last_days(str(home.history)) == {}
    keep(home.history, NOW - timedelta(days=3))
    keep(home.history, NOW - timedelta(days=2), rate=9.0)
    keep(home.history, NOW - timedelta(days=9), routine="other", series="back-relief")
    found = last_days(str(home.history))
    assert found == {
        "hip-unlock": (NOW - timedelta(days=2)).date(),
        "other": (NOW - timedelta(days=9)).date(),
        "back-relief": (NOW - timedelta(days=9)).date(),
    }
