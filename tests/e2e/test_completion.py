"""The Tab key in real shells, after the line that the README has for the shell's start-up file."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("POSIX shells only", allow_module_level=True)

from commandline import Home, shell, simple, write
from pseudo_terminal import Terminal

pytestmark = pytest.mark.e2e

_README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
_TYPED = (
    ("stretch exe", "rcises "),
    ("stretch play --spe", "ed "),
    ("stretch show hip-u", "nlock "),
    ("stretch res", "ume "),
    ("stretch resume --li", "st "),
    ("stretch check eve", "ning "),  # a user's own, broken or not
    ("stretch exercises hurd", "ler "),
    ("stretch new mine --from hip-b", "ack-coordination "),
    ("stretch remind hip-unlock --days weekd", "ays "),
    ("stretch export hip-unlock --timezone Europe/Berl", "in "),
    ("stretch play ./ro", "ad.yaml "),
)
"""What is typed before Tab, and what Tab adds."""


def line_for(name: str) -> str:
    """The README's line for a shell."""
    found = re.search(rf"^    (.*_STRETCH_COMPLETE={name}_source.*?)(?: +#.*)?$", _README, re.MULTILINE)
    assert found, f"the README has no line for {name}"
    return found[1]


def installed(name: str) -> None:
    """Skip the test where the shell is missing."""
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")


@pytest.fixture(autouse=True)
def files(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A routine of the user's own that is broken, a file in the current folder, a folder that is missing."""
    home.routine("evening", "not: a routine")
    write(home.work / "road.yaml", simple("road"))
    monkeypatch.setenv("STRETCH_PATH", "/nowhere/at/all")  # a note of it would stand in the typed line


@pytest.mark.parametrize(
    ("name", "begin"),
    [("bash", "bash --norc --noprofile -i"), ("zsh", "zsh -f -i")],
)
def test_tab_completes(name: str, begin: str) -> None:
    """Commands, options, ids of routines (a user's too) and of exercises, and paths."""
    installed(name)
    if name == "bash" and shell("bash -c 'test ${BASH_VERSINFO[0]} -ge 5'").code:
        pytest.skip("this bash is too old for click's completion")
    ready = "autoload -Uz compinit; compinit -D -u; " if name == "zsh" else ""
    # A terminal that cannot move its cursor gets what Tab adds as it is.
    with Terminal(begin.split(), prelude="export TERM=dumb PS1='$ '") as terminal:
        terminal.shown(r"\$ ")
        terminal.type(f"{ready}{line_for(name)}; echo rea''dy\n")
        terminal.shown(r"ready\s+(?s:.*)\$ ")
        for typed, added in _TYPED:
            terminal.type(f"{typed}\t")
            assert "Note" not in terminal.shown(re.escape(typed) + "\\x07?" + re.escape(added)), typed
            terminal.type("\x15")  # Ctrl-U: the line is empty again


def test_fish_completes() -> None:
    """The same from fish's own completion, with the line of help that it shows beside each."""
    installed("fish")
    script = [line_for("fish")] + [f"complete -C '{typed}'" for typed, _ in _TYPED]
    ran = subprocess.run(["fish", "-N", "-c", "\n".join(script)], capture_output=True, text=True, check=True)
    for (typed, added), line in zip(_TYPED, ran.stdout.splitlines(), strict=True):
        assert line.partition("\t")[0] == typed.rpartition(" ")[2] + added.strip(), typed
    assert "exercises\tList the exercises" in ran.stdout


@pytest.mark.parametrize("words", ["stretch play eve", "stretch exercises hu", "stretch play --le"])
def test_completion_opens_no_file_of_the_users(home: Home, words: str) -> None:
    """An id is a file's name: neither routines nor exercises nor settings are opened to complete one."""
    write(home.config / "config.yaml", "volum: 3\n")  # its mistake is not for now either
    watch = (
        "import sys; sys.addaudithook(lambda e, a: e == 'open' and print('opened', a[0], file=sys.stderr)); "
    )
    run = "from stretchtimer.cli import main; main()"
    ran = shell(
        f"COMP_WORDS='{words}' COMP_CWORD=2 _STRETCH_COMPLETE=bash_complete "
        f'"{sys.executable}" -c "{watch}{run}"'
    )
    assert re.search("evening|hurdler|--level", ran.out)
    assert "opened" in ran.err, "the hook sees what Python opens"
    assert not re.search(r"^opened .*\.ya?ml$", ran.err, re.MULTILINE)
