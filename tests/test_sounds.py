"""`stretch sounds`: what is heard, what is said of it, and how it ends where nothing can be heard."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from array import array
from typing import TYPE_CHECKING

import pytest

from stretchtimer.sound import ladder
from stretchtimer.sound.chimes import Chime, synthesise
from stretchtimer.sound.outputs import Silent, Unavailable
from test_voice import fake

if TYPE_CHECKING:
    from pathlib import Path

    from commandline import CommandLine, Home
    from stretchtimer.sound.samples import Pcm

NAMES = ["start", "switch", "rest", "count", "finish", "breath-in", "breath-out", "kicks", "voice"]


class Tape(Silent):
    """An output that keeps what it is given."""

    backend = "tape"

    def __init__(self) -> None:
        self.kept: list[Pcm] = []

    def open(self, cancel: object) -> None:
        """Nothing has to be opened."""

    def play(self, pcm: Pcm) -> None:
        self.kept.append(pcm)


@pytest.fixture
def tape(home: Home, monkeypatch: pytest.MonkeyPatch) -> Tape:
    """The sound output of this computer."""
    made = Tape()
    monkeypatch.delenv("STRETCH_SOUND")
    monkeypatch.setattr(ladder, "Device", lambda **_: made)
    return made


@pytest.fixture
def speech(home: Home, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for programs that speak, the first that are found."""
    if sys.platform == "win32":
        pytest.skip("the program that speaks is a shell script")
    folder = home.root / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("STRETCH_VOICE_ENGINE", "espeak-ng")
    return folder


def named(out: str) -> list[str]:
    """The sounds that were told of, in their order."""
    return [word for line in out.splitlines() if (word := line.split()[0]) in NAMES]


def test_every_sound_is_played_by_its_name(stretch: CommandLine, tape: Tape, speech: Path) -> None:
    """Five chimes, the breath in and out, two kicks, a sentence; and what makes them comes first."""
    fake(speech)
    ran = stretch("sounds")
    assert (ran.code, named(ran.out), len(tape.kept)) == (0, NAMES, len(NAMES))
    assert tape.kept[:5] == [synthesise(chime) for chime in Chime]
    assert ran.out.splitlines()[:2] == ["Sound output: miniaudio (tape)", "Voice: espeak-ng (en-us)"]
    assert len(set(map(array.tobytes, tape.kept))) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_one_sound_is_played_alone(stretch: CommandLine, tape: Tape, speech: Path, name: str) -> None:
    """The one that was asked for."""
    fake(speech)
    ran = stretch("sounds", name)
    assert (ran.code, named(ran.out), len(tape.kept)) == (0, [name], 1)


def test_without_a_voice_the_tones_are_heard(stretch: CommandLine, tape: Tape, speech: Path) -> None:
    """It is said what was tried; only who asks for the voice itself gets an error."""
    fake(speech, first="exit 1")
    ran = stretch("sounds")
    assert (ran.code, named(ran.out)) == (0, NAMES[:-1])
    assert "Voice: none\nNot espeak-ng: it ends with 1. Install espeak-ng.\n" in ran.out
    ran = stretch("sounds", "voice")
    assert ran.code == 1
    assert "no voice speaks here" in ran.err


def test_the_voice_can_be_left_out(stretch: CommandLine, tape: Tape) -> None:
    """Nothing is tried then."""
    ran = stretch("sounds", "--no-voice")
    assert (ran.code, named(ran.out)) == (0, NAMES[:-1])
    assert "Voice: off" in ran.out
    assert "the voice is switched off: add --voice" in stretch("sounds", "voice", "--no-voice").err


def test_a_hung_voice_holds_it_up_no_longer_than_its_own_patience(
    stretch: CommandLine, tape: Tape, speech: Path
) -> None:
    """After that the tones are heard."""
    fake(speech, then="sleep 60")
    began = time.monotonic()
    ran = stretch("sounds", "count")
    assert (ran.code, named(ran.out)) == (0, ["count"])
    assert "The voice " in ran.out
    assert time.monotonic() - began < 10


def test_without_an_output_the_voice_is_reported_all_the_same(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch, speech: Path
) -> None:
    """What was tried stands above the error."""

    def fail(*_: object, **__: object) -> None:
        raise Unavailable("it is broken", "Mend it.")

    fake(speech)
    monkeypatch.delenv("STRETCH_SOUND")
    monkeypatch.setattr(ladder.Ladder, "_device", fail)
    monkeypatch.setattr(ladder.Ladder, "_players", fail)
    ran = stretch("sounds")
    assert ran.code == 1
    assert "Not miniaudio: it is broken. Mend it.\n" in ran.out
    assert "Voice: espeak-ng (en-us)\n" in ran.out
    assert ran.err.startswith("Error: no sound can be made here")


def test_no_output_that_was_asked_for_is_no_error(stretch: CommandLine, home: Home, speech: Path) -> None:
    """Who set STRETCH_SOUND=none is told of it, and how to hear something."""
    fake(speech)
    ran = stretch("sounds")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "Sound output: none, as STRETCH_SOUND asks",
        "Voice: espeak-ng (en-us)",
        "Unset STRETCH_SOUND to hear the sounds.",
    ]


def test_ctrl_c_ends_it_at_once(home: Home, speech: Path) -> None:
    """Also while a voice hangs."""
    fake(speech, then=f"echo $$ > {home.root}/pid; sleep 60")
    program = subprocess.Popen(
        [sys.executable, "-m", "stretchtimer", "sounds"], stderr=subprocess.PIPE, text=True
    )
    until = time.monotonic() + 20
    while not (home.root / "pid").exists() and time.monotonic() < until:
        time.sleep(0.02)
    began = time.monotonic()
    program.send_signal(signal.SIGINT)
    err = program.communicate(timeout=30)[1]
    assert (program.returncode, err.strip()) == (130, "")
    assert time.monotonic() - began < 2
