"""A terminal's screen as an SVG: words by rich's export, fields and blocks as shapes that join without gaps.

It knows no program. The same rows give the same bytes.
"""

from __future__ import annotations

from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from rich.cells import cell_len
from rich.color import blend_rgb
from rich.color_triplet import ColorTriplet
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_Shape: TypeAlias = tuple[int, int, int, int]
_Layer: TypeAlias = dict[str, list[_Shape]]
"""The shapes of each colour."""

_THEME = TerminalTheme(
    background=(16, 20, 31),
    foreground=(217, 221, 229),
    normal=[
        (46, 52, 64), (224, 108, 117), (124, 190, 110), (222, 178, 92),
        (86, 148, 230), (190, 120, 220), (86, 182, 194), (200, 204, 212),
    ],
    bright=[
        (110, 118, 134), (240, 134, 142), (152, 214, 136), (240, 202, 124),
        (120, 176, 250), (210, 150, 238), (118, 206, 218), (240, 242, 246),
    ],
)  # fmt: skip
_DIM = 0.4
"""How far rich's own export takes a dim letter towards its ground."""

# rich's measures of a cell, and where its first one begins.
_CELL, _TOP = 12.2, 1.5
# A glyph of a font is seldom as tall as its line: between two rows of blocks there would be a seam, another
# one with every font. So blocks and lines are shapes: (x, y, width, height) on a grid that is square.
_WIDTH, _HEIGHT = 8, 16
_ALL = (0, 0, _WIDTH, _HEIGHT)
_ACROSS, _DOWN = (4, 7, 4, 1), (3, 8, 1, 8)  # from the middle: to the right, and downwards
_BACK, _UP = (0, 7, 3, 1), (3, 0, 1, 7)
_SHAPES: dict[str, tuple[_Shape, ...]] = {
    glyph: tuple((bit % 2 * 4, bit // 2 * 8, 4, 8) for bit in range(4) if code >> bit & 1)
    for code, glyph in enumerate(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")
    if code
} | {
    "─": ((0, 7, 8, 1),),
    "━": ((0, 6, 8, 3),),
    "│": ((3, 0, 1, 16),),
    "╭": (_ACROSS, _DOWN),
    "╮": (_BACK, _DOWN),
    "╰": (_ACROSS, _UP),
    "╯": (_BACK, _UP),
}
# rich's template without fonts from the network, which a picture in a page may not fetch.
_TEMPLATE = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font: {char_height}px/{line_height}px "Fira Code", ui-monospace, Menlo, Consolas, \
"DejaVu Sans Mono", monospace; white-space: pre }}
.{unique_id}-title {{ font: bold 18px sans-serif }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
SHAPES
<g class="{unique_id}-matrix">
{backgrounds}{matrix}
</g>
</g>
</svg>
"""


def as_svg(rows: Sequence[Text], *, columns: int, title: str, name: str) -> str:
    """The rows in the window of a terminal. `name` marks what is its own: two may stand in one page."""
    console = Console(
        record=True, width=columns, file=StringIO(), force_terminal=True, color_system="truecolor"
    )
    grounds: _Layer = {}
    inks: _Layer = {}
    words = [_words(row, y, columns, grounds, inks) for y, row in enumerate(rows)]
    console.print(Text("\n", end="").join(words), no_wrap=True, overflow="crop", crop=False, end="")
    unit = _CELL / _WIDTH
    shapes = f'<g transform="translate(0 {_TOP}) scale({unit:g})" shape-rendering="crispEdges">\n'
    shapes += "".join((*_paths(grounds), *_paths(inks))) + "</g>"
    template = _TEMPLATE.replace("SHAPES", shapes)
    drawn = console.export_svg(title=title, theme=_THEME, code_format=template, unique_id=name)
    return "\n".join(line.rstrip() for line in drawn.split("\n") if line.strip()) + "\n"


def _words(row: Text, y: int, columns: int, grounds: _Layer, inks: _Layer) -> Text:
    """What of a row is letters; its grounds, and its blocks and lines, are added to the layers."""
    line, x = Text(end=""), 0
    for text, style in _pieces(row):
        ink, ground = _colours(style)
        letters = ""
        for character in text:
            width = cell_len(character)
            if x + width > columns:
                break
            if ground:
                _add(grounds, ground, x, y, ((0, 0, width * _WIDTH, _HEIGHT),))
            shapes = _SHAPES.get(character, ())
            _add(inks, ink, x, y, shapes)
            letters += " " if shapes else character
            x += width
        # Blanks are pieces of their own, which rich leaves out: some readers drop those before a word.
        for blank, part in groupby(letters, key=str.isspace):
            line.append("".join(part), None if blank else Style(color=ink, bold=style.bold))
    return line


def _add(layer: _Layer, colour: str, x: int, y: int, shapes: Sequence[_Shape]) -> None:
    left, top = x * _WIDTH, y * _HEIGHT
    layer.setdefault(colour, []).extend((left + s[0], top + s[1], s[2], s[3]) for s in shapes)


def _pieces(row: Text) -> Iterator[tuple[str, Style]]:
    whole = row.copy()
    whole.stylize_before(row.style)
    for segment in whole.render(Console(file=StringIO(), color_system="truecolor", force_terminal=True)):
        yield segment.text, segment.style or Style.null()


def _colours(style: Style) -> tuple[str, str | None]:
    """The colour of letters and that of a ground that is not the terminal's own."""
    ground = _THEME.background_color
    ink = style.color.get_truecolor(_THEME) if style.color else _THEME.foreground_color
    own = style.bgcolor is not None and not style.bgcolor.is_default
    paper = style.bgcolor.get_truecolor(_THEME) if own and style.bgcolor else ground
    if style.reverse:
        ink, paper, own = paper, ink, True
    if style.dim:
        ink = ColorTriplet(*blend_rgb(ink, paper, _DIM))
    return ink.hex, paper.hex if own else None


def _paths(layer: _Layer) -> Iterator[str]:
    """One path for each colour."""
    for colour, shapes in sorted(layer.items()):
        if shapes:
            drawn = "".join(f"M{x} {y}h{width}v{height}h-{width}z" for x, y, width, height in _joined(shapes))
            yield f'<path fill="{colour}" d="{drawn}"/>\n'


def _joined(shapes: Sequence[_Shape]) -> list[_Shape]:
    """Shapes side by side as stripes, and equal stripes below each other as one."""
    stripes: list[_Shape] = []
    for x, y, width, height in sorted(shapes, key=lambda shape: (shape[1], shape[3], shape[0])):
        left, top, wide, tall = stripes[-1] if stripes else _ALL
        if stripes and (top, tall, left + wide) == (y, height, x):
            stripes[-1] = (left, top, wide + width, tall)
        else:
            stripes.append((x, y, width, height))
    standing: dict[tuple[int, int, int], _Shape] = {}  # by left, width, and where it ends
    for x, y, width, height in sorted(stripes, key=lambda stripe: stripe[1]):
        above = standing.pop((x, width, y), None)
        top = above[1] if above else y
        standing[x, width, y + height] = (x, top, width, y + height - top)
    return sorted(standing.values())
