"""`stretch history`: what it lists, writes, takes over and refuses."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from commandline import shell, simple, write
from stretchtimer.history.exchange import as_data, exported
from stretchtimer.history.kept import Ending, Feeling, Kept, Kind, Origin
from stretchtimer.history.store import History
from stretchtimer.model import Side
from stretchtimer.session import Place, PlayedBlock, Session
from stretchtimer.text import cell_width

if TYPE_CHECKING:
    from pathlib import Path

    from commandline import CommandLine, Home

ZONE = timezone(timedelta(hours=1))
EVENING = datetime(2026, 11, 20, 17, 36, tzinfo=ZONE)
EARLY = """\
2026-11-20 17:36  Hip unlock               2:10  stopped
    of 6:10, up to Hurdler right; stiffness 4: left hip
2026-11-19 17:36  Hip unlock               6:10  done
2026-11-18 17:36  Every morning, all of…   0:12  interrupted
    rehearsed, 20 times as fast
"""


def kept(number: int, **fields: Any) -> Kept:
    block = PlayedBlock(
        number=1, step=1, exercise="Hurdler", side=Side.RIGHT, level=None, planned=30_000, played=9000
    )
    usual: dict[str, Any] = {
        "uid": f"{number:032x}",
        "session": Session(
            routine="hip-unlock",
            name="Hip unlock",
            completed=True,
            planned=370_000,
            played=370_000,
            work=333_000,
            blocks=(block,),
        ),
        "origin": Origin(),
        "started": EVENING - timedelta(days=number),
        "touched": EVENING,
        "ended": EVENING,
        "ending": Ending.FINISHED,
    }
    return Kept(**{**usual, **fields})


@pytest.fixture
def history(home: Home) -> History:
    """Three sessions on three days."""
    place = Place(block=1, step=1, exercise="Hurdler", exercise_id=None, side=Side.RIGHT, elapsed=9000)
    stopped = Session(
        routine="hip-unlock",
        name="Hip unlock",
        completed=False,
        planned=370_000,
        played=130_900,
        work=9000,
        place=place,
    )
    short = Session(
        routine="all", name="Every morning, all of it", completed=False, planned=1, played=12_000, work=1
    )
    made = History(str(home.history))
    feeling = Feeling(noted=EVENING, feeling=4, kind=Kind.STIFFNESS, note="left hip")
    made.save(kept(0, session=stopped, ending=Ending.STOPPED, feelings=(feeling,)))
    made.save(kept(1))
    made.save(kept(2, session=short, origin=Origin(rate=20.0), ending=Ending.SIGNAL))
    return made


# -- the list ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("history")
def test_the_list_is_read_in_60_columns(stretch: CommandLine) -> None:
    """The newest first: when, what, how long, how it ended; in words, so that it needs no colour."""
    ran = stretch("history")
    assert (ran.code, ran.out, ran.err) == (0, EARLY, "")
    assert max(map(cell_width, ran.out.splitlines())) <= 60


def test_before_the_first_session(stretch: CommandLine, home: Home) -> None:
    """A hint beside an empty list; nothing is made."""
    assert (stretch("history").code, stretch("history").out) == (0, "")
    assert "stretch play hip-unlock" in stretch("history").err
    assert stretch("history", "--json").out == "[]\n"
    assert not home.history.exists()


def test_twenty_are_shown_and_all_can_be(stretch: CommandLine, history: History) -> None:
    """--limit and --all say how many."""
    for number in range(3, 30):
        history.save(kept(number))
    for options, lines in (((), 20), (("--limit", "2"), 2), (("--all",), 30)):
        rows = [line for line in stretch("history", *options).out.splitlines() if line[0] != " "]
        assert len(rows) == lines


def test_as_json(stretch: CommandLine, history: History) -> None:
    """Each session with all that is known, its blocks, and times as they were on the wall."""
    rows = json.loads(stretch("history", "--json").out)
    assert rows == [as_data(one) for one in history.sessions(blocks=True)]
    assert rows[0]["started_at"] == "2026-11-20T17:36:00.000+01:00"
    assert rows[1]["blocks"][0]["played_ms"] == 9000
    assert rows[0]["feelings"][0]["note"] == "left hip"


def test_as_a_table(stretch: CommandLine, history: History) -> None:
    """For a spreadsheet, which takes nothing in it for a formula."""
    history.amend(f"{1:032x}", note="=1+1")
    rows = list(csv.DictReader(stretch("history", "--csv").out.splitlines()))
    assert [row["ending"] for row in rows] == ["stopped", "finished", "signal"]
    assert (rows[0]["feeling"], rows[0]["played_ms"], rows[2]["rate"]) == ("4", "130900", "20.0")
    assert rows[1]["note"] == "'=1+1"


def test_what_a_file_holds_drives_no_terminal(stretch: CommandLine, history: History) -> None:
    """A name that somebody else wrote is shown, and not obeyed."""
    name = "\x1b[31mred\x07"
    history.save(
        kept(0, session=Session(routine=name, name=name, completed=True, planned=1, played=1, work=1))
    )
    for options in ((), ("--csv",), ("--json",)):
        assert not set(stretch("history", *options).out) & {"\x1b", "\x07"}


@pytest.mark.parametrize(
    "words",
    [
        ("--json", "--csv"),
        ("--all", "--limit", "3"),
        ("--limit", "0"),
        ("--json", "path"),
        ("nonsense",),
        ("import",),
        ("export",),
    ],
)
def test_wrong_usage(stretch: CommandLine, words: tuple[str, ...]) -> None:
    """Exit code 2, as everywhere."""
    assert stretch("history", *words).code == 2


@pytest.mark.parametrize("words", [(), ("--json",), ("export", "-")])
def test_a_history_that_cannot_be_read(stretch: CommandLine, home: Home, words: tuple[str, ...]) -> None:
    """Exit code 1 and the reason; only a session sets it aside."""
    write(home.history, "no database " * 100)
    ran = stretch("history", *words)
    assert (ran.code, ran.out) == (1, "")
    assert "was damaged" in ran.err
    assert home.history.exists()


def test_where_it_is(stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, for scripts and for people; without a home an error."""
    assert stretch("history", "path").out == f"{home.history}\n"
    monkeypatch.setenv("STRETCH_HISTORY", "~nobody-of-this-name/history.db")
    assert stretch("history", "path").code == 1


def test_a_session_of_this_moment_is_in_it(stretch: CommandLine, home: Home) -> None:
    """What was played a moment ago, with the options that shaped it."""
    write(home.routines / "evening.yaml", simple("Evening"))
    stretch("play", "evening", "--speed", "1000", "--prepare", "0s", "--first", "right")
    (row,) = json.loads(stretch("history", "--json").out)
    assert (row["routine"], row["ending"], row["rate"]) == ("evening", "finished", 1000)
    assert row["options"] == {"prepare": 0, "first": "right"}
    assert row["path"] == str(home.routines / "evening.yaml")


def test_the_stage_of_a_series_is_known(stretch: CommandLine) -> None:
    """Who plays a series plays one of its routines, and both are kept."""
    stretch("play", "back-relief", "--speed", "1000")
    (row,) = json.loads(stretch("history", "--json").out)
    assert (row["series"], row["stage"], row["routine"]) == ("back-relief", 1, "neutral-spine")


# -- export and import -------------------------------------------------------------------------------


def test_to_another_machine_and_back(
    stretch: CommandLine, home: Home, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Export, import there, import again: the same sessions, once each."""
    assert stretch("history", "export", "all.json").err == "Written: all.json (3 sessions).\n"
    there = home.root / "there" / "history.db"
    monkeypatch.setenv("STRETCH_HISTORY", str(there))
    assert stretch("history", "import", "all.json").err == "3 sessions added, 0 updated, 0 known already.\n"
    assert stretch("history", "import", "all.json").err == "0 sessions added, 0 updated, 3 known already.\n"
    assert stretch("history", "export", "-").out == (home.work / "all.json").read_text()
    assert History(str(there)).everything() == history.everything()


def test_an_export_replaces_nothing_unasked(stretch: CommandLine, home: Home, history: History) -> None:
    """A file that is there stays, unless --force says otherwise."""
    write(home.work / "all.json", "mine")
    assert stretch("history", "export", "all.json").code == 1
    assert (home.work / "all.json").read_text() == "mine"
    assert stretch("history", "export", "all.json", "--force").code == 0
    assert history.sessions()


def test_a_history_that_was_set_aside_can_be_taken_over(
    stretch: CommandLine, home: Home, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file is an import too, and is left as it is."""
    before = home.history.read_bytes()
    monkeypatch.setenv("STRETCH_HISTORY", str(home.root / "new.db"))
    ran = stretch("history", "import", str(home.history))
    assert (ran.code, ran.err) == (0, "3 sessions added, 0 updated, 0 known already.\n")
    assert home.history.read_bytes() == before
    assert History(str(home.root / "new.db")).everything() == history.everything()


@pytest.mark.parametrize("spoilt", ["torn", "newer", "foreign"])
def test_a_file_of_sqlite_that_is_no_history(
    stretch: CommandLine, home: Home, history: History, monkeypatch: pytest.MonkeyPatch, spoilt: str
) -> None:
    """It is an error that names the file, and nothing is imported."""
    path = home.history
    if spoilt == "torn":
        os.truncate(path, path.stat().st_size // 2)
    else:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(
                "PRAGMA user_version = 99" if spoilt == "newer" else "PRAGMA application_id = 7"
            )
            connection.commit()
    monkeypatch.setenv("STRETCH_HISTORY", str(home.root / "new.db"))
    ran = stretch("history", "import", str(path))
    assert ran.code == 1
    assert str(path) in ran.err
    assert not (home.root / "new.db").exists()
    assert history.path == str(path)


def document(**changes: Any) -> dict[str, Any]:
    content: dict[str, Any] = json.loads("\n".join(exported([kept(0), kept(1, feelings=(_FEELING,))])))
    return content | changes


_FEELING = Feeling(noted=EVENING, feeling=4)


def changed(place: str, value: Any) -> dict[str, Any]:
    """An export with one value replaced, or taken out where the new one is `...`."""
    content = document()
    *way, last = place.split(".")
    target: Any = content["sessions"][1]
    for step in way:
        target = target[int(step) if step.isdecimal() else step]
    if value is ...:
        del target[last]
    else:
        target[last] = value
    return content


_BAD = {
    "no object": ([], "this is no export of a history"),
    "another format": ({"format": "x", "version": 1, "sessions": []}, "this is no export of a history"),
    "a newer version": (document(version=2), "version 2, written by a newer stretch"),
    "no version": (document(version="1"), "version is not 1"),
    "true for a version": (document(version=True), "version is not 1"),
    "sessions no list": (document(sessions={}), "sessions is no list"),
    "a session no object": (document(sessions=[3]), "sessions[0] is no object"),
    "a key missing": (changed("name", ...), "sessions[1] has no 'name'"),
    "a key too many": (changed("colour", "red"), "sessions[1] has 'colour'"),
    "a number for a name": (changed("name", 3), "sessions[1].name is '3'"),
    "a text for a number": (changed("played_ms", "3"), "sessions[1].played_ms is"),
    "a truth for a number": (changed("played_ms", value=True), "sessions[1].played_ms is"),
    "a number for a truth": (changed("asked", 1), "sessions[1].asked is neither true nor false"),
    "a fraction of a ms": (changed("played_ms", 1.5), "sessions[1].played_ms is"),
    "less than nothing": (changed("played_ms", -1), "sessions[1].played_ms is less than 0"),
    "more than can be": (changed("played_ms", 2**70), "sessions[1].played_ms is too large"),
    "more than can be added up": (changed("blocks.0.left_ms", 2**53), "blocks[0].left_ms is too large"),
    "an odd uid": (changed("uid", "../../x"), "sessions[1].uid is not 32 hexadecimal digits"),
    "no time": (changed("started_at", "yesterday"), "sessions[1].started_at is no time"),
    "no zone": (changed("started_at", "2026-11-20T17:36:00"), "sessions[1].started_at has no time zone"),
    "long ago": (changed("started_at", "0001-01-01T00:00:00+14:00"), "is not from 1970 to 2999"),
    "an odd end": (changed("ending", "bored"), "sessions[1].ending is not a way to end"),
    "an end that is only shown": (changed("ending", "broken off"), "is not a way to end"),
    "a rate of nothing": (changed("rate", 0), "sessions[1].rate is not from 0.1 to 1000"),
    "half a place": (changed("at_block", 1), "sessions[1].at_block needs"),
    "options no object": (changed("options", []), "sessions[1].options is no object"),
    "a long name": (changed("name", "x" * 20_000), "sessions[1].name has more than 10000 characters"),
    "half a letter": (changed("name", "\ud800"), "sessions[1].name has half of a character"),
    "an odd side": (changed("blocks.0.side", "up"), "sessions[1].blocks[0].side is not a side"),
    "a block without a key": (changed("blocks.0.hurt", ...), "sessions[1].blocks[0] has no 'hurt'"),
    "blocks no list": (changed("blocks", {}), "sessions[1].blocks is no list"),
    "a block twice": (changed("blocks", document()["sessions"][0]["blocks"] * 2), "has a number twice"),
    "too many blocks": (changed("blocks", [0] * 5001), "sessions[1].blocks has more than 5000"),
    "a feeling of eleven": (changed("feelings.0.feeling", 11), "feelings[0].feeling is not from 0 to 10"),
    "an odd kind": (changed("feelings.0.kind", "joy"), "feelings[0].kind is not a kind of feeling"),
}


@pytest.mark.parametrize("case", _BAD)
def test_a_bad_import_is_answered_with_its_place(stretch: CommandLine, home: Home, case: str) -> None:
    """All or nothing: the first session is sound, and is not taken either."""
    content, message = _BAD[case]
    write(home.work / "bad.json", json.dumps(content))
    ran = stretch("history", "import", "bad.json")
    assert ran.code == 1
    assert message in ran.err, ran.err
    assert ran.err.startswith("Error: bad.json: ")
    assert not home.history.exists()


@pytest.mark.parametrize(
    "text", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"version": NaN}', b"9" * 5000, b"\0" * 50]
)
def test_what_is_no_json_at_all(stretch: CommandLine, home: Home, text: bytes) -> None:
    """An expected error, whatever it is."""
    (home.work / "bad.json").write_bytes(text)
    ran = stretch("history", "import", "bad.json")
    assert ran.code == 1
    assert ran.err.startswith("Error: bad.json: this is no")


@pytest.mark.parametrize("source", ["gone.json", ".", "a\0b"])
def test_what_cannot_be_read(stretch: CommandLine, home: Home, source: str) -> None:
    """A file that is not there, a folder, a name that is none."""
    ran = stretch("history", "import", source)
    assert ran.code == 1
    assert "cannot be read" in ran.err
    assert not home.history.exists()


def test_an_import_where_nothing_can_be_written(
    stretch: CommandLine, home: Home, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An expected error, that names the file."""
    stretch("history", "export", "all.json")
    monkeypatch.setenv("STRETCH_HISTORY", str(home.work / "all.json" / "history.db"))
    ran = stretch("history", "import", "all.json")
    assert ran.code == 1
    assert "cannot be written" in ran.err
    assert history.sessions()


def test_from_standard_input(home: Home, history: History, tmp_path: Path) -> None:
    """`stretch history export - | ssh there stretch history import -`."""
    there = tmp_path / "there.db"
    ran = shell(f"stretch history export - | STRETCH_HISTORY={there} stretch history import -")
    assert (ran.code, ran.out) == (0, "")
    assert History(str(there)).everything() == history.everything()
