"""What a routine can be made into: one module for each format, found by the suffix of the file.

To add a format, write a module with a function `plan(order) -> tuple[Part, ...]`: it names the files that it
is going to write, the one that was asked for first, and raises StretchError where that cannot be done here.
Each Part fills a draft when its turn comes; where drafts go, and what may not be overwritten, is seen to by
`files`. Then give it its line in FORMATS. A format knows no command and no terminal.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from stretchtimer.errors import StretchError

if TYPE_CHECKING:
    from collections.abc import Callable

    from stretchtimer.exports.order import Order, Part

FORMATS = {".wav": "wav", ".flac": "flac", ".ogg": "ogg", ".mp3": "mp3", ".ics": "ics"}
"""Suffix -> module. What a format needs is imported with it."""


def plan(order: Order) -> tuple[Part, ...]:
    """The files that an order becomes. Raises StretchError where its suffix is not known, or it cannot be."""
    name = FORMATS.get(order.target.suffix.lower())
    if name is None:
        *others, last = FORMATS
        hint = f"end its name in {', '.join(others)} or {last}"
        raise StretchError(
            f"{order.target}: the ending of a file names its format, and this is none that can be written",
            hint,
        )
    planned: Callable[[Order], tuple[Part, ...]] = import_module(f"stretchtimer.exports.{name}").plan
    return planned(order)
