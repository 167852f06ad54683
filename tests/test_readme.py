"""The README is true: its commands run, its examples are what the program says."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commandline import shell, write
from fakes import Deck
from stretchtimer.bindings import KEYS
from stretchtimer.commands.exercises import exercises_command
from stretchtimer.commands.export import export_command
from stretchtimer.commands.history import history_command
from stretchtimer.commands.log import log_command
from stretchtimer.commands.play import play_command
from stretchtimer.commands.remind import remind_command
from stretchtimer.commands.resume import resume_command
from stretchtimer.commands.stats import stats_command
from stretchtimer.compiler import compile_routine
from stretchtimer.history.kept import Ending, Kept, Origin, new_uid
from stretchtimer.history.store import History
from stretchtimer.library import Library
from stretchtimer.model import Routine
from stretchtimer.session import summarise

if TYPE_CHECKING:
    from commandline import CommandLine, Home

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
INDENTED = [line.strip() for line in README.splitlines() if line.startswith("    ") and line.strip()]
STRETCH = [line.split("#")[0].strip() for line in INDENTED if re.match(r"stretch( |$)", line)]
FENCED = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)


def block(language: str, start: str) -> str:
    """The fenced block of a language that begins so."""
    return next(text for kind, text in FENCED if kind == language and text.startswith(start))


def test_two_commands_do_everything_on_a_fresh_machine() -> None:
    """One plays and one tests, each in one line that makes its own environment."""
    first = [line for line in INDENTED if line.startswith("python3 -m venv .venv &&")]
    assert len(first) == 2
    assert first[0].endswith(".venv/bin/stretch play hip-unlock")
    assert first[1].endswith(".venv/bin/python -m pytest")


@pytest.mark.skipif(sys.platform == "win32", reason="CI's script is for a POSIX shell")
def test_ci_runs_the_readmes_test_command() -> None:
    """What CI finds in the README is the test command, and nothing else."""
    extract = re.search(r"test_command=\$\((.*)\)", (ROOT / ".ci/run").read_text(encoding="utf-8"))
    assert extract
    found = subprocess.run(extract[1], shell=True, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S602
    assert found.stdout.strip() == next(line for line in INDENTED if line.endswith("-m pytest"))


@pytest.mark.parametrize("line", STRETCH)
def test_every_command_of_the_readme_runs(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    """Typed as it stands there, by someone who has the files that it speaks of."""
    monkeypatch.setenv("STRETCH_SPEED", "1000")
    monkeypatch.setenv("STRETCH_VOICE", "no")  # speaking a session takes seconds
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    write(home.work / "evening.yaml", block("yaml", "name: Evening"))
    if not line.startswith("stretch new"):
        write(home.routines / "evening.yaml", block("yaml", "name: Evening"))
    if line.startswith("stretch log"):
        stretch("play", "single-leg-kick", "--speed", "1000")
        _as_if_in_earnest(home)
    if line.startswith("stretch history import"):
        stretch("history", "export", line.rsplit(maxsplit=1)[-1])
    if line.startswith("stretch resume"):
        leave_unfinished(home)
    ran = stretch(*shlex.split(line)[1:])
    assert ran.code == 0, ran.err


def leave_unfinished(home: Home) -> None:
    """A session in the history that was broken off a tenth of a second before its end."""
    path = home.routine("nearly")
    routine = Library(()).open(str(path)).use()
    assert isinstance(routine, Routine)
    line = compile_routine(routine).timeline
    deck = Deck(line).to(line.total - 100)
    now = datetime.now(UTC)
    kept = Kept(
        uid=new_uid(),
        session=summarise(deck.player, line),
        origin=Origin(path=str(path)),
        started=now,
        touched=now,
        ending=Ending.STOPPED,
    )
    History(str(home.history)).save(kept)


def _as_if_in_earnest(home: Home) -> None:
    """What was rehearsed in a moment is taken for a session of a real evening."""
    history = History(str(home.history))
    (one,) = history.everything()
    history.save(replace(one, origin=replace(one.origin, rate=1.0)))


def test_the_routine_of_the_readme_is_sound(stretch: CommandLine, home: Home) -> None:
    """Whoever types the example gets no problem, and no warning."""
    path = write(home.work / "evening.yaml", block("yaml", "name: Evening"))
    assert stretch("check", "--strict", str(path)).code == 0


def test_the_error_of_the_readme_is_what_is_said(stretch: CommandLine, home: Home) -> None:
    """The mistake that is shown is answered just so."""
    write(
        home.work / "evening.yaml",
        "name: Evening\nsteps:\n  - exercise: hurdler\n    duration: half a minute\n",
    )
    assert stretch("check", "./evening.yaml").out.startswith(block("text", "evening.yaml:4"))


def test_the_settings_of_the_readme_are_sound(stretch: CommandLine, home: Home) -> None:
    """Every default that is shown can be set, and all that can be set are options of play."""
    text = block("yaml", "volume: 60")
    write(home.config / "config.yaml", text)
    assert stretch("show", "hip-unlock").code == 0
    options = {word.removeprefix("--") for option in play_command.params for word in option.opts}
    assert set(re.findall(r"^(\w+):", text, re.MULTILINE)) <= options


@pytest.mark.parametrize(("name", "value"), re.findall(r"`(STRETCH_[A-Z]+)=(\w+)`", README))
def test_the_environment_of_the_readme_is_taken(
    stretch: CommandLine, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """Each is one of the options of play, which plays with that value and refuses another."""
    monkeypatch.setenv("STRETCH_SPEED", "1000")
    monkeypatch.setenv(name, value)
    assert stretch("play", "hip-unlock").code == 0
    monkeypatch.setenv(name, "perhaps")
    assert stretch("play", "hip-unlock").code != 0


def test_the_keys_of_the_readme_are_all_the_keys() -> None:
    """The table names each key that does something, but for the other halves of a key and Esc."""
    table = README.split("| key | does |")[1].split("\n\n")[0]
    named = {
        name
        for row in table.splitlines()
        for name in re.findall(r"`(\S+)`", row.split("|")[1] if "|" in row else "")
    }
    arrows = {"→": "right", "←": "left", "↓": "down", "↑": "up"}
    assert {arrows.get(name, name) for name in named} == set(KEYS) - {"=", "_", "escape"}


def test_the_options_of_the_readme_exist() -> None:
    """An option that the README names is one that play has, or another command it stands beside."""
    known = {word for option in play_command.params for word in (*option.opts, *option.secondary_opts)}
    known |= {"--help", "--json", "--strict", "--focus", "--max", "--from", "--quiet", "--check"}
    known |= {word for option in export_command.params for word in option.opts}
    for command in (history_command, log_command, remind_command, resume_command, stats_command):
        known |= {word for option in command.params for word in option.opts}
    known |= {word for option in exercises_command.params for word in option.opts}
    assert set(re.findall(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*", README)) <= known


def test_a_program_finds_it_on_its_path(home: Home) -> None:
    """`stretch` is a command."""
    assert shell("stretch --version").out.startswith("stretch ")
    assert home.work.is_dir()
