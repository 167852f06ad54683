"""Sessions of real processes that are broken off in every way, and gone on with."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("POSIX processes only", allow_module_level=True)

from commandline import write
from pseudo_terminal import Terminal
from stretchtimer.history.kept import Ending
from stretchtimer.history.store import History
from waiting import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

    from commandline import Home
    from stretchtimer.history.kept import Kept

pytestmark = pytest.mark.e2e

KILLS = int(os.environ.get("STRETCH_TEST_RESUMES", "4"))
"""Moments at which a session is killed, and then gone on with; 200 in a thorough run."""
AT_ONCE = 5
BLOCKS = 7
_MS = 700
"""Each block's length: at life's own speed, as only such sessions are gone on with."""
PLAY = (sys.executable, "-m", "stretchtimer", "play", "evening")
RESUME = (sys.executable, "-m", "stretchtimer", "resume", "--display", "plain")


@pytest.fixture(autouse=True)
def _at_home(home: Home) -> None:
    steps = [f"  - {{name: Block {number}, duration: 0.7s}}" for number in range(1, BLOCKS + 1)]
    write(
        home.routines / "evening.yaml",
        "\n".join(["name: Evening", "prepare: 1s", "transition: 0s", "steps:", *steps, ""]),
    )


def begin(command: tuple[str, ...], history: Path) -> subprocess.Popen[bytes]:
    """Start a command with a history of its own."""
    pipe = subprocess.PIPE
    environ = {**os.environ, "STRETCH_HISTORY": str(history)}
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, env=environ)


def end(process: subprocess.Popen[bytes]) -> tuple[int, str, str]:
    """Wait for a command: its exit code, and what it wrote."""
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out.decode(), err.decode()


def listen(process: subprocess.Popen[bytes], block: int) -> str:
    """Read what a session says until it has begun that block."""
    assert process.stdout is not None
    said = ""
    while f"start  Block {block} " not in said:
        said += (line := process.stdout.readline().decode())
        assert line, said
    return said


def begun(out: str) -> list[int]:
    return [int(number) for number in re.findall(r"start  Block (\d+) ", out)]


def whole(history: Path) -> Kept:
    """The one session of a history: finished, and every block played for as long as was planned."""
    (one,) = History(str(history)).sessions(blocks=True, rehearsals=False)
    assert one.ending is Ending.FINISHED
    assert [block.played for block in one.session.blocks] == [_MS] * BLOCKS
    assert one.session.work == BLOCKS * _MS
    assert one.session.played == one.session.planned == BLOCKS * _MS + 1000
    return one


@pytest.mark.timeout(60 + 6 * KILLS)
def test_killed_at_any_moment_it_goes_on_within_one_block(home: Home) -> None:
    """By `kill -9`: `resume` goes on no more than one block before, and the whole is one session."""
    seed = random.randrange(10**6)  # noqa: S311 - moments, not secrets
    chance = random.Random(seed)  # noqa: S311
    folder = home.root / "histories"
    left, gone_on = KILLS, 0
    while left > 0:
        files = [folder / f"{left - n}.db" for n in range(min(AT_ONCE, left))]
        left -= len(files)
        for rehearsal in [begin((*PLAY, "--speed", "1000"), file) for file in files]:
            assert end(rehearsal)[0] == 0  # a history that is there, as most are
        victims = [(begin(PLAY, file), file) for file in files]
        heard = {file: listen(victim, 1) for victim, file in victims}
        now = time.monotonic()
        for moment, (victim, file) in sorted(
            ((now + chance.uniform(0, BLOCKS * _MS / 1000), pair) for pair in victims), key=lambda one: one[0]
        ):
            try:  # what it says meanwhile waits in the pipe
                victim.wait(max(moment - time.monotonic(), 0))
            except subprocess.TimeoutExpired:
                victim.kill()
            heard[file] += end(victim)[1]
        resumed = [(begin(RESUME, file), file) for file in files]
        for process, file in resumed:
            code, out, err = end(process)
            told = f"seed {seed}, {heard[file]!r}, {out!r}, {err!r}"
            if "finish" in heard[file] and code == 1:
                assert "there is no session to go on with" in err, told
                continue
            gone_on += 1
            assert (code, err) == (0, ""), told
            at = re.search(r"Going on: block (\d+)\.", out)
            assert at is not None, told
            assert int(at[1]) >= max(begun(heard[file])) - 1, told
            assert begun(out) in ([*range(int(at[1]) + more, BLOCKS + 1)] for more in (0, 1)), told
            whole(file)
    assert gone_on


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_again_and_again(home: Home, number: int, code: int) -> None:
    """Broken off twice, in the countdown back too: it says how to go on, and nothing is lost or doubled."""
    session = begin(PLAY, home.history)
    listen(session, 3)
    session.send_signal(number)
    ended, out, _ = end(session)
    assert ended == code
    assert "`stretch resume` goes on from here." in out
    again = begin(RESUME, home.history)
    assert again.stdout is not None
    while b"count  2" not in again.stdout.readline():
        assert again.poll() is None
    again.send_signal(number)
    ended, out, _ = end(again)
    assert ended == code
    (one,) = History(str(home.history)).sessions()
    assert one.ending is Ending.SIGNAL
    ended, out, _ = end(begin(RESUME, home.history))
    assert ended == 0
    assert "Going on: block 3." in out
    assert begun(out) == list(range(4, BLOCKS + 1))
    whole(home.history)


def test_a_session_killed_while_it_goes_on_can_be_gone_on_with(home: Home) -> None:
    """Kill after kill: each time what was played is kept, and it stays one session."""
    session = begin(PLAY, home.history)
    listen(session, 4)
    session.kill()
    end(session)
    again = begin(RESUME, home.history)
    listen(again, 7)
    again.kill()
    end(again)
    _, out, _ = end(begin(RESUME, home.history))
    assert re.search(r"Going on: block [67]\.", out)
    whole(home.history)


def test_what_is_being_played_is_not_taken(home: Home) -> None:
    """While a process plays it, whoever wants to go on with it is told so."""
    session = begin(PLAY, home.history)
    listen(session, 2)
    code, _, err = end(begin(RESUME, home.history))
    assert code == 1
    assert "Evening is being played at this moment" in err
    assert end(session)[0] == 0
    whole(home.history)


def test_two_that_would_go_on_with_one_session(home: Home) -> None:
    """Begun at the same moment: one plays it to the end, the other says why it does not."""
    session = begin(PLAY, home.history)
    listen(session, 5)
    session.send_signal(signal.SIGINT)
    end(session)
    both = [begin(RESUME, home.history) for _ in range(2)]
    codes = {code: err for code, _, err in map(end, both)}
    assert set(codes) == {0, 1}
    assert "already" in codes[1] or "is being played at this moment" in codes[1]
    whole(home.history)


def test_on_a_terminal(home: Home) -> None:
    """Ended with q: the screen counts down to where it was; `play` tells of it on its screen."""
    home.routine("long", "name: Long\nsteps: [{name: Reach, duration: 60s}]\nprepare: 0s\n")
    base = [sys.executable, "-m", "stretchtimer"]
    with Terminal([*base, "play", "long", "--no-awake"]) as terminal:
        terminal.shown("Reach")
        terminal.type("q")
        terminal.shown("goes on from here")
        assert terminal.process.wait(PATIENCE) == 0
    with Terminal([*base, "play", "long", "--no-awake"]) as terminal:
        terminal.shown("`stretch resume` goes on")
        terminal.process.send_signal(signal.SIGINT)
        terminal.shown("goes on from here")
        assert terminal.process.wait(PATIENCE) == 130
    with Terminal([*base, "resume"]) as terminal:
        shown = terminal.shown("Reach")
        terminal.type("q")
        shown += terminal.shown("goes on from here")
        assert terminal.process.wait(PATIENCE) == 0
        assert terminal.as_it_was(shown + terminal.shown_so_far())
    assert len(History(str(home.history)).sessions()) == 2
