"""Foreign text: harmless on a terminal, measured in cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchtimer.text import cell_width, one_line, quoted, safe, uncapitalised, unsafe_character

DANGEROUS = ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\x9d", "\u2028", "\u202e", "\u2066", "\ufeff", "\ud800"]


@pytest.mark.parametrize("character", DANGEROUS)
def test_what_drives_a_terminal_is_shown_as_its_code(character: str) -> None:
    """Escapes in both their forms, marks that turn a line round, halves of characters."""
    assert unsafe_character(f"ab{character}c") == character
    assert safe(f"ab{character}c") == f"ab<U+{ord(character):04X}>c"


@given(st.text())
def test_safe_text_is_safe_and_stays_so(text: str) -> None:
    """Once is enough, and twice does no harm."""
    assert unsafe_character(safe(text)) is None
    assert safe(safe(text)) == safe(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S"])))
def test_words_of_any_script_stay_as_they_are(text: str) -> None:
    """`[red]`, `日本語` and `é` are text."""
    assert safe(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a  b\n c", "'a b c'"),
        ("30\u200bs", "'30<U+200B>s'"),
        ("\x1b[31m", "'<U+001B>[31m'"),
        ("x" * 41, f"'{'x' * 39}…'"),
        ("x" * 40, f"'{'x' * 40}'"),
    ],
)
def test_a_quoted_text_hides_nothing(text: str, shown: str) -> None:
    """A message that quotes `30s` and calls it wrong would puzzle, if a blank without width were in it."""
    assert quoted(text) == shown


def test_one_line_folds_as_a_folded_block_does() -> None:
    """Line breaks and runs of blanks are one blank."""
    assert one_line(" a\n  b\t c ") == "a b c"


@pytest.mark.parametrize(
    ("text", "cells"),
    [("", 0), ("abc", 3), ("日本", 4), ("e\u0301", 1), ("ﾊﾟ", 2), ("👍", 2), ("a\u200db", 2)],
)
def test_width_is_counted_in_cells(text: str, cells: int) -> None:
    """Wide characters take two, marks on others none."""
    assert cell_width(text) == cells


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Wide leg bend", "wide leg bend"),
        ("Side-lying leg lift", "side-lying leg lift"),
        ("TRX row", "TRX row"),
        ("C-curve", "C-curve"),
        ("T", "T"),
        ("", ""),
        ("Élan", "élan"),
    ],
)
def test_a_name_inside_a_sentence_loses_its_capital_only(name: str, inside: str) -> None:
    """An abbreviation keeps its own."""
    assert uncapitalised(name) == inside
