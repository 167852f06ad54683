"""The lines of an iCalendar file (RFC 5545): texts escaped, lines folded, ended as it wants them.

It knows no event. Texts from routines leave here harmless.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchtimer.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST = 75  # octets in a line


def text_value(*lines: str) -> str:
    """Lines as one value of the type TEXT: nothing in them can end it, or begin another."""
    return "\\n".join(_escaped(line) for line in lines)


def content(lines: Iterable[str]) -> bytes:
    """A file of lines, each folded where it is long."""
    return b"".join(_folded(line.encode()) for line in lines)


def _escaped(line: str) -> str:
    for character in "\\;,":
        line = line.replace(character, f"\\{character}")
    return safe(line)


def _folded(line: bytes) -> bytes:
    """A line in pieces of 75 octets, none of which ends inside of a character."""
    pieces = []
    while len(line) > _MOST:
        cut = _MOST
        while line[cut] & 0b1100_0000 == 0b1000_0000:  # the middle of a character in UTF-8
            cut -= 1
        pieces.append(line[:cut])
        line = b" " + line[cut:]
    return b"\r\n".join([*pieces, line]) + b"\r\n"
