"""The player: it is told the time and answers with what is due. Its whole state lives in this file.

It calls nobody and knows no clock, no terminal and no sound. `now` is ms of any clock that does not
jump back; a position is ms from the start of prepare.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from stretchtimer import edits, landing
from stretchtimer.framing import frame_of, next_change, phase_at
from stretchtimer.model import fill
from stretchtimer.playhead import Playhead
from stretchtimer.ports import Command, Sounding, State
from stretchtimer.timeline import Cue, CueKind, Priority
from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from stretchtimer.ports import Frame
    from stretchtimer.timeline import Block, ScheduledCue, SegmentKind, Timeline
    from stretchtimer.units import Millis

SILENCE: Millis = 5 * SECOND
"""A longer gap between two looks at the clock was a sleep: the session pauses where it was last seen."""
REENTRY: Millis = 3 * SECOND
"""The countdown back into a paused position."""
STEP: Millis = 10 * SECOND
"""How much one key press makes a hold longer or shorter."""
_RUNNING = (State.PLAYING, State.REENTRY)


class Player:
    """Plays one timeline, `rate` times as fast as the clock. The first `advance` is the start."""

    def __init__(self, timeline: Timeline, *, rate: float = 1.0) -> None:
        self.timeline = timeline
        self.state = State.PLAYING
        self.played: dict[tuple[int | None, SegmentKind], Millis] = {}
        """What was really played, in ms by block (of a lead-in: None) and kind."""
        self._head = Playhead(rate)
        self._position: Millis = 0
        self._cursor = 0  # the first cue of the schedule that is still to be heard
        self._announced: int | None = None  # the block that was named last
        self._ticks = 0  # of the re-entry countdown that are still to be heard
        self._note: tuple[int, str] | None = None  # a block and the line shown with it
        self._adjustment: dict[int, int] = {}  # the next adjustment to show, by step
        self._slept = False

    @property
    def done(self) -> bool:
        """Whether there is nothing more to come."""
        return self.state in (State.FINISHED, State.STOPPED)

    @property
    def position(self) -> Millis:
        """The position at the last look."""
        return self._position

    def advance(self, now: Millis) -> list[Sounding]:
        """Let time pass up to `now`; every cue that became due, in order."""
        gap = self._head.look(now)
        if self.state not in _RUNNING:
            return []
        if gap > SILENCE:
            return self._pause(slept=True)
        ticks = self._count_in() if self.state is State.REENTRY else []
        return ticks + self._play_to(self._head.reached) if self.state is State.PLAYING else ticks

    def handle(self, command: Command, now: Millis) -> list[Sounding]:
        """Do what the user asks, after what was due before it; the cues of both."""
        if command is Command.SUSPEND:
            self._head.look(now)
            return self._pause() if self.state in _RUNNING else []
        due = self.advance(now)
        return due if self.done else due + self._do(command)

    def frame(self) -> Frame:
        """What is to be seen, at the last look."""
        index = self._index()
        block = self.timeline.block_ahead(index)
        note = self._note[1] if self._note and block and self._note[0] == block.number else ""
        return frame_of(
            self.timeline,
            index=index,
            position=self._position,
            state=self.state,
            reentry=self._position - self._head.reached if self.state is State.REENTRY else None,
            note=note,
            slept=self._slept and self.state is State.PAUSED,
        )

    def next_due(self) -> Millis | None:
        """When `advance` has something to do or the frame changes; None while nothing will by itself."""
        if not self._head.started or self.state not in _RUNNING:
            return None
        if self.state is State.REENTRY:
            return self._head.clock_at(next_change(self._position, self._head.reached))
        index = self._index()
        segment, start = self.timeline.segments[index], self.timeline.starts[index]
        due = next_change(start + segment.duration, self._position)
        if phase := phase_at(segment, self._position - start):
            due = min(due, self._position + phase[1])
        if self._cursor < len(self.timeline.schedule):
            due = min(due, self.timeline.schedule[self._cursor].at)
        return self._head.clock_at(due)

    def _count_in(self) -> list[Sounding]:
        """The ticks of the countdown back; after the last, time goes on from the paused position."""
        left = self._position - self._head.reached
        if left <= 0:
            self.state = State.PLAYING
            return []
        due = []
        while self._ticks * SECOND >= left:
            tick = Cue(kind=CueKind.COUNT, text=str(self._ticks), priority=Priority.COUNT)
            due.append(self._sounding(tick, self._position, self._index()))
            self._ticks -= 1
        return due

    def _play_to(self, target: Millis) -> list[Sounding]:
        """Time passes from the position to `target`: it is counted as played, and its cues are due."""
        target = min(target, self.timeline.total)
        self._count_played(self._position, target)
        self._position = target
        schedule, due = self.timeline.schedule, []
        while self._cursor < len(schedule) and schedule[self._cursor].at <= target:
            due += self._hear(schedule[self._cursor])
            self._cursor += 1
        if target == self.timeline.total:
            self.state = State.FINISHED
        return due

    def _count_played(self, begin: Millis, end: Millis) -> None:
        index = self._index()
        while begin < end:
            segment, start = self.timeline.segments[index], self.timeline.starts[index]
            until = min(end, start + segment.duration)
            key = (segment.block, segment.kind)
            self.played[key] = self.played.get(key, 0) + until - begin
            begin, index = until, index + 1

    def _index(self) -> int:
        """The segment that the position lies in; at a boundary the one that begins, of length or not."""
        return bisect_right(self.timeline.starts, self._position) - 1

    # -- what is heard -----------------------------------------------------------------------------

    def _hear(self, scheduled: ScheduledCue) -> list[Sounding]:
        """A cue as it sounds here: what was said before is not said again, what a jump lost is said."""
        cue, said = scheduled.cue, self._announced
        if cue.block is not None:
            self._announced = cue.block
        if cue.kind is CueKind.NEXT and said == cue.block:
            return []
        if cue.kind is CueKind.START:
            cue = replace(cue, text=None if said == cue.block else cue.name)
        elif cue.kind is CueKind.SWITCH and (said is None or self._step(said) != self._step(cue.block)):
            cue = replace(cue, text=cue.name)
        return [self._sounding(cue, scheduled.at, scheduled.index)]

    def _step(self, block: int | None) -> int | None:
        return self.timeline.blocks[block].step if block is not None else None

    def _sounding(self, cue: Cue, at: Millis, index: int) -> Sounding:
        segment = self.timeline.segments[index]
        block = self.timeline.block_ahead(index)
        name = self.timeline.step(block.step).exercise.name if block else None
        opens = cue.kind in (CueKind.PREPARE, CueKind.START, CueKind.SWITCH, CueKind.REST)
        return Sounding(
            at=at, cue=cue, segment=segment, name=name, duration=self._lasts(index) if opens else None
        )

    def _lasts(self, index: int) -> Millis:
        """How long what begins at a segment goes on: a set of reps as a whole."""
        segment = self.timeline.segments[index]
        if segment.rep is None or segment.block is None:
            return segment.duration
        block = self.timeline.blocks[segment.block]
        return sum(rep.duration for rep in self.timeline.segments[index : block.last + 1])

    # -- what the user asks ------------------------------------------------------------------------

    def _do(self, command: Command) -> list[Sounding]:
        index = self._index()
        match command:
            case Command.END:
                self.state = State.STOPPED
            case Command.PAUSE:
                return self._resume() if self.state is State.PAUSED else self._pause()
            case Command.NEXT:
                return self._jump(landing.after(self.timeline, index))
            case Command.BACK:
                return self._jump(landing.before(self.timeline, index, self._position))
            case Command.REDO:
                return self._jump(landing.again(self.timeline, index))
            case Command.LONGER | Command.SHORTER:
                self._change_length(1 if command is Command.LONGER else -1)
            case Command.EASIER | Command.HARDER:
                return self._change_level(-1 if command is Command.EASIER else 1)
        return []

    def _pause(self, *, slept: bool = False) -> list[Sounding]:
        self.state, self._slept = State.PAUSED, slept
        return []

    def _resume(self) -> list[Sounding]:
        # Time runs up to the paused position from before it, and so goes on from it without a seam.
        self.state = State.REENTRY
        self._head.move(self._position - REENTRY)
        self._ticks = REENTRY // SECOND
        return self._count_in()

    def _jump(self, position: Millis) -> list[Sounding]:
        """Go to the start of a segment; what is to be heard there is heard when time runs there."""
        left = self._position - self._head.reached if self.state is State.REENTRY else 0
        self._position = position
        self._head.move(position - left)
        self._cursor = bisect_left(self.timeline.schedule, position, key=lambda item: item.at)
        return self._play_to(position) if self.state is State.PLAYING else []

    def _change_length(self, sign: int) -> None:
        """10 s, or a rep, more or less for the block at hand and its partner to come."""
        index = self._index()
        block = self.timeline.block_ahead(index)
        if block is None:
            return
        if self.timeline.segments[block.first].rep is not None:
            self._use(edits.add_reps(self.timeline, block, sign, index=index))
            return
        elapsed = max(0, self._position - self.timeline.starts[block.first])
        self._use(edits.lengthen(self.timeline, block, sign * STEP, elapsed=elapsed))

    def _change_level(self, sign: int) -> list[Sounding]:
        """The next level in that direction, else the next adjustment: shown, and said."""
        index = self._index()
        block = self.timeline.block_ahead(index)
        if block is None:
            return []
        level = edits.level_beside(self.timeline, block, sign)
        if level is not None:
            self._use(edits.relevel(self.timeline, block, level, index=index))
            line = f"Level {level}: {self.timeline.step(block.step).exercise.levels[level - 1].name}."
        else:
            line = self._next_adjustment(block)
        self._note = (block.number, line)
        cue = Cue(kind=CueKind.SAY, text=line, priority=Priority.NAME)
        return [self._sounding(cue, self._position, index)]

    def _next_adjustment(self, block: Block) -> str:
        lines = self.timeline.step(block.step).exercise.adjustments
        if not lines:
            return "Nothing easier or harder is written for this."
        turn = self._adjustment.get(block.step, 0)
        self._adjustment[block.step] = turn + 1
        return fill(lines[turn % len(lines)], self.timeline.segments[block.first].side)

    def _use(self, timeline: Timeline) -> None:
        """Go on with a changed timeline: what lies ahead of the position is to be heard."""
        if timeline is self.timeline:
            return
        heard = self._cursor > 0 and self.timeline.schedule[self._cursor - 1].at == self._position
        self.timeline = timeline
        find = bisect_right if heard else bisect_left
        self._cursor = find(timeline.schedule, self._position, key=lambda item: item.at)
