"""`stretch` alone on a real pseudo-terminal: what is chosen there is played, and the terminal comes back."""

from __future__ import annotations

import os
import re
import signal
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("POSIX terminals only", allow_module_level=True)

from test_play import Seat

from commandline import shell, write
from stretchtimer.history.kept import Ending, Kept, Origin, new_uid
from stretchtimer.history.store import History
from stretchtimer.session import Place, Session

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


def keep(home: Home, routine: str, *, days: int = 0, place: Place | None = None, **origin: object) -> None:
    """A session in the history, played to the end where it has no place."""
    started = datetime.now().astimezone() - timedelta(days=days, minutes=20)
    session = Session(
        routine=routine, name="Hip unlock", completed=place is None, planned=370_000,
        played=100_000 if place else 370_000, work=90_000, place=place,
    )  # fmt: skip
    kept = Kept(
        uid=new_uid(), session=session, origin=Origin(**origin), started=started, touched=started,
        ended=started, ending=Ending.STOPPED if place else Ending.FINISHED,
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


def test_an_unfinished_session_is_gone_on_with(home: Home) -> None:
    """From the step where it stood."""
    place = Place(block=5, step=3, exercise="Hurdler", exercise_id="hurdler", side=None, elapsed=4000)
    keep(home, "hip-unlock", place=place)
    with sit() as seat:
        seat.see("> Go on: Hip unlock", "It broke off at hurdler, 1:40 of it done.")
        seat.type("\r")
        seat.see("GET READY", "Leaning figure four", gone="Wide leg bend")
        seat.type("q")
        assert seat.end(0).startswith("Hip unlock: ended early.")


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
