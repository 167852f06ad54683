"""The compiled routine: contiguous segments with their cues, and the blocks that skipping moves by.

It knows no files, no clock and no player. Cues belong to segments by offset, a negative one counts
from the end, so that a segment made longer takes its countdown along.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from enum import Enum, IntEnum
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from stretchtimer.model import fill

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stretchtimer.model import Exercise, Phase, Side
    from stretchtimer.units import Millis


class SegmentKind(Enum):
    """What a stretch of the timeline is for."""

    PREPARE = "prepare"
    TRANSITION = "transition"
    WORK = "work"
    SWITCH = "switch"
    REST = "rest"
    FINISH = "finish"


class CueKind(Enum):
    """What a cue says; in this order where several fall on one millisecond."""

    PREPARE = "prepare"
    REST = "rest"
    SWITCH = "switch"
    START = "start"
    NEXT = "next"
    HALF = "half"
    REP = "rep"
    BREATH = "breath"
    SAY = "say"
    COUNT = "count"
    HURT = "hurt"  # the answer to whoever says so; on no timeline
    FINISH = "finish"


_ORDER = {kind: rank for rank, kind in enumerate(CueKind)}


class Priority(IntEnum):
    """Who gives way when two lines want to be spoken at once: the lesser number."""

    TIP = 0
    HALF = 1
    COUNT = 2
    NAME = 3  # the side and the name of an exercise
    CAUTION = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Something for the ear at `offset` ms into its segment, or before its end where negative.

    `text` is what is said, None for a tone alone. A cue that announces a block carries its number
    in `block`; a `start` keeps in `name` what to say where a jump lost the announcement. `short` is
    what to say where there is no time for `text`. A breath lasts as long as its `phases`, in ms.
    """

    kind: CueKind
    offset: Millis = 0
    text: str | None = None
    priority: Priority = Priority.TIP
    block: int | None = None
    name: str | None = None
    short: str | None = None
    phases: tuple[Millis, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of time that is of one kind. Only work has a block, a step, a side and reps.

    `phases` are the tempo: once through for a rep, again and again for a timed hold. The first rep of
    a counted set carries in `set_cues` what belongs to the set as a whole: offsets count from the
    set's start or before its end, and `{side}` is still to be filled. `note` is a line to be shown
    meanwhile. `of` is another block that this is there for: that a rest follows because it hurt, or
    whose time this work makes up.
    """

    kind: SegmentKind
    duration: Millis
    block: int | None = None
    step: int | None = None
    side: Side | None = None
    rep: int | None = None
    reps: int | None = None
    phases: tuple[Phase, ...] = ()
    cues: tuple[Cue, ...] = ()
    set_cues: tuple[Cue, ...] = ()
    note: str = ""
    of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One exercise on one side, or one alternating set: the segments `first` to `last`."""

    number: int
    step: int
    side: Side | None
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepInfo:
    """What a numbered step (from 1) shows: its exercise, and the level it is done at."""

    number: int
    exercise: Exercise
    level: int | None = None

    def instructions(self, side: Side | None) -> tuple[str, ...]:
        """What to do, at this level, for this side."""
        return tuple(fill(line, side) for line in self.exercise.instructions_at(self.level))


@dataclass(frozen=True, slots=True)
class ScheduledCue:
    """A cue at its place: `at` ms from the start of prepare, in segment number `index`."""

    at: Millis
    index: int
    cue: Cue


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """A routine ready to be played. `segments` end with `finish`, of length 0."""

    id: str
    name: str
    segments: tuple[Segment, ...]
    steps: tuple[StepInfo, ...]
    caution: str = ""
    closing: str = ""

    @cached_property
    def starts(self) -> tuple[Millis, ...]:
        """Where each segment starts, in ms from the start of prepare."""
        return (0, *accumulate(segment.duration for segment in self.segments[:-1]))

    @property
    def total(self) -> Millis:
        """Everything, prepare included."""
        return self.starts[-1] + self.segments[-1].duration

    @property
    def prepare(self) -> Millis:
        return self._sum(SegmentKind.PREPARE)

    @property
    def duration(self) -> Millis:
        """The advertised length: everything but prepare."""
        return self.total - self.prepare

    @property
    def work(self) -> Millis:
        return self._sum(SegmentKind.WORK)

    def _sum(self, kind: SegmentKind) -> Millis:
        return sum(segment.duration for segment in self.segments if segment.kind is kind)

    @cached_property
    def blocks(self) -> dict[int, Block]:
        """The blocks by number, in the order they are played."""
        found: dict[int, Block] = {}
        for index, segment in enumerate(self.segments):
            if segment.block is None or segment.step is None:
                continue
            block = found.get(segment.block)
            # An alternating set has both sides, so the block as a whole has none.
            side = segment.side if block is None or block.side is segment.side else None
            first = index if block is None else block.first
            found[segment.block] = Block(
                number=segment.block, step=segment.step, side=side, first=first, last=index
            )
        return found

    @cached_property
    def schedule(self) -> tuple[ScheduledCue, ...]:
        """Every cue in the order it is heard. One whose offset lies outside its segment is not heard."""
        placed = []
        for index, (start, segment) in enumerate(zip(self.starts, self.segments, strict=True)):
            for cue in segment.cues:
                offset = cue.offset if cue.offset >= 0 else segment.duration + cue.offset
                if offset == 0 or 0 < offset < segment.duration:
                    placed.append(ScheduledCue(start + offset, index, cue))
            if segment.set_cues:
                placed.extend(self._cues_of_set(index, segment))
        return tuple(sorted(placed, key=lambda item: (item.at, item.index, _ORDER[item.cue.kind])))

    def _cues_of_set(self, first: int, segment: Segment) -> Iterator[ScheduledCue]:
        begin, end = self.starts[first], self.end_of_block(segment.block)
        for cue in segment.set_cues:
            at = (begin if cue.offset >= 0 else end) + cue.offset
            if not begin <= at < end:
                continue
            index = self.index_at(at)
            said = (
                fill(cue.text, self.segments[index].side)
                if cue.kind is CueKind.SAY and cue.text
                else cue.text
            )
            yield ScheduledCue(at, index, replace(cue, offset=at - self.starts[index], text=said))

    def end_of_block(self, number: int | None) -> Millis:
        """Where the work of a block ends."""
        last = self.blocks[number].last if number is not None else -1
        return self.starts[last] + self.segments[last].duration

    def index_at(self, position: Millis) -> int:
        """The segment that a position lies in; at a boundary the one that begins there."""
        return bisect_right(self.starts, position) - 1

    def step(self, number: int) -> StepInfo:
        """The step of that number; steps left out by `--from` or `--avoid` keep theirs."""
        return self._steps[number]

    @cached_property
    def _steps(self) -> dict[int, StepInfo]:
        return {step.number: step for step in self.steps}

    def block_ahead(self, index: int) -> Block | None:
        """The block that segment `index` belongs to or leads to; None towards the finish."""
        for segment in self.segments[index:]:
            if segment.block is not None:
                return self.blocks[segment.block]
        return None

    def with_segments(self, segments: Iterable[Segment]) -> Timeline:
        """The same routine with other segments."""
        return replace(self, segments=tuple(segments))
