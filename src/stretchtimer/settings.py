"""The config file: defaults of one's own for the options of `stretch`.

It is read by the same reader as routines, with the same kind of answer to a mistake. It knows no click.
"""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from enum import Enum
from typing import TYPE_CHECKING, Any

from stretchtimer.text import quoted
from stretchtimer.units import DAY, DURATION_FORMS, SECOND, Millis, parse_duration

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

    from stretchtimer.routinefile.kinds import Record, Scalar

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


class Theme(Enum):
    """The background that figures are drawn for."""

    AUTO = "auto"
    DARK = "dark"
    LIGHT = "light"


THEMES = tuple(theme.value for theme in Theme)
_SLOWEST, _FASTEST = 0.1, 1000
SPEED_FORMS = f"a number from {_SLOWEST} to {_FASTEST}"
FIT_LEAST: Millis = SECOND


def parse_speed(text: str) -> float:
    """How many times faster than life. Raises ValueError where the text is no such number."""
    speed = float(text)
    if not _SLOWEST <= speed <= _FASTEST:  # also refuses nan
        raise ValueError(text)
    return speed


_ENGINES = ("hibari", "say", "sapi", "espeak-ng", "espeak", "pico2wave", "flite", "spd-say")
ENGINE_FORMS = f"{', '.join(_ENGINES[:-1])} or {_ENGINES[-1]}, if wanted with a voice: espeak-ng:en-gb"


def parse_engine(text: str) -> str:
    """What speaks, `name` or `name:voice`. Raises ValueError where there is none of that name."""
    name, colon, voice = text.strip().partition(":")
    if name not in _ENGINES or (colon and not voice):
        raise ValueError(text)
    return text.strip()


def read_settings(folder: str | PathLike[str]) -> dict[str, Any]:
    """The settings by option name, as they are written; none where there is no file.

    Raises InvalidFile with every problem where something in it is wrong.
    """
    path = os.path.join(folder, FILE)  # noqa: PTH118 - see below
    if not os.path.exists(path):  # noqa: PTH110 - pathlib's raises where the folder may not be looked into
        return {}
    # late: most people have no such file, and the reader costs as much as a listing
    from stretchtimer.library import read_bytes, shown
    from stretchtimer.routinefile import read_plain

    data = read_bytes(path)
    lines = (line.strip() for line in data.removeprefix(BOM_UTF8).split(b"\n"))
    if all(not line or line.startswith(b"#") for line in lines):
        return {}
    return read_plain(data, shown(path), _record())


def _record() -> Record:
    # late: see read_settings
    from stretchtimer.model import Side
    from stretchtimer.routinefile.kinds import NAME, PAUSE, Field, ListOf, Record, choice, whole

    speed = _scalar("a speed", parse_speed, hint=f"write {SPEED_FORMS}")
    engine = _scalar("a voice engine", parse_engine, hint=f"write {ENGINE_FORMS}")
    fit = _scalar("a duration of a second or more", _fit, hint=f"write it like {DURATION_FORMS}")
    return Record(
        "the settings",
        "Defaults for options.",
        (
            Field("display", choice("a display", DisplayName), "How a session is shown."),
            Field("speed", speed, "How many times faster than life."),
            Field("mute", choice("yes or no", YesNo), "Play without sound."),
            Field("volume", whole(0, 100), "How loud."),
            Field("voice", choice("yes or no", YesNo), "Say what comes."),
            Field("voice-engine", engine, "What speaks."),
            Field("figure", choice("yes or no", YesNo), "Show the movement as a moving figure."),
            Field("still", choice("yes or no", YesNo), "Show figures that do not move."),
            Field("theme", choice("a theme", Theme), "For which background figures are."),
            Field("ask", choice("yes or no", YesNo), "Ask afterwards how it feels."),
            Field("awake", choice("yes or no", YesNo), "Keep the display from falling asleep."),
            Field("level", whole(1, 99), "The level of exercises that have some."),
            Field("first", choice("a side", Side), "The side that comes first."),
            Field("from", NAME, "The step to begin at."),
            Field("fit", fit, "How long a routine may last."),
            Field("prepare", PAUSE, "Time before the first step."),
            Field("transition", PAUSE, "Time between steps."),
            Field("switch", PAUSE, "Time to change sides."),
            Field("avoid", ListOf(NAME), "What to leave out exercises for."),
        ),
    )


def _fit(text: str) -> Millis:
    ms = parse_duration(text)
    if not FIT_LEAST <= ms <= DAY:
        raise ValueError(text)
    return ms


def _scalar(noun: str, parse: Callable[[str], object], *, hint: str) -> Scalar:
    """A kind of value that `parse` takes; it says ValueError to all others."""
    from stretchtimer.routinefile.kinds import Refused, Scalar  # late: see read_settings

    def read(text: str) -> object:
        try:
            return parse(text)
        except ValueError:
            raise Refused(f"{quoted(text)} is not {noun}", hint) from None

    return Scalar(noun, read, {}, "")
