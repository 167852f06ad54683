"""Figures: the motion that follows the tempo, the sides, the picture in cells and as SVG, and the document.

`UPDATE_GOLDEN=1 pytest tests/test_figure.py` draws the pictures anew.
"""

from __future__ import annotations

import re
from itertools import pairwise
from math import dist
from pathlib import Path
from typing import Any
from xml.dom.minidom import parseString

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import SHIPPED, Drawn, exercises, moments
from goldens import golden
from stretchtimer.figure import DOTS, FRAME, LIGHT, PLAIN, Drawing, Look, frame, read_figure, svg
from stretchtimer.figure import drawing as drawn_by
from stretchtimer.figure.areas import AREAS
from stretchtimer.figure.bases import BASES
from stretchtimer.figure.block import KEYS, MOST_ON_PATH, MOST_SHOWN, VIEWS
from stretchtimer.figure.body import BONE_ENDS, RADIUS, other
from stretchtimer.figure.motion import Move, course
from stretchtimer.figure.notation import MOST_POSES, SETTINGS
from stretchtimer.figure.props import KINDS
from stretchtimer.model import Breath, Exercise, Phase, Side, Sides, fill

NAMED = {drawn.name: drawn for drawn in SHIPPED}
GOLDEN = Path(__file__).parent / "golden" / "figure"
FORMAT = (Path(__file__).parents[1] / "routines" / "FORMAT.md").read_text(encoding="utf-8")
SECTION = FORMAT.partition("### Figures\n")[2].partition("\n## ")[0]
every_figure = pytest.mark.parametrize("drawn", SHIPPED, ids=lambda drawn: drawn.name)


def drawing_of(name: str, side: Side | None = None) -> Drawing:
    return NAMED[name].on(side)


def made(block: dict[str, Any], *tempo: Phase) -> Drawing:
    figure = read_figure(Exercise(name="X", figure={"shows": "A body.", **block}, tempo=tempo)).figure
    assert figure is not None
    return Drawing(figure, tempo=tempo)


# -- what is shipped ---------------------------------------------------------------------------------


def test_every_exercise_has_a_figure_and_a_sentence() -> None:
    """Who does not see the picture is told what it shows, in a sentence of its own."""
    assert {drawn.exercise.id for drawn in SHIPPED} == set(exercises())
    said = {str(drawn.exercise.figure): drawn.figure.form.shows for drawn in SHIPPED}
    assert len(set(said.values())) == len(said)
    for sentence in said.values():
        assert sentence.endswith(".")
        assert len(fill(sentence, Side.LEFT)) <= MOST_SHOWN


@every_figure
def test_every_tempo_names_the_poses(drawn: Drawn) -> None:
    """At every level of an exercise with a tempo its phases drive the figure, and not its path."""
    assert bool(drawn.tempo) == any(phase.pose for phase in drawn.tempo)


# -- motion ------------------------------------------------------------------------------------------


@every_figure
def test_the_body_is_where_the_phase_says(drawn: Drawn) -> None:
    """At the end of each phase the body is in its pose; a phase without one moves nothing."""
    drawing, end, pose = drawn.on(drawn.figure.side), 0, None
    for phase in (*drawn.tempo, *drawn.tempo):
        before, end = end, end + phase.time
        at = drawing.placed(end - 1).joints
        pose = phase.pose or pose
        there = drawing.placed_in(pose).joints if pose else at
        assert max(dist(at[name], there[name]) for name in at) < 0.1
        if pose and not phase.pose:
            began = drawing.placed(before).joints
            assert max(dist(at[name], began[name]) for name in at) < 0.1
    assert drawing.period == (sum(phase.time for phase in drawn.tempo) or drawing.period)


def test_the_breath_moves_the_belly() -> None:
    """It fills with a breath in, empties with a breath out, and stays where nothing is said."""
    tempo = (
        Phase(name="a", time=1_000, breath=Breath.IN),
        Phase(name="b", time=1_000, pose="one"),
        Phase(name="c", time=1_000, breath=Breath.OUT),
        Phase(name="d", time=1_000, breath=Breath.HOLD),
    )
    drawing = made({"poses": {"one": {"from": "hook"}}}, *tempo)
    full = [round(drawing.placed(moment).belly, 1) for moment in (0, 999, 1_500, 2_000, 2_999, 3_500)]
    assert full == [0, 1, 1, 1, 0, 0]


def test_without_a_tempo_the_body_comes_to_stay() -> None:
    """It goes through its path once, and stays in the last pose and breathes."""
    drawing = made({"poses": {"a": {"from": "stand"}, "b": {"from": "stand", "head": "60"}}, "path": "b a"})
    joints = [drawing.placed(moment).joints for moment in range(0, 60_000, 500)]
    assert joints[0] == drawing.placed_in("b").joints
    assert all(one == drawing.placed_in("a").joints for one in joints[12:])
    assert len({drawing.placed(moment).belly for moment in range(20_000, 30_000, 500)}) > 4


@given(
    times=st.lists(st.integers(1, 20_000), min_size=1, max_size=6),
    poses=st.lists(st.sampled_from([None, "one", "two", "other"]), min_size=6, max_size=6),
    moment=st.integers(0, 10**7),
)
def test_any_tempo_is_followed(times: list[int], poses: list[str | None], moment: int) -> None:
    """A course has no gap: each move begins where the last one ended, round and round."""
    renamed = {"one": "tall", "two": "hinge"}
    tempo = tuple(
        Phase(name="x", time=time, pose=renamed.get(str(pose), pose))
        for time, pose in zip(times, poses, strict=False)
    )
    made_course = course(NAMED["hip-hinge"].figure.form, tempo)
    loop: list[Move] = [*made_course.loop, made_course.loop[0]]
    assert all(one.two == two.one and one.full[1] == two.full[0] for one, two in pairwise(loop))
    if made_course.enter:
        assert made_course.enter[-1].two == made_course.loop[0].one
    _, done = made_course.at(moment)
    assert 0 <= done <= 1
    once = moment + made_course.entered
    assert made_course.folded(once + made_course.period) == made_course.folded(once)


# -- sides -------------------------------------------------------------------------------------------


def lifted(drawing: Drawing, joint: str) -> float:
    return max(drawing.placed(moment).joints[joint][1] for moment in moments(drawing))


@pytest.mark.parametrize(
    ("name", "part"), [("knee-lifts", "knee"), ("arm-reaches", "hand"), ("single-leg-kick", "ankle")]
)
def test_the_working_limb_is_that_of_the_side(name: str, part: str) -> None:
    """The side on the screen is the body's own: on the left the left limb lifts higher than the right."""
    for side in Side:
        drawing = drawing_of(name, side)
        working, resting = (f"{part}_{one.value[0]}" for one in (side, side.other))
        assert lifted(drawing, working) > lifted(drawing, resting) + 5


@pytest.mark.parametrize(
    ("name", "limb"), [("knee-lifts", "leg"), ("arm-reaches", "arm"), ("single-leg-kick", "leg")]
)
def test_the_limb_that_works_is_the_bright_one(name: str, limb: str) -> None:
    """Where sides alternate the body stays as it lies, and the far limb is bright when it works."""
    for side in Side:
        drawing = drawing_of(name, side)
        tints = {part.name: part.tint for part in drawing.parts(drawing.period // 3)}
        working, resting = (f"{limb}_{one.value[0]}" for one in (side, side.other))
        assert (tints[working], tints[resting]) == ("near", "far")


def test_a_figure_says_which_limbs_are_dim() -> None:
    """Those are dim and their others bright, far and near, on the other side too; else the far are."""
    block = {"shows": "A body.", "view": "20 10", "poses": {"a": {"from": "stand", "legs": "-90/9 -90/9 0"}}}

    def dim(side: Side, *, alternates: bool = False, **more: str) -> set[str]:
        figure = read_figure(Exercise(name="X", figure={**block, **more})).figure
        assert figure is not None
        made = Drawing(figure, side=side, alternates=alternates).parts(0)
        return {part.name for part in made if part.tint == "far"}

    assert dim(Side.RIGHT) == {"arm_l", "leg_l"}
    assert dim(Side.RIGHT, dim="leg_r") == {"arm_l", "leg_r"}
    assert dim(Side.RIGHT, dim="leg_r leg_l") == {"arm_l", "leg_r", "leg_l"}
    assert dim(Side.LEFT, dim="leg_r") == {"arm_l", "leg_r"}  # the picture is exchanged, with its names
    assert dim(Side.LEFT, alternates=True, dim="leg_r") == {"arm_l", "leg_l"}


def test_a_folded_leg_shows_its_shin() -> None:
    """Where a leg lies along itself, its shin is a part with a gap and an accent of its own."""
    poses = {"long": {"from": "sit", "arms": "-90"}, "bent": {"from": "long", "leg_r": "-4/14 182/-4 180"}}
    drawing = made({"poses": poses, "target": "quad_r calf_r"})
    long, bent = (
        {part.name: part for part in drawing.parts_of(drawing.placed_in(pose))} for pose in ("long", "bent")
    )
    assert "shin_r" not in long
    assert len(long["leg_r"].marks) == 2
    thigh, shin = bent["leg_r"], bent["shin_r"]
    assert thigh.tint == shin.tint
    assert shin.chains[0][0] == thigh.chains[0][-1]  # they meet at the knee
    assert shin.halo
    assert (len(thigh.marks), len(shin.marks)) == (1, 1)


@pytest.mark.parametrize("view", ["25 20", "front", "back", "160 30"])
@pytest.mark.parametrize(("joint", "limb"), [("ankle_l", "shin_l"), ("hand_r", "arm_r")])
def test_a_weight_is_seen_on_the_limb_that_bears_it(view: str, joint: str, limb: str) -> None:
    """From wherever one looks, it is drawn after its limb and before all that is nearer."""
    block = {"poses": {"a": {"from": "all-fours"}}, "view": view, "props": [{"weight": joint}]}
    order = [part.name for part in made(block).parts(0)]
    between = order[order.index(limb) + 1 : order.index("weight") + 1]
    assert set(between) - {other(limb)} == {"weight"}


def test_a_step_without_sides_takes_them_in_turn() -> None:
    """An alternating exercise that nobody counts flips by itself, a rep on each side."""
    drawing = drawing_of("knee-lifts")
    middle = drawing.period // 2
    for number, limb in enumerate("rlr"):
        knees = drawing.placed(number * drawing.period + middle).joints
        assert max(knees["knee_r"], knees["knee_l"], key=lambda at: at[1]) == knees[f"knee_{limb}"]


def test_what_is_even_is_drawn_as_written() -> None:
    """Without a side nothing is turned."""
    for drawn in SHIPPED:
        if drawn.exercise.sides is Sides.NONE:
            assert drawn.on(None).parts(0)
            assert drawn.on(None).placed(1_234) == drawn.on(None).placed(1_234)


# -- cells -------------------------------------------------------------------------------------------


def glyphs(cells: Any) -> str:
    return "".join("".join(cell[0] for cell in line).rstrip() + "\n" for line in cells)


def tints(cells: Any, palette: Any) -> str:
    """The cells as letters of the tints that braille has one of."""
    letters = {palette.near: "o", palette.far: "-", palette.target: "#", palette.prop: "+", palette.rim: "_"}
    return "".join("".join(letters.get(cell[1], " ") for cell in line).rstrip() + "\n" for line in cells)


@pytest.mark.parametrize("name", ["bridge", "hip-hinge", "hurdler adjustment 1"])
def test_pictures_are_as_they_were(name: str) -> None:
    """Blocks, braille and its tints of three pictures; looked at, and kept."""
    drawing = drawing_of(name)
    dots = drawing.still(columns=40, rows=16, look=Look(palette=DOTS, dots=True))
    said = f"{glyphs(drawing.still(columns=40, rows=16))}{glyphs(dots)}{tints(dots, DOTS)}"
    kept = GOLDEN / f"{name.replace(' ', '-')}.txt"
    assert said == golden(kept, said)


_LOOKS = {
    "blocks": Look(),
    "light": Look(palette=LIGHT),
    "dots": Look(palette=DOTS, dots=True),
    "plain": Look(palette=PLAIN, dots=True),
}


@every_figure
def test_cells_fill_their_size(drawn: Drawn) -> None:
    """As many rows and columns as are asked for, each of one character, and something on them."""
    drawing = drawn.on(drawn.figure.side)
    for columns, rows in ((30, 12), (1, 1)):
        for name, look in _LOOKS.items():
            cells = drawing.still(columns=columns, rows=rows, look=look)
            assert len(cells) == rows
            assert {len(line) for line in cells} == {columns}
            assert {len(glyph) for line in cells for glyph, _, _ in line} == {1}
            colours = {colour for line in cells for _, *both in line for colour in both if colour}
            assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours)
            assert not colours or name != "plain"
            assert columns == 1 or sum(cell[0] != " " for line in cells for cell in line) > columns


def test_the_accent_is_seen() -> None:
    """In every figure as it stands the part that it is about has the one accent colour."""
    for drawn in SHIPPED:
        drawing = drawn.on(drawn.figure.side)
        cells = drawing.still(columns=40, rows=16, look=_LOOKS["dots"])
        assert any(ink == DOTS.target for line in cells for _, ink, _ in line), drawn.name


def test_the_picture_that_never_moves_is_drawn_once() -> None:
    """A screen that asks for it each second gets the very same one, until it asks for another size."""
    drawing = drawing_of("bridge")
    one = drawing.still(columns=20, rows=8)
    assert drawing.still(columns=20, rows=8) is one
    assert len(drawing.still(columns=20, rows=9)) == 9


def test_finished_pictures_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A loop is drawn once: what comes round is the very picture that it was; not all are kept for ever."""
    drawing = drawing_of("bridge")
    first = drawing.cells(5_000, columns=30, rows=12)
    assert drawing.cells(5_000 + drawing.period, columns=30, rows=12) is first
    assert drawing.cells(5_000 // FRAME * FRAME, columns=30, rows=12) is first
    assert drawing.cells(5_000, columns=31, rows=12) is not first
    monkeypatch.setattr(drawn_by, "KEPT", 20)
    other = drawing_of("bridge")
    for moment in range(0, other.period, FRAME):
        other.cells(moment, columns=8, rows=4)
    assert len(other._kept) == 20
    assert other.cells(other.period - FRAME, columns=8, rows=4) in other._kept.values()


def test_a_picture_without_a_drawing() -> None:
    """`frame` gives what a Drawing does, for each side, level and look; and is as quick the second time."""
    drawn = NAMED["bridge"]
    for level in (None, 2, 4):
        tempo, look = drawn.exercise.tempo_at(level), _LOOKS["dots"]
        kept = Drawing(drawn.figure, tempo=tempo, level=level, side=Side.LEFT)
        for moment in (0, 4_000, 7_000):
            one = frame(
                drawn.figure, moment, columns=30, rows=12, tempo=tempo, level=level, side=Side.LEFT, look=look
            )
            assert one == kept.cells(moment, columns=30, rows=12, look=look)
    assert frame(drawn.figure, 0, columns=9, rows=5) is frame(drawn.figure, 0, columns=9, rows=5)


# -- SVG ---------------------------------------------------------------------------------------------


@every_figure
def test_svg_is_well_formed(drawn: Drawn) -> None:
    """A still picture and a strip, with the sentence as its title."""
    drawing = drawn.on(drawn.figure.side)
    still = parseString(svg(drawing))  # noqa: S318 - our own
    assert still.getElementsByTagName("title")[0].firstChild.data == drawing.shows
    strip = parseString(svg(drawing, moments=moments(drawing, 3), title="<&>"))  # noqa: S318 - the same
    assert len(strip.getElementsByTagName("g")) == 3
    assert strip.getElementsByTagName("title")[0].firstChild.data == "<&>"
    clips = [clip.getAttribute("id") for clip in strip.getElementsByTagName("clipPath")]
    assert len(set(clips)) == len(clips)


# -- the document ------------------------------------------------------------------------------------


def rows(first: str) -> dict[str, list[str]]:
    """The rows of the table whose first heading is this, by their first cell."""
    table = SECTION.partition(f"| {first} |")[2].partition("\n\n")[0].splitlines()[2:]
    return {(cells := [cell.strip() for cell in line.strip("|").split("|")])[0]: cells[1:] for line in table}


def quoted(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def sided(names: str) -> set[str]:
    """The names of a cell, and with both sides those that stand behind `_r` or `_l`."""
    plain, _, both = names.partition("`_l`")
    if not both:
        return set(quoted(names))
    found = {name for name in quoted(plain.rpartition(", and ")[0]) if not name.startswith("_")}
    return found | {f"{name}_{side}" for name in quoted(both) for side in "rl"}


def test_the_document_has_the_keys_and_settings() -> None:
    """No key of a figure and no setting of a pose is missing or invented."""
    assert {quoted(key)[0] for key in rows("in a figure")} == set(KEYS)
    assert {name for cell in rows("in a pose") for name in quoted(cell)} == set(SETTINGS)
    assert f"at most {MOST_SHOWN} characters" in SECTION
    assert f"at most {MOST_POSES}." in SECTION
    assert f"at most {MOST_ON_PATH};" in SECTION
    required = {quoted(key)[0] for key, cells in rows("in a figure").items() if cells[1] == "required"}
    whole = {"shows": "A body.", "poses": {"one": {"from": "stand"}}}
    for key in KEYS:
        without = {name: value for name, value in whole.items() if name != key}
        assert bool(read_figure(Exercise(name="X", figure=without)).faults) == (key in required)


def test_the_document_has_the_names() -> None:
    """Bases, joints, bones, targets, views and props are those that there are."""
    names = {first: cells[0] for first, cells in rows("names").items()}
    assert set(quoted(names["bases"])) == set(BASES)
    assert sided(names["joints"]) == set(RADIUS)
    bones = {f"{bone}_{side}" for bone in quoted(names["bones"])[2:] for side in "rl"}
    assert bones == set(BONE_ENDS)
    trunk, _, limbs = names["targets"].partition(", and for both sides")
    targets = set(quoted(trunk)) | {
        f"{name}{side}" for name in quoted(limbs)[2:] for side in ("", "_r", "_l")
    }
    assert targets == set(AREAS)
    assert set(quoted(rows("in a figure")["`view`"][0])) == {*VIEWS, "30 14"}
    props = " ".join(quoted(rows("in a figure")["`props`"][0]))
    assert set(re.findall(r"\{(\w+):", props)) == set(KINDS)


@pytest.mark.parametrize("text", [place for cell in rows("place") for place in quoted(cell)])
def test_the_places_are_read(text: str) -> None:
    """Each place of a hand that the document writes can be written, and is in reach of somebody."""
    pose = {"from": "all-fours", "hand_r": text}
    faults = read_figure(Exercise(name="X", figure={"shows": "A.", "poses": {"a": pose}})).faults
    assert not [fault for fault in faults if fault.path[-1] == "hand_r" and "misses" not in fault.message]
