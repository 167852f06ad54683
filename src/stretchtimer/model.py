"""What routine, exercise and series files say, as frozen values.

It knows neither YAML nor time's passing: the reader makes these, the compiler turns them into a timeline.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias

from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from stretchtimer.units import Millis

DEFAULT_PREPARE: Millis = 10 * SECOND
DEFAULT_TRANSITION: Millis = 5 * SECOND
DEFAULT_SWITCH: Millis = 3 * SECOND
DEFAULT_REP: Millis = 4 * SECOND
"""How long a rep lasts where the exercise has no tempo."""


class Side(Enum):
    """A side of the body, never of the picture."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Side:
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class Sides(Enum):
    """How a step uses the two sides of the body."""

    NONE = "none"
    SPLIT = "split"  # both sides share the stated time
    EACH = "each"  # the stated dose on each side
    ALTERNATE = "alternate"  # the side flips with every rep


class Breath(Enum):
    """What the breath does in a phase."""

    IN = "in"
    OUT = "out"
    HOLD = "hold"


class Difficulty(Enum):
    """How much an exercise or a routine asks of a person."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A part of one rep: lift, hold, lower. `pose` names a key pose of the figure."""

    name: str
    time: Millis
    breath: Breath | None = None
    pose: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """An easier or harder form of an exercise; what it leaves empty is the exercise's own."""

    name: str
    instructions: tuple[str, ...] = ()
    tempo: tuple[Phase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """A reason to leave an exercise out: `condition` is what `--avoid` names, the file's `for`."""

    condition: str
    say: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthoredCue:
    """A line the author wants said: `at` ms into each side, or before its end where negative."""

    at: Millis
    say: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """What the body does. `id` is None for an exercise written inside a routine.

    Texts may hold `{side}` and `{other}`; `fill` puts the words in. `levels` go from easiest to
    hardest. `figure` is the file's own block; `figure.read_figure` reads it.
    """

    id: str | None = None
    name: str
    summary: str = ""
    difficulty: Difficulty | None = None
    sides: Sides = Sides.NONE
    equipment: tuple[str, ...] = ()
    instructions: tuple[str, ...] = ()
    tips: tuple[str, ...] = ()
    adjustments: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    cautions: tuple[Caution, ...] = ()
    tempo: tuple[Phase, ...] = ()
    targets: tuple[str, ...] = ()
    cues: tuple[AuthoredCue, ...] = ()
    figure: Mapping[str, Any] | None = None

    @property
    def shows(self) -> str:
        """What the figure shows, in one sentence; empty where there is none, or it is no text."""
        said = (self.figure or {}).get("shows", "")
        return said if isinstance(said, str) else ""

    def shows_at(self, *, level: int | None = None, adjustment: int | None = None) -> str:
        """The same for the form that is drawn with an adjustment, else at a level; both count from 1."""
        for forms, number in (("adjustments", adjustment), ("levels", level)):
            drawn = (self.figure or {}).get(forms)
            form = drawn.get(str(number)) if isinstance(drawn, Mapping) else None
            if isinstance(form, Mapping):
                own = form.get("shows")
                return own if isinstance(own, str) else self.shows
        return self.shows

    def instructions_at(self, level: int | None) -> tuple[str, ...]:
        """What to do at a level (1 is the easiest; None is the exercise as it stands)."""
        own = self.levels[level - 1].instructions if level else ()
        return own or self.instructions

    def tempo_at(self, level: int | None) -> tuple[Phase, ...]:
        """The phases of one rep at a level."""
        own = self.levels[level - 1].tempo if level else ()
        return own or self.tempo


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseStep:
    """An exercise with its dose; exactly one of `duration` and `reps` is not None.

    `exercise` is complete: the step's own keys already stand in it. `transition` (before the step)
    and `switch` are None where the routine's hold.
    """

    exercise: Exercise
    sides: Sides
    duration: Millis | None = None
    reps: int | None = None
    first: Side = Side.LEFT
    level: int | None = None
    transition: Millis | None = None
    switch: Millis | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """An authored rest between steps."""

    duration: Millis


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """A group of steps played `times` times, with `rest` between the rounds."""

    times: int
    steps: tuple[Step, ...]
    rest: Millis | None = None


Step: TypeAlias = ExerciseStep | Rest | Repeat


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """A file one can play."""

    id: str
    name: str
    steps: tuple[Step, ...]
    summary: str = ""
    focus: tuple[str, ...] = ()
    difficulty: Difficulty | None = None
    equipment: tuple[str, ...] = ()
    credit: str = ""
    caution: str = ""
    prepare: Millis = DEFAULT_PREPARE
    transition: Millis = DEFAULT_TRANSITION
    switch: Millis = DEFAULT_SWITCH
    closing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A routine of a series, and how many sessions of it before the next."""

    routine: str
    sessions: int
    level: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A file that leads through several routines over weeks."""

    id: str
    name: str
    stages: tuple[Stage, ...]
    summary: str = ""
    per_week: int | None = None


def fill(text: str, side: Side | None) -> str:
    """`{side}` and `{other}` as words; without a side the sentence speaks of one and other."""
    one, other = (side.value, side.other.value) if side else ("one", "other")
    return text.replace("{side}", one).replace("{other}", other)
