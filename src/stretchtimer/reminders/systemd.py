"""Reminders as timers of systemd, for the user's own manager: Linux.

It knows the unit files' syntax, and runs nothing.
"""

from __future__ import annotations

import html
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from stretchtimer.errors import StretchError
from stretchtimer.reminders.reminder import slug_of
from stretchtimer.reminders.scheduler import Command, File

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stretchtimer.reminders.reminder import Reminder

_PREFIX = "stretch-remind-"
_USUAL = "/usr/bin/notify-send"


class Systemd:
    """A timer, and a service that it starts: a notification of the desktop."""

    name = "a systemd timer"
    pattern = f"{_PREFIX}*.timer"

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._path = environ.get("PATH")
        base, home = Path(environ.get("XDG_CONFIG_HOME", "")), Path(environ.get("HOME", ""))
        if not base.is_absolute():
            if not home.is_absolute():
                raise StretchError("there is no home folder for a timer", "set HOME")
            base = home / ".config"
        self.folder = base / "systemd" / "user"

    def files(self, reminder: Reminder) -> tuple[File, ...]:
        timer, service = self.paths(slug_of(reminder.target))
        head = f"# {reminder.mark}\n[Unit]\nDescription={_specified(reminder.title)} (stretch remind)\n"
        days = ",".join(day.title[:3] for day in reminder.weekly.days)
        when = f"OnCalendar={days} *-*-* {reminder.weekly.at_text}:00\nAccuracySec=1s\n"
        program = shutil.which("notify-send", path=self._path) or _USUAL
        words = (program, "--app-name=stretch", "--", reminder.title, _body(reminder.body))
        run = f"Type=oneshot\nExecStart={' '.join(map(_word, words))}\n"
        return (
            File(timer, f"{head}\n[Timer]\n{when}\n[Install]\nWantedBy=timers.target\n"),
            File(service, f"{head}\n[Service]\n{run}"),
        )

    def paths(self, slug: str) -> tuple[Path, ...]:
        return self.folder / f"{_PREFIX}{slug}.timer", self.folder / f"{_PREFIX}{slug}.service"

    def links(self, slug: str) -> tuple[Path, ...]:
        return (self.folder / "timers.target.wants" / f"{_PREFIX}{slug}.timer",)

    def missing(self) -> str:
        if shutil.which("systemctl", path=self._path) is None:
            return "systemd (its program systemctl)"
        if shutil.which("notify-send", path=self._path) is None:
            return "notify-send (the package libnotify-bin, or libnotify)"
        return ""

    def probe(self) -> Command | None:
        return _systemctl("show", "--property=Version")

    def start(self, slug: str, *, again: bool) -> tuple[Command, ...]:  # noqa: ARG002 - it is all the same
        timer = f"{_PREFIX}{slug}.timer"
        # Not `enable --now`: one that runs already would keep its old time.
        return _systemctl("daemon-reload"), _systemctl("enable", timer), _systemctl("restart", timer)

    def stop(self, slug: str) -> tuple[Command, ...]:
        return (_systemctl("disable", "--now", f"{_PREFIX}{slug}.timer"),)

    def forget(self) -> tuple[Command, ...]:
        return (_systemctl("daemon-reload"),)

    def check(self, slug: str) -> Command:
        return _systemctl("is-active", f"{_PREFIX}{slug}.timer")


def _systemctl(*words: str) -> Command:
    return Command(("systemctl", "--user", *words))


def _specified(text: str) -> str:
    """A text in a unit file: % begins what stands for something else."""
    return text.replace("%", "%%")


def _word(text: str) -> str:
    """One word of a command in a unit file, where $ begins a variable besides."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{_specified(quoted)}"'


def _body(text: str) -> str:
    """The text of a notification: notify-send reads escapes of C in it, and desktops markup."""
    return html.escape(text, quote=False).replace("\\", "\\\\")
