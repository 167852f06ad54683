"""The host under the job control of real shells: suspended, in the background, ended while it is stopped."""

from __future__ import annotations

import contextlib
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("POSIX job control only", allow_module_level=True)

from pseudo_terminal import Terminal, play, switched_on

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHELLS = {"bash": ["--norc", "--noprofile", "-i"], "zsh": ["-f", "-i"]}
_SANE = {"icanon", "echo", "ixon"}


@contextlib.contextmanager
def _shell(name: str) -> Iterator[Terminal]:
    """An interactive shell on a terminal."""
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    with Terminal([name, *_SHELLS[name]]) as terminal:
        yield terminal


def _modes(terminal: Terminal) -> set[str]:
    """What a command that the shell starts finds the terminal to be."""
    terminal.output = b""
    terminal.type("stty -a; echo do''ne $?\n")
    return set(terminal.shown(r"done \d").replace(";", " ").split())


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_suspended_and_brought_back_by_a_shell(shell: str) -> None:
    """Ctrl-Z gives the shell its terminal, `fg` takes it again, and the end gives it back."""
    with _shell(shell) as terminal:
        terminal.type(terminal.line(play()) + "\n")
        assert terminal.told().startswith("ready")
        terminal.type("\x1a")
        shown = terminal.shown("Stopped  |: suspended")
        assert "1049" not in switched_on(shown)
        assert _modes(terminal) >= _SANE
        terminal.output = b""
        terminal.type("fg\n")
        assert terminal.told() == "RESUMED"
        assert "1049" in switched_on(terminal.shown(r"2004h\x1b\[\?25l"))
        assert terminal.single_keys()
        terminal.type("n")
        assert terminal.told() == "key n"
        terminal.type("q")
        terminal.shown(r"\x1b\[\?1049l[^$]*\$ ")  # up to the prompt: until then keys are forgotten
        assert _modes(terminal) >= _SANE


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_a_screen_in_the_background_waits_for_the_front(shell: str) -> None:
    """`play &` with a screen stops, as every program with a screen does, and begins with `fg`."""
    with _shell(shell) as terminal:
        terminal.type(terminal.line(play()) + " &\n")
        terminal.type("wait %1\n" if shell == "bash" else "")  # bash speaks of its jobs when it is asked
        shown = terminal.shown(r"Stopped  |suspended \(tty output\)")
        assert "1049h" not in shown
        assert _modes(terminal) >= _SANE
        terminal.type("fg\n")
        assert terminal.told().startswith("ready")
        terminal.type("n")
        assert terminal.told() == "key n"


def test_plain_lines_in_the_background_go_on() -> None:
    """`play --display plain &` plays without touching the terminal, and has its keys after `fg`."""
    with _shell("bash") as terminal:
        terminal.type(terminal.line(play("plain", 20)) + " &\n")
        assert terminal.told().startswith("ready")
        assert _modes(terminal) >= _SANE
        terminal.type("fg\n")
        terminal.shown("fg.*\n")
        terminal.type("n")
        assert terminal.told() == "key n"
        terminal.type("\x1a")
        terminal.shown("Stopped")
        terminal.type("bg\n")
        assert terminal.told() == "RESUMED"
        assert _modes(terminal) >= _SANE
        terminal.type("fg; echo ov''er\n")
        terminal.shown("fg.*\n")
        terminal.type("q")
        terminal.shown("over")
        assert _modes(terminal) >= _SANE


def test_ended_while_suspended() -> None:
    """`kill %1` of a stopped session ends it in good order, and does not take the terminal from the shell."""
    with _shell("bash") as terminal:
        terminal.type(terminal.line(play()) + "\n")
        pid = terminal.told().split()[1]
        terminal.type("\x1a")
        terminal.shown("Stopped")
        terminal.output = b""
        terminal.type("kill %1\n")
        assert terminal.told() == "TERMINATE"
        terminal.type(f"while kill -0 {pid} 2>&-; do sleep 0.02; done; jobs\n")
        terminal.shown("Exit 143")
        assert b"1049h" not in terminal.output


def test_a_closed_window_ends_a_suspended_session() -> None:
    """The window is closed over a stopped session: it wakes up, is told, and ends."""
    with _shell("bash") as terminal:
        terminal.type(terminal.line(play()) + "\n")
        assert terminal.told().startswith("ready")
        terminal.type("\x1a")
        terminal.shown("Stopped")
        terminal.close_window()
        assert terminal.told(reading=False) == "HANGUP"
