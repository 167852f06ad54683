"""The block font: legible, of one height, as large as the room allows."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stretchtimer.screen.digits import GLYPHS, HEIGHT, TIMES, WORDS, best, can_spell, span, spell, square

TWELVE_THIRTY = """\
  ██    ██████      ██████  ██████
████        ██  ██      ██  ██  ██
  ██    ██████      ██████  ██  ██
  ██    ██      ██      ██  ██  ██
██████  ██████      ██████  ██████"""
texts = st.text(alphabet=sorted(GLYPHS), min_size=1, max_size=8)
SMALL = square(TIMES)[-1]


def test_a_time_reads_as_figures():
    """The figures look like figures; a colon is one pixel wide."""
    assert "\n".join(spell("12:30", SMALL)) == TWELVE_THIRTY


def test_no_two_figures_look_alike():
    """A 6 is never taken for an 8: no two figures have the same pixels."""
    figures = [spell(figure, SMALL) for figure in "0123456789"]
    assert all(one != other for one, other in combinations(figures, 2))


def test_no_two_letters_look_alike():
    """A name can be read: only O and 0, S and 5 share their pixels, which no word mistakes."""
    alike = {
        frozenset((one, other))
        for one, other in combinations(sorted(set(GLYPHS) - {" "}), 2)
        if GLYPHS[one] == GLYPHS[other]
    }
    assert alike == {frozenset("0O"), frozenset("5S")}


@pytest.mark.parametrize("face", TIMES, ids=str)
def test_all_figures_and_the_blank_are_of_one_width(face):
    """A number keeps its columns when it loses a figure: ` 9` is as wide as `10`."""
    assert {span(figure, face) for figure in "0123456789 "} == {3 * face.wide}


@settings(deadline=None)
@given(texts, st.sampled_from([*TIMES, *WORDS]))
def test_every_row_is_as_wide_as_the_span(text, face):
    """What `span` promises is what `spell` takes, and the height is the scale's."""
    rows = spell(text, face)
    assert len(rows) == HEIGHT * face.scale
    assert {len(row) for row in rows} == {span(text, face)}


@settings(deadline=None)
@given(texts, st.sampled_from(square(TIMES)))
def test_a_pixel_grows_with_the_scale(text, face):
    """At scale n each pixel is n times as wide and as high, and nothing else changes."""
    small, large = spell(text, SMALL), spell(text, face)
    assert ["".join(row[:: face.scale]) for row in large[:: face.scale]] == list(small)


@settings(deadline=None)
@given(texts, st.integers(0, 250), st.integers(0, 30), st.sampled_from([TIMES, WORDS]))
def test_the_face_is_the_largest_that_fits(text, columns, rows, faces):
    """Neither higher nor wider than the room, and every face that is higher, or wider, would be."""

    def fits(face) -> bool:
        return span(text, face) <= columns and HEIGHT * face.scale <= rows

    found = best(text, columns, rows, faces)
    larger = faces if found is None else faces[: faces.index(found)]
    assert found is None or fits(found)
    assert not any(map(fits, larger))
    assert list(faces) == sorted(faces, reverse=True)


def test_without_block_characters_a_hash_stands_for_a_pixel():
    """An encoding that has no blocks gets ASCII and nothing else."""
    assert set("".join(spell("0:45", SMALL, "#"))) == {"#", " "}


@pytest.mark.parametrize("word", ["LEFT", "RIGHT", "PAUSED", "DONE", "ENDED", "SWITCH", "READY", "BACK IN"])
def test_the_words_of_the_screen_can_be_spelt(word):
    """Every word that the screen sets large has its letters in the font."""
    assert can_spell(word)


def test_what_the_font_lacks_is_not_spelt():
    """A text with a character outside the font has no face, so that the caller writes it plainly."""
    assert best("7%", 200, 60, TIMES) is None
