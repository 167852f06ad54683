"""The player: what plays a timeline, with what the user asks of it.

It calls nobody and knows no clock: it is told the time. Its whole state lives here and in `playback`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stretchtimer import edits, landing, making_up, sparing
from stretchtimer.frame import State
from stretchtimer.framing import frame_of
from stretchtimer.playback import REENTRY, RUNNING, SILENCE, Playback
from stretchtimer.ports import Command
from stretchtimer.soundings import answer
from stretchtimer.timeline import CueKind, SegmentKind
from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from collections.abc import Collection

    from stretchtimer.frame import Frame
    from stretchtimer.making_up import Owed
    from stretchtimer.ports import Sounding
    from stretchtimer.timeline import Timeline
    from stretchtimer.units import Millis

__all__ = ["REENTRY", "SILENCE", "Player"]

_TO_GET_BACK: Millis = 3 * SECOND
"""A way into an exercise that is shorter is none: then the countdown leads back."""


class Player(Playback):
    """Plays one timeline, `rate` times as fast as the clock. The first `advance` is the start."""

    def __init__(self, timeline: Timeline, *, rate: float = 1.0) -> None:
        super().__init__(timeline, rate=rate)
        self.hurt: frozenset[int] = frozenset()
        """The blocks that were left because they hurt."""
        self._note: tuple[int, str] | None = None  # a block and the line shown with it
        self._adjustment: dict[int, int] = {}  # the next adjustment to show, by step

    def handle(self, command: Command, now: Millis) -> list[Sounding]:
        """Do what the user asks, after what was due before it; the cues of both."""
        if command is Command.SUSPEND:
            self._head.look(now)
            return self._pause() if self.state in RUNNING else []
        was, due = self.state, self.advance(now)
        slept = was in RUNNING and self.state is State.PAUSED
        if self.done or (slept and command is Command.PAUSE):
            return due  # whoever pressed that key wanted it paused, and so it is
        return due + self._do(command)

    def remind(self, hurt: Collection[str], now: Millis) -> list[Sounding]:
        """Have it said on the way to these exercises that they hurt last time; what was due before."""
        due = self.advance(now)
        changed = sparing.reminded(self.timeline, hurt, index=self._index())
        return due if self.done or changed is self.timeline else due + self._use(changed)

    def make_up(self, owed: Collection[Owed], now: Millis) -> list[Sounding]:
        """Go on after the end with what a side is short of."""
        if self.state is not State.FINISHED or not owed:
            return []
        self.advance(now)
        end = len(self.timeline.segments) - 1
        self.timeline, self.state = making_up.made_up(self.timeline, owed), State.PLAYING
        return self._jump(end)

    def frame(self) -> Frame:
        """What is to be seen, at the last look."""
        index = self._index()
        block = self.timeline.block_ahead(index)
        note = self._note[1] if self._note and block and self._note[0] == block.number else ""
        return frame_of(
            self.timeline,
            index=index,
            position=self._position,
            state=self.state,
            reentry=self._position - self._head.reached if self.state is State.REENTRY else None,
            note=note,
            slept=self._slept and self.state is State.PAUSED,
            turns=self._adjustment,
        )

    def _do(self, command: Command) -> list[Sounding]:
        index, due = self._index(), []
        given_up = self._given_up(index)
        match command:
            case Command.PAUSE:
                due = self._resume() if self.state is State.PAUSED else self._pause()
            case Command.NEXT:
                due = self._jump(landing.after(self.timeline, index))
            case Command.BACK | Command.REDO if given_up is not None:
                due = self._jump(self.timeline.blocks[given_up].first)
            case Command.BACK:
                due = self._jump(landing.before(self.timeline, index, self._position))
            case Command.REDO:
                due = self._jump(landing.again(self.timeline, index))
            case Command.LONGER | Command.SHORTER:
                due = self._change_length(1 if command is Command.LONGER else -1)
            case Command.EASIER if given_up is not None:
                due = self._try_easier(given_up)
            case Command.EASIER | Command.HARDER:
                due = self._change_level(-1 if command is Command.EASIER else 1)
            case Command.HURTS:
                due = self._give_up() if given_up is None else []
            case _:
                self.state = State.STOPPED
                self._set_course()
        return due

    def _given_up(self, index: int) -> int | None:
        """The block that the rest at hand is there for, because it hurt; None anywhere else."""
        segment = self.timeline.segments[index]
        return segment.of if sparing.is_pause(segment) else None

    def _give_up(self) -> list[Sounding]:
        """Come out of the block at hand, or leave the coming one out, with its partner to come."""
        block = self.timeline.block_ahead(index := self._index())
        if block is None:
            return []
        of = self.timeline.segments[block.first].of
        self.hurt |= {block.number if of is None else of}
        line = sparing.LET_GO if index >= block.first else sparing.LEFT_OUT
        told = answer(self.timeline, line, at=self._position, index=index)
        told = replace(told, cue=replace(told.cue, kind=CueKind.HURT))
        timeline, pause = sparing.left(self.timeline, block)
        name = sparing.known_as(timeline.step(block.step).exercise)
        self.timeline = sparing.reminded(timeline, {name}, index=pause + 1)
        return [told, *self._jump(pause)]

    def _try_easier(self, number: int) -> list[Sounding]:
        """Go back to a block that hurt, in its easier way, with time to get into it."""
        block = self.timeline.blocks[number]
        if not sparing.easier(self.timeline, block):
            line = "There is no other way of doing this."
            return [answer(self.timeline, line, at=self._position, index=self._index())]
        self.timeline, line = sparing.eased(self.timeline, block)
        if self.timeline.step(block.step).exercise.adjustments:
            self._adjustment[block.step] = 1
        self._note = number, line
        lead = self.timeline.segments[max(block.first - 1, 0)]
        leads_in = lead.kind is not SegmentKind.WORK and lead.duration >= _TO_GET_BACK
        due = self._jump(block.first - (1 if leads_in else 0), count_in=not leads_in)
        return [*due, answer(self.timeline, line, at=self._position, index=self._index())]

    def _change_length(self, sign: int) -> list[Sounding]:
        """10 s, or a rep, more or less for the block at hand and its partner to come."""
        block = self.timeline.block_ahead(index := self._index())
        if block is None:
            return []
        changed = edits.change_length(self.timeline, block, sign, index=index, position=self._position)
        if changed is self.timeline:
            self._note = block.number, "It gets no shorter than this."
            return []
        self._note = (block.number, f"Now {edits.dose(changed, changed.blocks[block.number])}.")
        return self._use(changed)

    def _change_level(self, sign: int) -> list[Sounding]:
        """The next level in that direction; without levels the next adjustment: shown, and said."""
        block = self.timeline.block_ahead(index := self._index())
        if block is None:
            return []
        turn = self._adjustment.get(block.step, 0)
        changed, line = edits.other_way(self.timeline, block, sign, index=index, turn=turn)
        due = self._use(changed) if changed is not self.timeline else []
        self._adjustment[block.step] = turn + 1
        self._note = (block.number, line)
        return [*due, answer(self.timeline, line, at=self._position, index=index)]
