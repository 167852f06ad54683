"""The ways out: which is used, what is said of those that are not, and what each leaves behind."""

from __future__ import annotations

import os
import sys
import threading
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from speaking import sessions
from stretchtimer.errors import StretchError
from stretchtimer.sound import ladder as ladder_module
from stretchtimer.sound import players as players_module
from stretchtimer.sound.agenda import Agenda
from stretchtimer.sound.ladder import Ladder, Report, Tried, describe
from stretchtimer.sound.outputs import Bell, Missing, Rung, Silent, Unanswered, Unavailable, chosen_rung
from stretchtimer.sound.stderr import Hush
from waiting import AT_ONCE

if TYPE_CHECKING:
    from speaking import Session, Sessions

__all__ = ["sessions"]  # a fixture is used by its name

# What playsound3 takes for the players of ALSA: one that notes what it is given and ends as it is told.
_APLAY = """#!/bin/sh
[ "$1" = --version ] && exit 0
echo "$2 $(readlink /proc/$$/fd/0)" >> "$HOME/played"
cp "$2" "$HOME/last.wav"
[ ! -e "$HOME/broken" ]
"""

posix = pytest.mark.skipif(sys.platform != "linux", reason="takes away the sound of a Linux machine only")


@pytest.fixture
def nowhere(tmp_path: Path) -> dict[str, str]:
    """An environment in which no sound device and no player is to be found."""
    (tmp_path / "bin").mkdir()
    for name in ("sh", "readlink", "cp"):
        (tmp_path / "bin" / name).symlink_to(f"/bin/{name}")
    return {
        "PATH": str(tmp_path / "bin"),
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PULSE_SERVER": f"unix:{tmp_path}/none",
        "PIPEWIRE_REMOTE": "none",
        "ALSA_CONFIG_PATH": os.devnull,
        "JACK_NO_START_SERVER": "1",
    }


def with_players(tmp_path: Path) -> None:
    for name in ("aplay", "mpg123"):
        program = tmp_path / "bin" / name
        program.write_text(_APLAY)
        program.chmod(0o755)


def opened(session: Session, rung: str) -> list[str]:
    """Open its sound; what it says of itself, where that is the output it should have found."""
    session.tell("open")
    used, *lines = session.tell("report")
    if used == "miniaudio" != rung:
        pytest.skip(f"this machine has a sound device that cannot be hidden: {lines[0]}")
    assert used == rung, lines
    return lines


@posix
def test_without_a_device_the_session_goes_on(nowhere: dict[str, str], sessions: Sessions) -> None:
    """No device, no player: the bell rings, it is said once, and nobody writes over the screen."""
    session = sessions(nowhere)
    lines = opened(session, "bell")
    assert lines[0] == "Sound output: bell (one ring for every sound)"
    assert lines[1].startswith("Not miniaudio: no sound device (")
    assert "Install a player" in lines[2]
    notices = [session.tell("notice") for _ in range(3)]
    assert notices == ["Sound through the terminal bell: no sound device was found.", "", ""]
    session.tell("play start")
    session.tell("play count")
    assert session.tell("bells") == 2
    session.tell("close")
    assert session.took["play"] < AT_ONCE
    assert session.finish() == (0, "")


@posix
def test_a_player_plays_files_and_leaves_nothing(
    nowhere: dict[str, str], sessions: Sessions, tmp_path: Path
) -> None:
    """A player gets each sound as a file, without our terminal; no zombie and no file stays behind."""
    with_players(tmp_path)
    session = sessions(nowhere)
    assert opened(session, "playsound3")[0] == "Sound output: playsound3 (alsa)"
    assert session.tell("notice") == ""
    session.tell("play finish")
    session.tell("play finish")
    session.tell("drain")
    played = [line.split() for line in (tmp_path / "played").read_text().splitlines()]
    assert len({path for path, _ in played}) == 2  # the trial's silence, and the one chime
    assert len(played) == 3
    assert {stdin for _, stdin in played} == {os.devnull}
    children = Path(f"/proc/{session.process.pid}/task").glob("*/children")
    assert [path.read_text() for path in children if path.read_text()] == []
    session.tell("close")
    assert session.finish() == (0, "")
    assert list(tmp_path.glob("stretch-*")) == []


@posix
def test_a_player_that_fails_is_not_believed(
    nowhere: dict[str, str], sessions: Sessions, tmp_path: Path
) -> None:
    """That a player is installed does not say that it works: one that fails on silence is not used."""
    with_players(tmp_path)
    (tmp_path / "broken").touch()
    assert "alsa: ends with 1" in opened(sessions(nowhere), "bell")[2]


@posix
def test_a_player_that_fails_later_is_left(
    nowhere: dict[str, str], sessions: Sessions, tmp_path: Path
) -> None:
    """A player that ends badly in the middle of a session: it is said, and the bell rings instead."""
    with_players(tmp_path)
    session = sessions(nowhere)
    opened(session, "playsound3")
    (tmp_path / "broken").touch()
    notice = ""
    while not notice:
        session.tell("play count")
        session.tell("drain")
        notice = session.tell("notice")
    assert notice == "The sound device is gone: the terminal bell rings until it is back."
    session.tell("close")
    assert session.finish() == (0, "")


class Hanging:
    """A device whose server never answers, until it does."""

    made = 0
    answers = False
    backend = "PulseAudio"

    def __init__(self, *, agenda: Agenda, volume: int) -> None:  # noqa: ARG002
        assert volume == 70
        type(self).made += 1

    def open(self, cancel: threading.Event) -> None:
        assert not cancel.is_set()
        if not self.answers:
            raise Unanswered("the sound server does not answer", "Restart the sound server.")

    def close(self) -> None:
        """It holds nothing."""


def test_a_device_that_hangs_is_waited_for_and_not_doubled(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the server does not answer the bell stands in, and no second attempt hangs beside the first."""
    monkeypatch.setattr(ladder_module, "Device", Hanging)
    cancel = threading.Event()
    ladder = Ladder(agenda=Agenda(), volume=70, ring=lambda: None)
    for _ in range(3):
        assert isinstance(ladder.climb(cancel), Bell)
        assert ladder.unanswered
    assert [tried.rung for tried in ladder.report.tried] == [Rung.MINIAUDIO, Rung.PLAYSOUND3, Rung.BELL]
    monkeypatch.setattr(Hanging, "answers", True)
    assert isinstance(ladder.climb(cancel), Hanging)
    assert not ladder.unanswered
    assert Hanging.made == 1


@pytest.mark.parametrize(
    ("error", "believing"),
    [(Missing("not installed"), True), (Unavailable("no sound device"), False)],
)
def test_a_player_that_cannot_tell_is_believed_only_without_a_better_word(
    monkeypatch: pytest.MonkeyPatch, error: Unavailable, *, believing: bool
) -> None:
    """GStreamer plays well without a device: where miniaudio found none, it is not taken at its word."""
    asked: list[bool] = []

    class Failing(Hanging):
        def open(self, cancel: threading.Event) -> None:  # noqa: ARG002
            raise error

    def players(*, agenda: Agenda, volume: int, believing: bool) -> None:
        asked.append(believing)
        raise Unavailable("enough")

    monkeypatch.setattr(ladder_module, "Device", Failing)
    monkeypatch.setattr(players_module, "Players", players)
    Ladder(agenda=Agenda(), volume=70).climb(threading.Event())
    assert asked == [believing]


@pytest.mark.parametrize(
    ("options", "rung"),
    [
        ({"ring": None, "only": Rung.BELL}, Rung.NONE),
        ({"ring": lambda: None, "only": Rung.BELL, "volume": 0}, Rung.NONE),
        ({"ring": lambda: None, "only": Rung.BELL}, Rung.BELL),
        ({"ring": lambda: None, "only": Rung.NONE}, Rung.NONE),
    ],
)
def test_the_bell_needs_a_terminal_and_a_volume(options: dict[str, Any], rung: Rung) -> None:
    """A bell is not rung into a pipe, nor where the user turned the volume down to nothing."""
    ladder = Ladder(**{"agenda": Agenda(), "volume": 80, **options})
    output = ladder.climb(threading.Event())
    assert isinstance(output, Silent)
    assert isinstance(output, Bell) is (rung is Rung.BELL)
    assert ladder.report.in_use is rung


def test_a_bell_whose_terminal_is_gone_does_not_raise() -> None:
    """A terminal that was closed ends the session by the one who draws, not by a cue."""

    def ring() -> None:
        raise OSError(5, "Input/output error")

    Bell(ring).play(array("h", [1]))


def test_the_report_says_what_is_used_and_why_not_more() -> None:
    """`stretch sounds` gets plain lines: the output, then each better one with its reason and remedy."""
    report = Report(
        Rung.BELL,
        (
            Tried(rung=Rung.MINIAUDIO, works=False, detail="not installed", remedy="pip install miniaudio"),
            Tried(rung=Rung.PLAYSOUND3, works=False, detail="no player"),
            Tried(rung=Rung.BELL, works=True, detail="one ring for every sound"),
        ),
    )
    assert describe(report) == (
        "Sound output: bell (one ring for every sound)",
        "Not miniaudio: not installed. pip install miniaudio",
        "Not playsound3: no player.",
    )


def test_the_environment_names_an_output() -> None:
    """STRETCH_SOUND picks one; unset or empty leaves the choice; another word is an error with the names."""
    assert chosen_rung({}) is None
    assert chosen_rung({"STRETCH_SOUND": ""}) is None
    assert chosen_rung({"STRETCH_SOUND": "Bell"}) is Rung.BELL
    with pytest.raises(StretchError) as caught:
        chosen_rung({"STRETCH_SOUND": "loud\x1b[31m"})
    assert "\x1b" not in caught.value.message
    assert "miniaudio, playsound3, bell, none" in caught.value.hint


def test_hushes_overlap_and_end_together(capfd: pytest.CaptureFixture[str]) -> None:
    """Descriptor 2 is given back by the last to end, whatever the order, and ending twice does no harm."""
    first, second = Hush(), Hush()
    os.write(2, b"lost")
    first.end()
    first.end()
    os.write(2, b"lost too")
    second.end()
    os.write(2, b"kept")
    assert capfd.readouterr().err == "kept"
