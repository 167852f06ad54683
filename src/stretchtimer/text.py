"""Text that comes from outside and goes to a terminal: made harmless, measured, cut.

It knows no terminal and no markup; it deals in characters and cells.
"""

from __future__ import annotations

import re
import unicodedata

# C0 and C1 controls, and the marks that turn the reading direction: the first can drive a
# terminal, the second can make a line read as what it is not.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def unsafe_character(text: str) -> str | None:
    """The first character of `text` that must not reach a terminal, or None. Line breaks and tabs count."""
    match = _UNSAFE.search(text)
    return match[0] if match else None


def safe(text: str) -> str:
    """`text` with every control character shown as its code instead of obeyed, on one line."""
    return _UNSAFE.sub(lambda match: " " if match[0] in "\t\n\r" else f"<U+{ord(match[0]):04X}>", text)


def one_line(text: str) -> str:
    """`text` with every run of white space folded into one blank, as a folded YAML block means it."""
    return " ".join(text.split())


def quoted(text: str, limit: int = 40) -> str:
    """`text` in quotes for a message: on one line, what cannot be seen as its code, cut where it is long."""
    folded = one_line(text)
    cut = folded if len(folded) <= limit else f"{folded[: limit - 1]}…"
    return "'" + "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in cut) + "'"


def cell_width(text: str) -> int:
    """How many terminal cells `text` takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    width = 0
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
            continue
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width


def uncapitalised(name: str) -> str:
    """A name inside a sentence: `Wide leg bend` -> `wide leg bend`; `TRX row`, `C-curve` stay."""
    first = name.partition(" ")[0]
    is_word = first[:1].isupper() and first[1:2].islower() and first[1:].islower()
    return first[0].lower() + name[1:] if is_word else name


def spoken_ms(text: str) -> int:
    """About how many ms a text takes to say, at 150 words a minute."""
    return len(text.split()) * 400
