"""The clock that playing is measured by: it never goes back and it counts the machine's sleep.

It knows no player; it only tells the time.
"""

from __future__ import annotations

import sys
import time

MS = 1_000_000
"""Nanoseconds in a millisecond."""

if sys.platform == "linux":

    def now_ns() -> int:
        """Nanoseconds since the machine started, its sleep included (CLOCK_MONOTONIC leaves it out)."""
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME)

elif sys.platform == "darwin":

    def now_ns() -> int:
        """Nanoseconds since the machine started, its sleep included (time.monotonic leaves it out)."""
        return time.clock_gettime_ns(time.CLOCK_MONOTONIC)

else:

    def now_ns() -> int:
        """Nanoseconds of the best clock Python has here."""
        return time.monotonic_ns()


def now_ms() -> float:
    """The same in ms, with its fractions: what a sound begins at is finer than what a screen shows."""
    return now_ns() / MS
