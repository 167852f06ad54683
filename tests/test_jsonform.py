"""`--json` of a timeline and of a series: the contract that programs rely on."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from fakes import counted, hold, rest, timeline
from stretchtimer.jsonform import series_data, timeline_data
from stretchtimer.model import Series, Stage
from stretchtimer.past import Past
from stretchtimer.progress import progress

LINE = timeline(
    hold("30s", "Hurdler", id="hurdler", sides="each"),
    rest("9s"),
    counted(1, sides="alternate"),
    prepare=10_000,
)


def test_a_timeline_has_these_keys_and_no_others():
    """id, name, kind and the totals in ms, then segments and cues, then what is said of them and what not."""
    data = timeline_data(LINE)
    assert list(data) == [
        "id",
        "name",
        "kind",
        "duration_ms",
        "prepare_ms",
        "work_ms",
        "segments",
        "cues",
        "lines",
        "unsaid",
    ]
    assert (data["id"], data["name"], data["kind"]) == ("small", "Small", "routine")
    assert (data["duration_ms"], data["prepare_ms"], data["work_ms"]) == (77_000, 10_000, 68_000)


def test_a_segment_has_these_keys_and_absent_values_are_null():
    """start_ms counts from the start of prepare; an inline exercise has no id."""
    segments = timeline_data(LINE)["segments"]
    assert segments[0] == {
        "kind": "prepare", "start_ms": 0, "duration_ms": 10_000, "block": None, "step": None,
        "exercise": None, "name": None, "side": None, "rep": None, "reps": None,
    }  # fmt: skip
    assert segments[2] == {
        "kind": "work", "start_ms": 40_000, "duration_ms": 30_000, "block": 2, "step": 1,
        "exercise": "hurdler", "name": "Hurdler", "side": "right", "rep": None, "reps": None,
    }  # fmt: skip
    assert segments[5] == {
        "kind": "work", "start_ms": 83_000, "duration_ms": 4000, "block": 3, "step": 2, "exercise": None,
        "name": "Lift", "side": "right", "rep": 2, "reps": 2,
    }  # fmt: skip
    assert [(s["kind"], s["start_ms"], s["duration_ms"]) for s in segments][-1] == ("finish", 87_000, 0)


def test_cues_are_those_of_the_schedule():
    """Each with its time, kind, text or null, and the index of its segment."""
    cues = timeline_data(LINE)["cues"]
    assert cues[0] == {
        "at_ms": 0,
        "kind": "prepare",
        "text": "Small. First: hurdler, left side.",
        "segment": 0,
    }
    assert {"at_ms": 10_000, "kind": "start", "text": None, "segment": 1} in cues
    assert [cue["at_ms"] for cue in cues] == sorted(cue["at_ms"] for cue in cues)


def test_lines_are_what_is_said_of_the_cues():
    """Each with its time, how long it takes by estimate, its text, its segment and the kind of its cue."""
    data = timeline_data(LINE)
    assert data["lines"][0] == {
        "at_ms": 1000, "duration_ms": 2000, "text": "Small. First: hurdler, left side.", "segment": 0,
        "kind": "prepare",
    }  # fmt: skip
    assert [line["at_ms"] for line in data["lines"]] == sorted(line["at_ms"] for line in data["lines"])
    assert {line["kind"] for line in data["lines"]} == {
        "prepare", "count", "switch", "rest", "next", "rep", "finish"
    }  # fmt: skip


def test_what_is_not_said_is_told():
    """The words of a cue that find no time, at the time of the cue; nothing is both said and unsaid."""
    line = timeline(hold("20s", "Sit", cues=[("18s", "One line too long for what is left.")]))
    unsaid = timeline_data(line)["unsaid"]
    assert unsaid == [
        {"at_ms": 18_000, "text": "One line too long for what is left.", "segment": 0, "kind": "say"}
    ]


def test_it_is_plain_data():
    """What is given back survives JSON as it is."""
    data = timeline_data(LINE)
    assert json.loads(json.dumps(data)) == data


def test_a_series_has_its_stages():
    """Kind says that it is one; a stage without a level has null."""
    series = Series(
        id="back", name="Back", per_week=3, stages=(Stage(routine="a", sessions=6, note="Slow."),)
    )
    plain = {
        "id": "back", "name": "Back", "kind": "series", "summary": "", "per_week": 3,
        "stages": [{"routine": "a", "sessions": 6, "level": None, "note": "Slow."}],
    }  # fmt: skip
    assert series_data(series, None) == {**plain, "progress": None}


def test_a_series_has_what_is_known_of_it():
    """How far somebody is, with a day of rest as a date."""
    series = Series(id="back", name="Back", per_week=3, stages=(Stage(routine="a", sessions=6),))
    day = datetime(2026, 11, 16, 18, tzinfo=UTC)
    past = Past(started=day, stage=1, series="back", routine="a", planned=1000, played=1000)
    data = series_data(series, progress(series, [past], day.date()))["progress"]
    assert data == {
        "stage": 1, "session": 2, "sessions": 6, "done": [1], "finished": False, "this_week": 1,
        "days_since": 0, "rest_day": True, "best_on": "2026-11-18",
    }  # fmt: skip
    assert json.loads(json.dumps(data)) == data
