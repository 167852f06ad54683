"""What one side is short of, put behind the end of a timeline: played after all, for that side alone.

It knows no player and no record: what is owed is told to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stretchtimer import cues
from stretchtimer.timeline import Segment, SegmentKind
from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stretchtimer.model import Side
    from stretchtimer.timeline import Cue, Timeline
    from stretchtimer.units import Millis

LEAD: Millis = 8 * SECOND
"""Time to get back into an exercise after the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A block whose side is short of its partner by so many ms."""

    block: int
    name: str
    side: Side
    short: Millis


def made_up(timeline: Timeline, owed: Iterable[Owed]) -> Timeline:
    """The timeline with all of this before its end. Of reps there are as many as come nearest."""
    segments, number = list(timeline.segments), max(timeline.blocks)
    finish = segments.pop()
    for one in owed:
        number += 1
        announced = cues.announcement(one.name, one.side, alternates=False)
        said = (cues.next_up(announced, number), *cues.countdown(LEAD))
        segments.append(Segment(kind=SegmentKind.TRANSITION, duration=LEAD, cues=said))
        start = cues.start(announced, number, said=True)
        segments += [
            replace(work, block=number, of=one.block, set_cues=(), note="", cues=(*opening, *work.cues))
            for work, opening in _work(timeline, one, start)
        ]
    return timeline.with_segments((*segments, finish))


def _work(timeline: Timeline, one: Owed, start: Cue) -> Iterator[tuple[Segment, tuple[Cue, ...]]]:
    block = timeline.blocks[one.block]
    first = timeline.segments[block.first]
    if first.rep is None:
        said = tuple(cues.of_hold(one.short, first.phases, sided=True))
        yield replace(first, duration=one.short, cues=said), (start,)
        return
    reps = timeline.segments[block.first : block.last + 1]
    last = reps[-1].duration
    kept = reps[-max(1, (one.short + last // 2) // last) :]
    for number, rep in enumerate(kept, 1):
        said = (cues.rep(number, rep.side, alternates=False), *cues.breath(rep.phases, rep.duration))
        yield (
            replace(rep, rep=number, reps=len(kept), cues=said),
            (start,) if number == 1 else (),
        )
