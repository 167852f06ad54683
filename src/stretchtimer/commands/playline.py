"""The line that plays a routine, as it is right from any folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from stretchtimer.shellwords import shell_line

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
