"""`stretch play SERIES`, and `stretch` alone, with a real history: what they say and what is kept."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from commandline import write
from stretchtimer.history.kept import Ending, Kept, Origin, new_uid
from stretchtimer.history.process import mark
from stretchtimer.history.store import History
from stretchtimer.library import Library, folders
from stretchtimer.model import Side
from stretchtimer.session import Place, Session

if TYPE_CHECKING:
    from commandline import CommandLine, Home, Ran
    from stretchtimer.past import Past

QUICK = ("--display", "jsonl", "--speed", "1000")
PLAN = """\
name: Plan
per_week: 3
stages:
  - {routine: one, sessions: 2}
  - {routine: two, sessions: 2}
"""


@pytest.fixture(autouse=True)
def plan(home: Home) -> None:
    """A series of two routines."""
    home.routine("one")
    home.routine("two")
    home.routine("plan", PLAN)


def keep(home: Home, *stages: int, routine: str = "", days: int = 1, **fields: Any) -> Kept:
    """Sessions of the plan, each of a day, the last of them so many days ago; the last one is given back."""
    history = History(str(home.history))
    now = datetime.now().astimezone()
    for number, stage in enumerate(stages):
        started = now - timedelta(days=days + len(stages) - 1 - number)
        name = routine or ("one", "two")[stage - 1]
        kept = Kept(
            uid=new_uid(),
            session=Session(
                routine=name, name=name, completed=True, planned=20_000, played=20_000, work=10_000
            ),
            origin=Origin(series="plan", stage=stage),
            started=started, touched=started, ended=started, ending=Ending.FINISHED,
        )  # fmt: skip
        history.save(replace(kept, **fields))
    return replace(kept, **fields)


def why(ran: Ran) -> str:
    assert ran.code == 0, ran.err
    return " / ".join(ran.err.splitlines())


# -- what is read ----------------------------------------------------------------------------------


def test_what_is_read_of_a_history(home: Home) -> None:
    """Of a series all of it; of everything what is recent, what is in a series, and each routine's last."""
    keep(home, 1, 2, days=100)
    keep(home, 1, 1, days=90, routine="old", origin=Origin())
    keep(home, 1, days=50, routine="old", origin=Origin(rate=9.0))
    keep(home, 1, days=3, routine="new", origin=Origin())
    history = History(str(home.history))
    now = datetime.now().astimezone()

    def days(found: list[Past]) -> list[tuple[str, int]]:
        return sorted((one.routine, round((now - one.started) / timedelta(days=1))) for one in found)

    assert days(history.past(series="plan")) == [("one", 101), ("two", 100)]
    assert days(history.past(since=now - timedelta(days=40))) == [
        ("new", 3), ("old", 90), ("one", 101), ("two", 100),
    ]  # fmt: skip
    assert history.past(series="plan")[0].day == (now - timedelta(days=101)).date()


def test_a_session_that_is_being_played_is_not_over(home: Home) -> None:
    """One whose process has gone is; the latest sign of life decides where nobody can say."""
    now = datetime.now().astimezone()
    keep(home, 1, ending=Ending.OPEN, ended=None, process=mark())
    assert [one.over for one in History(str(home.history)).past(series="plan")] == [False]
    keep(home, 2, ending=Ending.OPEN, ended=None, touched=now, process="")
    keep(home, 2, ending=Ending.OPEN, ended=None, touched=now - timedelta(hours=1), process="")
    assert sorted(one.over for one in History(str(home.history)).past(series="plan")) == [False, False, True]


def test_a_row_that_makes_no_sense_is_told(stretch: CommandLine, home: Home) -> None:
    """As anything else that cannot be read: the series begins, and a line says why."""
    keep(home, 1)
    with closing(sqlite3.connect(home.history)) as connection, connection:
        connection.execute("UPDATE session SET planned_ms = 'x'")
    assert "makes no sense" in why(stretch("play", "plan", *QUICK))
    assert "makes no sense" in stretch().err


# -- play ------------------------------------------------------------------------------------------


def test_it_plays_the_stage_that_is_next(stretch: CommandLine, home: Home) -> None:
    """And says why, before the session; what is kept knows the series and the stage."""
    ran = stretch("play", "plan", *QUICK)
    assert why(ran) == "Plan, stage 1 of 2: one / Session 1 of 2 of one. The goal is 3 a week."
    keep(home, 1)
    assert "Session 2 of 2 of one." in why(stretch("play", "plan", *QUICK))
    keep(home, 1)
    ran = stretch("play", "plan", *QUICK)
    assert "Plan, stage 2 of 2: two / Session 1 of 2 of two: stage 1 is done." in why(ran)
    newest = History(str(home.history)).sessions(limit=1)[0]
    assert (newest.session.routine, newest.origin.series, newest.origin.stage) == ("two", "plan", 2)


def test_a_rehearsal_does_not_move_it_on(stretch: CommandLine) -> None:
    """Played a thousand times too fast, it is the first session for ever."""
    for _ in range(3):
        assert "Session 1 of 2 of one." in why(stretch("play", "plan", *QUICK))


def test_at_its_end_it_stays(stretch: CommandLine, home: Home) -> None:
    """The last stage goes on, and it is said that all are done."""
    keep(home, 1, 1, 2, 2)
    assert "All stages are done: two goes on, with session 3 of it." in why(stretch("play", "plan", *QUICK))


def test_a_stage_that_is_asked_for(stretch: CommandLine, home: Home) -> None:
    """It is played whatever the history says, and counts where it is."""
    keep(home, 1, 1)
    assert "stage 1 of 2: one / Session 3 of one; the series asks for 2." in why(
        stretch("play", "plan", "--stage", "1", *QUICK)
    )
    assert History(str(home.history)).sessions(limit=1)[0].origin.stage == 1
    assert "stage 2 of 2" in why(stretch("play", "plan", *QUICK))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["plan", "--stage", "3"], "plan has 2 stages; there is no stage 3."),
        (["one", "--stage", "1"], "--stage is for a series, and one is a routine: leave it out."),
        (["plan", "--stage", "0"], "'--stage': 0 is not in the range"),
        (["plan", "--stage", "two"], "'--stage': 'two' is not a valid integer"),
    ],
)
def test_a_stage_that_makes_no_sense(stretch: CommandLine, words: list[str], message: str) -> None:
    """Wrong usage, which says what is right; nothing is played."""
    ran = stretch("play", *words, *QUICK)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_a_history_that_cannot_be_read_stops_nothing(stretch: CommandLine, home: Home) -> None:
    """The first stage is played, and one line says why nobody knows better."""
    write(home.history, "this is no database")
    ran = stretch("play", "plan", *QUICK)
    assert ran.code == 0
    first, second = ran.err.splitlines()[:2]
    assert first == "Plan, stage 1 of 2: one"
    assert "cannot be read" in second
    assert second.endswith("so nobody can say which session this is.")
    assert ran.out


def test_a_series_by_its_path(stretch: CommandLine, home: Home) -> None:
    """It is known again by its name, as anything that is played by its path."""
    path = write(home.work / "mine" / "plan.yaml", PLAN)
    keep(home, 1)
    assert "Session 2 of 2 of one." in why(stretch("play", str(path), *QUICK))


def test_an_export_is_of_the_stage_that_is_next(stretch: CommandLine, home: Home) -> None:
    """What one takes along is what one would play; it says so."""
    keep(home, 1, 1)
    ran = stretch("export", "plan", "--to", "s.wav", "--no-voice")
    assert "Plan, stage 2 of 2: two" in why(ran)


# -- show and list ---------------------------------------------------------------------------------


def test_show_marks_what_is_next(stretch: CommandLine, home: Home) -> None:
    """How far each stage is, for reading and for programs."""
    assert "1. one, 2 sessions: next\n2. two, 2 sessions\n" in stretch("show", "plan").out
    keep(home, 1, 1, 2, days=5)
    out = stretch("show", "plan").out
    assert "3 sessions a week\n" in out
    assert "of 3 this week, the last one 5 days ago." in out
    assert "1. one, 2 sessions: 2 done\n2. two, 2 sessions: 1 done, next\n" in out
    told = json.loads(stretch("show", "plan", "--json").out)["progress"]
    assert (told["stage"], told["session"], told["done"], told["days_since"]) == (2, 2, [2, 1], 5)
    keep(home, 2)
    assert "2. two, 2 sessions: 2 done, goes on\n" in stretch("show", "plan").out


def test_show_without_a_history_that_can_be_read(stretch: CommandLine, home: Home) -> None:
    """The file is shown all the same, and nothing is claimed."""
    write(home.history, "this is no database")
    ran = stretch("show", "plan")
    assert (ran.code, "1. one, 2 sessions\n" in ran.out) == (0, True)
    assert "cannot be read" in ran.err
    assert json.loads(stretch("show", "plan", "--json").out)["progress"] is None


def test_list_tells_of_a_series_that_was_begun(stretch: CommandLine, home: Home) -> None:
    """Only then; a history that cannot be read is no reason not to list."""
    assert "next:" not in stretch("list").out
    keep(home, 1)
    assert "Plan (one > two; next: stage 1, session 2 of 2)" in stretch("list").out
    rows = {row["id"]: row for row in json.loads(stretch("list", "--json").out)}
    assert rows["plan"]["progress"]["session"] == 2
    assert (rows["plan"]["sessions"], rows["plan"]["per_week"]) == ([2, 2], 3)
    assert rows["one"]["progress"] is None
    write(home.history, "this is no database")
    ran = stretch("list")
    assert (ran.code, "next:" in ran.out) == (0, False)


def test_who_has_no_history_waits_for_no_database(home: Home) -> None:
    """A list, or `stretch` alone, loads no SQLite where nothing was played; nor YAML, once all is known."""
    tell = "import sys, atexit; atexit.register(lambda: print('\\nloaded', *sys.modules)); "
    run = f"{tell}from stretchtimer.cli import main; main(sys.argv[1:])"
    for words in (["list"], []):
        for _ in range(2):
            ran = subprocess.run(
                [sys.executable, "-c", run, *words], check=True, capture_output=True, encoding="utf-8"
            )
        loaded = set(ran.stdout.splitlines()[-1].split())
        late = {"sqlite3", "yaml", "rich", "stretchtimer.routinefile", "stretchtimer.model"}
        assert not loaded & (late | {"stretchtimer.progress"} if words else late)
    assert not home.history.exists()


# -- stretch alone ---------------------------------------------------------------------------------


def test_alone_without_a_terminal_it_is_text(stretch: CommandLine, home: Home) -> None:
    """All that can be played, and a line for now."""
    ran = stretch()
    assert (ran.code, ran.err) == (0, "")
    assert "\nNow:        stretch play hip-unlock\n            A good one to begin with" in ran.out
    keep(home, 1, days=4)
    ran = stretch()
    assert "\nNow:        stretch play plan\n            Session 2 of 2 of one." in ran.out
    assert "next: stage 1, session 2 of 2" in ran.out


def test_alone_with_a_history_that_cannot_be_read(stretch: CommandLine, home: Home) -> None:
    """It is said, and everything else is there."""
    write(home.history, "this is no database")
    ran = stretch()
    assert (ran.code, "stretch play hip-unlock" in ran.out) == (0, True)
    assert "cannot be read" in ran.err


def test_alone_with_nothing_that_can_be_played(stretch: CommandLine, home: Home) -> None:
    """Even then it is no error."""
    for path in Library(tuple(folders({"STRETCH_CONFIG": str(home.config)}))).routine_files:
        home.routine(path, "steps: []\n")
    ran = stretch()
    assert (ran.code, "Now:" in ran.out) == (0, False)


def test_what_is_unfinished_is_gone_on_with_by_its_command(stretch: CommandLine, home: Home) -> None:
    """As text the command stands there that the screen's Enter is."""
    keep(home, 1, days=0, session=unfinished(), ending=Ending.STOPPED)
    assert "Now:        stretch resume one\n" in stretch().out


def unfinished() -> Session:
    place = Place(block=1, step=2, exercise="Sit", exercise_id=None, side=Side.LEFT, elapsed=0)
    return Session(
        routine="one", name="one", completed=False, planned=90_000, played=20_000, work=20_000, place=place
    )
