"""A session as the history has it: where it came from, how it went, how it ended, how it felt.

It knows no database. Times of day carry their zone and whole ms.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from stretchtimer.session import Session


NOTE_MOST = 200
"""The most characters of a line about how it felt."""


class Ending(Enum):
    """How a session ended."""

    OPEN = "open"  # it is being played
    FINISHED = "finished"  # played to the end
    STOPPED = "stopped"  # by the user, with a key
    SIGNAL = "signal"  # Ctrl-C, a closed terminal, a shutdown
    CRASHED = "crashed"  # by a bug
    BROKEN_OFF = "broken off"  # nobody could say how: kill -9, a power cut. Read so, and kept as open.


class Kind(Enum):
    """What a feeling is about."""

    STIFFNESS = "stiffness"
    PAIN = "pain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeling:
    """How the body felt after a session, from 0 (none) to 10, and a line about it; the latest one counts."""

    noted: datetime
    feeling: int | None = None
    kind: Kind | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a session came from: the file, the options that shaped it, and its place in a series.

    `digest` tells whether the file is still the same; `options` are by their names, times in ms. `changes`
    among them are those that keys have made of the timeline, as `stretchtimer.changes` writes them.
    `rate` is how many times faster than life it was played.
    """

    path: str | None = None
    digest: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    series: str | None = None
    stage: int | None = None
    rate: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A session in the history. `revision` counts how often it was written: the higher one knows more.

    `touched` is when that was last, `asked` whether the user was asked for a feeling, `process` who plays it.
    `feelings` are in the order they were noted.
    """

    uid: str
    session: Session
    origin: Origin
    started: datetime
    touched: datetime
    ended: datetime | None = None
    ending: Ending = Ending.OPEN
    revision: int = 1
    process: str = ""
    asked: bool = False
    feelings: tuple[Feeling, ...] = ()

    @property
    def feeling(self) -> Feeling | None:
        """The latest word on how it felt."""
        return self.feelings[-1] if self.feelings else None

    @property
    def rehearsal(self) -> bool:
        """Whether it was played faster than anybody moves."""
        return self.origin.rate > 1


def new_uid() -> str:
    """A random UUID as 32 hexadecimal digits, without the module that costs 15 ms."""
    bits = int.from_bytes(os.urandom(16))
    bits = bits & ~(0xF << 76) | 4 << 76
    return f"{bits & ~(3 << 62) | 2 << 62:032x}"


def whole_ms(time: datetime) -> datetime:
    """A time of day as it is kept, in whole ms."""
    return time.replace(microsecond=time.microsecond // 1000 * 1000)
