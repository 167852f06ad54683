"""What there is to read of a frame, in passages: lines before the instructions, all of them, the end.

It knows no places and no colours; texts from files are made harmless where they are drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.frame import State
from stretchtimer.timeline import SegmentKind
from stretchtimer.units import clock

if TYPE_CHECKING:
    from stretchtimer.frame import Frame


def asides(frame: Frame) -> tuple[str, ...]:
    """Lines that stand before the instructions."""
    lines: list[str] = []
    if frame.state is State.PAUSED:
        lines.append(
            "The clock stood still, so the routine waited. Press space to go on."
            if frame.slept
            else "Press space to go on."
        )
    if frame.note:
        lines.append(frame.note)
    if frame.said:
        lines.append(frame.said)
    if frame.caution and frame.kind is SegmentKind.PREPARE:
        lines.append(frame.caution)
    return tuple(lines)


def ending(frame: Frame) -> str:
    """What is said at the end; of one that came early its place in the whole, skips and all."""
    if frame.state is State.FINISHED:
        return frame.closing
    return f"Ended at {clock(frame.shown)} of {clock(frame.total)}."


def sections(frame: Frame) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Everything there is to read about the exercise, under its headings."""
    found = (
        ("", (f"Level {frame.level}",) if frame.level else ()),
        ("", frame.instructions),
        # Before the tips: what stands last is the first to be cut on a small screen.
        ("Take care", (frame.caution,) if frame.caution else ()),
        ("Tips", frame.tips),
        ("Easier or harder", frame.adjustments),
        ("Picture", (frame.shows,) if frame.shows else ()),
    )
    return tuple((heading, lines) for heading, lines in found if lines)
