"""Reminders as tasks of the Task Scheduler: Windows.

It knows the XML of a task and the PowerShell of a notification, and runs nothing.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from stretchtimer.places import settings_place
from stretchtimer.reminders.reminder import slug_of
from stretchtimer.reminders.scheduler import Command, File

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stretchtimer.reminders.reminder import Reminder

_PREFIX = "stretch-remind-"
_TASKS = "\\stretchtimer\\"
_POWERSHELL = r"%SystemRoot%\System32\WindowsPowerShell\v1.0\powershell.exe"
# A notification needs a program that Windows knows by name; PowerShell is on every machine.
_APP = r"{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\WindowsPowerShell\v1.0\powershell.exe"
_QUOTES = re.compile("['\u2018-\u201b]")  # PowerShell takes each of them for the end of a text

_TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<!-- {mark} -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{about}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2000-01-01T{at}:00</StartBoundary>
      <ScheduleByWeek>
        <DaysOfWeek>{days}</DaysOfWeek>
        <WeeksInterval>1</WeeksInterval>
      </ScheduleByWeek>
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT1M</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{program}</Command>
      <Arguments>{arguments}</Arguments>
    </Exec>
  </Actions>
</Task>
"""
_RUNTIME = "Windows.UI.Notifications, ContentType = WindowsRuntime"
_SCRIPT = """\
# {mark}
$kind = [Windows.UI.Notifications.ToastNotificationManager, {runtime}]
$toast = $kind::GetTemplateContent('ToastText02')
$texts = $toast.GetElementsByTagName('text')
[void]$texts.Item(0).AppendChild($toast.CreateTextNode({title}))
[void]$texts.Item(1).AppendChild($toast.CreateTextNode({body}))
$shown = [Windows.UI.Notifications.ToastNotification, {runtime}]::new($toast)
$kind::CreateToastNotifier({app}).Show($shown)
"""


class Tasks:
    """A task, and a script that it runs: a notification of the desktop."""

    name = "a task of the Task Scheduler"
    pattern = f"{_PREFIX}*.xml"

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._path = environ.get("PATH")
        self.folder = Path(settings_place(environ)) / "reminders"

    def files(self, reminder: Reminder) -> tuple[File, ...]:
        task, script = self.paths(slug_of(reminder.target))
        arguments = f'-NoProfile -NonInteractive -WindowStyle Hidden -ExecutionPolicy Bypass -File "{script}"'
        xml = _TASK.format(
            mark=reminder.mark,
            about=escape(reminder.title),
            at=reminder.weekly.at_text,
            days="".join(f"<{day.title} />" for day in reminder.weekly.days),
            program=_POWERSHELL,
            arguments=escape(arguments),
        )
        texts = {
            "runtime": _RUNTIME,
            "title": _text(reminder.title),
            "body": _text(reminder.body),
            "app": _text(_APP),
        }
        # Each with the mark of its encoding, without which neither reads it right.
        return (
            File(task, xml, "utf-16"),
            File(script, _SCRIPT.format(mark=reminder.mark, **texts), "utf-8-sig"),
        )

    def paths(self, slug: str) -> tuple[Path, ...]:
        return self.folder / f"{_PREFIX}{slug}.xml", self.folder / f"{_PREFIX}{slug}.ps1"

    def links(self, slug: str) -> tuple[Path, ...]:  # noqa: ARG002 - there are none
        return ()

    def missing(self) -> str:
        return (
            "" if shutil.which("schtasks", path=self._path) else "the Task Scheduler (its program schtasks)"
        )

    def probe(self) -> Command | None:
        return None

    def start(self, slug: str, *, again: bool) -> tuple[Command, ...]:
        # A task of that name is replaced only where its files were ours.
        force = ("/F",) if again else ()
        task = str(self.paths(slug)[0])
        return (Command(("schtasks", "/Create", "/TN", f"{_TASKS}{slug}", "/XML", task, *force)),)

    def stop(self, slug: str) -> tuple[Command, ...]:
        return (Command(("schtasks", "/Delete", "/TN", f"{_TASKS}{slug}", "/F")),)

    def forget(self) -> tuple[Command, ...]:
        return ()

    def check(self, slug: str) -> Command:
        return Command(("schtasks", "/Query", "/TN", f"{_TASKS}{slug}"))


def _text(text: str) -> str:
    """A text of PowerShell in which nothing stands for anything else."""
    return "'" + _QUOTES.sub(lambda match: match[0] * 2, text) + "'"
