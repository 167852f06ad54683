"""A cue of the timeline -> what is told of it when it happens.

It knows which block was named last, and nothing of clocks, keys or sounds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from stretchtimer.ports import Sounding
from stretchtimer.timeline import Cue, CueKind, Priority

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stretchtimer.timeline import ScheduledCue, Timeline
    from stretchtimer.units import Millis

_OPENS = (CueKind.PREPARE, CueKind.START, CueKind.SWITCH, CueKind.REST)


def cue_at(timeline: Timeline, position: Millis) -> int:
    """The number of the first cue of the schedule that is at a position or after it."""
    return bisect_left(timeline.schedule, position, key=_at)


def cue_after(timeline: Timeline, position: Millis) -> int:
    """The number of the first cue of the schedule that is after a position."""
    return bisect_right(timeline.schedule, position, key=_at)


def _at(item: ScheduledCue) -> Millis:
    return item.at


def reentry_tick(left: int) -> Cue:
    """A second of the countdown back into a paused position."""
    return Cue(kind=CueKind.COUNT, text=str(left), priority=Priority.COUNT)


def as_heard(timeline: Timeline, cue: Cue, *, named: int | None) -> Cue | None:
    """A cue as it is heard when block `named` was named last; None where it would say that again.

    What a jump lost is said at the start, and only who has been on the other side hears "switch".
    """
    if cue.kind is CueKind.NEXT:
        return None if named == cue.block else cue
    if cue.kind is CueKind.START:
        return replace(cue, text=None if named == cue.block else cue.name)
    if cue.kind is not CueKind.SWITCH or cue.block is None or named is None:
        return cue
    if named == cue.block:
        return replace(cue, kind=CueKind.START, text=None)
    if timeline.blocks[named].step != timeline.blocks[cue.block].step:
        return replace(cue, kind=CueKind.START, text=cue.name)
    return cue


def made_up(
    passed: Iterable[ScheduledCue], *, at: Millis, heard: set[Cue], named: int | None
) -> list[ScheduledCue]:
    """Of what a change has put at `at` or before it, what is still to be heard: then, and nothing twice."""
    return [
        replace(item, at=at)
        for item in passed
        if (item.at == at and item.cue not in heard)
        or (item.at < at and item.cue.kind is CueKind.NEXT and item.cue.block != named)
    ]


def sounding(timeline: Timeline, cue: Cue, *, at: Millis, index: int) -> Sounding:
    """A cue with what there is to know about it: whose it is, and how long what it begins will last."""
    block = timeline.blocks[cue.block] if cue.block is not None else timeline.block_ahead(index)
    return Sounding(
        at=at,
        cue=cue,
        segment=timeline.segments[index],
        name=timeline.step(block.step).exercise.name if block else None,
        duration=_lasts(timeline, index) if cue.kind in _OPENS else None,
    )


def _lasts(timeline: Timeline, index: int) -> Millis:
    """How long what begins at a segment goes on: a set of reps as a whole."""
    segment = timeline.segments[index]
    if segment.rep is None:
        return segment.duration
    return timeline.end_of_block(segment.block) - timeline.starts[index]


def answer(
    timeline: Timeline, line: str, *, at: Millis, index: int, priority: Priority = Priority.NAME
) -> Sounding:
    """What is said at once to who pressed a key; with less priority between what else is said."""
    cue = Cue(kind=CueKind.SAY, text=line, priority=priority)
    return replace(sounding(timeline, cue, at=at, index=index), asked=True)
