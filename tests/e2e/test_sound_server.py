"""Sound on a real server: a PulseAudio of our own with a null sink, recorded through its monitor."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from array import array
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hearing import Heard, hear, split
from speaking import sessions
from stretchtimer.sound.chimes import Chime, synthesise_all
from stretchtimer.sound.samples import RATE
from waiting import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from speaking import Session, Sessions

    Servers = Callable[[], "Server"]

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(
        not all(map(shutil.which, ("pulseaudio", "parec", "pacat"))),
        reason="needs PulseAudio: the programs pulseaudio, parec and pacat",
    ),
]

__all__ = ["sessions"]  # a fixture is used by its name

SINKS = ("probe", "other")
"""What a server plays into; the first is its default."""
TRIES = 6
"""How often the same may be played: a machine that is too busy to record loses a piece now and then."""
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
            *(f"module-null-sink sink_name={sink} rate={RATE} channels=1 norewinds=1" for sink in SINKS),
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
    def recorded(self) -> Iterator[list[array[int]]]:
        """Fill an array for each sink with all that is played there in the block, complete after it."""
        recordings = [array("h") for _ in SINKS]
        with ExitStack() as files:
            recorders = [
                self._run(
                    "parec", *_RAW, "-d", f"{sink}.monitor", stdout=files.enter_context(path.open("wb"))
                )
                for sink, path in self._recordings()
            ]
            self._until("list", "short", "source-outputs", lines=len(SINKS))
            yield recordings
            self.pause(0.3)  # for the recorders to hear the last of what was
            for recorder in recorders:
                recorder.terminate()
                recorder.wait()
        for recording, (_, path) in zip(recordings, self._recordings(), strict=True):
            data = path.read_bytes()
            recording.frombytes(data[: len(data) // 2 * 2])

    def _recordings(self) -> list[tuple[str, Path]]:
        return [(sink, self.folder / f"{sink}.raw") for sink in SINKS]

    def pause(self, seconds: float) -> None:
        """Let time pass on the server, by playing nothing for so long."""
        nothing = bytes(2 * round(seconds * RATE))
        subprocess.run(["pacat", *_RAW, "-d", "probe"], input=nothing, env=self.environment, check=True)

    def _until(self, *command: str, lines: int = 1) -> None:
        """Ask the daemon until it answers with so many lines."""
        for _ in range(2000):
            answer = subprocess.run(
                ["pactl", *command], env=self.environment, capture_output=True, check=False
            )
            if answer.returncode == 0 and answer.stdout.count(b"\n") >= lines:
                return
        pytest.fail("PulseAudio does not start")

    def _run(self, *command: str, stdout: Any = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        program = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.DEVNULL
        )
        self._programs.append(program)
        return program


@pytest.fixture
def servers() -> Iterator[Servers]:
    """Starts sound servers with nobody's sound but ours."""
    with ExitStack() as started:

        def start() -> Server:
            folder = Path(
                tempfile.mkdtemp(prefix="st-")
            )  # not tmp_path: a socket's path has at most 107 bytes
            started.callback(shutil.rmtree, folder)
            server = Server(folder)
            started.callback(server.close)
            return server

        yield start


KNOWN = {chime: hear(pcm) for chime, pcm in synthesise_all().items()}


def known_as(heard: Heard) -> Chime:
    """The chime that a recorded sound is most like."""

    def unlike(chime: Chime) -> float:
        known = KNOWN[chime]
        timbre = sum(abs(a - b) for a, b in zip(heard.overtones, known.overtones, strict=True))
        return abs(heard.onsets - known.onsets) + abs(heard.length - known.length) + timbre

    return min(Chime, key=unlike)


def heard(server: Server, session: Session, *chimes: Chime) -> list[list[Chime]]:
    """Which chimes are heard on each sink when one plays these, each when the one before has ended."""
    with server.recorded() as recordings:
        for chime in chimes:
            session.tell(f"play {chime.value}")
            session.tell("drain")
            server.pause(0.2)  # a silence that parts it from the next
    return [[known_as(hear(sound)) for sound in split(recording)] for recording in recordings]


def with_player(folder: Path) -> str:
    """A PATH on which playsound3 finds `aplay`, which is the player that is sure to be here."""
    for name, body in (("aplay", 'exec paplay "$2"'), ("mpg123", "exit 1")):
        program = folder / name
        program.write_text(f'#!/bin/sh\n[ "$1" = --version ] && exit 0\n{body}\n', encoding="utf-8")
        program.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def test_every_chime_is_heard(servers: Servers, sessions: Sessions) -> None:
    """Each of the five leaves the sound server complete, in order, and is told from the others there.

    Through the kept device and, where that is not installed, through a program for each, whatever thread
    asks for it; and muting silences what plays, and all that follows until it is taken back.
    """
    server = servers()
    device = sessions(server.environment | {"STRETCH_SOUND": "miniaudio"})
    players = sessions(
        server.environment
        | {"STRETCH_SOUND": "playsound3", "PATH": with_player(server.folder), "PULSE_SINK": SINKS[1]}
    )
    device.tell("open")
    players.tell("open")
    assert device.tell("report") == ["miniaudio", "Sound output: miniaudio (PulseAudio)"]
    assert players.tell("report") == ["playsound3", "Sound output: playsound3 (alsa)"]
    for number, session in enumerate((device, players)):
        assert any(heard(server, session, *Chime)[number] == [*Chime] for _ in range(TRIES))
    assert [device.tell("notice"), players.tell("notice")] == ["", ""]

    with server.recorded() as recordings:
        device.tell("play finish")
        device.tell("play rest")
        device.tell("mute on")
        device.tell("play start")
        device.tell("mute off")
        device.tell("play count")
        device.tell("close")
    *before, last = split(recordings[0])
    assert len(last) < RATE / 5  # a count; the start that was muted lasts twice as long
    assert sum(map(len, before)) < RATE / 2  # the first alone lasts 1.8 s
    players.tell("close")
    assert max(device.took["play"], players.took["play"]) < AT_ONCE
    assert device.finish() == players.finish() == (0, "")


def test_a_server_that_fails_holds_nobody_up(servers: Servers, sessions: Sessions) -> None:
    """Frozen or killed in the middle: no cue is late, it is said once, the bell takes over, and all ends.

    One that is started again, as by an update, is heard again once that is noticed.
    """
    frozen, killed = servers(), servers()
    held, lost = sessions(frozen.environment), sessions(killed.environment)
    for session in (held, lost):
        session.tell("open")
    for session in (held, lost):
        session.tell("report")
        session.tell("play count")
    for session in (held, lost):
        session.tell("drain")
    frozen.freeze()
    killed.kill()
    killed.start()
    notices: dict[Session, list[str]] = {held: [], lost: []}
    while not all(notices.values()):
        for session, said in notices.items():
            session.tell("play count")
            said.extend(filter(None, [session.tell("notice")]))
    gone = "The sound device is gone: the terminal bell rings until it is back."
    assert list(notices.values()) == [[gone], [gone]]

    before = held.tell("bells")
    held.tell("play start")
    assert held.tell("bells") == before + 1
    while lost.tell("report")[0] != "miniaudio":
        lost.tell("play count")
    lost.tell("drain")
    assert any(heard(killed, lost, Chime.COUNT)[0] == [Chime.COUNT] for _ in range(TRIES))
    lost.tell("close")
    held.tell("close")
    assert max(held.took["play"], lost.took["play"]) < AT_ONCE
    assert held.took["close"] < 5
    assert held.finish() == lost.finish() == (0, "")


def test_a_server_frozen_from_the_start_is_left_in_time(servers: Servers, sessions: Sessions) -> None:
    """A server that never answers holds up neither the opening, nor a cue, nor the end of the program."""
    server = servers()
    server.freeze()
    session = sessions(server.environment)
    session.tell("open")
    session.tell("play start")
    session.tell("close")
    assert session.took["open"] < AT_ONCE
    assert session.took["play"] < AT_ONCE
    assert session.took["close"] < 3
    assert session.finish() == (0, "")


def test_a_device_that_nobody_closes_does_not_keep_the_program(servers: Servers, sessions: Sessions) -> None:
    """A session that dies without closing its sound still ends, though the device plays."""
    session = sessions(servers().environment)
    session.tell("open")
    session.tell("report")
    session.tell("play finish")
    assert session.finish() == (0, "")
