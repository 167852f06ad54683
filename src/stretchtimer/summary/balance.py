"""Both sides: how long each was held, over all and for each exercise, and the difference in words.

It knows no table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stretchtimer.units import HOUR, MINUTE, SECOND

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stretchtimer.summary.sitting import Held
    from stretchtimer.units import Millis


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The ms that an exercise was held on each side; of all exercises together without a name."""

    exercise: str = ""
    exercise_id: str | None = None
    left: Millis
    right: Millis

    @property
    def left_more(self) -> Millis:
        """How much longer the left was held; the right where it is negative."""
        return self.left - self.right

    @property
    def words(self) -> str:
        """`left 12 s more`, `right 3 min more`, `even`: whole seconds less whole seconds."""
        more = self.left // SECOND - self.right // SECOND
        if not more:
            return "even"
        return f"{'left' if more > 0 else 'right'} {_about(abs(more) * SECOND)} more"


def balances_of(held: Iterable[Held]) -> tuple[Balance, ...]:
    """A balance for each exercise that has sides, the largest difference first.

    An exercise is the same by its id; it has the name that it had last. One without an id is its name.
    """
    found: dict[tuple[bool, str], list[Held]] = {}
    for one in held:
        if one.left or one.right:
            key = (one.exercise_id is None, one.exercise_id or one.exercise)
            found.setdefault(key, []).append(one)
    balances = [
        Balance(
            exercise=max(several, key=lambda one: (one.last, one.exercise)).exercise,
            exercise_id=several[0].exercise_id,
            left=sum(one.left for one in several),
            right=sum(one.right for one in several),
        )
        for several in found.values()
    ]
    return tuple(sorted(balances, key=lambda one: (-abs(one.left_more), one.exercise, one.exercise_id or "")))


def _about(ms: Millis) -> str:
    """A difference as exactly as it matters: seconds up to two minutes, then minutes, then hours."""
    if ms < 2 * MINUTE:
        return f"{ms // SECOND} s"
    if ms < HOUR:
        return f"{ms // MINUTE} min"
    return f"{ms // HOUR} h" if ms >= 10 * HOUR else f"{ms // (HOUR // 10) / 10:g} h"


def overall(balances: Iterable[Balance]) -> Balance:
    """Both sides of all exercises together."""
    several = list(balances)
    return Balance(left=sum(one.left for one in several), right=sum(one.right for one in several))
