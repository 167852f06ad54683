"""Descriptor 2 for the time when C libraries write to it: ALSA alone prints 35 lines where there is no card.

It knows no sound library. The redirection holds for the whole process, so it is kept short.
"""

from __future__ import annotations

import os
import threading
from typing import ClassVar

_STDERR = 2


class Hush:
    """Descriptor 2 on the null device from now until `end`, which any thread may call, more than once.

    Where several overlap, the last to end gives it back.
    """

    _lock: ClassVar = threading.Lock()
    _count: ClassVar[int] = 0
    _saved: ClassVar[int | None] = None

    def __init__(self) -> None:
        self._ended = False
        with Hush._lock:
            if Hush._count == 0:
                Hush._saved = _redirect()
            Hush._count += 1

    def end(self) -> None:
        """Give the descriptor back."""
        with Hush._lock:
            if self._ended:
                return
            self._ended = True
            Hush._count -= 1
            if Hush._count == 0 and Hush._saved is not None:
                os.dup2(Hush._saved, _STDERR)
                os.close(Hush._saved)
                Hush._saved = None


def _redirect() -> int | None:
    """Put the null device in place of descriptor 2; a copy of what it was, None where it is closed."""
    try:
        saved = os.dup(_STDERR)
    except OSError:
        return None
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, _STDERR)
    os.close(null)
    return saved
