"""`stretch resume`: what it takes up, what it refuses, and what `play` says of it."""

from __future__ import annotations

import json
import os
import shlex
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from commandline import write
from fakes import Deck
from stretchtimer.changes import written
from stretchtimer.commands import mention
from stretchtimer.commands.comebacks import way_back
from stretchtimer.commands.opening import reopen_routine
from stretchtimer.commands.recorder import taken
from stretchtimer.errors import StretchError
from stretchtimer.history.exchange import exported, imported
from stretchtimer.history.kept import Ending, Feeling, Kept, Kind, Origin, new_uid
from stretchtimer.history.process import mark
from stretchtimer.history.store import History
from stretchtimer.library import Library, folders
from stretchtimer.ports import Command
from stretchtimer.session import summarise
from stretchtimer.sparing import REST

if TYPE_CHECKING:
    from pathlib import Path

    from commandline import CommandLine, Home
    from stretchtimer.timeline import Timeline

ROUTINE = """\
name: Evening
prepare: 10s
transition: 0s
switch: 0s
steps:
  - {name: Bend, duration: 20s}
  - {name: Turn, duration: 20s, sides: each}
  - {name: Sit, duration: 0.5s}
"""
END = 10_000 + 3 * 20_000 + 500
LATE = END - 600
"""A place in the last second but one: what is left takes no time of a test's, but for the countdown."""


def line_of(home: Home, options: dict[str, Any] | None = None) -> Timeline:
    library, path = Library(tuple(folders(os.environ))), str(home.routines / "evening.yaml")
    return reopen_routine(library, path, "evening", taken(options or {})).compiled.timeline


@pytest.fixture
def routine(home: Home) -> Path:
    return home.routine("evening", ROUTINE)


def broken_off(
    home: Home, at: int = LATE, *, keys: tuple[tuple[int, Command], ...] = (), **fields: Any
) -> Kept:
    """A session of the routine in the history, broken off so many ms after its start, a minute ago."""
    options = fields.pop("options", {})
    line = line_of(home, options)
    deck = Deck(line)
    for moment, key in keys:
        deck.to(moment).press(key)
    deck.to(at)
    if keys:
        options |= {"changes": written(deck.player.changes)}
    left = datetime.now(UTC).replace(microsecond=0) - fields.pop("ago", timedelta(minutes=1))
    usual = {
        "origin": Origin(path=str(home.routines / "evening.yaml"), options=options),
        "ending": Ending.STOPPED,
    }
    session = summarise(deck.player, line)
    kept = Kept(uid=new_uid(), session=session, started=left, touched=left, **{**usual, **fields})
    history(home).save(kept)
    return kept


def history(home: Home) -> History:
    return History(str(home.history))


def lines(text: str, *kinds: str) -> list[str]:
    """Of what plain lines say those of these kinds, without their times."""
    return [line.split(maxsplit=1)[1] for line in text.splitlines() if line[5:].split(" ")[0] in kinds]


@pytest.mark.parametrize("ending", [Ending.STOPPED, Ending.SIGNAL, Ending.CRASHED, Ending.OPEN])
def test_it_goes_on_and_stays_one_session(
    stretch: CommandLine, home: Home, routine: Path, ending: Ending
) -> None:
    """However it ended: named, counted down, played to the end, and in the history it is one."""
    assert routine.exists()
    kept = broken_off(home, ending=ending, process=f"{mark().split('-')[0]}-999999999-1")
    ran = stretch("resume", "--display", "plain")
    assert (ran.code, ran.err) == (0, "")
    assert lines(ran.out, "say", "count", "start")[:4] == ["say    Going on: turn, right side.", *_TICKS]
    assert "Evening: done. 1:00 of work in 1:10." in ran.out
    assert "goes on from here" not in ran.out
    (one,) = history(home).sessions(blocks=True)
    assert (one.uid, one.ending, one.started) == (kept.uid, Ending.FINISHED, kept.started)
    assert one.session == summarise(Deck(line_of(home)).to(END).player, line_of(home))
    assert one.origin.digest is not None
    again = stretch("resume")
    assert (again.code, again.err) == (
        1,
        "Error: there is no session to go on with\n  `stretch play hip-unlock` begins one\n",
    )


_TICKS = ["count  3", "count  2", "count  1"]


def test_the_options_and_what_keys_have_changed_are_the_same(
    stretch: CommandLine, home: Home, routine: Path
) -> None:
    """The side that came first, the step it began with, and sides made shorter: the end is where it was."""
    assert routine.exists()
    options = {"first": "right", "from": "2"}
    broken_off(home, 29_900, keys=((15_000, Command.SHORTER),), options=options)
    ran = stretch("resume", "--display", "jsonl")
    assert (ran.code, ran.err) == (0, "")
    told = [json.loads(line) for line in ran.out.splitlines()]
    assert told[0]["text"] == "Going on: turn, left side."
    assert (told[-1]["kind"], told[-1]["at_ms"]) == ("finish", 30_500)
    (one,) = history(home).sessions(blocks=True)
    assert one.origin.options == {"first": "right", "from": "2", "changes": ["shorter 15000"]}
    assert [(block.planned, block.extended, block.played) for block in one.session.blocks] == [
        (20_000, -10_000, 10_000),
        (20_000, -10_000, 10_000),
        (500, 0, 500),
    ]


def test_the_rest_after_a_pain_and_what_was_noted_stay(
    stretch: CommandLine, home: Home, routine: Path
) -> None:
    """Broken off in that rest: it goes on there; what hurt and how it felt is in the one record."""
    assert routine.exists()
    felt = Feeling(noted=datetime.now(UTC).replace(microsecond=0), feeling=3, kind=Kind.STIFFNESS)
    hurt = ((35_000, Command.HURTS),)
    broken_off(home, 35_000 + REST - 200, keys=hurt, asked=True, feelings=(felt,))
    ran = stretch("resume", "--display", "plain")
    assert (ran.code, ran.err) == (0, "")
    assert lines(ran.out, "say", "count", "start")[:5] == [
        "say    Going on: sit.",
        *_TICKS,
        "start  Sit (0:01)",
    ]
    assert "It hurt: Turn left. The next time you are reminded of it." in ran.out
    (one,) = history(home).sessions(blocks=True)
    assert one.origin.options == {"changes": ["hurts 35000"]}
    assert [block.played for block in one.session.blocks] == [20_000, 5000, 0, 500]
    assert [block.hurt for block in one.session.blocks] == [False, True, False, False]
    assert (one.asked, one.feelings) == (True, (felt,))


def test_the_newest_or_the_one_that_is_named(stretch: CommandLine, home: Home, routine: Path) -> None:
    """Without a name the session left last; with one the last of that routine."""
    write(home.routines / "morning.yaml", routine.read_text().replace("Evening", "Morning"))
    morning = broken_off(home, ago=timedelta(hours=2))
    history(home).save(
        replace(
            morning,
            revision=2,
            session=replace(morning.session, routine="morning", name="Morning"),
            origin=Origin(path=str(home.routines / "morning.yaml")),
        )
    )
    broken_off(home, ago=timedelta(hours=1))
    listed = stretch("resume", "--list")
    assert listed.code == 0
    assert [line.split()[2] for line in listed.out.splitlines() if line[0] != " "] == ["Evening", "Morning"]
    assert [one["routine"] for one in json.loads(stretch("resume", "--json").out)] == ["evening", "morning"]
    assert "Morning: done." in stretch("resume", "morning", "--display", "plain").out
    assert [one.ending for one in history(home).sessions()] == [Ending.STOPPED, Ending.FINISHED]
    assert stretch("resume", "morning").err.startswith("Error: there is no session of morning to go on with")


def test_a_session_that_a_series_led_to(stretch: CommandLine, home: Home, routine: Path) -> None:
    """Who played a series by its name goes on with it by that name."""
    broken_off(home, origin=Origin(path=str(routine), series="back-relief", stage=1))
    listed = stretch("resume", "back-relief", "--list")
    assert (listed.code, listed.out) == (0, stretch("resume", "evening", "--list").out)
    assert stretch("resume", "hip-unlock", "--list").code == 1


def test_the_command_that_goes_on_with_a_session(home: Home, routine: Path) -> None:
    """One that would go on with another session is not said."""
    assert routine.exists()
    early = broken_off(home, at=2000)
    assert way_back(history(home), early.uid) == "stretch resume"
    write(home.routines / "other.yaml", ROUTINE)
    other = replace(early, uid=new_uid(), session=replace(broken_off(home).session, routine="other"))
    history(home).save(other)
    evenings = [one for one in history(home).unfinished() if one.session.routine == "evening"]
    late = next(one for one in evenings if one.uid != early.uid)
    history(home).save(replace(late, touched=late.touched - timedelta(minutes=5), revision=2))
    assert way_back(history(home), other.uid) == "stretch resume"
    assert way_back(history(home), late.uid) == "stretch resume evening"
    assert way_back(history(home), early.uid) == ""
    assert way_back(history(home), new_uid()) == ""


def test_why_there_is_nothing_to_go_on_with(stretch: CommandLine, home: Home, routine: Path) -> None:
    """None, a rehearsal, one of yesterday, one that is being played: each says what to do instead."""
    assert routine.exists()
    path = str(routine)
    assert stretch("resume", "evening").err == (
        "Error: there is no session of evening to go on with\n  `stretch play evening` begins one\n"
    )
    broken_off(home, ago=timedelta(hours=13))
    ran = stretch("resume")
    assert ran.code == 1
    assert "Evening was broken off more than 12 hours ago, at " in ran.err
    assert "`stretch play evening --from 2` begins at Turn" in ran.err
    broken_off(home, origin=Origin(path=path, rate=20.0), ago=timedelta(minutes=3))
    assert "Evening was only rehearsed, 20 times as fast" in stretch("resume").err
    broken_off(home, ending=Ending.OPEN, process=mark())
    assert "Evening is being played at this moment" in stretch("resume").err
    assert json.loads(stretch("resume", "--json").out) == []
    assert stretch("resume", "--list").code == 1


def test_a_command_that_is_proposed_works_when_it_is_typed(
    stretch: CommandLine, home: Home, routine: Path
) -> None:
    """An id with a blank is in quotes, wherever a command is proposed for it."""
    write(home.routines / "my evening.yaml", routine.read_text())
    origin = Origin(path=str(home.routines / "my evening.yaml"))
    kept = broken_off(home, origin=origin)
    mine = replace(kept, session=replace(kept.session, routine="my evening"), revision=2)
    history(home).save(mine)
    assert "\nNow:        stretch resume 'my evening'\n" in stretch().out
    broken_off(home)
    assert way_back(history(home), kept.uid) == "stretch resume 'my evening'"
    history(home).save(replace(mine, touched=mine.touched - timedelta(hours=13), revision=3))
    said = stretch("resume", "my evening").err
    assert "`stretch play 'my evening' --from 2` begins at Turn" in said
    assert stretch("show", *_typed(said, "play")).code == 0
    write(home.routines / "my evening.yaml", routine.read_text().replace("Turn", "Twist"))
    history(home).save(replace(mine, revision=4))
    said = stretch("resume", "my evening").err
    assert "`stretch show 'my evening'` lists its steps" in said
    assert "`stretch play 'my evening' --from STEP` begins" in said


def _typed(said: str, command: str) -> list[str]:
    """The words after a command that a sentence proposes."""
    return shlex.split(said.partition(f"`stretch {command} ")[2].partition("`")[0])


def test_what_was_played_by_its_path_is_proposed_by_its_path(
    stretch: CommandLine, home: Home, routine: Path
) -> None:
    """Its id would find nothing, or another file; below the current folder the path is short."""
    assert routine.exists()
    path = write(home.work / "my own" / "evening.yaml", ROUTINE)
    kept = broken_off(home, origin=Origin(path=str(path)), ago=timedelta(hours=13))
    said = stretch("resume").err
    assert _typed(said, "play") == [str(path.relative_to(home.work)), "--from", "2"]
    assert stretch("show", *_typed(said, "play")).code == 0
    routine.unlink()
    assert stretch("resume").err == said
    history(home).save(replace(kept, touched=datetime.now(UTC), revision=2))
    write(path, ROUTINE.replace("Turn", "Twist"))
    assert stretch("show", *_typed(stretch("resume").err, "show")).code == 0
    write(path, "name: Evening\nsteps: [{name: Sit, duration: 5s}]\n")
    options = {"from": "2"}
    history(home).save(
        replace(kept, touched=datetime.now(UTC), revision=3, origin=Origin(path=str(path), options=options))
    )
    assert "cannot be played as it was begun" in stretch("resume").err
    path.unlink()
    history(home).save(replace(kept, revision=4))
    assert stretch("resume").err.endswith("`stretch list` shows what can be played\n")


def test_a_routine_that_there_is_not(stretch: CommandLine, home: Home, routine: Path) -> None:
    """The near ones are named, as for `stats`; where it was played once its session is what is missing."""
    said = stretch("resume", "evenin").err
    assert said == "Error: there is no routine 'evenin'\n  did you mean evening?\n"
    assert stretch("resume", "evenin", "--list").err == said
    assert stretch("resume", "./evenin.yaml").err.startswith("Error: there is no file ./evenin.yaml\n")
    kept = broken_off(home)
    session = replace(kept.session, completed=True, place=None)
    history(home).save(replace(kept, session=session, ending=Ending.FINISHED, revision=2))
    routine.unlink()
    assert stretch("resume", "evening").err == (
        "Error: there is no session of evening to go on with\n  `stretch list` shows what can be played\n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ROUTINE.replace("Turn, duration: 20s", "Twist, duration: 20s"), "Turn is no longer in it"),
        ("name: Evening\nsteps: []\n", "evening.yaml"),
        (None, "the file of evening is no longer there"),
        ("name: Evening\nstages: [{routine: hip-unlock, sessions: 3}]\n", "is a routine no longer"),
    ],
)
def test_a_file_that_cannot_be_gone_on_with(
    stretch: CommandLine, home: Home, routine: Path, text: str | None, said: str
) -> None:
    """It says why, and the session stays as it was."""
    kept = broken_off(home)
    if text is None:
        routine.unlink()
    else:
        write(routine, text)
    ran = stretch("resume", "--display", "plain")
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert history(home).sessions(blocks=True) == [kept]


def test_a_changed_file_says_what_changed_and_goes_on(
    stretch: CommandLine, home: Home, routine: Path
) -> None:
    """At the start of the step, which is heard to begin; what is gone of it stays in the record."""
    broken_off(home)
    write(
        routine,
        ROUTINE.replace("  - {name: Bend, duration: 20s}\n", "").replace("on: 20s, s", "on: 0.6s, s"),
    )
    ran = stretch("resume", "--display", "plain")
    assert ran.code == 0
    assert "The routine has changed since: Bend is gone; step 1 (Turn) is now 0.6s a side." in ran.err
    assert (
        lines(ran.out, "switch") == ["switch Right side (0:00)"] or "Going on: turn, right side." in ran.out
    )
    (one,) = history(home).sessions(blocks=True)
    assert [(block.exercise, block.played) for block in one.session.blocks] == [
        ("Turn", 20_000),
        ("Turn", 19_900 + 600),
        ("Sit", 500),
        ("Bend", 20_000),
    ]
    assert one.ending is Ending.FINISHED


def test_other_words_in_the_file_change_nothing(stretch: CommandLine, home: Home, routine: Path) -> None:
    """It goes on to the second, and says so."""
    origin = Origin(path=str(routine), digest="of another file")
    broken_off(home, origin=origin)
    ran = stretch("resume", "--display", "plain")
    assert ran.code == 0
    assert ran.err == "The file has changed since; this place in it is the same.\n"
    assert ran.out.startswith("1:09 ")


@pytest.mark.parametrize(
    "options",
    [{"level": "high"}, {"first": "up"}, {"from": 5}, {"avoid": "neck"}, {"fit": True}, {"switch": -5}],
)
def test_options_that_nobody_could_have_given(
    stretch: CommandLine, home: Home, routine: Path, options: dict[str, Any]
) -> None:
    """A history may come from anywhere: what makes no sense is an error, and not a bug."""
    broken_off(home, origin=Origin(path=str(routine), options=options))
    ran = stretch("resume", "--display", "plain")
    assert ran.code == 1
    assert "make no sense" in ran.err


def test_changes_that_nobody_could_have_made(stretch: CommandLine, home: Home, routine: Path) -> None:
    """They are left out, where nothing of the record speaks of any."""
    broken_off(home, origin=Origin(path=str(routine), options={"changes": {"longer": 1}}))
    assert stretch("resume", "--display", "plain").code == 0


def test_only_one_takes_a_session_up(home: Home, routine: Path) -> None:
    """Two that found it at the same moment: the second is told."""
    assert routine.exists()
    kept = broken_off(home)
    taken = history(home).take_up(kept, process=mark(), now=datetime.now(UTC))
    assert (taken.ending, taken.revision) == (Ending.OPEN, kept.revision + 1)
    with pytest.raises(StretchError, match="another stretch goes on with Evening already"):
        history(home).take_up(kept, process=mark(), now=datetime.now(UTC))


def test_a_history_that_cannot_be_written_stops_nothing(
    stretch: CommandLine, home: Home, routine: Path
) -> None:
    """The rest is played, and one line says what is not kept."""
    assert routine.exists()
    kept = broken_off(home)
    with closing(sqlite3.connect(home.history)) as file:
        file.execute("CREATE TRIGGER full BEFORE UPDATE ON session BEGIN SELECT RAISE(ABORT, 'no room'); END")
    ran = stretch("resume", "--display", "plain")
    assert ran.code == 0
    assert "Evening: done." in ran.out
    assert ran.err.startswith("This session is not kept in ")
    assert history(home).sessions(blocks=True) == [kept]


def test_a_place_before_its_block_is_brought_along(home: Home, routine: Path) -> None:
    """In a lead-in the place is before its block: an export has it, and an import takes it."""
    assert routine.exists()
    kept = broken_off(home, 4000)
    assert kept.session.place is not None
    assert kept.session.place.elapsed == -6000
    text = "\n".join(exported([kept])).encode()
    assert imported(text) == [kept]


def test_play_mentions_it_before_it_begins_anew(stretch: CommandLine, home: Home, routine: Path) -> None:
    """In one line, and only where the last session of the routine was broken off."""
    assert routine.exists()

    def said() -> str:
        return stretch("play", "evening", "--speed", "1000", "--display", "plain").err

    assert said() == ""  # and a rehearsal is none that one would go on with
    kept = broken_off(home)
    at = f"{kept.touched:%H:%M}"
    assert said() == f"You broke it off at {at}: `stretch resume` goes on with that session.\n"
    write(home.routines / "other.yaml", ROUTINE)
    history(home).save(
        replace(
            kept, uid=new_uid(), touched=datetime.now(UTC), session=replace(kept.session, routine="other")
        )
    )
    assert "`stretch resume evening` goes on" in said()
    history(home).save(
        replace(
            kept,
            uid=new_uid(),
            started=datetime.now(UTC),
            ending=Ending.FINISHED,
            session=replace(kept.session, completed=True, place=None),
        )
    )
    assert said() == ""


def test_play_waits_for_no_history_that_is_kept_locked(
    home: Home, routine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What there may be to mention is left out then: the look is given up long before it gets an answer."""
    assert routine.exists()
    broken_off(home)
    monkeypatch.setattr(mention, "_PATIENCE", 0.05)
    with closing(sqlite3.connect(home.history, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        looking = mention.Mention("evening", os.environ)
        assert looking.wait() == ""
        assert looking._thread.is_alive()
    looking._thread.join()
    assert "`stretch resume` goes on" in looking.notice()


def test_a_system_without_threads_mentions_nothing(
    home: Home, routine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a session is played all the same."""
    assert routine.exists()
    broken_off(home)

    def refuse(_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert mention.Mention("evening", os.environ).wait() == ""


def test_resume_has_the_options_of_play_but_not_those_that_shape(stretch: CommandLine, home: Home) -> None:
    """What it was begun with it goes on with; display, sound and look are free."""
    assert home.work.exists()
    text = stretch("resume", "--help").out
    assert all(name in text for name in ("--display", "--mute", "--volume", "--voice", "--still", "--awake"))
    for option in (("--level", "2"), ("--from", "2"), ("--speed", "2")):
        ran = stretch("resume", *option)
        assert ran.code == 2
        assert "No such option" in ran.err


def test_whatever_is_wrong_with_the_history_nothing_is_mentioned(monkeypatch):
    """Not only what is expected to go wrong: a session begins without a trace of it."""

    def fail(*_, **__):
        raise KeyError("what nobody thought of")

    monkeypatch.setattr(History, "sessions", fail)
    assert mention.Mention("evening", os.environ).wait() == ""
