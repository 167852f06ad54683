"""The player: what plays a timeline, with what the user asks of it.

It calls nobody and knows no clock: it is told the time. Its whole state lives here, in `playback`, and in
`changes`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stretchtimer import landing, sparing
from stretchtimer.changes import Changed
from stretchtimer.frame import State
from stretchtimer.framing import frame_of
from stretchtimer.playback import REENTRY, RUNNING, SILENCE, Playback
from stretchtimer.ports import Command
from stretchtimer.soundings import answer
from stretchtimer.timeline import CueKind, SegmentKind
from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from stretchtimer.account import Begun
    from stretchtimer.changes import Change
    from stretchtimer.frame import Frame
    from stretchtimer.making_up import Owed
    from stretchtimer.ports import Sounding
    from stretchtimer.timeline import Block, Timeline
    from stretchtimer.units import Millis

__all__ = ["REENTRY", "SILENCE", "Player"]

_TO_GET_BACK: Millis = 3 * SECOND
"""A way into an exercise that is shorter is none: then the countdown leads back."""


class Player(Playback):
    """Plays one timeline, `rate` times as fast as the clock. The first `advance` is the start.

    With `begun` it goes on there, with what had been changed until then.
    """

    def __init__(self, timeline: Timeline, *, rate: float = 1.0, begun: Begun | None = None) -> None:
        changes, hurt = (begun.changes, begun.hurt) if begun else ((), ())
        self._changed = Changed(timeline, changes, hurt)
        super().__init__(self._changed.timeline, rate=rate, begun=begun)

    @property
    def changes(self) -> Sequence[Change]:
        """What the user has changed of the timeline."""
        return self._changed.changes

    @property
    def hurt(self) -> frozenset[int]:
        """The blocks that were left because they hurt."""
        return self._changed.hurt

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
        if self.done:
            return due
        index = self._index()
        self._changed.remind(hurt, index=index, into=self._position - self.timeline.starts[index])
        changed = self._changed.timeline
        return due if changed is self.timeline else due + self._use(changed)

    def make_up(self, owed: Collection[Owed], now: Millis) -> list[Sounding]:
        """Go on after the end with what a side is short of."""
        if self.state is not State.FINISHED or not owed:
            return []
        self.advance(now)
        end = len(self.timeline.segments) - 1
        self._changed.make_up(owed)
        self.state = State.PLAYING
        return self._jump(end)

    def frame(self) -> Frame:
        """What is to be seen, at the last look."""
        index = self._index()
        given_up = sparing.given_up(self.timeline, index)
        return frame_of(
            self.timeline,
            index=index,
            position=self._position,
            state=self.state,
            reentry=self._position - self._head.reached if self.state is State.REENTRY else None,
            note=self._changed.note(self.timeline.block_ahead(index)),
            offers=given_up is not None and sparing.easier(self.timeline, given_up) != "",
            slept=self._slept and self.state is State.PAUSED,
            turns=self._changed.turns,
        )

    def _do(self, command: Command) -> list[Sounding]:
        index, due = self._index(), []
        given_up = sparing.given_up(self.timeline, index)
        match command:
            case Command.PAUSE:
                due = self._resume() if self.state is State.PAUSED else self._pause()
            case Command.NEXT:
                due = self._jump(landing.after(self.timeline, index))
            case Command.BACK | Command.REDO if given_up is not None:
                due = self._jump(given_up.first)
            case Command.BACK:
                due = self._jump(landing.before(self.timeline, index, self._position))
            case Command.REDO:
                due = self._jump(landing.again(self.timeline, index))
            case Command.EASIER if given_up is not None:
                due = self._try_easier(given_up)
            case Command.LONGER | Command.SHORTER | Command.EASIER | Command.HARDER:
                due = self._change(command)
            case Command.HURTS:
                due = self._give_up() if given_up is None else []
            case _:
                self.state = State.STOPPED
                self._set_course()
        return due

    def _jump(self, index: int, *, count_in: bool = False) -> list[Sounding]:
        """Go to the start of a segment of the changed timeline; `count_in` leads there with the countdown."""
        self._changed.make(Command.REDO, self._changed.timeline.starts[index])
        return self._land(self._changed.timeline, index, count_in=count_in)

    def _give_up(self) -> list[Sounding]:
        """Come out of the block at hand, or leave the coming one out, with its partner to come."""
        block = self.timeline.block_ahead(index := self._index())
        if block is None:
            return []
        told = self._answer(sparing.LET_GO if index >= block.first else sparing.LEFT_OUT)
        told = replace(told, cue=replace(told.cue, kind=CueKind.HURT))
        self._changed.make(Command.HURTS, self._position)
        return [told, *self._jump(sparing.rest_behind(self.timeline, block))]

    def _try_easier(self, block: Block) -> list[Sounding]:
        """Go back to a block that hurt, in its easier way, with time to get into it."""
        line = self._changed.make(Command.EASIER, self._position)
        if not line:
            return [self._answer("There is no other way of doing this.")]
        lead = self.timeline.segments[max(block.first - 1, 0)]
        leads_in = lead.kind is not SegmentKind.WORK and lead.duration >= _TO_GET_BACK
        due = self._jump(block.first - (1 if leads_in else 0), count_in=not leads_in)
        return [*due, self._answer(line)]

    def _change(self, command: Command) -> list[Sounding]:
        """Another length, or another way of doing it: this is said as well, a length only shown."""
        line = self._changed.make(command, self._position)
        changed = self._changed.timeline
        due = self._use(changed) if changed is not self.timeline else []
        if not line or command in (Command.LONGER, Command.SHORTER):
            return due
        return [*due, self._answer(line)]

    def _answer(self, line: str) -> Sounding:
        return answer(self.timeline, line, at=self._position, index=self._index())
