"""Where next, back and redo land: the segments that begin there.

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


def after(timeline: Timeline, index: int) -> int:
    """Next: from a lead-in to its work; from work to what leads to the next, so that it is announced."""
    block = timeline.block_ahead(index)
    if block is None:
        return len(timeline.segments) - 1
    return block.last + 1 if _working(timeline, index) else block.first


def again(timeline: Timeline, index: int) -> int:
    """Redo: this side's work, or the lead-in."""
    block = timeline.block_ahead(index)
    return block.first if block and _working(timeline, index) else index


def before(timeline: Timeline, index: int, position: Millis) -> int:
    """Back: the block when it is well under way, else the work of the block before."""
    block = timeline.block_ahead(index)
    if block and _working(timeline, index) and position - timeline.starts[block.first] > GRACE:
        return block.first
    earlier = [other for other in timeline.blocks.values() if block is None or other.number < block.number]
    return earlier[-1].first if earlier else 0


def _working(timeline: Timeline, index: int) -> bool:
    return timeline.segments[index].block is not None
