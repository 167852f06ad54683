"""What one types, as the shell of this platform wants it: a word of a command, and a whole line.

It knows no command; what stands in the words is its caller's matter.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from stretchtimer.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable


def shell_word(word: str) -> str:
    """An id or a path as a word of a command that is shown: made harmless, in quotes where it needs them."""
    shown = safe(word)
    # Most ids: letters of any language need no quotes, and no import.
    return shown if shown.replace("-", "").replace("_", "").isalnum() else shell_line((shown,))


def shell_line(words: Iterable[str]) -> str:
    """Words as they are typed."""
    # late: only for what needs quotes
    if sys.platform == "win32":
        from subprocess import list2cmdline

        return list2cmdline(words)
    from shlex import join

    return join(words)
