"""What the commands print: lines for people, JSON for programs.

It knows no command. Whoever says a line has made it safe.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from stretchtimer.text import unsafe_character

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST = 100
"""The widest line that is good to read, in cells."""


def say(lines: Iterable[str]) -> None:
    """Print lines; on a terminal broken at words, and no wider than is good to read."""
    if sys.stdout.isatty():
        from stretchtimer.report import wrapped  # late: a pipe gets its lines whole

        lines = wrapped(lines, min(_columns(), _MOST))
    for line in lines:
        put(line)


def put(text: str) -> None:
    """Print text as it is. Named, standard output keeps its encoding: click takes ASCII for a mistake."""
    click.echo(text, file=sys.stdout)


def note(text: str) -> None:
    """Say something beside the output. Where it cannot be written the command goes on all the same."""
    with suppress(OSError):
        click.echo(text, file=sys.stderr)


def say_json(content: Any) -> None:
    """Print JSON: in ASCII where it holds what a terminal would obey, or what the output cannot write."""
    import json  # late: only for --json

    text = json.dumps(content, indent=2, ensure_ascii=False)
    # JSON itself escapes only the controls below U+0020.
    if any(map(unsafe_character, text.split("\n"))) or not _writable(text):
        text = json.dumps(content, indent=2)
    put(text)


def terminal_columns() -> int:
    """How wide a terminal the output is; 0 where it is none."""
    return _columns() if sys.stdout is not None and sys.stdout.isatty() else 0


def _columns() -> int:
    # Not shutil's: it believes COLUMNS, which is what the size was when somebody exported it.
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def _writable(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
