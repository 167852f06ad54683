"""Big glyphs: a block font of 3x5 pixels, each pixel two cells wide and one high, times a scale.

It knows no screen and no colour. Two columns a pixel make it square in a usual terminal font.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

HEIGHT = 5
"""Rows of a glyph at scale 1."""
BLOCK = "█"
ASCII_BLOCK = "#"

# Each glyph is five octal digits, one a row from the top, whose three bits are the pixels.
_OCTAL = {
    "0": "75557", "1": "26227", "2": "71747", "3": "71717", "4": "55711",
    "5": "74717", "6": "74757", "7": "71111", "8": "75757", "9": "75717",
    "A": "75755", "B": "65656", "C": "74447", "D": "65556", "E": "74747",
    "F": "74744", "G": "74557", "H": "55755", "J": "11157", "K": "55655",
    "L": "44447", "O": "75557", "P": "75744", "R": "75655", "S": "74717",
    "T": "72222", "U": "55557", "V": "55552", "X": "55255", "Y": "55222",
    "Z": "71247", "/": "11244", "-": "00700", " ": "00000",
}  # fmt: skip
_ODD = {
    ":": (1, (0, 1, 0, 1, 0)),
    ".": (1, (0, 0, 0, 0, 1)),
    "'": (1, (1, 1, 0, 0, 0)),
    "I": (1, (1, 1, 1, 1, 1)),
    "M": (5, (17, 27, 21, 17, 17)),
    "N": (4, (9, 13, 11, 9, 9)),
    "Q": (4, (14, 10, 10, 14, 1)),
    "W": (5, (17, 17, 21, 27, 17)),
}


class Glyph(NamedTuple):
    """A letter in pixels: its width, and its rows from the top as bits, the left pixel the highest."""

    width: int
    rows: tuple[int, ...]


class Face(NamedTuple):
    """How large a text is set: `scale` enlarges the pixels, `gap` is the columns between glyphs."""

    scale: int
    gap: int


GLYPHS = {
    **{character: Glyph(3, tuple(map(int, octal))) for character, octal in _OCTAL.items()},
    **{character: Glyph(width, rows) for character, (width, rows) in _ODD.items()},
}


def time_face(scale: int) -> Face:
    """Figures stand a whole pixel apart, to be told from one another from afar."""
    return Face(scale, 2 * scale)


def word_face(scale: int) -> Face:
    """Letters stand half a pixel apart, so that RIGHT takes 30 columns."""
    return Face(scale, scale)


def span(text: str, face: Face) -> int:
    """How many columns `text` takes."""
    pixels = sum(GLYPHS[character].width for character in text)
    return 2 * face.scale * pixels + face.gap * max(len(text) - 1, 0)


def scale_for(text: str, columns: int, rows: int, face: Callable[[int], Face], *, largest: int = 3) -> int:
    """The largest scale at which `text` fits, 0 where not even the smallest does or a glyph is missing."""
    if not can_spell(text):
        return 0
    fitting = (
        scale
        for scale in range(largest, 0, -1)
        if scale * HEIGHT <= rows and span(text, face(scale)) <= columns
    )
    return next(fitting, 0)


def can_spell(text: str) -> bool:
    """Whether the font has every character of `text`."""
    return all(character in GLYPHS for character in text)


@lru_cache(maxsize=256)
def spell(text: str, face: Face, block: str = BLOCK) -> tuple[str, ...]:
    """The rows of `text` in blocks, all of the same width; a pixel that is off is a blank.

    Raises KeyError where the font lacks a character: see `can_spell`.
    """
    on, off, gap = block * 2 * face.scale, " " * 2 * face.scale, " " * face.gap
    lines: list[str] = []
    for row in range(HEIGHT):
        line = gap.join(
            "".join(on if glyph.rows[row] >> bit & 1 else off for bit in reversed(range(glyph.width)))
            for glyph in map(GLYPHS.__getitem__, text)
        )
        lines += [line] * face.scale
    return tuple(lines)
