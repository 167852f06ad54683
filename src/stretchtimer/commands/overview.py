"""`stretch` alone: what can be played, and how."""

from __future__ import annotations

from stretchtimer.app import current
from stretchtimer.commands.list import lines
from stretchtimer.commands.output import put, say
from stretchtimer.text import safe


def overview() -> None:
    """Print what can be played, with the commands that one needs first."""
    rows = current().rows()
    say(lines(rows, {}))
    ids = [safe(row.id) for row in rows if row.problem is None]
    playable = "hip-unlock" if "hip-unlock" in ids else next(iter(ids), "ID")
    put(f"\nPlay one:   stretch play {playable}")
    put(f"See one:    stretch show {playable}")
    put("More:       stretch --help")
