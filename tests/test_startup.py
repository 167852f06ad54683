"""What starting up has to wait for: which modules are loaded, not how long that takes."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from stretchtimer.history.kept import Ending, Kept, Origin, new_uid
from stretchtimer.history.store import History
from stretchtimer.session import Session

_TELL = "import sys, atexit; atexit.register(lambda: print('\\nloaded', *sys.modules)); "
_RUN = f"{_TELL}from stretchtimer.cli import main; main(sys.argv[1:])"


def loaded(code, *arguments, **environ):
    """The modules that a Python has loaded when it ends."""
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, **environ},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    modules = set(ran.stdout.splitlines()[-1].split())
    assert "stretchtimer" in modules
    return modules


def _session_of(series):
    now, led = datetime.now(UTC), Origin(series=series)
    session = Session(routine="a", name="A", completed=True, planned=9, played=9, work=9)
    return Kept(uid=new_uid(), session=session, origin=led, started=now, touched=now, ending=Ending.FINISHED)


@pytest.mark.parametrize("words", ["stretch ", "stretch p"])
def test_completing_a_command_loads_no_command(words):
    """The names and their lines stand in a table, for a shell that asks at every press of Tab."""
    place = {"COMP_WORDS": words, "COMP_CWORD": "1", "_STRETCH_COMPLETE": "bash_complete"}
    assert not [name for name in loaded(_RUN, **place) if name.startswith("stretchtimer.commands.")]


def test_completing_an_id_reads_no_file():
    """An id is a file's name: neither the reader nor the compiler is needed."""
    place = {"COMP_WORDS": "stretch play ", "COMP_CWORD": "2", "_STRETCH_COMPLETE": "bash_complete"}
    heavy = {
        "yaml",
        "json",
        "difflib",
        "stretchtimer.routinefile",
        "stretchtimer.model",
        "stretchtimer.compiler",
    }
    assert not loaded(_RUN, **place) & heavy


def test_a_listing_from_its_cache_reads_no_file(tmp_path):
    """The second listing of unchanged files loads no YAML, also where a history says what is next."""
    history = tmp_path / "history.db"
    place = {name: str(tmp_path) for name in ("STRETCH_CACHE", "STRETCH_CONFIG")}
    place["STRETCH_HISTORY"] = str(history)
    assert "yaml" in loaded(_RUN, "list", **place)
    assert not loaded(_RUN, "list", **place) & {"yaml", "stretchtimer.routinefile", "stretchtimer.model"}
    History(str(history)).save(_session_of("back-relief"))
    assert not loaded(_RUN, "list", **place) & {"yaml", "stretchtimer.routinefile"}


def test_the_first_frame_waits_for_nothing_that_comes_later():
    """What a mistake, the end of a session or a printed screen needs is not loaded before the first frame."""
    parts = (
        "commands.play",
        "commands.opening",
        "commands.perform",
        "commands.mention",
        "playing",
        "routinefile",
        "screen.live",
    )
    code = _TELL + "import " + ", ".join(f"stretchtimer.{part}" for part in parts)
    late = {
        "stretchtimer.sound.speaker",
        "rich.text",
        "rich.console",
        "difflib",
        "stretchtimer.session",
        "stretchtimer.history",
        "sqlite3",
        "hashlib",
        "miniaudio",
        "playsound3",
    }
    assert not loaded(code) & late


def test_stats_build_no_session(tmp_path):
    """They read a few columns, the goal from the listing, and need neither the player's types nor rich."""
    place = {"STRETCH_CACHE": str(tmp_path), "STRETCH_CONFIG": str(tmp_path)}
    place["STRETCH_HISTORY"] = str(tmp_path / "history.db")
    History(place["STRETCH_HISTORY"]).save(_session_of("back-relief"))
    loaded(_RUN, "list", **place)
    heavy = {"rich", "yaml", "statistics", "stretchtimer.routinefile", "stretchtimer.model"}
    heavy |= {"stretchtimer.session", "stretchtimer.history.store"}
    assert not loaded(_RUN, "stats", **place) & heavy


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        *([word, "--help"] for word in ["export", "sounds", "history", "remind", "resume", "stats"]),
    ],
)
def test_help_brings_no_sound(words):
    """Who reads what can be written or heard waits for nothing that writes or sounds."""
    found = loaded(_RUN, *words)
    assert not found & {
        "sqlite3",
        "wave",
        "subprocess",
        "tempfile",
        "rich",
        "soundfile",
        "yaml",
        "stretchtimer.exports",
    }
    assert not [name for name in found if name.startswith("stretchtimer.sound")]
