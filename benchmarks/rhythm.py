"""How exactly things happen that should happen at known times. Pure figures; it knows no program."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How late things came, in ms after the most punctual; `drift` is what they lost from first to last."""

    count: int
    p50: float
    p99: float
    worst: float
    drift: float


def rhythm(pairs: Sequence[tuple[float, float]]) -> Rhythm:
    """From (when it should be, when it was) in ms; the two clocks may differ by a constant."""
    late = [was - due for due, was in pairs]
    first = min(late)
    span = max(due for due, _ in pairs) - min(due for due, _ in pairs)
    errors = sorted(error - first for error in late)
    return Rhythm(
        count=len(pairs),
        p50=median(errors),
        p99=errors[-(-99 * len(errors) // 100) - 1],
        worst=errors[-1],
        drift=slope([(due, error) for (due, _), error in zip(pairs, late, strict=True)]) * span,
    )


def slope(points: Sequence[tuple[float, float]]) -> float:
    """The median of the slopes between any two points: a few late ones do not turn it."""
    slopes = [
        (late - other) / (due - before)
        for index, (due, late) in enumerate(points)
        for before, other in points[:index]
        if due != before
    ]
    return median(slopes)


def seconds(times: Sequence[float]) -> list[tuple[float, float]]:
    """Changes that come once a second, each beside its second: what follows within 500 ms belongs to it."""
    begun = [time for index, time in enumerate(times) if not index or time - times[index - 1] > 500]
    return [(round((time - begun[0]) / 1000) * 1000.0, time) for time in begun]
