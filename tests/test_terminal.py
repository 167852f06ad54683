"""The real host on real pseudo-terminals: keys, restoring, stops, terminals that fail, input that is none."""

from __future__ import annotations

import fcntl
import io
import os
import re
import signal
import subprocess
import sys
import termios
from typing import Any

import pytest

if sys.platform == "win32":
    pytest.skip("POSIX terminals only", allow_module_level=True)

from pseudo_terminal import Terminal, play, switched_on
from stretchtimer.terminal import TerminalHost
from waiting import PATIENCE


@pytest.mark.parametrize(
    ("typed", "code"),
    [("q", 0), ("x", 1), ("\x03", 130), ("\x1c", 143), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
)
def test_restored_on_every_way_out(typed: str | int, code: int) -> None:
    """The end, an exception and each signal leave echo, lines, cursor and screen as they were."""
    with Terminal(play()) as terminal:
        assert terminal.told().startswith("ready")
        assert terminal.single_keys()
        if isinstance(typed, str):
            terminal.type(typed)
        else:
            terminal.process.send_signal(typed)
        assert terminal.process.wait(PATIENCE) == code
        shown = terminal.shown_so_far()
        assert {"\x1b[?1049h", "\x1b[?25l"} <= set(re.findall(r"\x1b\[[?0-9]+[hl]", shown))
        assert terminal.as_it_was(shown)


def test_restored_where_the_context_was_never_left() -> None:
    """The interpreter's own exit is the last resort."""
    with Terminal(play("screen", 60_000, ["forgetful"])) as terminal:
        assert terminal.told().startswith("ready")
        assert terminal.single_keys()
        terminal.type("q")
        assert terminal.process.wait(PATIENCE) == 0
        shown = terminal.shown_so_far()
        assert "?1049h" in shown
        assert terminal.as_it_was(shown)


def test_a_forked_child_that_ends_gives_nothing_back() -> None:
    """Only the process that took the terminal restores it."""
    with Terminal(play()) as terminal:
        terminal.told()
        terminal.type("F")
        assert terminal.told() == "forked"
        assert terminal.single_keys()
        assert "1049" in switched_on(terminal.shown_so_far())


def test_keys_typed_ahead_do_not_reach_the_shell() -> None:
    """What is typed while the session ends is forgotten."""
    with Terminal(play()) as terminal:
        terminal.told()
        terminal.type("b")
        assert terminal.told() == "busy"
        terminal.type("rm -r x\n")
        assert terminal.process.wait(PATIENCE) == 0
        assert terminal.typed_ahead() == 0


def test_a_burst_of_keys_arrives_whole_and_in_order() -> None:
    """Many keys at once are many keys, each in its turn."""
    with Terminal(play()) as terminal:
        terminal.told()
        terminal.type(" \x1b[C\x1b[D\x1bOA+é\r\x1bp" * 20)
        names = ["space", "right", "left", "up", "+", "é", "enter", "alt-p"]
        assert [terminal.told() for _ in range(160)] == [f"key {name}" for name in names * 20]


def test_a_lone_escape_and_a_sequence_in_two_parts() -> None:
    """The Esc key comes by itself after its delay; an arrow cut in two is an arrow."""
    with Terminal(play()) as terminal:
        terminal.told()
        terminal.type("\x1b")
        assert terminal.told() == "key escape"
        terminal.type("\x1b[")
        terminal.type("C")
        assert terminal.told() == "key right"


def test_a_paste_is_no_keys() -> None:
    """The terminal is asked to mark what is pasted, and that is left out."""
    with Terminal(play()) as terminal:
        terminal.told()
        assert "2004" in switched_on(terminal.shown_so_far())
        terminal.type("\x1b[200~quit x\x1b[201~n")
        assert terminal.told() == "key n"


def test_a_resize_asks_for_the_picture_at_once() -> None:
    """The wait ends, the size is the terminal's own and not that of COLUMNS and LINES."""
    with Terminal(play()) as terminal:
        terminal.told()
        terminal.resize(50, 14)
        assert terminal.told() == "redraw 50 14"


def test_without_a_screen_there_are_keys_and_no_sequences() -> None:
    """Plain lines on a terminal: keys are single, and nothing but the text is written."""
    with Terminal(play("plain")) as terminal:
        terminal.told()
        assert terminal.single_keys()
        terminal.type("w")
        assert terminal.told() == "written"
        terminal.type("q")
        assert terminal.process.wait(PATIENCE) == 0
        assert terminal.shown_so_far() == "frame"
        assert termios.tcgetattr(terminal.slave) == terminal.modes


def test_the_shared_terminal_is_not_made_non_blocking() -> None:
    """O_NONBLOCK would hit the shell and every other program on this terminal."""
    with Terminal(play()) as terminal:
        terminal.told()
        terminal.type("w")
        assert terminal.told() == "written"
        assert not fcntl.fcntl(terminal.slave, fcntl.F_GETFL) & os.O_NONBLOCK


@pytest.mark.parametrize("reset", [True, False])
def test_continued_after_a_stop_it_could_not_see(*, reset: bool) -> None:
    """After SIGSTOP and SIGCONT modes that somebody has reset are set again, the first ones restored."""
    with Terminal(play()) as terminal:
        terminal.told()
        terminal.process.send_signal(signal.SIGSTOP)
        assert os.WIFSTOPPED(os.waitpid(terminal.process.pid, os.WUNTRACED)[1])
        if reset:
            termios.tcsetattr(terminal.slave, termios.TCSANOW, terminal.modes)
        terminal.shown_so_far()
        terminal.process.send_signal(signal.SIGCONT)
        assert terminal.told() == "redraw 80 24"
        assert terminal.single_keys()
        assert switched_on(terminal.shown_so_far()) == {"7", "1049", "2004"}
        terminal.type("q")
        assert terminal.process.wait(PATIENCE) == 0
        assert terminal.as_it_was(terminal.shown_so_far())


def test_a_stop_that_nobody_could_undo_does_not_happen() -> None:
    """Ctrl-Z without a shell that could continue it: the session goes on, and knows of it."""
    with Terminal(play()) as terminal:
        terminal.told()
        terminal.type("\x1a")
        assert terminal.told() == "RESUMED"
        assert terminal.single_keys()
        terminal.type("n")
        assert terminal.told() == "key n"


@pytest.mark.parametrize("way", ["controlling", "foreign", "nohup", "no keyboard"])
def test_a_vanished_terminal_is_a_hangup(way: str) -> None:
    """Whether by SIGHUP, by the end of the keyboard or by a failing write: the session ends by itself."""
    options: dict[str, Any] = {"controlling": way not in ("foreign", "no keyboard")}
    if way == "nohup":
        options["prelude"] = "trap '' HUP"
    if way == "no keyboard":
        options["stdin"] = subprocess.DEVNULL
    step, doses = (20, ["beat"]) if way == "no keyboard" else (60_000, [])
    with Terminal(play("screen", step, doses), **options) as terminal:
        terminal.told(reading=False)
        terminal.close_window()
        assert terminal.told(reading=False).startswith("HANGUP")
        assert terminal.process.wait(PATIENCE) == 129


@pytest.mark.parametrize("how", ["unread", "stopped"])
def test_a_terminal_that_does_not_read_stops_no_clock(how: str) -> None:
    """Frames are left out, time goes on; read again, the terminal is drawn anew. It ends without waiting."""
    with Terminal(play("screen", 60_000, ["flood"])) as terminal:
        if how == "stopped":
            termios.tcflow(terminal.slave, termios.TCOOFF)
        terminal.told(reading=False)
        word, late = terminal.told(reading=False).split()
        assert word == "flooded"
        assert int(late) < 1000
        if how == "unread":
            assert terminal.told() == "redraw 80 24"
            terminal.type("w")
            assert terminal.told() == "written"
            terminal.shown("frame")
        terminal.type("q")
        assert terminal.process.wait(PATIENCE) == 0
        assert termios.tcgetattr(terminal.slave) == terminal.modes


@pytest.mark.parametrize("kind", ["empty", "full", "closed", "null"])
def test_input_that_is_no_terminal_is_left_alone(kind: str) -> None:
    """It gives no keys, its end makes nothing spin, and what it holds is somebody else's."""
    read, write = os.pipe()
    os.write(write, b"q" * (kind == "full"))
    if kind != "full":
        os.close(write)
    options: dict[str, Any] = {"stdin": subprocess.DEVNULL if kind == "null" else read}
    if kind == "closed":
        options["prelude"] = "exec <&-"
    with Terminal(play("screen", 400, ["once"]), **options) as terminal:
        assert terminal.told().startswith("ready")
        word, busy = terminal.told().split()
        assert word == "done"
        assert float(busy) < 0.2  # s of the processor; a loop that spun would need all its 400 ms
        assert terminal.process.wait(PATIENCE) == 0
        assert terminal.as_it_was(terminal.shown_so_far())
        if kind == "full":
            assert os.read(read, 10) == b"q"
            os.close(write)
        os.close(read)


def test_a_wait_is_never_too_short() -> None:
    """The clock has reached what was waited for, and is of whole milliseconds that never go back."""
    with TerminalHost(screen=False, stdin=io.StringIO(), stdout=io.StringIO()) as host:
        for ms in (0, 1, 2, 3, 5, 8) * 5:
            until = host.now() + ms
            assert host.wait(until) is None
            assert until <= host.now()
        assert isinstance(host.now(), int)
        assert host.wait(host.now() - 1_000) is None
        assert host.wall().tzinfo is not None
