"""What the commands are wired to, built once: where files are, and what the settings say.

It knows which parts exist; each is imported when it is asked for.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stretchtimer.catalogue import Row
    from stretchtimer.library import Library


@dataclass
class App:
    """The program's surroundings."""

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @cached_property
    def library(self) -> Library:
        """The files that can be found. Says it once where a folder that the user named is not there."""
        # late: help and completion of commands find no files
        from stretchtimer.library import Library, folders
        from stretchtimer.text import safe

        library = Library(tuple(folders(self.environ)))
        for path in library.missing:
            _note(f"Note: STRETCH_PATH names {safe(path)}, and there is no such folder.")
        return library

    def rows(self) -> tuple[Row, ...]:
        """The listing of everything that can be played, broken files included."""
        from stretchtimer.catalogue import cache_file, rows  # late: only for listings

        return rows(self.library, cache_file(self.environ))

    def settings(self) -> dict[str, Any]:
        """The config file's values by option name."""
        from stretchtimer.library import config_folder  # late: only for commands with such options
        from stretchtimer.settings import read_settings

        return read_settings(config_folder(self.environ))


def current() -> App:
    """The app of the command that runs."""
    context = click.get_current_context()
    return context.ensure_object(App)


def _note(text: str) -> None:
    with suppress(OSError):  # nobody is there to read it, which is no reason to list nothing
        click.echo(text, file=sys.stderr)
