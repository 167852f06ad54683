"""The keys in words: all of them, and those worth knowing just now.

It knows no places and no colours; what a key does is the loop's matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.frame import State
from stretchtimer.screen.wording import over

if TYPE_CHECKING:
    from stretchtimer.frame import Frame

KEYS = (
    ("space", "pause, go on"),
    ("n  →", "next exercise"),
    ("p  ←", "back"),
    ("r", "this side again"),
    ("+  -", "10 s more or less"),
    ("e  h", "easier, harder"),
    ("x", "this hurts"),
    ("i", "instructions, tips"),
    ("↓  ↑", "read on, back"),
    ("m  v", "sound, voice: off, on"),
    ("q", "end here"),
    ("Ctrl-Z", "put aside"),
    ("?  Esc", "these keys; close"),
)
"""Every key, with what it does."""


def hints(frame: Frame) -> tuple[str, ...]:
    """The keys worth knowing just now, the most useful first."""
    if over(frame):
        return ()
    first = "space go on" if frame.state is State.PAUSED else "space pause"
    return (first, "n next", "p back", "? keys", "i more", "q end")
