"""Make a routine last as long as the user has: its work shrinks or grows in proportion.

It knows doses, not segments. Transitions, switches and rests keep their time, both sides stay equal,
and no side falls below what still helps a body.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from stretchtimer.errors import StretchError
from stretchtimer.plan import Dose, recounted, scaled
from stretchtimer.units import SECOND, ceil_seconds, exact

if TYPE_CHECKING:
    from stretchtimer.plan import Entry
    from stretchtimer.units import Millis

LEAST_SIDE: Millis = 10 * SECOND
"""A hold shorter than this does nothing; one that is no longer as it is written keeps its time."""
MOST_REPS = 5_000
"""So many parts a file may unfold into; a longer routine of quick reps gets no more either."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The doses that fit, and what they were before. Times in ms, without prepare."""

    entries: tuple[Entry, ...]
    before: Millis
    target: Millis
    work_before: Millis
    work_after: Millis

    def note(self, duration: Millis) -> str:
        """What changed, for the user; `duration` is what the routine lasts now."""
        percent = round(100 * self.work_after / self.work_before)
        text = f"{exact(self.before)} -> {exact(duration)}: work {exact(self.work_before)} -> "
        text += f"{exact(self.work_after)} ({percent} %), pauses unchanged"
        return (
            text if duration == self.target else f"{text}; whole reps come no nearer to {exact(self.target)}"
        )


def fit(entries: tuple[Entry, ...], *, target: Millis, duration: Millis, title: str) -> Fitted:
    """Doses that bring a routine of `duration` ms to `target` ms.

    Counted steps take whole reps for their share of the work and never more than it, timed ones share
    the rest to the millisecond. Raises StretchError where a side would fall below LEAST_SIDE, and says
    what the shortest is.
    """
    doses = [entry for entry in entries if isinstance(entry, Dose)]
    before = sum(dose.work for dose in doses)
    wanted = target - (duration - before)
    stays = _too_short_to_shrink if wanted < before else _never
    flexible = [dose for dose in doses if not stays(dose)]
    work = sum(dose.work for dose in flexible)
    wanted -= before - work
    if wanted < work and wanted < (least := _least(flexible)):
        shortest = duration - work + least
        raise _too_short(flexible, title=title, target=target, wanted=wanted, shortest=shortest)
    _check_reps(flexible, wanted=wanted, work=work, title=title, target=target)
    counted = _count([dose for dose in flexible if dose.reps], wanted, work=work)
    left = wanted - sum(dose.work for dose in counted)
    changed_counted, changed_timed = iter(counted), iter(_share([d for d in flexible if not d.reps], left))

    def changed(entry: Entry) -> Entry:
        if not isinstance(entry, Dose) or stays(entry):
            return entry
        return next(changed_counted if entry.reps else changed_timed)

    fitted = tuple(changed(entry) for entry in entries)
    after = sum(entry.work for entry in fitted if isinstance(entry, Dose))
    return Fitted(fitted, duration, target, before, after)


def _too_short_to_shrink(dose: Dose) -> bool:
    return bool(dose.holds) and min(dose.holds) <= LEAST_SIDE


def _never(_: Dose) -> bool:
    return False


def _least(doses: list[Dose]) -> Millis:
    """The shortest work that these doses can be brought to, in ms."""
    timed = sum(dose.work for dose in doses if dose.holds)
    reps = sum(dose.work for dose in doses if dose.reps)
    one_each = sum(recounted(dose, 1).work for dose in doses if dose.reps)
    if not timed:
        return one_each
    side = min(min(dose.holds) for dose in doses if dose.holds)
    in_proportion = _ceil(LEAST_SIDE * (timed + reps), side)
    # Where a rep of each is more than the reps' share, the timed steps have what it leaves.
    return max(in_proportion, one_each + _ceil(LEAST_SIDE * timed, side))


def _ceil(number: int, by: int) -> int:
    return -(-number // by)


def _too_short(
    doses: list[Dose], *, title: str, target: Millis, wanted: Millis, shortest: Millis
) -> StretchError:
    message = f"{title} does not fit into {exact(target)}"
    work = sum(dose.work for dose in doses)
    timed = [dose for dose in doses if dose.holds]
    if timed:
        dose = min(timed, key=lambda dose: min(dose.holds))
        got = max(wanted, 0) * min(dose.holds) // work
        each = " a side" if len(dose.holds) > 1 else ""
        if got < LEAST_SIDE:
            message += f": {dose.exercise.name} would have {exact(got)}{each}"
    hint = f"the shortest it can be is {exact(ceil_seconds(shortest) * SECOND)}"
    return StretchError(message, f"at least {exact(LEAST_SIDE)} a side help; {hint}" if timed else hint)


def _check_reps(doses: list[Dose], *, wanted: Millis, work: Millis, title: str, target: Millis) -> None:
    reps = sum(dose.all_reps * wanted // work for dose in doses)
    if wanted > work and reps > MOST_REPS:
        raise StretchError(
            f"{title} would need {reps:,} reps to last {exact(target)}", "ask for a shorter time"
        )


def _count(doses: list[Dose], wanted: Millis, *, work: Millis) -> list[Dose]:
    """Counted doses with as many reps as their share of `wanted` ms has room for; at least one each."""
    share = sum(dose.work for dose in doses) * wanted // work if work else 0
    chosen = [recounted(dose, max(1, (dose.reps or 0) * wanted // work)) for dose in doses]
    if sum(dose.work for dose in chosen) > share:
        chosen = [recounted(dose, 1) for dose in doses]
    room = share - sum(dose.work for dose in chosen)
    # The room that rounding down has left goes to those that it has cost most.
    waiting = [(_kept(new, old), index) for index, (new, old) in enumerate(zip(chosen, doses, strict=True))]
    heapify(waiting)
    while waiting:
        _, index = heappop(waiting)
        more = recounted(doses[index], (chosen[index].reps or 0) + 1)
        if (extra := more.work - chosen[index].work) > room:
            continue
        room -= extra
        chosen[index] = more
        heappush(waiting, (_kept(more, doses[index]), index))
    return chosen


def _kept(new: Dose, old: Dose) -> float:
    """How much of its reps a dose has kept."""
    return (new.reps or 0) / (old.reps or 1)


def _share(doses: list[Dose], wanted: Millis) -> list[Dose]:
    """Give `wanted` ms to timed doses in proportion, to the millisecond and with equal sides.

    What rounding leaves goes to the doses in turn: 1 ms to one without sides, 2 ms to one with. Only
    where all have sides and 1 ms is left has one first side a millisecond more.
    """
    work = sum(dose.work for dose in doses)
    if not work:
        return []
    holds = [[dose.work * wanted // (work * len(dose.holds))] * len(dose.holds) for dose in doses]
    left = wanted - sum(map(sum, holds))
    while left > 0:
        before = left
        for sides in holds:
            if len(sides) <= left:
                sides[:] = [hold + 1 for hold in sides]
                left -= len(sides)
        if left == before:
            holds[0][0] += left
            break
    return [scaled(dose, tuple(sides)) for dose, sides in zip(doses, holds, strict=True)]
