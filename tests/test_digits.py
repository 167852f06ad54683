"""The block font: legible, of one height, as large as the room allows."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stretchtimer.screen.digits import GLYPHS, HEIGHT, can_spell, scale_for, span, spell, time_face, word_face

TWELVE_THIRTY = """\
  ██    ██████      ██████  ██████
████        ██  ██      ██  ██  ██
  ██    ██████      ██████  ██  ██
  ██    ██      ██      ██  ██  ██
██████  ██████      ██████  ██████"""
texts = st.text(alphabet=sorted(GLYPHS), min_size=1, max_size=8)
scales = st.integers(1, 3)


def test_a_time_reads_as_figures():
    """The figures look like figures; a colon is one pixel wide."""
    assert "\n".join(spell("12:30", time_face(1))) == TWELVE_THIRTY


def test_no_two_figures_look_alike():
    """A 6 is never taken for an 8: no two figures have the same pixels."""
    figures = [spell(figure, time_face(1)) for figure in "0123456789"]
    assert all(one != other for one, other in combinations(figures, 2))


def test_all_figures_and_the_blank_are_of_one_width():
    """A number keeps its columns when it loses a figure: ` 9` is as wide as `10`."""
    assert {span(figure, time_face(1)) for figure in "0123456789 "} == {6}


@settings(deadline=None)
@given(texts, scales, st.sampled_from([time_face, word_face]))
def test_every_row_is_as_wide_as_the_span(text, scale, face):
    """What `span` promises is what `spell` takes, and the height is the scale's."""
    rows = spell(text, face(scale))
    assert len(rows) == HEIGHT * scale
    assert {len(row) for row in rows} == {span(text, face(scale))}


@settings(deadline=None)
@given(texts, scales)
def test_a_pixel_grows_with_the_scale(text, scale):
    """At scale n each pixel is n times as wide and as high, and nothing else changes."""
    small, large = spell(text, time_face(1)), spell(text, time_face(scale))
    assert ["".join(row[::scale]) for row in large[::scale]] == list(small)


@settings(deadline=None)
@given(texts, st.integers(0, 250), st.integers(0, 30))
def test_the_scale_is_the_largest_that_fits(text, columns, rows):
    """Neither higher nor wider than the room, and one more would be."""
    scale = scale_for(text, columns, rows, word_face)

    def fits(at: int) -> bool:
        return span(text, word_face(at)) <= columns and HEIGHT * at <= rows

    assert scale == 0 or fits(scale)
    assert scale == 3 or not fits(scale + 1)


def test_without_block_characters_a_hash_stands_for_a_pixel():
    """An encoding that has no blocks gets ASCII and nothing else."""
    assert set("".join(spell("0:45", time_face(2), "#"))) == {"#", " "}


@pytest.mark.parametrize("word", ["LEFT", "RIGHT", "PAUSED", "DONE", "ENDED"])
def test_the_words_of_the_screen_can_be_spelt(word):
    """Every word that the screen sets large has its letters in the font."""
    assert can_spell(word)


def test_what_the_font_lacks_is_not_spelt():
    """A text with a character outside the font has scale 0, so that the caller writes it plainly."""
    assert scale_for("7%", 200, 60, time_face) == 0
