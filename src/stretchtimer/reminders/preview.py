"""A reminder as lines of text, for reading before one installs it.

It knows no terminal, and no shell: how a command is written for one it is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.reminders.reminder import slug_of
from stretchtimer.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from stretchtimer.reminders.reminder import Reminder
    from stretchtimer.reminders.scheduler import Scheduler


def preview(
    scheduler: Scheduler, reminder: Reminder, *, typed: Callable[[Iterable[str]], str]
) -> Iterator[str]:
    """The files with their places, and the commands that are run when they are there."""
    for file in scheduler.files(reminder):
        yield f"{safe(str(file.path))}:\n"
        for line in file.text.splitlines():
            yield f"    {safe(line)}".rstrip()
        yield ""
    yield "and then:\n"
    for command in scheduler.start(slug_of(reminder.target), again=False):
        yield f"    {safe(typed(command.words))}"
