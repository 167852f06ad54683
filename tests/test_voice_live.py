"""The voice that speaks by itself: when it steps in, what it is told, and that it holds nobody up."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from stretchtimer.sound.voice import best, live
from stretchtimer.sound.voice.best import BestVoice
from stretchtimer.sound.voice.live import LiveVoice, Unspoken
from waiting import AT_ONCE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with no engine on it but what a test puts there, and the shell that its programs need."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def program(folder: Path, body: str) -> None:
    path = folder / "spd-say"
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def until(condition, seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.01)


def test_it_is_told_each_sentence_and_to_stop(programs: Path) -> None:
    """A sentence is an argument and no option; who cuts it off has it stopped."""
    told = programs / "told"
    program(programs, f'for each; do printf "%s|" "$each"; done >> {told}; echo >> {told}')
    voice = LiveVoice()
    voice.say("--help: hold 22.5s")
    voice.say("  ")
    voice.stop()
    until(lambda: told.read_text(encoding="utf-8").count("\n") == 3)
    stop, said, again = told.read_text(encoding="utf-8").splitlines()
    assert stop == again == "-S|"
    assert said.startswith("--rate|-25|--|")
    assert said.endswith("help: hold twenty-two and a half seconds|")
    voice.close()


@pytest.mark.parametrize(("body", "why"), [("exit 3", "it ends with 3"), ("sleep 60", "it does not answer")])
def test_that_it_is_there_does_not_say_it_works(
    programs: Path, monkeypatch: pytest.MonkeyPatch, body: str, why: str
) -> None:
    """The service is asked before it is counted on, and not waited for without end."""
    monkeypatch.setattr(live, "_FIRST", AT_ONCE)
    program(programs, body.replace("sleep", "exec /bin/sleep"))
    with pytest.raises(Unspoken, match=why):
        LiveVoice()


def test_a_service_that_hangs_later_is_given_up_and_holds_nobody_up(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telling it something returns at once whatever it does, and it is said once that it is over."""
    monkeypatch.setattr(live, "PATIENCE", 2 * AT_ONCE)
    program(programs, '[ "$1" = -S ] || exec /bin/sleep 60')
    voice = LiveVoice()
    began = time.monotonic()
    voice.say("One")
    assert time.monotonic() - began < AT_ONCE
    until(lambda: bool(voice.failed))
    assert voice.failed == ("The voice stopped answering (spd-say: it does not answer): tones and text only.")


def test_it_steps_in_where_no_engine_makes_samples(programs: Path) -> None:
    """Lines keep their places by their usual length, and are told when their moment comes."""
    program(programs, "exit 0")
    voice = BestVoice(cache=None)
    voice.want(["Next: hurdler, left side."])
    until(lambda: voice.report().speaks_live)
    assert voice.failed == ""
    assert voice.report().engine == "spd-say"
    pcm = voice.pcm("Next: hurdler, left side.")
    assert pcm is not None
    assert len(pcm) > 0
    assert not any(pcm)
    voice.begin("Next: hurdler, left side.")
    voice.close()


def test_without_it_the_engines_answer_stands(programs: Path) -> None:
    """Where nothing at all speaks, that is said as before, and what was tried has all of it."""
    voice = BestVoice(cache=None)
    voice.want(["One"])
    until(lambda: bool(voice.failed))
    assert voice.failed == "No voice works on this computer: tones and text only."
    assert voice.report().tried[-1].engine == best.NAME
    assert voice.report().tried[-1].remedy == "Install speech-dispatcher."
    voice.close()


def test_it_can_be_picked(programs: Path) -> None:
    """Who names it gets it, and is told where it does not work."""
    voice = BestVoice(cache=None, pick="spd-say")
    voice.want(["One"])
    until(lambda: bool(voice.failed))
    assert voice.failed == "spd-say does not speak here: tones and text only."
    voice.close()
