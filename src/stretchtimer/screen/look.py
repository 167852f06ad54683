"""How the screen may look: which characters and colours a terminal has, and what each ink means.

It knows no layout and writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.color import ColorSystem
from rich.style import Style

from stretchtimer.model import Side

if TYPE_CHECKING:
    from collections.abc import Mapping


class ColorDepth(Enum):
    """The colours a terminal has; `NONE` leaves the attributes bold, dim and reverse."""

    NONE = "none"
    STANDARD = "16"
    EIGHT_BIT = "256"
    TRUECOLOR = "truecolor"


class Ink(Enum):
    """What a piece of the screen is drawn with, by meaning."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    BADGE = "badge"  # the word for what goes on: NEXT, REST
    LEFT = "left"
    RIGHT = "right"
    LEFT_FIELD = "left field"  # a filled area, and the words on it
    RIGHT_FIELD = "right field"


@dataclass(frozen=True, slots=True)
class Look:
    """What may be used: only ASCII characters, and which colours."""

    ascii: bool = False
    color: ColorDepth = ColorDepth.TRUECOLOR

    @property
    def ellipsis(self) -> str:
        return "..." if self.ascii else "…"

    @property
    def level(self) -> str:
        """A thin level line."""
        return "-" if self.ascii else "─"

    def bar(self, done: int, columns: int) -> tuple[str, str]:
        """A bar of `columns` cells, `done` of them behind: its two parts."""
        return ("=" if self.ascii else "━") * done, self.level * (columns - done)

    @property
    def corners(self) -> str:
        """An outline's four corners: the upper two, then the lower two."""
        return "++++" if self.ascii else "╭╮╰╯"

    @property
    def upright(self) -> str:
        """An outline's sides."""
        return "|" if self.ascii else "│"


# Blue and orange are told apart with every common colour blindness. These two have a contrast of more
# than 3:1 to black and to white, so they serve on both; rich finds their like among 256 and 16.
_BLUE, _ORANGE, _WHITE, _BLACK = "#2e86de", "#d9730d", "#ffffff", "#000000"


_STYLES = {
    Ink.PLAIN: Style.null(),
    Ink.STRONG: Style(bold=True),
    Ink.QUIET: Style(dim=True),
    Ink.BADGE: Style(bold=True, reverse=True),
    Ink.LEFT: Style(bold=True, color=_BLUE),
    Ink.RIGHT: Style(bold=True, color=_ORANGE),
    Ink.LEFT_FIELD: Style(bold=True, color=_WHITE, bgcolor=_BLUE),
    Ink.RIGHT_FIELD: Style(bold=True, color=_BLACK, bgcolor=_ORANGE),
}
_COLORLESS = _STYLES | {
    Ink.LEFT: Style(bold=True),
    Ink.RIGHT: Style(bold=True),
    Ink.LEFT_FIELD: Style(bold=True, reverse=True),
    Ink.RIGHT_FIELD: Style(bold=True, reverse=True),
}
SYSTEMS = {
    ColorDepth.NONE: ColorSystem.STANDARD,  # rich drops the attributes too where it is told "no colours"
    ColorDepth.STANDARD: ColorSystem.STANDARD,
    ColorDepth.EIGHT_BIT: ColorSystem.EIGHT_BIT,
    ColorDepth.TRUECOLOR: ColorSystem.TRUECOLOR,
}

FILLED = frozenset({Ink.BADGE, Ink.LEFT_FIELD, Ink.RIGHT_FIELD})
"""The inks that show on a blank."""


def side_ink(side: Side | None) -> Ink:
    """The ink of words and figures that belong to a side."""
    return {Side.LEFT: Ink.LEFT, Side.RIGHT: Ink.RIGHT, None: Ink.STRONG}[side]


def field_ink(side: Side) -> Ink:
    """The ink of a filled area that stands for a side."""
    return Ink.LEFT_FIELD if side is Side.LEFT else Ink.RIGHT_FIELD


@lru_cache(maxsize=64)
def style(ink: Ink, color: ColorDepth) -> Style:
    """The ink as rich knows it; one of its own for each depth, for rich keeps the codes it made first."""
    return (_COLORLESS if color is ColorDepth.NONE else _STYLES)[ink].copy()


@lru_cache(maxsize=64)
def escape(ink: Ink, color: ColorDepth) -> str:
    """The sequence that sets the ink, whatever was set before."""
    before, _, _ = style(ink, color).render(".", color_system=SYSTEMS[color]).partition(".")
    return "\x1b[0" + (";" + before[2:] if before else "m")


def look_for(environ: Mapping[str, str], encoding: str | None) -> Look:
    """What the environment says of a terminal, for output written in `encoding`.

    NO_COLOR (set and not empty) leaves the attributes; colours are believed of TERM and COLORTERM.
    """
    try:
        "█━─·…╭".encode(encoding or "ascii")
        plain = False
    except (LookupError, UnicodeEncodeError):
        plain = True
    return Look(ascii=plain, color=_depth(environ))


def _depth(environ: Mapping[str, str]) -> ColorDepth:
    term = environ.get("TERM", "").lower()
    if environ.get("NO_COLOR") or term in ("dumb", "unknown"):
        return ColorDepth.NONE
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or environ.get("WT_SESSION"):
        return ColorDepth.TRUECOLOR
    if "256" in term or "kitty" in term or "direct" in term:
        return ColorDepth.EIGHT_BIT
    return ColorDepth.STANDARD
