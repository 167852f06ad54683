"""`stretch check` reads a routine aloud: what there is no time to say is warned about, in its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stretchtimer.library import Folder, Library, bundled
from stretchtimer.proofread import proofread

ROOT = Path(__file__).parent.parent
HEAD = "name: Evening\ntransition: 0s\nsteps:\n"
TALK = "Sit tall and let the shoulders grow heavy, and breathe slowly in and out and in."


def warned(tmp_path, text):
    """Line, column, message and hint of each warning."""
    path = tmp_path / "evening.yaml"
    path.write_text(text, encoding="utf-8")
    reading = Library((Folder(str(bundled()), "shipped"),)).playable(str(path), "evening")
    assert reading.value is not None, reading.problems
    found = proofread(reading, path.read_bytes()).problems
    return [(*problem.place, problem.message, problem.hint) for problem in found]


NOT_SAID = "this line is not said: there is no time for it between the others"


def test_a_line_between_others_is_told_where_it_is_free(tmp_path):
    """A line that another of the author's talks over all along: its place, and a time nearby."""
    text = f"""{HEAD}  - name: Sit
    duration: 40s
    cues:
      - {{at: 20s, say: "{TALK}"}}
      - {{at: 21s, say: Soft jaw.}}
"""
    assert warned(tmp_path, text) == [(8, 9, NOT_SAID, "say it at 19s: there is time")]


def test_what_a_warning_proposes_is_not_warned_about(tmp_path):
    """Who follows the hint is rid of the warning."""
    cues = f'{{at: 20s, say: "{TALK}"}}, {{at: 21s, say: Soft.}}'
    text = f"{HEAD}  - {{name: Sit, duration: 40s, cues: [{cues}]}}\n"
    assert len(warned(tmp_path, text)) == 1
    assert warned(tmp_path, text.replace("at: 21s", "at: 19s")) == []


def test_a_line_of_both_sides_and_rounds_is_told_once(tmp_path):
    """The file has it once, however often it is played."""
    text = f"""{HEAD}  - repeat: 2
    steps:
      - rest: 5s
      - name: Sit
        sides: each
        duration: 30s
        cues:
          - {{at: 10s, say: "{TALK} {TALK}"}}
          - {{at: 11s, say: Soft jaw.}}
"""
    assert [(line, column) for line, column, *_ in warned(tmp_path, text)] == [(12, 13)]


def test_a_name_that_cannot_be_announced_is_told_at_the_name(tmp_path):
    """Between two short holds there is no time for sixteen words."""
    name = "Very long name of a move that nobody can say at all in such a time"
    text = f"{HEAD}  - {{name: A, duration: 2s}}\n  - name: {name}\n    duration: 2s\n"
    ((line, column, message, hint),) = warned(tmp_path, text)
    assert (line, column) == (5, 11)
    assert "is too long to be announced here" in message
    assert hint == "shorten it, or give the change more time"


def test_a_caution_that_outlasts_getting_ready_is_told_at_the_caution(tmp_path):
    """Its first sentence is the one that is said."""
    text = f'name: A\nprepare: 3s\ncaution: "{TALK}"\nsteps:\n  - {{name: Sit, duration: 40s}}\n'
    assert warned(tmp_path, text) == [
        (3, 10,
         "the first sentence of the caution takes about 7 s to say, and 3s are there to get ready",
         "make it shorter, or `prepare` longer"),
    ]  # fmt: skip


def test_hundreds_of_lines_at_once_end_with_the_hundredth(tmp_path):
    """Nobody reads more, and a hostile file keeps nobody waiting."""
    cues = "".join(f'      - {{at: 1s, say: "{TALK} {n}"}}\n' for n in range(300))
    found = warned(tmp_path, f"{HEAD}  - name: Sit\n    duration: 24h\n    cues:\n{cues}")
    assert 100 <= len(found) <= 102


@pytest.mark.parametrize("path", sorted(Path(bundled()).glob("*.yaml")), ids=lambda path: path.stem)
def test_what_is_shipped_can_be_said(path):
    """No shipped routine has a line, a name or a caution without its time."""
    reading = Library((Folder(str(bundled()), "shipped"),)).playable(str(path), path.stem)
    assert proofread(reading, path.read_bytes()).problems == ()


def test_every_warning_is_in_the_format(tmp_path):
    """FORMAT.md has a row for each of these warnings."""
    rows = re.findall(
        r"^\| `(.+?)` \|", (ROOT / "routines/FORMAT.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    source = (ROOT / "src/stretchtimer/proofread.py").read_text(encoding="utf-8")
    assert source.count("reader.warn(") == 3
    for start in (NOT_SAID, "the name … is too long", "the first sentence of the caution takes about …"):
        assert any(row.startswith(start) for row in rows)
