"""What one types, as the shell of this platform wants it: the line that plays a routine."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def absolute(target: str) -> str:
    """A file by a path that is right from any folder; an id as it is."""
    from stretchtimer.library import is_path  # late: help and completion name no file

    return os.path.abspath(target) if is_path(target) else target  # noqa: PTH100 - unlike resolve it follows no link


def play_line(target: str, options: Iterable[str] = ()) -> str:
    """The line that plays an id or a file."""
    guard = ("--",) if target.startswith("-") else ()
    return shell_line(("stretch", "play", *options, *guard, absolute(target)))


def shell_line(words: Iterable[str]) -> str:
    """Words as they are typed."""
    # late: as above
    if sys.platform == "win32":
        from subprocess import list2cmdline

        return list2cmdline(words)
    from shlex import join

    return join(words)
