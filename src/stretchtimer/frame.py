"""What a screen is shown: a moment of the session as it is to be seen.

It knows no player and no drawing: `framing` makes frames, a display draws them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stretchtimer.model import Exercise, Phase, Side
    from stretchtimer.timeline import SegmentKind
    from stretchtimer.units import Millis


class State(Enum):
    """What the player is doing."""

    PLAYING = "playing"
    PAUSED = "paused"
    REENTRY = "re-entry"  # the countdown back into a paused position
    FINISHED = "finished"  # played to the end
    STOPPED = "stopped"  # ended by the user before the end


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """What follows the current block: an exercise with its side, a rest, or the end (name is None)."""

    kind: SegmentKind
    name: str | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What the figure shows: an exercise in one of its forms, on one side, at the tempo it is played at."""

    exercise: Exercise
    side: Side | None = None
    alternates: bool = False
    level: int | None = None
    adjustment: int | None = None  # counted from 1, as the file lists them
    tempo: tuple[Phase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """All that a screen shows of a moment, a pure function of the player's position.

    Times are ms. `remaining` counts the segment down (the re-entry countdown during re-entry);
    `set_remaining` counts the whole set of a counted exercise. In a lead-in (prepare, transition,
    switch, rest) name, side and instructions are those of the block it leads to.
    `shown` is the position of the last full second of the segment: what is drawn from it changes
    when the seconds do and never in between. Only the figure moves meanwhile: `moment` is how far into
    its course it is.
    """

    title: str
    state: State
    kind: SegmentKind
    position: Millis
    shown: Millis
    total: Millis
    remaining: Millis
    duration: Millis
    set_remaining: Millis
    set_duration: Millis
    name: str
    side: Side | None
    alternates: bool = False
    rep: int | None = None
    reps: int | None = None
    phase: str | None = None
    breath: str | None = None
    step: int = 0  # counted from 1 among the steps that are played; 0 after the last
    steps: int = 0
    coming: Coming | None = None
    instructions: tuple[str, ...] = ()
    tips: tuple[str, ...] = ()
    adjustments: tuple[str, ...] = ()
    shows: str = ""  # what the exercise's figure shows
    caution: str = ""
    level: str | None = None  # "2 of 4: forearms under the shoulders"
    note: str = ""  # the adjustment or level just asked for
    offers: bool = False  # after a pain: `e` leads back, in an easier way
    said: str = ""  # the author's line of the last seconds, for whoever did not hear it
    closing: str = ""
    slept: bool = False  # paused because the clock stood still, not by a key
    picture: Picture | None = None
    moment: Millis = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question after the end: `headline` to be read from afar, `lines` that ask, the keys that answer.

    `widest` is the longest that the headline can become, which keeps its size. `scale` asks for a number
    from 0 to 10, of which `value` is chosen; `note` is the line that is being typed, None where none is.
    """

    headline: str
    widest: str
    lines: tuple[str, ...]
    hints: tuple[str, ...]
    side: Side | None = None
    scale: bool = False
    value: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the user set about the screen, and what the loop adds to a frame."""

    ends_at: str = ""  # wall clock, "17:42"; empty while paused
    muted: bool = False
    silent: bool = False  # no sound output at all
    voiced: bool = True  # words are said
    help: bool = False
    info: bool = False  # instructions and tips asked for with `i`
    page: int = 0  # of what there is to read: any number, for the pages come round
    notice: str = ""  # one line about the world: no sound device
    ask: Ask | None = None  # what is asked after the end
