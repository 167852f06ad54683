"""The player: it is told the time and answers with what is due. Its whole state lives in this file.

It calls nobody and knows no clock. `now` is ms of one that does not jump back, a position ms from the start.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from stretchtimer import edits, landing
from stretchtimer.course import Course
from stretchtimer.frame import State
from stretchtimer.framing import frame_of, next_change, next_look
from stretchtimer.played import Key, between
from stretchtimer.playhead import Playhead
from stretchtimer.ports import Command
from stretchtimer.soundings import answer, as_heard, made_up, reentry_tick, sounding
from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from stretchtimer.frame import Frame
    from stretchtimer.ports import Sounding
    from stretchtimer.timeline import ScheduledCue, Timeline
    from stretchtimer.units import Millis

SILENCE: Millis = 5 * SECOND
"""A longer gap between two looks at the clock was a sleep: the session pauses where it was last seen."""
REENTRY: Millis = 3 * SECOND
"""The countdown back into a paused position."""
_RUNNING = (State.PLAYING, State.REENTRY)


class Player:
    """Plays one timeline, `rate` times as fast as the clock. The first `advance` is the start."""

    def __init__(self, timeline: Timeline, *, rate: float = 1.0) -> None:
        self.timeline = timeline
        self.state, self._slept = State.PLAYING, False
        self.played: dict[Key, Millis] = {}
        """What was really played, in ms."""
        self._head = Playhead(rate)
        self._position: Millis = 0
        self._cursor = 0  # the first cue of the schedule that is still to be heard
        self._late: list[ScheduledCue] = []  # what a change has put at the position or behind it
        self._named: int | None = None  # the block that was named last
        self._ticks = 0  # of the re-entry countdown that are still to be heard
        self._note: tuple[int, str] | None = None  # a block and the line shown with it
        self._adjustment: dict[int, int] = {}  # the next adjustment to show, by step
        self.course = Course(timeline=timeline, running=False)
        """What will be heard from the last change on; set at the start and anew at every change."""

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
        begins = not self._head.started
        gap = self._head.look(now)
        if begins or gap < 0:
            self._set_course()
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
        was, due = self.state, self.advance(now)
        slept = was in _RUNNING and self.state is State.PAUSED
        if self.done or (slept and command is Command.PAUSE):
            return due  # whoever pressed that key wanted it paused, and so it is
        return due + self._do(command)

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
            turns=self._adjustment,
        )

    def next_due(self) -> Millis | None:
        """When `advance` has something to do or the frame changes; None while nothing will by itself."""
        if not self._head.started or self.state not in _RUNNING:
            return None
        if self.state is State.REENTRY:
            return self._head.clock_at(next_change(self._position, self._head.reached))
        due = next_look(self.timeline, self._index(), self._position)
        if self._cursor < len(self.timeline.schedule):
            due = min(due, self.timeline.schedule[self._cursor].at)
        return self._head.clock_at(self._position if self._late else due)

    def _count_in(self) -> list[Sounding]:
        """The ticks of the countdown back; after the last, time goes on from the paused position."""
        left, due = self._position - self._head.reached, []
        while self._ticks and self._ticks * SECOND >= left:
            tick = reentry_tick(self._ticks)
            due.append(sounding(self.timeline, tick, at=self._position, index=self._index()))
            self._ticks -= 1
        if left <= 0:
            self.state = State.PLAYING
        return due

    def _play_to(self, target: Millis) -> list[Sounding]:
        """Time passes from the position to `target`: it is counted as played, and its cues are due."""
        target = min(target, self.timeline.total)
        for key, ms in between(self.timeline, self._position, target):
            self.played[key] = self.played.get(key, 0) + ms
        self._position = target
        schedule, due = self.timeline.schedule, []
        for item in self._late:
            due += self._hear(item)
        self._late = []
        while self._cursor < len(schedule) and schedule[self._cursor].at <= target:
            due += self._hear(schedule[self._cursor])
            self._cursor += 1
        if target == self.timeline.total:
            self.state = State.FINISHED
        return due

    def _index(self) -> int:
        return self.timeline.index_at(self._position)

    def _hear(self, item: ScheduledCue) -> list[Sounding]:
        cue = as_heard(self.timeline, item.cue, named=self._named)
        if item.cue.block is not None:
            self._named = item.cue.block
        return [sounding(self.timeline, cue, at=item.at, index=item.index)] if cue else []

    # -- what the user asks ------------------------------------------------------------------------

    def _do(self, command: Command) -> list[Sounding]:
        index, due = self._index(), []
        match command:
            case Command.PAUSE:
                due = self._resume() if self.state is State.PAUSED else self._pause()
            case Command.NEXT:
                due = self._jump(landing.after(self.timeline, index))
            case Command.BACK:
                due = self._jump(landing.before(self.timeline, index, self._position))
            case Command.REDO:
                due = self._jump(landing.again(self.timeline, index))
            case Command.LONGER | Command.SHORTER:
                due = self._change_length(1 if command is Command.LONGER else -1)
            case Command.EASIER | Command.HARDER:
                due = self._change_level(-1 if command is Command.EASIER else 1)
            case _:
                self.state = State.STOPPED
                self._set_course()
        return due

    def _set_course(self) -> None:
        self.course = Course(
            timeline=self.timeline,
            running=self.state in _RUNNING,
            anchor=self._head.anchor,
            position=self._position,
            cursor=self._cursor,
            late=tuple(self._late),
            named=self._named,
            ticks=self._ticks if self.state is State.REENTRY else 0,
        )

    def _pause(self, *, slept: bool = False) -> list[Sounding]:
        self.state, self._slept = State.PAUSED, slept
        self._set_course()
        return []

    def _resume(self) -> list[Sounding]:
        # Time runs up to the paused position from before it, and so goes on from it without a seam.
        self.state, self._ticks = State.REENTRY, REENTRY // SECOND
        self._head.move(self._position - REENTRY)
        self._set_course()
        return self._count_in()

    def _jump(self, index: int) -> list[Sounding]:
        """Go to the start of a segment; what is to be heard there is heard when time runs there."""
        left = self._position - self._head.reached if self.state is State.REENTRY else 0
        again = index <= self._index()
        self.timeline = edits.renewed(self.timeline)
        if again and self.timeline.segments[index].block is None:
            self._named = None  # who goes back to a lead-in wants to hear what comes
        self._position = self.timeline.starts[index]
        self._head.move(self._position - left)
        self._cursor = bisect_left(self.timeline.schedule, self._position, key=_at)
        self._late = []
        self._set_course()
        return self._play_to(self._position) if self.state is State.PLAYING else []

    def _change_length(self, sign: int) -> list[Sounding]:
        """10 s, or a rep, more or less for the block at hand and its partner to come."""
        block = self.timeline.block_ahead(index := self._index())
        if block is None:
            return []
        changed = edits.change_length(self.timeline, block, sign, index=index, position=self._position)
        if changed is self.timeline:
            self._note = block.number, "It gets no shorter than this."
            return []
        self._note = (block.number, f"Now {edits.dose(changed, changed.blocks[block.number])}.")
        return self._use(changed)

    def _change_level(self, sign: int) -> list[Sounding]:
        """The next level in that direction; without levels the next adjustment: shown, and said."""
        block = self.timeline.block_ahead(index := self._index())
        if block is None:
            return []
        turn = self._adjustment.get(block.step, 0)
        changed, line = edits.other_way(self.timeline, block, sign, index=index, turn=turn)
        due = self._use(changed) if changed is not self.timeline else []
        self._adjustment[block.step] = turn + 1
        self._note = (block.number, line)
        return [*due, answer(self.timeline, line, at=self._position, index=index)]

    def _use(self, timeline: Timeline) -> list[Sounding]:
        """Go on with a changed timeline: nothing is heard twice, and what comes next is named in any case."""
        at, old = self._position, self.timeline.schedule
        heard = {item.cue for item in old[bisect_left(old, at, key=_at) : self._cursor]}
        heard -= {item.cue for item in self._late}
        self.timeline, schedule = timeline, timeline.schedule
        self._cursor = bisect_right(schedule, at, key=_at)
        begin = timeline.starts[landing.again(timeline, self._index())]
        passed = schedule[bisect_left(schedule, begin, key=_at) : self._cursor]
        self._late = made_up(passed, at=at, heard=heard, named=self._named)
        self._set_course()
        return self._play_to(at) if self.state is State.PLAYING else []


def _at(item: ScheduledCue) -> Millis:
    return item.at
