"""Ids and paths in the commands that are shown: a shell reads the very same word."""

from __future__ import annotations

import shlex
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchtimer.shellwords import shell_word
from stretchtimer.text import safe


@pytest.mark.parametrize("word", ["hip-unlock", "s6", "übung_2", "-x"])
def test_a_plain_id_has_no_quotes(word: str) -> None:
    """Letters of any language, digits and dashes are typed as they are."""
    assert shell_word(word) == word


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell is what shlex reads")
@given(st.text(min_size=1))
def test_a_shell_reads_one_word(word: str) -> None:
    """Blanks, quotes, dollars and all: one word, and no control character reaches the terminal."""
    assert shlex.split(shell_word(word)) == [safe(word)]
