"""The seam between reminders and the platform's schedulers: files that are written, commands that are run.

It knows no platform, and runs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from stretchtimer.reminders.reminder import Reminder


@dataclass(frozen=True, slots=True)
class File:
    """A file of a reminder."""

    path: Path
    text: str
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Command:
    """A program with its words, for no shell. What `may_fail` is tried, and it is no matter if it does."""

    words: tuple[str, ...]
    may_fail: bool = False


class Scheduler(Protocol):
    """What keeps reminders on a platform."""

    @property
    def name(self) -> str:
        """What one of them is called: `a systemd timer`."""
        ...

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        ...

    @property
    def pattern(self) -> str:
        """The names there that may be ours, one for each reminder; what is ours says its mark."""
        ...

    def files(self, reminder: Reminder) -> tuple[File, ...]:
        """The files that a reminder becomes."""
        ...

    def paths(self, slug: str) -> tuple[Path, ...]:
        """Where they lie."""
        ...

    def links(self, slug: str) -> tuple[Path, ...]:
        """Symbolic links to them that the scheduler makes, and takes away if it can be reached."""
        ...

    def missing(self) -> str:
        """What is not installed here that it needs; empty where nothing is missing."""
        ...

    def probe(self) -> Command | None:
        """A command that changes nothing, and works if and only if the scheduler does."""
        ...

    def start(self, slug: str, *, again: bool) -> tuple[Command, ...]:
        """Run when the files are in their places; `again` where there was one of the name before."""
        ...

    def stop(self, slug: str) -> tuple[Command, ...]:
        """Run before the files are removed."""
        ...

    def forget(self) -> tuple[Command, ...]:
        """Run when the files are removed."""
        ...

    def check(self, slug: str) -> Command:
        """A command that succeeds where the scheduler has the reminder."""
        ...
