"""Where files are found, which of several wins, and what is said of those that cannot be read."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from commandline import Home, simple, write
from stretchtimer.errors import InvalidFile, StretchError
from stretchtimer.library import Folder, Library, bundled, folders, is_path, read_bytes, scan, shown

ROOT = Path(__file__).parents[1]
_posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")


def library(*places: Path) -> Library:
    """A library of some folders and of no others."""
    return Library(tuple(Folder(str(place), "own") for place in places))


def test_the_shipped_routines_are_found() -> None:
    """Beside the code or at the top of the checkout: what is shipped is there, and the exercises with it."""
    found = {one.id for one in scan(bundled(), "shipped")}
    assert found >= {"hip-unlock", "seven-minute-pilates", "back-relief", "single-leg-kick"}
    assert found == {path.stem for path in (ROOT / "routines").glob("*.yaml")}
    assert (Path(bundled()) / "exercises" / "hurdler.yaml").is_file()


def test_folders_are_searched_in_their_order(home: Home) -> None:
    """STRETCH_PATH from left to right, then the user's own, then the shipped ones; empty entries are none."""
    path = os.pathsep.join(["/one", "", "~/two", "three"])
    found = list(folders({**os.environ, "STRETCH_PATH": path}))
    assert found == [
        Folder("/one", "given"),
        Folder(str(home.root / "two"), "given"),
        Folder("three", "given"),
        Folder(str(home.routines), "own"),
        Folder(bundled(), "shipped"),
    ]


def test_a_home_that_nobody_has_is_only_missing() -> None:
    """`~nobody` in STRETCH_PATH is a folder that is not there, and no reason to end."""
    places = tuple(folders({**os.environ, "STRETCH_PATH": "~no-such-user-here/x"}))
    assert Library(places).missing == ("~no-such-user-here/x",)


def test_only_named_folders_are_missed(tmp_path: Path) -> None:
    """Nobody has to have a folder of one's own; a file is no folder."""
    write(tmp_path / "file", "")
    places = [
        (tmp_path, "given"),
        (tmp_path / "a", "given"),
        (tmp_path / "file", "given"),
        (tmp_path / "b", "own"),
    ]
    found = Library(tuple(Folder(str(path), origin) for path, origin in places))
    assert found.missing == (str(tmp_path / "a"), str(tmp_path / "file"))


def test_the_first_of_an_id_wins(tmp_path: Path) -> None:
    """The earlier folder, and in one folder `.yaml` before `.yml`; for exercises as for routines."""
    for place, suffix in (("a", "yml"), ("a", "yaml"), ("b", "yaml")):
        write(tmp_path / place / f"sit.{suffix}", simple(place + suffix))
        write(tmp_path / place / "exercises" / f"bow.{suffix}", f"name: {place}{suffix}\n")
    write(tmp_path / "b" / "rest.yml", simple("rest"))
    found = library(tmp_path / "a", tmp_path / "b")
    assert found.open("sit").use().name == "ayaml"
    assert found.open("rest").use().name == "rest"
    exercise = found.find("bow")
    assert exercise
    assert exercise.name == "ayaml"


def test_a_file_sees_the_exercises_beside_it_first(tmp_path: Path) -> None:
    """A routine that is handed on in a folder of its own brings its exercises, and finds all others too."""
    write(tmp_path / "own" / "exercises" / "bow.yaml", "name: The user's\n")
    write(tmp_path / "own" / "exercises" / "sit.yaml", "name: Sit\n")
    write(tmp_path / "handed" / "exercises" / "bow.yaml", "name: The one beside\n")
    path = write(
        tmp_path / "handed" / "r.yaml",
        "name: R\nsteps: [{exercise: bow, duration: 5s}, {exercise: sit, duration: 5s}]\n",
    )
    found = library(tmp_path / "own").open(str(path)).use()
    assert [step.exercise.name for step in found.steps] == ["The one beside", "Sit"]


def test_an_exercise_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many steps and routines use it."""
    write(tmp_path / "exercises" / "bow.yaml", "name: Bow\n")
    steps = "[{exercise: bow, duration: 5s}, {exercise: bow, duration: 6s}]"
    for name in ("a", "b"):
        write(tmp_path / f"{name}.yaml", f"name: R\nsteps: {steps}\n")
    asked: list[str] = []

    def counting(path: str) -> bytes:
        asked.append(Path(path).name)
        return read_bytes(path)

    monkeypatch.setattr("stretchtimer.library.read_bytes", counting)
    found = library(tmp_path)
    found.open("a").use()
    found.open("b").use()
    assert sorted(asked) == ["a.yaml", "b.yaml", "bow.yaml"]


def test_a_broken_exercise_breaks_the_routine_at_its_step(tmp_path: Path) -> None:
    """The routine cannot be played, and where its author looks there is the reason."""
    write(tmp_path / "exercises" / "bow.yaml", "nam: Bow\n")
    write(tmp_path / "r.yaml", "name: R\nsteps:\n  - {exercise: bow, duration: 5s}\n")
    with pytest.raises(InvalidFile) as caught:
        library(tmp_path).open("r").use()
    (problem,) = caught.value.problems
    assert (problem.line, "bow" in problem.message) == (3, True)
    with pytest.raises(InvalidFile) as caught:
        library(tmp_path).find("bow")
    assert caught.value.problems[0].path.endswith("bow.yaml")


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("hip-unlock", False), ("my.routine", False), ("has blank", False), ("-", False), ("", False),
        ("a.yaml", True), ("a.yml", True), ("./a", True), ("/a", True), ("a/b", True), ("..", False),
    ],
)  # fmt: skip
def test_a_path_is_told_from_an_id(target: str, path: bool) -> None:
    """By its suffix or a separator in it, and not by what happens to be in the current folder."""
    assert is_path(target) is path


def test_paths_are_shown_from_the_current_folder(home: Home) -> None:
    """Short where it lies below, whole where it does not."""
    inside, outside = write(home.work / "a" / "b.yaml", ""), write(home.root / "c.yaml", "")
    assert shown(str(inside)) == str(Path("a", "b.yaml"))
    assert shown(str(outside)) == str(outside)
    assert shown("a/../d.yaml") == "d.yaml"


@_posix
def test_paths_are_shown_where_there_is_no_current_folder(home: Home) -> None:
    """Somebody may have deleted it under our feet."""
    home.work.rmdir()
    assert shown("/etc/hostname") == "/etc/hostname"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing.yaml", "there is no file "),
        ("folder.yaml", " is a folder"),
        ("file/below.yaml", " cannot be read: Not a directory"),
        ("pipe.yaml", " is not a file with text"),
        ("loop.yaml", " cannot be read: Too many levels of symbolic links"),
        ("nul\0.yaml", "nul<U+0000>.yaml cannot be read: embedded null byte"),
        ("x" * 300, " cannot be read: File name too long"),
    ],
)
@_posix
def test_what_is_no_file_with_text_is_an_expected_error(tmp_path: Path, name: str, said: str) -> None:
    """Whatever a path leads to, reading it ends at once, with a message."""
    (tmp_path / "folder.yaml").mkdir()
    write(tmp_path / "file", "")
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    with pytest.raises(StretchError) as caught:
        read_bytes(f"{tmp_path}/{name}")
    assert said in caught.value.message


@_posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    """The system's own reason is passed on."""
    write(tmp_path / "mine.yaml", simple("mine")).chmod(0)
    with pytest.raises(StretchError, match="cannot be read: Permission denied"):
        library(tmp_path).open("mine")


def test_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    """What is too large is seen to be so from its first MiB."""
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(1 << 32)  # 4 GiB of nothing, which take no room
    assert len(read_bytes(path)) == 1024 * 1024 + 1
    with pytest.raises(InvalidFile) as caught:
        library(tmp_path).open("huge").use()
    assert "larger than 1 MiB" in caught.value.problems[0].message
