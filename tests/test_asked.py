"""The screen of a question after the end, at any size.

The golden screens stand in tests/golden/asked. After a change that is meant, write them anew with
`UPDATE_GOLDEN=1 pytest tests/test_asked.py` and read the difference.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from frames import SAMPLES, any_frames, sizes, texts
from goldens import golden
from stretchtimer.asking import Feel, MakeUp
from stretchtimer.frame import Ask, View
from stretchtimer.making_up import Owed
from stretchtimer.model import Side
from stretchtimer.screen.layout import compose, render
from stretchtimer.screen.look import ColorDepth, Ink, Look
from stretchtimer.screen.wording import still

GOLDEN = Path(__file__).parent / "golden" / "asked"
SIZES = [(20, 5), (50, 14), (80, 24), (120, 40)]


def feel(*keys: str) -> Ask:
    question = Feel(0)
    for key in keys:
        question.press("space" if key == " " else key, 0)
    return question.shown


ASKED = {
    "feel": ("finished", feel()),
    "felt": ("finished", feel("3", *"left hip")),
    "ten": ("stopped", feel("tab", "1", "0")),
    "long": (
        "finished",
        feel("7", *"hamstrings tight all the way down, better after the second round of it"),
    ),
    "side": ("finished", MakeUp([Owed(block=1, name="Hurdler", side=Side.RIGHT, short=15_000)], 0).shown),
    "sides": (
        "finished",
        MakeUp(
            [
                Owed(block=1, name="Hurdler", side=Side.RIGHT, short=15_000),
                Owed(block=3, name="Kneeling psoas", side=Side.LEFT, short=30_000),
            ],
            0,
        ).shown,
    ),
}


def screen(name: str, size: tuple[int, int], look: Look) -> str:
    sample, ask = ASKED[name]
    lines = render(SAMPLES[sample][0], View(ask=ask), size, look)
    return "".join(f"{line.plain.rstrip()}\n" for line in lines)


def check_golden(name: str, text: str) -> None:
    path = GOLDEN / f"{name}.txt"
    assert text == golden(path, text)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("name", ASKED)
def test_golden(name: str, size: tuple[int, int]) -> None:
    """A change of what a person sees is seen in a review."""
    check_golden(f"{name}-{size[0]}x{size[1]}", screen(name, size, Look()))


@pytest.mark.parametrize("name", ["felt", "side"])
def test_golden_of_an_ascii_terminal(name: str) -> None:
    """Where the encoding has no blocks and dots."""
    text = screen(name, (80, 24), Look(ascii=True))
    assert text.isascii()
    check_golden(f"ascii-{name}-80x24", text)


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("size", SIZES)
def test_without_colour_nothing_is_missing(name: str, size: tuple[int, int]) -> None:
    """What is chosen is told by characters: a line below it, brackets, the headline."""
    assert screen(name, size, Look(color=ColorDepth.NONE)) == screen(name, size, Look())


def test_nothing_moves_when_a_number_is_chosen() -> None:
    """The scale stands where it stood, and so does the word above it."""
    size = (80, 24)
    before, after = (
        render(SAMPLES["finished"][0], View(ask=ask), size, Look()) for ask in (feel(), feel("8"))
    )
    changed = [
        row
        for row, (one, other) in enumerate(zip(before, after, strict=True))
        if not other.plain.startswith(one.plain.rstrip())
    ]
    hints = next(row for row, line in enumerate(after) if "Enter" in line.plain)
    assert changed == [hints]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("value", range(11))
def test_the_number_that_is_chosen_is_marked(size: tuple[int, int], value: int) -> None:
    """In the scale, wherever it has room, and in the headline."""
    rows = compose(still(SAMPLES["finished"][0]), View(ask=replace(feel("1"), value=value)), size, Look())
    text = "\n".join("".join(piece for piece, _ in row) for row in rows)
    marked = [text for row in rows for text, ink in row if ink is Ink.STRONG and "━" in text]
    assert f"[{value}]" in text or marked or size[0] < 44


@pytest.mark.parametrize("columns", [1, 2, 3, 4, 5])
def test_a_note_ends_at_its_mark_in_the_narrowest_terminal(columns: int) -> None:
    """Also where there is less room than a cut and a mark need: drawing it comes to an end."""
    for look in (Look(), Look(ascii=True)):
        lines = render(SAMPLES["finished"][0], View(ask=replace(feel(), note="stiff")), (columns, 40), look)
        assert all(cell_len(line.plain) <= columns for line in lines)


asks = st.builds(
    Ask,
    headline=texts,
    widest=texts,
    lines=st.lists(texts, max_size=3).map(tuple),
    hints=st.lists(texts, min_size=1, max_size=4).map(tuple),
    side=st.sampled_from([None, *Side]),
    scale=st.booleans(),
    value=st.none() | st.integers(0, 10),
    note=st.none() | texts,
)


@settings(deadline=None, max_examples=60)
@given(any_frames(), asks, sizes, st.booleans())
def test_any_question_fits_any_size(shown, ask, size, plain_characters) -> None:
    """As many lines as the terminal has rows, none wider than its columns, nothing that it would obey."""
    columns, rows = size
    lines = render(shown, View(ask=ask), size, Look(ascii=plain_characters))
    assert len(lines) == rows
    for line in lines:
        assert cell_len(line.plain) <= columns
        assert not any(ord(character) < 32 for character in line.plain)
        assert line.plain.isascii() or not plain_characters
