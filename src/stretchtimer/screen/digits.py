"""Big glyphs: a block font of 3x5 pixels, in faces from wide to narrow and from small to large.

It knows no screen and no colour. Two columns a pixel make it square in a usual terminal font; half as
many make a narrow letter that is as high.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    "Z": "71247", "/": "11244", "-": "00700", "+": "02720", ">": "42124", " ": "00000",
}  # fmt: skip
_ODD = {
    ":": (1, (0, 1, 0, 1, 0)),
    ".": (1, (0, 0, 0, 0, 1)),
    ",": (1, (0, 0, 0, 1, 1)),
    "!": (1, (1, 1, 1, 0, 1)),
    "(": (2, (1, 2, 2, 2, 1)),
    ")": (2, (2, 1, 1, 1, 2)),
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
    """How large a text is set: a pixel is `wide` columns by `scale` rows, `gap` is columns between glyphs."""

    scale: int
    wide: int
    gap: int


GLYPHS = {
    **{character: Glyph(3, tuple(map(int, octal))) for character, octal in _OCTAL.items()},
    **{character: Glyph(width, rows) for character, (width, rows) in _ODD.items()},
}


_WIDTHS = (4, 3, 2)
"""Columns of a pixel for two of its rows: from square to half as wide."""


def _faces(*, figures: bool, largest: int) -> tuple[Face, ...]:
    """The highest first, and of one height the widest. Figures stand a whole pixel apart, letters half."""
    made = []
    for scale in range(largest, 0, -1):
        for width in _WIDTHS:
            wide, odd = divmod(scale * width, 2)
            if not odd:
                made.append(Face(scale, wide, wide if figures or wide == 1 else wide // 2))
    return tuple(made)


TIMES = _faces(figures=True, largest=4)
"""For times, to be told from one another from afar."""
WORDS = _faces(figures=False, largest=3)
"""For words."""
SQUARE = 2
"""Columns of a pixel for one of its rows, in a face that is not narrow."""


def square(faces: Iterable[Face]) -> tuple[Face, ...]:
    """Of these faces those that are not narrow."""
    return tuple(face for face in faces if face.wide == SQUARE * face.scale)


def span(text: str, face: Face) -> int:
    """How many columns `text` takes."""
    pixels = sum(GLYPHS[character].width for character in text)
    return face.wide * pixels + face.gap * max(len(text) - 1, 0)


def best(text: str, columns: int, rows: int, faces: Iterable[Face]) -> Face | None:
    """The first face that `text` fits in; None where it fits in none, or the font lacks a character."""
    if not can_spell(text):
        return None
    fitting = (face for face in faces if face.scale * HEIGHT <= rows and span(text, face) <= columns)
    return next(fitting, None)


def can_spell(text: str) -> bool:
    """Whether the font has every character of `text`."""
    return all(character in GLYPHS for character in text)


@lru_cache(maxsize=256)
def spell(text: str, face: Face, block: str = BLOCK) -> tuple[str, ...]:
    """The rows of `text` in blocks, all of the same width; a pixel that is off is a blank.

    Raises KeyError where the font lacks a character: see `can_spell`.
    """
    on, off, gap = block * face.wide, " " * face.wide, " " * face.gap
    lines: list[str] = []
    for row in range(HEIGHT):
        line = gap.join(
            "".join(on if glyph.rows[row] >> bit & 1 else off for bit in reversed(range(glyph.width)))
            for glyph in map(GLYPHS.__getitem__, text)
        )
        lines += [line] * face.scale
    return tuple(lines)
