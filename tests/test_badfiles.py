"""A folder of bad files, each with what it is answered: read them aloud before you change one.

`UPDATE_GOLDEN=1 pytest tests/test_badfiles.py` writes the answers anew.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from goldens import golden
from stretchtimer.library import Folder, Library, bundled
from stretchtimer.report import problem_text
from stretchtimer.routinefile import Reading, read_exercise, read_playable
from stretchtimer.routinefile.nodes import lines_of
from stretchtimer.routinefile.reader import MOST_PROBLEMS

HERE = Path(__file__).parent
SOUND = "reacher.yaml"  # an exercise that bad files use
BAD = sorted(path for path in (HERE / "bad").rglob("*.yaml") if path.name != SOUND)
GOOD = sorted((HERE / "good").rglob("*.yaml"))
MOST = 1.0
"""Seconds of the processor that no file may take, however it is made."""

# Files too large to be kept, by the name of their answer.
LARGE = {
    "large-2-megabytes": b"name: A\nsummary: " + b"hips " * 400_000,
    "large-20001-values": b"name: A\nfocus: [" + b"a, " * 20_001 + b"]\n",
    "large-brackets": b"[" * 900_000,
    "large-braces": b"{a: " * 200_000,
    "large-dashes": b"- " * 400_000,
    "large-questions": b"? " * 400_000,
    "large-one-line": b"name: A\ndifficulty: " + b"x" * 900_000 + b"\n",
    "large-one-key": b"name: A\n" + b"x" * 900_000 + b": 1\n",
}


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    """The shipped exercises; paths are told as from the folder of the bad files."""
    monkeypatch.chdir(HERE / "bad")
    return Library((Folder(str(bundled()), "shipped"),))


def read(library: Library, path: Path) -> Reading[Any]:
    return read_bytes(library, path.read_bytes(), path)


def read_bytes(library: Library, data: bytes, path: Path) -> Reading[Any]:
    """As `stretch check` reads a file: in a folder `exercises` there are exercises."""
    if path.parent.name == "exercises":
        return read_exercise(data, path.name, path.stem)
    ids = {*library.routine_files, path.stem}
    return read_playable(
        data,
        path.name,
        path.stem,
        exercises=library.beside(os.path.relpath(path)),
        routine_ids=lambda: ids,
        is_series=lambda routine: routine == "back-relief",
    )


def answer(reading: Reading[Any]) -> str:
    return "".join(f"{problem_text(problem)}\n" for problem in reading.problems)


def compare(kept: Path, said: str) -> None:
    assert said == golden(kept, said)


@pytest.fixture(params=["libyaml", "pure"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both of PyYAML's parsers: where it has no wheel there is only the pure one."""
    if request.param == "pure":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML was built without libyaml")
    return str(request.param)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
@pytest.mark.usefixtures("parser")
def test_a_bad_file_is_answered_with_place_and_remedy(path: Path, library: Library) -> None:
    """Each bad file cannot be used, and each of its faults is told once, the same with both parsers."""
    reading = read(library, path)
    assert reading.value is None
    compare(path.with_suffix(".txt"), answer(reading))


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
@pytest.mark.usefixtures("parser")
def test_an_odd_file_is_read(path: Path, library: Library) -> None:
    """What is legal is read, however odd; only a `warn-` file is warned about, and can still be played."""
    reading = read(library, path)
    assert reading.value is not None
    if path.stem.startswith("warn-"):
        assert reading.problems
        compare(path.with_suffix(".txt"), answer(reading))
    else:
        assert answer(reading) == ""


@pytest.mark.parametrize("name", LARGE)
def test_a_large_file_is_answered_at_once(name: str, library: Library) -> None:
    """No size and no depth keeps anybody waiting, or ends the process."""
    begin = time.process_time()
    reading = read_bytes(library, LARGE[name], HERE / f"{name}.yaml")
    took = time.process_time() - begin
    assert reading.value is None
    compare(HERE / "bad" / f"{name}.txt", answer(reading))
    assert took < MOST


_ENDLESS = {
    "keys": "name: A\n" + "".join(f"key{n}: 1\n" for n in range(9_000)),
    "exercises": "name: A\nsteps: ["
    + "".join(f"{{exercise: no{n}, reps: 1}}, " for n in range(3_500))
    + "]\n",
    "texts": "name: A\nfocus: [" + '"\\e", ' * 15_000 + "]\n",
}


@pytest.mark.parametrize("what", _ENDLESS)
def test_of_endless_problems_the_first_hundred_are_told(what: str, library: Library) -> None:
    """Nobody reads thousands, and to find them takes long; the last one says that there are more."""
    begin = time.process_time()
    problems = read_bytes(library, _ENDLESS[what].encode(), HERE / "a.yaml").problems
    assert "and more" in problems[-1].message
    assert len(problems) == MOST_PROBLEMS + 1
    assert answer(Reading("a.yaml", None, problems)).count("\n") < 5 * len(problems)
    assert time.process_time() - begin < MOST


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_no_bad_file_takes_long(path: Path, library: Library) -> None:
    """Every file is answered within a second."""
    begin = time.process_time()
    read(library, path)
    assert time.process_time() - begin < MOST


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_place_lies_in_the_file(path: Path, library: Library) -> None:
    """Line and column, counted from 1, are where an editor can go."""
    lines = lines_of(path.read_bytes().decode("utf-8-sig", "replace"))
    for problem in read(library, path).problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


def test_no_control_character_comes_through(library: Library) -> None:
    """What a file holds cannot drive the terminal that its problems are shown on."""
    for path in BAD:
        said = answer(read(library, path))
        assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in said.replace("\n", "")), path.name


def test_the_command_says_the_same(tmp_path: Path) -> None:
    """`stretch check` prints the answers on standard output, and ends with 1."""
    chosen = ["everything-at-once", "escape-sequence", "binary", "deep-nesting", "cue-of-the-exercise"]
    ran = subprocess.run(
        [sys.executable, "-m", "stretchtimer", "check", *(f"./{name}.yaml" for name in chosen)],
        cwd=HERE / "bad",
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "STRETCH_CONFIG": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
    )
    assert ran.returncode == 1
    for name in chosen:
        assert (HERE / "bad" / f"{name}.txt").read_text(encoding="utf-8") in ran.stdout
    assert "Traceback" not in ran.stderr
