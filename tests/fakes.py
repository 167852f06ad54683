"""Fakes for the seams of a session, builders for small routines, and a scenario: routine and keys -> cues."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from stretchtimer.compiler import Options, compile_routine
from stretchtimer.model import (
    AuthoredCue,
    Breath,
    Caution,
    Exercise,
    ExerciseStep,
    Level,
    Phase,
    Repeat,
    Rest,
    Routine,
    Sides,
)
from stretchtimer.player import Player
from stretchtimer.runner import LOOK, Runner
from stretchtimer.units import parse_duration

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stretchtimer.account import Begun
    from stretchtimer.course import Course
    from stretchtimer.frame import Frame, State, View
    from stretchtimer.model import Side, Step
    from stretchtimer.ports import Command, Signal, Sounding
    from stretchtimer.timeline import ScheduledCue, Timeline

Heard = tuple[int, str, str | None]
"""A cue as tests name it: ms since the start, kind, text."""

START = 7_654_321
"""What the fake clock shows at the start: nothing may depend on its being 0."""
EVENING = datetime(2024, 11, 5, 17, 36, tzinfo=UTC)


# -- the world -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Jump:
    """The clock jumps by so many ms and nobody looks meanwhile: a sleep, or a clock set back."""

    ms: int


@dataclass
class FakeHost:
    """Clock and keyboard in one; waiting is what makes its time pass.

    `script` says what happens and when, in ms since the start without jumps: a key, a signal, None
    for a resize, or a Jump. `late` is how many ms too late it wakes up when nothing happens.
    """

    script: Iterable[tuple[int, str | Signal | Jump | None]] = ()
    late: int = 0
    patience: int = 50_000
    passed: int = 0  # ms since the start, without jumps
    jumped: int = 0
    waits: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._coming = sorted(self.script, key=lambda item: item[0])

    def now(self) -> int:
        return START + self.passed + self.jumped

    def wall(self) -> datetime:
        return EVENING + timedelta(milliseconds=self.passed + self.jumped)

    def wait(self, until: int) -> str | Signal | None:
        self.patience -= 1
        assert self.patience > 0, "the session does not end"
        assert until >= self.now(), "the loop waits for what is over"
        self.waits.append(until - self.now())
        deadline = self.passed + until - self.now()
        if self._coming and self._coming[0][0] <= deadline:
            at, event = self._coming.pop(0)
            self.passed = max(self.passed, at)
            if isinstance(event, Jump):
                self.jumped += event.ms
                return None
            return event
        self.passed = deadline + self.late
        return None


@dataclass
class Ear:
    """A sink that keeps what it hears, and when by the host's clock."""

    host: FakeHost
    soundings: list[Sounding] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    closed: bool = False

    def emit(self, sounding: Sounding) -> None:
        self.soundings.append(sounding)
        self.heard.append((self.host.passed, sounding.cue.kind.value, sounding.cue.text))


@dataclass
class Speaker(Ear):
    """An ear that can be muted, with something to say about itself."""

    notices: list[str] = field(default_factory=list)
    muted: list[bool] = field(default_factory=list)
    silent: bool = False
    spoken: list[bool] = field(default_factory=list)
    speaks: bool = True
    courses: list[Course] = field(default_factory=list)
    ends_at: int = 0

    def follow(self, course: Course) -> None:
        self.courses.append(course)

    def mute(self, muted: bool) -> None:
        self.muted.append(muted)

    def speak(self, speaks: bool) -> None:
        self.spoken.append(speaks)

    def notice(self) -> str:
        return self.notices.pop(0) if self.notices else ""

    def close(self) -> None:
        raise AssertionError("whoever opens a sound closes it; the loop does not")


@dataclass
class Eye:
    """A display that keeps what it is shown, and when by the host's clock."""

    host: FakeHost
    shown: list[tuple[int, Frame, View]] = field(default_factory=list)

    def show(self, frame: Frame, view: View) -> None:
        self.shown.append((self.host.passed, frame, view))

    @property
    def last(self) -> Frame:
        return self.shown[-1][1]

    @property
    def view(self) -> View:
        return self.shown[-1][2]


# -- a whole session -------------------------------------------------------------------------------


@dataclass
class Scenario:
    """Routine + [(ms, key)] -> [(ms, cue kind, text)], through the real player and the real loop."""

    timeline: Timeline
    script: Sequence[tuple[int, str | Signal | Jump | None]] = ()
    rate: float = 1.0
    late: int = 0
    sound: bool = False

    def __post_init__(self) -> None:
        self.host = FakeHost(self.script, late=self.late)
        self.ear, self.eye = Ear(self.host), Eye(self.host)
        self.speaker = Speaker(self.host) if self.sound else None
        self.player = Player(self.timeline, rate=self.rate)
        self.runner = Runner(
            player=self.player,
            host=self.host,
            display=self.eye,
            sinks=(self.ear,),
            sound=self.speaker,
            rate=self.rate,
        )
        self.code: int | None = None

    def run(self) -> Scenario:
        self.code = self.runner.run()
        return self

    @property
    def heard(self) -> list[Heard]:
        return self.ear.heard


def hear(timeline: Timeline, *script: tuple[int, str | Signal | Jump | None]) -> list[Heard]:
    """Everything that is heard of a session in which these keys are pressed at these times."""
    return Scenario(timeline, script).run().heard


class Deck:
    """A player with its clock in a test's hand. `heard` has clock times, ms since the start."""

    def __init__(self, timeline: Timeline, *, rate: float = 1.0, begun: Begun | None = None) -> None:
        self.player = Player(timeline, rate=rate, begun=begun)
        self.now = 0
        self.heard: list[Heard] = []
        self._note(self.player.advance(START))

    def to(self, ms: int) -> Deck:
        """Let time pass up to `ms` since the start, with a look whenever something is due."""
        while True:
            due = self.player.next_due()
            due = ms if due is None else min(due - START, ms, self.now + LOOK)
            self.look(max(due, self.now))
            if self.now >= ms:
                return self

    def look(self, ms: int) -> list[Heard]:
        """One look at the clock, which shows `ms` since the start; what it brought."""
        self.now = ms
        return self._note(self.player.advance(START + ms))

    def press(self, *commands: Command) -> list[Heard]:
        """Ask for something at this moment; what was heard of it."""
        return [
            heard
            for command in commands
            for heard in self._note(self.player.handle(command, START + self.now))
        ]

    @property
    def place(self) -> tuple[str, str, str | None, int]:
        """Kind of segment, exercise, side, and ms left of the segment."""
        frame, line = self.player.frame(), self.player.timeline
        index = line.index_at(self.player.position)
        left = line.starts[index] + line.segments[index].duration - self.player.position
        return frame.kind.value, frame.name, frame.side.value if frame.side else None, left

    @property
    def state(self) -> State:
        return self.player.state

    def _note(self, due: list[Sounding]) -> list[Heard]:
        noted = [(self.now, one.cue.kind.value, one.cue.text) for one in due]
        self.heard += noted
        return noted


# -- routines --------------------------------------------------------------------------------------


def ms(time: str | int) -> int:
    """A duration as in a file, or ms as they are."""
    return time if isinstance(time, int) else parse_duration(time)


def exercise(name: str = "Bend", **fields: Any) -> Exercise:
    """An exercise; `cues` may be pairs of a time and a text, `cautions` conditions alone."""
    if "cues" in fields:
        fields["cues"] = tuple(
            AuthoredCue(at=-ms(at[1:]) if isinstance(at, str) and at[0] == "-" else ms(at), say=say)
            for at, say in fields["cues"]
        )
    if "cautions" in fields:
        fields["cautions"] = tuple(
            Caution(condition=one, say=f"Mind the {one}.") for one in fields["cautions"]
        )
    return Exercise(name=name, **fields)


def hold(time: str | int = "30s", name: str = "Bend", **fields: Any) -> ExerciseStep:
    """A timed step; keys of the step go to it, all others to its exercise."""
    return _step(name, fields, duration=ms(time))


def counted(reps: int = 3, name: str = "Lift", **fields: Any) -> ExerciseStep:
    """A counted step of reps of 4 s, unless a tempo says otherwise."""
    return _step(name, fields, reps=reps)


def _step(name: str, fields: dict[str, Any], **dose: Any) -> ExerciseStep:
    own = {key: fields.pop(key) for key in ("first", "level") if key in fields}
    own |= {key: ms(fields.pop(key)) for key in ("transition", "switch") if key in fields}
    sides = Sides(fields.pop("sides", "none"))
    return ExerciseStep(exercise=exercise(name, sides=sides, **fields), sides=sides, **own, **dose)


def rest(time: str | int = "15s") -> Rest:
    return Rest(ms(time))


def group(times: int, *steps: Step, rest: str | int | None = None) -> Repeat:
    return Repeat(times=times, steps=steps, rest=None if rest is None else ms(rest))


def tempo(*phases: tuple[int, str | None]) -> tuple[Phase, ...]:
    """Phases of so many ms and such a breath."""
    return tuple(
        Phase(name=f"phase {n}", time=time, breath=Breath(breath) if breath else None)
        for n, (time, breath) in enumerate(phases, 1)
    )


def levels(*tempos: tuple[Phase, ...]) -> tuple[Level, ...]:
    """Levels with these tempos."""
    return tuple(Level(name=f"Form {n}", tempo=own) for n, own in enumerate(tempos, 1))


def routine(*steps: Step, **fields: Any) -> Routine:
    """A routine without prepare, transition and switch unless they are given."""
    times = {key: ms(fields.pop(key, 0)) for key in ("prepare", "transition", "switch")}
    return Routine(id="small", name=fields.pop("name", "Small"), steps=steps, **times, **fields)


def timeline(*steps: Step, options: Options | None = None, **fields: Any) -> Timeline:
    """The timeline of a routine of these steps."""
    return compile_routine(routine(*steps, **fields), options).timeline


# -- what a timeline says, shortly ------------------------------------------------------------------


def shape(line: Timeline) -> list[tuple[str, int, str | None]]:
    """Kind, ms and side of each segment; a work segment says its block in place of its kind."""
    return [
        (
            segment.kind.value if segment.block is None else f"{segment.block}",
            segment.duration,
            segment.side.value if segment.side else None,
        )
        for segment in line.segments
    ]


def cues(line: Timeline, *kinds: str) -> list[Heard]:
    """The schedule, or of it the cues of these kinds."""
    return [
        (item.at, item.cue.kind.value, item.cue.text)
        for item in line.schedule
        if not kinds or item.cue.kind.value in kinds
    ]


def times(line: Timeline, kind: str) -> list[int]:
    """When the cues of a kind come."""
    return [at for at, _, _ in cues(line, kind)]


def side_work(line: Timeline) -> dict[tuple[int | None, Side], int]:
    """The ms of work of each step on each side."""
    totals: dict[tuple[int | None, Side], int] = {}
    for segment in line.segments:
        if segment.side is not None:
            key = (segment.step, segment.side)
            totals[key] = totals.get(key, 0) + segment.duration
    return totals


def sounded(due: Iterable[Sounding]) -> list[Heard]:
    """Soundings by their place on the timeline."""
    return [(one.at, one.cue.kind.value, one.cue.text) for one in due]


def scheduled(items: Iterable[ScheduledCue]) -> list[Heard]:
    return [(item.at, item.cue.kind.value, item.cue.text) for item in items]
