"""What a stretch of a timeline consists of, for counting what was really played.

It knows positions, and no clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchtimer.timeline import SegmentKind, Timeline
    from stretchtimer.units import Millis


def between(
    timeline: Timeline, begin: Millis, end: Millis
) -> Iterator[tuple[tuple[int | None, SegmentKind], Millis]]:
    """The ms from `begin` to `end`, by block (of a lead-in: None) and kind."""
    index = timeline.index_at(begin)
    while begin < end:
        segment = timeline.segments[index]
        until = min(end, timeline.starts[index] + segment.duration)
        yield (segment.block, segment.kind), until - begin
        begin, index = until, index + 1
