"""What was played, as it will be kept: the record of one session.

It knows the player's account and nothing of where a record is stored or shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stretchtimer.frame import State
from stretchtimer.timeline import SegmentKind
from stretchtimer.units import SECOND

if TYPE_CHECKING:
    from stretchtimer.model import Side
    from stretchtimer.player import Player
    from stretchtimer.timeline import Timeline
    from stretchtimer.units import Millis

PASSED: Millis = 3 * SECOND
"""Work that lasted less was only passed through, from one key press to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedBlock:
    """One exercise on one side as it went: `planned` by the file, `played` in truth, in ms."""

    number: int
    exercise: str
    side: Side | None
    level: int | None
    planned: Millis
    played: Millis

    @property
    def skipped(self) -> bool:
        return self.played < min(self.planned, PASSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The record of one play; times in ms. `played` has no pauses in it."""

    routine: str
    name: str
    completed: bool
    planned: Millis
    played: Millis
    work: Millis
    blocks: tuple[PlayedBlock, ...]

    @property
    def done_blocks(self) -> int:
        return sum(not block.skipped for block in self.blocks)


def summarise(player: Player, planned: Timeline) -> Session:
    """The record of what `player` has played of the timeline it began with."""
    blocks = []
    for block in planned.blocks.values():
        work = planned.segments[block.first : block.last + 1]
        step = player.timeline.step(block.step)
        blocks.append(
            PlayedBlock(
                number=block.number,
                exercise=step.exercise.name,
                side=block.side,
                level=step.level,
                planned=sum(segment.duration for segment in work),
                played=player.played.get((block.number, SegmentKind.WORK), 0),
            )
        )
    return Session(
        routine=planned.id,
        name=planned.name,
        completed=player.state is State.FINISHED,
        planned=planned.total,
        played=sum(player.played.values()),
        work=sum(ms for (_, kind), ms in player.played.items() if kind is SegmentKind.WORK),
        blocks=tuple(blocks),
    )
