"""A timeline with what the user has changed of it while it was played: noted, and done again from the notes.

It knows no clock and no player. A change belongs to a position; the same changes of the same timeline make
the same timeline, to the last cue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stretchtimer import edits, making_up, sparing
from stretchtimer.ports import Command

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from stretchtimer.making_up import Owed
    from stretchtimer.timeline import Block, Timeline
    from stretchtimer.units import Millis

MOST = 400
"""More changes than anybody makes: a longer list is not kept."""

_LENGTHS = {Command.LONGER: 1, Command.SHORTER: -1}
_LEVELS = {Command.EASIER: -1, Command.HARDER: 1}
_KNOWN = {command.value: command for command in (*_LENGTHS, *_LEVELS, Command.REDO, Command.HURTS)}


@dataclass(frozen=True, slots=True)
class Change:
    """A command that has changed the timeline, or how its exercise is done, at a position of it.

    REDO stands for every jump, and has the position that it led to.
    """

    command: Command
    at: Millis


class Changed:
    """A timeline in play. `changes` are those that were made; `turns` the adjustments asked for, by step.

    `hurt` are the numbers of the blocks that were left because they hurt.
    """

    def __init__(self, timeline: Timeline, changes: Iterable[Change] = (), hurt: Iterable[int] = ()) -> None:
        self.timeline = timeline
        self.changes: list[Change] = []
        self.turns: dict[int, int] = {}
        self.hurt = frozenset(hurt)
        self._note: tuple[int, str] | None = None  # a block and the line shown with it
        for change in changes:
            self.make(change.command, change.at)
        self._note = None

    def note(self, block: Block | None) -> str:
        """What is shown of the last change while its block goes on."""
        return self._note[1] if self._note and block and self._note[0] == block.number else ""

    def make(self, command: Command, at: Millis) -> str:
        """Change it as asked for at a position; the line that tells of it, empty where there is none.

        A jump changes what was left as it was because it was being played: it is played again. It takes out
        the rests after a pain that lie behind where it leads.
        """
        before, turns, line = self.timeline, dict(self.turns), ""
        index = before.index_at(at)
        block, given_up = before.block_ahead(index), sparing.given_up(before, index)
        if command is Command.REDO:
            self.timeline = edits.renewed(sparing.without_pauses(before, index))
        elif command is Command.EASIER and given_up is not None:
            line = self._ease(block := given_up)
        elif block is None:
            return ""
        elif command is Command.HURTS:
            if given_up is None:
                self._leave(block)
        elif command in _LENGTHS:
            sign = _LENGTHS[command]
            self.timeline = edits.change_length(before, block, sign, index=index, position=at)
            now = self.timeline.blocks[block.number]
            same = self.timeline is before
            line = "It gets no shorter than this." if same else f"Now {edits.dose(self.timeline, now)}."
        else:
            turn = self.turns.get(block.step, 0)
            self.timeline, line = edits.other_way(before, block, _LEVELS[command], index=index, turn=turn)
            exercise = before.step(block.step).exercise
            if exercise.adjustments and not exercise.levels:
                self.turns[block.step] = turn + 1
        if self.timeline is not before or self.turns != turns:
            self.changes.append(Change(command, at))
        if block is not None and line:
            self._note = block.number, line
        return line

    def remind(self, hurt: Collection[str], *, index: int, into: Millis) -> None:
        """Have it told from `into` segment `index` on that these exercises hurt last time.

        That is no change to be noted: the history knows it, and tells it anew.
        """
        self.timeline = sparing.reminded(self.timeline, hurt, index=index, into=into)

    def make_up(self, owed: Collection[Owed]) -> None:
        """Put behind the end what a side is short of; the session itself was at its end, and stays so."""
        self.timeline = making_up.made_up(self.timeline, owed)

    def _leave(self, block: Block) -> None:
        """A rest behind a block and its partner to come; where the exercise comes again it is told why."""
        of = self.timeline.segments[block.first].of
        self.hurt |= {block.number if of is None else of}
        timeline, pause = sparing.left(self.timeline, block)
        name = sparing.known_as(timeline.step(block.step).exercise)
        self.timeline = sparing.reminded(timeline, {name}, index=pause + 1)

    def _ease(self, block: Block) -> str:
        """A block that hurt in its easier way; empty where there is none."""
        if not sparing.easier(self.timeline, block):
            return ""
        self.timeline, line = sparing.eased(self.timeline, block)
        if self.timeline.step(block.step).exercise.adjustments:
            self.turns[block.step] = 1
        return line


def written(changes: Iterable[Change]) -> list[str]:
    """Changes in words, to be kept."""
    return [f"{change.command.value} {change.at}" for change in changes]


def read(words: Any) -> tuple[Change, ...]:
    """Changes from their words. Raises ValueError where they are none of ours."""
    if not isinstance(words, list) or len(words) > MOST:
        raise ValueError("no list of changes")
    return tuple(map(_change, words))


def _change(word: Any) -> Change:
    name, _, at = word.partition(" ") if isinstance(word, str) else ("", "", "")
    if name not in _KNOWN or not (at.isascii() and at.isdecimal()) or len(at) > 12:
        raise ValueError(f"{word!r} is no change")
    return Change(_KNOWN[name], int(at))
