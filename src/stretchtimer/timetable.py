"""A timeline as lines of text, for reading before one plays it.

It knows no terminal: lines are as wide as their words, and every foreign character is made safe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.cues import BREATH_WORDS
from stretchtimer.errors import counted
from stretchtimer.model import fill
from stretchtimer.progress import rhythm_words
from stretchtimer.text import safe
from stretchtimer.timeline import CueKind, SegmentKind
from stretchtimer.transcript import transcript
from stretchtimer.units import SECOND, ceil_seconds, elapsed, exact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchtimer.model import Exercise, Phase, Routine, Series, Side
    from stretchtimer.progress import Progress
    from stretchtimer.session import PlayedBlock, Session
    from stretchtimer.timeline import Block, Timeline
    from stretchtimer.transcript import Entry
    from stretchtimer.units import Millis

_LEADS = {
    SegmentKind.PREPARE: "get ready",
    SegmentKind.TRANSITION: "change over",
    SegmentKind.SWITCH: "switch sides",
    SegmentKind.REST: "rest",
}
_COUNTED = (CueKind.COUNT, CueKind.REP)
_FOOT = "The numbers of reps and countdowns are said as well. Times of words are those at 150 words a minute."


def timeline_lines(routine: Routine, timeline: Timeline) -> Iterator[str]:
    """The routine's head, its segments with their times, and what each exercise says."""
    yield f"{safe(timeline.name)} ({safe(timeline.id)})"
    if routine.summary:
        yield safe(routine.summary)
    facts = [f"{exact(timeline.duration)} in all", f"{exact(timeline.work)} of work"]
    facts += [f"{exact(ms)} on the {side.value}" for side, ms in _by_side(timeline).items()]
    facts += [routine.difficulty.value] if routine.difficulty else []
    yield safe(", ".join([*facts, *routine.equipment]))
    if routine.credit:
        yield safe(routine.credit)
    if routine.caution:
        yield safe(f"Caution: {routine.caution}")
    yield ""
    said = _said(timeline)
    told: set[int] = set()
    for index, segment in enumerate(timeline.segments):
        at = f"{exact(timeline.starts[index]):>8}"
        if segment.kind is SegmentKind.FINISH:
            yield f"{at}  end"
        elif segment.block is None:
            yield f"{at}  {_LEADS[segment.kind]} {exact(segment.duration)}"
        elif (block := timeline.blocks[segment.block]).first == index:
            yield f"{at}  {block_line(timeline, block)}"
            yield from _details(timeline, block, told)
        yield from map(_line, said.get(index, ()))
    yield f"\n{_FOOT}"


def _said(timeline: Timeline) -> dict[int, list[Entry]]:
    """What is said, but for the numbers, by the segment that it is shown with: of a set the first."""
    said: dict[int, list[Entry]] = {}
    for entry in transcript(timeline):
        if entry.kind not in _COUNTED:
            block = timeline.segments[entry.index].block
            first = entry.index if block is None else timeline.blocks[block].first
            said.setdefault(first, []).append(entry)
    return said


def _line(entry: Entry) -> str:
    how = " (in short: no time)" if entry.in_short else "" if entry.line else " (not said: no time)"
    return f"{'':>12}at {exact(ceil_seconds(entry.at) * SECOND)}: {safe(entry.text)}{how}"


def _by_side(timeline: Timeline) -> dict[Side, Millis]:
    totals: dict[Side, Millis] = {}
    for segment in timeline.segments:
        if segment.side is not None:
            totals[segment.side] = totals.get(segment.side, 0) + segment.duration
    return totals


def block_line(timeline: Timeline, block: Block) -> str:
    """`2. Hurdler, left 30s`."""
    work = timeline.segments[block.first : block.last + 1]
    name = timeline.step(block.step).exercise.name
    lasts = exact(sum(segment.duration for segment in work))
    side = (
        ", alternating"
        if block.side is None and work[0].side
        else f", {block.side.value}"
        if block.side
        else ""
    )
    reps = f", {work[0].reps} reps" if work[0].reps else ""
    return safe(f"{block.step}. {name}{side}{reps} {lasts}")


def _details(timeline: Timeline, block: Block, told: set[int]) -> Iterator[str]:
    """What the exercise asks for: once for each step, for its first side."""
    step = timeline.step(block.step)
    if step.number not in told:
        told.add(step.number)
        if step.level:
            yield f"{'':>12}Level {step.level}: {safe(step.exercise.levels[step.level - 1].name)}"
        for line in step.instructions(timeline.segments[block.first].side):
            yield f"{'':>12}{safe(line)}"
        if shown := step.exercise.shows_at(level=step.level):
            side = timeline.segments[block.first].side
            yield f"{'':>12}Picture: {safe(fill(shown, side))}"
        for caution in step.exercise.cautions:
            yield f"{'':>12}Caution, {safe(caution.condition)}: {safe(caution.say)}"


def series_lines(series: Series, known: Progress | None = None) -> Iterator[str]:
    """The stages of a series, and which is next where it is known how far somebody is."""
    yield f"{safe(series.name)} ({safe(series.id)})"
    if series.summary:
        yield safe(series.summary)
    if series.per_week:
        yield f"{counted(series.per_week, 'session')} a week"
    if known and (line := rhythm_words(known.rhythm) if known.begun else ""):
        yield line
    yield ""
    for number, stage in enumerate(series.stages, 1):
        level = f", level {stage.level}" if stage.level else ""
        sessions = counted(stage.sessions, "session")
        yield f"{number}. {safe(stage.routine)}, {sessions}{level}{_far(known, number)}"
        if stage.note:
            yield f"   {safe(stage.note)}"


def _far(known: Progress | None, number: int) -> str:
    """How far a stage is, behind what it is."""
    if known is None:
        return ""
    done = known.done[number - 1]
    words = [f"{done} done"] if done else []
    if number == known.stage:
        words.append("goes on" if known.finished else "next")
    return f": {', '.join(words)}" if words else ""


def exercise_lines(exercise: Exercise, side: Side | None) -> Iterator[str]:
    """All that an exercise file says, for one side."""
    yield f"{safe(exercise.name)} ({safe(exercise.id or '')})"
    if exercise.summary:
        yield safe(exercise.summary)
    facts = [exercise.difficulty.value] if exercise.difficulty else []
    facts += [f"sides: {exercise.sides.value}", *exercise.equipment, *exercise.targets]
    yield safe(", ".join(facts))
    for title, lines in (
        ("Instructions", exercise.instructions),
        ("Tips", exercise.tips),
        ("Adjustments", exercise.adjustments),
    ):
        yield from _section(title, lines, side)
    for number, level in enumerate(exercise.levels, 1):
        yield f"\nLevel {number}: {safe(level.name)}"
        yield from (f"  {safe(fill(line, side))}" for line in level.instructions)
        yield from map(_phase, level.tempo)
    if exercise.tempo:
        yield "\nTempo"
        yield from map(_phase, exercise.tempo)
    if exercise.cautions:
        yield "\nCautions"
    for caution in exercise.cautions:
        yield f"  {safe(caution.condition)}: {safe(caution.say)}"


def _phase(phase: Phase) -> str:
    breath = f", {BREATH_WORDS[phase.breath].lower()}" if phase.breath else ""
    return f"  {exact(phase.time):>6}  {safe(phase.name)}{breath}"


def _section(title: str, lines: tuple[str, ...], side: Side | None) -> Iterator[str]:
    if lines:
        yield f"\n{safe(title)}"
    for line in lines:
        yield f"  {safe(fill(line, side))}"


def session_lines(session: Session) -> Iterator[str]:
    """What stays in the terminal after a session: how it went, and what was left out."""
    blocks = session.blocks
    how = "done" if session.completed else "ended early"
    yield safe(f"{session.name}: {how}. {elapsed(session.work)} of work in {elapsed(session.played)}.")
    last = max((block.number for block in blocks if session.completed or not block.skipped), default=0)
    skipped = [block for block in blocks if block.skipped and block.number <= last]
    if skipped:
        yield safe(f"Left out: {_names(skipped)}.")
    if hurt := [block for block in blocks if block.hurt]:
        yield safe(f"It hurt: {_names(hurt)}. The next time you are reminded of it.")


def _names(blocks: list[PlayedBlock]) -> str:
    return ", ".join(f"{block.exercise}{f' {block.side.value}' if block.side else ''}" for block in blocks)
