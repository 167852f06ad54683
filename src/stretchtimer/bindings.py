"""What each key does while a session is played.

It knows the names of keys, and neither a terminal nor how anything is done.
"""

from __future__ import annotations

from enum import Enum

from stretchtimer.ports import Command


class Toggle(Enum):
    """What a key changes about the screen or the sound, and not about the play."""

    MUTE = "mute"
    VOICE = "voice"
    HELP = "help"
    INFO = "info"
    CLOSE = "close"  # whatever lies over the screen
    ON = "read on"
    BACK = "read back"


KEYS: dict[str, Command | Toggle] = {
    "space": Command.PAUSE,
    "n": Command.NEXT,
    "right": Command.NEXT,
    "p": Command.BACK,
    "left": Command.BACK,
    "r": Command.REDO,
    "+": Command.LONGER,
    "=": Command.LONGER,  # the same key without shift
    "-": Command.SHORTER,
    "_": Command.SHORTER,
    "e": Command.EASIER,
    "h": Command.HARDER,
    "x": Command.HURTS,
    "q": Command.END,
    "i": Toggle.INFO,
    "m": Toggle.MUTE,
    "v": Toggle.VOICE,
    "?": Toggle.HELP,
    "escape": Toggle.CLOSE,
    "down": Toggle.ON,
    "up": Toggle.BACK,
}
