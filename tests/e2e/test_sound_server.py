"""Sound on a real server: a PulseAudio of our own with a null sink, recorded through its monitor."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from array import array
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hearing import Heard, hear, split
from speaking import sessions
from stretchtimer.sound.chimes import Chime, synthesise_all
from stretchtimer.sound.samples import RATE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from speaking import Session, Sessions

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(
        not all(map(shutil.which, ("pulseaudio", "parec", "pacat"))),
        reason="needs PulseAudio: the programs pulseaudio, parec and pacat",
    ),
]

__all__ = ["sessions"]  # a fixture is used by its name

_RAW = ("--raw", "--format=s16le", f"--rate={RATE}", "--channels=1", "--latency-msec=20")


class Server:
    """A PulseAudio daemon that plays into nothing. `environment` leads a program to it and nowhere else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "native"
        self.environment = os.environ | {
            "PULSE_SERVER": f"unix:{self.socket}",
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        self._programs: list[subprocess.Popen[bytes]] = []
        self.start()

    def start(self) -> None:
        """Start the daemon. Without rewinds its sink asks every 50 ms, as a real one, and not every 2 s."""
        self.socket.unlink(missing_ok=True)
        modules = (
            f"module-native-protocol-unix socket={self.socket} auth-anonymous=1",
            f"module-null-sink sink_name=probe rate={RATE} channels=1 norewinds=1",
        )
        self.daemon = self._run(
            "pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1",
            "--realtime=no", "--high-priority=yes", *(part for module in modules for part in ("-L", module)),
        )  # fmt: skip
        self._until("info")

    def freeze(self) -> None:
        """Stop the daemon as a crash of the machine's sound would: it is there and does not answer."""
        self.daemon.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        """End the daemon without a word to its clients."""
        self.daemon.kill()
        self.daemon.wait()

    def close(self) -> None:
        """End everything that was started."""
        for program in self._programs:
            program.kill()
            program.wait()

    @contextmanager
    def recorded(self) -> Iterator[array[int]]:
        """Fill an array with all that is played while the block runs; it is complete after the block."""
        pcm = array("h")
        path = self.folder / "recording"
        with path.open("wb") as file:
            recorder = self._run("parec", *_RAW, "-d", "probe.monitor", stdout=file)
            self._until("list", "short", "source-outputs")
            yield pcm
            self.pause(0.3)  # for the recorder to hear the last of what was
            recorder.terminate()
            recorder.wait()
        data = path.read_bytes()
        pcm.frombytes(data[: len(data) // 2 * 2])

    def pause(self, seconds: float) -> None:
        """Let time pass on the server, by playing nothing for so long."""
        nothing = bytes(2 * round(seconds * RATE))
        subprocess.run(["pacat", *_RAW, "-d", "probe"], input=nothing, env=self.environment, check=True)

    def _until(self, *command: str) -> None:
        """Ask the daemon until it answers with something."""
        for _ in range(2000):
            answer = subprocess.run(
                ["pactl", *command], env=self.environment, capture_output=True, check=False
            )
            if answer.returncode == 0 and answer.stdout:
                return
        pytest.fail("PulseAudio does not start")

    def _run(self, *command: str, stdout: Any = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        program = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.DEVNULL
        )
        self._programs.append(program)
        return program


@pytest.fixture
def server() -> Iterator[Server]:
    """A sound server with nobody's sound but ours."""
    folder = tempfile.mkdtemp(prefix="st-")  # not tmp_path: a socket's path has at most 107 characters
    daemon = Server(Path(folder))
    yield daemon
    daemon.close()
    shutil.rmtree(folder)


KNOWN = {chime: hear(pcm) for chime, pcm in synthesise_all().items()}


def known_as(heard: Heard) -> Chime:
    """The chime that a recorded sound is most like."""

    def unlike(chime: Chime) -> float:
        known = KNOWN[chime]
        timbre = sum(abs(a - b) for a, b in zip(heard.overtones, known.overtones, strict=True))
        return abs(heard.onsets - known.onsets) + abs(heard.length - known.length) + timbre

    return min(Chime, key=unlike)


def are_heard(session: Session, server: Server, chimes: Collection[Chime]) -> bool:
    """Play chimes, each after the one before has ended; whether just these are heard, in that order.

    A machine that is too busy to record loses a piece now and then: they may be played twice.
    """
    return any(heard_of(session, server, chimes) == [*chimes] for _ in range(2))


def heard_of(session: Session, server: Server, chimes: Iterable[Chime]) -> list[Chime]:
    """Which chimes are heard on the server when these are played."""
    with server.recorded() as recording:
        for chime in chimes:
            session.tell(f"play {chime.value}")
            session.tell("drain")
            server.pause(0.1)
    return [known_as(hear(sound)) for sound in split(recording)]


def test_every_chime_is_heard_in_order(server: Server, sessions: Sessions) -> None:
    """Each of the five leaves the sound server complete, in order, and is told from the others there."""
    session = sessions(server.environment | {"STRETCH_SOUND": "miniaudio"})
    session.tell("open")
    assert session.tell("report") == ["miniaudio", "Sound output: miniaudio (PulseAudio)"]
    assert are_heard(session, server, list(Chime))
    assert session.tell("notice") == ""
    session.tell("close")
    assert session.took["play"] < 0.05
    assert session.finish() == (0, "")


def test_muting_ends_what_sounds(server: Server, sessions: Sessions) -> None:
    """Muting silences a sound that plays, and all that follow until it is taken back."""
    session = sessions(server.environment)
    session.tell("open")
    session.tell("report")
    with server.recorded() as recording:
        session.tell("play finish")
        session.tell("play rest")
        session.tell("mute on")
        session.tell("play start")
        session.tell("mute off")
        session.tell("play count")
        session.tell("close")
    *before, last = split(recording)
    assert known_as(hear(last)) is Chime.COUNT
    assert sum(map(len, before)) < RATE / 5
    assert session.finish() == (0, "")


def test_a_server_that_freezes_holds_nobody_up(server: Server, sessions: Sessions) -> None:
    """Frozen in the middle: no cue is late by it, it is said once, the bell takes over, and all ends."""
    session = sessions(server.environment)
    session.tell("open")
    session.tell("report")
    session.tell("play start")
    session.tell("drain")
    server.freeze()
    notices = []
    while "" in (notices or [""]):
        session.tell("play count")
        notices = [*filter(None, notices), session.tell("notice")]
    assert notices == ["The sound device is gone: the terminal bell rings until it is back."]
    before = session.tell("bells")
    session.tell("play start")
    assert session.tell("bells") == before + 1
    session.tell("close")
    assert session.took["play"] < 0.05
    assert session.took["close"] < 5
    assert session.finish() == (0, "")


def test_a_server_frozen_from_the_start_is_left_in_time(server: Server, sessions: Sessions) -> None:
    """A server that never answers holds up neither the opening, nor a cue, nor the end of the program."""
    server.freeze()
    session = sessions(server.environment)
    session.tell("open")
    session.tell("play start")
    session.tell("close")
    assert session.took["open"] < 0.5
    assert session.took["play"] < 0.05
    assert session.took["close"] < 3
    assert session.finish() == (0, "")


def test_a_server_that_comes_back_is_heard_again(server: Server, sessions: Sessions) -> None:
    """Killed and started again, as an update does: once it is noticed, sounds are heard as before."""
    session = sessions(server.environment)
    session.tell("open")
    session.tell("report")
    session.tell("play count")
    session.tell("drain")
    server.kill()
    server.start()
    while session.tell("notice") == "":
        session.tell("play count")
    while session.tell("report")[0] != "miniaudio":
        session.tell("play count")
    session.tell("drain")
    assert are_heard(session, server, [Chime.SWITCH])
    session.tell("close")
    assert session.finish() == (0, "")


def test_a_device_that_nobody_closes_does_not_keep_the_program(server: Server, sessions: Sessions) -> None:
    """A session that dies without closing its sound still ends, though the device plays."""
    session = sessions(server.environment)
    session.tell("open")
    session.tell("report")
    session.tell("play finish")
    assert session.finish() == (0, "")


def test_chimes_are_heard_through_players(server: Server, sessions: Sessions) -> None:
    """Without miniaudio they are heard as well: through a program for each, whatever thread asks for it."""
    for name, body in (
        ("aplay", 'exec paplay "$2"'),
        ("mpg123", "exit 1"),
    ):  # a player that is sure to be here
        program = server.folder / name
        program.write_text(f'#!/bin/sh\n[ "$1" = --version ] && exit 0\n{body}\n', encoding="utf-8")
        program.chmod(0o755)
    path = f"{server.folder}{os.pathsep}{os.environ['PATH']}"
    session = sessions(server.environment | {"STRETCH_SOUND": "playsound3", "PATH": path})
    session.tell("open")
    assert session.tell("report") == ["playsound3", "Sound output: playsound3 (alsa)"]
    assert are_heard(session, server, [Chime.SWITCH, Chime.COUNT, Chime.START])
    session.tell("close")
    assert session.took["play"] < 0.05
    assert session.finish() == (0, "")
