"""What surrounds the program is not as it should be: closed streams, no home, odd files, few characters."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("POSIX shells and files only", allow_module_level=True)

from commandline import CommandLine, Home, Ran, shell, simple, write
from pseudo_terminal import Terminal
from waiting import PATIENCE

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("home")]

QUICK = "play hip-unlock --from 7 --speed 1000"
"""A minute, on both sides, in 70 ms."""
PLAY = f"stretch {QUICK}"
_DONE = "Hip unlock: done. 1:00 of work in 1:10."
_NAMES = "name: Übung 日本 ▲\nsteps: [{name: Dehnung à gauche, duration: 10s}]\n"
_RAW = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SGR = re.compile(r"\x1b\[([0-9;]*)m")
_COLOURS = re.compile(r"(?:^|;)(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?=;|$)")
_needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")


def well(line: str) -> Ran:
    """Run a line that has to succeed, without a word of Python's."""
    ran = shell(line)
    assert ran.code == 0, ran.err
    assert "Traceback" not in ran.err
    return ran


def played_on_a_terminal(*options: str, prelude: str = ":") -> str:
    """All that a short session writes to a terminal."""
    command = [*PLAY.split(), *options]
    with Terminal(command, prelude=prelude) as terminal:
        shown = terminal.shown(r"Hip unlock: done[^\n]*\n")
        assert terminal.process.wait(PATIENCE) == 0
        assert terminal.as_it_was(shown)
    return shown


# -- where the output goes -------------------------------------------------------------------------


def test_into_a_pipe_it_is_plain_lines() -> None:
    """Without a terminal there is a line for each event, and nothing to move a cursor with."""
    lines = well(PLAY).out.splitlines()
    assert lines[0] == "0:00 prepare Hip unlock. First: figure four twist, left side."
    assert "0:10 start  Figure four twist, left side (0:30)" in lines
    assert lines[-1] == _DONE
    assert not any("\x1b" in line or "\r" in line for line in lines)


@pytest.mark.parametrize("command", ["stretch play hip-unlock", "stretch play hip-unlock --display jsonl"])
def test_ends_when_nobody_reads_any_more(command: str) -> None:
    """`play | head -1` at life's own pace does not sit out its six minutes, and says nothing of a pipe."""
    ran = shell(f"{{ {command}; echo code $? >&2; }} | head -1")
    assert "Hip unlock. First: wide leg bend." in ran.out
    assert ran.out.count("\n") == 1
    assert ran.err == "code 0\n"


def test_a_listing_for_nobody() -> None:
    """A listing into a pipe whose reader has gone is no error."""
    assert shell("{ stretch show hip-unlock --json; echo code $? >&2; } | true").err == "code 0\n"


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_move_its_cursor_gets_plain_lines(term: str) -> None:
    """TERM=dumb: the lines that a pipe would get, and not one escape sequence."""
    shown = played_on_a_terminal(prelude=f"export TERM={term}")
    assert "0:10 start  Figure four twist, left side (0:30)" in shown
    assert "\x1b" not in shown


def test_no_color_takes_the_colours_and_nothing_else() -> None:
    """NO_COLOR: bold and reverse stay, so that the sides can be told apart; without it there are colours."""
    plain, coloured = (
        set(_SGR.findall(played_on_a_terminal("--display", "live", "--no-figure", prelude=prelude)))
        for prelude in ("export NO_COLOR=1", "unset NO_COLOR")
    )
    assert any(map(_COLOURS.search, coloured))
    assert not any(map(_COLOURS.search, plain))
    assert any("7" in codes.split(";") for codes in plain)


@pytest.mark.parametrize(
    "command",
    [
        "list",
        "list --json",
        "show practice",
        "check --strict",
        "play practice --speed 1000",
        "play practice --speed 1000 --display jsonl",
    ],
)
def test_an_output_of_ascii_gets_ascii(command: str, home: Home) -> None:
    """Names in other letters are shown as well as can be, and are no error."""
    strict = "--strict" in command
    home.routine("practice", _NAMES.replace("10s", "11m") if strict else _NAMES)  # a warning shows its line
    ran = shell(f"PYTHONIOENCODING=ascii stretch {command}")
    assert (ran.code, ran.err) == (strict, "")
    assert re.search("bung|Dehnung", ran.out)
    assert ran.out.isascii()
    if "--json" in command:
        assert "Übung 日本 ▲" in [row["name"] for row in json.loads(ran.out)]


def test_an_output_of_few_letters_is_no_error(home: Home) -> None:
    """In Latin-1 what it has is written, and the rest gives way."""
    home.routine("practice", _NAMES)
    ran = well("PYTHONIOENCODING=latin-1 stretch play practice --speed 1000")
    assert r"\xdcbung ?? ?" in ran.out


def test_a_live_screen_of_ascii(home: Home) -> None:
    """A live screen where only ASCII can be written is drawn in ASCII."""
    path = home.routine("practice", _NAMES)
    with Terminal(
        ["stretch", "play", str(path), "--speed", "1000"], prelude="export PYTHONIOENCODING=ascii"
    ) as terminal:
        screen = terminal.shown(r"\x1b\[\?1049l")
        assert terminal.process.wait(PATIENCE) == 0
    assert "#" in screen
    assert screen.isascii()


# -- streams that are closed or full ---------------------------------------------------------------


def test_without_an_input() -> None:
    """A closed standard input is nobody at the keys, and the session plays to its end."""
    assert well(f"{PLAY} <&-").out.endswith(f"{_DONE}\n")


@pytest.mark.parametrize("command", ["list", QUICK])
def test_without_an_output(command: str, home: Home) -> None:
    """A closed standard output is nobody to read: nothing is said, and no file is written into instead."""
    ran = shell(f"stretch {command} >&-")
    assert ran == Ran(0, "", "")
    listing = home.cache / "listing"
    assert not listing.exists() or "Wide leg bend" not in listing.read_text(errors="replace")


def test_without_any_stream() -> None:
    """Started by something that closed all three, it does its work and ends well."""
    assert shell(f"{PLAY} <&- >&- 2>&-").code == 0


@_needs_full
@pytest.mark.parametrize("command", ["list", QUICK, f"{QUICK} --display jsonl", "--help"])
def test_a_full_disk_is_one_clear_message(command: str) -> None:
    """What could not be written is an error, in one line; a message of Python's helps nobody."""
    ran = shell(f"stretch {command} >/dev/full")
    assert ran.code == 1
    assert ran.err == "Error: the output takes no more: No space left on device\n"


@_needs_full
def test_an_error_that_cannot_be_told() -> None:
    """A full disk under the messages does not change what the exit code says."""
    assert shell("stretch play no-such-routine 2>/dev/full").code == 1


@_needs_full
def test_a_note_that_cannot_be_written() -> None:
    """A full disk under the messages is no reason to list nothing."""
    assert well("STRETCH_PATH=/nowhere stretch list 2>/dev/full").out.count("\n") == 7


# -- ends that are not the user's ------------------------------------------------------------------


@pytest.mark.parametrize(("number", "code"), [(2, 130), (15, 143), (1, 129)])
@pytest.mark.parametrize("display", ["plain", "jsonl"])
def test_told_to_end_without_a_terminal(number: int, code: int, display: str) -> None:
    """A signal ends a session in a pipe as it ends one on a screen: in good order, and known by its code."""
    command = ["stretch", "play", "hip-unlock", "--mute", "--speed", "0.1", "--display", display]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    first = process.stdout.readline()
    assert "Hip unlock. First: wide leg bend." in first
    process.send_signal(number)
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (code, "")
    if display == "plain":
        *_, ended, further = out.splitlines()
        assert re.fullmatch(r"Hip unlock: ended early\. .* of work in .*", ended)
        assert further == "`stretch resume` goes on from here."
    else:
        assert all(map(json.loads, out.splitlines()))


@pytest.mark.parametrize("display", ["live", "plain"])
def test_a_window_that_is_closed_ends_the_session(display: str) -> None:
    """Nobody is left to see it: no process stays behind, and no traceback is made of it."""
    command = ["stretch", "play", "hip-unlock", "--mute", "--speed", "0.1", "--display", display]
    with tempfile.TemporaryFile() as errors, Terminal(command, stderr=errors) as terminal:
        terminal.shown("First: wide|GET READY")
        os.close(terminal.slave)
        terminal.close_window()
        assert terminal.process.wait(PATIENCE) == 129
        errors.seek(0)
        assert errors.read() == b""


def test_a_bug_in_a_session_gives_the_terminal_back(home: Home) -> None:
    """The screen is left before the bug is told of, its traceback is kept, and the code is 3."""
    broken = (
        "import sys, tempfile; from stretchtimer import player; from stretchtimer.cli import main; "
        "tempfile.tempdir = sys.argv.pop(1); player.Player._do = lambda *_: 1 / 0; main()"
    )
    command = [sys.executable, "-c", broken, str(home.work), "play", "hip-unlock", "--mute", "--speed", "0.1"]
    with Terminal(command) as terminal:
        terminal.shown("GET READY")
        terminal.type("n")
        assert terminal.process.wait(PATIENCE) == 3
        shown = terminal.shown_so_far()
        assert terminal.as_it_was(shown)
    told = shown.rpartition("\x1b[?1049l")[2]
    assert "This is a bug in stretch" in told
    assert "Traceback" not in told
    (kept,) = home.work.iterdir()
    assert kept.name in told
    assert "ZeroDivisionError" in kept.read_text()


# -- places that are not there ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "place",
    [
        "unset HOME STRETCH_CONFIG STRETCH_CACHE XDG_CONFIG_HOME XDG_CACHE_HOME",
        "export HOME=$PWD/file/below; unset STRETCH_CONFIG STRETCH_CACHE XDG_CONFIG_HOME XDG_CACHE_HOME",
        "export STRETCH_CONFIG=$PWD/file/config STRETCH_CACHE=$PWD/file/cache",
    ],
)
def test_no_place_of_ones_own(place: str, home: Home) -> None:
    """Without a home, or where nothing can be written, what is shipped is listed and played."""
    write(home.work / "file", "")
    ran = well(f"{place}; stretch list && stretch show hip-unlock")
    assert ran.err == ""
    assert re.search(r"(?m)^hip-unlock +6:00  ", ran.out)
    assert "Stand up and feel the space" in ran.out
    assert (home.work / "file").read_text() == ""


def test_without_a_current_folder(home: Home) -> None:
    """A shell whose folder was deleted under it can still play."""
    ran = well(f"unset PYTHONPATH; mkdir gone; cd gone; rmdir ../gone; {PLAY}")
    assert ran.out.endswith(f"{_DONE}\n")
    assert list(home.work.iterdir()) == []


def test_a_new_routine_where_nothing_can_be_written(home: Home) -> None:
    """`new` says where it could not write, and why."""
    write(home.work / "file", "")
    ran = shell("STRETCH_CONFIG=$PWD/file/config stretch new evening")
    assert (ran.code, ran.out) == (1, "")
    assert re.fullmatch(r"Error: \S*file/config/routines cannot be made: Not a directory\n", ran.err)


def test_a_folder_that_was_named_and_is_missing(home: Home) -> None:
    """A folder in STRETCH_PATH that is not there is told of once, and the others are searched."""
    write(home.work / "mine" / "sit.yaml", simple("Sit"))
    ran = well("STRETCH_PATH=/nowhere/at/all:$PWD/mine stretch list")
    assert ran.err == "Note: STRETCH_PATH names /nowhere/at/all, and there is no such folder.\n"
    assert ran.out.startswith("sit ")
    assert "hip-unlock" in ran.out


# -- files that are odd ----------------------------------------------------------------------------


def test_a_folder_with_all_sorts_in_it(stretch: CommandLine, home: Home) -> None:
    """A pipe, a folder, a link to nowhere stop nothing; a broken file is listed with its first problem."""
    folder = home.routines
    home.routine("sound")
    home.routine("broken", "name: Broken\nstps: []\n")
    home.routine("noise", "\x00\x01\x02")
    os.mkfifo(folder / "pipe.yaml")
    (folder / "folder.yaml").mkdir()
    (folder / "link.yaml").symlink_to(folder / "nowhere")
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    ran = stretch("list")
    assert ran.code == 0
    lines = {line.split()[0]: " ".join(line.split()[1:]) for line in ran.out.splitlines()}
    assert lines["sound"] == "10s sound"
    assert lines["broken"].startswith("broken 2:1: 'stps' is not a key of a routine")
    assert lines["noise"].startswith("broken 1:1: ")
    assert lines.keys() >= {"hip-unlock", "back-relief"}
    assert not lines.keys() & {"pipe", "folder", "link", "loop"}
    check = stretch("check")
    assert check.code == 1
    assert "broken.yaml:2:1: 'stps' is not a key of a routine" in check.out
    assert stretch("play", "sound", "--speed", "1000").out.endswith("sound: done. 0:10 of work in 0:20.\n")


@pytest.mark.parametrize("kind", ["pipe", "folder", "link", "/dev/zero"])
def test_an_odd_file_by_its_path(stretch: CommandLine, kind: str, home: Home) -> None:
    """What is no file with text is an expected error, at once."""
    path = home.work / f"{kind}.yaml"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "link":
        path.symlink_to(home.work / "nowhere")
    elif kind == "/dev/zero":
        path = Path(kind)
    ran = stretch("play", str(path))
    assert (ran.code, ran.out) == (1, "")
    assert re.match(r"Error: .*(is not a file with text|is a folder|there is no file)", ran.err)


def test_escape_sequences_in_names_are_never_written(stretch: CommandLine, home: Home) -> None:
    """A file's name, or a text in it, may hold what would clear the screen: it is shown and not obeyed."""
    evil = "a\x1b[2J\x1b]0;owned\x07\u009b31mb"
    good = home.routine(evil, "name: Fine\nsteps: [{name: Sit, duration: 10s}]\n")
    bad = home.routine(f"{evil}c", 'name: "N\\e[2J"\nsteps: [{name: "S\\x9b2J", duration: 10s}]\n')
    home.routine("raw", f"name: N{evil}\nsteps: [{{name: S, duration: 10s}}]\n")
    write(home.routines / "exercises" / f"{evil}.yaml", "name: Fine\n")
    for arguments in (
        ["list"],
        ["list", "--json"],
        ["check"],
        ["check", "--json"],
        ["exercises"],
        ["exercises", "--json"],
        ["exercises", evil],
        ["show", str(good)],
        ["show", str(bad)],
        ["show", evil, "--json"],
        ["play", str(good), "--speed", "1000"],
        ["play", str(bad), "--speed", "1000"],
        ["play", evil, "--speed", "1000", "--display", "jsonl"],
    ):
        ran = stretch(*arguments)
        assert ran.code in (0, 1)
        assert ran.out + ran.err
        assert not _RAW.search(ran.out + ran.err), f"{arguments}: {ran.out + ran.err!a}"
        if "--json" in arguments:
            assert json.loads(ran.out)
    asked = shell("COMP_WORDS='stretch play ' COMP_CWORD=2 _STRETCH_COMPLETE=bash_complete stretch")
    assert "hip-unlock" in asked.out
    assert not _RAW.search(asked.out + asked.err), ascii(asked.out + asked.err)
