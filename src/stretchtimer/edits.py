"""Changes to a timeline that is being played: longer, shorter, a rep more, another level.

It knows no clock and no player: each function takes a timeline and returns another. Where the changed
segments lie before the playhead nothing of them is touched.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stretchtimer import cues
from stretchtimer.model import DEFAULT_REP
from stretchtimer.timeline import Block, CueKind, Segment, SegmentKind, StepInfo, Timeline
from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from stretchtimer.model import Phase
    from stretchtimer.units import Millis

LEAST_HOLD: Millis = 10 * SECOND
"""Shortening stops here, or at the hold's own length where that is less."""
LEAST_LEFT: Millis = 3 * SECOND
"""Shortening leaves so much of a hold that its countdown is heard."""


def partner(timeline: Timeline, block: Block) -> Block | None:
    """The block of the other side that is still to come after `block`; None for a second side."""
    same = [other for other in timeline.blocks.values() if other.step == block.step]
    place = same.index(block)
    # A step that comes in several rounds has its sides in pairs: only the first of a pair has one to come.
    if block.side is None or place % 2 or place + 1 == len(same):
        return None
    return same[place + 1]


def lengthen(timeline: Timeline, block: Block, change: Millis, *, elapsed: Millis) -> Timeline:
    """A timed block, and its partner to come, `change` ms longer (shorter where negative).

    `elapsed` is how much of the block is played, 0 before it. Both sides change by the same.
    """
    hold = timeline.segments[block.first].duration
    least = max(min(hold, LEAST_HOLD), elapsed + LEAST_LEFT if elapsed else 0)
    change = max(change, min(least - hold, 0))
    changed = {block.first}
    if (other := partner(timeline, block)) is not None:
        changed.add(other.first)
    return timeline.with_segments(
        replace(segment, duration=max(segment.duration + change, 1)) if index in changed else segment
        for index, segment in enumerate(timeline.segments)
    )


def add_reps(timeline: Timeline, block: Block, change: int, *, index: int) -> Timeline:
    """A counted block, and its partner to come, with `change` reps more (fewer where negative).

    An alternating block changes by pairs, so that both sides stay equal. The rep at `index`, and all
    before it, stay.
    """
    blocks = [block, partner(timeline, block)]
    segments = list(timeline.segments)
    for one in reversed([found for found in blocks if found is not None]):  # from behind: indices stay valid
        reps = segments[one.first : one.last + 1]
        size = 2 if one.side is None and reps[0].side is not None else 1
        kept = max(1, index - one.first + 1)
        if change > 0:
            reps = reps + [_repeated(rep) for rep in reps[-size:]] * change
        else:
            fewer = min(-change * size, (len(reps) - kept) // size * size, len(reps) - size)
            reps = reps[: len(reps) - max(fewer, 0)]
        numbered = [_numbered(rep, number, len(reps)) for number, rep in enumerate(reps, 1)]
        segments[one.first : one.last + 1] = numbered
    return timeline.with_segments(segments)


def _repeated(rep: Segment) -> Segment:
    """A rep to come once more, without what belongs to the set: its start and the author's lines."""
    own = (CueKind.START, CueKind.SWITCH, CueKind.SAY)
    return replace(rep, cues=tuple(cue for cue in rep.cues if cue.kind not in own))


def _numbered(rep: Segment, number: int, reps: int) -> Segment:
    def renumbered(text: str | None) -> str:
        _, comma, side = (text or "").partition(",")
        return f"{number}{comma}{side}"

    said = tuple(
        replace(cue, text=renumbered(cue.text)) if cue.kind is CueKind.REP else cue for cue in rep.cues
    )
    return replace(rep, rep=number, reps=reps, cues=said)


def level_beside(timeline: Timeline, block: Block, sign: int) -> int | None:
    """The level easier (-1) or harder (1) than now; None where there is none.

    An exercise played as it stands counts as between the first and the second level.
    """
    step = timeline.step(block.step)
    now = step.level or (1 if sign > 0 else 2)
    return now + sign if 1 <= now + sign <= len(step.exercise.levels) else None


def relevel(timeline: Timeline, block: Block, level: int, *, index: int) -> Timeline:
    """A step at another level from `block` on; reps after segment `index` take the level's tempo."""
    step = timeline.step(block.step)
    tempo = step.exercise.tempo_at(level)
    steps = tuple(
        StepInfo(number=s.number, exercise=s.exercise, level=level) if s is step else s
        for s in timeline.steps
    )
    segments = (
        _paced(segment, tempo) if segment.step == block.step and at > index else segment
        for at, segment in enumerate(timeline.segments)
    )
    return replace(timeline, segments=tuple(segments), steps=steps)


def _paced(segment: Segment, tempo: tuple[Phase, ...]) -> Segment:
    """Work under another tempo: a rep changes its length, a hold only its breath."""
    if segment.kind is not SegmentKind.WORK or segment.phases == tempo:
        return segment
    duration = segment.duration
    if segment.rep is not None:
        duration = sum(phase.time for phase in tempo) or DEFAULT_REP
    kept = tuple(cue for cue in segment.cues if cue.kind is not CueKind.BREATH)
    return replace(segment, duration=duration, phases=tempo, cues=(*kept, *cues.breath(tempo, duration)))
