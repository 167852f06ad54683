"""What goes wrong with sound and voice in the middle of a session: it goes on, on time, and says so once."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import uuid
import wave
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import PIPE
from typing import TYPE_CHECKING, Any

import pytest

if sys.platform == "win32":
    pytest.skip("POSIX terminals only", allow_module_level=True)

import pyte
from test_sound_server import SINKS, Server, pytestmark

from hearing import envelope
from pseudo_terminal import Terminal
from stretchtimer.sound.samples import RATE
from waiting import AT_ONCE, PATIENCE

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterator

__all__ = ["pytestmark"]

ROUTINE = """\
name: Faults
closing: All is over.
prepare: 3s
transition: 0s
steps:
  - {name: One, duration: 2s}
  - name: Two
    reps: 3
    tempo: [{name: lift, time: 1s}]
"""
# A line of three seconds at the start, and a number every second from the eighth on.
LONG = """\
name: Long words to be cut off
closing: All is over.
prepare: 7s
steps:
  - name: Two
    reps: 6
    tempo: [{name: lift, time: 1s}]
"""
PATIENT = ROUTINE.replace("reps: 3", "reps: 16")
LASTS = {ROUTINE: 8.0, PATIENT: 21.0}
"""Seconds: 3 + 2 + 3, and with time for what waits up to four times as long on a busy machine."""
# Keeps what the program itself has sent to its terminal: nothing else may ever stand there.
_WITNESS = """\
import sys
from stretchtimer.terminal.output import Output
kept = open(sys.argv.pop(1), "ab", buffering=0)
send = Output._send
def witnessed(self, fd):
    count = send(self, fd)
    kept.write(self._waiting[:count])
    return count
Output._send = witnessed
from stretchtimer.cli import main
main()
"""
_NOTICE = re.compile(r"[^│|]*(?:No sound|Sound |[Tt]he voice|No voice|does not speak|sound device).*")
_ENTER, _LEAVE, _LAST = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[?7h"


# -- voices that are worse than espeak-ng ---------------------------------------------------------------

_SPEAK = 'if [ "${#8}" -gt 25 ]; then cp "$HERE/long.wav" "$6"; else cp "$HERE/short.wav" "$6"; fi'
_FROM_THE_FOURTH = '[ "$(wc -l <"$HERE/said")" -le 3 ] || '
VOICES = {
    "well": "",
    "hangs": "exec sleep 1000",
    "hangs later": f"{_FROM_THE_FOURTH}exec sleep 1000",
    "fails later": f"{_FROM_THE_FOURTH}exit 3",
    "goes later": '[ "$(wc -l <"$HERE/said")" -lt 3 ] || rm -f "$0"',
    "talks": 'echo FOREIGN; echo FOREIGN >&2; echo FOREIGN >/dev/tty; echo FOREIGN >"/proc/$PPID/fd/2"',
}
"""What each does before it speaks."""


def voice(folder: Path, does: str, *names: str) -> str:
    """A folder with a program that speaks as espeak-ng would be told to; a tone for words."""
    here = folder / "voice"
    here.mkdir()
    for name, seconds in (("short", 0.4), ("long", 3.5)):
        with wave.open(str(here / f"{name}.wav"), "wb") as file:
            file.setparams((1, 1, 8000, 0, "NONE", ""))
            file.writeframes(bytes(128 + 60 * (-1) ** (i // 10) for i in range(round(8000 * seconds))))
    for name in names or ("espeak-ng",):
        program = here / name
        lines = (
            "#!/bin/sh",
            f"HERE='{here}' PATH=/usr/bin:/bin",
            'echo "$8" >>"$HERE/said"',
            does,
            _SPEAK,
            "",
        )
        program.write_text("\n".join(lines), encoding="utf-8")
        program.chmod(0o755)
    return str(here)


# -- a session, and somebody who watches it -------------------------------------------------------------


@dataclass(kw_only=True)
class Seen:
    """What became of a session. Times are s of the clock; `pieces` is what came, with when."""

    code: int = 0
    began: float = 0.0
    ended: float = 0.0
    pieces: list[tuple[float, bytes]] = field(default_factory=list)
    own: bytes = b""
    left: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    typed: dict[str, float] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    heard: list[array[int]] = field(default_factory=list)

    @property
    def output(self) -> bytes:
        return b"".join(piece for _, piece in self.pieces)

    def notices(self) -> list[str]:
        """What was said of the sound, each as often as it appeared."""
        if _ENTER not in self.output:
            lines = map(json.loads, self.output.splitlines())
            return [line["text"] for line in lines if line["kind"] == "notice"]
        screen = pyte.Screen(80, 24)
        eye = pyte.ByteStream(screen)
        found: list[str] = []
        before: list[str] = []
        for _, piece in self.pieces:
            eye.feed(piece.partition(_LAST)[0])
            now = [line.strip() for line in screen.display if _NOTICE.fullmatch(line)]
            found += [line for line in now if line not in before]
            before = now
        return found

    def switches(self, text: str) -> list[float]:
        """When a text came onto the screen or left it."""
        screen = pyte.Screen(80, 24)
        eye = pyte.ByteStream(screen)
        found: list[float] = []
        for at, piece in self.pieces:
            eye.feed(piece.partition(_LAST)[0])
            if any(text in line for line in screen.display) != len(found) % 2:
                found.append(at)
        return found

    def came(self, text: bytes, *, since: float = 0.0) -> float:
        """When a text was written first."""
        sofar = b""
        for at, piece in self.pieces:
            if at >= since:
                sofar += piece
                if text in sofar:
                    return at
        pytest.fail(f"{text!r} did not come; instead {sofar[-600:]!r}")


@dataclass(kw_only=True)
class Plan:
    """How a session is set up; `acts` are what is done so many s after its first frame."""

    notice: str
    environment: dict[str, str] = field(default_factory=dict)
    does: str = ""
    names: tuple[str, ...] = ()
    live: bool = True
    routine: str = ROUTINE
    acts: tuple[tuple[float, str | Callable[[], None]], ...] = ()
    limit: bool = False
    place: Callable[[Path], None] = lambda _: None


class Stage:
    """Plays what was planned on a sound server, each in a folder of its own."""

    def __init__(self, server: Server, folder: Path) -> None:
        self._server, self._folder = server, folder

    def play(self, name: str, plan: Plan, recording: Path | None = None) -> Seen:
        """A whole session."""
        folder = self._folder / name.replace(" ", "-")
        (folder / "tmp").mkdir(parents=True)
        (folder / "faults.yaml").write_text(plan.routine, encoding="utf-8")
        plan.place(folder)
        mark = uuid.uuid4().hex
        own = {"STRETCH_CACHE": str(folder / "cache"), "TMPDIR": str(folder / "tmp"), "STRETCH_MARK": mark}
        path = voice(folder, plan.does, *plan.names)
        home = {"PATH": path, "STRETCH_VOICE_ENGINE": "espeak-ng", "STRETCH_CONFIG": str(folder)}
        removed = {key for key, value in plan.environment.items() if not value}
        environment = self._server.environment | own | home | plan.environment
        environment = {key: value for key, value in environment.items() if key not in removed}
        command = [sys.executable, "-c", _WITNESS, str(folder / "own"), "play", str(folder / "faults.yaml")]
        command += ["--volume", "100"] if plan.live else ["--display", "jsonl"]
        seen = Seen()
        (self._on_a_terminal if plan.live else self._in_a_pipe)(command, environment, plan, seen, recording)
        seen.left = _alive(mark)
        seen.own = (folder / "own").read_bytes()
        seen.files = [path.name for path in (folder / "tmp").iterdir()]
        said = folder / "voice" / "said"
        seen.said = said.read_text().splitlines() if said.exists() else []
        return seen

    def _in_a_pipe(
        self, command: list[str], environment: dict[str, str], _plan: Plan, seen: Seen, _: Any
    ) -> None:
        with tempfile.TemporaryFile() as errors:
            with subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=PIPE, stderr=errors
            ) as process:
                assert process.stdout is not None
                seen.pieces = [(time.monotonic(), line) for line in process.stdout]
            seen.code = process.returncode
            errors.seek(0)
            assert errors.read() == b""
        seen.began, seen.ended = seen.pieces[0][0], seen.came(b'"kind": "finish"')

    def _on_a_terminal(
        self,
        command: list[str],
        environment: dict[str, str],
        plan: Plan,
        seen: Seen,
        recording: Path | None,
    ) -> None:
        prelude = "ulimit -f 32" if plan.limit else ":"
        variables = [f"{name}={value}" for name, value in environment.items()]
        clean = ["env", "-i", *variables, "TERM=xterm-256color", *command]
        with Terminal(clean, prelude=prelude) as terminal:
            acts = list(plan.acts)
            until = time.monotonic() + PATIENCE
            while time.monotonic() < until:
                soon = seen.began + acts[0][0] - time.monotonic() if acts and seen.began else 0.1
                if select.select([terminal.master], [], [], min(max(soon, 0.0), 0.1))[0]:
                    seen.pieces.append((time.monotonic(), os.read(terminal.master, 65536)))
                    seen.began = seen.began or (seen.pieces[-1][0] if b"GET READY" in seen.output else 0.0)
                elif terminal.process.poll() is not None:
                    break
                if seen.began and not seen.ended and b"All is over" in seen.output:
                    seen.ended = time.monotonic()
                    terminal.type("q")
                while acts and seen.began and time.monotonic() >= seen.began + acts[0][0]:
                    _, act = acts.pop(0)
                    if callable(act):
                        act()
                        continue
                    key = f"{act}{sum(key[0] == act for key in seen.typed)}"
                    seen.typed[key] = time.monotonic()
                    if recording is not None:
                        seen.marks[key] = recording.stat().st_size // 2
                    terminal.type(act)
            seen.code = terminal.process.wait(PATIENCE)
            seen.typed["gone"] = time.monotonic()


def _alive(mark: str) -> list[str]:
    """The processes that have this in their environment: ours, whatever session or group they are in."""
    if not Path("/proc/self/environ").exists():
        return []
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"STRETCH_MARK={mark}".encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return found


# -- what is played: all at once, for each mostly waits -------------------------------------------------

NO_DEVICE = {
    "PULSE_SERVER": "unix:/nowhere/native",
    "ALSA_CONFIG_PATH": "/nowhere/alsa.conf",
    "JACK_NO_START_SERVER": "1",
    "STRETCH_SOUND": "miniaudio",
}
SILENT = "No sound: {} does not work here. Cues are shown only."
TONES = ": tones and text only."
_ENGINES = ("espeak-ng", "flite")
_HUNG = {"STRETCH_VOICE_ENGINE": ""}
# The list of keys comes and goes, each time long before the next: a screen that is late shows the last alone.
_KEYS = tuple((0.5 + 0.8 * i, "?") for i in range(6))

PLANS = {
    "no device": Plan(notice=SILENT.format("miniaudio"), environment=NO_DEVICE),
    "no device, for a program": Plan(notice=SILENT.format("miniaudio"), environment=NO_DEVICE, live=False),
    "no player": Plan(notice=SILENT.format("playsound3"), environment={"STRETCH_SOUND": "playsound3"}),
    "no engine": Plan(notice=f"espeak-ng does not speak here{TONES}", environment={"PATH": "/nowhere"}),
    "hangs": Plan(
        notice=f"No voice works on this computer{TONES}",
        environment=_HUNG,
        does=VOICES["hangs"],
        routine=PATIENT,
        names=_ENGINES,
        acts=_KEYS,
    ),
    "hangs, and q": Plan(notice="", does=VOICES["hangs"], acts=((1.0, "q"),)),
    "hangs, and Ctrl-C": Plan(notice="", does=VOICES["hangs"], acts=((1.0, "\x03"),)),
    "hangs later": Plan(
        notice=f"The voice stopped answering{TONES}", does=VOICES["hangs later"], routine=PATIENT
    ),
    "hangs later, for a program": Plan(
        notice=f"The voice stopped answering{TONES}", does=VOICES["hangs later"], routine=PATIENT, live=False
    ),
    "fails later": Plan(
        notice=f"The voice broke off (espeak-ng: it ends with 3){TONES}", does=VOICES["fails later"]
    ),
    "goes later": Plan(
        notice=f"The voice broke off (espeak-ng: it is gone){TONES}", does=VOICES["goes later"]
    ),
    "talks": Plan(notice="", does=VOICES["talks"]),
    "a file that is too large": Plan(notice="", limit=True),
}
ENDED_BY_KEY = {"hangs, and q": 0, "hangs, and Ctrl-C": 130}


def lost(server: Server, folder: Path) -> Seen:
    """A session whose device is taken away for two seconds."""

    def pactl(*command: str) -> bytes:
        return subprocess.run(["pactl", *command], env=server.environment, check=True, stdout=PIPE).stdout

    def unload() -> None:
        # libminiaudio falls over a device that goes in the very ms in which it is opened.
        until = time.monotonic() + 5
        while not pactl("list", "short", "sink-inputs") and time.monotonic() < until:
            pass
        server.pause(0.3)
        pactl("unload-module", "module-null-sink")

    def load() -> None:
        pactl("load-module", "module-null-sink", f"sink_name={SINKS[0]}", f"rate={RATE}", "norewinds=1")

    notice = "The sound device is gone: the terminal bell rings until it is back."
    return Stage(server, folder).play("lost", Plan(notice=notice, acts=((1.5, unload), (5.0, load))))


def cut_off(server: Server, folder: Path, done: Callable[[], None]) -> dict[str, Seen]:
    """Two recorded sessions: in one the words are cut off in the middle of a line, in the other all sound.

    `done` is called when what has to be on time is over.
    """
    plans = {
        key: Plan(
            notice="",
            routine=LONG,
            environment={"PULSE_SINK": sink},
            acts=((2.6, key), (3.4, done), (5.5, key)),
        )
        for key, sink in zip("vm", SINKS, strict=True)
    }
    stage = Stage(server, folder)
    with server.recorded() as recordings, ThreadPoolExecutor() as pool:
        files = [server.folder / f"{sink}.raw" for sink in SINKS]
        played = {
            key: pool.submit(stage.play, f"cut {key}", plan, file)
            for (key, plan), file in zip(plans.items(), files, strict=True)
        }
        found = {key: future.result() for key, future in played.items()}
    for seen, recording in zip(found.values(), recordings, strict=True):
        seen.heard = [recording]
    return found


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Future[Any]]]:
    """What became of each session, by its name."""
    folder = tmp_path_factory.mktemp("faults")
    with ExitStack() as stack:
        servers = []
        for _ in range(3):
            place = Path(tempfile.mkdtemp(prefix="st-"))  # not below tmp_path: see test_sound_server
            stack.callback(shutil.rmtree, place)
            servers.append(Server(place))
            stack.callback(servers[-1].close)
        pool = stack.enter_context(ThreadPoolExecutor(len(PLANS) + 8))
        quiet = Stage(servers[0], folder)
        plans = dict(PLANS)
        full = stack.enter_context(_disks(folder)) if os.geteuid() == 0 else {}
        for name, disk in full.items():
            plans[name] = Plan(notice="", environment={"STRETCH_CACHE": str(disk)})
        # So many programs at once hold each other up: where a key has to be answered, there is room.
        played: dict[str, Future[Any]] = {
            name: pool.submit(quiet.play, name, plans.pop(name)) for name in ENDED_BY_KEY
        }
        wait(played.values(), PATIENCE)
        room = threading.Event()
        played["cut"] = pool.submit(cut_off, servers[2], folder, room.set)
        room.wait(PATIENCE)
        played |= {name: pool.submit(quiet.play, name, plan) for name, plan in plans.items()}
        played["lost"] = pool.submit(lost, servers[1], folder)
        yield played


@contextmanager
def _disks(folder: Path) -> Iterator[dict[str, Path]]:
    """A full disk and one that cannot be written, where such can be had."""
    found: dict[str, Path] = {}
    for name, options in (("a full disk", "size=4k"), ("a disk that cannot be written", "ro")):
        place = folder / "disks" / name.replace(" ", "-")
        place.mkdir(parents=True)
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "none", str(place)], check=False, capture_output=True
        )
        if mounted.returncode == 0:
            found[name] = place
    yield found
    for place in found.values():
        subprocess.run(["umount", str(place)], check=True)


def result(stage: dict[str, Future[Any]], name: str) -> Any:
    """What became of a session; skips the test where it could not be had."""
    if name not in stage:
        pytest.skip("needs to mount a disk, and so root")
    return stage[name].result()


# -- the rules ------------------------------------------------------------------------------------------

DISKS = ("a full disk", "a disk that cannot be written")
NOTICES = {name: plan.notice for name, plan in PLANS.items() if name not in ENDED_BY_KEY}
NOTICES |= dict.fromkeys(DISKS, "")
NOTICES["lost"] = "The sound device is gone: the terminal bell rings until it is back."


@pytest.mark.parametrize("name", NOTICES)
def test_the_session_goes_on_and_says_once_what_is_wrong(stage: dict[str, Future[Any]], name: str) -> None:
    """It ends at its time and well, with one notice, and of what fails nothing stays: no process, no file."""
    seen: Seen = result(stage, name)
    assert seen.code == 0
    assert seen.notices() == [NOTICES[name]] * bool(NOTICES[name])
    routine = PLANS[name].routine if name in PLANS else ROUTINE
    assert seen.ended - seen.began == pytest.approx(LASTS[routine], abs=AT_ONCE)
    assert (seen.left, seen.files) == ([], [])


@pytest.mark.parametrize("name", [*PLANS, *DISKS, "lost"])
def test_nobody_else_writes_to_the_terminal(stage: dict[str, Future[Any]], name: str) -> None:
    """Every byte of the live screen is one that the display itself has sent."""
    seen: Seen = result(stage, name)
    if _ENTER not in seen.output:
        assert all(map(json.loads, seen.output.splitlines()))
        return
    before, _, rest = seen.output.partition(_ENTER)
    screen, _, _ = rest.partition(_LEAVE)
    assert before == b""
    assert (_ENTER + screen + _LEAVE) == seen.own.replace(b"\n", b"\r\n")
    assert b"FOREIGN" not in seen.output


@pytest.mark.parametrize("name", ["talks", "a file that is too large", *DISKS])
def test_words_that_cannot_be_kept_are_said(stage: dict[str, Future[Any]], name: str) -> None:
    """A voice that chatters is used, and so is one whose sentences find no room on the disk."""
    seen: Seen = result(stage, name)
    assert {"Ready", "Faults. First: one.", "Next: two.", "All is over."} <= set(seen.said)


def test_a_voice_that_hangs_is_given_up(stage: dict[str, Future[Any]]) -> None:
    """An engine gets two seconds for its first word, and two for each sentence."""
    at_start, later = stage["hangs"].result(), stage["hangs later"].result()
    # A busy machine gets up to four times as long: load alone is to silence nobody.
    assert at_start.came(b"No voice works") - at_start.began < 20
    assert later.came(b"The voice stopped") - later.began < 20


def test_keys_answer_while_a_voice_hangs(stage: dict[str, Future[Any]]) -> None:
    """What a key asks for is on the screen long before the next one, and not when the voice is given up."""
    seen: Seen = stage["hangs"].result()
    switches = seen.switches("this hurts")
    keys = [at for key, at in seen.typed.items() if key.startswith("?")]
    assert len(keys) == len(_KEYS)
    took = [min((switch - at for switch in switches if switch > at), default=PATIENCE) for at in keys]
    assert sorted(took)[len(took) // 2] < 0.4


@pytest.mark.parametrize(("name", "code"), ENDED_BY_KEY.items())
def test_a_key_ends_at_once_while_a_voice_hangs(stage: dict[str, Future[Any]], name: str, code: int) -> None:
    """The screen is given back at once, and the program and what it started are gone soon after."""
    seen: Seen = stage[name].result()
    key = seen.typed["q0" if code == 0 else "\x030"]
    assert seen.code == code
    assert seen.came(_LEAVE) - key < AT_ONCE
    assert seen.typed["gone"] - key < 5
    assert (seen.left, seen.files) == ([], [])


@pytest.mark.parametrize("key", ["v", "m"])
def test_a_line_is_cut_off_by_a_key_and_words_come_back(stage: dict[str, Future[Any]], key: str) -> None:
    """There is silence in the middle of a line; the same key brings back what comes."""
    seen: Seen = stage["cut"].result()[key]
    (recording,) = seen.heard
    off, on = (seen.marks[f"{key}{turn}"] for turn in (0, 1))

    def loud(begin: int, seconds: float) -> float:
        return max(envelope(recording[begin : begin + round(seconds * RATE)]), default=0.0)

    assert loud(off - RATE // 4, 0.2) > 0.02
    assert loud(off + RATE // 2, 0.7) < 0.005  # the line would last for more than a second yet
    numbers = envelope(recording[on + 2 * RATE :])
    # A tick lasts 70 ms: where words are heard more of the time is loud.
    assert sum(level > 0.02 for level in numbers) > 0.15 * len(numbers)
    assert (seen.code, seen.left, seen.files) == (0, [], [])
