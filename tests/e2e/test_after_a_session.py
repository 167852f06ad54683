"""After a session on a real terminal: a side that is short is offered, how it feels is asked and kept."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("POSIX terminals only", allow_module_level=True)

from commandline import write
from pseudo_terminal import Terminal
from stretchtimer.history.kept import Kind
from stretchtimer.history.store import History
from waiting import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

    from commandline import Home
    from stretchtimer.history.kept import Kept

pytestmark = pytest.mark.e2e

ROUTINE = """\
name: Short one
closing: Notice the space.
prepare: 0s
transition: 0s
steps:
  - {name: Reach, duration: 3.1s}
"""
SIDED = """\
name: Both sides
prepare: 0s
switch: 1s
steps:
  - {name: Reach, duration: 6s, sides: each}
"""
HURTING = """\
name: Hurting
prepare: 9m
steps:
  - {name: Reach, duration: 20s, adjustments: [Bend the knee.]}
  - {name: Turn, duration: 20s}
"""


@pytest.fixture(autouse=True)
def _quiet(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCH_SOUND", "bell")
    monkeypatch.setenv("STRETCH_AWAKE", "no")


@pytest.fixture
def path(home: Home) -> Path:
    return write(home.work / "short.yaml", ROUTINE)


def begin(path: Path, *options: str) -> Terminal:
    command = [sys.executable, "-m", "stretchtimer", "play", str(path), "--mute", "--no-figure"]
    return Terminal([*command, *options])


def the_one(home: Home) -> Kept:
    (one,) = History(str(home.history)).sessions(blocks=True)
    return one


def test_a_number_a_line_and_enter(home: Home, path: Path) -> None:
    """From the keys to the file: the number, what it is of, and the line as it was typed."""
    with begin(path) as terminal:
        shown = terminal.shown("How does it feel")
        terminal.type("\t1")
        shown += terminal.shown("Type a line")
        terminal.type("0")
        terminal.type("steif é体x\x7f\x1b[A\x05\r")
        shown += terminal.shown("Noted: pain 10: steif é体")
        shown += terminal.shown("Short one: done")
        assert terminal.process.wait(PATIENCE) == 0
        assert terminal.as_it_was(shown + terminal.shown_so_far())
    one = the_one(home)
    assert one.asked
    assert [(f.feeling, f.kind, f.note) for f in one.feelings] == [(10, Kind.PAIN, "steif é体")]


def test_enter_skips_and_the_session_is_whole(home: Home, path: Path) -> None:
    """Nothing is noted, and nobody is asked for this session again."""
    with begin(path) as terminal:
        terminal.shown("How does it feel")
        terminal.type("\r")
        terminal.shown("Short one: done")
        assert terminal.process.wait(PATIENCE) == 0
    one = the_one(home)
    assert (one.asked, one.feelings, one.session.completed) == (True, (), True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_question(home: Home, path: Path, number: int) -> None:
    """The session was over and is kept as finished; the number that was chosen is kept as well."""
    with begin(path) as terminal:
        shown = terminal.shown("How does it feel")
        terminal.type("7")
        shown += terminal.shown("Type a line")
        terminal.process.send_signal(number)
        shown += terminal.shown("Short one: done")
        assert terminal.process.wait(PATIENCE) == 0
        assert terminal.as_it_was(shown + terminal.shown_so_far())
    one = the_one(home)
    assert (one.session.completed, [f.feeling for f in one.feelings]) == (True, [7])


def test_killed_while_it_is_asked(home: Home, path: Path) -> None:
    """The record does not wait for an answer: it is finished already."""
    with begin(path) as terminal:
        terminal.shown("How does it feel")
        while not (found := History(str(home.history)).sessions()) or not found[0].session.completed:
            pass
        os.killpg(terminal.process.pid, signal.SIGKILL)
    assert the_one(home).session.completed


@pytest.mark.parametrize("options", [("--no-ask",), ("--speed", "4")])
def test_who_does_not_want_it_is_not_asked(home: Home, path: Path, options: tuple[str, ...]) -> None:
    """Switched off, or no session in earnest: the end stays for a while, and any key leaves it."""
    with begin(path, *options) as terminal:
        shown = terminal.shown("Notice the space")
        terminal.type("z")
        shown += terminal.shown("Short one: done")
        assert "feel" not in shown
    assert not the_one(home).asked


def test_the_config_file_switches_it_off(home: Home, path: Path) -> None:
    """`ask: no` in config.yaml."""
    write(home.config / "config.yaml", "ask: no\n")
    with begin(path) as terminal:
        shown = terminal.shown("Notice the space")
        terminal.type("z")
        shown += terminal.shown("Short one: done")
        assert "feel" not in shown


def test_what_was_typed_is_told_where_it_cannot_be_kept(
    home: Home, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says that the session is not kept, and why, with the answer in it."""
    monkeypatch.setenv("STRETCH_HISTORY", str(write(home.root / "blocked", "a file") / "history.db"))
    with begin(path) as terminal:
        terminal.shown("How does it feel")
        terminal.type("3left hip\r")
        said = terminal.shown("Short one: done")
        said = said.rpartition("\x1b[?1049l")[2]
        assert terminal.process.wait(PATIENCE) == 0
    assert said.count("not kept") == 1
    assert "You noted: stiffness 3: left hip." in said


def test_a_side_that_is_short_is_played_after_all(home: Home) -> None:
    """Skipped with n, added with y: in the record both sides are even, in one session that was finished."""
    with begin(write(home.work / "both.yaml", SIDED)) as terminal:
        terminal.shown(" SWITCH ")
        terminal.type("nn")
        terminal.shown(r"Right reach is \d s short")
        terminal.type("y")
        terminal.shown(" NEXT ")
        terminal.type("n")
        terminal.shown("How does it feel")
        terminal.type("2\r")
        terminal.shown("Both sides: done")
        assert terminal.process.wait(PATIENCE) == 0
    one = the_one(home)
    left, right = one.session.blocks
    assert one.session.completed
    assert one.session.place is None
    assert left.left == 6000
    assert 5900 <= right.right <= 6100
    assert [f.feeling for f in one.feelings] == [2]


def test_what_hurts_is_left_offered_easier_and_remembered(home: Home) -> None:
    """X leaves it, e offers the other way; the next time there is a reminder on the way to it."""
    path = write(home.work / "hurting.yaml", HURTING)
    with begin(path) as terminal:
        terminal.shown("GET READY")
        terminal.type("nx")
        terminal.shown("Press e for: Bend the knee")
        terminal.type("e")
        terminal.shown("Another way")  # what follows stands there already
        terminal.type("q")
        terminal.shown("Hurting: ended early")
        terminal.shown(r"It hurt: Reach\.")
        assert terminal.process.wait(PATIENCE) == 0
    assert [block.hurt for block in the_one(home).session.blocks] == [True, False]
    with begin(path) as terminal:
        terminal.shown("Last time this hurt. Try: Bend the knee")
        terminal.type("q")
        terminal.shown("Hurting: ended early")
