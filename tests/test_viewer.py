"""What the screen shows of an exercise that is looked at, at any size, form, side and moment.

The golden pages stand in tests/golden/viewer without the figure's cells. After a change that is meant,
write them anew with UPDATE_GOLDEN=1.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from goldens import golden
from looked_at import fold
from stretchtimer.errors import Problem
from stretchtimer.model import Side
from stretchtimer.screen.figures import Figures
from stretchtimer.screen.look import ColorDepth, Look
from stretchtimer.screen.sight import (
    Sight,
    Watch,
    changes_in,
    first_sight,
    folded,
    other_form,
    other_side,
    phase_at,
    side_at,
)
from stretchtimer.screen.viewer import compose, scrolled

GOLDEN = Path(__file__).parent / "golden" / "viewer"
LOOK = Look(color=ColorDepth.TRUECOLOR)
FIGURES = Figures(LOOK)
PROBLEM = Problem("fold.yaml", 3, 8, "there is no \x1b[31mpose", "write tall", source="  low: {from: toll}")

SAMPLES = {
    "first": first_sight(fold(), side=None, level=None),
    "right level": first_sight(fold(), side=Side.RIGHT, level=2),
    "alternating": replace(first_sight(fold("alternate"), side=None, level=None), moment=5_000),
    "adjusted": replace(first_sight(fold("none", levels=False), side=None, level=None), turn=2),
    "stopped": replace(first_sight(fold(), side=None, level=None), stopped=True, moment=2_000),
    "keys": replace(first_sight(fold(), side=None, level=None), keys=True),
    "watched": replace(
        first_sight(fold(), side=None, level=None),
        watch=Watch(path="fold.yaml", problems=(PROBLEM,), place=(1, 2), stale=True),
    ),
}


def drawn(sight: Sight):
    return FIGURES.drawing(sight.picture(side_at(sight, FIGURES.drawing(sight.picture(sight.side)))))


def page(sight: Sight, size: tuple[int, int] = (80, 24)) -> list[str]:
    """The page as lines of text; the figure's place is blank."""
    return ["".join(text for text, _ in row) for row in compose(sight, drawn(sight), size, LOOK)[0]]


@pytest.mark.parametrize("size", [(50, 14), (80, 24), (120, 40)], ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("name", SAMPLES)
def test_golden(name, size):
    """A change of what a person sees is seen in a review."""
    text = "".join(f"{line.rstrip()}\n" for line in page(SAMPLES[name], size))
    path = GOLDEN / f"{name.replace(' ', '-')}-{size[0]}x{size[1]}.txt"
    assert text == golden(path, text)


@settings(deadline=None, max_examples=80)
@given(
    st.sampled_from(sorted(SAMPLES)),
    st.integers(0, 200),
    st.integers(0, 60),
    st.integers(0, 60),
    st.integers(0, 9_000),
)
def test_any_sight_fits_any_size(name, columns, rows, scroll, moment):
    """As many lines as there are rows, none too wide, nothing a terminal obeys; the figure lies inside."""
    sight = replace(SAMPLES[name], scroll=scroll, moment=moment)
    lines, box = compose(sight, drawn(sight), (columns, rows), LOOK)
    assert len(lines) == rows
    texts = ["".join(text for text, _ in row) for row in lines]
    assert all(cell_len(text) <= columns for text in texts)
    assert "\x1b" not in "".join(texts)
    if box is not None:
        assert box.columns >= 30
        assert box.rows >= 10
        assert box.left + box.columns <= columns
        assert box.top + box.rows <= rows
        covered = [text[box.left : box.left + box.columns] for text in texts[box.top : box.top + box.rows]]
        assert not "".join(covered).strip()


@pytest.mark.parametrize(("size", "pictured"), [((20, 5), False), ((29, 40), False), ((30, 14), True)])
def test_a_figure_needs_room(size, pictured):
    """A small terminal has words alone; from 30 by 10 cells one can make the figure out."""
    sight = SAMPLES["first"]
    assert (compose(sight, drawn(sight), size, LOOK)[1] is not None) is pictured
    assert "Fold" in page(sight, size)[0]


@pytest.mark.parametrize("size", [(20, 5), (50, 14), (80, 24), (120, 40)])
def test_everything_can_be_read(size):
    """However small the terminal is: scrolled to the end nothing of the file was left out."""
    sight = SAMPLES["first"]
    most, _ = scrolled(sight, drawn(sight), size, LOOK)
    seen = " ".join(" ".join(page(replace(sight, scroll=at), size)) for at in range(most + 1))
    for word in ("nods", "cushion", "shoulders", "way", "sore", "mat", "3."):
        assert word in seen
    assert page(replace(sight, scroll=most + 50), size) == page(replace(sight, scroll=most), size)


def test_the_words_follow_the_side_and_the_level():
    """What is told is what is shown: the side's words, the level's instructions."""
    text = "\n".join(page(SAMPLES["right level"], (80, 50)))
    assert "level 2 of 3" in text
    assert "Nod further." in text
    assert "RIGHT" in text.splitlines()[0]
    assert "your left leg long" in "\n".join(page(SAMPLES["first"], (80, 50)))


def test_alternating_sides_are_shown_in_turn():
    """Each round is the other side's, beginning with the one that was asked for; figure and words agree."""
    sight = first_sight(fold("alternate"), side=Side.RIGHT, level=None)
    drawing = FIGURES.drawing(sight.picture(sight.side))
    assert drawing is not None
    seen = [side_at(replace(sight, moment=moment), drawing) for moment in (0, 3_999, 4_000, 7_999, 8_000)]
    assert seen == [Side.RIGHT, Side.RIGHT, Side.LEFT, Side.LEFT, Side.RIGHT]
    assert side_at(other_side(sight), drawing) is Side.LEFT


@given(st.integers(0, 30_000), st.sampled_from(["none", "each", "alternate"]))
@settings(deadline=None)
def test_nothing_changes_before_it_is_said_to(moment, sides):
    """Between two wakings figure, phase and side stay as they are: nobody has to look."""
    sight = replace(first_sight(fold(sides), side=None, level=None), moment=moment)
    drawing = drawn(sight)
    change = changes_in(sight, drawing)
    assert change is not None
    assert change > 0
    later = replace(sight, moment=moment + change - 1)
    assert phase_at(later, drawing) == phase_at(sight, drawing)
    assert side_at(later, drawing) is side_at(sight, drawing)
    one, two = (drawing.cells(folded(at, drawing), columns=30, rows=10) for at in (sight, later))
    assert one == two
    assert changes_in(replace(sight, stopped=True), drawing) is None


def test_what_is_entered_once_is_shown_again():
    """A stretch without a tempo goes into its pose, stays for a breath, and is shown from the beginning."""
    sight = first_sight(replace(fold(), tempo=(), levels=()), side=None, level=None)
    drawing = drawn(sight)
    whole = drawing.course.entered + drawing.course.period
    assert drawing.course.entered > 0
    assert [folded(replace(sight, moment=at), drawing) for at in (0, whole - 1, whole, whole + 7)] == [
        0, whole - 1, 0, 7,
    ]  # fmt: skip


def test_levels_go_to_their_ends_and_adjustments_round():
    """As it stands an exercise is between the first and the second level; adjustments come in turn."""
    sight = SAMPLES["first"]
    assert other_form(sight, -1).level == 1
    assert other_form(sight, 1).level == 2
    top = other_form(other_form(other_form(sight, 1), 1), 1)
    assert top.level == 3
    plain = first_sight(fold(levels=False), side=None, level=4)
    assert plain.level is None
    turns = [plain]
    for _ in range(3):
        turns.append(other_form(turns[-1], 1))
    assert [one.adjustment for one in turns] == [None, 1, 2, None]
