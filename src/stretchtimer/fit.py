"""Make a routine last as long as the user has: its work shrinks or grows in proportion.

It knows doses, not segments. Transitions, switches and rests keep their time, both sides stay equal,
and no side falls below what still helps a body.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stretchtimer.errors import StretchError
from stretchtimer.plan import Dose, scaled
from stretchtimer.units import SECOND, ceil_seconds, exact

if TYPE_CHECKING:
    from stretchtimer.plan import Entry
    from stretchtimer.units import Millis

LEAST_SIDE: Millis = 10 * SECOND
"""A hold shorter than this does nothing; one that is shorter as written may stay as it is."""


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

    Counted steps take the nearest whole number of reps, timed ones share the rest to the millisecond.
    Raises StretchError where a side would fall below LEAST_SIDE, and says what the shortest is.
    """
    doses = [entry for entry in entries if isinstance(entry, Dose)]
    work = sum(dose.work for dose in doses)
    wanted = target - (duration - work)
    _refuse(doses, wanted=wanted, work=work, pauses=duration - work, title=title, target=target)
    counted = _count(doses, wanted, work=work, target=target, title=title)
    timed = [dose for dose in counted if not dose.reps]
    left = wanted - sum(dose.work for dose in counted if dose.reps)
    _refuse(
        timed,
        wanted=left,
        work=sum(dose.work for dose in timed),
        pauses=target - left,
        title=title,
        target=target,
    )
    shared = iter(_share(timed, left))
    changed = iter([dose if dose.reps else next(shared) for dose in counted])
    fitted = tuple(next(changed) if isinstance(entry, Dose) else entry for entry in entries)
    after = sum(entry.work for entry in fitted if isinstance(entry, Dose))
    return Fitted(fitted, duration, target, work, after)


def _refuse(
    doses: list[Dose], *, wanted: Millis, work: Millis, pauses: Millis, title: str, target: Millis
) -> None:
    """Refuse a time in which some side would be too short to help."""
    if not work:
        return
    sides = [(min(dose.holds), dose) for dose in doses if dose.holds]
    short = [(side, dose) for side, dose in sides if side * max(wanted, 0) < min(side, LEAST_SIDE) * work]
    if not short and wanted > 0:
        return
    least = max((min(side, LEAST_SIDE) * work / side for side, _ in sides), default=SECOND)
    shortest = exact(ceil_seconds(pauses + int(least) + 1) * SECOND)
    message = f"{title} does not fit into {exact(target)}"
    if short:
        side, dose = min(short, key=lambda item: item[0])
        got = exact(max(wanted, 0) * side // work)
        each = " a side" if len(dose.holds) > 1 else ""
        message += f": {dose.exercise.name} would have {got}{each}"
    raise StretchError(
        message, f"at least {exact(LEAST_SIDE)} a side help; the shortest it can be is {shortest}"
    )


def _count(doses: list[Dose], wanted: Millis, *, work: Millis, target: Millis, title: str) -> list[Dose]:
    """The doses with their reps brought near their share of `wanted` ms, and never beyond it together."""
    chosen = [_with_reps(dose, max(1, (dose.reps or 0) * wanted // work)) for dose in doses]
    share = (
        wanted if all(dose.reps for dose in doses) else sum(d.work for d in doses if d.reps) * wanted // work
    )
    room = share - sum(dose.work for dose in chosen if dose.reps)
    if room < 0 and share == wanted:
        shortest = exact(ceil_seconds(target - room) * SECOND)
        message = f"{title} does not fit into {exact(target)}: one rep of each is longer"
        raise StretchError(message, f"the shortest it can be is {shortest}")
    while True:  # the room that rounding down has left goes to those that it has cost most
        wanting = [
            (new.all_reps / old.all_reps, index)
            for index, (new, old) in enumerate(zip(chosen, doses, strict=True))
            if new.reps and new.work // new.reps <= room
        ]
        if not wanting:
            return chosen
        index = min(wanting)[1]
        room -= chosen[index].work // (chosen[index].reps or 1)
        chosen[index] = _with_reps(chosen[index], (chosen[index].reps or 0) + 1)


def _with_reps(dose: Dose, reps: int) -> Dose:
    return replace(dose, reps=reps) if dose.reps else dose


def _share(doses: list[Dose], wanted: Millis) -> list[Dose]:
    """Give `wanted` ms to timed doses in proportion, to the millisecond and with equal sides.

    What rounding leaves goes to the doses in turn: 1 ms to one without sides, 2 ms to one with. Only
    where all have sides and 1 ms is left has one first side a millisecond more.
    """
    work = sum(dose.work for dose in doses)
    if not work:
        return []
    holds = [[hold * wanted // work for hold in _even(dose)] for dose in doses]
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


def _even(dose: Dose) -> tuple[Millis, ...]:
    """The sides of a dose without the odd millisecond of the first."""
    return (min(dose.holds),) * len(dose.holds)
