"""The README's pictures are real screens of today's program, and can be drawn by any reader."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from rich.style import Style
from rich.text import Text

import stretchtimer
from vectors import as_svg

ROOT = Path(__file__).parents[1]
PICTURES = sorted((ROOT / "docs" / "pictures").glob("*.svg"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
MOST_BYTES = 250_000
SVG = "{http://www.w3.org/2000/svg}"


def drawn(*rows: Text, columns: int = 20) -> ET.Element:
    return ET.fromstring(as_svg(rows, columns=columns, title="A title", name="sample"))  # noqa: S314 - our own


def shapes(picture: ET.Element) -> dict[str, str]:
    """What is drawn in each colour."""
    return {path.attrib["fill"]: path.attrib["d"] for path in picture.iter(f"{SVG}path")}


def words(picture: ET.Element) -> list[str]:
    return [(text.text or "").replace("\xa0", " ") for text in picture.iter(f"{SVG}text")]


@pytest.mark.skipif(sys.platform == "win32", reason="the pictures are made on a pseudo-terminal")
def test_the_pictures_are_those_of_today(tmp_path: Path) -> None:
    """Made anew they are the same to the byte. Where this fails: `python docs/pictures.py`, and look."""
    subprocess.run(
        [sys.executable, str(ROOT / "docs" / "pictures.py"), "--out", str(tmp_path)],
        check=True,
        env={"PATH": "", "PYTHONPATH": str(Path(stretchtimer.__file__).parents[1]), "TZ": "Asia/Tokyo"},
    )
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(made) == {path.name for path in PICTURES}
    for path in PICTURES:
        assert made[path.name] == path.read_bytes(), f"{path.name}: run `python docs/pictures.py`"


def test_the_readme_shows_each_picture_with_words_for_who_cannot_see_it() -> None:
    """Every picture stands there once, and a whole sentence says what is on it."""
    shown = re.findall(r"!\[([^\]]*)\]\((docs/pictures/[^)]*)\)", README)
    assert sorted(path for _, path in shown) == [path.relative_to(ROOT).as_posix() for path in PICTURES]
    assert all(len(alt) > 60 and alt.endswith(".") for alt, _ in shown)


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_is_small_and_needs_nothing_else(path: Path) -> None:
    """It is well-formed, asks the network for nothing, and stays below a size that loads at once."""
    text = path.read_text(encoding="utf-8")
    ET.fromstring(text)  # noqa: S314 - our own
    assert not re.search(r"url\((?!#)|href=|@import", text)
    assert len(text.encode()) < MOST_BYTES


def test_blocks_below_and_beside_each_other_are_one_shape() -> None:
    """There is no seam for a reader's font or for rounding to open."""
    row = Text("███", style=Style(color="#2e86de"))
    assert shapes(drawn(row, row)) == {"#2e86de": "M0 0h24v32h-24z"}
    halves = drawn(Text("▐▌", style=Style(color="#2e86de")))
    assert shapes(halves) == {"#2e86de": "M4 0h8v16h-8z"}


def test_a_quadrant_lies_on_its_ground() -> None:
    """The ground fills the cell, also behind a wide character; the ink is drawn after it."""
    picture = drawn(Text("▝体", style=Style(color="#ffffff", bgcolor="#102030")))
    assert list(shapes(picture).items()) == [("#102030", "M0 0h24v16h-24z"), ("#ffffff", "M4 0h4v8h-4z")]


def test_reverse_and_dim_are_colours() -> None:
    """What a terminal does with attributes is done in the picture."""
    picture = drawn(Text("REST", style=Style(reverse=True)), Text("█", style=Style(dim=True)))
    ground, dim = shapes(picture)
    assert ground == "#d9dde5"  # the terminal's own ink
    assert dim not in (ground, "#10141f")


def test_words_keep_their_place() -> None:
    """No reader's way with blanks can move a word: none begins with one, and each has its own place."""
    picture = drawn(Text("  two   words"))
    texts = list(picture.iter(f"{SVG}text"))[1:]
    assert [(text.text, text.attrib["x"]) for text in texts] == [("two", "24.4"), ("words", "97.6")]


def test_what_a_file_says_cannot_become_markup() -> None:
    """A name with angle brackets is text."""
    assert "<b>&" in words(drawn(Text("<b>&")))


def test_a_row_is_cut_at_the_edge() -> None:
    """As on a terminal: nothing is drawn beside it."""
    assert words(drawn(Text("0123456789"), columns=4))[1:] == ["0123"]
