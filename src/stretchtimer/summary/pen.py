"""What a page is written with: the characters a terminal has, columns, and what each tone means.

It knows no colour: whoever has a terminal gives one to each tone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from stretchtimer.text import cell_width, safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NARROWEST = 36
USUAL = 60


class Tone(Enum):
    """What a piece of the page is, by meaning."""

    HEADING = "heading"
    QUIET = "quiet"
    DONE = "done"
    LEFT = "left"
    RIGHT = "right"


def colorless(text: str, tone: Tone) -> str:  # noqa: ARG001 - one of a kind
    """The text as it is."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """How a page is written: so wide at most, in ASCII or not; `ink` puts a tone on a text."""

    columns: int = USUAL
    ascii: bool = False
    ink: Callable[[str, Tone], str] = colorless

    @property
    def room(self) -> int:
        """Columns to write in: below the narrowest nothing could be read."""
        return max(self.columns, NARROWEST)

    @property
    def shades(self) -> str:
        """Nothing, then a little, then more and more."""
        return " .:+#" if self.ascii else "·░▒▓█"

    @property
    def bar(self) -> str:
        return "#" if self.ascii else "█"

    def heading(self, text: str) -> str:
        return self.ink(text, Tone.HEADING)

    def sentence(self, text: str) -> Iterator[str]:
        """The lines of a sentence, broken between words."""
        line = ""
        for word in text.split():
            if line and cell_width(line) + 1 + cell_width(word) > self.room:
                yield line
                line = f"  {word}"
            else:
                line = f"{line} {word}" if line else word
        yield line

    def name(self, text: str, cells: int) -> str:
        """A name from outside, harmless, and as wide as it is told to be."""
        text = safe(text)
        more = "..." if self.ascii else "…"
        if cell_width(text) > cells:
            while text and cell_width(text) > cells - len(more):
                text = text[:-1]
            text = f"{text}{more}"
        return text + " " * (cells - cell_width(text))
