"""What is to be exported, and the files that it becomes: the seam between the command and the formats.

It knows no format; each is written against these.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import date, datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from stretchtimer.model import Routine, Series
    from stretchtimer.timeline import Timeline
    from stretchtimer.units import Millis
    from stretchtimer.weekly import Weekly


class Chapters(Enum):
    """The file of chapters beside one of sound."""

    CUE = "cue"
    VTT = "vtt"
    NONE = "none"


class Teller(Protocol):
    """Whoever is told how far it is."""

    def phase(self, label: str, length: int) -> AbstractContextManager[Callable[[int], None]]:
        """Something that takes `length` steps begins; what it gives is called with the steps done since."""
        ...

    def note(self, text: str) -> None:
        """Something to know about what is written."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """What only sound has. `insisted` says that words were asked for: then none are not good enough.

    `engine` is what speaks, None the best that works; `cache` the folder for what can be made again.
    `chapters` is None where the choice is ours.
    """

    volume: int = 100
    voiced: bool = True
    insisted: bool = False
    engine: str | None = None
    cache: str | None = None
    chapters: Chapters | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """What only a calendar has: when one stretches, and how one starts it.

    `now` is an aware time; the first day is the next one that fits, or from `starting` on. `alarm` is in ms
    before the time. `command` is what is typed. `series` is what is played where that is no single routine.
    """

    weekly: Weekly
    zone: ZoneInfo
    now: datetime
    command: str
    alarm: Millis = 0
    starting: date | None = None
    until: date | None = None
    series: Series | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A routine, as it would be played, and the file that it is to become."""

    routine: Routine
    timeline: Timeline
    target: Path
    hearing: Hearing
    appointment: Appointment | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an export. `write` fills the draft of it, and returns what there is to say of it."""

    path: Path
    write: Callable[[Path, Teller], str]
