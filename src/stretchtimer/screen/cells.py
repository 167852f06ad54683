"""Text as a terminal counts it, in cells: made harmless, cut, wrapped.

It knows no place on the screen. What leaves `clean` has one known width everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rich.cells import cell_len, get_character_cell_size

from stretchtimer.text import safe

# Joiners and selectors change how wide their neighbours are, on some terminals only; without them
# an emoji of several parts stands as its parts. More marks than a language writes are a prank.
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_MOST_MARKS = 3
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_UNMEASURED = frozenset({"Cn", "Co", "Cc", "Cs"})
_ASCII = str.maketrans(
    {
        "·": "-", "…": "...", "\u2013": "-", "\u2014": "-",  # two dashes
        "\u2018": "'", "\u2019": "'", "“": '"', "”": '"', "•": "*", "\u00d7": "x",  # quotes; times
        "°": " deg", "→": ">", "←": "<", "█": "#", "ß": "ss",
    }
)  # fmt: skip


@lru_cache(maxsize=1024)
def clean(text: str, plain: bool) -> str:
    """`text` on one line, without anything that obeys or that terminals measure differently.

    `plain` leaves ASCII alone, with a likeness of what is not.
    """
    text = safe(text)
    if text.isascii():
        return text
    if plain:
        return to_ascii(text)
    return _measurable(unicodedata.normalize("NFC", _SELECTORS.sub("", text)))


def to_ascii(text: str) -> str:
    """A likeness of `text` in ASCII; what has none becomes a question mark."""
    parts = unicodedata.normalize("NFKD", text.translate(_ASCII))
    return "".join(c for c in parts if not unicodedata.combining(c)).encode("ascii", "replace").decode()


def _measurable(text: str) -> str:
    kept: list[str] = []
    marks = _MOST_MARKS  # a mark at the very start has nothing to stand on
    for own in text:
        category = unicodedata.category(own)
        character = " " if category == "Zs" else _UNKNOWN if category in _UNMEASURED else own
        if category == "Cf":
            continue
        if get_character_cell_size(character):
            kept.append(character)
            marks = 0
        elif category[0] == "M" and marks < _MOST_MARKS:
            kept.append(character)
            marks += 1
    return "".join(kept)


def width(text: str) -> int:
    """How many cells clean text takes."""
    return len(text) if text.isascii() else cell_len(text)


def cut(text: str, columns: int) -> str:
    """As much of the start of `text` as fits; a wide character goes whole or not at all."""
    if text.isascii():
        return text[: max(columns, 0)]
    if cell_len(text) <= columns:
        return text
    used = 0
    for index, character in enumerate(text):
        used += get_character_cell_size(character)
        if used > columns:
            return text[:index]
    return text


def fit(text: str, columns: int, ellipsis: str = "…") -> str:
    """`text`, or its start and an ellipsis where it is too wide."""
    if width(text) <= columns:
        return text
    if columns <= 2 * len(ellipsis):
        return cut(text, columns)
    return cut(text, columns - len(ellipsis)).rstrip(" .,;:") + ellipsis


@lru_cache(maxsize=256)
def wrap(text: str, columns: int) -> tuple[str, ...]:
    """The lines of `text`, broken between words; within a word only where it is too wide by itself."""
    lines: list[str] = []
    line = ""
    for whole in text.split():
        word = whole
        if line and width(line) + 1 + width(word) <= columns:
            line += " " + word
            continue
        if line:
            lines.append(line)
        while width(word) > columns:
            piece = cut(word, columns) or word[0]
            lines.append(piece)
            word = word[len(piece) :]
        line = word
    return (*lines, line) if line else tuple(lines)


def limit(lines: tuple[str, ...], rows: int, columns: int, ellipsis: str = "…") -> tuple[str, ...]:
    """The first `rows` lines; where there were more, the last one kept says so."""
    if len(lines) <= rows:
        return lines
    if rows < 1:
        return ()
    return (*lines[: rows - 1], _open_ended(lines[rows - 1], columns, ellipsis))


def _open_ended(line: str, columns: int, ellipsis: str) -> str:
    """A line with an ellipsis after its last whole word that leaves room for it."""
    kept = cut(line, columns - len(ellipsis))
    if kept != line and " " in kept and line[len(kept)] != " ":
        kept = kept[: kept.rindex(" ")]
    return cut(kept.rstrip(" .,;:") + ellipsis, columns)
