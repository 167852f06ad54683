"""The layers of the house: who may import whom, as a table that is held."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import stretchtimer

ROOT = Path(stretchtimer.__file__).parent

# From the ground up. A part imports from the layers below its own, late imports and types included, and
# parts of one layer know nothing of each other. A package is one part. A new part takes its place here.
LAYERS = (
    ("__init__",),  # the version
    ("errors", "units", "text", "places", "clock", "weekly"),
    ("model", "past", "shellwords"),
    ("timeline",),
    ("frame", "offers"),
    ("ports",),
    ("bindings", "cues", "progress", "plan", "landing", "playhead", "played", "framing", "soundings"),
    ("edits", "fit", "course", "speech", "making_up"),
    ("sparing",),
    ("changes",),
    ("account",),
    ("playback",),
    ("compiler", "player", "routinefile", "figure", "transcript"),
    ("session", "runner", "ending", "jsonform", "summary"),
    ("differences", "balance"),
    ("comeback", "library", "report", "timetable", "proofread", "figurecheck", "watched", "history"),
    ("catalogue", "settings", "asking", "screen", "sound", "terminal"),
    ("afterwards",),
    ("app", "playing", "viewing", "exports", "reminders", "habit", "choosing"),
    ("today",),
    ("commands",),
    ("cli",),
    ("__main__",),
)
LAYER = {part: number for number, parts in enumerate(LAYERS) for part in parts}
ONLY = {
    "rich": {"screen"},
    "yaml": {"routinefile"},
    "click": {"app", "cli", "commands"},
    "miniaudio": {"sound"},
    "soundfile": {"exports"},
    "sqlite3": {"history"},
    "wakepy": {"terminal"},
    "tzlocal": {"exports"},
}
MOST_LINES = 250
# The one way back: what explains a mistake in the YAML returns the error that the parser, which asks for it
# late, has defined. An error in a module of its own would end it.
WAY_BACK = ("routinefile.nodes", "routinefile.syntax")

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path
    for path in sorted(ROOT.rglob("*.py"))
    if "routines" not in path.parts
}


def part_of(module):
    return module.partition(".")[0]


def imports(module, *, types=True):
    """What a module imports, by full names: `stretchtimer.text.safe`, `rich.cells.cell_len`."""
    found = set()

    def visit(node):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test) and not types:
            return
        if isinstance(node, ast.Import):
            found.update(name.name for name in node.names)
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module} imports by dots"
            found.update(f"{node.module}.{name.name}" for name in node.names)
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(ast.parse(MODULES[module].read_text(encoding="utf-8")))
    return found


def own_imports(module, *, types=True):
    """Of what a module imports the modules of this package."""
    for name in imports(module, types=types):
        first, _, inside = name.partition(".")
        if first != "stretchtimer":
            continue
        parts = inside.split(".")
        candidates = [".".join(parts[:n]) for n in range(len(parts), 0, -1)]
        candidates += [f"{one}.__init__" for one in candidates]
        yield next((one for one in candidates if one in MODULES), "__init__")


@pytest.mark.parametrize("module", MODULES)
def test_a_part_imports_only_from_below(module):
    """Downwards only: not from its own layer, and never up."""
    part = part_of(module)
    assert part in LAYER, f"{part} has no layer yet: give it its place in the table"
    for other in own_imports(module):
        below = part_of(other)
        assert below == part or LAYER[below] < LAYER[part], f"{module} imports {other}"


def test_there_is_no_cycle():
    """Not within a package either; a late import is an import."""
    graph = {module: set(own_imports(module, types=False)) - {module} for module in MODULES}
    asks, answers = WAY_BACK
    graph[asks].discard(answers)
    list(TopologicalSorter(graph).static_order())


def test_the_seams_are_types():
    """Ports imports nothing at run time: whoever writes against it pays for nothing else."""
    assert list(own_imports("ports", types=False)) == []


@pytest.mark.parametrize("module", MODULES)
def test_a_library_stays_where_it_is_wrapped(module):
    """Rich only in screen, yaml only in routinefile, click only in the commands and what wires them."""
    used = {name.partition(".")[0] for name in imports(module)}
    for library, parts in ONLY.items():
        assert library not in used or part_of(module) in parts


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_what_it_is_and_stays_small(module):
    """Its header: what it is, then what it does not know. A command's is its one sentence."""
    text = MODULES[module].read_text(encoding="utf-8")
    header = ast.get_docstring(ast.parse(text)) or ""
    assert header
    alone = part_of(module) == "commands" or module.startswith("__")
    assert alone or "\n\n" in header
    assert len(text.splitlines()) <= MOST_LINES
