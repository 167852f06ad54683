"""Changes to a timeline that is being played: longer, shorter, a rep more, another level.

It knows no clock and no player: each function takes a timeline and returns another. Where the changed
segments lie before the playhead nothing of them is touched.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stretchtimer import cues
from stretchtimer.model import DEFAULT_REP, fill
from stretchtimer.timeline import Block, CueKind, Segment, SegmentKind, Timeline
from stretchtimer.units import SECOND, exact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stretchtimer.timeline import Cue
    from stretchtimer.units import Millis

STEP: Millis = 10 * SECOND
"""How much one key press makes a hold longer or shorter."""
LEAST_HOLD: Millis = 10 * SECOND
"""Shortening stops here, or at the hold's own length where that is less."""
LEAST_LEFT: Millis = 3 * SECOND
"""Shortening leaves so much of a hold that its countdown is heard."""


def partner(timeline: Timeline, block: Block) -> Block | None:
    """The block of the other side that is still to come after `block`; None for a second side."""
    if timeline.segments[block.first].of is not None:
        return None  # what is made up is of one side
    same = [other for other in timeline.blocks.values() if other.step == block.step]
    place = same.index(block)
    # A step that comes in several rounds has its sides in pairs: only the first of a pair has one to come.
    if block.side is None or place % 2 or place + 1 == len(same):
        return None
    return same[place + 1]


def dose(timeline: Timeline, block: Block) -> str:
    """What a block asks for, in words: `40s a side`, `12 reps`."""
    first = timeline.segments[block.first]
    each = " a side" if partner(timeline, block) else ""
    return f"{f'{first.reps} reps' if first.reps else exact(first.duration)}{each}"


def change_length(timeline: Timeline, block: Block, sign: int, *, index: int, position: Millis) -> Timeline:
    """STEP ms, or a rep, more (`sign` 1) or less (-1); the same timeline where it can be no shorter."""
    if timeline.segments[block.first].rep is not None:
        return add_reps(timeline, block, sign, index=index)
    elapsed = max(0, position - timeline.starts[block.first])
    return lengthen(timeline, block, sign * STEP, elapsed=elapsed)


def lengthen(timeline: Timeline, block: Block, change: Millis, *, elapsed: Millis) -> Timeline:
    """A timed block, and its partner to come, `change` ms longer (shorter where negative).

    `elapsed` is how much of the block is played, 0 before it. Both sides change by the same.
    """
    hold = timeline.segments[block.first].duration
    least = max(min(hold, LEAST_HOLD), elapsed + LEAST_LEFT if elapsed else 0)
    change = max(change, min(least - hold, 0))
    if not change:
        return timeline
    segments = list(timeline.segments)
    segments[block.first] = _lasting(segments[block.first], hold + change, elapsed=elapsed)
    if (other := partner(timeline, block)) is not None:
        second = segments[other.first]
        lasts = max(second.duration + change, min(second.duration, LEAST_HOLD))
        segments[other.first] = _lasting(second, lasts, elapsed=0)
    return timeline.with_segments(segments)


def _lasting(hold: Segment, duration: Millis, *, elapsed: Millis) -> Segment:
    """A hold of another length: its middle moves unless it has been said, breath and countdown follow."""
    middle = next((cue for cue in hold.cues if cue.kind is CueKind.HALF), None)
    made = list(cues.of_hold(duration, hold.phases, sided=hold.side is not None))
    if middle is not None and middle.offset <= elapsed:
        made = [cue for cue in made if cue.kind is not CueKind.HALF] + [middle]
    kept = (cue for cue in hold.cues if cue.kind not in cues.OF_THE_LENGTH)
    return replace(hold, duration=duration, cues=(*_early(kept, duration), *made))


def _early(said: Iterable[Cue], lasts: Millis) -> tuple[Cue, ...]:
    """The cues of work of `lasts` ms, with what comes next where such work names it."""
    moved = -cues.early_next(lasts)
    return tuple(replace(cue, offset=moved) if cue.kind is CueKind.NEXT else cue for cue in said)


def add_reps(timeline: Timeline, block: Block, change: int, *, index: int) -> Timeline:
    """A counted block, and its partner to come, with `change` reps more (fewer where negative).

    An alternating block changes by pairs, so that both sides stay equal. The rep at `index`, and all
    before it, stay; both sides change by the same.
    """
    pairs = block.side is None and timeline.segments[block.first].side is not None
    size = 2 if pairs else 1
    change = _possible(block, change * size, size=size, index=index)
    if not change:
        return timeline
    segments = list(timeline.segments)
    changes = [(block, change)]
    if (other := partner(timeline, block)) is not None:
        changes.append((other, _possible(other, change, size=1, index=index)))
    for one, more in reversed(changes):  # the later one first: indices stay valid
        segments[one.first : one.last + 1] = _set_of(segments[one.first : one.last + 1], more, size=size)
    return _settled(timeline.with_segments(segments))


def _possible(block: Block, change: int, *, size: int, index: int) -> int:
    """How many reps can come on or, negative, off a block while `size` and all up to `index` stay."""
    reps = block.last - block.first + 1
    spare = max(reps - max(index - block.first + 1, size), 0)
    return max(change, -(spare // size * size))


def _set_of(reps: list[Segment], change: int, *, size: int) -> list[Segment]:
    """A set with `change` reps more or fewer at its end, numbered anew."""
    last = [replace(rep, cues=_again(rep), set_cues=(), note="") for rep in reps[-size:]]
    made = [*reps, *last * (max(change, 0) // size)]
    kept = made[: len(reps) + change]
    return [_numbered(rep, number, len(kept)) for number, rep in enumerate(kept, 1)]


def _again(rep: Segment) -> tuple[Cue, ...]:
    return tuple(cue for cue in rep.cues if cue.kind not in (CueKind.START, CueKind.SWITCH))


def _numbered(rep: Segment, number: int, reps: int) -> Segment:
    def renumbered(text: str | None) -> str:
        _, comma, side = (text or "").partition(",")
        return f"{number}{comma}{side}"

    said = tuple(
        replace(cue, text=renumbered(cue.text)) if cue.kind is CueKind.REP else cue for cue in rep.cues
    )
    return replace(rep, rep=number, reps=reps, cues=said)


def _settled(timeline: Timeline) -> Timeline:
    """Sets whose length has changed, with what comes next named as early as it should be."""
    segments = list(timeline.segments)
    for block in timeline.blocks.values():
        first = segments[block.first]
        if first.set_cues:
            lasts = timeline.end_of_block(block.number) - timeline.starts[block.first]
            segments[block.first] = replace(first, set_cues=_early(first.set_cues, lasts))
    return timeline.with_segments(segments)


def adjustment(timeline: Timeline, block: Block, turn: int) -> str:
    """One of the exercise's adjustments, each in its turn; a file does not say which way it leads."""
    lines = timeline.step(block.step).exercise.adjustments
    if not lines:
        return "There is no other way of doing this."
    return "Another way: " + fill(lines[turn % len(lines)], timeline.segments[block.first].side)


def other_way(timeline: Timeline, block: Block, sign: int, *, index: int, turn: int) -> tuple[Timeline, str]:
    """A step done in another way, easier (-1) or harder (1), and what to say of it.

    That is the next level; without levels the adjustment whose `turn` it is, and the same timeline.
    """
    level, exercise = level_beside(timeline, block, sign), timeline.step(block.step).exercise
    if level is not None:
        changed = relevel(timeline, block, level, index=index)
        return changed, cues.sentence(f"Level {level}: {exercise.levels[level - 1].name}")
    if exercise.levels:  # no adjustment: it might lead the other way
        return timeline, f"This is the {'easiest' if sign < 0 else 'hardest'} level."
    return timeline, adjustment(timeline, block, turn)


def level_beside(timeline: Timeline, block: Block, sign: int) -> int | None:
    """The level easier (-1) or harder (1) than now; None where there is none.

    An exercise played as it stands counts as between the first and the second level.
    """
    step = timeline.step(block.step)
    now = step.level or (1 if sign > 0 else 2)
    return now + sign if 1 <= now + sign <= len(step.exercise.levels) else None


def relevel(timeline: Timeline, block: Block, level: int, *, index: int) -> Timeline:
    """A step at another level from `block` on; reps after segment `index` take the level's tempo."""
    steps = tuple(
        replace(step, level=level) if step.number == block.step else step for step in timeline.steps
    )
    timeline = replace(timeline, steps=steps)
    segments = enumerate(timeline.segments)
    return _settled(
        timeline.with_segments(_paced(timeline, one) if at > index else one for at, one in segments)
    )


def renewed(timeline: Timeline) -> Timeline:
    """What a change has left as it was because it was being played, changed as well: it is played again."""
    segments = tuple(_recentred(_paced(timeline, segment)) for segment in timeline.segments)
    unchanged = all(new is old for new, old in zip(segments, timeline.segments, strict=True))
    return timeline if unchanged else _settled(timeline.with_segments(segments))


def _recentred(segment: Segment) -> Segment:
    """A hold whose middle is called in the middle."""
    middle = next((cue for cue in segment.cues if cue.kind is CueKind.HALF), None)
    if middle is None or middle == cues.half(segment.duration):
        return segment
    return _lasting(segment, segment.duration, elapsed=0)


def _paced(timeline: Timeline, segment: Segment) -> Segment:
    """Work in its level's tempo: a rep changes its length, a hold only its breath."""
    if segment.kind is not SegmentKind.WORK or segment.step is None:
        return segment
    step = timeline.step(segment.step)
    tempo = step.exercise.tempo_at(step.level)
    if segment.phases == tempo:
        return segment
    duration = segment.duration
    if segment.rep is not None:
        duration = sum(phase.time for phase in tempo) or DEFAULT_REP
    kept = tuple(cue for cue in segment.cues if cue.kind is not CueKind.BREATH)
    return replace(segment, duration=duration, phases=tempo, cues=(*kept, *cues.breath(tempo, duration)))
