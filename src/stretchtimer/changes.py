"""A timeline with what the user has changed of it while it was played: noted, and done again from the notes.

It knows no clock and no player. A change belongs to a position; the same changes of the same timeline make
the same timeline, to the last cue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stretchtimer import edits
from stretchtimer.ports import Command

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stretchtimer.timeline import Block, Timeline
    from stretchtimer.units import Millis

MOST = 400
"""More changes than anybody makes: a longer list is not kept."""

_LENGTHS = {Command.LONGER: 1, Command.SHORTER: -1}
_LEVELS = {Command.EASIER: -1, Command.HARDER: 1}
_KNOWN = {command.value: command for command in (*_LENGTHS, *_LEVELS, Command.REDO)}


@dataclass(frozen=True, slots=True)
class Change:
    """A command that has changed the timeline, at a position of it. REDO stands for every jump."""

    command: Command
    at: Millis


class Changed:
    """A timeline in play. `changes` are those that were made; `turns` the adjustments asked for, by step."""

    def __init__(self, timeline: Timeline, changes: Iterable[Change] = ()) -> None:
        self.timeline = timeline
        self.changes: list[Change] = []
        self.turns: dict[int, int] = {}
        self._note: tuple[int, str] | None = None  # a block and the line shown with it
        for change in changes:
            self.make(change.command, change.at)
        self._note = None

    def note(self, block: Block | None) -> str:
        """What is shown of the last change while its block goes on."""
        return self._note[1] if self._note and block and self._note[0] == block.number else ""

    def make(self, command: Command, at: Millis) -> str:
        """Change it as asked for at a position; the line that tells of it, empty where there is none.

        A jump changes what was left as it was because it was being played: it is played again.
        """
        before, line = self.timeline, ""
        block = before.block_ahead(index := before.index_at(at))
        if command is Command.REDO:
            self.timeline = edits.renewed(before)
        elif block is None:
            return ""
        elif command in _LENGTHS:
            sign = _LENGTHS[command]
            self.timeline = edits.change_length(before, block, sign, index=index, position=at)
            now = self.timeline.blocks[block.number]
            same = self.timeline is before
            line = "It gets no shorter than this." if same else f"Now {edits.dose(self.timeline, now)}."
        else:
            turn = self.turns.get(block.step, 0)
            self.timeline, line = edits.other_way(before, block, _LEVELS[command], index=index, turn=turn)
            self.turns[block.step] = turn + 1
        if self.timeline is not before:
            self.changes.append(Change(command, at))
        if block is not None and line:
            self._note = block.number, line
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
