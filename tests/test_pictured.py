"""The picture of an exercise: on a terminal as its colours allow, as a file, and in words."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from commandline import write
from stretchtimer.figure import Drawing, read_figure
from stretchtimer.routinefile import read_exercise
from stretchtimer.screen.look import ColorDepth
from stretchtimer.screen.picture import drawn_for, lines

if TYPE_CHECKING:
    from commandline import CommandLine, Home

QUADRANTS = set("▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")
_ESCAPE = re.compile("\x1b\\[[0-9;]*m")


def drawing() -> Drawing:
    data = b"""\
name: Fold
figure:
  shows: The body folds over both legs.
  poses:
    tall: {from: sit}
    nod: {from: sit, head: 20}
"""
    reading = read_figure(read_exercise(data, "fold.yaml", "fold").use())
    assert reading.figure is not None, reading.faults
    return Drawing(reading.figure)


@pytest.mark.parametrize("light", [False, True])
@pytest.mark.parametrize("color", ColorDepth)
def test_a_picture_can_be_seen_on_any_background(color: ColorDepth, light: bool) -> None:
    """What has a colour has a ground of its own too: white limbs on a white terminal would not be seen."""
    cells = drawing().still(columns=26, rows=9, look=drawn_for(color, light=light))
    coloured = [cell for row in cells for cell in row if cell[1] is not None]
    assert all(paper is not None for _, _, paper in coloured)
    assert coloured or color in (ColorDepth.NONE, ColorDepth.STANDARD)


@pytest.mark.parametrize("color", ColorDepth)
def test_a_picture_is_as_wide_as_it_says_in_any_colours(color: ColorDepth) -> None:
    """Each line is the pictures beside each other; blocks where there are many colours, dots where not."""
    made = drawing().cells(0, columns=20, rows=8, look=drawn_for(color))
    drawn = list(lines([made, made], color, gap=2))
    assert len(drawn) == 8
    text = [_ESCAPE.sub("", line) for line in drawn]
    assert max(map(len, text)) <= 42
    seen = set("".join(text)) - {" "}
    if color in (ColorDepth.TRUECOLOR, ColorDepth.EIGHT_BIT):
        assert seen <= QUADRANTS
    else:
        assert all(0x2800 <= ord(character) < 0x2900 for character in seen)
    assert ("\x1b" in "".join(drawn)) is (color is not ColorDepth.NONE)
    assert "\x1b[0m" in drawn[0] or color is ColorDepth.NONE or not text[0].strip("\u2800 ")


def test_a_pipe_gets_the_sentence_and_no_picture(stretch: CommandLine) -> None:
    """Who reads it by ear or by program is told what the picture shows."""
    ran = stretch("exercises", "hurdler")
    assert ran.out.splitlines()[-1].startswith("Picture: Sitting with one leg long")
    assert not QUADRANTS & set(ran.out)
    assert json.loads(stretch("exercises", "hurdler", "--json").out)["shows"].startswith("Sitting")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("columns", "environment", "blocks", "dots"),
    [
        (120, {"TERM": "xterm-256color"}, True, False),
        (120, {"TERM": "xterm-256color", "NO_COLOR": "1"}, False, True),
        (28, {"TERM": "xterm-256color"}, False, False),
    ],
)
def test_a_terminal_gets_what_it_can_show(
    home: Home, columns: int, environment: dict[str, str], *, blocks: bool, dots: bool
) -> None:
    """Blocks with colours, dots without, and no picture where there is no room for one."""
    import pexpect

    program = [sys.executable, "-m", "stretchtimer", "exercises", "hurdler", "--still"]
    child = pexpect.spawn(
        program[0], program[1:], dimensions=(80, columns), encoding="utf-8", timeout=20,
        env={"HOME": str(home.root), "LANG": "C.UTF-8", "PYTHONPATH": ":".join(sys.path)} | environment,
    )  # fmt: skip
    shown = child.read()
    assert bool(QUADRANTS & set(shown)) is blocks
    assert any(0x2801 <= ord(character) < 0x2900 for character in shown) is dots
    assert max(len(_ESCAPE.sub("", line)) for line in shown.splitlines()) <= columns
    assert "Picture:" in shown


def test_the_picture_as_a_file(stretch: CommandLine, home: Home) -> None:
    """It is an SVG that can be parsed, the sides are not the same, and nothing is overwritten unasked."""
    path = home.work / "one.svg"
    ran = stretch("exercises", "hurdler", "--svg", "one.svg")
    assert (ran.code, ran.out, ran.err) == (0, "", "Written: one.svg\n")
    assert ET.parse(path).getroot().tag.endswith("svg")  # noqa: S314 - our own
    left = path.read_bytes()
    again = stretch("exercises", "hurdler", "--svg", "one.svg", "--side", "right")
    assert again.code == 1
    assert "one.svg is there already\n  replace it with --force" in again.err
    assert path.read_bytes() == left
    assert stretch("exercises", "hurdler", "--svg", "one.svg", "--side", "right", "--force").code == 0
    assert path.read_bytes() != left
    assert "there is no folder" in stretch("exercises", "hurdler", "--svg", "none/one.svg").err


def test_a_level_that_is_not_there_is_answered(stretch: CommandLine) -> None:
    """How many there are is said; what needs one exercise says so."""
    assert "levels: from 1 to 4" in stretch("exercises", "single-leg-kick", "--level", "5").err
    assert "levels: it has none" in stretch("exercises", "hurdler", "--level", "1").err
    ran = stretch("exercises", "--svg", "x.svg")
    assert ran.code == 2
    assert "are for one exercise: name it" in ran.err


def test_an_exercise_without_a_figure_is_shown_without(stretch: CommandLine, home: Home) -> None:
    """Words are enough to show it; as a file there is nothing to write."""
    write(home.routines / "exercises" / "bow.yaml", "name: Bow\ninstructions: [Bow.]\n")
    assert "Picture" not in stretch("exercises", "bow").out
    ran = stretch("exercises", "bow", "--svg", "bow.svg")
    assert (ran.code, ran.err) == (
        1,
        "Error: bow has no figure that can be drawn\n  `stretch check` says why\n",
    )
    assert not (home.work / "bow.svg").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["hurdler", "--json", "--orbit"], "--json and --orbit do not go together: choose one"),
        (["hurdler", "--force"], "--force is for --svg: name the file to write"),
        (["hurdler", "--watch", "x.yaml"], "--watch shows what a file says: leave out 'hurdler'"),
        (["--orbit"], "are for one exercise: name it"),
        (["hurdler", "--json", "--side", "left"], "--json says all of an exercise"),
        (["hurdler", "--orbit", "--no-figure"], "--orbit is for figures: leave out --no-figure"),
    ],
)
def test_options_that_make_no_sense_together_are_told(
    stretch: CommandLine, words: list[str], told: str
) -> None:
    """What would be left out in silence is refused, with what to write instead."""
    ran = stretch("exercises", *words)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_what_needs_a_terminal_says_so(stretch: CommandLine, home: Home) -> None:
    """In a pipe there is nobody to watch, and no picture to choose a view from."""
    write(home.work / "bow.yaml", "name: Bow\n")
    ran = stretch("exercises", "--watch", "bow.yaml")
    assert (ran.code, ran.out) == (1, "")
    assert "--watch needs a terminal that shows pictures, and the output is not one" in ran.err
    assert "there is no file" in stretch("exercises", "--watch", "none.yaml").err
    assert "--orbit needs a terminal that shows pictures" in stretch("exercises", "hurdler", "--orbit").err


def test_the_picture_as_a_file_is_the_levels(stretch: CommandLine, home: Home) -> None:
    """A level that looks different is another picture."""
    for level in ("1", "4"):
        assert stretch("exercises", "single-leg-kick", "--svg", f"{level}.svg", "--level", level).code == 0
    assert (home.work / "1.svg").read_bytes() != (home.work / "4.svg").read_bytes()
