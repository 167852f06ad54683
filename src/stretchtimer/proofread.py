"""A routine that can be played, read aloud before anybody plays it: what of it cannot be said in its time.

It knows no voice: how long a text takes to say is estimated. Only `check` asks for this; it compiles.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from stretchtimer.compiler import compile_routine
from stretchtimer.model import Routine, fill
from stretchtimer.routinefile import TooMany, find_spots
from stretchtimer.speech import GAP
from stretchtimer.text import quoted, spoken_ms
from stretchtimer.timeline import CueKind, Priority
from stretchtimer.transcript import transcript
from stretchtimer.units import MINUTE, SECOND, ceil_seconds, exact

if TYPE_CHECKING:
    from stretchtimer.routinefile import Reading
    from stretchtimer.routinefile.reader import Reader
    from stretchtimer.routinefile.spots import Spots
    from stretchtimer.timeline import Block, Timeline
    from stretchtimer.transcript import Entry
    from stretchtimer.units import Millis


def proofread(reading: Reading[Any], data: bytes) -> Reading[Any]:
    """What was read of `data`, with a warning besides for all that would not be said; each place once."""
    if not isinstance(reading.value, Routine):
        return reading
    reader, spots = find_spots(data, reading.path)
    with suppress(TooMany):
        _Proof(compile_routine(reading.value).timeline, reader, spots).read()
    told = {problem.place for problem in reading.problems}
    found = {problem.place: problem for problem in reversed(reader.problems) if problem.place not in told}
    problems = sorted((*reading.problems, *found.values()), key=lambda problem: problem.place)
    return replace(reading, problems=tuple(problems))


class _Proof:
    """One timeline held against its file. Of what comes again and again the first is told."""

    def __init__(self, timeline: Timeline, reader: Reader, spots: Spots) -> None:
        self._timeline, self._reader, self._spots = timeline, reader, spots
        self._entries = transcript(timeline)
        self._told: set[tuple[object, ...]] = set()

    def read(self) -> None:
        for entry in self._entries:
            cue = entry.due.sounding.cue
            if cue.priority is Priority.CAUTION:
                self._caution(entry)
            elif entry.line is None and cue.kind is CueKind.SAY:
                self._authored(entry)
            elif entry.line is None and cue.block is not None:
                self._name(self._timeline.blocks[cue.block])

    def _once(self, *what: object) -> bool:
        known = what in self._told
        self._told.add(what)
        return not known

    def _caution(self, entry: Entry) -> None:
        node = self._spots.caution()
        if node is None or (entry.line and entry.at + entry.line.lasts <= entry.due.until):
            return
        takes, there = ceil_seconds(spoken_ms(entry.text)), exact(entry.due.until)
        message = f"the first sentence of the caution takes about {takes} s to say, and {there} "
        message += "are there to get ready"
        self._reader.warn(node, message, "make it shorter, or `prepare` longer")

    def _name(self, block: Block) -> None:
        if self._once("name", block.step):
            name = self._timeline.step(block.step).exercise.name
            message = f"the name {quoted(name)} is too long to be announced here"
            self._reader.warn(
                self._spots.name(block.step), message, "shorten it, or give the change more time"
            )

    def _authored(self, entry: Entry) -> None:
        segment = self._timeline.segments[entry.index]
        if segment.block is None or segment.step is None:
            return
        block = self._timeline.blocks[segment.block]
        begin, end = self._timeline.starts[block.first], self._timeline.end_of_block(block.number)
        for number, cue in enumerate(self._timeline.step(segment.step).exercise.cues):
            at = (begin if cue.at >= 0 else end) + cue.at
            if (at, fill(cue.say, segment.side)) != (entry.due.sounding.at, entry.text):
                continue
            if self._once("cue", segment.step, number):
                node, own = self._spots.cue(segment.step, number)
                free = self._free(begin, end, at=at, lasts=spoken_ms(entry.text))
                where = "make it shorter" if free is None else f"say it at {exact(free)}: there is time"
                theirs = f"{quoted(cue.say)} is the exercise's: give the step cues of its own"
                message = "this line is not said: there is no time for it between the others"
                self._reader.warn(node, message, where if own else theirs)

    def _free(self, begin: Millis, end: Millis, *, at: Millis, lasts: Millis) -> Millis | None:
        """The full second from `begin`, next to `at`, from which so many ms are free on; None without one."""
        lines = [one.line for one in self._entries if one.line and begin - SECOND < one.at < end]
        free = (
            second
            for second in range(begin, end - lasts, SECOND)
            if abs(second - at) <= MINUTE
            and all(second + lasts + GAP <= one.at or one.at + one.lasts + GAP <= second for one in lines)
        )
        nearest = min(free, key=lambda second: abs(second - at), default=None)
        return None if nearest is None else nearest - begin
