"""What has changed of a routine since a session of it was kept, and what is where now; in words.

It knows blocks as a record has them, and no file.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING

from stretchtimer.edits import dose
from stretchtimer.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from stretchtimer.model import Side
    from stretchtimer.session import PlayedBlock
    from stretchtimer.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Passage:
    """A step as often as it is passed: the blocks of its sides, one after the other."""

    blocks: tuple[PlayedBlock, ...]

    @property
    def step(self) -> int:
        return self.blocks[0].step

    @property
    def sides(self) -> tuple[Side | None, ...]:
        return tuple(block.side for block in self.blocks)

    @property
    def name(self) -> str:
        return safe(self.blocks[0].exercise)

    @property
    def identity(self) -> str:
        return identity(self.blocks[0].exercise, self.blocks[0].exercise_id)


def identity(name: str, own: str | None) -> str:
    """What tells an exercise from others: its file's id; its name where it has none."""
    return own or name


def passages(blocks: Iterable[PlayedBlock]) -> list[Passage]:
    """Blocks by step and round."""
    return [Passage(tuple(group)) for _, group in groupby(blocks, key=lambda one: (one.step, one.round))]


def counterparts(was: Sequence[Passage], now: Sequence[Passage]) -> dict[Passage, Passage]:
    """Which passage of then is which of now: in their order; one that has moved by its exercise."""
    old, new = [one.identity for one in was], [one.identity for one in now]
    found: dict[Passage, Passage] = {}
    for begin, other, length in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        found |= dict(zip(was[begin : begin + length], now[other : other + length], strict=True))
    taken = set(found.values())
    free = [one for one in now if one not in taken]
    for one in was:
        moved = next((other for other in free if other.identity == one.identity), None)
        if one not in found and moved is not None:
            found[one] = moved
            free.remove(moved)
    return found


def differences(
    was: Sequence[Passage], now: Sequence[Passage], planned: Timeline, *, levels: bool
) -> list[str]:
    """What has changed, in words; where nothing that the record has, the least that can be said.

    `levels` says that those of then are the file's own.
    """
    before, after = _first_rounds(was), _first_rounds(now)
    pairs = counterparts(before, after)
    told = [*_gone(before, pairs), *_new(after, pairs)]
    told += [what for pair in pairs.items() for what in _changed(*pair, planned)]
    told += [what for pair in pairs.items() if levels for what in _relevelled(*pair)]
    order = [pairs[one].step for one in before if one in pairs]
    if order != sorted(order):
        told.append("its steps come in another order")
    rounds = {one.step: sum(other.step == one.step for other in was) for one in before}
    for one, other in pairs.items():
        times = sum(each.step == other.step for each in now)
        if times != rounds[one.step]:
            told.append(
                f"step {other.step} ({other.name}) now comes {'once' if times == 1 else f'{times} times'}"
            )
    return told or ["its exercises are done in another way"]


def _first_rounds(passages: Sequence[Passage]) -> list[Passage]:
    first: dict[int, Passage] = {}
    for one in passages:
        first.setdefault(one.step, one)
    return list(first.values())


def _gone(before: Sequence[Passage], pairs: dict[Passage, Passage]) -> Iterator[str]:
    for one in before:
        if one not in pairs:
            yield f"{one.name} is gone"


def _new(after: Sequence[Passage], pairs: dict[Passage, Passage]) -> Iterator[str]:
    for one in after:
        if one not in pairs.values():
            yield f"step {one.step} ({one.name}) is new"


def _changed(one: Passage, other: Passage, planned: Timeline) -> Iterator[str]:
    step = f"step {other.step} ({other.name})"
    if one.sides != other.sides:
        yield f"{step} {_sides(one.sides, other.sides)}"
    if [block.planned for block in one.blocks] != [block.planned for block in other.blocks]:
        yield f"{step} is now {dose(planned, planned.blocks[other.blocks[0].number])}"


def _relevelled(one: Passage, other: Passage) -> Iterator[str]:
    level = other.blocks[0].level
    if level != one.blocks[0].level:
        yield f"step {other.step} ({other.name}) is now {f'at level {level}' if level else 'without a level'}"


def _sides(then: tuple[Side | None, ...], now: tuple[Side | None, ...]) -> str:
    if set(then) == set(now):
        return f"now begins with the {now[0].value if now[0] else ''} side"
    return "is now done on each side" if now[0] else "is no longer done on each side"
