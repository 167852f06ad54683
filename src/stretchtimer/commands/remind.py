"""`stretch remind`: a notification of the desktop at a time of the day, kept by the platform."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from stretchtimer.app import current
from stretchtimer.commands.options import Playable
from stretchtimer.commands.output import note, put, say_json
from stretchtimer.commands.playline import absolute, play_line
from stretchtimer.commands.times import At, Days, weekly_of
from stretchtimer.shellwords import shell_line
from stretchtimer.text import cell_width, safe
from stretchtimer.weekly import AT_FORMS

if TYPE_CHECKING:
    from stretchtimer.reminders.reminder import Reminder
    from stretchtimer.reminders.scheduler import Scheduler
    from stretchtimer.weekly import Day


@click.command("remind")
@click.argument("target", metavar="[ID|FILE]", required=False, type=Playable())
@click.option("--at", type=At(), help=f"The time of the day: {AT_FORMS}.")
@click.option("--days", type=Days(), help="The days: mon-fri, or mon,wed,fri; daily if left out.")
@click.option("--install", is_flag=True, help="Install it; else it is shown, and nothing done.")
@click.option("--remove", is_flag=True, help="Remove it again.")
@click.option("--list", "listed", is_flag=True, help="List the reminders that are installed.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def remind_command(
    target: str | None,
    *,
    at: tuple[int, int] | None,
    days: tuple[Day, ...] | None,
    install: bool,
    remove: bool,
    listed: bool,
    as_json: bool,
) -> None:
    """Show what would remind you of a routine: a notification of the desktop, kept by the platform.

    A systemd timer, a launchd agent or a task of Windows, for you alone. Nothing is installed unless you say
    --install. A routine or series has one reminder; installed again it has the new time.
    """
    if install + remove + listed > 1:
        raise click.UsageError("--install, --remove and --list are one at a time")
    if as_json and not listed:
        raise click.UsageError("--json is for --list")
    if listed:
        if target or at or days:
            raise click.UsageError("--list lists them all: leave out the rest")
        _list(as_json=as_json)
        return
    if target is None:
        raise click.UsageError("name a routine: stretch remind hip-unlock --at 17:30, or use --list")
    if remove:
        _remove(target)
        return
    if at is None:
        raise click.UsageError("a reminder needs a time: add --at 17:30 --days mon-fri")
    # late: help and completion remind of nothing
    from stretchtimer.reminders.reminder import Reminder

    reminder = Reminder(
        target=absolute(target),
        name=current().library.open(target).use().name,
        command=play_line(target),
        weekly=weekly_of(at, days),
    )
    if install:
        _install(reminder)
    else:
        _show(_scheduler(), reminder)


def _scheduler() -> Scheduler:
    from stretchtimer.reminders import scheduler_for  # late: as above

    return scheduler_for(sys.platform, current().environ)


def _install(reminder: Reminder) -> None:
    from stretchtimer.reminders import installing  # late: as above

    scheduler = _scheduler()
    again = installing.install(scheduler, reminder)
    when = f"{reminder.weekly.days_text} at {reminder.weekly.at_text}"
    change = ", in place of the one before" if again else ""
    note(safe(f"Installed, {scheduler.name}: {reminder.name}, {when}{change}."))


def _remove(target: str) -> None:
    from stretchtimer.reminders.installing import installed, remove  # late: as above

    scheduler = _scheduler()
    was, said = remove(scheduler, absolute(target))
    if was:
        note(safe(f"Removed: the reminder of {target}."))
    else:
        others = ", ".join(one.target for one, _ in installed(scheduler))
        there = f"; there are reminders of {others}" if others else ""
        note(safe(f"There is no reminder of {target}{there}."))
    if said:
        note(safe(f"Note: {said}. What runs of it ends when you log out."))


def _show(scheduler: Scheduler, reminder: Reminder) -> None:
    from stretchtimer.reminders.preview import preview  # late: as above

    for line in preview(scheduler, reminder, typed=shell_line):
        put(line)
    if missing := scheduler.missing():
        from stretchtimer.reminders import CALENDAR_HINT  # late: as above

        note(f"Note: there is no {missing} here; {CALENDAR_HINT}")
    note("Nothing is installed. To install it, add --install.")


def _list(*, as_json: bool) -> None:
    from stretchtimer.reminders.installing import installed  # late: as above

    scheduler = _scheduler()
    found = installed(scheduler)
    if as_json:
        say_json(
            [
                {
                    "of": one.target,
                    "at": one.weekly.at_text,
                    "days": [day.value for day in one.weekly.days],
                    "active": active,
                    "path": str(one.path),
                }
                for one, active in found
            ]
        )
        return
    width = max((cell_width(safe(one.target)) for one, _ in found), default=0)
    for one, active in found:
        name = safe(one.target)
        state = scheduler.name if active else f"{scheduler.name}, not active: install it again"
        pad = " " * (width - cell_width(name))
        put(f"{name}{pad}  {one.weekly.at_text}  {one.weekly.days_text}  ({state})")
    if not found:
        note("No reminder is installed.")
