"""A moment of a timeline -> the Frame that a screen shows of it.

It knows positions, not clocks, and nothing of how a frame is drawn.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from stretchtimer.frame import Coming, Frame, Picture, State
from stretchtimer.model import fill
from stretchtimer.timeline import CueKind, SegmentKind
from stretchtimer.units import SECOND, ceil_seconds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stretchtimer.model import Phase
    from stretchtimer.timeline import Block, Segment, Timeline
    from stretchtimer.units import Millis

CAPTION: Millis = 6 * SECOND
"""How long an author's line stays on the screen."""


def last_change(end: Millis, start: Millis, position: Millis) -> Millis:
    """When the seconds left last changed, seen from `position` in a segment from `start` to `end`."""
    return max(start, end - ceil_seconds(end - position) * SECOND)


def next_change(end: Millis, position: Millis) -> Millis:
    """When the seconds left will change next."""
    return position + (max(end - position, 1) - 1) % SECOND + 1


def phase_at(segment: Segment, elapsed: Millis) -> tuple[Phase, Millis] | None:
    """The phase `elapsed` ms into a segment, and how long it still lasts."""
    return phase_of(segment.phases, elapsed)


def phase_of(tempo: tuple[Phase, ...], elapsed: Millis) -> tuple[Phase, Millis] | None:
    """The phase of a tempo `elapsed` ms after it has begun, again and again; and how long it still lasts."""
    cycle = sum(phase.time for phase in tempo)
    if not cycle:
        return None
    into = elapsed % cycle
    for phase in tempo:
        if into < phase.time:
            return phase, phase.time - into
        into -= phase.time
    return None


def next_look(timeline: Timeline, index: int, position: Millis) -> Millis:
    """The next position at which the frame of segment `index` changes."""
    segment, start = timeline.segments[index], timeline.starts[index]
    change = next_change(start + segment.duration, position)
    phase = phase_at(segment, position - start)
    return min(change, position + phase[1]) if phase else change


def frame_of(
    timeline: Timeline,
    *,
    index: int,
    position: Millis,
    state: State,
    reentry: Millis | None = None,
    note: str = "",
    slept: bool = False,
    offers: bool = False,
    turns: Mapping[int, int] | None = None,
) -> Frame:
    """The frame of `position` in segment `index`.

    `reentry` is what is left of the countdown back, `turns` how many adjustments were asked for, by step.
    `offers` says that this segment offers an easier way: for the first half of it, then what comes is told.
    """
    segment = timeline.segments[index]
    start = timeline.starts[index]
    end = start + segment.duration
    block = timeline.block_ahead(index)
    step = timeline.step(block.step) if block else None
    lead = timeline.segments[max(index, block.first)] if block else segment
    side = lead.side
    phase = phase_at(segment, position - start) if segment.kind is SegmentKind.WORK else None
    set_start, set_end = _set(timeline, segment, block, index)
    numbers = [info.number for info in timeline.steps]
    picture = _picture(timeline, block, lead, turns or {}) if block else None
    return Frame(
        title=timeline.name,
        state=state,
        kind=segment.kind,
        position=position,
        shown=last_change(end, start, position),
        total=timeline.total,
        remaining=end - position if reentry is None else reentry,
        duration=segment.duration,
        set_remaining=set_end - position,
        set_duration=set_end - set_start,
        name=step.exercise.name if step else "",
        side=side,
        alternates=block is not None and block.side is None and side is not None,
        rep=segment.rep,
        reps=lead.reps,
        phase=phase[0].name if phase else None,
        breath=phase[0].breath.value if phase and phase[0].breath else None,
        step=numbers.index(block.step) + 1 if block else 0,
        steps=len(numbers),
        coming=_coming(timeline, block) if block else None,
        instructions=step.instructions(side) if step else (),
        tips=tuple(fill(tip, side) for tip in step.exercise.tips) if step else (),
        adjustments=tuple(fill(line, side) for line in step.exercise.adjustments) if step else (),
        shows=_shows(picture) if picture else "",
        caution=_caution(timeline, segment, block),
        level=_level(timeline, block),
        note=note or segment.note,
        offers=offers and state is State.PLAYING and 2 * (position - start) < segment.duration,
        said=_said(timeline, index, position),
        closing=timeline.closing,
        slept=slept,
        picture=picture,
        moment=_moment(timeline, index, position, block) if block else 0,
    )


def _picture(timeline: Timeline, block: Block, lead: Segment, turns: Mapping[int, int]) -> Picture:
    step = timeline.step(block.step)
    forms, turn = step.exercise.adjustments, turns.get(block.step, 0)
    adjusted = turn and forms and not step.exercise.levels
    return Picture(
        exercise=step.exercise,
        side=lead.side,
        alternates=block.side is None and lead.side is not None,
        level=step.level,
        adjustment=(turn - 1) % len(forms) + 1 if adjusted else None,
        tempo=lead.phases,
    )


def _shows(picture: Picture) -> str:
    said = picture.exercise.shows_at(level=picture.level, adjustment=picture.adjustment)
    return fill(said, picture.side)


def _moment(timeline: Timeline, index: int, position: Millis, block: Block) -> Millis:
    """How far into its course the figure is; on the way to a block it shows what is to be done there.

    Where phases drive it, the way ends where the first phase begins; else the figure goes into the
    position on the way and goes on from there.
    """
    segment, start = timeline.segments[index], timeline.starts[index]
    phases = timeline.segments[max(index, block.first)].phases
    cycle = sum(phase.time for phase in phases) if any(phase.pose for phase in phases) else 0
    if index < block.first:
        way = timeline.starts[block.first] - position
        return -way % cycle if cycle else position - start
    played = position - start + ((segment.rep or 1) - 1) * segment.duration
    before = block.first - 1
    if cycle or before < 0 or timeline.segments[before].kind is SegmentKind.WORK:
        return played
    return played + timeline.segments[before].duration


def _said(timeline: Timeline, index: int, position: Millis) -> str:
    """The author's last line, while it is fresh and its block goes on."""
    block = timeline.segments[index].block
    if block is None:
        return ""
    end = bisect_right(timeline.schedule, position, key=lambda item: item.at)
    for place in range(end - 1, -1, -1):
        item = timeline.schedule[place]
        if item.at <= position - CAPTION or timeline.segments[item.index].block != block:
            return ""
        if item.cue.kind is CueKind.SAY:
            return item.cue.text or ""
    return ""


def _set(timeline: Timeline, segment: Segment, block: Block | None, index: int) -> tuple[Millis, Millis]:
    """Where the set of a counted exercise begins and ends; the segment itself for anything else."""
    start = timeline.starts[index]
    if segment.rep is None or block is None:
        return start, start + segment.duration
    last = timeline.segments[block.last]
    return timeline.starts[block.first], timeline.starts[block.last] + last.duration


def _coming(timeline: Timeline, block: Block) -> Coming:
    """What follows a block: a rest, another exercise or side, or the end."""
    for segment in timeline.segments[block.last + 1 :]:
        if segment.kind is SegmentKind.REST:
            return Coming(kind=SegmentKind.REST)
        if segment.step is not None:
            name = timeline.step(segment.step).exercise.name
            return Coming(kind=SegmentKind.WORK, name=name, side=segment.side)
    return Coming(kind=SegmentKind.FINISH)


def _caution(timeline: Timeline, segment: Segment, block: Block | None) -> str:
    if segment.kind is SegmentKind.PREPARE or block is None:
        return timeline.caution
    return " ".join(caution.say for caution in timeline.step(block.step).exercise.cautions)


def _level(timeline: Timeline, block: Block | None) -> str | None:
    step = timeline.step(block.step) if block else None
    if step is None or step.level is None:
        return None
    levels = step.exercise.levels
    return f"{step.level} of {len(levels)}: {levels[step.level - 1].name}"
