"""Where next, back and redo land: the starts of segments.

It knows a timeline and a position, and nothing of keys or clocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from stretchtimer.timeline import Timeline
    from stretchtimer.units import Millis

GRACE: Millis = 3 * SECOND
"""Further into a block than this, back restarts it; before, it goes to the block before."""


def after(timeline: Timeline, index: int) -> Millis:
    """Next: from a lead-in to its work; from work to what leads to the next, so that it is announced."""
    block = timeline.block_ahead(index)
    if block is None:
        return timeline.total
    working = timeline.segments[index].block is not None
    return timeline.starts[block.last + 1] if working else timeline.starts[block.first]


def again(timeline: Timeline, index: int) -> Millis:
    """Redo: the start of this side's work, or of the lead-in."""
    block = timeline.block_ahead(index)
    working = timeline.segments[index].block is not None
    return timeline.starts[block.first] if block and working else timeline.starts[index]


def before(timeline: Timeline, index: int, position: Millis) -> Millis:
    """Back: the start of the block when it is well under way, else the work of the block before."""
    block = timeline.block_ahead(index)
    working = timeline.segments[index].block is not None
    if block and working and position - timeline.starts[block.first] > GRACE:
        return timeline.starts[block.first]
    earlier = [other for other in timeline.blocks.values() if block is None or other.number < block.number]
    return timeline.starts[earlier[-1].first] if earlier else 0
