"""A folder of wrong figures, each with what `stretch check` answers: read them aloud before you change one.

`UPDATE_GOLDEN=1 pytest tests/test_figure_files.py` writes the answers anew.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from goldens import golden
from stretchtimer.compiler import compile_routine
from stretchtimer.figure import read_figure
from stretchtimer.figure.areas import AREAS
from stretchtimer.figure.bases import BASES
from stretchtimer.figure.block import KEYS
from stretchtimer.figure.body import BONE_ENDS, RADIUS
from stretchtimer.figure.notation import SETTINGS
from stretchtimer.figurecheck import check_figures
from stretchtimer.library import Folder, Library, bundled
from stretchtimer.model import Exercise, Level, Phase, Routine
from stretchtimer.report import problem_text
from stretchtimer.routinefile import read_exercise, read_playable

if TYPE_CHECKING:
    from stretchtimer.routinefile import Reading

FILES = sorted((Path(__file__).parent / "figures").glob("*.yaml"))
every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def read(path: Path) -> Reading[Any]:
    data = path.read_bytes()
    if b"\nsteps:" in data:
        library = Library((Folder(str(bundled()), "shipped"),))
        return read_playable(data, path.name, path.stem, exercises=library)
    return read_exercise(data, path.name, path.stem)


@every_file
@pytest.mark.parametrize("parser", ["libyaml", "pure"])
def test_a_wrong_figure_is_answered_with_place_and_remedy(
    path: Path, parser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each fault is a warning in its place; the same with both of PyYAML's parsers."""
    if parser == "pure":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    reading = check_figures(read(path), path.read_bytes())
    said = "".join(f"{problem_text(problem)}\n" for problem in reading.problems)
    kept = path.with_suffix(".txt")
    assert said == golden(kept, said)


@every_file
def test_a_wrong_figure_stops_nothing(path: Path) -> None:
    """The file is read without a problem and can be played; its figure is not drawn, or was right."""
    reading = read(path)
    assert reading.problems == ()
    value = reading.use()
    if isinstance(value, Routine):
        assert compile_routine(value).timeline.work > 0
    else:
        assert read_figure(value).figure is None


_WORDS = st.sampled_from(
    [*AREAS, *RADIUS, *BASES, *SETTINGS, "floor", "thigh_l", "90", "-7/14", ".8", "1e9", "nan"]
)
_TEXTS = st.one_of(st.text(max_size=12), st.lists(_WORDS, max_size=5).map(" ".join))
_DATA = st.recursive(
    _TEXTS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(_WORDS, st.sampled_from(KEYS)), inner, max_size=4),
    ),
    max_leaves=12,
)
_POSE = st.dictionaries(st.sampled_from(SETTINGS), _TEXTS, max_size=4)
_POSES = st.dictionaries(st.sampled_from(["one", "two", "stand"]), st.one_of(_POSE, _DATA), max_size=3)
_BLOCK = st.fixed_dictionaries(
    {"shows": st.just("A body."), "poses": _POSES},
    optional={k: _DATA for k in KEYS[1:] if k not in ("shows", "poses")},
)
_TEMPO = (Phase(name="a", time=1000, pose="one"), Phase(name="b", time=1000, pose="two"))


@given(block=st.one_of(_DATA, _BLOCK))
def test_whatever_stands_in_a_block_is_answered(block: Any) -> None:
    """No block raises, and one without a fault is a figure."""
    reading = read_figure(Exercise(name="X", figure=block, tempo=_TEMPO))
    assert (reading.figure is None) == bool(reading.faults)
    for fault in reading.faults:
        assert fault.message
        assert fault.path[0] in ("figure", "tempo")


_PARTS = st.sampled_from([*RADIUS, *(f"{bone} .5" for bone in BONE_ENDS), "floor 30"])
_HOLDS = st.dictionaries(st.sampled_from(["hand_r", "hand_l", "foot_r", "foot_l"]), _PARTS, max_size=4)


@given(holds=_HOLDS)
def test_a_hand_or_foot_may_be_told_to_reach_for_anything(holds: dict[str, str]) -> None:
    """Limbs are placed in the order that they need; those that wait for themselves are a fault."""
    block = {"shows": "A body.", "poses": {"one": {"from": "sit", **holds}}}
    reading = read_figure(Exercise(name="X", figure=block))
    assert (reading.figure is None) == bool(reading.faults)


def test_in_which_order_limbs_are_written_makes_no_difference() -> None:
    """A hand may hold the other one, which is held before the belly."""
    holds = {"hand_l": "hip_l 12 8 -6", "hand_r": "hand_l"}
    made = [
        read_figure(Exercise(name="X", figure={"shows": "X.", "poses": {"one": {"from": "sit", **one}}}))
        for one in (holds, dict(reversed(holds.items())))
    ]
    assert made[0].figure is not None, made[0].faults
    assert made[1].figure is not None, made[1].faults
    dirs = [reading.figure.form.poses["one"].dirs for reading in made if reading.figure]
    assert dirs[0] == dirs[1]


def test_a_block_that_is_made_to_take_long_does_not() -> None:
    """As many poses as there may be, each made from the one before, with props and levels."""
    poses = {"p0": {"from": "all-fours"}}
    poses |= {f"p{n}": {"from": f"p{n - 1}", "head": str(n)} for n in range(1, 24)}
    levels = {str(n): {"poses": {"p0": {"from": "p0", "head": "9"}}} for n in range(1, 4)}
    block = {"shows": "Much.", "poses": poses, "levels": levels, "props": [{"ball": "neck"}] * 50}
    names = tuple(Level(name=str(n), instructions=("x",)) for n in range(3_000))
    many = block | {"levels": {str(n + 1): levels["1"] for n in range(3_000)}}
    for one in (block, many):
        begin = time.process_time()
        read_figure(Exercise(name="X", figure=one, levels=names))
        assert time.process_time() - begin < 1
