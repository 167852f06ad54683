"""`stretch` alone on a real pseudo-terminal: what is chosen there is played, and the terminal comes back."""

from __future__ import annotations

import os
import re
import signal
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("POSIX terminals only", allow_module_level=True)

from test_play import Seat

from commandline import shell, write
from fakes import Deck
from stretchtimer.commands.opening import reopen_routine
from stretchtimer.history.kept import Ending, Kept, Origin, new_uid
from stretchtimer.history.store import History
from stretchtimer.library import Library, folders
from stretchtimer.plan import Options
from stretchtimer.session import Session, summarise

if TYPE_CHECKING:
    from commandline import Home

pytestmark = pytest.mark.e2e

READY = "Enter start"


@pytest.fixture(autouse=True)
def slow(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:  # home: its settings come first
    """A session in which a second takes ten, without a sound."""
    monkeypatch.setenv("STRETCH_SOUND", "bell")
    monkeypatch.setenv("STRETCH_AWAKE", "no")
    monkeypatch.setenv("STRETCH_MUTE", "yes")
    monkeypatch.setenv("STRETCH_SPEED", "0.1")


def sit() -> Seat:
    """Somebody who has typed `stretch`, and sees what it offers."""
    seat = Seat(["stretch"])
    seat.see(READY)
    return seat


def keep(home: Home, routine: str, *, days: int = 0, **origin: object) -> None:
    """A session in the history, played to the end."""
    started = datetime.now().astimezone() - timedelta(days=days, minutes=20)
    session = Session(
        routine=routine, name="Hip unlock", completed=True, planned=370_000,
        played=370_000, work=90_000,
    )  # fmt: skip
    kept = Kept(
        uid=new_uid(), session=session, origin=Origin(**origin), started=started, touched=started,
        ended=started, ending=Ending.FINISHED,
    )  # fmt: skip
    History(str(home.history)).save(kept)


def test_enter_starts_and_the_terminal_comes_back() -> None:
    """The session runs in the same process; after it all is as it was, and the session stays to be read."""
    with sit() as seat:
        seat.see("> Hip unlock", "A good one to begin with", "New here")
        seat.type("\r")
        seat.see("GET READY", "Wide leg bend", gone=READY)
        seat.type("q")
        assert seat.end(0).startswith("Hip unlock: ended early.")


def test_arrows_choose() -> None:
    """Down and up, `j` and `k`: what has the mark is what is played."""
    with sit() as seat:
        seat.see("> Hip unlock")
        seat.type("\x1b[B")
        seat.see("> Neutral spine")
        seat.type("j")
        seat.see(" {3}Neutral spine", gone="> Neutral spine")
        seat.type("k\x1b[A")
        seat.see("> Hip unlock")
        seat.type("\x1bOB\r")
        seat.see("GET READY", "Basic starting position")
        seat.type("q")
        assert seat.end(0).startswith("Neutral spine: ended early.")


@pytest.mark.parametrize("key", ["q", "\x1b"], ids=["q", "Esc"])
def test_who_leaves_starts_nothing(home: Home, key: str) -> None:
    """The terminal is as it was, the exit code is 0, and nothing is kept."""
    with sit() as seat:
        seat.type("?")
        seat.see("back to the choice")
        seat.type("\x1b")
        seat.see("> Hip unlock", gone="back to the choice")
        seat.type(key)
        assert seat.end(0) == ""
    assert not home.history.exists()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_leaves_as_well(number: signal.Signals, code: int) -> None:
    """With the exit code that a session has."""
    with sit() as seat:
        os.kill(seat.process.pid, number)
        assert seat.end(code) == ""


def test_a_resize_draws_it_anew() -> None:
    """At any size, with the choice kept."""
    with sit() as seat:
        seat.type("j")
        seat.resize(50, 14)
        seat.see("> Neutral spine", "For lower back, core", "Enter")
        seat.resize(20, 5)
        seat.see("> Neutral")
        seat.type("q")
        assert seat.end(0) == ""


def test_the_series_under_way_is_one_key_away(home: Home) -> None:
    """The stage that is next is played, and the screen of the session says which session it is."""
    keep(home, "neutral-spine", days=4, series="back-relief", stage=1)
    with sit() as seat:
        seat.see("> Back relief: neutral spine", "Session 2 of 6 of neutral spine", "4 days ago")
        seat.type("\r")
        seat.see("GET READY", "Basic starting position", r"Session 2 of 6 of neutral spine\.")
        seat.type("q")
        assert "Neutral spine: ended early." in seat.end(0)
    newest = History(str(home.history)).sessions(limit=1)[0]
    assert (newest.origin.series, newest.origin.stage) == ("back-relief", 1)


def left_off(home: Home, at: int, **fields: object) -> Kept:
    """A session of the hips, stage 2 of a series, that was broken off `at` ms after its start."""
    opened = reopen_routine(Library(tuple(folders(os.environ))), None, "hip-unlock", Options())
    line = opened.compiled.timeline
    touched = datetime.now().astimezone().replace(microsecond=0) - timedelta(minutes=5)
    kept = Kept(
        uid=new_uid(),
        session=summarise(Deck(line).to(at).player, line),
        origin=Origin(path=os.path.realpath(opened.path), series="back-relief", stage=2, rate=0.1),
        started=touched - timedelta(minutes=5),
        touched=touched,
        ending=Ending.STOPPED,
    )
    kept = replace(kept, **fields)
    History(str(home.history)).save(kept)
    return kept


def test_an_unfinished_session_is_gone_on_with(home: Home) -> None:
    """In the middle of its exercise, as `stretch resume` does: it stays one session, of its stage."""
    kept = left_off(home, 100_000)
    place = kept.session.place
    assert place is not None
    assert place.elapsed > 0
    with sit() as seat:
        seat.see("> Go on: Hip unlock", "It broke off at .*, 1:40 of it done.")
        seat.type("\r")
        seat.see("4:30 left", place.exercise)
        seat.type("q")
        assert "Hip unlock: ended early." in seat.end(0)
    (one,) = History(str(home.history)).sessions(blocks=True)
    assert (one.uid, one.origin.series, one.origin.stage) == (kept.uid, "back-relief", 2)
    assert one.session.place is not None
    assert one.session.place.block == place.block
    assert place.elapsed <= one.session.place.elapsed
    assert one.session.played >= kept.session.played


def test_the_chosen_one_is_gone_on_with(home: Home) -> None:
    """Not one that was left later and is hardly begun, which is not offered."""
    kept = left_off(home, 100_000)
    later = left_off(home, 12_000, touched=kept.touched + timedelta(minutes=1))
    with sit() as seat:
        seat.see("> Go on: Hip unlock", "1:40 of it done")
        seat.type("\r")
        seat.see("4:30 left")
        seat.type("q")
        seat.end(0)
    revisions = {one.uid: one.revision for one in History(str(home.history)).sessions()}
    assert revisions[kept.uid] > kept.revision
    assert revisions[later.uid] == later.revision


def test_the_same_one_at_two_terminals(home: Home) -> None:
    """The first to press Enter has it; the second is told so, whatever else waits, and changes nothing."""
    kept = left_off(home, 100_000)
    left_off(home, 12_000, touched=kept.touched + timedelta(minutes=1))
    with sit() as first, sit() as second:
        first.see("> Go on: Hip unlock")
        second.see("> Go on: Hip unlock")
        first.type("\r")
        first.see("4:30 left")
        second.type("\r")
        assert "another stretch goes on with Hip unlock already" in second.end(1)
        first.type("q")
        first.end(0)
    found = {one.uid: one for one in History(str(home.history)).sessions()}
    assert found[kept.uid].ending is Ending.STOPPED
    assert len(found) == 2


def test_where_no_screen_can_be_shown_it_is_text(home: Home) -> None:
    """On a terminal that moves no cursor, for who wants plain lines, and where no key can come."""
    for line in (
        "TERM=dumb exec stretch",
        "STRETCH_DISPLAY=plain exec stretch",
        "exec stretch </dev/null",
        "exec stretch | cat",
    ):
        with Seat(["/bin/sh", "-c", line]) as seat:
            seat.see("More:       stretch --help")
            assert seat.process.wait(10) == 0
            assert "\x1b[?1049h" not in seat.shown_so_far()
    write(home.config / "config.yaml", "display: plain\n")
    with Seat(["stretch"]) as seat:
        seat.see("More:       stretch --help")
        assert seat.process.wait(10) == 0


def test_a_pipe_gets_text() -> None:
    """Without escapes, and with nothing on standard error."""
    ran = shell("stretch | cat")
    assert (ran.code, ran.err) == (0, "")
    assert not re.search(r"[\x00-\x08\x0b-\x1f]", ran.out)
    assert "Now:        stretch play hip-unlock" in ran.out
