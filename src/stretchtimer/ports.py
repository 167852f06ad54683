"""The seams of a session: what the loop needs of the world, and what the world gets to see.

It knows no terminal and no sound; both are written against these protocols, and so are the fakes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from stretchtimer.frame import Ask, Frame, View
    from stretchtimer.timeline import Cue, Segment
    from stretchtimer.units import Millis


class Command(Enum):
    """What the user can ask of the player."""

    PAUSE = "pause"  # and resume
    SUSPEND = "suspend"  # pause at the position last seen, whatever the clock says now
    NEXT = "next"
    BACK = "back"
    REDO = "redo"
    LONGER = "longer"
    SHORTER = "shorter"
    EASIER = "easier"
    HARDER = "harder"
    HURTS = "hurts"  # come out of it, and leave it for today
    END = "end"


class Signal(Enum):
    """A way to be told from outside; the value of the first three is the exit code."""

    INTERRUPT = 130
    TERMINATE = 143
    HANGUP = 129
    RESUMED = 0  # back from Ctrl-Z


@dataclass(frozen=True, slots=True, kw_only=True)
class Sounding:
    """A cue as it happens: `at` is its place on the timeline in ms, whatever the clock did.

    `name` is the exercise that goes on or comes; `duration` is that of the work or rest it begins, if any.
    """

    at: Millis
    cue: Cue
    segment: Segment
    name: str | None = None
    duration: Millis | None = None
    asked: bool = False
    """An answer to a key, which no course has told before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A cue ahead: at `clock` ms of the host's clock; what it belongs to is over at `until`."""

    clock: Millis
    until: Millis
    sounding: Sounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words that are spoken from `at` on for `lasts` ms, and the cue that they belong to."""

    at: Millis
    lasts: Millis
    text: str
    due: Due


class Ahead(Protocol):
    """What is to come if nobody touches a key."""

    @property
    def running(self) -> bool:
        """Whether it leads anywhere: false in a pause and after the end."""
        ...

    @property
    def position(self) -> Millis:
        """Where it goes on from."""
        ...

    def clock_at(self, position: Millis) -> Millis:
        """The time of the clock at which a position is reached."""
        ...

    def upcoming(self) -> Iterator[Due]:
        """Every cue in the order it will be heard, each with its time of the clock."""
        ...

    def goes_on_from(self, other: Any) -> bool:
        """Whether this continues another one without a seam."""
        ...


class Host(Protocol):
    """The clock and the keyboard."""

    def now(self) -> Millis:
        """Milliseconds of a clock that never jumps back and that counts the machine's sleep."""
        ...

    def wall(self) -> datetime:
        """The time of day."""
        ...

    def wait(self, until: Millis) -> str | Signal | None:
        """Sleep until `until`; earlier with a key's name, a signal, or None at a resize."""
        ...


class Sink(Protocol):
    """Something that each cue is told to, once. It returns at once and does not raise."""

    def emit(self, sounding: Sounding) -> None: ...

    @property
    def closed(self) -> bool:
        """Whether nobody reads any more what is told: the pipe's other end has gone."""
        ...


class Sound(Protocol):
    """What is heard of a session. It is told ahead, and it may have something to say about itself."""

    def follow(self, course: Ahead) -> None:
        """What will be heard from now on, in place of what was told before: returns at once."""
        ...

    def emit(self, sounding: Sounding) -> None:
        """A cue as it happens: returns at once, does not raise."""
        ...

    def mute(self, muted: bool) -> None: ...

    def speak(self, speaks: bool) -> None: ...

    @property
    def ends_at(self) -> Millis:
        """When the last that is known of will have been heard; 0 where nothing is."""
        ...

    @property
    def speaks(self) -> bool:
        """Whether words are said: a voice that fails says none."""
        ...

    @property
    def silent(self) -> bool:
        """Whether there is nothing at all to be heard through."""
        ...

    def notice(self) -> str:
        """A line for the screen, once; empty where there is nothing to say."""
        ...

    def close(self) -> None:
        """Let the last words ring out (15 s at most) and give the device back."""
        ...


class Teller(Protocol):
    """Something besides the sound that may have a line for the screen."""

    def notice(self) -> str:
        """That line, once; empty where there is nothing to say."""
        ...


class LateTeller(Teller, Protocol):
    """A teller that is opened behind the first frame, to find out what it has to tell."""

    def open(self) -> None:
        """Returns at once."""
        ...


class Memory(Protocol):
    """What is remembered of earlier sessions."""

    def hurt(self) -> Collection[str]:
        """What hurt last time, once, when that is known; nothing before and after. Returns at once."""
        ...


class Question(Protocol):
    """Something that is asked after the end."""

    done: bool
    until: Millis
    """When it is given up if no key comes."""

    @property
    def shown(self) -> Ask:
        """What is to be seen of it."""
        ...

    def look(self, now: Millis) -> None:
        """Time has passed."""
        ...

    def wake(self, now: Millis) -> None:
        """The terminal was in other hands, and is back."""
        ...

    def press(self, key: str, now: Millis) -> None:
        """A key, by its name."""
        ...


class Display(Protocol):
    """Something that shows frames; it writes nothing where nothing changed."""

    def show(self, frame: Frame, view: View) -> Millis | None:
        """Show a frame. Where it moves by itself: after how many ms of play it wants to be shown the next."""
        ...
