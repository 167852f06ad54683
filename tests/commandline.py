"""`stretch` as a command line, for tests: in this process, or as a program that a shell starts."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from stretchtimer.cli import main
from waiting import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code and what it wrote."""

    code: int
    out: str
    err: str


class CommandLine:
    """Runs `stretch` in this process: quick, and what it is wired to can be replaced."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture

    def __call__(self, *arguments: str) -> Ran:
        self._capture.readouterr()
        with pytest.raises(SystemExit) as end:
            main(arguments)
        said = self._capture.readouterr()
        assert isinstance(end.value.code, int)
        return Ran(end.value.code, said.out, said.err)


def shell(line: str, **streams: Any) -> Ran:
    """Run a line in a shell that finds `stretch`. What is not UTF-8 in its output stays to be seen."""
    ran = subprocess.run(
        ["/bin/sh", "-c", line],
        check=False,
        timeout=PATIENCE,
        encoding="utf-8",
        errors="backslashreplace",
        **{"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams},
    )
    return Ran(ran.returncode, ran.stdout or "", ran.stderr or "")


@dataclass(frozen=True)
class Home:
    """A user's place: nothing of the machine that the tests run on is seen from there."""

    root: Path
    work: Path
    """The current folder."""
    config: Path
    routines: Path
    cache: Path
    history: Path

    def routine(self, name: str, text: str = "") -> Path:
        """Write a routine of the user's own, a sound one of 10 s where no text is given."""
        return write(self.routines / f"{name}.yaml", text or simple(name))


def write(path: Path, text: str) -> Path:
    """Write a file, and the folders that it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def simple(name: str, duration: str = "10s") -> str:
    """A routine of one step."""
    return f'name: "{name}"\nsteps:\n  - name: Sit\n    duration: {duration}\n'
