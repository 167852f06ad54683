"""What was played, as it will be kept: the record of one session.

It knows the player's account and nothing of where a record is stored or shown.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stretchtimer.played import PASSED

if TYPE_CHECKING:
    from stretchtimer.account import Playing
    from stretchtimer.model import Side
    from stretchtimer.timeline import Timeline
    from stretchtimer.units import Millis


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedBlock:
    """One exercise on one side as it went: `planned` by the file, `played` in truth, in ms.

    `round` counts from 1 how often the step has come on this side. `left` and `right` are the ms of
    `played` on each side, which an alternating set has both of. `extended` is how much longer than
    planned it was made (shorter where negative); `passed` says that play had come to its end.
    """

    number: int
    step: int
    exercise: str
    side: Side | None
    level: int | None
    planned: Millis
    played: Millis
    exercise_id: str | None = None
    round: int = 1
    left: Millis = 0
    right: Millis = 0
    extended: Millis = 0
    passed: bool = False
    hurt: bool = False

    @property
    def skipped(self) -> bool:
        return self.played < min(self.planned, PASSED)

    @property
    def missed(self) -> Millis:
        """How much of its length was passed over, in ms; nothing where play had not come to its end."""
        return max(self.planned + self.extended - self.played, 0) if self.passed else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a session stood: in a block, `elapsed` ms into it, or before it, where that is negative.

    `exercise` is the exercise's name, `side` that of the moment, which in an alternating set is the rep's.
    """

    block: int
    step: int
    exercise: str
    exercise_id: str | None
    side: Side | None
    elapsed: Millis


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The record of one play; times in ms. `played` has no pauses in it. At the end there is no place."""

    routine: str
    name: str
    completed: bool
    planned: Millis
    played: Millis
    work: Millis
    place: Place | None = None
    blocks: tuple[PlayedBlock, ...] = ()

    @property
    def done_blocks(self) -> int:
        return sum(not block.skipped for block in self.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What the player of a session that is gone on with does not know of it.

    `gone` are blocks that were played and that the routine has no more.
    """

    gone: tuple[PlayedBlock, ...] = ()


def with_past(session: Session, past: Past) -> Session:
    """The record of the whole: blocks that are gone come last."""
    last = max((one.number for one in session.blocks), default=0)
    gone = [replace(one, number=last + number) for number, one in enumerate(past.gone, 1)]
    return replace(session, blocks=(*session.blocks, *gone)) if gone else session


def summarise(playing: Playing, planned: Timeline) -> Session:
    """The record of what a player has played of the timeline it began with."""
    # late: who reads old records waits for no timeline
    from stretchtimer.frame import State
    from stretchtimer.model import Side
    from stretchtimer.timeline import SegmentKind

    work: Counter[tuple[int | None, Side | None]] = Counter()
    for (number, kind, side), ms in playing.played.items():
        if kind is SegmentKind.WORK:
            work[number, side] += ms
    rounds: Counter[tuple[int, Side | None]] = Counter()
    now, blocks = playing.timeline, []
    for block in planned.blocks.values():
        length = _length(planned, block.number)
        step = now.step(block.step)
        left, right = work[block.number, Side.LEFT], work[block.number, Side.RIGHT]
        rounds[block.step, block.side] += 1
        blocks.append(
            PlayedBlock(
                number=block.number,
                step=block.step,
                round=rounds[block.step, block.side],
                exercise=step.exercise.name,
                exercise_id=step.exercise.id,
                side=block.side,
                level=step.level,
                planned=length,
                played=left + right + work[block.number, None],
                left=left,
                right=right,
                extended=_length(now, block.number) - length,
                passed=now.end_of_block(block.number) <= playing.position,
                hurt=block.number in playing.hurt,
            )
        )
    return Session(
        routine=planned.id,
        name=planned.name,
        completed=playing.state is State.FINISHED or _made_up(playing),
        planned=planned.total,
        played=sum(playing.played.values()),
        work=sum(work.values()),
        place=_place(playing),
        blocks=tuple(blocks),
    )


def _length(timeline: Timeline, number: int) -> Millis:
    """How long a block lasts, in ms."""
    return timeline.end_of_block(number) - timeline.starts[timeline.blocks[number].first]


def _place(playing: Playing) -> Place | None:
    timeline, position = playing.timeline, playing.position
    index = timeline.index_at(position)
    block = timeline.block_ahead(index)
    if block is None or _made_up(playing):
        return None
    exercise = timeline.step(block.step).exercise
    return Place(
        block=block.number,
        step=block.step,
        exercise=exercise.name,
        exercise_id=exercise.id,
        side=timeline.segments[max(index, block.first)].side,
        elapsed=position - timeline.starts[block.first],
    )


def _made_up(playing: Playing) -> bool:
    """Whether something was put behind the end for a side that was short: then it was at its end before."""
    return any(segment.of is not None and segment.block is not None for segment in playing.timeline.segments)
