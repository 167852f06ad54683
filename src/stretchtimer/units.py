"""Durations in whole milliseconds: how they are written, read and shown.

It knows no routine and no clock. Everything in the core is `Millis`; seconds are never floats.
"""

from __future__ import annotations

import re
from typing import TypeAlias

Millis: TypeAlias = int

SECOND: Millis = 1_000
MINUTE: Millis = 60 * SECOND
HOUR: Millis = 60 * MINUTE
DAY: Millis = 24 * HOUR

# The reader's pattern and the schema's say the same, in the characters of ASCII: `\d`, `\s` and a case
# that is ignored would let fullwidth digits and a long s pass.
_CLOCK = r"(?:(?P<ch>[0-9]+):(?P<hm>[0-5][0-9])|(?P<cm>[0-9]+)):(?P<cs>[0-5][0-9])(?:\.(?P<cf>[0-9]{1,3}))?"
# `1h30` could be half an hour or half a minute more than one hour: after hours, seconds need their `s`.
_WORDS = (
    r"(?=[0-9])(?![0-9]+ *[hH] *[0-9.]+[ \t\n]*$)(?:(?P<h>[0-9]+) *[hH] *)?"
    r"(?:(?P<m>[0-9]+) *[mM](?:[iI][nN])? *)?(?:(?P<s>[0-9]+)(?:\.(?P<f>[0-9]{1,3}))? *[sS]?)?"
)
_DURATION = re.compile(rf"{_CLOCK}|{_WORDS}")
# Without names, as JSON Schema's dialect of regular expressions wants it, and with blanks around it.
DURATION_PATTERN = r"^[ \t\n]*(?:" + re.sub(r"\?P<\w+>", "?:", _DURATION.pattern) + r")[ \t\n]*$"
_BLANKS = " \t\n"
_MOST_DIGITS = 9
DURATION_FORMS = "45s, 1:30, 1m30s, 22.5s or 1h"


def parse_duration(text: str) -> Millis:
    """Read `45s`, `1:30`, `1:00:00`, `1m30s`, `22.5s`, `1h` or a bare number of seconds.

    Raises ValueError where the text is none of these; how long is too long is the caller's matter.
    """
    match = _DURATION.fullmatch(text.strip(_BLANKS))
    if match is None:
        raise ValueError(text)
    part = match.groupdict()
    hours, minutes = part["ch"] or part["h"] or "0", part["hm"] or part["cm"] or part["m"] or "0"
    seconds, fraction = part["cs"] or part["s"] or "0", part["cf"] or part["f"] or ""
    # Beyond any sense, and int() of thousands of digits is slow.
    if max(len(number.lstrip("0")) for number in (hours, minutes, seconds)) > _MOST_DIGITS:
        return int(10**_MOST_DIGITS) * HOUR
    return int(hours) * HOUR + int(minutes) * MINUTE + int(seconds) * SECOND + int(fraction.ljust(3, "0"))


def parse_offset(text: str) -> Millis:
    """Read a duration that may be negative: `-8s` is eight seconds before an end. Or ValueError."""
    stripped = text.strip(_BLANKS)
    unsigned = stripped[1:] if stripped[:1] in ("-", "+") else stripped
    if unsigned[:1] in _BLANKS:
        raise ValueError(text)
    return -parse_duration(unsigned) if stripped[0] == "-" else parse_duration(unsigned)


def ceil_seconds(ms: Millis) -> int:
    """Whole seconds left as a person counts them: 0.4 s left is still `1`."""
    return -(-ms // SECOND)


def clock(ms: Millis) -> str:
    """Time left as a clock shows it, rounded up to the second: `0:45`, `6:00`, `1:02:03`."""
    seconds = ceil_seconds(max(ms, 0))
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def elapsed(ms: Millis) -> str:
    """Time that has passed as a clock shows it, rounded down to the second: nobody is told of more."""
    return clock(ms // SECOND * SECOND)


def exact(ms: Millis) -> str:
    """A duration without rounding, as it could be written in a file: `22.5s`, `1:30`, `6:00.25`."""
    sign, ms = ("-", -ms) if ms < 0 else ("", ms)
    whole, fraction = divmod(ms, SECOND)
    tail = f".{fraction:03}".rstrip("0") if fraction else ""
    if whole < 60:
        return f"{sign}{whole}{tail}s"
    hours, rest = divmod(whole, 3600)
    minutes, seconds = divmod(rest, 60)
    head = f"{hours}:{minutes:02}" if hours else f"{minutes}"
    return f"{sign}{head}:{seconds:02}{tail}"
