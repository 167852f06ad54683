"""A timeline as plain data for `--json`: the contract that programs rely on.

It knows no file and no output. Times are whole ms; what is absent is None. What is said when is estimated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stretchtimer.progress import as_data
from stretchtimer.transcript import transcript

if TYPE_CHECKING:
    from stretchtimer.model import Series
    from stretchtimer.progress import Progress
    from stretchtimer.timeline import Segment, Timeline
    from stretchtimer.transcript import Entry
    from stretchtimer.units import Millis


def timeline_data(timeline: Timeline) -> dict[str, Any]:
    """All of a timeline. `start_ms` and `at_ms` count from the start of prepare."""
    entries = transcript(timeline)
    return {
        "id": timeline.id,
        "name": timeline.name,
        "kind": "routine",
        "duration_ms": timeline.duration,
        "prepare_ms": timeline.prepare,
        "work_ms": timeline.work,
        "segments": [
            _segment(timeline, segment, start)
            for segment, start in zip(timeline.segments, timeline.starts, strict=True)
        ],
        "cues": [
            {"at_ms": item.at, "kind": item.cue.kind.value, "text": item.cue.text, "segment": item.index}
            for item in timeline.schedule
        ],
        "lines": [
            {"at_ms": entry.at, "duration_ms": entry.line.lasts} | _spoken(entry)
            for entry in entries
            if entry.line
        ],
        "unsaid": [_spoken(entry) for entry in entries if not entry.line],
    }


def _spoken(entry: Entry) -> dict[str, Any]:
    return {"at_ms": entry.at, "text": entry.text, "segment": entry.index, "kind": entry.kind.value}


def _segment(timeline: Timeline, segment: Segment, start: Millis) -> dict[str, Any]:
    exercise = timeline.step(segment.step).exercise if segment.step is not None else None
    return {
        "kind": segment.kind.value,
        "start_ms": start,
        "duration_ms": segment.duration,
        "block": segment.block,
        "step": segment.step,
        "exercise": exercise.id if exercise else None,
        "name": exercise.name if exercise else None,
        "side": segment.side.value if segment.side else None,
        "rep": segment.rep,
        "reps": segment.reps,
    }


def series_data(series: Series, known: Progress | None) -> dict[str, Any]:
    """All of a series; `known` is how far somebody is in it, None where nobody can say."""
    return {
        "id": series.id,
        "name": series.name,
        "kind": "series",
        "summary": series.summary,
        "per_week": series.per_week,
        "stages": [
            {"routine": stage.routine, "sessions": stage.sessions, "level": stage.level, "note": stage.note}
            for stage in series.stages
        ],
        "progress": as_data(known) if known else None,
    }
