"""Chapters: where each begins, and what the two formats make of its name.

The goldens stand in tests/golden/chapters. After a change that is meant, run this with UPDATE_GOLDEN=1.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import counted, hold, rest, routine
from goldens import golden
from strategies import routines
from stretchtimer.compiler import compile_routine
from stretchtimer.exports.chapters import Chapter, can_name, chapters_of, cue_sheet, web_vtt

GOLDEN = Path(__file__).parent / "golden" / "chapters"
ODD = (
    Chapter(0, 'The "big" one'),
    Chapter(13, "A --> B & <b>"),
    Chapter(59_999, "Übung 伸び"),
    Chapter(6_000_040, "\x1b[31mred\n\nTITLE"),
)


def check_golden(name: str, text: str) -> None:
    path = GOLDEN / name
    assert text == golden(path, text)


def test_golden_cue() -> None:
    """Quotation marks become single ones, escapes are shown, minutes go beyond an hour, frames round down."""
    check_golden("odd.cue", cue_sheet(ODD, title='A "title"', file="a.wav", kind="WAVE"))


def test_golden_vtt() -> None:
    """Marks of WebVTT are escaped, no line is empty, the last chapter ends with the file."""
    check_golden("odd.vtt", web_vtt(ODD, length=6_100_000))


def test_a_chapter_begins_where_it_is_announced() -> None:
    """Who jumps to a chapter hears what it is: the way to it belongs to it, the first begins the file."""
    steps = (
        hold("30s", "One"),
        hold("40s", "Two", sides="split"),
        rest("10s"),
        counted(3, "Three", sides="alternate"),
    )
    timeline = compile_routine(routine(*steps, prepare="10s", transition="5s", switch="3s")).timeline
    assert [(chapter.start, chapter.title) for chapter in chapters_of(timeline)] == [
        (0, "One"),
        (40_000, "Two, left side"),
        (65_000, "Two, right side"),
        (88_000, "Three"),
    ]


@given(routines())
def test_chapters_follow_each_other(drawn) -> None:
    """One for each block, in order, the first at 0, none after its work has begun."""
    timeline = compile_routine(drawn).timeline
    chapters = chapters_of(timeline)
    assert len(chapters) == len(timeline.blocks)
    starts = [chapter.start for chapter in chapters]
    assert starts == sorted(starts)
    assert starts[0] == 0
    works = [timeline.starts[block.first] for block in timeline.blocks.values()]
    assert all(start <= work for start, work in zip(starts, works, strict=True))


@given(st.integers(0, 86_400_000))
def test_a_cue_sheet_is_never_late_and_less_than_a_frame_early(ms: int) -> None:
    """75 frames a second, rounded down."""
    text = cue_sheet([Chapter(ms, "x")], title="t", file="a.wav", kind="WAVE")
    found = re.search(r"INDEX 01 (\d{2,}):([0-5]\d):(\d\d)$", text, re.MULTILINE)
    assert found
    minutes, seconds, frames = map(int, found.groups())
    assert frames < 75
    assert 0 <= ms - (minutes * 60_000 + seconds * 1000 + frames * 1000 / 75) < 1000 / 75 + 1e-6


@given(st.text())
def test_no_name_breaks_a_line(name: str) -> None:
    """Whatever a routine calls its exercises, there is one line for each name."""
    one = [Chapter(0, name)]
    assert len(cue_sheet(one, title=name, file="a.wav", kind="WAVE").split("\n")) == 6
    lines = web_vtt(one, length=1000).split("\n")
    assert "-->" in lines[2]
    assert len(lines) == 5
    assert lines[3].strip()
    assert "-->" not in lines[3]


@pytest.mark.parametrize(("name", "can"), [("a b.wav", True), ('a"b.wav', False), ("a\nb.wav", False)])
def test_a_cue_sheet_names_what_it_can(name: str, can: bool) -> None:
    """A quotation mark cannot be written there, a line break neither."""
    assert can_name(name) is can
