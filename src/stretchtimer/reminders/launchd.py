"""Reminders as agents of launchd: macOS.

It knows the property list of an agent, and runs nothing.
"""

from __future__ import annotations

import os
import plistlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from stretchtimer.errors import StretchError
from stretchtimer.reminders.reminder import slug_of
from stretchtimer.reminders.scheduler import Command, File

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stretchtimer.reminders.reminder import Reminder

_PREFIX = "stretchtimer.remind."
# The texts are handed over as arguments: nothing in them is read as AppleScript.
_SCRIPT = ("on run texts", "display notification (item 2 of texts) with title (item 1 of texts)", "end run")


class Launchd:
    """An agent that shows a notification by AppleScript."""

    name = "a launchd agent"
    pattern = f"{_PREFIX}*.plist"

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._path = environ.get("PATH")
        home = Path(environ.get("HOME", ""))
        if not home.is_absolute():
            raise StretchError("there is no home folder for an agent", "set HOME")
        self.folder = home / "Library" / "LaunchAgents"
        self._domain = f"gui/{os.getuid() if hasattr(os, 'getuid') else 0}"

    def files(self, reminder: Reminder) -> tuple[File, ...]:
        slug = slug_of(reminder.target)
        weekly = reminder.weekly
        script = [word for line in _SCRIPT for word in ("-e", line)]
        agent = {
            "Label": f"{_PREFIX}{slug}",
            "ProgramArguments": ["/usr/bin/osascript", *script, reminder.title, reminder.body],
            "StartCalendarInterval": [
                {"Weekday": (day.number + 1) % 7, "Hour": weekly.hour, "Minute": weekly.minute}  # 0 is Sunday
                for day in weekly.days
            ],
        }
        text = plistlib.dumps(agent, sort_keys=False).decode()
        marked = text.replace("<plist ", f"<!-- {reminder.mark} -->\n<plist ", 1)
        return (File(self.paths(slug)[0], marked),)

    def paths(self, slug: str) -> tuple[Path, ...]:
        return (self.folder / f"{_PREFIX}{slug}.plist",)

    def links(self, slug: str) -> tuple[Path, ...]:  # noqa: ARG002 - there are none
        return ()

    def missing(self) -> str:
        return "" if shutil.which("launchctl", path=self._path) else "launchd (its program launchctl)"

    def probe(self) -> Command | None:
        return Command(("launchctl", "print", self._domain))

    def start(self, slug: str, *, again: bool) -> tuple[Command, ...]:
        out = (Command(self._bootout(slug), may_fail=True),) if again else ()
        return (*out, Command(("launchctl", "bootstrap", self._domain, str(self.paths(slug)[0]))))

    def stop(self, slug: str) -> tuple[Command, ...]:
        return (Command(self._bootout(slug)),)

    def forget(self) -> tuple[Command, ...]:
        return ()

    def check(self, slug: str) -> Command:
        return Command(("launchctl", "print", f"{self._domain}/{_PREFIX}{slug}"))

    def _bootout(self, slug: str) -> tuple[str, ...]:
        return ("launchctl", "bootout", f"{self._domain}/{_PREFIX}{slug}")
