"""The command line as a whole: help, wrong usage, errors and bugs, and what the exit code says of them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import stretchtimer
from stretchtimer import __version__
from stretchtimer.cli import COMMANDS
from stretchtimer.text import unsafe_character

if TYPE_CHECKING:
    from commandline import CommandLine, Home


def words(value: list[str] | str) -> str:
    """A test's name: what is typed."""
    return " ".join(value) if isinstance(value, list) else ""


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_names_every_command_with_its_line(stretch: CommandLine, flag: str) -> None:
    """Who knows nothing asks for help and sees what there is."""
    ran = stretch(flag)
    assert ran.code == 0
    for name, line in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(line)}$", ran.out, re.MULTILINE), name


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_every_command_helps(stretch: CommandLine, command: str, flag: str) -> None:
    """Each command explains itself and every one of its options, and does nothing else."""
    ran = stretch(command, flag)
    assert ran.code == 0
    assert ran.out.startswith(f"Usage: stretch {command}")
    options = re.findall(r"^  -.*?(?:  +(\S.*))?$", ran.out.partition("Options:")[2], re.MULTILINE)
    assert options
    assert all(options), "an option without a word about it"
    assert max(map(len, ran.out.splitlines())) <= 80
    assert ran.err == ""


def test_help_comes_up_where_the_settings_are_wrong(stretch: CommandLine, home: Home) -> None:
    """The help that one needs to mend a config file does not wait for it to be mended."""
    home.config.mkdir(parents=True)
    (home.config / "config.yaml").write_text("volum: 3\n")
    for command in COMMANDS:
        assert stretch(command, "--help").code == 0


def test_version(stretch: CommandLine) -> None:
    """The version is the package's."""
    assert stretch("--version").out == f"stretch {__version__}\n"


def test_without_a_command_it_shows_what_can_be_played(stretch: CommandLine) -> None:
    """`stretch` alone is the way in: every routine, and the lines to type next."""
    ran = stretch()
    assert ran.code == 0
    assert re.search(r"^hip-unlock +6:00  Hip unlock", ran.out, re.MULTILINE)
    assert "stretch play hip-unlock" in ran.out


def test_the_way_in_names_a_routine_that_can_be_played(stretch: CommandLine, home: Home) -> None:
    """A broken file of the user's is not what a beginner is sent to."""
    home.routine("a-broken-one", "steps: []\n")
    home.routine("hip-unlock", "steps: []\n")
    assert "stretch play back-relief\n" in stretch().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--nonsense"], "No such option"),
        (["hip-unlock"], "There is no command 'hip-unlock'. To play it: stretch play hip-unlock"),
        (["pla"], "There is no command 'pla'. Did you mean 'stretch play'?"),
        (["play"], "Missing argument 'ID|FILE'"),
        (["play", "a", "b"], "unexpected extra argument (b)"),
        (["play", "hip-unlock", "--sped", "2"], "--speed"),
        (["play", "hip-unlock", "--display", "big"], "'big' is not one of 'live', 'plain', 'jsonl'"),
        (["play", "hip-unlock", "--speed", "nan"], "'nan' is not a speed; write a number from 0.1 to 1000"),
        (["play", "hip-unlock", "--speed", "inf"], "not a speed"),
        (["play", "hip-unlock", "--speed", "0"], "not a speed"),
        (["play", "hip-unlock", "--speed", "1001"], "not a speed"),
        (["play", "hip-unlock", "--speed", "fast"], "not a speed"),
        (["play", "hip-unlock", "--volume", "101"], "101 is not in the range 0<=x<=100"),
        (["play", "hip-unlock", "--volume", "-1"], "-1 is not in the range"),
        (["play", "hip-unlock", "--volume", "loud"], "'loud'"),
        (["play", "hip-unlock", "--mute=1"], "does not take a value"),
        (["play", "hip-unlock", "--level", "0"], "0 is not in the range"),
        (["play", "hip-unlock", "--level", "two"], "'two'"),
        (["play", "hip-unlock", "--first", "up"], "'up' is not one of 'left', 'right'"),
        (["play", "hip-unlock", "--fit", "5x"], "'5x' is not a duration; write it like 45s"),
        (["play", "hip-unlock", "--fit", "0.5s"], "out of range"),
        (["play", "hip-unlock", "--fit", "25h"], "out of range"),
        (["play", "hip-unlock", "--fit"], "requires an argument"),
        (["play", "hip-unlock", "--transition", "1:75"], "'1:75' is not a duration"),
        (["play", "hip-unlock", "--switch", "-3s"], "'-3s' is not a duration"),
        (["play", "hip-unlock", "--prepare", "soon"], "'soon' is not a duration"),
        (["show", "hip-unlock", "--speed", "2"], "No such option"),
        (["list", "--max", "long"], "'long' is not a duration"),
        (["list", "hip"], "unexpected extra argument"),
        (["new"], "Missing argument 'ID'"),
        (["edit"], "Missing argument 'ID|FILE'"),
        (["exercises", "hurdler", "--side", "up"], "'up' is not one of"),
        (["schema", "figure"], "'figure' is not one of 'routine', 'exercise', 'series'"),
        (["sounds", "bell"], "'bell' is not one of"),
    ],
    ids=words,
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(
    stretch: CommandLine, arguments: list[str], message: str
) -> None:
    """Wrong usage is answered with the mistake, and nothing is begun."""
    ran = stretch(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert "Error: " in ran.err
    assert message in ran.err


@pytest.mark.parametrize("option", ["--from", "--avoid"])
@pytest.mark.parametrize("command", ["play", "show"])
def test_a_wrong_step_or_caution_is_an_error_of_its_own(
    stretch: CommandLine, command: str, option: str
) -> None:
    """What only the routine can tell to be wrong is an expected error: 1, and the ones there are."""
    ran = stretch(command, "hip-unlock", option, "nek")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("Error: ")
    assert "'nek'" in ran.err
    assert len(ran.err.splitlines()) == 2


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["play", "hip-unlok"], "did you mean hip-unlock?"),
        (["show", "HIP-UNLOCK"], "did you mean hip-unlock?"),
        (["check", "neutral-spin"], "did you mean neutral-spine"),
        (["new", "mine", "--from", "single-leg-kik"], "did you mean single-leg-kick?"),
        (["edit", "hip-unlok"], "did you mean hip-unlock?"),
        (["exercises", "hurdle"], "did you mean hurdler"),
        (["play", "zzz"], "`stretch list` shows what there is"),
        (["exercises", "zzz"], "`stretch exercises` lists them all"),
        (["play", "hurdler"], "see it with `stretch exercises hurdler`"),
        (["play", "zzz.yaml"], "`stretch list` shows what can be played"),
        (["play", "./zzz"], "`stretch list` shows what can be played"),
    ],
    ids=words,
)
def test_an_unknown_id_is_answered_with_what_was_probably_meant(
    stretch: CommandLine, arguments: list[str], hint: str
) -> None:
    """An unknown id ends with 1, a message, and a hint that leads on."""
    ran = stretch(*arguments)
    assert ran.code == 1
    assert ran.out == ""
    message, told = ran.err.splitlines()
    assert message.startswith(("Error: there is no", "Error: hurdler is an exercise"))
    assert hint in told


def test_a_bug_is_called_a_bug_and_its_traceback_kept(
    stretch: CommandLine, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug ends with 3, says that it is not the user's mistake, and keeps what is needed to mend it."""
    monkeypatch.setattr("tempfile.tempdir", str(home.work))

    def broken(*_: object) -> None:
        raise ZeroDivisionError("\x1b[2J of a bug")

    monkeypatch.setattr("stretchtimer.app.App.rows", broken)
    ran = stretch("list")
    assert (ran.code, ran.out) == (3, "")
    assert f"bug in stretch {__version__}" in ran.err
    assert "Traceback" not in ran.err
    (kept,) = home.work.iterdir()
    assert str(kept) in ran.err
    text = kept.read_text()
    assert text.startswith("Traceback")
    assert "in broken" in text
    assert "ZeroDivisionError: <U+001B>[2J of a bug" in text


def test_a_bugs_traceback_is_shown_where_it_cannot_be_kept(
    stretch: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine without room for a file still tells what a bug was, and in characters that do no harm."""
    monkeypatch.setattr("tempfile.tempdir", "/dev/null/nowhere")

    def broken(*_: object) -> None:
        raise ZeroDivisionError("\x1b[2J of a bug")

    monkeypatch.setattr("stretchtimer.app.App.rows", broken)
    ran = stretch("list")
    assert ran.code == 3
    assert "Traceback" in ran.err
    assert "<U+001B>[2J of a bug" in ran.err


def test_ctrl_c_outside_of_a_session_ends_with_130(
    stretch: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C is an end like any other: its exit code, and no traceback."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("stretchtimer.app.App.rows", interrupted)
    ran = stretch("list")
    assert (ran.code, ran.out, ran.err) == (130, "", "\n")  # a line's end after the ^C


def test_a_compiled_file_that_is_cut_off_is_told(tmp_path: Path) -> None:
    """Python leaves one where the disk fills while it compiles; nobody is left without a word."""
    source = Path(stretchtimer.__file__).parent
    copy = shutil.copytree(source, tmp_path / "stretchtimer", ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "stretchtimer", "sounds", "--help"]
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environ["PYTHONPATH"] = str(tmp_path)
    assert subprocess.run(command, env=environ, check=False, stdout=subprocess.DEVNULL).returncode == 0
    (compiled,) = (copy / "commands" / "__pycache__").glob("sounds.*.pyc")
    compiled.write_bytes(compiled.read_bytes()[:200])
    ran = subprocess.run(command, env=environ, check=False, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "is cut off, as by a full disk" in ran.stderr
    assert "delete its __pycache__ folders" in ran.stderr


def test_what_was_typed_never_reaches_the_terminal_raw(
    stretch: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file's name may hold escape sequences, and a shell's `*` types it for the user."""
    monkeypatch.setenv("EDITOR", "true")
    name = "\x1b[2J\x9b31m\u202eoops\nstretch"
    for arguments in (
        ["play", name],
        ["play", f"{name}.yaml"],
        ["play", "a", name],
        [name],
        ["play", f"--{name}"],
        ["play", "hip-unlock", f"--fit={name}"],
        ["play", "hip-unlock", f"--avoid={name}"],
        ["play", "hip-unlock", f"--from={name}"],
        ["check", name, f"{name}.yaml"],
        ["new", name],
        ["new", "mine", "--from", name],
        ["edit", name],
        ["edit", f"{name}.yaml"],
        ["exercises", name],
        ["list", "--focus", name],
    ):
        ran = stretch(*arguments)
        for line in (ran.out + ran.err).split("\n"):
            assert unsafe_character(line) is None, (arguments, line)
        assert ran.code in (0, 1, 2), arguments


def test_help_loads_no_part_of_a_session(home: Home) -> None:
    """Start-up is a feature: help comes from the assembling module and click, and loads nothing of weight."""
    known = "import atexit, sys; atexit.register(lambda: print('loaded', *sys.modules)); "
    ran = subprocess.run(
        [sys.executable, "-c", f"{known}from stretchtimer.cli import main; main(['--help'])"],
        check=True,
        capture_output=True,
        text=True,
    )
    loaded = ran.stdout.splitlines()[-1].split()
    assert "stretchtimer.cli" in loaded
    heavy = ("rich", "yaml", "playsound3", "miniaudio", "platformdirs", "json", "subprocess", "difflib")
    assert not set(loaded) & set(heavy)
    assert not [name for name in loaded if name.startswith("stretchtimer.commands.")]
