"""Reminders that the platform itself keeps: one module for each scheduler, found by the platform.

It knows no command and no routine file. To add a scheduler, write a class that is a Scheduler, in a module of
its own, and give it its line here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.errors import StretchError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stretchtimer.reminders.scheduler import Scheduler

CALENDAR_HINT = "a calendar can remind you as well: stretch export ID --to reminder.ics --at 17:30"


def scheduler_for(platform: str, environ: Mapping[str, str]) -> Scheduler:
    """What keeps reminders on a platform of `sys.platform`. Raises StretchError where nothing does."""
    # late: of three that there are one is needed
    if platform == "linux":
        from stretchtimer.reminders.systemd import Systemd

        return Systemd(environ)
    if platform == "darwin":
        from stretchtimer.reminders.launchd import Launchd

        return Launchd(environ)
    if platform == "win32":
        from stretchtimer.reminders.tasks import Tasks

        return Tasks(environ)
    raise StretchError("no scheduler is known for this platform", CALENDAR_HINT)
