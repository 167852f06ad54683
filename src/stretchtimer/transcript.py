"""What a timeline says when it is played without a key: every line with its time, and what finds no time.

It knows no voice: how long a text takes to say is estimated. Times are ms from the start of prepare.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stretchtimer.course import Course
from stretchtimer.speech import lay
from stretchtimer.text import spoken_ms

if TYPE_CHECKING:
    from stretchtimer.ports import Due, Line
    from stretchtimer.timeline import CueKind, Timeline
    from stretchtimer.units import Millis


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A text at its time in segment number `index`, where its cue belongs. Without `line` it is not said."""

    at: Millis
    text: str
    index: int
    due: Due
    line: Line | None = None

    @property
    def kind(self) -> CueKind:
        return self.due.sounding.cue.kind

    @property
    def in_short(self) -> bool:
        """Whether there is time for a part of it only."""
        return self.line is not None and self.text != self.due.sounding.cue.text


def transcript(timeline: Timeline) -> tuple[Entry, ...]:
    """All that is to be said, in the order of its times."""
    speech = lay(Course(timeline=timeline).upcoming(), spoken_ms)
    said = [_entry(timeline, line.due, line) for line in speech.lines]
    unsaid = [_entry(timeline, due, None) for due in speech.dropped]
    return tuple(sorted((*said, *unsaid), key=lambda entry: entry.at))


def _entry(timeline: Timeline, due: Due, line: Line | None) -> Entry:
    text = line.text if line else due.sounding.cue.text or ""
    index = timeline.index_at(due.sounding.at)
    return Entry(at=line.at if line else due.clock, text=text, index=index, due=due, line=line)
