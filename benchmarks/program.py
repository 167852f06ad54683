"""The program under measurement: which one it is, and the surroundings it runs in.

It knows no figure. The user's own settings and listing are left out of it: home is a folder for the run.
"""

from __future__ import annotations

import importlib.util
import os
import site
import sys
from dataclasses import dataclass
from pathlib import Path

_PERSONAL = ("NO_COLOR", "COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
_CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Program:
    """A command that runs stretch, and its environment."""

    command: tuple[str, ...]
    environ: dict[str, str]

    def __call__(self, *arguments: str) -> tuple[str, ...]:
        """The whole command line."""
        return (*self.command, *arguments)

    def with_environ(self, **values: str) -> Program:
        """The same with more in its environment."""
        return Program(self.command, {**self.environ, **values})


def find_program(home: Path) -> Program:
    """The `stretch` beside the Python that runs this, else the module, else the module in this checkout."""
    environ = {name: value for name, value in os.environ.items() if not _is_personal(name)}
    environ |= {"HOME": str(home), "PYTHONUSERBASE": site.getuserbase(), "TERM": "xterm-256color"}
    beside = Path(sys.executable).with_name("stretch")
    if beside.is_file():
        return Program((str(beside),), environ)
    if importlib.util.find_spec("stretchtimer") is None:
        environ["PYTHONPATH"] = str(_CHECKOUT / "src")
    return Program((sys.executable, "-m", "stretchtimer"), environ)


def python(*arguments: str) -> tuple[str, ...]:
    """A command line of the same Python."""
    return (sys.executable, *arguments)


def _is_personal(name: str) -> bool:
    """Whether a variable would change what is measured: settings, sizes, Python without its caches."""
    return name.startswith(("STRETCH_", "_STRETCH", "XDG_")) or name in _PERSONAL
