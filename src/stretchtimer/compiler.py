"""A routine and its options -> the timeline.

It knows the order of segments and what leads to what; what a cue says stands in `cues`, how often a
step comes in `plan`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stretchtimer import cues
from stretchtimer.model import Rest, Sides, fill
from stretchtimer.plan import Dose, Options, left_out, unfold
from stretchtimer.timeline import Cue, Segment, SegmentKind, StepInfo, Timeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchtimer.model import Phase, Routine, Side
    from stretchtimer.plan import Entry
    from stretchtimer.units import Millis

__all__ = ["Compiled", "Options", "compile_routine"]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A timeline, and what the options changed, in sentences for the user."""

    timeline: Timeline
    notes: tuple[str, ...] = ()


def compile_routine(routine: Routine, options: Options | None = None) -> Compiled:
    """Lay a routine out in time. Raises StretchError where the options cannot be met."""
    options = options or Options()
    entries = unfold(routine, options)
    timeline = _lay_out(routine, entries, options)
    notes = tuple(left_out(routine, options))
    if options.fit is None:
        return Compiled(timeline, notes)
    from stretchtimer.fit import fit  # late: only for --fit

    fitted = fit(entries, target=options.fit, duration=timeline.duration, title=routine.name)
    timeline = _lay_out(routine, fitted.entries, options)
    return Compiled(timeline, (*notes, fitted.note(timeline.duration)))


def _lay_out(routine: Routine, entries: tuple[Entry, ...], options: Options) -> Timeline:
    prepare = routine.prepare if options.prepare is None else options.prepare
    steps = {
        e.step: StepInfo(number=e.step, exercise=e.exercise, level=e.level)
        for e in entries
        if isinstance(e, Dose)
    }
    return Timeline(
        id=routine.id,
        name=routine.name,
        segments=_Layout(routine, entries, prepare).segments(),
        steps=tuple(steps[number] for number in sorted(steps)),
        caution=routine.caution,
        closing=routine.closing,
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A dose on one side: what becomes a block."""

    dose: Dose
    block: int
    side: Side | None  # of an alternating set the first
    hold: Millis  # 0 for a counted one

    @property
    def announced(self) -> str:
        alternates = self.dose.sides is Sides.ALTERNATE
        return cues.announcement(self.dose.exercise.name, self.side, alternates=alternates)


def _parts(entries: tuple[Entry, ...]) -> Iterator[_Part | Rest]:
    block = 0
    for entry in entries:
        if isinstance(entry, Rest):
            yield entry
            continue
        sides = entry.order[:1] if entry.sides is Sides.ALTERNATE else entry.order
        holds = entry.holds or (0,) * len(sides)
        for side, hold in zip(sides, holds, strict=True):
            block += 1
            yield _Part(entry, block, side, hold)


class _Layout:
    """Puts parts and rests one after the other, and what has to stand between them."""

    def __init__(self, routine: Routine, entries: tuple[Entry, ...], prepare: Millis) -> None:
        self._routine, self._prepare = routine, prepare
        self._items = tuple(_parts(entries))

    def segments(self) -> tuple[Segment, ...]:
        made = [*self._opening()]
        for index, item in enumerate(self._items):
            if isinstance(item, Rest):
                made.append(self._rest(index, item))
                continue
            lead, start = self._lead_in(index), None
            if lead is not None and lead.duration:
                made.append(lead)
            elif lead is not None and lead.kind is SegmentKind.SWITCH:
                start = lead.cues[0]  # without time to change sides, the change itself is the start
            said = index > 0 or self._prepare > 0
            start = start or cues.start(item.announced, item.block, said=said)
            make = _reps if item.dose.reps else _hold
            made.extend(make(item, start, self._early_next(index)))
        closing = cues.finish(self._routine.closing)
        return (*made, Segment(kind=SegmentKind.FINISH, duration=0, cues=(closing,)))

    def _opening(self) -> Iterator[Segment]:
        first = self._part_from(0)
        if self._prepare and first is not None:
            said = cues.prepare(self._routine.name, first.announced, first.block, self._routine.caution)
            yield _lead(SegmentKind.PREPARE, self._prepare, *said)

    def _part_from(self, index: int) -> _Part | None:
        return next((item for item in self._items[index:] if isinstance(item, _Part)), None)

    def _rest(self, index: int, rest: Rest) -> Segment:
        said = [cues.rest()]
        # The rest before, or the prepare before a rest that opens the routine, has said it.
        again = isinstance(self._items[index - 1], Rest) if index else self._prepare > 0
        if (following := self._part_from(index)) is not None and not again:
            said.append(cues.next_up(following.announced, following.block))
        return _lead(SegmentKind.REST, rest.duration, *said)

    def _lead_in(self, index: int) -> Segment | None:
        """The transition or switch between two parts, which may have no length; None where neither stands."""
        before, part = (self._items[index - 1] if index else None), self._items[index]
        if not isinstance(before, _Part) or not isinstance(part, _Part):
            return None
        if before.dose.step != part.dose.step:
            early = part.dose.transition < cues.SHORT_TRANSITION
            said = () if early else (cues.next_up(part.announced, part.block),)
            return _lead(SegmentKind.TRANSITION, part.dose.transition, *said)
        if part.side is None or part.side is before.side or part.dose.sides is Sides.ALTERNATE:
            return None
        return _lead(SegmentKind.SWITCH, part.dose.switch, cues.switch(part.announced, part.side, part.block))

    def _early_next(self, index: int) -> Cue | None:
        """What comes next, where what stands between is too short to say it in."""
        following = self._items[index + 1] if index + 1 < len(self._items) else None
        if not isinstance(following, _Part):
            return None
        lead = self._lead_in(index + 1)
        if lead is not None and any(cue.block for cue in lead.cues):
            return None
        return cues.next_up(following.announced, following.block)


def _lead(kind: SegmentKind, duration: Millis, *said: Cue) -> Segment:
    return Segment(kind=kind, duration=duration, cues=(*said, *cues.countdown(duration)))


def _hold(part: _Part, start: Cue, early: Cue | None) -> Iterator[Segment]:
    """Timed work is one segment."""
    lasts, tempo = part.hold, part.dose.tempo
    said = [start, *cues.of_hold(lasts, tempo, sided=part.side is not None)]
    said += [cues.authored(at, fill(line, part.side)) for at, line in part.dose.lines]
    if early is not None:
        said.append(replace(early, offset=-cues.early_next(lasts)))
    yield _work(part, side=part.side, duration=lasts, phases=tempo, said=said)


def _reps(part: _Part, start: Cue, early: Cue | None) -> Iterator[Segment]:
    """Counted work is a segment for each rep; the first carries what belongs to the whole set."""
    alternates = part.dose.sides is Sides.ALTERNATE
    lasts, tempo = part.dose.rep_ms, part.dose.tempo
    reps = (part.dose.reps or 0) * (2 if alternates else 1)
    of_set = [cues.authored(at, line) for at, line in part.dose.lines]
    if early is not None:
        of_set.append(replace(early, offset=-cues.early_next(reps * lasts)))
    side = part.side
    for number in range(1, reps + 1):
        opening = [start] if number == 1 else []
        said = [*opening, cues.rep(number, side, alternates=alternates), *cues.breath(tempo, lasts)]
        rep = _work(part, side=side, duration=lasts, phases=tempo, said=said, rep=number, reps=reps)
        yield replace(rep, set_cues=tuple(of_set)) if number == 1 else rep
        side = side.other if alternates and side else side


def _work(
    part: _Part,
    *,
    side: Side | None,
    duration: Millis,
    phases: tuple[Phase, ...],
    said: list[Cue],
    rep: int | None = None,
    reps: int | None = None,
) -> Segment:
    return Segment(
        kind=SegmentKind.WORK,
        duration=duration,
        block=part.block,
        step=part.dose.step,
        side=side,
        rep=rep,
        reps=reps,
        phases=phases,
        cues=tuple(said),
    )
