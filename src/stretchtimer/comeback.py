"""From the record of a session that was broken off to where it goes on: the same ms, or the step's start.

It knows the record and the routine as it is laid out now, and no file, no history and no player.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from stretchtimer.account import Account, Begun
from stretchtimer.changes import Changed
from stretchtimer.differences import counterparts, differences, identity, passages
from stretchtimer.errors import StretchError
from stretchtimer.frame import State
from stretchtimer.model import Side
from stretchtimer.session import Past, summarise
from stretchtimer.shellwords import shell_word
from stretchtimer.text import safe
from stretchtimer.timeline import SegmentKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from stretchtimer.changes import Change
    from stretchtimer.played import Key
    from stretchtimer.session import Place, PlayedBlock, Session
    from stretchtimer.timeline import Block, Timeline
    from stretchtimer.units import Millis

_AS_IN_THE_FILE = "What you had changed of it with keys is as the file has it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Comeback:
    """How a session goes on, and what there is to say of that, in sentences for the user."""

    begun: Begun
    past: Past
    notes: tuple[str, ...] = ()


def comeback(
    session: Session,
    planned: Timeline,
    changes: Sequence[Change] | None,
    *,
    same_file: bool = False,
    target: str = "",
) -> Comeback:
    """Where a session goes on, `planned` being its routine as it is now.

    `changes` are those made with keys, None where they are not known. In the `same_file` as then there are
    all blocks of then; what the record has behind them had gone from an earlier file. `target` is what to
    type for the routine where its id does not find it.

    Raises StretchError where its place can no longer be found.
    """
    place = session.place
    if place is None:
        raise StretchError(f"{safe(session.name)} was at its end", "there is nothing left of it to play")
    known = len(planned.blocks) if same_file else None
    changed = changes is None or bool(changes)
    if same := place.block in planned.blocks and _is_same(session.blocks[:known], planned):
        line = Changed(planned, changes or ()).timeline
        there = {block.number: block.number for block in session.blocks[:known]}
        if all(_fits(block, line) for block in session.blocks[:known]):
            begun = Begun(
                position=_position(line, place),
                played=_played(session, there),
                changes=tuple(changes or ()),
                hurt=_hurt(session, there),
            )
            return Comeback(begun=begun, past=_past(session, there))
    lost = partial(_lost, session, target or session.routine)
    back = _from_the_step(session, place, planned, lost, levels=not changed)
    notes = () if same and changed else back.notes
    return replace(back, notes=(*notes, _AS_IN_THE_FILE) if changed else notes)


def _is_same(blocks: Sequence[PlayedBlock], planned: Timeline) -> bool:
    """Whether the routine asks for what it asked for then."""
    return len(blocks) == len(planned.blocks) and all(
        (was.number, was.step, was.side, was.planned)
        == (now.number, now.step, now.side, _length(planned, now))
        and identity(was.exercise, was.exercise_id) == _identity(planned, now)
        for was, now in zip(blocks, planned.blocks.values(), strict=True)
    )


def _identity(planned: Timeline, block: Block) -> str:
    exercise = planned.step(block.step).exercise
    return identity(exercise.name, exercise.id)


def _fits(was: PlayedBlock, line: Timeline) -> bool:
    """Whether a block has come out as it was when the session was broken off."""
    now = line.blocks[was.number]
    return (was.planned + was.extended, was.level) == (_length(line, now), line.step(now.step).level)


def _position(line: Timeline, place: Place) -> Millis:
    """The position of a place: in its block, or in what leads to it."""
    block = line.blocks[place.block]
    # Times between exercises may have changed with the file.
    first = line.end_of_block(block.number - 1) if block.number - 1 in line.blocks else 0
    return min(max(line.starts[block.first] + place.elapsed, first), line.end_of_block(block.number) - 1)


def _from_the_step(
    session: Session, place: Place, planned: Timeline, lost: Callable[[str], StretchError], *, levels: bool
) -> Comeback:
    """Go on at the start of the side at hand: what was done before it is not done again."""
    was, now = passages(session.blocks), passages(_as_planned(planned))
    pairs = counterparts(was, now)
    at = next((one for one in was if any(block.number == place.block for block in one.blocks)), None)
    found = pairs.get(at) if at is not None else None
    if at is None or found is None:
        raise lost(f"{safe(place.exercise)} is no longer in it")
    current = next(block for block in at.blocks if block.number == place.block)
    if current.side not in found.sides:
        side = f"on the {current.side.value} side" if current.side else "with both sides at once"
        raise lost(f"{safe(place.exercise)} is no longer done {side}")
    done = {block.side for block in at.blocks if block.number < current.number}
    target = next(block for block in found.blocks if block.side not in done)
    there = {
        old.number: new.number
        for one, other in pairs.items()
        for old in one.blocks
        for new in other.blocks
        if old.side is new.side
    }
    what = _few(differences(was, now, planned, levels=levels))
    note = f"The routine has changed since: {'; '.join(what)}."
    begun = Begun(
        position=planned.starts[planned.blocks[target.number].first],
        played=_played(session, there),
        hurt=_hurt(session, there),
        heard=False,
    )
    return Comeback(begun=begun, past=_past(session, there), notes=(note,))


def _few(found: list[str]) -> list[str]:
    most = 3
    return [*found[:most], f"and {len(found) - most} more"] if len(found) > most else found


def _lost(session: Session, target: str, why: str) -> StretchError:
    name = shell_word(target)
    message = f"{safe(session.name)} has changed since, and cannot be gone on with: {why}"
    return StretchError(
        message, f"`stretch show {name}` lists its steps, `stretch play {name} --from STEP` begins at one"
    )


def _as_planned(planned: Timeline) -> Iterable[PlayedBlock]:
    """The blocks of a timeline as a record has them, with nothing played."""
    return summarise(Account(timeline=planned, state=State.PAUSED, position=0, played={}), planned).blocks


def _played(session: Session, there: Mapping[int, int]) -> Mapping[Key, Millis]:
    """What was played, by what a player counts it by; `there` has the blocks' numbers of now."""
    played: Counter[Key] = Counter()
    for block in session.blocks:
        number = there.get(block.number)
        unsided = block.played - block.left - block.right
        for side, ms in ((Side.LEFT, block.left), (Side.RIGHT, block.right), (None, unsided)):
            if ms:
                played[number, SegmentKind.WORK, side] += ms
    # Which lead-in it was the record does not tell, nor does anybody ask.
    played[None, SegmentKind.PREPARE, None] = session.played - session.work
    return dict(played)


def _past(session: Session, there: Mapping[int, int]) -> Past:
    gone = tuple(one for one in session.blocks if one.number not in there and one.played)
    return Past(gone=gone)


def _hurt(session: Session, there: Mapping[int, int]) -> frozenset[int]:
    """The blocks of now that were left because they hurt."""
    return frozenset(there[one.number] for one in session.blocks if one.hurt and one.number in there)


def _length(timeline: Timeline, block: Block) -> Millis:
    return timeline.end_of_block(block.number) - timeline.starts[block.first]
