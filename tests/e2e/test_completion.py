"""The Tab key in real shells."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from commandline import write

if TYPE_CHECKING:
    from commandline import Home

ASK = {
    "bash": 'COMP_WORDS="{words}" COMP_CWORD={count} _STRETCH_COMPLETE=bash_complete stretch',
    "zsh": 'COMP_WORDS="{words}" COMP_CWORD={count} _STRETCH_COMPLETE=zsh_complete stretch',
    "fish": 'COMP_WORDS="{words}" COMP_CWORD="{last}" _STRETCH_COMPLETE=fish_complete stretch',
}


def ask(shell: str, line: str) -> str:
    """What the shell's completion function gets for a line that ends in what is being typed."""
    words = line.split(" ")
    asked = ASK[shell].format(words=line, count=len(words) - 1, last=words[-1])
    if shell == "fish":
        asked = f"env {asked}"
    return subprocess.run([shell, "-c", asked], capture_output=True, text=True, check=False).stdout


@pytest.fixture(params=ASK)
def shell(request: pytest.FixtureRequest, home: Home) -> str:
    name = str(request.param)
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    home.routine("evening")
    return name


def test_commands_options_and_ids_are_completed(shell: str, home: Home) -> None:
    """Commands, options, ids of routines (a user's too) and of exercises; a broken file's id as well."""
    write(home.routines / "evening-broken.yaml", "not: a routine")
    assert "play" in ask(shell, "stretch pl")
    assert "--speed" in ask(shell, "stretch play --sp")
    assert "hip-unlock" in ask(shell, "stretch play hip-u")
    assert "hurdler" in ask(shell, "stretch exercises hurd")
    mine = ask(shell, "stretch show eve")
    assert "evening" in mine
    assert "evening-broken" in mine


def test_the_line_for_the_start_up_file_is_taken(shell: str) -> None:
    """What the README says to put there is code that the shell can read."""
    lines = {
        "bash": 'eval "$(_STRETCH_COMPLETE=bash_source stretch)" && complete -p stretch',
        "zsh": "autoload -Uz compinit; compinit -D; "
        'eval "$(_STRETCH_COMPLETE=zsh_source stretch)" && echo stretch',
        "fish": "env _STRETCH_COMPLETE=fish_source stretch | source; and complete -c stretch",
    }
    ran = subprocess.run([shell, "-c", lines[shell]], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "stretch" in ran.stdout
