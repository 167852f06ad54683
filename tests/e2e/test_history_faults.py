"""Sessions of real processes, whatever happens to them or to the file that they are kept in."""

from __future__ import annotations

import os
import random
import resource
import select
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("POSIX processes and files only", allow_module_level=True)

from commandline import Ran, shell, write
from pseudo_terminal import Terminal
from stretchtimer.history.kept import Ending
from stretchtimer.history.recording import TAKES_LONG
from stretchtimer.history.schema import VERSION
from stretchtimer.history.store import History
from stretchtimer.terminal.signals import HUNG_AFTER
from waiting import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from commandline import Home
    from stretchtimer.history.kept import Kept

pytestmark = pytest.mark.e2e

KILLS = int(os.environ.get("STRETCH_TEST_KILLS", "12"))
"""Moments at which a session is killed; 200 in a thorough run."""
SESSIONS = int(os.environ.get("STRETCH_TEST_SESSIONS", "10"))
"""Sessions of each of eight processes; 200 in a thorough run."""
AT_ONCE = 8
SPEED = 50
BLOCKS = 8
_SECONDS = 20
_PREPARE = 50  # a second by the clock: time to open the history, on a machine that has much else to do
_LASTS = (BLOCKS * _SECONDS) / SPEED
"""Seconds by the clock from the first block to the end."""


@pytest.fixture(autouse=True)
def _at_home(home: Home) -> None:
    write(home.routines / "evening.yaml", routine(BLOCKS))


def routine(blocks: int) -> str:
    steps = [f"  - {{name: Block {number}, duration: {_SECONDS}s}}" for number in range(1, blocks + 1)]
    return "\n".join(["name: Evening", f"prepare: {_PREPARE}s", "transition: 0s", "steps:", *steps, ""])


def sessions(home: Home, **more: bool) -> list[Kept]:
    return History(str(home.history)).sessions(**more)


def sound(path: Path) -> bool:
    """Whether SQLite finds nothing wrong with a file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


# -- kill -9 -----------------------------------------------------------------------------------------


class Victim:
    """A session that is going to be killed; `begun` is the number of blocks it has said to begin."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "stretchtimer", "play", "evening", "--speed", str(SPEED)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.output = b""

    @property
    def begun(self) -> int:
        return self.output.count(b" start ")

    def listen(self, until: float) -> None:
        """Take what it says, until that time."""
        while (left := until - time.monotonic()) > 0:
            if not select.select([self.process.stdout], [], [], left)[0]:
                return
            piece = os.read(self.process.stdout.fileno(), 65536)
            if not piece:
                return
            self.output += piece

    def kill(self) -> str:
        """Kill it; the number that the history knows it by."""
        self.process.kill()
        rest, said = self.process.communicate(timeout=PATIENCE)
        self.output += rest
        assert said == b""
        return f"-{self.process.pid}-"


@pytest.mark.timeout(60 + 3 * KILLS)
def test_killed_at_any_moment_it_is_there_but_for_the_current_block(home: Home) -> None:
    """By `kill -9`: the file is whole, the session is in it as broken off, and one block at most is lost."""
    seed = random.randrange(10**6)  # noqa: S311 - moments, not secrets
    chance = random.Random(seed)  # noqa: S311
    for _ in range(KILLS // AT_ONCE):
        victims = [Victim() for _ in range(AT_ONCE)]
        for victim in victims:
            while not victim.begun:
                victim.listen(time.monotonic() + 0.05)
                assert victim.process.poll() is None
        now = time.monotonic()
        moments = sorted((now + chance.uniform(0, _LASTS), victim) for victim in victims)
        marks = []
        for moment, victim in moments:
            victim.listen(moment)
            marks.append(victim.kill())
        kept = {mark: one for one in sessions(home, blocks=True) for mark in marks if mark in one.process}
        for mark, (_, victim) in zip(marks, moments, strict=True):
            told = f"seed {seed}, {victim.begun} begun, {kept.get(mark)}"
            one, ended = kept[mark], b"finish" in victim.output
            whole = sum(block.played == _SECONDS * 1000 for block in one.session.blocks)
            assert ended or one.ending is Ending.BROKEN_OFF, told
            # What was said last may be an instant ahead of the file: the block before it is the current one.
            assert victim.begun - 2 <= whole <= BLOCKS, told
            assert one.session.place is None or one.session.place.block >= victim.begun - 1, told
    assert sound(home.history)
    assert len(sessions(home)) == KILLS // AT_ONCE * AT_ONCE
    unfinished = History(str(home.history)).unfinished()
    assert all(one.session.place is not None for one in unfinished)


def test_killed_while_others_play(home: Home) -> None:
    """A lock that died with its process is nobody's: the next session is kept as if nothing had been."""
    victim = Victim()
    while victim.begun < 2:
        victim.listen(time.monotonic() + 0.05)
    victim.kill()
    assert shell("stretch play evening --speed 1000").code == 0
    assert [one.ending for one in sessions(home)] == [Ending.FINISHED, Ending.BROKEN_OFF]


# -- many at once --------------------------------------------------------------------------------------


_MANY = """
import contextlib, os, sys
from stretchtimer.cli import main
with open(os.devnull, "w") as sys.stdout:
    for _ in range(int(sys.argv[1])):
        with contextlib.suppress(SystemExit):
            main(["play", "evening", "--speed", "1000"])
"""


def said_by(running: list[subprocess.Popen[bytes]]) -> list[str]:
    """What they say until their end, but for having to wait for each other."""
    lines = [line for one in running for line in one.communicate()[1].decode().splitlines()]
    return [line for line in lines if line != TAKES_LONG]


@pytest.mark.timeout(60 + 3 * SESSIONS)
def test_eight_processes_at_once_lose_nothing(home: Home) -> None:
    """All begin on a history that is not there yet, and every session is in it, finished and whole."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _MANY, str(SESSIONS)], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        for _ in range(8)
    ]
    assert said_by(running) == []
    kept = sessions(home, blocks=True)
    assert len({one.uid for one in kept}) == 8 * SESSIONS
    assert {(one.ending, one.session.played, len(one.session.blocks)) for one in kept} == {
        (Ending.FINISHED, (_PREPARE + BLOCKS * _SECONDS) * 1000, BLOCKS)
    }
    assert sound(home.history)


@pytest.mark.timeout(60 + 3 * SESSIONS)
def test_eight_processes_find_the_same_damage(home: Home) -> None:
    """One sets it aside, byte for byte, and says so; every session is in the new one."""
    diary = "dear diary\n" * 1000
    write(home.history, diary)
    running = [
        subprocess.Popen([sys.executable, "-c", _MANY, "2"], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for _ in range(8)
    ]
    (said,) = said_by(running)
    (aside,) = (one for one in home.history.parent.iterdir() if one != home.history)
    assert said.count(str(aside)) == 1
    assert aside.read_text() == diary
    assert len(sessions(home)) == 16
    assert sound(home.history)


# -- how it ends ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_is_a_way_to_end(home: Home, number: int, code: int) -> None:
    """The session is kept with its place, and the exit code is as ever."""
    victim = Victim()
    while victim.begun < 2:
        victim.listen(time.monotonic() + 0.05)
    victim.process.send_signal(number)
    victim.process.communicate(timeout=PATIENCE)
    assert victim.process.returncode == code
    (one,) = sessions(home)
    assert one.ending is Ending.SIGNAL
    assert one.session.place is not None


def test_a_second_ctrl_c_finds_the_session_written(home: Home) -> None:
    """Where the loop hangs in an output that nobody reads, and is broken into by force."""
    write(home.routines / "long.yaml", routine(10 * BLOCKS))
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    try:
        while True:
            os.write(writer, b"x" * 4096)
    except BlockingIOError:
        os.set_blocking(writer, True)
    os.read(reader, 4096)  # room for a page, and no more
    play = "-m stretchtimer play long --display jsonl --speed 1000"
    with Terminal([sys.executable, *play.split()], stdout=writer) as terminal:
        with pytest.raises(subprocess.TimeoutExpired):  # it lasts two seconds, and so it hangs
            terminal.process.wait(3)
        terminal.process.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            terminal.process.wait(2 * HUNG_AFTER)
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.process.wait(PATIENCE) == 130
    os.close(reader)
    os.close(writer)
    assert [one.ending for one in sessions(home)] == [Ending.SIGNAL]


# -- what cannot be kept ---------------------------------------------------------------------------------


def played(home: Home, *, said: int = 1, **more: object) -> Ran:
    """Play to the end; nothing but the history's line is said."""
    ran = shell("stretch play evening --speed 500", **more)
    assert ran.code == 0, ran.err
    assert ran.out.endswith("Evening: done. 2:40 of work in 3:30.\n")
    assert ran.err.count("\n") == said, ran.err
    return ran


def test_an_ordinary_session_says_nothing_of_it(home: Home) -> None:
    """Where all is well the history is silent."""
    assert played(home, said=0).err == ""
    assert [one.ending for one in sessions(home)] == [Ending.FINISHED]


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(home: Home) -> None:
    """It is played to the end, and one line says what is not kept. Once there is room it is kept again."""
    with small_disk(home.history.parent, "64k"):
        filler = home.history.parent / "filler"
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            while file.write(b"x" * 4096):
                pass
        assert played(home).err == f"This session is not kept in {home.history}: the disk is full.\n"
        filler.unlink()
        played(home, said=0)
        assert [one.ending for one in sessions(home)] == [Ending.FINISHED]


def test_a_file_that_may_grow_no_further(home: Home) -> None:
    """The same with a limit on files, in the middle of a history: what was in it stays."""
    played(home, said=0)
    limit = home.history.stat().st_size
    limited = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (limit, limit))
    for _ in range(100):
        ran = shell("stretch play evening --speed 1000", preexec_fn=limited)
        assert ran.code == 0
        if ran.err:
            break
    assert ran.err.count("\n") == 1
    assert "is not kept in" in ran.err
    assert sound(home.history)
    assert sessions(home)


@pytest.mark.parametrize("place", ["file/history.db", "folder", "pipe", "/proc/history.db"])
def test_a_place_where_nothing_can_be_kept(home: Home, place: str) -> None:
    """No folder, no file, nowhere to write, and not even the system's first user can: one line, no more."""
    write(home.work / "file", "")
    (home.work / "folder").mkdir()
    os.mkfifo(home.work / "pipe")
    ran = shell(f"STRETCH_HISTORY={place} stretch play evening --speed 500")
    assert ran.code == 0
    assert ran.err.startswith(f"This session is not kept in {place}: ")
    assert ran.err.count("\n") == 1
    assert not any((home.work / "folder").iterdir())


def test_a_read_only_disk(home: Home) -> None:
    """A disk that takes nothing any more, with a history on it: one line, and what is there can be read."""
    with small_disk(home.history.parent, "1m"):
        played(home, said=0)
        subprocess.run(["mount", "-o", "remount,ro", str(home.history.parent)], check=True)
        assert "is not kept" in played(home).err
        assert shell("stretch history").out.count("Evening") == 1


def test_a_home_that_is_not_there(home: Home) -> None:
    """It is played, one line says why it is not kept, and nothing is made in the current folder."""
    write(home.work / "file", "")
    unset = "unset STRETCH_HISTORY XDG_DATA_HOME"
    ran = shell(f"{unset}; HOME=$PWD/file/below stretch play evening --speed 500")
    assert ran.code == 0
    assert ran.err.startswith("This session is not kept in ")
    assert ran.err.count("\n") == 1
    assert [one.name for one in home.work.iterdir()] == ["file"]


@pytest.mark.parametrize("spoilt", ["no database", "newer", "torn", "foreign"])
def test_a_history_that_cannot_be_used(home: Home, spoilt: str) -> None:
    """It is set aside as it is, with one line, and the session is kept in a new one."""
    if spoilt == "no database":
        write(home.history, "dear diary\n" * 1000)
    elif spoilt == "foreign":
        home.history.parent.mkdir()
        with closing(sqlite3.connect(home.history)) as connection:
            connection.execute("CREATE TABLE recipe (name TEXT)")
            connection.commit()
    else:
        for _ in range(4):
            played(home, said=0)
    if spoilt == "newer":
        with closing(sqlite3.connect(home.history)) as connection:
            connection.execute(f"PRAGMA user_version = {VERSION + 1}")
            connection.commit()
    if spoilt == "torn":
        size = home.history.stat().st_size
        os.truncate(home.history, random.randrange(100, size - 1))  # noqa: S311 - a place, no secret
    before = home.history.read_bytes()
    ran = played(home)
    (aside,) = (one for one in home.history.parent.iterdir() if one != home.history)
    assert str(aside) in ran.err
    assert aside.read_bytes() == before
    assert [one.ending for one in sessions(home)] == [Ending.FINISHED]


def test_a_history_that_somebody_keeps_locked(home: Home) -> None:
    """It is played to the end, which then says that it waits, for some seconds and no longer."""
    played(home, said=0)
    with closing(sqlite3.connect(home.history, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        ran = played(home, said=2)
    assert ran.err.splitlines() == [
        TAKES_LONG,
        f"This session is not kept in {home.history}: another program keeps it locked.",
    ]
    assert len(sessions(home)) == 1
