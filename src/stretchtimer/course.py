"""What is to be heard from a moment on, and when, if nobody touches a key: the player's course.

It knows the clock by its numbers only. The player sets a course whenever something changes it; a sound
output that has to be told ahead reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stretchtimer import cues
from stretchtimer.playhead import clock_at
from stretchtimer.ports import Due
from stretchtimer.soundings import as_heard, reentry_tick, sounding
from stretchtimer.timeline import CueKind
from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchtimer.timeline import Cue, ScheduledCue, Timeline
    from stretchtimer.units import Millis


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A timeline in play from `position` on.

    `anchor` is a time of the clock, the position then, and the rate in thousandths. `cursor` is the first
    cue of the schedule still to be heard, `late` are cues that a change has put at `position` and that come
    before it; `named` is the block that was named last. `ticks` are those left of the countdown back into
    `position`, `opening` what is said before them. A course that is not `running` leads nowhere.
    """

    timeline: Timeline
    running: bool = True
    anchor: tuple[Millis, Millis, int] = (0, 0, 1000)
    position: Millis = 0
    cursor: int = 0
    late: tuple[ScheduledCue, ...] = ()
    named: int | None = None
    ticks: int = 0
    opening: Cue | None = None

    def clock_at(self, position: Millis) -> Millis:
        """The first ms of the clock at which a position is reached."""
        clock, anchored, rate = self.anchor
        return clock_at(position, clock=clock, anchored=anchored, rate=rate)

    def goes_on_from(self, other: Course) -> bool:
        """Whether this continues `other` without a seam: both run, in the same time."""
        return self.running and other.running and self.clock_at(0) == other.clock_at(0)

    def upcoming(self) -> Iterator[Due]:
        """Every cue in the order it will be heard, each with its time of the clock."""
        if not self.running:
            return
        timeline = self.timeline
        index = timeline.index_at(self.position)
        if self.opening is not None:
            at = self.clock_at(self.position - self.ticks * SECOND)
            told = sounding(timeline, self.opening, at=self.position, index=index)
            # The sound opens late, and a name may be long: it may run on into what it names.
            yield Due(clock=at, until=self.clock_at(self.position + self.ticks * SECOND), sounding=told)
        for left in range(self.ticks, 0, -1):
            at = self.clock_at(self.position - left * SECOND)
            tick = sounding(timeline, reentry_tick(left), at=self.position, index=index)
            over = self.clock_at(self.position - (left - 1) * SECOND)
            yield Due(clock=at, until=over, sounding=tick)
        named = self.named
        for item in (*self.late, *timeline.schedule[self.cursor :]):
            cue = as_heard(timeline, item.cue, named=named)
            if item.cue.block is not None:
                named = item.cue.block
            if cue is not None:
                told = sounding(timeline, cue, at=item.at, index=item.index)
                yield Due(clock=self.clock_at(item.at), until=self._until(item), sounding=told)

    def _until(self, item: ScheduledCue) -> Millis:
        """When what the cue belongs to is over: its segment; for a line of the author's the whole set."""
        segment = self.timeline.segments[item.index]
        if segment.rep is not None and item.cue.kind is not CueKind.REP:
            return self.clock_at(self.timeline.end_of_block(segment.block))
        return self.clock_at(self.timeline.starts[item.index] + segment.duration)


def opening(timeline: Timeline, position: Millis) -> Cue | None:
    """What is said to who goes on at a position much later: where that is. None towards the finish."""
    index = timeline.index_at(position)
    block = timeline.block_ahead(index)
    if block is None:
        return None
    name = timeline.step(block.step).exercise.name
    side, ahead = timeline.segments[max(index, block.first)].side, index < block.first
    announced = cues.announcement(name, side, alternates=ahead and side is not block.side)
    return cues.going_on(announced, block.number)
