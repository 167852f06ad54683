"""What a stretch of a timeline consists of, for counting what was really played.

It knows positions, and no clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from stretchtimer.timeline import SegmentKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stretchtimer.model import Side
    from stretchtimer.timeline import Timeline
    from stretchtimer.units import Millis

Key: TypeAlias = "tuple[int | None, SegmentKind, Side | None]"
"""What played time is counted by: block (of a lead-in: None), kind and side."""

PASSED: Millis = 3_000
"""Work that lasted less was only passed through, from one key press to the next."""


def has_worked(played: Mapping[Key, Millis]) -> bool:
    """Whether there was more than passing through."""
    return sum(ms for (_, kind, _), ms in played.items() if kind is SegmentKind.WORK) >= PASSED


def between(timeline: Timeline, begin: Millis, end: Millis) -> Iterator[tuple[Key, Millis]]:
    """The ms from `begin` to `end`, by what they are counted by."""
    index = timeline.index_at(begin)
    while begin < end:
        segment = timeline.segments[index]
        until = min(end, timeline.starts[index] + segment.duration)
        # What is made up at the end counts for the block that it was missing from.
        block = segment.block if segment.block is None or segment.of is None else segment.of
        yield (block, segment.kind, segment.side), until - begin
        begin, index = until, index + 1
