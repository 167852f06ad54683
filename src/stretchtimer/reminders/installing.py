"""Reminders put in their places, taken away again, and found: files written, the scheduler told.

It knows no platform: what is written and run is the scheduler's matter. No file is touched that is not ours.
"""

from __future__ import annotations

import os
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from stretchtimer.errors import StretchError
from stretchtimer.reminders import CALENDAR_HINT
from stretchtimer.reminders.reminder import kept, slug_of
from stretchtimer.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from stretchtimer.reminders.reminder import Kept, Reminder
    from stretchtimer.reminders.scheduler import Command, Scheduler

_PATIENCE = 30.0  # s: a scheduler that takes longer hangs
_MOST = 2**20
"""Bytes of a file that is looked at for a mark."""


def install(scheduler: Scheduler, reminder: Reminder) -> bool:
    """Install a reminder; whether it takes the place of one. Raises StretchError, and all is as before."""
    missing = scheduler.missing()
    if missing:
        raise StretchError(f"{scheduler.name} cannot be installed: there is no {missing} here", CALENDAR_HINT)
    if (probe := scheduler.probe()) and (said := _run(probe)):
        raise StretchError(f"{scheduler.name} cannot be installed: {said}", CALENDAR_HINT)
    slug = slug_of(reminder.target)
    before = {path: _ours(path) for path in scheduler.paths(slug)}
    again = any(data is not None for data in before.values())
    try:
        for file in scheduler.files(reminder):
            _write(file.path, file.text.encode(file.encoding))
        _start(scheduler, slug, again=again)
    except (OSError, StretchError) as error:
        if not again:
            _run_all(scheduler.stop(slug))
        _restore(before)
        _run_all(scheduler.start(slug, again=True) if again else scheduler.forget())
        if isinstance(error, OSError):
            raise StretchError(f"{error.filename} cannot be written: {error.strerror}") from error
        raise
    return again


def remove(scheduler: Scheduler, target: str) -> tuple[bool, str]:
    """Remove a reminder: whether there was one, and what the scheduler said where it did not obey."""
    slug = slug_of(target)
    there = [path for path in scheduler.paths(slug) if _ours(path) is not None]
    if not there:
        return False, ""
    said = _run_all(scheduler.stop(slug))
    for path in there:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise StretchError(f"{path} cannot be removed: {error.strerror}") from error
    for link in scheduler.links(slug):
        if link.is_symlink():  # where the scheduler did not obey
            link.unlink()
    return True, said or _run_all(scheduler.forget())


def installed(scheduler: Scheduler) -> tuple[tuple[Kept, bool], ...]:
    """The reminders whose files are in their places, each with whether the scheduler has it."""
    found = []
    for path in sorted(scheduler.folder.glob(scheduler.pattern)):
        one = kept(path, _text(path))
        # A file under the name of another reminder would be removed in its stead.
        if one is not None and path in scheduler.paths(slug_of(one.target)):
            found.append((one, not _run(scheduler.check(slug_of(one.target)))))
    return tuple(found)


def _start(scheduler: Scheduler, slug: str, *, again: bool) -> None:
    for command in scheduler.start(slug, again=again):
        said = _run(command)
        if said and not command.may_fail:
            raise StretchError(f"{scheduler.name} cannot be installed: {said}", CALENDAR_HINT)


def _ours(path: Path) -> bytes | None:
    """What is in a file of ours, None where there is no file. Raises StretchError where it is another's."""
    if not os.path.lexists(path):
        return None
    if path.is_symlink() or not path.is_file() or kept(path, _text(path)) is None:
        raise StretchError(
            f"{path} was not written by stretch remind, and is left alone", "move it elsewhere"
        )
    return path.read_bytes()


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST)
    except OSError:
        return ""
    return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{os.getpid()}-{time.time_ns():x}")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _restore(before: dict[Path, bytes | None]) -> None:
    for path, data in before.items():
        with suppress(OSError):  # what failed first is what is told
            if data is None:
                path.unlink(missing_ok=True)
            else:
                _write(path, data)


def _run_all(commands: Iterable[Command]) -> str:
    """Run each; what the first said that failed."""
    said = [_run(command) for command in commands]
    return next(filter(None, said), "")


def _run(command: Command) -> str:
    """Run a command; empty where it worked, else why it did not."""
    shown = " ".join(command.words[:3])
    try:
        ran = subprocess.run(  # noqa: S603 - words, no shell
            command.words,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"{shown} does not answer"
    except OSError as error:
        return f"{shown}: {error.strerror}"
    if ran.returncode == 0:
        return ""
    lines = (ran.stderr or ran.stdout).decode("utf-8", "replace").split("\n")
    last = next((safe(line.strip()) for line in reversed(lines) if line.strip()), "")
    return f"{shown}: {last}" if last else f"{shown} failed with {ran.returncode}"
