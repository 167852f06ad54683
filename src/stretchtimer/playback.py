"""What plays a timeline: it is told the time and answers with what is due.

It knows no key and no clock. `now` is ms of one that does not jump back, a position ms from the start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer import landing
from stretchtimer.course import Course, opening
from stretchtimer.frame import State
from stretchtimer.framing import next_change, next_look
from stretchtimer.played import Key, between
from stretchtimer.playhead import Playhead
from stretchtimer.soundings import as_heard, cue_after, cue_at, made_up, reentry_tick, sounding
from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from stretchtimer.account import Begun
    from stretchtimer.ports import Sounding
    from stretchtimer.timeline import ScheduledCue, Timeline
    from stretchtimer.units import Millis

SILENCE: Millis = 5 * SECOND
"""A longer gap between two looks at the clock was a sleep: the session pauses where it was last seen."""
REENTRY: Millis = 3 * SECOND
"""The countdown back into a paused position."""
RUNNING = (State.PLAYING, State.REENTRY)


class Playback:
    """Plays one timeline, `rate` times as fast as the clock. The first `advance` is the start.

    With `begun` it goes on there, as after a pause: it names what comes and counts down into the position.
    `timeline` is then what the changes have made of it.
    """

    def __init__(self, timeline: Timeline, *, rate: float = 1.0, begun: Begun | None = None) -> None:
        self.timeline = timeline
        """What is played, as it is now."""
        self.state, self._slept = State.REENTRY if begun else State.PLAYING, False
        self.played: dict[Key, Millis] = dict(begun.played) if begun else {}
        """What was really played, in ms."""
        self._position: Millis = begun.position if begun else 0
        self._head = Playhead(rate, begins=self._position - REENTRY if begun else 0)
        self._ticks = REENTRY // SECOND if begun else 0  # of the re-entry countdown still to be heard
        # The first cue of the schedule that is still to be heard.
        self._cursor = (cue_after if begun and begun.heard else cue_at)(timeline, self._position)
        self._opening = opening(timeline, self._position) if begun else None  # until it is heard
        self._late: list[ScheduledCue] = []  # what a change has put at the position or behind it
        self._named = self._opening.block if self._opening else None  # the block that was named last
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
        if self.state not in RUNNING:
            return []
        if gap > SILENCE:
            return self._pause(slept=True)
        ticks = self._count_in() if self.state is State.REENTRY else []
        return ticks + self._play_to(self._head.reached) if self.state is State.PLAYING else ticks

    def next_due(self) -> Millis | None:
        """When `advance` has something to do or the frame changes; None while nothing will by itself."""
        if not self._head.started or self.state not in RUNNING:
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
        if self._opening is not None:
            due.append(sounding(self.timeline, self._opening, at=self._position, index=self._index()))
            self._opening = None
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

    def _set_course(self) -> None:
        self.course = Course(
            timeline=self.timeline,
            running=self.state in RUNNING,
            anchor=self._head.anchor,
            position=self._position,
            cursor=self._cursor,
            late=tuple(self._late),
            named=self._named,
            opening=self._opening,
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

    def _land(self, timeline: Timeline, index: int, *, count_in: bool) -> list[Sounding]:
        """Go to the start of a segment of `timeline`, which is played from now on.

        What is to be heard there is heard when time runs there. `count_in` leads there with the
        countdown, where time runs.
        """
        left = self._position - self._head.reached if self.state is State.REENTRY else 0
        if count_in and self.state in RUNNING:
            self.state, self._ticks, left = State.REENTRY, REENTRY // SECOND, REENTRY
        again = index <= self._index()
        self.timeline = timeline
        if again and timeline.segments[index].block is None:
            self._named = None  # who goes back to a lead-in wants to hear what comes
        self._position = timeline.starts[index]
        self._head.move(self._position - left)
        self._cursor = cue_at(timeline, self._position)
        self._late = []
        self._set_course()
        if count_in and self.state is State.REENTRY:
            return self._count_in()
        return self._play_to(self._position) if self.state is State.PLAYING else []

    def _use(self, timeline: Timeline) -> list[Sounding]:
        """Go on with a changed timeline: nothing is heard twice, and what comes next is named in any case."""
        at, before = self._position, self.timeline
        heard = {item.cue for item in before.schedule[cue_at(before, at) : self._cursor]}
        heard -= {item.cue for item in self._late}
        self.timeline, self._cursor = timeline, cue_after(timeline, at)
        begin = timeline.starts[landing.again(timeline, self._index())]
        passed = timeline.schedule[cue_at(timeline, begin) : self._cursor]
        self._late = made_up(passed, at=at, heard=heard, named=self._named)
        self._set_course()
        return self._play_to(at) if self.state is State.PLAYING else []
