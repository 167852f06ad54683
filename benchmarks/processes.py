"""How long processes take, by the clock and by the CPU: several in turn, so that all meet the same noise.

It knows no program.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds by the clock and of CPU time; `cpu` is NaN where it is not known."""

    wall: float
    cpu: float


def run(command: tuple[str, ...], environ: Mapping[str, str]) -> Cost:
    """What one process takes from start to end, its output thrown away. Raises OSError where it fails."""
    null = os.open(os.devnull, os.O_RDWR)
    streams = [(os.POSIX_SPAWN_DUP2, null, fd) for fd in (0, 1, 2)]
    began = time.perf_counter()
    pid = os.posix_spawn(command[0], command, environ, file_actions=streams)
    _, status, used = os.wait4(pid, 0)
    wall = time.perf_counter() - began
    os.close(null)
    if status:
        raise OSError(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(wall * 1e3, (used.ru_utime + used.ru_stime) * 1e3)


def in_turn(runs: Mapping[str, Callable[[], Cost]], rounds: int) -> dict[str, Cost]:
    """The medians of each, run A B C A B C ...; a first round that only warms the caches is not counted."""
    costs: dict[str, list[Cost]] = {name: [] for name in runs}
    for turn in range(rounds + 1):
        for name, one in runs.items():
            cost = one()
            if turn:
                costs[name].append(cost)
    return {
        name: Cost(median(cost.wall for cost in each), median(cost.cpu for cost in each))
        for name, each in costs.items()
    }
