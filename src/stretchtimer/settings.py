"""The config file: defaults of one's own for the options of `stretch`.

It is read by the same reader as routines, with the same kind of answer to a mistake. It knows no click.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

FILE = "config.yaml"


class DisplayName(Enum):
    """The displays that can be chosen."""

    LIVE = "live"
    PLAIN = "plain"
    JSONL = "jsonl"


class YesNo(Enum):
    """A switch, as people write it in YAML."""

    YES = "yes"
    NO = "no"
    TRUE = "true"
    FALSE = "false"
    ON = "on"
    OFF = "off"


def read_settings(folder: Path) -> dict[str, Any]:
    """The settings by option name, as they are written; none where there is no file.

    Raises InvalidFile with every problem where something in it is wrong.
    """
    path = folder / FILE
    if not path.exists():
        return {}
    # late: most people have no such file, and the reader costs as much as a listing
    from stretchtimer.library import read_bytes, shown
    from stretchtimer.model import Side
    from stretchtimer.routinefile import read_plain
    from stretchtimer.routinefile.kinds import DURATION, NAME, PAUSE, Field, ListOf, Record, choice, whole

    record = Record(
        "the settings",
        "Defaults for options.",
        (
            Field("display", choice("a display", DisplayName), "How a session is shown."),
            Field("mute", choice("yes or no", YesNo), "Play without sound."),
            Field("volume", whole(0, 100), "How loud."),
            Field("level", whole(1, 99), "The level of exercises that have some."),
            Field("first", choice("a side", Side), "The side that comes first."),
            Field("fit", DURATION, "How long a routine may last."),
            Field("prepare", PAUSE, "Time before the first step."),
            Field("transition", PAUSE, "Time between steps."),
            Field("switch", PAUSE, "Time to change sides."),
            Field("avoid", ListOf(NAME), "What to leave out exercises for."),
        ),
    )
    return read_plain(read_bytes(path), shown(path), record)
