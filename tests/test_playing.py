"""A whole session on a real terminal: how it ends, and what it leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("POSIX terminals only", allow_module_level=True)

from pseudo_terminal import Terminal
from stretchtimer.terminal.signals import HUNG_AFTER
from waiting import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.e2e

ROUTINE = """\
name: Short one
closing: Notice the space.
prepare: 1s
steps: [{name: Reach, duration: 1s}]
"""


def play(folder: Path, *options: str) -> list[str]:
    """The command that plays a routine of 2 s, in half a second and without sound unless told otherwise."""
    routine = folder / "short.yaml"
    routine.write_text(ROUTINE, encoding="utf-8")
    sound = ("env", "STRETCH_SOUND=none")
    return [*sound, sys.executable, "-m", "stretchtimer", "play", str(routine), "--speed", "4", *options]


@pytest.mark.parametrize("told", ["key", "Ctrl-C"])
def test_the_end_stays_to_be_read(tmp_path: Path, told: str) -> None:
    """The closing line stays on the screen; a key or a Ctrl-C takes it away, and the session is whole."""
    with Terminal(play(tmp_path)) as terminal:
        shown = terminal.shown("Notice the space")
        assert "1049h" in shown
        assert "1049l" not in shown
        if told == "key":
            terminal.type("x")
        else:
            terminal.process.send_signal(signal.SIGINT)
        shown += terminal.shown("Short one: done")
        assert terminal.process.wait(PATIENCE) == 0
        assert terminal.as_it_was(shown + terminal.shown_so_far())


def test_a_second_ctrl_c_breaks_in_by_force(tmp_path: Path) -> None:
    """Where the loop hangs in an output that nobody reads: 130, and the terminal has its modes back."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    try:
        while True:
            os.write(writer, b"x" * 1024)
    except BlockingIOError:
        os.set_blocking(writer, True)
    with Terminal(play(tmp_path, "--display", "plain"), stdout=writer) as terminal:
        while not terminal.single_keys():
            assert terminal.process.poll() is None
        terminal.process.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            terminal.process.wait(2 * HUNG_AFTER)
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.process.wait(PATIENCE) == 130
        assert terminal.as_it_was(terminal.shown_so_far())
    os.close(reader)
    os.close(writer)
