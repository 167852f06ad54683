"""The real host: the clock, the keyboard, the signals and the terminal that a session is played on.

It knows no routine and no player. Here only the platform is chosen.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    from stretchtimer.terminal.windows import TerminalHost, is_capable
else:
    from stretchtimer.terminal.output import is_capable
    from stretchtimer.terminal.posix import TerminalHost

__all__ = ["TerminalHost", "is_capable"]
