"""The history: what is written, read, set aside and brought together, with a real SQLite."""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from fakes import EVENING, Deck, Scenario, counted, hold, timeline
from stretchtimer.errors import StretchError
from stretchtimer.history import database, process
from stretchtimer.history.aside import alone, put_aside, shared
from stretchtimer.history.kept import Ending, Feeling, Kept, Kind, Origin, new_uid
from stretchtimer.history.merging import joined
from stretchtimer.history.recording import OFTEN, Recording
from stretchtimer.history.schema import APPLICATION, MIGRATIONS, VERSION
from stretchtimer.history.store import History
from stretchtimer.history.tallies import look
from stretchtimer.model import Side
from stretchtimer.ports import Command, Signal
from stretchtimer.session import Place, Session, summarise

LINE = timeline(
    hold("30s", sides="each"),
    counted(4, "Kick", id="kick", sides="alternate"),
    hold("40s", "Rest in it"),
    prepare=10_000,
)
# 0 prepare, 10 left, 40 right, 70 kicks of 4 s, 102 "Rest in it", 142 end
NOW = datetime.now(UTC).replace(microsecond=0)


def recording(path, /, *, line=LINE, rate=1.0, wall=lambda: EVENING, uid=None, **origin):
    return Recording(
        uid=uid or new_uid(), path=str(path), origin=Origin(rate=rate, **origin), planned=line, wall=wall
    )


def played(path, script=(), /, *, line=LINE, **more):
    """A session played through the real loop by these keys, kept in a file; what was said of it."""
    scenario = Scenario(line, script)
    scenario.runner.keeper = keeper = recording(path, line=line, wall=scenario.host.wall, **more)
    code = scenario.run().code
    keeper.end(scenario.player, code)
    return scenario, keeper.finish()


def session(**fields):
    usual = {
        "routine": "small",
        "name": "Small",
        "completed": False,
        "planned": 9000,
        "played": 5000,
        "work": 4000,
    }
    return Session(**{**usual, **fields})


def kept(**fields):
    usual = {
        "uid": new_uid(),
        "session": session(completed=fields.get("ending") is Ending.FINISHED),
        "origin": Origin(),
        "started": NOW - timedelta(hours=1),
        "touched": NOW,
        "process": "",
    }
    return Kept(**{**usual, **fields})


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "history.db"


def sound(path):
    """Whether SQLite finds nothing wrong with a file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


# -- what is kept ----------------------------------------------------------------------------------


def test_a_session_played_to_the_end(path):
    """Everything that the player says of it stands in the history, block by block."""
    scenario, said = played(
        path, path=str(path.parent / "x.yaml"), options={"level": 2}, series="back", stage=3
    )
    (one,) = History(str(path)).sessions(blocks=True)
    assert said == []
    assert one.session == summarise(scenario.player, LINE)
    assert (one.ending, one.session.completed, one.session.place) == (Ending.FINISHED, True, None)
    assert (one.started, one.ended) == (EVENING, EVENING + timedelta(milliseconds=142_000))
    assert (one.origin.options, one.origin.series, one.origin.stage) == ({"level": 2}, "back", 3)
    kicks = one.session.blocks[2]
    assert (kicks.exercise_id, kicks.left, kicks.right, kicks.played) == ("kick", 16_000, 16_000, 32_000)


def test_the_file_is_known_again_by_its_digest(path, tmp_path):
    """The digest is that of the routine's file; one that has gone has none."""
    routine = tmp_path / "evening.yaml"
    routine.write_bytes(b"name: Evening\n")
    played(path, path=str(routine))
    played(path, path=str(tmp_path / "gone.yaml"))
    with_file, without = History(str(path)).everything()
    assert with_file.origin.digest == hashlib.sha256(b"name: Evening\n").hexdigest()
    assert without.origin.digest is None


@pytest.mark.parametrize(
    ("event", "ending"),
    [("q", Ending.STOPPED), (Signal.INTERRUPT, Ending.SIGNAL), (Signal.HANGUP, Ending.SIGNAL)],
)
def test_how_it_ended_and_where(path, event, ending):
    """A key or a signal: both are known, and so is the place to the millisecond, with the side of the rep."""
    played(path, [(75_500, event)])
    (one,) = History(str(path)).sessions()
    assert one.ending is ending
    assert one.session.place == Place(
        block=3, step=2, exercise="Kick", exercise_id="kick", side=Side.RIGHT, elapsed=5500
    )


def test_what_a_bug_ended(path):
    """Without an exit code it was a bug."""
    keeper, deck = recording(path), Deck(LINE)
    keeper.end(deck.player, None)
    keeper.end(deck.player, 0)
    assert keeper.finish() == []
    assert [one.ending for one in History(str(path)).sessions()] == [Ending.CRASHED]


def test_what_was_skipped_lengthened_and_cut_short(path):
    """Of each block: how much longer it was made, how much of it was passed over, whether it came at all."""
    played(path, [(15_000, "+"), (20_000, "n"), (100_000, "q")])
    blocks = History(str(path)).sessions(blocks=True)[0].session.blocks
    assert [(one.extended, one.played, one.missed, one.passed) for one in blocks] == [
        (10_000, 10_000, 30_000, True),
        (10_000, 40_000, 0, True),
        (0, 32_000, 0, True),
        (0, 8000, 0, False),
    ]


def test_it_is_written_at_every_block_and_pause_and_now_and_then(path):
    """Each change is handed to the writer, and in a long hold every 15 s: what a crash takes is short."""
    given, scenario = [], Scenario(timeline(hold("60s"), hold("10s")), [(65_000, "space"), (66_000, "space")])

    class Listener(Recording):
        def _give(self, playing, _):
            given.append((scenario.host.passed, playing.state.value))

    line = scenario.player.timeline
    scenario.runner.keeper = Listener(
        uid=new_uid(), path=str(path), origin=Origin(), planned=line, wall=scenario.host.wall
    )
    scenario.run()
    assert [at for at, _ in given] == [0, OFTEN, 2 * OFTEN, 3 * OFTEN, 60_000, 65_000, 66_000, 69_000, 74_000]
    assert [state for _, state in given][-4:] == ["paused", "re-entry", "playing", "finished"]


def test_the_loop_never_waits_for_the_disk(path, monkeypatch):
    """A session goes on to its end while somebody else holds the file, and is whole in it afterwards."""
    monkeypatch.setattr(database, "BUSY", 1000.0)  # whoever waits for the disk sits here for ever
    played(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        scenario = Scenario(LINE)
        scenario.runner.keeper = keeper = recording(path, wall=scenario.host.wall)
        keeper.end(scenario.player, scenario.run().code)
        other.execute("ROLLBACK")
    assert keeper.finish() == []
    assert [one.ending for one in History(str(path)).sessions()] == [Ending.FINISHED] * 2


def test_a_history_that_vanishes_meanwhile_is_made_anew(path):
    """Each write opens the file: whoever moves it away finds the whole session in the next one."""
    keeper, deck = recording(path), Deck(LINE)
    keeper.look(deck.player, 0)
    while not History(str(path)).sessions():
        pass
    path.rename(path.with_name("moved.db"))
    deck.to(142_000)
    keeper.end(deck.player, 0)
    assert keeper.finish() == []
    (one,) = History(str(path)).sessions(blocks=True)
    assert one.session == summarise(deck.player, LINE)


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_nobody_else_reads_it(path):
    """How a body feels is private: folder and file are its owner's alone."""
    played(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [one.name for one in path.parent.iterdir()] == ["history.db"]


# -- reading it ------------------------------------------------------------------------------------


def test_the_newest_come_first_and_can_be_chosen(path):
    """By time, by routine, so many, with or without rehearsals; their blocks only where asked for."""
    history = History(str(path))
    for hours, rate, name in ((3, 1.0, "a"), (1, 1.0, "b"), (2, 20.0, "a")):
        history.save(
            kept(
                uid=f"{hours:032x}",
                started=NOW - timedelta(hours=hours),
                origin=Origin(rate=rate),
                session=session(routine=name),
            )
        )

    def hours(found):
        return [int(one.uid, 16) for one in found]

    assert hours(history.sessions()) == [1, 2, 3]
    assert hours(history.sessions(since=NOW - timedelta(hours=2))) == [1, 2]
    assert hours(history.sessions(routine="a")) == [2, 3]
    assert hours(history.sessions(routine="a", rehearsals=False)) == [3]
    assert hours(history.sessions(limit=1)) == [1]
    assert hours(history.sessions(uid=f"{2:032x}")) == [2]


def test_the_day_is_that_of_the_place(path):
    """An evening stays one on every calendar: the zone that it was played in is kept."""
    zone = timezone(timedelta(hours=-9, minutes=-30))
    late = datetime(2026, 3, 28, 23, 30, tzinfo=zone)
    History(str(path)).save(kept(started=late))
    (one,) = History(str(path)).sessions()
    assert (one.started, one.started.isoformat()) == (late, "2026-03-28T23:30:00-09:30")


def test_where_there_is_no_history_there_are_no_sessions(path):
    """Reading makes no file."""
    assert History(str(path)).sessions() == []
    assert not path.parent.exists()


def test_an_unfinished_session_can_be_gone_on_with_for_12_hours(path):
    """What was stopped or broken off, not what is being played, is done, never began a block, or is old."""
    place = Place(block=1, step=1, exercise="Bend", exercise_id=None, side=None, elapsed=0)
    left, history = session(place=place), History(str(path))
    wanted = [
        kept(session=left, ending=Ending.STOPPED),
        kept(session=left, ending=Ending.SIGNAL, started=NOW - timedelta(hours=2)),
        kept(session=left, touched=NOW - timedelta(hours=11), started=NOW - timedelta(hours=12)),
    ]
    others = [
        kept(session=left, process=process.mark()),
        kept(session=left, touched=datetime.now(UTC)),  # nobody knows, and it was written just now
        kept(session=session(completed=True), ending=Ending.FINISHED),
        kept(session=left, ending=Ending.STOPPED, touched=NOW - timedelta(hours=13)),
    ]
    for one in wanted + others:
        history.save(one)
    assert [one.uid for one in history.unfinished(now=NOW)] == [one.uid for one in wanted]


def test_who_plays_is_known_by_more_than_a_number():
    """This process lives; one that has ended does not, nor one of its number; of others nobody knows."""
    mine = process.mark()
    machine, number, _ = mine.split("-")
    child = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from stretchtimer.history.process import mark; print(mark(), flush=True); input()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    marked = child.stdout.readline().strip()
    assert (process.is_alive(mine), process.is_alive(marked)) == (True, True)
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # dead, and nobody has taken note of it
    assert process.is_alive(marked) is (None if sys.platform == "win32" else False)
    child.communicate()
    assert process.is_alive(marked) is False
    if sys.platform == "linux":
        assert process.is_alive(f"{machine}-{number}-1") is False
    assert process.is_alive(f"00000000-{number}-1") is None
    assert [
        process.is_alive(word) for word in ("", "x-y-z", f"{machine}-0-1", f"{machine}-99999999999-")
    ] == [None] * 4


def test_what_a_power_cut_ended_is_not_being_played(path, monkeypatch):
    """What was written before the machine was started is gone on with soon, and not after ten minutes."""
    now = datetime.now(UTC)
    monkeypatch.setattr(process, "_booted", lambda: now - timedelta(minutes=2))
    another_boot = "00000000-1-5"
    assert not process.still_plays(another_boot, now - timedelta(minutes=3))
    # By another machine, which shares the home: it writes many times a minute.
    assert process.still_plays(another_boot, now - timedelta(seconds=90))
    monkeypatch.undo()
    assert process._booted() < datetime.now(UTC)


# -- feelings --------------------------------------------------------------------------------------


def test_a_feeling_is_amended_and_the_first_word_kept(path):
    """What is not said again stays; the latest counts, and what was noted before it is still there."""
    history, one = History(str(path)), kept()
    history.save(one)
    assert history.sessions()[0].asked is False
    history.amend(one.uid, feeling=6, kind=Kind.STIFFNESS, note="hips", now=NOW)
    told = history.amend(one.uid, feeling=4, now=NOW + timedelta(minutes=1))
    (read,) = history.sessions()
    assert read.asked
    assert read.feelings == told.feelings
    assert [(f.feeling, f.kind, f.note) for f in read.feelings] == [
        (6, Kind.STIFFNESS, "hips"),
        (4, Kind.STIFFNESS, "hips"),
    ]


def test_a_file_of_any_name(tmp_path, monkeypatch):
    """Names that mean something to SQLite, or to a shell, are names."""
    monkeypatch.chdir(tmp_path)
    for name in (":memory:", "file:x?mode=ro", "a b'c;%41.db", "-"):
        assert played(name)[1] == []
        assert len(History(name).sessions()) == 1
        assert Path(name).is_file()


def test_who_was_asked_and_said_nothing_is_not_asked_again(path):
    """Asked is kept without a feeling, also by a session that is written once more."""
    history, one = History(str(path)), kept()
    history.save(one)
    history.amend(one.uid)
    history.save(replace(one, revision=2))
    assert [(read.asked, read.feelings) for read in history.sessions()] == [(True, ())]


def test_a_feeling_for_no_session(path):
    """An error, and nothing is written."""
    with pytest.raises(StretchError, match="there is no session nobody"):
        History(str(path)).amend("nobody", feeling=1)


# -- merging ---------------------------------------------------------------------------------------


def test_of_two_versions_the_one_that_knows_more_stays():
    """The later revision, whichever way round; feelings of both, and asked if either was."""
    early = kept(revision=3, feelings=(Feeling(noted=NOW, feeling=2),))
    late = replace(
        early,
        revision=5,
        ending=Ending.STOPPED,
        asked=True,
        feelings=(Feeling(noted=NOW + timedelta(seconds=1), note="back"),),
    )
    assert joined(early, late) == joined(late, early)
    assert joined(early, late) == replace(late, feelings=(*early.feelings, *late.feelings))
    ended = replace(early, ending=Ending.FINISHED)
    assert joined(ended, early) == joined(early, ended) == ended


def test_what_was_gone_on_with_elsewhere_stays(path):
    """A machine that wakes up in a session that another has gone on with writes nothing over it."""
    history = History(str(path))
    keeper = recording(path, uid="a" * 32)
    deck = Deck(LINE).to(20_000)
    keeper.look(deck.player, 0)
    while not (found := history.sessions(blocks=True)):
        pass
    other = history.take_up(replace(found[0], ending=Ending.BROKEN_OFF), process="", now=NOW)
    history.save(replace(other, revision=other.revision + 1, ending=Ending.FINISHED), other)
    keeper.end(deck.to(40_000).player, 0)
    (line,) = keeper.finish()
    assert line == f"The end of this session is not kept in {path}: it was gone on with elsewhere."
    assert [one.ending for one in history.sessions()] == [Ending.FINISHED]


def test_merging_is_all_or_nothing(path):
    """One session that cannot be written takes the others with it."""
    history = History(str(path))
    history.save(kept())
    with pytest.raises(StretchError, match="makes no sense"):
        history.merge([kept(), kept(session=session(played=2**70))])
    assert len(history.sessions()) == 1


@contextmanager
def unprivileged():
    """A folder, and a user whom it belongs to: root may all, and is somebody else meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        home, user = Path(folder), os.geteuid()
        try:
            if user == 0:
                os.chown(home, 65534, -1)
                os.seteuid(65534)
            yield home
        finally:
            os.seteuid(user)
            home.chmod(0o755)


# -- versions --------------------------------------------------------------------------------------


def of_version(path, version):
    """A history as stretch made it when its tables had that version."""
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as old:
        for statements in MIGRATIONS[:version]:
            for statement in statements:
                old.execute(statement)
        if version:
            old.execute(
                "INSERT INTO session (uid, revision, routine, name, options, rate, started_at, utc_offset,"
                " touched_at, ending, process, planned_ms, played_ms, work_ms)"
                " VALUES ('old', 1, 'a', 'A', '{}', 1.0,"
                " '2026-01-01T10:00:00.000Z', 3600, '2026-01-01T10:00:00.000Z', 'finished', '', 1, 1, 1)"
            )
            for number, (left, right) in enumerate([(0, 10), (20, 0)]):
                old.execute(
                    "INSERT INTO block VALUES (1, ?, 1, 1, 'Bend', NULL, NULL, NULL, 20, 20, ?, ?, 0, 1, 0)",
                    (number, left, right),
                )
            if version > 2:
                old.execute("UPDATE session SET left_ms = 20, right_ms = 10")
            old.execute(f"PRAGMA application_id = {APPLICATION}")
            old.execute(f"PRAGMA user_version = {version}")
        old.commit()


@pytest.mark.parametrize("version", range(VERSION))
def test_a_file_of_every_earlier_version_is_brought_up_to_date(path, version):
    """From an empty file and from each version there was: the sessions in it stay, and new ones fit in."""
    of_version(path, version)
    assert [one.uid for one in History(str(path)).sessions()] == ["old"][: bool(version)]
    _, said = played(path)
    assert said == []
    assert [(one.left, one.right) for one in look(str(path)).sittings if one.name == "A"] == [(20, 10)][
        : bool(version)
    ]
    assert [one.uid for one in History(str(path)).everything()][-1:] == ["old"][
        : bool(version)
    ] or version == 0
    assert sound(path)
    with closing(sqlite3.connect(path)) as now:
        assert now.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert len(list(path.parent.iterdir())) == 1


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
@pytest.mark.parametrize("version", range(1, VERSION))
@pytest.mark.parametrize("locked", ["file", "folder"])
def test_a_file_of_an_earlier_version_that_may_not_be_changed_can_be_read(version, locked):
    """What is in it is shown, and it stays as it is."""
    with unprivileged() as home:
        file = home / "history.db"
        of_version(file, version)
        before = file.read_bytes()
        file.chmod(0o444 if locked == "file" else 0o644)
        home.chmod(0o555 if locked == "folder" else 0o755)
        assert [one.uid for one in History(str(file)).sessions()] == ["old"]
        found = look(str(file))
        assert [(one.left, one.right) for one in (*found.sittings, *found.held)] == [(20, 10)] * 2
        assert file.read_bytes() == before
        assert list(home.iterdir()) == [file]


def test_a_file_that_is_brought_up_to_date_by_two_at_once(path):
    """Whoever comes second finds it done."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as first:
        first.execute("PRAGMA journal_mode = DELETE")
    keepers = [recording(path) for _ in range(8)]
    deck = Deck(LINE).to(142_000)
    for keeper in keepers:
        keeper.end(deck.player, 0)
    assert [keeper.finish() for keeper in keepers] == [[]] * 8
    assert len(History(str(path)).sessions()) == 8


def test_a_history_that_is_being_made_is_ours(path):
    """Whoever looks while another one makes the tables sees all of them or none."""
    for number in range(30):
        one = path.with_name(f"{number}.db")
        keeper, deck = recording(one), Deck(LINE)
        keeper.end(deck.player, 0)
        while not History(str(one)).sessions():
            pass
        assert keeper.finish() == []


def newer(path):
    played(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
        connection.commit()


def foreign(path):
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")
        connection.commit()


def no_database(path):
    path.parent.mkdir()
    path.write_text("my shopping list\n" * 400)


def torn(path):
    for _ in range(8):
        played(path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2 + 100])


def scribbled(path):
    """The head is whole, and a page of the blocks is not."""
    for _ in range(8):
        played(path)
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'block'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    data = bytearray(path.read_bytes())
    data[(page - 1) * size : page * size] = b"\xa5" * size
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (newer, "newer"),
        (foreign, "foreign"),
        (no_database, "damaged"),
        (torn, "damaged"),
        (scribbled, "damaged"),
    ],
)
def test_a_history_that_cannot_be_used_is_set_aside(path, spoil, word):
    """Under a new name, byte for byte, with one line; the session is kept in a new one."""
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(StretchError, match="cannot be read"):
        History(str(path)).everything()
    assert path.read_bytes() == before
    _, said = played(path)
    (aside,) = (one for one in path.parent.iterdir() if one != path)
    assert aside.name.startswith(f"history.{word}-")
    assert aside.suffix == ".db"
    assert aside.read_bytes() == before
    assert len(said) == 1
    assert str(aside) in said[0]
    assert [one.ending for one in History(str(path)).sessions()] == [Ending.FINISHED]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert played(path)[1] == []


@pytest.mark.parametrize("lost", [1, 9, 400, 4095])
def test_a_file_that_lost_its_last_bytes_is_set_aside(path, lost):
    """SQLite takes the missing part of a page for noughts, and would build on it."""
    for _ in range(3):
        played(path)
    os.truncate(path, path.stat().st_size - lost)
    before = path.read_bytes()
    _, said = played(path)
    (aside,) = (one for one in path.parent.iterdir() if one != path)
    assert (len(said), aside.read_bytes()) == (1, before)
    assert len(History(str(path)).sessions()) == 1


def test_what_was_set_aside_before_stays(path):
    """Two in one second get two names."""
    said = []
    no_database(path)
    for _ in range(3):
        said += played(path)[1]
        path.write_text("no database " * 100)
    assert len(set(said)) == 3
    assert len(list(path.parent.iterdir())) == 4


def test_eight_find_the_same_damage(path):
    """One sets it aside, and all are kept in the one new history."""
    no_database(path)
    keepers = [recording(path) for _ in range(8)]
    deck = Deck(LINE).to(142_000)
    for keeper in keepers:
        keeper.end(deck.player, 0)
    assert len([line for keeper in keepers for line in keeper.finish()]) == 1
    assert len(History(str(path)).sessions()) == 8
    assert len(list(path.parent.iterdir())) == 2


def test_a_file_that_is_being_used_is_not_put_aside(path):
    """Who has it open would undo the next one's half-written change: it waits, and then goes."""
    no_database(path)
    with shared(str(path)):
        keeper = recording(path)
        keeper.end(Deck(LINE).to(142_000).player, 0)
        time.sleep(0.2)
        assert [one.name for one in path.parent.iterdir()] == ["history.db"]
    assert len(keeper.finish()) == 1
    assert len(History(str(path)).sessions()) == 1


def test_who_keeps_a_file_for_ever_is_passed_by(path, monkeypatch):
    """A hung process holds up nothing but for a while."""
    monkeypatch.setattr("stretchtimer.history.aside.PATIENCE", 0.05)
    no_database(path)
    with shared(str(path)):
        assert len(played(path)[1]) == 1
    assert len(History(str(path)).sessions()) == 1


def test_who_hangs_is_waited_for_once(path, monkeypatch):
    """To wait before every write would take longer than the end of a session has."""
    monkeypatch.setattr("stretchtimer.history.aside.PATIENCE", 1.0)
    monkeypatch.setattr("stretchtimer.history.recording.PATIENCE", 1.8)
    played(path)
    with alone(str(path)):
        keeper, deck = recording(path), Deck(LINE)
        keeper.look(deck.player, 0)
        time.sleep(0.1)  # until that is being written
        keeper.end(deck.to(142_000).player, 0)
        assert keeper.finish() == []
    assert [one.ending for one in History(str(path)).sessions()] == [Ending.FINISHED] * 2


def test_what_lies_beside_it_goes_with_it(path):
    """What SQLite left beside a damaged file would be taken for the new one's."""
    no_database(path)
    path.with_name("history.db-journal").write_bytes(b"half a change")
    new = put_aside(str(path), "damaged")
    assert {one.name for one in path.parent.iterdir()} == {Path(new).name, f"{Path(new).name}-journal"}


def test_a_link_leads_to_the_file(path, tmp_path):
    """A history that lies elsewhere, behind a link: what is there is set aside there, and the link stays."""
    no_database(path)
    link = tmp_path / "link.db"
    link.symlink_to(path)
    played(link)
    assert link.is_symlink()
    assert len(list(path.parent.iterdir())) == 2
    assert len(History(str(link)).sessions()) == 1


def test_a_journal_of_the_newer_kind_becomes_the_old_one(path):
    """A file that somebody switched to WAL works on a network home again."""
    played(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    played(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert len(History(str(path)).sessions()) == 2


# -- where nothing can be kept ---------------------------------------------------------------------


def a_folder(path):
    path.mkdir(parents=True)


def a_pipe(path):
    path.parent.mkdir()
    os.mkfifo(path)


def below_a_file(path):
    path.parent.write_text("")


@pytest.mark.skipif(os.name != "posix", reason="POSIX files")
@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (a_folder, "it is a folder"),
        (a_pipe, "it is no ordinary file"),
        (below_a_file, "Not a directory|File exists"),
    ],
)
def test_a_session_never_fails_because_of_its_history(path, spoil, why):
    """It is played to the end, and one line says what is not kept, and why."""
    spoil(path)
    scenario, said = played(path)
    assert scenario.code == 0
    assert len(said) == 1
    assert "This session is not kept" in said[0]
    assert re.search(why, said[0])


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_a_read_only_home():
    """A folder that may not be written to."""
    with unprivileged() as home:
        home.chmod(0o555)
        missing, said = played(home / "data" / "history.db")
        there, told = played(home / "history.db")
        assert (missing.code, there.code) == (0, 0)
        assert said == [f"This session is not kept in {home}/data/history.db: Permission denied."]
        assert told == [f"This session is not kept in {home}/history.db: Permission denied."]
        assert list(home.iterdir()) == []


def test_without_a_home_nothing_is_kept(tmp_path, monkeypatch):
    """One line, and no folder is made where one happens to be."""
    monkeypatch.chdir(tmp_path)
    _, said = played("")
    assert said == ["This session is not kept: there is no home folder; STRETCH_HISTORY can name a file."]
    assert list(tmp_path.iterdir()) == []


def test_a_system_without_threads(path, monkeypatch):
    """Where no thread can be had the session is played all the same."""

    def refuse(_):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    scenario, said = played(path)
    assert scenario.code == 0
    assert said == [f"This session is not kept in {path}: RuntimeError: can't start new thread."]


def test_a_python_without_sqlite(path, monkeypatch):
    """The same where Python was built without it."""
    monkeypatch.delattr("stretchtimer.history.database")
    for name in ("sqlite3", "stretchtimer.history.store", "stretchtimer.history.database"):
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "_sqlite3", None)
    monkeypatch.delitem(sys.modules, "sqlite3.dbapi2")
    _, said = played(path)
    assert said == [f"This session is not kept in {path}: this Python comes without SQLite."]


def test_somebody_keeps_it_locked(path, monkeypatch):
    """The wait for another program has an end, and what was written before is still there."""
    monkeypatch.setattr(database, "BUSY", 0.05)
    played(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        _, said = played(path)
        other.execute("ROLLBACK")
    assert said == [f"This session is not kept in {path}: another program keeps it locked."]
    assert len(History(str(path)).sessions()) == 1


def test_a_lock_in_the_middle_loses_the_end_only(path, monkeypatch):
    """What could be written stays, as broken off, and the line says that it is the end that is missing."""
    keeper, deck = recording(path), Deck(LINE)
    deck.to(41_000)
    keeper.look(deck.player, 41_000)
    while not (found := History(str(path)).sessions(blocks=True)):
        pass
    # From here on: who looks while the file is made may have to wait for longer than this.
    monkeypatch.setattr(database, "BUSY", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        keeper.end(deck.player, 0)
        said = keeper.finish()
    assert said == [f"The end of this session is not kept in {path}: another program keeps it locked."]
    assert [block.played for block in found[0].session.blocks] == [30_000, 1000, 0, 0]


def test_a_session_that_makes_no_sense_is_an_error(path):
    """A row that somebody changed by hand is told, and is no bug."""
    played(path)
    for value in ("UPDATE session SET played_ms = 'much'", "UPDATE session SET ending = 'bored'"):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(value)
            connection.commit()
        with pytest.raises(StretchError, match="makes no sense"):
            History(str(path)).sessions()


def test_a_uid_is_a_random_uuid():
    """Version 4 of RFC 4122, each another."""
    made = {new_uid() for _ in range(100)}
    assert len(made) == 100
    assert all(uuid.UUID(one).version == 4 and uuid.UUID(one).hex == one for one in made)


def test_a_command_in_between_is_no_news(path):
    """A key that changes nothing is not written: the look is compared with the last."""
    given = []

    class Listener(Recording):
        def _give(self, playing, _):
            given.append(playing.position)

    deck = Deck(LINE).to(20_000)
    keeper = Listener(uid=new_uid(), path=str(path), origin=Origin(), planned=LINE, wall=lambda: EVENING)
    for _ in range(3):
        keeper.look(deck.player, 20_000)
    deck.press(Command.HARDER)
    keeper.look(deck.player, 20_000)
    assert given == [20_000]
