"""`stretch edit`: the editor of one's choice, and a check when it closes."""

from __future__ import annotations

import os
import shlex
import shutil
from typing import TYPE_CHECKING

import click

from stretchtimer.app import current
from stretchtimer.commands.options import Playable
from stretchtimer.commands.output import put
from stretchtimer.errors import Severity, StretchError, counted
from stretchtimer.library import is_path, shown
from stretchtimer.model import Exercise
from stretchtimer.shellwords import shell_word
from stretchtimer.text import safe

if TYPE_CHECKING:
    from collections.abc import Mapping

_USUAL = ("sensible-editor", "nano", "vim", "vi", "notepad")


@click.command("edit")
@click.argument("target", metavar="ID|FILE", type=Playable())
def edit_command(target: str) -> int:
    """Open a routine of your own in $VISUAL or $EDITOR, and check it afterwards."""
    import subprocess  # late: completion loads this module and starts nothing

    library, environ = current().library, current().environ
    path = target if is_path(target) else _own(target)
    command = [*_editor(environ), path]
    try:
        ended = subprocess.run(command, check=False)  # noqa: S603 - the user's own editor, and no shell
    except OSError as error:
        reason = f"{safe(command[0])} cannot be started: {error.strerror}"
        raise StretchError(reason, "name your editor in $VISUAL or $EDITOR") from None
    if ended.returncode:
        raise StretchError(f"{safe(command[0])} ended with {ended.returncode}", "the file is as it left it")
    # late: only what is done after an editor has run
    from stretchtimer.commands.check import read_any
    from stretchtimer.report import problem_text

    reading = read_any(library, path)

    for problem in reading.problems:
        put(problem_text(problem))
    errors = sum(problem.severity is Severity.ERROR for problem in reading.problems)
    typed = shell_word(target)
    if errors:
        put(f"{counted(errors, 'error')}. Your file is kept; mend it with `stretch edit {typed}`.")
        return 1
    play = "" if isinstance(reading.value, Exercise) else f" Play it: stretch play {typed}"
    put(f"{safe(shown(path))} is fine.{play}")
    return 0


def _own(routine_id: str) -> str:
    """The path of a routine that belongs to the user; the shipped ones are not for editing."""
    library = current().library
    found = library.routine_files.get(routine_id)
    if found is None:
        raise library.unknown(routine_id)
    if found.origin == "shipped":
        name = shell_word(routine_id)
        hint = f"make your own copy first: stretch new {name} --from {name}"
        raise StretchError(f"{safe(routine_id)} is a shipped routine", hint)
    return found.path


def _editor(environ: Mapping[str, str]) -> list[str]:
    """The editor's command, without a shell."""
    named = environ.get("VISUAL") or environ.get("EDITOR")
    if not named:
        usual = next((path for name in _USUAL if (path := shutil.which(name))), None)
        if usual is None:
            raise StretchError("no editor was found", "name yours in $VISUAL or $EDITOR")
        return [usual]
    try:
        words = shlex.split(named, posix=os.name != "nt")
    except ValueError:
        words = []
    if not words:
        raise StretchError(f"{safe(named)!r} is not a command", "name your editor in $VISUAL or $EDITOR")
    return words
