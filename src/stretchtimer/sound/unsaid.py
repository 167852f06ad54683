"""What a pause has cut off or put off: names and cautions, which are said when the session goes on.

It knows no voice and no thread. Times are ms of the courses' clock.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stretchtimer.ports import Due
from stretchtimer.timeline import CueKind, Priority

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stretchtimer.ports import Ahead, Line, Sounding
    from stretchtimer.units import Millis

_KINDS = (CueKind.PREPARE, CueKind.NEXT, CueKind.START, CueKind.SWITCH, CueKind.REST)


class Unsaid:
    """`dues` are what is owed to the course at hand."""

    def __init__(self) -> None:
        self._running = True  # a session begins by playing
        self._paused_at: Millis | None = None  # the position
        self._owed: tuple[tuple[Sounding, Millis], ...] = ()  # and how long what it belongs to goes on
        self.dues: tuple[Due, ...] = ()

    def turn(self, course: Ahead, lines: Iterable[Line], *, now: float) -> None:
        """Another course comes at `now`; `lines` are those of the one before."""
        if self._running and not course.running:
            owed = (line.due for line in lines if _is_owed(line, now))
            self._owed = tuple((due.sounding, due.until - round(now)) for due in owed)
            self._paused_at = course.position
        elif course.position != self._paused_at:
            self._owed = ()  # who went elsewhere hears what belongs there
        self._running = course.running
        at = course.clock_at(course.position)
        # Asked for, by the key that goes on: said without delay, and without the sound that was heard.
        self.dues = tuple(
            Due(clock=round(now), until=at + left, sounding=replace(sounding, asked=True))
            for sounding, left in (self._owed if course.running else ())
        )


def cut_off(lines: Iterable[Line], *, now: float) -> tuple[Due, ...]:
    """What matters of the lines that an answer cuts off or puts off at `now`: it is said after it."""
    return tuple(
        replace(line.due, clock=round(now), sounding=replace(line.due.sounding, asked=True))
        for line in lines
        if _is_owed(line, now)
    )


def _is_owed(line: Line, now: float) -> bool:
    cue = line.due.sounding.cue
    matters = cue.kind in _KINDS or cue.priority is Priority.CAUTION
    return matters and line.due.clock <= now < min(line.at + line.lasts, line.due.until)
