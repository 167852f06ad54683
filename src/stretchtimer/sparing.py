"""Changes to a timeline for a body that hurts: a rest to come out of a stretch, the easier way, a reminder.

It knows no clock and no player: each function takes a timeline and returns another, or what to say of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stretchtimer import cues
from stretchtimer.edits import level_beside, partner, relevel
from stretchtimer.model import fill
from stretchtimer.timeline import Cue, CueKind, Priority, Segment, SegmentKind
from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from collections.abc import Collection

    from stretchtimer.model import Exercise
    from stretchtimer.timeline import Block, Timeline
    from stretchtimer.units import Millis

REST: Millis = 12 * SECOND
"""The rest after a pain: time to come out slowly, to hear what is offered, and to decide."""
LET_GO = "Let go. Come out slowly."
"""What is said to who is in it."""
LEFT_OUT = "Left out for today."
"""What is said to who is not in it yet."""
_OFFER_AT: Millis = 2500
_REMINDER_AT: Millis = 1500
_TIME_FOR_IT: Millis = SECOND


def known_as(exercise: Exercise) -> str:
    """What tells an exercise from others: its id, or its name where it is written inside a routine."""
    return exercise.id or exercise.name


def easier_level(timeline: Timeline, block: Block) -> int | None:
    """The level that is easier than the one a block is done at; None where there is none."""
    return level_beside(timeline, block, -1)


def easier(timeline: Timeline, block: Block) -> str:
    """The easier way of doing a block, in a few words; empty where its file has none."""
    exercise, level = timeline.step(block.step).exercise, easier_level(timeline, block)
    if level is not None:
        return cues.sentence(f"level {level}, {exercise.levels[level - 1].name}")
    side = timeline.segments[block.first].side
    return cues.sentence(fill(exercise.adjustments[0], side)) if exercise.adjustments else ""


def offer(timeline: Timeline, block: Block) -> str:
    """What is offered to who has left a block because it hurt; empty where there is nothing to offer."""
    way = easier(timeline, block)
    return f"Press e for: {way[0].lower() if way.startswith('Level') else way[0]}{way[1:]}" if way else ""


def left(timeline: Timeline, block: Block) -> tuple[Timeline, int]:
    """A timeline with a rest behind a block and its partner to come, and the number of that segment."""
    index = rest_behind(timeline, block)
    offered = offer(timeline, block)
    said = [Cue(kind=CueKind.REST)]
    if offered:
        short, priority = "Press e for an easier way.", Priority.NAME
        text = Cue(kind=CueKind.SAY, offset=_OFFER_AT, text=offered, short=short, priority=priority)
        said.append(text)
    following = timeline.block_ahead(index)
    if following is not None and not _is_named_later(timeline, index, following):
        said.append(replace(_named(timeline, following), offset=REST // 2))
    pause = Segment(
        kind=SegmentKind.REST,
        duration=REST,
        cues=(*said, *cues.countdown(REST)),
        note=offered or LEFT_OUT,
        of=block.number,
    )
    segments = timeline.segments
    return timeline.with_segments((*segments[:index], pause, *segments[index:])), index


def rest_behind(timeline: Timeline, block: Block) -> int:
    """The number of the segment that the rest after a pain is, or comes to be: behind the partner to come."""
    return (partner(timeline, block) or block).last + 1


def _is_named_later(timeline: Timeline, index: int, block: Block) -> bool:
    ahead = timeline.segments[index : block.first]
    return any(cue.block == block.number for segment in ahead for cue in segment.cues)


def _named(timeline: Timeline, block: Block) -> Cue:
    first = timeline.segments[block.first]
    alternates = block.side is None and first.side is not None
    name = timeline.step(block.step).exercise.name
    return cues.next_up(cues.announcement(name, first.side, alternates=alternates), block.number)


def is_pause(segment: Segment) -> bool:
    """Whether a segment is a rest after a pain."""
    return segment.kind is SegmentKind.REST and segment.of is not None


def given_up(timeline: Timeline, index: int) -> Block | None:
    """The block that the rest at segment `index` is there for, because it hurt; None anywhere else."""
    segment = timeline.segments[index]
    return timeline.blocks[segment.of] if is_pause(segment) and segment.of is not None else None


def without_pauses(timeline: Timeline, index: int) -> Timeline:
    """The timeline without the rests after a pain behind segment `index`: whoever goes back tries again."""
    segments = timeline.segments
    kept = [one for at, one in enumerate(segments) if at <= index or not is_pause(one)]
    return timeline if len(kept) == len(segments) else timeline.with_segments(kept)


def eased(timeline: Timeline, block: Block) -> tuple[Timeline, str]:
    """A block, and its partner to come, in the easier way, and what to say of it.

    Where that is an adjustment the timeline is the same: it is for the body to do.
    """
    way, level = easier(timeline, block), easier_level(timeline, block)
    if level is not None:
        return relevel(timeline, block, level, index=block.first - 1), way
    return timeline, f"Another way: {way}"


def reminded(timeline: Timeline, known: Collection[str], *, index: int, into: Millis = 0) -> Timeline:
    """A timeline that tells on the way to each of these exercises that it hurt, from `into` a segment on.

    They are named as `known_as` does; the way that leads from one side to the other has no time for it.
    Where the way to one is over, or nearly so, it is told as the exercise begins.
    """
    segments, told = list(timeline.segments), False
    for block in timeline.blocks.values():
        step = timeline.step(block.step)
        lead = block.first - 1
        if (
            lead < 0
            or segments[lead].kind is SegmentKind.WORK
            or lead < index
            or (lead == index and segments[lead].duration - into < _TIME_FOR_IT)
        ):
            lead = block.first
        segment = segments[lead]
        before = timeline.blocks.get(block.number - 1)
        is_second = before is not None and before.step == block.step and before.side is not block.side
        if known_as(step.exercise) not in known or is_second or segment.note or lead < index:
            continue
        way = easier(timeline, block)
        line = f"Last time this hurt. Try: {way}" if way else "Last time this hurt: take care."
        said = Cue(
            kind=CueKind.SAY,
            offset=max(min(_REMINDER_AT, segment.duration // 3), into + 1 if lead == index else 0),
            text=line,
            short="Last time this hurt.",
            priority=Priority.NAME,
        )
        segments[lead], told = replace(segment, cues=(*segment.cues, said), note=line), True
    return timeline.with_segments(segments) if told else timeline
